//! The history of a case: every entry in words, those taken back too.

use super::{Line, Page, Role};
use crate::casework::{Case, Entry, Event, Inspection, Readable, ServiceTaken, time, undo};

/// Everything that happened in a case, the newest first.
#[must_use]
pub fn page(inspection: &Inspection, case: &Case) -> Page {
    let mut page = Page::new("Nothing has happened in this case yet.");
    for entry in case.history.iter().rev() {
        let Some(what) = words(inspection, case, &entry.event) else {
            continue;
        };
        let undone = case.undone.contains(&entry.seq);
        let who = entry.by.map_or("", |by| inspection.initials(by));
        let mut line = Line::new(
            0,
            Role::Quiet,
            format!("{} {}  ", time::day(entry.at.date()), entry.at.clock()),
        )
        .and(Role::Person, format!("{who:<4}"))
        .and(if undone { Role::Aside } else { Role::Words }, what);
        if undone {
            line = line.and(Role::Aside, "  (taken back)");
        }
        let mut lines = vec![line];
        if let Some(said) = said(&entry.event) {
            lines.push(Line::new(
                4,
                if undone { Role::Aside } else { Role::Words },
                said.to_owned(),
            ));
        }
        page.push(None, lines);
    }
    page
}

/// What an entry says happened; `None` for what only sets the scene.
#[must_use]
pub fn words(inspection: &Inspection, case: &Case, event: &Event) -> Option<String> {
    let name_of = |seq| {
        let entry: Option<&std::sync::Arc<Entry>> =
            case.history.iter().find(|entry| entry.seq == seq);
        entry
            .and_then(|entry| undo::name(&entry.event))
            .unwrap_or_else(|| "an entry".to_owned())
    };
    let title = |no| {
        case.documents
            .get(no)
            .map_or("a document", |document| document.title.as_str())
    };
    Some(match event {
        Event::CaseSetUp { .. } => "case set up".to_owned(),
        Event::DocumentTakenIn { title, .. } => format!("taken in: {title}"),
        Event::DocumentAltered {
            document,
            change,
            reading: Readable::Text(_),
            ..
        } => {
            let changed = change
                .as_ref()
                .map_or_else(String::new, |change| format!(" ({})", change.shown()));
            format!("{}{changed}", again(title(document)))
        }
        Event::DocumentAltered { document, .. } => again(title(document)),
        Event::DocumentDescribed {
            document,
            title: called,
            document_kind,
            dates,
        } => {
            let called = called.as_ref().map(|called| format!("called “{called}”"));
            let kind = document_kind.as_ref().map(|kind| format!("kind: {kind}"));
            let dates = dates.as_ref().map(|dates| match dates.shown() {
                none if none.is_empty() => "no date".to_owned(),
                shown => format!("dates: {shown}"),
            });
            let set: Vec<_> = called.into_iter().chain(kind).chain(dates).collect();
            format!("described: {} ({})", title(document), set.join("; "))
        }
        Event::ServicesListed { services } => {
            format!("{} listed by the authority", counted(services.len()))
        }
        Event::ServicesTaken { rows, source } if !source.is_empty() => taken(rows, source),
        Event::DocumentsMissing { documents } => format!(
            "presented again without {} of its documents",
            documents.len()
        ),
        Event::SittingOpened {
            sitting, present, ..
        } => {
            let people: Vec<_> = present.iter().map(|no| inspection.initials(*no)).collect();
            format!("sitting {sitting} opened: {}", people.join(", "))
        }
        Event::SittingPaused { sitting } => format!("sitting {sitting} paused"),
        Event::SittingResumed { sitting } => format!("sitting {sitting} resumed"),
        Event::SittingClosed { sitting } => format!("sitting {sitting} closed"),
        Event::FindingsSigned { who, .. } => {
            format!("{} signed every finding", inspection.person(*who))
        }
        Event::NotSigned {
            who,
            reason,
            on_paper,
            ..
        } => {
            let person = inspection.person(*who);
            if *on_paper {
                format!("{person} signs on paper: {reason}")
            } else {
                format!("{person} did not sign: {reason}")
            }
        }
        Event::SealMade { number, .. } => format!("seal {number} made"),
        Event::PersonJoined { who } => format!("{} came in", inspection.person(*who)),
        Event::PersonLeft { who } => format!("{} left", inspection.person(*who)),
        Event::DocumentOpened { document } => format!("opened: {}", title(document)),
        Event::ReferBackRaised { refer_back, .. } => format!("refer-back {refer_back} raised"),
        Event::ReferBackAnswered { refer_back, .. } => format!("refer-back {refer_back} answered"),
        Event::ReferBackClosed { refer_back, .. } => format!("refer-back {refer_back} closed"),
        Event::Undone { entry } => format!("took back: {}", name_of(*entry)),
        Event::Redone { entry } => format!("put back: {}", name_of(*entry)),
        Event::NotesExported {
            formats,
            with_names,
        } => {
            let names = if *with_names { ", with names" } else { "" };
            format!("notes written out ({}{names})", formats.join(", "))
        }
        Event::Unknown => "something a newer alongside wrote".to_owned(),
        other => undo::name(other)?,
    })
}

/// A document that came with other bytes.
fn again(title: &str) -> String {
    format!("presented again with other bytes: {title}")
}

fn counted(services: usize) -> String {
    match services {
        1 => "1 service".to_owned(),
        count => format!("{count} services"),
    }
}

/// Services out of a file of the authority's.
fn taken(rows: &[ServiceTaken], source: &str) -> String {
    let services = counted(rows.len());
    match rows.iter().filter(|row| row.again).count() {
        0 => format!("{services} taken from {source}"),
        again => format!("{services} taken from {source}, {again} of them listed before"),
    }
}

fn said(event: &Event) -> Option<&str> {
    match event {
        Event::RemarkMade { words, .. } => Some(words),
        Event::FindingPut { wording, .. } | Event::FindingReworded { wording, .. } => {
            Some(&wording.words)
        }
        Event::JourneyEventMade { details, .. } | Event::JourneyEventEdited { details, .. } => {
            Some(&details.words)
        }
        Event::FindingParked { question, .. } => Some(question),
        Event::FindingWithdrawn { reason, .. }
        | Event::ActionDropped { reason, .. }
        | Event::GapDismissed { reason, .. } => Some(reason),
        Event::ReferBackRaised { concern, .. } => Some(concern),
        _ => None,
    }
}
