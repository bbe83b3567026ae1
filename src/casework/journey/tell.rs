//! Documents, lines of chronologies and made events in, a [`Journey`] out. Pure, and made once a change.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::{Happening, Journey, JourneyEvent, Outline, Row, Silence, Spot, Status};
use crate::casework::{
    anchor::Anchor,
    clock::{self, Calendar, Dated, Rulebook, Stretch},
    document::{Document, Documents},
    ids::JourneyEventNo,
    time::DocumentDates,
    voice::HowHeard,
};

/// What a journey is told from.
#[derive(Clone, Copy, Debug)]
pub struct Told<'a> {
    /// The case file.
    pub documents: &'a Documents,
    /// The lines of every chronology in it.
    pub rows: &'a [Row],
    /// Events somebody made.
    pub made: &'a BTreeMap<JourneyEventNo, JourneyEvent>,
    /// The first day of the inspection.
    pub first_day: Option<Date>,
    /// What it is told by.
    pub outline: &'a Outline,
    /// The timescales.
    pub book: &'a Rulebook,
    /// The bank holidays.
    pub calendar: &'a Calendar,
}

/// Characters of a title or line that are looked at for words.
const LOOKED_AT: usize = 200;

/// A happening on its way, with its words in small letters: all of them, and those of its first sentence.
struct Telling {
    happening: Happening,
    whole: String,
    first: String,
}

/// Tells the journey.
#[must_use]
pub fn tell(told: &Told<'_>) -> Journey {
    let mut all: Vec<Telling> = told
        .documents
        .values()
        .map(document)
        .chain(told.rows.iter().map(row))
        .chain(told.made.values().map(made))
        .map(|happening| finish(happening, told))
        .collect();
    all.sort_by_key(|telling| {
        let day = telling.happening.day();
        (day.is_none(), day, telling.happening.spot)
    });
    let dated = all
        .iter()
        .take_while(|telling| telling.happening.day().is_some())
        .count();
    let statuses = statuses(&all, told.outline);
    let records: Vec<Dated> = all
        .iter()
        .map(|telling| record(telling, told.outline))
        .collect();
    let stretches: Vec<Stretch> = statuses
        .iter()
        .map(|status| status.stretch.clone())
        .collect();
    let clocks = clock::run(&records, &stretches, told.book, told.calendar);
    let happenings: Vec<Happening> = all.into_iter().map(|telling| telling.happening).collect();
    let mut late: Vec<usize> = (0..happenings.len())
        .filter(|at| {
            happenings
                .get(*at)
                .is_some_and(|happening| happening.late.is_some())
        })
        .collect();
    late.sort_by_key(|at| {
        std::cmp::Reverse(happenings.get(*at).and_then(|happening| happening.late))
    });
    let silences = silences(happenings.get(..dated).unwrap_or_default(), &statuses, told);
    Journey {
        happenings,
        dated,
        silences,
        late,
        statuses,
        clocks,
        silence_days: told.outline.silence_days,
        late_days: told.outline.late_days,
        calendar: told.calendar.shown(),
    }
}

fn blank(spot: Spot) -> Happening {
    Happening {
        spot,
        dates: DocumentDates::default(),
        as_read: String::new(),
        what: String::new(),
        kind: String::new(),
        agency: String::new(),
        significance: String::new(),
        source: String::new(),
        voice: None,
        anchor: None,
        late: None,
        after_beginning: false,
        repeats: Vec::new(),
        contact: false,
    }
}

