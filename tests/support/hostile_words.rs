//! A hundred strings that would drive, hide, turn or flood a terminal, and a reader of what a terminal is sent that lets nothing else
//! through than what a drawn screen needs.
#![allow(dead_code)]

use std::fmt::Write as _;

/// One hundred of them, the shortest first; the last few are large.
pub fn hostile() -> Vec<String> {
    let mut all: Vec<String> = sequences().into_iter().map(str::to_owned).collect();
    // C0 and C1, the latter as the characters they are in UTF-8.
    all.extend(
        (0..0x20_u32)
            .filter(|c| ![0x09, 0x0a, 0x0d, 0x1b].contains(c))
            .step_by(3)
            .map(single),
    );
    all.extend((0x80..0xa0_u32).step_by(4).map(single));
    all.extend(
        [
            0x7f, 0xad, 0x34f, 0x61c, 0x180e, 0x200b, 0x200d, 0x200e, 0x200f, 0x2028, 0x2029,
            0x202a, 0x202c, 0x202d, 0x202e, 0x2060, 0x2066, 0x2068, 0x2069, 0x206a, 0xfeff, 0xfff9,
            0xfffb, 0xe0001, 0xe0041, 0xe007f,
        ]
        .map(single),
    );
    all.extend(shapes());
    assert_eq!(all.len(), 100);
    all
}

fn single(code: u32) -> String {
    format!("a{}b", char::from_u32(code).unwrap())
}

fn sequences() -> Vec<&'static str> {
    vec![
        "\x1b]0;owned\x07",
        "\x1b]2;owned\x1b\\",
        "\x1b]52;c;b3duZWQ=\x07",
        "\x1b]52;p;?\x1b\\",
        "\x1b]8;;http://example.org\x1b\\link\x1b]8;;\x1b\\",
        "\x1b]4;1;rgb:ff/00/00\x07",
        "\x1b]10;?\x07",
        "\x1b]1337;File=name=eA==:eA==\x07",
        "\x1bP+q544e\x1b\\",
        "\x1bP1$r0m\x1b\\",
        "\x1bPq#0;2;0;0;0\x1b\\",
        "\x1b_Gf=100;AAAA\x1b\\",
        "\x1b^private\x1b\\",
        "\x1bXstart of string\x1b\\",
        "\x1b[2J",
        "\x1b[3J",
        "\x1b[6n",
        "\x1b[c",
        "\x1b[>q",
        "\x1b[?1049l",
        "\x1b[?2004l",
        "\x1b[?25l",
        "\x1b[31;1mred",
        "\x1b[8mhidden",
        "\x1b[1;1Hhome",
        "\x1b[999B\x1b[999D",
        "\x1b[20t",
        "\x1b[5i",
        "\x1b[10;20r",
        "\x1b[4h",
        "\x1bc",
        "\x1b7\x1b8",
        "\x1b(0lqk",
        "\x1bM\x1bD\x1bE",
        "\x1b#8",
        "\x1b[200~paste\x1b[201~",
        "\x1b",
        "\u{9b}31mred",
        "\u{9d}0;owned\u{9c}",
        "\u{90}+q544e\u{9c}",
        "\u{9f}Gf=100\u{9c}",
    ]
}

fn shapes() -> Vec<String> {
    vec![
        "two\nlines\nand\n\n\nmore".to_owned(),
        "carriage\rreturn".to_owned(),
        "tab\tand\x0bvertical".to_owned(),
        "nul\0in\0it".to_owned(),
        "\u{202e}txet denrut\u{202c}".to_owned(),
        "\u{5d0}\u{5d1}\u{5d2} hebrew \u{627}\u{644} arabic".to_owned(),
        "漢字かな交じり文".to_owned(),
        "👩\u{200d}👩\u{200d}👧\u{200d}👦 and 🏳\u{fe0f}\u{200d}🌈".to_owned(),
        "=cmd|' /C calc'!A0".to_owned(),
        "e\u{301}".repeat(40),
        format!("z{}algo", "\u{301}\u{316}".repeat(60)),
        "\u{e0041}".repeat(50) + "tagged",
        "w".repeat(5_000),
        "宽".repeat(3_000),
        format!("a{}", "\u{301}".repeat(512 * 1024)),
    ]
}

/// What a terminal understood of what it was sent.
#[derive(Default)]
pub struct Sent {
    /// Whatever was not meant, in words.
    pub wrong: Vec<String>,
    /// Letters printed.
    pub letters: usize,
    /// Sequences that were meant.
    pub sequences: usize,
}

impl Sent {
    /// Reads what a terminal is sent as a terminal does.
    pub fn read(bytes: &[u8]) -> Self {
        let mut sent = Self::default();
        vte::Parser::new().advance(&mut sent, bytes);
        if std::str::from_utf8(bytes).is_err() {
            sent.wrong.push("bytes that are no UTF-8".to_owned());
        }
        sent
    }

    fn not_meant(&mut self, what: String) {
        self.wrong.push(what);
    }
}

/// Whether a letter moves, hides or turns instead of being seen.
pub fn unseen(letter: char) -> bool {
    letter.is_control()
        || matches!(letter,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

impl vte::Perform for Sent {
    fn print(&mut self, letter: char) {
        self.letters += 1;
        if unseen(letter) {
            self.not_meant(format!("the letter {letter:?}"));
        }
    }

    fn execute(&mut self, byte: u8) {
        self.not_meant(format!("the control byte {byte:#04x}"));
    }

    fn hook(&mut self, _: &vte::Params, _: &[u8], _: bool, action: char) {
        self.not_meant(format!("a device control string {action:?}"));
    }

    fn put(&mut self, _: u8) {}

    fn unhook(&mut self) {}

    fn osc_dispatch(&mut self, parts: &[&[u8]], _: bool) {
        self.not_meant(format!("an operating system command {parts:?}"));
    }

    fn esc_dispatch(&mut self, between: &[u8], _: bool, byte: u8) {
        self.not_meant(format!("an escape sequence {between:?} {byte:#04x}"));
    }

    /// The cursor to a place, the style of what follows, and whether the cursor is seen: nothing else is needed to draw.
    fn csi_dispatch(&mut self, params: &vte::Params, between: &[u8], ignored: bool, action: char) {
        let numbers: Vec<u16> = params.iter().flatten().copied().collect();
        let meant = !ignored
            && match (between, action) {
                (b"", 'H') => numbers.len() == 2,
                (b"", 'm') => true,
                (b"?", 'h' | 'l') => numbers == [25],
                _ => false,
            };
        if meant {
            self.sequences += 1;
        } else {
            let mut what = String::from("a control sequence");
            write!(what, " {between:?} {numbers:?} {action:?}").unwrap();
            self.not_meant(what);
        }
    }
}
