//! The layers point one way: no file imports from a layer below its own.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// The place of each module in `src/lib.rs`; modules that stand together, without an empty line between them, are one layer.
fn layers(source: &Path) -> BTreeMap<String, usize> {
    let text = fs::read_to_string(source.join("lib.rs")).unwrap();
    let mut layers = BTreeMap::new();
    for (at, block) in text.split("\n\n").enumerate() {
        for line in block.lines() {
            let name = line
                .strip_prefix("pub mod ")
                .and_then(|rest| rest.strip_suffix(';'));
            layers.extend(name.map(|name| (name.to_owned(), at)));
        }
    }
    layers
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    entries
        .flat_map(|path| match path.is_dir() {
            true => files(&path),
            false => vec![path],
        })
        .collect()
}

/// The modules that a file names, its tests and comments left out.
fn named(text: &str) -> Vec<&str> {
    let code = text
        .split("#[cfg(test)]\nmod tests {")
        .next()
        .unwrap_or_default();
    code.lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .flat_map(|line| line.split("crate::").skip(1))
        .map(|rest| {
            rest.split(|one: char| !one.is_alphanumeric() && one != '_')
                .next()
                .unwrap_or_default()
        })
        .collect()
}

#[test]
fn no_file_imports_from_a_layer_below_its_own() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let layers = layers(&source);
    let mut checked = 0;
    let mut wrong = Vec::new();
    for path in files(&source) {
        let place = path.strip_prefix(&source).unwrap();
        let first = place.components().next().unwrap();
        let module = Path::new(first.as_os_str()).file_stem().unwrap();
        let is_test =
            place.ends_with("tests.rs") || place.components().any(|one| one.as_os_str() == "tests");
        if module == "lib" || is_test {
            continue;
        }
        let own = layers[module.to_str().unwrap()];
        for name in named(&fs::read_to_string(&path).unwrap()) {
            checked += 1;
            // What is no module is a macro.
            if layers.get(name).is_some_and(|other| *other > own) {
                wrong.push(format!("{} imports {name}", place.display()));
            }
        }
    }
    assert!(checked > 500, "only {checked} imports were found");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_picture_of_the_house_shows_the_layers_in_their_order() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let layers = layers(&root.join("src"));
    let text = fs::read_to_string(root.join("docs/architecture.md")).unwrap();
    let picture = text.split("```").nth(1).unwrap();
    let drawn: Vec<&str> = picture
        .lines()
        .filter_map(|line| line.strip_prefix("             "))
        .filter_map(|line| line.split("  ").next())
        .filter(|name| layers.contains_key(*name) || *name == "wasm")
        .collect();
    // `wasm` stands on top of everything, whatever its place in the file.
    assert_eq!(drawn.first(), Some(&"wasm"));
    let places: Vec<usize> = drawn.iter().skip(1).map(|name| layers[*name]).collect();
    assert!(drawn.len() > 12, "only {drawn:?}");
    assert!(
        places.is_sorted_by(|upper, lower| upper > lower),
        "{drawn:?}"
    );
}

#[test]
fn every_path_that_the_documents_for_contributors_name_exists() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut checked = 0;
    let mut missing = Vec::new();
    for document in ["docs/architecture.md", "CONTRIBUTING.md"] {
        let text = fs::read_to_string(root.join(document)).unwrap();
        let quoted = text.split('`').skip(1).step_by(2);
        let places = ["src/", "pkg-template/", "www/", "tests/", "docs/"];
        for path in quoted.filter(|quoted| places.iter().any(|place| quoted.starts_with(place))) {
            checked += 1;
            if !path.contains('<') && !root.join(path).exists() {
                missing.push(format!("{document}: {path}"));
            }
        }
    }
    assert!(checked > 25, "only {checked} paths were found");
    assert!(missing.is_empty(), "{}", missing.join("\n"));
}

#[test]
fn an_import_inside_the_code_is_seen_and_one_in_a_test_is_not() {
    let text = "use crate::wire::token;\n/// See crate::report.\nfn a() { crate::flow::go() }\n#[cfg(test)]\nmod tests {\n    use crate::rules;\n}";
    assert_eq!(named(text), ["wire", "flow"]);
}
