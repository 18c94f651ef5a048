//! Any text as evidence of our own form: judged, and the report is whole. The corpus starts from the examples of the rules.
#![no_main]

use mcp_auth_doctor::evidence::Evidence;
use mcp_auth_doctor::report::judge;

libfuzzer_sys::fuzz_target!(|text: &str| {
    if let Ok(evidence) = serde_json::from_str::<Evidence>(text) {
        let report = judge(&evidence);
        if let Some(cause) = &report.cause {
            assert!(
                report.findings.contains(cause),
                "the cause is one of the findings"
            );
        }
    }
});
