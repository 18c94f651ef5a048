//! SECURITY.md keeps its word: each threat has a defence, and each test that it names exists.

use crate::sh;

/// Each row of the table of SECURITY.md: threat, defence, tests.
fn rows() -> Vec<[String; 3]> {
    let text = sh::read_text(&sh::root().join("SECURITY.md")).unwrap();
    let rows = text.lines().filter_map(|line| {
        let cells: Vec<String> = line
            .strip_prefix("| ")?
            .strip_suffix(" |")?
            .split(" | ")
            .map(str::to_owned)
            .collect();
        <[String; 3]>::try_from(cells).ok()
    });
    rows.filter(|[threat, ..]| threat != "threat" && !threat.starts_with("---"))
        .collect()
}

/// Every function of the files under `tests/it/` and `src/`, by its name: tests stand in both.
fn tests_of_the_core() -> Vec<String> {
    let mut names = Vec::new();
    let mut folders = vec![sh::root().join("tests/it"), sh::root().join("src")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            if path.extension().is_none_or(|ending| ending != "rs") {
                continue;
            }
            let text = sh::read_text(&path).unwrap();
            let after = text.split("fn ").skip(1);
            names.extend(after.filter_map(|rest| Some(rest.split_once('(')?.0.to_owned())));
        }
    }
    names
}

#[test]
fn every_threat_has_a_defence_and_a_test_that_exists() {
    let (rows, names) = (rows(), tests_of_the_core());
    assert!(rows.len() > 15, "{}", rows.len());
    for [threat, defence, tests] in &rows {
        assert!(!threat.is_empty() && !defence.is_empty(), "{threat}");
        let mut found = 0;
        // Links to files, and in code spans names of tests (`mix_up_*` stands for several) and verbs of xtask.
        for link in tests.split("](").skip(1) {
            let path = link.split(')').next().unwrap_or_default();
            assert!(sh::root().join(path).exists(), "{threat}: {path}");
            found += 1;
        }
        for name in tests.split('`').skip(1).step_by(2) {
            if let Some(verb) = name.strip_prefix("cargo xtask ") {
                let mut words = verb.split(' ');
                let verb = words.next().unwrap_or_default();
                assert!(
                    crate::HELP.contains(&format!("\n  {verb} ")),
                    "{threat}: {name}"
                );
                for stage in words {
                    assert!(super::stages::find(stage).is_some(), "{threat}: {stage}");
                }
            } else {
                let there = match name.strip_suffix('*') {
                    Some(beginning) => names.iter().any(|test| test.starts_with(beginning)),
                    None => names.iter().any(|test| test == name),
                };
                assert!(there, "{threat}: no test `{name}`");
            }
            found += 1;
        }
        assert!(found > 0, "{threat} has no test");
    }
}
