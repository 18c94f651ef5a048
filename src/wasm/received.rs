//! Reading what the host's `fetch` resolved with: a `Response`, one of another realm, or whatever looks like one.

use super::convert::{function, member};
use super::thrown::{call, failure};
use crate::http::{Failure, Headers, Response};
use crate::limits;
use js_sys::{Promise, Uint8Array, try_iter};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{ReadableStream, ReadableStreamDefaultReader};

/// A host's own response class, or one of another realm.
#[must_use]
pub fn looks_like_response(value: &JsValue) -> bool {
    value.is_object()
        && member(value, "status").as_f64().is_some()
        && function(value, "text").is_some()
        && function(&member(value, "headers"), "entries").is_some()
}

/// Status, headers and body.
///
/// # Errors
/// What the host threw: the body was read already, the connection broke.
pub async fn read(raw: &JsValue, followed: bool) -> Result<Response, Failure> {
    let kind = member(raw, "type");
    let hides = kind == "cors" || kind == "opaque";
    let mut response = Response {
        status: status(raw),
        headers: listed(&member(raw, "headers"))?,
        headers_partial: hides || followed,
        ..Response::default()
    };
    let streams = response.media_type().as_deref() == Some("text/event-stream");
    let (bytes, whole) = body(raw, streams).await?;
    response.body = Some(String::from_utf8_lossy(&bytes).into_owned());
    response.body_partial = !whole;
    Ok(response)
}

/// The status; 0 where there is none.
#[must_use]
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // a status has three digits
pub fn status(response: &JsValue) -> u16 {
    member(response, "status").as_f64().unwrap_or_default() as u16
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

/// The body up to the limit, and whether that is all of it. Of an event stream only the first event with data
/// is read: it may never end.
async fn body(response: &JsValue, streams: bool) -> Result<(Vec<u8>, bool), Failure> {
    let Ok(stream) = member(response, "body").dyn_into::<ReadableStream>() else {
        return text(response).await;
    };
    // Throws where the host has read the body, or reads it still.
    let reader: ReadableStreamDefaultReader = call(&stream, "getReader", &[])?.unchecked_into();
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
                let cancelled = reader.cancel();
                spawn_local(async move {
                    let _ = JsFuture::from(cancelled).await;
                });
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
async fn text(response: &JsValue) -> Result<(Vec<u8>, bool), Failure> {
    let text = call(response, "text", &[])?;
    let text = JsFuture::from(Promise::resolve(&text)).await;
    let mut bytes = text
        .map_err(|rejected| failure(&rejected))?
        .as_string()
        .unwrap_or_default()
        .into_bytes();
    let whole = bytes.len() <= limits::BODY;
    bytes.truncate(limits::BODY);
    Ok((bytes, whole))
}
