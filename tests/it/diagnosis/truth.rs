//! What was said wrongly once: called ok and broken, called blocked and working, certain and wrong. One test a sentence.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use mcp_auth_doctor::action::ActionKind;
use mcp_auth_doctor::evidence::{Evidence, import, transcript};
use mcp_auth_doctor::finding::Overall;
use mcp_auth_doctor::limits;
use mcp_auth_doctor::report::{Format, Layout, Report, judge, render};
use mcp_auth_doctor::rule::{Party, Severity};

const CONTACT: &str = r#"
    server: https://mcp.example.com/mcp
    > POST https://mcp.example.com/mcp
    > {"jsonrpc":"2.0","id":1,"method":"initialize"}
    < 401
    < WWW-Authenticate: Bearer resource_metadata="https://mcp.example.com/.well-known/oauth-protected-resource/mcp"
"#;
const RESOURCE: &str = r#"
    > GET https://mcp.example.com/.well-known/oauth-protected-resource/mcp
    < 200
    < {"resource":"https://mcp.example.com/mcp","authorization_servers":["https://auth.example.com"]}
"#;
const OAUTH: &str = "https://auth.example.com/.well-known/oauth-authorization-server";
const OPENID: &str = "https://auth.example.com/.well-known/openid-configuration";

/// Metadata of the authorization server; `more` are members with a comma before each.
fn server(more: &str) -> String {
    format!(
        "> GET {OAUTH}\n< 200\n< {{\"issuer\":\"https://auth.example.com\",\"authorization_endpoint\":\"https://auth.example.com/authorize\",\"token_endpoint\":\"https://auth.example.com/token\",\"response_types_supported\":[\"code\"],\"code_challenge_methods_supported\":[\"S256\"]{more}}}\n"
    )
}

fn open() -> String {
    server(",\"registration_endpoint\":\"https://auth.example.com/register\"")
}

/// A token with these claims, which nobody signed.
fn jwt(claims: &str) -> String {
    format!(
        "eyJhbGciOiJSUzI1NiJ9.{}.sig",
        URL_SAFE_NO_PAD.encode(claims)
    )
}

fn report(text: &str) -> Report {
    judge(&transcript::read(text).unwrap())
}

fn cause(report: &Report) -> &str {
    report
        .cause
        .as_ref()
        .map_or("none", |one| one.rule.as_str())
}

fn about(message: &str) -> Report {
    judge(&Evidence {
        symptom: Some(message.to_owned()),
        ..Evidence::default()
    })
}

#[track_caller]
fn is(text: &str, verdict: Overall, rule: &str) -> Report {
    let report = report(text);
    assert_eq!(
        (report.verdict, cause(&report)),
        (verdict, rule),
        "{:?}",
        report.findings
    );
    report
}

#[test]
fn a_whole_discovery_is_ok_and_says_what_was_not_tried() {
    let report = is(
        &(CONTACT.to_owned() + RESOURCE + &open()),
        Overall::Ok,
        "none",
    );
    assert!(
        report.unseen.iter().any(|one| one.what.contains("token")),
        "{:?}",
        report.unseen
    );
}

