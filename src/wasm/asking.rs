//! Asking the person for the sake of one request, by the host's `interact`.

use super::access::Session;
use super::arguments::Context;
use super::convert::{error, from_js, function};
use super::inside::Inside;
use super::waiting::unless_aborted;
use crate::flow::keep::pending::Pending;
use crate::flow::keep::store;
use crate::flow::keep::tokens::Tokens;
use crate::flow::outcome::{Concluded, Outcome, Stop};
use crate::flow::sign_in::{self, Waiting};
use crate::http::Exchange;
use crate::limits;
use js_sys::Promise;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use web_sys::AbortSignal;

/// What one request may ask of the person, and how often it did.
pub struct Asking {
    inside: Inside,
    signals: Vec<AbortSignal>,
    asked: usize,
}

/// What came of what the person gave.
enum Given {
    /// Whether the request is worth sending again.
    Ended(bool),
    /// The sign-in that went on with it.
    WentOn(Concluded<Outcome>),
}

impl Asking {
    /// For a request that is made inside of these, and that these signals end.
    #[must_use]
    pub fn new(inside: Inside, signals: Vec<AbortSignal>) -> Self {
        Self {
            inside,
            signals,
            asked: 0,
        }
    }

    /// Whether the request is made by who is asking the person for the sake of this server: it can't wait for them.
    #[must_use]
    pub fn is_inside(&self, server: &str) -> bool {
        self.inside.asks_for(server)
    }

    /// The signals that end the request.
    #[must_use]
    pub fn signals(&self) -> &[AbortSignal] {
        &self.signals
    }

    /// Asks the person until they signed in or gave up; whether the request is worth sending again.
    ///
    /// # Errors
    /// What `interact` throws; `aborted`; `asked-too-often` where what it gives is refused again and again.
    pub async fn ask(
        &mut self,
        session: &Session,
        result: Result<Outcome, Stop>,
        exchanges: Vec<Exchange>,
    ) -> Result<bool, JsValue> {
        let mut concluded = Concluded {
            result,
            exchanges,
            deviations: Vec::new(),
        };
        loop {
            if matches!(concluded.result, Ok(Outcome::SignedIn { .. })) {
                return Ok(true);
            }
            let pending = match &concluded.result {
                Ok(Outcome::OpenBrowser { pending, .. } | Outcome::ShowCode { pending, .. }) => {
                    Some(pending.clone())
                }
                _ => None,
            };
            let given = self.show(session, concluded).await;
            let came = match given {
                Ok(Some(given)) => taken(session, given, pending.clone()).await,
                Ok(None) => Ok(Given::Ended(false)),
                Err(thrown) => Err(thrown),
            };
            // What was begun here and not gone on with waits for nobody any more; where only the request was given up, the person may
            // still be at it.
            if !self.signals.iter().any(AbortSignal::aborted) {
                abandon(session, pending).await?;
            }
            match came? {
                Given::Ended(signed_in) => return Ok(signed_in),
                Given::WentOn(next) => concluded = next,
            }
        }
    }

    /// What `interact` gives; nothing where there is none.
    async fn show(
        &mut self,
        session: &Session,
        concluded: Concluded<Outcome>,
    ) -> Result<Option<JsValue>, JsValue> {
        let Some(interact) = function(&session.options, "interact") else {
            return Ok(None);
        };
        self.asked += 1;
        if self.asked > limits::ASKED {
            let times = limits::ASKED;
            let message = format!(
                "the person was asked {times} times for one request, and the server refuses it still"
            );
            return Err(error("asked-too-often", &message));
        }
        let server = &session.wanted.server;
        let shown = Context::of(server, &session.options)?.outcome(concluded)?;
        let called = self.inside.call(server, &interact, &shown)?;
        let given = JsFuture::from(Promise::resolve(&called));
        unless_aborted(&self.signals, given).await?.map(Some)
    }
}

/// A callback URL completes the sign-in, and so does nothing where a code was shown; tokens are those of a host that signed in itself.
async fn taken(
    session: &Session,
    given: JsValue,
    pending: Option<Box<Pending>>,
) -> Result<Given, JsValue> {
    let callback = given.as_string();
    if callback.is_none() && given.is_object() {
        return keep(session, given).await.map(Given::Ended);
    }
    let Some(pending) = pending.filter(|one| callback.is_some() || one.state.is_none()) else {
        return Ok(Given::Ended(false));
    };
    let flow =
        move |host: &_| sign_in::complete(host, Waiting::Given(pending.clone()), callback.clone());
    session.converse(flow).await.map(Given::WentOn)
}

async fn keep(session: &Session, given: JsValue) -> Result<bool, JsValue> {
    let tokens: Tokens = from_js("interact", given)?;
    let concluded = session
        .converse(move |host| Ok(store::save_tokens(host, &tokens)?))
        .await?;
    match concluded.result {
        Err(Stop::Host(failed)) => Err(error("host-failed", &failed.message)),
        other => Ok(other.is_ok()),
    }
}

async fn abandon(session: &Session, pending: Option<Box<Pending>>) -> Result<(), JsValue> {
    if let Some(pending) = pending {
        session
            .converse(move |host| Ok(store::abandon(host, &pending.id)?))
            .await?;
    }
    Ok(())
}
