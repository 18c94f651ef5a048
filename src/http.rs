//! HTTP as plain data: what would be sent, what came back, and how it failed. Nothing here performs I/O.

mod failure;

pub use failure::{Failure, FailureKind};

use serde::{Deserialize, Serialize};
use std::fmt;

/// Header fields in the order of the wire. Names are compared without case (RFC 9110 §5.1).
#[cfg_attr(all(test, not(target_arch = "wasm32")), derive(schemars::JsonSchema))]
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Headers(Vec<(String, String)>);

/// The names only: a value may be a credential.
impl fmt::Debug for Headers {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_list()
            .entries(self.iter().map(|(name, _)| name))
            .finish()
    }
}

impl Headers {
    /// No header at all.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The same headers and one more.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<String>) -> Self {
        self.push(name, value);
        self
    }

    /// Adds a field at the end.
    pub fn push(&mut self, name: &str, value: impl Into<String>) {
        self.0.push((name.to_owned(), value.into()));
    }

    /// All lines of a field, joined with `, ` as RFC 9110 §5.3 allows; `None` where there is none.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<String> {
        let lines: Vec<&str> = self.all(name).collect();
        (!lines.is_empty()).then(|| lines.join(", "))
    }

    /// The lines of a field, one by one.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.iter()
            .filter(move |(found, _)| found.eq_ignore_ascii_case(name))
            .map(|(_, value)| value)
    }

    /// Whether a field is there, even with an empty value.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.all(name).next().is_some()
    }

    /// Every field as name and value.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// Every value, to change it.
    pub fn values_mut(&mut self) -> impl Iterator<Item = &mut String> {
        self.0.iter_mut().map(|(_, value)| value)
    }

    /// How many fields.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is no field.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<N: Into<String>, V: Into<String>> FromIterator<(N, V)> for Headers {
    fn from_iter<I: IntoIterator<Item = (N, V)>>(fields: I) -> Self {
        Self(
            fields
                .into_iter()
                .map(|(name, value)| (name.into(), value.into()))
                .collect(),
        )
    }
}

/// A request, as it is sent or as a capture shows it.
#[cfg_attr(all(test, not(target_arch = "wasm32")), derive(schemars::JsonSchema))]
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Request {
    /// Method in upper case.
    pub method: String,
    /// The URL as text; never re-serialised.
    pub url: String,
    /// Header fields.
    #[serde(skip_serializing_if = "Headers::is_empty")]
    pub headers: Headers,
    /// Body as text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub body: Option<String>,
}

/// Where it goes and the names of its headers: a path, a query and a body may hold secrets.
impl fmt::Debug for Request {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (scheme, rest) = self.url.split_once("://").unwrap_or(("", ""));
        let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
        // What stands before `@` in an authority is a credential (RFC 3986 §3.2.1).
        let host = authority.rsplit('@').next().unwrap_or_default();
        write!(
            formatter,
            "{} {scheme}://{host} {:?}",
            self.method, self.headers
        )
    }
}

impl Request {
    /// A GET that asks for JSON (RFC 8414 §3.1, RFC 9728 §3.1).
    #[must_use]
    pub fn get(url: impl Into<String>) -> Self {
        Self {
            method: "GET".to_owned(),
            url: url.into(),
            headers: Headers::new().with("Accept", "application/json"),
            body: None,
        }
    }

    /// A POST with a body of the given media type that asks for JSON.
    #[must_use]
    pub fn post(url: impl Into<String>, media_type: &str, body: impl Into<String>) -> Self {
        Self {
            method: "POST".to_owned(),
            url: url.into(),
            headers: Headers::new()
                .with("Accept", "application/json")
                .with("Content-Type", media_type),
            body: Some(body.into()),
        }
    }
}

/// An answer, whole or as much of it as could be seen.
#[cfg_attr(all(test, not(target_arch = "wasm32")), derive(schemars::JsonSchema))]
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Response {
    /// Status code; 0 where it is not known.
    pub status: u16,
    /// Header fields that could be seen.
    #[serde(skip_serializing_if = "Headers::is_empty")]
    pub headers: Headers,
    /// Some headers may exist that could not be seen (CORS, or a capture without them).
    #[serde(skip_serializing_if = "is_false")]
    pub headers_partial: bool,
    /// Body as text; `None` where it could not be seen.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub body: Option<String>,
    /// Only a part of the body could be seen: a member that is not there is unknown, not absent.
    #[serde(skip_serializing_if = "is_false")]
    pub body_partial: bool,
    /// Where the answer really came from, if redirects were followed on the way.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub final_url: Option<String>,
}

/// Without header values and body: a token may be in either.
impl fmt::Debug for Response {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} {:?}", self.status, self.headers)
    }
}

impl Response {
    /// The media type without parameters, in lower case.
    #[must_use]
    pub fn media_type(&self) -> Option<String> {
        let value = self.headers.get("content-type")?;
        let essence = value.split(';').next()?.trim().to_ascii_lowercase();
        (!essence.is_empty()).then_some(essence)
    }

    /// Whether it is labelled as a web page.
    #[must_use]
    pub fn is_html(&self) -> bool {
        self.media_type().as_deref() == Some("text/html")
    }

    /// Whether it is labelled as a stream of events.
    #[must_use]
    pub fn is_event_stream(&self) -> bool {
        self.media_type().as_deref() == Some("text/event-stream")
    }

    /// 2xx.
    #[must_use]
    pub fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }

    /// A status that names another place (RFC 9110 §15.4); 304 is not one.
    #[must_use]
    pub fn is_redirect(&self) -> bool {
        matches!(self.status, 301 | 302 | 303 | 307 | 308)
    }
}

/// One request and what became of it.
#[cfg_attr(all(test, not(target_arch = "wasm32")), derive(schemars::JsonSchema))]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Exchange {
    /// What was sent.
    pub request: Request,
    /// What came back, if anything was seen.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub response: Option<Response>,
    /// Why nothing came back.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub failure: Option<Failure>,
    /// When it was sent, in ms since the epoch.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub started_at: Option<f64>,
    /// How long it took, in ms.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub duration: Option<f64>,
}

impl Exchange {
    /// Whether the answer is a web page, by its media type or how it begins.
    #[must_use]
    pub fn is_page(&self) -> bool {
        let labelled = self.response.as_ref().is_some_and(Response::is_html);
        let body = self.body().unwrap_or_default().trim_start();
        let begins = body.get(..15).unwrap_or(body).to_ascii_lowercase();
        labelled || begins.starts_with("<!doctype html") || begins.starts_with("<html")
    }

    /// Whether a GET opens a stream of events, as the older transport does and the newer may (MCP 2024-11-05, HTTP with SSE).
    #[must_use]
    pub fn opens_stream(&self) -> bool {
        let response = self.response.as_ref().filter(|one| one.is_success());
        self.request.method == "GET" && response.is_some_and(Response::is_event_stream)
    }

    /// The status; 0 where there is none.
    #[must_use]
    pub fn status(&self) -> u16 {
        self.response.as_ref().map_or(0, |response| response.status)
    }

    /// Whether it was answered 2xx.
    #[must_use]
    pub fn is_success(&self) -> bool {
        self.response.as_ref().is_some_and(Response::is_success)
    }

    /// The body, if one was seen.
    #[must_use]
    pub fn body(&self) -> Option<&str> {
        self.response.as_ref()?.body.as_deref()
    }
}

#[allow(clippy::trivially_copy_pass_by_ref)] // the signature that serde asks for
fn is_false(value: &bool) -> bool {
    !value
}
