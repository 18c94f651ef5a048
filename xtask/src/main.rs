//! Build, test and demo of the project: `cargo xtask help`.

mod build;
mod setup;
mod sh;

use anyhow::{Result, bail};
use std::process::ExitCode;

const HELP: &str = "\
cargo xtask VERB            every verb first sets up what it needs and is missing

  setup                     the wasm32 target, npm packages, a browser: says what it does
  build [--quick]           the npm package in target/npm/ (--quick: no LTO, no wasm-opt)
";

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("xtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<()> {
    let mut arguments = std::env::args().skip(1);
    let verb = arguments.next().unwrap_or_else(|| "help".into());
    let rest: Vec<String> = arguments.collect();
    match verb.as_str() {
        "setup" => setup::all(&rest),
        "build" => build::run(&rest),
        "help" | "--help" | "-h" => {
            print!("{HELP}");
            Ok(())
        }
        other => bail!("there is no verb `{other}`\n\n{HELP}"),
    }
}
