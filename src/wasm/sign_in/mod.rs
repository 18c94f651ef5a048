//! Signing in: what a host calls before the browser, behind it, and to keep a sign-in alive.

pub mod access;
pub mod arguments;
pub mod discovery;
pub mod pieces;
pub mod stored;
pub mod token_pieces;

use self::arguments::{Context, client, required};
use super::convert::{from_js, from_js_or_default, member, text};
use super::options::sign_in_options;
use super::running::Running;
use crate::flow::after::brought::{self, Credential};
use crate::flow::after::machine::{self, IdentityProvider};
use crate::flow::after::renew;
use crate::flow::host::Host;
use crate::flow::keep::pending::Pending;
use crate::flow::keep::store;
use crate::flow::keep::tokens::Tokens;
use crate::flow::options::SignInOptions;
use crate::flow::outcome::{Concluded, Outcome, Stop};
use crate::flow::sign_in::{self, Waiting};
use crate::secret::Secret;
use serde::Deserialize;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

/// Starts a sign-in. What a server does wrong is an outcome with a report, not an error.
///
/// # Errors
/// `invalid-argument`, `aborted`, `host-failed`.
#[wasm_bindgen(unchecked_return_type = "Promise<Outcome>")]
pub fn beginSignIn(
    #[wasm_bindgen(unchecked_param_type = "SignInOptions")] options: JsValue,
) -> Running {
    run(options, |options| with_options(options, sign_in::begin))
}

/// Completes a sign-in with the whole callback URL; for a shown code, without one, by waiting for the person.
///
/// # Errors
/// As [`beginSignIn`].
#[wasm_bindgen(unchecked_return_type = "Promise<Outcome>")]
pub fn completeSignIn(
    #[wasm_bindgen(unchecked_param_type = "Pending | string")] pending: JsValue,
    #[wasm_bindgen(unchecked_optional_param_type = "Address")] callback_url: JsValue,
    #[wasm_bindgen(unchecked_optional_param_type = "ContinueOptions")] options: JsValue,
) -> Running {
    run(options, |options| {
        let waiting = match pending.as_string() {
            Some(id) => Waiting::Kept(id),
            None => Waiting::Given(Box::new(from_js::<Pending>("pending", pending)?)),
        };
        let server = match &waiting {
            Waiting::Given(pending) => pending.server.clone(),
            Waiting::Kept(_) => member(options, "server").as_string().unwrap_or_default(),
        };
        let callback_url = match callback_url.is_undefined() || callback_url.is_null() {
            true => None,
            false => Some(text("callbackUrl", &callback_url)?).filter(|url| !url.is_empty()),
        };
        Ok(flow(server, move |host| {
            sign_in::complete(host, waiting.clone(), callback_url.clone())
        }))
    })
}

/// What an action of a report comes to, as the diagnosis says it.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Chosen {
    options: SignInOptions,
    #[serde(default)]
    as_new_client: bool,
    #[serde(default)]
    credential: Option<Credential>,
}

/// Goes on with what `applyAction` came to.
#[wasm_bindgen(skip_typescript)]
pub fn __goOn(chosen: JsValue, options: JsValue) -> Running {
    run(options, |_| {
        let chosen: Chosen = from_js("action", chosen)?;
        let server = chosen.options.server.clone();
        Ok(flow(server, move |host| {
            let wanted = &chosen.options;
            if let Some(credential) = &chosen.credential {
                return brought::prove(host, wanted, credential.clone());
            }
            if chosen.as_new_client {
                store::forget_client_of(host, &wanted.server)?;
            }
            sign_in::begin(host, wanted)
        }))
    })
}

/// `proveCredential`, once the diagnosis has said that the token is not plainly another provider's.
#[wasm_bindgen(skip_typescript)]
pub fn __prove(server: JsValue, credential: JsValue, options: JsValue) -> Running {
    run(options, |options| {
        let server = text("server", &server)?;
        let credential: Credential = from_js("credential", credential)?;
        let wanted = SignInOptions {
            server: server.clone(),
            allow: from_js_or_default("options.allow", member(options, "allow"))?,
            ..SignInOptions::default()
        };
        Ok(flow(server, move |host| {
            brought::prove(host, &wanted, credential.clone())
        }))
    })
}

