//! Canaries in every place where a secret can be; every output in every format is searched for them.

mod planted;
mod random;
mod shapes;

use base64::Engine;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};
use mcp_auth_doctor::evidence::{Evidence, har, import, redact, transcript};
use mcp_auth_doctor::flow::client::Client;
use mcp_auth_doctor::flow::effect::SigningKey;
use mcp_auth_doctor::flow::host::{Answer, Effect};
use mcp_auth_doctor::flow::keep::pending::Pending;
use mcp_auth_doctor::flow::keep::tokens::Tokens;
use mcp_auth_doctor::flow::options::SignInOptions;
use mcp_auth_doctor::http::{Exchange, Headers, Request, Response};
use mcp_auth_doctor::plain;
use mcp_auth_doctor::report::{Finding, Format, Layout, judge, render};
use mcp_auth_doctor::rules;
use planted::planted;
use random::{MARK, Planter};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use std::fs;
use std::path::Path;

const CANARY: &str = "canary";

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
    let outputs = outputs(evidence);
    let planted = serde_json::to_string(evidence)
        .unwrap()
        .matches(CANARY)
        .count();
    println!(
        "{about}: {} outputs without any of {planted} secrets",
        outputs.len()
    );
    for (format, text) in outputs {
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

/// What stands for a text in other spellings, and is found wherever in a longer text it stands.
fn spellings(mark: &str) -> Vec<String> {
    let hex = mark.bytes().map(|byte| format!("{byte:02x}")).collect();
    let base64 = (0..3).flat_map(|skipped| {
        let whole = &mark.as_bytes()[skipped..];
        let whole = &whole[..whole.len() / 3 * 3];
        [STANDARD_NO_PAD.encode(whole), URL_SAFE_NO_PAD.encode(whole)]
    });
    let mut all = vec![
        mark.to_owned(),
        mark.to_lowercase(),
        mark.to_uppercase(),
        hex,
    ];
    all.extend(base64);
    all.dedup();
    all
}

/// Whether any output has any spelling of the mark, and around it what.
fn leaks(evidence: &Evidence, said: &str, mark: &str) -> Vec<String> {
    let mut outputs = outputs(evidence);
    outputs.push(("recognised", said.to_owned()));
    let spellings = spellings(mark);
    let found = |(format, text): &(&str, String)| {
        let at = spellings.iter().find_map(|one| text.find(one.as_str()))?;
        let around: String = text[..at]
            .chars()
            .rev()
            .take(50)
            .collect::<Vec<_>>()
            .into_iter()
            .rev()
            .collect();
        let rest: String = text[at..].chars().take(50).collect();
        Some(format!("{format}: {around}{rest}"))
    };
    outputs.iter().filter_map(found).collect()
}

#[test]
fn no_output_holds_a_secret_that_stands_anywhere_but_in_a_public_member() {
    const WANTED: usize = 100_000;
    let (mut planted, mut round) = (0, 0);
    let mut leaked = Vec::new();
    while planted < WANTED {
        round += 1;
        let mut planter = Planter::new(round);
        let evidence = planter.evidence();
        planted += planter.planted;
        let pasted = import::read(&serde_json::to_string(&evidence).unwrap()).unwrap();
        let text = evidence.symptom.as_deref().unwrap_or("text");
        let said = format!(
            "{:?} {:?}",
            pasted.recognised,
            import::read(text).unwrap().recognised
        );
        for leak in leaks(&evidence, &said, MARK) {
            leaked.push(format!("{round} {leak}"));
        }
    }
    println!(
        "{planted} canaries in {round} documents of 20 exchanges, {} outputs with one",
        leaked.len()
    );
    assert!(
        leaked.is_empty(),
        "{}\n{}",
        leaked.len(),
        leaked[..leaked.len().min(40)].join("\n")
    );
}

#[test]
fn no_output_holds_a_secret_in_any_shape_that_people_have() {
    const SECRETS: [&str; 5] = [
        "Zq7Xw9Kp4Vt2mN8rB1sLf6",
        "3f9a1c7e5b2d8064af13",
        "qk4x7zv2m9w1p8r3t6",
        "PjdqHBv4kL1c-tJ8DA9v_wwp7Grd",
        "ghp_Zq7Xw9Kp4Vt2mN8rB1sLf6",
    ];
    let mut leaked = Vec::new();
    for secret in SECRETS {
        for shape in shapes::PASTED {
            let text = shape.replace("CANARY", secret);
            let import = import::read(&text).unwrap();
            let said = format!("{:?}", import.recognised);
            leaked.extend(
                leaks(&import.evidence, &said, secret)
                    .into_iter()
                    .map(|leak| format!("{shape}\n  {leak}")),
            );
        }
        for (shape, status) in shapes::BODIES
            .iter()
            .flat_map(|shape| [(shape, 400), (shape, 200)])
        {
            let evidence = Evidence {
                exchanges: vec![Exchange {
                    request: Request::post(
                        "https://as.example/token",
                        "text/plain",
                        shape.replace("CANARY", secret),
                    ),
                    response: Some(Response {
                        status,
                        headers: Headers::new(),
                        body: Some(shape.replace("CANARY", secret)),
                        ..Response::default()
                    }),
                    ..Exchange::default()
                }],
                ..Evidence::default()
            };
            leaked.extend(
                leaks(&evidence, "", secret)
                    .into_iter()
                    .map(|leak| format!("{shape}\n  {leak}")),
            );
        }
    }
    println!(
        "{} shapes of {} secrets",
        shapes::PASTED.len() + 2 * shapes::BODIES.len(),
        SECRETS.len()
    );
    assert!(leaked.is_empty(), "{}\n{}", leaked.len(), leaked.join("\n"));
}

/// What was concluded, without the words.
fn conclusion(evidence: &Evidence) -> String {
    let report = judge(evidence);
    let rules = |findings: &[Finding]| {
        let named = findings
            .iter()
            .map(|one| format!("{} {:?}", one.rule, one.party));
        named.collect::<Vec<_>>()
    };
    let cause = report.cause.map(|one| one.rule);
    let candidates: Vec<_> = report
        .candidates
        .into_iter()
        .map(|one| one.finding.rule)
        .collect();
    format!(
        "{:?} {cause:?} {candidates:?} {:?}",
        report.verdict,
        rules(&report.findings)
    )
}

/// All that the examples of the rules and the fixtures have.
fn examples() -> Vec<(String, Evidence)> {
    let of_rules = rules::ALL.iter().flat_map(|rule| {
        let texts = rule.fails.iter().chain(rule.passes).enumerate();
        texts.map(move |(at, text)| (format!("{} {at}", rule.id), transcript::read(text).unwrap()))
    });
    of_rules.collect()
}

#[test]
fn what_may_be_shown_is_judged_as_what_was_seen_and_is_the_same_when_made_again() {
    let examples = examples();
    for (name, seen) in &examples {
        let shown = redact::evidence(seen);
        assert_eq!(redact::evidence(&shown), shown, "{name}");
        let text = serde_json::to_string(&shown).unwrap();
        let read: Evidence = plain::read(serde_json::from_str(&text).unwrap()).unwrap();
        assert_eq!(read, shown, "{name}");
        assert_eq!(conclusion(&read), conclusion(seen), "{name}");
        let from_har = Evidence {
            exchanges: har::read(&har::write(seen)).unwrap().exchanges,
            ..shown.clone()
        };
        assert_eq!(conclusion(&from_har), conclusion(seen), "{name}, as a HAR");
    }
    println!(
        "{} examples, each judged from its JSON and its HAR",
        examples.len()
    );
    assert!(examples.len() > 300);
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
    assert!(printed.contains("https://as.example"), "{printed}");
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
                all: true,
                ..Layout::default()
            },
        );
        let steering = shown.chars().find(|one| {
            (one.is_control() && *one != '\n') || ('\u{202a}'..='\u{202e}').contains(one)
        });
        assert_eq!(steering, None, "{shown}");
    }
}

