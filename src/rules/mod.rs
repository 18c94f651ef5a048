//! The registry: every rule, in the order of the flow.

pub mod authorization;
pub mod browser;
pub mod callback;
pub mod challenge;
pub mod client;
pub mod contact;
pub mod cors;
pub mod edge;
pub mod registration;
pub mod relation;
pub mod resource;
pub mod server;
pub mod stuck;
pub mod wording;
pub mod words;

use crate::rule::Rule;

/// The rule of an id.
#[must_use]
pub fn by_id(id: &str) -> Option<&'static Rule> {
    ALL.iter().find(|rule| rule.id == id).copied()
}

/// Every rule, in the order of the flow: of two findings that could both be the cause, the earlier one is.
pub static ALL: &[&Rule] = &[
    // First contact.
    &contact::unreachable::RULE,
    &contact::proxy::RULE,
    &contact::private_authority::RULE,
    &contact::tls::RULE,
    &edge::user_agent::RULE,
    &edge::blocked::RULE,
    &edge::rate_limited::RULE,
    &contact::not_found::RULE,
    &contact::redirect::RULE,
    &contact::login_page::RULE,
    &contact::insecure_address::RULE,
    &contact::version_refused::RULE,
    &contact::server_error::RULE,
    &contact::error_in_success::RULE,
    &contact::forbidden::RULE,
    &contact::bad_request::RULE,
    // The challenge.
    &challenge::renamed::RULE,
    &challenge::missing::RULE,
    &challenge::other_scheme::RULE,
    &challenge::insecure_metadata_url::RULE,
    &challenge::malformed::RULE,
    &challenge::without_metadata::RULE,
    &challenge::error_without_token::RULE,
    &challenge::without_scope::RULE,
    &challenge::offline_access::RULE,
    &contact::late_challenge::RULE,
    &contact::public::RULE,
    // What a page may not read.
    &browser::mixed_content::RULE,
    &browser::local_network::RULE,
    &browser::preflight_refused::RULE,
    &browser::preflight_headers::RULE,
    &browser::not_readable::RULE,
    &browser::header_not_exposed::RULE,
    &browser::credentials_with_wildcard::RULE,
    &browser::blocked::RULE,
    // What the client does wrong on the way.
    &client::port_in_use::RULE,
    &client::ignores_client_id::RULE,
    &client::metadata_url::RULE,
    &client::ignores_challenge::RULE,
    &client::redirect_not_followed::RULE,
    &client::ignores_authorization_server::RULE,
    &client::expected_issuer::RULE,
    &client::loses_registration_endpoint::RULE,
    &client::endpoint_origin::RULE,
    &client::resource_comparison::RULE,
    // Protected resource metadata.
    &resource::metadata_html::RULE,
    &resource::metadata_redirected::RULE,
    &resource::metadata_protected::RULE,
    &resource::metadata_unreadable::RULE,
    &resource::metadata_unreachable::RULE,
    &resource::metadata_missing::RULE,
    &resource::metadata_appended::RULE,
    &resource::metadata_not_at_path::RULE,
    &resource::metadata_not_at_root::RULE,
    &resource::metadata_cors::RULE,
    &resource::insecure_url::RULE,
    &resource::resource_missing::RULE,
    &resource::resource_syntax::RULE,
    &resource::resource_mismatch::RULE,
    &resource::member_type::RULE,
    &resource::authorization_servers_missing::RULE,
    &resource::authorization_server_entry::RULE,
    &resource::resource_ancestor::RULE,
    &resource::resource_slash::RULE,
    &resource::resource_spelling::RULE,
    &resource::metadata_content_type::RULE,
    &resource::documents_differ::RULE,
    &resource::some_servers_unusable::RULE,
    &resource::bearer_methods::RULE,
    &resource::scopes::RULE,
    &resource::dpop_required::RULE,
    // Authorization server metadata.
    &server::metadata_html::RULE,
    &server::metadata_failing::RULE,
    &server::metadata_unreadable::RULE,
    &server::metadata_misplaced::RULE,
    &server::metadata_missing::RULE,
    &server::only_openid::RULE,
    &server::cors::RULE,
    &server::preflight_header::RULE,
    &server::issuer_missing::RULE,
    &server::insecure_endpoint::RULE,
    &server::issuer_mismatch::RULE,
    &server::issuer_slash::RULE,
    &server::issuer_template::RULE,
    &server::authorization_endpoint_missing::RULE,
    &server::token_endpoint_missing::RULE,
    &server::endpoint_unusable::RULE,
    &server::member_type::RULE,
    &server::response_types::RULE,
    &server::grant_types::RULE,
    &server::pkce_without_s256::RULE,
    &server::pkce_not_advertised::RULE,
    &server::documents_disagree::RULE,
    &server::protected_resources::RULE,
    &server::consent_skipped::RULE,
    &server::empty_list::RULE,
    &server::client_authentication::RULE,
    &server::no_refresh_grant::RULE,
    &server::only_dynamic_registration::RULE,
    &server::iss_not_announced::RULE,
    &server::endpoint_elsewhere::RULE,
    &server::caching::RULE,
    &server::default_endpoint_missing::RULE,
    &server::default_endpoints::RULE,
    // Registration.
    &registration::guessed::RULE,
    &registration::authentication_required::RULE,
    &registration::policy::RULE,
    &registration::client_not_admitted::RULE,
    &registration::redirect_uri_refused::RULE,
    &registration::metadata_refused::RULE,
    &registration::limited::RULE,
    &registration::endpoint_failing::RULE,
    &registration::answer_unreadable::RULE,
    &registration::client_id_missing::RULE,
    &registration::redirect_uris_changed::RULE,
    &registration::client_document::RULE,
    &registration::client_document_refused::RULE,
    &registration::not_offered::RULE,
    &registration::authentication_changed::RULE,
    &registration::secret_expiry::RULE,
    &registration::unexpected_status::RULE,
    &registration::no_refresh_grant::RULE,
    // Authorization request.
    &authorization::server_error::RULE,
    &authorization::client_unknown::RULE,
    &authorization::redirect_uri_mismatch::RULE,
    &authorization::resource_refused::RULE,
    &authorization::resource_missing::RULE,
    &authorization::pkce_missing::RULE,
    &authorization::scope_missing::RULE,
    &authorization::scope_refused::RULE,
    &authorization::denied::RULE,
    &authorization::client_not_authorized::RULE,
    &authorization::refused::RULE,
    &authorization::insecure_redirect_uri::RULE,
    &authorization::pkce_not_sent::RULE,
    &authorization::state_not_sent::RULE,
    &authorization::browser_not_opened::RULE,
    &authorization::offline_access_not_asked::RULE,
    // Callback.
    &callback::duplicate_parameter::RULE,
    &callback::response_mode::RULE,
    &callback::state_missing::RULE,
    &callback::state_mismatch::RULE,
    &callback::iss_mismatch::RULE,
    &callback::iss_missing::RULE,
    &callback::code_missing::RULE,
    &callback::never_came::RULE,
    &callback::elsewhere::RULE,
    &callback::iss_not_announced::RULE,
];
