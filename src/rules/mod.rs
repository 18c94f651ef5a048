//! The registry: every rule, in the order of the flow.

use crate::rule::Rule;

/// Every rule, in the order of the flow.
pub static ALL: &[&Rule] = &[];
