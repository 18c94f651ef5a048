//! Why the flow stops: a closed list of facts. Gates return a [`Refusal`], one rule explains each, prose is made at the edge.

mod answer;

pub use answer::{ErrorAnswer, IssuerFlaw, NamedUrl, RegistrationFlaw, TokenFlaw};

use crate::http::FailureKind;
use crate::plain::tagged::tagged;
use crate::wire::callback::ResponseMode;
use crate::wire::json::Unreadable;

/// In which other form a token request would be accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// With the scope that was requested.
    WithScope,
    /// Without `resource`.
    WithoutResource,
}

tagged! {
    "kind", rename_all = "kebab-case";
    /// One reason to stop, with what was expected and what was received; never a secret.
    #[derive(Clone, Debug, PartialEq)]
    pub enum Refusal {
        /// A request got no answer at all.
        Unreachable {
            /// What was asked.
            url: String,
            /// How it failed.
            failure: FailureKind,
            /// What the network layer said, untrusted text.
            message: String,
        },
        /// It is neither https nor http to this machine (MCP, Communication Security).
        Insecure(NamedUrl),
        /// A public server named it, and it lies in a private network (RFC 9728 §7.7).
        PrivateAddress(NamedUrl),
        /// It is not an absolute URL, or has user information or a fragment.
        UnusableUrl(NamedUrl),
        /// The server answers without a credential and names no authorization server: there is nothing to sign in to.
        NoAuthorizationNeeded {
            /// The status of its answer.
            status: u16,
        },
        /// The server's answer is neither a success nor a challenge, and it has no metadata.
        NotAnMcpServer {
            /// The status of its answer.
            status: u16,
            /// Its media type.
            media_type: Option<String>,
        },
        /// Neither the challenge nor a well-known location gives resource metadata (MCP, protected resource metadata discovery).
        NoResourceMetadata {
            /// The locations that were asked, in order.
            tried: Vec<String>,
        },
        /// The challenge's `resource_metadata` does not give a usable document; no other place may be asked instead.
        ResourceMetadataUnusable {
            /// The location.
            url: String,
            /// The status of the answer.
            status: u16,
            /// Why its body can't be read, where the status is 200.
            unreadable: Option<Unreadable>,
        },
        /// `resource` is absent or no text (RFC 9728 §2).
        ResourceMissing {
            /// The location of the document.
            url: String,
        },
        /// `resource` is not the identifier that it was found by (RFC 9728 §3.3).
        ResourceMismatch {
            /// The location of the document.
            url: String,
            /// The only identifier that would have been right.
            expected: String,
            /// `resource`, raw.
            received: String,
            /// Whether the opt-out `compatibleResource` would accept it.
            compatible: bool,
        },
        /// `authorization_servers` is absent or empty (MCP, authorization server location).
        NoAuthorizationServers {
            /// The location of the document.
            url: String,
        },
        /// An entry of `authorization_servers` is not an issuer identifier (RFC 8414 §2).
        IssuerInvalid {
            /// The entry, raw.
            received: String,
            /// What is wrong with it.
            reason: IssuerFlaw,
        },
        /// No location gives the issuer's metadata (RFC 8414 §3, OpenID Connect Discovery §4).
        NoServerMetadata {
            /// The issuer, raw.
            issuer: String,
            /// The locations that were asked, in order.
            tried: Vec<String>,
        },
        /// The document's `issuer` is not the one that it was found by (RFC 8414 §3.3).
        IssuerMismatch {
            /// The location of the document.
            url: String,
            /// The issuer that was asked for, raw.
            expected: String,
            /// The document's `issuer`, raw; nothing where it is absent.
            received: Option<String>,
        },
        /// An endpoint that this grant needs is absent (RFC 8414 §2).
        EndpointMissing {
            /// The issuer.
            issuer: String,
            /// The member, such as `token_endpoint`.
            member: String,
        },
        /// `response_types_supported` is there and lacks `code` (RFC 8414 §2).
        ResponseTypeUnsupported {
            /// What is offered instead.
            received: Vec<String>,
        },
        /// `grant_types_supported` is there and lacks the grant that was asked for.
        GrantUnsupported {
            /// The grant.
            expected: String,
            /// What is offered.
            received: Vec<String>,
        },
        /// `code_challenge_methods_supported` is absent (MCP 2025-11-25, Authorization Code Protection: must refuse).
        PkceNotAdvertised {
            /// The issuer.
            issuer: String,
        },
        /// `code_challenge_methods_supported` lacks `S256` (RFC 7636 §4.2).
        PkceWithoutS256 {
            /// What is offered instead.
            received: Vec<String>,
        },
        /// A metadata redirect leads where it must not, or there are too many.
        RedirectRefused {
            /// Where the redirect was.
            from: String,
            /// Where it leads.
            to: Option<String>,
        },
        /// No client id is known and the server offers no way to get one: ask the person (MCP, client registration).
        NoClient {
            /// The issuer for which one is needed.
            issuer: String,
            /// Whether it takes client ID metadata documents: then one would do.
            documents: bool,
        },
        /// The registration endpoint refused (RFC 7591 §3.2.2).
        RegistrationRefused(ErrorAnswer),
        /// The registration endpoint's answer can't be used (RFC 7591 §3.2.1).
        RegistrationUnusable {
            /// The endpoint.
            url: String,
            /// The status.
            status: u16,
            /// What is wrong with it.
            reason: RegistrationFlaw,
        },
        /// The client belongs to another authorization server (MCP 2026-07-28, Authorization Server Binding).
        ClientOfOtherIssuer {
            /// The client id.
            client_id: String,
            /// The issuer it belongs to.
            expected: String,
            /// The issuer that the server names now.
            received: String,
        },
        /// The authorization URL would not be http or https (MCP Security Best Practices).
        AuthorizationUrlRefused {
            /// The URL that the metadata names, raw.
            received: String,
        },
        /// The host wants another issuer.
        OtherIssuer {
            /// The one that the host wants, raw.
            expected: String,
            /// The one that was found, raw.
            received: String,
        },
        /// A secret or an assertion would go to an issuer that nobody named: whose it is must be said first.
        IssuerUnconfirmed {
            /// The issuer.
            issuer: String,
            /// The client; empty where an assertion needs none.
            client_id: String,
        },
        /// A named authorization server that does not announce `iss` needs a redirect URI of its own (RFC 9700 §4.4.2).
        OwnRedirectNeeded {
            /// The issuer.
            issuer: String,
            /// What the path of the redirect URI must have as a segment.
            segment: String,
        },
        /// The authorization endpoint brings parameters along that are the flow's own (RFC 6749 §3.1).
        ParametersPlanted {
            /// The endpoint without its query.
            url: String,
            /// The names.
            names: Vec<String>,
        },
        /// Requests must be signed (RFC 9101 §10.5), and the client has no key.
        SignedRequestNeeded {
            /// The issuer.
            issuer: String,
        },
        /// The client proves itself by a key that was made just now: the server must get to know it first (RFC 7523 §2.2).
        KeyToRegister {
            /// The issuer.
            issuer: String,
            /// The public key as JWK text.
            jwk: String,
        },
        /// The person's own app has another redirect URI than the one that would be sent.
        RedirectUriNotRegistered {
            /// The one that the app signed in with before.
            expected: String,
            /// The one that would be sent.
            received: String,
        },
        /// The pushed authorization request was refused (RFC 9126 §2.3).
        PushedRequestRefused(ErrorAnswer),
        /// No sign-in is waiting for this callback: it was used before, or it belongs to somebody else.
        PendingUnknown,
        /// The sign-in took longer than its life.
        PendingExpired {
            /// When it ended, in ms since the epoch.
            expired_at: f64,
        },
        /// The callback came to another address than the one that was asked for (RFC 9700 §4.4.2).
        CallbackElsewhere {
            /// The redirect URI of the request.
            expected: String,
            /// Where it came, without its parameters.
            received: String,
        },
        /// The parameters came in the fragment or in a POST, where a query was asked for.
        WrongResponseMode {
            /// How they came.
            received: ResponseMode,
        },
        /// A parameter occurs twice (RFC 6749 §3.1).
        DuplicateParameter {
            /// The names.
            names: Vec<String>,
        },
        /// There is no `state` (RFC 6749 §4.1.2).
        StateMissing,
        /// `state` is not the one of this sign-in (RFC 6749 §10.12).
        StateMismatch,
        /// `iss` is announced and absent (RFC 9207 §2.4).
        IssMissing {
            /// The issuer of the request.
            expected: String,
        },
        /// `iss` is not the issuer of the request (RFC 9207 §2.4).
        IssMismatch {
            /// The issuer of the request.
            expected: String,
            /// `iss` after one decoding.
            received: String,
        },
        /// The authorization server answered with an error (RFC 6749 §4.1.2.1).
        AuthorizationRefused {
            /// `error`.
            error: String,
            /// `error_description`, untrusted text.
            description: Option<String>,
        },
        /// There is neither a code nor an error.
        CodeMissing,
        /// There are both a code and an error.
        CodeAndError,
        /// Somebody pasted a bare code: the whole URL is needed, for its `state` and `iss`.
        BareCode,
        /// The token endpoint refused (RFC 6749 §5.2).
        TokenRefused {
            /// The grant.
            grant: String,
            /// What it said.
            #[serde(flatten)]
            answer: ErrorAnswer,
        },
        /// The token endpoint's answer can't be used (RFC 6749 §5.1).
        TokenUnusable {
            /// The endpoint.
            url: String,
            /// The grant.
            grant: String,
            /// The status.
            status: u16,
            /// What is wrong with it.
            reason: TokenFlaw,
        },
        /// There is no refresh token, so a person must sign in again.
        NoRefreshToken,
        /// The device authorization endpoint refused (RFC 8628 §3.2).
        DeviceRefused(ErrorAnswer),
        /// The server refuses the credential that it was given.
        StillUnauthorized {
            /// The status.
            status: u16,
            /// `error` of the challenge.
            error: Option<String>,
            /// `error_description` of the challenge, untrusted text.
            description: Option<String>,
            /// `scope` of the challenge.
            scope: Option<String>,
        },
        /// The challenge asks for scopes that were granted already: asking again would go on for ever.
        ScopeAlreadyGranted {
            /// The scopes.
            scopes: Vec<String>,
        },
        /// The challenge names no scope, so there is nothing to ask for (RFC 6750 §3.1).
        ScopeUnnamed,
        /// Enough was tried for this operation (MCP, step-up authorization flow).
        StepUpLimit {
            /// The authorization requests that were made.
            attempts: usize,
        },
        /// The credential belongs to another server's origin.
        ForeignOrigin {
            /// The server it is for.
            expected: String,
            /// Where it would have gone.
            received: String,
        },
        /// DPoP is demanded and no algorithm fits (RFC 9449 §5.1).
        DpopUnsupported {
            /// The algorithms that the server takes.
            received: Vec<String>,
        },
    }
}

