//! Which of the stored credentials a server gets.

use super::convert::{error, text, to_js};
use super::host::Means;
use crate::flow::host::Conversation;
use crate::flow::keep::store;
use js_sys::Promise;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen_futures::future_to_promise;

/// The tokens that `authenticatedFetch` sends to this server, as they are stored: not renewed, perhaps past their time.
///
/// # Errors
/// `invalid-argument`; `host-failed` where the store can't be read, `aborted`.
#[wasm_bindgen(unchecked_return_type = "Promise<Tokens | undefined>")]
pub fn tokensInUse(
    #[wasm_bindgen(unchecked_param_type = "string")] server: JsValue,
    #[wasm_bindgen(unchecked_param_type = "ContinueOptions & { store: Store }")] options: JsValue,
) -> Promise {
    future_to_promise(async move {
        let server = text("server", &server)?;
        let conversation = Conversation::new(move |host| store::tokens_of(host, &server));
        match Means::from_options(&options)?.drive(conversation).await? {
            Ok(Some(tokens)) => to_js(&tokens),
            Ok(None) => Ok(JsValue::UNDEFINED),
            Err(failed) => Err(error("host-failed", &failed.message)),
        }
    })
}
