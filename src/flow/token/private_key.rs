//! A private key that the caller gave as PEM.

use crate::secret::Secret;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::de::{Error, Unexpected};
use serde::{Deserialize, Deserializer, Serialize};

const BEGIN: &str = "-----BEGIN PRIVATE KEY-----";
const END: &str = "-----END PRIVATE KEY-----";

/// A text that was found to be a PEM of PKCS #8 (RFC 7468 §10); shown by nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(into = "String")]
pub struct PrivateKey(Secret);

impl PrivateKey {
    /// The key as PKCS #8 in DER.
    #[must_use]
    pub fn der(&self) -> Vec<u8> {
        decoded(self.0.reveal()).unwrap_or_default()
    }
}

impl<'de> Deserialize<'de> for PrivateKey {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        match decoded(&text) {
            Some(_) => Ok(Self(Secret::new(text))),
            None => Err(D::Error::invalid_value(
                Unexpected::Other("something else"),
                &"a PEM of PKCS #8 (BEGIN PRIVATE KEY)",
            )),
        }
    }
}

impl From<PrivateKey> for String {
    fn from(key: PrivateKey) -> Self {
        key.0.reveal().to_owned()
    }
}

fn decoded(text: &str) -> Option<Vec<u8>> {
    let body = text.trim().strip_prefix(BEGIN)?.strip_suffix(END)?;
    let body: String = body.chars().filter(|c| !c.is_whitespace()).collect();
    STANDARD.decode(body).ok().filter(|der| !der.is_empty())
}

#[cfg(test)]
mod tests {
    use super::PrivateKey;
    use crate::flow::client::Client;
    use crate::plain;
    use serde_json::json;

    fn client(pem: &str) -> Result<Client, plain::Flaw> {
        plain::read(json!({ "clientId": "c", "privateKeyPem": pem }))
    }

    #[test]
    fn a_pem_of_pkcs_8_is_taken_and_kept_as_it_was_written() {
        let pem = "-----BEGIN PRIVATE KEY-----\nAQID\n-----END PRIVATE KEY-----\n";
        let key = client(pem).ok().and_then(|client| client.private_key_pem);
        assert_eq!(key.as_ref().map(PrivateKey::der), Some(vec![1, 2, 3]));
        assert_eq!(key.map(String::from).as_deref(), Some(pem));
    }

    #[test]
    fn anything_else_is_refused_without_being_shown() {
        for pem in [
            "canary-name",
            "-----BEGIN RSA PRIVATE KEY-----\ncanary\n-----END RSA PRIVATE KEY-----",
            "-----BEGIN PRIVATE KEY-----\ncanary!\n-----END PRIVATE KEY-----",
            "-----BEGIN PRIVATE KEY-----\n-----END PRIVATE KEY-----",
        ] {
            let flaw = client(pem).expect_err("no PEM of PKCS #8");
            assert_eq!(flaw.member(), "privateKeyPem");
            assert!(!flaw.to_string().contains("canary"), "{flaw}");
        }
    }
}
