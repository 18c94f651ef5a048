//! Debian's archive, at the address that this machine's own apt configuration names.

use crate::sh;
use anyhow::{Context, Result, bail};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

/// Debian's compiler for the web, its cargo and its linker: one source package, always of one version.
pub const RUSTC: &str = "/usr/bin/rustc";
/// See [`RUSTC`].
pub const CARGO: &str = "/usr/bin/cargo";
/// See [`RUSTC`].
pub const LINKER: &str = "wasm-ld-19";

const COMPILER_PACKAGES: [&str; 4] = ["rustc-web", "cargo-web", "rust-web-src", "lld-19"];

/// Suites that keep versions of rust-src, the likeliest first.
const SUITES: [&str; 4] = ["trixie-backports", "trixie", "testing", "unstable"];

/// Downloads rust-src of `version` from the first suite that has it and unpacks its library into `folder`;
/// installs nothing and needs no root.
pub fn unpack_rust_source(version: &str, folder: &Path) -> Result<()> {
    if !sh::installed("apt-get") {
        bail!("this machine has no apt");
    }
    let archive = Archive::of_this_machine()?;
    sh::fresh_folder(folder)?;
    for suite in SUITES {
        sh::say(format!(
            "looking for rust-src {version} in Debian's {suite}"
        ));
        let Ok(package) = archive.download(suite, version, folder) else {
            continue;
        };
        sh::say(format!(
            "unpacking {}",
            package.file_name().unwrap_or_default().to_string_lossy()
        ));
        let wanted = format!("./usr/src/rustc-{version}/library");
        let script = r#"set -o pipefail; dpkg-deb --fsys-tarfile "$1" | tar -x -C "$2" "$3""#;
        sh::run(
            Command::new("bash")
                .args(["-c", script, "unpack"])
                .args([package.as_path(), folder])
                .arg(&wanted),
        )?;
        return std::fs::remove_file(&package).context("cannot remove the downloaded package");
    }
    bail!("no suite of Debian has rust-src {version}")
}

/// Installs Debian's own compiler for wasm32.
pub fn install_compiler() -> Result<()> {
    if Path::new(CARGO).exists() && sh::installed(LINKER) {
        return Ok(());
    }
    install(&COMPILER_PACKAGES)
}

/// Installs packages with apt where we are root; otherwise the error names them.
pub fn install(packages: &[&str]) -> Result<()> {
    let names = packages.join(" ");
    if !sh::installed("apt-get") {
        bail!("please install these packages (named as in Debian): {names}");
    }
    if sh::read(Command::new("id").arg("-u"))? != "0" {
        bail!("please run: sudo apt-get install {names}");
    }
    sh::say(format!("installing with apt: {names}"));
    let limit = Duration::from_secs(300);
    sh::succeeds(Command::new("apt-get").args(["update", "-qq"]), limit);
    sh::run(
        Command::new("apt-get")
            .args(["install", "-y", "-qq", "--no-install-recommends"])
            .args(packages)
            .env("DEBIAN_FRONTEND", "noninteractive"),
    )
    .with_context(|| format!("apt could not install {names}"))
}

/// The keys that sign Debian's archive.
const KEYRING: &str = "/usr/share/keyrings/debian-archive-keyring.gpg";

/// Where the machine gets Debian's packages.
struct Archive {
    address: String,
}

impl Archive {
    fn of_this_machine() -> Result<Self> {
        let targets = sh::read(Command::new("apt-get").args([
            "indextargets",
            "--format",
            "$(LABEL)|$(REPO_URI)",
            "Created-By: Packages",
        ]))?;
        let address = targets
            .lines()
            .find_map(|line| line.strip_prefix("Debian|"))
            .context("apt has no list of Debian's archive yet: run `apt-get update`")?;
        Ok(Self {
            address: address.into(),
        })
    }

    /// Downloads with lists, cache and source of our own, so that nothing of the machine's apt changes.
    fn download(&self, suite: &str, version: &str, folder: &Path) -> Result<PathBuf> {
        let own = folder.join("apt");
        std::fs::create_dir_all(own.join("lists/partial"))?;
        let mut source = format!(
            "Types: deb\nURIs: {}\nSuites: {suite}\nComponents: main\n",
            self.address
        );
        if Path::new(KEYRING).exists() {
            source.push_str(&format!("Signed-By: {KEYRING}\n"));
        }
        let list = own.join("only.sources");
        sh::write(&list, source)?;
        let apt = |program: &str| {
            let mut apt = Command::new(program);
            apt.current_dir(folder)
                .arg(format!("-oDir::Etc::sourcelist={}", list.display()))
                .arg("-oDir::Etc::sourceparts=/dev/null")
                .arg(format!(
                    "-oDir::State::lists={}",
                    own.join("lists").display()
                ))
                .args(["-oDir::Cache::pkgcache=", "-oDir::Cache::srcpkgcache="])
                .args(["-oAcquire::Languages=none", "-oAPT::Sandbox::User=root"]);
            apt
        };
        sh::read(apt("apt-get").arg("update"))?;
        let known = sh::read(apt("apt-cache").args(["madison", "rust-src"]))?;
        let full = known
            .lines()
            .filter_map(|line| line.split('|').nth(1))
            .map(str::trim)
            .find(|full| full.split('+').next() == Some(version))
            .with_context(|| format!("{suite} has no rust-src {version}"))?;
        sh::read(apt("apt-get").args(["download", &format!("rust-src={full}")]))?;
        std::fs::read_dir(folder)?
            .flatten()
            .map(|entry| entry.path())
            .find(|path| path.extension().is_some_and(|extension| extension == "deb"))
            .context("apt downloaded nothing")
    }
}
