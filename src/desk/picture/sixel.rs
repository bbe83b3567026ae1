//! A page as sixels: columns of six points a letter, one colour after the other (DEC STD 070, chapter 9).
//!
//! 256 colours, always the same: 40 greys, because pages are grey, and a cube of six steps each of red, green and blue, whose steps are
//! blurred into one another by a fixed pattern. Nothing is chosen from the page, so that the same page is always the same letters.

use std::io::Write as _;

use crate::reading::picture::Drawn;

/// Greys, and where they begin behind the cube of colours.
const GREYS: u16 = 40;
const CUBE: u16 = 216;
const COLOURS: usize = 256;

/// How far red, green and blue are apart where something is no grey any more.
const COLOURED: u8 = 24;

/// Points a letter stands for, one below the other.
const BAND: usize = 6;

/// The pattern by which steps are blurred: each place of sixteen has its own threshold.
const PATTERN: [[i16; 4]; 4] = [[0, 8, 2, 10], [12, 4, 14, 6], [3, 11, 1, 9], [15, 7, 13, 5]];

/// The body of the control string, from its parameters to its last letter.
pub(super) fn pack(drawn: &Drawn) -> Vec<u8> {
    let (width, height) = (usize::from(drawn.width), usize::from(drawn.height));
    let mut out = Vec::new();
    // Points are square, and those not drawn stay as they are. Writing to memory cannot fail.
    let _ = write!(out, "0;1;0q\"1;1;{width};{height}");
    let mut told = [false; COLOURS];
    for top in (0..height).step_by(BAND) {
        let band = Band::of(drawn, top, BAND.min(height - top));
        for (colour, columns) in band.colours() {
            if let Some(told) = told.get_mut(usize::from(colour))
                && !std::mem::replace(told, true)
            {
                let [red, green, blue] = percent(colour);
                let _ = write!(out, "#{colour};2;{red};{green};{blue}");
            }
            let _ = write!(out, "#{colour}");
            runs(columns, &mut out);
            out.push(b'$');
        }
        out.push(b'-');
    }
    out
}

/// Six rows: for each colour that is in them, which of the six points of every column have it.
struct Band(Vec<Option<Vec<u8>>>);

impl Band {
    fn of(drawn: &Drawn, top: usize, rows: usize) -> Self {
        let width = usize::from(drawn.width);
        let mut colours = vec![None; COLOURS];
        for row in 0..rows {
            for x in 0..width {
                let colour = nearest(drawn.point(x, top + row), x, top + row);
                let columns = colours
                    .get_mut(usize::from(colour))
                    .map(|columns| columns.get_or_insert_with(|| vec![0_u8; width]));
                if let Some(column) = columns.and_then(|columns| columns.get_mut(x)) {
                    *column |= 1 << row;
                }
            }
        }
        Self(colours)
    }

    fn colours(&self) -> impl Iterator<Item = (u16, &[u8])> {
        (0_u16..)
            .zip(&self.0)
            .filter_map(|(colour, columns)| Some((colour, columns.as_deref()?)))
    }
}

/// The letters of one colour: what is repeated more than three times is counted, and what is empty at the end left out.
fn runs(columns: &[u8], out: &mut Vec<u8>) {
    for run in columns.chunk_by(|one, next| one == next) {
        let Some(column) = run.first() else { continue };
        let letter = b'?' + column;
        if run.len() > 3 {
            let _ = write!(out, "!{}", run.len());
            out.push(letter);
        } else {
            out.extend(std::iter::repeat_n(letter, run.len()));
        }
    }
}

/// The number of the colour a point is shown in, at its place.
fn nearest(point: [u8; 3], x: usize, y: usize) -> u16 {
    let [red, green, blue] = point;
    let most = red.max(green).max(blue);
    let spread = most - red.min(green).min(blue);
    if spread < COLOURED {
        let light = (u16::from(red) * 3 + u16::from(green) * 6 + u16::from(blue)) / 10;
        return CUBE + (light * (GREYS - 1) + 127) / 255;
    }
    let threshold = PATTERN
        .get(y % 4)
        .and_then(|row| row.get(x % 4))
        .copied()
        .unwrap_or(0);
    // Between half a step down and half a step up, of steps of 51.
    let shift = (threshold * 2 - 15) * 51 / 32;
    let step = |part: u8| {
        let shifted = (i16::from(part) + shift).clamp(0, 255);
        u16::try_from((shifted + 25) / 51).unwrap_or(0)
    };
    step(red) * 36 + step(green) * 6 + step(blue)
}

