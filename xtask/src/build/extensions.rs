//! The two extensions of `extensions/`, built as any author builds one: on the finished package, by the commands of their own package.json.
//! Their installable files go beside the tarball.

use crate::{setup, sh};
use anyhow::{Context, Result};
use serde_json::Value;
use std::path::{Path, PathBuf};

/// Each with the files that its `npm run package` makes.
const EXTENSIONS: [(&str, &[&str]); 2] = [
    ("vscode", &["mcp-auth-doctor.vsix"]),
    (
        "browser",
        &["mcp-auth-doctor-chrome.zip", "mcp-auth-doctor-firefox.xpi"],
    ),
];

/// Builds both into `target/extensions/` and returns the files that people install.
pub fn write(package: &Path) -> Result<Vec<PathBuf>> {
    setup::install_locked(&sh::root().join("extensions"))?;
    let mut made = Vec::new();
    for (name, files) in EXTENSIONS {
        let folder = copy(name, package)?;
        npm(&folder, "build")?;
        npm(&folder, "package")?;
        for file in files {
            let finished = package
                .parent()
                .context("the package is in no folder")?
                .join(file);
            std::fs::copy(folder.join(file), &finished)
                .with_context(|| format!("extensions/{name} made no {file}"))?;
            made.push(finished);
        }
    }
    Ok(made)
}

/// A copy with the package in its `node_modules`, our version and the licences of what gets bundled.
fn copy(name: &str, package: &Path) -> Result<PathBuf> {
    let source = sh::root().join("extensions").join(name);
    let folder = sh::target().join("extensions").join(name);
    sh::fresh_folder(&folder)?;
    sh::copy_folder(&source, &folder)?;
    let manifest = sh::read_text(&source.join("package.json"))?;
    let mut manifest: Value = serde_json::from_str(&manifest)?;
    manifest["version"] = super::version()?.into();
    sh::write(
        &folder.join("package.json"),
        serde_json::to_string_pretty(&manifest)? + "\n",
    )?;
    let mut licences = sh::read_text(&package.join("THIRD-PARTY-LICENSES.txt"))?;
    for kind in ["dependencies", "devDependencies"] {
        for dependency in manifest[kind]
            .as_object()
            .into_iter()
            .flat_map(|all| all.keys())
        {
            let from = installed(dependency, package);
            link(&from, &folder.join("node_modules").join(dependency))?;
            let licence = ["LICENSE.md", "LICENSE"].map(|file| from.join(file));
            let bundled = kind == "dependencies" && dependency != "mcp-auth-doctor";
            if let Some(file) = licence.iter().find(|file| bundled && file.exists()) {
                licences += &format!(
                    "\n{:=<80}\n{dependency}\n\n{}\n",
                    "",
                    sh::read_text(file)?.trim()
                );
            }
        }
    }
    sh::write(&folder.join("THIRD-PARTY-LICENSES.txt"), licences)?;
    for file in ["LICENSE-MIT", "LICENSE-APACHE", "CHANGELOG.md"] {
        std::fs::copy(sh::root().join(file), folder.join(file))?;
    }
    Ok(folder)
}

fn installed(dependency: &str, package: &Path) -> PathBuf {
    if dependency == "mcp-auth-doctor" {
        return package.to_path_buf();
    }
    let own = sh::root().join("extensions/node_modules").join(dependency);
    if own.exists() {
        own
    } else {
        sh::node_modules().join(dependency)
    }
}

fn link(to: &Path, at: &Path) -> Result<()> {
    std::fs::create_dir_all(at.parent().context("a link is in no folder")?)?;
    std::os::unix::fs::symlink(to, at).with_context(|| format!("cannot link {}", at.display()))
}

fn npm(folder: &Path, script: &str) -> Result<()> {
    let programs = [
        sh::root().join("extensions/node_modules/.bin"),
        sh::node_modules().join(".bin"),
    ];
    let path = std::env::var_os("PATH").unwrap_or_default();
    let path = std::env::join_paths(programs.into_iter().chain(std::env::split_paths(&path)))?;
    sh::run(
        sh::command("npm")
            .current_dir(folder)
            .env("PATH", path)
            .args(["run", "--silent", script]),
    )
}
