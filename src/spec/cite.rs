//! The citations: RFC sections, clauses of the MCP specification, and what else a rule leans on.

macro_rules! citations {
    ($($(#[$doc:meta])* $name:ident = $cite:expr;)*) => {
        $($(#[$doc])* pub const $name: Cite = $cite;)*
        /// All of them.
        pub const ALL: &[Cite] = &[$($name),*];
    };
}

mod mcp;
mod other;
mod rfc;

pub use mcp::*;
pub use other::*;
pub use rfc::*;

/// Every citation.
pub const ALL: [&[super::Cite]; 3] = [rfc::ALL, mcp::ALL, other::ALL];
