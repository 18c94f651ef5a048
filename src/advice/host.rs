//! The program that signs in, as far as advice depends on it.

use serde::{Deserialize, Serialize};

/// The host as it describes itself. Everything may be left out: then advice is for a desktop app with this package's own ports.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct HostInfo {
    /// What kind of program.
    pub kind: HostKind,
    /// The redirect URI that it will use, raw; wins over anything planned.
    pub redirect_uri: Option<String>,
    /// Its loopback ports, in the order in which it tries them; empty for this package's own. 0 stands for a random one.
    pub ports: Vec<u16>,
    /// Identity of an extension: `publisher.name` of VS Code, the 32 letters of Chrome, the host part of Firefox.
    pub extension_id: Option<String>,
    /// Address of the https page where the browser comes back, for hosts that have one.
    pub redirect_page: Option<String>,
    /// Address of its client ID metadata document.
    pub client_metadata_url: Option<String>,
}

/// Kinds of programs, told apart by where a browser can be sent back to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum HostKind {
    /// An extension in VS Code on the desktop.
    VscodeDesktop,
    /// An extension in VS Code in the browser, such as vscode.dev.
    VscodeWeb,
    /// A Chrome extension.
    ChromeExtension,
    /// A Firefox extension.
    FirefoxExtension,
    /// A Node program, a command line or a desktop app.
    #[default]
    Desktop,
    /// A web page.
    Page,
}

/// The ports that this package's listeners try, in this order.
pub const PORTS: [u16; 3] = [41937, 41938, 41939];

impl HostInfo {
    /// Whether it can listen on a port of this machine.
    #[must_use]
    pub fn listens(&self) -> bool {
        matches!(self.kind, HostKind::Desktop | HostKind::VscodeDesktop)
    }

    /// Its loopback ports.
    #[must_use]
    pub fn loopback_ports(&self) -> &[u16] {
        if self.ports.is_empty() {
            &PORTS
        } else {
            &self.ports
        }
    }
}
