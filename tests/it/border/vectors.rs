//! Runs a file of vectors, a JSON array of `{id, kind, in, out, cite}`: the project's own, or the one that `VECTORS` names.

mod kinds;

use serde_json::Value;

#[test]
fn every_vector_of_the_file_holds() {
    let path = std::env::var("VECTORS")
        .unwrap_or_else(|_| format!("{}/tests/fixtures/vectors.json", env!("CARGO_MANIFEST_DIR")));
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
    let vectors: Vec<Value> =
        serde_json::from_str(&text).unwrap_or_else(|error| panic!("{path}: {error}"));
    assert!(!vectors.is_empty(), "{path} has no vector");
    let failures: Vec<String> = vectors.iter().filter_map(failure).collect();
    println!(
        "{} of {} vectors hold",
        vectors.len() - failures.len(),
        vectors.len()
    );
    assert!(failures.is_empty(), "\n{}", failures.join("\n"));
}

#[test]
fn an_unknown_kind_and_a_wrong_expectation_fail() {
    let unknown = serde_json::json!({ "id": "X", "kind": "no_such", "in": "", "out": "" });
    assert!(failure(&unknown).is_some_and(|text| text.contains("unknown kind")));
    let wrong = serde_json::json!({
        "id": "X", "kind": "canonical_resource", "in": "https://h/", "out": "https://h/",
    });
    assert!(failure(&wrong).is_some_and(|text| text.contains("https://h")));
}

/// What is wrong with one vector, if anything.
fn failure(vector: &Value) -> Option<String> {
    let id = vector["id"].as_str().unwrap_or("(no id)");
    let kind = vector["kind"].as_str().unwrap_or("(no kind)");
    let Some(check) = kinds::named(kind) else {
        return Some(format!("{id}: unknown kind {kind}"));
    };
    check(&vector["in"], &vector["out"]).err().map(|received| {
        format!(
            "{id} ({kind}): expected {}, received {received}",
            vector["out"]
        )
    })
}
