//! The child's journey out of the case file: the lines of every chronology read from the texts, then told by `casework`.
//!
//! Reading texts waits for a disk, so a screen asks the counter for it; `show` and the notes ask here. Lines are read once a text and kept
//! by its hash for as long as the inspection is open: texts never change.

use std::{
    collections::BTreeMap,
    sync::{Arc, OnceLock},
};

use jiff::civil::Date;

use super::{pages, record::Keep, timescales};
use crate::{
    casework::{
        Case, CaseNo, DocumentNo, Event, Inspection, Journey, JourneyEvent, Refusal, Sha256,
        clock::Rulebook,
        document::{Document, Documents},
        ids::JourneyEventNo,
        journey::{Outline, Row, Told, tell},
    },
    reading::{
        OpenText, Text,
        chronology::{self, Dated},
        dates, kinds, pointing,
        text::{Block, BlockKind},
        voice::{self, Who},
    },
};

const OUTLINE: &str = include_str!("../../assets/journey.toml");

/// What a journey is told from, taken out of a case: small enough to be sent to another thread.
#[derive(Clone, Debug, Default)]
pub struct Source {
    /// The case file.
    pub documents: Documents,
    /// Events somebody made.
    pub made: BTreeMap<JourneyEventNo, JourneyEvent>,
    /// The first day of the inspection.
    pub first_day: Option<Date>,
    /// The day from which on a record was written with the inspection in mind.
    pub known_from: Option<Date>,
    /// Who is who, by the names the case lists: whose words a line holds.
    pub who: Who,
}

impl Source {
    /// What the journey of a case is told from.
    #[must_use]
    pub fn of(case: &Case, inspection: &Inspection) -> Self {
        Self {
            documents: case.documents.clone(),
            made: case.journey_events.clone(),
            first_day: inspection.first_day,
            known_from: inspection.known_from(),
            who: Who::of(
                case.identifiers
                    .iter()
                    .map(|(words, stands_for)| (words.as_str(), stands_for.as_str())),
            ),
        }
    }
}

/// Lines of chronologies by the hash of the text they were read from.
pub type Lines = BTreeMap<Sha256, Arc<Vec<Row>>>;

/// What the journey is told by: read once.
#[must_use]
pub fn outline() -> &'static Outline {
    static ONE: OnceLock<Outline> = OnceLock::new();
    // A test rules out that it does not parse.
    ONE.get_or_init(|| Outline::parse(OUTLINE).unwrap_or_default())
}

/// How many entries of a case its journey depends on: while the count stays, so does the journey.
#[must_use]
pub fn made_of(case: &Case) -> usize {
    case.history
        .iter()
        .filter(|entry| {
            matches!(
                entry.event,
                Event::CaseSetUp { .. }
                    | Event::DocumentTakenIn { .. }
                    | Event::DocumentAltered { .. }
                    | Event::DocumentReadAgain { .. }
                    | Event::DocumentDescribed { .. }
                    | Event::JourneyEventMade { .. }
                    | Event::JourneyEventEdited { .. }
                    | Event::Undone { .. }
                    | Event::Redone { .. }
            )
        })
        .count()
}

/// Tells a journey. `text` fetches the text with a hash of a document; one that cannot be fetched has no lines, and is told again at the next
/// change. Lines already in `lines` are not read again; new ones are put there.
#[must_use]
pub fn journey(
    source: &Source,
    book: &Rulebook,
    lines: &mut Lines,
    text: &mut dyn FnMut(DocumentNo, Sha256) -> Option<Text>,
) -> Journey {
    let mut rows: Vec<Row> = Vec::new();
    for document in source.documents.values() {
        let Some(sha256) = document.text().map(|text| text.sha256) else {
            continue;
        };
        if let Some(known) = lines.get(&sha256) {
            rows.extend(known.iter().cloned().map(|row| Row {
                document: document.no,
                ..row
            }));
            continue;
        }
        let Some(text) = text(document.no, sha256) else {
            continue;
        };
        let read = Arc::new(lines_of(document, sha256, text, &source.who));
        rows.extend(read.iter().cloned());
        lines.insert(sha256, read);
    }
    tell(&Told {
        documents: &source.documents,
        rows: &rows,
        made: &source.made,
        first_day: source.first_day,
        known_from: source.known_from,
        outline: outline(),
        book,
        calendar: timescales::calendar(),
    })
}

