//! The registry: every rule, in the order of the flow.

pub mod challenge;

use crate::rule::Rule;

/// Every rule, in the order of the flow: of two findings that could both be the cause, the earlier one is.
pub static ALL: &[&Rule] = &[
    // First contact.
    &challenge::missing::RULE,
];
