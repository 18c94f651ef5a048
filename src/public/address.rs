//! Addresses, and the parameters in them.

use super::Screen;
use super::names::{self, Kind};
use super::words;
use crate::secret::withheld;
use crate::wire::form;

impl Screen {
    /// An address: scheme, host, the usual words of its path, and what is public of its parameters; nothing else changes.
    pub fn address(&mut self, url: &str) -> String {
        self.any_address(url, false)
    }

    /// An address whose whole path is public, as an issuer's is. Its parts may be repeated.
    pub fn issuer(&mut self, url: &str) -> String {
        let rest = url.split_once("://").map_or("", |(_, rest)| rest);
        let rest = rest.split(['?', '#']).next().unwrap_or_default();
        let mut parts = rest.split('/');
        if parts.next().is_some_and(|host| self.keyed.contains(host)) {
            return self.address(url);
        }
        for part in parts.filter(|part| !words::is_plain(part)) {
            self.id(part);
        }
        self.any_address(url, true)
    }

    fn any_address(&mut self, url: &str, whole_path: bool) -> String {
        let (before, after) = url.split_at(url.find(['?', '#']).unwrap_or(url.len()));
        let mut out = String::with_capacity(url.len());
        let mut is_keyed = false;
        let path = match before.split_once("://") {
            Some((scheme, rest)) => {
                out.push_str(&self.scheme(scheme));
                out.push_str("://");
                let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
                is_keyed = self.keyed.contains(authority);
                match authority.rsplit_once('@') {
                    Some((userinfo, host)) => {
                        out.push_str(&self.userinfo(userinfo));
                        out.push('@');
                        out.push_str(host);
                    }
                    None => out.push_str(authority),
                }
                path
            }
            None => before,
        };
        if whole_path {
            out.push_str(path);
        } else {
            self.path(&mut out, path, is_keyed);
        }
        self.query_and_fragment(&mut out, after);
        out
    }

    fn scheme(&mut self, scheme: &str) -> String {
        if words::is_plain(scheme) {
            scheme.to_owned()
        } else {
            self.withhold(scheme)
        }
    }

    /// What stands before `@` in an authority is a credential (RFC 3986 §3.2.1), its two halves each for itself.
    fn userinfo(&mut self, userinfo: &str) -> String {
        match userinfo
            .split_once(':')
            .filter(|_| withheld::mark(userinfo).is_none())
        {
            Some((name, password)) => {
                let name = self.withhold_secret(name);
                let password = self.withhold_secret(password);
                format!("{}:{}", name.replace(':', "-"), password.replace(':', "-"))
            }
            None => self.withhold_secret(userinfo),
        }
    }

    fn path(&mut self, out: &mut String, path: &str, is_keyed: bool) {
        let parts: Vec<&str> = path.split('/').collect();
        // Behind these the issuer's own path stands (RFC 8414 §3.1).
        let mut is_of_issuer = false;
        for (at, part) in parts.iter().enumerate() {
            if at > 0 {
                out.push('/');
            }
            let next = parts.get(at + 1).copied().unwrap_or_default();
            let before = at
                .checked_sub(1)
                .and_then(|before| parts.get(before))
                .copied()
                .unwrap_or_default();
            let decoded = form::decode_value(part);
            let is_tenant = is_uuid(part)
                && matches!(
                    next,
                    "oauth2" | "v2.0" | ".well-known" | "discovery" | "saml2"
                );
            let is_named =
                matches!(before, "realms" | "tenants") || before == "oauth2" && next == "v1";
            if words::is_plain(&decoded)
                || self.is_id(part)
                || self.is_id(&decoded)
                || is_tenant
                || is_of_issuer && !is_keyed
                || is_named
                || withheld::mark(part).is_some()
            {
                out.push_str(part);
            } else {
                out.push_str(&self.withhold(part));
            }
            is_of_issuer |= matches!(*part, "oauth-authorization-server" | "openid-configuration");
        }
    }

