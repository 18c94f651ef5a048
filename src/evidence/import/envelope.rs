//! What a text was wrapped in on its way here, taken off: colours, quoting, escapes, the prefixes of log collectors, hard line breaks.

use std::borrow::Cow;

/// The text as it was before.
pub fn opened(text: &str) -> Cow<'_, str> {
    let mut text = Cow::Borrowed(text);
    if text.contains('\0') || text.contains('\r') {
        text = text
            .replace('\0', "")
            .replace("\r\n", "\n")
            .replace('\r', "\n")
            .into();
    }
    text = step(text, is_coloured, without_colours);
    text = step(text, is_quoted_printable, without_quoted_printable);
    text = step(text, is_escaped, without_escapes);
    // Quotes within quotes.
    for _ in 0..4 {
        text = step(text, is_quoted, without_quotes);
    }
    text = step(text, is_prefixed, without_prefixes);
    text = step(text, is_quoted, without_quotes);
    match width(&text) {
        Some(width) => unwrapped(&text, width).into(),
        None => text,
    }
}

/// What a file is that is not text, as its beginning tells.
pub fn is_no_text(text: &str) -> Option<&'static str> {
    const BEGINNINGS: [(&str, &str); 12] = [
        (
            "\u{fffd}PNG",
            "a picture (PNG): paste the text that it shows",
        ),
        (
            "\u{fffd}\u{fffd}\u{fffd}\u{fffd}\0\u{10}JFIF",
            "a picture (JPEG): paste the text that it shows",
        ),
        (
            "\u{fffd}\u{fffd}\u{fffd}",
            "a picture or another file that is not text",
        ),
        ("GIF8", "a picture (GIF): paste the text that it shows"),
        (
            "RIFF",
            "a picture or a recording: paste the text that it shows",
        ),
        ("data:image/", "a picture: paste the text that it shows"),
        ("%PDF-", "a PDF file: paste the text that it shows"),
        ("PK\u{3}\u{4}", "a ZIP file: unpack it first"),
        ("\u{1f}\u{fffd}", "a gzip file: unpack it first"),
        (
            "\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{2}\0\u{4}\0",
            "a capture of packets: export the HTTP stream as text, or capture a HAR",
        ),
        (
            "\n\r\r\n",
            "a capture of packets: export the HTTP stream as text, or capture a HAR",
        ),
        ("\u{7f}ELF", "a program"),
    ];
    let known = BEGINNINGS.iter().find(|(start, _)| text.starts_with(start));
    let known = known.map(|(_, said)| *said);
    known.or_else(|| {
        let (mut odd, mut all) = (0_usize, 0_usize);
        for c in text.chars().take(4_000) {
            all += 1;
            odd += usize::from(
                c == '\u{fffd}'
                    || c.is_control()
                        && !matches!(c, '\n' | '\r' | '\t' | '\u{1b}' | '\u{7}' | '\u{9b}' | '\0'),
            );
        }
        (odd * 10 > all).then_some("a file that is not text")
    })
}

fn step<'a>(text: Cow<'a, str>, is: fn(&str) -> bool, undo: fn(&str) -> String) -> Cow<'a, str> {
    if is(beginning(&text)) {
        undo(&text).into()
    } else {
        text
    }
}

/// What is looked at of a long text, to see what it was wrapped in.
pub fn beginning(text: &str) -> &str {
    const LOOKED_AT: usize = 512 * 1024;
    let mut end = text.len().min(LOOKED_AT);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or_default()
}

/// Lines that are read of a text.
const LINES: usize = 100_000;
/// Those of them that are its first; the others are its last, where most failures stand.
const FIRST_LINES: usize = 10_000;

/// A long log without its middle, and how many lines that was.
pub fn without_middle(text: &str) -> Option<(String, usize)> {
    let count = text.bytes().filter(|byte| *byte == b'\n').count();
    let left_out = count.checked_sub(LINES).filter(|left_out| *left_out > 0)?;
    let mut breaks = text.match_indices('\n').map(|(at, _)| at + 1);
    let first = breaks.nth(FIRST_LINES - 1)?;
    let last = breaks.nth(left_out - 1)?;
    Some((
        format!("{}{}", text.get(..first)?, text.get(last..)?),
        left_out,
    ))
}

fn is_coloured(text: &str) -> bool {
    text.contains('\u{1b}')
        || ["^[[", "\\x1b[", "\\u001b[", "\\033[", "\u{9b}"]
            .iter()
            .any(|start| text.contains(start))
        || ["[0m", "[39m", "[22m"].iter().any(|end| text.contains(end))
}

