//! Requests and answers of a caller of `fetch`, as JavaScript objects: only what the flow needs to know of them is read.

use super::convert::{error, function, member};
use super::received::status;
use crate::http::{Exchange, Headers, Request, Response};
use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// Headers that start with those of a caller.
///
/// # Errors
/// What the constructor throws.
pub fn new_headers(of: &JsValue) -> Result<web_sys::Headers, JsValue> {
    if of.is_undefined() || of.is_null() {
        return web_sys::Headers::new();
    }
    // Whatever `fetch` takes as headers: an object, a list of pairs, or `Headers`.
    let constructor: Function = function(&js_sys::global(), "Headers")
        .ok_or_else(|| error("host-failed", "this host has no Headers"))?;
    Reflect::construct(&constructor, &js_sys::Array::of1(of)).map(JsCast::unchecked_into)
}

/// The URL of whatever `fetch` takes.
#[must_use]
pub fn address_of(input: &JsValue) -> String {
    input
        .as_string()
        .or_else(|| member(input, "url").as_string())
        .or_else(|| member(input, "href").as_string())
        .unwrap_or_default()
}

/// Where a redirect within the origin leads. Only 307 and 308 keep method and body (RFC 9110 §15.4).
#[must_use]
pub fn same_origin_redirect(from: &str, answer: &JsValue) -> Option<String> {
    if !matches!(status(answer), 307 | 308) {
        return None;
    }
    let get = function(&member(answer, "headers"), "get")?;
    let location = get
        .call1(&member(answer, "headers"), &"location".into())
        .ok()?;
    let from = url::Url::parse(from).ok()?;
    let next = from.join(&location.as_string()?).ok()?;
    (next.origin() == from.origin()).then(|| next.into())
}

/// What the flow needs to know of the answer; the body stays the caller's.
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

/// Gives up the body of an answer that nobody reads.
pub fn cancel(answer: &JsValue) {
    let body = member(answer, "body");
    if let Some(cancel) = function(&body, "cancel")
        && let Ok(done) = cancel.call0(&body)
    {
        // Whether the stream likes that is its own affair.
        wasm_bindgen_futures::spawn_local(async move {
            let _ = JsFuture::from(Promise::resolve(&done)).await;
        });
    }
}
