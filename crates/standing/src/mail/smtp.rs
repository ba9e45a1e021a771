//! The Mailer port over SMTP, with a connection for each letter.
//!
//! What goes wrong before the letter is named (no connection, no TLS, a wrong password) is the
//! installation's fault and passes once it is mended, whatever number the server gives it. Only what
//! the server says to the letter itself can be final.

use std::time::{Duration, SystemTime};

use async_trait::async_trait;
use lettre::message::header::{ContentType, HeaderName, HeaderValue, MIME_VERSION_1_0};
use lettre::message::{Mailbox, Message};
use lettre::transport::smtp::Error as SmtpError;
use lettre::transport::smtp::authentication::{Credentials, DEFAULT_MECHANISMS};
use lettre::transport::smtp::client::{AsyncSmtpConnection, Certificate, TlsParameters};
use lettre::transport::smtp::extension::ClientId;
use standing_app::ports::mailer::{Delivered, DeliveryError, Mailer, OutgoingMail};

use crate::settings::{MailSettings, Security};

#[derive(Debug)]
pub(crate) struct SmtpMailer {
    settings: MailSettings,
    hello: ClientId,
}

impl SmtpMailer {
    pub(crate) fn new(settings: MailSettings) -> Self {
        let hello = ClientId::Domain(settings.from.email.domain().to_owned());
        Self { settings, hello }
    }

    async fn connect(&self) -> Result<AsyncSmtpConnection, SmtpError> {
        let settings = &self.settings;
        let tls = || self.tls();
        let at_once = match settings.security {
            Security::Tls => Some(tls()?),
            Security::None | Security::StartTls => None,
        };
        let mut connection = AsyncSmtpConnection::connect_tokio1(
            (settings.host.as_str(), settings.port),
            Some(settings.timeout),
            &self.hello,
            at_once,
            None,
        )
        .await?;
        if settings.security == Security::StartTls {
            connection.starttls(tls()?, &self.hello).await?;
        }
        if let Some((user, password)) = &settings.credentials {
            let credentials = Credentials::new(user.clone(), password.clone());
            connection.auth(DEFAULT_MECHANISMS, &credentials).await?;
        }
        Ok(connection)
    }

    fn tls(&self) -> Result<TlsParameters, SmtpError> {
        let mut tls = TlsParameters::builder(self.settings.host.clone());
        if let Some(ca) = &self.settings.ca {
            tls = tls.add_root_certificate(Certificate::from_pem(ca)?);
        }
        tls.build()
    }

    async fn hand_over(&self, message: &Message) -> Result<Delivered, DeliveryError> {
        let mut connection = self
            .connect()
            .await
            .map_err(|error| DeliveryError::Passing(told(&error)))?;
        let sent = connection
            .send(message.envelope(), &message.formatted())
            .await;
        match sent {
            Ok(response) => {
                let answer: Vec<&str> = response.message().collect();
                let answer = format!("{} {}", response.code(), answer.join(" "));
                // The letter is theirs; how the conversation ends does not matter.
                let _ = connection.quit().await;
                Ok(Delivered { answer })
            }
            Err(error) => {
                let answer = told(&error);
                Err(if error.is_permanent() {
                    DeliveryError::Permanent(answer)
                } else {
                    DeliveryError::Passing(answer)
                })
            }
        }
    }
}

#[async_trait]
impl Mailer for SmtpMailer {
    async fn deliver(&self, mail: &OutgoingMail) -> Result<Delivered, DeliveryError> {
        let message = message(&self.settings.from, mail)?;
        let timeout = self.settings.timeout;
        match tokio::time::timeout(timeout, self.hand_over(&message)).await {
            Ok(ended) => ended,
            Err(_) => Err(DeliveryError::Passing(format!(
                "no answer within {} seconds",
                timeout.as_secs_f32()
            ))),
        }
    }
}

fn message(from: &Mailbox, mail: &OutgoingMail) -> Result<Message, DeliveryError> {
    let unfit = |what: &str| DeliveryError::Permanent(format!("{what} cannot stand in a mail"));
    let to = mail
        .address
        .parse()
        .map_err(|_| unfit("the letter's address"))?;
    let since_1970 = u64::try_from(mail.written_at.microseconds()).unwrap_or(0);
    let domain = from.email.domain();
    Message::builder()
        .from(from.clone())
        .to(Mailbox::new(None, to))
        .subject(mail.subject.clone())
        .date(SystemTime::UNIX_EPOCH + Duration::from_micros(since_1970))
        .message_id(Some(format!("<{}@{domain}>", mail.letter)))
        // Asks answering machines not to answer (RFC 3834).
        .raw_header(HeaderValue::new(
            HeaderName::new_from_ascii_str("Auto-Submitted"),
            "auto-generated".to_owned(),
        ))
        .header(MIME_VERSION_1_0)
        .header(ContentType::TEXT_PLAIN)
        .body(mail.text.clone())
        .map_err(|_| unfit("the letter's text"))
}

fn told(error: &SmtpError) -> String {
    error.to_string()
}
