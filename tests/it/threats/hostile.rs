//! What a hostile server may say at each place of its documents and answers, and what it never gets by it: an address opened or asked
//! that is dangerous, a wait without end, a token.

use crate::support::World;
use crate::support::honest::{
    Ended, Honest, REDIRECT, beginning, options, resource_metadata, server_metadata, signed_in,
};
use mcp_auth_doctor::flow::host::Conversation;
use mcp_auth_doctor::flow::keep::pending::Pending;
use mcp_auth_doctor::flow::options::SignInOptions;
use mcp_auth_doctor::flow::outcome::{Outcome, Stop};
use mcp_auth_doctor::flow::refusal::Refusal;
use mcp_auth_doctor::flow::sign_in::{Waiting, complete};
use mcp_auth_doctor::limits;
use serde_json::{Value, json};

/// Members of authorization server metadata that hold an address (RFC 8414 §2, RFC 8628 §4, RFC 9126 §5).
const MEMBERS: [&str; 10] = [
    "authorization_endpoint",
    "token_endpoint",
    "registration_endpoint",
    "revocation_endpoint",
    "jwks_uri",
    "service_documentation",
    "op_policy_uri",
    "op_tos_uri",
    "device_authorization_endpoint",
    "pushed_authorization_request_endpoint",
];

const DANGEROUS: [&str; 7] = [
    "javascript:alert(1)//https://as.example/",
    "JavaScript:alert(1)",
    " javascript:alert(1)",
    "data:text/html,<script>1</script>",
    "file:///etc/passwd",
    "vbscript:x",
    "vscode://command/run",
];

const PRIVATE: [&str; 6] = [
    "https://169.254.169.254/latest",
    "https://10.0.0.1/token",
    "https://[::1]/x",
    "https://0x7f.1/x",
    "http://localhost:8080/x",
    "https://[::ffff:192.168.0.1]/x",
];

fn device_wish() -> SignInOptions {
    SignInOptions {
        redirect_uri: None,
        ..options()
    }
}

/// What the flow says to open.
fn offered(ended: &Ended) -> Vec<&str> {
    match ended {
        Ok(Outcome::OpenBrowser { url, .. }) => vec![url],
        Ok(Outcome::ShowCode {
            verification_uri,
            verification_uri_complete,
            ..
        }) => verification_uri_complete
            .iter()
            .chain([verification_uri])
            .map(String::as_str)
            .collect(),
        _ => Vec::new(),
    }
}

#[test]
fn phishing_no_member_of_a_document_puts_a_dangerous_scheme_before_a_person() {
    for member in MEMBERS {
        for address in DANGEROUS {
            for wish in [options(), device_wish()] {
                let mut server = server_metadata();
                server["device_authorization_endpoint"] = json!("https://as.example/device");
                server[member] = json!(address);
                let mut world = Honest::default().world_with(resource_metadata(), server);
                let ended = world.run(beginning(wish));
                for url in offered(&ended) {
                    assert!(
                        url.starts_with("https://") || url.starts_with("http://127.0.0.1"),
                        "{member}: {url}"
                    );
                }
                assert!(
                    world.urls().iter().all(|url| url.starts_with("https://")),
                    "{member}: {address}: {:?}",
                    world.urls()
                );
            }
        }
    }
}

#[test]
fn ssrf_no_member_of_a_document_makes_us_ask_a_private_address() {
    for member in MEMBERS {
        for address in PRIVATE {
            for wish in [options(), device_wish()] {
                let mut server = server_metadata();
                server[member] = json!(address);
                let mut world = Honest::default().world_with(resource_metadata(), server);
                let _ = world.run(beginning(wish));
                assert!(!world.urls().contains(&address), "{member}: {address}");
            }
        }
    }
}

#[test]
fn phishing_a_code_is_shown_with_a_safe_address_only() {
    for address in DANGEROUS {
        let code = |uri: &str, whole: &str| json!({ "device_code": "d", "user_code": "U", "verification_uri": uri, "verification_uri_complete": whole });
        let refused = shown(&code(address, "https://as.example/go"));
        assert!(matches!(refused, Err(Stop::Refused(_))), "{address}");
        let Ok(Outcome::ShowCode {
            verification_uri_complete,
            ..
        }) = shown(&code("https://as.example/go", address))
        else {
            panic!("no code");
        };
        assert_eq!(verification_uri_complete, None, "{address}");
    }
}

