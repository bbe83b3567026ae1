//! What is written for a picture, as a terminal's parser takes it.

use std::sync::Arc;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use ratatui::{buffer::Cell, layout::Rect, style::Color};

use super::{CHUNK, IDS, Pictures, Shown};
use crate::screen::ways::Way;

/// What a parser of terminals makes of bytes.
#[derive(Default)]
struct Heard {
    /// The sequences in order, by their kind.
    said: Vec<String>,
    /// Letters shown as they are.
    letters: String,
    /// The letters of a control string that is under way.
    inside: String,
}

impl vte::Perform for Heard {
    fn print(&mut self, letter: char) {
        self.letters.push(letter);
    }

    fn execute(&mut self, byte: u8) {
        panic!("a control character stands alone: {byte:#04x}");
    }

    fn hook(&mut self, params: &vte::Params, _: &[u8], ignored: bool, action: char) {
        assert!(!ignored);
        let params: Vec<_> = params.iter().flatten().map(u16::to_string).collect();
        self.inside = format!("dcs {}{action}", params.join(";"));
    }

    fn put(&mut self, byte: u8) {
        assert!((0x20..0x7f).contains(&byte), "{byte:#04x}");
        self.inside.push(char::from(byte));
    }

    fn unhook(&mut self) {
        self.said.push(std::mem::take(&mut self.inside));
    }

    fn osc_dispatch(&mut self, params: &[&[u8]], bell: bool) {
        assert!(bell);
        let params: Vec<_> = params
            .iter()
            .map(|part| std::str::from_utf8(part).unwrap())
            .collect();
        self.said.push(format!("osc {}", params.join(";")));
    }

    fn csi_dispatch(&mut self, params: &vte::Params, _: &[u8], _: bool, action: char) {
        let params: Vec<_> = params.iter().flatten().map(u16::to_string).collect();
        self.said.push(format!("csi {}{action}", params.join(";")));
    }

    fn esc_dispatch(&mut self, _: &[u8], _: bool, byte: u8) {
        // The end of a string is told as what it ended.
        if byte != b'\\' {
            self.said.push(format!("esc {}", char::from(byte)));
        }
    }
}

/// The sequences of some bytes, and kitty's among them: the parser drops those, so they are taken out first.
fn heard(bytes: &[u8]) -> (Heard, Vec<String>) {
    let mut rest = bytes;
    let mut kitty = Vec::new();
    let mut other = Vec::new();
    while let Some(at) = rest.windows(3).position(|three| three == b"\x1b_G") {
        other.extend(&rest[..at]);
        let end = rest[at..].windows(2).position(|two| two == b"\x1b\\");
        let end = at + end.expect("a sequence that ends");
        let inside = std::str::from_utf8(&rest[at + 3..end]).unwrap();
        assert!(inside.bytes().all(|byte| (0x20..0x7f).contains(&byte)));
        kitty.push(inside.to_owned());
        rest = &rest[end + 2..];
    }
    other.extend(rest);
    let mut heard = Heard::default();
    vte::Parser::new().advance(&mut heard, &other);
    (heard, kitty)
}

fn shown(way: Way, packed: &[u8]) -> Shown {
    let mut cell = Cell::default();
    cell.set_symbol("┌")
        .set_fg(Color::Indexed(16))
        .set_bg(Color::Indexed(231));
    Shown {
        way,
        cells: Rect::new(4, 2, 30, 12),
        packed: packed.into(),
        over: vec![(7, 5, cell)],
    }
}

/// What showing this writes.
fn written(pictures: &mut Pictures, wanted: Option<Shown>) -> Vec<u8> {
    let mut out = Vec::new();
    pictures.show(wanted, &mut out).unwrap();
    out
}

#[test]
fn kitty_gets_one_picture_in_chunks_and_forbids_answers() {
    let packed: Vec<u8> = (0..10_000_u32).map(|at| (at % 251) as u8).collect();
    let mut pictures = Pictures::default();
    let (heard, kitty) = heard(&written(&mut pictures, Some(shown(Way::Kitty, &packed))));
    assert_eq!(heard.said, ["esc 7", "csi 3;5H", "esc 8"]);
    assert_eq!(heard.letters, "");
    let chunks: Vec<(&str, &str)> = kitty
        .iter()
        .map(|sequence| sequence.split_once(';').unwrap())
        .collect();
    assert_eq!(
        chunks[0].0,
        format!(
            "a=T,q=2,f=100,i={},p=1,z=-1073741900,c=30,r=12,C=1,m=1",
            IDS[0]
        )
    );
    assert_eq!(chunks.len(), 4);
    for (at, (head, letters)) in chunks.iter().enumerate() {
        assert!(letters.len() <= CHUNK);
        let last = at + 1 == chunks.len();
        if !last {
            assert_eq!(letters.len(), CHUNK);
        }
        if at > 0 {
            assert_eq!(*head, if last { "q=2,m=0" } else { "q=2,m=1" });
        }
    }
    let letters: String = chunks.iter().map(|(_, letters)| *letters).collect();
    assert_eq!(STANDARD.decode(letters).unwrap(), packed);
}