    fn query_and_fragment(&mut self, out: &mut String, after: &str) {
        for piece in after.split_inclusive(['?', '#', '&', ';']) {
            let (pair, separator) = match piece.strip_suffix(['?', '#', '&', ';']) {
                Some(pair) => (pair, piece.get(pair.len()..).unwrap_or_default()),
                None => (piece, ""),
            };
            self.pair(out, pair);
            out.push_str(separator);
        }
    }

    /// A form (RFC 6749 appendix B): each value as its name tells.
    pub fn form(&mut self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        for piece in text.split_inclusive('&') {
            let pair = piece.strip_suffix('&').unwrap_or(piece);
            self.pair(&mut out, pair);
            out.push_str(piece.get(pair.len()..).unwrap_or_default());
        }
        out
    }

    fn pair(&mut self, out: &mut String, pair: &str) {
        let Some((name, raw)) = pair.split_once('=') else {
            let decoded = form::decode_value(pair);
            if words::is_plain(&decoded) || withheld::mark(&decoded).is_some() {
                out.push_str(pair);
            } else {
                let mark = self.withhold(&decoded);
                out.push_str(&encoded(&mark));
            }
            return;
        };
        let decoded_name = form::decode_value(name);
        let shown_name = self.name(&decoded_name);
        if shown_name == decoded_name {
            out.push_str(name);
        } else {
            out.push_str(&encoded(&shown_name));
        }
        out.push('=');
        let value = form::decode_value(raw);
        let shown = self.parameter(&decoded_name, &value);
        if shown == value {
            out.push_str(raw);
        } else {
            out.push_str(&encoded(&shown));
        }
    }

    /// What a challenge says (RFC 9110 §11.6.1): its schemes, and each parameter as its name tells.
    pub fn challenge(&mut self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(at) = rest.find('=') {
            let (before, after) = rest.split_at(at);
            let name_at = before
                .rfind(|one: char| one.is_whitespace() || one == ',')
                .map_or(0, |at| at + 1);
            let (gap, name) = before.split_at(name_at);
            let padding = name.trim_end_matches('=').is_empty() || after.starts_with("==");
            out.push_str(&self.words(gap));
            let after = after.get(1..).unwrap_or_default();
            if padding {
                let mark = self.withhold(name);
                out.push_str(&mark);
                rest = after.trim_start_matches('=');
                continue;
            }
            out.push_str(&self.name(name.trim()));
            out.push('=');
            let trimmed = after.trim_start();
            out.push_str(after.get(..after.len() - trimmed.len()).unwrap_or_default());
            let quoted = trimmed.starts_with('"');
            let (value, tail) = if quoted {
                let inner = trimmed.get(1..).unwrap_or_default();
                inner.split_at(end_of_quoted(inner))
            } else {
                trimmed.split_at(trimmed.find([',', ' ', '"']).unwrap_or(trimmed.len()))
            };
            let kind = names::member(name.trim());
            let shown = match kind {
                Some(Kind::Code) => self.withhold(value),
                kind => self.value(kind, value),
            };
            if quoted {
                out.push('"');
            }
            out.push_str(&shown);
            rest = tail;
            if quoted && let Some(tail) = rest.strip_prefix('"') {
                out.push('"');
                rest = tail;
            }
        }
        out.push_str(&self.words(rest));
        out
    }
}

fn end_of_quoted(text: &str) -> usize {
    let mut escaped = false;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' => return at,
            _ => {}
        }
    }
    text.len()
}

/// A mark goes into a form as it is, unless it has what a form would read otherwise.
fn encoded(text: &str) -> String {
    if text.contains(['%', '&', '+', '#', ' ', '=', ';']) {
        form::encode_value(text)
    } else {
        text.to_owned()
    }
}

/// 8, 4, 4, 4 and 12 hexadecimal digits (RFC 9562).
pub fn is_uuid(text: &str) -> bool {
    let lengths: Vec<usize> = text.split('-').map(str::len).collect();
    lengths == [8, 4, 4, 4, 12]
        && text
            .bytes()
            .all(|byte| byte.is_ascii_hexdigit() || byte == b'-')
}
