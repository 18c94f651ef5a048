//! Sign-ins without a person: client credentials (SEP-1046), workload identity (SEP-1933), enterprise-managed authorization (SEP-990).
//! Discovery is the same; there is no registration, and no grant is tried in place of another one.

use crate::error::Misuse;
use crate::flow::authorize::prepare;
use crate::flow::authorize::scope::{self, Sources};
use crate::flow::client::Client;
use crate::flow::client::registration::{self, Chosen};
use crate::flow::discover::discovered::Discovered;
use crate::flow::host::Host;
use crate::flow::keep::pending::Pending;
use crate::flow::options::SignInOptions;
use crate::flow::outcome::{Outcome, Stop};
use crate::flow::refusal::Refusal;
use crate::flow::sign_in;
use crate::flow::token::exchange::{self, TokenEndpoint};
use crate::flow::token::redeem;
use crate::flow::token::{Grant, JWT_BEARER, Wanted};
use crate::flow::trust::Trust;
use crate::secret::{Secret, revealed};
use serde::{Deserialize, Serialize};

/// Signs a client in by its own credentials (RFC 6749 §4.4); `options.client` is required.
///
/// # Errors
/// Where a gate refuses, the caller made a mistake, or the host can't do what is needed.
pub fn client_credentials(host: &Host, options: &SignInOptions) -> Result<Outcome, Stop> {
    if options.client.is_none() {
        return Err(Misuse::argument("client", "a client with a secret or a key", "none").into());
    }
    found(host, options, "client_credentials", |discovered, scopes| {
        let chosen = registration::client_for(host, discovered, options)?;
        prepare::prepared(host, options, discovered, chosen, scopes, |pending| {
            let grant = Grant::ClientCredentials {
                scopes: pending.scopes.clone(),
            };
            redeem(host, &pending, &grant)
        })
    })
}

/// Signs a workload in by the JWT that its platform gave it (RFC 7523 §2.1); there is no client and no second attempt.
///
/// # Errors
/// As [`client_credentials`].
pub fn workload_identity(
    host: &Host,
    options: &SignInOptions,
    assertion: &Secret,
) -> Result<Outcome, Stop> {
    found(host, options, JWT_BEARER, |discovered, scopes| {
        registration::confirmed(host, options, &discovered.issuer, "")?;
        let chosen = Chosen {
            client: Client::default(),
            stored: false,
        };
        prepare::prepared(host, options, discovered, chosen, scopes, |pending| {
            let grant = Grant::JwtBearer {
                assertion: assertion.clone(),
                scopes: pending.scopes.clone(),
            };
            redeem(host, &pending, &grant)
        })
    })
}

/// The enterprise's identity provider and what proves the person to it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct IdentityProvider {
    /// Its issuer, raw.
    pub issuer: String,
    /// Where tokens are exchanged, raw.
    pub token_endpoint: String,
    /// The client at the identity provider.
    pub client: Client,
    /// The identity token or refresh token of the person.
    #[serde(with = "revealed")]
    pub subject_token: Secret,
    /// What it is; an identity token where absent.
    #[serde(default = "id_token")]
    pub subject_token_type: String,
}

fn id_token() -> String {
    "urn:ietf:params:oauth:token-type:id_token".to_owned()
}

/// Signs a person in by their enterprise's identity provider: an identity assertion for the MCP server's authorization server, and
/// with it a token there (enterprise-managed authorization §4, §5). The assertion is fresh for each request and is not kept.
///
/// # Errors
/// As [`client_credentials`].
pub fn enterprise_managed(
    host: &Host,
    options: &SignInOptions,
    provider: &IdentityProvider,
) -> Result<Outcome, Stop> {
    found(host, options, JWT_BEARER, |discovered, scopes| {
        let assertion = identity_assertion(host, options, provider, discovered, &scopes)?;
        let chosen = registration::client_for(host, discovered, options)?;
        prepare::prepared(host, options, discovered, chosen, scopes, |pending| {
            let grant = Grant::JwtBearer {
                assertion: assertion.clone(),
                scopes: pending.scopes.clone(),
            };
            redeem(host, &pending, &grant)
        })
    })
}

/// What the identity provider says to the MCP server's authorization server.
fn identity_assertion(
    host: &Host,
    options: &SignInOptions,
    provider: &IdentityProvider,
    discovered: &Discovered,
    scopes: &[String],
) -> Result<Secret, Stop> {
    // The host's own choice, not the server's: it may well be in the enterprise's own network.
    Trust::of(&provider.token_endpoint, &options.allow)
        .endpoint("identityProvider.tokenEndpoint", &provider.token_endpoint)?;
    let at_provider = TokenEndpoint {
        url: &provider.token_endpoint,
        issuer: &provider.issuer,
        methods: None,
        client: Some(&provider.client),
        resource: Some(&discovered.resource),
        key_id: None,
    };
    let exchange = Grant::IdentityAssertion {
        subject_token: provider.subject_token.clone(),
        subject_token_type: provider.subject_token_type.clone(),
        audience: discovered.issuer.clone(),
        scopes: scopes.to_vec(),
    };
    let wanted = Wanted::IdentityAssertion;
    let granted = exchange::ask(host, at_provider, &exchange, scopes, wanted)?;
    Ok(granted.access_token)
}

fn redeem(host: &Host, pending: &Pending, grant: &Grant) -> Result<Outcome, Stop> {
    let ended = redeem::alone(host, pending, || {
        let granted = redeem::ask(host, pending, grant)?;
        redeem::signed_in(host, pending, granted)
    });
    redeem::proven(host, pending, ended)
}

/// Discovery, and the gate that the grant is not known to be absent (RFC 8414 §2).
fn found(
    host: &Host,
    options: &SignInOptions,
    grant: &str,
    go_on: impl Fn(&Discovered, Vec<String>) -> Result<Outcome, Stop>,
) -> Result<Outcome, Stop> {
    let ended = sign_in::afresh_where_refused(host, options, |options, discovered| {
        let metadata = &discovered.server_metadata;
        if let Some(grants) = &metadata.grant_types_supported
            && !grants.iter().any(|one| one == grant)
        {
            return Err(Refusal::GrantUnsupported {
                expected: grant.to_owned(),
                received: grants.clone(),
            }
            .into());
        }
        let resource = discovered.resource_metadata.as_ref();
        let scopes = options.scopes.clone().unwrap_or_else(|| {
            scope::select(Sources {
                challenge: discovered.challenge_scope.as_deref(),
                resource: resource.and_then(|one| one.scopes_supported.as_deref()),
                ..Sources::default()
            })
        });
        go_on(discovered, scopes)
    });
    Outcome::or_not_needed(&options.server, ended)
}
