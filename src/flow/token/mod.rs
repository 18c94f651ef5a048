//! The token endpoint: what is asked (RFC 6749 §4.1.3, §6; RFC 8707 §2.2) and what an answer is worth (§5).

pub mod client_auth;
pub mod exchange;
pub mod jose;
pub mod private_key;
pub mod redeem;

use crate::flow::authorize::scope;
use crate::flow::refusal::{ErrorAnswer, Refusal, TokenFlaw};
use crate::http::Exchange;
use crate::secret::Secret;
use crate::wire::form;
use crate::wire::token::{TokenAnswer, read};

/// What is given for a token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Grant {
    /// A code (RFC 6749 §4.1.3) with its verifier (RFC 7636 §4.5) and the redirect URI of its request, byte for byte.
    AuthorizationCode {
        /// `code`.
        code: Secret,
        /// `code_verifier`.
        verifier: Secret,
        /// `redirect_uri`.
        redirect_uri: String,
    },
    /// A refresh token (RFC 6749 §6).
    RefreshToken {
        /// `refresh_token`.
        token: Secret,
        /// The scopes; left out where there are none, and then they stay what they are.
        scopes: Vec<String>,
    },
    /// The client's own credentials (RFC 6749 §4.4).
    ClientCredentials {
        /// The scopes; left out where there are none.
        scopes: Vec<String>,
    },
    /// An assertion (RFC 7523 §2.1).
    JwtBearer {
        /// The assertion.
        assertion: Secret,
        /// The scopes; left out where there are none.
        scopes: Vec<String>,
    },
    /// An identity provider's token for an identity assertion (RFC 8693 §2.1; enterprise-managed authorization §4).
    IdentityAssertion {
        /// `subject_token`.
        subject_token: Secret,
        /// `subject_token_type`.
        subject_token_type: String,
        /// `audience`: the issuer of the MCP server's authorization server.
        audience: String,
        /// The scopes; left out where there are none.
        scopes: Vec<String>,
    },
    /// A device code (RFC 8628 §3.4).
    DeviceCode(Secret),
}

impl Grant {
    /// `grant_type`.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::AuthorizationCode { .. } => "authorization_code",
            Self::RefreshToken { .. } => "refresh_token",
            Self::ClientCredentials { .. } => "client_credentials",
            Self::JwtBearer { .. } => JWT_BEARER,
            Self::IdentityAssertion { .. } => TOKEN_EXCHANGE,
            Self::DeviceCode(_) => DEVICE_CODE,
        }
    }

    /// The parameters of the grant itself, in order; those of the client and `resource` come behind.
    #[must_use]
    pub fn parameters(&self) -> Vec<(String, String)> {
        let mut parameters = vec![("grant_type", self.name().to_owned())];
        let mut scopes: &[String] = &[];
        match self {
            Self::AuthorizationCode {
                code,
                verifier,
                redirect_uri,
            } => parameters.extend([
                ("code", code.reveal().to_owned()),
                ("code_verifier", verifier.reveal().to_owned()),
                ("redirect_uri", redirect_uri.clone()),
            ]),
            Self::RefreshToken {
                token,
                scopes: asked,
            } => {
                parameters.push(("refresh_token", token.reveal().to_owned()));
                scopes = asked;
            }
            Self::ClientCredentials { scopes: asked } => scopes = asked,
            Self::JwtBearer {
                assertion,
                scopes: asked,
            } => {
                parameters.push(("assertion", assertion.reveal().to_owned()));
                scopes = asked;
            }
            Self::IdentityAssertion {
                subject_token,
                subject_token_type,
                audience,
                scopes: asked,
            } => {
                parameters.extend([
                    ("requested_token_type", ID_JAG.to_owned()),
                    ("audience", audience.clone()),
                    ("subject_token", subject_token.reveal().to_owned()),
                    ("subject_token_type", subject_token_type.clone()),
                ]);
                scopes = asked;
            }
            Self::DeviceCode(code) => {
                parameters.push(("device_code", code.reveal().to_owned()));
            }
        }
        if !scopes.is_empty() {
            parameters.push(("scope", scopes.join(" ")));
        }
        parameters
            .into_iter()
            .map(|(name, value)| (name.to_owned(), value))
            .collect()
    }
}

/// `grant_type` of RFC 7523 §2.1.
pub const JWT_BEARER: &str = "urn:ietf:params:oauth:grant-type:jwt-bearer";
/// `grant_type` of RFC 8693 §2.1.
pub const TOKEN_EXCHANGE: &str = "urn:ietf:params:oauth:grant-type:token-exchange";
/// `grant_type` of RFC 8628 §3.4.
pub const DEVICE_CODE: &str = "urn:ietf:params:oauth:grant-type:device_code";
/// The token type of an identity assertion (enterprise-managed authorization §4).
pub const ID_JAG: &str = "urn:ietf:params:oauth:token-type:id-jag";

