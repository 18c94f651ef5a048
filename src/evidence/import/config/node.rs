//! A configuration's values with the lines at which they stand, whatever it is written in.

use crate::evidence::configuration::Flaw;

/// A value and its line, counted from 1.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// The line of its name, or its own where it has none.
    pub line: usize,
    /// What it is.
    pub value: Value,
}

/// What a value is.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Text in quotation marks, or a plain scalar of YAML.
    Text(String),
    /// Anything else that is one word: a number, `true`, an expression.
    Bare(String),
    /// A list.
    List(Vec<Node>),
    /// Members in their order; a name may occur twice.
    Map(Vec<(String, Node)>),
}

/// What was read.
#[derive(Clone, Debug, PartialEq)]
pub struct Read {
    /// The whole.
    pub node: Node,
    /// Where the text is not what its syntax wants.
    pub flaws: Vec<Flaw>,
}

impl Node {
    /// The members of a map; none of anything else.
    pub fn members(&self) -> &[(String, Node)] {
        match &self.value {
            Value::Map(members) => members,
            _ => &[],
        }
    }

    /// The items of a list; none of anything else.
    pub fn items(&self) -> &[Node] {
        match &self.value {
            Value::List(items) => items,
            _ => &[],
        }
    }

    /// The first member of this name.
    pub fn get(&self, name: &str) -> Option<&Self> {
        self.members()
            .iter()
            .find(|(found, _)| found == name)
            .map(|(_, node)| node)
    }

    /// What stands at the end of a path of names.
    pub fn at(&self, path: &[&str]) -> Option<&Self> {
        path.iter().try_fold(self, |node, name| node.get(name))
    }

    /// The text, of a text or a bare word.
    pub fn text(&self) -> Option<&str> {
        match &self.value {
            Value::Text(text) | Value::Bare(text) => Some(text),
            _ => None,
        }
    }

    /// The same as JSON; what is an expression of a program becomes a text.
    pub fn to_json(&self) -> serde_json::Value {
        match &self.value {
            Value::Text(text) => text.clone().into(),
            Value::Bare(word) => match word.as_str() {
                "None" | "undefined" => serde_json::Value::Null,
                "True" => true.into(),
                "False" => false.into(),
                word => serde_json::from_str(word).unwrap_or_else(|_| word.into()),
            },
            Value::List(items) => items.iter().map(Self::to_json).collect(),
            Value::Map(members) => members
                .iter()
                .map(|(name, node)| (name.clone(), node.to_json()))
                .collect::<serde_json::Map<_, _>>()
                .into(),
        }
    }
}
