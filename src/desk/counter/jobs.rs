//! What the counter does when it is asked.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use jiff::civil::Date;
use zeroize::Zeroizing;

use super::{
    Counter, Desk, OpenLedger,
    through::{Through, wait},
};
use crate::{
    casework::{CaseNo, DocumentNo, Entry, Event, Inspection, Sha256, event::NewEntry},
    desk::{
        clock, demo,
        export::{self, Exported, Format, Wanted},
        frameworks, front,
        intake::{
            self, Summary, Tools, again,
            passwords::{Passwords, Secret},
        },
        messages::{Export, Glimpsed, Message, NewInspection, Opened, Shut, WantedPage},
        new::{self, SetUp},
        page_process,
        picture::Pictured,
        record::Keep as _,
        shown,
        text::{OpenText, Wrapped},
        verify::{self, Verified},
    },
    ledger::{Head, Ledger, LedgerError, LedgerThread, Options, Unlock},
    reading::Text,
};

/// Keeps entries through the ledger's thread.
pub fn keep(desk: &Arc<Desk>, token: u64, entries: Vec<NewEntry>) {
    let Some(open) = desk.open() else {
        desk.say(Message::Refused {
            token,
            why: "No inspection is open.".to_owned(),
        });
        return;
    };
    let answer = Arc::clone(desk);
    open.thread.append(entries, move |outcome| {
        answer.say(match outcome {
            Ok(entries) => Message::Kept { token, entries },
            Err(refused) => Message::Refused {
                token,
                why: refused.error.to_string(),
            },
        });
    });
    let notes = Arc::clone(desk);
    open.thread.take_notes(move |outcome| {
        for note in outcome.unwrap_or_default() {
            notes.say(Message::Note(note.to_string()));
        }
    });
}

/// Keeps where the two are.
pub fn save_resume(desk: &Arc<Desk>, bytes: Vec<u8>) {
    let Some(open) = desk.open() else { return };
    let desk = Arc::clone(desk);
    open.thread.save_resume(bytes, move |outcome| {
        if let Err(why) = outcome {
            desk.say(Message::Note(format!(
                "The half-typed words could not be put by: {why}"
            )));
        }
    });
}

/// Puts by where the two are, after everything asked for before, then closes; the words come back where they could not be put by.
pub fn curtain(desk: &Arc<Desk>, resume: Option<Vec<u8>>, counter: &Counter) {
    let (Some(open), Some(bytes)) = (desk.open(), resume) else {
        counter.beside("curtain", |desk| {
            desk.close();
            desk.say(Message::CurtainDown { not_kept: None });
        });
        return;
    };
    let (answer, answered) = std::sync::mpsc::channel();
    let copy = Zeroizing::new(bytes.clone());
    // Asked here and not beside: a program that is ended now still keeps it.
    open.thread.save_resume(bytes, move |outcome| {
        let _ = answer.send(outcome);
    });
    drop(open);
    counter.beside("curtain", move |desk| {
        let outcome = answered.recv().unwrap_or(Err(LedgerError::Closed));
        desk.close();
        let not_kept = outcome.err().map(|why| (why.to_string(), copy.to_vec()));
        desk.say(Message::CurtainDown { not_kept });
    });
}

/// Opens an inspection, in place of the one that is open.
pub fn open(desk: &Arc<Desk>, folder: &Path, unlock: Unlock) {
    desk.close();
    match opened(desk, folder, unlock) {
        Ok((opened, to_keep)) => {
            // Asked for first, so that it is kept however soon the two leave again.
            keep_behind(desk, to_keep);
            desk.say(Message::Opened(Box::new(opened)));
            check_behind(desk);
        }
        Err(why) => desk.say(Message::NotOpened {
            folder: Some(folder.to_path_buf()),
            shut: why.0,
            why: why.1,
        }),
    }
}

/// Why an inspection is not open: what would be needed, and a sentence.
struct NotOpen(Shut, String);

impl From<LedgerError> for NotOpen {
    fn from(error: LedgerError) -> Self {
        Self(Shut::of(&error), error.to_string())
    }
}

