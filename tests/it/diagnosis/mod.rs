//! From evidence to a report.

mod causes;
mod laws;
mod lying_provider;
mod reference;
mod rendered;
mod rules;
mod truth;
