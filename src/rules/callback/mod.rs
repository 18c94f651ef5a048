//! The authorization response (RFC 6749 §4.1.2, RFC 9207).

pub mod code_missing;
pub mod duplicate_parameter;
pub mod elsewhere;
pub mod expected;
pub mod iss_mismatch;
pub mod iss_missing;
pub mod iss_not_announced;
pub mod never_came;
pub mod response_mode;
pub mod state_mismatch;
pub mod state_missing;
