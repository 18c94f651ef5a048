//! The source of the standard library, of exactly the version of this compiler.

use super::debian;
use crate::sh;
use anyhow::{Context, Result};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// The folder `library` of the compiler's source.
///
/// # Errors
/// When neither the compiler, nor rustup, nor Debian's archive has it.
pub fn library(with_rustup: bool) -> Result<PathBuf> {
    let sysroot = sh::read(sh::command("rustc").args(["--print", "sysroot"]))?;
    let component = Path::new(&sysroot).join("lib/rustlib/src/rust/library");
    let version = compiler_version()?;
    let system = PathBuf::from(format!("/usr/src/rustc-{version}/library"));
    let unpacked = sh::target().join(format!("rust-src/usr/src/rustc-{version}/library"));
    let found = [
        with_rustup.then_some(component.clone()),
        Some(system),
        Some(unpacked.clone()),
    ];
    if let Some(folder) = found
        .into_iter()
        .flatten()
        .find(|folder| is_library(folder))
    {
        return Ok(folder);
    }
    if with_rustup && sh::installed("rustup") {
        sh::say("adding the compiler's source with rustup");
        let mut rustup = sh::command("rustup");
        let added = sh::succeeds(
            rustup.args(["component", "add", "rust-src"]),
            Duration::from_secs(180),
        );
        if added && is_library(&component) {
            return Ok(component);
        }
    }
    debian::unpack_rust_source(&version, &sh::target().join("rust-src"))?;
    is_library(&unpacked)
        .then_some(unpacked)
        .with_context(|| format!("Debian's rust-src of {version} has no folder `library`"))
}

/// The version of `rustc`, as in `1.95.0`.
pub fn compiler_version() -> Result<String> {
    let line = sh::read(sh::command("rustc").arg("--version"))?;
    line.split_whitespace()
        .nth(1)
        .map(String::from)
        .with_context(|| format!("cannot read the version in `{line}`"))
}

fn is_library(folder: &Path) -> bool {
    folder.join("sysroot/Cargo.toml").is_file()
}
