//! Documents, lines of chronologies and made events in, a [`Journey`] out. Pure, and made once a change.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::{Happening, Journey, JourneyEvent, Outline, Row, Silence, Spot, Status};
use crate::casework::{
    anchor::Anchor,
    clock::{self, Calendar, Dated, Rulebook, Stretch},
    document::{Document, Documents},
    ids::{DocumentNo, JourneyEventNo},
    time::DocumentDates,
    voice::{Hearing, HowHeard},
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
    /// The day from which on a record was written with the inspection in mind.
    pub known_from: Option<Date>,
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
    tell_once(&mut all, told.outline);
    all.sort_by_key(|telling| {
        let day = telling.happening.day();
        let beside = telling.happening.once_more.map(Spot::Document);
        let spot = telling.happening.spot;
        (day.is_none(), day, beside.unwrap_or(spot), spot)
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
        known_from: told.known_from,
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
        after_announced: false,
        repeats: Vec::new(),
        contact: false,
        once_more: None,
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
    let heard = document.voice().and_then(|voice| {
        let quoted = voice
            .own_words
            .iter()
            .find(|heard| heard.how.is_own_words());
        quoted.or(voice.own_words.first())
    });
    Happening {
        dates: document.dates,
        as_read,
        what: document.title.clone(),
        kind: document.kind.clone(),
        voice: heard.map(|heard| Hearing {
            how: heard.how,
            words: heard.place.words.clone(),
        }),
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
        // Of a line only the child's own words are kept.
        voice: row.voice.clone().map(|words| Hearing {
            how: HowHeard::Quoted,
            words,
        }),
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
        Spot::Row(..) => first_words(&whole, told.outline).to_owned(),
        Spot::Document(_) | Spot::Made(_) => whole.clone(),
    };
    happening.late = happening
        .dates
        .days_to_record()
        .filter(|days| *days > told.outline.late_days);
    let written = happening.dates.recorded.or(happening.dates.finalised);
    happening.after_announced = written
        .zip(told.known_from)
        .is_some_and(|(written, known)| written >= known);
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

/// Ties each line of a chronology to the one document of its day and kind: the same visit, told twice. A document is tied to one line of each
/// chronology at most, and where one of the two says that the thing did not take place they are two.
fn tell_once(all: &mut [Telling], outline: &Outline) {
    // What took place on a day, of a kind: the document, where there is just one.
    let mut documents: BTreeMap<(Date, String), Option<DocumentNo>> = BTreeMap::new();
    let mut lines: BTreeMap<(Date, String, DocumentNo), u32> = BTreeMap::new();
    let of = |telling: &Telling| {
        let day = telling.happening.dates.happened?;
        (!outline.did_not_happen(&telling.first)).then(|| (day, telling.happening.kind.clone()))
    };
    for telling in all.iter() {
        let Some((day, kind)) = of(telling) else {
            continue;
        };
        match telling.happening.spot {
            Spot::Document(no) => {
                documents
                    .entry((day, kind))
                    .and_modify(|one| *one = None)
                    .or_insert(Some(no));
            }
            Spot::Row(chronology, _) => *lines.entry((day, kind, chronology)).or_default() += 1,
            Spot::Made(_) => {}
        }
    }
    for telling in all {
        let (Spot::Row(chronology, _), Some((day, kind))) = (telling.happening.spot, of(telling))
        else {
            continue;
        };
        let known = documents.get(&(day, kind.clone())).copied().flatten();
        let alone = lines.get(&(day, kind, chronology)) == Some(&1);
        telling.happening.once_more = known.filter(|no| alone && *no != chronology);
    }
}

/// What a line is about: its first sentence, and what follows it where that says in so many words that it did not take place ("Visit: no
/// reply", "Visit. No answer."). What else a longer line denies is not its event: "Core group. Mother had no contact with him."
fn first_words<'a>(words: &'a str, outline: &Outline) -> &'a str {
    let first = first_sentence(words);
    let Some(rest) = words.get(first.len()..) else {
        return first;
    };
    let said = rest.trim_start_matches(['.', ':', ';']).trim_start();
    let next = first_sentence(said).trim_end_matches('.');
    let denied = outline.not_happened.iter().any(|phrase| {
        next.strip_prefix(phrase.as_str()).is_some_and(|after| {
            after.is_empty() || rest.starts_with(':') && !after.starts_with(char::is_alphanumeric)
        })
    });
    if denied {
        words
            .get(..words.len() - said.len() + next.len())
            .unwrap_or(first)
    } else {
        first
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
mod tests;
