//! What travels in the package besides code: the documents that its README links to, and the API reference.

use crate::{setup, sh};
use anyhow::{Context, Result};
use serde_json::json;
use std::path::{Path, PathBuf};

/// Folders and files of the repository that the README and its documents link to.
const LINKED: [&str; 5] = [
    "SECURITY.md",
    "docs",
    "examples",
    "extensions/browser",
    "extensions/vscode",
];

/// What stands in those folders on a machine and is not part of them.
const LEFT_OUT: [&str; 3] = ["node_modules", "dist", "tools"];

/// The entries that the API reference is made of: file of the declarations.
const ENTRIES: [&str; 9] = [
    "index.d.mts",
    "slim.d.mts",
    "types/esm/hosts/addresses/index.d.ts",
    "types/esm/hosts/electron/index.d.ts",
    "types/esm/hosts/mcp-sdk/index.d.ts",
    "types/esm/hosts/node/index.d.ts",
    "types/esm/hosts/page/index.d.ts",
    "types/esm/hosts/vscode/index.d.ts",
    "types/esm/hosts/web-extension/index.d.ts",
];

/// Copies the documents into the package.
pub fn copy(package: &Path) -> Result<()> {
    for name in LINKED {
        copy_all(&sh::root().join(name), &package.join(name))?;
    }
    let security = package.join("SECURITY.md");
    let text = without_dead_links(&sh::read_text(&security)?, package);
    sh::write(&security, text)
}

/// A link to what does not travel, such as a test, becomes its text.
fn without_dead_links(text: &str, package: &Path) -> String {
    let mut kept = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("](") {
        let (target, behind) = after.split_once(')').unwrap_or((after, ""));
        let file = target.split('#').next().unwrap_or_default();
        let is_dead = !target.contains(':') && !package.join(file).exists();
        match before.rfind('[').filter(|_| is_dead) {
            Some(start) => kept.extend([&before[..start], &before[start + 1..]]),
            None => kept.extend([before, "](", target, ")"]),
        }
        rest = behind;
    }
    kept + rest
}

/// Writes `docs/api/` into the package: Markdown, by typedoc, from the declarations as they are shipped.
pub fn reference(package: &Path) -> Result<()> {
    let tools = sh::root().join("docs/tools");
    setup::install_locked(&tools)?;
    sh::say("writing the API reference");
    let project = sh::target().join("core/reference.json");
    let files: Vec<PathBuf> = ENTRIES.iter().map(|entry| package.join(entry)).collect();
    let types = sh::node_modules().join("@types");
    let options = json!({
        "module": "nodenext", "target": "es2022", "lib": ["es2023", "dom"], "types": ["chrome", "node", "vscode"], "typeRoots": [types],
        "paths": { "mcp-auth-doctor": [package.join("index.d.mts")] }, "skipLibCheck": true, "noEmit": true,
    });
    sh::write(
        &project,
        json!({ "compilerOptions": options, "files": files }).to_string(),
    )?;
    let mut typedoc = sh::command("node");
    typedoc
        .current_dir(package)
        .arg(tools.join("node_modules/typedoc/bin/typedoc"))
        .args(["--plugin", "typedoc-plugin-markdown", "--out", "docs/api"])
        .arg("--tsconfig")
        .arg(&project)
        .args(["--readme", "none", "--disableSources", "--hideGenerator"])
        .args([
            "--outputFileStrategy",
            "modules",
            "--hideBreadcrumbs",
            "--useHTMLAnchors",
        ])
        .args(["--name", "mcp-auth-doctor", "--logLevel", "Error"]);
    for entry in ENTRIES {
        typedoc.args(["--entryPoints", entry]);
    }
    sh::run(&mut typedoc)
}

fn copy_all(from: &Path, to: &Path) -> Result<()> {
    if from.is_file() {
        return sh::write(to, std::fs::read(from)?);
    }
    for entry in
        std::fs::read_dir(from).with_context(|| format!("cannot list {}", from.display()))?
    {
        let entry = entry?;
        let name = entry.file_name();
        if !LEFT_OUT.iter().any(|left_out| name == *left_out) {
            copy_all(&entry.path(), &to.join(&name))?;
        }
    }
    Ok(())
}
