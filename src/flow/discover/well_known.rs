//! Where metadata is found: the well-known URLs, built from the text as received.

use crate::flow::refusal::IssuerFlaw;
use crate::spec::Revision;
use crate::wire::address::{Address, NotAnAddress};

const RESOURCE: &str = "/.well-known/oauth-protected-resource";
const SERVER: &str = "/.well-known/oauth-authorization-server";
const OPENID: &str = "/.well-known/openid-configuration";

/// Why a text is not an address of an MCP server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ServerFlaw {
    /// There is no `https://` (MCP 2025-06-18, Canonical Server URI).
    MissingScheme,
    /// It is not a URL.
    NotAUrl,
    /// It has a user name or password (RFC 9110 §4.2.4).
    UserinfoNotAllowed,
}

/// The location of a resource's metadata (RFC 9728 §3.1).
#[must_use]
pub fn of_resource(resource: &str) -> Option<String> {
    first(resource_metadata_urls(resource).ok()?)
}

/// The location of an issuer's metadata (RFC 8414 §3.1).
#[must_use]
pub fn of_issuer(issuer: &str) -> Option<String> {
    first(server_metadata_urls(issuer, Revision::NEWEST).ok()?)
}

/// The locations of a server's resource metadata, in the order in which they are asked: path-inserted, then the root (RFC 9728
/// §3.1; MCP 2025-11-25, protected resource metadata discovery).
///
/// # Errors
/// Where the text is not an address of an MCP server.
pub fn resource_metadata_urls(server: &str) -> Result<Vec<String>, ServerFlaw> {
    let address = server_address(server)?;
    let origin = address.origin();
    let mut urls = path_inserted(&address);
    let root = format!("{origin}{RESOURCE}");
    if !urls.contains(&root) {
        urls.push(root);
    }
    Ok(urls)
}

/// Those of [`resource_metadata_urls`] that hold the server's path or query; none where it has neither.
///
/// # Errors
/// Where the text is not an address of an MCP server.
pub fn path_inserted_urls(server: &str) -> Result<Vec<String>, ServerFlaw> {
    Ok(path_inserted(&server_address(server)?))
}

fn path_inserted(address: &Address<'_>) -> Vec<String> {
    let origin = address.origin();
    let query = address
        .query
        .map(|query| format!("?{query}"))
        .unwrap_or_default();
    let mut urls = Vec::new();
    // RFC 9728 §3.1 drops the slash after the host; whether it drops one at the end of a longer path is not clear (RFC 8414 §3.1
    // does): without it first, literally second.
    for path in [trimmed(address.path), literal(address.path)] {
        let url = format!("{origin}{RESOURCE}{path}{query}");
        let names_something = !path.is_empty() || !query.is_empty();
        if names_something && !urls.contains(&url) {
            urls.push(url);
        }
    }
    urls
}

/// The identifier that a well-known location was made from: what its `resource` must be (RFC 9728 §3.3).
#[must_use]
pub fn identifier_of(metadata_url: &str) -> Option<String> {
    let (origin, rest) = metadata_url.split_once(RESOURCE)?;
    (rest.is_empty() || rest.starts_with(['/', '?'])).then(|| format!("{origin}{rest}"))
}

/// The locations of an issuer's metadata, in the order in which they are asked (MCP 2025-11-25, authorization server metadata
/// discovery; RFC 8414 §3.1, §5; OpenID Connect Discovery §4.1). 2025-06-18 knows only the first.
///
/// # Errors
/// Where the text is not an issuer identifier.
pub fn server_metadata_urls(issuer: &str, revision: Revision) -> Result<Vec<String>, IssuerFlaw> {
    let address = issuer_address(issuer)?;
    let origin = address.origin();
    // A terminating slash is removed for the URLs, and kept in the issuer that is expected (RFC 8414 §3.1).
    let path = address.path.strip_suffix('/').unwrap_or(address.path);
    let oauth = format!("{origin}{SERVER}{path}");
    if revision < Revision::V2025_11_25 {
        return Ok(vec![oauth]);
    }
    let mut urls = vec![oauth, format!("{origin}{OPENID}{path}")];
    if !path.is_empty() {
        urls.push(format!("{origin}{path}{OPENID}"));
    }
    Ok(urls)
}

/// Where authorization server metadata is found that is not where it belongs: forms that no specification knows. None for an issuer
/// without a path.
#[must_use]
pub fn misplaced_server_metadata_urls(issuer: &str) -> Vec<String> {
    let Ok(address) = Address::parse(issuer) else {
        return Vec::new();
    };
    let (origin, path) = (address.origin(), address.path.trim_end_matches('/'));
    if path.is_empty() {
        return Vec::new();
    }
    let segment = "/.well-known/oauth-authorization-server";
    vec![
        format!("{origin}{path}{segment}"),
        format!("{origin}{segment}"),
    ]
}

/// The issuer taken apart, if it is one: https (http for this machine), no query, no fragment, no user information (RFC 8414 §2).
///
/// # Errors
/// What is wrong with it.
pub fn issuer_address(issuer: &str) -> Result<Address<'_>, IssuerFlaw> {
    let address = Address::parse(issuer).map_err(|_| IssuerFlaw::NotAUrl)?;
    if address.userinfo.is_some() {
        return Err(IssuerFlaw::HasUserinfo);
    }
    if address.fragment.is_some() {
        return Err(IssuerFlaw::HasFragment);
    }
    if address.query.is_some() {
        return Err(IssuerFlaw::HasQuery);
    }
    if !address.is_secure() {
        return Err(IssuerFlaw::NotHttps);
    }
    if address.path.contains("/.well-known/") {
        return Err(IssuerFlaw::MetadataUrl);
    }
    Ok(address)
}

/// What 2025-03-26 takes for granted where nothing is published (Authorization Base URL; Fallbacks for Servers without Metadata
/// Discovery).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Legacy {
    /// The authorization base URL, which is also the only issuer that fits.
    pub issuer: String,
    /// Where its metadata would be.
    pub metadata_url: String,
    /// Its default authorization endpoint.
    pub authorize: String,
    /// Its default token endpoint.
    pub token: String,
    /// Its default registration endpoint.
    pub register: String,
}

/// The server's origin as its own authorization server.
///
/// # Errors
/// Where the text is not an address of an MCP server.
pub fn legacy(server: &str) -> Result<Legacy, ServerFlaw> {
    let issuer = server_address(server)?.origin();
    Ok(Legacy {
        metadata_url: format!("{issuer}{SERVER}"),
        authorize: format!("{issuer}/authorize"),
        token: format!("{issuer}/token"),
        register: format!("{issuer}/register"),
        issuer,
    })
}

/// The server's address taken apart.
///
/// # Errors
/// Where the text is not an address of an MCP server.
pub fn server_address(server: &str) -> Result<Address<'_>, ServerFlaw> {
    let address = Address::parse(server).map_err(|flaw| match flaw {
        NotAnAddress::NoScheme => ServerFlaw::MissingScheme,
        NotAnAddress::NoHost | NotAnAddress::Invalid => ServerFlaw::NotAUrl,
    })?;
    if !address.has_scheme("https") && !address.has_scheme("http") {
        return Err(ServerFlaw::MissingScheme);
    }
    if address.userinfo.is_some() {
        return Err(ServerFlaw::UserinfoNotAllowed);
    }
    Ok(address)
}

fn trimmed(path: &str) -> &str {
    path.strip_suffix('/').unwrap_or(path)
}

fn literal(path: &str) -> &str {
    if path == "/" { "" } else { path }
}

fn first(urls: Vec<String>) -> Option<String> {
    urls.into_iter().next()
}
