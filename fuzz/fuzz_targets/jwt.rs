//! Any text as a JWT: as it stands, and as the claims of a well-formed one.
#![no_main]

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use mcp_auth_doctor::wire::jwt;

libfuzzer_sys::fuzz_target!(|text: &str| {
    let _ = jwt::read(text);
    let [header, claims] = [r#"{"alg":"RS256"}"#, text].map(|part| URL_SAFE_NO_PAD.encode(part));
    let _ = jwt::read(&format!("{header}.{claims}.signature"));
});
