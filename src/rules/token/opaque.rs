//! The token is opaque.

use crate::evidence::reading::Reading;
use crate::rule::{Fact, Party, Rule, Severity, Verdict};
use crate::rules::callback::expected::is_hidden;
use crate::spec::cite;
use crate::wire::jwt;

pub static RULE: Rule = Rule {
    id: "token/opaque",
    severity: Severity::Info,
    party: Party::AuthorizationServer,
    title: "The token is opaque",
    why: "Its audience, scopes and expiry can't be read from outside. That is normal; the MCP server must then ask \
        the authorization server about it.",
    fix: "Nothing has to be done if the MCP server uses introspection. If it expects a JWT, the \
        authorization server must be configured to issue one for this resource.",
    cites: &[cite::RFC9068_OPAQUE, cite::RFC6749_TOKEN_RESPONSE],
    fails: examples![
        r#"
            > POST https://auth.example.com/token
            > grant_type=authorization_code&code=c
            < 200
            < {"access_token":"opaque","token_type":"Bearer"}
        "#
    ],
    passes: examples![
        r#"
            > POST https://auth.example.com/token
            > grant_type=authorization_code&code=c
            < 200
            < {"access_token":"eyJhbGciOiJSUzI1NiJ9.eyJhdWQiOiJhcGk6Ly9kZWZhdWx0In0.sig","token_type":"Bearer"}
        "#
    ],
    check,
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    let facts = reading
        .issued()
        .filter_map(|one| {
            let token = one.answer.view()?.access_token.as_ref()?;
            let hidden = is_hidden(token.reveal());
            let opaque = jwt::read(token.reveal()).is_none() && !hidden;
            opaque.then(|| Fact::at(one.index, "").member("access_token"))
        })
        .take(1);
    Verdict::of(reading.issued().next().is_some(), facts)
}
