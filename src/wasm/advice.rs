//! Ways out: reading what people have, planning redirect URIs.

use super::convert::{from_js_or_default, misuse, to_js};
use crate::advice::host::HostInfo;
use crate::advice::redirect;
use crate::evidence::import;
use crate::providers;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

/// Recognises what was pasted: HAR, `curl -i` and `curl -v`, header lines, documents, URLs, tokens, logs, configurations, an error
/// message; several at once add up.
///
/// # Errors
/// `invalid-argument` where the text is empty or too large, or a HAR or evidence of ours that is broken.
#[wasm_bindgen(unchecked_return_type = "Import")]
pub fn readEvidence(text: &str) -> Result<JsValue, JsValue> {
    to_js(&import::read(text).map_err(|wrong| misuse(&wrong))?)
}

/// Which redirect URIs to register for a host at a provider: its id (`github`), or an issuer or endpoint URL; nothing for any.
///
/// # Errors
/// `invalid-argument` where the host is not as documented.
#[wasm_bindgen(unchecked_return_type = "RedirectPlan")]
pub fn planRedirects(
    #[wasm_bindgen(unchecked_param_type = "HostInfo | undefined")] host: JsValue,
    provider: Option<String>,
) -> Result<JsValue, JsValue> {
    let host: HostInfo = from_js_or_default("host", host)?;
    let provider = provider.and_then(|name| {
        let by_id = providers::ALL.iter().find(|pack| pack.id == name).copied();
        by_id.or_else(|| providers::by_issuer(&name))
    });
    to_js(&redirect::plan(&host, provider))
}
