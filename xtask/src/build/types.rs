//! The declarations of what the core takes and gives, made from its Rust types: their names, their members, their docs. What serde writes is
//! what TypeScript reads.

use crate::sh;
use anyhow::{Context, Result, bail};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use syn::parse::ParseStream;
use syn::{
    Attribute, Expr, Field, Fields, GenericArgument, Item, ItemEnum, Lit, LitStr, Meta,
    MetaNameValue, PathArguments, Token, Type, parse_quote,
};

/// The types, in the order of the declarations: where one is (a part of its path), its name there, and its name in TypeScript.
const TYPES: &[(&str, &str, &str)] = &[
    ("report/mod.rs", "Report", "Report"),
    ("report/mod.rs", "Tool", "Tool"),
    ("finding.rs", "Overall", "Overall"),
    ("evidence/step.rs", "Step", "Step"),
    ("rule.rs", "Severity", "Severity"),
    ("rule.rs", "Party", "Party"),
    ("finding.rs", "Finding", "Finding"),
    ("rule/fact.rs", "Certainty", "Certainty"),
    ("finding.rs", "Citation", "Citation"),
    ("finding.rs", "Place", "Place"),
    ("report/mod.rs", "Candidate", "Candidate"),
    ("report/mod.rs", "Unseen", "Unseen"),
    ("action.rs", "Action", "ActionText"),
    ("action.rs", "ActionKind", "ActionKind"),
    ("action.rs", "RuledOut", "RuledOut"),
    ("action.rs", "Field", "Field"),
    ("http.rs", "Exchange", "Exchange"),
    ("http.rs", "Request", "ExchangeRequest"),
    ("http.rs", "Response", "ExchangeResponse"),
    ("http/failure.rs", "Failure", "Failure"),
    ("http/failure.rs", "FailureKind", "FailureKind"),
    ("evidence/mod.rs", "Evidence", "Evidence"),
    ("evidence/mod.rs", "Vantage", "Vantage"),
    (
        "evidence/configuration.rs",
        "Configuration",
        "Configuration",
    ),
    (
        "configuration/clients.rs",
        "KnownClient",
        "ConfigurationClient",
    ),
    ("evidence/configuration.rs", "Syntax", "ConfigurationSyntax"),
    (
        "evidence/configuration.rs",
        "ConfiguredServer",
        "ConfiguredServer",
    ),
    ("evidence/configuration.rs", "Setting", "ConfiguredSetting"),
    (
        "evidence/configuration.rs",
        "Credential",
        "ConfiguredCredential",
    ),
    ("evidence/configuration.rs", "Oddity", "CredentialOddity"),
    ("evidence/configuration.rs", "Flaw", "ConfigurationFlaw"),
    (
        "evidence/configuration.rs",
        "FlawKind",
        "ConfigurationFlawKind",
    ),
    ("reference.rs", "RuleText", "RuleText"),
    ("import/mod.rs", "Import", "Import"),
    ("import/mod.rs", "Recognised", "Recognised"),
    ("import/mod.rs", "Part", "Part"),
    ("import/mod.rs", "Kind", "RecognisedKind"),
    ("report/lens.rs", "Lens", "RevisionLens"),
    ("report/lens.rs", "Row", "RevisionRow"),
    ("report/lens.rs", "Broken", "Broken"),
    ("clients/mod.rs", "Row", "ClientRow"),
    ("clients/mod.rs", "Ends", "ClientEnds"),
    ("clients/mod.rs", "Stage", "ClientStep"),
    ("clients/mod.rs", "Does", "ClientDoes"),
    ("clients/directories.rs", "Directory", "DirectoryReadiness"),
    ("clients/directories.rs", "Point", "DirectoryPoint"),
    ("clients/directories.rs", "State", "DirectoryState"),
    ("patch/mod.rs", "Patch", "Patch"),
    ("patch/mod.rs", "How", "PatchHow"),
    ("flow/client/mod.rs", "Client", "Client"),
    ("flow/client/mod.rs", "ClientKind", "ClientKind"),
    ("flow/options.rs", "SignInOptions", "SignInRequest"),
    ("flow/options.rs", "Probe", "Probe"),
    ("flow/options.rs", "Allowed", "Allowed"),
    ("flow/outcome.rs", "Outcome", "NextStep"),
    ("flow/deviation.rs", "Deviation", "Deviation"),
    ("after/proof.rs", "Proof", "Proof"),
    ("after/proof.rs", "Status", "ProofStatus"),
    ("keep/tokens.rs", "Tokens", "Tokens"),
    ("advice/host.rs", "HostInfo", "HostInfo"),
    ("advice/host.rs", "HostKind", "HostKind"),
    ("advice/redirect.rs", "Plan", "RedirectPlan"),
    ("advice/redirect.rs", "Planned", "PlannedRedirect"),
    (
        "advice/client_metadata.rs",
        "Wanted",
        "ClientMetadataWanted",
    ),
    ("advice/client_metadata.rs", "Made", "ClientMetadataMade"),
    ("advice/client_metadata.rs", "Flaw", "ClientMetadataFlaw"),
];

