//! Standard libraries for wasm32, built once from the compiler's source into folders of the project's own.

use super::{TARGET, is_stamped, stamp};
use crate::sh;
use anyhow::{Context, Result};
use std::path::{Path, PathBuf};

/// Without the bitcode, LTO fails; without the other, the library's crates cannot use each other's unstable parts.
const FLAGS: [&str; 2] = ["-Cembed-bitcode=yes", "-Zforce-unstable-if-unmarked"];

/// The ordinary library, in `target/wasm-sysroot`.
pub fn plain(source: &Path) -> Result<PathBuf> {
    build(source, "wasm-sysroot", &[], &[])
}

/// The library for size, without any code for panic messages, in `target/wasm-sysroot-small`.
pub fn small(source: &Path) -> Result<PathBuf> {
    let flags = [
        "-Copt-level=z",
        "-Zunstable-options",
        "-Cpanic=immediate-abort",
    ];
    build(
        source,
        "wasm-sysroot-small",
        &flags,
        &["--features", "optimize_for_size"],
    )
}

fn build(source: &Path, name: &str, flags: &[&str], arguments: &[&str]) -> Result<PathBuf> {
    let sysroot = sh::target().join(name);
    let compiler = sh::read(sh::command("rustc").arg("-vV"))?;
    let mut all_flags: Vec<String> = FLAGS.iter().chain(flags).map(ToString::to_string).collect();
    all_flags.push(format!("--remap-path-prefix={}=std", source.display()));
    let description = format!("{compiler}\n{all_flags:?} {arguments:?}");
    if is_stamped(&sysroot, &description) {
        return Ok(sysroot);
    }
    sh::say(format!(
        "building the standard library of wasm32 into target/{name} (half a minute)"
    ));
    sh::fresh_folder(&sysroot)?;
    // Built in a copy, because cargo may write a lock file beside the manifest.
    let library = sysroot.join("library");
    sh::copy_folder(source, &library)?;
    let output = sysroot.join("build");
    let mut cargo = sh::command("cargo");
    cargo
        .current_dir(&library)
        .env("RUSTC_BOOTSTRAP", "1")
        .env("CARGO_ENCODED_RUSTFLAGS", all_flags.join("\u{1f}"))
        .args(["build", "--quiet", "-p", "sysroot", "--release"])
        .args(["--target", TARGET, "--target-dir"])
        .arg(&output)
        .args(arguments);
    sh::read(&mut cargo).context("the standard library does not build")?;
    let built = output.join(TARGET).join("release/deps");
    let libraries = sysroot.join("lib/rustlib").join(TARGET).join("lib");
    std::fs::create_dir_all(&libraries)?;
    for entry in std::fs::read_dir(&built)?.flatten() {
        if entry
            .path()
            .extension()
            .is_some_and(|extension| extension == "rlib")
        {
            std::fs::copy(entry.path(), libraries.join(entry.file_name()))?;
        }
    }
    std::fs::remove_dir_all(&output)?;
    std::fs::remove_dir_all(&library)?;
    stamp(&sysroot, &description)?;
    Ok(sysroot)
}
