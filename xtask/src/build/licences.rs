//! What ends up in the package besides our own code: its licences in one file, and the list of parts (SBOM).

use super::standard;
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
    /// Of the released archive, where its registry states one.
    hash: Option<Hash>,
}

/// A hash as CycloneDX writes it: the algorithm, and the value in hexadecimal.
type Hash = (&'static str, String);

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
    let mut components: Vec<Value> = parts.values().map(component).collect();
    components.extend(standard::parts()?.iter().map(standard_component));
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
    let mut component = json!({
        "type": "library",
        "name": part.name,
        "version": part.version,
        "purl": format!("pkg:{}/{}@{}", part.registry, part.name.replace('@', "%40"), part.version),
        "licenses": [{ "expression": part.licence }],
    });
    if let Some((algorithm, value)) = &part.hash {
        component["hashes"] = json!([{ "alg": algorithm, "content": value }]);
    }
    component
}

/// A part of the standard library, all of which has one licence.
fn standard_component(part: &standard::Part) -> Value {
    let registry = if part.sha256.is_some() {
        "cargo"
    } else {
        "generic"
    };
    let mut component = json!({
        "type": "library",
        "name": part.name,
        "version": part.version,
        "purl": format!("pkg:{registry}/{}@{}", part.name, part.version),
        "licenses": [{ "expression": "MIT OR Apache-2.0" }],
    });
    if let Some(value) = &part.sha256 {
        component["hashes"] = json!([{ "alg": "SHA-256", "content": value }]);
    }
    component
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
    let lock = sh::read_text(&sh::root().join("Cargo.lock"))?;
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
                hash: checksum(&lock, &name).map(|value| ("SHA-256", value)),
            };
            parts.insert(name, part);
        }
    }
    Ok(parts)
}

/// The npm packages that esbuild bundled in, as its own list of inputs tells.
fn npm_packages() -> Result<Parts> {
    let mut parts = Parts::new();
    let lock: Value =
        serde_json::from_str(&sh::read_text(&sh::root().join("tests/package-lock.json"))?)?;
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
                hash: integrity(&lock, &input[..end]),
                name,
                folder,
            };
            parts.insert(title, part);
        }
    }
    Ok(parts)
}

/// The checksum that a `Cargo.lock` states for `name version`.
fn checksum(lock: &str, title: &str) -> Option<String> {
    let entry = lock.split("\n\n").find(|entry| {
        let member = |name| standard::member(entry, name).unwrap_or_default();
        format!("{} {}", member("name"), member("version")) == title
    })?;
    standard::member(entry, "checksum").map(str::to_owned)
}

/// The hash that npm's lock states for a package, by the way to its folder: `sha512-` and base64 there.
fn integrity(lock: &Value, folder: &str) -> Option<Hash> {
    let at = folder.find("node_modules/")?;
    let stated = lock["packages"][&folder[at..]]["integrity"].as_str()?;
    let value = stated.strip_prefix("sha512-")?;
    Some(("SHA-512", hexadecimal(value)?))
}

/// Base64 (RFC 4648 §4) as hexadecimal.
fn hexadecimal(base64: &str) -> Option<String> {
    const ALPHABET: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let (mut bits, mut count, mut out) = (0_u32, 0, String::new());
    for character in base64.trim_end_matches('=').chars() {
        bits = bits << 6 | u32::try_from(ALPHABET.find(character)?).ok()?;
        count += 6;
        if count >= 8 {
            count -= 8;
            out.push_str(&format!("{:02x}", bits >> count & 0xff));
        }
    }
    Some(out)
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

#[cfg(test)]
mod tests {
    use super::{checksum, hexadecimal};

    #[test]
    fn hashes_are_read_as_the_locks_state_them() {
        assert_eq!(hexadecimal("aGVsbG8=").as_deref(), Some("68656c6c6f"));
        assert_eq!(hexadecimal("not base64!"), None);
        let lock = "[[package]]\nname = \"url\"\nversion = \"2.5.8\"\nchecksum = \"ab\"\n";
        assert_eq!(checksum(lock, "url 2.5.8").as_deref(), Some("ab"));
        assert_eq!(checksum(lock, "url 2.5.7"), None);
    }
}