/// Members whose type in Rust is wider than what is in them, and those that are declared beside this list.
const MEMBERS: &[(&str, &str, &str)] = &[
    ("Finding", "rule", "RuleId"),
    ("ConfiguredCredential", "kind", "KeptCredential"),
    ("RuleText", "id", "RuleId"),
    ("Patch", "rule", "RuleId"),
    ("Broken", "rule", "RuleId"),
    ("RevisionRow", "stops", "RuleId[]"),
    (
        "Field",
        "type",
        "'text' | 'password' | 'url' | 'select' | 'checkbox'",
    ),
    ("Tokens", "v", "1"),
    ("RedirectPlan", "applicationType", "'native' | 'web'"),
    ("DirectoryReadiness", "directory", "'claude-ai' | 'chatgpt'"),
    ("NextStep", "pending", "Pending"),
    ("ActionText", "by", ""),
    ("ActionText", "kind", ""),
    ("ActionText", "message", ""),
    ("SignInRequest", "server", ""),
    ("SignInRequest", "retried", ""),
    ("Evidence", "refusal", "object"),
];

/// Members that are always there although their struct has a default.
const REQUIRED: &[(&str, &str)] = &[
    ("Evidence", "exchanges"),
    ("Exchange", "request"),
    ("ExchangeRequest", "method"),
    ("ExchangeRequest", "url"),
    ("ExchangeResponse", "status"),
    ("ClientMetadataWanted", "url"),
    ("ClientMetadataWanted", "clientName"),
    ("ClientMetadataWanted", "redirectUris"),
];

/// Members that may be left out where they are given, although serde always writes them.
const OPTIONAL: &[(&str, &str)] = &[("Client", "kind")];

/// The declarations.
pub fn declarations() -> Result<String> {
    let sources = Sources::read(&sh::root().join("src"))?;
    let mut text = String::new();
    for (place, name, shown) in TYPES {
        let (file, item) = sources.find(place, name)?;
        text += &match item {
            Item::Struct(item) => interface(&sources, file, shown, item)?,
            Item::Enum(item) => union(&sources, file, shown, item)?,
            _ => bail!("{place}: {name} is neither a struct nor an enum"),
        };
    }
    Ok(text)
}

struct Sources(BTreeMap<PathBuf, syn::File>);

impl Sources {
    fn read(folder: &Path) -> Result<Self> {
        let mut files = BTreeMap::new();
        let mut folders = vec![folder.to_path_buf()];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(&folder)?.flatten() {
                let path = entry.path();
                let wanted = || TYPES.iter().any(|(place, ..)| path.ends_with(place));
                if path.is_dir() {
                    folders.push(path);
                } else if wanted() {
                    let mut parsed = syn::parse_file(&sh::read_text(&path)?)
                        .with_context(|| format!("cannot read {}", path.display()))?;
                    for item in &mut parsed.items {
                        if let Some(defined) = tagged(item)? {
                            *item = defined;
                        }
                    }
                    files.insert(path, parsed);
                }
            }
        }
        Ok(Self(files))
    }

    fn find(&self, place: &str, name: &str) -> Result<(&Path, &Item)> {
        let files = self.0.iter().filter(|(path, _)| path.ends_with(place));
        files
            .flat_map(|(path, file)| file.items.iter().map(move |item| (path.as_path(), item)))
            .find(|(_, item)| named(item).is_some_and(|found| found == name))
            .with_context(|| format!("the core has no {name} in {place}"))
    }

    /// The name in TypeScript of a type that a file names: its own, else the only other one.
    fn shown(&self, file: &Path, name: &str) -> Option<&'static str> {
        let all = || TYPES.iter().filter(|(_, rust, _)| *rust == name);
        let own = all().find(|(place, ..)| file.ends_with(place));
        own.or_else(|| all().next()).map(|(.., shown)| *shown)
    }
}

