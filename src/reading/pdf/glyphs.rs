//! What a page draws, as far as reading needs it: every letter with its place, every straight rule, how many pictures.
//!
//! Places are in points, from the top left corner of the page as it is shown, y growing downwards.

use hayro_interpret::{
    BlendMode, ClipPath, Context, Device, DrawMode, DrawProps, Image, ImageDrawProps,
    InterpreterCache, InterpreterSettings, SoftMask, TransformExt,
    font::{Glyph, GlyphRun},
    hayro_cmap::BfString,
    interpret_page,
    kurbo::{Affine, BezPath, PathEl, Point, Rect, Shape, Vec2},
};
use hayro_syntax::page::Page;

use super::weight::Weights;

/// The most letters read from one page.
const GLYPH_CAP: usize = 2_000_000;

/// The most rules read from one page: more make a drawing, not a table.
const RULE_CAP: usize = 20_000;

/// How thick a filled rectangle may be and still count as a rule, in points.
const RULE_THICKNESS: f64 = 3.0;

/// A letter.
#[derive(Clone, Copy, Debug)]
pub struct Letter {
    /// Which; a space where the page says there is one.
    pub c: char,
    /// Where it begins, along the line.
    pub x0: f64,
    /// Where the next begins.
    pub x1: f64,
    /// Its baseline.
    pub y: f64,
    /// Its size.
    pub size: f64,
    /// How its font looks.
    pub look: Look,
}

/// How a font looks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Look {
    /// Whether it is a bold one.
    pub bold: bool,
    /// Whether it is in italics.
    pub italic: bool,
    /// How thick its strokes are, in thousandths of its size, where the font says nothing; else 0.
    pub weight: u16,
}

/// A straight rule, across or down.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rule {
    /// Whether it goes across.
    pub across: bool,
    /// Its y when it goes across, else its x.
    pub at: f64,
    /// Where it begins.
    pub from: f64,
    /// Where it ends.
    pub to: f64,
}

/// What a page draws.
#[derive(Debug, Default)]
pub struct Drawn {
    /// Its size.
    pub width: f64,
    /// Its size.
    pub height: f64,
    /// The upright letters, in the order drawn.
    pub upright: Vec<Letter>,
    /// Letters along other directions, turned upright, by their direction in degrees.
    pub turned: Vec<(i16, Vec<Letter>)>,
    /// Its rules.
    pub rules: Vec<Rule>,
    /// How many pictures it shows.
    pub pictures: usize,
    /// How many letters nobody can tell.
    pub unknown: usize,
    /// Whether there were more letters than are read.
    pub overfull: bool,
}

/// Draws a page into letters and rules.
pub fn draw<'a>(page: &Page<'a>, cache: &InterpreterCache<'a>, weights: &mut Weights) -> Drawn {
    let (width, height) = page.render_dimensions();
    let (width, height) = (f64::from(width), f64::from(height));
    let mut context = Context::new(
        page.initial_transform(true).to_kurbo(),
        Rect::new(0.0, 0.0, width, height),
        cache,
        page.xref(),
        InterpreterSettings::default(),
    );
    let mut pen = Pen {
        drawn: Drawn {
            width,
            height,
            ..Drawn::default()
        },
        letters: 0,
        weights,
    };
    interpret_page(page, &mut context, &mut pen);
    pen.drawn
}

struct Pen<'w> {
    drawn: Drawn,
    letters: usize,
    weights: &'w mut Weights,
}

