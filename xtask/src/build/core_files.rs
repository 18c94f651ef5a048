//! The entries of the package: `index`, `inline`, `node`, `slim`, `workerd`, and their declarations.

use super::wasm::{Core, DIAGNOSIS, SIGN_IN};
use crate::sh;
use anyhow::{Context, Result, anyhow, bail};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use mcp_auth_doctor::{reference, rules};
use serde_json::Value;
use std::path::Path;

/// Writes the entries into the package's folder.
pub fn write(sign_in: &Core, diagnosis: &Core, package: &Path, quick: bool) -> Result<()> {
    let examples = reference::examples().map_err(|wrong| anyhow!("{wrong}"))?;
    beside(package, "examples", &serde_json::to_string(&examples)?)?;
    let parts = sh::target().join("core/parts");
    sh::fresh_folder(&parts)?;
    for (module, core) in [(SIGN_IN, sign_in), (DIAGNOSIS, diagnosis)] {
        let name = module.name;
        std::fs::copy(&core.wasm, package.join(format!("{name}.wasm")))
            .with_context(|| format!("cannot copy {name}.wasm"))?;
        sh::write(
            &parts.join(format!("{name}.mjs")),
            with_own_loader(&core.glue)?,
        )?;
        let bytes = std::fs::read(&core.wasm).with_context(|| format!("no {name}.wasm"))?;
        let packed = packed(&core.wasm, quick)?;
        for (form, text) in [("base64", STANDARD.encode(bytes)), ("brotli", packed)] {
            // Engines only skim the body of a function that nobody calls.
            let text = match name {
                "diagnosis" => format!("export default () => '{text}';\n"),
                _ => format!("export default '{text}';\n"),
            };
            sh::write(&parts.join(format!("{name}.{form}.mjs")), text)?;
        }
    }
    exports_all(sign_in, diagnosis)?;
    for (entry, format, output) in [
        ("index", "esm", "index.mjs"),
        ("inline", "esm", "inline.mjs"),
        ("inline", "cjs", "index.cjs"),
        ("node", "esm", "node.mjs"),
        ("node", "cjs", "node.cjs"),
        ("diagnosis", "esm", "diagnosis.mjs"),
        ("slim", "esm", "slim.mjs"),
        ("slim", "cjs", "slim.cjs"),
        ("workerd", "esm", "workerd.mjs"),
    ] {
        bundle(entry, &parts, format, &package.join(output))?;
    }
    declarations(sign_in, diagnosis, package)
}

/// A file by brotli in base64; it has to be small only where it is shipped.
fn packed(file: &Path, quick: bool) -> Result<String> {
    let quality = if quick { "5" } else { "11" };
    sh::read(
        sh::command("node")
            .arg("pkg-template/brotli.mjs")
            .arg(file)
            .arg(quality),
    )
}

/// One entry, with its source map.
fn bundle(entry: &str, parts: &Path, format: &str, output: &Path) -> Result<()> {
    let mut esbuild = sh::npm_program("esbuild");
    for module in [SIGN_IN, DIAGNOSIS] {
        for form in ["", ".base64", ".brotli"] {
            let name = format!("{}{form}", module.name);
            let file = parts.join(format!("{name}.mjs"));
            esbuild.arg(format!("--alias:core:{name}={}", file.display()));
        }
    }
    sh::run(
        esbuild
            .arg(format!("pkg-template/entry/{entry}.mjs"))
            .args([
                "--bundle",
                "--minify-syntax",
                "--minify-whitespace",
                "--target=es2022",
                "--sourcemap=linked",
            ])
            .arg(format!("--banner:js={}", super::NOTICE))
            .args([
                "--log-level=warning",
                "--external:./sign-in.wasm",
                "--external:./diagnosis.wasm",
                "--external:./diagnosis.mjs",
                "--external:node:zlib",
            ])
            .arg(format!("--format={format}"))
            .arg(format!("--outfile={}", output.display())),
    )?;
    name_sources(&output.with_added_extension("map"))
}

