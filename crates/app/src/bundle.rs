//! The bundle of a case: what whoever asks may read of it, gathered in one moment to become one
//! paper. Whoever reads the file of the member concerned gets all of it; the member gets what was
//! disclosed to them and what they sent.

use std::collections::{BTreeMap, BTreeSet};

use standing_base::Id;
use standing_domain::Fact;

use crate::app::App;
use crate::asker::Asker;
use crate::cases::charges::{self, ChargeTold};
use crate::cases::evidence::{self, EvidenceTold, Piece};
use crate::cases::{CasePage, file_of};
use crate::error::AppError;
use crate::matter::Matter;
use crate::naming;
use crate::ports::Snapshot;
use crate::publicity;
use crate::vault::{CaseFile, CaseFiles, Disclosed, Media};

/// The most bytes of all files in one bundle; what goes beyond is listed.
pub const BUNDLE_BYTES_MAX: u64 = 64 << 20;
/// The longest text that is printed in one; a longer one is listed.
pub const BUNDLE_TEXT_MAX: u64 = 1 << 20;

/// What a bundle holds.
#[derive(Clone, Debug)]
pub struct Bundle {
    pub organisation: String,
    pub case: CasePage,
    /// Who brought the complaint, where it is recorded and known to whoever asks.
    pub complainant: Option<String>,
    /// For whom it is made; nobody when it is the operator.
    pub made_for: Option<String>,
    pub is_for_subject: bool,
    pub charges: Vec<ChargeTold>,
    pub exhibits: Vec<Exhibit>,
    /// What was written to the member.
    pub letters: Vec<Exhibit>,
    pub withheld: Vec<Withheld>,
    /// Titles of what is neither disclosed nor withheld; not for the member.
    pub undecided: Vec<String>,
}

/// Something that was disclosed.
#[derive(Clone, Debug)]
pub struct Exhibit {
    pub title: String,
    /// The file that it is, where it is one.
    pub file: Option<CaseFile>,
    pub content: Content,
}

#[derive(Clone, Debug)]
pub enum Content {
    Whole(Media, Vec<u8>),
    /// A type of file that no page can show.
    OfOtherKind,
    TooLarge,
    /// There is no file, or nobody can read it any more.
    Nothing,
}

#[derive(Clone, Debug)]
pub struct Withheld {
    /// Nothing where whoever asks may not know it.
    pub title: Option<String>,
    /// Its place among all pieces of evidence of the case.
    pub number: i64,
    pub reasons: Option<String>,
}

impl App {
    /// The bundle of a case, for those who may read it; that they do is kept first.
    pub async fn bundle(&self, asker: &Asker, reference: &str) -> Result<Bundle, AppError> {
        let mut snapshot = self.store.snapshot().await?;
        let snapshot = &mut *snapshot;
        let rules = self.rules_at(snapshot).await?;
        let case = self.case_in(snapshot, &rules, asker, reference).await?;
        let files = self
            .case_files_in(snapshot, &rules, asker, reference)
            .await?;
        let facts = snapshot.facts_about(case.about).await?;
        let mut annulled = BTreeSet::new();
        let mut matter = Matter::load(snapshot, &rules, case.about).await?;
        if let Some(matter) = &mut matter {
            annulled = matter.annulled(&rules, case.on);
        }
        let facts = facts.into_iter().filter(|fact| {
            fact.what.id("case") == Some(case.id) && !annulled.contains(&fact.number)
        });
        let facts: Vec<Fact> = facts.collect();
        let numbers: Vec<u64> = facts.iter().map(|fact| fact.number).collect();
        let words = snapshot.private_values(&numbers).await?;
        let items = evidence::pieces(facts.iter(), &words);
        let is_for_subject = asker.person().is_some_and(|one| one.id == case.about);
        let sorted = Sorted::of(&items, &files, is_for_subject);
        let held = sorted.letters.iter().chain(&sorted.disclosed);
        for file in held.filter_map(|(_, file)| file.as_ref()) {
            let about = (case.about, case.id, case.on);
            self.keep_opening(snapshot, asker, about, file.id).await?;
            if let Some(matter) = &mut matter {
                let role = publicity::reading_role(&rules, matter, asker, case.on);
                let place = (case.id, file.id, case.about);
                self.keep_file_reading(asker, place, role).await?;
            }
        }
        let complainant = file_of(&facts, case.id).and_then(|file| file.complainant);
        let complainant = match complainant {
            Some(person) => naming::name(snapshot, person).await?,
            None => None,
        };
        Ok(Bundle {
            organisation: rules.organisation_name.clone(),
            complainant,
            made_for: asker.person().map(|person| person.name.clone()),
            is_for_subject,
            charges: charges::told(&rules, facts.iter(), &words),
            letters: self.exhibits(snapshot, &files, sorted.letters).await?,
            exhibits: self.exhibits(snapshot, &files, sorted.disclosed).await?,
            withheld: sorted.withheld,
            undecided: sorted.undecided,
            case,
        })
    }

