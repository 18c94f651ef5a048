//! The only I/O: one request by the host's `fetch` or the global one. gloo-net makes the headers and wraps the response; the call is
//! awaited here, so that a rejection of whatever value becomes a [`Failure`] and never a panic.

use super::convert::{function, member};
use crate::http::{Exchange, Failure, FailureKind, Headers, Request, Response};
use crate::limits;
use js_sys::{Array, Function, Promise, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    AbortSignal, ReadableStreamDefaultReader, RequestCredentials, RequestInit, RequestRedirect,
    ResponseType,
};

const AGENT: &str = concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION"));

/// How requests are sent.
#[derive(Clone, Debug, Default)]
pub struct Sender {
    /// The host's `fetch`; else the global one.
    pub fetch: Option<Function>,
    /// The caller's signal.
    pub signal: Option<AbortSignal>,
    /// Time for one request in ms.
    pub timeout: Option<f64>,
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
        let signal = self.signal(interruptible);
        let raw = self.call(request, &signal, RequestRedirect::Manual).await?;
        // A browser answers `manual` with an opaque response: for a plain read, let it follow and say where it ended.
        if raw.type_() == ResponseType::Opaqueredirect {
            if request.method != "GET" || request.headers.has("authorization") {
                return Ok(Response {
                    headers_partial: true,
                    body_partial: true,
                    ..Response::default()
                });
            }
            let followed = self.call(request, &signal, RequestRedirect::Follow).await?;
            let final_url = followed.url();
            let mut response = read(followed, true).await?;
            response.final_url = Some(final_url);
            return Ok(response);
        }
        read(raw, false).await
    }

    async fn call(
        &self,
        request: &Request,
        signal: &JsValue,
        redirect: RequestRedirect,
    ) -> Result<gloo_net::http::Response, Failure> {
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
        let answer: web_sys::Response = if answer.is_instance_of::<web_sys::Response>()
            || looks_like_response(&answer)
        {
            answer.unchecked_into()
        } else {
            return Err(Failure {
                kind: FailureKind::Other,
                message: "the host's fetch resolved with something that is no Response".to_owned(),
            });
        };
        Ok(answer.into())
    }

    /// The caller's signal and the time limit together.
    fn signal(&self, interruptible: bool) -> JsValue {
        let limit = AbortSignal::timeout_with_f64(self.timeout.unwrap_or(limits::REQUEST_TIME));
        let Some(signal) = self.signal.as_ref().filter(|_| interruptible) else {
            return limit.into();
        };
        let both = Array::of2(signal, &limit);
        let any = function(&member(&js_sys::global(), "AbortSignal"), "any");
        any.and_then(|any| {
            any.call1(&member(&js_sys::global(), "AbortSignal"), &both)
                .ok()
        })
        .unwrap_or_else(|| limit.into())
    }
}

/// A host's own response class, or one of another realm.
fn looks_like_response(value: &JsValue) -> bool {
    value.is_object()
        && member(value, "status").as_f64().is_some()
        && function(value, "text").is_some()
}

/// `location` exists in pages and browser workers only; elsewhere `credentials` is not known or refused.
fn in_browser() -> bool {
    !member(&js_sys::global(), "location").is_undefined()
}

/// Headers that `Headers.append` would refuse are refused here, where it is no exception.
fn headers(fields: &Headers) -> Result<gloo_net::http::Headers, Failure> {
    let headers = gloo_net::http::Headers::new();
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
        headers.append(name, value);
    }
    Ok(headers)
}

async fn read(raw: gloo_net::http::Response, followed: bool) -> Result<Response, Failure> {
    let hides = matches!(raw.type_(), ResponseType::Cors | ResponseType::Opaque);
    let mut response = Response {
        status: raw.status(),
        headers: raw.headers().entries().collect(),
        headers_partial: hides || followed,
        ..Response::default()
    };
    let streams = response.media_type().as_deref() == Some("text/event-stream");
    let raw: web_sys::Response = raw.into();
    let (bytes, whole) = body(&raw, streams).await?;
    response.body = Some(String::from_utf8_lossy(&bytes).into_owned());
    response.body_partial = !whole;
    Ok(response)
}

