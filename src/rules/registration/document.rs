//! A client ID metadata document and the URL that is its id (MCP, client ID metadata documents).

use crate::flow::client::metadata_document::{self, Flaw};
use crate::http::Exchange;
use crate::wire::address::Address;
use crate::wire::client;

/// Bytes that an authorization server can be expected to read (CIMD-00 §6.6).
pub const LARGEST: usize = 5 * 1024;

/// What is wrong with a URL as client id.
#[must_use]
pub fn flaw_of_identifier(id: &str) -> Option<&'static str> {
    Some(match metadata_document::judge(id).err()? {
        Flaw::NotAUrl => "is not an absolute URL",
        Flaw::Scheme => "is not https",
        Flaw::NoPath => "has no path",
        Flaw::DotSegment => "has `.` or `..` in its path",
        Flaw::Fragment => "has a fragment",
        Flaw::Userinfo => "has user information",
    })
}

/// What is wrong with the document as it was fetched.
#[must_use]
pub fn flaws(id: &str, redirect_uri: Option<&str>, exchange: &Exchange) -> Vec<String> {
    let Some(response) = exchange.response.as_ref().filter(|one| one.status != 0) else {
        return Vec::new();
    };
    if response.status != 200 {
        return vec![format!("answers {} instead of 200", response.status)];
    }
    let Some(body) = response.body.as_deref() else {
        return Vec::new();
    };
    let Ok(view) = client::read(body) else {
        return vec!["is not a JSON object".to_owned()];
    };
    let mut flaws = Vec::new();
    if body.len() > LARGEST {
        flaws.push(format!("has {} bytes, more than {LARGEST}", body.len()));
    }
    if view.client_id.as_deref() != Some(id) && !response.body_partial {
        let found = view.client_id.as_deref().unwrap_or("nothing");
        flaws.push(format!("says `client_id` is {found}"));
    }
    if view.client_name.is_none() && !response.body_partial {
        flaws.push("has no `client_name`".to_owned());
    }
    let method = view.token_endpoint_auth_method.as_deref();
    if method.is_some_and(|method| method.starts_with("client_secret")) {
        flaws.push(format!("wants {}", method.unwrap_or_default()));
    }
    if view.client_secret.is_some() {
        flaws.push("holds a client secret".to_owned());
    }
    let listed = view.redirect_uris.as_deref();
    if let (Some(used), Some(listed)) = (redirect_uri, listed)
        && !listed.iter().any(|one| matches(one, used))
    {
        flaws.push(format!("does not list the redirect URI {used}"));
    }
    flaws
}

/// The same text, or the same loopback address with another port (RFC 8252 §7.3).
#[must_use]
pub fn matches(registered: &str, used: &str) -> bool {
    if registered == used {
        return true;
    }
    match (Address::parse(registered), Address::parse(used)) {
        (Ok(registered), Ok(used)) => {
            registered.is_loopback()
                && registered.hostname() == used.hostname()
                && registered.scheme == used.scheme
                && registered.path == used.path
        }
        _ => false,
    }
}
