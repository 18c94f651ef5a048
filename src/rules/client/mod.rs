//! What the client does wrong: told from a server's defect by what it asked for and what it should have asked for.

pub mod browser_not_opened;
pub mod endpoint_origin;
pub mod expected_issuer;
pub mod home;
pub mod ignores_authorization_server;
pub mod ignores_challenge;
pub mod ignores_client_id;
pub mod locations_not_asked;
pub(crate) mod loses_registration_endpoint;
pub mod metadata_url;
pub mod port_in_use;
pub mod redirect_not_followed;
pub mod registration_lost;
pub mod resource_comparison;
pub mod told;
