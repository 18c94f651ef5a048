//! A `fetch` that brings the credential of the store, and answers 401 and 403 by the flow; the person is asked only where one is needed.

use super::answers::{address_of, cancel, new_headers, same_origin_redirect, seen};
use super::arguments::sign_in_options;
use super::asking::Asking;
use super::convert::{error, function, member, misuse};
use super::fetch::{allowed, in_browser};
use super::host::Means;
use super::inside::Inside;
use super::locks::Locks;
use super::waiting::unless_aborted;
use crate::error::Misuse;
use crate::flow::after::access::{self, Next, Tried};
use crate::flow::host::{Conversation, Host};
use crate::flow::options::SignInOptions;
use crate::flow::outcome::{Concluded, Stop};
use crate::http::{Exchange, Headers};
use crate::limits;
use crate::wire::address::same_origin;
use js_sys::{Function, Object, Promise, Reflect};
use std::rc::Rc;
use wasm_bindgen::prelude::{Closure, wasm_bindgen};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, future_to_promise};
use web_sys::AbortSignal;

/// Makes the `fetch`. `store` is needed; `interact(outcome)` gives the callback URL, or the tokens where it signed in itself. A request
/// that `interact` makes itself asks nobody and gets the server's own answer; in a browser, if it is made before the first `await`.
///
/// # Errors
/// `invalid-argument` where an option is missing or has another type than documented. Of a request: what `interact` throws, `aborted`,
/// `host-failed`, `asked-too-often` where the server refuses again and again what it gives.
#[wasm_bindgen(unchecked_return_type = "typeof fetch")]
pub fn authenticatedFetch(
    #[wasm_bindgen(
        unchecked_param_type = "SignInOptions & { store: Store; interact?: (outcome: Outcome) => Promise<string | Tokens | undefined> }"
    )]
    options: JsValue,
) -> Result<JsValue, JsValue> {
    let wanted = sign_in_options(&options)?;
    crate::flow::discover::discovery::require_server(&wanted.server)
        .map_err(|mistake| misuse(&mistake))?;
    if function(&member(&options, "store"), "get").is_none() {
        return Err(misuse(&Misuse::argument("store", "a store", "none")));
    }
    Means::from_options(&options)?;
    let session = Rc::new(Session { options, wanted });
    let call: Closure<dyn Fn(JsValue, JsValue) -> Promise> = Closure::new(move |input, init| {
        let session = Rc::clone(&session);
        let inside = Inside::here();
        future_to_promise(async move { session.fetch(input, init, inside).await })
    });
    Ok(call.into_js_value())
}

/// One `fetch` that was made, and what it was made with.
pub struct Session {
    /// The options object.
    pub options: JsValue,
    /// The sign-in in it.
    pub wanted: SignInOptions,
}

impl Session {
    async fn fetch(
        &self,
        input: JsValue,
        init: JsValue,
        inside: Inside,
    ) -> Result<JsValue, JsValue> {
        let url = address_of(&input);
        let method = [&init, &input]
            .into_iter()
            .find_map(|from| member(from, "method").as_string())
            .unwrap_or_else(|| "GET".to_owned());
        // What another origin refuses is not ours to answer.
        if !same_origin(&self.wanted.server, &url) {
            return self.send(&input, &init, &Headers::new()).await;
        }
        let signals: Vec<AbortSignal> = [&init, &input, &self.options]
            .into_iter()
            .filter_map(|from| member(from, "signal").dyn_into().ok())
            .collect();
        let mut asking = Asking::new(inside, signals);
        let mut tried = Tried::default();
        loop {
            let (server, target, verb) = (self.wanted.server.clone(), url.clone(), method.clone());
            let carried = self
                .converse(move |host| access::stored_headers(host, &server, &verb, &target))
                .await?
                .result;
            let carried = match carried {
                Ok(carried) => carried,
                Err(Stop::Host(failed)) => return Err(error("host-failed", &failed.message)),
                // What may not go there stays here; what the server says to that is judged below.
                Err(_) => Headers::new(),
            };
            let answer = self.send(&input, &init, &carried).await?;
            let exchange = seen(&url, &method, &carried, &answer);
            if !matches!(exchange.status(), 401 | 403) {
                return Ok(answer);
            }
            if !self.goes_on(exchange, &mut tried, &mut asking).await? {
                return Ok(answer);
            }
            cancel(&answer);
        }
    }