#[test]
fn an_authorization_server_that_nobody_answers_for_is_a_stop() {
    for failure in [
        "connection connect ECONNREFUSED",
        "dns getaddrinfo ENOTFOUND",
        "timeout no answer",
    ] {
        let text =
            format!("{CONTACT}{RESOURCE}> GET {OAUTH}\n! {failure}\n> GET {OPENID}\n! {failure}\n");
        let report = is(&text, Overall::Blocked, "server/unreachable");
        let cause = report.cause.unwrap();
        assert_eq!(cause.party, Party::AuthorizationServer);
        assert!(cause.r#where.is_some());
    }
}

#[test]
fn an_endpoint_that_accepts_and_never_answers_is_a_stop() {
    is(
        "server: https://mcp.example.com/mcp\n> POST https://mcp.example.com/mcp\n! timeout no answer in 30 s\n",
        Overall::Blocked,
        "contact/unreachable",
    );
}

#[test]
fn a_connection_that_is_closed_at_an_http_address_points_to_https_and_one_that_is_refused_does_not()
{
    for (scheme, failure, how, points) in [
        (
            "http",
            "connection fetch failed: other side closed",
            "is closed before an answer",
            true,
        ),
        (
            "http",
            "connection socket hang up",
            "is closed before an answer",
            true,
        ),
        (
            "http",
            "connection connect ECONNREFUSED",
            "is refused",
            false,
        ),
        (
            "https",
            "connection read ECONNRESET",
            "is closed before an answer",
            false,
        ),
        (
            "http",
            "connection connect EHOSTUNREACH",
            "the connection could not be made",
            false,
        ),
    ] {
        let url = format!("{scheme}://mcp.example.com/mcp");
        let report = report(&format!("server: {url}\n> POST {url}\n! {failure}\n"));
        let cause = report.cause.unwrap();
        assert_eq!(cause.rule, "contact/unreachable");
        let title = report
            .findings
            .iter()
            .map(|one| one.title.as_str())
            .collect::<String>();
        assert!(title.contains(how), "{failure}: {title}");
        assert_eq!(
            cause.fix.contains("https://"),
            points,
            "{scheme} {failure}: {}",
            cause.fix
        );
    }
}

#[test]
fn of_two_flaws_of_one_document_the_message_tells_which_stopped_the_client() {
    let metadata = server("").replace(",\"code_challenge_methods_supported\":[\"S256\"]", "");
    let seen = CONTACT.to_owned() + RESOURCE + &metadata;
    is(&seen, Overall::Blocked, "server/pkce-not-advertised");
    let message =
        "symptom: Incompatible auth server: does not support dynamic client registration\n";
    is(
        &(message.to_owned() + &seen),
        Overall::Needs,
        "registration/not-offered",
    );
}

#[test]
fn a_server_that_refuses_every_first_request_is_not_ok_whatever_else_it_answers() {
    const FAILS: &str =
        r#"{"jsonrpc":"2.0","id":1,"error":{"code":-32603,"message":"Database unavailable"}}"#;
    for (credential, status) in [("", 200), ("", 400), ("> Authorization: Bearer t\n", 200)] {
        let text = format!(
            "server: https://mcp.example.com/mcp\n> POST https://mcp.example.com/mcp\n{credential}> {{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\"}}\n< {status}\n< Content-Type: application/json\n< {FAILS}\n> POST https://mcp.example.com/mcp\n{credential}> {{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"tools/list\"}}\n< 200\n< Content-Type: application/json\n< {{\"jsonrpc\":\"2.0\",\"id\":2,\"result\":{{\"tools\":[]}}}}\n"
        );
        for more in ["", RESOURCE] {
            is(&(text.clone() + more), Overall::Blocked, "contact/refused");
        }
    }
}

#[test]
fn a_token_that_a_server_does_not_need_is_not_said_to_work() {
    let call = |token: &str| {
        format!(
            "> POST https://mcp.example.com/mcp\n{token}> {{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\"}}\n< 200\n< Content-Type: application/json\n< {{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{{}},\"serverInfo\":{{\"name\":\"s\",\"version\":\"1\"}}}}}}\n"
        )
    };
    let server = "server: https://mcp.example.com/mcp\n".to_owned();
    let text = |report: &Report| render(report, Format::Text, Layout::default());
    for both in [
        call(""),
        call("") + &call("> Authorization: Bearer made-up\n"),
    ] {
        let found = is(&(server.clone() + &both), Overall::Ok, "none");
        assert!(text(&found).contains("The server answers without a token: no sign-in needed"));
        assert!(!text(&found).contains("It works"));
    }
    let with = is(
        &(server + &call("> Authorization: Bearer t\n")),
        Overall::Ok,
        "none",
    );
    assert!(text(&with).contains("It works: the server accepts the request"));
}

#[test]
fn a_line_that_shows_no_headers_says_nothing_of_the_token() {
    for said in [
        r#"Error POSTing to endpoint (HTTP 403): {"error":"insufficient_scope"}"#,
        "Error POSTing to endpoint (HTTP 403): Forbidden",
        "Error POSTing to endpoint (HTTP 500): Internal Server Error",
    ] {
        let report = judge(&import::read(said).unwrap().evidence);
        assert_eq!(
            report.verdict,
            Overall::Undetermined,
            "{said}: {:?}",
            report.cause
        );
    }
}

#[test]
fn a_server_of_the_older_transport_that_asks_for_nothing_owes_nothing() {
    let text = "server: https://mcp.example.com/sse\n> POST https://mcp.example.com/sse\n> {\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\"}\n< 405\n> GET https://mcp.example.com/sse\n< 200\n< Content-Type: text/event-stream\n> GET https://mcp.example.com/.well-known/oauth-protected-resource/sse\n< 404\n> GET https://mcp.example.com/.well-known/oauth-protected-resource\n< 404\n> GET https://mcp.example.com/.well-known/oauth-authorization-server\n< 404\n";
    let found = report(text);
    assert!(
        !matches!(found.verdict, Overall::Blocked | Overall::Needs),
        "{:?}",
        found.cause
    );
}

#[test]
fn what_nginx_says_of_its_upstream_is_a_claim_and_a_warning_of_it_is_none() {
    let line = |level: &str, said: &str| {
        format!(
            "2026/11/28 09:14:02 [{level}] 31#31: *8841 {said}, client: 203.0.113.7, server: mcp.example.com, request: \"POST /mcp HTTP/1.1\", upstream: \"http://127.0.0.1:8000/mcp\", host: \"mcp.example.com\"\n"
        )
    };
    for said in [
        "connect() failed (111: Connection refused) while connecting to upstream",
        "no live upstreams while connecting to upstream",
        "upstream timed out (110: Connection timed out) while reading response header from upstream",
        "upstream prematurely closed connection while reading response header from upstream",
    ] {
        let report = judge(&import::read(&line("error", said)).unwrap().evidence);
        assert_eq!(report.verdict, Overall::Undetermined, "{said}");
        assert_eq!(cause(&report), "contact/upstream-down", "{said}");
    }
    let buffered = "an upstream response is buffered to a temporary file /var/cache/nginx/proxy_temp/1/00/0000000001 while reading upstream";
    let report = judge(&import::read(&line("warn", buffered)).unwrap().evidence);
    assert_eq!(cause(&report), "none");
}

#[test]
fn a_mesh_that_wants_a_token_is_no_bot_filter() {
    let mut seen = transcript::read(&format!(
        "{}> GET https://mcp.example.com/.well-known/oauth-protected-resource/mcp\n< 403\n> GET https://mcp.example.com/.well-known/oauth-authorization-server\n< 403\n",
        CONTACT.split("< 401").next().unwrap().to_owned() + "< 403\n"
    ))
    .unwrap();
    assert_eq!(cause(&judge(&seen)), "edge/blocked");
    for one in &mut seen.exchanges {
        one.response.as_mut().unwrap().body = Some("RBAC: access denied".to_owned());
    }
    assert_eq!(cause(&judge(&seen)), "contact/forbidden");
}

#[test]
fn a_redirect_to_where_nobody_answers_is_the_cause_and_not_the_silence_there() {
    is(
        "server: https://mcp.example.com/mcp\n> POST https://mcp.example.com/mcp\n< 301\n< Location: http://mcp.example.com:8080/mcp/\n> GET http://mcp.example.com:8080/mcp/\n! connection ECONNREFUSED\n",
        Overall::Blocked,
        "contact/redirect",
    );
}

#[test]
fn an_error_page_of_a_web_application_is_no_authorization_endpoint() {
    for (query, verdict) in [
        ("error=Configuration", Overall::Nothing),
        ("error=server_error", Overall::Blocked),
    ] {
        let text = format!("GET /api/auth/error?{query} 500 in 41ms\n");
        let report = judge(&import::read(&text).unwrap().evidence);
        assert_eq!(report.verdict, verdict, "{query}: {:?}", report.cause);
    }
}

#[test]
fn metadata_that_never_ends_is_a_stop() {
    let url = "https://mcp.example.com/.well-known/oauth-protected-resource/mcp";
    let report = report(&format!(
        "{CONTACT}> GET {url}\n! too-large more than 2097152 bytes\n"
    ));
    assert_eq!(report.verdict, Overall::Blocked, "{:?}", report.findings);
}

#[test]
fn a_capture_that_ends_at_the_401_is_not_ok() {
    let report = is(CONTACT, Overall::Undetermined, "none");
    assert!(
        report
            .unseen
            .iter()
            .any(|one| one.what.contains("resource metadata")),
        "{:?}",
        report.unseen
    );
}

#[test]
fn a_server_that_wants_proof_of_possession_is_not_ok() {
    let text = format!(
        "server: https://mcp.example.com/mcp\n> POST https://mcp.example.com/mcp\n< 401\n< WWW-Authenticate: DPoP error=\"invalid_dpop_proof\", error_description=\"DPoP proof required\"\n{RESOURCE}{}",
        open()
    );
    let report = report(&text);
    assert!(
        !matches!(report.verdict, Overall::Ok | Overall::Needs),
        "{:?}",
        report.cause
    );
}

#[test]
fn a_wrong_token_is_the_persons_where_they_gave_it_and_not_where_a_sign_in_issued_it() {
    const TOKEN: &str = "> POST https://auth.example.com/token\n> grant_type=authorization_code&code=c\n< 200\n< {\"access_token\":\"t\",\"token_type\":\"Bearer\"}\n";
    let call = |claims: &str| {
        format!(
            "> POST https://mcp.example.com/mcp\n> Authorization: Bearer {}\n> {{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":{{\"clientInfo\":{{\"name\":\"mcp-auth-doctor\",\"version\":\"1\"}}}}}}\n< 401\n< Date: Mon, 30 Nov 2026 10:00:00 GMT\n< WWW-Authenticate: Bearer error=\"invalid_token\"\n",
            jwt(claims)
        )
    };
    for (rule, claims) in [
        (
            "access/expired",
            r#"{"aud":"https://mcp.example.com/mcp","exp":1700000000}"#,
        ),
        (
            "access/audience",
            r#"{"aud":"https://graph.example.net","exp":2700000000}"#,
        ),
        (
            "access/issuer",
            r#"{"iss":"https://other.example.net","aud":"https://mcp.example.com/mcp","exp":2700000000}"#,
        ),
    ] {
        let before = CONTACT.to_owned() + RESOURCE + &open();
        for (token, is_persons) in [("", true), (TOKEN, false)] {
            let report = report(&(before.clone() + token + &call(claims)));
            assert_eq!(cause(&report), rule);
            let found = report.cause.unwrap();
            assert_eq!(
                found.party == Party::User,
                is_persons,
                "{rule}: {}",
                found.fix
            );
        }
    }
}

#[test]
fn a_server_that_asks_for_a_key_and_has_no_oauth_needs_the_key_in_the_header_that_it_names() {
    const NO_SERVER: &str = "> GET https://mcp.example.com/.well-known/oauth-authorization-server\n< 404\n> GET https://mcp.example.com/.well-known/openid-configuration\n< 404\n";
    let well_known = "https://mcp.example.com/.well-known/oauth-protected-resource";
    let nowhere = format!("> GET {well_known}/mcp\n< 404\n> GET {well_known}\n< 404\n");
    for (answer, header) in [
        (
            "401\n< {\"error\":\"Missing X-Acme-Key header (API key)\"}",
            "X-Acme-Key",
        ),
        ("401\n< API key required", "X-API-Key"),
        (
            "401\n< {\"message\":\"Access denied due to missing subscription key. Send it as Ocp-Apim-Subscription-Key.\"}",
            "Ocp-Apim-Subscription-Key",
        ),
        ("403\n< {\"error\":\"Invalid API key\"}", "X-API-Key"),
        (
            "401\n< WWW-Authenticate: ApiKey realm=\"acme\"",
            "Authorization",
        ),
    ] {
        let asked = format!(
            "server: https://mcp.example.com/mcp\n> POST https://mcp.example.com/mcp\n> {{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\"}}\n< {answer}\n"
        );
        // An authorization server of 2025-03-26 may be at the origin, where nobody looked.
        is(
            &(asked.clone() + &nowhere),
            Overall::Undetermined,
            "challenge/api-key",
        );
        let found = is(
            &(asked.clone() + &nowhere + NO_SERVER),
            Overall::Needs,
            "challenge/api-key",
        );
        assert_eq!(found.actions[0].kind, ActionKind::ApiKeyHeader, "{answer}");
        assert_eq!(found.actions[0].fields[0].value.as_deref(), Some(header));
        // Where there is OAuth, or nobody looked for it, a key is not the only way.
        for more in ["", RESOURCE] {
            let other = report(&(asked.clone() + more));
            assert!(
                other
                    .findings
                    .iter()
                    .all(|one| one.rule != "challenge/api-key"),
                "{answer}"
            );
        }
    }
}

#[test]
fn no_registration_and_no_documents_needs_an_id_of_the_person() {
    let report = is(
        &(CONTACT.to_owned() + RESOURCE + &server("")),
        Overall::Needs,
        "registration/not-offered",
    );
    let cause = report.cause.unwrap();
    assert_eq!(cause.party, Party::User);
    assert_eq!(report.actions[0].kind, ActionKind::OwnApp);
}

#[test]
fn metadata_without_registration_is_the_likeliest_cause_where_the_server_was_not_seen() {
    let shown = r#"PS C:\> Invoke-WebRequest https://auth.example.com/.well-known/oauth-authorization-server

StatusCode        : 200
StatusDescription : OK
Content           : {"issuer":"https://auth.example.com","authorization_endpoint":"https://auth.example.com/authorize","token_endpoint":"https://auth.example.com/token","response_types_supported":["code"],"code_challenge_methods_supported":["S256"]}
RawContentLength  : 275
"#;
    let report = judge(&import::read(shown).unwrap().evidence);
    assert_eq!(
        (report.verdict, cause(&report)),
        (Overall::Undetermined, "registration/not-offered")
    );
}

#[test]
fn a_redirect_to_the_slash_that_clients_follow_stops_nobody_and_another_one_does() {
    let slashed = CONTACT.replace(
        "> POST https://mcp.example.com/mcp",
        "> POST https://mcp.example.com/mcp/",
    );
    let rest = slashed.replace("    server: https://mcp.example.com/mcp\n", "");
    for status in [307, 308] {
        let moved = format!(
            "server: https://mcp.example.com/mcp\n> POST https://mcp.example.com/mcp\n< {status}\n< Location: https://mcp.example.com/mcp/\n"
        );
        is(
            &format!("{moved}{rest}{RESOURCE}{}", open()),
            Overall::Ok,
            "none",
        );
    }
    let lost = "server: https://mcp.example.com/mcp\n> POST https://mcp.example.com/mcp\n< 301\n< Location: https://mcp.example.com/mcp/\n";
    is(
        &format!("{lost}{RESOURCE}{}", open()),
        Overall::Blocked,
        "contact/redirect",
    );
}

#[test]
fn a_redirect_at_which_a_client_with_a_token_was_seen_to_end_stops_it() {
    let asked = |address: &str, answer: &str| {
        format!("> POST {address}\n> Authorization: Bearer t\n< {answer}\n")
    };
    let moved = asked("https://mcp.example.com/mcp", "307\n< Location: /mcp/");
    is(&moved, Overall::Blocked, "contact/redirect");
    let result = "200\n< {\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"tools\":[]}}";
    let followed = report(&(moved + &asked("https://mcp.example.com/mcp/", result)));
    assert_eq!(followed.verdict, Overall::Ok, "{:?}", followed.findings);
    assert_eq!(followed.findings[0].severity, Severity::Warning);
}

#[test]
fn a_landing_page_beside_a_challenge_stops_nobody() {
    let page = "server: https://mcp.example.com/mcp\n> GET https://mcp.example.com/mcp\n< 200\n< Content-Type: text/html\n< <html><body>Welcome</body></html>\n";
    let rest = CONTACT.replace("    server: https://mcp.example.com/mcp\n", "");
    is(
        &format!("{page}{rest}{RESOURCE}{}", open()),
        Overall::Ok,
        "none",
    );
}

#[test]
fn a_get_of_the_registration_endpoint_is_no_registration() {
    let text = format!(
        "{CONTACT}{RESOURCE}{}> GET https://auth.example.com/register\n< 405\n> POST https://auth.example.com/register\n> {{\"redirect_uris\":[\"http://127.0.0.1:1/cb\"]}}\n< 201\n< {{\"client_id\":\"c\",\"redirect_uris\":[\"http://127.0.0.1:1/cb\"]}}\n",
        open()
    );
    is(&text, Overall::Ok, "none");
}

#[test]
fn metadata_refused_at_one_location_and_read_at_another_stops_nobody() {
    for status in [403, 404, 500] {
        let text = format!(
            "{CONTACT}> GET https://mcp.example.com/.well-known/oauth-protected-resource\n< {status}\n{RESOURCE}> GET {OPENID}\n< {status}\n{}",
            open()
        );
        let report = is(&text, Overall::Ok, "none");
        assert!(
            report
                .findings
                .iter()
                .all(|one| one.severity < Severity::Error),
            "{status}: {:?}",
            report.findings
        );
    }
}

#[test]
fn a_server_of_2025_03_26_without_resource_metadata_lets_clients_in() {
    let legacy = open().replace("auth.example.com", "mcp.example.com");
    let text = format!(
        "server: https://mcp.example.com/mcp\n> POST https://mcp.example.com/mcp\n< 401\n< WWW-Authenticate: Bearer\n> GET https://mcp.example.com/.well-known/oauth-protected-resource/mcp\n< 404\n> GET https://mcp.example.com/.well-known/oauth-protected-resource\n< 404\n{legacy}"
    );
    is(&text, Overall::Ok, "none");
}

#[test]
fn a_list_of_methods_without_none_stops_nobody() {
    let listed = ",\"registration_endpoint\":\"https://auth.example.com/register\",\"token_endpoint_auth_methods_supported\":[\"client_secret_basic\"]";
    is(
        &(CONTACT.to_owned() + RESOURCE + &server(listed)),
        Overall::Ok,
        "none",
    );
}

#[test]
fn a_line_that_reports_progress_blames_nobody() {
    for line in [
        "Please navigate to: https://auth.example.com/authorize?client_id=c",
        "[12] authorizationServerMetadata: {\"issuer\":\"https://auth.example.com\",\"token_endpoint_auth_methods_supported\":[\"client_secret_post\"]}",
        "Connected to remote server using StreamableHTTPClientTransport",
    ] {
        let report = about(line);
        assert!(
            !matches!(report.verdict, Overall::Blocked | Overall::Ok),
            "{line}: {:?}",
            report.cause
        );
    }
}

#[test]
fn a_later_request_without_an_answer_is_judged_where_it_was_sent() {
    for (request, rule) in [
        (
            "> POST https://auth.example.com/register\n> {\"redirect_uris\":[\"http://127.0.0.1:1/cb\"]}",
            "registration/unreachable",
        ),
        (
            "> POST https://auth.example.com/token\n> grant_type=authorization_code&code=c",
            "token/unreachable",
        ),
    ] {
        let text = format!(
            "{CONTACT}{RESOURCE}{}{request}\n! connection connect ECONNREFUSED\n",
            open()
        );
        let report = is(&text, Overall::Blocked, rule);
        assert!(report.cause.unwrap().r#where.is_some());
    }
}

#[test]
fn a_message_of_a_refused_registration_beside_the_page_of_an_edge_is_the_edges() {
    let text = format!(
        "symptom: Registration failed: 403\n{}{RESOURCE}{}> POST https://auth.example.com/register\n> {{\"redirect_uris\":[\"http://127.0.0.1:1/cb\"]}}\n< 403\n< Content-Type: text/html\n< <html><title>Attention Required! | Cloudflare</title></html>\n",
        CONTACT,
        open()
    );
    let report = is(&text, Overall::Blocked, "edge/blocked");
    assert_eq!(report.cause.unwrap().party, Party::AuthorizationServer);
}

#[test]
fn one_location_of_several_is_not_called_nowhere() {
    let report = report(&format!("{CONTACT}{RESOURCE}> GET {OAUTH}\n< 404\n"));
    assert_eq!(report.verdict, Overall::Undetermined, "{:?}", report.cause);
    assert!(!report.candidates.is_empty());
}

#[test]
fn a_tls_failure_of_the_authorization_server_is_not_the_mcp_servers() {
    let text = format!(
        "{CONTACT}{RESOURCE}> GET {OAUTH}\n! tls certificate has expired\n> GET {OPENID}\n! tls certificate has expired\n"
    );
    let report = is(&text, Overall::Blocked, "contact/tls");
    assert_eq!(report.cause.unwrap().party, Party::AuthorizationServer);
}

#[test]
fn ordinary_web_traffic_is_no_sign_in() {
    let text = "> GET https://shop.example.net/\n< 200\n< Content-Type: text/html\n< <html></html>\n> GET https://shop.example.net/cart.json\n< 404\n> POST https://shop.example.net/api/orders\n> {\"a\":1}\n< 500\n";
    is(text, Overall::Nothing, "none");
}

#[test]
fn a_message_that_fits_a_sign_in_as_well_is_not_called_none() {
    for message in [
        "Error: HTTP 401 Unauthorized",
        "{\"detail\":\"Invalid authentication credentials\"}",
        "The acme MCP server is not logged in. Run `client mcp login acme`.",
        "MCP error -32000: Connection closed",
    ] {
        let report = about(message);
        assert_eq!(report.verdict, Overall::Undetermined, "{message}");
        assert!(report.cause.is_none(), "{message}: {:?}", report.cause);
    }
    for message in ["spawn npx ENOENT", "HTTP 404: Session not found"] {
        assert_eq!(about(message).verdict, Overall::Nothing, "{message}");
    }
}

#[test]
fn a_redirect_without_its_request_is_read_by_what_it_carries() {
    let pasted = |text: &str| judge(&import::read(text).unwrap().evidence);
    let refused = pasted(
        "HTTP/1.1 302 Found\nLocation: http://127.0.0.1:4100/cb?error=invalid_scope&state=s\n",
    );
    assert_eq!(cause(&refused), "authorization/scope-refused");
    assert_eq!(refused.verdict, Overall::Blocked);
    let sent_on = pasted(
        "HTTP/1.1 302 Found\nLocation: http://api:4000/authorize?response_type=code&client_id=c\n",
    );
    assert_eq!(sent_on.verdict, Overall::Undetermined);
}

#[test]
fn a_registration_where_no_metadata_was_found_is_not_an_endpoint_that_fails() {
    let log = "INFO: 10.0.0.4:1 - \"POST /mcp HTTP/1.1\" 401 Unauthorized\n\
        INFO: 10.0.0.4:1 - \"GET /.well-known/oauth-protected-resource/mcp HTTP/1.1\" 404 Not Found\n\
        INFO: 10.0.0.4:1 - \"GET /.well-known/oauth-authorization-server HTTP/1.1\" 404 Not Found\n\
        INFO: 10.0.0.4:1 - \"POST /register HTTP/1.1\" 404 Not Found\n";
    let report = judge(&import::read(log).unwrap().evidence);
    let found: Vec<&str> = report
        .findings
        .iter()
        .map(|one| one.rule.as_str())
        .collect();
    assert!(
        !found.contains(&"registration/endpoint-failing"),
        "{found:?}"
    );
    assert!(found.contains(&"registration/guessed"), "{found:?}");
}

#[test]
fn a_registration_refused_without_a_word_may_have_been_sent_nowhere() {
    let log = "Exception during client registration: 422, message='Unprocessable Entity', url='https://mcp.example.com/register'";
    let report = judge(&import::read(log).unwrap().evidence);
    assert_eq!(report.verdict, Overall::Undetermined, "{:?}", report.cause);
}

#[test]
fn a_tool_that_was_reached_with_a_token_may_quote_another_services_refusal() {
    let result = |sent: &str| {
        report(&format!(
            "> POST https://mcp.example.com/mcp\n{sent}> {{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"tools/call\"}}\n< 200\n\
             < {{\"jsonrpc\":\"2.0\",\"id\":2,\"result\":{{\"isError\":true,\"content\":[{{\"type\":\"text\",\"text\":\"401 unauthorized\"}}]}}}}\n"
        ))
    };
    assert_eq!(result("").verdict, Overall::Blocked);
    let with_token = result("> Authorization: Bearer t\n");
    assert_eq!(with_token.verdict, Overall::Undetermined);
}

#[test]
fn an_error_within_the_context_of_an_event_is_heard() {
    let log = r#"{"level":"error","message":"Could not connect to your MCP server","context":{"error":{"message":"Error POSTing to endpoint (HTTP 403): {\"error\":\"insufficient_scope\"}"}}}"#;
    let report = judge(&import::read(log).unwrap().evidence);
    assert_eq!(cause(&report), "access/insufficient-scope");
}

#[test]
fn the_server_is_the_one_that_was_asked_not_the_one_that_its_metadata_names() {
    for metadata in [
        "/.well-known/oauth-protected-resource/mcp",
        "/.well-known/oauth-protected-resource",
    ] {
        let text = format!(
            "$ curl -si -X POST https://mcp.example.com/mcp\nHTTP/1.1 401 Unauthorized\nWWW-Authenticate: Bearer resource_metadata=\"https://mcp.example.com{metadata}\"\n\n\
             $ curl -s https://mcp.example.com{metadata}\n{{\"resource\":\"https://other.example.com/mcp\",\"authorization_servers\":[\"https://auth.example.com\"]}}\n"
        );
        let report = judge(&import::read(&text).unwrap().evidence);
        assert_eq!(
            report.server.as_deref(),
            Some("https://mcp.example.com/mcp")
        );
        assert_eq!(cause(&report), "resource/resource-mismatch", "{metadata}");
    }
}

#[test]
fn what_a_command_prints_below_it_is_its_answer() {
    let pasted = |text: &str| judge(&import::read(text).unwrap().evidence);
    for (text, rule) in [
        (
            "$ curl -s https://auth.example.com/token -d grant_type=authorization_code -d code=c\n{\"error\":\"invalid_grant\",\"error_description\":\"redirect_uri does not match\"}",
            "token/redirect-uri-refused",
        ),
        (
            "$ curl https://mcp.example.com/.well-known/oauth-protected-resource\n{\"resource\":\"https://mcp.example.com\",\"authorization_servers\":[]}",
            "resource/authorization-servers-missing",
        ),
        (
            "$ curl -s https://mcp.example.com/mcp -H 'Authorization: Bearer t'\n{\"error\":\"invalid_token\",\"error_description\":\"Token audience mismatch\"}",
            "access/audience",
        ),
        (
            "$ curl -s https://mcp.example.com/.well-known/oauth-authorization-server\n<!DOCTYPE html>\n<html><body></body></html>",
            "server/metadata-html",
        ),
        (
            "$ curl -s https://mcp.example.com/.well-known/oauth-protected-resource\nCannot GET /.well-known/oauth-protected-resource",
            "resource/metadata-missing",
        ),
        (
            "$ curl -s -o /dev/null -w '%{http_code}' https://mcp.example.com/.well-known/oauth-protected-resource\n404",
            "resource/metadata-missing",
        ),
    ] {
        assert_eq!(cause(&pasted(text)), rule, "{text}");
    }
}

#[test]
fn a_header_that_a_tool_calls_missing_is_missing() {
    for absent in ["(missing)", "(none)", "<missing>"] {
        let text = format!("HTTP/1.1 401 Unauthorized\nWWW-Authenticate: {absent}\n\n{{}}");
        let report = judge(&import::read(&text).unwrap().evidence);
        assert_ne!(cause(&report), "challenge/malformed", "{absent}");
    }
}

#[test]
fn a_public_server_needs_no_sign_in() {
    let text = "server: https://mcp.example.com/mcp\n> POST https://mcp.example.com/mcp\n> {\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\"}\n< 200\n< {\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"protocolVersion\":\"2025-11-25\"}}\n> POST https://mcp.example.com/mcp\n> {\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"tools/list\"}\n< 200\n< {\"jsonrpc\":\"2.0\",\"id\":2,\"result\":{\"tools\":[]}}\n";
    let report = report(text);
    assert_eq!(report.verdict, Overall::Ok, "{:?}", report.cause);
    assert!(report.actions.is_empty(), "{:?}", report.actions);
}

#[test]
fn a_session_that_is_over_is_no_sign_in() {
    let report = about(
        "Error POSTing to endpoint (HTTP 404): {\"jsonrpc\":\"2.0\",\"error\":{\"code\":-32001,\"message\":\"Session not found\"},\"id\":null}",
    );
    assert!(
        !matches!(report.verdict, Overall::Blocked | Overall::Ok),
        "{:?}",
        report.cause
    );
}

#[test]
fn documents_elsewhere_do_not_excuse_an_endpoint_that_never_answers() {
    let contact = "server: https://mcp.example.com/mcp\n> POST https://mcp.example.com/mcp\n! timeout no answer in 10 s\n";
    is(
        &format!("{contact}{RESOURCE}{}", open()),
        Overall::Blocked,
        "contact/unreachable",
    );
}

#[test]
fn metadata_that_the_challenge_names_and_that_is_broken_stops_although_the_origin_has_a_server() {
    for answer in ["< 200\n< <html>", "< 404", "! timeout no answer in 10 s"] {
        let text = format!(
            "server: https://mcp.example.com/mcp
            > POST https://mcp.example.com/mcp
            < 401
            < WWW-Authenticate: Bearer resource_metadata=\"https://mcp.example.com/meta\"
            > GET https://mcp.example.com/meta
            {answer}
            > GET https://mcp.example.com/.well-known/oauth-authorization-server
            < 200
            < {{\"issuer\":\"https://mcp.example.com\",\"authorization_endpoint\":\"https://mcp.example.com/authorize\",\"token_endpoint\":\"https://mcp.example.com/token\",\"registration_endpoint\":\"https://mcp.example.com/register\",\"response_types_supported\":[\"code\"],\"code_challenge_methods_supported\":[\"S256\"]}}"
        );
        let report = report(&text);
        assert_eq!(
            report.verdict,
            Overall::Blocked,
            "{answer}: {:?}",
            report.cause
        );
        assert!(
            cause(&report).starts_with("resource/metadata-"),
            "{}",
            cause(&report)
        );
    }
}

#[test]
fn the_words_of_common_servers_and_clients_name_their_cause() {
    for (message, rule) in [
        (
            "The resource owner or authorization server denied the request.",
            "authorization/denied",
        ),
        (
            "Error: OAuth callback timed out after 300 seconds",
            "callback/never-came",
        ),
        (
            "AADSTS7000222: The provided client secret keys for app '1b7' are expired.",
            "token/secret-refused",
        ),
        ("IDX10214: Audience validation failed.", "access/audience"),
        ("Audiences in Jwt are not allowed", "access/audience"),
        (
            "Authentication failed: server can't find auth.example.com: NXDOMAIN",
            "contact/unreachable",
        ),
        ("** connection refused", "contact/unreachable"),
        (
            "JWTExpired: \"exp\" claim timestamp check failed",
            "access/expired",
        ),
    ] {
        let report = about(message);
        assert_eq!(cause(&report), rule, "{message}");
        assert_eq!(report.verdict, Overall::Undetermined, "{message}");
    }
}

/// The same address, redirected there.
fn moved(method: &str, from: &str, status: u16, to: &str) -> String {
    format!("> {method} {from}\n< {status}\n< Location: {to}\n")
}

#[test]
fn metadata_that_redirects_within_its_origin_is_that_of_what_was_asked_for() {
    for (to, plain) in [
        ("/v2/.well-known/oauth-authorization-server", false),
        ("/metadata.json", false),
        (OAUTH, true),
    ] {
        let to = match plain {
            true => format!("{to}/"),
            false => format!("https://auth.example.com{to}"),
        };
        let there = open().replace(OAUTH, &to);
        let text = format!(
            "{CONTACT}{RESOURCE}{}{there}",
            moved("GET", OAUTH, 302, &to)
        );
        is(&text, Overall::Ok, "none");
    }
    let asked = "https://mcp.example.com/.well-known/oauth-protected-resource/mcp";
    let to = "https://mcp.example.com/metadata.json";
    let there = RESOURCE.replace(asked, to);
    let text = format!("{CONTACT}{}{there}{}", moved("GET", asked, 308, to), open());
    is(&text, Overall::Ok, "none");
}

#[test]
fn metadata_that_redirects_to_another_origin_stops_most_clients_though_it_fits() {
    let to = "https://www.auth.example.com/.well-known/oauth-authorization-server";
    let there = open().replace(OAUTH, to);
    let text = format!("{CONTACT}{RESOURCE}{}{there}", moved("GET", OAUTH, 301, to));
    is(&text, Overall::Blocked, "server/metadata-failing");
}

#[test]
fn a_request_that_was_sent_on_and_answered_there_is_no_failure() {
    let (register, token) = (
        "https://auth.example.com/register",
        "https://auth.example.com/token",
    );
    let text = format!(
        "{CONTACT}{RESOURCE}{}{}> POST {register}/\n> {{\"redirect_uris\":[\"http://127.0.0.1:3000/cb\"]}}\n< 201\n< {{\"client_id\":\"c\"}}\n{}> POST {token}/\n> grant_type=authorization_code&code=c&client_id=c&code_verifier=v\n< 200\n< {{\"access_token\":\"t\",\"token_type\":\"Bearer\"}}\n> POST https://mcp.example.com/mcp\n> Authorization: Bearer t\n> {{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\"}}\n< 200\n< {{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{{}}}}\n",
        open(),
        moved("POST", register, 307, &format!("{register}/")),
        moved("POST", token, 308, &format!("{token}/")),
    );
    is(&text, Overall::Ok, "none");
}

#[test]
fn an_endpoint_that_redirects_again_and_again_stops_every_client() {
    let hop = |at: usize| match at {
        0 => "https://mcp.example.com/mcp".to_owned(),
        at => format!("https://mcp.example.com/mcp/{at}"),
    };
    let hops: String = (0..=limits::REDIRECTS)
        .map(|at| moved("POST", &hop(at), 307, &hop(at + 1)))
        .collect();
    let text = format!(
        "server: https://mcp.example.com/mcp\n{hops}{RESOURCE}{}",
        open()
    );
    is(&text, Overall::Blocked, "contact/redirect");
}

#[test]
fn an_endpoint_that_moved_by_302_is_no_login_page() {
    let moved = "server: https://mcp.example.com/mcp\n> POST https://mcp.example.com/mcp\n< 302\n< Location: https://mcp.example.com/v2/mcp\n";
    is(
        &format!("{moved}{RESOURCE}{}", open()),
        Overall::Blocked,
        "contact/redirect",
    );
    let login = moved.replace("/v2/mcp", "/start");
    is(
        &format!("{login}{RESOURCE}{}", open()),
        Overall::Blocked,
        "contact/login-page",
    );
}

#[test]
fn a_token_that_ends_because_its_renewal_is_refused_is_not_the_cause() {
    let token = "https://auth.example.com/token";
    let call = |status: u16| {
        let result = "< {\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}\n";
        format!(
            "> POST https://mcp.example.com/mcp\n> Authorization: Bearer t\n> {{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\"}}\n< {status}\n{}",
            if status == 200 { result } else { "" }
        )
    };
    let issued = format!(
        "> POST {token}\n> grant_type=authorization_code&code=c&client_id=c&code_verifier=v\n< 200\n< {{\"access_token\":\"t\",\"token_type\":\"Bearer\",\"refresh_token\":\"r\"}}\n"
    );
    let renewal = format!(
        "> POST {token}\n> grant_type=refresh_token&refresh_token=r&client_id=c\n< 400\n< {{\"error\":\"unsupported_grant_type\"}}\n"
    );
    let begun = format!("{CONTACT}{RESOURCE}{}{issued}{}", open(), call(200));
    for rest in [
        format!("{renewal}{}", call(401)),
        format!("{}{renewal}", call(401)),
    ] {
        is(
            &format!("{begun}{rest}"),
            Overall::Blocked,
            "token/grant-unsupported",
        );
    }
    // A token that was never accepted is refused for another reason.
    is(
        &format!(
            "{CONTACT}{RESOURCE}{}{issued}{}{renewal}",
            open(),
            call(401)
        ),
        Overall::Blocked,
        "access/token-refused",
    );
}

#[test]
fn metadata_that_redirects_to_a_login_elsewhere_demands_a_credential() {
    let asked = "https://mcp.example.com/.well-known/oauth-protected-resource/mcp";
    let login = "https://sso.example.com/saml/login?RelayState=x";
    let page = format!("> GET {login}\n< 200\n< Content-Type: text/html\n< <html>Login</html>\n");
    let text = format!("{CONTACT}{}{page}", moved("GET", asked, 302, login));
    is(&text, Overall::Blocked, "resource/metadata-protected");
}

#[test]
fn what_go_openssl_and_the_sdks_say_of_a_connection_and_of_a_redirect_is_heard() {
    for (message, rule) in [
        (
            "Get \"http://keycloak.auth.svc:8080/realms/mcp\": dial tcp: lookup keycloak.auth.svc on 192.168.1.1:53: no such host",
            "contact/unreachable",
        ),
        (
            "write EPROTO 1402:error:0A00042E:SSL routines:ssl3_read_bytes:tlsv1 alert protocol version: SSL alert number 70",
            "contact/tls",
        ),
        (
            "Error POSTing to endpoint: Redirect to https://www.example.com/mcp not followed; use that URL as the endpoint if it is the intended server (redirectPolicy: 'same-origin')",
            "contact/redirect",
        ),
        (
            "OAuthTokenError: Token exchange failed (307) (redirected to https://id.example.com/v2/token; not followed):",
            "token/endpoint-failing",
        ),
        (
            "OAuthRegistrationError: Registration failed: 301 (redirected to https://id.example.com/register; not followed)",
            "registration/endpoint-failing",
        ),
    ] {
        let report = about(message);
        let told: Vec<&str> = (report.candidates.iter())
            .map(|one| one.finding.rule.as_str())
            .chain(report.cause.iter().map(|one| one.rule.as_str()))
            .collect();
        assert!(told.contains(&rule), "{message}: {told:?}");
    }
}

#[test]
fn a_program_that_says_something_is_no_header() {
    let text = "mcp-remote: TypeError: fetch failed\n  [cause]: Error: write EPROTO 1402:error:0A00042E:SSL routines:ssl3_read_bytes:tlsv1 alert protocol version\n";
    let evidence = import::read(text).unwrap().evidence;
    assert!(evidence.exchanges.is_empty(), "{:?}", evidence.exchanges);
    let report = judge(&evidence);
    assert_eq!(cause(&report), "contact/tls");
}

#[test]
fn an_answer_that_nobody_read_is_explained_by_what_was_said_of_it_and_by_nothing_else() {
    let logged = |path: &str, said: &str| {
        let event = format!(
            "{{\"level\":40,\"err\":{{\"error\":\"{said}\",\"error_description\":\"see the log\"}},\"msg\":\"refused\"}}\n{{\"level\":30,\"req\":{{\"method\":\"POST\",\"url\":\"{path}\"}},\"res\":{{\"statusCode\":400}},\"msg\":\"request completed\"}}\n"
        );
        judge(&import::read(&event).unwrap().evidence)
    };
    let refused = logged("/register", "invalid_redirect_uri");
    assert_eq!(
        (refused.verdict, cause(&refused)),
        (Overall::Undetermined, "registration/redirect-uri-refused")
    );
    let unread = import::read("POST https://auth.example.com/token -> 400 Bad Request\n");
    let unread = judge(&unread.unwrap().evidence);
    assert_eq!(
        (unread.verdict, cause(&unread)),
        (Overall::Undetermined, "token/refused")
    );
}

#[test]
fn a_failure_of_several_lines_is_heard_though_no_line_says_error() {
    let report = judge(
        &import::read(
            "* Connected to mcp.example.com (203.0.113.7) port 443\n* SSL certificate problem: self-signed certificate in certificate chain\n* closing connection #0\ncurl: (60) SSL certificate problem: self-signed certificate in certificate chain\nMore details here: https://curl.se/docs/sslcerts.html\n",
        )
        .unwrap()
        .evidence,
    );
    assert_eq!(cause(&report), "contact/private-authority");
}

#[test]
fn a_refusal_in_a_log_without_headers_is_also_what_its_message_says() {
    let log = "warn: Request to /mcp failed authorization: missing required scope 'mcp:tools'.\ninfo: POST https://mcp.example.com/mcp - 403\n";
    let report = judge(&import::read(log).unwrap().evidence);
    let named = |rule: &str| report.candidates.iter().any(|one| one.finding.rule == rule);
    assert_eq!(report.verdict, Overall::Undetermined);
    assert!(
        named("access/insufficient-scope"),
        "{:?}",
        report.candidates
    );
}

#[test]
fn what_the_client_got_past_is_not_called_the_likeliest_cause_of_a_later_stop() {
    let stopped = CONTACT.to_owned()
        + RESOURCE
        + &open()
        + "> POST https://auth.example.com/token\n> Content-Type: application/x-www-form-urlencoded\n> grant_type=authorization_code&code=c\n< 200\n< {\"access_token\":\"t\",\"token_type\":\"Bearer\",\"expires_in\":60}\n\
           > POST https://mcp.example.com/mcp\n> Authorization: Bearer t\n> {\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\"}\n< 404\n< {\"error\":\"Not Found\"}\n";
    is(&stopped, Overall::Undetermined, "none");
}

#[test]
fn nothing_but_a_message_lets_a_client_in_with_a_credential_or_without() {
    const JSON: &str = "Content-Type: application/json";
    let error = r#"{"jsonrpc":"2.0","id":1,"error":{"code":-32603,"message":"locked"}}"#;
    let answers = [
        (200, "{}"),
        (200, "null"),
        (200, "[]"),
        (200, r#"{"status":"ok"}"#),
        (200, r#"{"jsonrpc":"2.0","id":1,"resu"#),
        (200, r#"{"jsonrpc":"2.0","id":1,"result":{"pro"#),
        (200, error),
        (402, r#"{"error":"Your trial has expired"}"#),
        (421, "Invalid Host header"),
        (500, "oops"),
    ];
    let report_of = |header: &str, status: u16, body: &str| {
        report(&format!(
            "server: https://mcp.example.com/mcp\n> POST https://mcp.example.com/mcp\n{header}> {{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\"}}\n< {status}\n< {JSON}\n< {body}\n"
        ))
    };
    let result = r#"{"jsonrpc":"2.0","id":1,"result":{"protocolVersion":"2025-11-25"}}"#;
    for header in ["", "> Authorization: Bearer t\n", "> X-Api-Key: k\n"] {
        assert_eq!(
            report_of(header, 200, result).verdict,
            Overall::Ok,
            "{header}"
        );
        for (status, body) in answers {
            let verdict = report_of(header, status, body).verdict;
            assert_ne!(verdict, Overall::Ok, "{header}{status} {body}");
        }
    }
}
