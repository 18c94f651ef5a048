//! Java properties: `spring.ai.mcp.client.sse.connections.acme.url=https://…`.

use super::node::{Node, Read, Value};

/// Beginnings of the names that are read.
const STARTS: [&str; 3] = ["spring.", "quarkus.", "%"];

/// Whether a line is one that is read.
pub fn is_one(line: &str) -> bool {
    let name = line.split(['=', ':']).next().unwrap_or_default();
    STARTS.iter().any(|start| name.starts_with(start)) && name.contains("mcp") && line.contains('=')
}

/// Reads lines of properties.
pub fn read(text: &str) -> Read {
    let mut root = Node {
        line: 1,
        value: Value::Map(Vec::new()),
    };
    for (at, line) in text.lines().enumerate() {
        let line = line.trim();
        let Some((name, value)) = line
            .split_once('=')
            .filter(|_| !line.starts_with(['#', '!']))
        else {
            continue;
        };
        let path: Vec<&str> = name.trim().split('.').collect();
        put(&mut root, &path, at + 1, value.trim());
    }
    // Quarkus names the server right after the prefix.
    if let Some(named) = root.at(&["quarkus", "langchain4j", "mcp"]).cloned() {
        root.value = Value::Map(vec![("connections".to_owned(), named)]);
    }
    Read {
        node: root,
        flaws: Vec::new(),
    }
}

fn put(node: &mut Node, path: &[&str], line: usize, text: &str) {
    let [name, rest @ ..] = path else {
        node.value = Value::Text(text.to_owned());
        return;
    };
    let Value::Map(members) = &mut node.value else {
        return;
    };
    let at = members.iter().position(|(found, _)| found == name);
    let at = at.unwrap_or_else(|| {
        members.push((
            (*name).to_owned(),
            Node {
                line,
                value: Value::Map(Vec::new()),
            },
        ));
        members.len() - 1
    });
    if let Some((_, inner)) = members.get_mut(at) {
        put(inner, rest, line, text);
    }
}
