//! How much of a page is drawn, and how large: what is asked for, and what came of it.

use serde::{Deserialize, Serialize};

/// Parts of a page's width, and of its height, in which a [`Window`] is measured.
pub const WHOLE: u32 = 1_000_000;

/// What is wanted of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct View {
    /// The page, counted from 1.
    pub page: u32,
    /// Points across there is room for.
    pub width: u16,
    /// Points down.
    pub height: u16,
    /// How wide a point is shown.
    pub point_width: u16,
    /// How high, in the same measure: 1 and 1 for square ones.
    pub point_height: u16,
    /// Parts of a hundred: at 100 the whole page is in sight.
    pub zoom: u16,
    /// The middle of what is wanted, in parts of [`WHOLE`] of the page's width and height. Kept inside the page.
    pub middle: (u32, u32),
}

/// The part of a page that is drawn, in parts of [`WHOLE`] of its width and height, from its upper left corner.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Window {
    /// Its left edge.
    pub left: u32,
    /// Its upper edge.
    pub top: u32,
    /// Its right edge.
    pub right: u32,
    /// Its lower edge.
    pub bottom: u32,
}

/// A page, or a part of one, as points.
#[derive(Clone, PartialEq, Eq)]
pub struct Drawn {
    /// Points across.
    pub width: u16,
    /// Points down.
    pub height: u16,
    /// What of the page it is.
    pub window: Window,
    /// Red, green and blue of each point, row by row from the upper left.
    pub points: Vec<u8>,
}

impl std::fmt::Debug for Drawn {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Drawn")
            .field("width", &self.width)
            .field("height", &self.height)
            .field("window", &self.window)
            .finish_non_exhaustive()
    }
}

impl Drawn {
    /// Red, green and blue of one point; white outside.
    #[must_use]
    pub fn point(&self, x: usize, y: usize) -> [u8; 3] {
        if x >= usize::from(self.width) {
            return [255; 3];
        }
        let at = (y * usize::from(self.width) + x) * 3;
        match self.points.get(at..at + 3) {
            Some([red, green, blue]) => [*red, *green, *blue],
            _ => [255; 3],
        }
    }
}

impl Window {
    /// Whether it is a part of a page: inside it and not empty.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        self.left < self.right
            && self.top < self.bottom
            && self.right <= WHOLE
            && self.bottom <= WHOLE
    }
}

/// Where a page of a size stands when it is drawn as a [`View`] wants it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Placed {
    /// Points of the picture across and down: never more than there is room for, never none.
    pub width: u16,
    /// Points down.
    pub height: u16,
    /// Points a unit of the page's width takes.
    pub scale_x: f64,
    /// Points a unit of its height takes.
    pub scale_y: f64,
    /// Points of the page left of the picture.
    pub left: f64,
    /// Points of the page above it.
    pub top: f64,
    /// The same as parts of the page.
    pub window: Window,
}

impl View {
    /// Where a page so wide and high stands, in whatever unit; a page that is no page counts as a square.
    #[must_use]
    pub fn place(&self, width: f64, height: f64) -> Placed {
        let sound = |side: f64| side.is_finite() && side > 0.0;
        let (width, height) = if sound(width) && sound(height) {
            (width, height)
        } else {
            (1.0, 1.0)
        };
        let shape = f64::from(self.point_height.max(1)) / f64::from(self.point_width.max(1));
        let (room_x, room_y) = (f64::from(self.width.max(1)), f64::from(self.height.max(1)));
        let fit = (room_x / (width * shape)).min(room_y / height);
        let scale_y = fit * f64::from(self.zoom.max(1)) / 100.0;
        let scale_x = scale_y * shape;
        let (page_x, page_y) = (width * scale_x, height * scale_y);
        let shown_x = page_x.min(room_x).round().max(1.0);
        let shown_y = page_y.min(room_y).round().max(1.0);
        let from = |middle: u32, page: f64, shown: f64| {
            let middle = f64::from(middle.min(WHOLE)) / f64::from(WHOLE);
            (middle * page - shown / 2.0).clamp(0.0, (page - shown).max(0.0))
        };
        let left = from(self.middle.0, page_x, shown_x);
        let top = from(self.middle.1, page_y, shown_y);
        let first = |from: f64, page: f64| parts(from / page).min(WHOLE - 1);
        let window = Window {
            left: first(left, page_x),
            top: first(top, page_y),
            right: parts((left + shown_x) / page_x).max(first(left, page_x) + 1),
            bottom: parts((top + shown_y) / page_y).max(first(top, page_y) + 1),
        };
        Placed {
            width: points(shown_x),
            height: points(shown_y),
            scale_x,
            scale_y,
            left,
            top,
            window,
        }
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "between 0 and 1 before"
)]
fn parts(share: f64) -> u32 {
    (share.clamp(0.0, 1.0) * f64::from(WHOLE)).round() as u32
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "between 1 and the room before"
)]
fn points(points: f64) -> u16 {
    points.clamp(1.0, f64::from(u16::MAX)) as u16
}

#[cfg(test)]
mod tests {
    use super::*;

    fn view(width: u16, height: u16, zoom: u16, middle: (u32, u32)) -> View {
        View {
            page: 1,
            width,
            height,
            point_width: 1,
            point_height: 1,
            zoom,
            middle,
        }
    }

    #[test]
    fn the_whole_page_fits_and_keeps_its_shape() {
        let placed = view(100, 100, 100, (0, 0)).place(595.0, 842.0);
        assert_eq!((placed.width, placed.height), (71, 100));
        assert_eq!(
            placed.window,
            Window {
                left: 0,
                top: 0,
                right: WHOLE,
                bottom: WHOLE
            }
        );
        // Points twice as high as wide: as many more across.
        let narrow = View {
            point_height: 2,
            ..view(200, 100, 100, (0, 0))
        };
        assert_eq!(narrow.place(595.0, 842.0).width, 141);
    }

    #[test]
    fn a_closer_look_stays_inside_the_page() {
        let placed = view(100, 100, 400, (WHOLE / 2, WHOLE)).place(595.0, 842.0);
        assert_eq!((placed.width, placed.height), (100, 100));
        assert_eq!(placed.window.bottom, WHOLE);
        assert_eq!(placed.window.top, 750_000);
        let middle = placed.window.left.midpoint(placed.window.right);
        assert!(middle.abs_diff(WHOLE / 2) < 2, "{middle}");
    }

    #[test]
    fn any_view_of_any_page_is_a_part_of_it() {
        for side in [f64::NAN, f64::INFINITY, -1.0, 0.0, 1e-12, 1.0, 1e12] {
            for zoom in [0, 1, 100, u16::MAX] {
                for room in [0, 1, 80, u16::MAX] {
                    let placed = view(room, room, zoom, (u32::MAX, 0)).place(side, 842.0);
                    assert!(placed.window.is_sound(), "{side} {zoom} {room}");
                    assert!(placed.width >= 1 && placed.width <= room.max(1));
                    assert!(placed.height >= 1 && placed.height <= room.max(1));
                }
            }
        }
    }
}
