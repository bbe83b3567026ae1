//! Drawing: the state in, a frame out. Pure; draws only what is in sight.
//!
//! Every piece of text goes through `put`, which never leaves its area, and the finished buffer is swept once more (`sweep`), so that no
//! word of a document can drive the terminal.

pub mod cases;
mod door;
mod file;
mod hints;
mod journey;
pub mod layers;
mod package;
pub mod page;
mod paper;
mod start;
mod sweep;
pub mod talk;
mod top;

use ratatui::{
    Frame,
    buffer::Buffer,
    layout::{Position, Rect},
    style::Style,
    text::Line,
    widgets::{Block, Borders, Widget as _},
};

use super::{
    action::Where,
    layout,
    pictures::Shown,
    state::State,
    theme::{Glyphs, Part},
    widgets::secret::Secret,
};
use crate::desk::TRAINING_WARNING;

/// What is being drawn into, and where the terminal's own cursor is to stand: on the focused line, so that screen readers follow.
pub struct Canvas<'a> {
    /// The cells.
    pub buffer: &'a mut Buffer,
    /// The cursor, set by whatever has the focus, drawn last.
    pub cursor: Option<Position>,
    /// A page whose cells were left free for a real picture.
    picture: Option<paper::Laid>,
}

/// Draws the whole screen. What is not drawn in cells is left out: see [`paint`].
pub fn view(state: &State, frame: &mut Frame<'_>) {
    paint(state, frame);
}

/// Draws the whole screen, and says which real picture stands on it, for whoever writes that.
pub fn paint(state: &State, frame: &mut Frame<'_>) -> Option<Shown> {
    let state = state.front.as_deref().unwrap_or(state);
    let area = frame.area();
    let mut canvas = Canvas {
        buffer: frame.buffer_mut(),
        cursor: None,
        picture: None,
    };
    canvas.buffer.set_style(area, state.theme.part(Part::Base));
    let size = (area.width, area.height);
    if let Some(door) = state.door.as_ref().filter(|_| size == state.size) {
        door::draw(state, door, &mut canvas);
    } else if size == state.size {
        match state.page {
            Where::Sitting => sitting(state, &mut canvas),
            Where::Cases => cases::draw(state, &mut canvas),
            Where::Start | Where::Anywhere => start::draw(state, &mut canvas),
        }
        for layer in &state.layers {
            layers::draw(state, layer, &mut canvas);
        }
        count_down(state, &mut canvas);
    }
    let cursor = canvas.cursor.filter(|cursor| area.contains(*cursor));
    let mut shown = paper::settle(state, &mut canvas);
    sweep::sweep(
        frame.buffer_mut(),
        state.prefs.glyphs == Some(Glyphs::Ascii),
    );
    // What stands over a picture is what was swept.
    for (x, y, cell) in shown.iter_mut().flat_map(|shown| &mut shown.over) {
        if let Some(swept) = frame.buffer_mut().cell((*x, *y)) {
            *cell = swept.clone();
        }
    }
    // Without a cursor in this frame ratatui would hide it, and a screen reader would lose its place.
    frame.set_cursor_position(cursor.unwrap_or(Position::new(0, area.bottom().saturating_sub(1))));
    shown
}

/// The last minute before the curtain comes down by itself, on the line where things are said.
fn count_down(state: &State, canvas: &mut Canvas<'_>) {
    let Some(seconds) = state.quiet.seconds_left() else {
        return;
    };
    let (_, body, said, _) = layout::page(state.size);
    let line = if said.is_empty() {
        Rect {
            y: body.bottom().saturating_sub(1),
            height: body.height.min(1),
            ..body
        }
    } else {
        said
    };
    for position in line.positions() {
        if let Some(cell) = canvas.buffer.cell_mut(position) {
            cell.reset();
        }
    }
    canvas.buffer.set_style(line, state.theme.part(Part::Base));
    let words = format!(" ▸ Quiet: the curtain comes down in {seconds} s. Any key stops it.");
    let style = state.theme.part(Part::Warning);
    canvas.put(line, line.x, line.y, &words, style);
}

