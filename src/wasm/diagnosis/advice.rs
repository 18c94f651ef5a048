//! Ways out: reading what people have, planning redirect URIs, other revisions and other clients, documents and patches.

use crate::action::Action;
use crate::advice::apply::{Step, apply};
use crate::advice::client_metadata::{self, Wanted};
use crate::advice::host::HostInfo;
use crate::advice::patch;
use crate::advice::{clients, redirect, static_token};
use crate::evidence::{Evidence, import, redact};
use crate::flow::after::brought::Credential;
use crate::http::Exchange;
use crate::patch::{Patch, patched};
use crate::providers;
use crate::report::{judge, lens};
use crate::wasm::convert::{self, from_js, from_js_or_default, member, misuse, to_js};
use crate::wasm::options::sign_in_options;
use serde::Serialize;
use serde_json::json;
use std::collections::BTreeMap;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

/// Recognises what was pasted: HAR, `curl -i` and `curl -v`, header lines, documents, URLs, tokens, logs, configurations, an error
/// message; several at once add up. Lines of a log that name only a path belong to `server`, where it is given.
///
/// # Errors
/// `invalid-argument` where the text is empty or too large, or a HAR or evidence of ours that is broken.
#[wasm_bindgen(unchecked_return_type = "Import")]
pub fn readEvidence(
    #[wasm_bindgen(unchecked_param_type = "string")] text: JsValue,
    #[wasm_bindgen(unchecked_optional_param_type = "Address")] server: JsValue,
) -> Result<JsValue, JsValue> {
    let text = convert::text("text", &text)?;
    let server: Option<String> = from_js_or_default("server", server)?;
    to_js(&import::read_for(&text, server.as_deref()).map_err(|wrong| misuse(&wrong))?)
}

/// Which redirect URIs to register for a host at a provider: its id (`github`), or an issuer or endpoint URL; nothing for any.
///
/// # Errors
/// `invalid-argument` where the host is not as documented.
#[wasm_bindgen(unchecked_return_type = "RedirectPlan")]
pub fn planRedirects(
    #[wasm_bindgen(unchecked_param_type = "HostInfo | undefined")] host: JsValue,
    #[wasm_bindgen(unchecked_optional_param_type = "string")] provider: JsValue,
) -> Result<JsValue, JsValue> {
    let host: HostInfo = from_js_or_default("host", host)?;
    let provider: Option<String> = from_js_or_default("provider", provider)?;
    let provider = provider.and_then(|name| {
        let by_id = providers::ALL.iter().find(|pack| pack.id == name).copied();
        by_id.or_else(|| providers::by_issuer(&name))
    });
    to_js(&redirect::plan(&host, provider))
}

/// The same evidence under every revision of the specification: which rule first breaks where.
///
/// # Errors
/// `invalid-argument` where the evidence is none.
#[wasm_bindgen(unchecked_return_type = "RevisionLens")]
pub fn revisionLens(
    #[wasm_bindgen(unchecked_param_type = "Evidence | Report")] evidence: JsValue,
) -> Result<JsValue, JsValue> {
    to_js(&lens::lens(&shown(evidence)?))
}

/// What well-known clients would do with this evidence, and where each would stop.
///
/// # Errors
/// `invalid-argument` where the evidence is none.
#[wasm_bindgen(unchecked_return_type = "ClientRow[]")]
pub fn clientMatrix(
    #[wasm_bindgen(unchecked_param_type = "Evidence | Report")] evidence: JsValue,
) -> Result<JsValue, JsValue> {
    to_js(&clients::matrix(&shown(evidence)?))
}

/// What the directories of Claude and ChatGPT ask of a server, point by point: met, not met, or not seen.
///
/// # Errors
/// `invalid-argument` where the evidence is none.
#[wasm_bindgen(unchecked_return_type = "DirectoryReadiness[]")]
pub fn directoryReadiness(
    #[wasm_bindgen(unchecked_param_type = "Evidence | Report")] evidence: JsValue,
) -> Result<JsValue, JsValue> {
    to_js(&clients::readiness(&shown(evidence)?))
}

/// Makes a client ID metadata document.
///
/// # Errors
/// `invalid-argument`: names the part that can't be used.
#[wasm_bindgen(unchecked_return_type = "ClientMetadataMade")]
pub fn createClientMetadata(
    #[wasm_bindgen(unchecked_param_type = "ClientMetadataWanted")] wanted: JsValue,
) -> Result<JsValue, JsValue> {
    let wanted: Wanted = from_js("wanted", wanted)?;
    to_js(&client_metadata::create(&wanted).map_err(|wrong| misuse(&wrong))?)
}

