//! `cargo xtask bench` and `cargo xtask size`.

use crate::{build, sh};
use anyhow::Result;

/// Size, cold start, round trips and work beside the peers, into `target/bench/`; with `UPDATE=1` into `docs/` and the README too.
pub fn bench(arguments: &[String]) -> Result<()> {
    build::package(false)?;
    sh::run(
        sh::command("node")
            .arg("tests/bench/run.mjs")
            .args(arguments),
    )
}

/// The package's size in its two forms beside the peers; an error above the gate.
pub fn size() -> Result<()> {
    build::package(false)?;
    sh::run(
        sh::command("node")
            .arg("tests/bench/size.mjs")
            .arg("--gate"),
    )
}
