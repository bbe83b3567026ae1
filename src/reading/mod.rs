//! Bytes of a document in, text with structure out; then wrapping it, finding in it and pointing at it.
//!
//! This room knows no store and no screen. It gets bytes and gives values.

pub mod text;

pub use text::{Block, BlockKind, Text};
