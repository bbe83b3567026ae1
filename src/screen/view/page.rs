//! A page as it looks, in the cells of the terminal: blocks, quarter blocks or letters, or cells left free for a real picture (`paper`);
//! around what is marked or pointed at, a frame of lines; below, which page it is.

use std::fmt::Write as _;

use ratatui::{
    layout::{Position, Rect},
    style::{Color, Style},
};

use super::{
    super::{
        action::Action,
        looking::{Looking, ZOOMS, frame_of},
        state::{Focus, SittingUi, State},
        theme::Part,
        verbs::look,
        ways::{Measure, Way},
        widgets::flow::{cut, flow},
    },
    Canvas, paper,
};
use crate::desk::{
    pages::{Item, Role},
    picture::{Drawn, View, Window},
};

/// What a terminal shows of colours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Colours {
    /// Every one.
    All,
    /// The 256 of the palette.
    #[default]
    Palette,
}

/// Signs from no ink to most.
const INK: [char; 10] = [' ', '.', ':', '-', '=', '+', '*', '%', '#', '@'];

/// The quarter blocks by which quarters are inked: upper left 1, upper right 2, lower left 4, lower right 8.
const QUARTERS: [&str; 16] = [
    " ", "▘", "▝", "▀", "▖", "▌", "▞", "▛", "▗", "▚", "▐", "▜", "▄", "▙", "▟", "█",
];

/// Draws the page in the file's side, inside its frame.
pub(super) fn draw(
    state: &State,
    ui: &SittingUi,
    looking: &Looking,
    frame: Rect,
    focused: bool,
    canvas: &mut Canvas<'_>,
) {
    let area = look::area(state, ui);
    let view = look::wanted(state, ui, looking);
    let failed = view.and_then(|view| looking.why_not(&view));
    let mut page = None;
    match (looking.in_sight(), failed) {
        (_, Some(why)) => say(state, area, why, canvas),
        (None, None) => say(state, area, "The page is being drawn …", canvas),
        (Some(drawn), None) => {
            page = Some(sheet(state, looking, drawn, view, area, canvas));
        }
    }
    line(state, looking, frame, canvas);
    if focused {
        let at = page.and_then(|cells| {
            let marked = looking.marked?;
            let (x, y, _, _) = edges(marked.frame, looking.window(), cells)?;
            Some(Position::new(x, y))
        });
        canvas.cursor = Some(at.unwrap_or(Position::new(area.x, area.y)));
    }
}

fn say(state: &State, area: Rect, words: &str, canvas: &mut Canvas<'_>) {
    let rows = flow(
        &[(state.theme.role(Role::Words), words)],
        usize::from(area.width.min(super::super::layout::WIDEST)),
    );
    for (y, row) in (area.y..area.bottom()).zip(rows) {
        canvas.put_line(area, area.x, y, &row);
    }
}

/// The page itself, with the frames on it; the cells it takes.
fn sheet(
    state: &State,
    looking: &Looking,
    drawn: &Drawn,
    wanted: Option<View>,
    area: Rect,
    canvas: &mut Canvas<'_>,
) -> Rect {
    let way = look::way(state);
    if paper::is_there(looking, way, wanted) {
        let measure = Measure::of(way, state.pictures.cell, area);
        let cells = paper::cells(drawn, measure.cell, area);
        paper::free(cells, canvas);
        outlines(state, looking, drawn.window, (cells, true), canvas);
        paper::lay(looking, way, cells, canvas);
        return cells;
    }
    // Drawn for cells; or for another size, or another way: as near to it as cells come until it is drawn anew.
    let way = look::in_cells(state, way);
    let exact = !look::way(state).is_real() && paper::is_as_large(looking, wanted);
    let (cells, fewer) = if exact {
        (paper::cells(drawn, way.points(), area), None)
    } else {
        let cells = paper::shrunk(looking, area);
        (cells, Some(paper::fewer(drawn, way, cells)))
    };
    let drawn = fewer.as_ref().unwrap_or(drawn);
    for position in cells.positions() {
        one_cell(state, drawn, way, cells, position, canvas);
    }
    outlines(state, looking, drawn.window, (cells, false), canvas);
    cells
}

