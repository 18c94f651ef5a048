//! What holds for every input: nothing panics, and what was parsed and built again is the same bytes.

use mcp_auth_doctor::flow::authorize;
use mcp_auth_doctor::flow::authorize::callback::{Expected, code, id_of_state, pending_id};
use mcp_auth_doctor::flow::authorize::redirect_uri;
use mcp_auth_doctor::flow::authorize::scope::{split, union};
use mcp_auth_doctor::flow::client::metadata_document;
use mcp_auth_doctor::flow::discover::resource::{Found, Match, canonical, compare};
use mcp_auth_doctor::flow::discover::well_known;
use mcp_auth_doctor::secret::Secret;
use mcp_auth_doctor::spec::Revision;
use mcp_auth_doctor::wire::{address::Address, callback, challenge, form, json, jwt, token};
use proptest::prelude::*;

const PARAMETER: &str = "[a-z_]{1,12}";

fn address() -> impl Strategy<Value = String> {
    "https?://[a-z0-9]{1,10}(\\.[a-z]{2,5})?(:[1-9][0-9]{0,3})?(/[a-zA-Z0-9._~%!$&'()*+,;=:@-]{0,8}){0,4}(\\?[a-z0-9=&%]{0,10})?"
        .prop_filter("a URL", |text| Address::parse(text).is_ok())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_text_makes_a_reader_panic(text in any::<String>()) {
        let _ = challenge::read(&text);
        let _ = callback::read(&text);
        let _ = token::read(&text);
        let _ = json::read_object(&text);
        let _ = jwt::read(&text);
        let _ = Address::parse(&text);
        let _ = redirect_uri::judge(&text);
        let _ = metadata_document::judge(&text);
        let _ = authorize::may_open(&text);
        let _ = canonical(&text);
        let _ = well_known::resource_metadata_urls(&text);
        let _ = well_known::legacy(&text);
        let _ = pending_id(&text);
        for revision in Revision::ALL {
            let _ = well_known::server_metadata_urls(&text, revision);
        }
        let state = Secret::new("S");
        let expected = Expected { state: &state, issuer: "https://a", announces_iss: false, redirect_uri: "http://127.0.0.1/cb", bare_code: false };
        prop_assert!(code(&text, expected).is_err());
    }

    #[test]
    fn an_address_taken_apart_is_the_same_text(text in address()) {
        let parts = Address::parse(&text).unwrap();
        let query = parts.query.map(|query| format!("?{query}")).unwrap_or_default();
        prop_assert_eq!(format!("{}{}{query}", parts.origin(), parts.path), text);
    }

    #[test]
    fn a_well_known_place_leads_back_to_its_identifier(text in address()) {
        for url in well_known::path_inserted_urls(&text).unwrap() {
            let identifier = well_known::identifier_of(&url).unwrap();
            // RFC 9728 §3.1 is not clear about a slash at the end of the path: with and without it are tried.
            let parts = Address::parse(&text).unwrap();
            let slashless = parts.path.strip_suffix('/').unwrap_or(parts.path);
            let query = parts.query.map(|query| format!("?{query}")).unwrap_or_default();
            let shorter = format!("{}{slashless}{query}", parts.origin());
            prop_assert!(identifier == text || identifier == shorter, "{identifier}");
            prop_assert_ne!(compare(&text, Found::At(&url), &identifier), Match::Other);
        }
    }

    #[test]
    fn the_canonical_form_is_its_own_canonical_form_and_names_the_same_resource(text in address()) {
        let once = canonical(&text).unwrap();
        prop_assert_eq!(canonical(&once).unwrap(), once.clone());
        prop_assert!(matches!(compare(&text, Found::ByChallenge, &once), Match::Exact | Match::SameRequest));
    }

    #[test]
    fn another_origin_is_never_compatible(one in address(), two in address()) {
        let (a, b) = (Address::parse(&one).unwrap(), Address::parse(&two).unwrap());
        prop_assume!(!a.same_origin(&b));
        prop_assert_eq!(compare(&one, Found::ByChallenge, &two), Match::Other);
    }

    #[test]
    fn a_challenge_that_is_written_is_read_again(params in prop::collection::btree_map(PARAMETER, "[ -~]{0,20}", 1..6)) {
        let written: Vec<String> = params.iter()
            .map(|(name, value)| format!("{name}=\"{}\"", value.replace('\\', "\\\\").replace('"', "\\\"")))
            .collect();
        let read = challenge::read(&format!("Basic x=y, Bearer {}, Negotiate abc==", written.join(" , ")));
        let expected: Vec<(String, String)> = params.into_iter().collect();
        prop_assert_eq!(read.malformed_at, None);
        prop_assert_eq!(&read.list[1].params, &expected);
    }

    #[test]
    fn parameters_that_are_encoded_are_read_again(pairs in prop::collection::vec((any::<String>(), any::<String>()), 0..8)) {
        let text = form::encode(pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())));
        prop_assert_eq!(form::decode(&text), pairs);
    }

    #[test]
    fn an_authorization_url_keeps_the_endpoint_and_says_what_it_was_given(endpoint in "https://[a-z]{1,8}\\.example/[a-z]{0,5}(\\?[a-z]{1,5}=[a-z0-9%]{0,4})?", value in any::<String>()) {
        let url = authorize::url(&endpoint, &[("own_value".to_owned(), value.clone())]).unwrap();
        prop_assert!(url.starts_with(&endpoint));
        let pairs = form::decode(&url[endpoint.len() + 1..]);
        prop_assert_eq!(form::first(&pairs, "own_value"), Some(value.as_str()));
    }

    #[test]
    fn only_the_right_state_gives_the_code(state in "[a-zA-Z0-9_-]{8,43}", other in "[a-zA-Z0-9_-]{0,43}", value in "[!-~]{1,30}") {
        let ours = Secret::new(state.clone());
        let expected = Expected { state: &ours, issuer: "https://a", announces_iss: false, redirect_uri: "http://127.0.0.1/cb", bare_code: false };
        let back = |state: &str| format!("http://127.0.0.1/cb?{}", form::encode([("code", value.as_str()), ("state", state)]));
        let given = code(&back(&state), expected).unwrap();
        prop_assert_eq!(given.reveal(), value.as_str());
        prop_assert_eq!(pending_id(&back(&state)), Some(id_of_state(&state)));
        prop_assume!(other != state);
        prop_assert!(code(&back(&other), expected).is_err());
    }

    #[test]
    fn scopes_keep_their_order_and_come_once(one in "[a-c ]{0,20}", two in "[a-d ]{0,20}") {
        let both = union(&split(&one), &split(&two));
        prop_assert_eq!(union(&both, &both), both.clone());
        prop_assert!(both.starts_with(&split(&one)));
        prop_assert!(split(&two).iter().all(|scope| both.contains(scope)));
    }
}
