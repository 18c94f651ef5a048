//! What a host asks for.

use crate::flow::client::Client;
use crate::spec::Revision;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// A sign-in as the host wants it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct SignInOptions {
    /// The MCP server's address, raw.
    pub server: String,
    /// Where the callback comes, raw; without one, a code is shown where the server offers that (RFC 8628).
    pub redirect_uri: Option<String>,
    /// A client that the host or the person brought.
    pub client: Option<Client>,
    /// The client's own metadata with the names of RFC 7591 §2, for dynamic registration. A `client_id` among them is the address
    /// of a client ID metadata document that says the same.
    pub client_metadata: Map<String, Value>,
    /// The scopes to ask for instead of those that the server names.
    pub scopes: Option<Vec<String>>,
    /// Whether `offline_access` may be added where the authorization server lists it; yes where absent.
    pub offline_access: Option<bool>,
    /// Another `resource`, or `false` to send none (RFC 8707).
    pub resource: Option<ResourceOption>,
    /// The revision to follow; without one the newest algorithm, with the fallbacks that the specification allows.
    pub revision: Option<Revision>,
    /// How to ask; polite where absent.
    pub probe: Option<Probe>,
    /// More parameters of the authorization request; those of the flow itself are reserved.
    pub extra_params: BTreeMap<String, String>,
    /// The authorization server to use, by its issuer, raw: one of several that the MCP server names, or, as a named deviation, one
    /// that it does not name.
    pub authorization_server: Option<String>,
    /// Members of the authorization server's metadata that the host knows better than the server, such as endpoints (RFC 8414 §2): a deviation
    /// that is told.
    pub authorization_server_metadata: Map<String, Value>,
    /// The issuer that it must be, raw: nothing of the client goes to another one. A document at the place of the named issuer that says this
    /// one is accepted, as a named deviation.
    pub issuer: Option<String>,
    /// `WWW-Authenticate` of an answer that the host has got already: saves asking again, and makes cached discovery void.
    pub challenge: Option<String>,
    /// Whether tokens are bound to a key (RFC 9449); where absent, only if the server demands it.
    pub dpop: Option<bool>,
    /// Where the host goes on afterwards; carried in `Pending`.
    pub return_to: Option<String>,
    /// Where a redirect page that serves several applications hands the callback on to (the page itself lists whom it serves).
    /// It travels in `state`, after a dot, in base64url.
    pub hand_back_to: Option<String>,
    /// Whether to register again although a client is kept: for one that the server no longer knows.
    pub register_again: Option<bool>,
    /// What was tried so far, each once; never from outside.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub retried: Vec<Retry>,
    /// Whether the tokens are tried at the server; yes where absent.
    pub prove: Option<bool>,
    /// Named opt-outs.
    pub allow: Vec<Allowed>,
}

impl SignInOptions {
    /// Whether the host itself says that this is the issuer.
    #[must_use]
    pub fn names_issuer(&self, issuer: &str) -> bool {
        let named = [&self.issuer, &self.authorization_server];
        named.into_iter().flatten().any(|one| one == issuer)
    }

    /// Whether a deviation is allowed.
    #[must_use]
    pub fn allows(&self, deviation: Allowed) -> bool {
        self.allow.contains(&deviation)
    }
}

/// Why a sign-in was started again by the flow itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Retry {
    /// With the secret that was issued along with `none`.
    Secret,
    /// With tokens bound to a key.
    Dpop,
    /// With what discovery finds now.
    Discovery,
}

/// `resource` as the host wants it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum ResourceOption {
    /// `false`: send none; `true`: send it even where the revision has none.
    Send(bool),
    /// Send this, raw.
    Named(String),
}

/// How to ask a server.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Probe {
    /// First the 401, then each level at once.
    #[default]
    Polite,
    /// The path-inserted resource metadata at the same time as the first request.
    Eager,
}

/// A deviation that the person may allow. `state`, `iss`, URL schemes and S256 have none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Allowed {
    /// Go on where `code_challenge_methods_supported` is absent; S256 is still sent.
    UnadvertisedPkce,
    /// Take a `resource` of the same origin that is a path prefix or differs in spelling only.
    CompatibleResource,
    /// Take a bare code, where the server does not announce `iss`.
    BareCode,
    /// Let a server elsewhere name http addresses of this machine.
    InsecureLoopback,
}
