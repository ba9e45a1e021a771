//! What is sent: JSON, read strictly. Every way in which it can be wrong has its sentence, with the
//! line and the column where it stops making sense.

use std::collections::HashSet;
use std::fmt;

use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use axum::http::header::{CONTENT_ENCODING, CONTENT_TYPE};
use axum::http::{HeaderMap, StatusCode};
use serde::Deserialize;
use serde::de::{DeserializeOwned, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use standing_app::App;
use standing_app::acts::once::Once;

use super::caller::Caller;
use crate::problem::Problem;

/// The largest body, in bytes. An act's free texts are its largest part.
pub(crate) const JSON_BYTES_MAX: usize = 64 << 10;
const KEY: &str = "idempotency-key";

/// What was sent.
#[derive(Clone, Debug)]
pub(crate) struct Sent<T> {
    pub(crate) value: T,
    /// As it came, with where to.
    request: String,
    headers: HeaderMap,
}

impl<T: DeserializeOwned> FromRequest<App> for Sent<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, app: &App) -> Result<Self, Problem> {
        let (parts, body) = request.into_parts();
        if !is_json(&parts.headers) {
            return Err(Problem::new(
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                "not_json",
                "the body is taken as JSON in UTF-8 and nothing else: send it with the header \
                 `Content-Type: application/json`, and not compressed",
            ));
        }
        let to = format!("{} {}", parts.method, parts.uri.path());
        let headers = parts.headers.clone();
        let bytes = Bytes::from_request(Request::from_parts(parts, body), app).await;
        let bytes = bytes.map_err(|rejection| match rejection.status() {
            status @ StatusCode::PAYLOAD_TOO_LARGE => Problem::new(
                status,
                "too_large",
                format!("the body is larger than {JSON_BYTES_MAX} bytes; shorten it"),
            ),
            _ => Problem::malformed("", "the body ended before it was whole; send it again"),
        })?;
        let text = std::str::from_utf8(&bytes)
            .map_err(|_| Problem::malformed("", "the body is not UTF-8"))?;
        serde_json::from_str::<Sound>(text).map_err(|error| unreadable(&error))?;
        Ok(Self {
            value: serde_json::from_str(text).map_err(|error| unreadable(&error))?,
            request: format!("{to}\n{text}"),
            headers,
        })
    }
}

impl<T> Sent<T> {
    /// The key under which this is recorded at most once.
    pub(crate) fn once(&self, caller: &Caller) -> Result<Once, Problem> {
        once(&self.headers, caller, &self.request)
    }
}

/// The key under which a request is recorded at most once.
pub(crate) fn once(headers: &HeaderMap, caller: &Caller, request: &str) -> Result<Once, Problem> {
    let mut keys = headers.get_all(KEY).iter();
    let key = keys.next().and_then(|key| key.to_str().ok());
    let (Some(key), None) = (key, keys.next()) else {
        return Err(Problem::malformed(
            "Idempotency-Key",
            "send the header `Idempotency-Key` once, with a new key for each act: whoever sends \
             the same act again under the same key records nothing twice",
        ));
    };
    let person = caller.actor()?.visitor.person;
    Once::new(person, key, request)
        .map_err(|error| Problem::malformed("Idempotency-Key", error.to_string()))
}

fn is_json(headers: &HeaderMap) -> bool {
    let kind = headers.get(CONTENT_TYPE).and_then(|it| it.to_str().ok());
    let Some(kind) = kind else { return false };
    let mut parts = kind.split(';').map(str::trim);
    let is_json = parts
        .next()
        .is_some_and(|kind| kind.eq_ignore_ascii_case("application/json"));
    let is_utf8 = parts.all(|part| {
        let part = part.replace('"', "").to_ascii_lowercase();
        part.is_empty() || part == "charset=utf-8"
    });
    is_json && is_utf8 && !headers.contains_key(CONTENT_ENCODING)
}

fn unreadable(error: &serde_json::Error) -> Problem {
    let (line, column) = (error.line(), error.column());
    let says = error.to_string();
    let says = says.split(" at line ").next().unwrap_or(&says);
    let says: String = says.chars().take(300).collect();
    let says = format!("the body cannot be read at line {line}, column {column}: {says}");
    // JSON that is whole and has other fields, or no such day, fits HTTP and not the matter.
    let problem = if error.is_data() {
        Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "wrong_body", says)
    } else {
        Problem::new(StatusCode::BAD_REQUEST, "malformed", says)
    };
    problem.at(line, column)
}

/// Any JSON in which no name is given twice and no text holds the character that databases cannot
/// keep. It is looked at for that only.
struct Sound;

impl<'de> Deserialize<'de> for Sound {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(SoundVisitor)
    }
}

struct SoundVisitor;

fn text_is_sound<E: Error>(text: &str) -> Result<Sound, E> {
    if text.contains('\0') {
        return Err(E::custom("a text holds a null character; leave it out"));
    }
    Ok(Sound)
}

impl<'de> Visitor<'de> for SoundVisitor {
    type Value = Sound;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Sound, E> {
        Ok(Sound)
    }

    fn visit_bool<E>(self, _: bool) -> Result<Sound, E> {
        Ok(Sound)
    }

    fn visit_i64<E>(self, _: i64) -> Result<Sound, E> {
        Ok(Sound)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Sound, E> {
        Ok(Sound)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Sound, E> {
        Ok(Sound)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Sound, E> {
        text_is_sound(text)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Sound, A::Error> {
        while items.next_element::<Sound>()?.is_some() {}
        Ok(Sound)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Sound, A::Error> {
        let mut names = HashSet::new();
        while let Some(name) = entries.next_key::<String>()? {
            text_is_sound::<A::Error>(&name)?;
            if names.contains(&name) {
                let shown: String = name.chars().take(60).collect();
                return Err(A::Error::custom(format!("`{shown}` is given twice")));
            }
            names.insert(name);
            entries.next_value::<Sound>()?;
        }
        Ok(Sound)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_given_twice_or_cannot_be_kept_is_found_at_any_depth() {
        for (text, says) in [
            (r#"{"a":1,"b":{"c":[{"d":"é","e":null}]},"f":1.5}"#, ""),
            (r#"{"a":1,"a":1}"#, "`a` is given twice"),
            (
                "[{\"b\":{\n\"c\":1,\"c\":2}}]",
                "line 2, column 9: `c` is given twice",
            ),
            (r#"{"a":"x\u0000"}"#, "null character"),
            (r#"{"a":"\ud800"}"#, "line 1"),
            ("{\"a\":1", "line 1, column 6: EOF"),
            ("", "line 1, column 0: EOF"),
            ("{} {}", "trailing characters"),
        ] {
            let read = serde_json::from_str::<Sound>(text);
            let told = read.err().map(|error| unreadable(&error));
            let told = told.map_or_else(String::new, |problem| {
                serde_json::to_string(&problem).unwrap()
            });
            assert_eq!(told.is_empty(), says.is_empty(), "{text}: {told}");
            assert!(told.contains(says), "{text}: {told}");
        }
    }

    #[test]
    fn json_is_known_by_its_media_type() {
        for (kind, expected) in [
            ("application/json", true),
            ("Application/JSON; charset=\"UTF-8\"", true),
            ("application/json; charset=latin1", false),
            ("text/json", false),
            ("application/jsonx", false),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(CONTENT_TYPE, kind.parse().unwrap());
            assert_eq!(is_json(&headers), expected, "{kind}");
            headers.insert(CONTENT_ENCODING, "gzip".parse().unwrap());
            assert!(!is_json(&headers));
        }
        assert!(!is_json(&HeaderMap::new()));
    }
}
