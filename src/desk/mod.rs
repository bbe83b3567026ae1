//! The verbs without a face.

pub mod reader_process;
