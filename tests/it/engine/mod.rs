//! How a flow is run: the same questions each time it is run again.

mod flow_properties;
mod gather;
mod replay;