impl Pen<'_> {
    fn letter(&mut self, words: &str, place: Affine, advance: f64, look: Look) {
        let [a, b, c, d, _, _] = place.as_coeffs();
        let origin = place * Point::ZERO;
        let along = Vec2::new(a, b);
        let size = Vec2::new(c, d).hypot() * 1000.0;
        let ahead = along.hypot() * advance;
        if !(origin.is_finite() && size.is_finite() && ahead.is_finite()) || size < 0.5 {
            return;
        }
        let ahead = if ahead > 0.0 && ahead < 4.0 * size {
            ahead
        } else {
            size / 2.0
        };
        let angle = along.atan2().to_degrees().round();
        let turn = Affine::rotate(-angle.to_radians());
        let start = if angle == 0.0 { origin } else { turn * origin };
        let margin = self.drawn.width.max(self.drawn.height) * 0.02;
        let on_page = (-margin..=self.drawn.width + margin).contains(&origin.x)
            && (-margin..=self.drawn.height + margin).contains(&origin.y);
        if !on_page {
            return;
        }
        let count = words.chars().count().max(1);
        #[expect(
            clippy::cast_precision_loss,
            reason = "a ligature has a handful of letters"
        )]
        let step = ahead / count as f64;
        let mut x0 = start.x;
        for c in words.chars() {
            let letter = Letter {
                c: if c.is_whitespace() { ' ' } else { c },
                x0,
                x1: x0 + step,
                y: start.y,
                size,
                look,
            };
            self.keep(letter, angle);
            x0 += step;
        }
    }

    fn keep(&mut self, letter: Letter, angle: f64) {
        self.letters += 1;
        if self.letters > GLYPH_CAP {
            self.drawn.overfull = true;
            return;
        }
        if angle == 0.0 {
            self.drawn.upright.push(letter);
            return;
        }
        #[expect(clippy::cast_possible_truncation, reason = "between -180 and 180")]
        let angle = angle as i16;
        match self
            .drawn
            .turned
            .iter_mut()
            .find(|turned| turned.0 == angle)
        {
            Some((_, letters)) => letters.push(letter),
            None => self.drawn.turned.push((angle, vec![letter])),
        }
    }

    fn rule(&mut self, one: Point, two: Point) {
        let (wide, high) = ((one.x - two.x).abs(), (one.y - two.y).abs());
        if self.drawn.rules.len() >= RULE_CAP || !(wide + high).is_finite() || wide.max(high) < 4.0
        {
            return;
        }
        if high <= 1.0 {
            self.drawn.rules.push(Rule {
                across: true,
                at: f64::midpoint(one.y, two.y),
                from: one.x.min(two.x),
                to: one.x.max(two.x),
            });
        } else if wide <= 1.0 {
            self.drawn.rules.push(Rule {
                across: false,
                at: f64::midpoint(one.x, two.x),
                from: one.y.min(two.y),
                to: one.y.max(two.y),
            });
        }
    }

    /// A filled shape that is thin enough is a rule.
    fn filled(&mut self, bounds: Rect) {
        let (wide, high) = (bounds.width(), bounds.height());
        let middle = bounds.center();
        if high <= RULE_THICKNESS && wide > high {
            self.rule(
                Point::new(bounds.x0, middle.y),
                Point::new(bounds.x1, middle.y),
            );
        } else if wide <= RULE_THICKNESS && high > wide {
            self.rule(
                Point::new(middle.x, bounds.y0),
                Point::new(middle.x, bounds.y1),
            );
        }
    }

    fn stroked(&mut self, path: &BezPath) {
        let mut first = Point::ZERO;
        let mut last = Point::ZERO;
        for element in path.elements() {
            match *element {
                PathEl::MoveTo(point) => {
                    first = point;
                    last = point;
                }
                PathEl::LineTo(point) => {
                    self.rule(last, point);
                    last = point;
                }
                PathEl::QuadTo(_, point) | PathEl::CurveTo(_, _, point) => last = point,
                PathEl::ClosePath => {
                    self.rule(last, first);
                    last = first;
                }
            }
        }
    }
}

impl<'a> Device<'a> for Pen<'_> {
    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, 'a>, props: DrawProps<'a>, _: &DrawMode) {
        let look = run.glyphs().first().and_then(|glyph| look(glyph));
        let look = look.unwrap_or_else(|| Look {
            weight: self.weights.of(run),
            ..Look::default()
        });
        for glyph in run.glyphs() {
            let place = props.transform * glyph.transform();
            let advance = match &**glyph {
                Glyph::Outline(outline) => outline.advance_width(),
                Glyph::Type3(drawn) => drawn.advance_width(),
            };
            let advance = advance.map_or(500.0, f64::from);
            match glyph.as_unicode() {
                Some(BfString::Char(c)) => match ligature(c) {
                    Some(letters) => self.letter(letters, place, advance, look),
                    None => self.letter(c.encode_utf8(&mut [0; 4]), place, advance, look),
                },
                Some(BfString::String(words)) => self.letter(&words, place, advance, look),
                None => {
                    self.drawn.unknown += 1;
                    self.letter("\u{fffd}", place, advance, look);
                }
            }
        }
    }

    fn draw_path(&mut self, path: &BezPath, props: DrawProps<'a>, mode: &DrawMode) {
        if path.elements().len() > 4096 {
            return;
        }
        let path = props.transform * path.clone();
        if matches!(mode, DrawMode::Stroke(_)) {
            return self.stroked(&path);
        }
        let mut part = BezPath::new();
        for element in path.elements() {
            if matches!(element, PathEl::MoveTo(_)) && !part.is_empty() {
                self.filled(part.bounding_box());
                part = BezPath::new();
            }
            part.push(*element);
        }
        if !part.is_empty() {
            self.filled(part.bounding_box());
        }
    }

    fn draw_image(&mut self, _: Image<'a, '_>, _: ImageDrawProps<'a>) {
        self.drawn.pictures += 1;
    }

    fn push_clip_path(&mut self, _: &ClipPath) {}
    fn push_clip_rect(&mut self, _: &Rect) {}
    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {}
    fn pop_clip(&mut self) {}
    fn pop_transparency_group(&mut self) {}
}

/// The letters a ligature stands for: nobody looks for `oﬃce`.
fn ligature(c: char) -> Option<&'static str> {
    Some(match c {
        '\u{fb00}' => "ff",
        '\u{fb01}' => "fi",
        '\u{fb02}' => "fl",
        '\u{fb03}' => "ffi",
        '\u{fb04}' => "ffl",
        '\u{fb05}' | '\u{fb06}' => "st",
        _ => return None,
    })
}

/// How a font says it looks; `None` where it says nothing.
fn look(glyph: &Glyph<'_>) -> Option<Look> {
    let font = match glyph {
        Glyph::Outline(outline) => outline.font_data()?,
        Glyph::Type3(_) => return Some(Look::default()),
    };
    let name = font.postscript_name.unwrap_or_default().to_lowercase();
    let is_named = |words: &[&str]| words.iter().any(|word| name.contains(word));
    Some(Look {
        bold: font.weight.is_some_and(|weight| weight >= 600)
            || is_named(&["bold", "black", "heavy"]),
        italic: font.is_italic || is_named(&["italic", "oblique"]),
        weight: 0,
    })
}
