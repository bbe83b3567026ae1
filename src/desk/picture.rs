//! Pages as a screen needs them: the painter's types under one name, so that the screen knows the desk only, and a drawn page packed as a
//! terminal with real pictures takes it.
//!
//! It is packed here, from points, and not by the child that draws: nothing a child says reaches a terminal as it came.

mod sixel;

use std::sync::Arc;

use image::{
    ExtendedColorType, ImageEncoder as _,
    codecs::{
        jpeg::JpegEncoder,
        png::{CompressionType, FilterType, PngEncoder},
    },
};

pub use crate::reading::picture::{Drawn, View, WHOLE, Window};

/// The longest packed picture of [`Form::Inline`] that keeps every point, in bytes: terminals take a million letters in one go.
const INLINE_CAP: usize = 700_000;

/// How good a picture too long for that is, of 100.
const GOOD: u8 = 85;

/// What a drawn page is packed as.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Form {
    /// Points only.
    #[default]
    Points,
    /// A PNG.
    Png,
    /// A PNG, or a JPEG where that would be too long for one sequence.
    Inline,
    /// Sixels: the body of a device control string, letters of ASCII only.
    Sixel,
}

/// A drawn page, and the same packed.
#[derive(Clone, Debug)]
pub struct Pictured {
    /// Its points.
    pub drawn: Arc<Drawn>,
    /// As it was wanted; empty where it was not, or could not be.
    pub packed: Arc<[u8]>,
}

impl Pictured {
    /// A page packed in a form.
    #[must_use]
    pub fn of(drawn: Drawn, form: Form) -> Self {
        Self {
            packed: form.pack(&drawn).into(),
            drawn: Arc::new(drawn),
        }
    }
}

impl Form {
    /// A page in this form; empty for points, and where it cannot be packed.
    #[must_use]
    pub fn pack(self, drawn: &Drawn) -> Vec<u8> {
        // The library takes fewer points than were said for a mistake of the program's.
        if drawn.points.len() != usize::from(drawn.width) * usize::from(drawn.height) * 3 {
            return Vec::new();
        }
        match self {
            Self::Points => Vec::new(),
            Self::Png => png(drawn),
            Self::Inline => {
                let whole = png(drawn);
                if whole.len() <= INLINE_CAP {
                    whole
                } else {
                    jpeg(drawn)
                }
            }
            Self::Sixel => sixel::pack(drawn),
        }
    }
}

fn png(drawn: &Drawn) -> Vec<u8> {
    let mut bytes = Vec::new();
    let encoder =
        PngEncoder::new_with_quality(&mut bytes, CompressionType::Fast, FilterType::Adaptive);
    let (width, height) = (u32::from(drawn.width), u32::from(drawn.height));
    match encoder.write_image(&drawn.points, width, height, ExtendedColorType::Rgb8) {
        Ok(()) => bytes,
        // Shown in cells then.
        Err(_) => Vec::new(),
    }
}

fn jpeg(drawn: &Drawn) -> Vec<u8> {
    let mut bytes = Vec::new();
    let encoder = JpegEncoder::new_with_quality(&mut bytes, GOOD);
    let (width, height) = (u32::from(drawn.width), u32::from(drawn.height));
    match encoder.write_image(&drawn.points, width, height, ExtendedColorType::Rgb8) {
        Ok(()) => bytes,
        Err(_) => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Noise that no packing makes much smaller.
    fn noise(width: u16, height: u16) -> Drawn {
        let mut state = 1_u32;
        let points = (0..usize::from(width) * usize::from(height) * 3)
            .map(|_| {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                state.to_be_bytes()[0]
            })
            .collect();
        Drawn {
            width,
            height,
            window: Window::default(),
            points,
        }
    }

    #[test]
    fn a_packed_page_is_the_page() {
        let drawn = noise(40, 30);
        for form in [Form::Png, Form::Inline] {
            let back = image::load_from_memory(&form.pack(&drawn)).unwrap();
            assert_eq!((back.width(), back.height()), (40, 30));
            assert_eq!(back.to_rgb8().into_raw(), drawn.points);
        }
        assert!(Form::Points.pack(&drawn).is_empty());
    }

    #[test]
    fn a_long_one_is_made_shorter_and_stays_as_large() {
        let drawn = noise(600, 600);
        assert!(Form::Png.pack(&drawn).len() > INLINE_CAP);
        let shorter = Form::Inline.pack(&drawn);
        assert!(shorter.len() < INLINE_CAP, "{}", shorter.len());
        let back = image::load_from_memory(&shorter).unwrap();
        assert_eq!((back.width(), back.height()), (600, 600));
    }

    #[test]
    fn points_that_are_too_few_are_packed_as_nothing() {
        let mut drawn = noise(4, 4);
        drawn.points.pop();
        assert!(Form::Png.pack(&drawn).is_empty());
        assert!(Form::Inline.pack(&drawn).is_empty());
        assert!(Form::Sixel.pack(&drawn).is_empty());
    }
}
