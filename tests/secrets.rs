//! Canaries in every place where a secret can be; every output in every format is searched for them.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use mcp_auth_doctor::evidence::{Evidence, har, redact};
use mcp_auth_doctor::flow::effect::SigningKey;
use mcp_auth_doctor::flow::host::{Answer, Effect};
use mcp_auth_doctor::http::{Exchange, Headers, Request, Response};
use mcp_auth_doctor::report::{Format, Layout, judge, render};
use std::fs;
use std::path::Path;

const CANARY: &str = "canary";

/// A secret of its own for each place, all with the same mark in them.
fn planted() -> Vec<Exchange> {
    let claims = URL_SAFE_NO_PAD.encode(
        r#"{"iss":"https://as.example","aud":"https://other.example","sub":"person-canary","email":"canary@example.com","exp":1}"#,
    );
    let header = URL_SAFE_NO_PAD.encode(r#"{"alg":"RS256","typ":"at+jwt"}"#);
    let jwt = format!("{header}.{claims}.signature-canary");
    let json = || Headers::new().with("Content-Type", "application/json");
    let form = |body: &str| {
        Request::post(
            "https://as.example/token",
            "application/x-www-form-urlencoded",
            body,
        )
    };
    vec![
        exchange(
            Request {
                headers: Headers::new()
                    .with("Authorization", format!("Bearer {jwt}"))
                    .with("Cookie", "session=cookie-canary")
                    .with("DPoP", "proof-canary")
                    .with("X-Api-Key", "key-canary"),
                ..Request::post(
                    "https://mcp.example/mcp?api_key=query-canary",
                    "application/json",
                    "{}",
                )
            },
            answer(
                401,
                Headers::new()
                    .with("WWW-Authenticate", "Bearer error=\"invalid_token\"")
                    .with("Set-Cookie", "sid=set-cookie-canary"),
                "",
            ),
        ),
        exchange(
            Request::post(
                "https://as.example/register",
                "application/json",
                r#"{"redirect_uris":["http://127.0.0.1/cb"],"software_statement":"statement-canary"}"#,
            ),
            answer(
                201,
                json(),
                r#"{"client_id":"c","client_secret":"secret-canary","registration_access_token":"registration-canary"}"#,
            ),
        ),
        exchange(
            Request::get(
                "https://as.example/authorize?client_id=c&state=state-canary-1&code_challenge=challenge&login_hint=x",
            ),
            answer(
                302,
                Headers::new().with(
                    "Location",
                    "http://127.0.0.1/cb?code=location-canary-1&state=state-canary-1",
                ),
                "",
            ),
        ),
        exchange(
            Request::get(
                "http://127.0.0.1/cb?code=code-canary-1&state=state-canary-1&iss=https%3A%2F%2Fother.example",
            ),
            Response::default(),
        ),
        exchange(
            Request::get("http://127.0.0.1/cb#access_token=fragment-canary&state=state-canary-1"),
            Response::default(),
        ),
        exchange(
            form(
                "grant_type=authorization_code&code=body-canary-1&code_verifier=verifier-canary&client_secret=post-canary&client_assertion=assertion-canary",
            ),
            answer(
                200,
                json(),
                &format!(
                    r#"{{"access_token":"{jwt}","refresh_token":"refresh-canary","id_token":"id-canary","token_type":"mac"}}"#
                ),
            ),
        ),
        exchange(
            form("grant_type=refresh_token&refresh_token=refresh-body-canary"),
            answer(
                400,
                json(),
                r#"{"error":"invalid_grant","error_description":"the token refresh-body-canary is not known"}"#,
            ),
        ),
        exchange(
            Request {
                headers: Headers::new().with("Authorization", "Basic dXNlcjpjYW5hcnktY2FuYXJ5"),
                ..form("grant_type=password&username=u&password=password-canary")
            },
            answer(
                200,
                Headers::new(),
                "access_token=form-canary&token_type=bearer",
            ),
        ),
    ]
}

fn exchange(request: Request, response: Response) -> Exchange {
    Exchange {
        request,
        response: Some(response),
        ..Exchange::default()
    }
}

fn answer(status: u16, headers: Headers, body: &str) -> Response {
    Response {
        status,
        headers,
        body: Some(body.to_owned()),
        ..Response::default()
    }
}

fn outputs(evidence: &Evidence) -> Vec<(&'static str, String)> {
    let report = judge(evidence);
    let rendered = |format| render(&report, format, Layout::default());
    vec![
        ("text", rendered(Format::Text)),
        ("markdown", rendered(Format::Markdown)),
        ("json", rendered(Format::Json)),
        ("sarif", rendered(Format::Sarif)),
        ("har", har::write(evidence)),
        (
            "evidence",
            serde_json::to_string(&redact::evidence(evidence)).unwrap(),
        ),
        ("Debug", format!("{evidence:?} {report:?}")),
    ]
}

fn require_silence(evidence: &Evidence, about: &str) {
    for (format, text) in outputs(evidence) {
        let place = text.find(CANARY).map(|at| {
            let around: String = text
                .chars()
                .skip(text[..at].chars().count().saturating_sub(60))
                .take(120)
                .collect();
            around
        });
        assert_eq!(place, None, "{about}, {format}");
        assert!(
            !text.contains("dXNlcjpjYW5hcnktY2FuYXJ5"),
            "{about}, {format}: Basic"
        );
        assert!(!text.contains("eyJ"), "{about}, {format}: a JWT");
    }
}

#[test]
fn no_output_of_a_whole_flow_holds_a_secret() {
    let evidence = Evidence {
        server: Some("https://mcp.example/mcp".to_owned()),
        exchanges: planted(),
        ..Evidence::default()
    };
    require_silence(&evidence, "the whole flow");
}

#[test]
fn what_goes_to_and_from_the_host_prints_no_secret() {
    let requests: Vec<_> = planted().into_iter().map(|one| one.request).collect();
    let stored = || "stored-canary".to_owned();
    let sign = Effect::Sign {
        key: SigningKey::Kept(stored()),
        algorithm: "ES256".to_owned(),
        input: CANARY.into(),
    };
    let effects = [
        Effect::Fetch(requests.clone()),
        Effect::Commit(requests),
        Effect::Save("tokens".to_owned(), stored()),
        sign,
    ];
    let answers = [
        Answer::Exchanges(planted()),
        Answer::Text(Some(stored())),
        Answer::Bytes(CANARY.into()),
    ];
    let printed = format!("{effects:?} {answers:?}");
    assert!(printed.contains("https://as.example/token"), "{printed}");
    assert!(!printed.contains(CANARY), "{printed}");
}

#[test]
fn no_output_of_a_single_exchange_holds_a_secret() {
    for (at, one) in planted().into_iter().enumerate() {
        let evidence = Evidence {
            exchanges: vec![one],
            ..Evidence::default()
        };
        require_silence(&evidence, &format!("exchange {at}"));
    }
}

#[test]
fn no_output_of_a_fixture_holds_a_secret_that_was_planted_in_it() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    let mut seen = 0;
    for entry in fs::read_dir(folder).unwrap().flatten() {
        if entry
            .path()
            .extension()
            .is_none_or(|extension| extension != "har")
        {
            continue;
        }
        let mut evidence = har::read(&fs::read_to_string(entry.path()).unwrap()).unwrap();
        evidence.exchanges.extend(planted());
        require_silence(&evidence, &entry.path().display().to_string());
        seen += 1;
    }
    assert!(seen > 0);
}

