//! The shape of a value: what can be said of it without saying it.

use crate::evidence::configuration::{Credential, Kept, Oddity};
use crate::public::Screen;
use crate::secret::owner;
use crate::wire::address::Address;

/// Characters of a word that is shown.
const WORD: usize = 60;

/// Whether a header carries a credential.
pub fn is_credential(header: &str) -> bool {
    let name = header.to_ascii_lowercase();
    [
        "authorization",
        "key",
        "token",
        "secret",
        "auth",
        "cookie",
        "password",
        "pat",
    ]
    .iter()
    .any(|word| name.split(['-', '_']).any(|part| part == *word))
        || ["authorization", "apikey", "token", "secret", "password"]
            .iter()
            .any(|word| name.contains(word))
}

/// What a credential is like; `header` is empty where it is none.
pub fn credential(header: &str, raw: &str) -> Credential {
    let mut oddities = Vec::new();
    let mut odd = |is: bool, what: Oddity| {
        if is && !oddities.contains(&what) {
            oddities.push(what);
        }
    };
    odd(raw.contains(['\n', '\r']), Oddity::LineBreak);
    let edge = raw.trim_matches(['\n', '\r']);
    odd(
        edge != edge.trim() && !edge.trim().is_empty(),
        Oddity::Space,
    );
    let mut value = unquoted(raw.trim());
    odd(value.len() != raw.trim().len(), Oddity::Quoted);
    if let Some((name, rest)) = value.split_once(':')
        && !header.is_empty()
        && name.trim().eq_ignore_ascii_case(header)
    {
        odd(true, Oddity::HeaderName);
        value = rest.trim();
    }
    let mut scheme = None;
    while let Some((word, rest)) = first_word(value).filter(|(word, _)| is_scheme(word)) {
        odd(word.ends_with(':'), Oddity::Colon);
        odd(scheme.is_some(), Oddity::SchemeTwice);
        scheme.get_or_insert_with(|| word.trim_end_matches(':').to_owned());
        value = rest.trim();
    }
    let bare = unquoted(value);
    odd(bare.len() != value.len(), Oddity::Quoted);
    odd(
        !bare.is_ascii() && kept(bare) == Kept::Literal,
        Oddity::NotAscii,
    );
    let kept = kept(bare);
    odd(
        kept == Kept::Literal && bare.contains([' ', '\t']) && scheme.as_deref() != Some("Digest"),
        Oddity::Space,
    );
    Credential {
        sent: !header.is_empty(),
        header: header.to_owned(),
        scheme,
        kind: kept,
        oddities,
    }
}

/// The first word, and what follows; `Bearer` alone has nothing behind it.
fn first_word(value: &str) -> Option<(&str, &str)> {
    match value.split_once(char::is_whitespace) {
        Some(pair) => Some(pair),
        None => (!value.is_empty()).then_some((value, "")),
    }
}

fn is_scheme(word: &str) -> bool {
    let word = word.trim_end_matches(':').to_ascii_lowercase();
    matches!(
        word.as_str(),
        "bearer" | "basic" | "token" | "digest" | "dpop" | "apikey" | "api-key" | "bot" | "key"
    )
}

fn unquoted(value: &str) -> &str {
    const QUOTES: [char; 8] = [
        '"', '\'', '`', '\u{201c}', '\u{201d}', '\u{201e}', '\u{2018}', '\u{2019}',
    ];
    match value
        .strip_prefix(QUOTES)
        .and_then(|rest| rest.strip_suffix(QUOTES))
    {
        Some(inner) => inner.trim(),
        None => value,
    }
}

fn kept(value: &str) -> Kept {
    let lower = value.to_ascii_lowercase();
    if value.is_empty() {
        return Kept::Empty;
    }
    if matches!(
        lower.as_str(),
        "null" | "undefined" | "none" | "nil" | "nan" | "[object object]"
    ) {
        return Kept::Nothing {
            word: value.to_owned(),
        };
    }
    if let Some(written) = variable(value) {
        return Kept::Variable { written };
    }
    if is_placeholder(&lower) {
        return Kept::Placeholder { word: shown(value) };
    }
    Kept::Literal
}

