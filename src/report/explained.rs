//! Gates refuse, rules explain: which rule explains a refusal of the flow. The match is exhaustive, so that a refusal without an
//! explanation does not compile.

use crate::action::ActionKind;
use crate::flow::refusal::{ErrorAnswer, NamedUrl, Refusal, RegistrationFlaw, TokenFlaw};
use crate::rule::{Fact, Party, Rule, Ways};
use crate::rules::{
    access, authorization, callback, challenge, contact, registration, resource, server, token,
};
use crate::wire::relation::{Relation, relation};

/// The rule, and the fact where no answer shows it.
#[must_use]
pub fn explained(refusal: &Refusal) -> (&'static Rule, Fact) {
    let none = Fact::default;
    let said = |title: &str| Fact::titled(title);
    let got = |received: &str| Fact::default().received(received);
    match refusal {
        Refusal::Unreachable { url, message, .. } => unreachable(url, message),
        Refusal::Insecure(url) => (insecure(&url.what), got(&url.received)),
        Refusal::PrivateAddress(NamedUrl { what, received }) => (
            private(what),
            said(&format!("{what} is an address of a private network")).received(received),
        ),
        Refusal::UnusableUrl(url) => (named_by(&url.what), got(&url.received)),
        Refusal::NoAuthorizationNeeded { .. } => (&contact::public::RULE, none()),
        Refusal::NotAnMcpServer {
            status: status @ 300..=399,
            ..
        } => (&contact::redirect::RULE, got(&format!("status {status}"))),
        Refusal::NotAnMcpServer { status, .. } => {
            (&contact::not_found::RULE, got(&format!("status {status}")))
        }
        Refusal::NoResourceMetadata { tried } => (&resource::metadata_missing::RULE, asked(tried)),
        Refusal::ResourceMetadataUnusable { url, status, .. } => (
            &resource::metadata_unreachable::RULE,
            got(&format!("status {status} at {url}")),
        ),
        Refusal::ResourceMissing { .. } => (&resource::resource_missing::RULE, none()),
        Refusal::ResourceMismatch {
            expected, received, ..
        } => {
            let rule = match relation(expected, received) {
                Relation::Ancestor => &resource::resource_ancestor::RULE,
                Relation::Slash => &resource::resource_slash::RULE,
                Relation::Spelling => &resource::resource_spelling::RULE,
                _ => &resource::resource_mismatch::RULE,
            };
            (rule, both(expected, received))
        }
        Refusal::NoAuthorizationServers { .. } => {
            (&resource::authorization_servers_missing::RULE, none())
        }
        Refusal::IssuerInvalid { received, .. } => {
            (&resource::authorization_server_entry::RULE, got(received))
        }
        Refusal::NoServerMetadata { tried, .. } => (&server::metadata_missing::RULE, asked(tried)),
        Refusal::IssuerMismatch {
            expected,
            received: Some(received),
            ..
        } => (&server::issuer_mismatch::RULE, both(expected, received)),
        Refusal::IssuerMismatch { .. } => (&server::issuer_missing::RULE, none()),
        Refusal::EndpointMissing { member, .. } => endpoint_missing(member),
        Refusal::ResponseTypeUnsupported { received } => (
            &server::response_types::RULE,
            both("code", &received.join(" ")),
        ),
        Refusal::GrantUnsupported { expected, received } => (
            &server::grant_types::RULE,
            both(expected, &received.join(" ")),
        ),
        Refusal::PkceNotAdvertised { .. } => (&server::pkce_not_advertised::RULE, none()),
        Refusal::PkceWithoutS256 { received } => (
            &server::pkce_without_s256::RULE,
            both("S256", &received.join(" ")),
        ),
        Refusal::RedirectRefused { to, .. } => (
            &resource::metadata_redirected::RULE,
            got(to.as_deref().unwrap_or("a redirect without a target")),
        ),
        Refusal::NoClient {
            documents: true, ..
        } => (&registration::document_needed::RULE, none()),
        Refusal::NoClient { .. } => (&registration::not_offered::RULE, none()),
        Refusal::KeyToRegister { jwk, .. } => (
            &registration::not_offered::RULE,
            said("Register this public key with your app, and sign in again").received(jwk),
        ),
        Refusal::RedirectUriNotRegistered { expected, received } => (
            &authorization::redirect_uri_mismatch::RULE,
            said("Your app signed in with another redirect URI before: is its port in use?")
                .expected(expected)
                .received(received),
        ),
        Refusal::OtherIssuer { expected, received } => (
            &access::authorization_server_changed::RULE,
            said("The server's authorization server is not the one that you named")
                .expected(expected)
                .received(received)
                .party(Party::User)
                .fix(format!(
                    "Leave out the authorization server that you named, or name {received} if that is where you want to sign in."
                )),
        ),
        Refusal::IssuerUnconfirmed { issuer, client_id } => (
            &access::authorization_server_changed::RULE,
            unconfirmed(issuer, client_id),
        ),
        Refusal::OwnRedirectNeeded { issuer, segment } => (
            &server::iss_not_announced::RULE,
            said(&format!(
                "{issuer} can't be told from another authorization server by its answer"
            ))
            .expected(format!("a redirect URI with /{segment} in its path"))
            .party(Party::User),
        ),
        Refusal::SignedRequestNeeded { .. } => (&server::signed_requests_only::RULE, none()),
        Refusal::ParametersPlanted { url, names } => (
            &server::endpoint_unusable::RULE,
            said("The authorization endpoint sets parameters that are the client's own")
                .received(format!("{url} with {} in its own query", names.join(", "))),
        ),
        Refusal::RegistrationRefused(error) => {
            (&registration::metadata_refused::RULE, answered(error))
        }
        Refusal::RegistrationUnusable { reason, .. } => match reason {
            RegistrationFlaw::Unreadable { .. } => (&registration::answer_unreadable::RULE, none()),
            RegistrationFlaw::NoClientId => (&registration::client_id_missing::RULE, none()),
            RegistrationFlaw::RedirectUriChanged { expected, received } => (
                &registration::redirect_uris_changed::RULE,
                both(expected, &received.join(" ")),
            ),
        },
        Refusal::ClientOfOtherIssuer {
            expected, received, ..
        } => (
            &access::authorization_server_changed::RULE,
            both(expected, received),
        ),
        Refusal::AuthorizationUrlRefused { received } => {
            (&server::endpoint_unusable::RULE, got(received))
        }
        Refusal::PushedRequestRefused(error) | Refusal::DeviceRefused(error) => (
            authorization(error.error.as_deref().unwrap_or_default()),
            answered(error),
        ),
        Refusal::PendingUnknown => (
            &callback::state_mismatch::RULE,
            said("No sign-in waits for this callback: it was used before, or belongs to another"),
        ),
        Refusal::PendingExpired { .. } => (
            &callback::never_came::RULE,
            said("The browser came back after the sign-in had ended"),
        ),
        Refusal::CallbackElsewhere { expected, received } => {
            (&callback::elsewhere::RULE, both(expected, received))
        }
        Refusal::WrongResponseMode { .. } => (&callback::response_mode::RULE, none()),
        Refusal::DuplicateParameter { names } => {
            (&callback::duplicate_parameter::RULE, got(&names.join(", ")))
        }
        Refusal::StateMissing => (&callback::state_missing::RULE, none()),
        Refusal::StateMismatch => (&callback::state_mismatch::RULE, none()),
        Refusal::IssMissing { expected } => (
            &callback::iss_missing::RULE,
            Fact::default().expected(expected),
        ),
        Refusal::IssMismatch { expected, received } => {
            (&callback::iss_mismatch::RULE, both(expected, received))
        }
        Refusal::AuthorizationRefused { error, description } => (
            authorization(error),
            got(&with_description(error, description.as_deref())),
        ),
        Refusal::CodeMissing => (&callback::code_missing::RULE, none()),
        Refusal::CodeAndError => (
            &callback::code_missing::RULE,
            said("The callback has both a code and an error"),
        ),
        Refusal::BareCode => (
            &callback::state_missing::RULE,
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
            TokenFlaw::Unreadable { .. } => (&token::not_json::RULE, none()),
            TokenFlaw::NoAccessToken => (&token::access_token_missing::RULE, none()),
            TokenFlaw::TokenType { expected, received } => (
                &token::token_type::RULE,
                both(expected, received.as_deref().unwrap_or("nothing")),
            ),
        },
        Refusal::NoRefreshToken => (&token::no_refresh_token::RULE, none()),
        Refusal::StillUnauthorized {
            status,
            error,
            description,
            ..
        } => (
            match error.as_deref() {
                Some("insufficient_scope") => &access::insufficient_scope::RULE,
                _ if *status == 403 => &access::forbidden::RULE,
                _ => &access::token_refused::RULE,
            },
            answer(*status, error.as_deref(), description.as_deref()),
        ),
        Refusal::ScopeAlreadyGranted { scopes } => {
            (&access::scope_already_granted::RULE, got(&scopes.join(" ")))
        }
        Refusal::ScopeUnnamed => (&access::scope_not_named::RULE, none()),
        Refusal::StepUpLimit { attempts } => (
            &access::scopes_one_by_one::RULE,
            got(&format!("{attempts} sign-ins for one operation")),
        ),
        Refusal::ForeignOrigin { expected, received } => (
            &access::audience::RULE,
            said("The credential is for another server, and was not sent")
                .expected(expected)
                .received(received),
        ),
        Refusal::DpopUnsupported { received } => (&access::dpop::RULE, got(&received.join(" "))),
    }
}

