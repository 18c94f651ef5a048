//! Explains why signing in to an MCP server fails, and completes the sign-in.
//!
//! Layers, one direction; a file imports only what is above it (`tests/layers.rs` reads the order off this file):
//!
//! - [`spec`], [`http`], [`secret`], [`error`], [`limits`], [`plain`]: citations, plain HTTP data, redacting secrets, misuse, limits,
//!   values from JSON
//! - [`wire`] reads what was received, keeps the raw text, never judges
//! - [`public`] what may be shown of it: an allow-list
//! - [`flow`] says what to send next, never sends it
//! - [`reasons`] what clients, and answers, say when it fails: tables, compared by the same code
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
//! - `wasm` is the border to JavaScript, and knows nothing about OAuth
//!
//! The first four are all that the wasm module `sign-in` has (feature `sign-in`); the rest is the module `diagnosis`, on top of them.
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

#[cfg(feature = "diagnosis")]
pub mod reasons;

#[cfg(feature = "diagnosis")]
pub mod evidence;

#[cfg(feature = "diagnosis")]
pub mod ledger;

#[cfg(feature = "diagnosis")]
pub mod providers;

#[cfg(feature = "diagnosis")]
pub mod action;
#[cfg(feature = "diagnosis")]
pub mod patch;

#[cfg(feature = "diagnosis")]
#[macro_use]
pub mod rule;
#[cfg(feature = "diagnosis")]
pub mod rules;

#[cfg(feature = "diagnosis")]
pub mod finding;

#[cfg(feature = "diagnosis")]
pub mod verdict;

#[cfg(feature = "diagnosis")]
pub mod advice;

#[cfg(feature = "diagnosis")]
pub mod report;

#[cfg(feature = "diagnosis")]
pub mod reference;

#[cfg(target_arch = "wasm32")]
pub mod wasm;
