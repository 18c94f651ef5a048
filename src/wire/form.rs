//! `application/x-www-form-urlencoded`, as RFC 6749 appendix B uses it in bodies, queries and Basic credentials.

use crate::limits;
use std::borrow::Cow;

/// Name and value pairs in order, decoded exactly once; at most [`limits::PARAMETERS`].
#[must_use]
pub fn decode(text: &str) -> Vec<(String, String)> {
    url::form_urlencoded::parse(text.as_bytes())
        .take(limits::PARAMETERS)
        .map(|(name, value)| (name.into_owned(), value.into_owned()))
        .collect()
}

/// The pairs as a form-encoded text, in order.
#[must_use]
pub fn encode<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs(pairs)
        .finish()
}

/// One value, form-encoded (RFC 6749 appendix B).
#[must_use]
pub fn encode_value(value: &str) -> String {
    url::form_urlencoded::byte_serialize(value.as_bytes()).collect()
}

/// One value, decoded: `+` is a space, `%XX` a byte.
#[must_use]
pub fn decode_value(value: &str) -> String {
    let spaced = if value.contains('+') {
        Cow::Owned(value.replace('+', " "))
    } else {
        Cow::Borrowed(value)
    };
    url::form_urlencoded::parse(format!("v={}", spaced.replace('&', "%26")).as_bytes())
        .next()
        .map(|(_, value)| value.into_owned())
        .unwrap_or_default()
}

/// The first value of a name.
#[must_use]
pub fn first<'a>(pairs: &'a [(String, String)], name: &str) -> Option<&'a str> {
    pairs
        .iter()
        .find(|(found, _)| found == name)
        .map(|(_, value)| value.as_str())
}
