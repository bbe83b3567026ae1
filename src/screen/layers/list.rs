//! Something to choose from: the menu, the help, the palette, documents, people. Typing narrows it, the arrows move, Enter chooses.

use std::borrow::Cow;

use ratatui::crossterm::event::KeyCode;

use super::super::{action::Action, keys::Key, ways::Way, widgets::line_edit::LineEdit};
use crate::{
    casework::{
        CaseNo, DocumentNo, FindingNo, ParticipantNo, ReferBackNo, RemarkNo, SealNo, ServiceNo,
        Sha256,
    },
    desk::{
        fuzzy::Names,
        pages::{Item, package::Cell},
    },
};

/// What choosing a row does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Pick {
    /// Does an action.
    Do(Action),
    /// Opens a document at a byte.
    Document(DocumentNo, usize),
    /// Shows an older text: of this document, this version, this text.
    Older(DocumentNo, Sha256, Sha256),
    /// Stands on an item at the right.
    Item(Item),
    /// Shows only this kind, or only this agency, of the child's journey; everything where neither is named.
    Journey(Option<String>, Option<String>),
    /// Puts a person into the room or takes them out, before a sitting.
    Toggle(ParticipantNo),
    /// Opens the sitting with those in the room.
    OpenSitting,
    /// Looks at the case without a sitting.
    OnlyRead,
    /// Names a person.
    NamePerson,
    /// Hands the pen to a person.
    Pen(ParticipantNo),
    /// A person comes in.
    Join(ParticipantNo),
    /// A person leaves.
    Leave(ParticipantNo),
    /// Ties what was chosen before to a finding or service.
    Tie(Item),
    /// Puts a finding from a remark.
    FindingFrom(RemarkNo),
    /// Answers a finding.
    AnswerFinding(FindingNo),
    /// Raises a refer-back.
    RaiseReferBack,
    /// Adds an answer to a refer-back.
    ReplyReferBack(ReferBackNo),
    /// Closes a refer-back.
    CloseReferBack(ReferBackNo),
    /// Takes a name off the list.
    Unlist(String),
    /// Lists a name.
    ListName,
    /// Takes up half-typed words again; the number is their place among those put aside.
    Aside(usize),
    /// Begins the last walk before the sitting is closed.
    CloseSitting,
    /// A person signs with words of their own; with new ones in place of those they have, where the second says so.
    SignWith(ParticipantNo, bool),
    /// A person signs the printed sheet.
    SignOnPaper(ParticipantNo),
    /// A person does not sign, and says why.
    Decline(ParticipantNo),
    /// Shows a seal.
    ShowSeal(SealNo),
    /// Makes the seal of a sitting that was closed without one.
    MakeSeal(CaseNo),
    /// Opens an inspection.
    OpenFolder(std::path::PathBuf),
    /// Draws pages in this way.
    PictureWay(Way),
    /// Sets after how many minutes of quiet the curtain comes down.
    Quiet(u16),
    /// Compares the versions that were taken in.
    CompareKept,
    /// Chooses a folder to compare.
    CompareFolder,
    /// Shows what was compared last.
    CompareAgain,
    /// Sets both sides of a file beside each other: its case and itself, by their places in the comparison.
    Compared(usize, usize),
    /// Says something about the change under the pointer.
    ChangeRemark,
    /// Says what is not there, of the change under the pointer.
    ChangeAbsence,
    /// Opens the place of the change in the file.
    ChangeOpen,
    /// Takes up the question about the package that was set aside.
    TakeUpGap,
    /// Chooses which other service this one is the same as.
    SameAsWhich(ServiceNo),
    /// Two services are one: the first stays.
    Same(ServiceNo, ServiceNo),
    /// Makes a service of the row of a table under the pointer.
    TakeRow,
    /// Looks a table over on its way into the package; only its marked rows, where so.
    TakeTable(bool),
    /// Writes in a cell of a service.
    Cell(ServiceNo, Cell),
    /// Nothing: a row that only says something.
    Nothing,
}

/// One row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// What it is called.
    pub title: String,
    /// A short word at the right: a key, a state.
    pub right: String,
    /// A sentence shown while the pointer stands on it.
    pub hint: String,
    /// Why it cannot be chosen now.
    pub reason: Option<String>,
    /// What choosing it does.
    pub pick: Pick,
}

