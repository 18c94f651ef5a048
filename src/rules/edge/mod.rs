//! What stands in front of the server: content delivery networks, firewalls, bot filters, rate limits.

pub mod blocked;
pub mod rate_limited;
pub mod signs;
pub mod user_agent;
