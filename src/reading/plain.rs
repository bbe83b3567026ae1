//! Reading plain text: what its writer laid out with blank lines, line ends, rules and spaces, and nothing that is not certain.

use super::{builder::Builder, clean, decode::decode, marker};

/// Lines longer than this are not wrapped by hand: each stands for itself.
const WRAPPED_AT_MOST: usize = 110;

/// Reads plain text.
pub fn read(bytes: &[u8], builder: &mut Builder) {
    let words = clean::line_ends(&decode(bytes, builder));
    let pages: Vec<&str> = words.split('\u{c}').collect();
    let count = pages.len();
    for (number, page) in (1_u32..).zip(pages) {
        if count > 1 && !(number > 1 && page.trim().is_empty()) {
            builder.page(number);
        }
        read_page(page, builder);
        if builder.is_full() {
            return;
        }
    }
}

fn read_page(page: &str, builder: &mut Builder) {
    let lines: Vec<&str> = page.split('\n').map(str::trim_end).collect();
    let width = lines
        .iter()
        .map(|line| line.chars().count())
        .max()
        .unwrap_or(0);
    let groups: Vec<&[&str]> = lines
        .split(|line| line.is_empty())
        .filter(|group| !group.is_empty())
        .collect();
    for (index, group) in groups.iter().enumerate() {
        let next = groups.get(index + 1).and_then(|group| group.first());
        read_group(group, next.copied(), width, builder);
    }
}

/// One run of lines without a blank one.
fn read_group(lines: &[&str], next: Option<&str>, width: usize, builder: &mut Builder) {
    let (first, rest) = match lines {
        [] => return,
        [first, rest @ ..] => (*first, rest),
    };
    if let Some(level) = rest.first().and_then(|line| underline(line)) {
        builder.heading(level, first);
        return read_group(rest.get(1..).unwrap_or_default(), next, width, builder);
    }
    if let Some(rows) = barred(lines).or_else(|| tabbed(lines)) {
        let (header, rows) = rows;
        return builder.table(header, rows);
    }
    if is_aligned(lines) {
        return builder.verbatim(&lines.join("\n"));
    }
    if rest.is_empty() && (is_capitals(first) || is_numbered_title(first, next)) {
        return builder.heading(2, first);
    }
    flow(lines, width, builder);
}

/// `====` below a line of words makes it a heading, `----` a lower one.
fn underline(line: &str) -> Option<u8> {
    let line = line.trim();
    let all = |c: char| line.len() >= 3 && line.chars().all(|own| own == c);
    if all('=') {
        Some(1)
    } else if all('-') || all('~') || all('_') {
        Some(2)
    } else {
        None
    }
}

type Table = (Option<Vec<String>>, Vec<Vec<String>>);

/// Rows between bars, `| a | b |`; a row of dashes below the first makes that the titles.
fn barred(lines: &[&str]) -> Option<Table> {
    let bars = |line: &&str| {
        let line = line.trim();
        line.starts_with('|') && line.len() > 2 && line.matches('|').count() >= 2
    };
    if lines.len() < 2 || !lines.iter().all(bars) {
        return None;
    }
    let is_rule = |row: &[String]| {
        row.iter()
            .all(|cell| cell.chars().all(|c| matches!(c, '-' | ':' | '=' | ' ')))
    };
    let mut rows: Vec<Vec<String>> = lines
        .iter()
        .map(|line| {
            let line = line.trim();
            let line = line.strip_prefix('|').unwrap_or(line);
            let line = line.strip_suffix('|').unwrap_or(line);
            line.split('|').map(|cell| cell.trim().to_owned()).collect()
        })
        .collect();
    let titled = rows.get(1).is_some_and(|row| is_rule(row));
    rows.retain(|row| !is_rule(row));
    let header = (titled && !rows.is_empty()).then(|| rows.remove(0));
    Some((header, rows))
}

/// Two lines or more with the same number of tabs between words.
fn tabbed(lines: &[&str]) -> Option<Table> {
    let tabs = |line: &str| line.trim_start_matches('\t').matches('\t').count();
    let count = tabs(lines.first()?);
    if lines.len() < 2 || count == 0 || lines.iter().any(|line| tabs(line) != count) {
        return None;
    }
    let rows = lines
        .iter()
        .map(|line| {
            line.trim_start_matches('\t')
                .split('\t')
                .map(str::to_owned)
                .collect()
        })
        .collect();
    Some((None, rows))
}

