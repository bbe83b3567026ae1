//! The top line: where we are, whose pen it is, and whether everything is kept.

use ratatui::{
    layout::Rect,
    text::{Line, Span},
};
use unicode_width::UnicodeWidthStr as _;

use super::{
    super::{action::Where, state::State, theme::Part},
    Canvas,
};
use crate::{
    casework::{time, voice},
    desk::pages::cases::day_words,
};

pub(super) fn draw(state: &State, area: Rect, canvas: &mut Canvas<'_>) {
    if area.is_empty() {
        return;
    }
    let bar = state.theme.part(Part::Bar);
    canvas.buffer.set_style(area, bar);
    let kept = if state.open.is_none() {
        String::new()
    } else if state.keeping.is_empty() {
        " kept ✓ ".to_owned()
    } else {
        " keeping… ".to_owned()
    };
    let pen = pen(state);
    let right = kept.width() + pen.as_ref().map_or(0, |pen| pen.width() + 2);
    let room = usize::from(area.width).saturating_sub(right);
    let left = fitting(&parts(state), room);
    canvas.put(area, area.x, area.y, &left, bar);
    let start = area
        .right()
        .saturating_sub(u16::try_from(right).unwrap_or(u16::MAX))
        .max(area.x);
    let mut line = Line::default();
    if let Some(pen) = pen {
        line.push_span(Span::styled(pen, state.theme.part(Part::Pen)));
        line.push_span(Span::styled("  ", bar));
    }
    line.push_span(Span::styled(kept, bar));
    canvas.put_line(area, start, area.y, &line);
}

fn pen(state: &State) -> Option<String> {
    let room = state.room().ok().filter(|_| state.page == Where::Sitting)?;
    Some(format!(" pen ▸ {} ", room.inspection.person(room.pen())))
}

/// What stands on the left, most important last to go: the case, the sitting, the inspection, the day, the program's name, when the child
/// was last seen.
fn parts(state: &State) -> Vec<(u8, String)> {
    let mut parts = vec![(4, "Alongside".to_owned())];
    let Some(open) = &state.open else {
        return parts;
    };
    parts.push((2, open.inspection.authority.clone()));
    let day = day_words(&open.inspection, state.now);
    if !day.is_empty() {
        parts.push((3, day));
    }
    if state.page == Where::Sitting
        && let Some(case) = state.case()
    {
        parts.push((0, case.reference.clone()));
        let sitting = match case.sitting() {
            Some(sitting) if sitting.running() => {
                format!("sitting {}", time::duration(sitting.minutes(state.now)))
            }
            Some(sitting) if sitting.closed.is_none() => "sitting paused".to_owned(),
            _ => "only reading".to_owned(),
        };
        parts.push((1, sitting));
        parts.push((5, voice::last_seen_words(case)));
    }
    if open.read_only.is_some() || open.inspection.read_only {
        parts.push((0, "READ-ONLY".to_owned()));
    }
    parts
}

/// The parts that fit, the least important left out first.
fn fitting(parts: &[(u8, String)], room: usize) -> String {
    for most in (0..=5).rev() {
        let words: Vec<_> = parts
            .iter()
            .filter(|(rank, _)| *rank <= most)
            .map(|(_, words)| words.as_str())
            .collect();
        let line = format!(" {} ", words.join(" · "));
        if line.width() <= room || most == 0 {
            return line;
        }
    }
    String::new()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_case_is_the_last_to_go() {
        let parts = vec![
            (4, "Alongside".to_owned()),
            (2, "Northbridge".to_owned()),
            (0, "N-017".to_owned()),
            (1, "sitting 3 min".to_owned()),
        ];
        assert_eq!(
            fitting(&parts, 60),
            " Alongside · Northbridge · N-017 · sitting 3 min "
        );
        assert_eq!(fitting(&parts, 40), " Northbridge · N-017 · sitting 3 min ");
        assert_eq!(fitting(&parts, 4), " N-017 ");
    }
}
