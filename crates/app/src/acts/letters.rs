//! The letters that go with an act, in its transaction: to somebody new a welcome and an invitation,
//! to anybody whose rights an act changes what has changed and why.

use standing_base::{Date, Id, Told};
use standing_rulebook::{QuestionIx, Truth};

use super::case_letters::CaseLetter;
use super::power::Allowed;
use super::stage::OnRecord;
use super::{Act, Beside};
use crate::account::email;
use crate::app::App;
use crate::ask::without_ids;
use crate::error::{AppError, FieldFault};
use crate::letters::context::{Admission, Invitation, RightChanged, StandingChanged};
use crate::letters::{Addressee, Language};
use crate::matter::Matter;
use crate::naming;
use crate::ports::outbox::NewLetter;
use crate::ports::{OneTimeToken, Purpose, Snapshot};
use crate::rules::Rules;

/// What is sent with an act.
#[derive(Debug, Default)]
pub(super) struct Post {
    pub(super) letters: Vec<NewLetter>,
    /// The letter of a case.
    pub(super) of_case: Option<CaseLetter>,
    /// What the link of an invitation opens.
    pub(super) token: Option<OneTimeToken>,
}

/// The rights of a person on a day: the answer to each question that is a right.
fn rights(rules: &Rules, matter: &mut Matter, on: Date) -> Vec<(QuestionIx, Truth)> {
    let vocabulary = &rules.rulebook().vocabulary;
    let questions = (0..).map(QuestionIx).zip(&vocabulary.questions);
    let rights = questions.filter(|(_, question)| question.right);
    rights
        .map(|(index, _)| {
            let ask = matter.put(index, None, on, None);
            (index, matter.truth(rules, ask))
        })
        .collect()
}

impl App {
    /// The letters that go with an act.
    pub(super) async fn letters_of(
        &self,
        snapshot: &mut dyn Snapshot,
        rules: &Rules,
        act: &Act,
        subject: &OnRecord,
        allowed: &Allowed,
        beside: Beside<'_>,
    ) -> Result<Post, AppError> {
        let of_case = self
            .case_letter(snapshot, rules, act, subject, allowed)
            .await?;
        let (of_case, copy) = of_case.unzip();
        let mut post = if self.has_post {
            self.mail_of(snapshot, rules, act, subject, allowed, beside)
                .await?
        } else {
            Post::default()
        };
        post.letters.extend(copy.flatten());
        post.of_case = of_case;
        Ok(post)
    }

    /// The letters that go by mail, but for those of a case.
    async fn mail_of(
        &self,
        snapshot: &mut dyn Snapshot,
        rules: &Rules,
        act: &Act,
        subject: &OnRecord,
        allowed: &Allowed,
        beside: Beside<'_>,
    ) -> Result<Post, AppError> {
        let on = rules.zone.date_of(self.clock.now());
        let Some(email) = beside.invite else {
            return self.tell_change(snapshot, rules, subject, on).await;
        };
        let values = || act.steps.iter().flat_map(|step| &step.private);
        let value = |name: &str| {
            let found = values().find(|(field, _)| field == name);
            found.map(|(_, value)| value.as_str())
        };
        let since = act.steps.iter().map(|step| step.on.earliest()).max();
        let new = Welcomed {
            person: subject.id,
            email,
            name: value("name").unwrap_or_default(),
            number: value("identifier.number"),
            since: since.unwrap_or(on),
            clause: &allowed.clause,
        };
        self.welcome(snapshot, rules, &new).await
    }

