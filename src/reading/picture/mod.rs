//! Documents as they look: which can be shown, how many pages they have, and one page of one of them as points of colour.
//!
//! | file | owns |
//! |---|---|
//! | `window` | how much of a page is drawn, and how large |
//! | `file` | picture files: are they sound, and how many pages have they |
//! | `tiff` | the pages of a TIFF |
//! | `draw` | one page, of a picture file or a PDF, as points |
//! | `painter` | the child's side: one document in, one page of it out |
//!
//! Decoding is as dangerous as reading: like reading it is done in a process of its own. The program itself only ever sees points.

pub mod draw;
pub mod file;
pub mod painter;
mod tiff;
pub mod window;

pub use draw::draw;
pub use window::{Drawn, View, WHOLE, Window};

#[cfg(test)]
mod tests;
