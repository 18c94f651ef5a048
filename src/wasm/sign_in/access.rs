//! What `authenticatedFetch` asks the flow: what a request carries, and what to do with an answer of 401 or 403. The driver sends the
//! requests and asks the person.

use super::arguments::Context;
use crate::error::Misuse;
use crate::flow::after::access::{self, Next, Tried};
use crate::flow::discover::discovery::require_server;
use crate::flow::keep::store;
use crate::flow::keep::tokens::Tokens;
use crate::flow::options::SignInOptions;
use crate::flow::outcome::{Concluded, Outcome, Stop};
use crate::http::Headers;
use crate::wasm::convert::{error, from_js, function, member, misuse, object, to_js};
use crate::wasm::options::sign_in_options;
use crate::wasm::request::allowed;
use crate::wasm::response::seen;
use crate::wasm::running::Running;
use crate::wire::address::same_origin;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

/// One `fetch` that was made, and what it was made with.
#[wasm_bindgen(skip_typescript)]
pub struct Access {
    wanted: SignInOptions,
    context: Context,
}

#[wasm_bindgen]
impl Access {
    /// From the options of `authenticatedFetch`.
    ///
    /// # Errors
    /// `invalid-argument` where an option is missing or has another type than documented.
    #[wasm_bindgen(constructor, skip_typescript)]
    pub fn new(options: JsValue) -> Result<Access, JsValue> {
        let wanted = sign_in_options(&options)?;
        require_server(&wanted.server).map_err(|mistake| misuse(&mistake))?;
        if function(&member(&options, "store"), "get").is_none() {
            return Err(misuse(&Misuse::argument("store", "a store", "none")));
        }
        let context = Context::of(&wanted.server, &options)?;
        Ok(Self { wanted, context })
    }

    /// The server that the credential is for.
    #[wasm_bindgen(getter, skip_typescript)]
    #[must_use]
    pub fn server(&self) -> String {
        self.wanted.server.clone()
    }

    /// Whether an address is of the server's origin: what another origin refuses is not ours to answer.
    #[wasm_bindgen(js_name = isOwn, skip_typescript)]
    #[must_use]
    pub fn is_own(&self, url: &str) -> bool {
        same_origin(&self.wanted.server, url)
    }

    /// Tokens of a host that signed in itself; whether they are kept.
    #[wasm_bindgen(skip_typescript)]
    #[must_use]
    pub fn keep(&self, tokens: JsValue) -> Running {
        Running::of(from_js::<Tokens>("interact", tokens).map(|tokens| {
            Running::new(
                move |host| store::save_tokens(host, &tokens),
                |kept| match kept {
                    Ok(()) => Ok(JsValue::TRUE),
                    Err(failed) => Err(error("host-failed", &failed.message)),
                },
            )
        }))
    }

    /// One request of the caller, with whatever is sent again for it.
    #[wasm_bindgen(skip_typescript)]
    #[must_use]
    pub fn attempt(&self, method: String, url: String) -> Attempt {
        Attempt {
            wanted: self.wanted.clone(),
            context: self.context.clone(),
            method,
            url,
            tried: Rc::default(),
        }
    }
}

/// One request, and what was tried for it.
#[wasm_bindgen(skip_typescript)]
pub struct Attempt {
    wanted: SignInOptions,
    context: Context,
    method: String,
    url: String,
    tried: Rc<RefCell<Tried>>,
}

#[wasm_bindgen]
impl Attempt {
    /// The header fields that carry the credential, as pairs.
    #[wasm_bindgen(skip_typescript)]
    #[must_use]
    pub fn carried(&self) -> Running {
        let server = self.wanted.server.clone();
        let (method, url) = (self.method.clone(), self.url.clone());
        Running::new(
            move |host| access::stored_headers(host, &server, &method, &url),
            |carried| {
                let carried = match carried {
                    Ok(carried) => carried,
                    Err(Stop::Host(failed)) => return Err(error("host-failed", &failed.message)),
                    // What may not go there stays here; what the server says to that is judged.
                    Err(_) => Headers::new(),
                };
                // What `Headers.set` throws shows the value.
                allowed(&carried).map_err(|failure| error("host-failed", &failure.message))?;
                to_js(&carried)
            },
        )
    }

    /// What to do with an answer: `pass` it on, send the request `again`, or `ask` the person by an `outcome`.
    #[wasm_bindgen(skip_typescript)]
    #[must_use]
    pub fn judge(&self, carried: JsValue, answer: JsValue, can_ask: bool) -> Running {
        let prepared = || {
            let carried: Headers = from_js("headers", carried)?;
            let exchange = seen(&self.url, &self.method, &carried, &answer);
            let (wanted, before) = (self.wanted.clone(), self.tried.borrow().clone());
            let (context, tried) = (self.context.clone(), Rc::clone(&self.tried));
            let flow = move |host: &_| {
                Concluded::of(host, |host| {
                    let mut tried = before.clone();
                    let next = access::judge(host, wanted.clone(), &exchange, &mut tried, can_ask)?;
                    Ok((next, tried))
                })
            };
            let end = move |concluded: Concluded<(Next, Tried)>| {
                let ask = |result: Result<Outcome, Stop>| {
                    let outcome = context.outcome(Concluded {
                        result,
                        exchanges: concluded.exchanges.clone(),
                        deviations: concluded.deviations.clone(),
                    })?;
                    Ok(object([("kind", "ask".into()), ("outcome", outcome)]))
                };
                let only = |kind: &str| Ok(object([("kind", kind.into())]));
                match concluded.result {
                    Ok((next, now)) => {
                        tried.replace(now);
                        match next {
                            Next::Pass => only("pass"),
                            Next::Again => only("again"),
                            Next::Ask(outcome) => ask(Ok(*outcome)),
                        }
                    }
                    Err(_) if !can_ask => only("pass"),
                    Err(stop) => ask(Err(stop)),
                }
            };
            Ok(Running::new(flow, end))
        };
        Running::of(prepared())
    }
}
