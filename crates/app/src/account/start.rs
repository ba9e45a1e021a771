//! How an account begins: by the one-time link that the first start prints for the first officer,
//! or by an invitation of a person who is on the record. There is no password before somebody
//! chooses one.

use standing_base::{Id, IdKind, PartialDate, Told};
use standing_domain::NewFact;

use super::password::Password;
use super::{AccountError, Entry, email};
use crate::app::App;
use crate::error::AppError;
use crate::naming;
use crate::ports::{Account, AccountReads, Addition, OneTimeToken, Purpose, Snapshot, Writer};
use crate::projection;
use crate::subject::{self, Resolved};

/// The longest name, in characters.
const NAME_CHARS_MAX: usize = 200;

/// What the page behind a link shows.
#[derive(Clone, Debug)]
pub struct Beginning {
    /// Whom an invitation is for; the first officer says who they are.
    pub person: Option<String>,
    /// Filled in, and may be changed.
    pub email: String,
}

/// What the form on that page says, with the password checked and hashed.
#[derive(Clone, Debug)]
pub struct Chosen {
    /// The first officer's name, or their id or number where they are on the record.
    pub who: String,
    pub email: String,
    pub hash: String,
}

/// A link to hand on.
#[derive(Clone, Debug)]
pub struct Invited {
    pub person: String,
    pub link: String,
}

impl App {
    /// A link for the first officer, where nobody has an account.
    pub async fn first_officer_link(&self) -> Result<Option<String>, AccountError> {
        if self.store.snapshot().await?.has_accounts().await? {
            return Ok(None);
        }
        let (token, row) = self.one_time_token(Purpose::FirstOfficer, None, None, String::new());
        let mut writer = self.store.writer().await?;
        writer.put_one_time_token(&row).await?;
        writer.commit().await?;
        Ok(Some(self.start_link(token.text())))
    }

    /// A link for somebody who is on the record.
    pub async fn invite(&self, person: &str, email: &str) -> Result<Invited, AccountError> {
        let email = email::fold(email)?;
        let (person, name) = self.person_named(person).await?;
        let mut writer = self.store.writer().await?;
        refuse_second(&mut *writer, person, &email).await?;
        let (token, row) = self.one_time_token(Purpose::Invitation, None, Some(person), email);
        writer.put_one_time_token(&row).await?;
        writer.put_access(&self.way_in(person).await?).await?;
        writer.commit().await?;
        Ok(Invited {
            person: name,
            link: self.start_link(token.text()),
        })
    }

    pub(crate) fn start_link(&self, token: &str) -> String {
        self.site.page(&format!("/start/{token}"))
    }

    /// What a link begins, without using it up.
    pub async fn beginning(&self, token: &str) -> Result<Beginning, AccountError> {
        let mut snapshot = self.store.snapshot().await?;
        let row = self.start_token(&mut *snapshot, token).await?;
        let person = match row.person {
            Some(person) => Some(naming::name_or_id(&mut *snapshot, person).await?),
            None => None,
        };
        Ok(Beginning {
            person,
            email: row.body,
        })
    }

    /// Makes the account, uses the link up and signs its holder in.
    pub async fn begin_account(
        &self,
        token: &str,
        chosen: Chosen,
        agent: &str,
    ) -> Result<Entry, AccountError> {
        let email = email::fold(&chosen.email)?;
        let today = self.today().await?;
        let mut snapshot = self.store.snapshot().await?;
        let row = self.start_token(&mut *snapshot, token).await?;
        let known = match row.person {
            Some(person) => Some(person),
            None => first_officer(&mut *snapshot, &chosen.who).await?,
        };
        drop(snapshot);

        let mut writer = self.store.writer().await?;
        // Somebody else may have followed another link in the meantime.
        self.start_token(&mut *writer, token).await?;
        let person = match known {
            Some(person) => person,
            None => {
                self.register(&mut *writer, chosen.who.trim(), today.into())
                    .await?
            }
        };
        refuse_second(&mut *writer, person, &email).await?;
        self.use_up(&mut *writer, token).await?;
        let now = self.clock.now();
        let account = Account {
            id: Id::new(IdKind::Account, now, self.entropy.ten_bytes()),
            person,
            email,
            password: Some(chosen.hash),
            created_at: now,
            disabled_at: None,
        };
        writer.put_account(&account).await?;
        let token = self
            .open_session(&mut *writer, &account, "password", agent)
            .await?;
        writer.commit().await?;
        Ok(Entry::SignedIn(token))
    }

