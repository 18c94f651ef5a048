//! Authorization server metadata (RFC 8414 §2) and OpenID provider metadata (OpenID Connect Discovery 1.0 §3).

use super::json::{Deviation, Object, Unreadable, read_object};

/// An authorization server's metadata document, typed as far as this flow needs it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ServerMetadata {
    /// `issuer`, raw: compared as it stands (RFC 8414 §4).
    pub issuer: Option<String>,
    /// `authorization_endpoint`, raw.
    pub authorization_endpoint: Option<String>,
    /// `token_endpoint`, raw.
    pub token_endpoint: Option<String>,
    /// `registration_endpoint`, raw.
    pub registration_endpoint: Option<String>,
    /// `revocation_endpoint`, raw.
    pub revocation_endpoint: Option<String>,
    /// `device_authorization_endpoint` (RFC 8628 §4), raw.
    pub device_authorization_endpoint: Option<String>,
    /// `pushed_authorization_request_endpoint` (RFC 9126 §5), raw.
    pub pushed_authorization_request_endpoint: Option<String>,
    /// `require_pushed_authorization_requests` (RFC 9126 §5).
    pub require_pushed_authorization_requests: Option<bool>,
    /// `scopes_supported`.
    pub scopes_supported: Option<Vec<String>>,
    /// `response_types_supported`.
    pub response_types_supported: Option<Vec<String>>,
    /// `response_modes_supported`; `query` and `fragment` where absent.
    pub response_modes_supported: Option<Vec<String>>,
    /// `grant_types_supported`; `authorization_code` and `implicit` where absent.
    pub grant_types_supported: Option<Vec<String>>,
    /// `token_endpoint_auth_methods_supported`; `client_secret_basic` where absent.
    pub token_endpoint_auth_methods_supported: Option<Vec<String>>,
    /// `token_endpoint_auth_signing_alg_values_supported`.
    pub token_endpoint_auth_signing_alg_values_supported: Option<Vec<String>>,
    /// `code_challenge_methods_supported` (RFC 8414 §2, RFC 7636).
    pub code_challenge_methods_supported: Option<Vec<String>>,
    /// `client_id_metadata_document_supported`: only JSON `true` counts.
    pub client_id_metadata_document_supported: Option<bool>,
    /// `authorization_response_iss_parameter_supported` (RFC 9207 §3): only JSON `true` counts.
    pub authorization_response_iss_parameter_supported: Option<bool>,
    /// `authorization_grant_profiles_supported` (enterprise-managed authorization §6).
    pub authorization_grant_profiles_supported: Option<Vec<String>>,
    /// `identity_chaining_requested_token_types_supported` (draft-ietf-oauth-identity-chaining).
    pub identity_chaining_requested_token_types_supported: Option<Vec<String>>,
    /// `dpop_signing_alg_values_supported` (RFC 9449 §5.1).
    pub dpop_signing_alg_values_supported: Option<Vec<String>>,
    /// `protected_resources` (RFC 9728 §4).
    pub protected_resources: Option<Vec<String>>,
    /// `jwks_uri`, raw.
    pub jwks_uri: Option<String>,
    /// Every member as received.
    pub members: serde_json::Map<String, serde_json::Value>,
    /// Members that are not as specified.
    pub deviations: Vec<Deviation>,
}

impl ServerMetadata {
    /// Whether client ID metadata documents are offered: JSON `true`, nothing else (MCP 2025-11-25, client registration).
    #[must_use]
    pub fn takes_client_id_metadata_documents(&self) -> bool {
        self.client_id_metadata_document_supported == Some(true)
    }

    /// Whether `iss` in the authorization response is announced: JSON `true`, nothing else (RFC 9207 §3).
    #[must_use]
    pub fn announces_iss(&self) -> bool {
        self.authorization_response_iss_parameter_supported == Some(true)
    }

    /// Whether the document is this issuer's: code point by code point (RFC 8414 §3.3, §4).
    #[must_use]
    pub fn is_of(&self, issuer: &str) -> bool {
        self.issuer.as_deref() == Some(issuer)
    }

    /// Whether S256 is advertised; `None` where the member is absent or empty (RFC 8414 §3.2).
    #[must_use]
    pub fn advertises_s256(&self) -> Option<bool> {
        let methods = self.code_challenge_methods_supported.as_ref()?;
        (!methods.is_empty()).then(|| methods.iter().any(|method| method == "S256"))
    }
}

/// Reads an authorization server's or OpenID provider's metadata document.
///
/// # Errors
/// Where the text is not a JSON object.
pub fn read(text: &str) -> Result<ServerMetadata, Unreadable> {
    Ok(from_object(read_object(text)?))
}

fn from_object(mut object: Object) -> ServerMetadata {
    ServerMetadata {
        issuer: object.string("issuer"),
        authorization_endpoint: object.string("authorization_endpoint"),
        token_endpoint: object.string("token_endpoint"),
        registration_endpoint: object.string("registration_endpoint"),
        revocation_endpoint: object.string("revocation_endpoint"),
        device_authorization_endpoint: object.string("device_authorization_endpoint"),
        pushed_authorization_request_endpoint: object
            .string("pushed_authorization_request_endpoint"),
        require_pushed_authorization_requests: object
            .boolean("require_pushed_authorization_requests"),
        scopes_supported: object.strings("scopes_supported"),
        response_types_supported: object.strings("response_types_supported"),
        response_modes_supported: object.strings("response_modes_supported"),
        grant_types_supported: object.strings("grant_types_supported"),
        token_endpoint_auth_methods_supported: object
            .strings("token_endpoint_auth_methods_supported"),
        token_endpoint_auth_signing_alg_values_supported: object
            .strings("token_endpoint_auth_signing_alg_values_supported"),
        code_challenge_methods_supported: object.strings("code_challenge_methods_supported"),
        client_id_metadata_document_supported: object
            .boolean("client_id_metadata_document_supported"),
        authorization_response_iss_parameter_supported: object
            .boolean("authorization_response_iss_parameter_supported"),
        authorization_grant_profiles_supported: object
            .strings("authorization_grant_profiles_supported"),
        identity_chaining_requested_token_types_supported: object
            .strings("identity_chaining_requested_token_types_supported"),
        dpop_signing_alg_values_supported: object.strings("dpop_signing_alg_values_supported"),
        protected_resources: object.strings("protected_resources"),
        jwks_uri: object.string("jwks_uri"),
        members: object.members,
        deviations: object.deviations,
    }
}
