//! What each situation ends in, by evidence as people have it.

use super::actions::{Advice, Judged, actions};
use super::host::HostInfo;
use crate::action::{Action, ActionKind};
use crate::evidence::reading::Reading;
use crate::evidence::transcript;
use crate::finding::{Certainty, Finding, Overall};
use crate::rule::{Party, Severity};
use crate::spec::Revision;

/// A finding of a rule, as the judge makes it.
pub fn finding(rule: &str, party: Party) -> Finding {
    Finding {
        rule: rule.to_owned(),
        step: rule.split('/').next().unwrap_or_default().to_owned(),
        severity: Severity::Error,
        party,
        title: "What is wrong".to_owned(),
        why: String::new(),
        fix: "What to change".to_owned(),
        expected: None,
        received: None,
        r#where: None,
        certainty: Certainty::Observed,
        cites: Vec::new(),
    }
}

fn advice(text: &str, verdict: Overall, cause: Option<&Finding>) -> Advice {
    let evidence = transcript::read(text).unwrap();
    let reading = Reading::new(&evidence, Revision::NEWEST);
    let host = HostInfo::default();
    actions(&Judged {
        reading: &reading,
        verdict,
        cause,
        findings: &[],
        host: &host,
    })
}

fn of(advice: &Advice, kind: ActionKind) -> &Action {
    let found = advice.actions.iter().find(|action| action.kind == kind);
    found.unwrap_or_else(|| panic!("{kind:?} is not among {:?}", advice.actions))
}

fn why_not(advice: &Advice, kind: ActionKind) -> &str {
    let found = advice.ruled_out.iter().find(|one| one.kind == kind);
    &found
        .unwrap_or_else(|| panic!("{kind:?} is not ruled out"))
        .why
}

