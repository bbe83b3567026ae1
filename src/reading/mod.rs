//! Bytes of a document in, text with structure out; then wrapping it, finding in it and pointing at it.
//!
//! This room knows no store and no screen. It gets bytes and gives values.

mod cells;
pub mod find;
pub mod grain;
pub mod open_text;
pub mod pointing;
#[cfg(test)]
mod sample;
pub mod text;
pub mod wrap;

pub use find::Folded;
pub use open_text::OpenText;
pub use pointing::Located;
pub use text::{Block, BlockKind, Text};
pub use wrap::Wrapped;