/// What is to be kept of each case for the next first frame, and how far the record goes that it was made from.
type ToKeep = Option<(Head, Vec<(CaseNo, Vec<u8>)>)>;

/// Opens the ledger, says what the first frame shows, folds all of it and hands it to its thread.
fn opened(desk: &Desk, folder: &Path, unlock: Unlock) -> Result<(Opened, ToKeep), NotOpen> {
    let options = Options::new(clock::now()).with_unlock(unlock);
    let (mut ledger, found) = Ledger::open(folder, &options)?;
    let resume = ledger.resume().unwrap_or_default();
    let front = front::front(&mut ledger, resume.as_deref());
    let kept_is_new = front.as_ref().is_some_and(|front| front.is_new);
    if let Some(front) = front
        && let Ok(framework) = frameworks::by_id(&front.inspection.framework)
    {
        desk.say(Message::Front(Box::new(Glimpsed {
            folder: folder.to_path_buf(),
            front,
            framework: framework.clone(),
            read_only: found.read_only.clone(),
            resume: resume.clone(),
        })));
    }
    let entries = ledger.entries()?;
    let inspection = Inspection::from_entries(&entries);
    let framework = frameworks::by_id(&inspection.framework)
        .map_err(|why| NotOpen(Shut::Other, why.to_string()))?
        .clone();
    let to_keep = (!kept_is_new).then(|| (ledger.head(), front::to_keep(&inspection)));
    let documents = ledger.documents();
    let thread = LedgerThread::start(ledger)?;
    desk.put(OpenLedger {
        folder: folder.to_path_buf(),
        thread,
        documents,
        lines: std::sync::Mutex::default(),
    });
    let opened = Opened {
        folder: folder.to_path_buf(),
        inspection,
        framework,
        notes: found.notes.iter().map(ToString::to_string).collect(),
        read_only: found.read_only,
        resume,
    };
    Ok((opened, to_keep))
}

/// Behind the first frame: what the next one is drawn from.
fn keep_behind(desk: &Arc<Desk>, to_keep: ToKeep) {
    let (Some(open), Some((made_from, of_each))) = (desk.open(), to_keep) else {
        return;
    };
    let keep = move |ledger: &mut Ledger| {
        ledger.keep_glances(made_from, &of_each);
        Ok(())
    };
    // Nothing depends on it: without it the next first frame comes a moment later.
    open.thread.ask(keep, drop);
}

/// Behind the first frame: compares the store with the journal and says what had to be put right.
fn check_behind(desk: &Arc<Desk>) {
    let Some(open) = desk.open() else { return };
    let answer = Arc::clone(desk);
    open.thread.check_store(move |outcome| {
        if let Err(why) = outcome {
            answer.say(Message::Note(why.to_string()));
        }
    });
    let answer = Arc::clone(desk);
    open.thread.take_notes(move |outcome| {
        for note in outcome.unwrap_or_default() {
            answer.say(Message::Note(note.to_string()));
        }
    });
}

/// Sets an inspection up and opens it.
pub fn set_up(desk: &Arc<Desk>, new: &NewInspection, unlock: Unlock) {
    desk.close();
    match set_up_inner(new, unlock.clone()) {
        Ok(()) => open(desk, &new.folder, unlock),
        Err(why) => desk.say(Message::NotOpened {
            folder: Some(new.folder.clone()),
            shut: Shut::Other,
            why,
        }),
    }
}

fn set_up_inner(new: &NewInspection, unlock: Unlock) -> Result<(), String> {
    let set_up = SetUp {
        authority: new.authority.clone(),
        framework: new.framework.clone(),
        announced: day(&new.announced)?,
        first_day: day(&new.days.0)?,
        last_day: day(&new.days.1)?,
        training: false,
    };
    let mut record = new::set_up(&new.folder, &set_up, unlock).map_err(|why| why.to_string())?;
    for (designation, side) in &new.people {
        let event = record
            .inspection()
            .name_person(designation, "", *side)
            .map_err(|why| why.to_string())?;
        record
            .append(None, vec![event])
            .map_err(|why| why.to_string())?;
    }
    record.close();
    Ok(())
}

