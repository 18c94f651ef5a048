//! The identifier of the protected resource: its canonical form, which one a document may name, which one is sent.

use crate::flow::discover::well_known::{ServerFlaw, identifier_of, server_address};
use crate::wire::address::Address;

/// The canonical form of a server's address: scheme and host in lower case, no default port, no fragment, no slash after a bare
/// host; path and query byte for byte (MCP 2025-06-18, Canonical Server URI; RFC 8707 §2).
///
/// # Errors
/// Where the text is not an address of an MCP server.
pub fn canonical(server: &str) -> Result<String, ServerFlaw> {
    let address = server_address(server)?;
    let scheme = address.scheme.to_ascii_lowercase();
    let host = address.host_and_port.to_ascii_lowercase();
    let default_port = if scheme == "https" { ":443" } else { ":80" };
    let host = host
        .strip_suffix(default_port)
        .or_else(|| host.strip_suffix(':'))
        .unwrap_or(&host);
    let path = if address.path == "/" && address.query.is_none() {
        ""
    } else {
        address.path
    };
    let query = address
        .query
        .map(|query| format!("?{query}"))
        .unwrap_or_default();
    Ok(format!("{scheme}://{host}{path}{query}"))
}

/// How a document was found, which decides what its `resource` must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found<'a> {
    /// The challenge named its location (RFC 9728 §3.3, second paragraph).
    ByChallenge,
    /// At a well-known location (RFC 9728 §3.3, first paragraph).
    At(&'a str),
}

/// What a `resource` is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Match {
    /// Identical to what it must be.
    Exact,
    /// The same request in another spelling: a bare host with or without its slash.
    SameRequest,
    /// Not what it must be, but of the same origin, and a prefix of the path by whole segments or another spelling: the opt-out
    /// `compatibleResource` takes it.
    Compatible,
    /// Another resource.
    Other,
}

/// The identifier that a document must name.
#[must_use]
pub fn expected(server: &str, found: Found<'_>) -> String {
    let own = canonical(server).unwrap_or_else(|_| server.to_owned());
    match found {
        Found::ByChallenge => own,
        Found::At(url) => identifier_of(url).unwrap_or(own),
    }
}

/// Compares a document's `resource` with what it must be: code point by code point (RFC 9728 §3.3, §6).
#[must_use]
pub fn compare(server: &str, found: Found<'_>, resource: &str) -> Match {
    let expected = expected(server, found);
    let bare = |text: &str| text.strip_suffix('/').unwrap_or(text).to_owned();
    let has_path = |text: &str| Address::parse(text).is_ok_and(|one| !matches!(one.path, "" | "/"));
    // A bare host with and without its slash is the same request: taken, and worth a remark.
    if found == Found::ByChallenge && !has_path(server) && bare(resource) == bare(&expected) {
        return if resource == server {
            Match::Exact
        } else {
            Match::SameRequest
        };
    }
    if resource == expected || (found == Found::ByChallenge && resource == server) {
        return Match::Exact;
    }
    // A path-inserted location with or without the final slash of the server's own path stands for that server.
    let literal = matches!(found, Found::At(_)) && resource == server && has_path(&expected);
    if literal && bare(&expected) == bare(server) {
        return Match::SameRequest;
    }
    if is_compatible(server, resource) {
        Match::Compatible
    } else {
        Match::Other
    }
}

/// Same origin, and the resource's path is the server's or above it by whole segments.
fn is_compatible(server: &str, resource: &str) -> bool {
    let (Ok(server), Ok(resource)) = (Address::parse(server), Address::parse(resource)) else {
        return false;
    };
    if !server.same_origin(&resource) || resource.userinfo.is_some() || resource.fragment.is_some()
    {
        return false;
    }
    if resource.query.is_some() && resource.query != server.query {
        return false;
    }
    let (own, named) = (segments(server.path), segments(resource.path));
    named.len() <= own.len() && named.iter().zip(&own).all(|(a, b)| a == b)
}

/// Decoded segments without a final empty one.
fn segments(path: &str) -> Vec<String> {
    let path = path.strip_prefix('/').unwrap_or(path);
    let path = path.strip_suffix('/').unwrap_or(path);
    if path.is_empty() {
        return Vec::new();
    }
    path.split('/')
        .map(|segment| crate::wire::form::decode_value(&segment.replace('+', "%2B")))
        .collect()
}

/// The identifier to send: a validated document's, byte for byte, because that is the one that the authorization server knows; else
/// the canonical form of the server's address (MCP 2025-06-18, Resource Parameter Implementation).
///
/// # Errors
/// Where the text is not an address of an MCP server.
pub fn choose(server: &str, validated: Option<&str>) -> Result<String, ServerFlaw> {
    validated.map_or_else(|| canonical(server), |resource| Ok(resource.to_owned()))
}
