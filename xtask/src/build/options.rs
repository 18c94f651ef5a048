//! The names that each options object may have, read off the declarations (those made from the Rust types among them), so that the package
//! can refuse any other.

use super::types::words;
use crate::sh;
use anyhow::{Context, Result, bail};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// The objects that callers write: the folder below `pkg-template` that declares one, its name there, and its name in the list.
const OBJECTS: &[(&str, &str, &str)] = &[
    ("", "AnalyzeOptions", "AnalyzeOptions"),
    ("", "AuthenticatedFetchOptions", "AuthenticatedFetchOptions"),
    ("", "AuthorizationRequest", "AuthorizationRequest"),
    ("", "ClientMetadataWanted", "ClientMetadataWanted"),
    ("", "ContinueOptions", "ContinueOptions"),
    ("", "DeleteClientOptions", "DeleteClientOptions"),
    ("", "DiagnoseOptions", "DiagnoseOptions"),
    ("", "HostInfo", "HostInfo"),
    ("", "IdentityProvider", "IdentityProvider"),
    ("", "Layout", "Layout"),
    ("", "ScopeSources", "ScopeSources"),
    ("", "SignInOptions", "SignInOptions"),
    ("", "TokenRequestOptions", "TokenRequestOptions"),
    ("hosts", "ForgetOptions", "ForgetOptions"),
    ("hosts/electron", "McpAuthOptions", "ElectronOptions"),
    ("hosts/mcp-sdk", "AuthOptions", "AuthOptions"),
    ("hosts/node", "ListenOptions", "ListenOptions"),
    ("hosts/node", "NodeHostOptions", "NodeHostOptions"),
    ("hosts/node", "NodeSignInOptions", "NodeSignInOptions"),
    ("hosts/page", "PopupOptions", "PopupOptions"),
    ("hosts/page", "RedirectOptions", "RedirectOptions"),
    ("hosts/page", "ReturnOptions", "ReturnOptions"),
    ("hosts/vscode", "McpAuthOptions", "VscodeOptions"),
    ("hosts/web-extension", "IdentityOptions", "IdentityOptions"),
    ("hosts/web-extension", "TabListener", "TabListener"),
    ("hosts/web-extension", "TabOptions", "TabOptions"),
];

/// The list, as `pkg-template/driver/options.ts` has it.
pub fn list() -> Result<String> {
    let template = sh::root().join("pkg-template");
    let core = Declared::read(&[template.clone(), template.join("declarations")])?;
    let mut text = String::from(
        "// Made from the declarations by `UPDATE=1 cargo test --package xtask`: the names that each options object may have.\n\n",
    );
    for (folder, name, shown) in OBJECTS {
        let own = match *folder {
            "" => None,
            folder => Some(Declared::read(&[template.join(folder)])?),
        };
        let names = Scope {
            own: own.as_ref(),
            core: &core,
        }
        .members_of(name)?;
        let names: Vec<String> = names.into_iter().collect();
        let shown = words(shown).join("_").to_uppercase();
        text += &format!("export const {shown} = '{}';\n", names.join(" "));
    }
    text += &format!(
        "\n/** Redirects that are followed: `limits::REDIRECTS`. */\nexport const REDIRECTS = {};\n",
        limit("REDIRECTS")?
    );
    Ok(text)
}

/// A number of `src/limits.rs`.
fn limit(name: &str) -> Result<usize> {
    let text = sh::read_text(&sh::root().join("src/limits.rs"))?;
    let (_, after) = text
        .split_once(&format!("pub const {name}: usize = "))
        .with_context(|| format!("src/limits.rs has no {name}"))?;
    let number = after.split(';').next().unwrap_or_default();
    number
        .parse()
        .with_context(|| format!("{name} is not a number"))
}

/// What files declare: the text of each interface (what it extends, an `&`, its body) and type.
struct Declared(BTreeMap<String, String>);

impl Declared {
    fn read(folders: &[std::path::PathBuf]) -> Result<Self> {
        let mut found = BTreeMap::new();
        for folder in folders {
            for file in std::fs::read_dir(folder)?.flatten() {
                if file.path().extension().is_some_and(|end| end == "ts") {
                    declarations(&file.path(), &mut found)?;
                }
            }
        }
        Ok(Self(found))
    }
}

