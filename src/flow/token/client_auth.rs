//! How a client proves itself at the token endpoint: exactly one method a request (RFC 6749 §2.3).

use crate::flow::client::Client;
use crate::wire::form;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

/// A method of client authentication (RFC 7591 §2, OpenID Connect Core §9).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// No secret; `client_id` in the body (RFC 6749 §3.2.1).
    None,
    /// `Authorization: Basic` (RFC 6749 §2.3.1).
    Basic,
    /// `client_secret` in the body (RFC 6749 §2.3.1).
    Post,
    /// A signed assertion in the body (RFC 7523 §2.2).
    PrivateKeyJwt,
}

impl Method {
    /// As metadata writes it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Basic => "client_secret_basic",
            Self::Post => "client_secret_post",
            Self::PrivateKeyJwt => "private_key_jwt",
        }
    }

    fn named(name: &str) -> Option<Self> {
        [Self::None, Self::Basic, Self::Post, Self::PrivateKeyJwt]
            .into_iter()
            .find(|method| method.as_str() == name)
    }
}

/// What a client can prove itself with.
#[derive(Clone, Copy, Debug, Default)]
pub struct Means<'a> {
    /// It has a secret.
    pub has_secret: bool,
    /// It has a key to sign with.
    pub has_key: bool,
    /// The method it was registered or configured with.
    pub registered: Option<&'a str>,
}

impl<'a> Means<'a> {
    /// Those of a client.
    #[must_use]
    pub fn of(client: &'a Client) -> Self {
        Self {
            has_secret: client.client_secret.is_some(),
            has_key: client.has_key(),
            registered: client.token_endpoint_auth_method.as_deref(),
        }
    }

    fn can(self, method: Method) -> bool {
        match method {
            Method::None => true,
            Method::Basic | Method::Post => self.has_secret,
            Method::PrivateKeyJwt => self.has_key,
        }
    }
}

/// The method to use: the registered one if the server lists it or lists nothing; else a key; else, with a secret, Basic where it is
/// listed or nothing is (the default of RFC 8414 §2), else in the body; without any, none.
#[must_use]
pub fn method(means: Means<'_>, listed: Option<&[String]>) -> Method {
    let is_listed = |method: Method| {
        listed.is_none_or(|list| list.is_empty() || list.iter().any(|one| one == method.as_str()))
    };
    let registered = means.registered.and_then(Method::named);
    if let Some(method) = registered.filter(|method| means.can(*method) && is_listed(*method)) {
        return method;
    }
    if means.has_key && (is_listed(Method::PrivateKeyJwt) || !means.has_secret) {
        return Method::PrivateKeyJwt;
    }
    if !means.has_secret {
        return Method::None;
    }
    let only_post = !is_listed(Method::Basic) && is_listed(Method::Post);
    if only_post {
        Method::Post
    } else {
        Method::Basic
    }
}

/// Whether a server takes clients only that prove themselves by a key.
#[must_use]
pub fn takes_keys_only(listed: Option<&[String]>) -> bool {
    let lists =
        |method: Method| listed.is_some_and(|list| list.iter().any(|one| one == method.as_str()));
    lists(Method::PrivateKeyJwt)
        && ![Method::None, Method::Basic, Method::Post]
            .into_iter()
            .any(lists)
}

/// The value of `Authorization` for Basic: each half form-encoded, joined by a colon, in base64 (RFC 6749 §2.3.1).
#[must_use]
pub fn basic(client_id: &str, client_secret: &str) -> String {
    let halves = format!(
        "{}:{}",
        form::encode_value(client_id),
        form::encode_value(client_secret)
    );
    format!("Basic {}", STANDARD.encode(halves))
}

/// User name and password as RFC 7617 §2 joins them: nothing is form-encoded.
#[must_use]
pub fn basic_plain(username: &str, password: &str) -> String {
    STANDARD.encode(format!("{username}:{password}"))
}