    /// Whether the request is worth sending again. One at a time: what the first one does serves the others too. One that is made while
    /// the person is asked, by who asks them, waits for nobody and asks nobody.
    async fn goes_on(
        &self,
        answer: Exchange,
        tried: &mut Tried,
        asking: &mut Asking,
    ) -> Result<bool, JsValue> {
        let locks = Locks::default();
        let _held = locks.until_dropped();
        let is_inside = asking.is_inside(&self.wanted.server);
        if !is_inside {
            let person = format!("person/{}", self.wanted.server);
            unless_aborted(asking.signals(), locks.hold(&JsValue::UNDEFINED, &person)).await?;
        }
        let (wanted, before) = (self.wanted.clone(), tried.clone());
        let can_ask = !is_inside && function(&self.options, "interact").is_some();
        let concluded = self
            .converse(move |host| {
                let mut tried = before.clone();
                let next = access::judge(host, wanted.clone(), &answer, &mut tried, can_ask)?;
                Ok((next, tried))
            })
            .await?;
        match concluded.result {
            Ok((next, now)) => {
                *tried = now;
                match next {
                    Next::Pass => Ok(false),
                    Next::Again => Ok(true),
                    Next::Ask(outcome) => asking.ask(self, Ok(*outcome), concluded.exchanges).await,
                }
            }
            Err(_) if is_inside => Ok(false),
            Err(stop) => asking.ask(self, Err(stop), concluded.exchanges).await,
        }
    }

    /// Runs a flow with what the options give.
    ///
    /// # Errors
    /// `aborted` where the signal of the options fired.
    pub async fn converse<T: 'static>(
        &self,
        flow: impl Fn(&Host) -> Result<T, Stop> + 'static,
    ) -> Result<Concluded<T>, JsValue> {
        let conversation = Conversation::new(move |host| Concluded::of(host, &flow));
        Means::from_options(&self.options)?
            .drive(conversation)
            .await
    }

    /// Sends the caller's request with the credential. A credential never follows a redirect to another place (MCP 2025-06-18, Token
    /// Handling): one within the server's own origin is followed by hand.
    async fn send(
        &self,
        input: &JsValue,
        init: &JsValue,
        carried: &Headers,
    ) -> Result<JsValue, JsValue> {
        let mut target = match input.dyn_ref::<web_sys::Request>() {
            // A body can be sent once only, and a request may be sent again.
            Some(request) => request.clone()?.into(),
            None => input.clone(),
        };
        for _ in 0..=limits::REDIRECTS {
            let answer = self.send_once(&target, input, init, carried).await?;
            let Some(next) = same_origin_redirect(&address_of(&target), &answer) else {
                return Ok(answer);
            };
            if input.is_instance_of::<web_sys::Request>() {
                return Ok(answer);
            }
            cancel(&answer);
            target = JsValue::from_str(&next);
        }
        Err(error(
            "too-many-redirects",
            "the server redirects too often",
        ))
    }

    async fn send_once(
        &self,
        target: &JsValue,
        input: &JsValue,
        init: &JsValue,
        carried: &Headers,
    ) -> Result<JsValue, JsValue> {
        let merged = Object::new();
        if init.is_object() {
            Object::assign(&merged, init.unchecked_ref());
        }
        if !carried.is_empty() {
            let headers = match (member(init, "headers"), member(input, "headers")) {
                (own, _) if own.is_object() => new_headers(&own)?,
                (_, own) => new_headers(&own)?,
            };
            // What `Headers.set` throws shows the value.
            allowed(carried).map_err(|failure| error("host-failed", &failure.message))?;
            for (name, value) in carried.iter() {
                headers.set(name, value)?;
            }
            Reflect::set(&merged, &"headers".into(), &headers)?;
            // A page can't see where a redirect leads; there the browser itself drops the header for another origin.
            let own_header = carried
                .iter()
                .any(|(name, _)| name != "Authorization" && name != "DPoP");
            let redirect = match (in_browser(), own_header) {
                (false, _) => "manual",
                (true, true) => "error",
                (true, false) => "follow",
            };
            Reflect::set(&merged, &"redirect".into(), &redirect.into())?;
        }
        let global = js_sys::global();
        let send: Function = function(&self.options, "fetch")
            .or_else(|| function(&global, "fetch"))
            .ok_or_else(|| error("host-failed", "this host has no fetch"))?;
        let called = send.call2(&JsValue::UNDEFINED, target, &merged)?;
        JsFuture::from(Promise::resolve(&called)).await
    }
}
