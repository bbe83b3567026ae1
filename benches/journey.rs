//! A child's journey of 300 documents and 1,500 dated notes over 12 years: told, opened and stepped through at 200 columns and 60 rows,
//! beside ratatui's own `Paragraph` over the same words in the same run: `cargo bench --bench journey`.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    missing_docs
)]

#[path = "support/answers.rs"]
mod answers;
#[path = "support/made.rs"]
#[allow(dead_code, reason = "shared with the other benches")]
mod made;

use std::{fmt::Write as _, io::Sink, sync::Arc, time::Instant};

use alongside::{
    casework::{
        Absence, Anchor, CaseNo, DocumentNo, Event, Inspection, ParticipantNo, Seq, ServiceDetails,
        ServiceNo, ServiceTaken, Sha256, SittingNo, event::NewEntry, package::recognise_all,
    },
    desk::{
        frameworks,
        journey::{self, Lines, Source},
        messages::{Message, Opened, Request},
        package, pages, timescales,
    },
    reading::{self, Text},
    screen::{
        Input,
        action::Table,
        keys::Key,
        prefs::Prefs,
        state::{Effect, State},
        update::{hear, update},
        verbs,
        view::view,
    },
};
use answers::answer;
use jiff::{Span, civil::date};
use made::{Dice, print, titles};
use ratatui::{
    Terminal, TerminalOptions, Viewport,
    backend::CrosstermBackend,
    layout::Rect,
    widgets::{Paragraph, Wrap},
};

const WIDTH: u16 = 200;
const HEIGHT: u16 = 60;
const DOCUMENTS: u32 = 300;
const NOTES: i64 = 1_500;
const DAYS: i64 = 12 * 365;
/// From the journey told to the finished frame, in milliseconds.
const OPENED: f64 = 16.0;
/// A key with its frame.
const FRAME: f64 = 2.0;

/// A chronology of notes spread over the years.
fn chronology(dice: &mut Dice) -> Text {
    let mut csv = "Date,Event,Source,Agency,Significance,Recorded\n".to_owned();
    for note in 0..NOTES {
        let day = date(2000, 6, 1)
            .checked_add(Span::new().days(note * DAYS / NOTES))
            .unwrap();
        let what = [
            "Statutory visit",
            "Telephone call",
            "Core group",
            "Supervision",
            "School report",
        ][dice.throw(5)];
        writeln!(
            csv,
            "{},\"{what}. {}\",Case note,Children's services,{},{}",
            day.strftime("%d/%m/%Y"),
            dice.words(20),
            dice.words(4),
            day.strftime("%d/%m/%Y"),
        )
        .unwrap();
    }
    reading::read("chronology.csv", csv.as_bytes())
        .text
        .unwrap()
}

fn terminal() -> Terminal<CrosstermBackend<Sink>> {
    let viewport = Viewport::Fixed(Rect::new(0, 0, WIDTH, HEIGHT));
    Terminal::with_options(
        CrosstermBackend::new(std::io::sink()),
        TerminalOptions { viewport },
    )
    .unwrap()
}

/// A case whose documents have their days, and two people over it.
fn inspection(dice: &mut Dice) -> Inspection {
    let mut entries = made::set_up();
    let mut case = made::case(dice, 1, DOCUMENTS);
    for (entry, no) in case.iter_mut().zip(0_i64..) {
        if let Event::DocumentTakenIn {
            dates,
            title,
            document_kind,
            ..
        } = &mut entry.event
        {
            let day = date(2000, 6, 1)
                .checked_add(Span::new().days(no * DAYS / i64::from(DOCUMENTS)))
                .unwrap();
            dates.happened = Some(day);
            dates.recorded = day.checked_add(Span::new().days(no % 20)).ok();
            let (kind, name) = [
                ("visit", "Statutory visit"),
                ("core group minutes", "Core group minutes"),
                ("conference minutes", "Initial child protection conference"),
                ("strategy discussion", "Strategy discussion"),
                ("referral", "Referral"),
                ("assessment", "Core assessment"),
            ][dice.throw(6)];
            kind.clone_into(document_kind);
            name.clone_into(title);
        }
    }
    entries.extend(case);
    entries.push(made::entry(
        Some(CaseNo(1)),
        Event::SittingOpened {
            sitting: SittingNo(1),
            present: vec![ParticipantNo(1), ParticipantNo(2)],
            pen: ParticipantNo(1),
        },
    ));
    let entries: Vec<_> = (0..)
        .zip(entries)
        .map(|(seq, entry): (u64, NewEntry)| entry.at_seq(Seq(seq)))
        .collect();
    Inspection::from_entries(&entries)
}

