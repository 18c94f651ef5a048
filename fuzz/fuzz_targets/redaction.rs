//! Any text as a token that an answer repeats: it is gone wherever it stood.
#![no_main]

use mcp_auth_doctor::evidence::{Evidence, redact};
use mcp_auth_doctor::http::{Exchange, Request, Response};
use mcp_auth_doctor::wire::form;

/// A text that is a secret if it is as long (src/evidence/redact/repeated.rs).
const SHORTEST: usize = 8;

libfuzzer_sys::fuzz_target!(|texts: (&str, &str)| {
    let (token, around) = texts;
    // A word of a specification, or what stands for a value, means itself elsewhere too.
    let is_term = |byte: u8| byte.is_ascii_lowercase() || byte == b'_';
    let has_letters = token.chars().filter(|one| one.is_alphanumeric()).count() >= SHORTEST;
    if !has_letters || token.bytes().all(is_term) || token.contains(|one: char| !one.is_alphanumeric()) {
        return;
    }
    let exchange = |body: String| Exchange {
        request: Request::post(
            "https://as.example/token",
            "application/x-www-form-urlencoded",
            form::encode([("access_token", token)]),
        ),
        response: Some(Response {
            status: 400,
            body: Some(body),
            ..Response::default()
        }),
        ..Exchange::default()
    };
    let exchanges = vec![
        exchange(format!("\u{1}{token}\u{1}")),
        exchange(format!("{around}{token}{around}")),
    ];
    let clean = redact::evidence(&Evidence {
        exchanges,
        ..Evidence::default()
    });
    let alone = clean.exchanges[0].body().unwrap_or_default();
    assert!(
        !alone.contains(token),
        "{alone:?}"
    );
});
