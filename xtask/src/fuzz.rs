//! `cargo xtask fuzz`: every target of `fuzz/` for a bounded time, on stable Rust. `cargo xtask soak`: faults at random.

use crate::sh;
use crate::test::Tally;
use anyhow::{Context, Result, bail};
use std::path::{Path, PathBuf};
use std::process::Output;
use std::time::Instant;

/// Coverage for libFuzzer, as cargo-fuzz turns it on; without the address sanitizer, which stable has not.
const FLAGS: &str = "-Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
    -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
    -Cllvm-args=-sanitizer-coverage-trace-compares -Cdebug-assertions -Coverflow-checks --cfg fuzzing";

/// Every target over its corpus, then three seconds of new inputs: what `cargo xtask test` runs.
pub fn briefly() -> Result<Tally> {
    let count = targets(&[])?.len();
    run(&["--seconds".into(), "3".into()])?;
    let mut tally = Tally::default();
    for _ in 0..count {
        tally.add(&Tally::success());
    }
    Ok(tally)
}

/// `--seconds N` for each target, 10 by default; other arguments name the only targets to run.
pub fn run(arguments: &[String]) -> Result<()> {
    let seconds = option(arguments, "--seconds")?.unwrap_or(10);
    let programs = build()?;
    let (mut failed, mut counts) = (Vec::new(), Vec::new());
    for target in targets(arguments)? {
        let start = Instant::now();
        sh::say(format!("{target}: {seconds} s"));
        let found = sh::target().join("fuzz/crashes").join(&target);
        let output = fuzz(&programs.join(&target), &target, seconds, &found)?;
        let said = String::from_utf8_lossy(&output.stderr);
        counts.push(format!("{target}: {} inputs", inputs(&said)));
        if !output.status.success() {
            eprintln!("{said}");
            failed.push(format!(
                "{target} (after {} s, input in {})",
                start.elapsed().as_secs(),
                found.display()
            ));
        }
    }
    counts.iter().for_each(sh::say);
    if !failed.is_empty() {
        bail!("found: {}", failed.join(", "));
    }
    Ok(())
}

/// Builds every target; the folder of the programs.
fn build() -> Result<PathBuf> {
    let host = host_triple()?;
    let built = sh::target().join("fuzz");
    sh::say("building the fuzz targets");
    sh::run(
        sh::command("cargo")
            .args(["build", "--release", "--quiet", "--manifest-path"])
            .arg("fuzz/Cargo.toml")
            .args(["--target", &host, "--target-dir"])
            .arg(&built)
            .env("RUSTC_BOOTSTRAP", "1")
            .env("RUSTFLAGS", FLAGS),
    )?;
    Ok(built.join(&host).join("release"))
}

/// One target over its corpus, the kept one and the one of earlier runs; what stops it goes into `found`.
fn fuzz(program: &Path, target: &str, seconds: u64, found: &Path) -> Result<Output> {
    let kept = sh::root().join("fuzz/corpus").join(target);
    let corpus = sh::target().join("fuzz/corpus").join(target);
    std::fs::create_dir_all(&corpus)?;
    std::fs::create_dir_all(found)?;
    sh::command(program)
        .arg(format!("-max_total_time={seconds}"))
        .args([
            "-timeout=10",
            "-rss_limit_mb=4096",
            "-max_len=65536",
            "-print_final_stats=1",
            "-verbosity=0",
        ])
        .arg(format!("-artifact_prefix={}/", found.display()))
        .args([&corpus, &kept])
        .output()
        .with_context(|| format!("cannot start {target}"))
}

/// How many inputs libFuzzer tried, by its closing words.
fn inputs(said: &str) -> &str {
    said.lines()
        .find_map(|line| line.strip_prefix("stat::number_of_executed_units:"))
        .map_or("unknown", str::trim)
}

/// `--seconds N` of random interleavings of sign-ins and faults, 60 by default; `--seed N` repeats a run.
pub fn soak(arguments: &[String]) -> Result<()> {
    let seconds = option(arguments, "--seconds")?.unwrap_or(60);
    let mut cargo = sh::command("cargo");
    cargo
        .args([
            "test",
            "--locked",
            "--package",
            "mcp-auth-doctor",
            "--test",
            "it",
        ])
        .args(["--", "faults::soak", "--nocapture"])
        .env("SOAK_SECONDS", seconds.to_string());
    if let Some(seed) = option(arguments, "--seed")? {
        cargo.env("SOAK_SEED", seed.to_string());
    }
    sh::run(&mut cargo)
}

/// The value of `--name N`.
fn option(arguments: &[String], name: &str) -> Result<Option<u64>> {
    let Some(at) = arguments.iter().position(|argument| argument == name) else {
        return Ok(None);
    };
    let value = arguments
        .get(at + 1)
        .with_context(|| format!("{name} needs a number"))?;
    let number = value
        .parse()
        .with_context(|| format!("{name}: `{value}` is no number"))?;
    Ok(Some(number))
}

fn targets(arguments: &[String]) -> Result<Vec<String>> {
    let folder = sh::root().join("fuzz/fuzz_targets");
    let mut all: Vec<String> = std::fs::read_dir(&folder)?
        .flatten()
        .map(|entry| PathBuf::from(entry.file_name()))
        .filter(|name| name.extension().is_some_and(|extension| extension == "rs"))
        .map(|name| name.with_extension("").to_string_lossy().into_owned())
        .collect();
    all.sort();
    let named: Vec<String> = all
        .iter()
        .filter(|name| arguments.contains(name))
        .cloned()
        .collect();
    Ok(if named.is_empty() { all } else { named })
}

fn host_triple() -> Result<String> {
    let version = sh::read(sh::command("rustc").arg("-vV"))?;
    version
        .lines()
        .find_map(|line| line.strip_prefix("host: "))
        .map(String::from)
        .context("rustc names no host")
}
