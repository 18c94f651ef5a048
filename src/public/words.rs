//! Whether a text looks like words, or like something that was drawn at random.

/// How usual one letter is behind another, 0 to 9: the logarithm of its frequency in English and technical prose, rounded; a line for each
/// first letter.
const LETTERS: &[u8] = include_bytes!("letters.txt");
/// What the letters of a word come to on average, at least.
const USUAL: f32 = 4.45;
/// Fewer letters tell nothing.
const TELLING: usize = 8;

/// Names of algorithms, protocols and the like that look like a random text.
const NAMES: [&str; 27] = [
    "nxdomain",
    "wsaeacces",
    "base64url",
    "base64",
    "oauth2callback",
    "oauth2provider",
    "x509",
    "ip4",
    "utf8mb4",
    "sha256withrsa",
    "es256k",
    "k8s",
    "n8n",
    "i18n",
    "l10n",
    "e2e",
    "m2m",
    "b2c",
    "b2b",
    "p2p",
    "s3cmd",
    "ecdsa256",
    "oauth2redirect",
    "h2c",
    "http2xx",
    "x25519",
    "ed25519",
];

/// Whether every part of a text, between characters that are neither letters nor digits, is a word or a short number.
#[must_use]
pub fn is_plain(text: &str) -> bool {
    text.split(|one: char| !one.is_alphanumeric())
        .filter(|part| !part.is_empty())
        .all(is_word)
        && !is_fragmented(text)
}

/// Random text with marks in it falls into short parts that could each be a word.
fn is_fragmented(text: &str) -> bool {
    let (mut mixed, mut parts) = (0, 0);
    for part in text.split(|one: char| !one.is_alphanumeric()) {
        if part.is_empty() {
            continue;
        }
        parts += 1;
        let digits = part.bytes().filter(u8::is_ascii_digit).count();
        mixed += usize::from(digits > 0 && digits < part.len());
    }
    parts > 2 && mixed * 2 > parts && mixed > 2
}

/// Whether one run of letters and digits is a word, a short number, or a name such as `oauth2` or `AADSTS65001`.
#[must_use]
pub fn is_word(part: &str) -> bool {
    const SHORT_NUMBER: usize = 5;
    if !part.is_ascii() {
        return part.chars().count() <= 40 && !part.bytes().any(|byte| byte.is_ascii_digit());
    }
    let digits = part.bytes().filter(u8::is_ascii_digit).count();
    if digits == part.len() {
        return digits <= SHORT_NUMBER;
    }
    let lower = part.to_ascii_lowercase();
    if digits == 0 {
        return are_letters(part) || NAMES.contains(&lower.as_str());
    }
    if NAMES.contains(&lower.as_str()) || is_algorithm(part) || is_time(part) || is_okta(&lower) {
        return true;
    }
    let first = part.find(|one: char| one.is_ascii_digit()).unwrap_or(0);
    let (letters, tail) = part.split_at(first);
    let after = tail.trim_start_matches(|one: char| one.is_ascii_digit());
    let run = tail.len() - after.len();
    match (letters.is_empty(), after.is_empty()) {
        // `10ms`, `3xx`, `401s`.
        (true, false) => {
            run <= SHORT_NUMBER
                && after.len() <= 3
                && !after.bytes().any(|byte| byte.is_ascii_digit())
        }
        // `oauth2`, `rfc8414`, `AADSTS65001`.
        (false, true) => {
            let is_code = letters.len() <= 8
                && letters.len() > 1
                && letters.bytes().all(|byte| byte.is_ascii_uppercase());
            let most = if is_code {
                7
            } else if letters.len() <= 4 {
                4
            } else {
                2
            };
            run <= most && are_letters(letters)
        }
        // `ipv4only`, `oauth2client`.
        (false, false) => {
            const BEFORE_VERSION: [&str; 9] = [
                "oauth", "ipv", "http", "auth", "utf", "sha", "web", "base", "es",
            ];
            BEFORE_VERSION.contains(&letters.to_ascii_lowercase().as_str())
                && run <= 2
                && are_letters(after)
        }
        (true, true) => false,
    }
}

