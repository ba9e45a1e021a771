//! Signing in over a real connection, as a browser does and as somebody who means harm does.

use crate::access::addresses;
use crate::table::{Site, founded};

const FORM: &str = "application/x-www-form-urlencoded";
const PASSWORD: &str = "four words are enough";

/// Pages that only somebody who is signed in sees.
const PRIVATE: &[(&str, &str)] = &[
    ("/account", "How you sign in"),
    ("/account/passkeys", "You have none yet"),
    ("/account/password", "Present password"),
    ("/account/recovery-codes", "You have none"),
    ("/account/sessions", "This one"),
    ("/account/totp", "Set up an app"),
];

/// A browser as far as it matters here: it keeps cookies and the token of the last form.
pub(crate) struct Client {
    site: Site,
    cookies: Vec<(String, String)>,
    token: String,
}

pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) head: String,
    pub(crate) body: String,
}

impl Client {
    pub(crate) fn of(site: Site) -> Self {
        Self {
            site,
            cookies: Vec::new(),
            token: String::new(),
        }
    }

    async fn request(&mut self, method: &str, path: &str, body: &str) -> Answer {
        self.request_with(method, path, &[("Content-Type", FORM)], body)
            .await
    }

    async fn request_with(
        &mut self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: &str,
    ) -> Answer {
        let cookies = self.cookie_header();
        let mut headers = headers.to_vec();
        headers.push(("Cookie", &cookies));
        let (head, body) = self.site.send_with(method, path, &headers, body).await;
        for line in head.lines() {
            let Some(cookie) = line.strip_prefix("set-cookie: ") else {
                continue;
            };
            assert!(cookie.contains("; Path=/; "), "{cookie}");
            assert!(cookie.ends_with("; HttpOnly; SameSite=Lax"), "{cookie}");
            let (name, rest) = cookie.split_once('=').unwrap();
            let (value, _) = rest.split_once(';').unwrap();
            self.cookies.retain(|(known, _)| known != name);
            if !value.is_empty() {
                self.cookies.push((name.to_owned(), value.to_owned()));
            }
        }
        if let Some((_, rest)) = body.split_once("name=\"form\" value=\"") {
            rest.split_once('"').unwrap().0.clone_into(&mut self.token);
        }
        Answer {
            status: head.split(' ').nth(1).unwrap().parse().unwrap(),
            head,
            body,
        }
    }

    /// The same browser, at the same record behind another server.
    pub(crate) fn elsewhere(&self, site: Site) -> Self {
        Self {
            site,
            cookies: self.cookies.clone(),
            token: self.token.clone(),
        }
    }

    /// A step of a ceremony, from an address that a proxy names.
    pub(crate) async fn ask_for_a_step(&mut self, from: &str) -> Answer {
        let headers = [("Content-Type", FORM), ("X-Forwarded-For", from)];
        let body = format!("form={}", self.token);
        self.request_with("POST", "/sign-in/passkey/options", &headers, &body)
            .await
    }

    pub(crate) async fn get(&mut self, path: &str) -> Answer {
        self.request("GET", path, "").await
    }

    pub(crate) async fn post(&mut self, path: &str, fields: &str) -> Answer {
        let body = format!("form={}&{}", self.token, fields.replace(' ', "+"));
        self.request("POST", path, &body).await
    }

    /// A form with files, as a browser sends it: name, name of the file, content.
    pub(crate) async fn send_form(
        &mut self,
        path: &str,
        parts: &[(&str, Option<&str>, &str)],
    ) -> Answer {
        let mut body = String::new();
        for (name, file, content) in parts {
            let file = file.map_or_else(String::new, |file| format!("; filename=\"{file}\""));
            let head = format!("Content-Disposition: form-data; name=\"{name}\"{file}");
            body.push_str(&format!("--edge\r\n{head}\r\n\r\n{content}\r\n"));
        }
        body.push_str("--edge--\r\n");
        let kind = [("Content-Type", "multipart/form-data; boundary=edge")];
        self.request_with("POST", path, &kind, &body).await
    }

    pub(crate) fn cookie_header(&self) -> String {
        let pairs = self.cookies.iter();
        let cookies: Vec<String> = pairs
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        cookies.join("; ")
    }

    /// The token of the last form.
    pub(crate) fn token(&self) -> String {
        self.token.clone()
    }

    pub(crate) const fn site(&self) -> &Site {
        &self.site
    }

    /// The first officer, signed in.
    pub(crate) async fn officer() -> Self {
        Self::officer_of(founded().await).await
    }

    pub(crate) async fn officer_of(app: standing_app::App) -> Self {
        let link = app.first_officer_link().await.unwrap().unwrap();
        let path = link.strip_prefix("http://localhost:8080").unwrap();
        let mut client = Self::of(Site::of(app).await);
        let page = client.get(path).await;
        assert!(page.body.contains("Yours is the first"), "{}", page.body);
        let fields =
            format!("who=Ada Lovelace&email=ada@example.org&password={PASSWORD}&again={PASSWORD}");
        let done = client.post(path, &fields).await;
        assert_eq!(done.status, 303, "{}", done.body);
        client
    }
}

