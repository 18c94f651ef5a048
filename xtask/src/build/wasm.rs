//! The two modules of the core as wasm, with wasm-bindgen's glue beside each.

use crate::setup::wasm::Toolchain;
use crate::sh;
use anyhow::{Context, Result};
use std::path::{Path, PathBuf};
use wasm_bindgen_cli::wasm_bindgen;

/// Which module, as the feature of the crate that has its exports.
#[derive(Clone, Copy)]
pub struct Module {
    /// The name of the feature and of the file.
    pub name: &'static str,
    /// `opt-level` of the release build (docs/size.md).
    opt_level: &'static str,
}

/// What signs in: loaded first.
pub const SIGN_IN: Module = Module {
    name: "sign-in",
    opt_level: "z",
};

/// What judges: loaded when a report is wanted.
pub const DIAGNOSIS: Module = Module {
    name: "diagnosis",
    opt_level: "z",
};

/// The wasm of a module and its glue, as text.
pub struct Core {
    /// The file `NAME.wasm`.
    pub wasm: PathBuf,
    /// wasm-bindgen's JavaScript, output mode `web`.
    pub glue: String,
    /// wasm-bindgen's TypeScript declarations.
    pub declarations: String,
}

/// Compiles a module; `quick` leaves out LTO, the small standard library and wasm-opt.
pub fn compile(toolchain: &Toolchain, quick: bool, module: Module, folder: &Path) -> Result<Core> {
    sh::fresh_folder(folder)?;
    // With crate types cdylib and rlib together cargo drops LTO without a word.
    let mut cargo = if quick {
        toolchain.cargo()
    } else {
        toolchain.cargo_for_size()
    };
    let profile = if quick { "quick" } else { "release" };
    sh::run(
        cargo
            .args([
                "rustc",
                "--quiet",
                "--locked",
                "--lib",
                "--crate-type",
                "cdylib",
            ])
            .args(["--package", "mcp-auth-doctor", "--profile", profile])
            .args(["--no-default-features", "--features", module.name])
            .arg("--config")
            .arg(format!(
                "profile.release.opt-level=\"{}\"",
                module.opt_level
            ))
            .args(toolchain.arguments()),
    )?;
    let compiled = toolchain.output(profile).join("mcp_auth_doctor.wasm");
    let mut arguments = vec!["wasm-bindgen".as_ref(), compiled.as_os_str()];
    arguments.extend(["--out-dir".as_ref(), folder.as_os_str()]);
    let options = [
        "--target=web",
        "--out-name=core",
        // Closures of an instance that stopped must not run in the next one.
        "--experimental-reset-state-function",
        "--omit-default-module-path",
        "--remove-producers-section",
    ];
    arguments.extend(options.map(AsRef::<std::ffi::OsStr>::as_ref));
    if !quick {
        arguments.push("--remove-name-section".as_ref());
    }
    wasm_bindgen::run_cli_with_args(arguments)?;
    let bound = folder.join("core_bg.wasm");
    let wasm = folder.join("core.wasm");
    if quick {
        std::fs::rename(&bound, &wasm).context("wasm-bindgen wrote no wasm")?;
    } else {
        optimize(&bound, &wasm)?;
    }
    Ok(Core {
        wasm,
        glue: sh::read_text(&folder.join("core.js"))?,
        declarations: sh::read_text(&folder.join("core.d.ts"))?,
    })
}

/// wasm-opt, told of the features that rustc turns on by default.
fn optimize(input: &Path, output: &Path) -> Result<()> {
    sh::run(
        sh::npm_program("wasm-opt")
            .args(["--strip-debug", "--strip-producers"])
            // No address wraps around into the lowest 1024 bytes: they are the far end of the stack.
            .args(["--low-memory-unused", "-ocimfs=50", "-Oz"])
            .arg("--optimize-added-constants-propagate")
            .args([
                "--enable-bulk-memory",
                "--enable-mutable-globals",
                "--enable-multivalue",
            ])
            .args([
                "--enable-nontrapping-float-to-int",
                "--enable-reference-types",
            ])
            .args(["--enable-sign-ext", "--enable-bulk-memory-opt"])
            .arg(input)
            .arg("-o")
            .arg(output),
    )
}
