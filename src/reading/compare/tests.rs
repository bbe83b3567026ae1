//! What comparing promises: every changed word is marked, and no other.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use super::{
    ChangeKind, Comparison, RowKind,
    beside::Beside,
    plain::{self, Said},
};
use crate::reading::{
    OpenText, Wrapped,
    sample::{Draft, any_text, row, sample, text_of},
    text::{BlockKind, Text},
};

fn paragraphs(words: &[&str]) -> Text {
    text_of(
        words
            .iter()
            .map(|words| (BlockKind::Paragraph, (*words).to_owned()))
            .collect(),
    )
}

fn said(old: &Text, new: &Text) -> Vec<Said> {
    let comparison = Comparison::of(old, new);
    let (old, new) = (
        OpenText::new(old.clone()).unwrap(),
        OpenText::new(new.clone()).unwrap(),
    );
    plain::said(&comparison, &old, &new)
}

fn words(old: &Text, new: &Text) -> Vec<String> {
    said(old, new).into_iter().map(|said| said.words).collect()
}

/// The marked words of one side, those that only moved left out.
fn marked(text: &Text, comparison: &Comparison, old: bool) -> Vec<String> {
    comparison
        .changes
        .iter()
        .filter(|change| change.kind != ChangeKind::Moved)
        .map(|change| {
            text.slice(if old {
                change.old.clone()
            } else {
                change.new.clone()
            })
        })
        .flat_map(|words| words.split_whitespace().map(str::to_owned))
        .collect()
}

#[test]
fn the_same_words_are_no_change() {
    let comparison = Comparison::of(&sample(), &sample());
    assert!(comparison.same());
    assert!(comparison.rows.iter().all(|row| row.kind == RowKind::Same));
}

#[test]
fn a_word_replaced_put_in_and_taken_out_is_marked_and_nothing_else() {
    let old = paragraphs(&[
        "Mother did not attend the last two sessions.",
        "The worker rang on the 16th and left a message.",
        "Kieran was seen alone at school.",
    ]);
    let new = paragraphs(&[
        "Mother did attend the last two sessions.",
        "The worker rang on the 14th and left a message.",
        "Kieran was seen alone at school today.",
    ]);
    assert_eq!(
        words(&old, &new),
        [
            "Mother did [-not-] attend the last two sessions.",
            "The worker rang on the [-16th-]{+14th+} and left a message.",
            "Kieran was seen alone at [-school.-]{+school today.+}",
        ]
    );
    let extent = Comparison::of(&old, &new).extent();
    assert_eq!((extent.words, extent.places, extent.moved), (4, 3, 0));
}

#[test]
fn a_figure_in_a_cell_and_a_word_in_another_column_are_changes() {
    let table = |rows: &[&str]| {
        let rows: Vec<Draft> = rows.iter().map(|words| row(0, false, words)).collect();
        text_of(rows)
    };
    let old = table(&[
        "Need\tService\tWhen",
        "Safe\tVisits\t10 days",
        "Health\t\tGP",
    ]);
    let new = table(&[
        "Need\tService\tWhen",
        "Safe\tVisits\t20 days",
        "Health\tGP\t",
    ]);
    assert_eq!(
        words(&old, &new),
        [
            "Safe | Visits | [-10-]{+20+} days",
            "Health | [-GP-]{+GP+} |"
        ]
    );
    let one = |words: &str| table(&[words]);
    assert_eq!(
        words(&one("Attendance\tweekly"), &one("Attendance\tmonthly")),
        ["Attendance | [-weekly-]{+monthly+}"]
    );
    assert_eq!(
        words(&one("weekly"), &one("monthly")),
        ["[-weekly-]{+monthly+}"]
    );
}