/// Texts as people paste them, with a secret in each place that they have.
const PASTED: [&str; 12] = [
    "curl -si https://mcp.example/mcp -H 'Authorization: Bearer header-canary-1' -H 'Cookie: a=cookie-canary-1' -d '{\"token\":\"body-canary-1\"}'\nHTTP/1.1 401 Unauthorized\nSet-Cookie: sid=set-cookie-canary\n\n{\"access_token\":\"answer-canary-1\"}",
    "curl -v https://mcp.example/mcp\n> POST /mcp?api_key=query-canary-1 HTTP/1.1\n> Host: mcp.example\n> Authorization: Bearer header-canary-1\n< HTTP/1.1 401 Unauthorized\n< Set-Cookie: sid=set-cookie-canary\n",
    "https://mcp.example/mcp?api_key=query-canary-1",
    "https://user:password-canary-1@mcp.example/mcp",
    "http://127.0.0.1:33418/callback?code=code-canary-1&state=state-canary-1&device_code=device-canary-1",
    "http://127.0.0.1:33418/callback#access_token=token-canary-1&id_token=id-canary-1&state=state-canary-1&error=x",
    "https://as.example/authorize?client_id=c&response_type=code&client_assertion=assertion-canary&nonce=nonce-canary-1&state=state-canary-1&assertion=assertion-canary-1",
    "{\"access_token\":\"token-canary-1\",\"refresh_token\":\"refresh-canary-1\",\"token_type\":\"Bearer\"}",
    "{\"client_id\":\"c\",\"client_secret\":\"secret-canary-1\",\"registration_access_token\":\"registration-canary-1\",\"redirect_uris\":[\"http://127.0.0.1/cb\"]}",
    "{\"mcpServers\":{\"a\":{\"url\":\"https://mcp.example/mcp?token=query-canary-1\",\"headers\":{\"Authorization\":\"Bearer header-canary-1\"},\"oauth\":{\"clientSecret\":\"secret-canary-1\"}}}}",
    "2025-11-21 16:11:05.643 [error] Connection state: Error 401 status sending message to https://mcp.example/mcp?api_key=query-canary-1: {\"access_token\":\"token-canary-1\"}",
    "[12345] Connecting to remote server: https://mcp.example/mcp?api_key=query-canary-1\n[12345] Error: invalid token Bearer ghp_canary0123456789canary0123456789",
];

