//! Real pictures: what is written beside the cells on terminals that show them.
//!
//! The view says where a picture stands (`Shown`); this writes it after the frame, only when it or its place is another than before, and
//! takes it away when it is left. Every sequence begins and ends here, and what stands between is letters of ASCII that the desk packed
//! from points: no word of a document, and nothing that the child who drew said, is ever among them.
//!
//! - kitty: <https://sw.kovidgoyal.net/kitty/graphics-protocol/>; the picture lies under the cells, so that frames drawn over it move
//!   without sending it again. Answers are forbidden (`q=2`): they would come among the keys.
//! - iTerm2: <https://iterm2.com/documentation-images.html>.
//! - Sixel: DEC STD 070, chapter 9. It and iTerm2's pictures go when cells are written over them.

use std::{
    io::{self, Write},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use ratatui::{
    backend::{Backend as _, CrosstermBackend},
    buffer::Cell,
    layout::Rect,
};

use super::ways::Way;

/// The most letters of a picture in one sequence of kitty's.
const CHUNK: usize = 4_096;

/// The numbers our pictures have at kitty: two, so that the next stands before the last goes.
const IDS: [u32; 2] = [1_634_496_356, 1_634_496_357];

/// Below cells that have a colour of their own behind them (the protocol: less than half of the least number), so that a frame of cells
/// with one covers the picture.
const LAYER: i32 = -1_073_741_900;

/// Whether a picture was given to kitty and not taken away.
static GIVEN: AtomicBool = AtomicBool::new(false);

/// A picture as it stands on the screen.
#[derive(Clone, Debug)]
pub struct Shown {
    /// By which protocol.
    pub way: Way,
    /// The cells it stands in.
    pub cells: Rect,
    /// Its bytes, in the form of the protocol.
    pub packed: Arc<[u8]>,
    /// Cells that are drawn over it.
    pub over: Vec<(u16, u16, Cell)>,
}

impl Shown {
    /// Whether nothing is to be written where the other stands already.
    fn is_there(&self, other: &Self) -> bool {
        self.way == other.way
            && self.cells == other.cells
            && Arc::ptr_eq(&self.packed, &other.packed)
            && (self.way == Way::Kitty || self.over == other.over)
    }
}

/// The pictures of one terminal.
#[derive(Debug, Default)]
pub struct Pictures {
    there: Option<Shown>,
    /// The number of the picture kitty was given last.
    given: Option<u32>,
}

impl Pictures {
    /// Whether the whole screen has to be cleared first: pictures other than kitty's only go with their cells.
    #[must_use]
    pub fn clear_first(&self, wanted: Option<&Shown>) -> bool {
        self.there.as_ref().is_some_and(|there| {
            there.way != Way::Kitty
                && wanted
                    .is_none_or(|wanted| wanted.way != there.way || wanted.cells != there.cells)
        })
    }

    /// The screen was cleared: nothing stands there any more.
    pub fn cleared(&mut self) {
        self.there = None;
    }

    /// Brings the terminal to show this picture, or none. Writes nothing where it does already.
    ///
    /// # Errors
    /// As the terminal gives them.
    pub fn show(&mut self, wanted: Option<Shown>, out: &mut impl Write) -> io::Result<()> {
        let same = match (&self.there, &wanted) {
            (None, None) => self.given.is_none(),
            (Some(there), Some(wanted)) => wanted.is_there(there),
            _ => false,
        };
        if same {
            return Ok(());
        }
        let before = self.given.take();
        if let Some(wanted) = &wanted {
            self.write(wanted, before, out)?;
        }
        if let Some(before) = before {
            take_away(before, out)?;
        }
        GIVEN.store(self.given.is_some(), Ordering::SeqCst);
        out.flush()?;
        self.there = wanted;
        Ok(())
    }

    fn write(
        &mut self,
        wanted: &Shown,
        before: Option<u32>,
        out: &mut impl Write,
    ) -> io::Result<()> {
        let Rect {
            x,
            y,
            width,
            height,
        } = wanted.cells;
        // The cursor goes back to where the frame left it.
        write!(out, "\x1b7\x1b[{};{}H", y + 1, x + 1)?;
        match wanted.way {
            Way::Kitty => {
                let id = IDS.into_iter().find(|id| Some(*id) != before);
                let id = id.unwrap_or_default();
                self.given = Some(id);
                kitty(&wanted.packed, id, (width, height), out)?;
            }
            Way::Iterm2 => {
                let size = wanted.packed.len();
                write!(
                    out,
                    "\x1b]1337;File=inline=1;size={size};width={width};height={height};preserveAspectRatio=0:"
                )?;
                out.write_all(STANDARD.encode(&wanted.packed).as_bytes())?;
                out.write_all(b"\x07")?;
            }
            Way::Sixel => {
                out.write_all(b"\x1bP")?;
                out.write_all(&wanted.packed)?;
                out.write_all(b"\x1b\\")?;
            }
            Way::Auto | Way::Blocks | Way::Quarters | Way::Letters => {}
        }
        if wanted.way != Way::Kitty {
            CrosstermBackend::new(&mut *out)
                .draw(wanted.over.iter().map(|(x, y, cell)| (*x, *y, cell)))?;
        }
        out.write_all(b"\x1b8")
    }
}

fn kitty(packed: &[u8], id: u32, cells: (u16, u16), out: &mut impl Write) -> io::Result<()> {
    let letters = STANDARD.encode(packed);
    let mut chunks = letters.as_bytes().chunks(CHUNK).peekable();
    let mut first = true;
    while let Some(chunk) = chunks.next() {
        let more = u8::from(chunks.peek().is_some());
        if first {
            write!(
                out,
                "\x1b_Ga=T,q=2,f=100,i={id},p=1,z={LAYER},c={},r={},C=1,m={more};",
                cells.0, cells.1
            )?;
        } else {
            write!(out, "\x1b_Gq=2,m={more};")?;
        }
        first = false;
        out.write_all(chunk)?;
        out.write_all(b"\x1b\\")?;
    }
    Ok(())
}

/// Takes a picture away from kitty, and what it kept of it.
fn take_away(id: u32, out: &mut impl Write) -> io::Result<()> {
    write!(out, "\x1b_Ga=d,d=I,i={id},q=2\x1b\\")
}

/// Takes everything away that was given to kitty: for when the screen is wiped or given back, in whatever state. The other pictures go
/// with the cells.
///
/// # Errors
/// As the terminal gives them.
pub fn take_all_away(out: &mut impl Write) -> io::Result<()> {
    if GIVEN.swap(false, Ordering::SeqCst) {
        for id in IDS {
            take_away(id, out)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;