/// The first day written in some words; none where there is none, or only a month.
#[must_use]
pub fn day_in(words: &str) -> Option<Date> {
    dates::all(words, dates::Years::of(words))
        .into_iter()
        .find_map(|written| written.found.day())
}

/// Whether words are written as a day and cannot be one: 30 February.
#[must_use]
pub fn is_meant_as_day(words: &str) -> bool {
    dates::all(words, dates::Years::of(words))
        .iter()
        .any(|written| written.found == dates::Found::CannotBe)
}

/// The journey of a case of what is kept, its texts read for it.
///
/// # Errors
/// When there is no such case.
pub fn of(record: &dyn Keep, no: CaseNo) -> Result<Journey, Refusal> {
    let inspection = record.inspection();
    let source = Source::of(inspection.case(no)?, inspection);
    let (book, _) = timescales::at_hand();
    let mut text = |_, sha256| {
        let bytes = record.text(no, sha256).ok()?;
        serde_json::from_slice::<Text>(&bytes).ok()
    };
    Ok(journey(&source, &book, &mut Lines::new(), &mut text))
}

/// The lines of the chronologies in a document's text.
fn lines_of(document: &Document, sha256: Sha256, text: Text, who: &Who) -> Vec<Row> {
    let dated = chronology::chronology(&text);
    if dated.is_empty() {
        return Vec::new();
    }
    let Ok(open) = OpenText::new(text) else {
        return Vec::new();
    };
    let version = document.latest().map_or(sha256, |version| version.sha256);
    let mut found: Vec<(usize, Row)> = dated
        .iter()
        .map(|line| {
            let row = line_of(document.no, open.text(), line);
            (line.range.start, row)
        })
        .collect();
    found.extend(
        without_day(open.text(), &dated)
            .into_iter()
            .map(|(start, row)| {
                (
                    start,
                    Row {
                        document: document.no,
                        ..row
                    },
                )
            }),
    );
    found.sort_by_key(|(start, _)| *start);
    found
        .into_iter()
        .zip(0..)
        .map(|((start, row), index)| {
            let block = open.text().blocks.get(open.text().block_at(start));
            let passage = block.and_then(|block| {
                pointing::passage(&open, document.no, version, sha256, block.range())
            });
            Row {
                index,
                passage,
                voice: own_words(&row, who),
                ..row
            }
        })
        .collect()
}

/// The child's own words in a line, where it quotes some and says whose they are.
fn own_words(row: &Row, who: &Who) -> Option<String> {
    let told = format!("{}. {}", row.what, row.significance);
    if !told.contains(['"', '“', '”', '\'', '‘', '’']) {
        return None;
    }
    let words = pages::one_line(&told);
    let end = words.len();
    let text = Text {
        words,
        blocks: vec![Block {
            kind: BlockKind::Paragraph,
            start: 0,
            end,
        }],
        ..Text::default()
    };
    voice::voice(&text, &row.kind, row.date, who)
        .own_words
        .into_iter()
        .find(|heard| heard.how.is_own_words())
        .map(|heard| heard.place.words)
}

/// Words in the title of a column, and what its cells are.
const AGENCY: &[&str] = &[
    "agency",
    "organisation",
    "professional",
    "who",
    "service",
    "team",
];
const SOURCE: &[&str] = &["source", "record", "document", "reference", "evidence"];
const KIND: &[&str] = &["type", "kind", "category"];
const SIGNIFICANCE: &[&str] = &[
    "signific", "impact", "analysis", "outcome", "comment", "action", "response",
];
const RECORDED: &[&str] = &["recorded", "entered", "written", "input", "created"];

