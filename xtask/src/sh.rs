//! Running other programs, and where things are.

use anyhow::{Context, Result, bail};
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// Names the folder of the sources where it is not the one that this program was built from.
pub const ROOT: &str = "XTASK_ROOT";

/// The repository's folder.
pub fn root() -> PathBuf {
    if let Some(other) = std::env::var_os(ROOT) {
        return PathBuf::from(other);
    }
    let xtask = Path::new(env!("CARGO_MANIFEST_DIR"));
    xtask.parent().unwrap_or(xtask).to_path_buf()
}

/// Cargo's build folder, where everything that is made here goes.
pub fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from)
}

/// The folder of the npm packages that tests, demo and build use.
pub fn node_modules() -> PathBuf {
    root().join("tests/node_modules")
}

/// A command in the repository's folder.
pub fn command(program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(program);
    command.current_dir(root());
    command
}

/// A program that an npm package of the tests brings.
pub fn npm_program(name: &str) -> Command {
    command(node_modules().join(".bin").join(name))
}

/// Says what happens now, on one line.
pub fn say(text: impl AsRef<str>) {
    eprintln!("==> {}", text.as_ref());
}

/// Runs to the end with the output shown; a status other than 0 is an error.
pub fn run(command: &mut Command) -> Result<()> {
    let name = name(command);
    let status = command
        .status()
        .with_context(|| format!("cannot start {name}"))?;
    if !status.success() {
        bail!("{name} ended with {status}");
    }
    Ok(())
}

/// Runs to the end and returns what was printed on standard output; the rest is in the error.
pub fn read(command: &mut Command) -> Result<String> {
    let name = name(command);
    let output = command
        .output()
        .with_context(|| format!("cannot start {name}"))?;
    if !output.status.success() {
        let error = String::from_utf8_lossy(&output.stderr);
        let printed = String::from_utf8_lossy(&output.stdout);
        bail!(
            "{name} ended with {}\n{}{}",
            output.status,
            printed.trim(),
            error.trim()
        );
    }
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_string())
}

/// Runs in silence; ends the program after `limit`. False when it could not start, failed or took longer.
pub fn succeeds(command: &mut Command, limit: Duration) -> bool {
    let quiet = command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    let Ok(mut child) = quiet.spawn() else {
        return false;
    };
    let start = Instant::now();
    loop {
        match child.try_wait() {
            Ok(Some(status)) => return status.success(),
            Ok(None) if start.elapsed() < limit => std::thread::sleep(Duration::from_millis(50)),
            _ => {
                child.kill().ok();
                child.wait().ok();
                return false;
            }
        }
    }
}

/// True when the program answers to `--version`.
pub fn installed(program: &str) -> bool {
    succeeds(
        Command::new(program).arg("--version"),
        Duration::from_secs(20),
    )
}

/// Reads a text file; the error names it.
pub fn read_text(path: &Path) -> Result<String> {
    std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))
}

/// Writes a file and the folders above it.
pub fn write(path: &Path, content: impl AsRef<[u8]>) -> Result<()> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    std::fs::write(path, content).with_context(|| format!("cannot write {}", path.display()))
}

/// Copies a folder with all that is in it.
pub fn copy_folder(from: &Path, to: &Path) -> Result<()> {
    std::fs::create_dir_all(to)?;
    for entry in
        std::fs::read_dir(from).with_context(|| format!("cannot list {}", from.display()))?
    {
        let entry = entry?;
        let (source, copy) = (entry.path(), to.join(entry.file_name()));
        if source.is_dir() {
            copy_folder(&source, &copy)?;
        } else {
            std::fs::copy(&source, &copy)
                .with_context(|| format!("cannot copy {}", source.display()))?;
        }
    }
    Ok(())
}

/// Empties a folder, or makes it.
pub fn fresh_folder(path: &Path) -> Result<()> {
    if path.exists() {
        std::fs::remove_dir_all(path)
            .with_context(|| format!("cannot remove {}", path.display()))?;
    }
    std::fs::create_dir_all(path).with_context(|| format!("cannot make {}", path.display()))
}

fn name(command: &Command) -> String {
    let program = Path::new(command.get_program());
    let first = command
        .get_args()
        .next()
        .map(OsStr::to_string_lossy)
        .unwrap_or_default();
    let program = program.file_name().unwrap_or(program.as_os_str());
    format!("`{} {first}`", program.to_string_lossy())
}