/// The address that did not answer is named: it may be any that a document names.
fn unreachable(url: &str, message: &str) -> (&'static Rule, Fact) {
    let rule = match contact::scheme::speaks_no_tls(&message.to_ascii_lowercase()) {
        true => &contact::scheme::RULE,
        false => &contact::unreachable::RULE,
    };
    let address = url.split(['?', '#']).next().unwrap_or_default();
    let fact = Fact::titled(format!("{address} cannot be reached")).received(message);
    (rule, fact)
}

/// The server chose where a secret would go; whether it belongs there only a person knows.
fn unconfirmed(issuer: &str, client_id: &str) -> Fact {
    let what = match client_id {
        "" => "The platform's assertion".to_owned(),
        id => format!("The secret of {id}"),
    };
    Fact::titled(format!(
        "{what} would go to {issuer}, which the MCP server named and nobody has confirmed"
    ))
    .received(issuer)
    .party(Party::User)
    .fix(format!(
        "Make sure that {issuer} is where it belongs, and name that issuer (on the command line: --issuer {issuer}). Then it goes there and nowhere else."
    ))
    .needs_person_if(true)
    .ways(Ways::first(&[ActionKind::SignIn]))
}

/// An error of the authorization endpoint (RFC 6749 §4.1.2.1, RFC 8707 §2).
fn authorization(error: &str) -> &'static Rule {
    match error {
        "access_denied" => &authorization::denied::RULE,
        "invalid_scope" => &authorization::scope_refused::RULE,
        "invalid_target" => &authorization::resource_refused::RULE,
        "invalid_client" => &authorization::client_unknown::RULE,
        "unauthorized_client" | "unsupported_response_type" => {
            &authorization::client_not_authorized::RULE
        }
        "server_error" | "temporarily_unavailable" => &authorization::server_error::RULE,
        _ => &authorization::refused::RULE,
    }
}

