//! How a client gets its client id (RFC 7591, client ID metadata documents).

pub mod answer_unreadable;
pub mod authentication_changed;
pub mod authentication_required;
pub mod client_document;
pub mod client_document_refused;
pub mod client_id_missing;
pub mod client_not_admitted;
pub mod document;
pub mod document_method;
pub mod document_needed;
pub mod document_unusable;
pub mod endpoint_failing;
pub mod guessed;
pub mod limited;
pub mod member_type;
pub mod metadata_refused;
pub mod no_refresh_grant;
pub mod not_offered;
pub mod policy;
pub mod redirect_uri_refused;
pub mod redirect_uris_changed;
pub mod refusal;
pub mod secret_expiry;
pub mod unexpected_status;
pub mod unreachable;