fn line_of(document: DocumentNo, text: &Text, line: &Dated) -> Row {
    let mut row = Row::of(document, 0);
    row.date = Some(line.date);
    text.slice(line.when.clone())
        .trim()
        .clone_into(&mut row.date_words);
    text.slice(line.what.clone())
        .trim()
        .clone_into(&mut row.what);
    let mut kind = String::new();
    for cell in &line.cells {
        if cell.words == line.when || cell.words == line.what {
            continue;
        }
        let title = text.slice(cell.title.clone()).to_lowercase();
        let words = text.slice(cell.words.clone()).trim();
        let is = |titles: &[&str]| titles.iter().any(|one| title.contains(one));
        if is(RECORDED)
            && let Some(date) = dates::first(words)
        {
            row.recorded = row.recorded.or(Some(date));
        } else if is(KIND) {
            words.clone_into(&mut kind);
        } else if is(AGENCY) {
            put(&mut row.agency, words);
        } else if is(SIGNIFICANCE) {
            put(&mut row.significance, words);
        } else if is(SOURCE) {
            put(&mut row.source, words);
        }
    }
    if row.what.is_empty() {
        // A line that leaves its own column empty is told by its other cells.
        row.what = line
            .cells
            .iter()
            .filter(|cell| cell.words != line.when)
            .map(|cell| text.slice(cell.words.clone()).trim())
            .collect::<Vec<_>>()
            .join(" · ");
    }
    row.kind = kind_of(&kind, &row.what);
    row
}

fn put(field: &mut String, words: &str) {
    if field.is_empty() {
        words.clone_into(field);
    }
}

/// What kind of record a line is: by its own column for it, else by the first words of what happened.
fn kind_of(column: &str, what: &str) -> String {
    let first: &str = what.split(['.', ':', ';']).next().unwrap_or_default();
    let tell = |words: &str| {
        let kind = kinds::kind(Some(words), "", None);
        (!matches!(
            kind.as_str(),
            "document" | "other" | "chronology" | "inspection report"
        ))
        .then_some(kind)
    };
    (!column.is_empty())
        .then(|| tell(column))
        .flatten()
        .or_else(|| tell(first))
        .unwrap_or_else(|| "event".to_owned())
}

