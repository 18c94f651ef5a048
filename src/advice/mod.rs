//! What to do next: from a judgement to a way out, filled in as far as the evidence allows.

pub mod host;
pub mod redirect;
