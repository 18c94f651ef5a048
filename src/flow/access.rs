//! Using a credential: which header goes along, and what to do when the server still says 401 or 403.

use super::client_auth::basic_plain;
use super::exchange::{nonce_for, remember_nonce};
use super::handshake::{self, Dialect, Session};
use super::host::Host;
use super::jose::{self, ProofOf};
use super::options::SignInOptions;
use super::outcome::{Outcome, Stop};
use super::refusal::Refusal;
use super::renew;
use super::resource;
use super::scope;
use super::sign_in;
use super::store;
use super::tokens::{self, Tokens};
use super::trust::Trust;
use crate::error::Misuse;
use crate::http::{Exchange, Headers, Request};
use crate::secret::{Secret, revealed};
use crate::wire::address::Address;
use crate::wire::challenge;
use serde::{Deserialize, Serialize};

/// The headers that carry a credential to one request. Never in a URL (MCP, Token Requirements), never to another origin (MCP
/// 2025-06-18, Token Handling).
///
/// # Errors
/// Where the request goes to another origin than the credential is for.
pub async fn headers(
    host: &Host,
    tokens: &Tokens,
    method: &str,
    url: &str,
) -> Result<Headers, Stop> {
    let same = match (Address::parse(&tokens.server), Address::parse(url)) {
        (Ok(own), Ok(target)) => own.same_origin(&target),
        _ => false,
    };
    if !same {
        return Err(Refusal::ForeignOrigin {
            expected: tokens.server.clone(),
            received: url.split(['?', '#']).next().unwrap_or_default().to_owned(),
        }
        .into());
    }
    let token = tokens.access_token.reveal();
    if let Some(name) = &tokens.header {
        return Ok(Headers::new().with(name, token));
    }
    let mut headers =
        Headers::new().with("Authorization", format!("{} {token}", tokens.token_type));
    if let Some(key_id) = &tokens.key_id {
        let nonce = nonce_for(host, url).await?;
        let proof = jose::proof(
            host,
            ProofOf {
                key_id,
                method,
                url,
                nonce: nonce.as_deref(),
                access_token: Some(&tokens.access_token),
            },
        )
        .await?;
        headers.push("DPoP", proof.reveal());
    }
    Ok(headers)
}

/// The headers for a request to a server with what the store has for it, renewed where it is past its time; none where there is
/// nothing.
///
/// # Errors
/// As [`headers`].
pub async fn stored_headers(
    host: &Host,
    server: &str,
    method: &str,
    url: &str,
) -> Result<Headers, Stop> {
    let Some(tokens) = store::tokens_of(host, server).await? else {
        return Ok(Headers::new());
    };
    let expired = tokens.is_expired(host.now().await?);
    let tokens = if expired && tokens.refresh_token.is_some() {
        match renew::refresh(host, tokens.clone(), None).await {
            Ok(Outcome::SignedIn { tokens, .. }) => *tokens,
            // The old one may still do; if not, the server says so.
            _ => tokens,
        }
    } else {
        tokens
    };
    headers(host, &tokens, method, url).await
}

/// What was tried for one request so far.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tried {
    /// The token was renewed.
    pub refreshed: bool,
    /// A nonce was taken up.
    pub nonce: bool,
    /// Somebody signed in.
    pub signed_in: usize,
}

/// What to do with an answer.
#[derive(Clone, Debug, PartialEq)]
pub enum Next {
    /// Give it to the caller.
    Pass,
    /// Send the request again.
    Again,
    /// Ask the person first.
    Ask(Box<Outcome>),
}