#[test]
fn spaces_line_ends_and_pages_are_no_changes() {
    let old = text_of(vec![
        (BlockKind::Page(1), String::new()),
        (
            BlockKind::Paragraph,
            "The family  support worker will make con-".to_owned(),
        ),
        (BlockKind::Page(2), String::new()),
        (
            BlockKind::Paragraph,
            "tact before the next well- known meeting.".to_owned(),
        ),
        (BlockKind::Paragraph, "Caf\u{e9} at noon.".to_owned()),
    ]);
    let new = paragraphs(&[
        "The family support worker will make contact before the next well-known meeting.",
        "Cafe\u{301} at noon.",
    ]);
    assert_eq!(words(&old, &new), [] as [&str; 0]);
    assert!(Comparison::of(&old, &new).same());
    assert!(Comparison::of(&new, &old).same());
    // A hyphen within a line is a letter of its word.
    assert_eq!(
        words(
            &paragraphs(&["He will re-sign the plan."]),
            &paragraphs(&["He will resign the plan."])
        ),
        ["He will [-re-sign-]{+resign+} the plan."]
    );
    // A word lost where the line broke is still a change.
    let lost = paragraphs(&[
        "The family support worker will make contact before the well-known meeting.",
        "Caf\u{e9} at noon.",
    ]);
    assert_eq!(Comparison::of(&old, &lost).extent().words, 1);
}

#[test]
fn a_paragraph_that_stands_elsewhere_has_moved_also_when_altered() {
    let old = paragraphs(&[
        "The first visit took place on 3 March and all were seen.",
        "School says that attendance has fallen since January.",
        "Health: the hearing test is on 19 March at the clinic.",
        "Mother did not attend the last two sessions of the group.",
    ]);
    let new = paragraphs(&[
        "School says that attendance has fallen since January.",
        "Health: the hearing test is on 19 March at the clinic.",
        "Mother did not attend the last two sessions of the group.",
        "The first visit took place on 3 March and none were seen.",
    ]);
    let all = said(&old, &new);
    assert_eq!(all.len(), 1, "{all:?}");
    assert_eq!(all[0].what, "moved");
    assert_eq!(
        (all[0].stood.as_deref(), all[0].place.as_str()),
        (Some("¶1"), "¶4")
    );
    assert_eq!(
        all[0].words,
        "… first visit took place on 3 March and [-all-]{+none+} were seen."
    );
    let comparison = Comparison::of(&old, &new);
    let extent = comparison.extent();
    assert_eq!((extent.words, extent.places, extent.moved), (1, 1, 1));
    assert_eq!(comparison.rows[0].kind, RowKind::MovedAway { to: 4 });
    assert_eq!(comparison.rows[4].kind, RowKind::MovedHere { from: 0 });
    assert!(Comparison::of(&old, &old).same());
}

#[test]
fn paragraphs_taken_out_and_put_in_are_whole() {
    let old = paragraphs(&[
        "One stays here for good.",
        "This was written down then.",
        "Another that stays.",
    ]);
    let new = paragraphs(&[
        "One stays here for good.",
        "Another that stays.",
        "Quite different things came at the end.",
    ]);
    let all = said(&old, &new);
    let shown: Vec<_> = all
        .iter()
        .map(|said| (said.what, said.words.as_str()))
        .collect();
    assert_eq!(
        shown,
        [
            ("taken out", "[-This was written down then.-]"),
            ("put in", "{+Quite different things came at the end.+}")
        ]
    );
}

#[test]
fn what_was_quoted_is_touched_only_by_a_change_in_it() {
    let old = paragraphs(&[
        "Mother did not attend the last two sessions.",
        "All else is well.",
    ]);
    let at = |words: &str| {
        let start = old.words.find(words).unwrap();
        start..start + words.len()
    };
    let touched = |new: &str, quote: &str| {
        Comparison::of(&old, &paragraphs(&[new, "All else is well."])).touches_old(&at(quote))
    };
    assert!(touched(
        "Mother did attend the last two sessions.",
        "did not attend"
    ));
    assert!(touched(
        "Mother did not often attend the last two sessions.",
        "did not attend"
    ));
    assert!(!touched(
        "Mother did not attend the last three sessions.",
        "did not attend"
    ));
    assert!(!touched(
        "Mother did not attend often the last two sessions.",
        "did not attend"
    ));
    assert!(touched(
        "Quite other things were written here afterwards.",
        "did not attend"
    ));
}

