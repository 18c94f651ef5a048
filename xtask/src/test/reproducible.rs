//! The same sources in another folder give the same `diagnosis.wasm` and the same tarball, byte for byte.

use super::tally::Tally;
use crate::{build, sh};
use anyhow::{Context, Result, bail};
use std::path::Path;

/// Builds the package a second time from a copy of the sources, with this toolchain, and compares.
pub fn run(_quick: bool) -> Result<Tally> {
    let here = build::package(false)?;
    let copy = sh::target().join("reproducible/another folder/of sources");
    copy_sources(&copy)?;
    sh::say(format!("building once more, in {}", copy.display()));
    sh::run(
        sh::command(std::env::current_exe()?)
            .arg("build")
            .env(sh::ROOT, &copy)
            .env_remove("CARGO_TARGET_DIR"),
    )?;
    let name = here.file_name().context("the tarball has no name")?;
    let there = copy.join("target/npm");
    let mut tally = Tally::default();
    for (ours, theirs) in [
        (
            build::folder().join("diagnosis.wasm"),
            there.join("mcp-auth-doctor/diagnosis.wasm"),
        ),
        (here.clone(), there.join(name)),
    ] {
        tally.add(&same(&ours, &theirs)?);
    }
    Ok(tally)
}

/// What git knows, without what was ever built, and what set-up has made of the toolchain already.
fn copy_sources(copy: &Path) -> Result<()> {
    if copy.exists() {
        std::fs::remove_dir_all(copy)?;
    }
    let listed = sh::read(sh::command("git").args([
        "ls-files",
        "--cached",
        "--others",
        "--exclude-standard",
    ]))?;
    for name in listed.lines() {
        let (from, to) = (sh::root().join(name), copy.join(name));
        if !from.exists() {
            continue;
        }
        std::fs::create_dir_all(to.parent().context("a file without a folder")?)?;
        std::fs::copy(&from, &to).with_context(|| format!("cannot copy {name}"))?;
    }
    let sysroots = ["wasm-sysroot", "wasm-sysroot-small"]
        .map(|name| (sh::target().join(name), copy.join("target").join(name)));
    let modules = (sh::node_modules(), copy.join("tests/node_modules"));
    for (from, to) in sysroots.iter().chain([&modules]) {
        if from.exists() {
            linked(from, to)?;
        }
    }
    Ok(())
}

/// The folder again, its files as further names of the same files.
fn linked(from: &Path, to: &Path) -> Result<()> {
    if let Some(parent) = to.parent() {
        std::fs::create_dir_all(parent)?;
    }
    sh::run(sh::command("cp").arg("-al").arg(from).arg(to))
}

fn same(ours: &Path, theirs: &Path) -> Result<Tally> {
    let (a, b) = (std::fs::read(ours)?, std::fs::read(theirs)?);
    if a == b {
        sh::say(format!("{}: {} bytes, the same", ours.display(), a.len()));
        return Ok(Tally::success());
    }
    let differ = a
        .iter()
        .zip(&b)
        .position(|(a, b)| a != b)
        .unwrap_or(a.len().min(b.len()));
    bail!(
        "{} ({} bytes) and {} ({} bytes) differ from byte {differ}",
        ours.display(),
        a.len(),
        theirs.display(),
        b.len()
    );
}
