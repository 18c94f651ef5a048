//! A flow under way, as the driver sees it: it asks for one thing after the other, and ends in a value or an error. Clock and
//! randomness are answered here; everything else is the driver's.

use super::convert::{function, member, object};
use super::request;
use super::response;
use super::thrown::message;
use crate::flow::effect::SigningKey;
use crate::flow::host::{Answer, Conversation, Effect, Host, Turn};
use crate::http::Request;
use crate::limits;
use js_sys::{Array, Uint8Array};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

/// One flow. [`Running::proceed`] until it is over.
#[wasm_bindgen(skip_typescript)]
pub struct Running {
    flow: Result<Box<dyn Flow>, JsValue>,
    asked: Option<Effect>,
}

trait Flow {
    /// What it asks for, or what it came to.
    fn proceed(&mut self) -> Result<Effect, Result<JsValue, JsValue>>;
    fn answer(&mut self, answer: Answer);
}

struct Ending<T, E> {
    conversation: Conversation<T>,
    end: E,
}

impl<T, E: Fn(T) -> Result<JsValue, JsValue>> Flow for Ending<T, E> {
    fn proceed(&mut self) -> Result<Effect, Result<JsValue, JsValue>> {
        match self.conversation.proceed() {
            Turn::Perform(effect) => Ok(effect),
            Turn::Done(value) => Err((self.end)(value)),
        }
    }

    fn answer(&mut self, answer: Answer) {
        self.conversation.answer(answer);
    }
}

impl Running {
    /// Starts a flow; `end` makes of what it comes to what JavaScript gets.
    #[must_use]
    pub fn new<T: 'static>(
        flow: impl Fn(&Host) -> T + 'static,
        end: impl Fn(T) -> Result<JsValue, JsValue> + 'static,
    ) -> Self {
        let conversation = Conversation::new(flow).answering(at_once);
        Self {
            flow: Ok(Box::new(Ending { conversation, end })),
            asked: None,
        }
    }

    /// One that could not even start: the error comes from [`Running::proceed`], as all of its errors do.
    #[must_use]
    pub fn of(prepared: Result<Self, JsValue>) -> Self {
        prepared.unwrap_or_else(|error| Self {
            flow: Err(error),
            asked: None,
        })
    }
}

#[wasm_bindgen]
impl Running {
    /// Goes on with what came of the last thing that was asked for; `failed` where it could not be done. Gives what to do next, as an
    /// object with `kind`; `done` with its `value` is the end.
    ///
    /// # Errors
    /// What the flow ends with.
    #[wasm_bindgen(skip_typescript)]
    pub fn proceed(&mut self, answer: JsValue, failed: bool) -> Result<JsValue, JsValue> {
        let flow = self.flow.as_mut().map_err(|error| error.clone())?;
        if let Some(effect) = self.asked.take() {
            flow.answer(match failed {
                true => Answer::Failed(message(&answer)),
                false => answered(effect, &answer),
            });
        }
        match flow.proceed() {
            Ok(effect) => {
                let shown = shown(&effect);
                self.asked = Some(effect);
                Ok(shown)
            }
            Err(ended) => Ok(object([("kind", "done".into()), ("value", ended?)])),
        }
    }
}

/// Clock and randomness.
#[must_use]
pub fn at_once(effect: &Effect) -> Option<Answer> {
    match effect {
        Effect::Now => Some(Answer::Time(js_sys::Date::now())),
        Effect::Random(length) => {
            Some(random_bytes(*length).map_or_else(Answer::Failed, Answer::Bytes))
        }
        _ => None,
    }
}

