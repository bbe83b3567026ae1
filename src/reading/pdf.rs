//! Reading PDF.
use super::{builder::Builder, not_readable::NotReadable};

/// Reads a PDF.
///
/// # Errors
/// Always.
pub fn read(_bytes: &[u8], _builder: &mut Builder) -> Result<(), NotReadable> {
    Err(NotReadable::Damaged("PDF"))
}
