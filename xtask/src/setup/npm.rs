//! Node, and the npm packages of tests, demo and build.

use super::{is_stamped, stamp};
use crate::sh;
use anyhow::{Context, Result, bail};
use std::path::Path;

const OLDEST_NODE: u32 = 20;

/// Checks that Node is here and new enough.
pub fn node() -> Result<()> {
    let version = sh::read(sh::command("node").arg("--version"))
        .context("please install Node.js 20 or newer, with npm")?;
    let major: Option<u32> = version
        .trim_start_matches('v')
        .split('.')
        .next()
        .and_then(|major| major.parse().ok());
    match major {
        Some(major) if major >= OLDEST_NODE => Ok(()),
        _ => bail!("Node.js 20 or newer is needed, this one is {version}"),
    }
}

/// Installs what `tests/package-lock.json` names, unless that is done.
pub fn packages() -> Result<()> {
    node()?;
    install_locked(&sh::root().join("tests"))?;
    link(
        &sh::target().join("npm/mcp-auth-doctor"),
        &sh::node_modules().join("mcp-auth-doctor"),
    )?;
    link(
        &sh::node_modules(),
        &sh::root().join("pkg-template/node_modules"),
    )
}

/// Installs what the lock in a folder names, exactly; scripts of packages do not run.
pub fn install_locked(folder: &Path) -> Result<()> {
    let lock = sh::read_text(&folder.join("package-lock.json"))?;
    let installed = folder.join("node_modules");
    if is_stamped(&installed, &lock) {
        return Ok(());
    }
    sh::say(format!(
        "installing the npm packages of {}",
        folder.display()
    ));
    sh::run(sh::command("npm").current_dir(folder).args([
        "ci",
        "--ignore-scripts",
        "--no-audit",
        "--no-fund",
        "--loglevel=error",
    ]))
    .context("npm could not install the packages: is its registry reached from here?")?;
    stamp(&installed, &lock)
}

/// Installs the runtimes and bundlers of `tests/package/tools` into `target/tools/package`.
pub fn matrix_tools() -> Result<()> {
    node()?;
    let folder = sh::target().join("tools/package");
    let source = sh::root().join("tests/package/tools");
    for name in [".npmrc", "package.json", "package-lock.json"] {
        sh::write(&folder.join(name), sh::read_text(&source.join(name))?)?;
    }
    install_locked(&folder)
}

/// Makes a symbolic link, or corrects it.
fn link(to: &Path, at: &Path) -> Result<()> {
    if std::fs::read_link(at).is_ok_and(|old| old == to) {
        return Ok(());
    }
    if at.is_symlink() {
        std::fs::remove_file(at)?;
    }
    let Some(folder) = at.parent() else {
        return Ok(());
    };
    std::fs::create_dir_all(folder)?;
    std::os::unix::fs::symlink(to, at).with_context(|| format!("cannot link {}", at.display()))
}
