//! Discovery for hosts with a transport of their own: it says what to send and takes the answers.

use super::arguments::Context;
use crate::error::Misuse;
use crate::flow::discover::discovered::Discovered;
use crate::flow::discover::discovery::discover;
use crate::flow::host::{Answer, Conversation, Effect, Turn};
use crate::flow::outcome::Concluded;
use crate::http::Exchange;
use crate::wasm::convert::{error, from_js, misuse, plain_to_js};
use crate::wasm::options::sign_in_options;
use crate::wasm::running::at_once;
use serde_json::json;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

/// One discovery under way.
#[wasm_bindgen]
pub struct Discovery {
    conversation: Conversation<Concluded<Discovered>>,
    context: Context,
    expected: usize,
    over: bool,
}

#[wasm_bindgen]
impl Discovery {
    /// Starts with the options of a sign-in; `fetch` and `store` among them are not used.
    ///
    /// # Errors
    /// `invalid-argument` where a member has another type than documented.
    #[wasm_bindgen(constructor)]
    pub fn new(
        #[wasm_bindgen(unchecked_param_type = "SignInOptions")] options: JsValue,
    ) -> Result<Discovery, JsValue> {
        let wanted = sign_in_options(&options)?;
        let context = Context::of(&wanted.server, &options)?;
        let conversation =
            Conversation::new(move |host| Concluded::of(host, |host| discover(host, &wanted)))
                .answering(at_once);
        Ok(Self {
            conversation,
            context,
            expected: 0,
            over: false,
        })
    }

    /// What to do next: `send` these requests (redirects not followed) and give the answers to `receive`; or the end, `found` or
    /// `blocked`.
    ///
    /// # Errors
    /// `invalid-argument` for an address that is none; `invalid-state` where answers are missing or it is over.
    #[wasm_bindgen(js_name = next, unchecked_return_type = "DiscoveryStep")]
    pub fn step(&mut self) -> Result<JsValue, JsValue> {
        if self.over || self.expected > 0 {
            let message = "next() was called where receive() was due, or after the end";
            return Err(error("invalid-state", message));
        }
        loop {
            let answer = match self.conversation.proceed() {
                Turn::Done(concluded) => {
                    self.over = true;
                    return self.end(concluded);
                }
                Turn::Perform(Effect::Fetch(requests) | Effect::Commit(requests)) => {
                    self.expected = requests.len();
                    return plain_to_js(&json!({ "kind": "send", "requests": requests }));
                }
                Turn::Perform(effect) => unkept(&effect),
            };
            self.conversation.answer(answer);
        }
    }

    /// Takes the answers, one for each request and in the same order.
    ///
    /// # Errors
    /// `invalid-argument` where there are more or fewer, or they are not exchanges.
    pub fn receive(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "Exchange[]")] exchanges: JsValue,
    ) -> Result<(), JsValue> {
        let exchanges: Vec<Exchange> = from_js("exchanges", exchanges)?;
        if exchanges.len() != self.expected || self.expected == 0 {
            let (expected, received) = (self.expected.to_string(), exchanges.len().to_string());
            return Err(misuse(&Misuse::argument("exchanges", expected, received)));
        }
        self.expected = 0;
        self.conversation.answer(Answer::Exchanges(exchanges));
        Ok(())
    }

    fn end(&self, concluded: Concluded<Discovered>) -> Result<JsValue, JsValue> {
        match concluded.result {
            Ok(found) => plain_to_js(&json!({
                "kind": "found",
                "issuer": found.issuer,
                "resource": found.resource,
                "sendResource": found.send_resource,
                "serverMetadata": found.server_metadata.members,
                "resourceMetadata": found.resource_metadata.map(|metadata| metadata.members),
                "challengeScope": found.challenge_scope,
                "legacy": found.legacy,
            })),
            Err(stop) => self.context.outcome(Concluded {
                result: Err(stop),
                exchanges: concluded.exchanges,
                deviations: concluded.deviations,
            }),
        }
    }
}

/// The answer of a host that keeps nothing.
fn unkept(effect: &Effect) -> Answer {
    match effect {
        Effect::Load(_) | Effect::Take(_) => Answer::Text(None),
        Effect::Together(effects) => Answer::Together(effects.iter().map(unkept).collect()),
        _ => Answer::Done,
    }
}
