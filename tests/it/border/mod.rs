//! What holds for every value that comes in or goes out.

#[cfg(unix)] // the clock of a thread
mod linear;
mod secrets;
mod vectors;
