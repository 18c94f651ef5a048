//! Protected resource metadata (RFC 9728 §2).

use super::json::{Deviation, Object, Unreadable, read_object};

/// A protected resource's metadata document, typed as far as this flow needs it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ResourceMetadata {
    /// `resource`, raw: compared as it stands (RFC 9728 §6).
    pub resource: Option<String>,
    /// `authorization_servers`: issuer identifiers, raw.
    pub authorization_servers: Option<Vec<String>>,
    /// `scopes_supported`.
    pub scopes_supported: Option<Vec<String>>,
    /// `bearer_methods_supported`; an empty list says that no method is supported.
    pub bearer_methods_supported: Option<Vec<String>>,
    /// `dpop_bound_access_tokens_required`.
    pub dpop_bound_access_tokens_required: Option<bool>,
    /// `dpop_signing_alg_values_supported`.
    pub dpop_signing_alg_values_supported: Option<Vec<String>>,
    /// `resource_name`, untrusted text.
    pub resource_name: Option<String>,
    /// `resource_documentation`, untrusted.
    pub resource_documentation: Option<String>,
    /// Every member as received.
    pub members: serde_json::Map<String, serde_json::Value>,
    /// Members that are not as specified.
    pub deviations: Vec<Deviation>,
}

/// Reads a protected resource metadata document.
///
/// # Errors
/// Where the text is not a JSON object.
pub fn read(text: &str) -> Result<ResourceMetadata, Unreadable> {
    Ok(from_object(read_object(text)?))
}

fn from_object(mut object: Object) -> ResourceMetadata {
    // Members that this flow doesn't use are read for their type only: strict clients refuse the document for a null among them.
    for member in [
        "jwks_uri",
        "resource_policy_uri",
        "resource_tos_uri",
        "signed_metadata",
    ] {
        object.string(member);
    }
    object.strings("resource_signing_alg_values_supported");
    object.strings("authorization_details_types_supported");
    object.boolean("tls_client_certificate_bound_access_tokens");
    ResourceMetadata {
        resource: object.string("resource"),
        authorization_servers: object.strings("authorization_servers"),
        scopes_supported: object.strings("scopes_supported"),
        bearer_methods_supported: object.strings("bearer_methods_supported"),
        dpop_bound_access_tokens_required: object.boolean("dpop_bound_access_tokens_required"),
        dpop_signing_alg_values_supported: object.strings("dpop_signing_alg_values_supported"),
        resource_name: object.string("resource_name"),
        resource_documentation: object.string("resource_documentation"),
        members: object.members,
        deviations: object.deviations,
    }
}
