//! Laws of the verdict, over all rule examples, all wordings and unrelated traffic. Each prints how much it tried.

use mcp_auth_doctor::action::ActionKind;
use mcp_auth_doctor::advice::clients::{self, Does};
use mcp_auth_doctor::evidence::reading::{Reading, revision_of};
use mcp_auth_doctor::evidence::{Evidence, har, transcript};
use mcp_auth_doctor::finding::{Certainty, Overall};
use mcp_auth_doctor::http::{Exchange, Request, Response};
use mcp_auth_doctor::reasons::{self, Symptom, Tells};
use mcp_auth_doctor::report::{Report, judge};
use mcp_auth_doctor::rule::{Party, Rule, Severity, Verdict};
use mcp_auth_doctor::rules;

/// The examples of every rule that need no message, with the rule.
fn examples(of: fn(&Rule) -> &'static [&'static str]) -> Vec<(&'static Rule, Evidence)> {
    let read = |rule: &'static Rule| {
        of(rule)
            .iter()
            .map(move |text| (rule, transcript::read(text).unwrap()))
    };
    let all = rules::ALL.iter().copied().flat_map(read);
    all.filter(|(_, one)| one.symptom.is_none()).collect()
}

/// A message in the words of a row: the first alternative of each phrase.
fn message(row: &Symptom) -> Option<String> {
    let phrases = row.says.0.first()?;
    let words: Vec<&str> = phrases
        .iter()
        .filter_map(|phrase| phrase.first().map(String::as_str))
        .collect();
    row.near
        .is_empty()
        .then(|| format!("Error: {}", words.join(" ")))
}

fn with_message(evidence: &Evidence, message: &str) -> Evidence {
    Evidence {
        symptom: Some(message.to_owned()),
        ..evidence.clone()
    }
}

fn cause(report: &Report) -> Option<&str> {
    report.cause.as_ref().map(|one| one.rule.as_str())
}

fn answer(report: &Report) -> (Overall, Option<&str>) {
    (report.verdict, cause(report))
}

/// Fails with all violations, and says how many probes there were.
fn holds(law: &str, probes: usize, least: usize, wrong: &[String]) {
    println!("{law}: {probes} probes, {} violations", wrong.len());
    assert!(probes >= least, "{law}: only {probes} probes");
    let shown: Vec<&String> = wrong.iter().take(12).collect();
    assert!(
        wrong.is_empty(),
        "{law}: {} of {probes}: {shown:#?}",
        wrong.len()
    );
}

#[test]
fn every_wording_is_reached_by_its_own_words() {
    let (mut reached, mut overlaps, mut wrong) = (0, Vec::new(), Vec::new());
    for row in reasons::rows() {
        let (Some(message), Some(first)) = (message(row), row.rules.first()) else {
            continue;
        };
        let claims = reasons::claims(&message, None, "");
        reached += 1;
        match claims.first() {
            Some(one) if one.rule == *first => {}
            Some(one) if claims.iter().any(|one| one.rule == *first) => {
                overlaps.push(format!("{message}: {first} behind {}", one.rule));
            }
            _ => wrong.push(format!("{message}: {first}")),
        }
    }
    println!(
        "{} rows overlap with a row before them: {overlaps:#?}",
        overlaps.len()
    );
    // Rows about addresses need two addresses, and one about the server needs the server.
    wrong.retain(|one| {
        !["address", "the server itself", "plainhttp"]
            .iter()
            .any(|sign| one.contains(sign))
    });
    holds("every row is reached", reached, 250, &wrong);
}

#[test]
fn what_the_evidence_refutes_is_never_the_cause() {
    let passes = examples(|rule| rule.passes);
    let (mut probes, mut wrong) = (0, Vec::new());
    for row in reasons::rows() {
        let Some(message) = message(row) else {
            continue;
        };
        for id in row.rules.iter().take(3) {
            for (rule, evidence) in passes.iter().filter(|(rule, _)| rule.id == *id) {
                let evidence = with_message(evidence, &message);
                let reading = Reading::new(&evidence, revision_of(&evidence));
                let refuted =
                    rule.party != Party::Client && (rule.check)(&reading) == Verdict::Pass;
                if !refuted {
                    continue;
                }
                probes += 1;
                let report = judge(&evidence);
                // A refusal without a reason leaves room for what the message says of it.
                let silent = report
                    .findings
                    .iter()
                    .any(|one| rules::by_id(&one.rule).is_some_and(|one| one.says_no_reason));
                if cause(&report) == Some(rule.id) && !silent {
                    wrong.push(format!("{id}: {message}"));
                }
            }
        }
    }
    holds("refuted is never the cause", probes, 300, &wrong);
}

