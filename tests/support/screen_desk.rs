//! A desk without a disk: it keeps entries in memory, reads the fictional case files once, and answers what a screen asks.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    sync::{Arc, OnceLock, atomic::AtomicBool},
};

use alongside::{
    casework::{
        CaseNo, DocumentNo, Entry, Event, Inspection, Moment, ParticipantNo, Sha256, Side,
        event::NewEntry,
    },
    desk::{
        compare, export, frameworks,
        intake::{
            self, Offer, OfferedCase, OfferedFile, Source, Summary, Tools,
            again::{self, Wanted},
            passwords::{Passwords, Secret},
        },
        journey,
        messages::{Export, Folder, Message, NewInspection, Opened, Request, Shut, WantedPage},
        picture::Pictured,
        record::{Keep, Kept},
        text::OpenText,
        timescales,
    },
    ledger::LedgerError,
    notes, reading,
};
use jiff::civil::date;
use sha2::Digest as _;

#[path = "screen_signing.rs"]
pub mod signing;

use signing::Keys;

/// Where the fictional inspection is said to be. Nothing stands there.
pub const NORTHBRIDGE: &str = "/fictional/northbridge";

/// RO, Lead inspector.
pub const RO: ParticipantNo = ParticipantNo(1);
/// JK, Social worker.
pub const JK: ParticipantNo = ParticipantNo(2);
/// OB, Observer.
pub const OB: ParticipantNo = ParticipantNo(4);

/// An inspection kept in memory.
#[derive(Clone)]
pub struct Desk {
    pub entries: Vec<Entry>,
    pub inspection: Inspection,
    pub now: Moment,
    /// Where the two were when the curtain came down.
    pub put_by: Option<Vec<u8>>,
    /// Why the next such record cannot be put by.
    pub full: Option<String>,
    /// Files of notes that were written.
    pub written: BTreeMap<PathBuf, String>,
    /// Keys people sign with, and statements of seals.
    pub keys: Keys,
    texts: BTreeMap<Sha256, Arc<OpenText>>,
    originals: BTreeMap<Sha256, Vec<u8>>,
    /// A case folder presented again: whose, and its files.
    pub presented: (String, Vec<(String, Vec<u8>)>),
}

/// A case as it is offered, by name and words.
fn offer(reference: &str, whole: bool, files: &[(String, Vec<u8>)]) -> Offer {
    let files = files.iter().map(|(name, bytes)| {
        let bytes = bytes.clone();
        OfferedFile {
            name: name.clone(),
            bytes: bytes.len() as u64,
            source: Source::Made(Arc::new(move || bytes.clone())),
        }
    });
    let case = OfferedCase {
        reference: reference.to_owned(),
        whole,
        files: files.collect(),
        ..OfferedCase::default()
    };
    Offer {
        cases: vec![case],
        ..Offer::default()
    }
}

impl Desk {
    /// Northbridge with its people and no case.
    pub fn new() -> Self {
        let mut desk = Self {
            entries: Vec::new(),
            inspection: Inspection::default(),
            now: Moment::on(date(2012, 6, 13)).plus_ms(14 * 3_600_000),
            put_by: None,
            full: None,
            written: BTreeMap::new(),
            keys: Keys::default(),
            texts: BTreeMap::new(),
            originals: BTreeMap::new(),
            presented: (String::new(), Vec::new()),
        };
        desk.set_up("Northbridge", "england-2012", true);
        for (designation, initials, side) in [
            ("Lead inspector", "RO", Side::Inspection),
            ("Social worker", "JK", Side::Authority),
            ("Team manager", "TM", Side::Authority),
            ("Observer", "OB", Side::Observer),
        ] {
            let named = desk
                .inspection
                .name_person(designation, initials, side)
                .unwrap();
            desk.append(None, vec![named]).unwrap();
        }
        desk
    }

