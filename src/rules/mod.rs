//! The registry: every rule, in the order of the flow.

pub mod challenge;
pub mod cors;
pub mod resource;
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
    &challenge::missing::RULE,
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
];
