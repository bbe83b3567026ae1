//! Documents' texts as a screen needs them: the readers' types under one name, so that the screen knows the desk only.

pub use crate::reading::{
    dates, find, grain, kinds,
    open_text::OpenText,
    pointing,
    text::{BlockKind, MarkKind, Text},
    wrap::{Row, Shape, What, Wrapped},
};