    /// Northbridge with the children of the demonstration, their files read once for all tests.
    pub fn demo() -> Self {
        static DEMO: OnceLock<Desk> = OnceLock::new();
        DEMO.get_or_init(|| {
            let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/demo");
            let wanted = ["N-003", "N-017", "N-042"].map(|reference| folder.join(reference));
            let mut desk = Self::new();
            desk.take_in(intake::look(&wanted, None, &folder.join("none")).unwrap());
            desk
        })
        .clone()
    }

    /// An inspection of which these entries were kept, its texts by their hashes.
    pub fn of(entries: Vec<Entry>, texts: BTreeMap<Sha256, Arc<OpenText>>) -> Self {
        let mut desk = Self::new();
        desk.inspection = Inspection::from_entries(&entries);
        desk.entries = entries;
        desk.texts = texts;
        desk
    }

    fn set_up(&mut self, authority: &str, framework: &str, training: bool) {
        let framework = frameworks::by_id(framework).unwrap();
        let event = Event::InspectionSetUp {
            id: "0".repeat(32),
            authority: authority.to_owned(),
            framework: framework.id.clone(),
            framework_version: framework.version,
            announced: None,
            first_day: Some(date(2012, 6, 11)),
            last_day: Some(date(2012, 6, 22)),
            training,
        };
        self.append(None, vec![event]).unwrap();
    }

    /// Takes documents of a case in, by name and words.
    pub fn take_in_words(&mut self, reference: &str, files: &[(&str, &[u8])]) -> Summary {
        let files: Vec<_> = files
            .iter()
            .map(|(name, bytes)| ((*name).to_owned(), bytes.to_vec()))
            .collect();
        self.take_in(offer(reference, false, &files))
    }

    fn take_in(&mut self, offer: Offer) -> Summary {
        let tools = Tools {
            read: &reading::read,
            progress: &|_| {},
            stop: &AtomicBool::new(false),
            workers: 2,
        };
        intake::take_in(self, offer, &tools).unwrap()
    }

    /// Gives entries their places, as the ledger does.
    pub fn keep(&mut self, entries: Vec<NewEntry>) -> Vec<Entry> {
        let mut kept = Vec::new();
        for entry in entries {
            let entry = entry.at_seq(alongside::casework::Seq(self.entries.len() as u64));
            self.inspection.apply(&entry);
            self.entries.push(entry.clone());
            kept.push(entry);
        }
        kept
    }

    /// Something that happened before the screen was opened, done by whoever holds the pen.
    pub fn before(&mut self, case: CaseNo, event: Event) {
        let room = self.inspection.room(case);
        let by = room.map(|room| room.pen()).ok();
        self.keep(vec![NewEntry {
            at: self.now,
            case: Some(case),
            by,
            event,
        }]);
    }

    pub fn case(&self, reference: &str) -> CaseNo {
        self.inspection.case_by_reference(reference).unwrap().0
    }

    /// The inspection as the ledger hands it to a screen.
    pub fn opened(&self, resume: Option<Vec<u8>>) -> Message {
        let framework = frameworks::by_id(&self.inspection.framework).unwrap();
        Message::Opened(Box::new(Opened {
            folder: NORTHBRIDGE.into(),
            inspection: self.inspection.clone(),
            framework: framework.clone(),
            notes: Vec::new(),
            read_only: None,
            resume,
        }))
    }

    pub fn open(&self, folder: &Path) -> Message {
        if folder == Path::new(NORTHBRIDGE) {
            return self.opened(self.put_by.clone());
        }
        Message::NotOpened {
            folder: Some(folder.to_owned()),
            shut: Shut::Other,
            why: "There is no inspection in this folder.".to_owned(),
        }
    }

    /// Another inspection in place of this one.
    pub fn new_inspection(&mut self, new: &NewInspection) -> Message {
        self.entries.clear();
        self.inspection = Inspection::default();
        self.set_up(&new.authority, &new.framework, false);
        for (designation, side) in &new.people {
            let named = self.inspection.name_person(designation, "", *side).unwrap();
            self.append(None, vec![named]).unwrap();
        }
        self.opened(None)
    }

