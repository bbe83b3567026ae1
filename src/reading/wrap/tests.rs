//! Wrapping held to what it promises: every word once, measured as drawn, at every width.

use proptest::prelude::*;
use unicode_segmentation::UnicodeSegmentation;

use super::*;
use crate::reading::{
    cells,
    sample::{any_text, item, plain, row, sample, text_of},
};

/// The rows as a person sees them, blanks at the end of a row left out.
fn seen(text: &Text, width: u16) -> Vec<String> {
    let wrapped = Wrapped::new(text, width);
    (0..wrapped.rows())
        .map(|number| {
            let row = wrapped.row(number).unwrap();
            let mut line = String::new();
            let mut put = |col: u16, words: &str| {
                let gap = usize::from(col).saturating_sub(cells::cols(&line));
                line.push_str(&" ".repeat(gap));
                line.push_str(words);
            };
            match row.shape {
                Shape::Blank => {}
                Shape::Rule => put(0, "----"),
                Shape::Page => put(0, "== page =="),
                Shape::Words => {
                    if row.bar(text) {
                        put(0, "|");
                    }
                    if let Some((col, marker)) = row.marker(text) {
                        put(col, marker);
                    }
                    for part in row.parts() {
                        match part.what {
                            What::Words => put(part.col, text.slice(part.range)),
                            What::Label => put(part.col, &format!("{}:", text.slice(part.range))),
                            What::Unseen => {}
                        }
                    }
                }
            }
            line.trim_end().to_owned()
        })
        .collect()
}

#[test]
fn minutes_read_well() {
    assert_eq!(
        seen(&sample(), 40),
        [
            "Core group minutes",
            "Zoé's mother did not attend the last two",
            "sessions.",
            "== page ==",
            "Plan",
            "Need           Service          Who",
            "----",
            "Safe at home   Family support   FSW",
            "",
            "1. The worker rings before the next",
            "   meeting.",
            "2. The school is told.",
        ]
    );
}

#[test]
fn a_table_too_wide_becomes_cards_with_titles() {
    let text = text_of(vec![
        row(0, true, "Need\tService\tHow often\tWho"),
        row(
            0,
            false,
            "Safe at home\tFamily support in the evenings\tweekly\tFSW",
        ),
        row(0, false, "School\t\tdaily\tTeacher"),
    ]);
    assert_eq!(
        seen(&text, 30),
        [
            "Need   Service   How often",
            "Who",
            "",
            "Need: Safe at home",
            "Service: Family support in the",
            "         evenings",
            "How often: weekly",
            "Who: FSW",
            "",
            "Need: School",
            "How often: daily",
            "Who: Teacher",
        ]
    );
}

#[test]
fn cells_are_wrapped_in_their_columns() {
    let text = text_of(vec![
        row(0, true, "Need\tWhat is done"),
        row(
            0,
            false,
            "Safe at home\tThe family support worker comes every evening",
        ),
    ]);
    assert_eq!(
        seen(&text, 34),
        [
            "Need           What is done",
            "----",
            "Safe at home   The family support",
            "               worker comes every",
            "               evening",
        ]
    );
}

#[test]
fn lists_hang_quotes_have_a_bar_and_verbatim_keeps_its_spaces() {
    let text = text_of(vec![
        item(0, "•", "outer words that go on"),
        item(1, "a)", "inner words that go on"),
        (BlockKind::Quote, "I like it at Nan's house".to_owned()),
        (
            BlockKind::Verbatim,
            "a   b\n\n\n\n\n\tc  0123456789012345".to_owned(),
        ),
    ]);
    assert_eq!(
        seen(&text, 18),
        [
            "• outer words that",
            "  go on",
            "  a) inner words",
            "     that go on",
            "",
            "| I like it at",
            "| Nan's house",
            "",
            "a   b",
            "",
            "",
            "    c  01234567890",
            "12345",
        ]
    );
}

#[test]
fn words_written_without_spaces_break_where_they_may() {
    assert_eq!(
        seen(&plain("面会は三月。（次は四月）と言った don’t"), 12),
        ["面会は三月。", "（次は四月）", "と言った", "don’t"]
    );
}

#[test]
fn a_megabyte_of_accents_stays_one_cell() {
    let text = plain(&format!("ab{} c", "\u{301}".repeat(500_000)));
    let wrapped = Wrapped::new(&text, 20);
    assert_eq!(wrapped.rows(), 1);
    let parts: Vec<_> = wrapped.row(0).unwrap().parts().collect();
    let drawn = parts.iter().filter(|part| part.what == What::Words);
    assert_eq!(drawn.map(|part| part.range.len()).sum::<usize>(), 33);
    assert_eq!(parts.last().unwrap().col, 3);
    assert_eq!(parts.len(), 3);
}

