//! Gates refuse, rules explain: which rule explains a refusal of the flow. The match is exhaustive, so that a refusal without an
//! explanation does not compile.

use crate::flow::refusal::{ErrorAnswer, NamedUrl, Refusal, RegistrationFlaw, TokenFlaw};
use crate::rule::Fact;

/// The rule's id, and the fact where no answer shows it.
#[must_use]
pub fn explained(refusal: &Refusal) -> (&'static str, Fact) {
    let none = Fact::default;
    let said = |title: &str| Fact::titled(title);
    let got = |received: &str| Fact::default().received(received);
    match refusal {
        Refusal::Unreachable { message, .. } => ("contact/unreachable", got(message)),
        Refusal::Insecure(url) => (insecure(&url.what), got(&url.received)),
        Refusal::PrivateAddress(NamedUrl { what, received }) => (
            private(what),
            said(&format!("{what} is an address of a private network")).received(received),
        ),
        Refusal::UnusableUrl(url) => (named_by(&url.what), got(&url.received)),
        Refusal::NoAuthorizationNeeded { .. } => ("contact/public", none()),
        Refusal::NotAnMcpServer { status, .. } => {
            ("contact/not-found", got(&format!("status {status}")))
        }
        Refusal::NoResourceMetadata { tried } => ("resource/metadata-missing", asked(tried)),
        Refusal::ResourceMetadataUnusable { url, status, .. } => (
            "resource/metadata-unreachable",
            got(&format!("status {status} at {url}")),
        ),
        Refusal::ResourceMissing { .. } => ("resource/resource-missing", none()),
        Refusal::ResourceMismatch {
            expected, received, ..
        } => ("resource/resource-mismatch", both(expected, received)),
        Refusal::NoAuthorizationServers { .. } => {
            ("resource/authorization-servers-missing", none())
        }
        Refusal::IssuerInvalid { received, .. } => {
            ("resource/authorization-server-entry", got(received))
        }
        Refusal::NoServerMetadata { tried, .. } => ("server/metadata-missing", asked(tried)),
        Refusal::IssuerMismatch {
            expected,
            received: Some(received),
            ..
        } => ("server/issuer-mismatch", both(expected, received)),
        Refusal::IssuerMismatch { .. } => ("server/issuer-missing", none()),
        Refusal::EndpointMissing { member, .. } => endpoint_missing(member),
        Refusal::ResponseTypeUnsupported { received } => {
            ("server/response-types", both("code", &received.join(" ")))
        }
        Refusal::GrantUnsupported { expected, received } => {
            ("server/grant-types", both(expected, &received.join(" ")))
        }
        Refusal::PkceNotAdvertised { .. } => ("server/pkce-not-advertised", none()),
        Refusal::PkceWithoutS256 { received } => (
            "server/pkce-without-s256",
            both("S256", &received.join(" ")),
        ),
        Refusal::RedirectRefused { to, .. } => (
            "resource/metadata-redirected",
            got(to.as_deref().unwrap_or("a redirect without a target")),
        ),
        Refusal::NoClient { .. } => ("registration/not-offered", none()),
        Refusal::RegistrationRefused(error) => ("registration/metadata-refused", answered(error)),
        Refusal::RegistrationUnusable { reason, .. } => match reason {
            RegistrationFlaw::Unreadable { .. } => ("registration/answer-unreadable", none()),
            RegistrationFlaw::NoClientId => ("registration/client-id-missing", none()),
            RegistrationFlaw::RedirectUriChanged { expected, received } => (
                "registration/redirect-uris-changed",
                both(expected, &received.join(" ")),
            ),
        },
        Refusal::ClientOfOtherIssuer {
            expected, received, ..
        } => (
            "access/authorization-server-changed",
            both(expected, received),
        ),
        Refusal::AuthorizationUrlRefused { received } => {
            ("server/endpoint-unusable", got(received))
        }
        Refusal::PushedRequestRefused(error) | Refusal::DeviceRefused(error) => (
            authorization(error.error.as_deref().unwrap_or_default()),
            answered(error),
        ),
        Refusal::PendingUnknown => (
            "callback/state-mismatch",
            said("No sign-in waits for this callback: it was used before, or belongs to another"),
        ),
        Refusal::PendingExpired { .. } => (
            "callback/never-came",
            said("The browser came back after the sign-in had ended"),
        ),
        Refusal::CallbackElsewhere { expected, received } => {
            ("callback/elsewhere", both(expected, received))
        }
        Refusal::WrongResponseMode { .. } => ("callback/response-mode", none()),
        Refusal::DuplicateParameter { names } => {
            ("callback/duplicate-parameter", got(&names.join(", ")))
        }
        Refusal::StateMissing => ("callback/state-missing", none()),
        Refusal::StateMismatch => ("callback/state-mismatch", none()),
        Refusal::IssMissing { expected } => {
            ("callback/iss-missing", Fact::default().expected(expected))
        }
        Refusal::IssMismatch { expected, received } => {
            ("callback/iss-mismatch", both(expected, received))
        }
        Refusal::AuthorizationRefused { error, description } => (
            authorization(error),
            got(&with_description(error, description.as_deref())),
        ),
        Refusal::CodeMissing => ("callback/code-missing", none()),
        Refusal::CodeAndError => (
            "callback/code-missing",
            said("The callback has both a code and an error"),
        ),
        Refusal::BareCode => (
            "callback/state-missing",
            said("A bare code was pasted: the whole address is needed, for its state and iss"),
        ),
        Refusal::TokenRefused { grant, answer } => (
            token(
                grant,
                answer.status,
                answer.error.as_deref().unwrap_or_default(),
            ),
            answered(answer),
        ),
        Refusal::TokenUnusable { reason, .. } => match reason {
            TokenFlaw::Unreadable { .. } => ("token/not-json", none()),
            TokenFlaw::NoAccessToken => ("token/access-token-missing", none()),
            TokenFlaw::TokenType { expected, received } => (
                "token/token-type",
                both(expected, received.as_deref().unwrap_or("nothing")),
            ),
        },
        Refusal::NoRefreshToken => ("token/no-refresh-token", none()),
        Refusal::StillUnauthorized {
            status,
            error,
            description,
            ..
        } => (
            match error.as_deref() {
                Some("insufficient_scope") => "access/insufficient-scope",
                _ if *status == 403 => "access/forbidden",
                _ => "access/token-refused",
            },
            answer(*status, error.as_deref(), description.as_deref()),
        ),
        Refusal::ScopeAlreadyGranted { scopes } => {
            ("access/scope-already-granted", got(&scopes.join(" ")))
        }
        Refusal::ScopeUnnamed => ("access/scope-not-named", none()),
        Refusal::StepUpLimit { attempts } => (
            "access/scopes-one-by-one",
            got(&format!("{attempts} sign-ins for one operation")),
        ),
        Refusal::ForeignOrigin { expected, received } => (
            "access/audience",
            said("The credential is for another server, and was not sent")
                .expected(expected)
                .received(received),
        ),
        Refusal::DpopUnsupported { received } => ("access/dpop", got(&received.join(" "))),
    }
}