fn failing_registration() -> Exchange {
    Exchange {
        request: Request {
            method: "POST".to_owned(),
            url: "https://auth.example.com/register".to_owned(),
            body: Some("{\"redirect_uris\":[\"http://127.0.0.1:1/cb\"]}".to_owned()),
            ..Request::default()
        },
        response: Some(Response {
            status: 500,
            body: Some(String::new()),
            ..Response::default()
        }),
        ..Exchange::default()
    }
}

#[test]
fn a_message_that_names_a_stop_which_nothing_overcame_makes_it_the_cause() {
    let fails = examples(|rule| rule.fails);
    let (mut probes, mut wrong) = (0, Vec::new());
    for row in reasons::rows()
        .iter()
        .filter(|row| row.tells >= Tells::Cause)
    {
        let Some(message) = message(row) else {
            continue;
        };
        let Some(first) = row.rules.first() else {
            continue;
        };
        for (rule, evidence) in fails.iter().filter(|(rule, _)| rule.id == *first) {
            let mut evidence = evidence.clone();
            evidence.exchanges.push(failing_registration());
            let stops = |report: &Report, id: &str| {
                report.findings.iter().any(|one| {
                    one.rule == id
                        && one.severity == Severity::Error
                        && one.certainty == Certainty::Observed
                })
            };
            let silent = judge(&evidence);
            if !stops(&silent, rule.id) || !stops(&silent, "registration/endpoint-failing") {
                continue;
            }
            probes += 1;
            let report = judge(&with_message(&evidence, &message));
            // The words may name another stop that was seen as well.
            let claims = reasons::claims(&message, evidence.server.as_deref(), "");
            let named = |id: &str| {
                claims
                    .iter()
                    .any(|one| one.rule == id && one.tells >= Tells::Cause)
            };
            let edge = |id: &str| id.starts_with("edge/");
            let right =
                cause(&report).is_some_and(|id| named(id) && stops(&silent, id) || edge(id));
            if !right {
                wrong.push(format!(
                    "{} and not {}: {message}",
                    cause(&report).unwrap_or("none"),
                    rule.id
                ));
            }
        }
    }
    holds("what is named and seen is the cause", probes, 60, &wrong);
}

#[test]
fn a_message_without_a_claim_changes_nothing() {
    const NEUTRAL: [&str; 6] = [
        "Please help",
        "I use the newest version on my laptop",
        "We tried this on Tuesday with two colleagues",
        "Here is what my client shows me",
        "Our team lead asked me to write this down",
        "Thank you for the tool",
    ];
    let (mut probes, mut wrong) = (0, Vec::new());
    for (rule, evidence) in examples(|rule| rule.fails) {
        let silent = judge(&evidence);
        for message in NEUTRAL {
            assert!(reasons::claims(message, None, "").is_empty(), "{message}");
            probes += 1;
            let told = judge(&with_message(&evidence, message));
            if answer(&told) != answer(&silent) {
                wrong.push(format!(
                    "{}: {:?} becomes {:?}",
                    rule.id,
                    answer(&silent),
                    answer(&told)
                ));
            }
        }
    }
    holds("no claim, no change", probes, 1000, &wrong);
}

