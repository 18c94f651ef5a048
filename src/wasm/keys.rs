//! Signing keys by WebCrypto.

use crate::flow::host::{Answer, Effect};
use wasm_bindgen::JsValue;

/// Makes, shows or uses a key that the store keeps.
pub async fn perform(_store: &JsValue, _effect: Effect) -> Answer {
    Answer::Failed("no keys yet".to_owned())
}