/// The enum that a `tagged!` defines (`src/plain/tagged.rs`), with what serde derives there.
fn tagged(item: &Item) -> Result<Option<Item>> {
    let Item::Macro(called) = item else {
        return Ok(None);
    };
    if !called.mac.path.is_ident("tagged") {
        return Ok(None);
    }
    let read = called.mac.parse_body_with(|input: ParseStream<'_>| {
        let tag: LitStr = input.parse()?;
        input.parse::<Token![,]>()?;
        let case: MetaNameValue = input.parse()?;
        input.parse::<Token![;]>()?;
        let mut item: ItemEnum = input.parse()?;
        item.attrs
            .push(parse_quote!(#[serde(tag = #tag, #case, rename_all_fields = "camelCase")]));
        Ok(item)
    });
    Ok(Some(Item::Enum(read.context("tagged! has another form")?)))
}

fn named(item: &Item) -> Option<&syn::Ident> {
    match item {
        Item::Struct(item) => Some(&item.ident),
        Item::Enum(item) => Some(&item.ident),
        _ => None,
    }
}

fn interface(
    sources: &Sources,
    file: &Path,
    shown: &str,
    item: &syn::ItemStruct,
) -> Result<String> {
    let serde = Serde::of(&item.attrs)?;
    let mut extends = Vec::new();
    let mut body = String::new();
    for field in &item.fields {
        let own = Serde::of(&field.attrs)?;
        if own.flatten {
            extends.push(typed(sources, file, &field.ty)?);
            continue;
        }
        body += &member(sources, file, shown, field, &serde)?;
    }
    let extends = if extends.is_empty() {
        String::new()
    } else {
        format!(" extends {}", extends.join(", "))
    };
    Ok(format!(
        "{}export interface {shown}{extends} {{\n{body}}}\n\n",
        comment(&item.attrs, "")
    ))
}

/// One member; nothing where serde leaves it out, or where it is declared by hand.
fn member(
    sources: &Sources,
    file: &Path,
    shown: &str,
    field: &Field,
    parent: &Serde,
) -> Result<String> {
    let serde = Serde::of(&field.attrs)?;
    let name = field
        .ident
        .as_ref()
        .map(ToString::to_string)
        .unwrap_or_default();
    let name = serde
        .rename
        .clone()
        .unwrap_or_else(|| cased(name.trim_start_matches("r#"), parent.members.as_deref()));
    let given = MEMBERS
        .iter()
        .find(|(of, member, _)| *of == shown && *member == name);
    if serde.skip || given.is_some_and(|(.., kind)| kind.is_empty()) {
        return Ok(String::new());
    }
    let (inner, option) = unwrapped(&field.ty);
    let kind = match given {
        Some((.., kind)) => (*kind).to_owned(),
        None => typed(sources, file, inner)?,
    };
    let required = REQUIRED.contains(&(shown, name.as_str()));
    let optional = OPTIONAL.contains(&(shown, name.as_str()));
    let left_out = optional || !required && (serde.left_out || parent.default);
    let line = match (left_out, option) {
        (true, _) => format!("{name}?: {kind} | undefined;"),
        (false, true) => format!("{name}: {kind} | null;"),
        (false, false) => format!("{name}: {kind};"),
    };
    Ok(format!("{}  {line}\n", comment(&field.attrs, "  ")))
}

fn union(sources: &Sources, file: &Path, shown: &str, item: &syn::ItemEnum) -> Result<String> {
    let serde = Serde::of(&item.attrs)?;
    let mut variants = String::new();
    for variant in &item.variants {
        let own = Serde::of(&variant.attrs)?;
        if own.skip {
            continue;
        }
        let name = own
            .rename
            .clone()
            .unwrap_or_else(|| cased(&variant.ident.to_string(), serde.variants.as_deref()));
        let comment = comment(&variant.attrs, "  ");
        match (&variant.fields, &serde.tag) {
            (Fields::Unit, None) => writeln!(variants, "{comment}  | '{name}'")?,
            (Fields::Unit, Some(tag)) => writeln!(variants, "{comment}  | {{ {tag}: '{name}' }}")?,
            (Fields::Named(fields), Some(tag)) => {
                let parent = Serde {
                    members: serde.fields.clone(),
                    ..Serde::default()
                };
                let members: String = fields
                    .named
                    .iter()
                    .map(|field| member(sources, file, shown, field, &parent))
                    .collect::<Result<_>>()?;
                writeln!(variants, "{comment}  | {{\n  {tag}: '{name}';\n{members}}}")?;
            }
            _ => bail!("{shown}: the variant {name} has a form that is not read yet"),
        }
    }
    let variants = variants.trim_end();
    Ok(format!(
        "{}export type {shown} =\n{variants};\n\n",
        comment(&item.attrs, "")
    ))
}

/// The type inside an `Option`, and whether there is one.
fn unwrapped(kind: &Type) -> (&Type, bool) {
    match argument(kind, "Option") {
        Some(inner) => (inner, true),
        None => (kind, false),
    }
}

/// The last argument of a generic type of this name.
fn argument<'a>(kind: &'a Type, name: &str) -> Option<&'a Type> {
    let Type::Path(path) = kind else { return None };
    let last = path
        .path
        .segments
        .last()
        .filter(|last| last.ident == name)?;
    let PathArguments::AngleBracketed(arguments) = &last.arguments else {
        return None;
    };
    arguments
        .args
        .iter()
        .rev()
        .find_map(|argument| match argument {
            GenericArgument::Type(inner) => Some(inner),
            _ => None,
        })
}

