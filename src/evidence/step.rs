//! The steps of the flow as they were seen: one exchange each, with its parsed views and its links to the others.

use super::seen::{Answer, Seen};
use crate::http::Exchange;
use crate::wire::callback::Callback;
use crate::wire::challenge::{Challenge, Challenges};
use crate::wire::client::ClientInformation;
use crate::wire::form;
use crate::wire::jwt::Claims;
use crate::wire::resource::ResourceMetadata;
use crate::wire::rpc::{self, Reply};
use crate::wire::server::ServerMetadata;
use crate::wire::token::TokenAnswer;
use serde::{Deserialize, Serialize};

/// What an exchange is.
#[cfg_attr(all(test, not(target_arch = "wasm32")), derive(schemars::JsonSchema))]
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Step {
    /// A CORS preflight.
    Preflight,
    /// A request to the MCP server.
    Mcp,
    /// A request for protected resource metadata.
    ResourceMetadata,
    /// A request for authorization server metadata.
    ServerMetadata,
    /// Dynamic client registration.
    Registration,
    /// A client ID metadata document is fetched.
    ClientMetadataDocument,
    /// A pushed authorization request (RFC 9126).
    PushedAuthorization,
    /// A device authorization request (RFC 8628).
    DeviceAuthorization,
    /// The authorization request in the browser, and the pages it leads to.
    Authorization,
    /// A page between the authorization request and the callback: login, consent.
    AuthorizationPage,
    /// The authorization response, at the redirect URI.
    Callback,
    /// A token request.
    Token,
    /// A revocation request.
    Revocation,
    /// None of these.
    Other,
}

/// A request to the MCP server.
#[derive(Clone, Debug)]
pub struct McpRequest<'a> {
    /// Index of the exchange in the evidence.
    pub index: usize,
    /// The exchange.
    pub exchange: &'a Exchange,
    /// `method` of the JSON-RPC message, such as `initialize` or `tools/call`.
    pub rpc_method: Option<String>,
    /// The credential that was sent; `None` where none was.
    pub credential: Option<Credential>,
    /// The challenges of the answer.
    pub challenges: Seen<Challenges>,
}

impl McpRequest<'_> {
    /// The challenge to act on, if one was seen.
    #[must_use]
    pub fn challenge(&self) -> Option<&Challenge> {
        self.challenges.value()?.acted_on()
    }

    /// What the answer says, whatever its status.
    #[must_use]
    pub fn reply(&self) -> Reply {
        let response = self.exchange.response.as_ref();
        response.map_or(Reply::Unseen, rpc::reply)
    }

    /// Whether the client opens the conversation by it.
    #[must_use]
    pub fn is_handshake(&self) -> bool {
        matches!(
            self.rpc_method.as_deref(),
            Some("initialize" | "server/discover")
        )
    }

    /// Whether a successful answer is not one of MCP, and not a page either: plain text, JSON of another kind, or nothing where a message
    /// is due.
    #[must_use]
    pub fn is_no_message(&self) -> bool {
        let query = self.exchange.request.url.split_once('?');
        let in_session = query.is_some_and(|(_, query)| query.contains("session"));
        self.exchange.is_success()
            && match self.reply() {
                // A page may be a login, or an edge's.
                Reply::Other => !self.exchange.is_page(),
                // The older transport names the session in the address, and sends its messages in a stream (MCP 2024-11-05, HTTP with SSE).
                Reply::Empty => self.is_handshake() && !in_session,
                Reply::Message | Reply::Error { .. } | Reply::Unseen => false,
            }
    }

    /// Whether the call got through: a message came that is not an error, or a success of which nobody saw more.
    #[must_use]
    pub fn is_answered(&self) -> bool {
        let response = self.exchange.response.as_ref();
        self.exchange.is_success()
            && match self.reply() {
                Reply::Message => true,
                Reply::Unseen => response.is_some_and(|one| one.body.is_none()),
                Reply::Error { .. } | Reply::Empty | Reply::Other => false,
            }
    }

    /// Whether nobody saw what was sent with it: a line of a log tells the address and the status.
    #[must_use]
    pub fn hides_credential(&self) -> bool {
        let response = self.exchange.response.as_ref();
        self.credential.is_none()
            && self.exchange.request.headers.is_empty()
            && response.is_some_and(|one| one.headers_partial)
    }

    /// Whether a success shows that the credential was accepted. Behind the handshake a call that fails was let in, and a notification is
    /// answered with nothing; the handshake itself must be answered.
    #[must_use]
    pub fn is_let_in(&self) -> bool {
        let refused = self.exchange.is_page() || self.is_no_message();
        self.exchange.is_success() && !refused && (!self.is_handshake() || self.is_answered())
    }
}

/// A credential in an `Authorization` header, or a key in a header of its own; the secret itself is not kept.
#[derive(Clone, Debug)]
pub struct Credential {
    /// The header, as it was sent.
    pub header: String,
    /// The scheme in lower case: `bearer`, `basic`, `dpop`, or another; empty for a key in a header of its own.
    pub scheme: String,
    /// Hints from a JWT; `None` where the token is opaque.
    pub claims: Option<Claims>,
    /// Index of the token answer that issued it, if it was seen.
    pub issued_by: Option<usize>,
}

