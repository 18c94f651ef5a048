//! Browsers and their drivers.

use super::debian;
use crate::sh;
use anyhow::Result;

/// Installs Chromium and chromedriver where they are missing.
pub fn browser() -> Result<()> {
    install(&[
        ("chromium", "chromium"),
        ("chromedriver", "chromium-driver"),
    ])
}

/// Installs Firefox where it is missing.
pub fn firefox() -> Result<()> {
    install(&[("firefox-esr", "firefox-esr")])
}

/// Installs the packages of those programs that are not there.
fn install(programs: &[(&str, &str)]) -> Result<()> {
    let missing: Vec<&str> = programs
        .iter()
        .filter(|(program, _)| !sh::installed(program))
        .map(|(_, package)| *package)
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    debian::install(&missing)
}