/// The body of a token request: the grant, `client_id` where nothing else names the client, `resource` in every grant (MCP
/// 2025-06-18, Resource Parameter Implementation).
#[must_use]
pub fn body(grant: &Grant, client_id: Option<&str>, resource: Option<&str>) -> String {
    let mut parameters = grant.parameters();
    let more = [("client_id", client_id), ("resource", resource)];
    parameters.extend(
        more.iter()
            .filter_map(|(name, value)| value.map(|value| ((*name).to_owned(), value.to_owned()))),
    );
    form::encode(
        parameters
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str())),
    )
}

/// Which kinds of token an answer may hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// `Bearer` or `DPoP`.
    AccessToken,
    /// `N_A` only: an identity assertion is not an access token (RFC 8693 §2.2.1).
    IdentityAssertion,
}

/// A usable answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Granted {
    /// The token.
    pub access_token: Secret,
    /// `Bearer`, `DPoP` or `N_A`, whatever the case it came in.
    pub token_type: String,
    /// Life in seconds; nothing where the server did not say.
    pub expires_in: Option<f64>,
    /// The refresh token.
    pub refresh_token: Option<Secret>,
    /// The scopes granted: those asked for where the answer names none (RFC 6749 §5.1).
    pub scopes: Vec<String>,
    /// The nonce for the next proof (RFC 9449 §8.2).
    pub next_nonce: Option<String>,
}

/// Judges an answer of the token endpoint.
///
/// # Errors
/// Where it is an error, or nothing that can be used.
pub fn granted(
    exchange: &Exchange,
    grant: &str,
    requested: &[String],
    wanted: Wanted,
) -> Result<Granted, Refusal> {
    let (url, grant) = (exchange.request.url.clone(), grant.to_owned());
    let Some(response) = &exchange.response else {
        return Err(unreachable(exchange));
    };
    let status = response.status;
    let unusable = |reason| Refusal::TokenUnusable {
        url: url.clone(),
        grant: grant.clone(),
        status,
        reason,
    };
    let refused = |answer: Option<TokenAnswer>| {
        let (error, description) =
            answer.map_or((None, None), |one| (one.error, one.error_description));
        let answer = ErrorAnswer {
            url: url.clone(),
            status,
            error,
            description,
        };
        Refusal::TokenRefused {
            grant: grant.clone(),
            answer,
        }
    };
    let answer = match read(response.body.as_deref().unwrap_or_default()) {
        Ok(answer) => answer,
        Err(_) if !response.is_success() => return Err(refused(None)),
        Err(unreadable) => return Err(unusable(TokenFlaw::Unreadable { unreadable })),
    };
    // Some servers answer 200 with an error in it (RFC 6749 §5.2 wants 400 or 401).
    if answer.error.is_some() || !response.is_success() {
        return Err(refused(Some(answer)));
    }
    let known = known_type(&answer, wanted);
    let access_token = answer
        .access_token
        .filter(|token| !token.reveal().is_empty())
        .ok_or_else(|| unusable(TokenFlaw::NoAccessToken))?;
    let token_type = known.map_err(|(expected, received)| {
        unusable(TokenFlaw::TokenType {
            expected: expected.into(),
            received,
        })
    })?;
    let named = scope::split(answer.scope.as_deref().unwrap_or_default());
    Ok(Granted {
        access_token,
        token_type: token_type.to_owned(),
        expires_in: answer.expires_in.filter(|seconds| *seconds > 0.0),
        refresh_token: answer
            .refresh_token
            .filter(|token| !token.reveal().is_empty()),
        scopes: if named.is_empty() {
            requested.to_vec()
        } else {
            named
        },
        next_nonce: response.headers.get("dpop-nonce"),
    })
}

/// The type, or which was expected and which came. It is compared without case; an unknown one must not be used (RFC 6749 §5.1, §7.1).
fn known_type(
    answer: &TokenAnswer,
    wanted: Wanted,
) -> Result<&'static str, (&'static str, Option<String>)> {
    let (known, issued): (&[&str], _) = match wanted {
        Wanted::AccessToken => (&["Bearer", "DPoP"], None),
        Wanted::IdentityAssertion => (&["N_A"], Some(ID_JAG)),
    };
    // RFC 8693 §2.2.1, enterprise-managed authorization §4.2: whatever else a provider gives is its own, and goes to nobody else.
    if let Some(issued) = issued
        && answer.issued_token_type.as_deref() != Some(issued)
    {
        return Err((issued, answer.issued_token_type.clone()));
    }
    let received = answer.token_type.as_deref().unwrap_or_default();
    known
        .iter()
        .find(|one| one.eq_ignore_ascii_case(received))
        .copied()
        .ok_or_else(|| {
            let expected = known.first().copied().unwrap_or_default();
            (expected, answer.token_type.clone())
        })
}

/// The refusal for a request without an answer.
#[must_use]
pub fn unreachable(exchange: &Exchange) -> Refusal {
    let (failure, message) = exchange.failure.as_ref().map_or_else(
        || (crate::http::FailureKind::Other, String::new()),
        |failure| (failure.kind, failure.message.clone()),
    );
    Refusal::Unreachable {
        url: exchange.request.url.clone(),
        failure,
        message,
    }
}