/// Services of the package, and plans that list each of them.
const SERVICES: u32 = 60;
const PLANS: u32 = 6;

/// A package of 60 services, each listed in six plans of a file of 300 documents: told once a change.
fn package_told() {
    let mut dice = Dice(1989);
    let mut inspection = inspection(&mut dice);
    let mut seq = inspection.entries;
    let mut keep = |inspection: &mut Inspection, event| {
        let mut entry = made::entry(Some(CaseNo(1)), event);
        entry.by = Some(ParticipantNo(1));
        inspection.apply(&entry.at_seq(Seq(seq)));
        seq += 1;
    };
    let mut rows: Vec<ServiceDetails> = (0..SERVICES)
        .map(|no| ServiceDetails {
            service: format!("{} {no}", dice.words(4)),
            need: dice.words(6),
            provider: dice.words(2),
            owner: if no % 3 == 0 {
                String::new()
            } else {
                dice.words(2)
            },
            ..ServiceDetails::default()
        })
        .collect();
    for plan in 1..=PLANS {
        let document = DocumentNo(plan * DOCUMENTS / PLANS);
        let taken = (1..)
            .zip(&mut rows)
            .map(|(no, details)| {
                details.planned = format!("{} hours a week", dice.throw(9));
                ServiceTaken {
                    service: ServiceNo(no),
                    again: plan > 1,
                    details: details.clone(),
                    anchors: vec![Anchor::Absence(Absence {
                        looked_for: String::new(),
                        looked_in: String::new(),
                        document: Some(document),
                    })],
                }
            })
            .collect();
        keep(
            &mut inspection,
            Event::ServicesTaken {
                rows: taken,
                source: String::new(),
            },
        );
    }
    titles(&format!(
        "{SERVICES} services in {PLANS} plans of {DOCUMENTS} documents"
    ));
    let mut kept = package::Kept::default();
    let mut times = Vec::new();
    for _ in 0..30 {
        // A remark: the package is told again, once.
        keep(
            &mut inspection,
            Event::DocumentOpened {
                document: DocumentNo(1),
            },
        );
        let begun = Instant::now();
        let told = kept.refresh(&inspection, CaseNo(1));
        times.push(begun.elapsed());
        assert_eq!(told.bars.len(), 60);
        assert!(told.gaps.len() > 60, "{}", told.gaps.len());
    }
    print("the package told after a change", times, Some(OPENED));
    let mut times = Vec::new();
    for _ in 0..100 {
        let begun = Instant::now();
        kept.refresh(&inspection, CaseNo(1));
        times.push(begun.elapsed());
    }
    print("the same with nothing changed", times, Some(FRAME));
    assert_eq!(kept.times(), 30);
    let case = &inspection.cases[&CaseNo(1)];
    let begun = Instant::now();
    let found = recognise_all(case, &rows.iter().collect::<Vec<_>>());
    print(
        "60 rows of a further plan recognised",
        vec![begun.elapsed()],
        None,
    );
    assert!(found.iter().all(Option::is_some));
}

