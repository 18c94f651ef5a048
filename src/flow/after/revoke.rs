//! Signing out (RFC 7009).

use crate::flow::after::renew::who;
use crate::flow::client::Client;
use crate::flow::host::Host;
use crate::flow::keep::store::{self, KnownServer};
use crate::flow::keep::tokens::Tokens;
use crate::flow::moved;
use crate::flow::outcome::Stop;
use crate::flow::token::exchange::{self, TokenEndpoint};
use crate::flow::trust::Trust;
use crate::wire::server;

/// Takes tokens back: at the server where it has an endpoint for that (RFC 7009 §2), and from the store in any case. Those in use now
/// go with them, and no refresh is under way meanwhile: else what it gets would outlive the sign-out.
///
/// # Errors
/// Where the host can't do what is needed; what the server says does not matter.
pub fn revoke(host: &Host, tokens: Tokens, client: Option<Client>) -> Result<bool, Stop> {
    let lock = store::refresh_lock(&tokens.issuer, &tokens.resource);
    host.locked(lock, || revoke_alone(host, &tokens, client))
}

fn revoke_alone(host: &Host, tokens: &Tokens, client: Option<Client>) -> Result<bool, Stop> {
    let key = store::tokens_key(&tokens.issuer, &tokens.resource);
    let kept: Option<Tokens> = store::load(host, key.clone())?;
    let newer = kept.filter(|kept| kept.access_token != tokens.access_token);
    let told: Vec<_> = newer
        .iter()
        .chain([tokens])
        .map(|one| match at_server(host, one, client.clone()) {
            Err(Stop::Refused(_)) => Ok(false),
            told => told,
        })
        .collect();
    store::forget_tokens(host, &key)?;
    store::forget(host, store::credential_key(&tokens.server))?;
    store::drop_key(host, tokens.key_id.as_deref());
    told.into_iter()
        .try_fold(true, |all, told| Ok(told? && all))
}

fn at_server(host: &Host, tokens: &Tokens, client: Option<Client>) -> Result<bool, Stop> {
    if tokens.issuer.is_empty() {
        return Ok(false);
    }
    let client = who(host, tokens, client)?.client;
    let trust = Trust::of(&tokens.server, &[]);
    let known: Option<KnownServer> = store::load(host, store::server_key(&tokens.server))?;
    let remembered = known
        .filter(|known| known.issuer == tokens.issuer)
        .and_then(|known| server::read(&known.server_metadata).ok());
    let metadata = match remembered {
        Some(metadata) => metadata,
        None => {
            crate::flow::discover::issuer::metadata_of(host, &trust, &tokens.issuer, None, None)?.0
        }
    };
    let Some(url) = metadata.revocation_endpoint else {
        return Ok(false);
    };
    trust.endpoint("revocation_endpoint", &url)?;
    let target = TokenEndpoint {
        url: &url,
        issuer: &tokens.issuer,
        methods: metadata.token_endpoint_auth_methods_supported.as_deref(),
        client: client.as_ref(),
        resource: None,
        key_id: None,
    };
    let mut all_told = true;
    // The refresh token first: with it, a server takes back the rest (RFC 7009 §2.1).
    let both = [
        (tokens.refresh_token.as_ref(), "refresh_token"),
        (Some(&tokens.access_token), "access_token"),
    ];
    for (token, hint) in both {
        let Some(token) = token else {
            continue;
        };
        let parameters = vec![
            ("token".to_owned(), token.reveal().to_owned()),
            ("token_type_hint".to_owned(), hint.to_owned()),
        ];
        let request = exchange::authenticated(host, target, parameters)?;
        let answer = moved::commit(host, request)?;
        all_told &= answer.status() == 200;
    }
    Ok(all_told)
}
