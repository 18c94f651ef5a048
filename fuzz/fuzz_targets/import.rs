//! Any text as something that a person pastes: recognised or refused, then judged.
#![no_main]

use mcp_auth_doctor::evidence::import;
use mcp_auth_doctor::report::judge;

libfuzzer_sys::fuzz_target!(|text: &str| {
    if let Ok(import) = import::read(text) {
        let _ = judge(&import.evidence);
    }
});
