//! Words of people and documents shown as text in Markdown: nothing in them makes a heading, a link, emphasis, a table, an HTML element
//! or a picture. Follows `CommonMark` 0.31 and the link and mention extensions of widely used renderers.

/// Words inside a line: white space of any kind becomes one space.
pub(super) fn inline(words: &str) -> String {
    let line = words.split_whitespace().collect::<Vec<_>>().join(" ");
    escaped(&line)
}

/// Words as lines, each safe at the start of a line; an empty line where the words have one or more.
pub(super) fn lines(words: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for line in words.lines() {
        let line = inline(line);
        if line.is_empty() {
            if lines.last().is_some_and(|last| !last.is_empty()) {
                lines.push(line);
            }
        } else {
            lines.push(safe_start(line));
        }
    }
    while lines.last().is_some_and(String::is_empty) {
        lines.pop();
    }
    lines
}

fn escaped(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let mut letters = line.char_indices().peekable();
    while let Some((at, letter)) = letters.next() {
        let next = letters.peek().map(|(_, next)| *next);
        let before = line.get(..at).unwrap_or_default();
        match letter {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            // Only where it would begin an entity: "Smith & Jones" stays as it is.
            '&' if next.is_some_and(|next| next == '#' || next.is_ascii_alphabetic()) => {
                out.push_str("&amp;");
            }
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '~' | '$' | '@' | '^' => {
                out.push('\\');
                out.push(letter);
            }
            // Addresses become links of themselves in many renderers.
            ':' if next == Some('/') => out.push_str("\\:"),
            '.' if ends_with_www(before) => out.push_str("\\."),
            // Issue and heading marks: "#3" is a link in some renderers.
            '#' => out.push_str("\\#"),
            '=' if next == Some('=') || before.ends_with('=') => out.push_str("\\="),
            letter if turns_text(letter) || letter.is_control() => out.push('\u{fffd}'),
            letter => out.push(letter),
        }
    }
    out
}

fn ends_with_www(before: &str) -> bool {
    let mut last = before.chars().rev();
    last.by_ref()
        .take(3)
        .filter(|letter| letter.eq_ignore_ascii_case(&'w'))
        .count()
        == 3
        && last.next().is_none_or(|letter| !letter.is_alphanumeric())
}

/// Marks that change the direction of everything after them.
fn turns_text(letter: char) -> bool {
    matches!(letter, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// A line that begins no list, rule or underlined heading.
fn safe_start(line: String) -> String {
    let figures = line.chars().take_while(char::is_ascii_digit).count();
    let after = line.chars().nth(figures);
    if figures > 0 && matches!(after, Some('.' | ')')) {
        let (number, rest) = line.split_at_checked(figures).unwrap_or((&line, ""));
        return format!("{number}\\{rest}");
    }
    if line.starts_with(['-', '+', '=', ':']) {
        return format!("\\{line}");
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a Markdown renderer shows: the events of a `CommonMark` parser with every extension it has.
    fn shown(markdown: &str) -> (String, Vec<String>) {
        use pulldown_cmark::{Event, Options, Parser, Tag};
        let (mut text, mut other) = (String::new(), Vec::new());
        // Typographic dashes and quotation marks change no meaning.
        let extensions = Options::all() - Options::ENABLE_SMART_PUNCTUATION;
        for event in Parser::new_ext(markdown, extensions) {
            match event {
                Event::Text(words) => text.push_str(&words),
                Event::SoftBreak => text.push('\n'),
                Event::Start(Tag::Paragraph) | Event::End(_) => {}
                event => other.push(format!("{event:?}")),
            }
        }
        (text, other)
    }

    #[test]
    fn everything_markdown_could_take_for_itself_is_shown_as_text() {
        for words in [
            "<script>alert(1)</script> <b>",
            "*bold* _it_ **b** __u__ ~~gone~~ `code` ``more``",
            "[child](http://example.org) ![x](y.png) [^1] [[wiki]]",
            "&lt; &amp; &#65; R&D; Smith & Jones",
            "# heading",
            "## heading ##",
            "- item",
            "+ item",
            "* item",
            "12. item",
            "12) item",
            "> quoted",
            "---",
            "===",
            "***",
            "```rust",
            "~~~",
            "| a | b |",
            "a | b\n--- | ---\n1 | 2",
            "Title\n===",
            "Title\n---",
            "$x$ $$y$$ ^up^ ==mark==",
            "http://example.org https://x.org www.example.org WWW.x.org a@example.org <http://x.org>",
            "\\*not\\* \\",
            "term\n: definition",
            "[x]: http://example.org",
            ":::note",
            "{#id .class}",
            "#3 @someone",
        ] {
            let markdown = lines(words).join("\n");
            let (text, other) = shown(&markdown);
            assert_eq!(text, words, "{markdown}");
            assert_eq!(other, Vec::<String>::new(), "{markdown}");
        }
    }

    #[test]
    fn addresses_do_not_become_links_of_themselves() {
        assert_eq!(
            inline("http://a.org www.a.org a@a.org"),
            "http\\://a.org www\\.a.org a\\@a.org"
        );
    }

    #[test]
    fn ordinary_words_stay_as_they_are() {
        let words =
            "Mother didn't attend (twice): 14/03/2012 - \"why?\"; Smith & Jones, 50% of £20!";
        assert_eq!(inline(words), words);
        assert_eq!(lines(words), [words]);
    }

    #[test]
    fn lines_keep_their_breaks_and_lose_their_indent() {
        assert_eq!(
            lines("one\n\n\n    two\t three\r\n\n"),
            ["one", "", "two three"]
        );
        assert_eq!(lines("\n\n"), Vec::<String>::new());
    }

    #[test]
    fn marks_that_turn_text_round_are_shown() {
        assert_eq!(inline("a\u{202e}b\u{7}"), "a\u{fffd}b\u{fffd}");
    }
}
