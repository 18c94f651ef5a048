//! Any text inside a client's configuration, as JSON and as TOML: its servers are read, never run.
#![no_main]

use mcp_auth_doctor::evidence::import;

libfuzzer_sys::fuzz_target!(|text: &str| {
    let quoted = serde_json::Value::from(text).to_string();
    for configuration in [
        format!(
            r#"{{"mcpServers":{{{quoted}:{{"url":{quoted},"headers":{{"Authorization":{quoted}}}}}}}}}"#
        ),
        format!(r#"{{"servers":{{"one":{text}}}}}"#),
        format!("[mcp_servers.one]\n{text}"),
    ] {
        let _ = import::read(&configuration);
    }
});