#[test]
fn no_output_of_a_pasted_text_holds_a_secret() {
    for text in PASTED {
        let import = import::read(text).unwrap();
        let said = format!("{:?}", import.recognised);
        assert!(!said.contains(CANARY), "{said}");
        require_silence(&import.evidence, text.lines().next().unwrap_or_default());
    }
}

/// Every value of a document in turn replaced by something that it can't be: the error names the place and shows no value.
fn require_silent_errors<T: DeserializeOwned>(document: &Value) -> usize {
    let secret = "canary-4711";
    let others = [
        json!(secret),
        json!([secret]),
        json!({ "x": secret }),
        json!(-4711.5),
    ];
    let mut refused = 0;
    for pointer in pointers(document, "") {
        for other in &others {
            let mut wrong = document.clone();
            *wrong.pointer_mut(&pointer).unwrap() = other.clone();
            if let Err(flaw) = plain::read::<T>(wrong) {
                let said = format!("{flaw} {flaw:?}");
                assert!(
                    !said.contains("canary") && !said.contains("4711"),
                    "{pointer}: {said}"
                );
                refused += 1;
            }
        }
    }
    refused
}

fn pointers(value: &Value, at: &str) -> Vec<String> {
    let mut all = vec![at.to_owned()];
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                all.extend(pointers(member, &format!("{at}/{name}")));
            }
        }
        Value::Array(list) => {
            for (index, one) in list.iter().enumerate() {
                all.extend(pointers(one, &format!("{at}/{index}")));
            }
        }
        _ => {}
    }
    all
}

#[test]
fn an_error_about_a_value_never_shows_a_value() {
    let client = json!({
        "clientId": "c", "clientSecret": "s", "kind": "dynamic", "redirectUris": ["http://127.0.0.1/cb"], "issuedAt": 1,
        "registrationClientUri": "https://as.example/c", "registrationAccessToken": "r", "clientSecretExpiresAt": 2,
    });
    let options = json!({
        "server": "https://mcp.example", "redirectUri": "http://127.0.0.1/cb", "client": client, "clientMetadata": { "client_name": "x" },
        "scopes": ["a"], "offlineAccess": true, "resource": "https://mcp.example", "revision": "2025-11-25", "probe": "polite",
        "extraParams": { "a": "b" }, "challenge": "Bearer", "dpop": true, "allow": ["bareCode"],
    });
    let evidence = serde_json::to_value(Evidence {
        exchanges: planted(),
        now: Some(1.0),
        ..Evidence::default()
    })
    .unwrap();
    let tokens = json!({ "accessToken": "t", "tokenType": "Bearer", "refreshToken": "r", "issuedAt": 1, "expiresAt": 2, "scope": ["a"], "issuer": "https://as.example", "resource": "https://mcp.example", "clientId": "c" });
    let refused = [
        require_silent_errors::<Client>(&client),
        require_silent_errors::<SignInOptions>(&options),
        require_silent_errors::<Evidence>(&evidence),
        require_silent_errors::<Tokens>(&tokens),
        require_silent_errors::<Pending>(
            &json!({ "id": "i", "state": "s", "verifier": "v", "client": client }),
        ),
    ];
    println!("{refused:?} errors without a value");
    assert!(refused.iter().all(|count| *count > 10), "{refused:?}");
}