/// A request for protected resource metadata.
#[derive(Clone, Debug)]
pub struct ResourceMetadataRequest<'a> {
    /// Index of the exchange in the evidence.
    pub index: usize,
    /// The exchange.
    pub exchange: &'a Exchange,
    /// How the URL was built.
    pub form: LocationForm,
    /// The resource that this URL is the metadata location of, as far as the URL tells; `None` where only a challenge names it.
    pub of: Option<String>,
    /// Index of the MCP request whose challenge named this URL.
    pub announced_by: Option<usize>,
    /// What came back.
    pub answer: Answer<'a, ResourceMetadata>,
}

/// How a metadata URL relates to the identifier that it describes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LocationForm {
    /// Well-known segment between host and path (RFC 9728 §3.1, RFC 8414 §3.1).
    Inserted,
    /// Well-known segment at the root, nothing behind it.
    Root,
    /// Well-known segment behind a path: right for `openid-configuration`, wrong for the others.
    Appended,
    /// Some other URL that only a challenge names.
    Announced,
}

/// A request for authorization server metadata.
#[derive(Clone, Debug)]
pub struct ServerMetadataRequest<'a> {
    /// Index of the exchange in the evidence.
    pub index: usize,
    /// The exchange.
    pub exchange: &'a Exchange,
    /// Which document.
    pub kind: MetadataKind,
    /// How the URL was built.
    pub form: LocationForm,
    /// The issuer that this URL belongs to: as `authorization_servers` spells it where that was seen, else as the URL implies.
    pub expected_issuer: String,
    /// Index of the resource metadata that named this issuer.
    pub named_by: Option<usize>,
    /// What came back.
    pub answer: Answer<'a, ServerMetadata>,
}

/// Which kind of authorization server metadata.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MetadataKind {
    /// `oauth-authorization-server` (RFC 8414).
    OAuth,
    /// `openid-configuration` (OpenID Connect Discovery).
    OpenId,
}

/// How an endpoint was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// The metadata at this index advertises it.
    Advertised(usize),
    /// All metadata that was seen, seen whole, does not have it: the client made it up.
    Guessed,
    /// The evidence doesn't tell.
    Unknown,
}

/// A dynamic client registration.
#[derive(Clone, Debug)]
pub struct RegistrationRequest<'a> {
    /// Index of the exchange in the evidence.
    pub index: usize,
    /// The exchange.
    pub exchange: &'a Exchange,
    /// How the client found the endpoint.
    pub source: Source,
    /// What the client asked for; `None` where the body was not seen.
    pub asked: Option<ClientInformation>,
    /// What came back, success or error.
    pub answer: Answer<'a, ClientInformation>,
}

/// The authorization request (also a pushed or a device authorization request).
#[derive(Clone, Debug)]
pub struct AuthorizationRequest<'a> {
    /// Index of the exchange in the evidence.
    pub index: usize,
    /// The exchange.
    pub exchange: &'a Exchange,
    /// How the client found the endpoint.
    pub source: Source,
    /// Parameters in order, decoded once.
    pub parameters: Vec<(String, String)>,
}

impl AuthorizationRequest<'_> {
    /// The first value of a parameter.
    #[must_use]
    pub fn parameter(&self, name: &str) -> Option<&str> {
        form::first(&self.parameters, name)
    }
}

/// An authorization response, at the redirect URI or in a redirect to it.
#[derive(Clone, Debug)]
pub struct CallbackSeen<'a> {
    /// Index of the exchange in the evidence: the callback itself, or the answer that redirects to it.
    pub index: usize,
    /// The exchange.
    pub exchange: &'a Exchange,
    /// Index of the authorization request it answers: the last one before it.
    pub answers: Option<usize>,
    /// Its parameters.
    pub callback: Callback,
}

/// A token request.
#[derive(Clone, Debug)]
pub struct TokenRequest<'a> {
    /// Index of the exchange in the evidence.
    pub index: usize,
    /// The exchange.
    pub exchange: &'a Exchange,
    /// How the client found the endpoint.
    pub source: Source,
    /// Parameters in order; codes, verifiers, secrets and refresh tokens among them: never print a value that is not known to be harmless.
    pub parameters: Vec<(String, String)>,
    /// How the client authenticated; `None` where the request was not seen well enough.
    pub authentication: Option<ClientAuthentication>,
    /// What came back, success or error.
    pub answer: Answer<'a, TokenAnswer>,
}

impl TokenRequest<'_> {
    /// The first value of a parameter.
    #[must_use]
    pub fn parameter(&self, name: &str) -> Option<&str> {
        form::first(&self.parameters, name)
    }

    /// `grant_type`, if the body was seen.
    #[must_use]
    pub fn grant(&self) -> Option<&str> {
        self.parameter("grant_type")
    }
}

/// How a client authenticates at the token endpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClientAuthentication {
    /// `client_secret_basic`.
    Basic,
    /// `client_secret_post`.
    Post,
    /// `private_key_jwt` or `client_secret_jwt`.
    Assertion,
    /// `none`: a client id only.
    None,
    /// Basic and a secret in the body, which RFC 6749 §2.3 forbids.
    Both,
}

/// A CORS preflight.
#[derive(Clone, Debug)]
pub struct Preflight<'a> {
    /// Index of the exchange in the evidence.
    pub index: usize,
    /// The exchange.
    pub exchange: &'a Exchange,
    /// The step that the browser asks permission for, by its URL.
    pub for_step: Step,
}