    pub fn text(&self, case: CaseNo, document: DocumentNo, sha256: Sha256) -> Message {
        Message::Text {
            case,
            document,
            sha256,
            text: self
                .texts
                .get(&sha256)
                .cloned()
                .ok_or_else(|| "The stored text is gone.".to_owned()),
        }
    }

    /// The child's journey, told from what is kept.
    pub fn journey(&self, case: CaseNo, made_of: usize, source: &journey::Source) -> Message {
        let mut text = |_, sha256| Some(self.texts.get(&sha256)?.text().clone());
        let told = journey::journey(
            source,
            &timescales::built_in(),
            &mut journey::Lines::new(),
            &mut text,
        );
        Message::Journey {
            case,
            made_of,
            journey: Arc::new(told),
        }
    }

    /// The documents' bytes are gone.
    pub fn loses_originals(&mut self) {
        self.originals.clear();
    }

    /// A page drawn here, without a process of its own.
    pub fn page(&self, wanted: WantedPage) -> Message {
        let drawn = self
            .originals
            .get(&wanted.version)
            .ok_or_else(|| "The stored document is gone.".to_owned())
            .and_then(|bytes| {
                reading::picture::draw(&wanted.name, bytes.clone(), &wanted.view)
                    .map(|drawn| Pictured::of(drawn, wanted.form))
                    .map_err(|why| why.to_string())
            });
        Message::Page {
            wanted: Box::new(wanted),
            drawn,
        }
    }

    /// Three folders and no disk.
    pub fn folder(folder: &Path) -> Message {
        let folders: &[&str] = match folder.to_str() {
            Some("/fictional") => &["case files", "northbridge"],
            Some("/fictional/case files") => &["N-099"],
            _ => &[],
        };
        Message::Folder {
            folder: folder.to_owned(),
            inside: Ok(Folder {
                folders: folders.iter().map(|name| (*name).to_owned()).collect(),
                files: 2,
                is_inspection: folder == Path::new(NORTHBRIDGE),
            }),
        }
    }

    /// What a password opens, as the desk does it.
    pub fn open_locked(&mut self, password: &Secret) -> Message {
        let before = self.entries.len();
        let passwords = Passwords::new(&reading::read_with, vec![password.clone()], None);
        let tools = Tools {
            read: &|name, bytes| passwords.read(name, bytes),
            progress: &|_| {},
            stop: &AtomicBool::new(false),
            workers: 1,
        };
        let wanted = Wanted {
            only_locked: true,
            ..Wanted::default()
        };
        let summary = again::read_again(self, &wanted, &tools).unwrap();
        Message::IntakeDone {
            summary: Ok(summary),
            entries: self.entries[before..].to_vec(),
        }
    }

    /// One small case, whatever the folder.
    pub fn intake(&mut self) -> Message {
        let before = self.entries.len();
        let visit: &[u8] = b"# Home visit\n\nDate of visit: 6 March 2012\n\nSeen alone.\n";
        let summary = self.take_in_words("N-099", &[("01 visit.md", visit)]);
        Message::IntakeDone {
            summary: Ok(summary),
            entries: self.entries[before..].to_vec(),
        }
    }

    /// Compares, as the counter does when it is asked: versions that are there, or the files in `presented`.
    pub fn compares(&self, asked: Request) -> Vec<Message> {
        let tools = Tools {
            read: &reading::read,
            progress: &|_| {},
            stop: &AtomicBool::new(false),
            workers: 1,
        };
        match asked {
            Request::Lay { pair, width } => vec![Message::Laid {
                laid: Arc::new(compare::Laid::new(&pair, width)),
                pair,
            }],
            Request::Compare { folder: None, case } => {
                let compared = compare::versions(self, case, &tools);
                vec![Message::Compared(Ok(Arc::new(compared)))]
            }
            _ => {
                let (reference, files) = &self.presented;
                let offer = offer(reference, true, files);
                let compared = compare::compare(self, offer, &tools);
                vec![Message::Compared(Ok(Arc::new(compared)))]
            }
        }
    }