/// An effect as the driver sees it.
fn shown(effect: &Effect) -> JsValue {
    let of = |kind: &str, members: &[(&'static str, JsValue)]| {
        let kind = ("kind", JsValue::from_str(kind));
        object([kind].into_iter().chain(members.iter().cloned()))
    };
    let store = |method: &str, arguments: &[&str]| {
        let arguments: Array = arguments
            .iter()
            .map(|text| JsValue::from_str(text))
            .collect();
        let method = ("method", JsValue::from_str(method));
        of("store", &[method, ("arguments", arguments.into())])
    };
    let key = |kind: &str, key_id: &str| of(kind, &[("keyId", key_id.into())]);
    match effect {
        Effect::Fetch(requests) => fetch(requests, false),
        Effect::Commit(requests) => fetch(requests, true),
        Effect::Load(name) => store("get", &[name]),
        Effect::Take(name) => store("take", &[name]),
        Effect::Save(name, value) => store("set", &[name, value]),
        Effect::Delete(name) => store("delete", &[name]),
        Effect::Keys(prefix) => store("keys", &[prefix]),
        Effect::Together(effects) => of(
            "together",
            &[("turns", effects.iter().map(shown).collect::<Array>().into())],
        ),
        Effect::MakeKey { key_id, algorithm } => of(
            "make-key",
            &[("keyId", key_id.into()), ("algorithm", algorithm.into())],
        ),
        Effect::PublicKey(key_id) => key("public-key", key_id),
        Effect::DeleteKey(key_id) => key("delete-key", key_id),
        Effect::Sign {
            key,
            algorithm,
            input,
        } => {
            let key = match key {
                SigningKey::Kept(key_id) => ("keyId", JsValue::from_str(key_id)),
                SigningKey::Given(given) => {
                    ("pkcs8", Uint8Array::from(given.der().as_slice()).into())
                }
            };
            let input = ("input", Uint8Array::from(input.as_slice()).into());
            of("sign", &[key, ("algorithm", algorithm.into()), input])
        }
        Effect::Wait(time) => of("wait", &[("time", (*time).into())]),
        Effect::Lock(name) => of("lock", &[("name", name.into())]),
        Effect::Unlock(name) => of("unlock", &[("name", name.into())]),
        // Answered at once.
        Effect::Now | Effect::Random(_) => JsValue::UNDEFINED,
    }
}

fn fetch(requests: &[Request], commits: bool) -> JsValue {
    let limits = object([
        ("time", limits::REQUEST_TIME.into()),
        ("body", limits::BODY.into()),
    ]);
    object([
        ("kind", "fetch".into()),
        (
            "requests",
            requests.iter().map(sent).collect::<Array>().into(),
        ),
        ("commits", commits.into()),
        ("limits", limits),
    ])
}

/// A request with the arguments of `fetch`; or why it can't be sent.
fn sent(request: &Request) -> JsValue {
    let (name, value) = match request::init(request) {
        Ok(init) => ("init", init.into()),
        Err(failure) => ("failed", failure.message.into()),
    };
    let followed = request.method == "GET" && !request.headers.has("authorization");
    object([
        ("url", JsValue::from_str(&request.url)),
        ("method", JsValue::from_str(&request.method)),
        ("mayFollow", followed.into()),
        (name, value),
    ])
}

/// What came of an effect.
fn answered(effect: Effect, answer: &JsValue) -> Answer {
    match effect {
        Effect::Fetch(requests) | Effect::Commit(requests) => {
            let answers = Array::from(answer);
            let exchanges = requests.into_iter().zip(answers.iter());
            Answer::Exchanges(
                exchanges
                    .map(|(request, answered)| response::exchange(request, &answered))
                    .collect(),
            )
        }
        Effect::Load(_) | Effect::Take(_) | Effect::MakeKey { .. } | Effect::PublicKey(_) => {
            Answer::Text(answer.as_string())
        }
        Effect::Keys(_) => Answer::Names(
            Array::from(answer)
                .iter()
                .filter_map(|name| name.as_string())
                .collect(),
        ),
        Effect::Together(effects) => Answer::Together(
            effects
                .into_iter()
                .zip(Array::from(answer).iter())
                .map(
                    |(effect, settled)| match member(&settled, "failed").is_truthy() {
                        true => Answer::Failed(message(&member(&settled, "answer"))),
                        false => answered(effect, &member(&settled, "answer")),
                    },
                )
                .collect(),
        ),
        Effect::Sign { .. } => Answer::Bytes(Uint8Array::new(answer).to_vec()),
        _ => Answer::Done,
    }
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
