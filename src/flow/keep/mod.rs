//! What is kept between two calls: a sign-in that waits for its answer, the tokens, the clients, and the keys they are stored under.

pub mod pending;
pub mod store;
pub mod tokens;
