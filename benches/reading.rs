//! Reading at speed, measured on a generated case file of 3,000 pages and 1.2 million words, against peers on the same words in the same
//! run: `cargo bench --bench reading`.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    missing_docs
)]

#[path = "support/made.rs"]
#[expect(dead_code, reason = "the other benches use the rest")]
mod made;

use made::Dice;
use std::{
    hint::black_box,
    time::{Duration, Instant},
};

use alongside::{
    casework::{DocumentNo, Sha256},
    reading::{
        Block, BlockKind, Comparison, Folded, OpenText, Text, Wrapped, grain, pointing,
        text::TEXT_VERSION,
    },
};

const PAGES: u32 = 3_000;
const WORDS_A_PAGE: usize = 400;
const RUNS: usize = 7;

fn case_file() -> Text {
    let mut dice = Dice(2012);
    let mut text = Text {
        v: TEXT_VERSION,
        ..Text::default()
    };
    for page in 1..=PAGES {
        push(&mut text, BlockKind::Page(page), "");
        let title = dice.words(4) + ".";
        push(&mut text, BlockKind::Heading(2), &title);
        let mut left = WORDS_A_PAGE - 4;
        while left > 0 {
            let count = left.min(20 + dice.throw(60));
            left -= count;
            let words = dice.words(count) + ".";
            match dice.throw(8) {
                0 => {
                    let marker = "•".to_owned();
                    push(&mut text, BlockKind::Item { depth: 0, marker }, &words);
                }
                1 => push_row(&mut text, page, &words),
                _ => push(&mut text, BlockKind::Paragraph, &words),
            }
        }
    }
    // The needle that stands at the very end.
    push(
        &mut text,
        BlockKind::Paragraph,
        "The café in Łódź Road was closed.",
    );
    text
}

fn push(text: &mut Text, kind: BlockKind, words: &str) {
    if !text.blocks.is_empty() {
        text.words.push('\n');
    }
    let start = text.words.len();
    text.words.push_str(words);
    text.blocks.push(Block {
        kind,
        start,
        end: text.words.len(),
    });
}

fn push_row(text: &mut Text, table: u32, words: &str) {
    let words: Vec<_> = words.split(' ').collect();
    let cells: Vec<_> = words
        .chunks(words.len() / 3 + 1)
        .map(|cell| cell.join(" "))
        .collect();
    let mut at = text.words.len() + 1;
    let ranges = cells.iter().map(|cell| {
        let range = (at, at + cell.len());
        at = range.1 + 1;
        range
    });
    let kind = BlockKind::Row {
        table,
        header: false,
        cells: ranges.collect(),
    };
    push(text, kind, &cells.join("\t"));
}

/// Runs it some times and prints the middle and the quickest.
fn measure<T>(what: &str, note: impl Fn(&T) -> String, mut work: impl FnMut() -> T) {
    let mut times = Vec::new();
    let mut result = None;
    for _ in 0..RUNS {
        let begun = Instant::now();
        result = Some(black_box(work()));
        times.push(begun.elapsed());
    }
    times.sort();
    let ms = |time: Duration| time.as_secs_f64() * 1_000.0;
    let note = result.as_ref().map(note).unwrap_or_default();
    println!(
        "{what:<58} {:>10.4} {:>10.4}   {note}",
        ms(times[RUNS / 2]),
        ms(times[0])
    );
}

fn main() {
    let text = case_file();
    let words = text.words.split_whitespace().count();
    println!(
        "{PAGES} pages, {words} words, {} kB, {} blocks\n",
        text.words.len() / 1_000,
        text.blocks.len()
    );
    println!("{:<58} {:>10} {:>10}", "", "middle ms", "least ms");
    wrapping(&text);
    finding(&text);
    comparing(&text);
    pointing_and_stepping(text);
}

