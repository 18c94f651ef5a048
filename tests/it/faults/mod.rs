//! Processes that die, stores that fail, answers that get lost.

mod processes;
mod soak;
mod store_faults;
