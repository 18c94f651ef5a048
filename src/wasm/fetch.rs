//! The only I/O: one request by the host's `fetch` or the global one. gloo-net makes the headers; the call is awaited here, so that a
//! rejection of whatever value becomes a [`Failure`] and never a panic.

use super::convert::{function, member, misuse};
use super::received::{looks_like_response, read};
use super::thrown::{call, failure};
use crate::error::Misuse;
use crate::http::{Exchange, Failure, FailureKind, Headers, Request, Response};
use crate::limits;
use js_sys::{Function, Promise};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    AbortController, AbortSignal, DomException, RequestCredentials, RequestInit, RequestRedirect,
};

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
        let limit = self.limit(interruptible)?;
        let raw = self
            .call(request, &limit.signal, RequestRedirect::Manual)
            .await?;
        // A browser answers `manual` with an opaque response: for a plain read, let it follow and say where it ended.
        if member(&raw, "type") == "opaqueredirect" {
            if request.method != "GET" || request.headers.has("authorization") {
                return Ok(Response {
                    headers_partial: true,
                    body_partial: true,
                    ..Response::default()
                });
            }
            let followed = self
                .call(request, &limit.signal, RequestRedirect::Follow)
                .await?;
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
        signal: &AbortSignal,
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
        init.set_signal(Some(signal));
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
                message: "the host's fetch resolved with something that is not a Response"
                    .to_owned(),
            });
        }
        Ok(answer)
    }

    /// The caller's signal and the time limit together.
    fn limit(&self, interruptible: bool) -> Result<Limit, Failure> {
        let time = self.timeout.unwrap_or(limits::REQUEST_TIME);
        Limit::new(time, self.signal.clone().filter(|_| interruptible))
    }
}

/// What ends a request: its time, or the caller's signal. Timer and listener are held here and go with it: of an `AbortSignal.timeout`
/// that only `AbortSignal.any` knows, Node 20 collects the timer, and the request lasts for ever.
struct Limit {
    signal: AbortSignal,
    timer: JsValue,
    caller: Option<(AbortSignal, Function)>,
}

impl Limit {
    fn new(time: f64, caller: Option<AbortSignal>) -> Result<Self, Failure> {
        let controller = AbortController::new().map_err(|thrown| failure(&thrown))?;
        let abort = function(&controller, "abort").ok_or_else(|| Failure {
            kind: FailureKind::Other,
            message: "this host can't abort a request".to_owned(),
        })?;
        let over = DomException::new_with_message_and_name(
            "no whole answer within the time limit",
            "TimeoutError",
        )
        .map_err(|thrown| failure(&thrown))?;
        let global = js_sys::global();
        let timer = call(
            &global,
            "setTimeout",
            &[abort.bind1(&controller, &over).into(), time.into()],
        )?;
        let stop = abort.bind1(&controller, &JsValue::UNDEFINED);
        let caller = caller.map(|signal| (signal, stop.unchecked_into::<Function>()));
        if let Some((signal, stop)) = &caller {
            if signal.aborted() {
                controller.abort();
            }
            // A signal that takes no listener is asked again before the next step.
            let _ = signal.add_event_listener_with_callback("abort", stop);
        }
        Ok(Self {
            signal: controller.signal(),
            timer,
            caller,
        })
    }
}

impl Drop for Limit {
    fn drop(&mut self) {
        let _ = call(
            &js_sys::global(),
            "clearTimeout",
            std::slice::from_ref(&self.timer),
        );
        if let Some((signal, stop)) = &self.caller {
            let _ = signal.remove_event_listener_with_callback("abort", stop);
        }
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
