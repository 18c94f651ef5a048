//! Text that must not be shown: tokens, codes, verifiers, client secrets, `state`.

pub mod withheld;

use std::fmt;

/// How well-known tokens and secrets begin, and the id of the provider whose they are; nothing where many issue such ones.
pub const PREFIXES: [(&str, &str); 32] = [
    ("ATATT", "atlassian"),
    ("ATCTT", "atlassian"),
    ("ATSTT", "atlassian"),
    ("figd_", "figma"),
    ("gho_", "github"),
    ("ghp_", "github"),
    ("ghr_", "github"),
    ("ghs_", "github"),
    ("ghu_", "github"),
    ("github_pat_", "github"),
    ("gldt-", "gitlab"),
    ("gloas-", "gitlab"),
    ("glpat-", "gitlab"),
    ("glptt-", "gitlab"),
    ("1//", "google"),
    ("GOCSPX-", "google"),
    ("ya29.", "google"),
    ("lin_api_", "linear"),
    ("lin_oauth_", "linear"),
    ("ntn_", "notion"),
    ("secret_", "notion"),
    ("sntrys_", "sentry"),
    ("sntryu_", "sentry"),
    ("xapp-", "slack"),
    ("xoxa-", "slack"),
    ("xoxb-", "slack"),
    ("xoxe-", "slack"),
    ("xoxe.", "slack"),
    ("xoxp-", "slack"),
    ("eyJ", ""),
    ("sk-", ""),
    ("sk_live_", ""),
];

/// The id of the provider whose tokens begin like this one, also where only its shape is left; the longest beginning wins.
#[must_use]
pub fn owner(token: &str) -> Option<&'static str> {
    let token = withheld::shape(token).unwrap_or(token);
    PREFIXES
        .iter()
        .filter(|(prefix, owner)| !owner.is_empty() && token.starts_with(prefix))
        .max_by_key(|(prefix, _)| prefix.len())
        .map(|(_, owner)| *owner)
}

/// A value that prints as `[redacted]` and has no `Serialize`: a type that must store it opts in field by field with
/// `#[serde(with = "crate::secret::revealed")]`.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Secret(String);

impl Secret {
    /// Takes a value out of sight.
    #[must_use]
    pub fn new(value: impl Into<String>) -> Self {
        Self(value.into())
    }

    /// The value itself, to send or to store; never to print.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// Equality whose time depends on the lengths only, not on where the two differ.
    #[must_use]
    pub fn matches(&self, other: &str) -> bool {
        let (ours, theirs) = (self.0.as_bytes(), other.as_bytes());
        if ours.len() != theirs.len() {
            return false;
        }
        ours.iter()
            .zip(theirs)
            .fold(0_u8, |difference, (a, b)| difference | (a ^ b))
            == 0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("[redacted]")
    }
}

impl fmt::Display for Secret {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("[redacted]")
    }
}

/// For the fields of a stored value (`Pending`, `Tokens`): writes and reads the secret itself.
pub mod revealed {
    use super::Secret;
    use serde::{Deserialize, Deserializer, Serializer};

    /// Writes the value.
    ///
    /// # Errors
    /// Those of the serializer.
    pub fn serialize<S: Serializer>(secret: &Secret, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(secret.reveal())
    }

    /// Reads the value.
    ///
    /// # Errors
    /// Where the input is not a string.
    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Secret, D::Error> {
        String::deserialize(deserializer).map(Secret)
    }
}

/// The same for a field that may be absent; use with `#[serde(default, skip_serializing_if = "Option::is_none")]`.
pub mod revealed_option {
    use super::Secret;
    use serde::{Deserialize, Deserializer, Serializer};

    /// Writes the value, or null.
    ///
    /// # Errors
    /// Those of the serializer.
    #[allow(clippy::ref_option)] // the signature that serde asks for
    pub fn serialize<S: Serializer>(
        secret: &Option<Secret>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        match secret {
            Some(secret) => serializer.serialize_some(secret.reveal()),
            None => serializer.serialize_none(),
        }
    }

    /// Reads the value, or null.
    ///
    /// # Errors
    /// Where the input is neither a string nor null.
    pub fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<Secret>, D::Error> {
        Ok(Option::<String>::deserialize(deserializer)?.map(Secret))
    }
}

#[cfg(test)]
mod tests {
    use super::Secret;

    #[test]
    fn a_secret_never_prints() {
        let secret = Secret::new("canary");
        assert_eq!(format!("{secret} {secret:?}"), "[redacted] [redacted]");
    }

    #[test]
    fn a_secret_matches_only_itself() {
        let secret = Secret::new("abc");
        assert!(secret.matches("abc"));
        assert!(!secret.matches("abd"));
        assert!(!secret.matches("ab"));
    }
}
