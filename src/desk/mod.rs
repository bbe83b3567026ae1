//! The verbs without a face: what can be done with an inspection, whoever asks.
//!
//! This room knows `casework`, `reading`, `ledger` and `notes` and puts them to work together. It prints nothing and draws nothing:
//! answers are values, waiting is told through callbacks, trouble is an error with a sentence.
//!
//! | file | owns |
//! |---|---|
//! | `pages` | what each screen says, as plain values: the screen draws them, `show` prints them |
//! | `reader_process` | the child process that reads documents |
//! | `record` | an inspection folder open for a command: the ledger and the inspection folded from it |
//! | `clock` | the only look at the clock |
//! | `frameworks` | the frameworks carried inside |
//! | `new` | setting up an inspection |
//! | `intake` | case folders and files into the record |
//! | `demo`, `rehearsal` | fictional inspections, to learn with and to measure with |
//! | `verify` | whether the record is as it was kept |
//! | `export` | the agreed notes as files |
//! | `show` | what the screens show, as plain lines |
//! | `shown` | names from outside, safe to print |

pub mod clock;
pub mod columns;
pub mod demo;
pub mod export;
pub mod frameworks;
pub mod fuzzy;
pub mod intake;
pub mod messages;
pub mod new;
pub mod pages;
pub mod reader_process;
pub mod record;
pub mod rehearsal;
pub mod show;
pub mod shown;
pub mod text;
pub mod verify;