#[tokio::test]
async fn the_first_officer_signs_in_out_and_in_again() {
    let mut client = Client::officer().await;
    for (path, says) in PRIVATE {
        let page = client.get(path).await;
        assert_eq!(page.status, 200, "{path}: {}", page.body);
        assert!(page.body.contains(says), "{path}: {}", page.body);
        assert!(page.body.contains(">Ada Lovelace</a>"), "{path}");
        assert!(
            page.head.contains("cache-control: no-store"),
            "{path}: {}",
            page.head
        );
    }
    client.get("/account").await;
    assert_eq!(client.post("/sign-out", "").await.status, 303);
    assert_eq!(client.get("/account").await.status, 303);
    client.get("/sign-in").await;
    let wrong = client
        .post("/sign-in", "email=ada@example.org&password=no")
        .await;
    assert_eq!(wrong.status, 422);
    assert!(
        wrong.body.contains("value=\"ada@example.org\""),
        "{}",
        wrong.body
    );
    let fields = format!("email=Ada@example.org&password={PASSWORD}");
    assert_eq!(client.post("/sign-in", &fields).await.status, 303);
    assert!(client.get("/account").await.body.contains("Ada Lovelace"));
}

#[tokio::test]
async fn who_is_not_signed_in_is_led_to_the_sign_in_and_kept_by_nobody() {
    let mut client = Client::of(Site::of(founded().await).await);
    for (path, _) in PRIVATE {
        let answer = client.get(path).await;
        assert_eq!(answer.status, 303, "{path}");
        assert!(
            answer.head.contains("location: /sign-in"),
            "{path}: {}",
            answer.head
        );
        assert!(answer.head.contains("cache-control: no-store"), "{path}");
    }
    let page = client.get("/sign-in").await;
    assert!(page.head.contains("script-src 'self'"), "{}", page.head);
    let script = client.get("/passkey.js").await;
    assert!(script.head.contains("text/javascript"), "{}", script.head);
    for path in ["/start/nonsense", "/sign-in/link/nonsense"] {
        let answer = client.get(path).await;
        assert_eq!(answer.status, 404, "{path}");
        assert!(
            answer.body.contains("This link is not known"),
            "{}",
            answer.body
        );
    }
}

#[tokio::test]
async fn a_form_without_its_token_or_from_another_site_does_nothing() {
    let mut client = Client::officer().await;
    client.get("/account").await;
    let token = client.token.clone();
    let mut forms = 0;
    for path in addresses() {
        let answer = client.request("POST", &path, "x=y").await;
        // Nothing can be sent there; or nothing that anybody could be harmed by; or no cookie counts.
        if answer.status == 405 || path == "/language" || path.starts_with("/api/") {
            continue;
        }
        forms += 1;
        let path = &path;
        assert_eq!(answer.status, 403, "{path}: {}", answer.body);
        assert!(answer.body.contains("nothing was done"), "{path}");
        for foreign in [
            ("Origin", "https://evil.example"),
            ("Sec-Fetch-Site", "cross-site"),
        ] {
            let headers = [("Content-Type", FORM), foreign];
            let body = format!("form={token}");
            let answer = client.request_with("POST", path, &headers, &body).await;
            assert_eq!(answer.status, 403, "{path} {foreign:?}");
            assert!(
                answer.body.contains("another site"),
                "{path}: {}",
                answer.body
            );
        }
    }
    assert!(forms > 20, "there are only {forms} addresses to send to");
    assert_eq!(client.get("/account").await.status, 200);
}

#[tokio::test]
async fn a_form_that_cannot_be_read_is_told_so_in_a_sentence() {
    let mut client = Client::of(Site::of(founded().await).await);
    client.get("/sign-in").await;
    let token = client.token.clone();
    let large = "x".repeat(40_000);
    let long = "x".repeat(301);
    for (kind, fields, status, says) in [
        ("text/plain", "email=a", 415, "is no form"),
        (
            FORM,
            &*format!("email={large}"),
            413,
            "larger than 32768 bytes",
        ),
        (FORM, "email=%FF", 400, "not UTF-8"),
        (
            FORM,
            "email=a@b.c&email=d@b.c&password=x",
            422,
            "given twice",
        ),
        (
            FORM,
            &*format!("email={long}&password=x"),
            422,
            "longer than 300",
        ),
        (FORM, "email=&password=x", 422, "Write your e-mail address"),
        (
            FORM,
            "email=ada&password=x",
            422,
            "is not an e-mail address",
        ),
        (FORM, "email=a@b.c", 422, "Write your password"),
    ] {
        let body = format!("form={token}&{fields}");
        let headers = [("Content-Type", kind)];
        let answer = client
            .request_with("POST", "/sign-in", &headers, &body)
            .await;
        let shown: String = fields.chars().take(60).collect();
        assert_eq!(answer.status, status, "{shown}: {}", answer.body);
        assert!(answer.body.contains(says), "{shown}: {}", answer.body);
    }
    for answer in ["", "{}", "[1"] {
        let fields = format!("step=nonsense&answer={answer}");
        let answered = client.post("/sign-in/passkey", &fields).await;
        assert_eq!(answered.status, 422, "{}", answered.body);
        assert!(
            answered.body.contains("could not be checked"),
            "{}",
            answered.body
        );
    }
    let asked = client.post("/sign-in/passkey/options", "").await;
    assert!(asked.body.starts_with("{\"step\":"), "{}", asked.body);
    // Mail is not set up, so no link is offered, and none is sent.
    let answer = client.post("/sign-in/link", "email=a@b.c").await;
    assert_eq!(answer.status, 404);
}

#[tokio::test]
async fn after_many_failures_the_answer_says_when_to_come_back() {
    let mut client = Client::of(Site::of(founded().await).await);
    client.get("/sign-in").await;
    let mut last = None;
    for _ in 0..6 {
        last = Some(
            client
                .post("/sign-in", "email=n@example.org&password=wrong")
                .await,
        );
    }
    let last = last.unwrap();
    assert_eq!(last.status, 429);
    assert!(last.head.contains("retry-after: 1"), "{}", last.head);
    assert!(last.body.contains("wait 1 second"), "{}", last.body);
}