/// A reference to a variable, as it stands.
fn variable(value: &str) -> Option<String> {
    let between = |open: &str, close: &str| {
        let at = value.find(open)?;
        let rest = value.get(at + open.len()..)?;
        let end = rest.find(close)?;
        let name = rest.get(..end)?.trim();
        is_name(name).then(|| {
            value
                .get(at..at + open.len() + end + close.len())
                .map(str::to_owned)
        })?
    };
    let found = between("${{", "}}")
        .or_else(|| between("={{", "}}"))
        .or_else(|| between("{{", "}}"))
        .or_else(|| between("${", "}"))
        .or_else(|| between("$(", ")"))
        .or_else(|| between("{env:", "}"))
        .or_else(|| between("{", "}"))
        .or_else(|| between("%", "%"));
    found.or_else(|| {
        let named = value
            .strip_prefix("$env:")
            .or_else(|| value.strip_prefix('$'));
        let program = [
            "process.env",
            "os.environ",
            "os.getenv",
            "import.meta.env",
            "System.getenv",
            "Environment.",
        ]
        .iter()
        .any(|word| value.starts_with(word));
        (named.is_some_and(|name| {
            is_name(name) && name.starts_with(|c: char| c.is_alphabetic() || c == '_')
        }) || program && value.len() <= WORD)
            .then(|| value.to_owned())
    })
}

/// The name of a variable, with what may stand around it; nothing that could be the secret itself.
fn is_name(name: &str) -> bool {
    let legal = |c: char| c.is_ascii_alphanumeric() || "_:.-|$[]()\"'/ ".contains(c);
    !name.is_empty()
        && name.len() <= WORD
        && name.chars().all(legal)
        && owner(name).is_none()
        && !is_random(name)
}

fn is_placeholder(lower: &str) -> bool {
    const PARTS: [&str; 26] = [
        "your",
        "<",
        "xxx",
        "example",
        "placeholder",
        "changeme",
        "change_me",
        "change-me",
        "replace",
        "insert",
        "_here",
        "-here",
        " here",
        "...",
        "\u{2026}",
        "todo",
        "***",
        "dummy",
        "my-token",
        "my_token",
        "mytoken",
        "my-api-key",
        "my_api_key",
        "paste",
        "enter_",
        "sk-123",
    ];
    const WORDS: [&str; 16] = [
        "token",
        "api_key",
        "api-key",
        "apikey",
        "key",
        "secret",
        "password",
        "access_token",
        "accesstoken",
        "abc",
        "abc123",
        "123",
        "test",
        "foo",
        "bar",
        "value",
    ];
    WORDS.contains(&lower)
        || PARTS.iter().any(|part| lower.contains(part)) && !is_random(lower) && lower.len() <= WORD
}

/// A word that is not a secret, for a person to find it again.
fn shown(word: &str) -> String {
    word.chars().take(WORD).collect()
}

/// Whether a word looks drawn at random: long, and letters and digits change often.
pub fn is_random(word: &str) -> bool {
    let bytes = word.as_bytes();
    let class = |byte: u8| match byte {
        b'0'..=b'9' => 0,
        b'a'..=b'z' => 1,
        b'A'..=b'Z' => 2,
        _ => 3,
    };
    let changes = bytes
        .windows(2)
        .filter(|pair| matches!(pair, [a, b] if class(*a) != class(*b) && class(*a) < 3 && class(*b) < 3))
        .count();
    bytes.len() >= 16 && changes >= 5
}

/// An address without what may be a secret in it: user information, values of parameters, random-looking parts of the path.
pub fn address(url: &str) -> String {
    let mut screen = Screen::default();
    let host = Address::parse(url.trim()).map(|address| address.hostname());
    screen.keep_paths_of(host.into_iter().collect());
    screen.address(url.trim())
}

/// The name of the parameter of an address that carries a key, or the word for a part of its path that looks like one.
pub fn key_in(url: &str) -> Option<String> {
    let (before, query) = url.split_once('?').unwrap_or((url, ""));
    let named = query.split('&').find_map(|pair| {
        let (name, value) = pair.split_once('=')?;
        let carries = is_credential(name);
        (!value.is_empty()
            && (carries || is_random(value))
            && !matches!(kept(value), Kept::Variable { .. }))
        .then(|| name.to_owned())
    });
    let (_, rest) = before.split_once("://")?;
    if rest
        .split('/')
        .next()
        .is_some_and(|authority| authority.contains('@'))
    {
        return Some("user name and password".to_owned());
    }
    named.or_else(|| {
        rest.split('/')
            .skip(1)
            .any(is_random)
            .then(|| "path".to_owned())
    })
}

