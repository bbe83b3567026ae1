//! Bytes of a document in, text with structure out; then wrapping it, finding in it and pointing at it.
//!
//! This room knows no store and no screen. It gets bytes and gives values.

mod archive;
mod as_it_stands;
mod cells;
pub mod compare;
pub mod find;
pub mod grain;
pub mod open_text;
pub mod pointing;
#[cfg(test)]
pub(crate) mod sample;
pub mod wrap;

pub use compare::Comparison;
pub use find::Folded;
pub use open_text::OpenText;
pub use pointing::Located;
pub mod builder;
pub mod chronology;
pub mod clean;
pub mod csv_table;
pub mod dates;
pub mod decode;
pub mod docx;
pub mod facts;
pub mod format;
mod grid;
pub mod html;
pub mod inside;
pub mod kinds;
mod labels;
pub mod likeness;
pub mod mail;
pub mod markdown;
pub mod marker;
pub mod not_readable;
mod odf;
#[cfg(test)]
mod outline;
mod package;
pub mod parts;
pub mod pdf;
pub mod picture;
pub mod plain;
pub mod read;
mod rtf;
mod sheets;
mod standing;
mod story;
pub mod styled;
pub mod symbols;
#[cfg(test)]
#[allow(dead_code, reason = "shared with tests/")]
mod test_files;
#[cfg(test)]
#[allow(dead_code, reason = "shared with tests/")]
mod test_pictures;
pub mod text;
pub mod voice;
mod word97;
pub mod worker;
mod writing;
mod xml;

pub use builder::Builder;
pub use chronology::chronology;
pub use inside::Inside;
pub use not_readable::NotReadable;
pub use parts::Part;
pub use read::{Reading, read, read_with};
pub use styled::Styled;
pub use text::{Block, BlockKind, Mark, MarkKind, Text};
pub use wrap::Wrapped;