fn typed(sources: &Sources, file: &Path, kind: &Type) -> Result<String> {
    for wrapper in ["Box", "Rc", "Cow"] {
        if let Some(inner) = argument(kind, wrapper) {
            return typed(sources, file, inner);
        }
    }
    if let Some(inner) = argument(kind, "Option") {
        return Ok(format!("{} | null", typed(sources, file, inner)?));
    }
    if let Some(inner) = argument(kind, "Vec") {
        return Ok(list(&typed(sources, file, inner)?));
    }
    for map in ["BTreeMap", "Map"] {
        if let Some(inner) = argument(kind, map) {
            return Ok(format!("Record<string, {}>", typed(sources, file, inner)?));
        }
    }
    match kind {
        Type::Reference(reference) => typed(sources, file, &reference.elem),
        Type::Slice(slice) => Ok(list(&typed(sources, file, &slice.elem)?)),
        Type::Path(path) => {
            let last = path.path.segments.last().context("a type has no name")?;
            let name = last.ident.to_string();
            Ok(match name.as_str() {
                "String" | "str" | "Secret" | "PrivateKey" => "string".into(),
                "bool" => "boolean".into(),
                "f64" | "u8" | "u16" | "u32" | "u64" | "usize" | "i64" => "number".into(),
                "Value" => "unknown".into(),
                "Headers" | "Revision" => name,
                "ResourceOption" => "string | boolean".into(),
                "Action" => "Action".into(),
                "Pending" => "Pending".into(),
                _ => sources
                    .shown(file, &name)
                    .with_context(|| format!("{}: {name} has no declaration", file.display()))?
                    .into(),
            })
        }
        _ => bail!("{}: a type has a form that is not read yet", file.display()),
    }
}

fn list(of: &str) -> String {
    if of.contains(' ') {
        format!("({of})[]")
    } else {
        format!("{of}[]")
    }
}

