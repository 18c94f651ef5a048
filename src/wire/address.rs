//! A URL taken apart without changing a byte (RFC 3986 appendix B), and the questions that the flow asks of it.
//!
//! `url::Url` normalises (`https://a.example` becomes `https://a.example/`), which breaks the comparison of `issuer`, `resource`
//! and `redirect_uri`. So the text stays as it is; `url` is asked only whether it is valid and what its host is.

use super::ip;
use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;
use url::{Host, Url};

/// How many origins are remembered, and how long one may be.
const REMEMBERED: usize = 64;
const LONGEST: usize = 256;

thread_local! {
    /// What was parsed last: a sign-in and a capture name few origins, again and again.
    static PARSED: RefCell<VecDeque<(String, Rc<Origin>)>> = const { RefCell::new(VecDeque::new()) };
}

/// The parts of an absolute URL, as slices of the text; host and port also as a browser understands them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address<'a> {
    /// The whole text.
    pub text: &'a str,
    /// Scheme as written, without the colon.
    pub scheme: &'a str,
    /// User information before `@`, if any.
    pub userinfo: Option<&'a str>,
    /// Host and port as written.
    pub host_and_port: &'a str,
    /// Path as written; empty or starting with `/`.
    pub path: &'a str,
    /// Query without `?`.
    pub query: Option<&'a str>,
    /// Fragment without `#`.
    pub fragment: Option<&'a str>,
    origin: Rc<Origin>,
}

/// What a parser of the web makes of the start of a URL.
#[derive(Debug, PartialEq, Eq)]
struct Origin {
    host: Option<Host<String>>,
    port: Option<u16>,
}

/// Why a text is not an absolute URL with a host.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotAnAddress {
    /// There is no `scheme://`.
    NoScheme,
    /// There is nothing between `//` and the path.
    NoHost,
    /// The URL parser refuses it.
    Invalid,
}

impl<'a> Address<'a> {
    /// Takes a hierarchical URL apart.
    ///
    /// # Errors
    /// Where it has no `scheme://`, no host, or is not a URL.
    pub fn parse(text: &'a str) -> Result<Self, NotAnAddress> {
        let (scheme, rest) = text.split_once("://").ok_or(NotAnAddress::NoScheme)?;
        if scheme.is_empty() || !scheme.bytes().all(is_scheme_byte) {
            return Err(NotAnAddress::NoScheme);
        }
        // What follows the host makes no URL invalid, so that only the start is parsed, with the first character behind it.
        let end = rest.bytes().position(|byte| b"/?#".contains(&byte));
        let begin = match end {
            Some(end) => text.get(..scheme.len() + 3 + end + 1),
            None => Some(text),
        };
        let (rest, fragment) = split_off(rest, '#');
        let (rest, query) = split_off(rest, '?');
        let (authority, path) = match rest.find('/') {
            Some(at) => rest.split_at(at),
            None => (rest, ""),
        };
        let (userinfo, host_and_port) = match authority.rsplit_once('@') {
            Some((userinfo, host)) => (Some(userinfo), host),
            None => (None, authority),
        };
        if host_and_port.is_empty() {
            return Err(NotAnAddress::NoHost);
        }
        let origin = match userinfo {
            // Nobody wants a password remembered.
            Some(_) => Origin::parse(begin.unwrap_or(text)).map(Rc::new),
            None => Origin::of(begin.unwrap_or(text)),
        };
        Ok(Self {
            text,
            scheme,
            userinfo,
            host_and_port,
            path,
            query,
            fragment,
            origin: origin.ok_or(NotAnAddress::Invalid)?,
        })
    }

    /// `scheme://host:port` as written.
    #[must_use]
    pub fn origin(&self) -> String {
        format!("{}://{}", self.scheme, self.host_and_port)
    }

    /// Whether the scheme is this one, whatever its case (RFC 3986 §3.1).
    #[must_use]
    pub fn has_scheme(&self, scheme: &str) -> bool {
        self.scheme.eq_ignore_ascii_case(scheme)
    }

    /// Whether the host is this machine itself: `localhost`, 127.0.0.0/8 or `::1` (RFC 8252 §7.3, §8.3).
    #[must_use]
    pub fn is_loopback(&self) -> bool {
        match self.host() {
            Some(Host::Domain(name)) => is_local_name(name),
            Some(Host::Ipv4(ip)) => ip.is_loopback(),
            Some(Host::Ipv6(ip)) => {
                ip.is_loopback() || ip.to_ipv4_mapped().is_some_and(|ip| ip.is_loopback())
            }
            None => false,
        }
    }

    /// Whether the host is an IP address that is not of the public Internet, in whatever spelling, or a name of this machine (RFC 9728
    /// §7.7; RFC 6761 §6.3, with or without the final dot).
    #[must_use]
    pub fn is_private(&self) -> bool {
        match self.host() {
            Some(Host::Ipv4(ip)) => ip::kind_of((*ip).into()) != ip::Kind::Public,
            Some(Host::Ipv6(ip)) => ip::kind_of((*ip).into()) != ip::Kind::Public,
            Some(Host::Domain(name)) => is_local_name(name.trim_end_matches('.')),
            None => false,
        }
    }

    /// https, or http to this machine itself (MCP, Communication Security; RFC 8252 §8.3).
    #[must_use]
    pub fn is_secure(&self) -> bool {
        self.has_scheme("https") || (self.has_scheme("http") && self.is_loopback())
    }

