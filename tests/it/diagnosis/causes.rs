//! Regression cases: each file names the cause that its evidence has, `none`, or several that are as good, separated by `|`.
//! None of their secrets (they all start with CANARY) may reach a report in any format.

use mcp_auth_doctor::evidence::{Evidence, har, transcript};
use mcp_auth_doctor::report::{self, Format, Layout, Overall, Report};
use mcp_auth_doctor::rule::Severity;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

const CANARY: &str = "CANARY";

fn fixtures(folder: &str, ending: &str) -> Vec<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/fixtures")
        .join(folder);
    let mut files: Vec<PathBuf> = fs::read_dir(path)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|found| found == ending))
        .collect();
    files.sort();
    files
}

fn read(path: &Path) -> (String, Evidence) {
    let text = fs::read_to_string(path).unwrap();
    let (first, rest) = text.split_once('\n').unwrap();
    let expected = first.strip_prefix("# expects: ").unwrap().to_owned();
    let evidence = transcript::read(rest).unwrap_or_else(|error| panic!("{path:?}: {error}"));
    (expected, evidence)
}

fn cause(report: &Report) -> &str {
    report.cause.as_ref().map_or("none", |cause| &cause.rule)
}

#[test]
fn each_case_has_the_cause_that_it_names() {
    let mut wrong = Vec::new();
    let cases = fixtures("causes", "txt");
    assert!(cases.len() > 60, "only {} cases", cases.len());
    for path in cases {
        let (expected, evidence) = read(&path);
        let report = report::judge(&evidence);
        if !expected.split('|').any(|one| one == cause(&report)) {
            wrong.push(format!("{path:?}: {} and not {expected}", cause(&report)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_healthy_server_has_no_error() {
    for path in fixtures("causes", "txt") {
        let (expected, evidence) = read(&path);
        if expected == "none" {
            let report = report::judge(&evidence);
            let errors: Vec<_> = report
                .findings
                .iter()
                .filter(|one| one.severity == Severity::Error)
                .collect();
            assert!(errors.is_empty(), "{path:?}: {errors:?}");
        }
    }
}

#[test]
fn a_message_in_plain_words_leads_to_its_class() {
    let classes: BTreeMap<String, String> =
        serde_json::from_str(include_str!("../../corpus/classes.json")).unwrap();
    let mut wrong = Vec::new();
    for line in include_str!("../../fixtures/wordings.txt").lines().skip(1) {
        let (class, wording) = line.split_once('|').unwrap();
        let report = report::judge(&Evidence {
            symptom: Some(wording.to_owned()),
            ..Evidence::default()
        });
        if classes.get(cause(&report)).map(String::as_str) != Some(class) {
            wrong.push(format!("{wording}: {} and not {class}", cause(&report)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_cause_is_one_of_the_findings() {
    for path in fixtures("causes", "txt") {
        let report = report::judge(&read(&path).1);
        if let Some(cause) = &report.cause {
            assert!(report.findings.contains(cause), "{path:?}");
        }
    }
}

#[test]
fn no_secret_reaches_a_report_in_any_format() {
    let mut seen = 0;
    for path in fixtures("causes", "txt") {
        let (_, evidence) = read(&path);
        seen += usize::from(serde_json::to_string(&evidence).unwrap().contains(CANARY));
        let report = report::judge(&evidence);
        for format in [Format::Text, Format::Markdown, Format::Json, Format::Sarif] {
            let text = report::render(&report, format, Layout::default());
            assert!(!text.contains(CANARY), "{path:?}, {format:?}: {text}");
        }
        assert!(!har::write(&evidence).contains(CANARY), "{path:?}");
    }
    assert!(seen > 10, "only {seen} cases hold a secret");
}

#[test]
fn a_server_without_registration_needs_an_id_from_the_person() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/dcr-unsupported.har");
    let evidence = har::read(&fs::read_to_string(path).unwrap()).unwrap();
    let report = report::judge(&evidence);
    assert_eq!(report.verdict, Overall::Needs, "{:?}", report.findings);
    assert_eq!(report::exit_status(&report, None), 4);
    assert!(
        cause(&report).starts_with("registration/"),
        "{}",
        cause(&report)
    );
}
