//! Which of the URLs that a server names may be asked: every one of them is the server's choice (RFC 9728 §7.7; MCP Security Best
//! Practices, SSRF).

use crate::flow::options::Allowed;
use crate::flow::refusal::{NamedUrl, Refusal};
use crate::limits;
use crate::wire::address::Address;

/// What the person's own choice of server allows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trust {
    private: bool,
    loopback_http: bool,
}

impl Trust {
    /// Typing the address of a server in a private network is the choice to work in that network; a server elsewhere may not lead
    /// there.
    #[must_use]
    pub fn of(server: &str, allow: &[Allowed]) -> Self {
        let address = Address::parse(server);
        let is_loopback = address.as_ref().is_ok_and(Address::is_loopback);
        let insecure_loopback = allow.contains(&Allowed::InsecureLoopback);
        Self {
            private: address.is_ok_and(|one| one.is_private()) || insecure_loopback,
            loopback_http: is_loopback || insecure_loopback,
        }
    }

    /// Judges a URL; `what` names it for the refusal.
    ///
    /// # Errors
    /// Why it may not be asked.
    pub fn judge(&self, what: &str, url: &str) -> Result<(), Refusal> {
        let named = || named(what, url);
        let Ok(address) = Address::parse(url) else {
            return Err(Refusal::UnusableUrl(named()));
        };
        if address.userinfo.is_some() || url.len() > limits::URL {
            return Err(Refusal::UnusableUrl(named()));
        }
        let secure = address.has_scheme("https")
            || (address.has_scheme("http") && address.is_loopback() && self.loopback_http);
        if !secure {
            return Err(Refusal::Insecure(named()));
        }
        if address.is_private() && !self.private {
            return Err(Refusal::PrivateAddress(named()));
        }
        Ok(())
    }

    /// Judges an endpoint of the authorization server, which has no fragment (RFC 6749 §3.1, §3.2).
    ///
    /// # Errors
    /// Why it may not be asked.
    pub fn endpoint(&self, member: &str, url: &str) -> Result<(), Refusal> {
        self.judge(member, url)?;
        if url.contains('#') {
            return Err(Refusal::UnusableUrl(named(member, url)));
        }
        Ok(())
    }
}

fn named(what: &str, url: &str) -> NamedUrl {
    NamedUrl {
        what: what.to_owned(),
        received: url.to_owned(),
    }
}
