//! The PKCE verifier of a token request and the challenge of the authorization request before it (RFC 7636 §4.6).

use crate::evidence::reading::Reading;
use crate::evidence::step::TokenRequest;
use crate::rules::callback::expected::is_hidden;
use crate::secret::withheld;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};

/// Whether the two belong together; `None` where one of them was not seen.
#[must_use]
pub fn fits(reading: &Reading, one: &TokenRequest) -> Option<bool> {
    let request = reading.authorization_before(one.index)?;
    let challenge = request.parameter("code_challenge")?;
    let verifier = one.parameter("code_verifier")?;
    if is_hidden(challenge) || is_hidden(verifier) {
        return None;
    }
    let made = match request.parameter("code_challenge_method") {
        Some("S256") if withheld::challenge(verifier).is_some() => {
            withheld::challenge(verifier)?.to_owned()
        }
        Some("S256") => URL_SAFE_NO_PAD.encode(Sha256::digest(verifier.as_bytes())),
        _ => verifier.to_owned(),
    };
    Some(made == challenge)
}
