//! The arguments of a sign-in, and what a stop comes to.

use crate::error::Misuse;
use crate::flow::client::Client;
use crate::flow::outcome::{Concluded, Outcome, Stop};
use crate::flow::refusal::Refusal;
use crate::http::Exchange;
use crate::spec::Revision;
use crate::wasm::convert::{error, from_js_or_default, function, member, misuse, plain_to_js};
use crate::wasm::request::in_browser;
use serde_json::{Value, json};
use wasm_bindgen::JsValue;

/// The client in an options object.
///
/// # Errors
/// `invalid-argument` where it is not a client.
pub fn client(options: &JsValue) -> Result<Option<Client>, JsValue> {
    from_js_or_default("options.client", member(options, "client"))
}

/// What the evidence of a stop says besides its exchanges.
#[derive(Clone, Debug, Default)]
pub struct Context {
    server: String,
    revision: Option<Revision>,
    seen_from: &'static str,
}

impl Context {
    /// Of a server, with what the options object says.
    ///
    /// # Errors
    /// `invalid-argument` where a member has another type than documented.
    pub fn of(server: &str, options: &JsValue) -> Result<Self, JsValue> {
        // A page sees only what CORS lets through, unless the host brought its own `fetch`.
        let hidden = in_browser() && function(options, "fetch").is_none();
        Ok(Self {
            server: server.to_owned(),
            revision: from_js_or_default("options.revision", member(options, "revision"))?,
            seen_from: if hidden { "browser" } else { "process" },
        })
    }

    /// What the driver gets: the outcome itself, or `stopped` with the evidence from which the diagnosis makes a report.
    ///
    /// # Errors
    /// The caller's mistake, or what the host could not do, as an `Error` with a code.
    pub fn outcome(&self, concluded: Concluded<Outcome>) -> Result<JsValue, JsValue> {
        let mut outcome = match concluded.result {
            Ok(outcome) => serde_json::to_value(outcome).unwrap_or_default(),
            Err(stop) => self.stopped(stop, &concluded.exchanges)?,
        };
        // What was done that another client may not do stands in every outcome.
        if let Some(members) = outcome.as_object_mut() {
            members.insert("deviations".to_owned(), json!(concluded.deviations));
        }
        plain_to_js(&outcome)
    }

    fn stopped(&self, stop: Stop, exchanges: &[Exchange]) -> Result<Value, JsValue> {
        let refusal = match stop {
            Stop::Misused(mistake) => return Err(misuse(&mistake)),
            Stop::Host(failed) => {
                let message = format!("{}: {}", failed.what, failed.message);
                return Err(error("host-failed", &message));
            }
            Stop::Refused(refusal) => *refusal,
        };
        let asks = matches!(
            refusal,
            Refusal::NoClient { .. }
                | Refusal::KeyToRegister { .. }
                | Refusal::IssuerUnconfirmed { .. }
        );
        Ok(json!({
            "kind": "stopped",
            "asks": asks,
            "evidence": {
                "server": self.server,
                "exchanges": exchanges,
                "revision": self.revision,
                "seenFrom": self.seen_from,
                "now": js_sys::Date::now(),
                "refusal": refusal,
            },
        }))
    }
}

/// A value that must be given.
///
/// # Errors
/// `invalid-argument` where it is not.
pub fn required(what: &str, value: &JsValue) -> Result<(), JsValue> {
    if value.is_undefined() || value.is_null() {
        return Err(misuse(&Misuse::argument(what, "a value", "nothing")));
    }
    Ok(())
}
