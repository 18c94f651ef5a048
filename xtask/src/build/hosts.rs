//! Hosts, command line and page: TypeScript, bundled by esbuild.

use super::wasm::{DIAGNOSIS, SIGN_IN};
use crate::sh;
use anyhow::{Context, Result};
use std::path::{Path, PathBuf};

const EXTERNAL: [&str; 4] = [
    "--external:mcp-auth-doctor",
    "--external:mcp-auth-doctor/*",
    "--external:node:*",
    "--external:vscode",
];
/// Who uses our provider for the SDK has the SDK; the package itself depends on nothing.
const OF_THE_HOST: [&str; 1] = ["--external:@modelcontextprotocol/*"];

/// Adapters that there are a second time, on the core without the wasm: for who has called `init()`.
const ALSO_SLIM: [&str; 4] = ["page", "vscode", "vscode-web", "web-extension"];

/// Writes `hosts/`, `types/`, `cli.mjs` and `www/` into the package.
pub fn write(package: &Path) -> Result<()> {
    let template = sh::root().join("pkg-template");
    for source in entries(&template.join("hosts"))? {
        let name = source
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        let platform = if matches!(name.as_str(), "electron" | "node") {
            "node"
        } else {
            "neutral"
        };
        for (extension, format) in [("mjs", "esm"), ("cjs", "cjs")] {
            // A page without a bundler knows no `#core`, which is the core's form for where this runs.
            let core = match name.as_str() {
                "electron" | "node" | "vscode" | "mcp-sdk" => "#core".to_owned(),
                _ => format!("../index.{extension}"),
            };
            let output = |name: &str| package.join(format!("hosts/{name}.{extension}"));
            let source = source.join("index.ts");
            bundle(
                &source,
                platform,
                format,
                &output(&name),
                &core,
                ".",
                &OF_THE_HOST,
            )?;
            if ALSO_SLIM.contains(&name.as_str()) {
                // The same but for the name of the core, so that the source map is the same file.
                let text = sh::read_text(&output(&name))?;
                let slim = format!("\"../slim.{extension}\"");
                let text = text.replace(&format!("\"{core}\""), &slim);
                sh::write(&output(&format!("{name}-slim")), text)?;
            }
        }
    }
    redirect_page(&template.join("hosts/redirect-page"), package)?;
    command_line(&template.join("cli/index.ts"), &package.join("cli.mjs"))?;
    man_page(package)?;
    apart(&template.join("cli/mcp/index.ts"), &package.join("mcp.mjs"))?;
    apart(
        &template.join("cli/record/authority.ts"),
        &package.join("authority.mjs"),
    )?;
    sh::copy_folder(&template.join("skill"), &package.join("skill"))?;
    site(package)?;
    types(package)
}

fn command_line(source: &Path, output: &Path) -> Result<()> {
    bundle(
        source,
        "node",
        "esm",
        output,
        "#core",
        "./hosts",
        &OF_THE_HOST,
    )?;
    let text = sh::read_text(output)?;
    let text = text.trim_start_matches("#!/usr/bin/env node\n");
    sh::write(output, format!("#!/usr/bin/env node\n{text}"))
}

/// The man page, which the command line knows itself.
fn man_page(package: &Path) -> Result<()> {
    let page = sh::read(sh::command("node").arg(package.join("cli.mjs")).arg("man"))?;
    sh::write(&package.join("man/mcp-auth-doctor.1"), format!("{page}\n"))
}

/// A part of the command line with a library in it (the MCP SDK, the writer of certificates): a file of its own, so that no other command
/// reads the library.
fn apart(source: &Path, output: &Path) -> Result<()> {
    let minified = ["--minify-whitespace", "--minify-syntax"];
    bundle(source, "node", "esm", output, "#core", "./hosts", &minified)
}

/// The page where the browser comes back to hosts that can't listen: two files that the host's author serves.
fn redirect_page(source: &Path, package: &Path) -> Result<()> {
    let folder = package.join("redirect-page");
    let script = folder.join("redirect.js");
    bundle(
        &source.join("redirect.ts"),
        "browser",
        "iife",
        &script,
        "",
        "",
        &[],
    )?;
    let html = sh::read_text(&source.join("redirect.html"))?;
    sh::write(&folder.join("redirect.html"), html)
}

