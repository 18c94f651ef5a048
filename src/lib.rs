//! Explains why signing in to an MCP server fails, and completes the sign-in.
//!
//! Layers, one direction; a file imports only what is above it (`tests/layers.rs` reads the order off this file):
//!
//! - [`spec`], [`http`], [`secret`], [`error`], [`limits`], [`plain`]: citations, plain HTTP data, redacting secrets, misuse, limits,
//!   values from JSON
//! - [`wire`] reads what was received, keeps the raw text, never judges
//! - [`flow`] says what to send next, never sends it
//! - [`evidence`] all that was seen, as plain data
//! - [`rule`], [`rules`] judge the evidence, one rule a file, never fetch
//! - [`symptoms`] what clients say when it fails, as one table
//! - [`providers`] what is known of one provider
//! - [`finding`], [`action`] a judgement and a way out, as a report has them
//! - [`advice`] what to do next
//! - [`report`] puts the judgements in order
//! - [`reference`](mod@reference) the rules as a text to read
//! - `wasm` does the I/O and the JavaScript, and knows nothing about OAuth
#![cfg_attr(not(target_arch = "wasm32"), forbid(unsafe_code))]

pub mod error;
pub mod http;
pub mod limits;
pub mod plain;
pub mod secret;
pub mod spec;

pub mod wire;

pub mod flow;

pub mod evidence;

#[macro_use]
pub mod rule;
pub mod rules;

pub mod symptoms;

pub mod providers;

pub mod action;
pub mod finding;

pub mod advice;

pub mod report;

pub mod reference;

#[cfg(target_arch = "wasm32")]
pub mod wasm;
