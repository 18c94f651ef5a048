//! The first answer: 401 with a challenge (RFC 9110 §11.6.1, RFC 6750 §3, RFC 9728 §5.1).

pub mod missing;
