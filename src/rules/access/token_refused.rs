//! The server refuses the token.

use super::refusal;
use crate::action::ActionKind;
use crate::evidence::reading::Reading;
use crate::evidence::step::McpRequest;
use crate::rule::{Fact, Party, Rule, Severity, Verdict, Ways};
use crate::spec::cite;

pub static RULE: Rule = Rule {
    id: "access/token-refused",
    severity: Severity::Error,
    party: Party::Server,
    says_no_reason: true,
    title: "The server refuses the token",
    why: "The MCP server does not accept the token, and does not say why: audience, issuer, signature keys, the \
        kind of client, and the clock are the usual reasons.",
    fix: "Look into the server's log for the reason. Compare its expected audience and issuer with the \
        token, check that it can reach the issuer's `jwks_uri`, and let it say the reason in \
        `error_description`.",
    cites: &[
        cite::MCP_TOKEN_HANDLING,
        cite::RFC6750_ERROR_CODES,
        cite::MCP_ERROR_HANDLING,
    ],
    fails: examples![
        r#"
            > POST https://auth.example.com/token
            > grant_type=authorization_code&code=c
            < 200
            < {"access_token":"t","token_type":"Bearer"}
            > POST https://mcp.example.com/mcp
            > Authorization: Bearer t
            < 401
            < WWW-Authenticate: Bearer error="invalid_token"
        "#,
        r#"
            > POST https://mcp.example.com/mcp
            < 401
            > POST https://auth.example.com/token
            > grant_type=authorization_code&code=c
            < 200
            < {"access_token":"t","token_type":"Bearer"}
            > POST https://mcp.example.com/mcp
            < 401
        "#,
    ],
    passes: examples![
        "
            > POST https://mcp.example.com/mcp
            > Authorization: Bearer t
            < 200
        ",
        r#"
            > POST https://mcp.example.com/mcp
            > Authorization: Bearer made-by-hand
            > {"jsonrpc":"2.0","id":1,"method":"initialize","params":{"clientInfo":{"name":"mcp-auth-doctor","version":"1"}}}
            < 401
            < WWW-Authenticate: Bearer error="invalid_token"
        "#,
        r#"
            > POST https://mcp.example.com/mcp
            > Authorization: Bearer t
            < 400
            < {"jsonrpc":"2.0","error":{"code":-32600,"message":"Invalid request"}}
        "#,
    ],
    check,
    ways: |_| Ways::NONE.then(&[ActionKind::RegisterAgain, ActionKind::SignIn]),
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    if reading.authenticated().next().is_none() {
        let fact = behind_a_token(reading).map(|one| {
            let status = one.exchange.status();
            let title =
                format!("The server answers {status} to the request that follows the token");
            Fact::at(one.index, title).inferred()
        });
        return Verdict::of(fact.is_some(), fact);
    }
    refusal::facts(reading, RULE.id, &|one| {
        Fact::at(
            one.index,
            format!(
                "The server answers {} to a request with {}",
                one.exchange.status(),
                refusal::kind(one)
            ),
        )
        .member("Authorization")
        .party(who(reading, one))
    })
}

/// The last request to the server, where it is refused after a token was issued. A log that shows no headers does not show the token.
fn behind_a_token<'a, 'b>(reading: &'b Reading<'a>) -> Option<&'b McpRequest<'a>> {
    let issued = reading
        .tokens
        .iter()
        .rfind(|one| one.exchange.is_success())?;
    let last = reading.mcp.last().filter(|one| one.index > issued.index)?;
    let refused = matches!(last.exchange.status(), 401 | 403) && !last.exchange.is_page();
    (refused && last.exchange.request.headers.is_empty()).then_some(last)
}

/// Who can change it: a client whose refresh did not repeat the scope got a token for something else where the server takes that for
/// another request (RFC 6749 §6 leaves it to the server); else the MCP server.
fn who(reading: &Reading, one: &McpRequest) -> Party {
    let issued_by = one
        .credential
        .as_ref()
        .and_then(|credential| credential.issued_by);
    let last = reading.tokens.iter().rfind(|token| match issued_by {
        Some(at) => token.index == at,
        None => token.index < one.index,
    });
    let narrowed = last.is_some_and(|token| {
        let granted = token.answer.view().and_then(|view| view.scope.as_deref());
        token.grant() == Some("refresh_token")
            && token.parameter("scope").is_none()
            && granted.is_some()
    });
    match narrowed {
        true => Party::Client,
        false => Party::Server,
    }
}