#[test]
fn one_line_of_five_megabytes_is_broken_at_the_width() {
    let text = plain(&"x".repeat(5_000_000));
    let wrapped = Wrapped::new(&text, 100);
    assert_eq!(wrapped.rows(), 50_000);
    assert_eq!(wrapped.start_of(40_000), 4_000_000);
    assert_eq!(wrapped.row_of(4_000_099), 40_000);
    let accented = plain(&"é".repeat(100_000));
    assert_eq!(Wrapped::new(&accented, 100).rows(), 1_000);
}

#[test]
fn a_hundred_thousand_rows_take_few_bytes() {
    let text = plain(
        &"seventy bytes a row of plain words as they stand in any case note here ".repeat(100_000),
    );
    let wrapped = Wrapped::new(&text, 71);
    assert_eq!(wrapped.rows(), 100_000);
    let bytes = wrapped.rows.capacity() * size_of::<RowEntry>()
        + wrapped.segs.capacity() * size_of::<Seg>();
    assert_eq!(bytes, 2_800_000);
}

#[test]
fn columns_and_bytes_convert_on_a_row() {
    let text = plain("Zoé 日本 wrote");
    let wrapped = Wrapped::new(&text, 40);
    let row = wrapped.row(0).unwrap();
    assert_eq!(row.byte_at(&text, 2), Some(2));
    assert_eq!(row.byte_at(&text, 3), Some(4));
    assert_eq!(row.byte_at(&text, 5), Some(5));
    assert_eq!(row.byte_at(&text, 39), Some(text.words.len()));
    assert_eq!(row.col_of(&text, 8), Some(6));
    assert_eq!(row.col_of(&text, text.words.len()), Some(14));
    assert_eq!(row.col_of(&text, 99), None);
}

#[test]
fn work_is_counted_in_rows() {
    let before = rows_wrapped();
    let wrapped = Wrapped::new(&plain("one two three"), 5);
    assert_eq!(wrapped.rows(), 3);
    let _ = (wrapped.row(2), wrapped.row_of(4));
    assert_eq!(rows_wrapped() - before, 3);
}

#[test]
fn an_empty_text_has_no_rows() {
    let wrapped = Wrapped::new(&Text::default(), 80);
    assert_eq!(
        (wrapped.rows(), wrapped.row_of(7), wrapped.start_of(7)),
        (0, 0, 0)
    );
    assert!(wrapped.row(0).is_none());
}

/// What is drawn, by the rule of the terminal: graphemes, each with its columns.
fn drawn(words: &str) -> (usize, usize, usize) {
    let sound = |words: &str| words.matches(['\u{FF9E}', '\u{FF9F}']).count();
    let mut cols = 0;
    let (mut narrowest, mut longest) = (usize::MAX, 0);
    for grapheme in words.graphemes(true) {
        let own = unicode_width::UnicodeWidthStr::width(grapheme) + sound(grapheme);
        cols += own;
        narrowest = narrowest.min(own);
        longest = longest.max(grapheme.len());
    }
    (cols, narrowest, longest)
}

fn squeezed(words: &str) -> String {
    words.split_whitespace().collect()
}

fn holds(text: &Text, width: u16) -> Result<(), TestCaseError> {
    held(text, &Wrapped::new(text, width), width)?;
    held(text, &Wrapped::sideways(text, width), width)
}

