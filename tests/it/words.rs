//! The words of every text that a person reads: what must not come back, as `CONTRIBUTING.md` says it.

use std::fs;
use std::path::{Path, PathBuf};

/// Patterns that are translated rather than said, in lower case, and what to say instead.
const AVOID: &[(&str, &str)] = &[
    ("is no ", "is not a"),
    ("are no ", "are not"),
    ("takes no ", "does not accept"),
    ("takes what ", "accepts what"),
    ("lets no ", "blocks"),
    (" mend", "fix"),
    ("all the same", "anyway"),
    ("on the way", "on the network path, or: changed, lost"),
    ("one of its own", "its own"),
    ("has to be proven by", "must be shown by"),
    (
        "proven by a handshake",
        "tested with one call to the server",
    ),
    ("what would decide", "more information"),
    ("stands in the way", "stops, blocks"),
    ("stand in the way", "stop, block"),
    ("as it should be", "correct"),
    ("no such member", "`member` is missing"),
    ("whoever is", "anyone"),
    ("do it here", "do this here"),
    ("takes only", "accepts only"),
    ("are taken", "are accepted, used"),
    ("taken for", "treated as"),
    ("for a success", "as a success"),
    ("any more", "no longer"),
    ("once more", "again"),
    ("a way of its own", "its own way"),
    ("repair", "fix"),
    ("is named by no", "no … names it"),
    ("as it stands", "literally, unchanged"),
    ("ends tls", "terminates TLS"),
];

#[test]
fn no_text_has_a_pattern_that_must_not_come_back() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut wrong = Vec::new();
    for file in files(root) {
        let name = file.strip_prefix(root).unwrap().to_string_lossy();
        let text = fs::read_to_string(&file).unwrap();
        for said in texts(&name, &text) {
            // "There is no such file" and "is no longer valid" are plain English.
            let plain = ["there is no ", "there are no ", "no longer"]
                .iter()
                .fold(said.to_lowercase(), |text, plain| text.replace(plain, ""));
            for (pattern, instead) in AVOID {
                if plain.contains(pattern) {
                    wrong.push(format!("{name}: `{pattern}` (say: {instead}) in: {said}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_headline_is_short_and_without_values() {
    for rule in mcp_auth_doctor::rules::ALL {
        let length = rule.title.chars().count();
        assert!(
            length <= 70,
            "{}: {length} characters: {}",
            rule.id,
            rule.title
        );
        assert!(!rule.title.ends_with('.'), "{}: {}", rule.id, rule.title);
    }
}

/// Sources with texts for people, and the documents.
fn files(root: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for folder in [
        "src",
        "pkg-template",
        "www",
        "docs",
        "examples",
        "extensions",
    ] {
        collect(&root.join(folder), &mut found);
    }
    for name in ["README.md", "SECURITY.md"] {
        found.push(root.join(name));
    }
    found.sort();
    found
}

fn collect(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap().flatten() {
        let path = entry.path();
        let name = entry.file_name().to_string_lossy().into_owned();
        if path.is_dir() && !matches!(name.as_str(), "tests" | "node_modules" | "dist") {
            collect(&path, found);
        }
        // The reference is generated from the rules, the schema and the table of wordings are not prose of ours.
        let prose = [".rs", ".ts", ".html", ".mjs", ".md"]
            .iter()
            .any(|end| name.ends_with(end));
        if prose && !name.ends_with(".d.ts") && !matches!(name.as_str(), "tests.rs" | "rules.md") {
            found.push(path);
        }
    }
}

/// What a person reads of a file: its string literals, or all of a document.
fn texts(name: &str, text: &str) -> Vec<String> {
    if name.ends_with(".md") || name.ends_with(".html") {
        return text.split("\n\n").map(joined).collect();
    }
    let code = if name.ends_with(".rs") {
        text.to_owned()
    } else {
        without_comments(text)
    };
    let code: String = code
        .lines()
        .filter(|line| !line.trim_start().starts_with("//") && !line.trim_start().starts_with('*'))
        .map(|line| format!("{line}\n"))
        .collect();
    let code = code.split("#[cfg(test)]").next().unwrap_or_default();
    let quotes: &[char] = if name.ends_with(".rs") {
        &['"']
    } else {
        &['\'', '`', '"']
    };
    literals(code, quotes)
}

/// Without what stands between `/*` and `*/`.
fn without_comments(text: &str) -> String {
    let mut parts = text.split("/*");
    let mut kept = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        kept.push_str(part.split_once("*/").map_or("", |(_, after)| after));
    }
    kept
}

fn literals(code: &str, quotes: &[char]) -> Vec<String> {
    let mut found = Vec::new();
    let mut characters = code.chars();
    while let Some(character) = characters.next() {
        if !quotes.contains(&character) {
            continue;
        }
        let mut literal = String::new();
        while let Some(next) = characters.next() {
            match next {
                '\\' => literal.extend(characters.next().filter(|escaped| *escaped != '\n')),
                _ if next == character => break,
                _ => literal.push(next),
            }
        }
        found.push(joined(&literal));
    }
    found
}

fn joined(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn a_literal_is_read_over_its_lines() {
    let code = "x(\"one \\\n   two\"); y(\"three\")";
    assert_eq!(literals(code, &['"']), ["one two", "three"]);
}
