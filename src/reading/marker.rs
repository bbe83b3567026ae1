//! The markers people put before items of a list: `-`, `•`, `1.`, `b)`, `(iv)`. Shared by the readers that see lines, not lists.

/// A line that begins with a marker.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Marked<'a> {
    /// Columns before the marker.
    pub indent: usize,
    /// The marker as shown; bullets of any kind as `•`.
    pub marker: &'a str,
    /// What follows.
    pub words: &'a str,
}

/// The marker a line begins with, when it is one and words follow.
#[must_use]
pub fn marked(line: &str) -> Option<Marked<'_>> {
    let trimmed = line.trim_start();
    let indent = line.chars().count() - trimmed.chars().count();
    let (head, words) = trimmed.split_once(char::is_whitespace)?;
    let words = words.trim();
    if words.is_empty() {
        return None;
    }
    let marker = if is_bullet(head) {
        "•"
    } else if is_number(head) {
        head
    } else {
        return None;
    };
    Some(Marked {
        indent,
        marker,
        words,
    })
}

/// Whether this word is a bullet, including those symbol fonts draw with letters of the private use area.
#[must_use]
pub fn is_bullet(word: &str) -> bool {
    let mut chars = word.chars();
    let (Some(c), None) = (chars.next(), chars.next()) else {
        return false;
    };
    matches!(
        c,
        '-' | '*'
            | '•'
            | '◦'
            | '▪'
            | '▫'
            | '■'
            | '□'
            | '●'
            | '○'
            | '◼'
            | '◻'
            | '◾'
            | '◆'
            | '➢'
            | '➤'
            | '‣'
            | '⁃'
            | '–'
            | '—'
            | '·'
            | '∙'
            | '✓'
            | '✔'
            | '\u{f0b7}'
            | '\u{f0a7}'
            | '\u{f0d8}'
            | '\u{f0fc}'
            | '\u{f02d}'
            | '\u{f0a8}'
            | '\u{f06e}'
            | '\u{f071}'
            | '\u{f076}'
    )
}

/// Whether this word numbers an item: up to three digits, one letter, or a small Roman number, with a full stop or bracket after it.
#[must_use]
pub fn is_number(word: &str) -> bool {
    let open = word.strip_prefix('(');
    let inner = open.unwrap_or(word);
    let Some(inner) = inner
        .strip_suffix(')')
        .or_else(|| inner.strip_suffix('.').filter(|_| open.is_none()))
    else {
        return false;
    };
    let digits = |part: &str| {
        (1..=3).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit())
    };
    let letter = inner.len() == 1 && inner.bytes().all(|byte| byte.is_ascii_lowercase());
    let roman = (1..=5).contains(&inner.len())
        && inner.bytes().all(|byte| matches!(byte, b'i' | b'v' | b'x'));
    inner.split('.').all(digits) || letter || roman
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bullets_and_numbers_are_markers_and_words_are_not() {
        for (line, marker, words) in [
            ("- visit", "•", "visit"),
            ("  \u{f0b7} visit", "•", "visit"),
            ("1. visit", "1.", "visit"),
            ("(iv)  visit", "(iv)", "visit"),
            ("2.3.1. visit", "2.3.1.", "visit"),
            ("b) visit", "b)", "visit"),
        ] {
            let found = marked(line).unwrap();
            assert_eq!((found.marker, found.words), (marker, words), "{line}");
        }
        for line in [
            "A. Smith rang",
            "2012. visit",
            "-5 degrees",
            "-",
            "I. said",
            "e.g. visits",
            "1 visit",
        ] {
            assert_eq!(marked(line), None, "{line}");
        }
    }
}