fn document(document: &Document) -> Happening {
    // A day that was read and cannot be is shown as it was read; what people set counts before it.
    let read = document
        .facts()
        .and_then(|facts| facts.dates.happened.as_ref());
    let as_read = read
        .filter(|fact| {
            fact.doubt.is_some()
                && document.dates.happened.is_none()
                && document.described.dates.is_none()
        })
        .map_or_else(String::new, |fact| fact.words.clone());
    let own_words = document.voice().and_then(|voice| {
        let quoted = voice
            .own_words
            .iter()
            .find(|heard| heard.how == HowHeard::Quoted);
        quoted.or(voice.own_words.first())
    });
    Happening {
        dates: document.dates,
        as_read,
        what: document.title.clone(),
        kind: document.kind.clone(),
        voice: own_words.map(|heard| heard.place.words.clone()),
        repeats: document
            .repeats
            .iter()
            .map(|repeat| (repeat.document, repeat.share))
            .collect(),
        ..blank(Spot::Document(document.no))
    }
}

fn row(row: &Row) -> Happening {
    Happening {
        dates: DocumentDates {
            happened: row.date,
            recorded: row.recorded,
            finalised: None,
        },
        as_read: if row.date.is_some() {
            String::new()
        } else {
            row.date_words.clone()
        },
        what: row.what.clone(),
        kind: row.kind.clone(),
        agency: row.agency.clone(),
        significance: row.significance.clone(),
        source: row.source.clone(),
        voice: row.voice.clone(),
        anchor: row.passage.clone().map(Anchor::Passage),
        ..blank(Spot::Row(row.document, row.index))
    }
}

fn made(event: &JourneyEvent) -> Happening {
    let details = &event.details;
    Happening {
        dates: DocumentDates {
            happened: details.date,
            ..DocumentDates::default()
        },
        as_read: if details.date.is_some() {
            String::new()
        } else {
            details.date_words.clone()
        },
        what: details.words.clone(),
        kind: details.kind.clone(),
        agency: details.agency.clone(),
        significance: details.significance.clone(),
        anchor: event.anchors.first().cloned(),
        ..blank(Spot::Made(event.no))
    }
}

/// What is told the same way of all three.
fn finish(mut happening: Happening, told: &Told<'_>) -> Telling {
    let whole: String = happening
        .what
        .chars()
        .take(LOOKED_AT)
        .collect::<String>()
        .to_lowercase()
        .replace('’', "'");
    let first = match happening.spot {
        Spot::Row(..) => first_sentence(&whole).to_owned(),
        Spot::Document(_) | Spot::Made(_) => whole.clone(),
    };
    happening.late = happening
        .dates
        .days_to_record()
        .filter(|days| *days > told.outline.late_days);
    let written = happening.dates.recorded.or(happening.dates.finalised);
    happening.after_beginning = written
        .zip(told.first_day)
        .is_some_and(|(written, first)| written >= first);
    let took_place = !told.outline.did_not_happen(&first);
    happening.contact = took_place && told.outline.is_contact(&happening.kind, &whole);
    if happening.agency.is_empty() {
        told.outline
            .agency_of(&happening.kind)
            .clone_into(&mut happening.agency);
    }
    Telling {
        happening,
        whole,
        first,
    }
}

/// The words up to the first full stop, colon or semicolon before a space.
fn first_sentence(words: &str) -> &str {
    words
        .match_indices(['.', ':', ';'])
        .find(|(at, _)| {
            words
                .get(at + 1..)
                .is_none_or(|rest| rest.is_empty() || rest.starts_with(char::is_whitespace))
        })
        .and_then(|(at, _)| words.get(..at))
        .unwrap_or(words)
}

/// What clocks see of it: nothing of what did not take place.
fn record(telling: &Telling, outline: &Outline) -> Dated {
    if outline.did_not_happen(&telling.first) {
        return Dated::default();
    }
    let dates = telling.happening.dates;
    Dated {
        kind: telling.happening.kind.clone(),
        words: telling.first.clone(),
        happened: dates.happened,
        recorded: dates.recorded,
        finalised: dates.finalised,
    }
}

