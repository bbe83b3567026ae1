//! Where everything stands: the one place that divides the terminal. Update and view ask the same functions, so that what is measured is
//! what is drawn. Right at every size down to one cell.

use ratatui::layout::Rect;

use super::{
    package::View,
    state::{Focus, SittingUi, State, Tab},
};

/// Below this many columns the two sides stand one above the other.
pub const STACKED_BELOW: u16 = 100;

/// Columns of the file beyond which lines are no longer wider: longer ones are hard to read.
pub const WIDEST: u16 = 110;

/// Columns before the words of a document: the pointer, what hangs there, and one free.
pub const GUTTER: u16 = 3;

/// The parts of the sitting's screen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Areas {
    /// The top line.
    pub top: Rect,
    /// The case file with its frame; empty while the other side has the whole screen.
    pub file: Rect,
    /// The discussion with its frame, likewise.
    pub talk: Rect,
    /// What is left of the walk, or what was just said.
    pub walk: Rect,
    /// The keys.
    pub hints: Rect,
}

/// The whole terminal.
#[must_use]
pub fn whole(size: (u16, u16)) -> Rect {
    Rect::new(0, 0, size.0, size.1)
}

/// The frame of every page: top line, body, said line, keys. On very low terminals the lines go first, the body last.
#[must_use]
pub fn page(size: (u16, u16)) -> (Rect, Rect, Rect, Rect) {
    let (width, height) = size;
    let (top, said, hints) = match height {
        0..=3 => (0, 0, 0),
        4..=7 => (1, 0, 1),
        _ => (1, 1, 1),
    };
    let body = height - top - said - hints;
    (
        Rect::new(0, 0, width, top),
        Rect::new(0, top, width, body),
        Rect::new(0, top + body, width, said),
        Rect::new(0, top + body + said, width, hints),
    )
}

/// The sitting's screen.
#[must_use]
pub fn sitting(state: &State, ui: &SittingUi) -> Areas {
    let (top, body, walk, hints) = page(state.size);
    let (file, talk) = if ui.zoom {
        match ui.focus {
            Focus::File => (body, Rect::default()),
            Focus::Talk => (Rect::default(), body),
        }
    } else if body.width < STACKED_BELOW {
        // The side in use gets more of the height.
        let file = match ui.focus {
            // A page needs all there is.
            Focus::File if ui.looking.is_some() => body.height,
            Focus::File => body.height - body.height * 2 / 5,
            Focus::Talk => body.height * 2 / 5,
        };
        (
            Rect {
                height: file,
                ..body
            },
            Rect {
                y: body.y + file,
                height: body.height - file,
                ..body
            },
        )
    } else {
        let file = u16::try_from(u32::from(body.width) * u32::from(state.prefs.split) / 100)
            .unwrap_or(body.width);
        (
            Rect {
                width: file,
                ..body
            },
            Rect {
                x: body.x + file,
                width: body.width - file,
                ..body
            },
        )
    };
    Areas {
        top,
        file,
        talk,
        walk,
        hints,
    }
}

/// Inside a frame of one cell.
#[must_use]
pub fn inside(frame: Rect) -> Rect {
    Rect {
        x: frame.x.saturating_add(1),
        y: frame.y.saturating_add(1),
        width: frame.width.saturating_sub(2),
        height: frame.height.saturating_sub(2),
    }
}

/// The picture above the journey inside the frame of the right side: the names of its lists, and as much of the picture as leaves the list
/// most of the height. Empty on the other tabs.
#[must_use]
pub fn picture(ui: &SittingUi, talk: Rect) -> Rect {
    let inside = inside(talk);
    let height = match inside.height {
        height if ui.tab == Tab::Package => above_package(ui, height),
        _ if ui.tab != Tab::Journey => 0,
        0..=4 => 0,
        5..=8 => 1,
        9..=17 => 4,
        18..=27 => 6,
        _ => 7,
    };
    Rect {
        x: inside.x.saturating_add(1).min(inside.right()),
        width: inside.width.saturating_sub(2),
        height,
        ..inside
    }
}

/// Rows above the package: which of its forms is shown, and over the picture its signs and its time.
fn above_package(ui: &SittingUi, height: u16) -> u16 {
    match (ui.package.view, height) {
        (View::Walk, 0..=13) | (View::Picture, 0..=2) => 0,
        (View::Walk, _) | (View::Picture, 3..=5) => 1,
        (View::Picture, 6..=8) => 2,
        (View::Picture, _) => 3,
    }
}

