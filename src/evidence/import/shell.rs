//! Commands as people paste them from a terminal.

/// A line of a terminal without its prompt: `$ `, `% `, `> `, `PS C:\>`, `user@host:~$`.
pub fn prompted(line: &str) -> &str {
    let line = line.trim();
    let after = line
        .strip_prefix("PS ")
        .and_then(|rest| rest.split_once("> "))
        .map(|(_, command)| command);
    after
        .or_else(|| {
            ["$ ", "% ", "# ", "> ", "! "]
                .iter()
                .find_map(|prompt| line.strip_prefix(prompt))
        })
        .or_else(|| {
            let (prompt, command) = line.split_once("$ ")?;
            (prompt.contains('@') && !prompt.contains(' ')).then_some(command)
        })
        .unwrap_or(line)
        .trim()
}

/// What follows `curl` in a line of a terminal, with or without its prompt.
pub fn curl(line: &str) -> Option<&str> {
    let (prompt, command) = line.split_once("curl")?;
    let prompt = prompt.trim_end();
    let alone = prompt.is_empty() || prompt.ends_with(['$', '%', '#', '>']);
    let command = command.strip_prefix(".exe").unwrap_or(command);
    command.strip_prefix(' ').filter(|_| alone)
}

/// Options of one letter that take a value, attached or in the next word (curl, Options).
const SHORT: &str = "AbcCdDeEFHKmoPQrtTuUwxXyYz";

/// Those with a name that take a value which is told or could be mistaken for an address.
const LONG: [&str; 31] = [
    "--data-ascii",
    "--form",
    "--cookie",
    "--cookie-jar",
    "--upload-file",
    "--output",
    "--max-time",
    "--connect-timeout",
    "--resolve",
    "--cacert",
    "--cert",
    "--key",
    "--retry",
    "--write-out",
    "--dump-header",
    "--max-redirs",
    "--interface",
    "--request",
    "--data",
    "--data-raw",
    "--data-binary",
    "--data-urlencode",
    "--json",
    "--header",
    "--user",
    "--oauth2-bearer",
    "--url",
    "--proxy",
    "--preproxy",
    "--referer",
    "--user-agent",
];

/// The options of a `curl` command, each with its value or an empty one; an argument that is not an option has no name.
pub fn options(command: &str) -> Vec<(String, String)> {
    let mut options = Vec::new();
    let mut words = words(command).into_iter();
    while let Some(word) = words.next() {
        if word.starts_with("--") {
            let value = match LONG.contains(&word.as_str()) {
                true => words.next().unwrap_or_default(),
                false => String::new(),
            };
            options.push((word, value));
        } else if let Some(letters) = word.strip_prefix('-').filter(|rest| !rest.is_empty()) {
            let taking = letters.find(|letter| SHORT.contains(letter));
            let (flags, value) = letters.split_at(taking.unwrap_or(letters.len()));
            options.extend(
                flags
                    .chars()
                    .map(|flag| (format!("-{flag}"), String::new())),
            );
            let mut rest = value.chars();
            if let Some(letter) = rest.next() {
                let attached = rest.as_str();
                let value = match attached.is_empty() {
                    true => words.next().unwrap_or_default(),
                    false => attached.to_owned(),
                };
                options.push((format!("-{letter}"), value));
            }
        } else {
            options.push((String::new(), word));
        }
    }
    options
}

/// The words of a shell command; quotes are taken off.
pub fn words(command: &str) -> Vec<String> {
    let mut words = Vec::new();
    let (mut word, mut quote, mut any) = (String::new(), None, false);
    let mut characters = command.chars();
    while let Some(c) = characters.next() {
        match (c, quote) {
            (c, Some(open)) if c == open => quote = None,
            ('\\', None | Some('"')) => word.extend(characters.next().filter(|c| *c != '\n')),
            (c, Some(_)) => word.push(c),
            ('"' | '\'', None) => {
                // `$'…'`, as browsers copy a body.
                if word == "$" {
                    word.clear();
                }
                (quote, any) = (Some(c), true);
            }
            (c, None) if c.is_whitespace() => {
                if any || !word.is_empty() {
                    words.push(std::mem::take(&mut word));
                }
                any = false;
            }
            (c, None) => word.push(c),
        }
    }
    if any || !word.is_empty() {
        words.push(word);
    }
    words
}
