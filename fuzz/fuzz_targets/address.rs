//! Any text as a URL: what is taken apart is the text itself, piece by piece.
#![no_main]

use mcp_auth_doctor::wire::address::Address;

libfuzzer_sys::fuzz_target!(|text: &str| {
    if let Ok(address) = Address::parse(text) {
        let _ = (
            address.is_loopback(),
            address.is_secure(),
            address.same_origin(&address),
        );
        assert!(text.contains(address.path));
        assert!(text.contains(address.host_and_port));
    }
});
