//! From evidence to a report.

mod causes;
mod reference;
mod rendered;
mod rules;
