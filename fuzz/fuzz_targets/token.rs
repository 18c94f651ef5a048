//! Any text as a token answer, and as a JWT.
#![no_main]

use mcp_auth_doctor::wire::{jwt, token};

libfuzzer_sys::fuzz_target!(|text: &str| {
    let _ = token::read(text);
    let _ = jwt::read(text);
});
