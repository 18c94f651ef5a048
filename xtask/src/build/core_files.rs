//! The entries of the package: `index`, `node`, `slim`, `workerd`, and their declarations.

use super::dense;
use super::split::{Halves, split};
use super::wasm::Core;
use crate::sh;
use anyhow::{Context, Result, anyhow, bail};
use mcp_auth_doctor::reference;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Writes the entries into the package's folder.
pub fn write(core: &Core, package: &Path) -> Result<()> {
    let texts = serde_json::to_string(&reference::texts())?;
    beside(package, "texts", &texts)?;
    let examples = reference::examples().map_err(|wrong| anyhow!("{wrong}"))?;
    beside(package, "examples", &serde_json::to_string(&examples)?)?;
    std::fs::copy(&core.wasm, package.join("core.wasm")).context("cannot copy core.wasm")?;
    let parts = parts(core, &texts)?;
    for (entry, format, output) in [
        ("index", "esm", "index.mjs"),
        ("index", "cjs", "index.cjs"),
        ("node", "esm", "node.mjs"),
        ("node", "cjs", "node.cjs"),
        ("slim", "esm", "slim.mjs"),
        ("slim", "cjs", "slim.cjs"),
        ("workerd", "esm", "workerd.mjs"),
    ] {
        bundle(entry, &parts, format, &package.join(output))?;
    }
    declarations(core, package)
}

/// The modules that the entries import as `core:NAME`: the glue, what of it is exported, the prose of the rules, the halves of the wasm
/// as text.
fn parts(core: &Core, texts: &str) -> Result<PathBuf> {
    let parts = sh::target().join("core/parts");
    sh::fresh_folder(&parts)?;
    let part = |name: &str, text: String| sh::write(&parts.join(format!("{name}.mjs")), text);
    part("glue", with_own_loader(&core.glue)?)?;
    let classes: String = exported_names(&core.glue, "class")
        .iter()
        .map(|name| {
            format!("export const {name} = /* @__PURE__ */ glue.guardedClass(glue.{name});\n")
        })
        .collect();
    let guarded: String = exported_names(&core.glue, "function")
        .iter()
        .map(|name| format!("export const {name} = /* @__PURE__ */ glue.guarded(glue.{name});\n"))
        .collect();
    let store = sh::root().join("pkg-template/entry/memory-store.mjs");
    let store = format!("export {{ memoryStore }} from '{}';\n", store.display());
    part(
        "api",
        format!(
            "import * as glue from 'core:glue';\nexport {{ AuthDoctorError }} from 'core:glue';\n{classes}{guarded}{store}"
        ),
    )?;
    part("texts", skimmed(&serde_json::to_string(texts)?))?;
    let halves = split(core, &parts)?;
    part("first.hex", at_once(&hex(&halves.first))?)?;
    let rest = serde_json::to_string(&dense::encode(&halves.rest))?;
    part("rest.dense", skimmed(&rest))?;
    pack(&parts, &halves)?;
    Ok(parts)
}

fn bundle(entry: &str, parts: &Path, format: &str, output: &Path) -> Result<()> {
    let (first, rest) = match entry {
        "node" => ("first.base64", "rest.brotli"),
        _ => ("first.hex", "rest.dense"),
    };
    let mut esbuild = sh::npm_program("esbuild");
    for (name, file) in [
        ("glue", "glue"),
        ("api", "api"),
        ("texts", "texts"),
        ("first", first),
        ("rest", rest),
    ] {
        let file = parts.join(format!("{file}.mjs"));
        esbuild.arg(format!("--alias:core:{name}={}", file.display()));
    }
    sh::run(
        esbuild
            .arg(format!("pkg-template/entry/{entry}.mjs"))
            .args([
                "--bundle",
                "--minify-syntax",
                "--minify-whitespace",
                "--target=es2022",
            ])
            .arg(format!("--banner:js={}", super::NOTICE))
            .args([
                "--log-level=warning",
                "--external:./core.wasm",
                "--external:node:*",
            ])
            .arg(format!("--format={format}"))
            .arg(format!("--outfile={}", output.display())),
    )
}

/// The halves as `entry/node.mjs` unpacks them.
fn pack(parts: &Path, halves: &Halves) -> Result<()> {
    for (name, form, bytes) in [
        ("first", "base64", &halves.first),
        ("rest", "brotli", &halves.rest),
    ] {
        let file = parts.join(name).with_extension("wasm");
        sh::write(&file, bytes)?;
        let mut node = sh::command("node");
        let packed = node.arg("pkg-template/entry/packed.mjs").arg(form);
        let packed = sh::read(packed.arg(file))?;
        let module = match form {
            "brotli" => skimmed(&serde_json::to_string(&packed)?),
            _ => at_once(&packed)?,
        };
        sh::write(&parts.join(format!("{name}.{form}.mjs")), module)?;
    }
    Ok(())
}

