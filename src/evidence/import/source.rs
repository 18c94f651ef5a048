//! Source code that somebody pasted: what stands in it was said by nobody.

/// Beginnings of lines that only a program has.
const STARTS: [&str; 26] = [
    "export class ",
    "export function ",
    "export const ",
    "export async ",
    "import {",
    "import * as",
    "const ",
    "async function ",
    "function ",
    "class ",
    "def ",
    "async def ",
    "from ",
    "public class ",
    "private ",
    "public ",
    "protected ",
    "package ",
    "func ",
    "fn ",
    "pub fn ",
    "impl ",
    "use std::",
    "#include",
    "namespace ",
    "@app.",
];

/// Whether a program may begin at this line.
pub fn begins(line: &str) -> bool {
    let named = STARTS.iter().any(|start| line.starts_with(start));
    named
        && (line.ends_with(['{', ';', ':', '(', ')', ',', '}'])
            || line.contains(" = ")
            || line.starts_with("from ") && line.contains(" import "))
        || line.starts_with("if (") && line.contains("throw ")
        || line.starts_with("throw new ") && line.ends_with(';')
}

/// Whether most lines are a program's.
pub fn is_program(text: &str) -> bool {
    let lines: Vec<&str> = text
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .collect();
    let like = |line: &&&str| {
        begins(line)
            || line.ends_with([';', '{', '}', '(', ')', ',', ':'])
            || line.starts_with("//")
            || line.starts_with('#')
            || line.starts_with("/*")
            || **line == "*/"
            || line.starts_with("* ")
            || line.starts_with('@')
            || line.contains(" = ")
            || line.contains("return ")
    };
    let counted = lines.iter().filter(like).count();
    !lines.is_empty() && counted * 10 >= lines.len() * 8
}
