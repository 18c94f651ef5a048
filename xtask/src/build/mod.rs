//! The npm package, in `target/npm/mcp-auth-doctor/`, and its tarball beside it.
//!
//! Where a file of the package comes from:
//!
//! | file | made of |
//! | --- | --- |
//! | `sign-in.wasm`, `diagnosis.wasm` | `src/`, by cargo, wasm-bindgen and wasm-opt: one feature of the crate each |
//! | `index.mjs` | `pkg-template/driver/`, wasm-bindgen's glue and the sign-in's wasm as text |
//! | `diagnosis.mjs` | the diagnosis, which `index.mjs` loads when it is needed |
//! | `inline.mjs`, `index.cjs` | `pkg-template/entry/inline.mjs`: the same with the diagnosis in the file |
//! | `node.mjs`, `node.cjs` | the same, the wasm by brotli |
//! | `slim.mjs`, `slim.cjs` | the same without any wasm |
//! | `workerd.mjs` | the same, the wasm imported as modules |
//! | `index.d.mts`, … | `pkg-template/declarations`, `pkg-template/api.d.ts`, and wasm-bindgen's declarations of the exports |
//! | `hosts/NAME.mjs`, `.cjs` | `pkg-template/hosts/NAME/index.ts`, with the npm libraries it imports bundled in |
//! | `types/{esm,cjs}/hosts/NAME/` | its declarations, by tsc |
//! | `cli.mjs` | `pkg-template/cli/index.ts` |
//! | `man/` | the man page, which `cli.mjs` prints |
//! | `www/` | the diagnostic page, by `www/build.mjs`; the same is in `target/site/`, with the documentation beside it |
//!
//! Hosts, command line and page import the core by the package's name; the build makes a relative import of it, so
//! that wasm and state exist once. `tests/node_modules/mcp-auth-doctor` is a link to the finished package.

mod core_files;
mod documents;
mod extensions;
mod hosts;
mod licences;
#[cfg(test)]
mod options;
mod site;
mod standard;
#[cfg(test)]
mod types;
mod wasm;

use crate::{setup, sh};
use anyhow::{Context, Result, bail};
use serde_json::Value;
use std::path::{Path, PathBuf};

/// The comment at the top of each file, which bundlers keep.
const NOTICE: &str = "/*! mcp-auth-doctor | MIT OR Apache-2.0 | it includes other software: see THIRD-PARTY-LICENSES.txt of the package */";

/// `cargo xtask build [--quick]`.
pub fn run(arguments: &[String]) -> Result<()> {
    let quick = arguments.iter().any(|argument| argument == "--quick");
    println!("{}", package(quick)?.display());
    if !quick {
        extensions()?;
    }
    Ok(())
}

/// Builds the extensions on the package as it is, and prints what people install.
pub fn extensions() -> Result<()> {
    ensure()?;
    sh::say("building the extensions");
    for file in extensions::write(&folder())? {
        println!("{}", file.display());
    }
    Ok(())
}

/// The folder of the finished package.
pub fn folder() -> PathBuf {
    sh::target().join("npm/mcp-auth-doctor")
}

/// Builds the package quickly, unless it is there.
pub fn ensure() -> Result<()> {
    setup::packages()?;
    let complete = folder().join("cli.mjs").exists();
    if complete {
        Ok(())
    } else {
        package(true).map(drop)
    }
}

/// Builds the package and returns the path of its tarball.
pub fn package(quick: bool) -> Result<PathBuf> {
    setup::packages()?;
    let toolchain = setup::wasm::toolchain()?;
    sh::say(if quick {
        "compiling the core, quickly"
    } else {
        "compiling the core for size"
    });
    let [sign_in, diagnosis] = [wasm::SIGN_IN, wasm::DIAGNOSIS].map(|module| {
        let folder = sh::target().join("core").join(module.name);
        wasm::compile(&toolchain, quick, module, &folder)
    });
    let package = folder();
    sh::fresh_folder(&package)?;
    core_files::write(&sign_in?, &diagnosis?, &package, quick)?;
    sh::say("bundling hosts, command line and page");
    let named = manifest(&package)?;
    hosts::write(&package)?;
    check_files(&package, &named)?;
    documents::copy(&package)?;
    if !quick {
        documents::reference(&package)?;
    }
    licences::write(&package)?;
    site::write(&package)?;
    pack(&package)
}

/// Writes package.json with the crate's version, and the texts; returns the files that it names.
fn manifest(package: &Path) -> Result<Vec<String>> {
    let text = sh::read_text(&sh::root().join("pkg-template/package.json"))?;
    let text = text.replace("\"0.0.0\"", &format!("\"{}\"", version()?));
    let manifest: Value = serde_json::from_str(&text).context("pkg-template/package.json")?;
    let mut named = Vec::new();
    collect_files(&manifest["exports"], &mut named);
    collect_files(&manifest["imports"], &mut named);
    collect_files(&manifest["bin"], &mut named);
    sh::write(&package.join("package.json"), with_addresses(text)?)?;
    for name in ["README.md", "CHANGELOG.md", "LICENSE-MIT", "LICENSE-APACHE"] {
        let source = sh::root().join(name);
        std::fs::copy(&source, package.join(name))
            .with_context(|| format!("cannot copy {name}"))?;
    }
    Ok(named)
}

/// Adds where the project is at home, as far as `pkg-template/addresses.json` says it.
fn with_addresses(manifest: String) -> Result<String> {
    let addresses = sh::read_text(&sh::root().join("pkg-template/addresses.json"))?;
    let addresses: Value =
        serde_json::from_str(&addresses).context("pkg-template/addresses.json")?;
    let known = addresses.as_object().into_iter().flatten();
    let lines: String = known
        .filter(|(_, address)| !address.is_null())
        .map(|(name, address)| format!("  \"{name}\": {address},\n"))
        .collect();
    let before = "  \"type\": \"module\",\n";
    Ok(manifest.replacen(before, &format!("{lines}{before}"), 1))
}

/// Every file that package.json names has to be there.
fn check_files(package: &Path, named: &[String]) -> Result<()> {
    let missing: Vec<&str> = named
        .iter()
        .map(String::as_str)
        .filter(|name| !package.join(name).exists())
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    bail!(
        "package.json names files that were not built: {}",
        missing.join(", ")
    );
}

fn collect_files(value: &Value, into: &mut Vec<String>) {
    match value {
        Value::String(name) if name != "./package.json" => {
            into.push(name.trim_start_matches("./").into())
        }
        Value::Object(members) => members
            .values()
            .for_each(|member| collect_files(member, into)),
        _ => {}
    }
}

/// The crate's version.
pub fn version() -> Result<String> {
    let id = sh::read(sh::command("cargo").args(["pkgid", "--package", "mcp-auth-doctor"]))?;
    id.rsplit(['#', '@'])
        .next()
        .map(String::from)
        .with_context(|| format!("no version in `{id}`"))
}

fn pack(package: &Path) -> Result<PathBuf> {
    let beside = package
        .parent()
        .context("the package has no folder above it")?;
    let name = sh::read(
        sh::command("npm")
            .current_dir(package)
            .args([
                "pack",
                "--ignore-scripts",
                "--loglevel=error",
                "--pack-destination",
            ])
            .arg(beside),
    )?;
    Ok(beside.join(name.lines().last().unwrap_or_default()))
}