#[test]
fn a_code_that_never_ends_and_never_asks_is_given_up_in_bounded_time() {
    for (interval, expires_in) in [
        (json!(1e12), json!(1e12)),
        (json!(120), json!(1e300)),
        (json!(-1), json!(-1)),
        (json!("x"), json!(null)),
    ] {
        let code = json!({ "device_code": "d", "user_code": "U", "verification_uri": "https://as.example/go", "interval": interval, "expires_in": expires_in });
        let mut world = device(&code);
        let pending = pending(world.run(beginning(device_wish())));
        let began = world.now;
        assert!(
            pending.interval.unwrap() <= limits::DEVICE_LIFE && pending.interval.unwrap() >= 1.0
        );
        let ended = world.run(Conversation::new(move |host| {
            complete(host, Waiting::Given(Box::new(pending.clone())), None)
        }));
        assert!(
            matches!(ended, Err(Stop::Refused(refusal)) if matches!(*refusal, Refusal::PendingExpired { .. }))
        );
        assert!(
            world.now - began <= 2.0 * limits::DEVICE_LIFE * 1000.0,
            "{} ms",
            world.now - began
        );
    }
}

#[test]
fn ten_thousand_scopes_are_cut_and_the_sign_in_goes_on() {
    let many: Vec<String> = (0..10_000).map(|at| format!("scope-{at}")).collect();
    let mut resource = resource_metadata();
    resource["scopes_supported"] = json!(many);
    let mut world = Honest::default().world_with(resource, server_metadata());
    match world.run(beginning(options())) {
        Ok(Outcome::OpenBrowser { url, .. }) => {
            assert!(url.len() <= limits::AUTHORIZATION_URL, "{}", url.len())
        }
        Err(Stop::Refused(_)) => {}
        other => panic!("{other:?}"),
    }
}

#[test]
fn of_a_member_that_comes_twice_no_two_readers_get_two_values() {
    let honest = Honest::default();
    let mut server = server_metadata().to_string();
    server.truncate(server.len() - 1);
    server.push_str(",\"token_endpoint\":\"https://evil.example/token\",\"token_endpoint\":\"https://as.example/token\"}");
    let mut world = World::new()
        .json(crate::support::honest::SERVER_METADATA, &server)
        .or_else(honest.world());
    signed_in(&honest, &mut world);
    assert!(!world.urls().iter().any(|url| url.contains("evil")));
}

#[test]
fn replay_a_callback_of_one_sign_in_finishes_no_other_one() {
    let honest = Honest::default();
    let mut world = honest.world();
    let (first_url, first) = crate::support::honest::opened(&mut world);
    let (second_url, second) = crate::support::honest::opened(&mut world);
    let (of_first, of_second) = (honest.approve(&first_url), honest.approve(&second_url));
    assert!(of_first.starts_with(REDIRECT) && first.id != second.id);
    let crossed = world.run(crate::support::honest::completion(
        first.id.clone(),
        of_second.clone(),
    ));
    assert!(matches!(crossed, Err(Stop::Refused(_))), "{crossed:?}");
    for (pending, callback) in [(second, of_second), (first, of_first)] {
        let ended = world.run(crate::support::honest::completion(pending.id, callback));
        assert!(matches!(ended, Ok(Outcome::SignedIn { .. })), "{ended:?}");
    }
    assert_eq!(honest.0.borrow().codes_used_again, 0);
}

/// A server with device authorization that gives this code, and never more.
fn device(code: &Value) -> World {
    let mut server = server_metadata();
    server["device_authorization_endpoint"] = json!("https://as.example/device");
    let honest = Honest::default().world_with(resource_metadata(), server);
    let waiting = "{\"error\":\"authorization_pending\"}";
    World::new()
        .on(
            "POST",
            "https://as.example/device",
            200,
            crate::support::json(),
            &code.to_string(),
        )
        .on(
            "POST",
            "https://as.example/token",
            400,
            crate::support::json(),
            waiting,
        )
        .or_else(honest)
}

fn shown(code: &Value) -> Ended {
    device(code).run(beginning(device_wish()))
}

fn pending(ended: Ended) -> Pending {
    match ended {
        Ok(Outcome::ShowCode { pending, .. }) => *pending,
        other => panic!("{other:?}"),
    }
}
