//! The authorization response: parameters of the callback URL (RFC 6749 §4.1.2, RFC 9207 §2).

use super::form;
use crate::secret::Secret;
use serde::{Deserialize, Serialize};

/// Where the parameters were.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ResponseMode {
    /// After `?`, as the code flow wants it.
    Query,
    /// After `#`.
    Fragment,
    /// In the body of a POST.
    FormPost,
}

/// The authorization response, decoded exactly once. An empty value counts as absent (RFC 6749 §3.1).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Callback {
    /// Where the parameters were found.
    pub mode: ResponseMode,
    /// The URL before `?` or `#`; empty where only parameters were given.
    pub target: String,
    /// `code`.
    pub code: Option<Secret>,
    /// `state`.
    pub state: Option<Secret>,
    /// `iss`, raw after one decoding.
    pub iss: Option<String>,
    /// `error`.
    pub error: Option<String>,
    /// `error_description`, untrusted text.
    pub error_description: Option<String>,
    /// `error_uri`, untrusted.
    pub error_uri: Option<String>,
    /// Names that occur more than once (RFC 6749 §3.1 forbids it).
    pub duplicates: Vec<String>,
    /// All names, in order.
    pub names: Vec<String>,
}

/// Reads a callback URL, or its query alone (with or without `?`).
#[must_use]
pub fn read(text: &str) -> Callback {
    let text = text.trim();
    let (before_fragment, fragment) = match text.split_once('#') {
        Some((before, after)) => (before, Some(after)),
        None => (text, None),
    };
    let (target, query) = match before_fragment.split_once('?') {
        Some((target, query)) => (target, Some(query)),
        None if before_fragment.contains("://") || before_fragment.starts_with('/') => {
            (before_fragment, None)
        }
        None => ("", Some(before_fragment)),
    };
    let in_fragment = fragment.filter(|text| has_response(text));
    match (query.filter(|text| has_response(text)), in_fragment) {
        (None, Some(fragment)) => from_parameters(fragment, ResponseMode::Fragment, target),
        (query, _) => from_parameters(query.unwrap_or(""), ResponseMode::Query, target),
    }
}

/// Reads the body of a POST to the redirect URI (OAuth 2.0 Form Post Response Mode §2).
#[must_use]
pub fn read_form_post(body: &str, target: &str) -> Callback {
    from_parameters(body, ResponseMode::FormPost, target)
}

fn has_response(text: &str) -> bool {
    form::decode(text).iter().any(|(name, _)| {
        matches!(
            name.as_str(),
            "code" | "state" | "error" | "iss" | "access_token"
        )
    })
}

fn from_parameters(text: &str, mode: ResponseMode, target: &str) -> Callback {
    let pairs = form::decode(text);
    let value = |name: &str| {
        form::first(&pairs, name)
            .filter(|value| !value.is_empty())
            .map(str::to_owned)
    };
    let mut duplicates = Vec::new();
    for (at, (name, _)) in pairs.iter().enumerate() {
        let again = pairs.iter().take(at).any(|(earlier, _)| earlier == name);
        if again && !duplicates.contains(name) {
            duplicates.push(name.clone());
        }
    }
    Callback {
        mode,
        target: target.to_owned(),
        code: value("code").map(Secret::new),
        state: value("state").map(Secret::new),
        iss: value("iss"),
        error: value("error"),
        error_description: value("error_description"),
        error_uri: value("error_uri"),
        duplicates,
        names: pairs.iter().map(|(name, _)| name.clone()).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::{ResponseMode, read};

    #[test]
    fn a_code_is_decoded_once() {
        let callback =
            read("http://127.0.0.1:1/cb?code=a%2Bb%2F&state=S&iss=https%253A%252F%252Fa");
        assert_eq!(callback.code.unwrap().reveal(), "a+b/");
        assert_eq!(callback.iss.unwrap(), "https%3A%2F%2Fa");
        assert_eq!(callback.target, "http://127.0.0.1:1/cb");
    }

    #[test]
    fn a_fragment_is_told_from_a_query() {
        assert_eq!(
            read("https://a/cb#code=x&state=y").mode,
            ResponseMode::Fragment
        );
        assert_eq!(read("?code=x&state=y#_=_").mode, ResponseMode::Query);
    }

    #[test]
    fn a_parameter_twice_is_noted() {
        assert_eq!(read("?code=a&code=b&state=S").duplicates, ["code"]);
    }
}