fn sitting(state: &State, canvas: &mut Canvas<'_>) {
    let Some(ui) = state.sitting() else { return };
    let areas = layout::sitting(state, ui);
    top::draw(state, areas.top, canvas);
    file::draw(state, ui, areas.file, canvas);
    talk::draw(state, ui, areas.talk, canvas);
    hints::walk(state, areas.walk, canvas);
    hints::keys(state, areas.hints, canvas);
}

/// Draws words nobody may see into the first row of an area: a dot a letter, the cursor after the last.
fn dots(state: &State, words: &Secret, focused: bool, area: Rect, canvas: &mut Canvas<'_>) {
    if area.is_empty() {
        return;
    }
    let row = Rect { height: 1, ..area };
    canvas.buffer.set_style(row, state.theme.part(Part::Field));
    let dots = words.dots(usize::from(row.width.saturating_sub(1)));
    let style = state.theme.part(Part::Field);
    let x = canvas.put(row, row.x, row.y, &dots, style);
    if focused {
        canvas.cursor = Some(Position::new(x.min(row.right().saturating_sub(1)), row.y));
    }
}

impl Canvas<'_> {
    /// Writes words into one row of an area, cut at its edge; returns the column after them.
    pub fn put(&mut self, area: Rect, x: u16, y: u16, words: &str, style: Style) -> u16 {
        if y >= area.bottom() || y < area.y || x >= area.right() {
            return x;
        }
        let room = usize::from(area.right() - x);
        self.buffer.set_stringn(x, y, words, room, style).0
    }

    /// Writes a styled line into one row of an area.
    pub fn put_line(&mut self, area: Rect, x: u16, y: u16, line: &Line<'_>) {
        if y < area.bottom() && y >= area.y && x < area.right() {
            self.buffer.set_line(x, y, line, area.right() - x);
        }
    }

    /// Styles one row of an area.
    pub fn row_style(&mut self, area: Rect, y: u16, style: Style) {
        if y < area.bottom() && y >= area.y {
            self.buffer.set_style(
                Rect {
                    y,
                    height: 1,
                    ..area
                },
                style,
            );
        }
    }

    /// Clears an area and draws a frame around it, its title above, a warning below where there is one.
    pub fn frame(
        &mut self,
        state: &State,
        area: Rect,
        title: Line<'_>,
        focused: bool,
        below: Option<&str>,
    ) {
        if area.is_empty() {
            return;
        }
        for position in area.positions() {
            if let Some(cell) = self.buffer.cell_mut(position) {
                cell.reset();
            }
        }
        self.buffer.set_style(area, state.theme.part(Part::Base));
        let border = state.theme.part(if focused {
            Part::BorderFocused
        } else {
            Part::Border
        });
        let mut block = Block::new()
            .borders(Borders::ALL)
            .border_style(border)
            .title(title);
        if let Some(below) = below {
            block = block.title_bottom(Line::styled(
                below.to_owned(),
                state.theme.part(Part::Warning),
            ));
        }
        block.render(area, self.buffer);
    }

    /// A scroll bar on the right border of an area.
    pub fn scroll_bar(&mut self, area: Rect, top: usize, rows: usize, style: Style) {
        let height = usize::from(area.height.saturating_sub(2));
        if rows <= height || area.width == 0 {
            return;
        }
        let (start, length) = super::widgets::list::thumb(top, rows, height);
        for row in start..start + length {
            let y = area
                .y
                .saturating_add(1)
                .saturating_add(u16::try_from(row).unwrap_or(u16::MAX));
            self.put(area, area.right() - 1, y, "▐", style);
        }
    }
}

/// What every screen of a demonstration says, so that nothing real is ever put into one.
fn warning(state: &State) -> Option<String> {
    let open = state.open.as_ref()?;
    open.inspection
        .training
        .then(|| format!(" {TRAINING_WARNING} "))
}
