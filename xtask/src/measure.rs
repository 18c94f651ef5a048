//! `cargo xtask bench` and `cargo xtask size`.

use crate::{build, sh};
use anyhow::Result;

/// Start of a sign-in, page, round trips, size and captures beside the peers, into `target/bench/`; with `UPDATE=1` into `docs/` and the
/// README too. An error above a gate.
pub fn bench(arguments: &[String]) -> Result<()> {
    build::package(false)?;
    sh::run(
        sh::command("node")
            .arg("tests/bench/run.mjs")
            .args(arguments),
    )
}

/// The size of both modules and of what each entry loads, beside the peers; an error above a gate.
pub fn size() -> Result<()> {
    build::package(false)?;
    sh::run(
        sh::command("node")
            .arg("tests/bench/size.mjs")
            .arg("--gate"),
    )
}
