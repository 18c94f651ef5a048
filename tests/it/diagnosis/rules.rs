//! Every rule's own examples: each `fails` is found, each `passes` is not, and the texts are complete.

use mcp_auth_doctor::evidence::reading::{Reading, revision_of};
use mcp_auth_doctor::evidence::transcript;
use mcp_auth_doctor::rule::{Rule, Verdict};
use mcp_auth_doctor::rules;

fn judge(rule: &Rule, example: &str) -> Verdict {
    let evidence = transcript::read(example).unwrap_or_else(|error| panic!("{}: {error}", rule.id));
    (rule.check)(&Reading::new(&evidence, revision_of(&evidence)))
}

#[test]
fn every_failing_example_is_found() {
    let mut wrong = Vec::new();
    for rule in rules::ALL {
        assert!(!rule.fails.is_empty(), "{} has no failing example", rule.id);
        for example in rule.fails {
            let verdict = judge(rule, example);
            if !matches!(&verdict, Verdict::Fail(facts) if !facts.is_empty()) {
                wrong.push(format!("{} says {verdict:?} about {example}", rule.id));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn no_passing_example_is_found() {
    let mut wrong = Vec::new();
    for rule in rules::ALL {
        assert!(
            !rule.passes.is_empty(),
            "{} has no passing example",
            rule.id
        );
        for example in rule.passes {
            let verdict = judge(rule, example);
            if verdict != Verdict::Pass {
                wrong.push(format!("{} says {verdict:?} about {example}", rule.id));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn ids_are_unique_and_texts_complete() {
    let mut seen = std::collections::BTreeSet::new();
    for rule in rules::ALL {
        assert!(seen.insert(rule.id), "{} twice", rule.id);
        assert!(rule.id.contains('/'), "{} has no step", rule.id);
        for text in [rule.title, rule.why, rule.fix] {
            assert!(text.len() > 10, "{} lacks a text", rule.id);
        }
        assert!(!rule.cites.is_empty(), "{} cites nothing", rule.id);
    }
}

#[test]
fn what_else_fits_a_rules_evidence_is_a_rule() {
    for rule in rules::ALL {
        for (id, _) in rule.alternatives {
            assert!(
                rules::by_id(id).is_some(),
                "{id} of {} is not a rule",
                rule.id
            );
        }
    }
}

#[test]
fn every_wording_has_a_source_and_leads_to_rules() {
    for row in mcp_auth_doctor::reasons::rows() {
        assert!(row.source.starts_with("https://"), "{row:?}");
        assert!(!row.rules.is_empty() && !row.who.is_empty(), "{row:?}");
    }
}

#[test]
fn a_wording_leads_to_rules_that_exist() {
    for row in mcp_auth_doctor::reasons::rows() {
        for id in &row.rules {
            assert!(rules::by_id(id).is_some(), "{id} of {} is no rule", row.who);
        }
    }
}