impl Row {
    /// A row that can be chosen.
    #[must_use]
    pub fn new(title: impl Into<String>, pick: Pick) -> Self {
        Self {
            title: title.into(),
            right: String::new(),
            hint: String::new(),
            reason: None,
            pick,
        }
    }

    /// With a word at the right.
    #[must_use]
    pub fn right(mut self, right: impl Into<String>) -> Self {
        self.right = right.into();
        self
    }

    /// With a sentence.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = hint.into();
        self
    }
}

/// What kind of list it is, where that matters after it was opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Any.
    Plain,
    /// The help: a key that types nothing finds its action.
    Help,
    /// Who will be in the room of a new sitting.
    WhoIsHere,
}

/// A list on the screen.
#[derive(Debug)]
pub struct List {
    /// What it is called.
    pub title: String,
    /// What kind.
    pub kind: Kind,
    /// What is typed to narrow it; `None` where typing does not narrow.
    pub query: Option<LineEdit>,
    /// Every row.
    pub rows: Vec<Row>,
    /// Those in sight after narrowing, best first.
    pub shown: Vec<usize>,
    /// The row under the pointer, as an index into `shown`.
    pub at: usize,
    names: Names,
}

/// What became of a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The list took it.
    Stay,
    /// This row is chosen.
    Chosen(Pick),
    /// This row cannot be chosen, and why.
    NotNow(String),
    /// The list is left.
    Leave,
    /// Not for the list.
    No,
}

impl List {
    /// A list that typing narrows.
    #[must_use]
    pub fn new(title: impl Into<String>, rows: Vec<Row>) -> Self {
        Self::of(title, Kind::Plain, Some(LineEdit::default()), rows)
    }

    /// A short list that typing does not narrow.
    #[must_use]
    pub fn short(title: impl Into<String>, rows: Vec<Row>) -> Self {
        Self::of(title, Kind::Plain, None, rows)
    }

    /// A list of any kind.
    #[must_use]
    pub fn of(
        title: impl Into<String>,
        kind: Kind,
        query: Option<LineEdit>,
        rows: Vec<Row>,
    ) -> Self {
        // Where rows have no sentence, and of documents, the title alone is searched, so that short titles rank well.
        let names = Names::new(rows.iter().map(|row| {
            if row.hint.is_empty() || matches!(row.pick, Pick::Document(..)) {
                Cow::Borrowed(row.title.as_str())
            } else {
                Cow::Owned(format!("{} {} {}", row.title, row.right, row.hint))
            }
        }));
        let shown = (0..rows.len()).collect();
        Self {
            title: title.into(),
            kind,
            query,
            rows,
            shown,
            at: 0,
            names,
        }
    }

    /// The row under the pointer.
    #[must_use]
    pub fn row(&self) -> Option<&Row> {
        self.rows.get(*self.shown.get(self.at)?)
    }

    /// Takes a key. `height` is how many rows are in sight.
    pub fn key(&mut self, key: Key, height: usize) -> Outcome {
        let last = self.shown.len().saturating_sub(1);
        match key.code {
            KeyCode::Esc => return Outcome::Leave,
            KeyCode::Enter => {
                return match self.row() {
                    Some(Row {
                        reason: Some(why), ..
                    }) => Outcome::NotNow(why.clone()),
                    Some(row) => Outcome::Chosen(row.pick.clone()),
                    None => Outcome::Stay,
                };
            }
            KeyCode::Down | KeyCode::Tab if key.held.is_empty() => {
                self.at = if self.at >= last { 0 } else { self.at + 1 };
            }
            KeyCode::Up | KeyCode::Tab => self.at = if self.at == 0 { last } else { self.at - 1 },
            KeyCode::PageDown => self.at = (self.at + height.max(1)).min(last),
            KeyCode::PageUp => self.at = self.at.saturating_sub(height.max(1)),
            KeyCode::Char(' ') if self.kind == Kind::WhoIsHere => {
                return self
                    .row()
                    .map_or(Outcome::Stay, |row| Outcome::Chosen(row.pick.clone()));
            }
            _ => return self.typed(key),
        }
        Outcome::Stay
    }

    fn typed(&mut self, key: Key) -> Outcome {
        match self.query.as_mut().and_then(|query| query.key(key)) {
            Some(true) => {
                self.narrow();
                Outcome::Stay
            }
            Some(false) => Outcome::Stay,
            None if self.kind == Kind::Help => self.find_key(key),
            None if self.query.is_none() && key.typed().is_some() => self.letter(key),
            None => Outcome::No,
        }
    }

