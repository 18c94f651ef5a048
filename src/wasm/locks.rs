//! Locks that a flow holds: by the store's `lock(key, work)` where it has one, so that several processes may share it, and always
//! within this module.

use super::convert::function;
use js_sys::{Function, Promise};
use std::cell::RefCell;
use std::collections::VecDeque;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen_futures::JsFuture;

thread_local! {
    /// Who waits for what; a key that is here is held.
    static QUEUES: RefCell<Vec<(String, VecDeque<Function>)>> = const { RefCell::new(Vec::new()) };
}

/// The locks of one driver.
#[derive(Debug, Default)]
pub struct Locks(RefCell<Vec<(String, Option<Function>)>>);

/// Lets all locks go when it is dropped.
#[derive(Debug)]
pub struct Held<'a>(&'a Locks);

impl Drop for Held<'_> {
    fn drop(&mut self) {
        for (key, release) in self.0.0.take() {
            let_go(&key, release);
        }
    }
}

impl Locks {
    /// Lets everything go when the value is dropped.
    #[must_use]
    pub fn until_dropped(&self) -> Held<'_> {
        Held(self)
    }

    /// Waits until the lock is free and holds it. A wait that is dropped leaves the queue; what it had got already is let go with all.
    pub async fn hold(&self, store: &JsValue, key: &str) {
        wait_here(key).await;
        let (release, entered) = ask_store(store, key);
        self.0.borrow_mut().push((key.to_owned(), release));
        if let Some(entered) = entered {
            let _ = JsFuture::from(entered).await;
        }
    }

    /// Lets a lock go; what is not held is left alone.
    pub fn release(&self, key: &str) {
        let mut held = self.0.borrow_mut();
        let Some(at) = held.iter().position(|(one, _)| one == key) else {
            return;
        };
        let (key, release) = held.swap_remove(at);
        drop(held);
        let_go(&key, release);
    }
}

/// Lets the store's lock go, and the next one in this module have it.
fn let_go(key: &str, release: Option<Function>) {
    if let Some(release) = release {
        call(&release);
    }
    let next = QUEUES.with_borrow_mut(|queues| {
        let at = queues.iter().position(|(one, _)| one == key)?;
        let next = queues.get_mut(at)?.1.pop_front();
        if next.is_none() {
            queues.swap_remove(at);
        }
        next
    });
    if let Some(next) = next {
        call(&next);
    }
}

async fn wait_here(key: &str) {
    let held = QUEUES.with_borrow_mut(|queues| {
        let held = queues.iter().any(|(one, _)| one == key);
        if !held {
            queues.push((key.to_owned(), VecDeque::new()));
        }
        held
    });
    if !held {
        return;
    }
    let mut place = Place { key, turn: None };
    let turn = Promise::new(&mut |resolve, _| {
        QUEUES.with_borrow_mut(|queues| {
            if let Some((_, waiting)) = queues.iter_mut().find(|(one, _)| one == key) {
                place.turn = Some(resolve.clone());
                waiting.push_back(resolve);
            }
        });
    });
    // A promise that only ever resolves.
    let _ = JsFuture::from(turn).await;
    place.turn = None;
}

/// A place in a queue, until its turn has come.
struct Place<'a> {
    key: &'a str,
    turn: Option<Function>,
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        let Some(turn) = self.turn.take() else {
            return;
        };
        let waited = QUEUES.with_borrow_mut(|queues| {
            let (_, waiting) = queues.iter_mut().find(|(one, _)| one == self.key)?;
            let at = waiting.iter().position(|one| *one == turn)?;
            waiting.remove(at)
        });
        // Its turn had come, and nobody is left to take it.
        if waited.is_none() {
            let_go(self.key, None);
        }
    }
}

/// `store.lock(key, work)` runs `work` alone; ours lasts until the function given back is called. With it, what to wait for.
fn ask_store(store: &JsValue, key: &str) -> (Option<Function>, Option<Promise>) {
    let Some(lock) = function(store, "lock") else {
        return (None, None);
    };
    let mut release = None;
    let over = Promise::new(&mut |resolve, _| release = Some(resolve));
    let mut enter = None;
    let entered = Promise::new(&mut |resolve, _| enter = Some(resolve));
    let work = Closure::once_into_js(move || {
        if let Some(enter) = enter {
            call(&enter);
        }
        over
    });
    let locked = lock
        .call2(store, &JsValue::from_str(key), &work)
        .map_or_else(
            |_| Promise::resolve(&JsValue::UNDEFINED),
            |value| Promise::resolve(&value),
        );
    // A store whose lock fails must not stop the flow: whichever comes first.
    let first = Promise::race(&js_sys::Array::of2(&entered, &locked));
    (release, Some(first))
}

fn call(function: &Function) {
    let _ = function.call0(&JsValue::UNDEFINED);
}
