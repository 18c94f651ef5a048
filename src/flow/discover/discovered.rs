//! What discovery found.

use crate::wire::resource::ResourceMetadata;
use crate::wire::server::ServerMetadata;

/// Everything that the rest of the flow needs to know about a server.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Discovered {
    /// The validated issuer, raw.
    pub issuer: String,
    /// Its metadata.
    pub server_metadata: ServerMetadata,
    /// The text of its metadata, to be cached.
    pub server_text: String,
    /// The resource's metadata; nothing under 2025-03-26.
    pub resource_metadata: Option<ResourceMetadata>,
    /// The text of the resource's metadata, to be cached.
    pub resource_text: Option<String>,
    /// The identifier of the protected resource, raw.
    pub resource: String,
    /// Whether `resource` is sent.
    pub send_resource: bool,
    /// `scope` of the challenge.
    pub challenge_scope: Option<String>,
    /// Whether the challenge wants DPoP (RFC 9449 §7.1).
    pub challenges_dpop: bool,
    /// The server is judged as one of 2025-03-26: it is its own authorization server.
    pub legacy: bool,
    /// Nothing is published and the endpoints are those that 2025-03-26 takes for granted.
    pub assumed: bool,
    /// The host named the issuer, the authorization server or its metadata against what the servers say.
    pub named: bool,
    /// It was not asked now, but kept from before.
    pub remembered: bool,
}
