//! Bytes in, keys out.

use super::{super::keys::Key, *};
use ratatui::crossterm::event::MouseEventKind;

/// What some bytes are, as people write it, taken whole and then byte by byte: it must be the same.
fn said(bytes: &[u8]) -> Vec<String> {
    let name = |event: Event| match event {
        Event::Key(key) => Key::of(key).map_or_else(String::new, |key| key.to_string()),
        Event::Paste(words) => format!("paste {words:?}"),
        Event::Mouse(mouse) => {
            let kind = match mouse.kind {
                MouseEventKind::Down(_) => "down",
                MouseEventKind::Up(_) => "up",
                MouseEventKind::Drag(_) => "drag",
                MouseEventKind::ScrollUp => "wheel up",
                MouseEventKind::ScrollDown => "wheel down",
                _ => "moved",
            };
            format!("{kind} {},{}", mouse.column, mouse.row)
        }
        other => format!("{other:?}"),
    };
    let mut whole = Bytes::default();
    let mut events = whole.take(bytes);
    events.extend(whole.nothing_came());
    let mut single = Bytes::default();
    let mut one_by_one: Vec<Event> = bytes
        .iter()
        .flat_map(|byte| single.take(&[*byte]))
        .collect();
    one_by_one.extend(single.nothing_came());
    assert_eq!(events, one_by_one, "{bytes:?}");
    assert_eq!(whole.patience(), None);
    events.into_iter().map(name).collect()
}

#[test]
fn keys_are_what_terminals_send_for_them() {
    for (bytes, keys) in [
        (&b"aB?"[..], &["a", "B", "?"][..]),
        ("é漢🌈".as_bytes(), &["é", "漢", "🌈"]),
        (
            b"\r\t\x7f \x10\x1a\x0a",
            &[
                "Enter",
                "Tab",
                "Backspace",
                "Space",
                "Ctrl-P",
                "Ctrl-Z",
                "Ctrl-J",
            ],
        ),
        (b"\x1b", &["Esc"]),
        (b"\x1b\x1b", &["Esc", "Esc"]),
        (b"\x1b\x11", &["Esc", "Ctrl-Q"]),
        (b"\x1b\x1b[A", &["Esc", "↑"]),
        (b"\x1b[A\x1b[B\x1b[C\x1b[D", &["↑", "↓", "→", "←"]),
        (b"\x1bOA\x1bOH\x1bOF", &["↑", "Home", "End"]),
        (b"\x1bOP\x1bOS\x1b[15~\x1b[24~", &["F1", "F4", "F5", "F12"]),
        (
            b"\x1b[17~\x1b[21~\x1b[23~\x1b[11~",
            &["F6", "F10", "F11", "F1"],
        ),
        (b"\x1b[[A\x1b[[E", &["F1", "F5"]),
        (
            b"\x1b[1~\x1b[4~\x1b[5~\x1b[6~\x1b[2~\x1b[3~",
            &["Home", "End", "PageUp", "PageDown", "Insert", "Delete"],
        ),
        (b"\x1b[Z", &["Shift-Tab"]),
        (
            b"\x1b[1;5A\x1b[1;5B\x1b[5;5~",
            &["Ctrl-↑", "Ctrl-↓", "Ctrl-PageUp"],
        ),
        (b"\x1b[1;2P\x1b[1;2R", &["Shift-F1", "Shift-F3"]),
        (b"\x1br\x1b\r", &["Alt-r", "Alt-Enter"]),
        (b"\x1b[13;2u\x1b[97;5u", &["Shift-Enter", "Ctrl-A"]),
    ] {
        assert_eq!(said(bytes), keys, "{bytes:?}");
    }
}

#[test]
fn what_nobody_pressed_is_no_key() {
    for bytes in [
        &b"\x1b[I"[..],
        b"\x1b[?1;2c",
        b"\x1b[24;80R",
        b"\x1b[201~",
        b"\x1b[99~",
        b"\x1b[97;1:3u",
        b"\x80\xff\xc3",
        b"\x1b[<0;1M",
        b"\x1b[<35;10;10M",
    ] {
        assert_eq!(said(bytes), Vec::<String>::new(), "{bytes:?}");
    }
    assert_eq!(said(b"\xc3a"), ["a"]);
    assert_eq!(said(b"\x1b[1\x1b[A"), ["↑"]);
}

#[test]
fn the_mouse_is_told_in_three_ways() {
    assert_eq!(
        said(b"\x1b[<0;5;7M\x1b[<32;6;7M\x1b[<0;6;7m\x1b[<64;1;1M\x1b[<65;1;1M"),
        [
            "down 4,6",
            "drag 5,6",
            "up 5,6",
            "wheel up 0,0",
            "wheel down 0,0"
        ]
    );
    assert_eq!(said(b"\x1b[M %'\x1b[M#%'"), ["down 4,6", "up 4,6"]);
    assert_eq!(
        said(b"\x1b[32;5;7M\x1b[96;5;7M"),
        ["down 4,6", "wheel up 4,6"]
    );
}

#[test]
fn a_paste_is_one_event_whatever_stands_in_it() {
    assert_eq!(
        said(b"a\x1b[200~two\r\x1b[31mlines\x1b[201~b"),
        ["a", "paste \"two\\r\\u{1b}[31mlines\"", "b"]
    );
    assert_eq!(said(b"\x1b[200~\x1b[201~"), ["paste \"\""]);
}

#[test]
fn a_paste_without_its_end_is_given_on_and_keys_are_keys_again() {
    let mut bytes = Bytes::default();
    assert_eq!(bytes.take(b"\x1b[200~Mother did"), []);
    assert_eq!(bytes.take(b" not attend"), []);
    assert_eq!(bytes.patience(), Some(PASTE_END));
    assert_eq!(
        bytes.nothing_came(),
        [Event::Paste("Mother did not attend".to_owned())]
    );
    assert_eq!(bytes.patience(), None);
    assert_eq!(bytes.take(b"\r"), [Event::Key(KeyCode::Enter.into())]);
    // Its end, come late, is nothing.
    assert_eq!(bytes.take(b"\x1b[201~"), []);
}

#[test]
fn a_sequence_that_never_ends_holds_nothing_up() {
    let mut bytes = Bytes::default();
    assert_eq!(bytes.take(b"\x1b["), []);
    assert_eq!(bytes.take(&[b'1'; 100]), []);
    assert_eq!(bytes.take(b"a").len(), 1);
    assert_eq!(bytes.patience(), None);
}
