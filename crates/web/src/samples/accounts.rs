//! Pages of an account: empty, filled, and with everything wrong.

use standing_app::account::api_token::TokenLine;
use standing_app::account::identity::IdentityLine;
use standing_app::account::methods::{Methods, PasskeyLine, PasswordState, TotpEnrolment};
use standing_app::account::session::SessionLine;
use standing_app::ports::Session;
use standing_app::ports::api::{ApiToken, Scope};
use standing_base::{IdKind, Instant};

use super::{HOSTILE, Sample, frame, id, sample};
use crate::frame::{Frame, Section};
use crate::language::Message;
use crate::pages::account::email::{EmailHtml, EmailStepHtml};
use crate::pages::account::identities::IdentitiesHtml;
use crate::pages::account::link::{LinkHtml, SentHtml};
use crate::pages::account::overview::OverviewHtml;
use crate::pages::account::passkeys::PasskeysHtml;
use crate::pages::account::password::PasswordHtml;
use crate::pages::account::recovery::RecoveryCodesHtml;
use crate::pages::account::sessions::SessionsHtml;
use crate::pages::account::sign_in::{CodeHtml, SignInHtml};
use crate::pages::account::start::StartHtml;
use crate::pages::account::tokens::TokensHtml;
use crate::pages::account::totp::TotpHtml;
use crate::query::FieldError;
use crate::sheet::Sheet;

pub(super) fn pages() -> Vec<Sample> {
    let mut pages = entrances();
    pages.extend(methods_of_somebody());
    pages.extend(addresses_and_identities());
    pages
}

fn at(hour: i64) -> Instant {
    Instant::from_microseconds(1_572_998_400_000_000 + hour * 3_600_000_000)
}

fn of(visitor: Option<&str>) -> Frame {
    Frame {
        visitor: visitor.map(str::to_owned),
        ..frame(Section::Account)
    }
}