/// Draws a page's points into one of its cells.
pub(super) fn one_cell(
    state: &State,
    drawn: &Drawn,
    way: Way,
    cells: Rect,
    position: Position,
    canvas: &mut Canvas<'_>,
) {
    let (x, y) = paper::place(position, cells);
    if let Some(cell) = canvas.buffer.cell_mut(position) {
        let colour = |point| colour(point, state.colours);
        match way {
            Way::Auto | Way::Kitty | Way::Iterm2 | Way::Sixel | Way::Blocks => {
                let (upper, lower) = (drawn.point(x, y * 2), drawn.point(x, y * 2 + 1));
                cell.set_symbol("▀")
                    .set_style(Style::new().fg(colour(upper)).bg(colour(lower)));
            }
            Way::Quarters => {
                let points = [
                    drawn.point(x * 2, y * 2),
                    drawn.point(x * 2 + 1, y * 2),
                    drawn.point(x * 2, y * 2 + 1),
                    drawn.point(x * 2 + 1, y * 2 + 1),
                ];
                let (sign, ink, paper) = quarters(points);
                cell.set_symbol(sign)
                    .set_style(Style::new().fg(colour(ink)).bg(colour(paper)));
            }
            Way::Letters => {
                cell.set_char(ink(drawn.point(x, y)))
                    .set_style(state.theme.role(Role::Words));
            }
        }
    }
}

/// How bright a point is, 0 to 255.
fn light(point: [u8; 3]) -> u16 {
    let [red, green, blue] = point.map(u16::from);
    (red * 3 + green * 6 + blue) / 10
}

/// The sign for how dark a place is: paper is empty, whatever the colour of the terminal.
fn ink(point: [u8; 3]) -> char {
    let most = u16::try_from(INK.len() - 1).unwrap_or(0);
    let dark = (255 - light(point)) * most;
    INK.get(usize::from((dark + 127) / 255))
        .copied()
        .unwrap_or(' ')
}

/// Four points as one sign of two colours: those darker than the middle between the darkest and the brightest are inked.
fn quarters(points: [[u8; 3]; 4]) -> (&'static str, [u8; 3], [u8; 3]) {
    let lights = points.map(light);
    let least = lights.iter().min().copied().unwrap_or(0);
    let most = lights.iter().max().copied().unwrap_or(0);
    if most - least < 12 {
        let mean = mean(points.iter());
        return (" ", mean, mean);
    }
    let middle = least.midpoint(most);
    let inked = lights.map(|light| light <= middle);
    let sign = inked
        .iter()
        .zip([1, 2, 4, 8])
        .map(|(inked, bit)| if *inked { bit } else { 0 })
        .sum::<usize>();
    let of = |wanted: bool| {
        mean(
            points
                .iter()
                .zip(inked)
                .filter(|(_, inked)| *inked == wanted)
                .map(|(point, _)| point),
        )
    };
    (
        QUARTERS.get(sign).copied().unwrap_or(" "),
        of(true),
        of(false),
    )
}

fn mean<'a>(points: impl Iterator<Item = &'a [u8; 3]>) -> [u8; 3] {
    let mut sum = [0_u16; 3];
    let mut count = 0;
    for point in points {
        for (sum, part) in sum.iter_mut().zip(point) {
            *sum += u16::from(*part);
        }
        count += 1;
    }
    sum.map(|sum| u8::try_from(sum.checked_div(count).unwrap_or(255)).unwrap_or(255))
}

/// A point's colour as the terminal can show it.
fn colour(point: [u8; 3], colours: Colours) -> Color {
    let [red, green, blue] = point;
    if colours == Colours::All {
        return Color::Rgb(red, green, blue);
    }
    let spread = red.max(green).max(blue) - red.min(green).min(blue);
    if spread < 24 {
        // 24 greys, 8 to 238, with black and white of the cube at their ends.
        let grey = light(point);
        return Color::Indexed(match grey {
            0..=3 => 16,
            247.. => 231,
            _ => u8::try_from(232 + (grey.saturating_sub(3) / 10).min(23)).unwrap_or(231),
        });
    }
    // The steps of the cube stand at 0, 95, 135, 175, 215, 255.
    let step = |part: u8| match part {
        0..=47 => 0,
        48..=114 => 1,
        115..=154 => 2,
        155..=194 => 3,
        195..=234 => 4,
        _ => 5,
    };
    Color::Indexed(16 + 36 * step(red) + 6 * step(green) + step(blue))
}

/// How a frame is drawn: on a real picture as ink on paper, each cell with a colour of its own behind it, so that it covers the picture.
fn outline_style(state: &State, strong: bool, real: bool) -> Style {
    if real {
        let (ink, paper) = if strong { (231, 16) } else { (16, 231) };
        return Style::new()
            .fg(Color::Indexed(ink))
            .bg(Color::Indexed(paper));
    }
    let part = if strong { Part::Marked } else { Part::Anchored };
    let base = state.theme.part(Part::Base);
    base.patch(state.theme.part(part))
}

