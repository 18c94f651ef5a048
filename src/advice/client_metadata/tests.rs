//! What was made passes; what an authorization server refuses is named.

use super::{Wanted, check, create};
use crate::http::{Exchange, Headers, Response};

const URL: &str = "https://app.example/oauth/client.json";

fn wanted(uri: &str) -> Wanted {
    Wanted {
        url: URL.to_owned(),
        client_name: "App".to_owned(),
        redirect_uris: vec![uri.to_owned()],
        ..Wanted::default()
    }
}

fn answer(body: &str) -> Exchange {
    Exchange {
        response: Some(Response {
            status: 200,
            headers: Headers::new().with("Content-Type", "application/json"),
            body: Some(body.to_owned()),
            ..Response::default()
        }),
        ..Exchange::default()
    }
}

#[test]
fn what_was_made_passes_the_check() {
    let made = create(&wanted("http://127.0.0.1:41937/callback")).unwrap();
    assert!(made.document.contains("\"application_type\": \"native\""));
    assert_eq!(check(URL, &answer(&made.document)), []);
}

#[test]
fn what_can_not_be_used_is_named() {
    assert_eq!(
        create(&wanted("http://app.example/cb")).unwrap_err().what,
        "redirectUris"
    );
    let at_root = Wanted {
        url: "https://app.example/".to_owned(),
        ..wanted("https://app.example/cb")
    };
    assert!(create(&at_root).is_err());
}

#[test]
fn a_document_with_a_secret_a_redirect_or_another_id_is_refused() {
    let document = "{\"client_id\":\"https://other.example/c\",\"client_name\":\"x\",\"redirect_uris\":[\"https://a/cb\"],\"client_secret\":\"s\"}";
    let flaws = check(URL, &answer(document));
    let members: Vec<&str> = flaws.iter().map(|flaw| flaw.member.as_str()).collect();
    assert_eq!(
        members,
        ["client_id", "token_endpoint_auth_method", "client_secret"]
    );
    let mut redirected = answer(document);
    redirected.response.as_mut().unwrap().status = 302;
    assert_eq!(check(URL, &redirected)[0].member, "Location");
}
