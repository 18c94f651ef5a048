//! Running test programs and counting what they say.

use super::tally::Tally;
use crate::{setup, sh};
use anyhow::{Context, Result};
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// For one test; the longest waits for a real VS Code.
const NODE_TEST_LIMIT_MS: u32 = 600_000;

/// One check: passed where the program ends with 0.
pub fn check(command: &mut Command) -> Tally {
    match sh::run(command) {
        Ok(()) => Tally::success(),
        Err(error) => {
            eprintln!("xtask: {error:#}");
            Tally::failure()
        }
    }
}

/// Runs a test program, shows its output and counts by it.
pub fn counted(command: &mut Command) -> Result<Tally> {
    let mut child = command
        .stdout(Stdio::piped())
        .spawn()
        .context("cannot start the tests")?;
    let mut tally = Tally::default();
    if let Some(output) = child.stdout.take() {
        for line in BufReader::new(output).lines() {
            let line = line?;
            tally.read(&line);
            println!("{line}");
        }
    }
    Ok(tally.of_program(child.wait()?.success()))
}

/// The files `*.test.mjs` directly in a folder, by Node's own runner. A folder without any is a failure: a stage that
/// tests nothing does not pass.
pub fn node_tests(folder: &str) -> Result<Tally> {
    setup::packages()?;
    let files = test_files(&sh::root().join(folder))?;
    counted(
        sh::command("node")
            .args(["--test", "--test-reporter=spec", "--test-concurrency=1"])
            .arg(format!("--test-timeout={NODE_TEST_LIMIT_MS}"))
            .args(files),
    )
}

fn test_files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder)
        .with_context(|| format!("no tests in {}", folder.display()))?
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.to_string_lossy().ends_with(".test.mjs"))
        .collect();
    anyhow::ensure!(!files.is_empty(), "no tests in {}", folder.display());
    files.sort();
    Ok(files)
}

/// wasm-bindgen's test runner: cargo starts this program again in its place.
pub fn wasm_test_runner(arguments: &[String]) -> Result<()> {
    let name = "wasm-bindgen-test-runner".to_string();
    let all = std::iter::once(name).chain(arguments.iter().cloned());
    wasm_bindgen_cli::wasm_bindgen_test_runner::run_cli_with_args(all)
}
