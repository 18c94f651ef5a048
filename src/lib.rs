//! Explains why signing in to an MCP server fails, and completes the sign-in.
//!
//! Layers, one direction; a file imports only what is above it (`tests/layers.rs` reads the order off this file):
//!
//! - [`spec`], [`http`], [`secret`], [`error`], [`limits`], [`plain`]: citations, plain HTTP data, redacting secrets, misuse, limits,
//!   values from JSON
//! - [`wire`] reads what was received, keeps the raw text, never judges
//! - [`public`] what may be shown of it: an allow-list
//! - [`flow`] says what to send next, never sends it
//! - [`reasons`] what clients and servers say when it fails, as one table
//! - [`evidence`] all that was seen, as plain data
//! - [`ledger`] how far each attempt got
//! - [`providers`] what is known of one provider
//! - [`action`], [`patch`] a way out as a report has it, a correction of what a server sends
//! - [`rule`], [`rules`] judge the evidence, one rule a file with its ways out and its correction, never fetch
//! - [`finding`] a judgement as a report has it
//! - [`verdict`] what stopped the sign-in, and how sure that is
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
pub mod stage;

pub mod wire;

pub mod public;

pub mod flow;

pub mod reasons;

pub mod evidence;

pub mod ledger;

pub mod providers;

pub mod action;
pub mod patch;

#[macro_use]
pub mod rule;
pub mod rules;

pub mod finding;

pub mod verdict;

pub mod advice;

pub mod report;

pub mod reference;

#[cfg(target_arch = "wasm32")]
pub mod wasm;
