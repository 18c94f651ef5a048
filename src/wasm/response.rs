//! What the host's `fetch` resolved with: a `Response`, one of another realm, or whatever looks like one. The driver reads the body.

use super::convert::{function, member};
use super::thrown::{call, failure};
use crate::http::{Exchange, Failure, FailureKind, Headers, Request, Response};
use js_sys::try_iter;
use wasm_bindgen::{JsCast, JsValue};

/// What the driver says of one request: `{ response, body?, whole, finalUrl? }`, or `{ thrown }` or `{ failed }`; with `startedAt` and `duration`.
#[must_use]
pub fn exchange(request: Request, answered: &JsValue) -> Exchange {
    let (response, failure) = match read(answered) {
        Ok(response) => (Some(response), None),
        Err(failure) => (None, Some(failure)),
    };
    Exchange {
        request,
        response,
        failure,
        started_at: member(answered, "startedAt").as_f64(),
        duration: member(answered, "duration").as_f64(),
    }
}

fn read(answered: &JsValue) -> Result<Response, Failure> {
    if let Some(message) = member(answered, "failed").as_string() {
        let kind = FailureKind::Other;
        return Err(Failure { kind, message });
    }
    let raw = member(answered, "response");
    if raw.is_undefined() {
        return Err(failure(&member(answered, "thrown")));
    }
    let kind = member(&raw, "type");
    // A browser does not say where a redirect leads.
    if kind == "opaqueredirect" {
        return Ok(Response {
            headers_partial: true,
            body_partial: true,
            ..Response::default()
        });
    }
    let final_url = member(answered, "finalUrl").as_string();
    let hides = kind == "cors" || kind == "opaque";
    Ok(Response {
        status: status(&raw),
        headers: listed(&member(&raw, "headers"))?,
        headers_partial: hides || final_url.is_some(),
        body: member(answered, "body").as_string(),
        body_partial: member(answered, "whole").is_falsy(),
        final_url,
    })
}

/// The status; 0 where there is none.
#[must_use]
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // a status has three digits
pub fn status(response: &JsValue) -> u16 {
    match response.dyn_ref::<web_sys::Response>() {
        Some(response) => response.status(),
        None => member(response, "status").as_f64().unwrap_or_default() as u16,
    }
}

/// The header fields, in the order in which the host lists them.
fn listed(headers: &JsValue) -> Result<Headers, Failure> {
    let entries = call(headers, "entries", &[])?;
    let mut fields = Vec::new();
    for field in try_iter(&entries)
        .map_err(|thrown| failure(&thrown))?
        .into_iter()
        .flatten()
    {
        let field = field.map_err(|thrown| failure(&thrown))?;
        let part = |at: &str| member(&field, at).as_string().unwrap_or_default();
        fields.push((part("0"), part("1")));
    }
    Ok(fields.into_iter().collect())
}

/// What the flow needs to know of an answer whose body is the caller's.
#[must_use]
pub fn seen(url: &str, method: &str, carried: &Headers, answer: &JsValue) -> Exchange {
    let header = |name: &str| {
        let headers = member(answer, "headers");
        let get = function(&headers, "get")?;
        get.call1(&headers, &name.into()).ok()?.as_string()
    };
    let mut headers = Headers::new();
    for name in ["www-authenticate", "dpop-nonce", "content-type"] {
        if let Some(value) = header(name) {
            headers.push(name, value);
        }
    }
    Exchange {
        request: Request {
            method: method.to_owned(),
            url: url.to_owned(),
            headers: carried.clone(),
            body: None,
        },
        response: Some(Response {
            status: status(answer),
            headers,
            headers_partial: true,
            body_partial: true,
            ..Response::default()
        }),
        ..Exchange::default()
    }
}
