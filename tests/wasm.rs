//! The core as wasm, called as JavaScript calls it; run in Node and in headless Chromium.
#![cfg(target_arch = "wasm32")]
#![allow(missing_docs)]

use js_sys::{JSON, Reflect};
use mcp_auth_doctor::wasm::diagnosis::{analyze, diagnose};
use mcp_auth_doctor::wasm::sign_in::beginSignIn;
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

const BARE_401: &str = r#"{
    "server": "https://mcp.example.com/mcp",
    "exchanges": [{
        "request": { "method": "POST", "url": "https://mcp.example.com/mcp" },
        "response": { "status": 401, "headers": [["Content-Type", "text/plain"]], "body": "Unauthorized" }
    }]
}"#;

fn parse(json: &str) -> JsValue {
    JSON::parse(json).expect("JSON")
}

fn member(object: &JsValue, name: &str) -> String {
    let value = Reflect::get(object, &name.into()).expect("an object");
    value.as_string().unwrap_or_default()
}

#[wasm_bindgen_test]
fn judges_evidence_and_keeps_the_server_as_it_was_written() {
    let report = analyze(parse(BARE_401), JsValue::UNDEFINED).expect("a report");
    assert_eq!(member(&report, "server"), "https://mcp.example.com/mcp");
    assert!(!member(&report, "verdict").is_empty());
}

#[wasm_bindgen_test]
fn gives_a_report_that_survives_json() {
    let report = analyze(parse(BARE_401), JsValue::UNDEFINED).expect("a report");
    let text = String::from(JSON::stringify(&report).expect("plain data"));
    assert_eq!(
        String::from(JSON::stringify(&parse(&text)).expect("plain data")),
        text
    );
}

#[wasm_bindgen_test]
fn refuses_what_is_no_evidence_with_a_code() {
    let error = analyze(JsValue::from_f64(7.0), JsValue::UNDEFINED).expect_err("no evidence");
    assert_eq!(member(&error, "code"), "invalid-argument");
}

/// Something that a flow asked for, as the driver sees it.
fn part(of: &JsValue, name: &str) -> JsValue {
    Reflect::get(of, &name.into()).expect("an object")
}

#[wasm_bindgen_test]
fn a_diagnosis_asks_for_requests_and_reports_why_they_failed() {
    let mut running = diagnose("https://mcp.example.com/mcp".into(), JsValue::UNDEFINED);
    let mut turn = running.proceed(JsValue::UNDEFINED, false).expect("a turn");
    while member(&turn, "kind") == "fetch" {
        let requests = js_sys::Array::from(&part(&turn, "requests"));
        let failed = parse(r#"{ "failed": "no network here" }"#);
        let answers: js_sys::Array = requests.iter().map(|_| failed.clone()).collect();
        turn = running.proceed(answers.into(), false).expect("a turn");
    }
    assert_eq!(member(&turn, "kind"), "done");
    let text = String::from(JSON::stringify(&part(&turn, "value")).expect("plain data"));
    assert!(text.contains("no network here"), "{text}");
}

#[wasm_bindgen_test]
fn a_sign_in_makes_requests_as_fetch_takes_them_and_reads_a_response() {
    let options = parse(r#"{ "server": "https://mcp.example.com/mcp" }"#);
    let mut running = beginSignIn(options);
    let mut turn = running.proceed(JsValue::UNDEFINED, false).expect("a turn");
    while member(&turn, "kind") != "fetch" {
        turn = running.proceed(empty_store(&turn), false).expect("a turn");
    }
    assert_eq!(member(&turn, "kind"), "fetch");
    let sent = js_sys::Array::from(&part(&turn, "requests")).get(0);
    let headers: web_sys::Headers = part(&part(&sent, "init"), "headers").into();
    assert!(headers.has("accept").expect("headers"));
    let answer = js_sys::Object::new();
    let response = web_sys::Response::new_with_opt_str(Some("{}")).expect("a response");
    Reflect::set(&answer, &"response".into(), &response).expect("an object");
    Reflect::set(&answer, &"body".into(), &"{}".into()).expect("an object");
    let turn = running.proceed(js_sys::Array::of1(&answer).into(), false);
    assert!(!member(&turn.expect("a turn"), "kind").is_empty());
}

#[wasm_bindgen_test]
fn a_stop_is_plain_data_and_the_diagnosis_reads_it_back() {
    let options = parse(r#"{ "server": "https://mcp.example.com/mcp" }"#);
    let mut running = beginSignIn(options.clone());
    let mut turn = running.proceed(JsValue::UNDEFINED, false).expect("a turn");
    while member(&turn, "kind") != "done" {
        let answer = match member(&turn, "kind").as_str() {
            "fetch" => parse(r#"[{ "failed": "no network here" }]"#),
            _ => empty_store(&turn),
        };
        turn = running.proceed(answer, false).expect("a turn");
    }
    let stopped = part(&turn, "value");
    assert_eq!(member(&stopped, "kind"), "stopped");
    let report = mcp_auth_doctor::wasm::diagnosis::__reportOf(part(&stopped, "evidence"), options);
    let cause = part(&report.expect("a report"), "cause");
    assert!(!member(&cause, "rule").is_empty());
}

/// What a store that has nothing answers: nothing, or that for each of several calls at the same time.
fn empty_store(turn: &JsValue) -> JsValue {
    if member(turn, "kind") != "together" {
        return JsValue::UNDEFINED;
    }
    let calls = js_sys::Array::from(&part(turn, "turns"));
    let nothing = |_| parse(r#"{ "failed": false }"#);
    calls.iter().map(nothing).collect::<js_sys::Array>().into()
}