/// Columns made with spaces: in at least two lines of three, words begin in the same column after a gap.
fn is_aligned(lines: &[&str]) -> bool {
    if lines.len() < 2 {
        return false;
    }
    let mut columns: std::collections::BTreeMap<usize, usize> = std::collections::BTreeMap::new();
    for line in lines {
        for column in after_gaps(line) {
            *columns.entry(column).or_default() += 1;
        }
    }
    columns
        .values()
        .any(|&count| count >= 2 && count * 3 >= lines.len() * 2)
}

/// The columns where words begin after a gap of three spaces or more inside the line.
fn after_gaps(line: &str) -> Vec<usize> {
    let mut found = Vec::new();
    let mut gap = 0;
    let mut begun = false;
    for (column, c) in line.chars().enumerate() {
        if c == ' ' {
            gap += 1;
        } else {
            if begun && gap >= 3 {
                found.push(column);
            }
            begun = true;
            gap = 0;
        }
    }
    found
}

/// A short line of capitals, such as `CHILD'S VIEWS`.
fn is_capitals(line: &str) -> bool {
    let line = line.trim();
    let letters = line.chars().filter(|c| c.is_alphabetic()).count();
    letters >= 4
        && line.chars().count() <= 60
        && !line.chars().any(char::is_lowercase)
        && !line.ends_with(['.', ',', ';'])
        && line.chars().filter(char::is_ascii_digit).count() < letters
}

/// `2. Attendance` alone between blank lines, not followed by the next number of a list.
fn is_numbered_title(line: &str, next: Option<&str>) -> bool {
    let line = line.trim();
    let Some((number, title)) = line.split_once(' ') else {
        return false;
    };
    let is_number = |word: &str| {
        word.chars().next().is_some_and(|c| c.is_ascii_digit())
            && word.chars().all(|c| c.is_ascii_digit() || c == '.')
            && word.contains('.')
    };
    let starts_big = title
        .trim_start()
        .chars()
        .next()
        .is_some_and(char::is_uppercase);
    is_number(number)
        && starts_big
        && line.chars().count() <= 60
        && !line.ends_with(['.', ',', ';', ':', '?'])
        && next.is_some_and(|next| !next.split(' ').next().is_some_and(is_number))
}

