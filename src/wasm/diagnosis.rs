//! Judging: `analyze`.
