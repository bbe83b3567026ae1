//! What can go wrong, and what was found and put right, as sentences for the two people at the screen. Never any words of an entry or
//! a document.

use std::{fmt, io, path::Path};

use thiserror::Error;

use super::disk;
use crate::casework::{CaseNo, Seq, Sha256};

/// Why the ledger could not do what was asked. Nothing asked for with an error as its answer has been kept.
#[derive(Debug, Error)]
pub enum LedgerError {
    /// No `format.json`.
    #[error(
        "There is no inspection in {folder}. Choose another folder, or set one up there with alongside new."
    )]
    NoInspection {
        /// As it was given.
        folder: String,
    },
    /// `create` on a folder with something in it.
    #[error("{folder} is not empty. Choose a new or empty folder for the inspection.")]
    NotEmpty {
        /// As it was given.
        folder: String,
    },
    /// `format.json` names a format this program cannot read.
    #[error(
        "This inspection is written in format {found}, and this version of alongside reads format 1 only. Open it with the version that made it; format 0 was for trials with fictional cases and is not carried on."
    )]
    OtherFormat {
        /// The number in `format.json`, or what stands in its place.
        found: String,
    },
    /// Nothing was given to open it with.
    #[error(
        "This inspection opens only with its passphrase. Type it, or give a file that holds it with --passphrase-file."
    )]
    PassphraseWanted,
    /// The words open none of its slots, and the slots are as they were written.
    #[error(
        "That is not the passphrase of this inspection. Its keys are undamaged: check the spelling and the Caps Lock key, then try again."
    )]
    WrongPassphrase,
    /// `keys.json` is not as it was written, and neither is the copy beside it.
    #[error(
        "The keys of this inspection cannot be used: {what} Nothing was changed. Put back keys.json from a backup or the mirror; without it nothing in the inspection can be read."
    )]
    KeysDamaged {
        /// A sentence.
        what: String,
    },
    /// `keys.json` names a format this program cannot read.
    #[error(
        "The keys of this inspection are written in format {found}, and this version of alongside reads format 1 only. Open it with the version that made it."
    )]
    KeysNewer {
        /// The number in `keys.json`.
        found: u64,
    },
    /// Making a key from a passphrase takes more memory than there is.
    #[error(
        "There is too little free memory to open this inspection: {mib} MiB are needed for a moment. Close other programs, then try again."
    )]
    TooLittleMemory {
        /// How much.
        mib: u32,
    },
    /// The keys could not be changed as asked.
    #[error("{what} Nothing was changed.")]
    KeysRefused {
        /// A sentence, or more.
        what: String,
    },
    /// The case was erased.
    #[error("Case {case} was erased: its words and documents can no longer be opened.")]
    CaseErased {
        /// Which.
        case: CaseNo,
    },
    /// Others may look into its folder, and that cannot be changed.
    #[error(
        "Other accounts of this computer can look into {folder}, and that could not be changed ({why}). Nothing was opened. Move the inspection below your own user folder, or have whoever looks after the computer make it yours alone."
    )]
    NotPrivate {
        /// The inspection's folder.
        folder: String,
        /// As people say it.
        why: String,
    },
    /// Somebody else has it open.
    #[error(
        "This inspection is already open{since}. Close it there first; two programs never write to one inspection."
    )]
    AlreadyOpen {
        /// ` since 14 Mar 2012 14:02 +00:00 (process 4711)`, or nothing where the system does not let it be read.
        since: String,
    },
    /// The folder is not as alongside makes it.
    #[error(
        "{what} Nothing was changed. Put back a copy of the whole folder, or ask for help with it before going on."
    )]
    NotAsMade {
        /// A sentence.
        what: String,
    },
    /// The disk is full.
    #[error(
        "The disk is full, so this could not be kept. Your words are still here: delete or move other files to make room, then try again."
    )]
    DiskFull,
    /// The disk did not confirm what was written.
    #[error(
        "The disk did not confirm that this was written, so it does not count as kept ({why}). Copy the words elsewhere if you can, check the disk, then try again."
    )]
    NotConfirmed {
        /// As the system put it.
        why: String,
    },
    /// Some other trouble with a file or folder.
    #[error(
        "{doing} failed: {why}. Check that the disk is connected and that this account may write to the folder, then try again."
    )]
    Trouble {
        /// What was tried, with the place: `Opening journal/….log`.
        doing: String,
        /// As the system put it.
        why: String,
    },
    /// The inspection may be read, not added to.
    #[error("This inspection is open for reading only, so this was not kept. {why}")]
    ReadOnly {
        /// A sentence.
        why: String,
    },
    /// An entry is damaged and there is no second copy.
    #[error(
        "Entry {entry} of the record is damaged and no other copy of it was found. Put back a copy of the whole folder from before."
    )]
    Damaged {
        /// The first damaged one.
        entry: Seq,
    },
    /// Two devices went on from the same entry.
    #[error(
        "Two copies of this inspection were both written to: both have an entry {entry}. Both are kept and shown, and nothing is added here. Go on in one of the two copies."
    )]
    Twice {
        /// The first entry that both have.
        entry: Seq,
    },
    /// A seal counts more entries than there are.
    #[error(
        "Entries are missing: seal {seal} was made over {counts} entries, and only {there} are here. Put back a newer copy of the whole folder, from a backup or the mirror."
    )]
    FewerThanSealed {
        /// The number of the seal.
        seal: u32,
        /// What it counts.
        counts: u64,
        /// What is here.
        there: u64,
    },
    /// A whole frame whose body is no entry.
    #[error(
        "Entry {entry} of the record cannot be understood by this version of alongside. Open the inspection with the version that wrote it."
    )]
    NotAnEntry {
        /// Which.
        entry: Seq,
    },
    /// More words than one entry holds.
    #[error(
        "This is too long for one entry ({bytes} bytes; at most {most}). Split it into shorter parts."
    )]
    TooLong {
        /// How long it is.
        bytes: usize,
        /// How long it may be.
        most: usize,
    },
    /// A document or text is not where it should be.
    #[error("A document of case {case} ({}…) is not in the inspection folder. Take the case folder in again, or put back a copy of the inspection folder.", sha256.short())]
    DocumentMissing {
        /// Whose.
        case: CaseNo,
        /// Which.
        sha256: Sha256,
    },
    /// A document or text is no longer what was taken in.
    #[error("A document of case {case} ({}…) was changed since it was taken in. It is not shown; alongside verify lists every such document.", sha256.short())]
    DocumentChanged {
        /// Whose.
        case: CaseNo,
        /// Which.
        sha256: Sha256,
    },
    /// The thread that keeps the record has ended.
    #[error(
        "The record has been closed, so this was not kept. Copy the words elsewhere and open the inspection again."
    )]
    Closed,
}