#[test]
fn the_next_picture_comes_before_the_last_goes_and_leaving_takes_it_away() {
    let mut pictures = Pictures::default();
    written(&mut pictures, Some(shown(Way::Kitty, b"one")));
    let (_, kitty) = heard(&written(&mut pictures, Some(shown(Way::Kitty, b"two"))));
    assert_eq!(kitty.len(), 2);
    assert!(kitty[0].contains(&format!("i={}", IDS[1])), "{kitty:?}");
    assert_eq!(kitty[1], format!("a=d,d=I,i={},q=2", IDS[0]));
    let (heard, kitty) = heard(&written(&mut pictures, None));
    assert_eq!(kitty, [format!("a=d,d=I,i={},q=2", IDS[1])]);
    assert!(heard.said.is_empty());
    assert!(written(&mut pictures, None).is_empty());
}

#[test]
fn what_stands_there_already_is_not_written_again() {
    for way in [Way::Kitty, Way::Iterm2, Way::Sixel] {
        let mut pictures = Pictures::default();
        assert!(written(&mut pictures, None).is_empty());
        let first = shown(way, b"0;1;0q#1;2;0;0;0#1~");
        assert!(!written(&mut pictures, Some(first.clone())).is_empty());
        assert!(written(&mut pictures, Some(first.clone())).is_empty());
        assert!(!pictures.clear_first(Some(&first)));
        // A frame over it moves: kitty's lies below the cells, the others are hidden by them.
        let moved = Shown {
            over: Vec::new(),
            ..first.clone()
        };
        let bytes = written(&mut pictures, Some(moved.clone()));
        assert_eq!(bytes.is_empty(), way == Way::Kitty);
        // Elsewhere, or nowhere.
        let elsewhere = Shown {
            cells: Rect::new(5, 2, 30, 12),
            ..moved.clone()
        };
        assert_eq!(pictures.clear_first(Some(&elsewhere)), way != Way::Kitty);
        assert_eq!(pictures.clear_first(None), way != Way::Kitty);
        // After the screen was cleared it is written once more, and kitty keeps no second.
        pictures.cleared();
        assert!(!pictures.clear_first(None));
        let (_, kitty) = heard(&written(&mut pictures, Some(moved)));
        assert_eq!(kitty.len(), if way == Way::Kitty { 2 } else { 0 });
    }
}

#[test]
fn a_curtain_after_a_cleared_screen_takes_kitty_s_picture_away() {
    let mut pictures = Pictures::default();
    written(&mut pictures, Some(shown(Way::Kitty, b"one")));
    pictures.cleared();
    let (_, kitty) = heard(&written(&mut pictures, None));
    assert_eq!(kitty, [format!("a=d,d=I,i={},q=2", IDS[0])]);
}

#[test]
fn iterm2_gets_one_sequence_of_cells_and_what_stands_over_it_after() {
    let packed: Vec<u8> = (0..=255).collect();
    let mut pictures = Pictures::default();
    let (heard, kitty) = heard(&written(&mut pictures, Some(shown(Way::Iterm2, &packed))));
    assert!(kitty.is_empty());
    let said: Vec<&str> = heard.said.iter().map(String::as_str).collect();
    assert_eq!(said[..2], ["esc 7", "csi 3;5H"]);
    let letters = said[2]
        .strip_prefix("osc 1337;File=inline=1;size=256;width=30;height=12;preserveAspectRatio=0:")
        .unwrap();
    assert_eq!(STANDARD.decode(letters).unwrap(), packed);
    assert_eq!(said[3], "csi 6;8H");
    assert_eq!(heard.letters, "┌");
    assert_eq!(*said.last().unwrap(), "esc 8");
    assert_eq!(said.iter().filter(|one| one.starts_with("osc")).count(), 1);
}

#[test]
fn sixels_are_one_string() {
    let drawn = crate::desk::picture::Drawn {
        width: 2,
        height: 6,
        window: crate::desk::picture::Window::default(),
        points: vec![0; 36],
    };
    let packed = crate::desk::picture::Form::Sixel.pack(&drawn);
    let wanted = Shown {
        packed: Arc::from(packed),
        over: Vec::new(),
        ..shown(Way::Sixel, b"")
    };
    let (heard, _) = heard(&written(&mut Pictures::default(), Some(wanted)));
    assert_eq!(
        heard.said[2], "dcs 0;1;0q\"1;1;2;6#216;2;0;0;0#216~~$-",
        "{:?}",
        heard.said
    );
    assert_eq!(heard.letters, "");
}