/// One bundle; in place of imports of the package come those of its files: `core` is its main entry, `hosts` the folder of the others.
/// `more` is for esbuild.
fn bundle(
    source: &Path,
    platform: &str,
    format: &str,
    output: &Path,
    core: &str,
    hosts: &str,
    more: &[&str],
) -> Result<()> {
    let is_host = output
        .parent()
        .is_some_and(|folder| folder.ends_with("hosts"));
    let extras = is_host.then(|| {
        [
            "--sourcemap=linked".to_owned(),
            format!("--banner:js={}", super::NOTICE),
        ]
    });
    let extras = extras.into_iter().flatten();
    sh::run(
        sh::npm_program("esbuild")
            .arg(source)
            .args([
                "--bundle",
                "--target=es2022",
                "--log-level=warning",
                "--legal-comments=eof",
            ])
            .args(["--main-fields=module,main", "--conditions=module"])
            .args(EXTERNAL)
            .args(extras)
            .args(more)
            .arg(format!("--platform={platform}"))
            .arg(format!("--format={format}"))
            .arg(format!("--metafile={}", meta_file(output).display()))
            .arg(format!("--outfile={}", output.display())),
    )?;
    let extension = if format == "cjs" { "cjs" } else { "mjs" };
    let mut text = sh::read_text(output)?;
    let names = [
        "electron",
        "node",
        "mcp-sdk",
        "vscode",
        "web-extension",
        "page",
    ]
    .map(|host| {
        (
            format!("mcp-auth-doctor/{host}"),
            format!("{hosts}/{host}.{extension}"),
        )
    });
    let own = ("mcp-auth-doctor".to_owned(), core.to_owned());
    for (name, file) in names.into_iter().chain([own]) {
        // Only where it is imported: a folder and a database have the package's name too.
        for position in ["from ", "import ", "import(", "require("] {
            let (from, to) = (
                format!("{position}\"{name}\""),
                format!("{position}\"{file}\""),
            );
            text = text.replace(&from, &to);
        }
    }
    sh::write(output, text)?;
    if is_host {
        super::core_files::name_sources(&output.with_added_extension("map"))?;
    }
    Ok(())
}

/// esbuild's list of what went into a bundle, from which the licences are collected.
fn meta_file(output: &Path) -> PathBuf {
    let name = output.file_name().unwrap_or_default().to_string_lossy();
    sh::target().join("core/meta").join(format!("{name}.json"))
}

/// The diagnostic page, as static files, into `target/site` and into the package for `serve`.
fn site(package: &Path) -> Result<()> {
    let site = sh::target().join("site");
    sh::run(
        sh::command("node")
            .arg("www/build.mjs")
            .arg("--package")
            .arg(package)
            .arg("--out")
            .arg(&site),
    )?;
    let copy = package.join("www");
    sh::copy_folder(&site, &copy)?;
    // The package has them once; `serve` and the extension for browsers take them from there.
    for module in [SIGN_IN, DIAGNOSIS] {
        let file = copy.join(format!("{}.wasm", module.name));
        std::fs::remove_file(&file).with_context(|| format!("no {}", file.display()))?;
    }
    Ok(())
}

/// The declarations of the hosts, once for ESM and once for CommonJS: the folder's package.json tells which.
fn types(package: &Path) -> Result<()> {
    let output = sh::target().join("core/types");
    sh::fresh_folder(&output)?;
    sh::run(sh::npm_program("tsc").args(["-p", "pkg-template/tsconfig.json"]))?;
    let hosts = output.join("hosts");
    for (name, kind) in [("esm", "module"), ("cjs", "commonjs")] {
        let folder = package.join("types").join(name);
        sh::copy_folder(&hosts, &folder.join("hosts"))?;
        sh::write(
            &folder.join("package.json"),
            format!("{{ \"type\": \"{kind}\" }}\n"),
        )?;
    }
    Ok(())
}

/// The folders of a folder that have an `index.ts`, in order.
fn entries(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found: Vec<PathBuf> = std::fs::read_dir(folder)
        .with_context(|| format!("cannot list {}", folder.display()))?
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.join("index.ts").exists())
        .collect();
    found.sort();
    Ok(found)
}
