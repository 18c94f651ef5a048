//! What the host names against what the servers say: told as such, bound to one server, and told from every other authorization server.

use crate::support::honest::{
    Honest, ISSUER, REDIRECT, SERVER, beginning, completion, opened_with, options, refusal,
    requests_to, resource_metadata, server_metadata, tokens, unproven,
};
use crate::support::moved::{OTHER, listing, moved};
use crate::support::{World, json as json_headers};
use mcp_auth_doctor::advice::apply::{Step, apply};
use mcp_auth_doctor::evidence::Evidence;
use mcp_auth_doctor::finding::Overall;
use mcp_auth_doctor::flow::after::machine::{client_credentials, workload_identity};
use mcp_auth_doctor::flow::authorize::redirect_uri::segment_of;
use mcp_auth_doctor::flow::client::Client;
use mcp_auth_doctor::flow::deviation::Deviation;
use mcp_auth_doctor::flow::host::Conversation;
use mcp_auth_doctor::flow::options::SignInOptions;
use mcp_auth_doctor::flow::outcome::{Concluded, Outcome};
use mcp_auth_doctor::flow::refusal::Refusal;
use mcp_auth_doctor::flow::sign_in::begin;
use mcp_auth_doctor::http::{Failure, FailureKind};
use mcp_auth_doctor::report::judge;
use mcp_auth_doctor::rule::Party;
use mcp_auth_doctor::secret::Secret;
use serde_json::json;
use std::collections::BTreeMap;

fn begun(world: &mut World, wish: SignInOptions) -> Concluded<Outcome> {
    world.run(Conversation::new(move |host| {
        Concluded::of(host, |host| begin(host, &wish))
    }))
}

fn named(issuer: &str) -> SignInOptions {
    SignInOptions {
        authorization_server: Some(issuer.to_owned()),
        ..options()
    }
}

/// The MCP server names another one; this one answers too.
fn elsewhere() -> World {
    listing(&Honest::default(), json!([OTHER]))
}

#[test]
fn an_authorization_server_that_the_server_does_not_name_is_entered_and_the_person_is_told() {
    let concluded = begun(&mut elsewhere(), named(ISSUER));
    assert!(matches!(
        concluded.result,
        Ok(Outcome::OpenBrowser { ref url, .. }) if url.starts_with("https://as.example/")
    ));
    let told = Deviation::NamedAuthorizationServer {
        issuer: ISSUER.to_owned(),
        server: SERVER.to_owned(),
    };
    assert_eq!(concluded.deviations, [told]);
}

#[test]
fn one_that_does_not_answer_is_the_fault_of_who_named_it() {
    let wrong = "https://nobody.test";
    let pinned = SignInOptions {
        issuer: Some(wrong.to_owned()),
        ..options()
    };
    for wish in [named(wrong), pinned] {
        let Concluded {
            result,
            mut exchanges,
            ..
        } = begun(&mut elsewhere(), wish);
        for silent in exchanges
            .iter_mut()
            .filter(|one| one.request.url.starts_with(wrong))
        {
            silent.response = None;
            silent.failure = Some(Failure {
                kind: FailureKind::Dns,
                message: "ENOTFOUND".to_owned(),
            });
        }
        let refused = refusal(result);
        assert!(
            matches!(&refused, Refusal::OtherIssuer { expected, received } if expected == wrong && received == OTHER),
            "{refused:?}"
        );
        let report = judge(&Evidence {
            server: Some(SERVER.to_owned()),
            refusal: Some(refused),
            exchanges,
            ..Evidence::default()
        });
        let cause = report.cause.unwrap();
        assert_eq!(cause.party, Party::User);
        assert!(
            cause.title.contains("not the one that you named") && !cause.fix.contains("Tell users"),
            "{cause:?}"
        );
    }
}

#[test]
fn one_that_the_server_names_is_no_deviation() {
    let concluded = begun(&mut elsewhere(), named(OTHER));
    assert!(concluded.result.is_ok());
    assert_eq!(concluded.deviations, []);
}

#[test]
fn what_was_named_for_one_sign_in_is_not_taken_for_the_next() {
    let mut world = elsewhere();
    assert!(begun(&mut world, named(ISSUER)).result.is_ok());
    let (url, _) = opened_with(&mut world, options());
    assert!(url.starts_with(OTHER), "{url}");
}

#[test]
fn a_named_server_that_announces_no_iss_needs_a_redirect_uri_of_its_own() {
    let mut silent = server_metadata();
    let member = "authorization_response_iss_parameter_supported";
    silent.as_object_mut().unwrap().remove(member);
    let mut resource = resource_metadata();
    resource["authorization_servers"] = json!([OTHER]);
    let mut world = Honest::default().world_with(resource, silent);
    let Refusal::OwnRedirectNeeded { segment, .. } = refusal(world.run(beginning(named(ISSUER))))
    else {
        panic!("not refused");
    };
    assert_eq!(segment, segment_of(ISSUER));
    assert_eq!(requests_to(&world, "/register"), 0);
    let own = SignInOptions {
        redirect_uri: Some(format!("{REDIRECT}/{segment}")),
        client: Some(Client {
            client_id: "mine".to_owned(),
            ..Client::default()
        }),
        ..named(ISSUER)
    };
    let (url, _) = opened_with(&mut world, own);
    assert!(url.contains(&segment));
}

