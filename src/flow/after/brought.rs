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
    let tokens = brought(server, credential, host.now()?)?;
    let proof = proof::of_credential(host, &tokens)?;
    let not_kept = store::save_tokens(host, &tokens).err();
    Ok(Outcome::SignedIn {
        tokens: Box::new(tokens),
        proof,
        not_kept: not_kept.map(|failed| failed.message),
    })
}

fn brought(server: &str, credential: Credential, now: f64) -> Result<Tokens, Misuse> {
    let (token_type, header, access_token) = match credential {
        Credential::Bearer { token } => {
            let token = Secret::new(bare(token.reveal()));
            ("Bearer", None, checked("token", token)?)
        }
        Credential::Basic { username, password } => {
            if username.contains(':') {
                return Err(Misuse::argument("username", "no colon", "one with a colon"));
            }
            let both = basic_plain(&username, password.reveal());
            ("Basic", None, Secret::new(both))
        }
        Credential::Header { name, value } => {
            let fits = |byte: u8| byte.is_ascii_alphanumeric() || b"-_".contains(&byte);
            if name.is_empty() || !name.bytes().all(fits) {
                return Err(Misuse::argument("name", "the name of a header", name));
            }
            ("Header", Some(name), checked("value", value)?)
        }
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
fn checked(what: &str, secret: Secret) -> Result<Secret, Misuse> {
    let trimmed = secret.reveal().trim();
    if trimmed.is_empty() || !trimmed.bytes().all(|byte| (0x20..0x7f).contains(&byte)) {
        let received = "something else (not shown)";
        return Err(Misuse::argument(what, "visible ASCII characters", received));
    }
    Ok(Secret::new(trimmed))
}

#[cfg(test)]
mod tests {
    use super::bare;

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