/// Without the control sequences of a terminal (ECMA-48 §5.4), written in any way, also where the escape character was lost.
fn without_colours(text: &str) -> String {
    let text = text.replace("^[[", "\u{1b}[").replace("\\x1b[", "\u{1b}[");
    let text = text
        .replace("\\u001b[", "\u{1b}[")
        .replace("\\033[", "\u{1b}[")
        .replace('\u{9b}', "\u{1b}[");
    let mut out = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some(at) = rest.find(['\u{1b}', '[']) {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        let (escaped, from) = match from.strip_prefix('\u{1b}') {
            Some(after) => (true, after),
            None => (false, from),
        };
        if let Some(link) = from.strip_prefix(']').filter(|_| escaped) {
            let end = link.find(['\u{7}', '\u{1b}']).unwrap_or(link.len());
            rest = link
                .get(end..)
                .unwrap_or_default()
                .trim_start_matches('\u{7}');
            rest = rest.strip_prefix("\u{1b}\\").unwrap_or(rest);
            continue;
        }
        let Some(sequence) = from.strip_prefix('[') else {
            rest = from;
            continue;
        };
        let end = sequence.find(|c: char| !c.is_ascii_digit() && !";?:".contains(c));
        let end = end.unwrap_or(sequence.len());
        let last = sequence.get(end..).and_then(|rest| rest.chars().next());
        let colour = last == Some('m') && end > 0 && end <= 12;
        if escaped && last.is_some_and(|c| c.is_ascii_alphabetic()) || colour {
            rest = sequence.get(end + 1..).unwrap_or_default();
        } else {
            out.push('[');
            rest = sequence;
        }
    }
    out.push_str(rest);
    out
}

fn is_quoted_printable(text: &str) -> bool {
    text.contains("=3D") && text.lines().any(|line| line.ends_with('='))
}

/// RFC 2045 §6.7.
fn without_quoted_printable(text: &str) -> String {
    let text = text.replace("=\n", "");
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let code = after.get(..2).and_then(|hex| std::str::from_utf8(hex).ok());
        match code
            .and_then(|hex| u8::from_str_radix(hex, 16).ok())
            .filter(|_| *first == b'=')
        {
            Some(code) => {
                bytes.push(code);
                rest = after.get(2..).unwrap_or_default();
            }
            None => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn is_escaped(text: &str) -> bool {
    [
        "&quot;", "&#34;", "&#39;", "&#x27;", "&lt;", "&gt;", "&amp;",
    ]
    .iter()
    .any(|entity| text.contains(entity))
}

/// Without the entities of HTML, once.
fn without_escapes(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        let entity = from
            .find(';')
            .filter(|end| *end <= 8)
            .and_then(|end| from.get(1..end));
        let meant = entity.and_then(|name| match name {
            "quot" => Some('"'),
            "apos" => Some('\''),
            "lt" => Some('<'),
            "gt" => Some('>'),
            "amp" => Some('&'),
            "nbsp" => Some(' '),
            number => {
                let number = number.strip_prefix('#')?;
                let code = match number.strip_prefix(['x', 'X']) {
                    Some(hex) => u32::from_str_radix(hex, 16),
                    None => number.parse(),
                };
                char::from_u32(code.ok()?)
            }
        });
        match (meant, entity) {
            (Some(meant), Some(entity)) => {
                out.push(meant);
                rest = from.get(entity.len() + 2..).unwrap_or_default();
            }
            _ => {
                out.push('&');
                rest = from.get(1..).unwrap_or_default();
            }
        }
    }
    out.push_str(rest);
    out
}

/// A block of lines that begin with `>`, where these are a quotation and not what `curl -v` sent.
fn is_quoted(text: &str) -> bool {
    quoted_blocks(text).any(|(_, quoted)| quoted)
}

fn without_quotes(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (block, quoted) in quoted_blocks(text) {
        for line in block.split_inclusive('\n') {
            let bare = line.trim_start().strip_prefix('>').filter(|_| quoted);
            out.push_str(bare.map_or(line, |bare| bare.strip_prefix(' ').unwrap_or(bare)));
        }
    }
    out
}

/// The text in blocks of lines that all begin with `>`, or none does; and whether the block is a quotation.
fn quoted_blocks(text: &str) -> impl Iterator<Item = (&str, bool)> {
    let mut rest = text;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let marked = |line: &str| line.trim_start().starts_with('>');
        let first = marked(rest.split('\n').next().unwrap_or_default());
        let mut end = 0;
        for line in rest.split_inclusive('\n') {
            if marked(line) != first {
                break;
            }
            end += line.len();
        }
        let (block, after) = rest.split_at(end.max(1).min(rest.len()));
        rest = after;
        Some((block, first && is_quotation(block)))
    })
}