fn statuses(all: &[Telling], outline: &Outline) -> Vec<Status> {
    let mut statuses: Vec<Status> = Vec::new();
    // None while the child has no status.
    let mut present: Option<&str> = None;
    for (at, telling) in all.iter().enumerate() {
        let Some(day) = telling.happening.day() else {
            break;
        };
        if outline.did_not_happen(&telling.first) {
            continue;
        }
        let rule = outline.status.iter().find(|rule| {
            rule.begins
                .iter()
                .any(|one| one.fits(&telling.happening.kind, &telling.whole))
        });
        let Some(rule) = rule else { continue };
        if present == Some(rule.id.as_str())
            || (rule.only_from_none && present.is_some())
            || (rule.id.is_empty() && present.is_none())
        {
            continue;
        }
        if let Some(last) = statuses.last_mut().filter(|_| present.is_some()) {
            last.stretch.until = Some(day);
        }
        if rule.id.is_empty() {
            present = None;
            continue;
        }
        present = Some(&rule.id);
        statuses.push(Status {
            title: rule.title.clone(),
            sign: rule.sign,
            stretch: Stretch {
                status: rule.id.clone(),
                from: day,
                until: None,
            },
            began: at,
        });
    }
    // What began and ended on one day was overtaken by something else the same day.
    statuses.retain(|status| status.stretch.until != Some(status.stretch.from));
    statuses
}

