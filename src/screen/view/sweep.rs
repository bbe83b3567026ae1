//! The last look at the finished buffer: whatever slipped through, no cell leaves for the terminal with anything but visible letters.

use ratatui::buffer::Buffer;
use unicode_width::UnicodeWidthStr as _;

use super::super::theme::Glyphs;

/// The most code points one cell is drawn with: a letter with a megabyte of marks on it is not sent whole.
const LONGEST: usize = 8;

/// Replaces control characters, bidirectional overrides and invisible characters; with `ascii` every sign gets its plain form.
pub fn sweep(buffer: &mut Buffer, ascii: bool) {
    for cell in &mut buffer.content {
        let symbol = cell.symbol();
        if symbol.len() == 1
            && symbol
                .as_bytes()
                .first()
                .is_some_and(|byte| (0x20..0x7f).contains(byte))
        {
            continue;
        }
        if symbol.chars().any(hostile) || symbol.chars().nth(LONGEST).is_some() {
            let mut kept: String = symbol
                .chars()
                .filter(|letter| !hostile(*letter))
                .take(LONGEST)
                .collect();
            // Without its joiners a joined sign would be several: only as much stays as the cell has columns for.
            while kept.width() > symbol.width() {
                kept.pop();
            }
            if kept.is_empty() {
                // An empty cell behind a wide letter stays empty.
                cell.set_symbol(if symbol.is_empty() { "" } else { "?" });
            } else {
                cell.set_symbol(&kept);
            }
        }
        if ascii && let Some(plain) = Glyphs::plain(cell.symbol()) {
            cell.set_char(plain);
        }
    }
}

/// Characters that move, hide or reorder instead of showing something.
fn hostile(letter: char) -> bool {
    letter.is_control()
        || matches!(letter, '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
        || matches!(letter, '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use ratatui::layout::Rect;

    #[test]
    fn nothing_that_drives_a_terminal_is_left() {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 4, 1));
        let marks: String = std::iter::once('e')
            .chain(std::iter::repeat_n('\u{301}', 1000))
            .collect();
        for (at, symbol) in ["\u{1b}]52;c;x\u{7}", "\u{202e}", marks.as_str(), "✓"]
            .into_iter()
            .enumerate()
        {
            buffer.content[at].set_symbol(symbol);
        }
        sweep(&mut buffer, false);
        assert_eq!(buffer.content[0].symbol(), "]52;c;x");
        assert_eq!(buffer.content[1].symbol(), "?");
        assert_eq!(buffer.content[2].symbol().chars().count(), 8);
        assert_eq!(buffer.content[3].symbol(), "✓");
        sweep(&mut buffer, true);
        assert_eq!(buffer.content[3].symbol(), "v");
        for hostile in [
            '\u{ad}',
            '\u{34f}',
            '\u{180e}',
            '\u{61c}',
            '\u{2060}',
            '\u{206f}',
            '\u{fff9}',
            '\u{e0041}',
        ] {
            buffer.content[0].set_symbol(&format!("a{hostile}"));
            sweep(&mut buffer, false);
            assert_eq!(buffer.content[0].symbol(), "a", "{hostile:?}");
        }
    }

    #[test]
    fn a_sign_whose_joiners_are_taken_out_stays_as_wide_as_it_was() {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 2, 1));
        buffer.content[0].set_symbol("👩\u{200d}👩\u{200d}👧");
        sweep(&mut buffer, false);
        assert_eq!(buffer.content[0].symbol(), "👩");
    }
}