fn is_quotation(block: &str) -> bool {
    let mut lines = block
        .lines()
        .map(|line| line.trim_start().trim_start_matches('>').trim_start());
    let first = lines
        .clone()
        .find(|line| !line.is_empty())
        .unwrap_or_default();
    let sent = first
        .split(' ')
        .nth(2)
        .is_some_and(|version| version.starts_with("HTTP/"))
        && first
            .split(' ')
            .next()
            .is_some_and(|method| method.bytes().all(|byte| byte.is_ascii_uppercase()));
    let command = block.lines().count() == 1 && first.starts_with("curl ");
    !command
        && (!sent
            || lines.any(|line| {
                line.starts_with("HTTP/") || line.starts_with("< ") || line.starts_with("> ")
            }))
}

/// Whether lines carry what a collector of logs put before them.
fn is_prefixed(text: &str) -> bool {
    text.lines()
        .take(200)
        .any(|line| without_prefix(line).is_some())
}

fn without_prefixes(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        let mut line = line;
        for _ in 0..3 {
            line = without_prefix(line).unwrap_or(line);
        }
        out.push_str(line);
    }
    out
}

/// A line without `service-1  | `, `… stdout F `, `[pod/name/container] `, `Sep 22 10:00:00 host name[1]: `.
fn without_prefix(line: &str) -> Option<&str> {
    compose(line)
        .or_else(|| kubernetes(line))
        .or_else(|| pod(line))
        .or_else(|| syslog(line))
        .or_else(|| platform(line))
}

fn compose(line: &str) -> Option<&str> {
    let (name, rest) = line.split_once('|')?;
    let bare = name.trim_end();
    let number = bare.rsplit(['-', '_']).next()?;
    let legal = bare.len() > 2
        && bare
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte));
    let numbered = !number.is_empty()
        && number.bytes().all(|byte| byte.is_ascii_digit())
        && number.len() < bare.len();
    (legal && numbered).then(|| rest.strip_prefix(' ').unwrap_or(rest))
}

fn kubernetes(line: &str) -> Option<&str> {
    let (stamp, rest) = line.split_once(' ')?;
    let rest = rest
        .strip_prefix("stdout ")
        .or_else(|| rest.strip_prefix("stderr "))?;
    let rest = rest
        .strip_prefix("F ")
        .or_else(|| rest.strip_prefix("P "))?;
    is_date(stamp).then_some(rest)
}

fn pod(line: &str) -> Option<&str> {
    let (_, rest) = line.strip_prefix("[pod/")?.split_once("] ")?;
    Some(rest)
}

fn syslog(line: &str) -> Option<&str> {
    const MONTHS: &str = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec";
    let month = line
        .get(..3)
        .filter(|month| MONTHS.contains(month) && !month.contains(' '))?;
    let rest = line.get(month.len()..)?.trim_start();
    let (_, rest) = rest.split_once(' ')?;
    let (time, rest) = rest.trim_start().split_once(' ')?;
    let (_, rest) = rest.split_once(' ')?;
    let (unit, said) = rest.split_once(": ")?;
    let clock = time.len() >= 8
        && time
            .bytes()
            .all(|byte| byte.is_ascii_digit() || byte == b':' || byte == b'.');
    (clock && !unit.contains(' ')).then_some(said)
}

/// `2026-09-22T10:00:00.000000+00:00 app[web.1]: …` (Heroku), `… host name[1]: …` (journalctl -o short-iso).
fn platform(line: &str) -> Option<&str> {
    let (stamp, rest) = line.split_once(' ')?;
    let (unit, said) = rest.split_once(": ")?;
    let unit = unit
        .rsplit(' ')
        .next()
        .filter(|_| unit.split(' ').count() <= 2)?;
    let process = unit.ends_with(']') && unit.contains('[') && !unit.starts_with('[');
    (is_date(stamp) && process).then_some(said)
}

/// `2026-09-22T10:00:00…`.
fn is_date(stamp: &str) -> bool {
    let bytes = stamp.as_bytes();
    bytes.len() >= 19
        && bytes.iter().take(4).all(u8::is_ascii_digit)
        && bytes.get(4) == Some(&b'-')
        && bytes.get(10) == Some(&b'T')
}

/// The width at which a terminal broke the lines, where it did: every line that goes on has exactly this many characters.
fn width(text: &str) -> Option<usize> {
    const NARROWEST: usize = 60;
    const WIDEST: usize = 240;
    const LINES: usize = 2_000;
    if text.bytes().filter(|byte| *byte == b'\n').count() > LINES {
        return None;
    }
    let lines: Vec<&str> = text.lines().collect();
    let lengths: Vec<usize> = lines.iter().map(|line| line.chars().count()).collect();
    let width = lengths.iter().copied().max()?;
    if !(NARROWEST..=WIDEST).contains(&width) || lines.len() > LINES {
        return None;
    }
    let (mut broken, mut sure) = (0_usize, false);
    for (pair, length) in lines.windows(2).zip(&lengths) {
        let [line, next] = pair else { continue };
        if *length == width && goes_on(line, next) {
            broken += 1;
            sure = TERMINALS.contains(&width) && splits_word(line, next);
        } else if goes_on(line, next) && splits_prose(line, next) && *length + 15 > width {
            // A line that is broken at a word, and earlier: an e-mail's or a person's own.
            return None;
        }
    }
    (broken > 1 || sure).then_some(width)
}

