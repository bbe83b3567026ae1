//! Web pages made here, and what becomes of them.

use super::*;
use crate::reading::{Text, outline::outline};

fn text(page: &str) -> Text {
    let mut builder = Builder::new();
    read(page.as_bytes(), &mut builder);
    builder.finish().unwrap()
}

fn blocks(page: &str) -> Vec<String> {
    outline(&text(page))
}

#[test]
fn headings_lists_and_paragraphs_without_closing_tags() {
    assert_eq!(
        blocks(
            "<html><head><title>x</title><style>p{}</style></head><h1>Home\nvisit</h1><p>Seen <b>alone</b>.<p>Mother<br>at work\
             <ol><li>first<li>second<ul><li>inner</ul></ol><blockquote>I like my bed</blockquote><pre>a\n  b</pre>"
        ),
        [
            "h1 Home visit",
            "p Seen alone.",
            "p Mother",
            "p at work",
            "li0 1. first",
            "li0 2. second",
            "li1 • inner",
            "q I like my bed",
            "v a\n  b"
        ]
    );
}

#[test]
fn tables_keep_titles_spans_and_carried_cells() {
    assert_eq!(
        blocks(
            "<table><tr><th>Need<th>Service<th>Who<tr><td rowspan=2>Safe<td>FSW<td>A</td></tr><tr><td colspan=2>Nursery</table>after"
        ),
        [
            "th0 Need | Service | Who",
            "tr0 Safe | FSW | A",
            "tr0  | Nursery | ",
            "p after"
        ]
    );
}

#[test]
fn a_table_that_only_places_another_is_no_table() {
    assert_eq!(
        blocks(
            "<table><tr><td><ul><li>x<li>y</ul><td>z</table><table><tr><td>Left<td><p>Top<table><tr><td>a<td>b</table>below<td>right</table>"
        ),
        [
            "tr0 • x • y | z",
            "p Left",
            "p Top",
            "tr1 a | b",
            "p below",
            "p right"
        ]
    );
}

#[test]
fn scripts_are_left_out_and_that_is_said() {
    let text = text(
        "<p>one<script>if (a<b) alert('x')</script> two <s>three</s> <input type=checkbox checked>yes",
    );
    assert_eq!(text.words, "one two [struck out: three] ☒ yes");
    assert_eq!(
        text.remarks,
        ["Scripts and styles of the web page are left out."]
    );
}

#[test]
fn bold_italic_and_changes_are_marked() {
    let text = text(
        "<h2><b>Plan</b></h2><p>Seen <b>alone <i>at</i></b> home <del datetime='2012-03-14T10:00'>weekly</del> <ins>monthly</ins></b>.<table><tr><td><em>a</em><td>b</table>",
    );
    assert_eq!(
        outline(&text),
        [
            "h2 Plan",
            "p Seen alone at home [deleted 14 Mar 2012: weekly] [inserted: monthly].",
            "tr0 a | b"
        ]
    );
    let marked: Vec<(&str, MarkKind)> = text
        .marks
        .iter()
        .map(|mark| (text.slice(mark.range()), mark.kind))
        .collect();
    let on = Some(jiff::civil::date(2012, 3, 14));
    assert_eq!(
        marked,
        [
            ("alone at", MarkKind::Bold),
            ("at", MarkKind::Italic),
            ("[deleted 14 Mar 2012: weekly]", MarkKind::Deleted { on }),
            ("[inserted: monthly]", MarkKind::Inserted { on: None }),
            ("a", MarkKind::Italic)
        ]
    );
}

#[test]
fn declared_encodings_count_and_deep_nesting_costs_nothing() {
    let mut builder = Builder::new();
    read(
        b"<html><meta charset=\"windows-1252\"><p>Mother\x92s",
        &mut builder,
    );
    assert_eq!(builder.finish().unwrap().words, "Mother’s");
    let deep = format!(
        "{}deep{}",
        "<div>".repeat(200_000),
        "</div>".repeat(200_000)
    );
    assert_eq!(blocks(&deep), ["p deep"]);
    let deep = format!("{}deep", "<table><tr><td><ul><li>".repeat(50_000));
    assert_eq!(text(&deep).words, "• deep");
}

#[test]
fn what_is_fetched_from_elsewhere_is_not_and_is_said() {
    let mut builder = Builder::new();
    read(
        b"<link rel=stylesheet href='https://example.org/a.css'><style>p{}</style><script src='//example.org/a.js'>x()</script><p>Visit<img src='http://example.org/t.gif'><img src='data:image/gif;base64,R0'><iframe src='HTTPS://example.org/'>no</iframe>",
        &mut builder,
    );
    let text = builder.finish().unwrap();
    assert_eq!(text.words, "Visit");
    assert_eq!(
        text.remarks,
        [
            "Scripts and styles of the web page are left out.",
            "4 parts that the web page fetches from elsewhere (pictures, frames, films) are not fetched and not shown.",
            "2 pictures are not shown."
        ]
    );
}