impl LedgerError {
    /// Trouble with a place, told apart from a full disk.
    pub(crate) fn at(doing: &str, path: &Path, error: &io::Error) -> Self {
        if disk::is_full(error) {
            return Self::DiskFull;
        }
        let name = path.file_name().map_or_else(
            || path.display().to_string(),
            |name| name.to_string_lossy().into_owned(),
        );
        Self::Trouble {
            doing: format!("{doing} {name}"),
            why: why(error),
        }
    }
}

/// The reason as people say it, where it is a common one.
pub(crate) fn why(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::PermissionDenied => "this account is not allowed to".to_owned(),
        io::ErrorKind::NotFound => "it is not there".to_owned(),
        io::ErrorKind::ReadOnlyFilesystem => "the disk cannot be written to".to_owned(),
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => "the disk is full".to_owned(),
        _ => error.to_string(),
    }
}

/// Something found and dealt with: one line for the people at the screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Note {
    /// The journal ended in a frame that was never finished.
    UnfinishedSetAside {
        /// How long the piece is.
        bytes: u64,
        /// Its name in `journal/`.
        file: String,
    },
    /// Frames in the middle of the journal were damaged and came back from sled.
    EntriesMended {
        /// The first one.
        first: Seq,
        /// How many.
        count: u64,
        /// The damaged journal's name in `journal/`.
        file: String,
    },
    /// Bytes stood between whole frames, and no entry is missing.
    StrangeSetAside {
        /// The name in `journal/` of the journal as it was.
        file: String,
    },
    /// The journal was shorter than sled.
    EntriesBroughtBack {
        /// The first one.
        first: Seq,
        /// How many.
        count: u64,
    },
    /// sled was missing, damaged or different.
    StoreRebuilt {
        /// How many entries it holds now.
        entries: u64,
    },
    /// sled could not be rebuilt; everything is read from the journal.
    StoreClosed,
    /// A header of a journal, or the copy of it, was damaged; the other was not.
    HeaderMended,
    /// `format.json` was damaged.
    FormatMended,
    /// Something came back from the mirror.
    FromMirror {
        /// What, as the beginning of a sentence.
        what: String,
    },
    /// The file of a seal was missing or damaged.
    SealWrittenAgain {
        /// Its number.
        seal: u32,
    },
    /// The mirror could not be written to.
    MirrorBehind,
    /// Other accounts could look into the folder.
    ClosedToOthers,
    /// `mirror.json` is damaged.
    MirrorForgotten,
    /// The resume record was damaged.
    ResumeDamaged,
    /// `device.key` could not be used: a new device began.
    NewDevice,
    /// A case that was erased still had its key, from an older copy of the keys: it was erased again.
    ErasedAgain {
        /// Which.
        case: CaseNo,
    },
    /// The disk did not confirm a write; the journal was written anew and confirmed.
    JournalWrittenAnew,
    /// There is no room for the reserve.
    NoReserve,
    /// One of the two copies of the keys was damaged or missing; it was written anew from the other.
    KeysMended {
        /// `keys.json` or `keys.json.before`.
        file: &'static str,
    },
    /// Both copies of the keys are damaged; what could be read of them opened the inspection.
    KeysPartlyDamaged,
    /// `device.key` is there and cannot be used.
    DeviceKeyDamaged,
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnfinishedSetAside { bytes, file } => write!(
                f,
                "The last entry was never finished being written ({bytes} bytes); it was set aside as journal/{file}. Everything kept before it is whole."
            ),
            Self::EntriesMended { first, count, file } => write!(
                f,
                "{} from entry {first} on {} damaged in the journal and {} put back whole from another copy; the damaged journal was set aside as journal/{file}.",
                entries(*count),
                if *count == 1 { "was" } else { "were" },
                if *count == 1 { "was" } else { "were" },
            ),
            Self::StrangeSetAside { file } => write!(
                f,
                "Something that is no entry stood in the journal and was taken out; the journal as it was is journal/{file}. No entry is missing."
            ),
            Self::EntriesBroughtBack { first, count } => write!(
                f,
                "{} from entry {first} on {} missing at the end of the journal and came back from another copy.",
                entries(*count),
                if *count == 1 { "was" } else { "were" },
            ),
            Self::StoreRebuilt { entries: count } => write!(
                f,
                "The store was rebuilt from the journal ({}); nothing is lost.",
                entries(*count)
            ),
            Self::StoreClosed => f.write_str(
                "The store cannot be used just now; everything is read from the journal and nothing is lost.",
            ),
            Self::HeaderMended => f.write_str(
                "The beginning of the journal was damaged and was put right from its copy. Nothing is lost.",
            ),
            Self::FormatMended => f.write_str(
                "The small file that names the format was damaged and was written again. Nothing is lost.",
            ),
            Self::ClosedToOthers => f.write_str(
                "Other accounts of this computer could look into the folder of this inspection. It is closed to them again; what it holds is encrypted, and alongside doctor says what else to look at.",
            ),
            Self::FromMirror { what } => {
                write!(f, "{what} was missing or damaged here and came back from the mirror.")
            }
            Self::SealWrittenAgain { seal } => write!(
                f,
                "The file of seal {seal} was missing or damaged and was written again from the record. Nothing is lost."
            ),
            Self::MirrorBehind => f.write_str(
                "The mirror cannot be written to just now; everything is kept here. It catches up by itself when it is there again.",
            ),
            Self::MirrorForgotten => f.write_str(
                "The small file that says where the mirror is, mirror.json, is damaged: nothing is written to the mirror. Choose it again.",
            ),
            Self::ResumeDamaged => f.write_str(
                "The words that were half typed when this was last open are damaged and cannot be shown; they were set aside as drafts/resume.damaged. Nothing that was kept is lost.",
            ),
            Self::NewDevice => f.write_str(
                "This copy of the inspection had no signing key of its own, as after putting back a backup; it goes on under a new one, which is recorded.",
            ),
            Self::ErasedAgain { case } => write!(
                f,
                "Case {case} was erased earlier and an older copy of its key was here again; it has been erased again."
            ),
            Self::JournalWrittenAnew => f.write_str(
                "The disk did not confirm a write, so the journal was written anew and confirmed. Nothing is lost; have the disk looked at.",
            ),
            Self::KeysMended { file } => write!(
                f,
                "One of the two copies of the keys, {file}, was not as it was last written; it was put right from the other. Nothing is lost; have the disk looked at."
            ),
            Self::KeysPartlyDamaged => f.write_str(
                "Both copies of the keys, keys.json and keys.json.before, are damaged; what opened them still opened everything in them, other passphrases may not. Put keys.json back from a backup or the mirror; where there is none, change the passphrase, which writes them anew.",
            ),
            Self::DeviceKeyDamaged => f.write_str(
                "The key this computer signs entries with, device.key, cannot be used; the record goes on under a new one. Nothing is lost.",
            ),
            Self::NoReserve => f.write_str(
                "The disk is nearly full. Make room soon: without it new words can no longer be kept.",
            ),
        }
    }
}

fn entries(count: u64) -> String {
    if count == 1 {
        "1 entry".to_owned()
    } else {
        format!("{count} entries")
    }
}