impl Refusal {
    /// Whether there is nothing to sign in to.
    #[must_use]
    pub fn is_needless(&self) -> bool {
        matches!(self, Self::NoAuthorizationNeeded { .. })
    }

    /// Whether the server took the credential for none.
    #[must_use]
    pub fn is_unauthorized(&self) -> bool {
        matches!(self, Self::StillUnauthorized { status: 401, .. })
    }

    /// Whether the server does not know the client (or no longer), or not for this (RFC 6749 §5.2, which RFC 8628 §3.1 and RFC 9126 §2.3
    /// take over).
    #[must_use]
    pub fn is_forgotten_client(&self) -> bool {
        match self {
            Self::TokenRefused { answer, .. }
            | Self::DeviceRefused(answer)
            | Self::PushedRequestRefused(answer) => {
                let error = answer.error.as_deref();
                matches!(error, Some("invalid_client" | "unauthorized_client"))
            }
            // Here the other error says that the client may not ask in this way (RFC 6749 §4.1.2.1).
            Self::AuthorizationRefused { error, .. } => error == "invalid_client",
            _ => false,
        }
    }

    /// What Entra's token endpoint says that it wants instead, in its own codes; nothing where the answer spends what was sent (RFC 6749 §5.2,
    /// `invalid_grant`) or is not an answer to the request.
    #[must_use]
    pub fn wanted_form(&self) -> Option<Form> {
        let Self::TokenRefused { answer, .. } = self else {
            return None;
        };
        if answer.error.as_deref() == Some("invalid_grant") || answer.status >= 500 {
            return None;
        }
        let description = answer.description.as_deref()?;
        let says = |code: &str| {
            description
                .split(|one: char| !one.is_ascii_alphanumeric())
                .any(|word| word == code)
        };
        match () {
            () if says("AADSTS90009") => Some(Form::WithScope),
            () if says("AADSTS9010010") => Some(Form::WithoutResource),
            () => None,
        }
    }

