//! Reads documents from the command line, without an inspection: for measuring (`benches/words.py`), and for looking at what a reader
//! makes of a file.
//!
//! `read_file FILE…` prints one line of JSON a file: reader, milliseconds, how many words, what stands at the top and foot of pages, why
//! it could not be read. `--outline` prints the text block by block instead, `--words` its words.
#![allow(
    clippy::print_stdout,
    clippy::format_push_string,
    reason = "a program that prints"
)]

use std::time::Instant;

use alongside::reading::{BlockKind, MarkKind, Reading, Text, read};

fn main() {
    let (options, files): (Vec<String>, Vec<String>) = std::env::args()
        .skip(1)
        .partition(|argument| argument.starts_with("--"));
    let asked = |option: &str| options.iter().any(|own| own == option);
    for file in files {
        let bytes = match std::fs::read(&file) {
            Ok(bytes) => bytes,
            Err(why) => {
                println!(
                    "{}",
                    serde_json::json!({ "file": file, "why": why.to_string() })
                );
                continue;
            }
        };
        let start = Instant::now();
        let reading = read(&file, &bytes);
        let took = start.elapsed();
        match &reading.text {
            Ok(text) if asked("--words") => println!("{}", words(text)),
            Ok(text) if asked("--outline") => print!("{}", outline(text)),
            _ => println!("{}", said(&file, &reading, took.as_secs_f64() * 1000.0)),
        }
    }
}

fn said(file: &str, reading: &Reading, milliseconds: f64) -> serde_json::Value {
    let text = reading.text.as_ref();
    let running: Vec<&str> = text
        .map(|text| {
            let marks = text.marks.iter();
            let running = marks.filter(|mark| mark.kind == MarkKind::Running);
            running.map(|mark| text.slice(mark.range())).collect()
        })
        .unwrap_or_default();
    serde_json::json!({
        "file": file,
        "reader": reading.reader,
        "milliseconds": milliseconds,
        "words": text.map_or(0, |text| text.words.split_whitespace().count()),
        "running": running,
        "why": text.err(),
    })
}

/// The words, the markers of lists among them.
fn words(text: &Text) -> String {
    let blocks = text.blocks.iter().map(|block| {
        let own = text.slice(block.range());
        match &block.kind {
            BlockKind::Item { marker, .. } => format!("{marker} {own}"),
            _ => own.to_owned(),
        }
    });
    blocks.collect::<Vec<_>>().join("\n")
}

fn outline(text: &Text) -> String {
    let mut out = String::new();
    for remark in &text.remarks {
        out.push_str(&format!("! {remark}\n"));
    }
    for block in &text.blocks {
        let own = text.slice(block.range());
        let dim = if text.is_running(block) { "~" } else { "" };
        out.push_str(&match &block.kind {
            BlockKind::Heading(level) => format!("h{level} {own}\n"),
            BlockKind::Item { depth, marker } => format!("li{depth} {marker} {own}\n"),
            BlockKind::Row {
                table,
                header,
                cells,
            } => {
                let cells: Vec<&str> = cells.iter().map(|&(a, b)| text.slice(a..b)).collect();
                let sign = if *header { "th" } else { "tr" };
                format!("{sign}{table} {}\n", cells.join(" | "))
            }
            BlockKind::Page(number) => format!("page {number}\n"),
            BlockKind::Paragraph => format!("{dim}p {own}\n"),
            BlockKind::Line => format!("{dim}l {own}\n"),
            BlockKind::Quote => format!("q {own}\n"),
            BlockKind::Verbatim => format!("v {own}\n"),
        });
    }
    for mark in &text.marks {
        out.push_str(&format!("* {:?} {}\n", mark.kind, text.slice(mark.range())));
    }
    out
}
