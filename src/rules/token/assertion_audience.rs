//! The audience of the client's assertion is not the one that the token endpoint wants.

use crate::evidence::reading::Reading;
use crate::evidence::step::{ClientAuthentication, TokenRequest};
use crate::reasons::answers::Subject;
use crate::rule::{Fact, Party, Rule, Severity, Verdict};
use crate::spec::cite;

pub static RULE: Rule = Rule {
    id: "token/assertion-audience",
    severity: Severity::Error,
    party: Party::AuthorizationServer,
    title: "The audience of the client's assertion is refused",
    why: "A client that authenticates by `private_key_jwt` names the authorization server in `aud`: by its issuer, or by the address of \
        the token endpoint as older clients do. Where the server compares with something else, such as an address with two slashes or \
        the one behind its proxy, every sign-in ends at the token endpoint.",
    fix: "Compare `aud` with the issuer, character by character, and also accept the token endpoint as the metadata \
        names it. Build both from the public address: an address joined with a slash too many, or taken from the \
        request behind a proxy, is the usual mistake.",
    cites: &[cite::RFC7523_ASSERTION, cite::CLIENT_CREDENTIALS_EXTENSION],
    conformance: &["wif-assertion-audience"],
    fails: examples![
        r#"
            > POST https://auth.example.com/token
            > grant_type=authorization_code&code=c&client_assertion_type=urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer&client_assertion=a
            < 401
            < {"error":"invalid_client","error_description":"Invalid audience: expected https://auth.example.com//token"}
        "#
    ],
    passes: examples![
        r#"
            > POST https://auth.example.com/token
            > grant_type=authorization_code&code=c&client_assertion_type=urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer&client_assertion=a
            < 200
            < {"access_token":"t","token_type":"Bearer"}
        "#
    ],
    check,
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    let asserts = |one: &&TokenRequest| one.authentication == Some(ClientAuthentication::Assertion);
    let looked = reading.tokens.iter().any(|one| asserts(&one));
    let facts = reading.tokens.iter().filter(asserts).filter_map(|one| {
        let error = reading.error(one.index);
        let refused = one.exchange.status() >= 400 && error.speaks_of(Subject::Audience);
        if !refused {
            return None;
        }
        let doubled = error.text.replace("://", "").contains("//");
        let title = match doubled {
            true => "The authorization server compares `aud` with an address that has two slashes",
            false => "",
        };
        Some(
            Fact::at(one.index, title)
                .member("client_assertion")
                .received(error.shown()),
        )
    });
    Verdict::of(looked, facts)
}