/// Checks a client ID metadata document as its address answered; the caller fetches it without following redirects.
///
/// # Errors
/// `invalid-argument` where the answer is not as documented.
#[wasm_bindgen(unchecked_return_type = "ClientMetadataFlaw[]")]
pub fn checkClientMetadata(
    #[wasm_bindgen(unchecked_param_type = "Address")] url: JsValue,
    #[wasm_bindgen(unchecked_param_type = "Exchange")] answer: JsValue,
) -> Result<JsValue, JsValue> {
    let url = convert::text("url", &url)?;
    let answer: Exchange = from_js("answer", answer)?;
    to_js(&client_metadata::check(&url, &answer))
}

/// Corrected header lines and documents for what was found, with how to send them.
///
/// # Errors
/// `invalid-argument` where the evidence is none.
#[wasm_bindgen(unchecked_return_type = "Patch[]")]
pub fn patches(
    #[wasm_bindgen(unchecked_param_type = "Evidence | Report")] evidence: JsValue,
) -> Result<JsValue, JsValue> {
    let evidence = shown(evidence)?;
    to_js(&patch::patches(&evidence, &judge(&evidence).findings))
}

/// The evidence as it would be with a patch: judge it again to see whether the defect is gone.
///
/// # Errors
/// `invalid-argument` where evidence or patch is none.
#[wasm_bindgen(unchecked_return_type = "Evidence")]
pub fn applyPatch(
    #[wasm_bindgen(unchecked_param_type = "Evidence | Report")] evidence: JsValue,
    #[wasm_bindgen(unchecked_param_type = "Patch")] patch: JsValue,
) -> Result<JsValue, JsValue> {
    let patch: Patch = from_js("patch", patch)?;
    to_js(&patched(&shown(evidence)?, &patch))
}

/// What an answer is made of: the evidence as it may be shown.
fn shown(evidence: JsValue) -> Result<Evidence, JsValue> {
    Ok(redact::evidence(&from_js("evidence", evidence)?))
}

/// Whose token this looks like, where the server is not that provider's: ask the person a second time before it is sent.
///
/// # Errors
/// `invalid-argument` where one of the two is not text.
#[wasm_bindgen(unchecked_return_type = "{ provider: string } | null")]
pub fn foreignToken(
    #[wasm_bindgen(unchecked_param_type = "Address")] server: JsValue,
    #[wasm_bindgen(unchecked_param_type = "string")] token: JsValue,
) -> Result<JsValue, JsValue> {
    let server = convert::text("server", &server)?;
    let token = convert::text("token", &token)?;
    #[derive(Serialize)]
    struct Owner {
        provider: &'static str,
    }
    to_js(&static_token::foreign(&server, &token).map(|pack| Owner {
        provider: pack.name,
    }))
}

/// What the filled form of an action comes to, for the sign-in to go on with.
///
/// # Errors
/// `invalid-argument`, also for an action that only a person can do; `confirm-foreign`.
#[wasm_bindgen(skip_typescript)]
pub fn __applied(
    report: JsValue,
    action: JsValue,
    values: JsValue,
    options: JsValue,
) -> Result<JsValue, JsValue> {
    let action: Action = from_js("action", action)?;
    let values: BTreeMap<String, String> = from_js_or_default("values", values)?;
    let mut wanted = sign_in_options(&options)?;
    if wanted.server.is_empty() {
        wanted.server = member(&report, "server").as_string().unwrap_or_default();
    }
    let step = apply(&action, &values, wanted).map_err(|mistake| misuse(&mistake))?;
    to_js(&match step {
        Step::SignIn(options) => json!({ "options": options }),
        Step::SignInAsNewClient(options) => json!({ "options": options, "asNewClient": true }),
        Step::Prove(options, credential) => json!({ "options": options, "credential": credential }),
    })
}

/// Refuses a credential that is plainly for another provider's server, unless the person has said yes a second time.
///
/// # Errors
/// `confirm-foreign`; `invalid-argument` where one of the two is not as documented.
#[wasm_bindgen(skip_typescript)]
pub fn __requireOwn(server: JsValue, credential: JsValue, confirmed: bool) -> Result<(), JsValue> {
    let server = convert::text("server", &server)?;
    let credential: Credential = from_js("credential", credential)?;
    match &credential {
        Credential::Bearer { token } | Credential::Header { value: token, .. } => {
            static_token::require(&server, token, confirmed).map_err(|mistake| misuse(&mistake))
        }
        Credential::Basic { .. } => Ok(()),
    }
}