/// In a source map a source is named by its place in the repository, wherever that is; the wasm as text is nothing to read.
pub fn name_sources(map: &Path) -> Result<()> {
    let mut read: Value = serde_json::from_str(&sh::read_text(map)?)?;
    let sources: Vec<String> = serde_json::from_value(read["sources"].take())?;
    for (place, source) in sources.iter().enumerate() {
        if source.ends_with(".base64.mjs") || source.ends_with(".brotli.mjs") {
            read["sourcesContent"][place] = Value::Null;
        }
    }
    let named = |source: &String| {
        let place = source.trim_start_matches("../");
        format!("mcp-auth-doctor:///{place}")
    };
    read["sources"] = sources.iter().map(named).collect();
    sh::write(map, read.to_string())
}

/// Every function of the modules that is for users has to be in `driver/api.ts`.
fn exports_all(sign_in: &Core, diagnosis: &Core) -> Result<()> {
    let api = sh::read_text(&sh::root().join("pkg-template/driver/api.ts"))?;
    let functions = [sign_in, diagnosis]
        .into_iter()
        .flat_map(|core| core.glue.lines());
    let missing: Vec<&str> = functions
        .filter_map(|line| line.strip_prefix("export function "))
        .filter_map(|rest| rest.split('(').next())
        .filter(|name| !name.starts_with("__"))
        .filter(|name| !api.contains(&format!("export const {name} =")))
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    bail!("driver/api.ts does not export {}", missing.join(", "));
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

/// The glue with `entry/instance.mjs` in place of wasm-bindgen's own loading.
fn with_own_loader(glue: &str) -> Result<String> {
    let (before, after) = ("let wasmModule, wasmInstance, wasm;", "export { initSync");
    let (Some(start), true) = (glue.find(before), glue.contains(after)) else {
        bail!("wasm-bindgen's glue has changed: no `{before}` or no `{after}`");
    };
    let loader = sh::read_text(&sh::root().join("pkg-template/entry/instance.mjs"))?;
    // What a stopped instance still waited for arrives late: nobody reads it.
    let stale = "throw new Error('Cannot invoke closure from previous WASM instance');";
    let glue = glue[..start].replace(stale, "return;");
    Ok(format!("{glue}{loader}"))
}

/// The declarations, for ESM and CommonJS: the exports of the modules, and the types they name.
fn declarations(sign_in: &Core, diagnosis: &Core, package: &Path) -> Result<()> {
    let template = sh::root().join("pkg-template");
    let mut index = sh::read_text(&template.join("api.d.ts"))?;
    for part in ["report", "sign-in", "core", "pieces"] {
        index += "\n";
        index += &sh::read_text(&template.join(format!("declarations/{part}.d.ts")))?;
    }
    let mut ids: Vec<&str> = rules::ALL.iter().map(|rule| rule.id).collect();
    ids.sort_unstable();
    let ids: Vec<String> = ids.iter().map(|id| format!("  | '{id}'")).collect();
    index += &format!(
        "\n/** The id of a rule. */\nexport type RuleId =\n{};\n",
        ids.join("\n")
    );
    for core in [sign_in, diagnosis] {
        index += "\n";
        index += &exports(&core.declarations)?;
    }
    let slim = sh::read_text(&template.join("slim.d.ts"))?;
    for (extension, script) in [("d.mts", "mjs"), ("d.cts", "cjs")] {
        sh::write(&package.join(format!("index.{extension}")), &index)?;
        let slim = slim.replace("./index.js", &format!("./index.{script}"));
        sh::write(&package.join(format!("slim.{extension}")), slim)?;
    }
    Ok(())
}

/// What wasm-bindgen declares for users.
fn exports(declarations: &str) -> Result<String> {
    let marker = "export type InitInput";
    let Some(end) = declarations.find(marker) else {
        bail!("wasm-bindgen's declarations have changed: no `{marker}`");
    };
    // `Symbol.dispose` needs a newer library of TypeScript than users may have; `free` is the same.
    let own = [
        "/* tslint:disable */\n/* eslint-disable */\n",
        "export function __wbg_reset_state(): void;\n",
        "    [Symbol.dispose](): void;\n",
    ];
    let exports = own
        .iter()
        .fold(declarations[..end].to_owned(), |text, line| {
            text.replace(line, "")
        });
    Ok(exports.trim_start().to_owned())
}
