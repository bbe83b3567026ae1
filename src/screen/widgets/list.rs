//! Which part of a list is in sight.

/// The first row shown so that row `at` is in sight, moving `top` no more than needed. `rows` in all, `height` in sight.
#[must_use]
pub fn scrolled(top: usize, at: usize, rows: usize, height: usize) -> usize {
    let last = rows.saturating_sub(height);
    let top = top.min(last);
    if at < top {
        at
    } else if at >= top + height.max(1) {
        (at + 1).saturating_sub(height.max(1))
    } else {
        top
    }
}

/// The thumb of a scroll bar of `height` cells: its first cell and how many it has. All of it when everything is in sight.
#[must_use]
pub fn thumb(top: usize, rows: usize, height: usize) -> (usize, usize) {
    if rows <= height || height == 0 {
        return (0, height);
    }
    let length = (height * height / rows).max(1);
    let room = height - length;
    let start = (top * room)
        .checked_div(rows - height)
        .unwrap_or(0)
        .min(room);
    (start, length)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_selected_row_is_always_in_sight() {
        assert_eq!(scrolled(0, 5, 10, 4), 2);
        assert_eq!(scrolled(6, 2, 10, 4), 2);
        assert_eq!(scrolled(3, 4, 10, 4), 3);
        assert_eq!(scrolled(9, 0, 3, 4), 0);
        assert_eq!(scrolled(0, 3, 10, 0), 3);
    }

    #[test]
    fn the_thumb_begins_at_the_top_and_ends_at_the_bottom() {
        assert_eq!(thumb(0, 100, 10), (0, 1));
        assert_eq!(thumb(90, 100, 10), (9, 1));
        assert_eq!(thumb(0, 5, 10), (0, 10));
        assert_eq!(thumb(usize::MAX / 100, 5, 0), (0, 0));
    }
}