/// Red, green and blue of a colour, in parts of a hundred.
fn percent(colour: u16) -> [u16; 3] {
    if let Some(grey) = colour.checked_sub(CUBE) {
        return [(grey * 100 + (GREYS - 1) / 2) / (GREYS - 1); 3];
    }
    [colour / 36, colour / 6 % 6, colour % 6].map(|step| step * 20)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reading::picture::Window;

    fn page(width: u16, height: u16, point: impl Fn(usize, usize) -> [u8; 3]) -> Drawn {
        let points = (0..usize::from(height))
            .flat_map(|y| (0..usize::from(width)).map(move |x| (x, y)))
            .flat_map(|(x, y)| point(x, y))
            .collect();
        Drawn {
            width,
            height,
            window: Window::default(),
            points,
        }
    }

    /// Reads sixels back, as a terminal does: red, green and blue of every point in parts of a hundred.
    fn back(sixels: &[u8], width: usize, height: usize) -> Vec<Option<[u16; 3]>> {
        let text = std::str::from_utf8(sixels).unwrap();
        let body = text
            .strip_prefix(&format!("0;1;0q\"1;1;{width};{height}"))
            .unwrap();
        let mut seen = vec![None; width * height];
        let mut colours = std::collections::BTreeMap::new();
        let (mut now, mut x, mut top) = (0, 0, 0);
        let mut letters = body.chars().peekable();
        while let Some(letter) = letters.next() {
            let mut numbers = || {
                let mut said = String::new();
                while let Some(next) = letters.next_if(|next| next.is_ascii_digit() || *next == ';')
                {
                    said.push(next);
                }
                said.split(';')
                    .map(|number| number.parse::<u16>().unwrap())
                    .collect::<Vec<_>>()
            };
            match letter {
                '#' => match numbers()[..] {
                    [colour] => now = colour,
                    [colour, 2, red, green, blue] => {
                        colours.insert(colour, [red, green, blue]);
                    }
                    ref other => panic!("{other:?}"),
                },
                '$' => x = 0,
                '-' => (x, top) = (0, top + BAND),
                _ => {
                    let (count, letter) = if letter == '!' {
                        let count = usize::from(numbers()[0]);
                        (count, letters.next().unwrap())
                    } else {
                        (1, letter)
                    };
                    let bits = u8::try_from(letter).unwrap() - b'?';
                    assert!(bits < 64, "{letter}");
                    for _ in 0..count {
                        for row in (0..BAND).filter(|row| bits & (1 << row) != 0) {
                            let place = &mut seen[(top + row) * width + x];
                            assert_eq!(*place, None, "a point is drawn once");
                            *place = Some(colours[&now]);
                        }
                        x += 1;
                    }
                }
            }
        }
        seen
    }

    #[test]
    fn greys_come_back_as_they_were_and_nothing_else_is_drawn() {
        let drawn = page(300, 17, |x, y| {
            [u8::try_from((x * 7 + y * 31) % 256).unwrap(); 3]
        });
        let seen = back(&pack(&drawn), 300, 17);
        for (at, seen) in seen.iter().enumerate() {
            let was = f64::from(drawn.points[at * 3]) / 2.55;
            let [red, green, blue] = seen.expect("every point is drawn");
            assert!(red == green && green == blue);
            assert!((f64::from(red) - was).abs() < 2.0, "{red} for {was}");
        }
    }

    #[test]
    fn colours_are_right_in_the_mean_of_sixteen_points() {
        for point in [
            [255, 0, 0],
            [0, 51, 204],
            [200, 120, 30],
            [17, 170, 99],
            [250, 240, 190],
        ] {
            let drawn = page(16, 16, |_, _| point);
            let seen = back(&pack(&drawn), 16, 16);
            for (part, was) in point.iter().enumerate() {
                let sum: u16 = seen.iter().map(|seen| seen.unwrap()[part]).sum();
                let mean = f64::from(sum) / 256.0;
                let was = f64::from(*was) / 2.55;
                assert!((mean - was).abs() < 4.0, "{point:?}: {mean} for {was}");
            }
        }
    }

    #[test]
    fn a_white_page_is_a_few_letters() {
        let length = pack(&page(1_000, 1_200, |_, _| [255; 3])).len();
        assert!(length < 3_000, "{length}");
    }
}
