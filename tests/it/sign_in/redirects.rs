//! Addresses that redirect: followed as clients follow them, and nothing secret leaves the origin that the metadata names.

use crate::support::World;
use crate::support::honest::{
    Honest, RESOURCE_METADATA, SERVER, SERVER_METADATA, answer, beginning, completion, opened,
    options, refusal, requests_to, signed_in, tokens,
};
use mcp_auth_doctor::evidence::Evidence;
use mcp_auth_doctor::flow::deviation::Deviation;
use mcp_auth_doctor::flow::host::{Answer, Conversation, Effect};
use mcp_auth_doctor::flow::outcome::Concluded;
use mcp_auth_doctor::flow::refusal::Refusal;
use mcp_auth_doctor::flow::sign_in::begin;
use mcp_auth_doctor::http::{Headers, Request};
use mcp_auth_doctor::limits;
use mcp_auth_doctor::report::judge;
use serde_json::json;

const REGISTER: &str = "https://as.example/register";
const TOKEN: &str = "https://as.example/token";

/// The honest servers, where requests to one address are sent on to another one, `with_token` only if they carry a token.
fn moved(honest: &Honest, from: &'static str, status: u16, to: &str, with_token: bool) -> World {
    let (mut inner, to) = (honest.world(), to.to_owned());
    World::new().handle(move |request| {
        let redirects = !with_token || request.headers.has("authorization");
        if request.url == from && redirects {
            return Some(answer(
                status,
                Headers::new().with("Location", to.clone()),
                "",
            ));
        }
        let mut request = request.clone();
        if request.url == to {
            request.url = from.to_owned();
        }
        match inner.perform(Effect::Fetch(vec![request])) {
            Answer::Exchanges(mut exchanges) => exchanges.pop()?.response,
            _ => None,
        }
    })
}

/// What a beginning that opens a browser did that another client may not do.
fn deviations(world: &mut World) -> Vec<Deviation> {
    let concluded = world.run(Conversation::new(|host| {
        Concluded::of(host, |host| begin(host, &options()))
    }));
    assert!(concluded.result.is_ok(), "{:?}", concluded.result);
    concluded.deviations
}

fn redirected(what: &str, from: &str, to: &str) -> Deviation {
    Deviation::Redirected {
        what: what.to_owned(),
        from: from.to_owned(),
        to: to.to_owned(),
    }
}

#[test]
fn an_endpoint_that_moved_within_its_origin_is_followed_with_method_and_body() {
    for (from, to) in [
        (REGISTER, "https://as.example/v2/register"),
        (TOKEN, "https://as.example/v2/token"),
    ] {
        for status in [307, 308] {
            let honest = Honest::default();
            let mut world = moved(&honest, from, status, to, false);
            signed_in(&honest, &mut world);
            let posts: Vec<&Request> = (world.sent.iter().map(|(_, one)| one))
                .filter(|one| one.url == from || one.url == to)
                .collect();
            assert_eq!(posts.len(), 2);
            assert_eq!(posts[0].body, posts[1].body);
            assert_eq!(posts[1].method, "POST");
        }
    }
}

#[test]
fn a_redirect_that_makes_a_get_of_it_stops() {
    for status in [301, 302, 303] {
        let to = "https://as.example/v2/register";
        let mut world = moved(&Honest::default(), REGISTER, status, to, false);
        let refused = refusal(world.run(beginning(options())));
        assert!(
            matches!(refused, Refusal::RegistrationRefused(_)),
            "{refused:?}"
        );
        assert_eq!(requests_to(&world, "/v2/register"), 0);
    }
}

#[test]
fn a_redirect_of_an_endpoint_without_an_end_is_followed_a_few_times() {
    let honest = Honest::default();
    let mut world = moved(&honest, TOKEN, 307, TOKEN, false);
    let (url, pending) = opened(&mut world);
    let callback = honest.approve(&url);
    assert!(matches!(
        refusal(world.run(completion(pending.id, callback))),
        Refusal::TokenRefused { .. }
    ));
    assert_eq!(requests_to(&world, "/token"), limits::REDIRECTS + 1);
}

#[test]
fn a_code_and_a_refresh_token_are_sent_to_no_other_origin() {
    for to in [
        "https://evil.example/token",
        "https://as.example:8443/token",
        "http://as.example/token",
        "//evil.example/token",
        "https://as.example@evil.example/token",
        "https://user:pass@as.example/v2/token",
    ] {
        let honest = Honest::default();
        let mut world = moved(&honest, TOKEN, 307, to, false);
        let (url, pending) = opened(&mut world);
        let callback = honest.approve(&url);
        refusal(world.run(completion(pending.id, callback)));
        assert_eq!(requests_to(&world, "/token"), 1, "{to}");
    }
}

#[test]
fn a_registration_holds_no_secret_and_follows_to_another_origin_which_is_named() {
    let to = "https://www.as.example/register";
    let mut world = moved(&Honest::default(), REGISTER, 308, to, false);
    let expected = redirected("registration_endpoint", REGISTER, to);
    assert_eq!(deviations(&mut world), [expected]);
}

