//! The actions of a whole report.

use super::*;

/// The actions of what was seen, judged as a whole.
pub fn judged(text: &str) -> Vec<ActionKind> {
    let report = crate::report::judge(&transcript::read(text).unwrap());
    report.actions.iter().map(|action| action.kind).collect()
}

pub const METADATA: &str = "> GET https://as.example/.well-known/oauth-authorization-server
    < 200
    < Content-Type: application/json
    < {\"issuer\":\"https://as.example\",\"authorization_endpoint\":\"https://as.example/a\",\"token_endpoint\":\"https://as.example/t\",\"response_types_supported\":[\"code\"],\"code_challenge_methods_supported\":[\"S256\"]}";

#[test]
fn registration_that_is_not_supported_ends_in_an_own_app_and_a_token() {
    let kinds = judged(&format!(
        "server: https://h.example/mcp
        symptom: Incompatible auth server: does not support dynamic client registration
        {METADATA}"
    ));
    assert_eq!(kinds.first(), Some(&ActionKind::OwnApp), "{kinds:?}");
    assert!(
        kinds.contains(&ActionKind::PersonalAccessToken),
        "{kinds:?}"
    );
}

#[test]
fn a_server_that_offers_no_sign_in_ends_in_the_fix_and_in_tokens_and_basic() {
    let kinds = judged(
        "server: https://h.example/mcp
        > POST https://h.example/mcp
        > {\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\"}
        < 401
        < Content-Type: text/plain",
    );
    assert_eq!(kinds.first(), Some(&ActionKind::PatchServer), "{kinds:?}");
    for kind in [
        ActionKind::PersonalAccessToken,
        ActionKind::Basic,
        ActionKind::ApiKeyHeader,
    ] {
        assert!(kinds.contains(&kind), "{kind:?}: {kinds:?}");
    }
}

#[test]
fn a_server_that_takes_tokens_made_by_hand_only_ends_in_one_and_basic_in_basic() {
    let kinds = |scheme: &str| {
        judged(&format!(
            "server: https://h.example/mcp
            > POST https://h.example/mcp
            > {{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\"}}
            < 401
            < WWW-Authenticate: {scheme} realm=\"notes\"
            > GET https://h.example/.well-known/oauth-protected-resource/mcp
            < 404
            > GET https://h.example/.well-known/oauth-protected-resource
            < 404
            > GET https://h.example/.well-known/oauth-authorization-server
            < 404"
        ))
    };
    let (bearer, basic) = (kinds("Bearer"), kinds("Basic"));
    assert_eq!(
        bearer.first(),
        Some(&ActionKind::PersonalAccessToken),
        "{bearer:?}"
    );
    assert_eq!(basic.first(), Some(&ActionKind::Basic), "{basic:?}");
    assert!(bearer.contains(&ActionKind::PatchServer), "{bearer:?}");
}

#[test]
fn a_wrong_secret_of_an_own_app_ends_in_its_form() {
    let kinds = judged(&format!(
        "server: https://h.example/mcp
        {}
        > POST https://as.example/t
        > Authorization: Basic eDp5
        > grant_type=authorization_code&code=c
        < 401
        < {{\"error\":\"invalid_client\"}}",
        METADATA.replace(
            "\"response_types_supported\"",
            "\"token_endpoint_auth_methods_supported\":[\"client_secret_basic\"],\"response_types_supported\""
        )
    ));
    assert_eq!(kinds.first(), Some(&ActionKind::OwnApp), "{kinds:?}");
}

#[test]
fn the_operator_gets_the_exact_line_to_send() {
    let report = crate::report::judge(
        &transcript::read(
            "server: https://h.example/mcp
            > POST https://h.example/mcp
            > {\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\"}
            < 401
            < Content-Type: text/plain",
        )
        .unwrap(),
    );
    let steps = report.actions[0].steps.join("\n");
    assert!(steps.contains("WWW-Authenticate: Bearer resource_metadata=\"https://h.example/.well-known/oauth-protected-resource/mcp\""), "{steps}");
}

#[test]
fn a_missing_scope_ends_in_more_scopes() {
    let kinds = judged(
        "server: https://h.example/mcp
        > POST https://h.example/mcp
        > Authorization: Bearer t
        > {\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"tools/call\"}
        < 403
        < WWW-Authenticate: Bearer error=\"insufficient_scope\", scope=\"write\"",
    );
    assert_eq!(kinds.first(), Some(&ActionKind::AddScopes), "{kinds:?}");
}

#[test]
fn an_unknown_client_ends_in_a_new_registration_where_there_is_one() {
    let kinds = judged(
        "server: https://h.example/mcp
        > POST https://as.example/token
        > grant_type=authorization_code&code=x&client_id=c
        < 401
        < Content-Type: application/json
        < {\"error\":\"invalid_client\",\"error_description\":\"Client not found\"}",
    );
    assert_eq!(kinds.first(), Some(&ActionKind::RegisterAgain), "{kinds:?}");
}

#[test]
fn another_authorization_server_ends_in_another_client_by_hand_or_by_registration() {
    let cause = finding("access/authorization-server-changed", Party::Server);
    let moved = "server: https://h.example/mcp
        > GET https://as.example/.well-known/oauth-authorization-server
        < 200
        < Content-Type: application/json
        < {\"issuer\":\"https://as.example\",\"authorization_endpoint\":\"https://as.example/authorize\",\"registration_endpoint\":\"https://as.example/register\"}";
    let advice = advice(moved, Overall::Blocked, Some(&cause));
    of(&advice, ActionKind::RegisterAgain);
    of(&advice, ActionKind::OwnApp);
}

#[test]
fn a_server_that_cannot_be_reached_ends_in_a_look_at_the_address_before_a_wait() {
    let judged = judged(
        "server: https://mcp.example.com/mcp
        > POST https://mcp.example.com/mcp
        ! connection connect ECONNREFUSED 192.0.2.1:443",
    );
    assert_eq!(judged, [ActionKind::ChangeSetting, ActionKind::RetryLater]);
}

#[test]
fn a_server_that_says_when_it_will_be_back_ends_in_a_wait() {
    let judged = judged(
        "server: https://mcp.example.com/mcp
        > POST https://mcp.example.com/mcp
        < 503
        < Retry-After: 120
        < {\"error\":\"maintenance\"}",
    );
    assert_eq!(judged.first(), Some(&ActionKind::RetryLater), "{judged:?}");
}

#[test]
fn a_port_that_is_taken_and_a_browser_that_stays_shut_have_their_own_ways() {
    let port = judged("symptom: Error: listen EADDRINUSE: address already in use 127.0.0.1:7890");
    assert_eq!(port.first(), Some(&ActionKind::FreePort), "{port:?}");
}

#[test]
fn a_redirect_uri_that_was_registered_is_the_authorization_servers_to_accept() {
    let kinds = judged(
        "server: https://h.example/mcp
        > POST https://as.example/register
        > {\"redirect_uris\":[\"https://chat.example.com/cb\"]}
        < 201
        < {\"client_id\":\"c\",\"redirect_uris\":[\"https://chat.example.com/cb\"]}
        > GET https://as.example/authorize?client_id=c&response_type=code&redirect_uri=https%3A%2F%2Fchat.example.com%2Fcb
        < 400
        < {\"error\":\"invalid_request\",\"error_description\":\"Redirect URI does not match allowed patterns\"}",
    );
    assert_eq!(
        kinds.first(),
        Some(&ActionKind::PatchAuthorizationServer),
        "{kinds:?}"
    );
}

#[test]
fn an_opaque_token_is_the_clients_to_mend_until_it_is_seen_to_send_resource() {
    let cause = finding("access/opaque-token", Party::AuthorizationServer);
    let refused = "> POST https://mcp.example.com/mcp
        > Authorization: Bearer opaque
        < 401";
    let first = |text: &str| {
        let advice = advice(text, Overall::Blocked, Some(&cause));
        advice.actions.into_iter().next().unwrap().kind
    };
    assert_eq!(first(refused), ActionKind::ReportToClient);
    let sent = format!(
        "> POST https://as.example/token
        > grant_type=authorization_code&code=c&resource=https%3A%2F%2Fmcp.example.com%2Fmcp
        < 200
        < {{\"access_token\":\"opaque\",\"token_type\":\"Bearer\"}}
        {refused}"
    );
    assert_eq!(first(&sent), ActionKind::PatchAuthorizationServer);
}

#[test]
fn an_address_that_never_spoke_mcp_is_looked_up_before_anybody_is_asked_to_let_the_client_through()
{
    let cause = finding("edge/blocked", Party::Server);
    let probe = "server: https://www.example.com/mcp
        > GET https://www.example.com/.well-known/oauth-protected-resource
        < 403";
    let silent = advice(probe, Overall::Blocked, Some(&cause));
    assert_eq!(silent.actions[0].kind, ActionKind::UseOtherAddress);
    let asked = format!("{probe}\n        > POST https://www.example.com/mcp\n        < 403");
    let refused = advice(&asked, Overall::Blocked, Some(&cause));
    assert_eq!(refused.actions[0].kind, ActionKind::AllowAtEdge);
}

#[test]
fn what_the_browser_hid_is_looked_at_from_outside_before_anybody_is_blamed() {
    let cause = finding("browser/blocked", Party::Server);
    let hidden = advice(
        "seen from: browser\nserver: https://mcp.example.com/mcp\n> POST https://mcp.example.com/mcp\n! blocked TypeError: Failed to fetch",
        Overall::Undetermined,
        Some(&cause),
    );
    let first = &hidden.actions[0];
    assert_eq!(first.kind, ActionKind::CaptureMore);
    let outside = "npx mcp-auth-doctor https://mcp.example.com/mcp";
    assert!(first.steps[0].contains(outside), "{:?}", first.steps);
}

#[test]
fn a_message_that_fits_everything_is_looked_into_first() {
    let cause = finding("challenge/missing", Party::Server);
    let vague = advice(
        "symptom: failed to connect",
        Overall::Undetermined,
        Some(&cause),
    );
    assert_eq!(vague.actions[0].kind, ActionKind::CaptureMore);
}

#[test]
fn a_resource_that_a_sign_in_refuses_is_allowed_first_and_one_of_the_root_document_needs_nothing() {
    let parent = |challenge: &str, path: &str| {
        judged(&format!(
            "server: https://h.example/mcp
            > POST https://h.example/mcp
            > {{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\"}}
            < 401
            < WWW-Authenticate: Bearer{challenge}
            > GET https://h.example/.well-known/oauth-protected-resource{path}
            < 200
            < Content-Type: application/json
            < {{\"resource\":\"https://h.example\",\"authorization_servers\":[\"https://as.example\"]}}
            {METADATA}"
        ))
    };
    let announced =
        " resource_metadata=\"https://h.example/.well-known/oauth-protected-resource/mcp\"";
    let kinds = parent(announced, "/mcp");
    assert_eq!(
        kinds.get(..2),
        Some([ActionKind::AllowDeviation, ActionKind::PatchServer].as_slice())
    );
    assert!(!parent("", "").contains(&ActionKind::AllowDeviation));
}
