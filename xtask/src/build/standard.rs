//! The parts of Rust's standard library that end up in the wasm.

use crate::setup::{TARGET, rust_source, wasm};
use crate::sh;
use anyhow::{Context, Result};
use std::path::{Path, PathBuf};

/// One part: its name, its version, and the SHA-256 of its release where it comes from crates.io.
pub struct Part {
    pub name: String,
    pub version: String,
    pub sha256: Option<String>,
}

/// What the library for the target consists of: the library itself, and the crates that it brings.
pub fn parts() -> Result<Vec<Part>> {
    let version = rust_source::compiler_version()?;
    let lock = lock(&version)?;
    let mut parts = vec![Part {
        name: "rust-std".to_owned(),
        version,
        sha256: None,
    }];
    for name in crates(&folder()?)? {
        let released = locked(&lock, &name).filter(|part| part.sha256.is_some());
        parts.extend(released);
    }
    Ok(parts)
}

/// Where the compiled library is that the package is built on.
fn folder() -> Result<PathBuf> {
    let toolchain = wasm::toolchain()?;
    match toolchain.small.or(toolchain.plain) {
        Some(sysroot) => Ok(sysroot.join("lib/rustlib").join(TARGET).join("lib")),
        None => {
            let folder = sh::read(sh::command("rustc").args([
                "--print",
                "target-libdir",
                "--target",
                TARGET,
            ]))?;
            Ok(PathBuf::from(folder))
        }
    }
}

/// The names of the crates, as their files have them: `libcfg_if-0123.rlib`.
fn crates(folder: &Path) -> Result<Vec<String>> {
    let entries =
        std::fs::read_dir(folder).with_context(|| format!("cannot list {}", folder.display()))?;
    let mut names: Vec<String> = entries
        .flatten()
        .filter_map(|entry| {
            let name = entry.file_name().into_string().ok()?;
            let (name, _) = name.strip_prefix("lib")?.split_once('-')?;
            Some(name.replace('_', "-"))
        })
        .collect();
    names.sort();
    names.dedup();
    Ok(names)
}

/// The lock of the library, from its source.
fn lock(version: &str) -> Result<String> {
    let library = rust_source::library(sh::installed("rustup"))
        .with_context(|| format!("the source of rustc {version} names the library's parts"))?;
    sh::read_text(&library.join("Cargo.lock"))
}

/// An entry of a `Cargo.lock`. Of several versions the first counts: the library has one of each on a target.
pub fn locked(lock: &str, name: &str) -> Option<Part> {
    let entry = lock.split("\n\n").find(|entry| {
        let own = member(entry, "name").map(|own| own.replace('_', "-"));
        own.as_deref() == Some(name)
    })?;
    Some(Part {
        name: member(entry, "name")?.to_owned(),
        version: member(entry, "version")?.to_owned(),
        sha256: member(entry, "checksum").map(str::to_owned),
    })
}

/// The text of a member of an entry: `name = "dlmalloc"`.
pub fn member<'a>(entry: &'a str, name: &str) -> Option<&'a str> {
    let start = format!("{name} = \"");
    let line = entry
        .lines()
        .find_map(|line| line.strip_prefix(start.as_str()))?;
    line.strip_suffix('"')
}

#[cfg(test)]
mod tests {
    use super::locked;

    #[test]
    fn a_part_is_found_by_the_name_of_its_file() {
        let lock = "version = 4\n\n[[package]]\nname = \"cfg-if\"\nversion = \"1.0.4\"\nchecksum = \"ab\"\n\n[[package]]\nname = \"core\"\nversion = \"0.0.0\"\n";
        let found = locked(lock, "cfg-if").unwrap();
        assert_eq!(
            (found.version.as_str(), found.sha256.as_deref()),
            ("1.0.4", Some("ab"))
        );
        assert!(locked(lock, "core").unwrap().sha256.is_none());
    }
}