/// The body up to the limit, and whether that is all of it. Of an event stream only the first event
/// with data is read: it may never end.
async fn body(response: &web_sys::Response, streams: bool) -> Result<(Vec<u8>, bool), Failure> {
    let Some(stream) = member(response, "body")
        .dyn_into::<web_sys::ReadableStream>()
        .ok()
    else {
        return text(response).await;
    };
    let reader: ReadableStreamDefaultReader = stream.get_reader().unchecked_into();
    let mut bytes = Vec::new();
    let mut events = Events::default();
    loop {
        let chunk = JsFuture::from(reader.read())
            .await
            .map_err(|rejected| failure(&rejected))?;
        if member(&chunk, "done").is_truthy() {
            return Ok((bytes, true));
        }
        if let Ok(part) = member(&chunk, "value").dyn_into::<Uint8Array>() {
            let room = limits::BODY - bytes.len();
            let length = u32::try_from(room).unwrap_or(u32::MAX).min(part.length());
            let read = part.subarray(0, length).to_vec();
            let cut = length < part.length();
            let event_over = streams && events.end_in(&read);
            bytes.extend(read);
            if cut || event_over {
                // The rest is not wanted; whether the stream likes that is its own affair.
                let _ = reader.cancel();
                return Ok((bytes, !cut));
            }
        }
    }
}

/// Looks for the end of the first event that carries data: a server may send one without any first, to make the stream resumable
/// (MCP 2025-11-25, Streamable HTTP).
#[derive(Default)]
struct Events {
    line: Vec<u8>,
    data: bool,
}

impl Events {
    /// Whether the event is complete with this part. Each byte is looked at once.
    fn end_in(&mut self, part: &[u8]) -> bool {
        for &byte in part {
            if byte != b'\n' {
                self.line.push(byte);
                continue;
            }
            let line = self.line.trim_ascii();
            if line.is_empty() && self.data {
                return true;
            }
            let data = line.strip_prefix(b"data:").map(<[u8]>::trim_ascii);
            self.data |= data.is_some_and(|data| !data.is_empty());
            self.line.clear();
        }
        false
    }
}

/// For a host's response that has no stream.
async fn text(response: &web_sys::Response) -> Result<(Vec<u8>, bool), Failure> {
    let text = match response.text() {
        Ok(promise) => JsFuture::from(promise).await,
        Err(thrown) => Err(thrown),
    };
    let mut bytes = text
        .map_err(|rejected| failure(&rejected))?
        .as_string()
        .unwrap_or_default()
        .into_bytes();
    let whole = bytes.len() <= limits::BODY;
    bytes.truncate(limits::BODY);
    Ok((bytes, whole))
}

/// Whatever was thrown, as a failure: by its name, then by the code that Node puts in `cause`, then by its words.
fn failure(thrown: &JsValue) -> Failure {
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
    let words = format!("{code} {message}").to_ascii_lowercase();
    let has = |needles: &[&str]| needles.iter().any(|needle| words.contains(needle));
    let kind = if name == "TimeoutError" || has(&["etimedout", "timeout", "timed out"]) {
        FailureKind::Timeout
    } else if name == "AbortError" {
        FailureKind::Aborted
    } else if has(&[
        "enotfound",
        "eai_again",
        "dns",
        "getaddrinfo",
        "name or service",
    ]) {
        FailureKind::Dns
    } else if has(&[
        "cert",
        "tls",
        "ssl",
        "self_signed",
        "self-signed",
        "unable_to_verify",
        "handshake",
    ]) {
        FailureKind::Tls
    } else if has(&[
        "econnrefused",
        "econnreset",
        "epipe",
        "socket",
        "connection",
        "connect",
        "terminated",
        "und_err",
    ]) {
        FailureKind::Connection
    } else if name == "TypeError" && cause.is_undefined() {
        FailureKind::Blocked
    } else {
        FailureKind::Other
    };
    Failure { kind, message }
}
