//! Credentials that a person brings: proven by the handshake, and kept like tokens.

use crate::error::Misuse;
use crate::flow::after::proof;
use crate::flow::discover::resource;
use crate::flow::host::Host;
use crate::flow::keep::store;
use crate::flow::keep::tokens::{self, Tokens};
use crate::flow::options::SignInOptions;
use crate::flow::outcome::{Outcome, Stop};
use crate::flow::token::client_auth::basic_plain;
use crate::flow::trust::Trust;
use crate::secret::{Secret, revealed};
use serde::{Deserialize, Serialize};

/// A credential that the person brought.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(
    tag = "kind",
    rename_all = "kebab-case",
    rename_all_fields = "camelCase"
)]
pub enum Credential {
    /// A personal access token (RFC 6750 §2.1).
    Bearer {
        /// The token.
        #[serde(with = "revealed")]
        token: Secret,
    },
    /// User name and password, or id and key (RFC 7617 §2).
    Basic {
        /// The user name; no colon.
        username: String,
        /// The password.
        #[serde(with = "revealed")]
        password: Secret,
    },
    /// A key in a header of its own.
    Header {
        /// The name of the header.
        name: String,
        /// The key.
        #[serde(with = "revealed")]
        value: Secret,
    },
}

/// Proves a credential by the handshake and the list of tools, and keeps it if the server takes it.
///
/// # Errors
/// Where the server refuses it.
pub fn prove(
    host: &Host,
    options: &SignInOptions,
    credential: Credential,
) -> Result<Outcome, Stop> {
    let server = options.server.as_str();
    crate::flow::discover::discovery::require_server(server)?;
    Trust::of(server, &options.allow).judge("server", server)?;
    let tokens = tokens_of(server, credential, host.now()?)?;
    let proof = proof::of_credential(host, &tokens)?;
    let not_kept = store::save_tokens(host, &tokens).err();
    Ok(Outcome::SignedIn {
        tokens: Box::new(tokens),
        proof,
        not_kept: not_kept.map(|failed| failed.message),
    })
}

/// A credential as tokens, which say how it is sent; `now` in ms since the epoch.
///
/// # Errors
/// Where no header can hold it, or where the header named for it is one that every request has.
pub fn tokens_of(server: &str, credential: Credential, now: f64) -> Result<Tokens, Misuse> {
    let (token_type, header, access_token) = match credential {
        Credential::Bearer { token } => {
            let token = Secret::new(bare(token.reveal()));
            ("Bearer", None, checked("token", &token)?)
        }
        Credential::Basic { username, password } => {
            let both = basic_plain(without_colon(&username)?, password.reveal());
            ("Basic", None, Secret::new(both))
        }
        Credential::Header { name, value } => (
            "Header",
            Some(header_name(name)?),
            checked("value", &value)?,
        ),
    };
    Ok(Tokens {
        v: tokens::VERSION,
        issuer: String::new(),
        resource: resource::canonical(server).unwrap_or_else(|_| server.to_owned()),
        server: server.to_owned(),
        client_id: String::new(),
        token_type: token_type.to_owned(),
        header,
        scope: String::new(),
        requested_scope: String::new(),
        access_token,
        refresh_token: None,
        expires_at: None,
        issued_at: now,
        sign_in: String::new(),
        renewals: 0,
        key_id: None,
        token_endpoint: None,
        omit_resource: false,
    })
}

/// RFC 7617 §2: the first colon ends the name.
fn without_colon(username: &str) -> Result<&str, Misuse> {
    match username.contains(':') {
        true => Err(Misuse::argument("username", "no colon", "one with a colon")),
        false => Ok(username),
    }
}

/// Headers that a request has anyway, or that come and go by themselves: what they hold is not a credential of an MCP client.
const TAKEN: [&str; 14] = [
    "accept",
    "accept-encoding",
    "accept-language",
    "connection",
    "content-length",
    "content-type",
    "cookie",
    "host",
    "last-event-id",
    "origin",
    "referer",
    "te",
    "transfer-encoding",
    "user-agent",
];

fn header_name(name: String) -> Result<String, Misuse> {
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || b"-_".contains(&byte);
    let lower = name.to_ascii_lowercase();
    let is_taken = TAKEN.contains(&lower.as_str()) || lower.starts_with("mcp-");
    if name.is_empty() || !name.bytes().all(fits) || is_taken {
        let expected = "the name of a header for a credential, such as X-API-Key";
        return Err(Misuse::argument("name", expected, name));
    }
    Ok(name)
}

/// A token as it was pasted, without the scheme that stood before it: it is sent with one.
#[must_use]
pub fn bare(token: &str) -> &str {
    let token = token.trim();
    match token.split_once(|one: char| one.is_whitespace() || one == ':') {
        Some((scheme, rest)) if scheme.eq_ignore_ascii_case("bearer") => bare(rest),
        _ => token,
    }
}

/// What is pasted often brings a line end along; inside, a header takes only visible characters.
fn checked(what: &str, secret: &Secret) -> Result<Secret, Misuse> {
    let trimmed = secret.reveal().trim();
    if trimmed.is_empty() || !trimmed.bytes().all(|byte| (0x20..0x7f).contains(&byte)) {
        let received = "something else (not shown)";
        return Err(Misuse::argument(what, "visible ASCII characters", received));
    }
    Ok(Secret::new(trimmed))
}

#[cfg(test)]
mod tests {
    use super::{Credential, bare, tokens_of};
    use crate::secret::Secret;

    #[test]
    fn what_no_header_can_hold_and_what_every_request_has_is_refused_before_it_is_sent() {
        let sent = |credential| tokens_of("https://mcp.example.com/mcp", credential, 0.0);
        let header = |name: &str, value: &str| {
            let name = name.to_owned();
            let value = Secret::new(value);
            sent(Credential::Header { name, value })
        };
        let named = header("X-Acme-Key", "k").unwrap();
        assert_eq!(named.header.as_deref(), Some("X-Acme-Key"));
        for name in ["", "a b", "Cookie", "host", "User-Agent", "MCP-Session-Id"] {
            assert!(header(name, "k").is_err(), "{name}");
        }
        for token in ["zpat\u{2013}1", "two\nlines", ""] {
            let token = Secret::new(token);
            assert!(sent(Credential::Bearer { token }).is_err());
        }
    }

    #[test]
    fn a_scheme_that_was_pasted_with_a_token_is_taken_off() {
        for pasted in [
            "abc",
            "Bearer abc",
            " bearer  abc\n",
            "Bearer: abc",
            "Bearer Bearer abc",
        ] {
            assert_eq!(bare(pasted), "abc", "{pasted}");
        }
        assert_eq!(bare("bearerabc"), "bearerabc");
    }
}
