//! The authorization request (RFC 6749 §4.1.1; MCP, Authorization Code Protection and Resource Parameter Implementation).

pub mod callback;
pub mod device;
pub mod gates;
pub mod pkce;
pub mod prepare;
pub mod pushed;
pub mod redirect_uri;
pub mod scope;
pub mod signed;

use crate::error::Misuse;
use crate::flow::refusal::Refusal;
use crate::limits;
use crate::wire::address::Address;
use crate::wire::form;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The parameters of one request.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct AuthorizationRequest {
    /// The client.
    pub client_id: String,
    /// Where the answer comes, raw.
    pub redirect_uri: String,
    /// The challenge of the verifier (S256).
    pub code_challenge: String,
    /// Ties the answer to this request.
    pub state: String,
    /// The scopes; the parameter is left out where there are none.
    pub scopes: Vec<String>,
    /// The identifier of the protected resource, raw.
    pub resource: Option<String>,
    /// More parameters; those of the flow itself are reserved.
    pub extra: BTreeMap<String, String>,
}

/// Parameters that the flow itself sets or that would change what comes back: never from outside.
pub const RESERVED: [&str; 15] = [
    "client_id",
    "client_secret",
    "code_challenge",
    "code_challenge_method",
    "code_verifier",
    "dpop_jkt",
    "nonce",
    "redirect_uri",
    "request",
    "request_uri",
    "resource",
    "response_mode",
    "response_type",
    "scope",
    "state",
];

impl AuthorizationRequest {
    /// The parameters in order.
    #[must_use]
    pub fn parameters(&self) -> Vec<(String, String)> {
        let scope = self.scopes.join(" ");
        let mut parameters = vec![
            ("response_type", "code"),
            ("client_id", &self.client_id),
            ("redirect_uri", &self.redirect_uri),
            ("code_challenge", &self.code_challenge),
            ("code_challenge_method", "S256"),
            ("state", &self.state),
        ];
        if !scope.is_empty() {
            parameters.push(("scope", &scope));
        }
        if let Some(resource) = &self.resource {
            parameters.push(("resource", resource));
        }
        let extra = self
            .extra
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()));
        parameters
            .into_iter()
            .chain(extra)
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect()
    }

    /// The URL to open.
    ///
    /// # Errors
    /// Where the endpoint is nothing that may be opened.
    pub fn url(&self, endpoint: &str) -> Result<String, Refusal> {
        url(endpoint, &self.parameters())
    }
}

/// An endpoint with parameters added: a query that is there stays as it is (RFC 6749 §3.1).
///
/// # Errors
/// Where the endpoint is nothing that may be opened.
pub fn url(endpoint: &str, parameters: &[(String, String)]) -> Result<String, Refusal> {
    may_open(endpoint)?;
    require_unplanted(endpoint, parameters.iter().map(|(name, _)| name))?;
    let pairs = parameters
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()));
    let url = append(endpoint, &form::encode(pairs));
    may_open(&url)?;
    Ok(url)
}

/// An endpoint may have a query of its own (RFC 6749 §3.1), but none of the flow's parameters in it: an honest server that takes the first
/// of two would take what somebody else chose for `resource`, `scope` or `prompt`.
///
/// # Errors
/// Where it has one.
pub fn require_unplanted<'a>(
    endpoint: &str,
    own: impl Iterator<Item = &'a String>,
) -> Result<(), Refusal> {
    let Some((_, query)) = endpoint.split_once('?') else {
        return Ok(());
    };
    let own: Vec<&String> = own.collect();
    let is_ours = |name: &String| {
        RESERVED.contains(&name.as_str()) || name == "prompt" || own.contains(&name)
    };
    let mut names: Vec<String> = form::decode(query)
        .into_iter()
        .map(|(name, _)| name)
        .collect();
    names.retain(is_ours);
    if names.is_empty() {
        return Ok(());
    }
    Err(Refusal::ParametersPlanted {
        url: endpoint.split('?').next().unwrap_or_default().to_owned(),
        names,
    })
}

/// A query added to what is there.
#[must_use]
pub fn append(endpoint: &str, query: &str) -> String {
    let endpoint = endpoint.split('#').next().unwrap_or_default();
    let joint = match endpoint.split_once('?') {
        None => "?",
        Some((_, before)) if before.is_empty() || before.ends_with('&') => "",
        Some(_) => "&",
    };
    format!("{endpoint}{joint}{query}")
}

/// Whether a URL may be opened in a browser: https, or http to this machine; an allow-list, not a list of what is bad (MCP Security
/// Best Practices, OAuth Authorization URL Validation).
///
/// # Errors
/// Where it may not.
pub fn may_open(url: &str) -> Result<(), Refusal> {
    let refused = || Refusal::AuthorizationUrlRefused {
        received: url.to_owned(),
    };
    let plain = url
        .chars()
        .all(|c| !c.is_control() && !matches!(c, ' ' | '"' | '<' | '>' | '\\' | '`' | '\''));
    let address = Address::parse(url).map_err(|_| refused())?;
    let fits = plain
        && address.is_secure()
        && address.userinfo.is_none()
        && url.len() <= limits::AUTHORIZATION_URL;
    if fits { Ok(()) } else { Err(refused()) }
}

/// Refuses parameters that are not the caller's to set.
///
/// # Errors
/// A caller's mistake that names the parameter.
pub fn require_unreserved(extra: &BTreeMap<String, String>) -> Result<(), Misuse> {
    match extra.keys().find(|name| RESERVED.contains(&name.as_str())) {
        None => Ok(()),
        Some(name) => Err(Misuse::argument(
            format!("extraParams.{name}"),
            "a parameter that the flow does not set itself",
            name.clone(),
        )),
    }
}
