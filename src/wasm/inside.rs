//! Whether a request is made inside of a host's `interact`, which is waited for: it must not wait for that in turn.

use super::convert::{function, member};
use js_sys::{Array, Function, Reflect};
use std::cell::RefCell;
use wasm_bindgen::{JsCast, JsValue};

thread_local! {
    /// `AsyncLocalStorage`, where the runtime has it: it reaches what comes after an `await` too.
    static STORAGE: JsValue = storage().unwrap_or(JsValue::UNDEFINED);
    /// Elsewhere: the servers whose `interact` is on the stack.
    static ON_STACK: RefCell<Array> = RefCell::new(Array::new());
}

/// The servers for whose sake somebody is being asked, around one call.
#[derive(Clone, Debug)]
pub struct Inside(Array);

impl Inside {
    /// What is around the call that is on the stack now.
    #[must_use]
    pub fn here() -> Self {
        let stored = STORAGE.with(|storage| {
            let get = function(storage, "getStore")?;
            get.call0(storage).ok()?.dyn_into().ok()
        });
        Self(stored.unwrap_or_else(|| ON_STACK.with_borrow(Clone::clone)))
    }

    /// Whether somebody is being asked for the sake of this server.
    #[must_use]
    pub fn asks_for(&self, server: &str) -> bool {
        self.0.includes(&JsValue::from_str(server), 0)
    }

    /// Calls `interact` for the sake of a server.
    ///
    /// # Errors
    /// What it throws.
    pub fn call(
        &self,
        server: &str,
        interact: &Function,
        shown: &JsValue,
    ) -> Result<JsValue, JsValue> {
        let inner = self.0.concat(&Array::of1(&JsValue::from_str(server)));
        let run = STORAGE.with(|storage| Some((storage.clone(), function(storage, "run")?)));
        if let Some((storage, run)) = run {
            return Reflect::apply(&run, &storage, &Array::of3(&inner, interact, shown));
        }
        let before = ON_STACK.replace(inner);
        let called = interact.call1(&JsValue::UNDEFINED, shown);
        ON_STACK.set(before);
        called
    }
}

/// Node, Deno, Bun and Workers have it.
fn storage() -> Option<JsValue> {
    let process = member(&js_sys::global(), "process");
    let get = function(&process, "getBuiltinModule")?;
    let hooks = get.call1(&process, &"node:async_hooks".into()).ok()?;
    let class = function(&hooks, "AsyncLocalStorage")?;
    Reflect::construct(&class, &Array::new()).ok()
}
