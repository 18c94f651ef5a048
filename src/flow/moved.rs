//! Requests that an endpoint sends on: 307 and 308 keep method and body (RFC 9110 §15.4.8, §15.4.9), so within the origin they are followed,
//! as clients do it. Another origin is another one's: nothing that holds a secret goes there.

use crate::flow::host::{Host, HostFailed};
use crate::http::{Exchange, Request};
use crate::limits;
use crate::wire::address::same_origin;
use url::Url;

/// Where an answer sends the request on with its method and body, within the origin or not.
#[must_use]
pub fn sent_on(answer: &Exchange) -> Option<String> {
    let response = answer.response.as_ref()?;
    let location = response.headers.get("location")?;
    let mut to = Url::parse(&answer.request.url).ok()?.join(&location).ok()?;
    to.set_fragment(None);
    let is_plain = to.username().is_empty() && to.password().is_none();
    (matches!(response.status, 307 | 308) && is_plain).then(|| to.into())
}

/// Where it does so within the origin.
#[must_use]
pub fn moved_to(answer: &Exchange) -> Option<String> {
    sent_on(answer).filter(|to| same_origin(&answer.request.url, to))
}

/// Follows an answer to where the endpoint is: its address, and its own answer.
///
/// # Errors
/// Those of `again`, which sends the request to another address of the same origin.
pub fn followed<E>(
    url: &str,
    first_answer: Exchange,
    again: &mut dyn FnMut(&str) -> Result<Exchange, E>,
) -> Result<(String, Exchange), E> {
    let (mut at, mut answer) = (url.to_owned(), first_answer);
    for _ in 0..limits::REDIRECTS {
        let Some(to) = moved_to(&answer) else {
            break;
        };
        answer = again(&to)?;
        at = to;
    }
    Ok((at, answer))
}

/// Sends a request that spends something, to where its endpoint has moved too; a redirect spends nothing.
///
/// # Errors
/// Where the host gave no answer.
pub fn commit(host: &Host, request: Request) -> Result<Exchange, HostFailed> {
    let answer = host.commit(request.clone())?;
    let mut again = |to: &str| {
        host.commit(Request {
            url: to.to_owned(),
            ..request.clone()
        })
    };
    Ok(followed(&request.url, answer, &mut again)?.1)
}
