//! `cargo run --example seed -- FOLDER` writes first inputs for every target: the pieces of the rules' own examples.

use mcp_auth_doctor::evidence::{Evidence, har};
use mcp_auth_doctor::reference;
use std::collections::BTreeSet;
use std::error::Error;
use std::fs;
use std::path::Path;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::env::args()
        .nth(1)
        .ok_or("where to? cargo run --example seed -- FOLDER")?;
    let mut inputs: BTreeSet<(&str, String)> = BTreeSet::new();
    for rule in reference::examples()?.into_values() {
        for evidence in rule.fails.into_iter().chain(rule.passes) {
            inputs.insert(("judge", serde_json::to_string(&evidence)?));
            inputs.insert(("har", har::write(&evidence)));
            pieces(&evidence, &mut inputs);
        }
    }
    for (at, (target, text)) in inputs.iter().enumerate() {
        let corpus = Path::new(&folder).join(target);
        fs::create_dir_all(&corpus)?;
        fs::write(corpus.join(format!("{at:05}")), text)?;
    }
    Ok(())
}

fn pieces(evidence: &Evidence, inputs: &mut BTreeSet<(&'static str, String)>) {
    inputs.extend(evidence.symptom.iter().map(|text| ("import", text.clone())));
    for exchange in &evidence.exchanges {
        let url = exchange.request.url.clone();
        inputs.insert(("callback", url.clone()));
        inputs.insert(("address", url.clone()));
        let body = exchange.body().unwrap_or_default().to_owned();
        let document = if url.contains(".well-known") {
            "metadata"
        } else {
            "token"
        };
        for target in [document, "jwt", "configuration"] {
            inputs.insert((target, body.clone()));
        }
        let mut lines = format!(
            "{} {url}\nHTTP/1.1 {}\n",
            exchange.request.method,
            exchange.status()
        );
        for (name, value) in exchange
            .response
            .iter()
            .flat_map(|response| response.headers.iter())
        {
            lines += &format!("{name}: {value}\n");
            if name.eq_ignore_ascii_case("www-authenticate") {
                inputs.insert(("challenge", value.to_owned()));
            }
        }
        inputs.insert(("import", format!("{lines}\n{body}")));
    }
}
