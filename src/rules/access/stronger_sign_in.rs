//! A stronger sign-in is asked for than the one that was done.

use crate::action::ActionKind;
use crate::evidence::reading::Reading;
use crate::rule::{Fact, Party, Rule, Severity, Verdict, Ways};
use crate::spec::cite;

pub static RULE: Rule = Rule {
    id: "access/stronger-sign-in",
    severity: Severity::Error,
    party: Party::User,
    title: "A stronger or more recent sign-in is asked for",
    why: "`insufficient_user_authentication` says that the token is good and the sign-in behind it is not: too long ago (`max_age`), or \
        without a second factor (`acr_values`). Asking for another token with the same sign-in gives the same answer.",
    fix: "Sign in again, with `acr_values` and `max_age` as the challenge names them. In enterprise-managed authorization this is done \
        at the identity provider, before the next assertion is asked for.",
    cites: &[
        cite::RFC9470_CHALLENGE,
        cite::ENTERPRISE_MANAGED_AUTHORIZATION,
    ],
    fails: examples![
        r#"
            > POST https://mcp.example.com/mcp
            > Authorization: Bearer t
            < 401
            < WWW-Authenticate: Bearer error="insufficient_user_authentication", max_age="300"
        "#,
        r#"
            > POST https://auth.example.com/token
            > grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&assertion=a
            < 400
            < {"error":"insufficient_user_authentication","max_age":300}
        "#
    ],
    passes: examples![
        r#"
            > POST https://mcp.example.com/mcp
            > Authorization: Bearer t
            < 401
            < WWW-Authenticate: Bearer error="invalid_token"
        "#
    ],
    check,
    ways: |_| Ways::first(&[ActionKind::SignIn]),
    ..Rule::BASE
};

fn check(reading: &Reading) -> Verdict {
    const CODE: &str = "insufficient_user_authentication";
    let of_server = reading.authenticated().map(|one| one.index);
    let of_token = reading.tokens.iter().map(|one| one.index);
    let looked: Vec<usize> = of_server.chain(of_token).collect();
    let facts = looked
        .iter()
        .filter(|index| reading.error(**index).says(CODE))
        .map(|index| {
            Fact::at(*index, "")
                .member("error")
                .received(reading.error(*index).shown())
        });
    Verdict::of(!looked.is_empty(), facts)
}
