//! The signs symbol fonts (Symbol, Wingdings) draw for letters of the private use area: in forms, whether a box is ticked hangs on them.

/// The sign as a letter of its own; `code` is the font's own (`B7`) or in the private use area (`F0B7`). `None` where there is none.
#[must_use]
pub fn sign(code: u32) -> Option<&'static str> {
    Some(match code & 0xff {
        0xb7 | 0x6c | 0x9f => "•",
        0xa7 | 0x6e => "▪",
        0xa8 | 0x6f | 0x71 | 0x72 => "☐",
        0xfe | 0x52 => "☑",
        0xfd | 0x53 | 0x54 | 0x78 => "☒",
        0xfc | 0x50 => "✓",
        0xfb | 0x4f => "✗",
        0xe0 | 0xe8 => "→",
        0xdf | 0xe7 => "←",
        0xd8 => "➢",
        0x76 => "❖",
        0x4a => "☺",
        0x4c => "☹",
        _ => return None,
    })
}

/// The sign for a letter of the private use area, where it is one that symbol fonts use.
#[must_use]
pub fn private(c: char) -> Option<&'static str> {
    ('\u{f020}'..='\u{f0ff}')
        .contains(&c)
        .then(|| sign(u32::from(c)))
        .flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticked_and_empty_boxes_are_told_apart() {
        assert_eq!(
            (
                private('\u{f0a8}'),
                private('\u{f0fe}'),
                private('\u{f078}')
            ),
            (Some("☐"), Some("☑"), Some("☒"))
        );
        assert_eq!(private('x'), None);
    }
}
