//! What the other verbs need and a fresh machine lacks. Each part looks first and does nothing when it is there.

mod browser;
mod debian;
mod npm;
pub mod rust_source;
mod sysroot;
pub mod wasm;

pub use browser::{browser, firefox};
pub use npm::{install_locked, matrix_tools, node, packages};

use crate::sh;
use anyhow::Result;
use std::path::Path;

/// The target of the package.
pub const TARGET: &str = "wasm32-unknown-unknown";

/// `cargo xtask setup`: everything, with a line for each part.
pub fn all() -> Result<()> {
    let toolchain = wasm::toolchain()?;
    sh::say(format!("wasm32 target: {}", toolchain.origin));
    match toolchain.small {
        Some(_) => sh::say("standard library built for size: there"),
        None => {
            sh::say("standard library built for size: not to be had, the package will be larger")
        }
    }
    packages()?;
    sh::say("npm packages of the tests: there");
    browser()?;
    sh::say("Chromium and its driver: there");
    firefox()?;
    sh::say("Firefox: there");
    Ok(())
}

/// True when a part was made from exactly this description.
fn is_stamped(folder: &Path, description: &str) -> bool {
    std::fs::read_to_string(folder.join("stamp")).is_ok_and(|stamp| stamp == description)
}

fn stamp(folder: &Path, description: &str) -> Result<()> {
    sh::write(&folder.join("stamp"), description)
}