/// An error of the authorization endpoint (RFC 6749 §4.1.2.1, RFC 8707 §2).
fn authorization(error: &str) -> &'static str {
    match error {
        "access_denied" => "authorization/denied",
        "invalid_scope" => "authorization/scope-refused",
        "invalid_target" => "authorization/resource-refused",
        "invalid_client" => "authorization/client-unknown",
        "unauthorized_client" | "unsupported_response_type" => {
            "authorization/client-not-authorized"
        }
        "server_error" | "temporarily_unavailable" => "authorization/server-error",
        _ => "authorization/refused",
    }
}

/// An error of the token endpoint (RFC 6749 §5.2, RFC 8707 §2).
fn token(grant: &str, status: u16, error: &str) -> &'static str {
    match error {
        "invalid_grant" if grant == "refresh_token" => "token/refresh-refused",
        "invalid_grant" => "token/code-refused",
        "invalid_client" => "token/client-unknown",
        "invalid_scope" => "token/scope-refused",
        "invalid_target" => "token/resource-refused",
        "unsupported_grant_type" | "unauthorized_client" => "token/grant-unsupported",
        _ if status >= 500 => "token/endpoint-failing",
        _ => "token/refused",
    }
}

fn insecure(what: &str) -> &'static str {
    match what {
        "server" => "contact/insecure-address",
        "resource_metadata" => "challenge/insecure-metadata-url",
        "issuer" => "resource/insecure-url",
        _ => "server/insecure-endpoint",
    }
}

fn private(what: &str) -> &'static str {
    match what {
        "resource_metadata" => "challenge/private-metadata-url",
        other => named_by(other),
    }
}

fn named_by(what: &str) -> &'static str {
    match what {
        "server" => "contact/not-found",
        "resource_metadata" => "challenge/malformed",
        "issuer" => "resource/authorization-server-entry",
        _ => "server/endpoint-unusable",
    }
}

fn endpoint_missing(member: &str) -> (&'static str, Fact) {
    match member {
        "authorization_endpoint" => ("server/authorization-endpoint-missing", Fact::default()),
        "token_endpoint" => ("server/token-endpoint-missing", Fact::default()),
        other => (
            "server/endpoint-unusable",
            Fact::titled(format!(
                "The authorization server metadata has no `{other}`"
            )),
        ),
    }
}

fn both(expected: &str, received: &str) -> Fact {
    Fact::default().expected(expected).received(received)
}

fn asked(tried: &[String]) -> Fact {
    Fact::default().received(format!("nothing at {}", tried.join(", ")))
}

fn answered(error: &ErrorAnswer) -> Fact {
    answer(
        error.status,
        error.error.as_deref(),
        error.description.as_deref(),
    )
}

fn answer(status: u16, error: Option<&str>, description: Option<&str>) -> Fact {
    let error = error.unwrap_or("no error code");
    Fact::default().received(format!(
        "status {status}: {}",
        with_description(error, description)
    ))
}

fn with_description(error: &str, description: Option<&str>) -> String {
    match description {
        Some(description) => format!("{error} ({description})"),
        None => error.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use crate::rules;

    #[test]
    fn every_rule_that_explains_a_refusal_exists() {
        let code = include_str!("explained.rs");
        let code = code.split("mod tests").next().unwrap_or_default();
        let ids: Vec<&str> = code
            .split('"')
            .skip(1)
            .step_by(2)
            .filter(|text| text.contains('/') && !text.contains(' '))
            .collect();
        assert!(ids.len() > 40, "{}", ids.len());
        for id in ids {
            assert!(rules::by_id(id).is_some(), "{id}");
        }
    }
}