    /// The notes as they would be written, kept in `written`.
    pub fn export(&mut self, wanted: &Export) -> Message {
        let (notes, unsure) = export::compose(&*self, wanted.case, wanted.with_names).unwrap();
        if !unsure.is_empty() && !wanted.sure {
            return Message::ExportUnsure {
                export: wanted.clone(),
                words: unsure
                    .into_iter()
                    .map(|unsure| (unsure.word, unsure.context))
                    .collect(),
            };
        }
        let mut files = Vec::new();
        for format in &wanted.formats {
            let words = match format.as_str() {
                "md" => notes::to_markdown(&notes),
                _ => notes::to_json(&notes).unwrap(),
            };
            let file = wanted.folder.join(format!("notes.{format}"));
            self.written.insert(file.clone(), words);
            files.push(file);
        }
        let before = self.entries.len();
        let exported = Event::NotesExported {
            formats: wanted.formats.clone(),
            with_names: wanted.with_names,
        };
        self.append(Some(wanted.case), vec![exported]).unwrap();
        Message::Exported {
            outcome: Ok(files),
            entries: self.entries[before..].to_vec(),
        }
    }
}

impl Keep for Desk {
    fn inspection(&self) -> &Inspection {
        &self.inspection
    }

    fn append(&mut self, case: Option<CaseNo>, events: Vec<Event>) -> Result<(), LedgerError> {
        let at = self.now;
        let entries = events
            .into_iter()
            .map(|event| NewEntry {
                at,
                case,
                by: None,
                event,
            })
            .collect();
        self.keep(entries);
        Ok(())
    }

    fn keep_documents(&mut self, _: CaseNo, documents: &[Kept]) -> Result<(), LedgerError> {
        for document in documents {
            let sha256 = Sha256(sha2::Sha256::digest(&document.original).into());
            self.originals.insert(sha256, document.original.clone());
        }
        for document in documents.iter().filter(|kept| !kept.text.is_empty()) {
            let text = OpenText::new(serde_json::from_slice(&document.text).unwrap()).unwrap();
            text.folded();
            let sha256 = Sha256(sha2::Sha256::digest(&document.text).into());
            self.texts.insert(sha256, Arc::new(text));
        }
        Ok(())
    }

    fn keep_one_text(&mut self, _: CaseNo, text: &[u8]) -> Result<(), LedgerError> {
        let sha256 = Sha256(sha2::Sha256::digest(text).into());
        let text = OpenText::new(serde_json::from_slice(text).unwrap()).unwrap();
        self.texts.insert(sha256, Arc::new(text));
        Ok(())
    }

    fn original(&self, case: CaseNo, sha256: Sha256) -> Result<Vec<u8>, LedgerError> {
        let missing = LedgerError::DocumentMissing { case, sha256 };
        self.originals.get(&sha256).cloned().ok_or(missing)
    }

    fn list(&self, list: Sha256) -> Result<Vec<u8>, LedgerError> {
        Err(LedgerError::DocumentMissing {
            case: CaseNo(0),
            sha256: list,
        })
    }

    fn text(&self, case: CaseNo, sha256: Sha256) -> Result<Vec<u8>, LedgerError> {
        match self.texts.get(&sha256) {
            Some(text) => Ok(serde_json::to_vec(text.text()).unwrap()),
            None => Err(LedgerError::DocumentMissing { case, sha256 }),
        }
    }
}

impl Desk {
    /// Opens a sitting on a case with these people; the pen is with the first.
    pub fn sit(&mut self, reference: &str, present: &[ParticipantNo]) {
        let case = self.case(reference);
        let opened = self.inspection.open_sitting(case, present).unwrap();
        self.before(case, opened);
    }
}