/// The text beside a copy in which the first word of every 2,000th paragraph is another.
fn comparing(text: &Text) {
    let mut altered = text.clone();
    let paragraphs: Vec<usize> = altered
        .blocks
        .iter()
        .filter(|block| block.kind == BlockKind::Paragraph && block.counts())
        .map(|block| block.start)
        .step_by(2_000)
        .collect();
    // The same length, so that every range of the copy is right.
    for start in paragraphs {
        let end = altered.words[start..].find([' ', '\n']).unwrap() + start;
        altered
            .words
            .replace_range(start..end, &"z".repeat(end - start));
    }
    measure(
        "compare with a copy, a few words changed",
        |compared: &Comparison| format!("{:?}", compared.extent()),
        || Comparison::of(text, &altered),
    );
    // The peer knows neither paragraphs nor what moved.
    measure(
        "  similar, Myers over all words",
        |changes: &usize| format!("{changes} changes"),
        || {
            let words = |text: &'_ Text| -> Vec<String> {
                text.words.split_whitespace().map(str::to_owned).collect()
            };
            let (old, new) = (words(text), words(&altered));
            similar::capture_diff_slices(similar::Algorithm::Myers, &old, &new)
                .iter()
                .filter(|op| op.tag() != similar::DiffTag::Equal)
                .count()
        },
    );
}

fn wrapping(text: &Text) {
    for width in [60, 100, 200] {
        let rows = |wrapped: &Wrapped| format!("{} rows", wrapped.rows());
        measure(&format!("wrap, {width} columns"), rows, || {
            Wrapped::new(text, width)
        });
    }
    // The peer wraps running words only, tables as if they were paragraphs: less work than ours.
    let options = textwrap::Options::new(100)
        .word_separator(textwrap::WordSeparator::AsciiSpace)
        .word_splitter(textwrap::WordSplitter::NoHyphenation)
        .wrap_algorithm(textwrap::WrapAlgorithm::FirstFit);
    measure(
        "  textwrap first-fit at ASCII spaces, 100 columns",
        |rows: &usize| format!("{rows} rows"),
        || {
            let blocks = text.blocks.iter().filter(|block| block.start < block.end);
            blocks
                .map(|block| textwrap::wrap(&text.words[block.range()], &options).len())
                .sum()
        },
    );
    let wrapped = Wrapped::new(text, 100);
    for (place, from) in [
        ("first", 0),
        ("middle", wrapped.rows() / 2),
        ("last", wrapped.rows() - 60),
    ] {
        measure(
            &format!("60 rows of parts and words, {place} page"),
            |bytes: &usize| format!("{bytes} bytes"),
            || {
                let from = wrapped.row_of(wrapped.start_of(from));
                let rows = (from..from + 60).filter_map(|number| wrapped.row(number));
                rows.flat_map(|row| row.parts())
                    .map(|part| text.slice(part.range).len())
                    .sum()
            },
        );
    }
}

fn finding(text: &Text) {
    let words = text.words.as_str();
    measure("fold", |_: &Folded| String::new(), || Folded::new(words));
    let folded = Folded::new(words);
    let lower = words.to_lowercase();
    let hits = |hits: &usize| format!("{hits} hits");
    for needle in ["cafe in lodz", "support was offered", "mother", "e"] {
        measure(&format!("find {needle:?}"), hits, || {
            folded.find_all(needle, usize::MAX).len()
        });
        measure(
            &format!("  str::matches over lower case {needle:?}"),
            hits,
            || lower.matches(needle).count(),
        );
        let pattern = regex::Regex::new(needle).unwrap();
        measure(&format!("  regex over lower case {needle:?}"), hits, || {
            pattern.find_iter(&lower).count()
        });
        let pattern = regex::Regex::new(&format!("(?i){needle}")).unwrap();
        measure(
            &format!("  regex (?i) over the words as they are {needle:?}"),
            hits,
            || pattern.find_iter(words).count(),
        );
    }
}

fn pointing_and_stepping(text: Text) {
    measure(
        "check a stored text",
        |_: &bool| String::new(),
        || text.check().is_ok(),
    );
    let open = OpenText::new(text).unwrap();
    let near_end = open.text().words.rfind("café").unwrap();
    let sha = Sha256([1; 32]);
    let passage =
        pointing::passage(&open, DocumentNo(1), sha, sha, near_end..near_end + 5).unwrap();
    measure(
        "find an anchor at its place",
        |_| String::new(),
        || pointing::locate(&open, sha, &passage),
    );
    measure(
        "find an anchor in another text",
        |_| String::new(),
        || pointing::locate(&open, Sha256([2; 32]), &passage),
    );
    measure(
        "a sentence forth and back, at the end",
        |_| String::new(),
        || {
            let back = grain::previous_sentence(open.text(), near_end);
            back.and_then(|at| grain::next_sentence(open.text(), at))
        },
    );
}
