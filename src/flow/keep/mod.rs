//! What is kept between two calls: a sign-in that waits for its answer, the tokens, the clients, and the names of all of them.

pub mod pending;
pub mod store;
pub mod tokens;
