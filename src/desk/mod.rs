//! The verbs without a face: what can be done with an inspection, whoever asks.
//!
//! This room knows `casework`, `reading`, `ledger` and `notes` and puts them to work together. It prints nothing and draws nothing:
//! answers are values, waiting is told through callbacks, trouble is an error with a sentence.
//!
//! | file | owns |
//! |---|---|
//! | `counter`, `messages` | what a screen asks and is told, and the threads that answer |
//! | `front` | what the first frame shows while the rest is being read |
//! | `pages` | what each screen says, as plain values: the screen draws them, `show` prints them |
//! | `reader_process`, `page_process` | the child processes that read documents and draw their pages |
//! | `record` | an inspection folder open for a command: the ledger and the inspection folded from it |
//! | `close` | what is signed at the close of a sitting, signing it, and the seal |
//! | `clock` | the only look at the clock |
//! | `frameworks` | the frameworks carried inside |
//! | `journey` | the child's journey: lines of chronologies out of the texts, then told |
//! | `package` | the package of support: days read from its words, then gaps, history, bars and who is heard |
//! | `timescales` | timescales and bank holidays: those carried inside, and a council's own |
//! | `new` | setting up an inspection |
//! | `arrive` | every file of every case folder, hashed on arriving |
//! | `intake` | case folders and files into the record |
//! | `services` | a list of services from a file into the package of a case |
//! | `compare` | a case folder presented again, word by word beside what was sealed; nothing is taken in |
//! | `demo`, `rehearsal` | fictional inspections, to learn with and to measure with |
//! | `doctor` | whether folder, disk, record, terminal and computer are as they should be |
//! | `bundle` | a bundle from somewhere else, checked without an inspection |
//! | `verify` | whether the record is as it was kept |
//! | `copies`, `erase` | backups, the mirror, a copy put back; a case erased |
//! | `bundle` | what an outsider needs to check a seal, as a file |
//! | `seals` | the seals as a list for scripts |
//! | `export` | the agreed notes as files |
//! | `show` | what the screens show, as plain lines |
//! | `passphrases` | which passphrases open it, one more, one less |
//! | `secret_file` | a passphrase kept in a file, for scripts |
//! | `strength` | what is said of a new passphrase |
//! | `settings` | files of the person: preferences, other keys |
//! | `text`, `picture`, `fuzzy`, `columns` | texts, pages, names and table rows as a screen needs them |
//! | `shown` | names from outside, safe to print |

pub mod arrive;
pub mod bundle;
pub mod clock;
pub mod close;
pub mod columns;
pub mod compare;
pub mod copies;
pub mod counter;
pub mod demo;
pub mod doctor;
pub mod erase;
pub mod export;
pub mod frameworks;
pub mod front;
pub mod fuzzy;
pub mod intake;
pub mod journey;
pub mod messages;
pub mod new;
pub mod package;
pub mod page_process;
pub mod pages;
pub mod passphrases;
pub mod picture;
pub mod reader_process;
pub mod record;
pub mod rehearsal;
pub mod seals;
pub mod secret_file;
pub mod services;
pub mod settings;
pub mod show;
pub mod shown;
pub mod strength;
pub mod text;
pub mod timescales;
pub mod verify;

/// What every screen of a demonstration says.
pub const TRAINING_WARNING: &str = "TRAINING · FICTIONAL CASES ONLY, the key lies beside them";

pub use crate::ledger::{
    LedgerError, Passphrase, Unlock, is_inspection, opens_with_words, panic_is_expected,
};
pub use crate::platform::{Unseen, unseen_typing};
