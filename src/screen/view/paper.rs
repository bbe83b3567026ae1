//! A page as a real picture: its cells are left free for it. Where something lies over them (a menu, a form) there is no picture, and what
//! is left of the page is drawn in blocks until it is free again.

use std::sync::Arc;

use ratatui::{
    buffer::Cell,
    layout::{Position, Rect},
};

use super::{
    super::{looking::Looking, pictures::Shown, state::State, verbs::look, ways::Way},
    Canvas, page,
};
use crate::desk::picture::{Drawn, View};

/// A page whose cells were left free.
#[derive(Clone, Debug)]
pub struct Laid {
    way: Way,
    cells: Rect,
    drawn: Arc<Drawn>,
    packed: Arc<[u8]>,
    /// The cells as the page left them.
    left: Vec<Cell>,
}

/// Whether what was drawn last is a picture for this way, of the size it is wanted in.
pub(super) fn is_there(looking: &Looking, way: Way, wanted: Option<View>) -> bool {
    way.is_real()
        && looking.packed.0 == way.form()
        && !looking.packed.1.is_empty()
        && is_as_large(looking, wanted)
}

/// Whether what was drawn last has the size it is wanted in: a page gone closer to is shown from further until it is drawn, one of another
/// size is not.
pub(super) fn is_as_large(looking: &Looking, wanted: Option<View>) -> bool {
    let (Some((drawn, _)), Some(wanted)) = (&looking.drawn, wanted) else {
        return false;
    };
    let size = |view: &View| {
        (
            view.page,
            view.width,
            view.height,
            view.point_width,
            view.point_height,
        )
    };
    size(drawn) == size(&wanted)
}

/// The cells of a page that was drawn for another size or way: as large as its shape allows, a cell being twice as high as wide.
pub(super) fn shrunk(looking: &Looking, area: Rect) -> Rect {
    let Some((asked, drawn)) = &looking.drawn else {
        return Rect { width: 0, ..area };
    };
    let across = u64::from(drawn.width) * u64::from(asked.point_width.max(1)) * 2;
    let down = u64::from(drawn.height) * u64::from(asked.point_height.max(1));
    let (room_x, room_y) = (u64::from(area.width), u64::from(area.height));
    let (width, height) = if across * room_y > down * room_x {
        (room_x, (room_x * down).div_ceil(across.max(1)))
    } else {
        ((room_y * across).div_ceil(down.max(1)), room_y)
    };
    let within = |cells: u64, room: u16| u16::try_from(cells).unwrap_or(room).min(room);
    let (width, height) = (within(width, area.width), within(height, area.height));
    Rect {
        x: area.x + (area.width - width) / 2,
        y: area.y,
        width,
        height,
    }
}

/// Leaves the cells free.
pub(super) fn free(cells: Rect, canvas: &mut Canvas<'_>) {
    for position in cells.positions() {
        if let Some(cell) = canvas.buffer.cell_mut(position) {
            cell.reset();
        }
    }
}

/// Remembers what is to stand in the cells, and what the page drew over it.
pub(super) fn lay(looking: &Looking, way: Way, cells: Rect, canvas: &mut Canvas<'_>) {
    let Some(drawn) = looking.in_sight() else {
        return;
    };
    canvas.picture = Some(Laid {
        way,
        cells,
        drawn: Arc::clone(drawn),
        packed: Arc::clone(&looking.packed.1),
        left: cells
            .positions()
            .filter_map(|position| canvas.buffer.cell(position).cloned())
            .collect(),
    });
}

/// After everything is drawn: the picture, where its cells are still free; else the page in blocks where they are.
pub(super) fn settle(state: &State, canvas: &mut Canvas<'_>) -> Option<Shown> {
    let laid = canvas.picture.take()?;
    let now = laid
        .cells
        .positions()
        .filter_map(|position| canvas.buffer.cell(position));
    // At the last row some terminals would scroll.
    let free = now.eq(&laid.left) && laid.cells.bottom() < canvas.buffer.area.bottom();
    let blank = Cell::default();
    if !free {
        let way = look::in_cells(state, laid.way);
        let few = fewer(&laid.drawn, way, laid.cells);
        for (position, left) in laid.cells.positions().zip(&laid.left) {
            let untouched = canvas.buffer.cell(position) == Some(left);
            if untouched && *left == blank {
                page::one_cell(state, &few, way, laid.cells, position, canvas);
            }
        }
        return None;
    }
    let over = laid
        .cells
        .positions()
        .zip(laid.left)
        .filter(|(_, cell)| *cell != blank)
        .map(|(position, cell)| (position.x, position.y, cell))
        .collect();
    Some(Shown {
        way: laid.way,
        cells: laid.cells,
        packed: laid.packed,
        over,
    })
}

/// As many points as cells have in a way that draws in them: each the mean of those it stands for.
pub(super) fn fewer(drawn: &Drawn, way: Way, cells: Rect) -> Drawn {
    let (across, down) = way.points();
    let (width, height) = (cells.width * across, cells.height * down);
    let part = |at: u16, of: u16, whole: u16| {
        let at = usize::from(at) * usize::from(whole) / usize::from(of.max(1));
        at.min(usize::from(whole))
    };
    let mut points = Vec::with_capacity(usize::from(width) * usize::from(height) * 3);
    for y in 0..height {
        let rows = part(y, height, drawn.height)..part(y + 1, height, drawn.height);
        for x in 0..width {
            let columns = part(x, width, drawn.width)..part(x + 1, width, drawn.width);
            let mut sum = [0_u32; 3];
            let mut count = 0;
            // One at least, where there are fewer points than places.
            for row in rows.start..rows.end.max(rows.start + 1) {
                for column in columns.start..columns.end.max(columns.start + 1) {
                    for (sum, part) in sum.iter_mut().zip(drawn.point(column, row)) {
                        *sum += u32::from(part);
                    }
                    count += 1;
                }
            }
            points.extend(sum.map(|sum| u8::try_from(sum / count).unwrap_or(255)));
        }
    }
    Drawn {
        width,
        height,
        window: drawn.window,
        points,
    }
}

/// Where a picture of so many points stands in an area, in cells of so many.
pub(super) fn cells(drawn: &Drawn, cell: (u16, u16), area: Rect) -> Rect {
    let width = drawn.width.div_ceil(cell.0.max(1)).min(area.width);
    let height = drawn.height.div_ceil(cell.1.max(1)).min(area.height);
    Rect {
        x: area.x + (area.width - width) / 2,
        y: area.y,
        width,
        height,
    }
}

/// The place of a cell among those of the page.
pub(super) fn place(position: Position, cells: Rect) -> (usize, usize) {
    (
        usize::from(position.x.saturating_sub(cells.x)),
        usize::from(position.y.saturating_sub(cells.y)),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::desk::picture::Window;

    #[test]
    fn points_become_the_mean_of_what_they_stand_for() {
        let drawn = Drawn {
            width: 4,
            height: 2,
            window: Window::default(),
            points: [0, 100, 200, 250, 50, 150, 250, 250]
                .into_iter()
                .flat_map(|light| [light; 3])
                .collect(),
        };
        let one = fewer(&drawn, Way::Letters, Rect::new(0, 0, 2, 1));
        assert_eq!((one.point(0, 0), one.point(1, 0)), ([75; 3], [237; 3]));
        // More places than points: each shows the one it lies in.
        let more = fewer(&drawn, Way::Blocks, Rect::new(0, 0, 8, 2));
        assert_eq!((more.width, more.height), (8, 4));
        assert_eq!(more.point(7, 0), [250; 3]);
        assert_eq!(more.point(1, 3), [50; 3]);
    }
}