const GITHUB: &str = "server: https://api.githubcopilot.com/mcp/
    > GET https://api.githubcopilot.com/.well-known/oauth-protected-resource/mcp/
    < 200
    < Content-Type: application/json
    < {\"resource\":\"https://api.githubcopilot.com/mcp\",\"authorization_servers\":[\"https://github.com/login/oauth\"],\"scopes_supported\":[\"repo\"]}
    > GET https://github.com/.well-known/oauth-authorization-server/login/oauth
    < 200
    < Content-Type: application/json
    < {\"issuer\":\"https://github.com/login/oauth\",\"authorization_endpoint\":\"https://github.com/login/oauth/authorize\",\"token_endpoint\":\"https://github.com/login/oauth/access_token\",\"code_challenge_methods_supported\":[\"S256\"]}";

#[test]
fn an_own_app_says_where_to_click_what_to_register_and_what_comes_back() {
    let cause = finding("registration/anything", Party::Server);
    let advice = advice(GITHUB, Overall::Blocked, Some(&cause));
    let app = of(&advice, ActionKind::OwnApp);
    assert!(app.steps[0].contains("https://github.com/settings/applications/new"));
    assert!(app.steps[1].ends_with("http://127.0.0.1/callback"));
    let value = |name: &str| app.fields.iter().find(|field| field.name == name).unwrap();
    assert_eq!(
        value("redirectUri").value.as_deref(),
        Some("http://127.0.0.1:41937/callback")
    );
    assert_eq!(value("scopes").value.as_deref(), Some("repo"));
    assert!(value("clientSecret").required && value("clientSecret").secret);
}

#[test]
fn a_personal_access_token_names_the_page_and_the_scopes() {
    let cause = finding("registration/anything", Party::Server);
    let advice = advice(GITHUB, Overall::Blocked, Some(&cause));
    let token = of(&advice, ActionKind::PersonalAccessToken);
    assert!(token.steps[0].contains("personal-access-tokens"));
    assert!(token.steps[1].contains("repo"));
    assert!(
        token
            .fields
            .iter()
            .all(|field| !field.secret || field.value.is_none())
    );
}

#[test]
fn what_the_evidence_rules_out_is_not_offered_and_says_why() {
    let cause = finding("registration/anything", Party::Server);
    let advice = advice(GITHUB, Overall::Blocked, Some(&cause));
    assert!(why_not(&advice, ActionKind::ClientMetadataDocument).contains("github.com"));
    assert!(why_not(&advice, ActionKind::Basic).contains("Basic"));
}

#[test]
fn a_document_is_offered_where_the_server_takes_one() {
    let cause = finding("registration/anything", Party::Client);
    let advice = advice(
        "server: https://mcp.example.com/mcp
        > GET https://as.example/.well-known/oauth-authorization-server
        < 200
        < {\"issuer\":\"https://as.example\",\"authorization_endpoint\":\"https://as.example/a\",\"token_endpoint\":\"https://as.example/t\",\"client_id_metadata_document_supported\":true}",
        Overall::Blocked,
        Some(&cause),
    );
    let document = of(&advice, ActionKind::ClientMetadataDocument);
    assert_eq!(document.fields[0].name, "clientId");
}

#[test]
fn every_party_gets_an_action() {
    for party in [
        Party::Server,
        Party::AuthorizationServer,
        Party::Client,
        Party::User,
    ] {
        let cause = finding("something/new", party);
        let advice = advice(
            "server: https://mcp.example.com/mcp",
            Overall::Blocked,
            Some(&cause),
        );
        assert!(!advice.actions.is_empty(), "{party:?}");
    }
}

#[test]
fn where_nothing_is_wrong_the_action_is_to_sign_in() {
    let advice = advice("server: https://mcp.example.com/mcp", Overall::Ok, None);
    assert_eq!(advice.actions[0].kind, ActionKind::SignIn);
}

#[test]
fn where_several_causes_fit_a_capture_is_offered_too() {
    let cause = finding("something/new", Party::Server);
    let advice = advice(
        "symptom: Authorization failed",
        Overall::Undetermined,
        Some(&cause),
    );
    assert!(
        advice
            .actions
            .iter()
            .any(|action| action.kind == ActionKind::CaptureMore)
    );
}

#[test]
fn scopes_are_asked_for_together_with_those_that_were_granted() {
    let mut cause = finding("scope/insufficient", Party::User);
    cause.step = "authorization".to_owned();
    let evidence = transcript::read(
        "server: https://mcp.example.com/mcp
        > POST https://as.example/token
        > grant_type=authorization_code&code=x
        < 200
        < {\"access_token\":\"t\",\"token_type\":\"Bearer\",\"scope\":\"read\"}
        > POST https://mcp.example.com/mcp
        > Authorization: Bearer t
        < 403
        < WWW-Authenticate: Bearer error=\"insufficient_scope\", scope=\"write\"",
    )
    .unwrap();
    let reading = Reading::new(&evidence, Revision::NEWEST);
    let host = HostInfo::default();
    let known = super::known::Known::new(&reading, &host);
    let action = super::offer::offer(ActionKind::AddScopes, &known, Some(&cause)).unwrap();
    assert_eq!(action.fields[0].value.as_deref(), Some("read write"));
}

#[test]
fn a_redirect_to_plain_http_is_answered_with_the_slash_and_not_with_the_downgrade() {
    let evidence = transcript::read(
        "server: https://h.example/registry/server
        > POST https://h.example/registry/server
        < 301
        < Location: http://h.example:8080/registry/server/",
    )
    .unwrap();
    let reading = Reading::new(&evidence, Revision::NEWEST);
    let host = HostInfo::default();
    let known = super::known::Known::new(&reading, &host);
    let action = super::offer::offer(ActionKind::UseOtherAddress, &known, None).unwrap();
    assert_eq!(
        action.fields[0].value.as_deref(),
        Some("https://h.example/registry/server/")
    );
}

/// The actions of what was seen, judged as a whole.
fn judged(text: &str) -> Vec<ActionKind> {
    let report = crate::report::judge(&transcript::read(text).unwrap());
    report.actions.iter().map(|action| action.kind).collect()
}

const METADATA: &str = "> GET https://as.example/.well-known/oauth-authorization-server
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
