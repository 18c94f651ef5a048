//! The only I/O: one request by the host's `fetch` or the global one. gloo-net makes the headers; the call is awaited here, so that a
//! rejection of whatever value becomes a [`Failure`] and never a panic.

use super::convert::{function, member, misuse};
use super::received::{looks_like_response, read};
use super::thrown::{call, failure};
use crate::error::Misuse;
use crate::http::{Exchange, Failure, FailureKind, Headers, Request, Response};
use crate::limits;
use js_sys::{Array, Function, Promise};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortSignal, RequestCredentials, RequestInit, RequestRedirect};

const AGENT: &str = concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION"));

/// How requests are sent.
#[derive(Clone, Debug, Default)]
pub struct Sender {
    /// The host's `fetch`; else the global one.
    pub fetch: Option<Function>,
    /// The caller's signal.
    pub signal: Option<AbortSignal>,
    /// Time for one request in ms: whole, and no more than a timer can count.
    pub timeout: Option<f64>,
}

/// What a timer of JavaScript can count: a signed number of 32 bits (HTML, timer initialization steps).
const LONGEST: f64 = 2_147_483_647.0;

/// The `timeoutMs` of an options object.
///
/// # Errors
/// `invalid-argument` where it is something else than a finite number of 0 or more.
pub fn time_limit(options: &JsValue) -> Result<Option<f64>, JsValue> {
    let given = member(options, "timeoutMs");
    if given.is_undefined() || given.is_null() {
        return Ok(None);
    }
    match given.as_f64() {
        Some(time) if time.is_finite() && time >= 0.0 => Ok(Some(time.round().min(LONGEST))),
        other => Err(misuse(&Misuse::argument(
            "timeoutMs",
            "a number of milliseconds, 0 or more",
            other.map_or("no number", |_| "another number"),
        ))),
    }
}

impl Sender {
    /// Sends one request; what came of it, whatever it was. Redirects are not followed, except where a browser hides them.
    pub async fn perform(&self, request: Request, interruptible: bool) -> Exchange {
        let started = js_sys::Date::now();
        let outcome = self.exchange(&request, interruptible).await;
        let (response, failure) = match outcome {
            Ok(response) => (Some(response), None),
            Err(failure) => (None, Some(failure)),
        };
        Exchange {
            request,
            response,
            failure,
            started_at: Some(started),
            duration: Some(js_sys::Date::now() - started),
        }
    }

    async fn exchange(&self, request: &Request, interruptible: bool) -> Result<Response, Failure> {
        let signal = self.signal(interruptible)?;
        let raw = self.call(request, &signal, RequestRedirect::Manual).await?;
        // A browser answers `manual` with an opaque response: for a plain read, let it follow and say where it ended.
        if member(&raw, "type") == "opaqueredirect" {
            if request.method != "GET" || request.headers.has("authorization") {
                return Ok(Response {
                    headers_partial: true,
                    body_partial: true,
                    ..Response::default()
                });
            }
            let followed = self.call(request, &signal, RequestRedirect::Follow).await?;
            let final_url = member(&followed, "url").as_string();
            let mut response = read(&followed, true).await?;
            response.final_url = final_url;
            return Ok(response);
        }
        read(&raw, false).await
    }

    async fn call(
        &self,
        request: &Request,
        signal: &JsValue,
        redirect: RequestRedirect,
    ) -> Result<JsValue, Failure> {
        let init = RequestInit::new();
        init.set_method(&request.method);
        let headers = headers(&request.headers)?;
        init.set_redirect(redirect);
        if let Some(body) = &request.body {
            init.set_body(&JsValue::from_str(body));
        }
        if in_browser() {
            init.set_credentials(RequestCredentials::Omit);
        } else if !request.headers.has("user-agent") {
            headers.append("User-Agent", AGENT);
        }
        init.set_headers(&headers.into_raw().into());
        if let Some(signal) = signal.dyn_ref::<AbortSignal>() {
            init.set_signal(Some(signal));
        }
        let global = js_sys::global();
        let fetch = self
            .fetch
            .clone()
            .or_else(|| function(&global, "fetch"))
            .ok_or_else(|| Failure {
                kind: FailureKind::Other,
                message: "this host has no fetch".to_owned(),
            })?;
        let called = fetch
            .call2(&JsValue::UNDEFINED, &JsValue::from_str(&request.url), &init)
            .map_err(|thrown| failure(&thrown))?;
        let answer = JsFuture::from(Promise::resolve(&called))
            .await
            .map_err(|rejected| failure(&rejected))?;
        if !looks_like_response(&answer) {
            return Err(Failure {
                kind: FailureKind::Other,
                message: "the host's fetch resolved with something that is no Response".to_owned(),
            });
        }
        Ok(answer)
    }

    /// The caller's signal and the time limit together.
    fn signal(&self, interruptible: bool) -> Result<JsValue, Failure> {
        let class = member(&js_sys::global(), "AbortSignal");
        let time = self.timeout.unwrap_or(limits::REQUEST_TIME);
        let limit = call(&class, "timeout", &[time.into()])?;
        let Some(signal) = self.signal.as_ref().filter(|_| interruptible) else {
            return Ok(limit);
        };
        let both = Array::of2(signal, &limit);
        Ok(call(&class, "any", &[both.into()]).unwrap_or(limit))
    }
}

/// `location` exists in pages and browser workers only; elsewhere `credentials` is not known or refused.
#[must_use]
pub fn in_browser() -> bool {
    !member(&js_sys::global(), "location").is_undefined()
}

/// Headers that `Headers.append` would refuse are refused here, where it is no exception and no value is shown.
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

fn headers(fields: &Headers) -> Result<gloo_net::http::Headers, Failure> {
    allowed(fields)?;
    let headers = gloo_net::http::Headers::new();
    for (name, value) in fields.iter() {
        headers.append(name, value);
    }
    Ok(headers)
}
