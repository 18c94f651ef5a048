//! The committed reference is what the rules say. `UPDATE=1 cargo test --test it reference` writes it anew.

use mcp_auth_doctor::{reference, rules};
use std::collections::BTreeMap;
use std::path::Path;

#[test]
fn the_reference_is_what_the_rules_say() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/rules.md");
    let expected = reference::markdown();
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, &expected).unwrap();
    }
    let committed = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        committed == expected,
        "docs/rules.md is out of date: UPDATE=1 cargo test --test it reference"
    );
}

#[test]
fn every_rule_has_one_class_and_every_class_a_rule() {
    let text = include_str!("../../corpus/classes.json");
    let classes: BTreeMap<String, String> = serde_json::from_str(text).unwrap();
    for rule in rules::ALL {
        assert!(classes.contains_key(rule.id), "{} has no class", rule.id);
    }
    for id in classes.keys() {
        assert!(rules::by_id(id).is_some(), "{id} is no rule");
    }
}