/// What serde's attributes say.
#[derive(Clone, Debug, Default)]
struct Serde {
    /// `rename_all` of a struct, which is of its members.
    members: Option<String>,
    /// `rename_all` of an enum, which is of its variants.
    variants: Option<String>,
    /// `rename_all_fields`.
    fields: Option<String>,
    rename: Option<String>,
    tag: Option<String>,
    default: bool,
    flatten: bool,
    left_out: bool,
    skip: bool,
}

impl Serde {
    fn of(attributes: &[Attribute]) -> Result<Self> {
        let mut found = Self::default();
        for attribute in attributes.iter().filter(|one| one.path().is_ident("serde")) {
            attribute.parse_nested_meta(|meta| {
                let name = meta
                    .path
                    .get_ident()
                    .map(ToString::to_string)
                    .unwrap_or_default();
                let value = match meta.value() {
                    Ok(value) => match value.parse::<Lit>()? {
                        Lit::Str(text) => Some(text.value()),
                        _ => None,
                    },
                    Err(_) => None,
                };
                match name.as_str() {
                    "rename_all" => {
                        found.members.clone_from(&value);
                        found.variants = value;
                    }
                    "rename_all_fields" => found.fields = value,
                    "rename" => found.rename = value,
                    "tag" => found.tag = value,
                    "default" => found.default = true,
                    "flatten" => found.flatten = true,
                    "skip_serializing_if" => found.left_out = true,
                    "skip" | "skip_serializing" => found.skip = true,
                    _ => {}
                }
                Ok(())
            })?;
        }
        Ok(found)
    }
}

fn cased(name: &str, rule: Option<&str>) -> String {
    let words: Vec<String> = words(name);
    match rule {
        Some("camelCase") => {
            let mut all = words.iter();
            let first = all.next().cloned().unwrap_or_default();
            all.fold(first, |text, word| {
                let (start, end) = word.split_at(1);
                text + &start.to_uppercase() + end
            })
        }
        Some("kebab-case") => words.join("-"),
        Some("lowercase") => words.concat(),
        _ => name.to_owned(),
    }
}

/// The words of a name in `snake_case` or `CamelCase`, in lower case.
pub fn words(name: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for character in name.chars() {
        match words.last_mut() {
            Some(last) if character != '_' && !character.is_uppercase() => last.push(character),
            _ if character == '_' => words.push(String::new()),
            _ => words.push(character.to_lowercase().collect()),
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

/// The doc comment, as TypeScript has it. Links to Rust items become their names.
fn comment(attributes: &[Attribute], indent: &str) -> String {
    let lines: Vec<String> = attributes
        .iter()
        .filter(|one| one.path().is_ident("doc"))
        .filter_map(|one| match &one.meta {
            Meta::NameValue(pair) => match &pair.value {
                Expr::Lit(literal) => match &literal.lit {
                    Lit::Str(text) => {
                        Some(text.value().trim().replace("[`", "`").replace("`]", "`"))
                    }
                    _ => None,
                },
                _ => None,
            },
            _ => None,
        })
        .collect();
    match lines.as_slice() {
        [] => String::new(),
        [line] => format!("{indent}/** {line} */\n"),
        many => {
            let body: String = many
                .iter()
                .map(|line| format!("{indent} * {line}\n"))
                .collect();
            format!("{indent}/**\n{body}{indent} */\n")
        }
    }
}

/// A file that is made from others and kept has to be what is made now; with `UPDATE=1` it becomes that.
pub fn assert_kept(name: &str, made: &str) {
    let path = sh::root().join(name);
    if std::env::var_os("UPDATE").is_some() {
        sh::write(&path, made).unwrap();
    }
    let kept = sh::read_text(&path).unwrap_or_default();
    assert!(
        kept == made,
        "{name} is out of date: UPDATE=1 cargo test --package xtask"
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_declarations_are_those_of_the_rust_types() {
        let made = declarations().unwrap();
        assert_kept("pkg-template/declarations/core.d.ts", &made);
    }

    #[test]
    fn names_are_cased_as_serde_does() {
        assert_eq!(cased("redirect_uri", Some("camelCase")), "redirectUri");
        assert_eq!(cased("VscodeDesktop", Some("kebab-case")), "vscode-desktop");
        assert_eq!(cased("Undetermined", Some("lowercase")), "undetermined");
        assert_eq!(cased("label", None), "label");
    }
}
