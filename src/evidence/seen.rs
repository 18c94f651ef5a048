//! What can be said of something that was looked for: it is there, it is not, or it could not be seen.

use crate::http::{Exchange, Failure};
use crate::limits;
use crate::wire::client::ClientInformation;
use crate::wire::json::{Deviation, Unreadable};
use crate::wire::resource::ResourceMetadata;
use crate::wire::server::ServerMetadata;
use crate::wire::token::TokenAnswer;

/// There, absent, or invisible: a header that the browser hid, a body that was cut.
#[derive(Clone, Debug, PartialEq)]
pub enum Seen<T> {
    /// It is there.
    There(T),
    /// It is not there, and all of the place was seen.
    Absent,
    /// It could not be seen.
    Unseen,
}

impl<T> Seen<T> {
    /// The value, if it is there.
    pub fn value(&self) -> Option<&T> {
        match self {
            Self::There(value) => Some(value),
            Self::Absent | Self::Unseen => None,
        }
    }

    /// Whether it is known not to be there.
    pub fn is_absent(&self) -> bool {
        matches!(self, Self::Absent)
    }
}

/// A header field of the answer, its lines joined.
#[must_use]
pub fn header(exchange: &Exchange, name: &str) -> Seen<String> {
    match &exchange.response {
        None => Seen::Unseen,
        Some(response) => match response.headers.get(name) {
            Some(value) => Seen::There(value),
            None if response.headers_partial || response.status == 0 => Seen::Unseen,
            None => Seen::Absent,
        },
    }
}

/// Whether an answer says that there is nothing at its address: 404, 410, and what Amazon API Gateway says of a route that it doesn't have.
#[must_use]
pub fn is_nothing_there(exchange: &Exchange) -> bool {
    let Some(response) = &exchange.response else {
        return false;
    };
    let no_route = || {
        let body = response.body.as_deref().unwrap_or_default();
        let kind = response.headers.get("x-amzn-errortype").unwrap_or_default();
        kind.starts_with("MissingAuthenticationToken")
            || body.trim() == r#"{"message":"Missing Authentication Token"}"#
    };
    matches!(response.status, 404 | 410) || response.status == 403 && no_route()
}

/// Whether an answer tells that something is there or is not; without an answer, with 429 or 5xx it was not seen.
#[must_use]
pub fn is_decided(exchange: &Exchange) -> bool {
    matches!(exchange.status(), 200..=428 | 430..=499)
}

/// A document as its reader understood it.
#[derive(Clone, Debug, PartialEq)]
pub struct Document<T> {
    /// The typed view.
    pub view: T,
    /// Whether all of it was seen: if not, a member that is not there is unknown, not absent.
    pub whole: bool,
}

impl<T: Members> Document<T> {
    /// Whether a member is there, whatever its value.
    #[must_use]
    pub fn member(&self, name: &str) -> Seen<()> {
        if self.view.has_member(name) {
            Seen::There(())
        } else if self.whole {
            Seen::Absent
        } else {
            Seen::Unseen
        }
    }

    /// Whether a member is known not to be there.
    #[must_use]
    pub fn lacks(&self, name: &str) -> bool {
        self.member(name).is_absent()
    }

    /// What is odd about a member.
    pub fn deviations_of<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Deviation> {
        self.view
            .deviations()
            .iter()
            .filter(move |one| one.member == name)
    }
}

/// The answer to a request whose body is a document.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer<'a, T> {
    /// The document.
    Document(Document<T>),
    /// A body that is not such a document.
    Unreadable(Unreadable),
    /// A status that says no (metadata only: other endpoints say no in a document).
    Refused(u16),
    /// Another place is named.
    Redirected {
        /// 301, 302, 303, 307 or 308.
        status: u16,
        /// `Location`, raw.
        location: Option<String>,
    },
    /// No answer came.
    Failed(&'a Failure),
    /// The status was seen, or not even that; the body was not.
    Unseen,
}

impl<T> Answer<'_, T> {
    /// The document, if it could be read.
    pub fn document(&self) -> Option<&Document<T>> {
        match self {
            Self::Document(document) => Some(document),
            _ => None,
        }
    }

    /// Whether a document answered this exchange, as far as its body was seen.
    pub fn is_there(&self, exchange: &Exchange) -> bool {
        exchange.is_success() && matches!(self, Self::Document(_) | Self::Unseen)
    }

    /// Why its body is not a document, if it is none.
    pub fn unreadable(&self) -> Option<&Unreadable> {
        match self {
            Self::Unreadable(unreadable) => Some(unreadable),
            _ => None,
        }
    }

    /// Its typed view, if it could be read.
    pub fn view(&self) -> Option<&T> {
        self.document().map(|document| &document.view)
    }
}

