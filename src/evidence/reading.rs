//! The evidence recognised step by step; made once, read by every rule.

use super::Evidence;
use crate::spec::Revision;

/// The evidence as the rules see it.
#[derive(Debug)]
pub struct Reading<'a> {
    /// What was seen.
    pub evidence: &'a Evidence,
    /// The revision that is judged.
    pub revision: Revision,
}
