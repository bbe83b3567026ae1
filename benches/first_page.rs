//! From Enter on a document to its first page: a made PDF of 400 pages is read as intake reads it and kept sealed; then its text is taken
//! out of the sealed store, read from its stored form, checked, made ready and wrapped, and the first rows are looked up:
//! `cargo bench --bench first_page`. What the terminal then draws is measured in `screen`.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::cast_precision_loss,
    missing_docs
)]

#[path = "support/made.rs"]
#[allow(dead_code, reason = "the other benches use the rest")]
mod made;
#[path = "../src/reading/test_files.rs"]
#[allow(dead_code, reason = "the tests use the rest")]
mod test_files;

use std::time::{Duration, Instant};

use alongside::{
    casework::CaseNo,
    ledger::{Ledger, Options},
    reading::{OpenText, Text, Wrapped, read},
};
use made::{Dice, print, titles};

const PAGES: usize = 400;
const LINES: usize = 45;
const WIDTH: u16 = 98;
const ROWS: usize = 60;
const RUNS: usize = 15;
/// From Enter to the first page, in milliseconds.
const FIRST_PAGE: f64 = 300.0;

fn main() {
    let place = tempfile::tempdir().unwrap();
    let root = place.path().join("inspection");
    let mut dice = Dice(2012);
    let mut ledger = Ledger::create(&root, &Options::new(made::NOW)).unwrap();
    ledger.append(made::set_up()).unwrap();
    ledger.append(made::case(&mut dice, 1, 1)).unwrap();

    let pdf = pdf(&mut dice);
    let (mut reading_took, mut kept) = (Vec::new(), Vec::new());
    for _ in 0..3 {
        let begun = Instant::now();
        let reading = read("report.pdf", &pdf);
        reading_took.push(begun.elapsed());
        kept = serde_json::to_vec(&reading.text.unwrap()).unwrap();
    }
    let documents = ledger.documents();
    let sha256 = documents.put_text(CaseNo(1), &kept).unwrap();

    let mut parts: [Vec<Duration>; 6] = Default::default();
    let mut words = 0;
    for _ in 0..RUNS {
        let begun = Instant::now();
        let mut took = Vec::new();
        let mut mark = begun;
        let mut lap = |took: &mut Vec<Duration>| {
            took.push(mark.elapsed());
            mark = Instant::now();
        };
        let bytes = documents.text(CaseNo(1), sha256).unwrap();
        lap(&mut took);
        let text: Text = serde_json::from_slice(&bytes).unwrap();
        lap(&mut took);
        let open = OpenText::new(text).unwrap();
        lap(&mut took);
        let wrapped = Wrapped::new(open.text(), WIDTH);
        lap(&mut took);
        let first = (0..ROWS).filter_map(|row| wrapped.row(row)).count();
        assert_eq!(first, ROWS);
        took.push(begun.elapsed());
        let begun = Instant::now();
        open.folded();
        took.push(begun.elapsed());
        words = open.text().words.split_whitespace().count();
        for (part, took) in parts.iter_mut().zip(took) {
            part.push(took);
        }
    }
    titles(&format!(
        "a PDF of {PAGES} pages, {words} words, {:.1} MB; its kept text {:.1} MB",
        megabytes(pdf.len()),
        megabytes(kept.len())
    ));
    let [unsealed, parsed, checked, wrapped, all, folded] = parts;
    print("read from the PDF, once, at intake", reading_took, None);
    print("taken out of the sealed store", unsealed, None);
    print("read from its stored form", parsed, None);
    print("checked and counted", checked, None);
    print("wrapped", wrapped, None);
    print("all of it, as far as the first page", all, Some(FIRST_PAGE));
    print("behind the first page: folded for finding", folded, None);
    ledger.close();
}

fn megabytes(bytes: usize) -> f64 {
    bytes as f64 / 1e6
}

/// Pages of ordinary lines with a heading and a foot each.
fn pdf(dice: &mut Dice) -> Vec<u8> {
    let pages: Vec<String> = (1..=PAGES)
        .map(|page| {
            let mut content = test_files::show(72.0, 790.0, 16.0, &dice.words(4));
            for line in 0..LINES {
                let y = 760.0 - 15.0 * f64::from(u32::try_from(line).unwrap());
                content += &test_files::show(72.0, y, 10.0, &dice.words(14));
            }
            content + &test_files::show(280.0, 30.0, 9.0, &format!("Page {page} of {PAGES}"))
        })
        .collect();
    test_files::pdf(&pages)
}
