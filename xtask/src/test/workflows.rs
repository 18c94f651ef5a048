//! What the workflows promise.

use crate::sh;

fn workflows() -> Vec<String> {
    std::fs::read_dir(sh::root().join(".github/workflows"))
        .unwrap()
        .map(|entry| sh::read_text(&entry.unwrap().path()).unwrap())
        .collect()
}

#[test]
fn the_workflows_use_verbs_that_exist() {
    let mut verbs = 0;
    for text in workflows() {
        for after in text.split("cargo xtask ").skip(1) {
            let verb = after.split_whitespace().next().unwrap_or_default();
            assert!(crate::HELP.contains(&format!("\n  {verb} ")), "{verb}");
            verbs += 1;
        }
    }
    assert!(verbs > 0);
}

#[test]
fn the_version_of_rust_that_is_claimed_is_the_one_that_builds() {
    let manifest = sh::read_text(&sh::root().join("Cargo.toml")).unwrap();
    let claimed = manifest
        .split_once("rust-version = \"")
        .and_then(|(_, rest)| rest.split_once('"'))
        .unwrap()
        .0;
    let here = sh::read(sh::command("rustc").arg("--version")).unwrap();
    assert!(here.starts_with(&format!("rustc {claimed}.")), "{here}");
    let install = format!("rustup toolchain install {claimed}.");
    assert!(workflows().iter().all(|text| text.contains(&install)));
}

#[test]
fn a_package_above_its_size_gate_turns_no_other_job_red() {
    let ci = sh::read_text(&sh::root().join(".github/workflows/ci.yml")).unwrap();
    let (before, after) = ci.split_once("\n  size:\n").unwrap();
    let (own, rest) = after.split_once("\n  supply-chain:\n").unwrap();
    assert!(own.contains("cargo xtask size"));
    assert!(!before.contains("cargo xtask size") && !rest.contains("cargo xtask size"));
}

#[test]
fn a_release_carries_its_provenance_and_no_token() {
    let release = sh::read_text(&sh::root().join(".github/workflows/release.yml")).unwrap();
    assert!(release.contains("id-token: write") && release.contains("--provenance"));
    assert!(!release.contains("NPM_TOKEN") && !release.contains("NODE_AUTH_TOKEN"));
}