#[test]
fn what_only_a_message_tells_is_never_certain_beside_a_stop_that_was_seen() {
    const LATER: [&str; 5] = [
        "Error: Dynamic client registration failed: HTTP 400 invalid_redirect_uri",
        "Error: redirect_uri_mismatch",
        "Error: invalid_grant: code_verifier does not match the challenge",
        "Error: token exchange failed: invalid_client",
        "Error: invalid audience",
    ];
    let (mut probes, mut wrong) = (0, Vec::new());
    for (rule, evidence) in examples(|rule| rule.fails) {
        let silent = judge(&evidence);
        let seen = silent.cause.as_ref().map(|one| one.certainty) == Some(Certainty::Observed);
        if silent.verdict != Overall::Blocked || !seen {
            continue;
        }
        for message in LATER {
            probes += 1;
            let report = judge(&with_message(&evidence, message));
            let certain = matches!(report.verdict, Overall::Blocked | Overall::Needs);
            let told = report
                .cause
                .as_ref()
                .is_some_and(|one| one.certainty != Certainty::Observed);
            if certain && told {
                wrong.push(format!("{}: {:?} by {message}", rule.id, cause(&report)));
            }
        }
    }
    holds("told is not certain beside seen", probes, 400, &wrong);
}

fn unrelated(path: &str) -> Exchange {
    Exchange {
        request: Request {
            method: "GET".to_owned(),
            url: format!("https://shop.example.net/{path}"),
            ..Request::default()
        },
        response: Some(Response {
            status: 200,
            body: Some("ok".to_owned()),
            ..Response::default()
        }),
        ..Exchange::default()
    }
}

#[test]
fn unrelated_exchanges_change_nothing_before_between_or_behind() {
    let (mut probes, mut wrong) = (0, Vec::new());
    for (rule, evidence) in examples(|rule| rule.fails) {
        if evidence.exchanges.is_empty() {
            continue;
        }
        let alone = judge(&evidence);
        for at in [
            0,
            evidence.exchanges.len().div_ceil(2),
            evidence.exchanges.len(),
        ] {
            probes += 1;
            let mut noisy = evidence.clone();
            noisy.exchanges.insert(at, unrelated("script.js"));
            let mut missing = unrelated("favicon.ico");
            missing.response = missing.response.map(|one| Response { status: 404, ..one });
            noisy.exchanges.insert(at, missing);
            let report = judge(&noisy);
            if answer(&report) != answer(&alone) {
                wrong.push(format!(
                    "{} at {at}: {:?} becomes {:?}",
                    rule.id,
                    answer(&alone),
                    answer(&report)
                ));
            }
        }
    }
    holds("noise changes nothing", probes, 600, &wrong);
}

/// A sign-in from the first request to the accepted token, as one attempt.
const WHOLE: &str = r#"
    server: https://mcp.example.com/mcp
    > POST https://mcp.example.com/mcp
    > {"jsonrpc":"2.0","id":1,"method":"initialize"}
    < 401
    < WWW-Authenticate: Bearer resource_metadata="https://mcp.example.com/.well-known/oauth-protected-resource/mcp"
    > GET https://mcp.example.com/.well-known/oauth-protected-resource/mcp
    < 200
    < {"resource":"https://mcp.example.com/mcp","authorization_servers":["https://auth.example.com"]}
    > GET https://auth.example.com/.well-known/oauth-authorization-server
    < 200
    < {"issuer":"https://auth.example.com","authorization_endpoint":"https://auth.example.com/authorize","token_endpoint":"https://auth.example.com/token","registration_endpoint":"https://auth.example.com/register","response_types_supported":["code"],"code_challenge_methods_supported":["S256"],"token_endpoint_auth_methods_supported":["none"]}
    > POST https://auth.example.com/register
    > {"redirect_uris":["http://127.0.0.1:33418/callback"]}
    < 201
    < {"client_id":"c","redirect_uris":["http://127.0.0.1:33418/callback"]}
    > POST https://auth.example.com/token
    > grant_type=authorization_code&code=c&client_id=c&code_verifier=v&redirect_uri=http%3A%2F%2F127.0.0.1%3A33418%2Fcallback&resource=https%3A%2F%2Fmcp.example.com%2Fmcp
    < 200
    < {"access_token":"t","token_type":"Bearer","expires_in":3600,"refresh_token":"r"}
    > POST https://mcp.example.com/mcp
    > Authorization: Bearer t
    > {"jsonrpc":"2.0","id":1,"method":"initialize"}
    < 200
    < {"jsonrpc":"2.0","id":1,"result":{"protocolVersion":"2025-11-25"}}
"#;

