//! Any `WWW-Authenticate` value.
#![no_main]

libfuzzer_sys::fuzz_target!(|value: &str| {
    let challenges = mcp_auth_doctor::wire::challenge::read(value);
    let _ = challenges
        .acted_on()
        .and_then(|challenge| challenge.scopes());
    assert!(challenges.malformed_at.is_none_or(|at| at <= value.len()));
});