/// Items and paragraphs, wrapped lines joined.
fn flow(lines: &[&str], width: usize, builder: &mut Builder) {
    let mut open: Option<(Option<marker::Marked<'_>>, String)> = None;
    let mut indents: Vec<usize> = Vec::new();
    let mut before: Option<&str> = None;
    // Lines that stand under each other without an empty one between are lines of one paragraph.
    let mut lines_of_one = false;
    let mut close = |open: &mut Option<(Option<marker::Marked<'_>>, String)>,
                     indents: &mut Vec<usize>,
                     builder: &mut Builder| {
        match open.take() {
            Some((Some(marked), words)) => {
                builder.item(depth(indents, marked.indent), marked.marker, &words);
                lines_of_one = false;
            }
            Some((None, words)) if lines_of_one => builder.line(&words),
            Some((None, words)) => {
                builder.paragraph(&words);
                lines_of_one = true;
            }
            None => {}
        }
    };
    for line in lines {
        let marked = marker::marked(line);
        let goes_on = marked.is_none()
            && match &open {
                Some((Some(item), _)) => {
                    indent(line) > item.indent || before.is_some_and(|b| is_wrapped(b, line, width))
                }
                Some((None, _)) => before.is_some_and(|before| is_wrapped(before, line, width)),
                None => false,
            };
        if let (Some((_, words)), true) = (&mut open, goes_on) {
            words.push(' ');
            words.push_str(line);
        } else {
            close(&mut open, &mut indents, builder);
            let words = marked.as_ref().map_or(*line, |marked| marked.words);
            open = Some((marked, words.to_owned()));
        }
        before = Some(line);
    }
    close(&mut open, &mut indents, builder);
}

fn indent(line: &str) -> usize {
    line.chars().take_while(|&c| c == ' ' || c == '\t').count()
}

/// The depth of an item indented so far, among the items above it.
fn depth(indents: &mut Vec<usize>, indent: usize) -> u8 {
    while indents.last().is_some_and(|&last| last > indent) {
        indents.pop();
    }
    if indents.last() != Some(&indent) {
        indents.push(indent);
    }
    u8::try_from(indents.len() - 1).unwrap_or(u8::MAX)
}

/// Whether `line` goes on with the words of `before`: the first word would not have fitted there.
fn is_wrapped(before: &str, line: &str, width: usize) -> bool {
    if width > WRAPPED_AT_MOST {
        return false;
    }
    let first = line.trim_start().split(' ').next().unwrap_or_default();
    let label = first.ends_with(':') && before.ends_with(['.', '!', '?']);
    !label && before.chars().count() + 1 + first.chars().count() > width
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reading::outline::outline;

    fn blocks(words: &str) -> Vec<String> {
        let mut builder = Builder::new();
        read(words.as_bytes(), &mut builder);
        outline(&builder.finish().unwrap())
    }

    #[test]
    fn wrapped_lines_are_joined_and_short_ones_are_not() {
        let note = "Date: 6 March 2012\nSeen: alone\n\nMother said that she had not slept since the weekend and that\nthe baby was with her sister. I saw\nthe bedroom.\n";
        assert_eq!(
            blocks(note),
            [
                "p Date: 6 March 2012",
                "p Seen: alone",
                "p Mother said that she had not slept since the weekend and that the baby was with her sister. I saw",
                "p the bedroom."
            ]
        );
    }

    #[test]
    fn headings_only_when_certain() {
        assert_eq!(
            blocks(
                "Home visit\n==========\n\nCHILD'S VIEWS\n\n2. Attendance\n\nAll came.\n\nNo reply"
            ),
            [
                "h1 Home visit",
                "h2 CHILD'S VIEWS",
                "h2 2. Attendance",
                "p All came.",
                "p No reply"
            ]
        );
    }

    #[test]
    fn lists_go_on_over_lines_and_nest() {
        assert_eq!(
            blocks("Plan:\n- visit weekly,\n  unannounced\n  * weigh him\n- review\n1) first\n"),
            [
                "p Plan:",
                "li0 • visit weekly, unannounced",
                "li1 • weigh him",
                "li0 • review",
                "li0 1) first"
            ]
        );
    }

    #[test]
    fn tables_of_bars_and_tabs_and_columns_of_spaces() {
        assert_eq!(
            blocks(
                "| Need | Who |\n|---|---|\n| Safe | FSW |\n\na\tb\nc\td\n\nName      Age\nChild A   7\nChild B   10\n"
            ),
            [
                "th0 Need | Who",
                "tr0 Safe | FSW",
                "tr1 a | b",
                "tr1 c | d",
                "v Name      Age\nChild A   7\nChild B   10"
            ]
        );
    }

    #[test]
    fn form_feeds_part_pages() {
        assert_eq!(
            blocks("one\u{c}two\u{c}\n"),
            ["page 1", "p one", "page 2", "p two"]
        );
    }

    #[test]
    fn old_encodings_page_feeds_and_lines_without_end() {
        let mut builder = Builder::new();
        read(b"Mother\x92s view\r\n\x0cSeen \x96 alone\r\n", &mut builder);
        assert_eq!(
            outline(&builder.finish().unwrap()),
            ["page 1", "p Mother’s view", "page 2", "p Seen – alone"]
        );
        let wide: Vec<u8> = "Mother rang the school\u{c}and came"
            .encode_utf16()
            .flat_map(u16::to_be_bytes)
            .collect();
        let mut builder = Builder::new();
        read(&wide, &mut builder);
        assert_eq!(
            outline(&builder.finish().unwrap()),
            ["page 1", "p Mother rang the school", "page 2", "p and came"]
        );
        let line = "word ".repeat(200_000);
        let mut builder = Builder::new();
        read(line.as_bytes(), &mut builder);
        let text = builder.finish().unwrap();
        assert_eq!((text.blocks.len(), text.words.len()), (1, 999_999));
    }
}