    /// What has changed for a person who has an address.
    async fn tell_change(
        &self,
        snapshot: &mut dyn Snapshot,
        rules: &Rules,
        subject: &OnRecord,
        on: Date,
    ) -> Result<Post, AppError> {
        let account = snapshot.account_of(subject.id).await?;
        let Some(account) = account.filter(|account| account.disabled_at.is_none()) else {
            return Ok(Post::default());
        };
        // The snapshot does not know of the act yet.
        let Some(mut before) = Matter::load(snapshot, rules, subject.id).await? else {
            return Ok(Post::default());
        };
        let before = rights(rules, &mut before, on);
        let mut matter = subject.matter(rules)?;
        let after = rights(rules, &mut matter, on);
        let language = Language::of(&rules.rulebook().language);
        let changes: Vec<RightChanged> = before
            .iter()
            .zip(&after)
            .filter(|(before, after)| before != after)
            .map(|(_, (question, _))| changed(rules, &mut matter, *question, on, language))
            .collect();
        if changes.is_empty() {
            return Ok(Post::default());
        }
        let context = StandingChanged {
            organisation: rules.organisation_name.clone(),
            name: naming::name_or_id(snapshot, subject.id).await?,
            on: language.date(on),
            changes,
            link: Some(self.site.page("/me")),
        };
        let to = Addressee {
            person: Some(subject.id),
            address: account.email,
            language,
        };
        let letter = self.write_letter(snapshot, to, &context, None).await?;
        Ok(Post {
            letters: vec![letter],
            ..Post::default()
        })
    }

    /// A welcome to somebody who was admitted, and the link by which they begin an account.
    async fn welcome(
        &self,
        snapshot: &mut dyn Snapshot,
        rules: &Rules,
        new: &Welcomed<'_>,
    ) -> Result<Post, AppError> {
        let address =
            email::fold(new.email).map_err(|error| AppError::unreadable(error.to_string()))?;
        if snapshot.account_by_email(&address).await?.is_some() {
            let says = Told::new(
                "email-has-account",
                "somebody has an account with this address already; leave it empty, or give another",
            );
            return Err(AppError::Fields(vec![FieldFault::new("email", says)]));
        }
        let language = Language::of(&rules.rulebook().language);
        let to = || Addressee {
            person: Some(new.person),
            address: address.clone(),
            language,
        };
        let admission = Admission {
            organisation: rules.organisation_name.clone(),
            name: new.name.to_owned(),
            number: new.number.map(str::to_owned),
            member_since: language.date(new.since),
            clause: new.clause.to_owned(),
            link: None,
        };
        let (token, row) =
            self.one_time_token(Purpose::Invitation, None, Some(new.person), address.clone());
        let invitation = Invitation {
            organisation: rules.organisation_name.clone(),
            name: new.name.to_owned(),
            link: self.start_link(token.text()),
            expires_on: language.date(rules.zone.date_of(row.expires_at)),
        };
        let letters = vec![
            self.write_letter(snapshot, to(), &admission, None).await?,
            self.write_letter(snapshot, to(), &invitation, Some(row.expires_at))
                .await?,
        ];
        Ok(Post {
            letters,
            token: Some(row),
            of_case: None,
        })
    }
}

/// Somebody who was admitted.
struct Welcomed<'a> {
    person: Id,
    email: &'a str,
    name: &'a str,
    number: Option<&'a str>,
    since: Date,
    clause: &'a str,
}

fn changed(
    rules: &Rules,
    matter: &mut Matter,
    question: QuestionIx,
    on: Date,
    language: Language,
) -> RightChanged {
    let ask = matter.put(question, None, on, None);
    let told = matter.answer_on(rules, ask);
    let says = rules.question(question).map(|question| question.says);
    let ground = told.grounds.first();
    let clause = ground.and_then(|ground| ground.clause.as_ref());
    RightChanged {
        right: says.unwrap_or_default(),
        answer: word(told.truth, language).to_owned(),
        clause: clause.map_or_else(String::new, |clause| clause.id.clone()),
        because: match told.truth {
            Truth::Yes => None,
            _ => ground.map(without_ids),
        },
    }
}

const fn word(truth: Truth, language: Language) -> &'static str {
    match (language, truth) {
        (Language::English, Truth::Yes) => "yes",
        (Language::English, Truth::No) => "no",
        (Language::English, Truth::Undecided) => "undecided",
        (Language::Welsh, Truth::Yes) => "ie",
        (Language::Welsh, Truth::No) => "na",
        (Language::Welsh, Truth::Undecided) => "heb ei benderfynu",
    }
}
