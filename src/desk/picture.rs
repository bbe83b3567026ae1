//! Pages as a screen needs them: the painter's types under one name, so that the screen knows the desk only.

pub use crate::reading::picture::{Drawn, View, WHOLE, Window};
