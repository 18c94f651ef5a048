//! Processes that die, stores that fail, answers that get lost.

mod faults;
mod soak;
mod store_faults;
