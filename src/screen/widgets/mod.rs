//! Small things drawn in more than one place.

pub mod flow;
pub mod line_edit;
pub mod list;
pub mod page;
pub mod secret;
