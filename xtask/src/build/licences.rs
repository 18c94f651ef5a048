//! What ends up in the package besides our own code: its licences in one file, and the list of parts (SBOM).

use crate::setup::TARGET;
use crate::sh;
use anyhow::{Context, Result};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

const TITLE: &str = "Third-party software in this package, and its licences\n";

/// One crate or npm package that is part of the package.
struct Part {
    name: String,
    version: String,
    /// SPDX expression.
    licence: String,
    /// `cargo` or `npm`, as in a package URL.
    registry: &'static str,
    folder: PathBuf,
}

/// By name and version.
type Parts = BTreeMap<String, Part>;

/// Writes `THIRD-PARTY-LICENSES.txt` and `sbom.json` (CycloneDX 1.6): the crates compiled into the wasm and the npm
/// packages bundled in.
pub fn write(package: &Path) -> Result<()> {
    let mut parts = crates()?;
    parts.extend(npm_packages()?);
    let mut text = String::from(TITLE);
    for (title, part) in &parts {
        text.push_str(&format!("\n{:=<80}\n{title}: {}\n\n", "", part.licence));
        for file in licence_files(&part.folder)? {
            text.push_str(sh::read_text(&file)?.trim());
            text.push_str("\n\n");
        }
    }
    sh::write(&package.join("THIRD-PARTY-LICENSES.txt"), text)?;
    let components: Vec<Value> = parts.values().map(component).collect();
    let list = json!({
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": { "component": {
            "type": "library", "name": "mcp-auth-doctor", "version": super::version()?,
            "licenses": [{ "expression": "MIT OR Apache-2.0" }],
        } },
        "components": components,
    });
    sh::write(
        &package.join("sbom.json"),
        serde_json::to_string_pretty(&list)? + "\n",
    )
}

fn component(part: &Part) -> Value {
    json!({
        "type": "library",
        "name": part.name,
        "version": part.version,
        "purl": format!("pkg:{}/{}@{}", part.registry, part.name.replace('@', "%40"), part.version),
        "licenses": [{ "expression": part.licence }],
    })
}

/// The crates that the library depends on, on the target, without those of build and tests.
fn crates() -> Result<Parts> {
    let tree = sh::read(sh::command("cargo").args([
        "tree",
        "--locked",
        "--package",
        "mcp-auth-doctor",
        "--target",
        TARGET,
        "--edges",
        "normal,no-proc-macro",
        "--prefix",
        "none",
        "--format",
        "{p}",
    ]))?;
    let wanted: BTreeSet<String> = tree
        .lines()
        .filter_map(|line| {
            let mut words = line.split_whitespace();
            Some(format!(
                "{} {}",
                words.next()?,
                words.next()?.trim_start_matches('v')
            ))
        })
        .collect();
    let metadata =
        sh::read(sh::command("cargo").args(["metadata", "--locked", "--format-version", "1"]))?;
    let metadata: Value = serde_json::from_str(&metadata)?;
    let mut parts = Parts::new();
    for entry in metadata["packages"].as_array().into_iter().flatten() {
        let name = format!("{} {}", text(&entry["name"]), text(&entry["version"]));
        if wanted.contains(&name) && entry["source"].is_string() {
            let folder = PathBuf::from(text(&entry["manifest_path"]));
            let folder = folder.parent().context("a manifest has no folder")?;
            let part = Part {
                name: text(&entry["name"]),
                version: text(&entry["version"]),
                licence: text(&entry["license"]),
                registry: "cargo",
                folder: folder.to_path_buf(),
            };
            parts.insert(name, part);
        }
    }
    Ok(parts)
}

/// The npm packages that esbuild bundled in, as its own list of inputs tells.
fn npm_packages() -> Result<Parts> {
    let mut parts = Parts::new();
    let folder = sh::target().join("core/meta");
    let Ok(lists) = std::fs::read_dir(&folder) else {
        return Ok(parts);
    };
    for list in lists.flatten() {
        let meta: Value = serde_json::from_str(&sh::read_text(&list.path())?)?;
        for input in meta["inputs"]
            .as_object()
            .into_iter()
            .flat_map(|inputs| inputs.keys())
        {
            let Some((_, path)) = input.rsplit_once("node_modules/") else {
                continue;
            };
            let scoped = if path.starts_with('@') { 2 } else { 1 };
            let name = path.split('/').take(scoped).collect::<Vec<_>>().join("/");
            let end = input.len() - path.len() + name.len();
            let folder = sh::root().join(&input[..end]);
            let manifest: Value =
                serde_json::from_str(&sh::read_text(&folder.join("package.json"))?)?;
            let title = format!("{name} {}", text(&manifest["version"]));
            let part = Part {
                version: text(&manifest["version"]),
                licence: text(&manifest["license"]),
                registry: "npm",
                name,
                folder,
            };
            parts.insert(title, part);
        }
    }
    Ok(parts)
}

fn licence_files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder)
        .with_context(|| format!("cannot list {}", folder.display()))?
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| {
            let name = path
                .file_name()
                .unwrap_or_default()
                .to_string_lossy()
                .to_lowercase();
            path.is_file()
                && ["licen", "copying", "notice"]
                    .iter()
                    .any(|start| name.starts_with(start))
        })
        .collect();
    files.sort();
    Ok(files)
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_string()
}