/// Renews tokens; several callers at once get the result of one request.
///
/// # Errors
/// As [`beginSignIn`].
#[wasm_bindgen(unchecked_return_type = "Promise<Outcome>")]
pub fn refresh(
    #[wasm_bindgen(unchecked_param_type = "Tokens")] tokens: JsValue,
    #[wasm_bindgen(unchecked_optional_param_type = "ContinueOptions")] options: JsValue,
) -> Running {
    run(options, |options| {
        let tokens: Tokens = from_js("tokens", tokens)?;
        let client = client(options)?;
        let server = tokens.server.clone();
        Ok(flow(server, move |host| {
            renew::refresh(host, tokens.clone(), client.clone())
        }))
    })
}

/// Signs in again with the scopes that a challenge asks for besides.
///
/// # Errors
/// As [`beginSignIn`].
#[wasm_bindgen(unchecked_return_type = "Promise<Outcome>")]
pub fn stepUp(
    #[wasm_bindgen(unchecked_param_type = "Tokens")] tokens: JsValue,
    #[wasm_bindgen(unchecked_param_type = "string")] challenge: JsValue,
    #[wasm_bindgen(unchecked_param_type = "Partial<SignInOptions>")] options: JsValue,
) -> Running {
    run(options, |options| {
        let tokens: Tokens = from_js("tokens", tokens)?;
        let wanted = sign_in_options(options)?;
        let server = tokens.server.clone();
        let challenge = text("challenge", &challenge)?;
        Ok(flow(server, move |host| {
            renew::step_up(host, &tokens, &challenge, wanted.clone())
        }))
    })
}

/// Gets tokens by the client's own credentials.
///
/// # Errors
/// As [`beginSignIn`].
#[wasm_bindgen(unchecked_return_type = "Promise<Outcome>")]
pub fn clientCredentials(
    #[wasm_bindgen(unchecked_param_type = "SignInOptions")] options: JsValue,
) -> Running {
    run(options, |options| {
        with_options(options, machine::client_credentials)
    })
}

/// Gets tokens for the JWT that a platform gave to its workload.
///
/// # Errors
/// As [`beginSignIn`].
#[wasm_bindgen(unchecked_return_type = "Promise<Outcome>")]
pub fn workloadIdentity(
    #[wasm_bindgen(unchecked_param_type = "string")] assertion: JsValue,
    #[wasm_bindgen(unchecked_param_type = "SignInOptions")] options: JsValue,
) -> Running {
    run(options, |options| {
        let assertion = Secret::new(text("assertion", &assertion)?);
        with_options(options, move |host, wanted| {
            machine::workload_identity(host, wanted, &assertion)
        })
    })
}

/// Signs a person in by their enterprise's identity provider, without a browser.
///
/// # Errors
/// As [`beginSignIn`].
#[wasm_bindgen(unchecked_return_type = "Promise<Outcome>")]
pub fn enterpriseManaged(
    #[wasm_bindgen(unchecked_param_type = "IdentityProvider")] identity_provider: JsValue,
    #[wasm_bindgen(unchecked_param_type = "SignInOptions")] options: JsValue,
) -> Running {
    run(options, |options| {
        required("identityProvider", &identity_provider)?;
        let provider: IdentityProvider = from_js("identityProvider", identity_provider)?;
        with_options(options, move |host, wanted| {
            machine::enterprise_managed(host, wanted, &provider)
        })
    })
}

/// A flow that ends in an outcome, and the server that it is about.
struct Flow {
    server: String,
    run: Box<Runs>,
}

type Runs = dyn Fn(&Host) -> Result<Outcome, Stop>;

fn flow(server: String, run: impl Fn(&Host) -> Result<Outcome, Stop> + 'static) -> Flow {
    let run = Box::new(run);
    Flow { server, run }
}

/// A flow that needs no more than the options of a sign-in.
fn with_options(
    options: &JsValue,
    run: impl Fn(&Host, &SignInOptions) -> Result<Outcome, Stop> + 'static,
) -> Result<Flow, JsValue> {
    let wanted = sign_in_options(options)?;
    Ok(flow(wanted.server.clone(), move |host| run(host, &wanted)))
}

/// Prepares a flow that ends in an outcome; what is wrong with the arguments is what it ends with.
fn run(options: JsValue, prepare: impl FnOnce(&JsValue) -> Result<Flow, JsValue>) -> Running {
    let prepared = || {
        let flow = prepare(&options)?;
        let context = Context::of(&flow.server, &options)?;
        Ok(Running::new(
            move |host| Concluded::of(host, &flow.run),
            move |concluded| context.outcome(concluded),
        ))
    };
    Running::of(prepared())
}

/// The version of this package.
#[wasm_bindgen]
#[must_use]
pub fn version() -> String {
    env!("CARGO_PKG_VERSION").to_owned()
}