    /// The host as a parser of the web understands it: lower case, ASCII, IP addresses in any spelling resolved.
    #[must_use]
    pub fn host(&self) -> Option<&Host<String>> {
        self.origin.host.as_ref()
    }

    /// The host in lower case, without the port.
    #[must_use]
    pub fn hostname(&self) -> String {
        self.host().map(ToString::to_string).unwrap_or_default()
    }

    /// The port, given or by default of the scheme.
    #[must_use]
    pub fn port(&self) -> Option<u16> {
        self.origin.port
    }

    /// Same scheme, host and port, whatever their spelling (RFC 6454 §5).
    #[must_use]
    pub fn same_origin(&self, other: &Address<'_>) -> bool {
        self.scheme.eq_ignore_ascii_case(other.scheme)
            && self.host() == other.host()
            && self.port() == other.port()
    }
}

impl Origin {
    fn of(begin: &str) -> Option<Rc<Self>> {
        PARSED.with_borrow_mut(|parsed| {
            if let Some((_, origin)) = parsed.iter().find(|(text, _)| text == begin) {
                return Some(Rc::clone(origin));
            }
            let origin = Rc::new(Self::parse(begin)?);
            if begin.len() <= LONGEST {
                parsed.truncate(REMEMBERED - 1);
                parsed.push_front((begin.to_owned(), Rc::clone(&origin)));
            }
            Some(origin)
        })
    }

    fn parse(begin: &str) -> Option<Self> {
        let parsed = Url::parse(begin).ok()?;
        let host = parsed.host().map(|host| match host {
            Host::Domain(name) => Host::Domain(name.to_ascii_lowercase()),
            Host::Ipv4(ip) => Host::Ipv4(ip),
            Host::Ipv6(ip) => Host::Ipv6(ip),
        });
        Some(Self {
            host,
            port: parsed.port_or_known_default(),
        })
    }
}

/// Whether two texts are addresses of the same origin.
#[must_use]
pub fn same_origin(one: &str, other: &str) -> bool {
    match (Address::parse(one), Address::parse(other)) {
        (Ok(one), Ok(other)) => one.same_origin(&other),
        _ => false,
    }
}

fn split_off(text: &str, mark: char) -> (&str, Option<&str>) {
    match text.split_once(mark) {
        Some((before, after)) => (before, Some(after)),
        None => (text, None),
    }
}

fn is_local_name(name: &str) -> bool {
    name == "localhost" || name.ends_with(".localhost")
}

fn is_scheme_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.')
}

#[cfg(test)]
mod tests {
    use super::{Address, NotAnAddress};
    use url::Url;

    #[test]
    fn every_part_stays_as_written() {
        let address = Address::parse("HTTPS://u:p@H.example:443/a//b/../c?x=1#f").unwrap();
        assert_eq!(address.origin(), "HTTPS://H.example:443");
        assert_eq!(address.path, "/a//b/../c");
        assert_eq!(address.userinfo, Some("u:p"));
        assert_eq!((address.query, address.fragment), (Some("x=1"), Some("f")));
    }

    #[test]
    fn loopback_is_known_in_every_spelling() {
        for text in [
            "http://localhost:1/",
            "http://127.0.0.1",
            "http://[::1]:9/x",
            "http://127.1",
            "http://[::ffff:127.0.0.1]/",
        ] {
            assert!(Address::parse(text).unwrap().is_loopback(), "{text}");
        }
        assert!(
            !Address::parse("http://localhost.evil.example")
                .unwrap()
                .is_loopback()
        );
    }

    #[test]
    fn a_private_address_is_known_in_every_spelling() {
        for text in [
            "http://10.0.0.1",
            "http://0x0a000001/",
            "http://2852039166/latest",
            "http://[fe80::1]/",
            "http://[::ffff:192.168.0.1]/",
            "http://0/",
            "https://[64:ff9b::7f00:1]/",
            "https://[2002:7f00:1::]/",
            "https://localhost./",
            "https://a.localhost./",
        ] {
            assert!(Address::parse(text).unwrap().is_private(), "{text}");
        }
        assert!(!Address::parse("https://8.8.8.8").unwrap().is_private());
    }

    #[test]
    fn host_and_port_are_those_of_the_whole_url() {
        for text in [
            "https://h.example /x",
            "https://h.example ",
            "https://h\texample/x y",
            "https://a.example\\b@c.example/",
            "https://a@b:444?x@y:1/",
            "https://a:99999/",
            "https://a?b c",
            "https://[::1]:9/%",
            "https://%41.example/%zz",
            "foo://H.example/ x",
            "foo://H?x",
            "file://c:/x",
            "https://ex%61mple#\u{0}",
        ] {
            let whole = Url::parse(text).ok();
            let address = Address::parse(text).ok();
            assert_eq!(address, Address::parse(text).ok(), "{text}, remembered");
            assert_eq!(address.is_some(), whole.is_some(), "{text}");
            if let (Some(address), Some(whole)) = (address, whole) {
                assert_eq!(address.port(), whole.port_or_known_default(), "{text}");
                let host = whole.host_str().unwrap_or_default();
                assert_eq!(address.hostname(), host.to_ascii_lowercase(), "{text}");
            }
        }
    }

    #[test]
    fn what_is_no_url_is_refused() {
        assert_eq!(
            Address::parse("mcp.example.com/mcp"),
            Err(NotAnAddress::NoScheme)
        );
        assert_eq!(Address::parse("https:///x"), Err(NotAnAddress::NoHost));
        assert_eq!(Address::parse("https://a b/"), Err(NotAnAddress::Invalid));
    }
}