/// The list at the right inside its frame: below the picture where there is one.
#[must_use]
pub fn talk_list(ui: &SittingUi, talk: Rect) -> Rect {
    let inside = inside(talk);
    let above = picture(ui, talk).height;
    Rect {
        y: inside.y + above,
        height: inside.height - above,
        ..inside
    }
}

/// The words of the document inside the file's frame.
#[must_use]
pub fn words(file: Rect) -> Rect {
    let inside = inside(file);
    let gutter = GUTTER.min(inside.width);
    Rect {
        x: inside.x + gutter,
        width: (inside.width - gutter).min(WIDEST),
        ..inside
    }
}

/// A box over the page: as wide and high as asked for where there is room, in the middle, the last lines of the screen kept free.
#[must_use]
pub fn over(size: (u16, u16), width: u16, height: u16) -> Rect {
    let (_, body, _, _) = page(size);
    let width = width.min(body.width);
    let height = height.min(body.height);
    Rect {
        x: body.x + (body.width - width) / 2,
        y: body.y + (body.height - height) / 2,
        width,
        height,
    }
}

/// The box of what is written or answered in a sitting: on the side of the discussion where that is wide enough, so that the words spoken
/// of stay in sight; else at the bottom, and in the middle where no file is shown.
#[must_use]
pub fn beside(state: &State, height: u16) -> Rect {
    let Some(ui) = state.sitting() else {
        return over(state.size, 100, height);
    };
    let (_, body, _, _) = page(state.size);
    let talk = sitting(state, ui).talk;
    let place = if talk.width >= NARROWEST_FORM && talk.width < body.width {
        talk
    } else {
        body
    };
    let height = height.min(place.height);
    Rect {
        y: place.bottom() - height,
        height,
        ..place
    }
}

/// Columns a form needs to stand beside the file.
const NARROWEST_FORM: u16 = 48;

/// How wide [`beside`] will be.
#[must_use]
pub fn beside_width(state: &State) -> u16 {
    beside(state, 1).width
}

/// The box of a list: its frame.
#[must_use]
pub fn list(size: (u16, u16), rows: usize) -> Rect {
    let rows = u16::try_from(rows).unwrap_or(u16::MAX);
    over(size, 92, rows.saturating_add(6).max(9))
}

/// Rows of a list in sight: the frame, the typed line and the sentence at the bottom taken off.
#[must_use]
pub fn list_height(size: (u16, u16), rows: usize) -> usize {
    usize::from(list(size, rows).height.saturating_sub(5))
}

/// The box for looking for words.
#[must_use]
pub fn find(size: (u16, u16)) -> Rect {
    over(size, 110, size.1)
}

/// Matches in sight: two rows each.
#[must_use]
pub fn find_height(size: (u16, u16)) -> usize {
    usize::from(find(size).height.saturating_sub(4)) / 2
}

/// The two sides of a comparison, equally large: side by side, or one above the other where the terminal is narrow.
#[must_use]
pub fn beside_areas(size: (u16, u16)) -> (Rect, Rect) {
    let (_, body, _, _) = page(size);
    if body.width < STACKED_BELOW {
        let height = body.height / 2;
        let upper = Rect { height, ..body };
        let lower = Rect {
            y: body.y + height,
            height: body.height - height,
            ..body
        };
        return (upper, lower);
    }
    let width = body.width / 2;
    let left = Rect { width, ..body };
    let right = Rect {
        x: body.x + width,
        width: body.width - width,
        ..body
    };
    (left, right)
}

/// The words of one of these sides inside its frame: a column behind them stays free for signs.
#[must_use]
pub fn beside_words(side: Rect) -> Rect {
    let words = words(side);
    let room = inside(side).width.saturating_sub(GUTTER + 1);
    Rect {
        width: words.width.min(room),
        ..words
    }
}

/// The box for reading something.
#[must_use]
pub fn reading(size: (u16, u16)) -> Rect {
    over(size, 110, size.1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_parts_never_overlap_or_leave_the_screen() {
        for width in 0..130 {
            for height in 0..40 {
                let (top, body, said, hints) = page((width, height));
                assert_eq!(
                    top.height + body.height + said.height + hints.height,
                    height
                );
                assert_eq!(body.y, top.bottom());
                assert_eq!(hints.y, said.bottom());
                let words = words(body);
                assert!(words.right() <= width.max(words.x), "{width}x{height}");
                let list = list((width, height), 1000);
                assert!(list.right() <= width && list.bottom() <= height);
            }
        }
    }
}
