//! From evidence to a report.

mod causes;
mod laws;
mod reference;
mod rendered;
mod rules;
mod truth;
