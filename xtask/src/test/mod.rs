//! `cargo xtask test`: all stages, each with its time; the last line counts every test once.

mod reproducible;
mod runner;
#[cfg(test)]
mod security;
mod stages;
mod supply_chain;
mod tally;
#[cfg(test)]
mod workflows;

pub use runner::wasm_test_runner;

use anyhow::{Result, bail};
use std::time::Instant;
pub use tally::Tally;

/// Runs every stage, or with `--quick` those that are not slow; other arguments name
/// the only stages to run.
pub fn run(arguments: &[String]) -> Result<()> {
    let quick = arguments.iter().any(|argument| argument == "--quick");
    let only: Vec<&str> = arguments
        .iter()
        .map(String::as_str)
        .filter(|argument| !argument.starts_with("--"))
        .collect();
    if let Some(unknown) = only.iter().find(|name| stages::find(name).is_none()) {
        bail!(
            "there is no stage `{unknown}`; the stages are {}",
            stages::names()
        );
    }
    let mut total = Tally::default();
    let mut lines = Vec::new();
    for stage in stages::ALL {
        let wanted = if only.is_empty() {
            !quick || stage.quick
        } else {
            only.contains(&stage.name)
        };
        if !wanted {
            continue;
        }
        eprintln!("\n=== {}: {}", stage.name, stage.what);
        let start = Instant::now();
        let tally = (stage.run)(quick).unwrap_or_else(|error| {
            eprintln!("xtask: {error:#}");
            Tally::failure()
        });
        lines.push(format!(
            "{:<12} {:>5} s   {tally}",
            stage.name,
            start.elapsed().as_secs()
        ));
        total.add(&tally);
    }
    println!("\n{}\n", lines.join("\n"));
    println!("{total}");
    if total.failed > 0 || total.passed == 0 {
        std::process::exit(1);
    }
    Ok(())
}