fn held(text: &Text, wrapped: &Wrapped, width: u16) -> Result<(), TestCaseError> {
    let mut ranges = Vec::new();
    let mut last = 0;
    for number in 0..wrapped.rows() {
        let row = wrapped.row(number).unwrap();
        prop_assert!(row.start >= last, "row {number} goes back");
        last = row.start;
        let mut col = 0;
        for part in row.parts() {
            prop_assert!(
                usize::from(part.col) >= col,
                "parts overlap in row {number}"
            );
            if part.what == What::Unseen {
                ranges.push(part.range);
                continue;
            }
            let words = text.words.get(part.range.clone()).unwrap();
            prop_assert!(!words.contains(['\t', '\n']));
            let (cols, narrowest, longest) = drawn(words);
            prop_assert!(narrowest >= 1 && longest <= 64, "{words:?}");
            col = usize::from(part.col) + cols;
            prop_assert!(
                row.is_wide() || col <= usize::from(width),
                "row {number} is {col} of {width} wide"
            );
            if part.what == What::Words {
                prop_assert_eq!(wrapped.row_of(part.range.end - 1), number);
                prop_assert_eq!(row.col_of(text, part.range.start), Some(part.col));
                prop_assert_eq!(row.byte_at(text, part.col), Some(part.range.start));
                ranges.push(part.range);
            }
        }
        if row.shape == Shape::Words && row.parts().any(|part| part.what != What::Label) {
            prop_assert_eq!(wrapped.row_of(wrapped.start_of(number)), number);
        }
    }
    // Only a table laid out in columns leaves the order of the text from row to row.
    if wrapped.tables.is_empty() {
        prop_assert!(ranges.is_sorted_by_key(|range| range.start));
    }
    ranges.sort_by_key(|range| range.start);
    prop_assert!(ranges.windows(2).all(|pair| pair[0].end <= pair[1].start));
    let shown: String = ranges.into_iter().map(|range| text.slice(range)).collect();
    prop_assert_eq!(squeezed(&shown), squeezed(&text.words));
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]
    #[test]
    fn every_character_is_on_one_row_and_no_row_is_too_wide(text in any_text(), width in 20_u16..=220) {
        holds(&text, width)?;
    }

    #[test]
    fn the_narrowest_panes_lose_no_character(text in any_text(), width in 0_u16..20) {
        let wrapped = Wrapped::new(&text, width);
        let mut ranges: Vec<_> = (0..wrapped.rows())
            .flat_map(|number| wrapped.row(number).unwrap().parts().collect::<Vec<_>>())
            .filter(|part| part.what != What::Label)
            .map(|part| part.range)
            .collect();
        ranges.sort_by_key(|range| range.start);
        let shown: String = ranges.into_iter().map(|range| text.slice(range)).collect();
        prop_assert_eq!(squeezed(&shown), squeezed(&text.words));
    }
}

#[test]
fn the_index_agrees_with_drawing_at_every_width() {
    let text = text_of(vec![
        (BlockKind::Heading(1), "Réunion 面会".to_owned()),
        row(0, true, "Need\tService\tWho\tWhen"),
        row(
            0,
            false,
            "Safe at home, a\u{301}lways\tFamily support 家族\tFSW\tevery week until Easter",
        ),
        item(3, "iv.", "told 👨‍👩‍👧‍👦 and the school"),
        (BlockKind::Quote, "w".repeat(250)),
        (BlockKind::Verbatim, "a\tb  c\n\n d".to_owned()),
    ]);
    for width in 20..=220 {
        holds(&text, width).unwrap();
    }
}

#[test]
fn a_table_too_wide_is_moved_sideways_under_its_first_column() {
    let text = text_of(vec![
        row(
            0,
            true,
            "Ref\tWho called\tWhat was said\tWhat was done\tWhose idea\tWhere",
        ),
        row(
            0,
            false,
            "1\tthe school nurse\tthat he had not eaten\ta visit on the same day\thers\tat the school gate",
        ),
        row(0, false, "2\tgrandmother\tthat all was well\tnothing\t\t"),
    ]);
    // Fits: nothing to move.
    assert!(!Wrapped::sideways(&text, 120).row(0).unwrap().is_wide());
    let wrapped = Wrapped::sideways(&text, 42);
    let line = wrapped.row(2).unwrap();
    assert!(line.is_wide());
    assert_eq!(line.furthest(), 4);
    let at = |words: &str| text.words.find(words).unwrap();
    let seen = |words: &str, first| {
        let col = line.col_of(&text, at(words)).unwrap();
        line.seen(col, first)
    };
    for (words, places) in [
        ("1\t", [Some(0), Some(0), Some(0)]),
        ("the school", [Some(6), None, None]),
        ("that he", [Some(25), Some(6), None]),
        ("a visit", [None, Some(30), None]),
        ("hers", [None, None, Some(6)]),
    ] {
        let found = [1, 2, 9].map(|first| seen(words, first));
        assert_eq!(found, places, "{words}");
        let shown = line.showing(&text, at(words), 1);
        assert!(seen(words, shown).is_some());
        let col = line.col_of(&text, at(words)).unwrap();
        assert_eq!(line.unseen(seen(words, shown).unwrap(), shown), col);
    }
    // In a pane too narrow for that, and where nobody asked for it, it is cards.
    let is_cards = |wrapped: &Wrapped| wrapped.row(0).unwrap().columns().is_empty();
    assert!(is_cards(&Wrapped::sideways(&text, 30)));
    assert!(is_cards(&Wrapped::new(&text, 42)));
}
