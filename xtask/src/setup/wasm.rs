//! The compiler and standard library for wasm32-unknown-unknown.
//!
//! Tests use the target as rustup brings it. The package is built on a standard library made for size, without
//! panic messages; that one is always built here, from the source of exactly this compiler. Where rustup reaches
//! no server both are built from source; where that source is gone, Debian's own compiler for the web is used.

use super::{TARGET, debian, rust_source, sysroot};
use crate::sh;
use anyhow::{Result, bail};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

/// Names the only way to take to the target: `source`, as on a machine whose rustup reaches no server, or `debian`, as
/// where the source of this compiler is gone too. Unset, the first that works is used.
const WAY: &str = "MCP_AUTH_DOCTOR_WASM_TARGET";

/// How wasm is compiled on this machine.
pub struct Toolchain {
    /// Where the target came from, for people.
    pub origin: &'static str,
    /// A sysroot with the target's ordinary library, where the compiler's own has none.
    pub plain: Option<PathBuf>,
    /// A sysroot with the library built for size and immediate abort.
    pub small: Option<PathBuf>,
    debian: bool,
}

impl Toolchain {
    /// `cargo` for tests and quick builds; no path of this machine gets into the output.
    pub fn cargo(&self) -> Command {
        let mut cargo = self.bare_cargo();
        let mut flags = remapped_paths();
        if let Some(sysroot) = &self.plain {
            flags.push(format!("--sysroot={}", sysroot.display()));
        }
        cargo.env("CARGO_ENCODED_RUSTFLAGS", flags.join("\u{1f}"));
        cargo
    }

    /// `cargo` for the package: the small library, no panic messages.
    pub fn cargo_for_size(&self) -> Command {
        let mut cargo = self.bare_cargo();
        let mut flags = remapped_paths();
        if let Some(sysroot) = self.small.as_ref().or(self.plain.as_ref()) {
            flags.push(format!("--sysroot={}", sysroot.display()));
        }
        if self.small.is_some() || self.debian {
            cargo.env("RUSTC_BOOTSTRAP", "1");
            flags.extend(["-Zunstable-options", "-Cpanic=immediate-abort"].map(String::from));
        }
        cargo.env("CARGO_ENCODED_RUSTFLAGS", flags.join("\u{1f}"));
        cargo
    }

    /// Arguments of every cargo call for the target: its name, and the library's parts where it is built along.
    pub fn arguments(&self) -> Vec<&'static str> {
        let mut arguments = vec!["--target", TARGET];
        if self.debian {
            arguments.extend([
                "-Zbuild-std=std,panic_abort",
                "-Zbuild-std-features=optimize_for_size",
            ]);
        }
        arguments
    }

    /// Where cargo puts the output of a profile.
    pub fn output(&self, profile: &str) -> PathBuf {
        self.target_folder().join(TARGET).join(profile)
    }

    fn bare_cargo(&self) -> Command {
        if !self.debian {
            return sh::command("cargo");
        }
        let mut cargo = sh::command(debian::CARGO);
        cargo
            .env("RUSTC", debian::RUSTC)
            .env("RUSTC_BOOTSTRAP", "1")
            .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", debian::LINKER)
            .env("CARGO_TARGET_DIR", self.target_folder())
            .env_remove("RUSTUP_TOOLCHAIN");
        cargo
    }

    fn target_folder(&self) -> PathBuf {
        if self.debian {
            sh::target().join("debian")
        } else {
            sh::target()
        }
    }
}

/// The toolchain, made if it is missing.
pub fn toolchain() -> Result<Toolchain> {
    let way = std::env::var(WAY).unwrap_or_default();
    let with_rustup = match way.as_str() {
        "debian" => return by_debian(),
        "source" => false,
        "" => true,
        other => bail!("{WAY}: expected `source` or `debian`, received `{other}`"),
    };
    let from_rustup = with_rustup && (has_target() || add_target());
    let source = match rust_source::library(with_rustup) {
        Ok(source) => source,
        Err(error) if from_rustup => {
            sh::say(format!(
                "the standard library cannot be built for size: {error:#}"
            ));
            return Ok(Toolchain {
                origin: "rustup's",
                plain: None,
                small: None,
                debian: false,
            });
        }
        Err(error) => {
            sh::say(format!("no source of this compiler: {error:#}"));
            return by_debian();
        }
    };
    let small = Some(sysroot::small(&source)?);
    if from_rustup {
        return Ok(Toolchain {
            origin: "rustup's",
            plain: None,
            small,
            debian: false,
        });
    }
    Ok(Toolchain {
        origin: "built from the compiler's source",
        plain: Some(sysroot::plain(&source)?),
        small,
        debian: false,
    })
}

fn by_debian() -> Result<Toolchain> {
    debian::install_compiler()?;
    Ok(Toolchain {
        origin: "Debian's own compiler for the web",
        plain: None,
        small: None,
        debian: true,
    })
}

/// True when the compiler has the target's library.
fn has_target() -> bool {
    let Ok(folder) =
        sh::read(sh::command("rustc").args(["--print", "target-libdir", "--target", TARGET]))
    else {
        return false;
    };
    let Ok(entries) = std::fs::read_dir(Path::new(&folder)) else {
        return false;
    };
    entries
        .flatten()
        .any(|entry| entry.file_name().to_string_lossy().starts_with("libstd-"))
}

fn add_target() -> bool {
    if !sh::installed("rustup") {
        return false;
    }
    sh::say("adding the wasm32 target with rustup");
    let mut rustup = sh::command("rustup");
    sh::succeeds(
        rustup.args(["target", "add", TARGET]),
        Duration::from_secs(180),
    ) && has_target()
}

/// Two clones in different folders give the same bytes only without the folders' names.
fn remapped_paths() -> Vec<String> {
    let home = std::env::var_os("CARGO_HOME")
        .map(PathBuf::from)
        .or_else(|| std::env::home_dir().map(|home| home.join(".cargo")));
    let mut flags = vec![format!("--remap-path-prefix={}=.", sh::root().display())];
    if let Some(home) = home {
        flags.push(format!("--remap-path-prefix={}=cargo", home.display()));
    }
    let mut rustc = sh::command("rustc");
    if let Ok(sysroot) = sh::read(rustc.args(["--print", "sysroot"])) {
        flags.push(format!("--remap-path-prefix={}=rustc", sysroot.trim()));
    }
    flags
}
