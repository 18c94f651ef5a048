//! The last gate: a report is judged from what is public; here the words in it are kept from acting on whoever shows them.

use super::Report;
use crate::plain;
use crate::public::visible;
use serde_json::Value;
use std::mem;

/// The report with every character that acts spelt out, in whatever member it stands. Its exchanges are shown evidence already.
pub fn visible(mut report: Report) -> Report {
    let exchanges = mem::take(&mut report.exchanges);
    let Ok(mut value) = serde_json::to_value(&report) else {
        return report;
    };
    if spell_out(&mut value) {
        report = plain::read(value).unwrap_or(report);
    }
    report.exchanges = exchanges;
    report
}

/// Whether anything changed.
fn spell_out(value: &mut Value) -> bool {
    match value {
        Value::String(text) if text.contains(visible::acts) => {
            *text = visible::visible(mem::take(text));
            true
        }
        Value::Array(list) => list
            .iter_mut()
            .fold(false, |changed, one| spell_out(one) | changed),
        Value::Object(members) => members
            .values_mut()
            .fold(false, |changed, one| spell_out(one) | changed),
        _ => false,
    }
}
