//! What is stored for a server, and forgetting it: only here, or revoked at the authorization server too.

use super::arguments::client;
use crate::error::Misuse;
use crate::flow::after::revoke as revocation;
use crate::flow::after::unregister;
use crate::flow::host::{Host, HostFailed};
use crate::flow::keep::store;
use crate::flow::keep::tokens::Tokens;
use crate::flow::outcome::Stop;
use crate::wasm::convert::{error, from_js, from_js_or_default, member, misuse, text, to_js};
use crate::wasm::running::Running;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

/// The tokens that `authenticatedFetch` sends to this server, as they are stored: not renewed, perhaps past their time.
///
/// # Errors
/// `invalid-argument`; `host-failed` where the store can't be read, `aborted`.
#[wasm_bindgen(unchecked_return_type = "Promise<Tokens | undefined>")]
pub fn tokensInUse(
    #[wasm_bindgen(unchecked_param_type = "Address")] server: JsValue,
    #[wasm_bindgen(unchecked_param_type = "ContinueOptions & { store: Store }")] _options: JsValue,
) -> Running {
    Running::of(text("server", &server).map(|server| {
        Running::new(
            move |host| store::tokens_of(host, &server),
            |found| match found {
                Ok(Some(tokens)) => to_js(&tokens),
                Ok(None) => Ok(JsValue::UNDEFINED),
                Err(failed) => Err(error("host-failed", &failed.message)),
            },
        )
    }))
}

/// Takes tokens back where the authorization server offers that, and out of the store in any case; whether the server was told.
///
/// # Errors
/// As `beginSignIn`.
#[wasm_bindgen(unchecked_return_type = "Promise<boolean>")]
pub fn revoke(
    #[wasm_bindgen(unchecked_param_type = "Tokens")] tokens: JsValue,
    #[wasm_bindgen(unchecked_optional_param_type = "ContinueOptions")] options: JsValue,
) -> Running {
    asked(|| {
        let tokens: Tokens = from_js("tokens", tokens)?;
        let client = client(&options)?;
        Ok(move |host: &_| revocation::revoke(host, tokens.clone(), client.clone()))
    })
}

/// Deletes the client that was registered dynamically at this issuer (RFC 7592), there and in the store; every sign-in with it ends.
/// `clientId` names one that is no longer the one in use there.
/// False where there is none, or the server does not delete it: then it is kept.
///
/// # Errors
/// As `beginSignIn`.
#[wasm_bindgen(unchecked_return_type = "Promise<boolean>")]
pub fn deleteClient(
    #[wasm_bindgen(unchecked_param_type = "string")] issuer: JsValue,
    #[wasm_bindgen(unchecked_param_type = "DeleteClientOptions")] options: JsValue,
) -> Running {
    asked(|| {
        let issuer = text("issuer", &issuer)?;
        let client_id: Option<String> =
            from_js_or_default("options.clientId", member(&options, "clientId"))?;
        Ok(move |host: &_| unregister::delete_client(host, &issuer, client_id.as_deref()))
    })
}

/// Gives a sign-in up that was begun and that nobody completes: it goes out of the store, with the key that was made for it. `id` is
/// `pending.id`; one that was completed, or is not there, is left alone.
///
/// # Errors
/// `invalid-argument`; `host-failed` where the store fails.
#[wasm_bindgen(unchecked_return_type = "Promise<void>")]
pub fn abandonSignIn(
    #[wasm_bindgen(unchecked_param_type = "string")] id: JsValue,
    #[wasm_bindgen(unchecked_param_type = "ContinueOptions & { store: Store }")] _options: JsValue,
) -> Running {
    Running::of(text("id", &id).map(|id| given_up(move |host| store::abandon(host, &id))))
}

/// Takes tokens out of the store, with the key that they are bound to; `id` is their name there, `tokens/…`. No server is told: see
/// `revoke`.
///
/// # Errors
/// `invalid-argument`; `host-failed` where the store fails.
#[wasm_bindgen(unchecked_return_type = "Promise<void>")]
pub fn forgetTokens(
    #[wasm_bindgen(unchecked_param_type = "string")] id: JsValue,
    #[wasm_bindgen(unchecked_param_type = "ContinueOptions & { store: Store }")] _options: JsValue,
) -> Running {
    let prepared = || {
        let id = text("id", &id)?;
        if !store::names_tokens(&id) {
            return Err(misuse(&Misuse::argument("id", "a name of tokens", id)));
        }
        Ok(given_up(move |host| store::forget_tokens(host, &id)))
    };
    Running::of(prepared())
}

fn given_up(flow: impl Fn(&Host) -> Result<(), HostFailed> + 'static) -> Running {
    Running::new(flow, |done| match done {
        Ok(()) => Ok(JsValue::UNDEFINED),
        Err(failed) => Err(error("host-failed", &failed.message)),
    })
}

/// A flow that ends in yes or no; a server that may not be asked is a no.
fn asked<F: Fn(&Host) -> Result<bool, Stop> + 'static>(
    prepare: impl FnOnce() -> Result<F, JsValue>,
) -> Running {
    Running::of(prepare().map(|flow| {
        Running::new(flow, |told| match told {
            Ok(told) => Ok(told.into()),
            Err(Stop::Misused(mistake)) => Err(misuse(&mistake)),
            Err(Stop::Host(failed)) => Err(error("host-failed", &failed.message)),
            Err(Stop::Refused(_)) => Ok(false.into()),
        })
    }))
}
