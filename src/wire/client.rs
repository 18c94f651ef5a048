//! Client registration: the answer (RFC 7591 §3.2.1) and the error (§3.2.2); a client ID metadata document has the same members.

use super::json::{Deviation, Object, Unreadable, read_object};
use crate::secret::Secret;

/// What a registration endpoint answered, or what a client ID metadata document says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ClientInformation {
    /// `client_id`.
    pub client_id: Option<String>,
    /// `client_secret`.
    pub client_secret: Option<Secret>,
    /// `client_secret_expires_at` in seconds since the epoch; 0 means never.
    pub client_secret_expires_at: Option<f64>,
    /// `client_name`.
    pub client_name: Option<String>,
    /// `redirect_uris`, raw.
    pub redirect_uris: Option<Vec<String>>,
    /// `token_endpoint_auth_method`.
    pub token_endpoint_auth_method: Option<String>,
    /// `token_endpoint_auth_methods_supported`: every method that the client can use, the plural of the member above (OpenID Connect RP
    /// Metadata Choices 1.0 §2).
    pub token_endpoint_auth_methods_supported: Option<Vec<String>>,
    /// `grant_types`.
    pub grant_types: Option<Vec<String>>,
    /// `response_types`.
    pub response_types: Option<Vec<String>>,
    /// `application_type` (OpenID Connect Registration §2).
    pub application_type: Option<String>,
    /// `scope`.
    pub scope: Option<String>,
    /// `jwks_uri`.
    pub jwks_uri: Option<String>,
    /// `dpop_bound_access_tokens` (RFC 9449 §5.2).
    pub dpop_bound_access_tokens: Option<bool>,
    /// `registration_client_uri` (RFC 7592 §3).
    pub registration_client_uri: Option<String>,
    /// `registration_access_token` (RFC 7592 §3).
    pub registration_access_token: Option<Secret>,
    /// `error` (RFC 7591 §3.2.2).
    pub error: Option<String>,
    /// `error_description`, untrusted text.
    pub error_description: Option<String>,
    /// Names of all members; the values of some are secret.
    pub members: Vec<String>,
    /// Members that are not as specified.
    pub deviations: Vec<Deviation>,
}

impl ClientInformation {
    /// Every way to authenticate that the document names, the preferred one first.
    pub fn authentication_methods(&self) -> impl Iterator<Item = &str> {
        let all = self.token_endpoint_auth_methods_supported.as_deref();
        let preferred = self.token_endpoint_auth_method.as_deref();
        let others = all.unwrap_or_default().iter().map(String::as_str);
        preferred
            .into_iter()
            .chain(others.filter(move |one| Some(*one) != preferred))
    }
}

/// Reads a registration answer, an error answer or a client ID metadata document.
///
/// # Errors
/// Where the text is not a JSON object.
pub fn read(text: &str) -> Result<ClientInformation, Unreadable> {
    Ok(from_object(read_object(text)?))
}

fn from_object(mut object: Object) -> ClientInformation {
    ClientInformation {
        client_id: object.string("client_id"),
        client_secret: object.string("client_secret").map(Secret::new),
        client_secret_expires_at: object.number("client_secret_expires_at"),
        client_name: object.string("client_name"),
        redirect_uris: object.strings("redirect_uris"),
        token_endpoint_auth_method: object.string("token_endpoint_auth_method"),
        token_endpoint_auth_methods_supported: object
            .strings("token_endpoint_auth_methods_supported"),
        grant_types: object.strings("grant_types"),
        response_types: object.strings("response_types"),
        application_type: object.string("application_type"),
        scope: object.string("scope"),
        jwks_uri: object.string("jwks_uri"),
        dpop_bound_access_tokens: object.boolean("dpop_bound_access_tokens"),
        registration_client_uri: object.string("registration_client_uri"),
        registration_access_token: object.string("registration_access_token").map(Secret::new),
        error: object.string("error"),
        error_description: object.string("error_description"),
        members: object.members.keys().cloned().collect(),
        deviations: object.deviations,
    }
}
