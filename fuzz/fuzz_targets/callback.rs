//! Any text as a callback URL or the body of a form post.
#![no_main]

use mcp_auth_doctor::wire::callback;

libfuzzer_sys::fuzz_target!(|text: &str| {
    let _ = callback::read(text);
    let _ = callback::read_form_post(text, "http://127.0.0.1/callback");
});