#[test]
fn endpoints_that_the_host_knows_better_are_used_and_told() {
    let mut wish = named(ISSUER);
    wish.authorization_server_metadata.insert(
        "authorization_endpoint".to_owned(),
        json!("https://as.example/better"),
    );
    let concluded = begun(&mut elsewhere(), wish);
    assert!(matches!(
        concluded.result,
        Ok(Outcome::OpenBrowser { ref url, .. }) if url.starts_with("https://as.example/better?")
    ));
    let told = Deviation::NamedMetadata {
        issuer: ISSUER.to_owned(),
    };
    assert!(concluded.deviations.contains(&told));
}

#[test]
fn endpoints_that_the_host_gives_may_lead_no_further_than_a_servers_own() {
    for endpoint in ["http://as.example/a", "https://10.0.0.1/a", "javascript:1"] {
        let mut wish = named(ISSUER);
        for member in ["authorization_endpoint", "token_endpoint"] {
            wish.authorization_server_metadata
                .insert(member.to_owned(), json!(endpoint));
        }
        refusal(elsewhere().run(beginning(wish)));
    }
}

#[test]
fn a_pinned_issuer_is_taken_from_a_document_that_says_it_and_from_no_other() {
    let mut server = server_metadata();
    server["issuer"] = json!("https://login.example/tenant");
    let world = || Honest::default().world_with(resource_metadata(), server.clone());
    let pinned = |issuer: &str| SignInOptions {
        issuer: Some(issuer.to_owned()),
        ..options()
    };
    let concluded = begun(&mut world(), pinned("https://login.example/tenant"));
    assert!(concluded.result.is_ok(), "{:?}", concluded.result);
    let told = Deviation::NamedIssuer {
        expected: ISSUER.to_owned(),
        received: "https://login.example/tenant".to_owned(),
    };
    assert_eq!(concluded.deviations, [told]);
    refusal(begun(&mut world(), pinned("https://third.example")).result);
    let mut honest = Honest::default().world();
    assert!(matches!(
        refusal(honest.run(beginning(pinned("https://third.example")))),
        Refusal::OtherIssuer { .. }
    ));
}

fn own(secret: Option<&str>) -> SignInOptions {
    SignInOptions {
        client: Some(Client {
            client_id: "mine".to_owned(),
            client_secret: secret.map(Secret::new),
            ..Client::default()
        }),
        ..unproven()
    }
}

#[test]
fn the_secret_of_an_own_app_goes_to_no_issuer_that_nobody_named() {
    let honest = Honest::default();
    let mut server = server_metadata();
    server["token_endpoint_auth_methods_supported"] = json!(["client_secret_post"]);
    let mut world = honest.world_with(resource_metadata(), server);
    let concluded = begun(&mut world, own(Some("s")));
    let refused = refusal(concluded.result);
    assert!(matches!(&refused, Refusal::IssuerUnconfirmed { issuer, .. } if issuer == ISSUER));
    // The person says yes, and is not asked again.
    let report = judge(&Evidence {
        server: Some(SERVER.to_owned()),
        exchanges: concluded.exchanges,
        refusal: Some(refused),
        ..Evidence::default()
    });
    assert_eq!(report.verdict, Overall::Needs);
    let action = report
        .actions
        .first()
        .unwrap_or_else(|| panic!("no action"));
    assert_eq!(action.issuer.as_deref(), Some(ISSUER), "{action:?}");
    let Ok(Step::SignIn(confirmed)) = apply(action, &BTreeMap::new(), own(Some("s"))) else {
        panic!("not a sign-in");
    };
    let (url, pending) = opened_with(&mut world, *confirmed);
    tokens(world.run(completion(pending.id, honest.approve(&url))));
    opened_with(&mut world, own(Some("s")));
    // Elsewhere that does not count.
    let challenged = SignInOptions {
        challenge: Some("Bearer".to_owned()),
        ..own(Some("s"))
    };
    refusal(moved(&world.store).run(beginning(challenged)));
}

#[test]
fn an_own_app_without_a_secret_has_nothing_to_confirm() {
    opened_with(&mut Honest::default().world(), own(None));
}

#[test]
fn nothing_is_sent_to_a_token_endpoint_before_somebody_named_its_issuer() {
    let mut server = server_metadata();
    server["grant_types_supported"] = json!([
        "client_credentials",
        "urn:ietf:params:oauth:grant-type:jwt-bearer"
    ]);
    let granted = r#"{"access_token":"t","token_type":"Bearer"}"#;
    let world = || {
        World::new()
            .on(
                "POST",
                "https://as.example/token",
                200,
                json_headers(),
                granted,
            )
            .or_else(Honest::default().world_with(resource_metadata(), server.clone()))
    };
    let flows: [fn(&mut World, Option<&str>) -> _; 2] = [
        |world, issuer| {
            let wish = SignInOptions {
                issuer: issuer.map(str::to_owned),
                ..own(Some("s"))
            };
            world.run(Conversation::new(move |host| {
                client_credentials(host, &wish)
            }))
        },
        |world, issuer| {
            let wish = SignInOptions {
                issuer: issuer.map(str::to_owned),
                ..unproven()
            };
            world.run(Conversation::new(move |host| {
                workload_identity(host, &wish, &Secret::new("assertion"))
            }))
        },
    ];
    for flow in flows {
        let mut world = world();
        assert!(matches!(
            refusal(flow(&mut world, None)),
            Refusal::IssuerUnconfirmed { .. }
        ));
        assert_eq!(requests_to(&world, "/token"), 0);
        tokens(flow(&mut world, Some(ISSUER)));
        tokens(flow(&mut world, None));
    }
}