/// Lines of a chronology whose day cannot be: kept as they are read, never guessed. Each with the byte it starts at.
fn without_day(text: &Text, dated: &[Dated]) -> Vec<(usize, Row)> {
    let mut lines = Vec::new();
    let mut tables: BTreeMap<u32, (usize, usize)> = BTreeMap::new();
    // Which column gives the day and which says what happened, by a line that has both.
    for line in dated.iter().filter(|line| !line.carried) {
        let Some(BlockKind::Row { cells, .. }) = text
            .blocks
            .get(text.block_at(line.range.start))
            .map(|block| &block.kind)
        else {
            continue;
        };
        let column = |range: &std::ops::Range<usize>| {
            cells
                .iter()
                .position(|(start, end)| (*start, *end) == (range.start, range.end))
        };
        if let (Some(when), Some(what)) = (column(&line.when), column(&line.what)) {
            tables.entry(line.table).or_insert((when, what));
        }
    }
    for block in &text.blocks {
        let BlockKind::Row {
            table,
            header: false,
            cells,
        } = &block.kind
        else {
            continue;
        };
        let Some((when, what)) = tables.get(table) else {
            continue;
        };
        if dated.iter().any(|line| line.range.start == block.start) {
            continue;
        }
        let cell = |at: &usize| {
            cells
                .get(*at)
                .map_or("", |(start, end)| text.slice(*start..*end))
                .trim()
                .to_owned()
        };
        let (date_words, what) = (cell(when), cell(what));
        // A title that stands once more (on the next page) is no line; nor is one that only says "unknown".
        if !date_words.contains(|c: char| c.is_ascii_digit()) || what.is_empty() {
            continue;
        }
        let mut row = Row::of(DocumentNo(0), 0);
        row.kind = kind_of("", &what);
        row.date_words = date_words;
        row.what = what;
        lines.push((block.start, row));
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        casework::{
            document::{AsRead, Described, Readable, TextRef, Version},
            journey::Spot,
            time::DocumentDates,
        },
        reading::read,
    };
    use jiff::civil::date;

    const TEXT: Sha256 = Sha256([7; 32]);

    fn source(kind: &str) -> Source {
        let no = DocumentNo(3);
        let document = Document {
            no,
            title: "Chronology".to_owned(),
            kind: kind.to_owned(),
            dates: DocumentDates::default(),
            as_read: AsRead::default(),
            described: Described::default(),
            repeats: Vec::new(),
            part_of: None,
            names: vec!["chronology.csv".to_owned()],
            versions: vec![Version {
                sha256: Sha256([8; 32]),
                bytes: 1,
                taken_in: crate::casework::Seq(1),
                readings: vec![Readable::Text(TextRef {
                    sha256: TEXT,
                    reader: "csv 1".to_owned(),
                    chars: 1,
                    words: 1,
                    pages: 0,
                    remarks: Vec::new(),
                })],
                standing: None,
                hints: Vec::new(),
                facts: Arc::default(),
                change: None,
            }],
        };
        Source {
            documents: [(no, document)].into(),
            first_day: Some(date(2012, 6, 11)),
            ..Source::default()
        }
    }

    const CSV: &[u8] = b"Date,Event,Source,Agency,Significance,Recorded\n\
        07/02/2012,Statutory visit. Seen on her own.,Visit record,Children's Services,Best visit so far,09/02/2012\n\
        30/02/2012,Grandmother rang the duty desk.,Contact record,Family,,\n\
        29/03/2012,The nursery rang.,Core group minutes,Nursery,No call back,\n\
        23/04/2012,Statutory visit. Seen.,Visit record,Children's Services,,\n";

    #[test]
    fn lines_of_a_chronology_come_with_all_their_cells_and_their_words_in_the_file() {
        let text = read("chronology.csv", CSV).text.unwrap();
        let mut fetched = 0;
        let mut lines = Lines::new();
        let mut fetch = |_: DocumentNo, sha256: Sha256| {
            assert_eq!(sha256, TEXT);
            fetched += 1;
            Some(text.clone())
        };
        let book = timescales::built_in();
        let told = journey(&source("chronology"), &book, &mut lines, &mut fetch);
        let visit = told.at(0).unwrap();
        assert_eq!(visit.spot, Spot::Row(DocumentNo(3), 0));
        assert_eq!(visit.day(), Some(date(2012, 2, 7)));
        assert_eq!(visit.dates.recorded, Some(date(2012, 2, 9)));
        assert_eq!(visit.kind, "visit");
        assert_eq!(visit.agency, "Children's Services");
        assert_eq!(visit.significance, "Best visit so far");
        assert_eq!(visit.source, "Visit record");
        let passage = visit.anchor.as_ref().unwrap().passage().unwrap();
        assert!(passage.quote.contains("Statutory visit. Seen on her own."));
        assert_eq!(passage.document, DocumentNo(3));
        assert!(told.at(1).unwrap().contact, "the nursery rang");
        assert_ne!(told.at(1).unwrap().kind, "core group minutes");

        let odd = told
            .without_day()
            .iter()
            .find(|one| one.as_read == "30/02/2012")
            .unwrap();
        assert_eq!(odd.what, "Grandmother rang the duty desk.");
        assert!(odd.anchor.is_some());
        assert_eq!(
            told.silences[0].from,
            date(2012, 3, 29).min(told.silences[0].from)
        );

        let again = journey(&source("chronology"), &book, &mut lines, &mut fetch);
        assert_eq!(again, told);
        assert_eq!(fetched, 1, "a text is read once, whatever is told again");
    }

    #[test]
    fn a_text_that_cannot_be_fetched_has_no_lines_and_is_asked_for_again() {
        let mut lines = Lines::new();
        let book = timescales::built_in();
        let told = journey(&source("chronology"), &book, &mut lines, &mut |_, _| None);
        assert_eq!(told.happenings.len(), 1);
        assert!(lines.is_empty());
    }

    #[test]
    fn a_day_is_found_in_words_and_one_that_cannot_be_is_told() {
        assert_eq!(
            day_in("On Tuesday 6 March 2012 she came."),
            Some(date(2012, 3, 6))
        );
        assert_eq!(day_in("spring 2009"), None);
        assert!(!is_meant_as_day("spring 2009"));
        assert!(is_meant_as_day("30 February 2012"));
    }

    #[test]
    fn the_outline_carried_inside_is_used() {
        assert_eq!(outline().silence_days, 28);
        assert_eq!(outline().status.len(), 5);
    }
}
