//! What lies over a page: a stack, the uppermost first to get a key. A layer takes a key or leaves it; leaving is always Esc.

pub mod answer;
pub mod beside;
pub mod closing;
pub mod find;
pub mod folder;
pub mod list;
pub mod own_words;
pub mod password;
pub mod reading;
pub mod seal;
pub mod taking;

pub use answer::Answering;
pub use beside::Beside;
pub use closing::Closing;
pub use find::Finder;
pub use folder::Chooser;
pub use list::{List, Pick, Row};
pub use own_words::OwnWords;
pub use password::PasswordLine;
pub use reading::Reading;
pub use seal::SealLarge;
pub use taking::Taking;

use super::form::Form;
use crate::desk::{intake::Progress, messages::Export};

/// One layer.
#[derive(Debug)]
#[expect(
    clippy::large_enum_variant,
    reason = "there are three or four layers at once; what they hold is read far more often than moved"
)]
pub enum Layer {
    /// A form being written.
    Form(Box<Form>),
    /// Something to choose from.
    List(List),
    /// A finding being answered.
    Answer(Answering),
    /// Words being looked for.
    Find(Finder),
    /// Something to read, row by row.
    Reading(Reading),
    /// A folder being chosen.
    Folder(Chooser),
    /// Whose pen it is now, large, until the next key.
    Pen(String),
    /// Taking in goes on.
    Intake(Progress),
    /// Comparing goes on.
    Comparing(Progress),
    /// A document as sealed beside itself as presented again.
    Beside(Beside),
    /// Whether several folders are meant to become one case, before they are taken in.
    Doubt(Reading, std::path::PathBuf),
    /// The password of documents, being typed.
    Password(PasswordLine),
    /// Words that may be names, before notes are written.
    Unsure(Reading, Box<Export>),
    /// The last walk of a sitting, and who signs.
    Closing(Closing),
    /// Words to sign with, being typed.
    OwnWords(OwnWords),
    /// A table of a plan on its way into the package.
    Taking(Box<Taking>),
    /// A seal, large.
    Seal(SealLarge),
}