    /// Whether the token endpoint wants a proof of a key that it did not get (RFC 9449 §5, §8).
    #[must_use]
    pub fn demands_dpop(&self) -> bool {
        let Self::TokenRefused { answer, .. } = self else {
            return false;
        };
        let error = answer.error.as_deref().unwrap_or_default();
        let description = answer.description.as_deref().unwrap_or_default();
        matches!(error, "invalid_dpop_proof" | "use_dpop_nonce")
            || description.to_ascii_lowercase().contains("dpop")
    }
}

#[cfg(test)]
mod tests {
    use super::{ErrorAnswer, IssuerFlaw, NamedUrl, Refusal, RegistrationFlaw, TokenFlaw};
    use crate::http::FailureKind;
    use crate::plain;
    use crate::wire::callback::ResponseMode;
    use crate::wire::json::Unreadable;

    #[test]
    fn a_refusal_that_was_written_is_read_again() {
        let text = || "https://as.example.com".to_owned();
        let answer = || ErrorAnswer {
            url: text(),
            status: 400,
            error: Some("invalid_grant".to_owned()),
            description: None,
        };
        let refusals = [
            Refusal::Unreachable {
                url: text(),
                failure: FailureKind::Tls,
                message: "x".to_owned(),
            },
            Refusal::Insecure(NamedUrl {
                what: "issuer".to_owned(),
                received: text(),
            }),
            Refusal::ResourceMetadataUnusable {
                url: text(),
                status: 200,
                unreadable: Some(Unreadable::NotJson { line: 1, column: 2 }),
            },
            Refusal::IssuerInvalid {
                received: text(),
                reason: IssuerFlaw::HasQuery,
            },
            Refusal::RegistrationRefused(answer()),
            Refusal::RegistrationUnusable {
                url: text(),
                status: 201,
                reason: RegistrationFlaw::RedirectUriChanged {
                    expected: text(),
                    received: vec![text()],
                },
            },
            Refusal::PendingExpired { expired_at: 5.0 },
            Refusal::WrongResponseMode {
                received: ResponseMode::Fragment,
            },
            Refusal::StateMismatch,
            Refusal::TokenRefused {
                grant: "authorization_code".to_owned(),
                answer: answer(),
            },
            Refusal::TokenUnusable {
                url: text(),
                grant: "refresh_token".to_owned(),
                status: 200,
                reason: TokenFlaw::TokenType {
                    expected: "Bearer".into(),
                    received: Some("mac".to_owned()),
                },
            },
            Refusal::StepUpLimit { attempts: 3 },
        ];
        for refusal in refusals {
            let value = serde_json::to_value(&refusal).unwrap();
            let read: Refusal = plain::read(value.clone()).unwrap();
            assert_eq!(read, refusal, "{value}");
        }
    }
}