/// Frames around what hangs on the page, and around what is marked.
fn outlines(
    state: &State,
    looking: &Looking,
    window: Window,
    (cells, real): (Rect, bool),
    canvas: &mut Canvas<'_>,
) {
    let shown = looking.shown.as_ref().and_then(|region| region.part);
    let gutter = cells.x.saturating_sub(super::super::looking::SIGNS);
    let inside = Rect {
        x: gutter,
        width: cells.right() - gutter,
        ..cells
    };
    for hanging in &looking.hanging {
        let (sign, role) = match hanging.item {
            Item::Finding(_) => ("◆", Role::Heading),
            Item::Service(_) => ("■", Role::Agreed),
            _ => ("●", Role::Person),
        };
        let row = match hanging.part {
            None => Some(cells.y),
            Some(part) => edges(frame_of(part), window, cells).map(|(_, y, _, _)| y),
        };
        if let Some(part) = hanging.part {
            let strong = shown == Some(part);
            let style = outline_style(state, strong, real);
            outline(frame_of(part), window, cells, (strong, style), canvas);
        }
        if let Some(y) = row {
            canvas.put(inside, gutter, y, sign, state.theme.role(role));
        }
    }
    if let Some(marked) = looking.marked {
        let frame = if marked.whole {
            Window {
                left: 0,
                top: 0,
                right: crate::desk::picture::WHOLE,
                bottom: crate::desk::picture::WHOLE,
            }
        } else {
            marked.frame
        };
        let style = outline_style(state, true, real);
        outline(frame, window, cells, (true, style), canvas);
    }
}

/// The first and last column and row of a frame as far as it is in sight; `None` where it is not.
fn edges(frame: Window, window: Window, cells: Rect) -> Option<(u16, u16, u16, u16)> {
    if cells.is_empty()
        || frame.right <= window.left
        || frame.left >= window.right
        || frame.bottom <= window.top
        || frame.top >= window.bottom
    {
        return None;
    }
    let place = |at: u32, from: u32, to: u32, cells: u16| {
        let inside = u64::from(at.clamp(from, to) - from);
        let share = inside * u64::from(cells) / u64::from((to - from).max(1));
        u16::try_from(share).unwrap_or(cells)
    };
    let left = place(frame.left, window.left, window.right, cells.width).min(cells.width - 1);
    let right = place(frame.right, window.left, window.right, cells.width)
        .saturating_sub(1)
        .clamp(left, cells.width - 1);
    let top = place(frame.top, window.top, window.bottom, cells.height).min(cells.height - 1);
    let bottom = place(frame.bottom, window.top, window.bottom, cells.height)
        .saturating_sub(1)
        .clamp(top, cells.height - 1);
    Some((
        cells.x + left,
        cells.y + top,
        cells.x + right,
        cells.y + bottom,
    ))
}

/// A frame of lines over the picture; a side that is out of sight is left out. A strong one is told by its corners too.
fn outline(
    frame: Window,
    window: Window,
    cells: Rect,
    (strong, style): (bool, Style),
    canvas: &mut Canvas<'_>,
) {
    let Some((left, top, right, bottom)) = edges(frame, window, cells) else {
        return;
    };
    let seen = (
        frame.left >= window.left,
        frame.top >= window.top,
        frame.right <= window.right,
        frame.bottom <= window.bottom,
    );
    let mut put = |x: u16, y: u16, sign: &str| {
        if let Some(cell) = canvas.buffer.cell_mut(Position::new(x, y)) {
            cell.reset();
            cell.set_symbol(sign).set_style(style);
        }
    };
    for x in left..=right {
        if seen.1 {
            put(x, top, "─");
        }
        if seen.3 {
            put(x, bottom, "─");
        }
    }
    for y in top..=bottom {
        if seen.0 {
            put(left, y, "│");
        }
        if seen.2 {
            put(right, y, "│");
        }
    }
    if left == right || top == bottom {
        return;
    }
    let corner = |plain, strong_one| if strong { strong_one } else { plain };
    for (x, y, here, sign) in [
        (left, top, seen.0 && seen.1, corner("┌", "◆")),
        (right, top, seen.2 && seen.1, corner("┐", "◆")),
        (left, bottom, seen.0 && seen.3, corner("└", "◆")),
        (right, bottom, seen.2 && seen.3, corner("┘", "◆")),
    ] {
        if here {
            put(x, y, sign);
        }
    }
}

