//! Taking back what a registration made.

use super::convert::{error, misuse};
use super::host::Means;
use crate::flow::host::Conversation;
use crate::flow::outcome::Stop;
use crate::flow::unregister;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

/// Deletes the client that was registered dynamically at this issuer (RFC 7592), there and in the store; every sign-in with it ends.
/// False where there is none, or the server does not delete it: then it is kept.
///
/// # Errors
/// As `beginSignIn`.
#[wasm_bindgen]
pub async fn deleteClient(
    issuer: String,
    #[wasm_bindgen(unchecked_param_type = "ContinueOptions & { store: Store }")] options: JsValue,
) -> Result<bool, JsValue> {
    let conversation =
        Conversation::new(
            move |host| async move { unregister::delete_client(&host, &issuer).await },
        );
    match Means::from_options(&options).drive(conversation).await? {
        Ok(deleted) => Ok(deleted),
        Err(Stop::Misused(mistake)) => Err(misuse(&mistake)),
        Err(Stop::Host(failed)) => Err(error("host-failed", &failed.message)),
        Err(Stop::Refused(_)) => Ok(false),
    }
}
