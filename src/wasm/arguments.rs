//! Options objects: only the members that are data are read, so that functions and stores beside them do no harm.

use super::convert::{error, from_js, from_js_or_default, member, misuse, object, to_js};
use super::host::Means;
use crate::advice::host::HostInfo;
use crate::error::Misuse;
use crate::evidence::{Evidence, Vantage};
use crate::flow::client::Client;
use crate::flow::deviation::Deviation;
use crate::flow::options::SignInOptions;
use crate::flow::outcome::{Concluded, Outcome, Stop};
use crate::flow::refusal::Refusal;
use crate::http::Exchange;
use crate::report::judge_for;
use crate::spec::Revision;
use serde_json::{Value, json};
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

/// The client in an options object.
///
/// # Errors
/// `invalid-argument` where it is no client.
pub fn client(options: &JsValue) -> Result<Option<Client>, JsValue> {
    from_js_or_default("options.client", member(options, "client"))
}

/// What the report of a stop is judged with.
#[derive(Clone, Debug, Default)]
pub struct Context {
    server: String,
    revision: Option<Revision>,
    vantage: Option<Vantage>,
    host: HostInfo,
}

impl Context {
    /// Of a server, with what the options object says.
    ///
    /// # Errors
    /// `invalid-argument` where a member has another type than documented.
    pub fn of(server: &str, options: &JsValue) -> Result<Self, JsValue> {
        let mut host: HostInfo = from_js_or_default("options.host", member(options, "host"))?;
        let named = member(options, "redirectUri").as_string();
        host.redirect_uri = host.redirect_uri.or(named);
        let document = member(&member(options, "clientMetadata"), "client_id").as_string();
        host.client_metadata_url = host.client_metadata_url.or(document);
        Ok(Self {
            server: server.to_owned(),
            revision: from_js_or_default("options.revision", member(options, "revision"))?,
            vantage: Some(Means::from_options(options)?.vantage()),
            host,
        })
    }

    /// What JavaScript gets: the outcome itself, or a stop with its report.
    ///
    /// # Errors
    /// The caller's mistake, or what the host could not do, as an `Error` with a code.
    pub fn outcome(&self, concluded: Concluded<Outcome>) -> Result<JsValue, JsValue> {
        match concluded.result {
            Ok(outcome) => {
                let outcome = serde_json::to_value(outcome).unwrap_or_default();
                to_js(&with_deviations(outcome, &concluded.deviations))
            }
            Err(stop) => {
                let stopped = self.stopped(stop, concluded.exchanges)?;
                to_js(&with_deviations(stopped, &concluded.deviations))
            }
        }
    }

    fn stopped(&self, stop: Stop, exchanges: Vec<Exchange>) -> Result<Value, JsValue> {
        let refusal = match stop {
            Stop::Misused(mistake) => return Err(misuse(&mistake)),
            Stop::Host(failed) => {
                let message = format!("{}: {}", failed.what, failed.message);
                return Err(error("host-failed", &message));
            }
            Stop::Refused(refusal) => *refusal,
        };
        let ask_person = matches!(
            refusal,
            Refusal::NoClient { .. }
                | Refusal::KeyToRegister { .. }
                | Refusal::IssuerUnconfirmed { .. }
        );
        let evidence = Evidence {
            server: Some(self.server.clone()),
            exchanges,
            revision: self.revision,
            seen_from: self.vantage,
            now: Some(js_sys::Date::now()),
            refusal: Some(refusal),
            ..Evidence::default()
        };
        let report = judge_for(&evidence, &self.host);
        Ok(if ask_person {
            json!({ "kind": "choose", "actions": report.actions, "report": report })
        } else {
            json!({ "kind": "blocked", "report": report })
        })
    }
}

/// What was done that another client may not do stands in every outcome.
fn with_deviations(mut outcome: Value, deviations: &[Deviation]) -> Value {
    if let Some(members) = outcome.as_object_mut() {
        members.insert("deviations".to_owned(), json!(deviations));
    }
    outcome
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

fn picked(options: &JsValue, names: &[&str]) -> JsValue {
    let given = names.iter().map(|name| (*name, member(options, name)));
    object(given.filter(|(_, value)| !value.is_undefined() && !value.is_null()))
}
