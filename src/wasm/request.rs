//! A request as `fetch` takes it. gloo-net makes the headers, web-sys the rest.

use super::convert::member;
use crate::http::{Failure, FailureKind, Headers, Request};
use wasm_bindgen::JsValue;
use web_sys::{RequestCredentials, RequestInit, RequestRedirect};

const AGENT: &str = concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION"));

/// The second argument of `fetch`. Redirects are not followed.
///
/// # Errors
/// Where a header may not be sent.
pub fn init(request: &Request) -> Result<RequestInit, Failure> {
    allowed(&request.headers)?;
    let headers = gloo_net::http::Headers::new();
    for (name, value) in request.headers.iter() {
        headers.append(name, value);
    }
    let init = RequestInit::new();
    init.set_method(&request.method);
    init.set_redirect(RequestRedirect::Manual);
    if let Some(body) = &request.body {
        init.set_body(&JsValue::from_str(body));
    }
    if in_browser() {
        init.set_credentials(RequestCredentials::Omit);
    } else if !request.headers.has("user-agent") {
        headers.append("User-Agent", AGENT);
    }
    init.set_headers(&headers.into_raw().into());
    Ok(init)
}

/// `location` exists in pages and browser workers only; elsewhere `credentials` is not known or refused.
#[must_use]
pub fn in_browser() -> bool {
    !member(&js_sys::global(), "location").is_undefined()
}

/// Headers that `Headers.append` would refuse are refused here, where it is not an exception and no value is shown.
///
/// # Errors
/// Where a name or value has a character that HTTP does not allow (RFC 9110 §5.5 and §5.6.2).
pub fn allowed(fields: &Headers) -> Result<(), Failure> {
    for (name, value) in fields.iter() {
        let name_fits = !name.is_empty()
            && name
                .bytes()
                .all(|byte| byte.is_ascii_graphic() && !b"()<>@,;:\\\"/[]?={}".contains(&byte));
        let value_fits = value
            .chars()
            .all(|c| c == '\t' || (' '..='\u{ff}').contains(&c) && c != '\u{7f}');
        if !name_fits || !value_fits {
            return Err(Failure {
                kind: FailureKind::Other,
                message: format!("the header {name} has a character that HTTP does not allow"),
            });
        }
    }
    Ok(())
}
