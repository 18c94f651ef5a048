//! The rules for reading: `rules`, `explain`; and evidence for passing on: `redactEvidence`.

use crate::evidence::{Evidence, redact};
use crate::reference;
use crate::wasm::convert::{from_js, misuse, text, to_js};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

/// Every rule, in the order of the flow.
///
/// # Errors
/// None that a caller can cause.
#[wasm_bindgen(unchecked_return_type = "RuleText[]")]
pub fn rules() -> Result<JsValue, JsValue> {
    to_js(&reference::all())
}

/// One rule.
///
/// # Errors
/// `invalid-argument` for an id that does not exist.
#[wasm_bindgen(unchecked_return_type = "RuleText")]
pub fn explain(
    #[wasm_bindgen(unchecked_param_type = "string")] rule_id: JsValue,
) -> Result<JsValue, JsValue> {
    let rule_id = text("ruleId", &rule_id)?;
    to_js(&reference::explain(&rule_id).map_err(|wrong| misuse(&wrong))?)
}

/// The evidence without its secrets.
///
/// # Errors
/// `invalid-argument` where it is none.
#[wasm_bindgen(unchecked_return_type = "Evidence")]
pub fn redactEvidence(
    #[wasm_bindgen(unchecked_param_type = "Evidence")] evidence: JsValue,
) -> Result<JsValue, JsValue> {
    to_js(&redact::evidence(&from_js::<Evidence>(
        "evidence", evidence,
    )?))
}
