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

/// The text of one job of a workflow.
fn job(workflow: &str, name: &str) -> String {
    let text = sh::read_text(&sh::root().join(".github/workflows").join(workflow)).unwrap();
    let (_, after) = text.split_once(&format!("\n  {name}:\n")).unwrap();
    let lines = after
        .lines()
        .take_while(|line| line.starts_with("    ") || line.trim().is_empty());
    lines.map(|line| format!("{line}\n")).collect()
}

#[test]
fn a_release_carries_its_provenance_and_no_token() {
    let release = sh::read_text(&sh::root().join(".github/workflows/release.yml")).unwrap();
    assert!(release.contains("id-token: write") && release.contains("--provenance"));
    assert!(!release.contains("NPM_TOKEN") && !release.contains("NODE_AUTH_TOKEN"));
}

#[test]
fn what_tests_has_no_permission_and_what_publishes_runs_nothing_else() {
    let pack = job("release.yml", "pack");
    assert!(
        pack.contains("bash .ci/run") && !pack.contains("write"),
        "{pack}"
    );
    for (workflow, name) in [
        ("release.yml", "publish"),
        ("release.yml", "release"),
        ("pages.yml", "deploy"),
    ] {
        let with_permission = job(workflow, name);
        assert!(with_permission.contains("write"), "{name}");
        let own_code = ["checkout", "cargo", "npx", "npm ci", "node ", "bash"];
        let runs: Vec<&str> = with_permission
            .lines()
            .filter(|line| line.contains("run:") || line.contains("uses:"))
            .filter(|line| own_code.iter().any(|code| line.contains(code)))
            .collect();
        assert!(runs.is_empty(), "{name}: {runs:?}");
    }
}

#[test]
fn a_release_waits_for_no_gate_that_is_red() {
    let release = sh::read_text(&sh::root().join(".github/workflows/release.yml")).unwrap();
    assert!(!release.contains("cargo xtask size"));
}

#[test]
fn every_action_is_pinned_by_its_commit() {
    let mut texts = workflows();
    for name in ["action.yml", "examples/ci/mcp-sign-in.yml"] {
        texts.push(sh::read_text(&sh::root().join(name)).unwrap());
    }
    let mut pinned = 0;
    for text in texts {
        for line in text
            .lines()
            .filter_map(|line| line.trim().split_once("uses: "))
        {
            let (_, commit) = line.1.split_once('@').unwrap();
            let (commit, version) = commit.split_once(" # v").unwrap_or((commit, ""));
            let is_commit =
                commit.len() == 40 && commit.bytes().all(|byte| byte.is_ascii_hexdigit());
            assert!(is_commit && !version.is_empty(), "{}", line.1);
            pinned += 1;
        }
    }
    assert!(pinned > 10);
}
