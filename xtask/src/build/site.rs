//! The documentation, as static pages in `target/site/docs`: beside the page, not in the package.

use crate::sh;
use anyhow::Result;
use mcp_auth_doctor::reference;
use std::path::Path;

/// Writes the pages, made of the finished package and of what only the core knows.
pub fn write(package: &Path) -> Result<()> {
    let known = serde_json::json!({
        "messages": reference::messages(),
        "transcripts": reference::transcripts(),
    });
    let file = sh::target().join("core/reference.json");
    sh::write(&file, known.to_string())?;
    sh::run(
        sh::command("node")
            .arg("www/docs/build.mjs")
            .arg("--package")
            .arg(package)
            .arg("--reference")
            .arg(&file)
            .arg("--out")
            .arg(sh::target().join("site/docs")),
    )
}