    /// In a short list a letter is the key of a row, as it is shown at its right.
    fn letter(&mut self, key: Key) -> Outcome {
        let name = key.to_string();
        match self
            .shown
            .iter()
            .position(|at| self.rows.get(*at).is_some_and(|row| row.right == name))
        {
            Some(at) => {
                self.at = at;
                match self.row() {
                    Some(Row {
                        reason: Some(why), ..
                    }) => Outcome::NotNow(why.clone()),
                    Some(row) => Outcome::Chosen(row.pick.clone()),
                    None => Outcome::Stay,
                }
            }
            None => Outcome::Stay,
        }
    }

    /// In the help a key that types nothing (F2, Ctrl-Z) finds its own row.
    fn find_key(&mut self, key: Key) -> Outcome {
        let name = key.to_string();
        let found = self
            .rows
            .iter()
            .position(|row| row.right.split(' ').any(|other| other == name));
        // Pressed again, it is no longer a question.
        if self.shown.get(self.at).copied() == found {
            return Outcome::No;
        }
        if let Some(found) = found {
            self.query = Some(LineEdit::default());
            self.narrow();
            self.at = self.shown.iter().position(|at| *at == found).unwrap_or(0);
            Outcome::Stay
        } else {
            Outcome::No
        }
    }

    /// Puts pasted words into what is typed.
    pub fn paste(&mut self, words: &str) {
        if let Some(query) = &mut self.query {
            query.insert(words);
            self.narrow();
        }
    }

    fn narrow(&mut self) {
        let query = self.query.as_ref().map_or("", LineEdit::words);
        self.shown = self.names.matching(query);
        // A single sign or letter that is somebody's key stands first: "what does r do?"
        if self.kind == Kind::Help && query.chars().count() == 1 {
            let is_key = |at: &usize| {
                self.rows
                    .get(*at)
                    .is_some_and(|row| row.right.split(' ').any(|key| key == query))
            };
            let keyed: Vec<usize> = (0..self.rows.len()).filter(is_key).collect();
            self.shown.retain(|at| !keyed.contains(at));
            self.shown.splice(0..0, keyed);
        }
        self.at = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list() -> List {
        let rows = ["Core group", "Visit", "Plan"]
            .map(|title| Row::new(title, Pick::Nothing))
            .to_vec();
        List::new("Documents", rows)
    }

    fn press(list: &mut List, keys: &str) -> Outcome {
        keys.split(' ')
            .map(|name| list.key(Key::parse(name).unwrap(), 2))
            .next_back()
            .unwrap()
    }

    #[test]
    fn typing_narrows_and_enter_chooses() {
        let mut list = list();
        assert_eq!(press(&mut list, "v i s"), Outcome::Stay);
        assert_eq!(list.row().unwrap().title, "Visit");
        assert_eq!(press(&mut list, "Enter"), Outcome::Chosen(Pick::Nothing));
        press(&mut list, "x x x");
        assert_eq!(
            press(&mut list, "Enter"),
            Outcome::Stay,
            "nothing matches: nothing is chosen"
        );
        assert_eq!(press(&mut list, "Esc"), Outcome::Leave);
    }

    #[test]
    fn the_arrows_come_round() {
        let mut list = list();
        press(&mut list, "Up");
        assert_eq!(list.row().unwrap().title, "Plan");
        press(&mut list, "Down");
        assert_eq!(list.row().unwrap().title, "Core group");
        press(&mut list, "PageDown PageDown");
        assert_eq!(list.row().unwrap().title, "Plan");
    }

    #[test]
    fn what_cannot_be_chosen_says_why() {
        let mut list = list();
        list.rows[0].reason = Some("No sitting is open.".to_owned());
        assert_eq!(
            press(&mut list, "Enter"),
            Outcome::NotNow("No sitting is open.".to_owned())
        );
    }

    #[test]
    fn the_help_finds_an_action_by_its_key() {
        let rows = vec![
            Row::new("Say something", Pick::Nothing).right("r"),
            Row::new("Pass the pen", Pick::Nothing).right("F2"),
            Row::new("Find words", Pick::Nothing).right("/"),
        ];
        let mut list = List::of("Help", Kind::Help, Some(LineEdit::default()), rows);
        press(&mut list, "F2");
        assert_eq!(list.row().unwrap().title, "Pass the pen");
        press(&mut list, "r");
        assert_eq!(list.row().unwrap().title, "Say something");
    }
}
