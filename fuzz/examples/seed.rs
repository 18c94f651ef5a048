//! `cargo run --example seed` writes the first corpus: the rules' own examples and the fixtures of the tests.

use mcp_auth_doctor::rules;
use std::fs;
use std::path::Path;

fn main() -> std::io::Result<()> {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/fixtures");
    let judge = corpus.join("judge");
    fs::create_dir_all(&judge)?;
    for rule in rules::ALL {
        for (at, example) in rule.fails.iter().chain(rule.passes).enumerate() {
            fs::write(judge.join(format!("{}-{at}", rule.id.replace('/', "-"))), example)?;
        }
    }
    let har = corpus.join("har");
    fs::create_dir_all(&har)?;
    for entry in fs::read_dir(fixtures).into_iter().flatten().flatten() {
        if entry.path().extension().is_some_and(|extension| extension == "har") {
            fs::copy(entry.path(), har.join(entry.file_name()))?;
        }
    }
    Ok(())
}