fn wrong(fields: &[&'static str]) -> Sheet {
    let says = "choose a password of at least 12 characters; four or five words do well";
    let mut sheet = Sheet::default();
    sheet.token = "0".repeat(64);
    sheet.errors = fields
        .iter()
        .map(|field| FieldError::new(field, says))
        .collect();
    sheet.with("email", HOSTILE).with("who", HOSTILE)
}

fn entrances() -> Vec<Sample> {
    let sign_in = |sheet| SignInHtml {
        frame: of(None),
        sheet,
        has_post: true,
        has_passkeys: true,
        provider: Some(HOSTILE.to_owned()),
    };
    let start = |sheet, person: Option<&str>| StartHtml {
        frame: of(None),
        sheet,
        person: person.map(str::to_owned),
        action: "/start/token".to_owned(),
    };
    let code = CodeHtml {
        frame: of(None),
        sheet: wrong(&["code"]),
    };
    let link = LinkHtml {
        frame: of(None),
        sheet: wrong(&[]),
        action: "/sign-in/link/token".to_owned(),
    };
    vec![
        sample("/sign-in", &sign_in(wrong(&[]))),
        sample(
            "/sign-in/wrong",
            &sign_in(wrong(&["", "email", "password"])),
        ),
        sample("/sign-in/code", &code),
        sample("/sign-in/link", &link),
        sample("/sign-in/sent", &SentHtml { frame: of(None) }),
        sample(
            "/start/first",
            &start(wrong(&["who", "email", "password", "again"]), None),
        ),
        sample("/start/invited", &start(wrong(&[]), Some(HOSTILE))),
    ]
}

fn passkeys() -> Vec<PasskeyLine> {
    let passkey = |name: &str, last_used_at| PasskeyLine {
        key: "aa".to_owned(),
        name: name.to_owned(),
        created_at: at(0),
        last_used_at,
    };
    vec![passkey("Phone", Some(at(30))), passkey(HOSTILE, None)]
}

fn session(agent: &str, is_this: bool) -> SessionLine {
    SessionLine {
        session: Session {
            digest: "d".repeat(64),
            account: id(IdKind::Account, 1),
            created_at: at(0),
            last_seen_at: at(5),
            expires_at: at(700),
            agent: agent.to_owned(),
            means: "password and recovery code".to_owned(),
        },
        is_this,
    }
}

fn me() -> Frame {
    of(Some("Morgan Ellery"))
}

fn totp(enrolment: Option<TotpEnrolment>) -> TotpHtml {
    TotpHtml {
        frame: me(),
        sheet: wrong(if enrolment.is_some() { &["code"] } else { &[] }),
        has_totp: true,
        enrolment,
    }
}

fn addresses_and_identities() -> Vec<Sample> {
    let email = |is_stale: bool| EmailHtml {
        frame: me(),
        sheet: wrong(if is_stale { &[] } else { &["email"] }),
        email: "morgan.ellery@example.org".to_owned(),
        is_stale,
    };
    let step = EmailStepHtml {
        frame: of(None),
        sheet: wrong(&[]),
        title: "email-confirm-title",
        says: Message::new("email-confirm").with("email", HOSTILE),
        action: Some(("/account/email/confirm/token".to_owned(), "email-use")),
    };
    let identities = |is_stale: bool| IdentitiesHtml {
        frame: me(),
        sheet: wrong(&[]),
        provider: "Example ID".to_owned(),
        identities: vec![IdentityLine {
            key: format!("https://id.example.org {HOSTILE}"),
            shown: HOSTILE.to_owned(),
            created_at: at(0),
            last_used_at: (!is_stale).then(|| at(30)),
        }],
        is_stale,
    };
    vec![
        sample("/account/email", &email(false)),
        sample("/account/email/stale", &email(true)),
        sample("/account/email/confirm", &step),
        sample("/account/identities", &identities(false)),
        sample("/account/identities/stale", &identities(true)),
    ]
}

fn tokens(new: Option<&str>, wrong: Sheet) -> TokensHtml {
    let line = |name: &str, scope, has_expired: bool| TokenLine {
        token: ApiToken {
            digest: "d".repeat(64),
            account: id(IdKind::Account, 1),
            name: name.to_owned(),
            scope,
            created_at: at(0),
            expires_at: at(700),
            last_used_on: has_expired.then(|| "2019-11-06".parse().ok()).flatten(),
        },
        has_expired,
    };
    TokensHtml {
        frame: me(),
        is_stale: new.is_none() && wrong.errors.is_empty(),
        sheet: wrong,
        tokens: vec![
            line("Nightly list", Scope::Read, true),
            line(HOSTILE, Scope::Act, false),
        ],
        new: new.map(str::to_owned),
    }
}

fn methods_of_somebody() -> Vec<Sample> {
    let enrolment = TotpEnrolment {
        step: "0".repeat(64),
        secret: "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ".to_owned(),
        address: "otpauth://totp/The%20Example%20Party:m%40example.org?secret=GEZDGNBVGY3TQOJQ"
            .to_owned(),
    };
    let overview = |is_stale: bool| OverviewHtml {
        frame: me(),
        sheet: wrong(&[]),
        name: "Morgan Ellery".to_owned(),
        methods: Methods {
            email: "morgan.ellery@example.org".to_owned(),
            password: PasswordState::Set,
            has_totp: !is_stale,
            recovery_codes_left: 9,
            passkeys: passkeys(),
            is_stale,
        },
        sessions: 2,
        has_post: true,
        provider: Some(("Example ID".to_owned(), 1)),
        tokens: usize::from(is_stale),
    };
    let passkeys_html = |is_stale: bool| PasskeysHtml {
        frame: me(),
        sheet: wrong(&[]),
        passkeys: if is_stale { Vec::new() } else { passkeys() },
        can_use: true,
        is_stale,
    };
    let codes = |codes: &[&str]| RecoveryCodesHtml {
        frame: me(),
        sheet: wrong(&[]),
        left: 0,
        codes: codes.iter().map(|code| (*code).to_owned()).collect(),
    };
    let password = PasswordHtml {
        frame: me(),
        sheet: wrong(&["present", "password"]),
        email: "morgan.ellery@example.org".to_owned(),
        password: PasswordState::Set,
    };
    let sessions = SessionsHtml {
        frame: of(Some(HOSTILE)),
        sheet: wrong(&[]),
        sessions: vec![
            session("Mozilla/5.0 (X11; Linux x86_64)", true),
            session(HOSTILE, false),
        ],
    };
    let new_token = format!("stk_{}", "0".repeat(64));
    vec![
        sample("/account", &overview(false)),
        sample("/account/stale", &overview(true)),
        sample("/account/password", &password),
        sample("/account/totp", &totp(None)),
        sample("/account/totp/new", &totp(Some(enrolment))),
        sample("/account/passkeys", &passkeys_html(false)),
        sample("/account/passkeys/stale", &passkeys_html(true)),
        sample("/account/recovery-codes", &codes(&[])),
        sample(
            "/account/recovery-codes/new",
            &codes(&["abcd-efgh-jkmn", "abcd-efgh-jkmp"]),
        ),
        sample("/account/sessions", &sessions),
        sample("/account/tokens", &tokens(None, wrong(&["scope", "days"]))),
        sample("/account/tokens/new", &tokens(Some(&new_token), wrong(&[]))),
        sample("/account/tokens/stale", &tokens(None, wrong(&[]))),
    ]
}