/// `RS256`, `A128CBC`, `HS512`, `A256GCMKW` (RFC 7518).
fn is_algorithm(part: &str) -> bool {
    let Some(rest) = [
        "A128", "A192", "A256", "RSA", "HS", "RS", "ES", "PS", "S", "P",
    ]
    .iter()
    .find_map(|start| part.strip_prefix(start)) else {
        return false;
    };
    rest.len() <= 6
        && (rest.bytes().all(|byte| byte.is_ascii_uppercase())
            || ["256", "384", "512", "521", "1"].contains(&rest))
}

/// An error code of Okta, `E0000005`.
fn is_okta(lower: &str) -> bool {
    let number = lower.strip_prefix("e0000");
    number.is_some_and(|rest| rest.len() == 3 && rest.bytes().all(|byte| byte.is_ascii_digit()))
}

/// A part of a date with a time (ISO 8601): `22T10`, `643Z`.
fn is_time(part: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let (day, hour) = part.split_once('T').unwrap_or(("0", part));
    let hour = hour.strip_suffix('Z').unwrap_or(hour);
    digits(day)
        && digits(hour)
        && day.len() <= 2
        && hour.len() <= 9
        && part.ends_with('Z') | (hour.len() <= 2)
}

/// Whether letters are usual ones in a usual case: all small, all large, or with large ones where words begin.
fn are_letters(letters: &str) -> bool {
    let bytes = letters.as_bytes();
    let humps = 1 + bytes
        .windows(2)
        .filter(|pair| matches!(pair, [a, b] if a.is_ascii_lowercase() && b.is_ascii_uppercase()))
        .count();
    if humps > 2 && letters.len() < humps * 3 || letters.len() > 64 {
        return false;
    }
    if letters.len() < TELLING {
        return true;
    }
    let pairs = bytes
        .windows(2)
        .filter(|pair| !matches!(pair, [a, b] if a.is_ascii_lowercase() && b.is_ascii_uppercase()));
    let (mut sum, mut count) = (0.0_f32, 0.0_f32);
    for pair in pairs {
        sum += usual(pair);
        count += 1.0;
    }
    sum >= count * USUAL
}

fn usual(pair: &[u8]) -> f32 {
    let place = |byte: u8| usize::from(byte.to_ascii_lowercase().wrapping_sub(b'a'));
    let [first, second] = pair else { return 0.0 };
    let at = place(*first) * 27 + place(*second);
    f32::from(LETTERS.get(at).map_or(0, |digit| digit.wrapping_sub(b'0')))
}

#[cfg(test)]
mod tests {
    use super::is_plain;

    #[test]
    fn words_of_the_field_are_plain() {
        for text in [
            "authorization_code",
            "oauth-protected-resource",
            "AADSTS65001",
            "rfc8414",
            "oauth2",
            "v2.0",
            "RS256",
            "A128CBC-HS256",
            "2026-09-22T10:00:00.643Z",
            "application/x-www-form-urlencoded",
            "InvalidGrantError",
            "OAuthClientInformationFull",
            "S256",
            "urn:ietf:params:oauth:grant-type:jwt-bearer",
            "tls_client_auth",
            "ERR_TLS_CERT_ALTNAME_INVALID",
            "mcp-session-id",
            "RSA-OAEP-256",
            "misconfiguration",
            "127.0.0.1:33418",
            "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
            "utf-8",
            "2025-06-18",
            "wwwAuthenticate",
            "https",
            "Dynamic client registration failed: HTTP 401",
            "ES256K",
            "Mozilla/5.0",
            "unauthenticated",
            "der Schlüssel",
            "ключ",
        ] {
            assert!(is_plain(text), "{text}");
        }
    }

    #[test]
    fn what_was_drawn_at_random_is_not() {
        for text in [
            "PjdqHBv4kL1cPtJ8DA9vEwwp7GrdAgJWCTa5wyc9",
            "02rg3rf9frhmkwmfugmtlzu858g4azuw",
            "hunter2hunter2",
            "Geheim12345",
            "839201",
            "Tr0ub4dor3horse",
            "qubBjOl3uMhM",
            "11111111-2222-3333-4444-555555555555",
            "xkqzvbwjgfpt",
            "QWZXKJVBNPLRTGHD",
            "HVHgmC5eGFNZA2dg",
            "deadbeefcafebabe0123",
            "3f2a9c1b",
            "KKAO5AVmqo1CcRmHkJrG87",
            "qdvdjhc0cHd5EN",
            "qLxKwZpRbTnM",
        ] {
            assert!(!is_plain(text), "{text}");
        }
    }
}
