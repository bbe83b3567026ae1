//! The verbs without a face: what can be done with an inspection, for the screen and the command line alike.
//!
//! This room knows the domain, the readers, the ledger and the notes. It refuses to know a terminal: no key, no colour, no column.

pub mod pages;
