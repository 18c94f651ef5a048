//! Chromium and its driver.

use super::debian;
use crate::sh;
use anyhow::Result;

/// Installs Chromium and chromedriver where they are missing.
pub fn browser() -> Result<()> {
    let missing: Vec<&str> = [
        ("chromium", "chromium"),
        ("chromedriver", "chromium-driver"),
    ]
    .into_iter()
    .filter(|(program, _)| !sh::installed(program))
    .map(|(_, package)| package)
    .collect();
    if missing.is_empty() {
        return Ok(());
    }
    debian::install(&missing)
}