#[test]
fn evidence_that_ends_before_the_authorization_server_or_inside_an_exchange_is_never_ok() {
    let whole = transcript::read(WHOLE).unwrap();
    assert_eq!(
        judge(&whole).verdict,
        Overall::Ok,
        "{:?}",
        judge(&whole).findings
    );
    let (mut probes, mut wrong) = (0, Vec::new());
    for kept in 0..whole.exchanges.len() {
        let mut cut = whole.clone();
        cut.exchanges.truncate(kept);
        probes += 1;
        let verdict = judge(&cut).verdict;
        // After the three documents a sign-in can start; after the token request somebody waits for the server's answer to it.
        let may_be_ok = kept == 3 || kept == 4;
        if verdict == Overall::Ok && !may_be_ok {
            wrong.push(format!("{kept} exchanges: {verdict:?}"));
        }
        // The same with the next request sent and no answer to it.
        let mut waiting = whole.clone();
        waiting.exchanges.truncate(kept + 1);
        if let Some(last) = waiting.exchanges.last_mut() {
            last.response = None;
        }
        probes += 1;
        if judge(&waiting).verdict == Overall::Ok && kept < 3 {
            wrong.push(format!("{kept} exchanges and a request"));
        }
        // The same with its answer cut in the middle.
        let mut torn = whole.clone();
        torn.exchanges.truncate(kept + 1);
        let body = torn
            .exchanges
            .last_mut()
            .and_then(|one| one.response.as_mut());
        if let Some(response) = body {
            let text = response.body.take().unwrap_or_default();
            response.body = Some(text.chars().take(text.chars().count() / 3).collect());
            response.body_partial = true;
        }
        probes += 1;
        if judge(&torn).verdict == Overall::Ok && kept < 2 {
            wrong.push(format!("{kept} exchanges and a torn one"));
        }
    }
    for (rule, evidence) in examples(|rule| rule.fails) {
        for kept in 0..evidence.exchanges.len() {
            let mut cut = evidence.clone();
            cut.exchanges.truncate(kept);
            let reading_is_public = Reading::new(&cut, revision_of(&cut)).is_let_in();
            probes += 1;
            let seen_server = cut.exchanges.iter().any(|one| {
                one.request.url.contains("oauth-authorization-server")
                    || one.request.url.contains("openid-configuration")
            });
            if judge(&cut).verdict == Overall::Ok && !seen_server && !reading_is_public {
                wrong.push(format!("{} after {kept}", rule.id));
            }
        }
    }
    holds("cut is never ok", probes, 300, &wrong);
}

#[test]
fn a_report_judged_again_from_its_own_evidence_says_the_same() {
    let (mut probes, mut wrong) = (0, Vec::new());
    let fails = examples(|rule| rule.fails);
    let passes = examples(|rule| rule.passes);
    for (rule, evidence) in fails.iter().chain(&passes) {
        let first = judge(evidence);
        let again = Evidence {
            exchanges: first.exchanges.clone(),
            ..evidence.clone()
        };
        let text = serde_json::to_string(&again).unwrap();
        let by_json: Evidence = serde_json::from_str(&text).unwrap();
        let by_har = Evidence {
            exchanges: har::read(&har::write(&again))
                .map_or_else(|_| again.exchanges.clone(), |one| one.exchanges),
            ..again.clone()
        };
        for (how, evidence) in [("JSON", by_json), ("HAR", by_har)] {
            probes += 1;
            let report = judge(&evidence);
            if answer(&report) != answer(&first) {
                wrong.push(format!(
                    "{} by {how}: {:?} becomes {:?}",
                    rule.id,
                    answer(&first),
                    answer(&report)
                ));
            }
        }
    }
    holds("judged again, the same", probes, 800, &wrong);
}

/// The report of every example of every rule, with the rule.
fn reports() -> Vec<(&'static Rule, Report)> {
    let (fails, passes) = (examples(|rule| rule.fails), examples(|rule| rule.passes));
    let all = fails.into_iter().chain(passes);
    all.map(|(rule, evidence)| (rule, judge(&evidence)))
        .collect()
}

