//! All tests of the core that run natively, by subject, with one support.

mod border;
mod diagnosis;
mod engine;
mod faults;
mod sign_in;
mod support;
mod threats;
mod words;