    /// A new password for a link, checked before the slow work is done.
    pub fn choose_password(
        &self,
        password: &str,
        again: &str,
        email: &str,
    ) -> Result<Password, AccountError> {
        let email = email::fold(email)?;
        Password::chosen(password, again, &email)
    }

    async fn start_token(
        &self,
        reads: &mut dyn AccountReads,
        token: &str,
    ) -> Result<OneTimeToken, AccountError> {
        let purposes = [Purpose::FirstOfficer, Purpose::Invitation];
        let row = self.good_token(reads, token, &purposes).await?;
        // Several such links may have been printed; the first that is followed ends the others.
        if row.purpose == Purpose::FirstOfficer && reads.has_accounts().await? {
            return Err(AccountError::LinkUsed);
        }
        Ok(row)
    }

    /// Puts somebody on the record, by their own word.
    async fn register(
        &self,
        writer: &mut dyn Writer,
        name: &str,
        today: PartialDate,
    ) -> Result<Id, AccountError> {
        let now = self.clock.now();
        let person = Id::new(IdKind::Person, now, self.entropy.ten_bytes());
        let fact = NewFact {
            stream: person,
            revision: 1,
            kind: "person_registered".to_owned(),
            about: person,
            effective_on: today,
            recorded_at: now,
            actor: Some(person),
            capacity: None,
            clause: None,
            imported: false,
            fields: std::collections::BTreeMap::new(),
            sources: Vec::new(),
        };
        let private = vec![("name".to_owned(), name.to_owned())];
        let rows = projection::rows(&fact, &private);
        let addition = Addition {
            fact,
            private,
            rows,
        };
        self.record(writer, vec![addition]).await?;
        Ok(person)
    }
}

/// The person on the record who is meant; none where the first officer is to be put on it.
async fn first_officer(snapshot: &mut dyn Snapshot, who: &str) -> Result<Option<Id>, AccountError> {
    let who = who.trim();
    if who.is_empty() || who.chars().count() > NAME_CHARS_MAX || who.contains(char::is_control) {
        return Err(AccountError::field(
            "who",
            Told::new("your-name", "write your name, in at most {max} characters")
                .with("max", NAME_CHARS_MAX),
        ));
    }
    match subject::resolve(snapshot, who).await? {
        Resolved::One(subject) if subject.id.kind() == IdKind::Person => Ok(Some(subject.id)),
        Resolved::Several(_) => Err(several(who)),
        // A number that nobody has is a slip, and no name.
        Resolved::One(_) | Resolved::Nobody(_)
            if who.parse::<Id>().is_ok() || !who.contains(char::is_alphabetic) =>
        {
            Err(nobody(who, Vec::new()))
        }
        Resolved::One(_) | Resolved::Nobody(_) => Ok(None),
    }
}

async fn refuse_second(
    reads: &mut dyn AccountReads,
    person: Id,
    email: &str,
) -> Result<(), AccountError> {
    if reads.account_of(person).await?.is_some() {
        return Err(AccountError::field(
            "",
            Told::new(
                "account-exists",
                "this person has an account already; a person has one",
            ),
        ));
    }
    if reads.account_by_email(email).await?.is_some() {
        return Err(AccountError::field(
            "email",
            Told::new(
                "email-taken",
                "this e-mail address belongs to another account; use one of your own",
            ),
        ));
    }
    Ok(())
}

pub(super) fn several(who: &str) -> AccountError {
    let shown: String = who.chars().take(60).collect();
    AccountError::field(
        "who",
        Told::new(
            "several-so-called",
            "several persons on the record are called `{name}`; write your membership number",
        )
        .with("name", shown),
    )
}

pub(super) fn nobody(who: &str, near: Vec<(String, Id)>) -> AccountError {
    let shown: String = who.chars().take(60).collect();
    AccountError::App(AppError::NotFound {
        what: Told::new(
            "nobody-so-called",
            "nobody on the record is `{name}`; write an id, a membership number or a name",
        )
        .with("name", shown),
        near: near.into_iter().map(|(name, _)| name).collect(),
    })
}
