//! What a host gives up here, without a word to any server.

use super::convert::{error, misuse, text};
use super::host::Means;
use crate::error::Misuse;
use crate::flow::host::{Conversation, Host, HostFailed};
use crate::flow::keep::store;
use js_sys::Promise;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen_futures::future_to_promise;

/// Gives a sign-in up that was begun and that nobody completes: it goes out of the store, with the key that was made for it. `id` is
/// `pending.id`; one that was completed, or is not there, is left alone.
///
/// # Errors
/// `invalid-argument`; `host-failed` where the store fails.
#[wasm_bindgen(unchecked_return_type = "Promise<void>")]
pub fn abandonSignIn(
    #[wasm_bindgen(unchecked_param_type = "string")] id: JsValue,
    #[wasm_bindgen(unchecked_param_type = "{ store: Store }")] options: JsValue,
) -> Promise {
    let id = text("id", &id);
    future_to_promise(async move {
        let id = id?;
        done(&options, move |host| store::abandon(host, &id)).await
    })
}

/// Takes tokens out of the store, with the key that they are bound to; `id` is their name there, `tokens/…`. No server is told: see
/// `revoke`.
///
/// # Errors
/// `invalid-argument`; `host-failed` where the store fails.
#[wasm_bindgen(unchecked_return_type = "Promise<void>")]
pub fn forgetTokens(
    #[wasm_bindgen(unchecked_param_type = "string")] id: JsValue,
    #[wasm_bindgen(unchecked_param_type = "{ store: Store }")] options: JsValue,
) -> Promise {
    let id = text("id", &id);
    future_to_promise(async move {
        let id = id?;
        if !store::names_tokens(&id) {
            return Err(misuse(&Misuse::argument("id", "a name of tokens", id)));
        }
        done(&options, move |host| store::forget_tokens(host, &id)).await
    })
}

async fn done(
    options: &JsValue,
    flow: impl Fn(&Host) -> Result<(), HostFailed> + 'static,
) -> Result<JsValue, JsValue> {
    let conversation = Conversation::new(flow);
    match Means::from_options(options)?.drive(conversation).await? {
        Ok(()) => Ok(JsValue::UNDEFINED),
        Err(failed) => Err(error("host-failed", &failed.message)),
    }
}
