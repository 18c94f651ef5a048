//! Signing in: what a host calls before the browser, behind it, and to keep a sign-in alive.

use super::arguments::{Context, client, required, sign_in_options};
use super::convert::{from_js, from_js_or_default, member, misuse, text};
use super::host::Means;
use super::unregister::asked;
use crate::advice::apply::{Step, apply};
use crate::advice::static_token;
use crate::flow::after::brought::{self, Credential};
use crate::flow::after::machine::{self, IdentityProvider};
use crate::flow::after::renew;
use crate::flow::after::revoke;
use crate::flow::host::{Conversation, Host};
use crate::flow::keep::pending::Pending;
use crate::flow::keep::store;
use crate::flow::keep::tokens::Tokens;
use crate::flow::options::SignInOptions;
use crate::flow::outcome::{Concluded, Outcome, Stop};
use crate::flow::sign_in::{self, Waiting};
use crate::report::Action;
use crate::secret::Secret;
use js_sys::Promise;
use std::collections::BTreeMap;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen_futures::future_to_promise;

/// Starts a sign-in. What a server does wrong is an outcome with a report, not an error.
///
/// # Errors
/// `invalid-argument`, `aborted`, `host-failed`.
#[wasm_bindgen(unchecked_return_type = "Promise<Outcome>")]
pub fn beginSignIn(
    #[wasm_bindgen(unchecked_param_type = "SignInOptions")] options: JsValue,
) -> Promise {
    run(options, |options| with_options(options, sign_in::begin))
}

/// Completes a sign-in with the whole callback URL; for a shown code, without one, by waiting for the person.
///
/// # Errors
/// As [`beginSignIn`].
#[wasm_bindgen(unchecked_return_type = "Promise<Outcome>")]
pub fn completeSignIn(
    #[wasm_bindgen(unchecked_param_type = "Pending | string")] pending: JsValue,
    #[wasm_bindgen(unchecked_optional_param_type = "string")] callback_url: JsValue,
    #[wasm_bindgen(unchecked_optional_param_type = "ContinueOptions")] options: JsValue,
) -> Promise {
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

/// Takes the filled form of an action of a report and goes on.
///
/// # Errors
/// As [`beginSignIn`]; `invalid-argument` also for an action that only a person can do.
#[wasm_bindgen(unchecked_return_type = "Promise<Outcome>")]
pub fn applyAction(
    #[wasm_bindgen(unchecked_param_type = "Report")] report: JsValue,
    #[wasm_bindgen(unchecked_param_type = "Action")] action: JsValue,
    #[wasm_bindgen(unchecked_param_type = "Record<string, string>")] values: JsValue,
    #[wasm_bindgen(unchecked_param_type = "SignInOptions")] options: JsValue,
) -> Promise {
    run(options, |options| {
        let action: Action = from_js("action", action)?;
        let values: BTreeMap<String, String> = from_js_or_default("values", values)?;
        let mut wanted = sign_in_options(options)?;
        if wanted.server.is_empty() {
            wanted.server = member(&report, "server").as_string().unwrap_or_default();
        }
        let step = apply(&action, &values, wanted).map_err(|mistake| misuse(&mistake))?;
        let server = match &step {
            Step::SignIn(wanted) | Step::SignInAsNewClient(wanted) | Step::Prove(wanted, _) => {
                wanted.server.clone()
            }
        };
        Ok(flow(server, move |host| match &step {
            Step::SignIn(wanted) => sign_in::begin(host, (**wanted).clone()),
            Step::SignInAsNewClient(wanted) => {
                store::forget_client_of(host, &wanted.server)?;
                sign_in::begin(host, (**wanted).clone())
            }
            Step::Prove(wanted, credential) => brought::prove(host, wanted, credential.clone()),
        }))
    })
}

/// Proves a credential that the person brought by an authenticated call, and keeps it if the server takes it.
///
/// # Errors
/// As [`beginSignIn`].
#[wasm_bindgen(unchecked_return_type = "Promise<Outcome>")]
pub fn proveCredential(
    #[wasm_bindgen(unchecked_param_type = "string")] server: JsValue,
    #[wasm_bindgen(unchecked_param_type = "Credential")] credential: JsValue,
    #[wasm_bindgen(unchecked_optional_param_type = "ContinueOptions")] options: JsValue,
) -> Promise {
    run(options, |options| {
        let server = text("server", &server)?;
        let credential: Credential = from_js("credential", credential)?;
        let confirmed = member(options, "confirmForeign").is_truthy();
        if let Credential::Bearer { token } | Credential::Header { value: token, .. } = &credential
        {
            static_token::require(&server, token, confirmed).map_err(|mistake| misuse(&mistake))?;
        }
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
) -> Promise {
    run(options, |options| {
        let tokens: Tokens = from_js("tokens", tokens)?;
        let client = client(options)?;
        let server = tokens.server.clone();
        Ok(flow(server, move |host| {
            renew::refresh(host, tokens.clone(), client.clone())
        }))
    })
}

/// Takes tokens back where the authorization server offers that, and out of the store in any case; whether the server was told.
///
/// # Errors
/// As [`beginSignIn`].
#[wasm_bindgen(unchecked_return_type = "Promise<boolean>")]
pub fn revoke(
    #[wasm_bindgen(unchecked_param_type = "Tokens")] tokens: JsValue,
    #[wasm_bindgen(unchecked_optional_param_type = "ContinueOptions")] options: JsValue,
) -> Promise {
    asked(options, |options| {
        let tokens: Tokens = from_js("tokens", tokens)?;
        let client = client(options)?;
        Ok(Conversation::new(move |host| {
            revoke::revoke(host, tokens.clone(), client.clone())
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
) -> Promise {
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
) -> Promise {
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
) -> Promise {
    run(options, |options| {
        let assertion = Secret::new(text("assertion", &assertion)?);
        with_options(options, move |host, wanted| {
            machine::workload_identity(host, wanted, assertion.clone())
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
) -> Promise {
    run(options, |options| {
        required("identityProvider", &identity_provider)?;
        let provider: IdentityProvider = from_js("identityProvider", identity_provider)?;
        with_options(options, move |host, wanted| {
            machine::enterprise_managed(host, wanted, provider.clone())
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
    run: impl Fn(&Host, SignInOptions) -> Result<Outcome, Stop> + 'static,
) -> Result<Flow, JsValue> {
    let wanted = sign_in_options(options)?;
    Ok(flow(wanted.server.clone(), move |host| {
        run(host, wanted.clone())
    }))
}

/// Prepares a flow, drives it and gives its outcome to JavaScript; what is wrong with the arguments rejects the promise.
fn run(options: JsValue, prepare: impl FnOnce(&JsValue) -> Result<Flow, JsValue>) -> Promise {
    let flow = prepare(&options);
    future_to_promise(async move {
        let flow = flow?;
        let context = Context::of(&flow.server, &options)?;
        let conversation = Conversation::new(move |host| Concluded::of(host, &flow.run));
        let concluded = Means::from_options(&options)?.drive(conversation).await?;
        context.outcome(concluded)
    })
}
