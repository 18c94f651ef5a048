//! How a request fails.

use serde::{Deserialize, Serialize};
use std::fmt;

/// Why there is no answer.
#[cfg_attr(all(test, not(target_arch = "wasm32")), derive(schemars::JsonSchema))]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FailureKind {
    /// The name could not be resolved.
    Dns,
    /// The TLS handshake failed, or the certificate is not trusted.
    Tls,
    /// Nothing listens there, or the connection was cut.
    Connection,
    /// No answer within the time allowed.
    Timeout,
    /// The caller gave up.
    Aborted,
    /// A browser let nothing through: CORS, mixed content, private network access, offline or unreachable; it doesn't tell which.
    Blocked,
    /// The answer is larger than the limit.
    TooLarge,
    /// A redirect was refused by our own rules.
    RedirectRefused,
    /// Something else; the message tells.
    Other,
}

impl FailureKind {
    /// What a network layer's own words say: of Chromium (`net::ERR_…`), Firefox, Safari, Node, OpenSSL, curl.
    #[must_use]
    pub fn of(message: &str) -> Self {
        const WORDS: [(FailureKind, &[&str]); 7] = [
            (
                FailureKind::Timeout,
                &["timed_out", "timeout", "timed out", "etimedout"],
            ),
            (
                FailureKind::Tls,
                &[
                    "cert",
                    "ssl",
                    "tls",
                    "self signed",
                    "self-signed",
                    "self_signed",
                    "unable_to_verify",
                    "altname",
                    "unable to get local issuer",
                    "handshake",
                ],
            ),
            (
                FailureKind::Dns,
                &[
                    "name_not_resolved",
                    "enotfound",
                    "eai_again",
                    "could not resolve",
                    "getaddrinfo",
                    "dns",
                    "name or service",
                ],
            ),
            (FailureKind::Aborted, &["abort"]),
            (
                FailureKind::Blocked,
                &[
                    "blocked",
                    "cors",
                    "failed to fetch",
                    "networkerror when",
                    "load failed",
                    "mixed content",
                    "err_failed",
                ],
            ),
            (
                FailureKind::Connection,
                &[
                    "refused",
                    "reset",
                    "econn",
                    "epipe",
                    "closed",
                    "unreachable",
                    "err_empty_response",
                    "empty reply",
                    "disconnected",
                    "socket",
                    "connect",
                    "terminated",
                    "und_err",
                ],
            ),
            (FailureKind::TooLarge, &["too large"]),
        ];
        let message = message.to_ascii_lowercase();
        WORDS
            .into_iter()
            .find(|(_, words)| words.iter().any(|word| message.contains(word)))
            .map_or(Self::Other, |(kind, _)| kind)
    }
}

/// A request without an answer.
#[cfg_attr(all(test, not(target_arch = "wasm32")), derive(schemars::JsonSchema))]
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Failure {
    /// What kind of failure.
    pub kind: FailureKind,
    /// What the network layer said, untrusted text.
    pub message: String,
}

impl Failure {
    /// Whether something accepted the connection and closed it before an answer.
    #[must_use]
    pub fn is_closed(&self) -> bool {
        const CLOSED: [&str; 6] = [
            "closed",
            "reset",
            "hang up",
            "empty_response",
            "empty reply",
            "disconnected",
        ];
        let message = self.message.to_ascii_lowercase();
        self.kind == FailureKind::Connection && CLOSED.iter().any(|word| message.contains(word))
    }
}

/// Without the message, which may repeat what was sent.
impl fmt::Debug for Failure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:?}", self.kind)
    }
}

#[cfg(test)]
mod tests {
    use super::FailureKind;

    #[test]
    fn each_network_layer_says_it_in_its_own_words() {
        for (message, kind) in [
            ("net::ERR_CERT_AUTHORITY_INVALID", FailureKind::Tls),
            (
                "Hostname/IP does not match certificate's altnames: Host: a. is not in the cert's altnames: DNS:b",
                FailureKind::Tls,
            ),
            ("net::ERR_NAME_NOT_RESOLVED", FailureKind::Dns),
            ("getaddrinfo ENOTFOUND h", FailureKind::Dns),
            ("net::ERR_CONNECTION_REFUSED", FailureKind::Connection),
            ("fetch failed: other side closed", FailureKind::Connection),
            (
                "curl: (52) Empty reply from server",
                FailureKind::Connection,
            ),
            (
                "Server disconnected without sending a response.",
                FailureKind::Connection,
            ),
            (
                "UND_ERR_CONNECT_TIMEOUT Connect Timeout Error",
                FailureKind::Timeout,
            ),
            (
                "NetworkError when attempting to fetch resource.",
                FailureKind::Blocked,
            ),
            ("NS_BINDING_ABORTED", FailureKind::Aborted),
            ("something else", FailureKind::Other),
        ] {
            assert_eq!(FailureKind::of(message), kind, "{message}");
        }
    }
}
