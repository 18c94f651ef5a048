//! Any text as a token answer.
#![no_main]

use mcp_auth_doctor::wire::token;

libfuzzer_sys::fuzz_target!(|text: &str| {
    let _ = token::read(text);
});