#[test]
fn rows_beside_each_other_begin_at_one_height() {
    let old = paragraphs(&[
        "One.",
        "Gone from here now entirely.",
        "Three three three three three three.",
    ]);
    let new = paragraphs(&["One.", "Three three three three four three three three."]);
    let comparison = Comparison::of(&old, &new);
    let (left, right) = (Wrapped::new(&old, 12), Wrapped::new(&new, 12));
    let beside = Beside::new(&comparison, &left, &right);
    let (mut seen_left, mut seen_right) = (Vec::new(), Vec::new());
    for height in 0..beside.rows() {
        let at = beside.at(height).unwrap();
        seen_left.extend(at.old);
        seen_right.extend(at.new);
        if let Some(row) = at.old {
            assert_eq!(beside.height_of(at.row, row, true), height);
        }
    }
    assert_eq!(seen_left, (0..left.rows()).collect::<Vec<_>>());
    assert_eq!(seen_right, (0..right.rows()).collect::<Vec<_>>());
    assert_eq!(beside.at(beside.rows()), None);
    let last = comparison.rows.last().unwrap();
    assert_eq!(
        left.row(left.first_row_of(last.old.start)).unwrap().block,
        2,
        "the third paragraph stands in the last row"
    );
}

#[test]
fn texts_that_have_nothing_in_common_end_in_whole_paragraphs() {
    let many = |what: &str| -> Text {
        text_of(
            (0..4_000)
                .map(|at| {
                    let words: Vec<_> = (0..20).map(|word| format!("{what}{at}x{word}")).collect();
                    (BlockKind::Paragraph, words.join(" "))
                })
                .collect(),
        )
    };
    let comparison = Comparison::of(&many("a"), &many("b"));
    assert!(comparison.coarse);
    assert_eq!(comparison.rows.len(), 8_000);
    assert_eq!(comparison.extent().words, 160_000);
    let empty = Text {
        v: 1,
        ..Text::default()
    };
    assert_eq!(Comparison::of(&empty, &empty), Comparison::default());
    assert_eq!(Comparison::of(&empty, &sample()).extent().places, 7);
}

/// An edit of one paragraph.
#[derive(Clone, Debug)]
enum Edit {
    Replace(prop::sample::Index),
    Insert(prop::sample::Index),
    Delete,
}

fn edit() -> impl Strategy<Value = Edit> {
    prop_oneof![
        any::<prop::sample::Index>().prop_map(Edit::Replace),
        any::<prop::sample::Index>().prop_map(Edit::Insert),
        Just(Edit::Delete),
    ]
}

/// Paragraphs of words that come again and again, three words in each that come nowhere else: no edit takes away the last two of them, so that
/// there is one way to tell what became of it.
fn base() -> impl Strategy<Value = Vec<Vec<String>>> {
    let word = prop::sample::select(vec![
        "the", "child", "was", "seen", "not", "at", "home", "school", "mother", "visit", "and",
        "plan",
    ]);
    prop::collection::vec(prop::collection::vec(word, 12..30), 1..12).prop_map(|paragraphs| {
        paragraphs
            .into_iter()
            .enumerate()
            .map(|(at, words)| {
                let mut words: Vec<String> = words.into_iter().map(str::to_owned).collect();
                words.insert(words.len() / 2, format!("only{at}"));
                words.insert(words.len() / 4, format!("kept{at}a"));
                words.insert(3 * words.len() / 4, format!("kept{at}b"));
                words
            })
            .collect()
    })
}

fn text(paragraphs: &[Vec<String>]) -> Text {
    text_of(
        paragraphs
            .iter()
            .map(|words| (BlockKind::Paragraph, words.join(" ")))
            .collect(),
    )
}