#[cfg(test)]
mod tests {
    use super::{address, credential, is_credential, key_in};
    use crate::evidence::configuration::{Kept, Oddity};

    #[test]
    fn a_credential_is_known_by_its_shape_and_not_kept() {
        type Is = fn(&Kept) -> bool;
        let kinds: [(&str, Is); 12] = [
            ("Bearer acme_live_9fK2mQ7xWb4TzR1v", |kind| {
                *kind == Kept::Literal
            }),
            (
                "Bearer ${TOKEN}",
                |kind| matches!(kind, Kept::Variable { written } if written == "${TOKEN}"),
            ),
            ("Bearer ${input:key}", |kind| {
                matches!(kind, Kept::Variable { .. })
            }),
            ("Bearer $TOKEN", |kind| {
                matches!(kind, Kept::Variable { .. })
            }),
            ("Bearer {env:TOKEN}", |kind| {
                matches!(kind, Kept::Variable { .. })
            }),
            ("Bearer %TOKEN%", |kind| {
                matches!(kind, Kept::Variable { .. })
            }),
            (
                "Bearer YOUR_API_KEY",
                |kind| matches!(kind, Kept::Placeholder { word } if word == "YOUR_API_KEY"),
            ),
            ("Bearer <token>", |kind| {
                matches!(kind, Kept::Placeholder { .. })
            }),
            ("Bearer xxxxxxxx", |kind| {
                matches!(kind, Kept::Placeholder { .. })
            }),
            ("Bearer null", |kind| matches!(kind, Kept::Nothing { .. })),
            ("Bearer undefined", |kind| {
                matches!(kind, Kept::Nothing { .. })
            }),
            ("Bearer ", |kind| *kind == Kept::Empty),
        ];
        for (raw, is) in kinds {
            let read = credential("Authorization", raw);
            assert!(is(&read.kind), "{raw}: {read:?}");
            assert_eq!(read.scheme.as_deref(), Some("Bearer"), "{raw}");
            assert!(!format!("{read:?}").contains("9fK2mQ7x"));
        }
        assert_eq!(
            credential("Authorization", "acme_live_9fK2mQ7xWb4TzR1v").scheme,
            None
        );
    }

    #[test]
    fn what_is_odd_is_told() {
        for (raw, oddity) in [
            ("Bearer abcDEF123abc\n", Oddity::LineBreak),
            (" Bearer abcDEF123abc", Oddity::Space),
            ("Bearer  abc DEF123abc", Oddity::Space),
            ("Bearer \"abcDEF123abc\"", Oddity::Quoted),
            ("Bearer Bearer abcDEF123abc", Oddity::SchemeTwice),
            ("Bearer: abcDEF123abc", Oddity::Colon),
            ("Authorization: Bearer abcDEF123abc", Oddity::HeaderName),
            ("Bearer abc\u{e9}DEF123abc", Oddity::NotAscii),
        ] {
            assert_eq!(
                credential("Authorization", raw).oddities,
                [oddity],
                "{raw:?}"
            );
        }
    }

    #[test]
    fn an_address_shows_its_names_and_no_key() {
        let zapier = "https://h.example/api/mcp/s/NjZkYmE1MjQtZDQ1MC00ZTQxLWE3YzAtOWY0MmE1/mcp";
        assert_eq!(
            address(zapier),
            "https://h.example/api/mcp/s/[withheld-1:40]/mcp"
        );
        assert_eq!(key_in(zapier).as_deref(), Some("path"));
        assert_eq!(
            key_in("https://h/mcp?api_key=a1").as_deref(),
            Some("api_key")
        );
        assert_eq!(key_in("https://h/mcp?project=a1"), None);
        assert_eq!(key_in("https://mcp.example.com/v1/mcp"), None);
        assert!(
            is_credential("X-API-Key")
                && is_credential("Private-Token")
                && !is_credential("X-User")
        );
    }
}
