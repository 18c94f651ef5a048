//! Taking back what a registration made.

use super::convert::{error, misuse};
use super::host::Means;
use crate::flow::host::Conversation;
use crate::flow::outcome::Stop;
use crate::flow::unregister;
use js_sys::Promise;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen_futures::future_to_promise;

/// Deletes the client that was registered dynamically at this issuer (RFC 7592), there and in the store; every sign-in with it ends.
/// False where there is none, or the server does not delete it: then it is kept.
///
/// # Errors
/// As `beginSignIn`.
#[wasm_bindgen(unchecked_return_type = "Promise<boolean>")]
pub fn deleteClient(
    issuer: String,
    #[wasm_bindgen(unchecked_param_type = "ContinueOptions & { store: Store }")] options: JsValue,
) -> Promise {
    future_to_promise(async move {
        let conversation = Conversation::new(move |host| unregister::delete_client(host, &issuer));
        match Means::from_options(&options).drive(conversation).await? {
            Ok(deleted) => Ok(deleted.into()),
            Err(Stop::Misused(mistake)) => Err(misuse(&mistake)),
            Err(Stop::Host(failed)) => Err(error("host-failed", &failed.message)),
            Err(Stop::Refused(_)) => Ok(false.into()),
        }
    })
}