/// An error of the token endpoint (RFC 6749 §5.2, RFC 8707 §2).
fn token(grant: &str, status: u16, error: &str) -> &'static Rule {
    match error {
        "invalid_grant" if grant == "refresh_token" => &token::refresh_refused::RULE,
        "invalid_grant" => &token::code_refused::RULE,
        "invalid_client" => &token::client_unknown::RULE,
        "invalid_scope" => &token::scope_refused::RULE,
        "invalid_target" => &token::resource_refused::RULE,
        "unsupported_grant_type" | "unauthorized_client" => &token::grant_unsupported::RULE,
        _ if status >= 500 => &token::endpoint_failing::RULE,
        _ => &token::refused::RULE,
    }
}

fn insecure(what: &str) -> &'static Rule {
    match what {
        "server" => &contact::insecure_address::RULE,
        "resource_metadata" => &challenge::insecure_metadata_url::RULE,
        "issuer" => &resource::insecure_url::RULE,
        _ => &server::insecure_endpoint::RULE,
    }
}

fn private(what: &str) -> &'static Rule {
    match what {
        "resource_metadata" => &challenge::private_metadata_url::RULE,
        other => named_by(other),
    }
}

fn named_by(what: &str) -> &'static Rule {
    match what {
        "server" => &contact::not_found::RULE,
        "resource_metadata" => &challenge::malformed::RULE,
        "issuer" => &resource::authorization_server_entry::RULE,
        _ => &server::endpoint_unusable::RULE,
    }
}

fn endpoint_missing(member: &str) -> (&'static Rule, Fact) {
    match member {
        "authorization_endpoint" => (
            &server::authorization_endpoint_missing::RULE,
            Fact::default(),
        ),
        "token_endpoint" => (&server::token_endpoint_missing::RULE, Fact::default()),
        other => (
            &server::endpoint_unusable::RULE,
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