fn silences(dated: &[Happening], statuses: &[Status], told: &Told<'_>) -> Vec<Silence> {
    let mut silences = Vec::new();
    let mut last: Option<(Date, usize)> = None;
    let mut note = |after: (Date, usize), before: Option<usize>, until: Date| {
        let days = until
            .since(after.0)
            .map_or(0, |span| u32::try_from(span.get_days()).unwrap_or(0));
        if days >= told.outline.silence_days.max(1) {
            silences.push(Silence {
                days,
                after: after.1,
                before,
                from: after.0,
                until,
            });
        }
    };
    for (at, happening) in dated.iter().enumerate().filter(|(_, one)| one.contact) {
        let Some(day) = happening.day() else { continue };
        if let Some(after) = last {
            note(after, Some(at), day);
        }
        last = Some((day, at));
    }
    // To the first day of the inspection, as long as the records do not show that the case was closed.
    if let (Some(after), Some(first_day)) = (last, told.first_day) {
        let open = statuses
            .last()
            .is_none_or(|status| status.stretch.until.is_none());
        if open && first_day > after.0 {
            note(after, None, first_day);
        }
    }
    silences.sort_by_key(|silence| (std::cmp::Reverse(silence.days), silence.from));
    silences
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::casework::{
        clock::Timescales,
        document::{AsRead, Described},
        ids::{DocumentNo, ParticipantNo, Seq},
        journey::JourneyDetails,
        time::Moment,
    };
    use jiff::civil::date;

    fn outline() -> Outline {
        Outline::parse(include_str!("../../../assets/journey.toml")).unwrap()
    }

    fn calendar() -> Calendar {
        Calendar::parse(include_str!(
            "../../../assets/calendars/england-and-wales.toml"
        ))
        .unwrap()
    }

    fn book() -> Rulebook {
        let mut book = Rulebook::default();
        for file in [
            include_str!("../../../assets/timescales/working-together-2010.toml"),
            include_str!("../../../assets/timescales/local.toml"),
        ] {
            book.add(Timescales::parse(file).unwrap());
        }
        book
    }

    fn paper(
        no: u32,
        title: &str,
        kind: &str,
        happened: Option<Date>,
        recorded: Option<Date>,
    ) -> Document {
        Document {
            no: DocumentNo(no),
            title: title.to_owned(),
            kind: kind.to_owned(),
            dates: DocumentDates {
                happened,
                recorded,
                finalised: None,
            },
            as_read: AsRead::default(),
            described: Described::default(),
            repeats: Vec::new(),
            names: Vec::new(),
            versions: Vec::new(),
            part_of: None,
        }
    }

    fn line(index: u32, date: Date, what: &str, kind: &str) -> Row {
        Row {
            date: Some(date),
            date_words: date.to_string(),
            what: what.to_owned(),
            kind: kind.to_owned(),
            ..Row::of(DocumentNo(9), index)
        }
    }

    fn journey(papers: Vec<Document>, rows: &[Row]) -> Journey {
        let documents: Documents = papers.into_iter().map(|paper| (paper.no, paper)).collect();
        tell(&Told {
            documents: &documents,
            rows,
            made: &BTreeMap::new(),
            first_day: Some(date(2012, 6, 11)),
            outline: &outline(),
            book: &book(),
            calendar: &calendar(),
        })
    }

    #[test]
    fn documents_lines_and_made_events_stand_in_one_order() {
        let rows = [
            line(
                0,
                date(2011, 10, 3),
                "Nursery worried. Referral.",
                "education",
            ),
            Row {
                date: None,
                date_words: "30/02/2012".to_owned(),
                ..line(1, date(2012, 2, 1), "Grandmother rang.", "event")
            },
        ];
        let documents: Documents = [
            paper(
                1,
                "Home visit",
                "visit",
                Some(date(2012, 3, 6)),
                Some(date(2012, 4, 20)),
            ),
            paper(2, "Letter", "correspondence", None, None),
        ]
        .into_iter()
        .map(|paper| (paper.no, paper))
        .collect();
        let no = JourneyEventNo(1);
        let made = BTreeMap::from([(
            no,
            JourneyEvent {
                no,
                details: JourneyDetails {
                    date: Some(date(2009, 5, 1)),
                    words: "Moved to the town".to_owned(),
                    ..JourneyDetails::default()
                },
                anchors: Vec::new(),
                by: ParticipantNo(1),
                at: Moment::on(date(2012, 6, 12)),
                seq: Seq(3),
            },
        )]);
        let told = tell(&Told {
            documents: &documents,
            rows: &rows,
            made: &made,
            first_day: Some(date(2012, 6, 11)),
            outline: &outline(),
            book: &book(),
            calendar: &calendar(),
        });
        let order: Vec<_> = told.happenings.iter().map(|one| one.spot).collect();
        assert_eq!(
            order,
            [
                Spot::Made(no),
                Spot::Row(DocumentNo(9), 0),
                Spot::Document(DocumentNo(1)),
                Spot::Document(DocumentNo(2)),
                Spot::Row(DocumentNo(9), 1),
            ]
        );
        assert_eq!(told.dated, 3);
        assert_eq!(told.without_day()[1].as_read, "30/02/2012");
        assert_eq!(told.happenings[2].late, Some(45));
        assert_eq!(told.late, [2]);
        assert_eq!(told.happenings[1].agency, "School");
    }

    #[test]
    fn silences_are_between_contacts_the_longest_first_and_reach_to_the_inspection() {
        let told = journey(
            vec![
                paper(1, "Statutory visit", "visit", Some(date(2012, 1, 10)), None),
                paper(2, "Statutory visit", "visit", Some(date(2012, 2, 7)), None),
                paper(
                    3,
                    "Supervision",
                    "supervision",
                    Some(date(2012, 3, 1)),
                    None,
                ),
                paper(
                    4,
                    "Home visit: no reply",
                    "visit",
                    Some(date(2012, 3, 20)),
                    None,
                ),
                paper(5, "Statutory visit", "visit", Some(date(2012, 4, 23)), None),
            ],
            &[line(
                0,
                date(2012, 2, 7),
                "Statutory visit. Seen alone.",
                "visit",
            )],
        );
        let days: Vec<_> = told
            .silences
            .iter()
            .map(|silence| (silence.days, silence.from, silence.before.is_some()))
            .collect();
        assert_eq!(
            days,
            [
                (76, date(2012, 2, 7), true),
                (49, date(2012, 4, 23), false),
                (28, date(2012, 1, 10), true),
            ]
        );
    }

    #[test]
    fn statuses_follow_the_records_and_end_where_the_next_begins() {
        let told = journey(
            vec![
                paper(
                    1,
                    "Early help assessment",
                    "early help assessment",
                    Some(date(2010, 5, 1)),
                    None,
                ),
                paper(
                    2,
                    "Child in need plan",
                    "child in need plan",
                    Some(date(2011, 2, 1)),
                    None,
                ),
                paper(
                    3,
                    "Early help worker's note",
                    "early help assessment",
                    Some(date(2011, 3, 1)),
                    None,
                ),
                paper(
                    4,
                    "Initial child protection conference",
                    "conference minutes",
                    Some(date(2011, 11, 29)),
                    None,
                ),
                paper(
                    5,
                    "Review child protection conference",
                    "conference minutes",
                    Some(date(2012, 2, 23)),
                    None,
                ),
            ],
            &[line(0, date(2010, 12, 1), "Case closed.", "event")],
        );
        let shown: Vec<_> = told
            .statuses
            .iter()
            .map(|status| {
                (
                    status.title.as_str(),
                    status.stretch.from,
                    status.stretch.until,
                )
            })
            .collect();
        assert_eq!(
            shown,
            [
                ("Early help", date(2010, 5, 1), Some(date(2010, 12, 1))),
                ("Child in need", date(2011, 2, 1), Some(date(2011, 11, 29))),
                ("Child protection plan", date(2011, 11, 29), None),
            ]
        );
    }

    #[test]
    fn clocks_run_from_documents_to_lines_and_leave_out_what_did_not_take_place() {
        let told = journey(
            vec![
                paper(
                    1,
                    "Strategy discussion",
                    "strategy discussion",
                    Some(date(2011, 11, 9)),
                    None,
                ),
                paper(
                    2,
                    "Initial child protection conference minutes",
                    "conference minutes",
                    Some(date(2011, 11, 29)),
                    None,
                ),
            ],
            &[
                line(
                    0,
                    date(2011, 12, 6),
                    "Core group cancelled on the day.",
                    "core group minutes",
                ),
                line(
                    1,
                    date(2011, 12, 9),
                    "First core group. Plan completed.",
                    "core group minutes",
                ),
                line(
                    2,
                    date(2012, 2, 23),
                    "Review child protection conference. Plan continues.",
                    "conference minutes",
                ),
            ],
        );
        let of = |rule: &str| {
            told.clocks
                .iter()
                .find(|clock| clock.rule == rule)
                .unwrap_or_else(|| panic!("{rule}"))
        };
        let conference = of("initial-conference");
        assert_eq!(conference.due(), Some(date(2011, 11, 30)));
        assert_eq!(conference.done.as_ref().unwrap().date, date(2011, 11, 29));
        let group = of("first-core-group");
        assert_eq!(group.due(), Some(date(2011, 12, 13)));
        let done = group.done.as_ref().unwrap();
        assert_eq!(
            told.happenings[done.record].spot,
            Spot::Row(DocumentNo(9), 1)
        );
        let review = of("first-review-conference");
        assert_eq!(review.due(), Some(date(2012, 2, 29)));
        assert_eq!(review.done.as_ref().unwrap().date, date(2012, 2, 23));
        assert_eq!(of("further-review-conference").done, None);
        assert!(conference.edition.contains("2010"));
    }

    #[test]
    fn a_record_written_on_or_after_the_first_day_is_told_apart() {
        let told = journey(
            vec![
                paper(
                    1,
                    "Visit",
                    "visit",
                    Some(date(2012, 5, 1)),
                    Some(date(2012, 6, 11)),
                ),
                paper(
                    2,
                    "Visit",
                    "visit",
                    Some(date(2012, 5, 2)),
                    Some(date(2012, 6, 10)),
                ),
            ],
            &[],
        );
        let after: Vec<_> = told
            .happenings
            .iter()
            .map(|one| one.after_beginning)
            .collect();
        assert_eq!(after, [true, false]);
    }

    #[test]
    fn an_empty_file_has_an_empty_journey() {
        let told = journey(Vec::new(), &[]);
        assert_eq!(
            (
                told.happenings.len(),
                told.silences.len(),
                told.clocks.len()
            ),
            (0, 0, 0)
        );
    }
}
