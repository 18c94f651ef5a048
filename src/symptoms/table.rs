//! The wordings, in the order of the flow.

use super::{Symptom, Tells};

/// Every known wording.
pub static TABLE: &[Symptom] = &[Symptom {
    says: &["www authenticate header does not contain a resource_metadata"],
    near: &[],
    rules: &["challenge/missing"],
    tells: Tells::Cause,
    who: "MCP C# SDK",
    source: "https://github.com/modelcontextprotocol/csharp-sdk",
}];
