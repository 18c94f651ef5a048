//! What a gateway or a provider is known to need stands in the message to its operator.

use super::{advice, finding, of};
use crate::action::ActionKind;
use crate::finding::Overall;
use crate::rule::Party;

const RENAMED: &str = "server: https://mcp.example.com/mcp
    > POST https://mcp.example.com/mcp
    < 401
    < x-amzn-Remapped-WWW-Authenticate: Bearer resource_metadata=\"https://mcp.example.com/.well-known/oauth-protected-resource\"";

#[test]
fn the_gateway_that_stands_before_the_server_is_named_with_what_to_set_there() {
    let cause = finding("challenge/renamed", Party::Server);
    let advice = advice(RENAMED, Overall::Blocked, Some(&cause));
    let action = of(&advice, ActionKind::PatchServer);
    let step = action
        .steps
        .iter()
        .find(|step| step.starts_with("AWS API Gateway: "));
    assert!(step.unwrap().contains("gateway response"), "{action:#?}");
    assert!(
        action
            .message
            .as_ref()
            .unwrap()
            .contains("AWS API Gateway: ")
    );
}

#[test]
fn a_hint_against_something_else_is_not_given() {
    let cause = finding("contact/server-error", Party::Server);
    let advice = advice(RENAMED, Overall::Blocked, Some(&cause));
    let steps = advice.actions.iter().flat_map(|action| &action.steps);
    assert!(
        !steps
            .into_iter()
            .any(|step| step.contains("AWS API Gateway"))
    );
}

#[test]
fn the_provider_of_the_authorization_server_is_named_with_its_switch() {
    let text = "server: https://mcp.example.com/mcp
        > POST https://x.zitadel.cloud/oauth/v2/register
        > {\"redirect_uris\":[\"http://127.0.0.1/cb\"]}
        < 403
        < {\"error\":\"access_denied\",\"error_description\":\"registration is disabled\"}";
    let cause = finding("registration/policy", Party::AuthorizationServer);
    let advice = advice(text, Overall::Blocked, Some(&cause));
    let action = of(&advice, ActionKind::PatchAuthorizationServer);
    assert!(
        action
            .steps
            .iter()
            .any(|step| step.contains("/v2/settings/security")),
        "{action:#?}"
    );
}
