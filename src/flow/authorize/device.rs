//! The device authorization grant (RFC 8628): a code to type in elsewhere, where no browser can call back.

use crate::error::Misuse;
use crate::flow::authorize::prepare;
use crate::flow::client::registration;
use crate::flow::discover::discovered::Discovered;
use crate::flow::host::{Effect, Host};
use crate::flow::keep::pending::Pending;
use crate::flow::keep::store;
use crate::flow::moved;
use crate::flow::options::SignInOptions;
use crate::flow::outcome::{Outcome, Stop};
use crate::flow::refusal::{ErrorAnswer, Refusal};
use crate::flow::token::exchange::{self, TokenEndpoint};
use crate::flow::token::redeem;
use crate::flow::token::{DEVICE_CODE, Grant, unreachable};
use crate::flow::trust::Trust;
use crate::http::Exchange;
use crate::limits;
use crate::secret::Secret;
use crate::wire::json;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

/// Seconds between two questions where the server says nothing (RFC 8628 §3.2).
const INTERVAL: f64 = 5.0;
/// Seconds that a code lives where the server says nothing.
const LIFE: f64 = 600.0;

/// Asks for a code (RFC 8628 §3.1).
///
/// # Errors
/// If the server does not support this grant: then a redirect URI is needed.
pub fn show_code(
    host: &Host,
    options: &SignInOptions,
    discovered: &Discovered,
    scopes: Vec<String>,
) -> Result<Outcome, Stop> {
    let metadata = &discovered.server_metadata;
    let Some(url) = metadata.device_authorization_endpoint.clone() else {
        let expected = "an address for the callback: this server has no device authorization";
        return Err(Misuse::argument("redirectUri", expected, "nothing").into());
    };
    let trust = Trust::of(&options.server, &options.allow);
    trust.endpoint("device_authorization_endpoint", &url)?;
    let wishes = with_grant(options);
    registration::as_client(host, discovered, &wishes, |chosen| {
        let go_on = |pending| ask_for_code(host, pending, &url, &trust);
        prepare::prepared(host, options, discovered, chosen, scopes.clone(), go_on)
    })
}

fn ask_for_code(
    host: &Host,
    mut pending: Pending,
    url: &str,
    trust: &Trust,
) -> Result<Outcome, Stop> {
    let target = TokenEndpoint {
        url,
        issuer: &pending.issuer,
        methods: pending.token_endpoint_auth_methods.as_deref(),
        client: Some(&pending.client),
        resource: None,
        key_id: None,
    };
    let mut parameters = Vec::new();
    if !pending.scopes.is_empty() {
        parameters.push(("scope".to_owned(), pending.scopes.join(" ")));
    }
    if pending.send_resource {
        parameters.push(("resource".to_owned(), pending.resource.clone()));
    }
    let request = exchange::authenticated(host, target, parameters)?;
    let answer = moved::commit(host, request)?;
    let code = read(&answer, trust)?;
    let random: [u8; 16] = host.random()?;
    pending.id = URL_SAFE_NO_PAD.encode(random);
    pending.verifier = code.device_code;
    pending.interval = Some(code.interval);
    pending.expires_at = pending.created_at + code.life * 1000.0;
    pending.stored = store::save_pending(host, &pending)?;
    Ok(Outcome::ShowCode {
        user_code: code.user_code,
        verification_uri: code.verification_uri,
        verification_uri_complete: code.verification_uri_complete,
        interval_seconds: code.interval,
        expires_at: pending.expires_at,
        pending: Box::new(pending),
    })
}

/// A client that registers for this needs its grant and no redirect URI.
fn with_grant(options: &SignInOptions) -> SignInOptions {
    let mut options = options.clone();
    let grants = serde_json::json!([DEVICE_CODE, "refresh_token"]);
    options
        .client_metadata
        .insert("grant_types".to_owned(), grants);
    let none = serde_json::json!([]);
    options
        .client_metadata
        .insert("response_types".to_owned(), none);
    options
}

