//! The verbs without a face: what can be done with an inspection, whoever asks.

pub mod pages;
pub mod reader_process;
