//! What was received, as a typed view beside the raw text. Lenient and loud: reading goes on past a deviation and records it.
//! Nothing here judges.

pub mod address;
pub mod callback;
pub mod challenge;
pub mod client;
pub mod form;
pub mod ip;
pub mod json;
pub mod jwt;
pub mod relation;
pub mod resource;
pub mod rpc;
pub mod server;
pub mod token;
