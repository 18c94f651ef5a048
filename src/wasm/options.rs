//! Options objects: only the members that are data are read, so that functions and stores beside them do no harm.

use super::convert::{from_js, member, object};
use crate::flow::options::SignInOptions;
use wasm_bindgen::JsValue;

/// The members of `SignInOptions`.
const SIGN_IN: [&str; 20] = [
    "allow",
    "authorizationServer",
    "authorizationServerMetadata",
    "challenge",
    "client",
    "clientMetadata",
    "dpop",
    "extraParams",
    "handBackTo",
    "issuer",
    "offlineAccess",
    "probe",
    "prove",
    "redirectUri",
    "registerAgain",
    "resource",
    "returnTo",
    "revision",
    "scopes",
    "server",
];

/// The options of a sign-in.
///
/// # Errors
/// `invalid-argument` where a member has another type than documented.
pub fn sign_in_options(options: &JsValue) -> Result<SignInOptions, JsValue> {
    from_js("options", picked(options, &SIGN_IN))
}

fn picked(options: &JsValue, names: &[&str]) -> JsValue {
    let given = names.iter().map(|name| (*name, member(options, name)));
    object(given.filter(|(_, value)| !value.is_undefined() && !value.is_null()))
}