#[test]
fn a_registration_is_sent_to_no_private_network_and_not_with_a_software_statement() {
    let mut world = moved(
        &Honest::default(),
        REGISTER,
        307,
        "https://10.0.0.1/register",
        false,
    );
    let refused = refusal(world.run(beginning(options())));
    assert!(matches!(refused, Refusal::PrivateAddress(_)), "{refused:?}");
    let to = "https://www.as.example/register";
    let mut world = moved(&Honest::default(), REGISTER, 307, to, false);
    let mut wish = options();
    wish.client_metadata
        .insert("software_statement".to_owned(), json!("e30.e30."));
    refusal(world.run(beginning(wish)));
    assert_eq!(requests_to(&world, to), 0);
}

#[test]
fn metadata_at_another_origin_is_read_and_named_and_within_the_origin_is_nothing_to_name() {
    for (what, from) in [
        ("resource_metadata", RESOURCE_METADATA),
        ("authorization_server_metadata", SERVER_METADATA),
    ] {
        for status in [301, 302, 307, 308] {
            let elsewhere = "https://www.example/metadata";
            let mut world = moved(&Honest::default(), from, status, elsewhere, false);
            assert_eq!(
                deviations(&mut world),
                [redirected(what, from, elsewhere)],
                "{status}"
            );
            let within = from.replace("/.well-known/", "/v2/.well-known/");
            let mut world = moved(&Honest::default(), from, status, &within, false);
            assert_eq!(deviations(&mut world), [], "{status}");
        }
    }
}

/// The honest servers, where a document is found behind a chain of redirects: each of `path` is an address on the way.
fn behind(from: &'static str, path: Vec<String>) -> World {
    let mut inner = Honest::default().world();
    World::new().handle(move |request| {
        let way = [vec![from.to_owned()], path.clone()].concat();
        let at = way.iter().position(|url| *url == request.url);
        if let Some(next) = at.and_then(|at| way.get(at + 1)) {
            let headers = Headers::new().with("Location", next.clone());
            return Some(answer(301, headers, ""));
        }
        let mut request = request.clone();
        if at.is_some() {
            request.url = from.to_owned();
        }
        match inner.perform(Effect::Fetch(vec![request])) {
            Answer::Exchanges(mut exchanges) => exchanges.pop()?.response,
            _ => None,
        }
    })
}

#[test]
fn metadata_behind_as_many_redirects_as_other_clients_follow_is_read_and_behind_more_is_not() {
    for (what, from) in [
        ("resource_metadata", RESOURCE_METADATA),
        ("authorization_server_metadata", SERVER_METADATA),
    ] {
        let within = |hops: usize| -> Vec<String> {
            (0..hops).map(|at| format!("{from}?hop={at}")).collect()
        };
        let mut world = behind(from, within(5));
        assert_eq!(deviations(&mut world), [], "{what}");
        refusal(behind(from, within(6)).run(beginning(options())));
        // Another host on the way, and back on one: a slash, www, a path.
        let elsewhere =
            ["/", "/a", "/a/", "/b", "/c"].map(|path| format!("https://www.example{path}"));
        let mut world = behind(from, elsewhere.to_vec());
        assert_eq!(
            deviations(&mut world),
            [redirected(what, from, "https://www.example/c")]
        );
        // One hop without TLS, or into a private network, ends it wherever it stands.
        for bad in ["http://www.example/", "https://10.0.0.1/"] {
            let way = vec!["https://www.example/".to_owned(), bad.to_owned()];
            let mut world = behind(from, way);
            refusal(world.run(beginning(options())));
            assert_eq!(requests_to(&world, bad), 0, "{bad}");
        }
    }
}

#[test]
fn an_endpoint_that_moves_only_with_a_token_is_followed_or_stops_as_a_redirect() {
    for (status, to, proven) in [
        (307, "https://mcp.example/v2/mcp", true),
        (301, "https://mcp.example/v2/mcp", false),
        (307, "https://elsewhere.example/mcp", false),
        (308, SERVER, false),
    ] {
        let honest = Honest::default();
        let mut world = moved(&honest, SERVER, status, to, true);
        let (url, pending) = opened(&mut world);
        let (id, callback) = (pending.id, honest.approve(&url));
        if proven {
            tokens(world.run(completion(id, callback)));
            continue;
        }
        let refused = refusal(world.run(completion(id, callback)));
        assert!(
            matches!(refused, Refusal::NotAnMcpServer { status: seen, .. } if seen == status),
            "{refused:?}"
        );
        let report = judge(&Evidence {
            server: Some(SERVER.to_owned()),
            refusal: Some(refused),
            ..Evidence::default()
        });
        assert_eq!(report.cause.unwrap().rule, "contact/redirect");
        assert_eq!(requests_to(&world, "elsewhere.example/mcp"), 0);
    }
}
