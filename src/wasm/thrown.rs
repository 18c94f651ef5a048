//! Exceptions of a host: an exception that leaves the wasm ends the process, so each becomes a [`Failure`] where it is thrown.

use super::convert::{function, member};
use crate::http::{Failure, FailureKind};
use js_sys::Array;
use wasm_bindgen::JsValue;

/// Calls a method of what the host gave.
///
/// # Errors
/// Where there is no such method, or what it threw.
pub fn call(of: &JsValue, method: &str, arguments: &[JsValue]) -> Result<JsValue, Failure> {
    let Some(found) = function(of, method) else {
        return Err(Failure {
            kind: FailureKind::Other,
            message: format!("this host has no {method}"),
        });
    };
    let arguments: Array = arguments.iter().collect();
    found
        .apply(of, &arguments)
        .map_err(|thrown| failure(&thrown))
}

/// Whatever was thrown, as a failure: by its name, then by the code that Node puts in `cause`, then by its words.
#[must_use]
pub fn failure(thrown: &JsValue) -> Failure {
    let part = |value: &JsValue, name: &str| member(value, name).as_string().unwrap_or_default();
    let cause = member(thrown, "cause");
    let (name, code) = (part(thrown, "name"), part(&cause, "code"));
    let message = match (part(thrown, "message"), part(&cause, "message")) {
        (outer, inner) if inner.is_empty() => outer,
        (outer, inner) => format!("{outer}: {inner}"),
    };
    let message = if message.is_empty() {
        thrown
            .as_string()
            .unwrap_or_else(|| "rejected without a reason".to_owned())
    } else {
        message
    };
    let kind = match (name.as_str(), FailureKind::of(&format!("{code} {message}"))) {
        ("TimeoutError", _) | (_, FailureKind::Timeout) => FailureKind::Timeout,
        ("AbortError", _) => FailureKind::Aborted,
        ("TypeError", FailureKind::Other) if cause.is_undefined() => FailureKind::Blocked,
        (_, kind) => kind,
    };
    Failure { kind, message }
}

/// What a thrown value says.
#[must_use]
pub fn message(thrown: &JsValue) -> String {
    thrown
        .as_string()
        .or_else(|| member(thrown, "message").as_string())
        .unwrap_or_else(|| "rejected without a reason".to_owned())
}
