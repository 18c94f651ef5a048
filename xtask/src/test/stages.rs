//! The stages, in the order in which they run.

use super::runner::{check, counted, node_tests};
use super::tally::Tally;
use super::{reproducible, supply_chain};
use crate::{build, fuzz, setup, sh};
use anyhow::Result;

/// A part of the tests with a name.
pub struct Stage {
    /// What is typed to run only this one.
    pub name: &'static str,
    /// What it shows.
    pub what: &'static str,
    /// Whether `--quick` runs it.
    pub quick: bool,
    /// Runs it; the argument tells whether the run is quick.
    pub run: fn(bool) -> Result<Tally>,
}

/// Every stage.
pub const ALL: &[Stage] = &[
    Stage {
        name: "style",
        what: "rustfmt, clippy and rustdoc, warnings denied",
        quick: true,
        run: style,
    },
    Stage {
        name: "native",
        what: "unit, rule and integration tests of the core",
        quick: true,
        run: native,
    },
    Stage {
        name: "wasm-node",
        what: "the core as wasm, in Node",
        quick: true,
        run: wasm_in_node,
    },
    Stage {
        name: "wasm-browser",
        what: "the core as wasm, in headless Chromium",
        quick: true,
        run: wasm_in_browser,
    },
    Stage {
        name: "build",
        what: "the npm package and its tarball",
        quick: true,
        run: package,
    },
    Stage {
        name: "tarball",
        what: "the tarball in an empty folder, its contents",
        quick: true,
        run: |_| node_tests("tests/package"),
    },
    Stage {
        name: "servers",
        what: "the test servers themselves",
        quick: true,
        run: |_| node_tests("tests/servers"),
    },
    Stage {
        name: "e2e",
        what: "sign-in and diagnosis against real servers",
        quick: true,
        run: |_| node_tests("tests/e2e"),
    },
    Stage {
        name: "field",
        what: "servers of others in their strict modes: diagnosis, sign-in and proof",
        quick: true,
        run: field,
    },
    Stage {
        name: "www",
        what: "the diagnostic page in real Chromium and Firefox",
        quick: true,
        run: www,
    },
    Stage {
        name: "demo",
        what: "the demo, to its end",
        quick: true,
        run: demo,
    },
    Stage {
        name: "matrix",
        what: "the tarball in every environment",
        quick: false,
        run: matrix,
    },
    Stage {
        name: "supply-chain",
        what: "licences and sources of every crate",
        quick: false,
        run: supply_chain::run,
    },
    Stage {
        name: "reproducible",
        what: "the package built again in another folder: the same bytes",
        quick: false,
        run: reproducible::run,
    },
    Stage {
        name: "fuzz",
        what: "every fuzz target over its corpus and for a few seconds more",
        quick: false,
        run: |_| fuzz::briefly(),
    },
    Stage {
        name: "hosts",
        what: "VS Code and browser extensions",
        quick: false,
        run: hosts,
    },
    Stage {
        name: "conformance",
        what: "the official conformance suite",
        quick: false,
        run: conformance,
    },
];

/// The stage of a name.
pub fn find(name: &str) -> Option<&'static Stage> {
    ALL.iter().find(|stage| stage.name == name)
}

/// Their names, for people.
pub fn names() -> String {
    ALL.iter()
        .map(|stage| stage.name)
        .collect::<Vec<_>>()
        .join(", ")
}

fn style(_quick: bool) -> Result<Tally> {
    let mut tally = check(sh::command("cargo").args(["fmt", "--all", "--check"]));
    let mut clippy = sh::command("cargo");
    clippy.args([
        "clippy",
        "--quiet",
        "--locked",
        "--workspace",
        "--all-targets",
        "--",
        "-D",
        "warnings",
    ]);
    tally.add(&check(&mut clippy));
    tally.add(&check(sh::command("cargo").args([
        "doc",
        "--quiet",
        "--locked",
        "--package",
        "mcp-auth-doctor",
        "--no-deps",
        "--document-private-items",
    ])));
    // `src/wasm/` is compiled for its own target only.
    let toolchain = setup::wasm::toolchain()?;
    let mut clippy = toolchain.cargo();
    clippy
        .args(["clippy", "--quiet", "--locked", "--lib"])
        .args(["--package", "mcp-auth-doctor"])
        .args(toolchain.arguments())
        .args(["--", "-D", "warnings"]);
    tally.add(&check(&mut clippy));
    Ok(tally)
}

fn native(_quick: bool) -> Result<Tally> {
    counted(sh::command("cargo").args([
        "test",
        "--quiet",
        "--locked",
        "--workspace",
        "--no-fail-fast",
    ]))
}

fn wasm_in_node(_quick: bool) -> Result<Tally> {
    setup::node()?;
    wasm_tests("WASM_BINDGEN_TEST_ONLY_NODE")
}

fn wasm_in_browser(_quick: bool) -> Result<Tally> {
    setup::browser()?;
    wasm_tests("WASM_BINDGEN_USE_BROWSER")
}

/// The tests of `tests/wasm*.rs`, by wasm-bindgen's runner, which is this very program.
fn wasm_tests(mode: &str) -> Result<Tally> {
    let toolchain = setup::wasm::toolchain()?;
    let runner = std::env::current_exe()?;
    counted(
        toolchain
            .cargo()
            .env(
                "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER",
                format!("{} wasm-test-runner", runner.display()),
            )
            .env(
                "WASM_BINDGEN_TEST_WEBDRIVER_JSON",
                sh::root().join("xtask/webdriver.json"),
            )
            .env(mode, "1")
            .args([
                "test",
                "--locked",
                "--package",
                "mcp-auth-doctor",
                "--test",
                "wasm",
            ])
            .args(toolchain.arguments()),
    )
}

fn package(quick: bool) -> Result<Tally> {
    build::package(quick)?;
    Ok(Tally::success())
}

fn www(_quick: bool) -> Result<Tally> {
    setup::firefox()?;
    setup::install_locked(&sh::root().join("tests/www/tools"))?;
    in_browser("tests/www")
}

fn in_browser(folder: &str) -> Result<Tally> {
    setup::browser()?;
    node_tests(folder)
}

fn hosts(_quick: bool) -> Result<Tally> {
    setup::firefox()?;
    build::extensions()?;
    sh::run(sh::command("node").arg("tests/hosts/setup-code-server.mjs"))?;
    in_browser("tests/hosts")
}

fn matrix(_quick: bool) -> Result<Tally> {
    setup::matrix_tools()?;
    in_browser("tests/package/matrix")
}

fn conformance(_quick: bool) -> Result<Tally> {
    setup::packages()?;
    counted(sh::command("node").arg("tests/conformance/run.mjs"))
}

/// The quick half; `cargo xtask field` runs all of it, with the clients of others.
fn field(_quick: bool) -> Result<Tally> {
    setup::packages()?;
    counted(sh::command("node").args(["tests/field/run.mjs", "--quick"]))
}

fn demo(_quick: bool) -> Result<Tally> {
    Ok(check(sh::command("node").arg("tests/demo/demo.mjs")))
}
