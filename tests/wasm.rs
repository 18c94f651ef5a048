//! The core as wasm, called as JavaScript calls it; run in Node and in headless Chromium.
#![cfg(target_arch = "wasm32")]
#![allow(missing_docs)]

use js_sys::{JSON, Reflect};
use mcp_auth_doctor::wasm::diagnosis::{analyze, diagnose};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
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

#[wasm_bindgen_test]
async fn asks_with_the_fetch_of_the_host_and_reports_its_failure() {
    let options = js_sys::Object::new();
    let fetch = js_sys::Function::new_no_args("throw new TypeError('no network here')");
    Reflect::set(&options, &"fetch".into(), &fetch).expect("an object");
    let promise = diagnose("https://mcp.example.com/mcp".into(), options.into());
    let report = JsFuture::from(promise).await;
    let text = String::from(JSON::stringify(&report.expect("a report")).expect("plain data"));
    assert!(text.contains("no network here"), "{text}");
}
