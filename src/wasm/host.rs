//! The driver: takes what a flow asks for, performs it with what JavaScript gave, and hands back the answer.

use super::convert::{error, function, internal, member, object};
use super::fetch::{Sender, in_browser, time_limit};
use super::locks::Locks;
use super::waiting::{unless_aborted, wait};
use crate::evidence::Vantage;
use crate::flow::host::{Answer, Conversation, Effect, Turn};
use crate::http::{Exchange, Request};
use js_sys::{Array, Function, Promise, Uint8Array};
use std::cell::RefCell;
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use std::task::Poll;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::AbortSignal;

/// What JavaScript gave: `fetch`, `store`, `signal`, `timeoutMs`, `onProgress`.
#[derive(Clone, Debug, Default)]
pub struct Means {
    sender: Sender,
    store: JsValue,
    progress: Option<Function>,
    locks: Rc<Locks>,
}

impl Means {
    /// Takes the host's functions from an options object; what is missing gets its default.
    ///
    /// # Errors
    /// `invalid-argument` where `timeoutMs` is no time.
    pub fn from_options(options: &JsValue) -> Result<Self, JsValue> {
        Ok(Self {
            sender: Sender {
                fetch: function(options, "fetch"),
                signal: member(options, "signal").dyn_into().ok(),
                timeout: time_limit(options)?,
            },
            store: member(options, "store"),
            progress: function(options, "onProgress"),
            locks: Rc::default(),
        })
    }

    /// From where the exchanges are seen: a page sees only what CORS lets through, unless the host brought its own `fetch`.
    #[must_use]
    pub fn vantage(&self) -> Vantage {
        if in_browser() && self.sender.fetch.is_none() {
            Vantage::Browser
        } else {
            Vantage::Process
        }
    }

    /// Drives a flow to its end. Whatever it locked is let go, however it ends.
    ///
    /// # Errors
    /// `aborted` where the caller's signal fired; nothing pending is left behind.
    pub async fn drive<T>(&self, mut conversation: Conversation<T>) -> Result<T, JsValue> {
        let mut outcome = None;
        let mut turn = |answer: Option<Answer>| {
            if let Some(answer) = answer {
                conversation.answer(answer);
            }
            match conversation.proceed() {
                Turn::Perform(effect) => Some(effect),
                Turn::Done(done) => {
                    outcome = Some(done);
                    None
                }
            }
        };
        self.perform_all(&mut turn).await?;
        outcome.ok_or_else(|| internal("a flow ended without an outcome"))
    }

    async fn perform_all(
        &self,
        turn: &mut dyn FnMut(Option<Answer>) -> Option<Effect>,
    ) -> Result<(), JsValue> {
        let _held = self.locks.until_dropped();
        let mut answer = None;
        while let Some(effect) = turn(answer) {
            answer = Some(self.perform(effect).await?);
        }
        Ok(())
    }

    async fn perform(&self, effect: Effect) -> Result<Answer, JsValue> {
        let answer = match effect {
            Effect::Fetch(requests) => {
                self.stop_if_aborted()?;
                let exchanges = self.fetch(requests, true).await;
                self.stop_if_aborted()?;
                Answer::Exchanges(exchanges)
            }
            Effect::Commit(requests) => {
                self.stop_if_aborted()?;
                Answer::Exchanges(self.fetch(requests, false).await)
            }
            Effect::Random(length) => random(length),
            Effect::Now => Answer::Time(js_sys::Date::now()),
            Effect::Load(key) => self.stored("get", &[&key]).await,
            Effect::Take(key) => self.stored("take", &[&key]).await,
            Effect::Save(key, value) => self.changed("set", &[&key, &value]).await,
            Effect::Delete(key) => self.changed("delete", &[&key]).await,
            Effect::Keys(prefix) => self.names(&prefix).await,
            Effect::MakeKey { .. }
            | Effect::PublicKey(_)
            | Effect::Sign { .. }
            | Effect::DeleteKey(_) => super::keys::perform(&self.store, effect).await,
            Effect::Lock(key) => {
                self.unless_aborted(self.locks.hold(&self.store, &key))
                    .await?;
                Answer::Done
            }
            Effect::Unlock(key) => {
                self.locks.release(&key);
                Answer::Done
            }
            Effect::Wait(time) => {
                self.unless_aborted(wait(time)).await?;
                Answer::Done
            }
        };
        Ok(answer)
    }

    async fn fetch(&self, requests: Vec<Request>, interruptible: bool) -> Vec<Exchange> {
        let under_way: Vec<Pin<Box<dyn Future<Output = Exchange> + '_>>> = requests
            .into_iter()
            .map(|request| {
                let one: Pin<Box<dyn Future<Output = Exchange> + '_>> =
                    Box::pin(self.fetch_one(request, interruptible));
                one
            })
            .collect();
        all(under_way).await
    }

