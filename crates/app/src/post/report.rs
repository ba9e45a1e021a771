//! Reads what a mail server sends back about a letter: a delivery status notification (RFC 3464).

use mail_parser::{MessageParser, MessagePart, MimeHeaders, PartType};
use standing_base::{Id, IdKind};

/// The longest notification that is read, in bytes.
pub const REPORT_BYTES_MAX: usize = 1 << 20;

/// What a notification says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Report {
    /// The letter whose Message-ID it quotes.
    pub(super) letter: Id,
    pub(super) action: Action,
    /// Status and words: `5.1.1 550 no such mailbox`.
    pub(super) answer: String,
}

/// What became of the letter (RFC 3464, 2.3.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Action {
    Failed,
    Delayed,
    /// Delivered, relayed or expanded.
    Delivered,
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReportError {
    #[error(
        "the notification has more than {REPORT_BYTES_MAX} bytes; pass on only what a mail server sent back"
    )]
    Long,
    #[error(
        "this is not a delivery status notification (RFC 3464); pass on the whole mail, with its headers"
    )]
    NoReport,
    #[error("the notification does not say whether the letter failed; look at it yourself")]
    NoAction,
    #[error("the notification quotes no letter of Standing; it is about other mail")]
    NoLetter,
}

pub(super) fn read(mail: &[u8]) -> Result<Report, ReportError> {
    if mail.len() > REPORT_BYTES_MAX {
        return Err(ReportError::Long);
    }
    let message = MessageParser::default()
        .parse(mail)
        .ok_or(ReportError::NoReport)?;
    let status = message
        .parts
        .iter()
        .find(|part| is_of(part, "message", "delivery-status"))
        .ok_or(ReportError::NoReport)?;
    let status = String::from_utf8_lossy(status.contents()).into_owned();
    let action = match field(&status, "Action").map(|action| action.to_ascii_lowercase()) {
        Some(action) if action.starts_with("failed") => Action::Failed,
        Some(action) if action.starts_with("delayed") => Action::Delayed,
        Some(_) => Action::Delivered,
        None => return Err(ReportError::NoAction),
    };
    let words = [field(&status, "Status"), field(&status, "Diagnostic-Code")];
    let answer: Vec<String> = words.into_iter().flatten().collect();
    let letter = message
        .parts
        .iter()
        .find_map(quoted_letter)
        .ok_or(ReportError::NoLetter)?;
    Ok(Report {
        letter,
        action,
        answer: answer.join(" "),
    })
}

fn is_of(part: &MessagePart<'_>, kind: &str, subtype: &str) -> bool {
    part.content_type().is_some_and(|content| {
        content.c_type.eq_ignore_ascii_case(kind)
            && content
                .c_subtype
                .as_deref()
                .is_some_and(|found| found.eq_ignore_ascii_case(subtype))
    })
}

/// The letter that a part quotes, whole or by its headers.
fn quoted_letter(part: &MessagePart<'_>) -> Option<Id> {
    let message_id = match &part.body {
        PartType::Message(quoted) => quoted.message_id().map(str::to_owned),
        _ if is_of(part, "text", "rfc822-headers") || is_of(part, "message", "rfc822") => {
            field(&String::from_utf8_lossy(part.contents()), "Message-ID")
        }
        _ => None,
    }?;
    let local = message_id
        .trim()
        .trim_start_matches('<')
        .split('@')
        .next()?;
    local
        .parse()
        .ok()
        .filter(|id: &Id| id.kind() == IdKind::Letter)
}

/// The first field of a name, with its folded lines.
fn field(fields: &str, name: &str) -> Option<String> {
    let mut lines = fields.lines();
    let begin = lines.find_map(|line| {
        let (found, value) = line.split_once(':')?;
        found.trim().eq_ignore_ascii_case(name).then_some(value)
    })?;
    let folded = lines.take_while(|line| line.starts_with([' ', '\t']));
    let words: Vec<&str> = std::iter::once(begin)
        .chain(folded)
        .map(str::trim)
        .collect();
    Some(words.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    const LETTER: &str = "let_0190163d8694739db7a1c1d3f4e5a6b7";

    fn notification(action: &str, quoted: &str) -> String {
        format!(
            "From: MAILER-DAEMON@mx.example.org\r\n\
             To: office@example.org\r\n\
             Subject: Undelivered Mail Returned to Sender\r\n\
             MIME-Version: 1.0\r\n\
             Content-Type: multipart/report; report-type=delivery-status;\r\n boundary=\"b1\"\r\n\
             \r\n\
             --b1\r\nContent-Type: text/plain; charset=us-ascii\r\n\r\n\
             Sorry. Action: delivered\r\n\
             --b1\r\nContent-Type: message/delivery-status\r\n\r\n\
             Reporting-MTA: dns; mx.example.org\r\n\
             X-Postfix-Sender: rfc822; office@example.org\r\n\
             \r\n\
             Final-Recipient: rfc822; ann@example.org\r\n\
             {action}\
             Status: 5.1.1\r\n\
             Diagnostic-Code: smtp; 550 5.1.1 <ann@example.org>:\r\n  no such mailbox\r\n\
             \r\n\
             {quoted}\
             --b1--\r\n"
        )
    }

    fn whole(message_id: &str) -> String {
        format!(
            "--b1\r\nContent-Type: message/rfc822\r\n\r\n\
             From: office@example.org\r\nMessage-ID: <{message_id}>\r\nSubject: x\r\n\r\nDear Ann\r\n"
        )
    }

    #[test]
    fn a_notification_names_its_letter_and_why_it_came_back() {
        let id = format!("{LETTER}@example.org");
        let headers = format!(
            "--b1\r\nContent-Type: text/rfc822-headers\r\n\r\n\
             From: office@example.org\r\nMessage-Id:\r\n <{id}>\r\n"
        );
        for quoted in [whole(&id), headers] {
            let mail = notification("Action: failed\r\n", &quoted);
            let report = read(mail.as_bytes()).unwrap();
            assert_eq!(report.letter.to_string(), LETTER);
            assert_eq!(report.action, Action::Failed);
            assert_eq!(
                report.answer,
                "5.1.1 smtp; 550 5.1.1 <ann@example.org>: no such mailbox"
            );
        }
        for (action, read_as) in [
            ("Action: Delayed\r\n", Action::Delayed),
            ("Action: relayed\r\n", Action::Delivered),
        ] {
            let mail = notification(action, &whole(&id));
            assert_eq!(read(mail.as_bytes()).unwrap().action, read_as);
        }
    }

    #[test]
    fn what_is_no_notification_about_a_letter_is_told() {
        let other = whole("20191106.1234@example.org");
        let person = whole("per_0190163d8694739db7a1c1d3f4e5a6b7@example.org");
        for (mail, error) in [
            (String::new(), ReportError::NoReport),
            ("From: a\r\n\r\nhello\r\n".to_owned(), ReportError::NoReport),
            (notification("", &other), ReportError::NoAction),
            (
                notification("Action: failed\r\n", ""),
                ReportError::NoLetter,
            ),
            (
                notification("Action: failed\r\n", &other),
                ReportError::NoLetter,
            ),
            (
                notification("Action: failed\r\n", &person),
                ReportError::NoLetter,
            ),
            ("x".repeat(REPORT_BYTES_MAX + 1), ReportError::Long),
        ] {
            assert_eq!(read(mail.as_bytes()), Err(error), "{mail:.80}");
        }
    }
}
