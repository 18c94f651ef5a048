//! Commands as people paste them from a terminal.

/// What follows `curl` in a line of a terminal, with or without its prompt.
pub fn curl(line: &str) -> Option<&str> {
    let (prompt, command) = line.split_once("curl")?;
    let prompt = prompt.trim_end();
    let alone = prompt.is_empty() || prompt.ends_with(['$', '%', '#', '>']);
    let command = command.strip_prefix(".exe").unwrap_or(command);
    command.strip_prefix(' ').filter(|_| alone)
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
            ('"' | '\'', None) => (quote, any) = (Some(c), true),
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