    async fn fetch_one(&self, request: Request, interruptible: bool) -> Exchange {
        self.report("request", &request, None);
        let exchange = self.sender.perform(request, interruptible).await;
        self.report("response", &exchange.request, Some(exchange.status()));
        exchange
    }

    /// `onProgress({ kind, method, url, status? })`: the URL without its query, which can hold secrets.
    fn report(&self, kind: &str, request: &Request, status: Option<u16>) {
        let Some(progress) = &self.progress else {
            return;
        };
        let url = request.url.split(['?', '#']).next().unwrap_or_default();
        let mut members = vec![
            ("kind", JsValue::from_str(kind)),
            ("method", JsValue::from_str(&request.method)),
            ("url", JsValue::from_str(url)),
        ];
        members.extend(status.map(|status| ("status", JsValue::from(status))));
        // What a listener throws is not ours to handle.
        let _ = progress.call1(&JsValue::UNDEFINED, &object(members));
    }

    async fn unless_aborted(&self, work: impl Future<Output = ()>) -> Result<(), JsValue> {
        unless_aborted(self.sender.signal.as_slice(), work).await
    }

    fn stop_if_aborted(&self) -> Result<(), JsValue> {
        let aborted = self
            .sender
            .signal
            .as_ref()
            .is_some_and(AbortSignal::aborted);
        if aborted {
            return Err(error("aborted", "the caller gave up"));
        }
        Ok(())
    }

    async fn stored(&self, method: &str, arguments: &[&str]) -> Answer {
        match self.call_store(method, arguments).await {
            Ok(value) => Answer::Text(value.as_string()),
            Err(thrown) => Answer::Failed(message(&thrown)),
        }
    }

    async fn changed(&self, method: &str, arguments: &[&str]) -> Answer {
        match self.call_store(method, arguments).await {
            Ok(_) => Answer::Done,
            Err(thrown) => Answer::Failed(message(&thrown)),
        }
    }

    /// A store that can't list has none to name.
    async fn names(&self, prefix: &str) -> Answer {
        if function(&self.store, "keys").is_none() {
            return Answer::Names(Vec::new());
        }
        match self.call_store("keys", &[prefix]).await {
            Ok(value) => match value.dyn_into::<Array>() {
                Ok(names) => {
                    Answer::Names(names.iter().filter_map(|name| name.as_string()).collect())
                }
                Err(_) => Answer::Failed("its `keys` gives no list".to_owned()),
            },
            Err(thrown) => Answer::Failed(message(&thrown)),
        }
    }

    /// Without a store nothing is kept: the caller holds `Pending` and `Tokens` itself.
    async fn call_store(&self, method: &str, arguments: &[&str]) -> Result<JsValue, JsValue> {
        if self.store.is_undefined() || self.store.is_null() {
            return Ok(JsValue::UNDEFINED);
        }
        let Some(function) = function(&self.store, method) else {
            return Err(error(
                "invalid-argument",
                &format!("store.{method}: expected a function, received none"),
            ));
        };
        let arguments: Array = arguments
            .iter()
            .map(|text| JsValue::from_str(text))
            .collect();
        let called = function.apply(&self.store, &arguments)?;
        JsFuture::from(Promise::resolve(&called)).await
    }
}

/// Waits for all of several futures; the answers are in the same order.
async fn all<T>(mut futures: Vec<Pin<Box<dyn Future<Output = T> + '_>>>) -> Vec<T> {
    let answers: RefCell<Vec<Option<T>>> = RefCell::new(futures.iter().map(|_| None).collect());
    std::future::poll_fn(|context| {
        let mut answers = answers.borrow_mut();
        for (future, answer) in futures.iter_mut().zip(answers.iter_mut()) {
            if answer.is_none()
                && let Poll::Ready(value) = future.as_mut().poll(context)
            {
                *answer = Some(value);
            }
        }
        if answers.iter().all(Option::is_some) {
            Poll::Ready(())
        } else {
            Poll::Pending
        }
    })
    .await;
    answers.into_inner().into_iter().flatten().collect()
}

fn random(length: usize) -> Answer {
    random_bytes(length).map_or_else(Answer::Failed, Answer::Bytes)
}

/// `crypto.getRandomValues`; a host without it gets no sign-in.
///
/// # Errors
/// What the host said.
pub fn random_bytes(length: usize) -> Result<Vec<u8>, String> {
    let crypto = member(&js_sys::global(), "crypto");
    let fill = function(&crypto, "getRandomValues")
        .ok_or_else(|| "this host has no crypto.getRandomValues".to_owned())?;
    let bytes = Uint8Array::new_with_length(u32::try_from(length).unwrap_or(0));
    fill.call1(&crypto, &bytes)
        .map_err(|thrown| message(&thrown))?;
    Ok(bytes.to_vec())
}

/// What a thrown value says.
#[must_use]
pub fn message(thrown: &JsValue) -> String {
    thrown
        .as_string()
        .or_else(|| member(thrown, "message").as_string())
        .unwrap_or_else(|| "rejected without a reason".to_owned())
}
