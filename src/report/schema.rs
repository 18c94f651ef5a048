//! The published JSON Schema of a report, made from its types; a test keeps the file equal.

use super::Report;
use std::path::Path;

#[test]
fn the_published_schema_is_the_reports() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/report.schema.json");
    let schema = schemars::schema_for!(Report);
    let expected = format!("{}\n", serde_json::to_string_pretty(&schema).unwrap());
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, &expected).unwrap();
    }
    let published = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        published == expected,
        "docs/report.schema.json is out of date: UPDATE=1 cargo test --lib schema"
    );
}
