//! Waiting that a signal ends, and that leaves neither a timer nor a listener behind.

use super::convert::{error, function};
use js_sys::{Function, Promise};
use std::future::Future;
use std::pin::pin;
use std::task::Poll;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use web_sys::AbortSignal;

/// Does the work, unless one of the signals fires first: then the work is dropped.
///
/// # Errors
/// `aborted` where a signal fired.
pub async fn unless_aborted<T>(
    signals: &[AbortSignal],
    work: impl Future<Output = T>,
) -> Result<T, JsValue> {
    let gave_up = || error("aborted", "the caller gave up");
    if signals.iter().any(AbortSignal::aborted) {
        return Err(gave_up());
    }
    if signals.is_empty() {
        return Ok(work.await);
    }
    let mut resolve = None;
    let fired = Promise::new(&mut |fire, _| resolve = Some(fire));
    let _listening = Listening::to(signals, resolve);
    let (mut fired, mut work) = (pin!(JsFuture::from(fired)), pin!(work));
    std::future::poll_fn(|context| {
        if let Poll::Ready(done) = work.as_mut().poll(context) {
            return Poll::Ready(Ok(done));
        }
        fired.as_mut().poll(context).map(|_| Err(gave_up()))
    })
    .await
}

/// Listeners that go when it is dropped.
struct Listening<'a> {
    signals: &'a [AbortSignal],
    fire: Option<Function>,
}

impl<'a> Listening<'a> {
    fn to(signals: &'a [AbortSignal], fire: Option<Function>) -> Self {
        for (signal, fire) in signals.iter().zip(fire.iter().cycle()) {
            // A signal that takes no listener is asked again before the next step.
            let _ = signal.add_event_listener_with_callback("abort", fire);
        }
        Self { signals, fire }
    }
}

impl Drop for Listening<'_> {
    fn drop(&mut self) {
        for (signal, fire) in self.signals.iter().zip(self.fire.iter().cycle()) {
            let _ = signal.remove_event_listener_with_callback("abort", fire);
        }
        // A promise that never settles would keep what waits for it for ever.
        if let Some(fire) = &self.fire {
            let _ = fire.call0(&JsValue::UNDEFINED);
        }
    }
}

/// Waits this many ms; the timer goes when the wait is dropped.
pub async fn wait(time: f64) {
    let global = js_sys::global();
    let mut timer = Timer(JsValue::UNDEFINED);
    let over = Promise::new(&mut |resolve, _| {
        match function(&global, "setTimeout") {
            Some(set) => {
                timer.0 = set
                    .call2(&JsValue::UNDEFINED, &resolve, &JsValue::from_f64(time))
                    .unwrap_or(JsValue::UNDEFINED);
            }
            // A host without timers does not wait.
            None => {
                let _ = resolve.call0(&JsValue::UNDEFINED);
            }
        }
    });
    // A promise that only ever resolves.
    let _ = JsFuture::from(over).await;
}

struct Timer(JsValue);

impl Drop for Timer {
    fn drop(&mut self) {
        if let Some(clear) = function(&js_sys::global(), "clearTimeout") {
            let _ = clear.call1(&JsValue::UNDEFINED, &self.0);
        }
    }
}