/// Asks until the person has answered, slower where the server wants it (RFC 8628 §3.5).
///
/// # Errors
/// Where the person declines or the code ends.
pub fn wait(host: &Host, pending: &Pending) -> Result<Outcome, Stop> {
    let mut interval = pending.interval.unwrap_or(INTERVAL);
    let grant = Grant::DeviceCode(pending.verifier.clone());
    loop {
        host.done(Effect::Wait(interval * 1000.0))?;
        if host.now()? >= pending.expires_at {
            store::abandon(host, &pending.id)?;
            return Err(Refusal::PendingExpired {
                expired_at: pending.expires_at,
            }
            .into());
        }
        let asked = redeem::alone(host, pending, || {
            let granted = redeem::ask(host, pending, &grant)?;
            // What was granted is kept, whatever the store says to this.
            let _ = store::forget(host, store::pending_key(&pending.id));
            redeem::signed_in(host, pending, granted)
        });
        match asked {
            Err(Stop::Refused(refusal)) => match keeps_waiting(&refusal) {
                Some(slower) => interval += slower,
                None => {
                    store::abandon(host, &pending.id)?;
                    return Err(Stop::Refused(refusal));
                }
            },
            ended => return ended,
        }
    }
}

/// Seconds by which to slow down; nothing where the answer is final.
fn keeps_waiting(refusal: &Refusal) -> Option<f64> {
    match refusal {
        Refusal::TokenRefused { answer, .. } => match answer.error.as_deref() {
            Some("authorization_pending") => Some(0.0),
            Some("slow_down") => Some(5.0),
            // Without a word of the grant, it is the proxy or the load that speaks: as a time-out below.
            None if answer.status == 429 || answer.status >= 500 => Some(5.0),
            _ => None,
        },
        // RFC 8628 §3.5: on a time-out, ask less often.
        Refusal::Unreachable { .. } => Some(5.0),
        _ => None,
    }
}

struct Code {
    device_code: Secret,
    user_code: String,
    verification_uri: String,
    verification_uri_complete: Option<String>,
    interval: f64,
    life: f64,
}

/// The person is sent there, with a browser that stands in their own network (MCP Security Best Practices, OAuth Authorization URL
/// Validation).
fn may_show(trust: &Trust, url: &str) -> Result<(), Refusal> {
    crate::flow::authorize::may_open(url)?;
    trust.judge("verification_uri", url)
}

fn read(answer: &Exchange, trust: &Trust) -> Result<Code, Refusal> {
    let Some(response) = &answer.response else {
        return Err(unreachable(answer));
    };
    let body = response.body.as_deref().unwrap_or_default();
    let mut object = json::read_object(body).unwrap_or_default();
    let parts = (
        object.string("device_code"),
        object.string("user_code"),
        // Google's name for it is older than the RFC.
        object
            .string("verification_uri")
            .or_else(|| object.string("verification_url")),
    );
    match parts {
        (Some(device_code), Some(user_code), Some(verification_uri)) if response.is_success() => {
            may_show(trust, &verification_uri)?;
            let seconds = |given: Option<f64>, usual: f64| {
                given.unwrap_or(usual).clamp(1.0, limits::DEVICE_LIFE)
            };
            Ok(Code {
                device_code: Secret::new(device_code),
                user_code,
                verification_uri,
                verification_uri_complete: object
                    .string("verification_uri_complete")
                    .filter(|url| may_show(trust, url).is_ok()),
                interval: seconds(object.number("interval"), INTERVAL),
                life: seconds(object.number("expires_in"), LIFE),
            })
        }
        _ => Err(Refusal::DeviceRefused(ErrorAnswer {
            url: answer.request.url.clone(),
            status: response.status,
            error: object.string("error"),
            description: object.string("error_description"),
        })),
    }
}