/// Judges an answer to a request that carried what the store has: nonce, refresh, sign-in or step-up (RFC 6750 §3.1; MCP 2025-11-25,
/// Scope Challenge Handling), each a limited number of times.
///
/// # Errors
/// Where a gate refuses, or nothing is left to try.
pub async fn judge(
    host: &Host,
    options: SignInOptions,
    answer: &Exchange,
    tried: &mut Tried,
) -> Result<Next, Stop> {
    let Some(response) = &answer.response else {
        return Ok(Next::Pass);
    };
    remember_nonce(host, &answer.request.url, answer).await?;
    let value = response.headers.get("www-authenticate").unwrap_or_default();
    let challenges = challenge::read(&value);
    let wants_nonce = challenges
        .list
        .iter()
        .any(|one| one.scheme == "dpop" && one.param("error") == Some("use_dpop_nonce"));
    if response.status == 401 && wants_nonce && !tried.nonce {
        tried.nonce = true;
        return Ok(Next::Again);
    }
    let challenge = challenges.acted_on();
    let lacks_scope = challenge.and_then(|one| one.param("error")) == Some("insufficient_scope");
    let named = scope::split(
        challenge
            .and_then(|one| one.param("scope"))
            .unwrap_or_default(),
    );
    let tokens = store::tokens_of(host, &options.server).await?;
    // Somebody signed in or renewed while this request was under way.
    if matches!(response.status, 401 | 403)
        && tokens.as_ref().is_some_and(|one| !was_sent(one, answer))
    {
        return Ok(Next::Again);
    }
    match (response.status, tokens) {
        (401, Some(tokens)) => {
            if tokens.refresh_token.is_some() && !tried.refreshed {
                tried.refreshed = true;
                if renew::refresh(host, tokens.clone(), None).await.is_ok() {
                    return Ok(Next::Again);
                }
            }
            if tried.signed_in > 0 {
                return Err(still(response.status, &challenges).into());
            }
            let more = named.iter().any(|one| !tokens.scopes().contains(one));
            tried.signed_in += 1;
            let outcome = if more && !named.is_empty() && !tokens.scope.is_empty() {
                renew::step_up(host, &tokens, &value, options).await?
            } else {
                start(host, options, &value).await?
            };
            Ok(Next::Ask(Box::new(outcome)))
        }
        (401, None) => {
            if tried.signed_in > 0 {
                return Err(still(response.status, &challenges).into());
            }
            tried.signed_in += 1;
            let outcome = start(host, options, &value).await?;
            Ok(Next::Ask(Box::new(outcome)))
        }
        (403, Some(tokens)) if lacks_scope => {
            tried.signed_in += 1;
            let outcome = renew::step_up(host, &tokens, &value, options).await?;
            Ok(Next::Ask(Box::new(outcome)))
        }
        _ => Ok(Next::Pass),
    }
}

fn was_sent(tokens: &Tokens, answer: &Exchange) -> bool {
    let name = tokens.header.as_deref().unwrap_or("authorization");
    let sent = answer.request.headers.get(name).unwrap_or_default();
    sent.ends_with(tokens.access_token.reveal())
}

/// The challenge is read again each time: this is how a change of the authorization server shows (RFC 9728 §5.2).
async fn start(host: &Host, mut options: SignInOptions, value: &str) -> Result<Outcome, Stop> {
    options.challenge = Some(value.to_owned());
    sign_in::begin(host, options).await
}

fn still(status: u16, challenges: &challenge::Challenges) -> Refusal {
    let param = |name: &str| {
        let challenge = challenges.acted_on()?;
        challenge.param(name).map(str::to_owned)
    };
    Refusal::StillUnauthorized {
        status,
        error: param("error"),
        description: param("error_description"),
        scope: param("scope"),
    }
}

/// A credential that the person brought.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(
    tag = "kind",
    rename_all = "kebab-case",
    rename_all_fields = "camelCase"
)]
pub enum Credential {
    /// A personal access token (RFC 6750 §2.1).
    Bearer {
        /// The token.
        #[serde(with = "revealed")]
        token: Secret,
    },
    /// User name and password, or id and key (RFC 7617 §2).
    Basic {
        /// The user name; no colon.
        username: String,
        /// The password.
        #[serde(with = "revealed")]
        password: Secret,
    },
    /// A key in a header of its own.
    Header {
        /// The name of the header.
        name: String,
        /// The key.
        #[serde(with = "revealed")]
        value: Secret,
    },
}

