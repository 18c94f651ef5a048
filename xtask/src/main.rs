//! Build, test and demo of the project: `cargo xtask help`.

fn main() {}
