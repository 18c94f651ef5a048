//! Words from outside must not act on whoever shows them: what steers a terminal, turns the direction of writing or can't be seen is spelt
//! out.

/// Whether a character steers a terminal, turns the direction of writing, breaks lines unseen, or can't be seen (Unicode Cc, Cf, Zl, Zp, the
/// fillers and the variation selectors beyond those of emoji). Line feed and tab do no harm.
#[must_use]
pub fn acts(character: char) -> bool {
    (character.is_control() && !matches!(character, '\n' | '\t'))
        || matches!(character,
            '\u{ad}' | '\u{34f}' | '\u{600}'..='\u{605}' | '\u{61c}' | '\u{6dd}' | '\u{70f}' | '\u{115f}'..='\u{1160}' | '\u{17b4}'..='\u{17b5}'
            | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0e}'
            | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{110bd}' | '\u{110cd}' | '\u{13430}'..='\u{1343f}' | '\u{1bca0}'..='\u{1bca3}'
            | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}

/// The text with such characters as `\u{202e}`.
#[must_use]
pub fn visible(text: String) -> String {
    if !text.contains(acts) {
        return text;
    }
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        if acts(character) {
            out.extend(character.escape_unicode());
        } else {
            out.push(character);
        }
    }
    out
}

/// The same for a text that is read again: line ends and a byte order mark stay, and in JSON the escapes are JSON's own.
#[must_use]
pub fn in_text(text: &str) -> String {
    let is_json = text
        .trim_start_matches('\u{feff}')
        .trim_start()
        .starts_with(['{', '[', '"']);
    let mut out = String::with_capacity(text.len());
    for (at, character) in text.char_indices() {
        let stays = !acts(character) || character == '\r' || at == 0 && character == '\u{feff}';
        if stays {
            out.push(character);
        } else if is_json {
            let mut units = [0; 2];
            for unit in character.encode_utf16(&mut units) {
                out.push_str(&format!("\\u{unit:04x}"));
            }
        } else {
            out.extend(character.escape_unicode());
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::visible;

    #[test]
    fn what_acts_is_spelt_out_and_letters_of_any_script_stay() {
        for character in [
            '\u{1b}',
            '\u{9b}',
            '\u{202e}',
            '\u{2066}',
            '\u{200b}',
            '\u{e0041}',
            '\u{2028}',
            '\u{feff}',
            '\u{ad}',
            '\r',
        ] {
            let shown = visible(format!("a{character}b"));
            assert!(
                shown.starts_with("a\\u{") && shown.ends_with("}b"),
                "{shown}"
            );
        }
        let text = "für שלום مرحبا 日本 👍\u{fe0f}\n\t";
        assert_eq!(visible(text.to_owned()), text);
    }
}