/// A day as typed; nothing where nothing is.
fn day(typed: &str) -> Result<Option<Date>, String> {
    match typed.trim() {
        "" => Ok(None),
        typed => typed.parse().map(Some).map_err(|_| {
            format!("\"{typed}\" is no day: write it as year-month-day, for instance 2026-11-23.")
        }),
    }
}

/// Makes a demonstration, or goes on in the last one, and opens it.
pub fn demo(desk: &Arc<Desk>) {
    desk.close();
    let made = with_tools(desk, |tools| match demo::newest_folder() {
        Some(folder) => demo::go_on(&folder, tools).map(|()| folder),
        None => demo::fresh_folder()
            .map_err(Into::into)
            .and_then(|folder| demo::make(&folder, tools).map(|_| folder)),
    });
    match made {
        Ok(folder) => open(desk, &folder, Unlock::Beside),
        Err(why) => desk.say(Message::NotOpened {
            folder: None,
            shut: Shut::Other,
            why: why.to_string(),
        }),
    }
}

fn with_tools<T>(desk: &Desk, run: impl FnOnce(&Tools<'_>) -> T) -> T {
    let tools = Tools {
        read: &|name, bytes| desk.reader.read(name, bytes),
        progress: &|progress| desk.say(Message::IntakeGoesOn(progress)),
        stop: &desk.stop,
        workers: desk.workers,
    };
    run(&tools)
}

/// Takes case files in; where several folders would become one case and that is not said to be meant, asks first.
pub fn intake(desk: &Arc<Desk>, folder: PathBuf, sure: bool) {
    let Some(open) = desk.open() else { return };
    let mut through = match Through::new(&open) {
        Ok(through) => through,
        Err(why) => return intake_done(desk, Err(why.to_string()), Vec::new()),
    };
    let offer = match intake::look(std::slice::from_ref(&folder), None, &open.folder) {
        Ok(offer) => offer,
        Err(why) => return intake_done(desk, Err(why.to_string()), Vec::new()),
    };
    let doubts = intake::doubt::doubts(&offer, through.inspection(), false);
    if !sure && !doubts.is_empty() {
        let lines = doubts.iter().map(intake::doubt::Doubt::shown).collect();
        return desk.say(Message::IntakeDoubted { folder, lines });
    }
    let outcome = with_tools(desk, |tools| intake::take_in(&mut through, offer, tools))
        .map_err(|broken| broken.to_string());
    let entries = std::mem::take(&mut through.entries);
    intake_done(desk, outcome, entries);
}

fn intake_done(desk: &Desk, summary: Result<Summary, String>, entries: Vec<Entry>) {
    desk.say(Message::IntakeDone { summary, entries });
}

/// Reads again, with a password, what needs one. It is forgotten when this is done.
pub fn open_locked(desk: &Arc<Desk>, password: Secret) {
    let Some(open) = desk.open() else { return };
    let mut through = match Through::new(&open) {
        Ok(through) => through,
        Err(why) => return intake_done(desk, Err(why.to_string()), Vec::new()),
    };
    let read_with = |name: &str, bytes: &[u8], password: Option<&str>| {
        desk.reader.read_with(name, bytes, password)
    };
    let passwords = Passwords::new(&read_with, vec![password], None);
    let tools = Tools {
        read: &|name, bytes| passwords.read(name, bytes),
        progress: &|progress| desk.say(Message::IntakeGoesOn(progress)),
        stop: &desk.stop,
        workers: desk.workers,
    };
    let wanted = again::Wanted {
        only_locked: true,
        ..again::Wanted::default()
    };
    let outcome =
        again::read_again(&mut through, &wanted, &tools).map_err(|broken| broken.to_string());
    let entries = std::mem::take(&mut through.entries);
    intake_done(desk, outcome, entries);
}

/// Fetches texts of `open`, one message each, for as long as it is what is open.
pub fn texts(desk: &Desk, open: &Arc<OpenLedger>, case: CaseNo, wanted: &[(DocumentNo, Sha256)]) {
    for (document, sha256) in wanted {
        let text = open
            .documents
            .text(case, *sha256)
            .map_err(|why| why.to_string())
            .and_then(|bytes| {
                let text: Text = serde_json::from_slice(&bytes)
                    .map_err(|why| format!("The stored text cannot be read: {why}."))?;
                OpenText::new(text).map(Arc::new)
            });
        let folding = text.as_ref().ok().cloned();
        let message = Message::Text {
            case,
            document: *document,
            sha256: *sha256,
            text,
        };
        if !desk.say_of(open, message) {
            return;
        }
        // Folded here, so that the first search does not wait for it; behind the answer, so that the first page does not.
        if let Some(text) = folding {
            text.folded();
        }
    }
}

/// Draws a page of a document of `open`.
pub fn page(desk: &Desk, open: &Arc<OpenLedger>, wanted: WantedPage) {
    let drawn = open
        .documents
        .original(wanted.case, wanted.version)
        .map_err(|why| why.to_string())
        .and_then(|bytes| page_process::draw(&desk.reader, &wanted.name, &bytes, &wanted.view))
        .map(|drawn| Pictured::of(drawn, wanted.form));
    let wanted = Box::new(wanted);
    desk.say_of(open, Message::Page { wanted, drawn });
}

/// Wraps a long text of `open`.
pub fn wrap(
    desk: &Desk,
    open: &Arc<OpenLedger>,
    document: DocumentNo,
    text: Arc<OpenText>,
    width: u16,
) {
    let wrapped = Arc::new(Wrapped::sideways(text.text(), width));
    let message = Message::Wrapped {
        document,
        of: text,
        wrapped,
    };
    desk.say_of(open, message);
}

/// Writes notes out.
pub fn export(desk: &Arc<Desk>, wanted: &Export) {
    let Some(open) = desk.open() else { return };
    let formats = Format::ALL
        .into_iter()
        .filter(|format| wanted.formats.iter().any(|id| id == format.id()))
        .collect();
    let as_wanted = Wanted {
        formats,
        folder: wanted.folder.clone(),
        with_names: wanted.with_names,
        sure: wanted.sure,
    };
    let mut through = match Through::new(&open) {
        Ok(through) => through,
        Err(why) => {
            desk.say(Message::Exported {
                outcome: Err(why.to_string()),
                entries: Vec::new(),
            });
            return;
        }
    };
    let outcome = export::export(&mut through, wanted.case, &as_wanted);
    let entries = std::mem::take(&mut through.entries);
    desk.say(match outcome {
        Ok(Exported::Written(files)) => Message::Exported {
            outcome: Ok(files),
            entries,
        },
        Ok(Exported::Unsure(words)) => {
            let words = words
                .into_iter()
                .map(|unsure| (unsure.word, unsure.context))
                .collect();
            Message::ExportUnsure {
                export: wanted.clone(),
                words,
            }
        }
        Err(why) => Message::Exported {
            outcome: Err(why.to_string()),
            entries,
        },
    });
}

/// Checks the record as a whole.
pub fn verify(desk: &Arc<Desk>) {
    let Some(open) = desk.open() else { return };
    let checked = wait(&open, |ledger| verify::of_open(ledger, &mut |_, _| {}));
    desk.say(match checked {
        Ok(report) => {
            let verified = Verified {
                report,
                put_right: Vec::new(),
                entries_put_right: false,
                not_opened: None,
            };
            Message::Verified {
                sound: verified.is_right(),
                lines: shown::lines(&verified.to_text())
                    .lines()
                    .map(str::to_owned)
                    .collect(),
            }
        }
        Err(why) => Message::Verified {
            sound: false,
            lines: vec![why.to_string()],
        },
    });
}

/// An entry saying that the wall clock moved by so many seconds against the steady one.
#[must_use]
pub fn clock_moved(by_seconds: i64) -> NewEntry {
    NewEntry {
        at: clock::now(),
        case: None,
        by: None,
        event: Event::ClockMoved { by_seconds },
    }
}