/// A view that knows the names of the members that were there.
pub trait Members {
    /// Whether a member was there.
    fn has_member(&self, name: &str) -> bool;
    /// Members that are not as specified.
    fn deviations(&self) -> &[Deviation];
}

impl Members for ResourceMetadata {
    fn has_member(&self, name: &str) -> bool {
        self.members.contains_key(name)
    }
    fn deviations(&self) -> &[Deviation] {
        &self.deviations
    }
}

impl Members for ServerMetadata {
    fn has_member(&self, name: &str) -> bool {
        self.members.contains_key(name)
    }
    fn deviations(&self) -> &[Deviation] {
        &self.deviations
    }
}

impl Members for ClientInformation {
    fn has_member(&self, name: &str) -> bool {
        self.members.iter().any(|member| member == name)
    }
    fn deviations(&self) -> &[Deviation] {
        &self.deviations
    }
}

impl Members for TokenAnswer {
    fn has_member(&self, name: &str) -> bool {
        self.members.iter().any(|member| member == name)
    }
    fn deviations(&self) -> &[Deviation] {
        &self.deviations
    }
}

/// Reads the body of an answer. With `only_success`, another status than 2xx is an answer without a document.
pub fn answer<'a, T>(
    exchange: &'a Exchange,
    only_success: bool,
    read: fn(&str) -> Result<T, Unreadable>,
) -> Answer<'a, T> {
    if let Some(failure) = &exchange.failure {
        return Answer::Failed(failure);
    }
    let Some(response) = &exchange.response else {
        return Answer::Unseen;
    };
    if response.is_redirect() {
        return Answer::Redirected {
            status: response.status,
            location: response.headers.get("location"),
        };
    }
    if only_success && response.status != 0 && !response.is_success() {
        let status = response.status;
        return Answer::Refused(if is_nothing_there(exchange) {
            404
        } else {
            status
        });
    }
    let body = response.body.as_deref().unwrap_or_default();
    let whole = !response.body_partial && response.body.is_some();
    if response.body_partial && body.len() >= limits::DOCUMENT {
        return Answer::Unreadable(Unreadable::TooLarge);
    }
    if body.trim().is_empty() {
        let html = response.is_html();
        return match (whole, html) {
            (_, true) => Answer::Unreadable(Unreadable::Html),
            (true, false) => Answer::Unreadable(Unreadable::Empty),
            (false, false) => Answer::Unseen,
        };
    }
    match read(body) {
        Ok(view) => Answer::Document(Document { view, whole }),
        Err(_) if !whole && body.trim_start().starts_with('{') => {
            match complete_members(body).and_then(|text| read(&text).ok()) {
                Some(view) => Answer::Document(Document { view, whole }),
                None => Answer::Unseen,
            }
        }
        Err(unreadable) => Answer::Unreadable(unreadable),
    }
}

/// The members of a JSON object that was cut, as far as they are complete.
fn complete_members(text: &str) -> Option<String> {
    let (mut depth, mut in_string, mut escaped) = (0_usize, false, false);
    let mut last_comma = None;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_string => escaped = true,
            b'"' => in_string = !in_string,
            _ if in_string => {}
            b'{' | b'[' => depth += 1,
            b'}' | b']' => depth = depth.saturating_sub(1),
            b',' if depth == 1 => last_comma = Some(at),
            _ => {}
        }
    }
    Some(format!("{}}}", text.get(..last_comma?)?))
}

#[cfg(test)]
mod tests {
    use super::{Answer, Seen, answer};
    use crate::http::{Exchange, Response};
    use crate::wire::server;

    fn cut(body: &str) -> Exchange {
        Exchange {
            response: Some(Response {
                status: 200,
                body: Some(body.to_owned()),
                body_partial: true,
                ..Response::default()
            }),
            ..Exchange::default()
        }
    }

    #[test]
    fn what_is_complete_in_a_cut_document_is_read() {
        let exchange = cut(r#"{"issuer":"https://a","scopes_supported":["x","y"],"token_end"#);
        let answer = answer(&exchange, true, server::read);
        let document = answer.document().unwrap();
        assert_eq!(document.view.issuer.as_deref(), Some("https://a"));
        assert_eq!(document.member("token_endpoint"), Seen::Unseen);
    }

    #[test]
    fn a_cut_document_without_a_complete_member_is_unseen() {
        assert_eq!(answer(&cut("{\"iss"), true, server::read), Answer::Unseen);
    }
}