/// Proves a credential by the handshake and the list of tools, and keeps it if the server takes it.
///
/// # Errors
/// Where the server refuses it.
pub async fn prove(
    host: &Host,
    options: &SignInOptions,
    credential: Credential,
) -> Result<Outcome, Stop> {
    let server = options.server.as_str();
    super::discovery::require_server(server)?;
    Trust::of(server, &options.allow).judge("server", server)?;
    let tokens = brought(server, credential, host.now().await?)?;
    let carried = headers(host, &tokens, "POST", server).await?;
    let mut dialect = Dialect::Session;
    let mut first = send(host, handshake::first(server, dialect), &carried).await?;
    if handshake::wants_other_dialect(&first) {
        dialect = Dialect::Stateless;
        first = send(host, handshake::first(server, dialect), &carried).await?;
    }
    accepted(&first)?;
    let session = Session::of(&first);
    if dialect == Dialect::Session {
        let over = handshake::initialized(server, &session);
        accepted(&send(host, over, &carried).await?)?;
    }
    let list = handshake::list_tools(server, dialect, &session);
    let list = send(host, list, &carried).await?;
    if let Some(end) = handshake::end_session(server, &session) {
        send(host, end, &carried).await?;
    }
    accepted(&list)?;
    let not_kept = store::save_tokens(host, &tokens).await.err();
    Ok(Outcome::SignedIn {
        tokens: Box::new(tokens),
        not_kept: not_kept.map(|failed| failed.message),
    })
}

async fn send(host: &Host, mut request: Request, carried: &Headers) -> Result<Exchange, Stop> {
    for (name, value) in carried.iter() {
        request.headers.push(name, value);
    }
    Ok(host.fetch(vec![request]).await?.pop().unwrap_or_default())
}

fn accepted(answer: &Exchange) -> Result<(), Refusal> {
    let Some(response) = &answer.response else {
        return Err(super::token::unreachable(answer));
    };
    let value = response.headers.get("www-authenticate").unwrap_or_default();
    match response.status {
        status if (200..300).contains(&status) => Ok(()),
        401 | 403 => Err(still(response.status, &challenge::read(&value))),
        status => Err(Refusal::NotAnMcpServer {
            status,
            media_type: response.media_type(),
        }),
    }
}

fn brought(server: &str, credential: Credential, now: f64) -> Result<Tokens, Misuse> {
    let (token_type, header, access_token) = match credential {
        Credential::Bearer { token } => ("Bearer", None, checked("token", token)?),
        Credential::Basic { username, password } => {
            if username.contains(':') {
                return Err(Misuse::argument("username", "no colon", "one with a colon"));
            }
            let both = basic_plain(&username, password.reveal());
            ("Basic", None, Secret::new(both))
        }
        Credential::Header { name, value } => {
            let fits = |byte: u8| byte.is_ascii_alphanumeric() || b"-_".contains(&byte);
            if name.is_empty() || !name.bytes().all(fits) {
                return Err(Misuse::argument("name", "the name of a header", name));
            }
            ("Header", Some(name), checked("value", value)?)
        }
    };
    Ok(Tokens {
        v: tokens::VERSION,
        issuer: String::new(),
        resource: resource::canonical(server).unwrap_or_else(|_| server.to_owned()),
        server: server.to_owned(),
        client_id: String::new(),
        token_type: token_type.to_owned(),
        header,
        scope: String::new(),
        requested_scope: String::new(),
        access_token,
        refresh_token: None,
        expires_at: None,
        issued_at: now,
        sign_in: String::new(),
        renewals: 0,
        key_id: None,
        token_endpoint: None,
        omit_resource: false,
    })
}

/// What is pasted often brings a line end along; inside, a header takes only visible characters.
fn checked(what: &str, secret: Secret) -> Result<Secret, Misuse> {
    let trimmed = secret.reveal().trim();
    if trimmed.is_empty() || !trimmed.bytes().all(|byte| (0x20..0x7f).contains(&byte)) {
        let received = "something else (not shown)";
        return Err(Misuse::argument(what, "visible ASCII characters", received));
    }
    Ok(Secret::new(trimmed))
}