/// Below the page: which one it is, how close, and what hangs on it.
fn line(state: &State, looking: &Looking, frame: Rect, canvas: &mut Canvas<'_>) {
    let inside = super::super::layout::inside(frame);
    if inside.height == 0 {
        return;
    }
    let y = inside.bottom() - 1;
    let mut words = format!("page {} of {}", looking.page, looking.pages);
    if looking.earlier {
        words.push_str(" · AN EARLIER VERSION");
    }
    if let Some(zoom) = ZOOMS.get(looking.zoom).filter(|zoom| **zoom > 100) {
        words.push_str(" · ");
        words.push_str(&zoom_words(*zoom));
    }
    if looking.drawing.is_some() && looking.in_sight().is_some() {
        words.push_str(" · being drawn …");
    }
    match looking.hanging.len() {
        0 => {}
        count => {
            let key = state.table.key(Action::Across);
            let what = if count == 1 {
                "1 thing said".to_owned()
            } else {
                format!("{count} things said")
            };
            // Writing to a string cannot fail.
            let _ = write!(words, " · {what} about this page ({key})");
        }
    }
    if look::way(state).is_real() {
        let key = state.table.key(Action::LookWay);
        let _ = write!(words, " · stays empty? {key}");
    }
    let style = state.theme.role(Role::Quiet);
    let room = usize::from(inside.width.saturating_sub(1));
    canvas.put(inside, inside.x + 1, y, &cut(&words, room), style);
}

/// `2 times`, `1½ times`.
fn zoom_words(zoom: u16) -> String {
    match (zoom / 100, zoom % 100) {
        (whole, 0) => format!("{whole} times as large"),
        (whole, _) => format!("{whole}½ times as large"),
    }
}

/// Whether the keys are those of a page.
pub(super) fn has_keys(state: &State) -> bool {
    state
        .sitting()
        .is_some_and(|ui| ui.looking.is_some() && ui.focus == Focus::File)
}

/// The keys that matter while a page is looked at.
pub(super) fn keys(state: &State) -> String {
    let Some(looking) = state.sitting().and_then(|ui| ui.looking.as_ref()) else {
        return String::new();
    };
    let key = |action| state.table.key(action);
    if let Some(marked) = looking.marked {
        let arrows = if marked.sizing {
            "↑↓←→ larger, smaller  Tab move it"
        } else {
            "↑↓←→ move it  Tab change its size"
        };
        return format!(
            "{arrows}  Enter say something about it  Space the whole page  +- closer, further  Esc leave"
        );
    }
    let move_about = if looking.zoom == 0 {
        ""
    } else {
        "↑↓←→ move about  0 whole page  "
    };
    let has_words = state.sitting().is_some_and(|ui| ui.text().is_some());
    let esc = if has_words { "words again" } else { "menu" };
    format!(
        "[] turn the page  + closer  - further  {move_about}{} mark a part  Esc {esc}  {} say something  {} how it is drawn  {} one side large  {} other side",
        key(Action::Mark),
        key(Action::Remark),
        key(Action::LookWay),
        key(Action::Zoom),
        key(Action::OtherSide),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn four_points_become_the_sign_of_their_ink() {
        let (black, white) = ([0; 3], [255; 3]);
        assert_eq!(quarters([black, white, white, white]), ("▘", black, white));
        assert_eq!(quarters([black, black, white, white]), ("▀", black, white));
        assert_eq!(quarters([white, black, black, white]), ("▞", black, white));
        assert_eq!(quarters([white; 4]), (" ", white, white));
        assert_eq!(ink(white), ' ');
        assert_eq!(ink(black), '@');
    }

    #[test]
    fn a_terminal_of_256_colours_gets_the_nearest() {
        assert_eq!(colour([1, 2, 3], Colours::All), Color::Rgb(1, 2, 3));
        assert_eq!(colour([0; 3], Colours::Palette), Color::Indexed(16));
        assert_eq!(colour([255; 3], Colours::Palette), Color::Indexed(231));
        assert_eq!(colour([128; 3], Colours::Palette), Color::Indexed(244));
        assert_eq!(colour([255, 0, 0], Colours::Palette), Color::Indexed(196));
    }

    #[test]
    fn a_frame_stands_where_its_part_of_the_page_is() {
        let whole = Window {
            left: 0,
            top: 0,
            right: 1_000_000,
            bottom: 1_000_000,
        };
        let cells = Rect::new(10, 5, 40, 20);
        assert_eq!(edges(whole, whole, cells), Some((10, 5, 49, 24)));
        let part = Window {
            left: 500_000,
            top: 0,
            right: 750_000,
            bottom: 100_000,
        };
        assert_eq!(edges(part, whole, cells), Some((30, 5, 39, 6)));
        let lower = Window {
            top: 500_000,
            ..whole
        };
        assert_eq!(edges(part, lower, cells), None);
        assert_eq!(edges(whole, lower, Rect::default()), None);
    }
}
