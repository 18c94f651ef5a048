//! What an authorization server is told when something is given up, and whether it took it.

use super::convert::{error, from_js_or_default, member, misuse, text};
use super::host::Means;
use crate::flow::after::unregister;
use crate::flow::host::Conversation;
use crate::flow::outcome::Stop;
use js_sys::Promise;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen_futures::future_to_promise;

/// Deletes the client that was registered dynamically at this issuer (RFC 7592), there and in the store; every sign-in with it ends.
/// `clientId` names one that is no longer the one in use there.
/// False where there is none, or the server does not delete it: then it is kept.
///
/// # Errors
/// As `beginSignIn`.
#[wasm_bindgen(unchecked_return_type = "Promise<boolean>")]
pub fn deleteClient(
    #[wasm_bindgen(unchecked_param_type = "string")] issuer: JsValue,
    #[wasm_bindgen(unchecked_param_type = "ContinueOptions & { store: Store; clientId?: string }")]
    options: JsValue,
) -> Promise {
    asked(options, |options| {
        let issuer = text("issuer", &issuer)?;
        let client_id: Option<String> =
            from_js_or_default("options.clientId", member(options, "clientId"))?;
        Ok(Conversation::new(move |host| {
            unregister::delete_client(host, &issuer, client_id.as_deref())
        }))
    })
}

/// Drives a flow that ends in yes or no; what is wrong with the arguments rejects the promise, a server that may not be asked is a no.
pub fn asked(
    options: JsValue,
    prepare: impl FnOnce(&JsValue) -> Result<Conversation<Result<bool, Stop>>, JsValue>,
) -> Promise {
    let conversation = prepare(&options);
    future_to_promise(async move {
        match Means::from_options(&options)?.drive(conversation?).await? {
            Ok(told) => Ok(told.into()),
            Err(Stop::Misused(mistake)) => Err(misuse(&mistake)),
            Err(Stop::Host(failed)) => Err(error("host-failed", &failed.message)),
            Err(Stop::Refused(_)) => Ok(false.into()),
        }
    })
}
