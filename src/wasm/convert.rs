//! Between JavaScript and the core: plain JSON-compatible values in and out, and one way for every error. The only file that uses
//! serde-wasm-bindgen, and only for [`Value`], so that there is a single copy of every type's conversion.

use crate::error::Misuse;
use crate::plain;
use crate::public::Screen;
use crate::public::visible::visible;
use js_sys::JSON;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use wasm_bindgen::{JsCast, JsValue};

/// A JavaScript value as a type of the core. `what` names the argument in the error.
///
/// # Errors
/// An `Error` with code `invalid-argument` where the value is not plain data or lacks something.
pub fn from_js<T: DeserializeOwned>(what: &str, value: JsValue) -> Result<T, JsValue> {
    let value = value_from_js(what, value)?;
    plain::read(value).map_err(|flaw| {
        let member = flaw.member();
        let what = match member.is_empty() {
            true => what.to_owned(),
            false => format!("{what}.{member}"),
        };
        misuse(&Misuse::argument(what, flaw.expected(), flaw.received()))
    })
}

/// The same for an argument that may be left out.
///
/// # Errors
/// As [`from_js`].
pub fn from_js_or_default<T: DeserializeOwned + Default>(
    what: &str,
    value: JsValue,
) -> Result<T, JsValue> {
    if value.is_undefined() || value.is_null() {
        return Ok(T::default());
    }
    from_js(what, value)
}

/// A value of the core as a plain JavaScript object: it survives `postMessage`, `JSON.stringify` and storage.
///
/// # Errors
/// Where a value can't be converted; none of the core's types is such a value.
pub fn to_js<T: Serialize>(value: &T) -> Result<JsValue, JsValue> {
    plain_to_js(&serde_json::to_value(value).map_err(|error| internal(&error.to_string()))?)
}

/// The same of what is plain already.
///
/// # Errors
/// As [`to_js`].
pub fn plain_to_js(value: &Value) -> Result<JsValue, JsValue> {
    value
        .serialize(&serde_wasm_bindgen::Serializer::json_compatible())
        .map_err(JsValue::from)
}

/// A text argument.
///
/// # Errors
/// An `Error` with code `invalid-argument` where it is not a string.
pub fn text(what: &str, value: &JsValue) -> Result<String, JsValue> {
    value.as_string().ok_or_else(|| {
        misuse(&Misuse::argument(
            what,
            "a string",
            value.js_typeof().as_string().unwrap_or_default(),
        ))
    })
}

/// A caller's mistake as an `Error` with the code of the mistake.
#[must_use]
pub fn misuse(misuse: &Misuse) -> JsValue {
    error(misuse.code, &misuse.to_string())
}

/// What should not happen, as an `Error` with code `internal`.
#[must_use]
pub fn internal(message: &str) -> JsValue {
    error("internal", message)
}

/// An `Error` with a stable `code`. Its message quotes what a caller, a store or a server gave, as far as that is public.
#[must_use]
pub fn error(code: &str, message: &str) -> JsValue {
    let message = visible(Screen::default().words(message));
    let error = js_sys::Error::new(&message);
    set(&error, "code", &JsValue::from_str(code));
    error.into()
}

/// A member of a JavaScript object; `undefined` where there is none, or where reading it throws.
#[must_use]
pub fn member(object: &JsValue, name: &str) -> JsValue {
    js_sys::Reflect::get(object, &JsValue::from_str(name)).unwrap_or(JsValue::UNDEFINED)
}

/// A member that is a function.
#[must_use]
pub fn function(object: &JsValue, name: &str) -> Option<js_sys::Function> {
    member(object, name).dyn_into().ok()
}

/// An object of these members.
#[must_use]
pub fn object<'a>(members: impl IntoIterator<Item = (&'a str, JsValue)>) -> JsValue {
    let object = js_sys::Object::new();
    for (name, value) in members {
        set(&object, name, &value);
    }
    object.into()
}

fn set(object: &JsValue, name: &str, value: &JsValue) {
    // Setting a member of an object that we made ourselves can't fail.
    let _ = js_sys::Reflect::set(object, &JsValue::from_str(name), value);
}

/// Plain data only: what can't be in JSON (functions, DOM objects, signals) is left out by going through its JSON text.
fn value_from_js(what: &str, value: JsValue) -> Result<Value, JsValue> {
    if value.is_undefined() {
        return Ok(Value::Null);
    }
    // What throws here (a cycle, a big integer) says why; a function alone has no JSON text.
    let text = JSON::stringify(&value)
        .ok()
        .and_then(|text| text.as_string())
        .ok_or_else(|| misuse(&Misuse::argument(what, "plain data", "something else")))?;
    serde_json::from_str(&well_formed(text)).map_err(|error| internal(&error.to_string()))
}

/// JavaScript's strings may hold half a character (a lone surrogate), which JSON text spells `\udXXX` and nothing else needs: U+FFFD
/// takes its place, as in every conversion of such a string.
fn well_formed(text: String) -> String {
    if !text.contains("\\ud") {
        return text;
    }
    let mut clean = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some((before, after)) = rest.split_once('\\') {
        clean.push_str(before);
        if after.starts_with("ud") && after.is_char_boundary(5) {
            clean.push('\u{fffd}');
            rest = after.get(5..).unwrap_or_default();
        } else {
            // The character behind a backslash belongs to it, another backslash above all.
            let escaped = after.chars().next().map_or(0, char::len_utf8);
            clean.push('\\');
            clean.push_str(after.get(..escaped).unwrap_or_default());
            rest = after.get(escaped..).unwrap_or_default();
        }
    }
    clean.push_str(rest);
    clean
}
