//! What may enter: cargo-deny over every crate of the lock file. Advisories need a database that the workflow of the project fetches.

use super::runner::check;
use super::tally::Tally;
use crate::sh;
use anyhow::Result;

const VERSION: &str = "0.20.2";

/// Installs cargo-deny into `target/tools`, unless it is there, and runs it.
pub fn run(_quick: bool) -> Result<Tally> {
    let tools = sh::target().join("tools");
    let program = tools.join("bin/cargo-deny");
    if !program.exists() {
        sh::say(format!(
            "installing cargo-deny {VERSION} into target/tools (some minutes)"
        ));
        sh::run(
            sh::command("cargo")
                .args(["install", "--quiet", "--locked", "--version", VERSION])
                .arg("--root")
                .arg(&tools)
                .arg("cargo-deny"),
        )?;
    }
    Ok(check(sh::command(program).args([
        "--log-level=error",
        "check",
        "licenses",
        "bans",
        "sources",
    ])))
}