/// Usual widths of terminals, and those at which programs of mail and word processors break.
const TERMINALS: [usize; 10] = [72, 76, 78, 79, 80, 100, 118, 120, 132, 160];

/// Whether a word was cut in two.
fn splits_word(line: &str, next: &str) -> bool {
    line.ends_with(|c: char| c.is_ascii_alphanumeric())
        && next.starts_with(|c: char| c.is_ascii_lowercase() || c.is_ascii_digit())
}

/// Whether the next line goes on with this one, as far as one can see.
fn goes_on(line: &str, next: &str) -> bool {
    if next.is_empty() {
        return false;
    }
    let begins = next.starts_with(['[', '<', '>', '*', '$', '#', ' ', '\t', '|', '+'])
        || is_date(next)
        || next
            .get(..4)
            .is_some_and(|year| year.bytes().all(|byte| byte.is_ascii_digit()))
        || next.starts_with("HTTP/")
        || next
            .split_whitespace()
            .next()
            .is_some_and(|word| word.ends_with(':'));
    let sentence = line.ends_with(['.', '!', '?', '\'', '"', ')', '}', ':'])
        && next.starts_with(|c: char| c.is_uppercase());
    !begins && !sentence && !line.is_empty() && !line.ends_with([',', '{', '[', '\\', ';'])
}

fn splits_prose(line: &str, next: &str) -> bool {
    line.ends_with(|c: char| c.is_lowercase()) && next.starts_with(|c: char| c.is_lowercase())
}

fn unwrapped(text: &str, width: usize) -> String {
    let mut out = String::with_capacity(text.len());
    let mut lines = text.lines().peekable();
    while let Some(line) = lines.next() {
        out.push_str(line);
        let full = line.chars().count() == width;
        if !full || !lines.peek().is_some_and(|next| goes_on(line, next)) {
            out.push('\n');
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::opened;

    #[test]
    fn what_was_put_around_a_text_is_taken_off() {
        let message = "Error: invalid_scope: The requested scope is not allowed";
        for wrapped in [
            format!("> {message}"),
            format!("> > {message}"),
            format!(">> {message}"),
            format!("\u{1b}[31m{message}\u{1b}[0m"),
            format!("^[[31m{message}^[[0m"),
            format!("[31m{message}[0m"),
            format!("mcp-client-1  | {message}"),
            format!("2026-09-22T10:00:00.000000000Z stderr F {message}"),
            format!("[pod/mcp-7f9/agent] {message}"),
            format!("Sep  2 10:00:00 host agent[12]: {message}"),
            format!("2026-09-22T10:00:00.123456+00:00 app[web.1]: {message}"),
            message
                .replace('\'', "&#39;")
                .replace("Error: ", "Error&#58; "),
        ] {
            let wrapped = wrapped.replace("&#58;", "&#58;&amp;");
            let bare = opened(&wrapped).replace("&", "");
            assert_eq!(bare.trim(), message, "{wrapped}");
        }
    }

    #[test]
    fn what_curl_sent_is_no_quotation_and_a_quoted_run_of_it_is() {
        let run = "> POST /mcp HTTP/1.1\n> Host: h\n> \n< HTTP/1.1 401 Unauthorized\n< \n";
        assert_eq!(opened(run), run);
        let quoted: String = run.lines().map(|line| format!("> {line}\n")).collect();
        assert_eq!(opened(&quoted), run);
    }

    #[test]
    fn lines_that_a_terminal_broke_are_whole_again_at_any_width() {
        let message = "[74465] Connection error: Error: Incompatible auth server: does not support dynamic client registration, and the server at mcp.example.com has no other way";
        for width in 60..75 {
            let characters: Vec<char> = message.chars().collect();
            let broken: Vec<String> = characters
                .chunks(width)
                .map(|part| part.iter().collect())
                .collect();
            let text = format!("[74465] Connecting\n{}\n", broken.join("\n"));
            if broken
                .iter()
                .skip(1)
                .any(|part| part.starts_with([' ', '[']))
            {
                continue;
            }
            assert!(opened(&text).contains(message), "{width}: {text}");
        }
    }

    #[test]
    fn lines_that_a_person_broke_stay() {
        let text = "The connection opens my browser on the login page, I log in, and then it goes\nback to the client and says that it can't reach the server, which is\nodd because it did before.";
        assert_eq!(opened(text), text);
    }
}
