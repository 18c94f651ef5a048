//! The token endpoint's answer: tokens (RFC 6749 §5.1) or an error (§5.2), in JSON or, as some servers do, form-encoded.

use super::form;
use super::json::{Deviation, DeviationKind, Object, Unreadable, read_object};
use crate::secret::Secret;
use serde_json::{Map, Value};

/// How the answer was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// JSON, as RFC 6749 §5.1 wants it.
    Json,
    /// `application/x-www-form-urlencoded`.
    Form,
}

/// A token endpoint's answer, success or error.
#[derive(Clone, Debug, PartialEq)]
pub struct TokenAnswer {
    /// How it was written.
    pub encoding: Encoding,
    /// `access_token`.
    pub access_token: Option<Secret>,
    /// `token_type`, as written.
    pub token_type: Option<String>,
    /// `expires_in` in seconds; a text of digits is read and recorded as a deviation.
    pub expires_in: Option<f64>,
    /// `refresh_token`.
    pub refresh_token: Option<Secret>,
    /// `id_token` is there; its value is not kept.
    pub has_id_token: bool,
    /// `scope`, as written.
    pub scope: Option<String>,
    /// `issued_token_type` (RFC 8693 §2.2.1).
    pub issued_token_type: Option<String>,
    /// `error` (RFC 6749 §5.2).
    pub error: Option<String>,
    /// `error_description`, untrusted text.
    pub error_description: Option<String>,
    /// `error_uri`, untrusted.
    pub error_uri: Option<String>,
    /// The member inside of which `access_token` stands, where it stands in the wrong place.
    pub nested_in: Option<String>,
    /// Names of all members.
    pub members: Vec<String>,
    /// Members that are not as specified.
    pub deviations: Vec<Deviation>,
}

/// Reads a token endpoint's answer, whatever its `Content-Type` says.
///
/// # Errors
/// Where the text is neither a JSON object nor a form with a known member.
pub fn read(text: &str) -> Result<TokenAnswer, Unreadable> {
    match read_object(text) {
        Ok(object) => Ok(from_object(object, Encoding::Json)),
        Err(unreadable) => match read_form(text) {
            Some(object) => Ok(from_object(object, Encoding::Form)),
            None => Err(unreadable),
        },
    }
}

fn read_form(text: &str) -> Option<Object> {
    let text = text.trim();
    if text.contains(['<', '{', '\n']) {
        return None;
    }
    let members: Map<String, Value> = form::decode(text)
        .into_iter()
        .map(|(name, value)| (name, Value::String(value)))
        .collect();
    let known = members.contains_key("access_token") || members.contains_key("error");
    known.then(|| Object {
        members,
        deviations: Vec::new(),
    })
}

fn from_object(mut object: Object, encoding: Encoding) -> TokenAnswer {
    TokenAnswer {
        encoding,
        access_token: object.string("access_token").map(Secret::new),
        token_type: object.string("token_type"),
        expires_in: seconds(&mut object, encoding),
        refresh_token: object.string("refresh_token").map(Secret::new),
        has_id_token: object.members.contains_key("id_token"),
        scope: object.string("scope"),
        issued_token_type: object.string("issued_token_type"),
        error: object.string("error"),
        error_description: object.string("error_description"),
        error_uri: object.string("error_uri"),
        nested_in: nested_in(&object),
        members: object.members.keys().cloned().collect(),
        deviations: object.deviations,
    }
}

/// As in Slack's answer for a person, or in an envelope of a server's own.
fn nested_in(object: &Object) -> Option<String> {
    let mut members = object.members.iter();
    let (name, _) = members.find(|(_, value)| value.get("access_token").is_some())?;
    Some(name.clone())
}

fn seconds(object: &mut Object, encoding: Encoding) -> Option<f64> {
    let digits = object
        .members
        .get("expires_in")
        .and_then(Value::as_str)
        .map(str::to_owned);
    let Some(digits) = digits else {
        return object.number("expires_in");
    };
    if encoding == Encoding::Json {
        object.deviations.push(Deviation {
            member: "expires_in".to_owned(),
            kind: DeviationKind::WrongType {
                expected: "number".to_owned(),
                received: "string".to_owned(),
            },
        });
    }
    // Whole seconds, of which a fraction is cut: reading decimals exactly would bring tables of 10 KB.
    let whole = digits.trim().split('.').next()?;
    whole.parse::<i64>().ok().map(|seconds| seconds as f64)
}

#[cfg(test)]
mod tests {
    use super::{Encoding, read};

    #[test]
    fn a_form_encoded_answer_is_read() {
        let answer = read("access_token=gho_x&scope=repo%2Cgist&token_type=bearer").unwrap();
        assert_eq!(answer.encoding, Encoding::Form);
        assert_eq!(answer.token_type.as_deref(), Some("bearer"));
    }

    #[test]
    fn a_lifetime_in_digits_is_read_and_recorded() {
        let answer = read(r#"{"access_token":"x","expires_in":"5250"}"#).unwrap();
        assert_eq!(answer.expires_in, Some(5250.0));
        assert_eq!(answer.deviations.len(), 1);
    }

    #[test]
    fn a_token_in_the_wrong_place_is_no_token_and_its_place_is_told() {
        let answer = read(r#"{"ok":true,"authed_user":{"access_token":"x"}}"#).unwrap();
        assert_eq!(answer.access_token, None);
        assert_eq!(answer.nested_in.as_deref(), Some("authed_user"));
    }

    #[test]
    fn plain_text_is_unreadable() {
        assert!(read("Not found").is_err());
    }
}
