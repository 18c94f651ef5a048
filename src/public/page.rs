//! Markup: its words, its addresses, and no value of an attribute that is not known to be public.

use super::Screen;

/// Elements whose content nobody reads.
const UNREAD: [&str; 4] = ["script", "style", "svg", "template"];

impl Screen {
    /// A page, or XML.
    pub fn page(&mut self, text: &str) -> String {
        let mut out = String::with_capacity(text.len() / 2);
        let mut rest = text;
        while let Some(at) = rest.find('<') {
            let (before, from) = rest.split_at(at);
            out.push_str(&self.words(before));
            if from.starts_with("<!--") {
                let end = from.find("-->").map_or(from.len(), |end| end + 3);
                rest = from.get(end..).unwrap_or_default();
                continue;
            }
            let end = tag_length(from);
            let (tag, tail) = from.split_at(end);
            self.tag(&mut out, tag);
            rest = tail;
            let name = tag_name(tag);
            if UNREAD.contains(&name.as_str()) && !tag.ends_with("/>") {
                rest = rest.get(closing(rest, &name)..).unwrap_or_default();
            }
        }
        out.push_str(&self.words(rest));
        out
    }

    fn tag(&mut self, out: &mut String, tag: &str) {
        let mut rest = tag;
        while let Some(at) = rest.find('=') {
            let (before, after) = rest.split_at(at);
            out.push_str(&self.words(before));
            out.push('=');
            let after = after.get(1..).unwrap_or_default();
            let quote = after.chars().next().filter(|one| matches!(one, '"' | '\''));
            let (value, tail) = match quote {
                Some(quote) => {
                    let inner = after.get(1..).unwrap_or_default();
                    inner.split_at(inner.find(quote).unwrap_or(inner.len()))
                }
                None => after.split_at(after.find([' ', '>', '\n', '\t']).unwrap_or(after.len())),
            };
            let name = before
                .trim_end()
                .rsplit(|one: char| one.is_whitespace())
                .next()
                .unwrap_or_default();
            out.extend(quote);
            let shown = self.attribute(&name.to_ascii_lowercase(), value);
            out.push_str(&shown);
            rest = tail;
        }
        out.push_str(&self.words(rest));
    }

    fn attribute(&mut self, name: &str, value: &str) -> String {
        match name {
            "href" | "action" | "src" | "formaction" | "cite" => {
                self.address(&value.replace("&amp;", "&"))
            }
            "id" | "class" | "name" | "type" | "lang" | "rel" | "method" | "charset"
            | "http-equiv" | "property" | "role" | "title" | "alt" | "for" | "placeholder"
            | "aria-label" | "autocomplete" | "dir" | "target" | "media" | "enctype" | "xmlns"
            | "version" | "encoding" => self.words(value),
            _ => self.withhold(value),
        }
    }
}

/// Where the element that was opened is closed; at the end where it is not.
fn closing(text: &str, name: &str) -> usize {
    let closes = |at: &usize| {
        text.get(at + 2..at + 2 + name.len())
            .is_some_and(|found| found.eq_ignore_ascii_case(name))
    };
    text.match_indices("</")
        .map(|(at, _)| at)
        .find(closes)
        .unwrap_or(text.len())
}

fn tag_name(tag: &str) -> String {
    let inner = tag.trim_start_matches('<');
    let end = inner
        .find(|one: char| !(one.is_alphanumeric() || one == '-' || one == ':'))
        .unwrap_or(inner.len());
    inner.get(..end).unwrap_or_default().to_ascii_lowercase()
}

/// To the end of a tag; a `>` in quotes is none.
fn tag_length(text: &str) -> usize {
    let mut quote = None;
    for (at, one) in text.char_indices() {
        match (one, quote) {
            ('"' | '\'', None) if text.get(..at).is_some_and(|before| before.ends_with('=')) => {
                quote = Some(one)
            }
            (one, Some(open)) if one == open => quote = None,
            ('>', None) => return at + 1,
            _ => {}
        }
    }
    text.len()
}