#[test]
fn a_secret_in_an_error_message_is_taken_out_where_the_evidence_knows_it() {
    let evidence = Evidence {
        symptom: Some("token endpoint said: the token refresh-body-canary is not known".to_owned()),
        exchanges: planted(),
        ..Evidence::default()
    };
    require_silence(&evidence, "symptom");
}

#[test]
fn what_a_server_says_does_not_steer_the_terminal() {
    let metadata = r#"{"resource":"https://mcp.example.com/\u001b]0;PWN\u0007\u202e","authorization_servers":["https://auth.example.com/\u009b2J"]}"#;
    let evidence = mcp_auth_doctor::evidence::transcript::read(&format!(
        "server: https://mcp.example.com/mcp\n> GET https://mcp.example.com/.well-known/oauth-protected-resource/mcp\n< 200\n< {metadata}"
    ))
    .unwrap();
    let report = judge(&evidence);
    assert!(report.findings.iter().any(|one| one.received.is_some()));
    for format in [Format::Text, Format::Markdown, Format::Sarif] {
        let shown = render(
            &report,
            format,
            Layout {
                colour: false,
                width: 100,
            },
        );
        let steering = shown.chars().find(|one| {
            (one.is_control() && *one != '\n') || ('\u{202a}'..='\u{202e}').contains(one)
        });
        assert_eq!(steering, None, "{shown}");
    }
}
