//! How thick the strokes of letters are: what tells bold ones where a font does not say its name.
//!
//! A stroke's thickness is twice the area of a letter over the length of its outline. What counts is how it compares with the thickness
//! of most letters of the document.

use std::collections::HashMap;

use hayro_interpret::{
    font::{Glyph, GlyphRun},
    kurbo::Shape,
};

use super::lines::Word;

/// Bold strokes are thicker than the usual ones by at least this.
const BOLD: f64 = 1.4;

/// Letters of a run that are enough to tell by.
const LETTERS: u32 = 6;

/// Letters of a run looked at.
const LOOKS: usize = 12;

/// The most parts of an outline measured: more is a drawing.
const PARTS: usize = 2_000;

/// The most letters remembered.
const CACHE: usize = 50_000;

/// The thicknesses of letters met so far.
#[derive(Default)]
pub struct Weights {
    known: HashMap<u128, u16>,
}

impl Weights {
    /// The thickness of the strokes of a run's letters, in thousandths of their size; 0 where it cannot be told.
    pub fn of(&mut self, run: &GlyphRun<'_, '_>) -> u16 {
        let (mut sum, mut count) = (0_u32, 0_u32);
        for glyph in run.glyphs().iter().take(LOOKS) {
            let weight = self.glyph(glyph);
            if weight > 0 {
                sum += u32::from(weight);
                count += 1;
            }
            if count >= LETTERS {
                break;
            }
        }
        let mean = sum.checked_div(count).unwrap_or(0);
        u16::try_from(mean).unwrap_or(u16::MAX)
    }

    fn glyph(&mut self, glyph: &Glyph<'_>) -> u16 {
        let Glyph::Outline(outline) = glyph else {
            return 0;
        };
        let key = outline.identifier().cache_key();
        if let Some(&known) = self.known.get(&key) {
            return known;
        }
        let path = outline.outline();
        let weight = if path.elements().is_empty() || path.elements().len() > PARTS {
            0
        } else {
            thickness(path.area().abs(), path.perimeter(1.0))
        };
        if self.known.len() < CACHE {
            self.known.insert(key, weight);
        }
        weight
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "between 0 and 1,000"
)]
fn thickness(area: f64, around: f64) -> u16 {
    let thick = 2.0 * area / around;
    if thick.is_finite() && around > 0.0 {
        thick.clamp(0.0, 1_000.0) as u16
    } else {
        0
    }
}

/// Tells the bold words among those whose fonts do not say it.
pub fn tell<'a>(words: impl Iterator<Item = &'a mut Word>) {
    let mut unsure: Vec<&mut Word> = words.filter(|word| word.look.weight > 0).collect();
    let mut counts = vec![0_usize; 1_001];
    for word in &unsure {
        if let Some(count) = counts.get_mut(usize::from(word.look.weight)) {
            *count += word.letters();
        }
    }
    let all: usize = counts.iter().sum();
    let mut before = 0;
    let usual = counts.iter().position(|count| {
        before += count;
        before * 2 >= all
    });
    let Ok(usual) = u16::try_from(usual.unwrap_or(0)) else {
        return;
    };
    for word in &mut unsure {
        word.look.bold |= f64::from(word.look.weight) >= BOLD * f64::from(usual);
    }
}
