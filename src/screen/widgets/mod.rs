//! Small things drawn in more than one place.

pub mod flow;
pub mod list;
pub mod line_edit;