fn declarations(file: &Path, found: &mut BTreeMap<String, String>) -> Result<()> {
    let text = without_comments(&sh::read_text(file)?);
    for (keyword, is_interface) in [("export interface ", true), ("export type ", false)] {
        for after in text.split(keyword).skip(1) {
            let length = after
                .find(|character: char| !character.is_alphanumeric())
                .unwrap_or(after.len());
            let (name, rest) = after.split_at(length);
            let declared = if is_interface {
                let Some((extends, body)) = rest.split_once('{') else {
                    continue;
                };
                let body = up_to(body, |depth, character| depth == 0 && character == '}');
                let extends = extends.trim().trim_start_matches("extends");
                let parts = pieces(extends, ',');
                format!("{} & {{{body}}}", parts.join(" & "))
            } else {
                let Some((_, expression)) = rest.split_once('=') else {
                    continue;
                };
                up_to(expression, |depth, character| {
                    depth == 0 && character == ';'
                })
                .to_owned()
            };
            found.insert(name.to_owned(), declared);
        }
    }
    Ok(())
}

/// Where a name is looked up: an adapter's folder, then the core.
struct Scope<'a> {
    own: Option<&'a Declared>,
    core: &'a Declared,
}

impl Scope<'_> {
    fn members_of(&self, name: &str) -> Result<BTreeSet<String>> {
        let own = self.own.and_then(|own| own.0.get(name));
        let declared = own.or_else(|| self.core.0.get(name));
        self.members(declared.with_context(|| format!("{name} is not declared"))?)
    }

    /// The members of a type, as it is written.
    fn members(&self, kind: &str) -> Result<BTreeSet<String>> {
        let kind = kind.trim();
        for sign in ['|', '&'] {
            let parts = pieces(kind, sign);
            if parts.len() > 1 || kind.starts_with(sign) {
                let each = parts.iter().map(|part| self.members(part));
                return Ok(each
                    .collect::<Result<Vec<_>>>()?
                    .into_iter()
                    .flatten()
                    .collect());
            }
        }
        let inside = |open: &str, close: char| kind.strip_prefix(open)?.strip_suffix(close);
        if kind.is_empty() {
            Ok(BTreeSet::new())
        } else if let Some(body) = inside("{", '}') {
            Ok(pieces(body, ';')
                .iter()
                .filter_map(|line| member(line))
                .collect())
        } else if let Some(inner) = inside("(", ')').or_else(|| inside("Partial<", '>')) {
            self.members(inner)
        } else if let Some(arguments) = inside("Omit<", '>') {
            let arguments = pieces(arguments, ',');
            let [of, left_out] = arguments.as_slice() else {
                bail!("{kind} has a form that is not read yet");
            };
            let left_out: Vec<&str> = left_out
                .split('|')
                .map(|name| name.trim().trim_matches('\''))
                .collect();
            let mut members = self.members(of)?;
            members.retain(|name| !left_out.contains(&name.as_str()));
            Ok(members)
        } else if kind.chars().all(char::is_alphanumeric) {
            self.members_of(kind)
        } else {
            bail!("{kind} has a form that is not read yet")
        }
    }
}

/// The name at the beginning of a member's line.
fn member(line: &str) -> Option<String> {
    let line = line.trim().trim_start_matches("readonly ");
    let length = line.find(|character: char| !character.is_alphanumeric())?;
    Some(line[..length].to_owned()).filter(|name| !name.is_empty())
}

/// The pieces between a sign, brackets kept whole.
fn pieces(text: &str, sign: char) -> Vec<String> {
    let mut rest = text;
    let mut found = Vec::new();
    loop {
        let piece = up_to(rest, |depth, character| depth == 0 && character == sign);
        if !piece.trim().is_empty() {
            found.push(piece.trim().to_owned());
        }
        match rest.get(piece.len() + sign.len_utf8()..) {
            Some(more) => rest = more,
            None => return found,
        }
    }
}

/// The text up to the first character that ends it; the depth is that of the brackets around it.
fn up_to(text: &str, ends: impl Fn(usize, char) -> bool) -> &str {
    let mut depth = 0_usize;
    let mut before = ' ';
    for (place, character) in text.char_indices() {
        if ends(depth, character) {
            return &text[..place];
        }
        match character {
            '{' | '(' | '[' | '<' => depth += 1,
            // The end of an arrow closes nothing.
            '>' if before == '=' => {}
            '}' | ')' | ']' | '>' => depth = depth.saturating_sub(1),
            _ => {}
        }
        before = character;
    }
    text
}

fn without_comments(text: &str) -> String {
    let mut kept = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("/*") {
        kept += before;
        rest = after.split_once("*/").map_or("", |(_, after)| after);
    }
    kept += rest;
    let lines = kept
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"));
    lines.collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::build::types::assert_kept;

    #[test]
    fn the_names_of_options_are_those_of_the_declarations() {
        assert_kept("pkg-template/driver/options.ts", &list().unwrap());
    }
}