#[allow(
    clippy::too_many_lines,
    reason = "one measurement after another, printed side by side"
)]
fn main() {
    let mut dice = Dice(2012);
    let inspection = Inspection {
        first_day: Some(date(2012, 6, 11)),
        ..inspection(&mut dice)
    };
    let chronology = chronology(&mut dice);
    let case = &inspection.cases[&CaseNo(1)];
    let source = Source::of(case, &inspection);
    let book = timescales::built_in();
    let first = case.documents[&DocumentNo(1)].text().unwrap().sha256;
    let mut text = |_: DocumentNo, sha256: Sha256| (sha256 == first).then(|| chronology.clone());

    titles(&format!(
        "{DOCUMENTS} documents and {NOTES} dated notes over 12 years"
    ));
    let mut times = Vec::new();
    for _ in 0..10 {
        let begun = Instant::now();
        let told = journey::journey(&source, &book, &mut Lines::new(), &mut text);
        times.push(begun.elapsed());
        assert!(told.dated > 1_500, "{}", told.dated);
    }
    print(
        "lines read and the journey told, beside the screen",
        times,
        None,
    );
    let mut lines = Lines::new();
    let told = Arc::new(journey::journey(&source, &book, &mut lines, &mut text));
    let mut times = Vec::new();
    for _ in 0..10 {
        let begun = Instant::now();
        let again = journey::journey(&source, &book, &mut lines, &mut text);
        times.push(begun.elapsed());
        assert_eq!(again.clocks.len(), told.clocks.len());
    }
    print("told again after a change, its lines known", times, None);
    println!(
        "{} clocks, {} silences",
        told.clocks.len(),
        told.silences.len()
    );

    package_told();

    let mut terminal = terminal();
    let mut state = State::new(
        Arc::new(Table::built_in().unwrap()),
        Prefs::default(),
        false,
        made::NOW,
        (WIDTH, HEIGHT),
    );
    let framework = frameworks::by_id(&inspection.framework).unwrap().clone();
    let words = pages::journey::page(case, &told, &pages::journey::Only::default()).to_text();
    let opened = Message::Opened(Box::new(Opened {
        folder: "northbridge".into(),
        inspection: inspection.clone(),
        framework,
        notes: Vec::new(),
        read_only: None,
        resume: None,
    }));
    let effects = hear(&mut state, opened);
    answer(&mut state, effects);
    let effects = verbs::cases::enter(&mut state, CaseNo(1));
    answer(&mut state, effects);
    let effects = update(&mut state, Input::Key(Key::parse("4").unwrap()));
    let effects = answer(&mut state, effects);
    let asked = effects.iter().find_map(|effect| match effect {
        Effect::Ask(Request::Journey { made_of, .. }) => Some(*made_of),
        _ => None,
    });
    let made_of = asked.expect("the journey is asked for");
    let mut times = Vec::new();
    for _ in 0..30 {
        let message = Message::Journey {
            case: CaseNo(1),
            made_of,
            journey: Arc::clone(&told),
        };
        let begun = Instant::now();
        hear(&mut state, message);
        terminal.draw(|frame| view(&state, frame)).unwrap();
        times.push(begun.elapsed());
    }
    print(
        "the journey told: page, picture and frame",
        times,
        Some(OPENED),
    );
    for (what, keys) in [
        ("a step, with its frame", ["Up", "Down"]),
        ("a page of steps, with its frame", ["PageUp", "PageDown"]),
    ] {
        let mut times = Vec::new();
        for run in 0..200 {
            let key = Key::parse(keys[run / 8 % 2]).unwrap();
            let begun = Instant::now();
            update(&mut state, Input::Key(key));
            terminal.draw(|frame| view(&state, frame)).unwrap();
            times.push(begun.elapsed());
        }
        print(what, times, Some(FRAME));
    }
    for what in [
        "silences and late records: page and frame",
        "clocks: page and frame",
    ] {
        let begun = Instant::now();
        update(&mut state, Input::Key(Key::parse("4").unwrap()));
        terminal.draw(|frame| view(&state, frame)).unwrap();
        print(what, vec![begun.elapsed()], Some(OPENED));
    }
    let mut times = Vec::new();
    let lines = u16::try_from(words.lines().count()).unwrap_or(u16::MAX);
    for _ in 0..10 {
        let begun = Instant::now();
        terminal
            .draw(|frame| {
                let area = Rect::new(0, 0, 84, HEIGHT);
                let peer = Paragraph::new(words.as_str())
                    .wrap(Wrap { trim: false })
                    .scroll((lines.saturating_sub(HEIGHT), 0));
                frame.render_widget(peer, area);
            })
            .unwrap();
        times.push(begun.elapsed());
    }
    print(
        "ratatui's Paragraph, the same words, one frame at the end",
        times,
        None,
    );
}