/// A module with a text that every call needs.
fn at_once(text: &str) -> Result<String> {
    let literal = serde_json::to_string(text)?;
    Ok(format!("export default {literal};\n"))
}

/// A module with a literal that may never be needed: engines only skim the body of a function that nobody calls.
fn skimmed(literal: &str) -> String {
    format!("export default () => {literal};\n")
}

/// Base64 hides from a compressor what repeats; with two digits a byte it is found again (docs/size.md).
fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A table that stands beside the wasm, as a module of either kind with its declarations.
fn beside(package: &Path, name: &str, json: &str) -> Result<()> {
    let types = sh::read_text(&sh::root().join(format!("pkg-template/{name}.d.ts")))?;
    for (script, text) in [
        ("mjs", format!("export const {name} = {json};\n")),
        ("cjs", format!("exports.{name} = {json};\n")),
    ] {
        sh::write(&package.join(format!("{name}.{script}")), text)?;
        let types = types.replace("./index.js", &format!("./index.{script}"));
        let extension = script.replace("js", "ts");
        sh::write(&package.join(format!("{name}.d.{extension}")), types)?;
    }
    Ok(())
}

/// What the glue exports to users, by kind: `function` or `class`.
fn exported_names(glue: &str, kind: &str) -> BTreeSet<String> {
    let start = format!("export {kind} ");
    glue.lines()
        .filter_map(|line| line.strip_prefix(&start))
        .filter_map(|rest| rest.split(['(', ' ']).next())
        .filter(|name| !name.starts_with("__"))
        .map(String::from)
        .collect()
}

/// The glue with `entry/loader.mjs` in place of wasm-bindgen's own loading.
fn with_own_loader(glue: &str) -> Result<String> {
    let (before, after) = ("let wasmModule, wasmInstance, wasm;", "export { initSync");
    let (Some(start), true) = (glue.find(before), glue.contains(after)) else {
        bail!("wasm-bindgen's glue has changed: no `{before}` or no `{after}`");
    };
    let loader = sh::read_text(&sh::root().join("pkg-template/entry/loader.mjs"))?;
    // What a stopped instance still waited for arrives late: nobody is there to take it.
    let stale = "throw new Error('Cannot invoke closure from previous WASM instance');";
    if !glue.contains(stale) {
        bail!("wasm-bindgen's glue has changed: no `{stale}`");
    }
    let instance = "new WebAssembly.Instance(wasmModule, __wbg_get_imports())";
    if !glue.contains(instance) {
        bail!("wasm-bindgen's glue has changed: no `{instance}`");
    }
    let glue = glue[..start]
        .replace(stale, "return;")
        .replace(instance, "new WebAssembly.Instance(wasmModule, imports())");
    Ok(format!("{glue}{loader}"))
}

/// The declarations, for ESM and CommonJS: the exports of the wasm, and the types they name.
fn declarations(core: &Core, package: &Path) -> Result<()> {
    let template = sh::root().join("pkg-template");
    let mut types = String::new();
    for part in ["report", "sign-in", "core", "pieces"] {
        types += &sh::read_text(&template.join(format!("declarations/{part}.d.ts")))?;
    }
    let ids = reference::texts();
    let ids: Vec<String> = ids.keys().map(|id| format!("  | '{id}'")).collect();
    types += &format!(
        "\n/** The id of a rule. */\nexport type RuleId =\n{};\n",
        ids.join("\n")
    );
    let api = sh::read_text(&template.join("api.d.ts"))?;
    let marker = "export type InitInput";
    let Some(end) = core.declarations.find(marker) else {
        bail!("wasm-bindgen's declarations have changed: no `{marker}`");
    };
    let exports =
        core.declarations[..end].replace("/* tslint:disable */\n/* eslint-disable */\n", "");
    let index = format!("{api}\n{types}\n{}", exports.trim_start());
    // `Symbol.dispose` needs a newer library of TypeScript than users may have; `free` is the same.
    let own = [
        "export function __wbg_reset_state(): void;\n",
        "    [Symbol.dispose](): void;\n",
    ];
    let index = own.iter().fold(index, |text, line| text.replace(line, ""));
    let slim = sh::read_text(&template.join("slim.d.ts"))?;
    for (extension, script) in [("d.mts", "mjs"), ("d.cts", "cjs")] {
        sh::write(&package.join(format!("index.{extension}")), &index)?;
        let slim = slim
            .replace("./index.js", &format!("./index.{script}"))
            .replace("./texts.js", &format!("./texts.{script}"));
        sh::write(&package.join(format!("slim.{extension}")), slim)?;
    }
    Ok(())
}
