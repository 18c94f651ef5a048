//! Build, test and demo of the project: `cargo xtask help`.

mod build;
mod fuzz;
mod measure;
mod setup;
mod sh;
mod test;

use anyhow::{Result, bail};
use std::process::ExitCode;

const HELP: &str = "\
cargo xtask VERB [OPTION]...   every verb first sets up what it needs and is missing

  setup                  the wasm32 target, npm packages, a browser: says what it does
  build [--quick]        the npm package and the extensions in target/npm/ (--quick: the package only, no LTO, no wasm-opt)
  extensions             the extensions for VS Code, Chrome and Firefox, on the package as it is
  test [--quick] [STAGE] everything (--quick: without the slow stages, such as hosts and conformance)
  demo [--serve]         real servers on this machine, diagnosed and signed in to
  serve                  the diagnostic page on this machine, with its relay
  field [--quick] [--only TEXT]
                         servers, proxies and clients of others, tried in one run: docs/field.md
  conformance            the official conformance suite
  bench                  start, page, round trips, size, captures beside the peers: target/bench/
  size                   the package's size; fails above the gate
  fuzz [--seconds N]     every fuzz target for N seconds (10)
  soak [--seconds N]     many interleavings of sign-ins and faults for N seconds (60)
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
        "setup" => setup::all(),
        "build" => build::run(&rest),
        "extensions" => build::extensions(),
        "test" => test::run(&rest),
        "demo" => node_program("tests/demo/demo.mjs", &rest),
        "serve" => serve(&rest),
        "field" => node_program("tests/field/run.mjs", &rest),
        "conformance" => test::run(&["conformance".into()]),
        "bench" => measure::bench(&rest),
        "size" => measure::size(),
        "fuzz" => fuzz::run(&rest),
        "soak" => fuzz::soak(&rest),
        "wasm-test-runner" => test::wasm_test_runner(&rest),
        "help" | "--help" | "-h" => {
            print!("{HELP}");
            Ok(())
        }
        other => bail!("there is no verb `{other}`\n\n{HELP}"),
    }
}

/// A script of the tests, with the package built.
fn node_program(script: &str, arguments: &[String]) -> Result<()> {
    build::ensure()?;
    sh::run(sh::command("node").arg(script).args(arguments))
}

/// The page, by the command line of the package itself.
fn serve(arguments: &[String]) -> Result<()> {
    build::ensure()?;
    let cli = build::folder().join("cli.mjs");
    sh::run(sh::command("node").arg(cli).arg("serve").args(arguments))
}
