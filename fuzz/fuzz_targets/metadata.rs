//! Any text as resource metadata, server metadata or a client's metadata.
#![no_main]

use mcp_auth_doctor::wire::{client, resource, server};

libfuzzer_sys::fuzz_target!(|text: &str| {
    let _ = resource::read(text);
    let _ = client::read(text);
    if let Ok(metadata) = server::read(text) {
        let _ = (metadata.advertises_s256(), metadata.announces_iss());
    }
});
