//! Any text as a HAR: read, judged, written again.
#![no_main]

use mcp_auth_doctor::evidence::har;
use mcp_auth_doctor::report::judge;

libfuzzer_sys::fuzz_target!(|text: &str| {
    if let Ok(evidence) = har::read(text) {
        let _ = judge(&evidence);
        assert!(har::read(&har::write(&evidence)).is_ok());
    }
});