#[test]
fn nobody_is_told_to_sign_in_beside_a_stop() {
    let (mut probes, mut wrong) = (0, Vec::new());
    for (rule, report) in reports() {
        let Some(cause) = report.cause.as_ref() else {
            continue;
        };
        if report.verdict != Overall::Blocked {
            continue;
        }
        probes += 1;
        // What a sign-in got may have expired or may need more: then a new one is the way, and the rule says so.
        let is_way = rules::by_id(&cause.rule).is_some_and(|one| {
            one.step() == "token"
                || one.step() == "access"
                || one.step() == "callback"
                || one.step() == "authorization"
        });
        let offered = report
            .actions
            .iter()
            .any(|one| one.kind == ActionKind::SignIn);
        if offered && !is_way {
            wrong.push(format!("{}: {}", rule.id, cause.rule));
        }
    }
    holds("no sign-in beside a stop", probes, 200, &wrong);
}

#[test]
fn no_secret_is_asked_for_where_the_server_accepts_none() {
    let (mut probes, mut wrong) = (0, Vec::new());
    for methods in [
        r#"["private_key_jwt"]"#,
        r#"["tls_client_auth"]"#,
        r#"["none"]"#,
    ] {
        for registration in [
            "",
            r#""registration_endpoint":"https://auth.example.com/register","#,
        ] {
            let text = WHOLE_METADATA
                .replace("METHODS", methods)
                .replace("REGISTRATION", registration);
            let report = judge(&transcript::read(&text).unwrap());
            probes += 1;
            for action in &report.actions {
                if action.fields.iter().any(|one| one.name == "clientSecret") {
                    wrong.push(format!("{methods} {registration}: {:?}", action.kind));
                }
            }
        }
    }
    holds("no secret in vain", probes, 6, &wrong);
}

const WHOLE_METADATA: &str = r#"
    server: https://mcp.example.com/mcp
    > POST https://mcp.example.com/mcp
    < 401
    < WWW-Authenticate: Bearer resource_metadata="https://mcp.example.com/.well-known/oauth-protected-resource/mcp"
    > GET https://mcp.example.com/.well-known/oauth-protected-resource/mcp
    < 200
    < {"resource":"https://mcp.example.com/mcp","authorization_servers":["https://auth.example.com"]}
    > GET https://auth.example.com/.well-known/oauth-authorization-server
    < 200
    < {"issuer":"https://auth.example.com","authorization_endpoint":"https://auth.example.com/authorize","token_endpoint":"https://auth.example.com/token",REGISTRATION"response_types_supported":["code"],"code_challenge_methods_supported":["S256"],"token_endpoint_auth_methods_supported":METHODS}
"#;

#[test]
fn no_text_is_the_cause_and_the_action_at_once() {
    let (mut probes, mut wrong) = (0, Vec::new());
    for (rule, report) in reports() {
        let Some(cause) = report.cause.as_ref() else {
            continue;
        };
        for action in &report.actions {
            probes += 1;
            let said = [&cause.title, &cause.why, &cause.fix];
            let shown = [&action.title, &action.why]
                .into_iter()
                .chain(&action.steps);
            for text in shown.filter(|text| !text.is_empty()) {
                if said.contains(&text) {
                    wrong.push(format!("{}: {:?}: {text}", rule.id, action.kind));
                }
            }
        }
    }
    holds("no text twice", probes, 400, &wrong);
}

#[test]
fn that_clients_stop_is_said_of_clients_that_are_known_to() {
    for rule in rules::ALL {
        for text in [rule.title, rule.why, rule.fix] {
            let general = ["stop here", "stops here"]
                .iter()
                .any(|one| text.contains(one));
            assert!(!general, "{}: {text}", rule.id);
        }
    }
    let (mut probes, mut wrong) = (0, Vec::new());
    for (rule, evidence) in examples(|rule| rule.fails) {
        let rows = clients::matrix(&evidence);
        for finding in judge(&evidence).findings {
            let who = &finding.why;
            if !who.contains(" stop here") && !who.contains(" stops here") {
                continue;
            }
            probes += 1;
            let stops = rows.iter().filter(|row| {
                row.steps.iter().any(|step| {
                    step.does == Does::Stops && step.stands_for.contains(&finding.rule.as_str())
                })
            });
            if !stops.into_iter().any(|row| who.contains(row.name)) {
                wrong.push(format!("{}: {who}", rule.id));
            }
        }
    }
    holds("who stops is known to", probes, 10, &wrong);
}
