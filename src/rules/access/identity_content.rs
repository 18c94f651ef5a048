//! The identity provider issues something that is not an identity assertion for this authorization server.

use crate::evidence::reading::Reading;
use crate::evidence::step::TokenRequest;
use crate::flow::token::ID_JAG;
use crate::rule::{Fact, Party, Rule, Severity, Verdict};
use crate::rules::words;
use crate::spec::cite;
use crate::wire::jwt;

pub static RULE: Rule = Rule {
    id: "access/identity-content",
    severity: Severity::Error,
    party: Party::AuthorizationServer,
    title: "The identity provider issued something other than this assertion",
    why: "The identity provider answered with success, but with another kind of token, or with an assertion for \
        another audience, without a client, or already expired. The MCP server's authorization server has to refuse \
        it, and its `invalid_grant` then seems to be its fault.",
    fix: "At the identity provider: answer with `issued_token_type` of identity assertions, a JWT of the type \
        `oauth-id-jag+jwt`, the authorization server's issuer as `aud`, the `client_id` that this client has at that \
        server, and an `exp` in the future.",
    cites: &[
        cite::ENTERPRISE_MANAGED_AUTHORIZATION,
        cite::ID_JAG_CLAIMS,
        cite::RFC8693_RESPONSE,
    ],
    conformance: &["complete-flow-token-exchange"],
    fails: examples![
        r#"
            > POST https://idp.example.com/token
            > grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Atoken-exchange&requested_token_type=urn%3Aietf%3Aparams%3Aoauth%3Atoken-type%3Aid-jag&audience=https%3A%2F%2Fauth.example.com
            < 200
            < {"access_token":"a","issued_token_type":"urn:ietf:params:oauth:token-type:access_token","token_type":"Bearer"}
        "#
    ],
    passes: examples![
        r#"
            > POST https://idp.example.com/token
            > grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Atoken-exchange&requested_token_type=urn%3Aietf%3Aparams%3Aoauth%3Atoken-type%3Aid-jag&audience=https%3A%2F%2Fauth.example.com
            < 200
            < {"access_token":"a","issued_token_type":"urn:ietf:params:oauth:token-type:id-jag","token_type":"N_A"}
        "#
    ],
    check,
    ..Rule::BASE
};

/// `typ` of the header.
const TYPE: &str = "oauth-id-jag+jwt";

fn check(reading: &Reading) -> Verdict {
    let asked = || {
        reading
            .issued()
            .filter(|one| one.parameter("requested_token_type") == Some(ID_JAG))
    };
    Verdict::of(asked().next().is_some(), asked().filter_map(lie))
}

/// The first thing that is not as it was asked for.
fn lie(one: &TokenRequest<'_>) -> Option<Fact> {
    let document = one.answer.document()?;
    let fact = |member: &'static str, expected: &str, received: String| {
        let fact = Fact::at(one.index, "").member(member);
        Some(fact.expected(expected).received(received))
    };
    let absent = || "the member is missing".to_owned();
    let issued = document.view.issued_token_type.as_deref();
    if issued != Some(ID_JAG) && (issued.is_some() || document.lacks("issued_token_type")) {
        let received = issued.map_or_else(absent, str::to_owned);
        return fact("issued_token_type", ID_JAG, received);
    }
    let claims = jwt::read(document.view.access_token.as_ref()?.reveal())?;
    let typ = claims.typ.as_deref();
    if typ.is_none_or(|typ| typ.trim_start_matches("application/") != TYPE) {
        return fact("typ", TYPE, typ.map_or_else(absent, str::to_owned));
    }
    // A slash at the end is where the draft's own examples differ.
    let plain = |text: &str| text.trim_end_matches('/').to_owned();
    if let Some(audience) = one.parameter("audience")
        && !claims
            .aud
            .iter()
            .any(|found| plain(found) == plain(audience))
    {
        return fact("aud", audience, words::list(&claims.aud));
    }
    if claims.client_id.is_none() {
        return fact("client_id", "the client's id at that server", absent());
    }
    let now = one.exchange.started_at? / 1000.0;
    match claims.exp {
        Some(exp) if exp > now => None,
        Some(_) => fact(
            "exp",
            "a time in the future",
            "in the past when it was issued".to_owned(),
        ),
        None => fact("exp", "a time in the future", absent()),
    }
}