fn counted(words: impl IntoIterator<Item = String>) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for word in words {
        *counts.entry(word).or_default() += 1;
    }
    counts
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn every_changed_word_is_marked_and_no_other(
        base in base(),
        edits in prop::collection::vec((any::<prop::sample::Index>(), edit()), 0..6),
        moves in prop::option::of((any::<prop::sample::Index>(), any::<prop::sample::Index>())),
    ) {
        let (mut old_marked, mut new_marked) = (Vec::new(), Vec::new());
        let mut altered = base.clone();
        let mut edited = BTreeSet::new();
        for (number, (paragraph, edit)) in edits.iter().enumerate() {
            let at = paragraph.index(base.len());
            // A short paragraph that stands elsewhere and has few of its rows of three words left is another one.
            if !edited.insert(at) && moves.is_some() {
                continue;
            }
            let words = &mut altered[at];
            let fresh = format!("fresh{number}");
            match edit {
                Edit::Replace(word) => {
                    let free: Vec<_> = (0..words.len())
                        .filter(|word| !words[*word].starts_with("kept"))
                        .collect();
                    let word = free[word.index(free.len())];
                    let gone = std::mem::replace(&mut words[word], fresh.clone());
                    if let Some(earlier) = new_marked.iter().position(|other| *other == gone) {
                        new_marked.remove(earlier);
                    } else {
                        old_marked.push(gone);
                    }
                    new_marked.push(fresh);
                }
                Edit::Insert(word) => {
                    words.insert(word.index(words.len() + 1), fresh.clone());
                    new_marked.push(fresh);
                }
                Edit::Delete => {
                    let only = format!("only{at}");
                    if let Some(word) = words.iter().position(|word| *word == only) {
                        words.remove(word);
                        old_marked.push(only);
                    }
                }
            }
        }
        if let Some((from, to)) = moves {
            let paragraph = altered.remove(from.index(altered.len()));
            altered.insert(to.index(altered.len() + 1), paragraph);
        }
        let (old, new) = (text(&base), text(&altered));
        let comparison = Comparison::of(&old, &new);
        prop_assert!(!comparison.coarse);
        prop_assert_eq!(counted(marked(&new, &comparison, false)), counted(new_marked));
        prop_assert_eq!(counted(marked(&old, &comparison, true)), counted(old_marked));
        prop_assert!(moves.is_some() || comparison.extent().moved == 0);
    }

    #[test]
    fn every_block_is_in_one_row_and_every_range_in_its_text(old in any_text(), new in any_text()) {
        let comparison = Comparison::of(&old, &new);
        let (mut o, mut n) = (0, 0);
        for row in &comparison.rows {
            prop_assert_eq!(row.old.start, o);
            prop_assert_eq!(row.new.start, n);
            (o, n) = (row.old.end, row.new.end);
        }
        prop_assert_eq!(o, old.blocks.len());
        prop_assert_eq!(n, new.blocks.len());
        let mut before = 0;
        for change in &comparison.changes {
            prop_assert!(old.words.get(change.old.clone()).is_some());
            prop_assert!(new.words.get(change.new.clone()).is_some());
            prop_assert!(change.row >= before && change.row < comparison.rows.len());
            before = change.row;
        }
        prop_assert!(Comparison::of(&old, &old).same());
        // What is marked on neither side is the same on both.
        let rest = |text: &Text, old: bool| {
            let mut counts = counted(text.words.split_whitespace().map(|word| super::tokens::key(word).into_owned()));
            for word in marked(text, &comparison, old) {
                if let Some(count) = counts.get_mut(super::tokens::key(&word).as_ref()) {
                    *count -= 1;
                }
            }
            counts.retain(|_, count| *count > 0);
            counts
        };
        if !old.words.contains('-') && !new.words.contains('-') {
            prop_assert_eq!(rest(&old, true), rest(&new, false));
        }
    }
}