    /// What was disclosed, with its bytes as far as a bundle takes them.
    async fn exhibits(
        &self,
        snapshot: &mut dyn Snapshot,
        files: &CaseFiles,
        disclosed: Vec<(String, Option<CaseFile>)>,
    ) -> Result<Vec<Exhibit>, AppError> {
        let mut left = BUNDLE_BYTES_MAX;
        let mut exhibits = Vec::new();
        for (title, file) in disclosed {
            let content = match &file {
                Some(file) if file.name.is_some() => match fits(file, left) {
                    None => {
                        left = left.saturating_sub(file.bytes);
                        let bytes = self.file_bytes(snapshot, files.case, file.id).await?;
                        Content::Whole(file.media, bytes)
                    }
                    Some(content) => content,
                },
                _ => Content::Nothing,
            };
            exhibits.push(Exhibit {
                title,
                file,
                content,
            });
        }
        Ok(exhibits)
    }
}

/// Why a file is only listed, if it is.
fn fits(file: &CaseFile, left: u64) -> Option<Content> {
    match file.media {
        Media::Jpeg | Media::Png | Media::Pdf if file.bytes <= left => None,
        Media::Text if file.bytes <= left.min(BUNDLE_TEXT_MAX) => None,
        Media::Jpeg | Media::Png | Media::Pdf | Media::Text => Some(Content::TooLarge),
        _ => Some(Content::OfOtherKind),
    }
}

/// The pieces of evidence by what became of them.
#[derive(Default)]
struct Sorted {
    disclosed: Vec<(String, Option<CaseFile>)>,
    letters: Vec<(String, Option<CaseFile>)>,
    withheld: Vec<Withheld>,
    undecided: Vec<String>,
}

impl Sorted {
    fn of(items: &BTreeMap<String, Piece>, files: &CaseFiles, is_for_subject: bool) -> Self {
        let mut sorted = Self::default();
        let state = |id: Id| items.get(&id.to_string()).map(|item| item.told);
        for file in &files.files {
            if file.state == Disclosed::Letter {
                let title = file.name.clone().unwrap_or(file.id.to_string());
                sorted.letters.push((title, Some(file.clone())));
                continue;
            }
            // Its redacted copy stands for it.
            if file.has_copy {
                continue;
            }
            let original = file.redacts.as_ref().and_then(|redacts| state(redacts.of));
            let is_disclosed =
                file.state == Disclosed::Disclosed || original == Some(EvidenceTold::Disclosed);
            let title = || {
                let item = items.get(&file.id.to_string());
                let titled = item.and_then(|item| item.title.clone());
                titled.or(file.name.clone()).unwrap_or(file.id.to_string())
            };
            // What the member sent themselves, they know.
            if is_disclosed || file.state == Disclosed::Unlisted {
                sorted.disclosed.push((title(), Some(file.clone())));
            } else if file.state == Disclosed::Listed && !is_for_subject && original.is_none() {
                sorted.undecided.push(title());
            }
        }
        let named = |id: &str| {
            let mut files = files.files.iter();
            files.find(|file| file.id.to_string() == id)
        };
        for (number, (id, item)) in (1_i64..).zip(items) {
            let file = named(id);
            let name = file.and_then(|file| file.name.clone());
            // An id says nothing to anybody; a code was chosen by somebody.
            let code = id.parse::<Id>().is_err().then(|| id.clone());
            let title = item.title.clone().or(name).or(code.clone());
            match (item.told, title, code) {
                (EvidenceTold::Withheld, title, _) => sorted.withheld.push(Withheld {
                    title,
                    number,
                    reasons: item.reasons.clone(),
                }),
                (EvidenceTold::Disclosed, Some(title), Some(_)) if file.is_none() => {
                    sorted.disclosed.push((title, None));
                }
                (EvidenceTold::NotYet, Some(title), Some(_))
                    if file.is_none() && !is_for_subject =>
                {
                    sorted.undecided.push(title);
                }
                _ => {}
            }
        }
        sorted
    }
}
