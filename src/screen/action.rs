//! The one table of actions: what can be done, what it is called, what it does, and with which keys.
//!
//! The table is data (`assets/keys.toml`). The hint bar, the menu, the help, the palette, the key sheet and the README are all made from
//! it, so a key changed in one place is changed in all of them.

use std::{collections::BTreeMap, fmt::Write as _};

use serde::Deserialize;

use super::keys::Key;

const TABLE: &str = include_str!("../../assets/keys.toml");

macro_rules! actions {
    ($($name:ident = $id:literal,)*) => {
        /// Everything that can be done. What each is and does stands in `assets/keys.toml` under its id.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[expect(missing_docs, reason = "each one's title and help stand in the table of actions")]
        pub enum Action { $($name,)* }

        impl Action {
            /// Every action.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// Its id in the table.
            #[must_use]
            pub const fn id(self) -> &'static str {
                match self { $(Self::$name => $id,)* }
            }
        }
    };
}

actions! {
    Menu = "menu",
    Help = "help",
    Palette = "palette",
    ReferBack = "refer-back",
    Curtain = "curtain",
    QuietTime = "quiet-time",
    Theme = "theme",
    Glyphs = "glyphs",
    Compare = "compare",
    Redraw = "redraw",
    Quit = "quit",
    StartChoose = "start-choose",
    StartDemo = "start-demo",
    StartNew = "start-new",
    StartOpen = "start-open",
    CaseOpen = "case-open",
    People = "people",
    TakeIn = "take-in",
    Password = "password",
    Verify = "verify",
    LeaveInspection = "leave-inspection",
    Up = "up",
    Down = "down",
    PageUp = "page-up",
    PageDown = "page-down",
    Top = "top",
    End = "end",
    OtherSide = "other-side",
    GoTo = "go-to",
    DocumentNext = "document-next",
    DocumentPrevious = "document-previous",
    HeadingNext = "heading-next",
    HeadingPrevious = "heading-previous",
    SidewaysOn = "sideways-on",
    SidewaysBack = "sideways-back",
    Find = "find",
    MatchNext = "match-next",
    MatchPrevious = "match-previous",
    PassageNext = "passage-next",
    PassagePrevious = "passage-previous",
    Walk = "walk",
    Closer = "closer",
    Further = "further",
    Look = "look",
    LookWay = "look-way",
    Mark = "mark",
    Remark = "remark",
    Reply = "reply",
    Absence = "absence",
    Across = "across",
    Older = "older",
    Item = "item",
    Describe = "describe",
    Finding = "finding",
    Answer = "answer",
    Edit = "edit",
    Tie = "tie",
    Park = "park",
    Withdraw = "withdraw",
    Action = "action",
    Service = "service",
    PassPen = "pass-pen",
    Room = "room",
    Undo = "undo",
    Redo = "redo",
    History = "history",
    HideName = "hide-name",
    Export = "export",
    Pause = "pause",
    CloseSitting = "close-sitting",
    Seals = "seals",
    Discussion = "discussion",
    Package = "package",
    Findings = "findings",
    Journey = "journey",
    JourneyNarrow = "journey-narrow",
    JourneyEvent = "journey-event",
    Zoom = "zoom",
    SplitLeft = "split-left",
    SplitRight = "split-right",
}

/// On which pages an action stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Where {
    /// The start screen.
    Start,
    /// The inspection with its cases.
    Cases,
    /// The sitting.
    Sitting,
    /// All of them.
    Anywhere,
}

impl Where {
    /// As a heading of the key sheet.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Anywhere => "Anywhere",
            Self::Start => "On the start screen",
            Self::Cases => "In the list of cases",
            Self::Sitting => "In a sitting",
        }
    }
}

/// One row of the table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Which action.
    pub action: Action,
    /// What it is called.
    pub title: String,
    /// One sentence: what it does.
    pub help: String,
    /// Its keys, the one shown first.
    pub keys: Vec<Key>,
    /// Where it stands.
    pub place: Where,
}

impl PartialOrd for Row {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        self.action.partial_cmp(&other.action)
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawTable {
    action: Vec<RawRow>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawRow {
    id: String,
    title: String,
    help: String,
    keys: Vec<String>,
    r#where: Where,
}

/// Other keys a person chose, by action id: a file `keys.toml` with one table `[keys]`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OtherKeys {
    /// Action id to keys.
    #[serde(default)]
    pub keys: BTreeMap<String, Vec<String>>,
}

/// The table, checked.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// The rows, in the order of the file.
    pub rows: Vec<Row>,
}

impl Table {
    /// The table as it comes with the program.
    ///
    /// # Errors
    /// Every mistake in it, a line each. A test keeps the list empty.
    pub fn built_in() -> Result<Self, String> {
        Self::parse(TABLE, &OtherKeys::default())
    }

    /// The table with other keys in place of some.
    ///
    /// # Errors
    /// Every mistake, a line each: an unknown action, a key that cannot be read, a key used twice on one page.
    pub fn with(other: &OtherKeys) -> Result<Self, String> {
        Self::parse(TABLE, other)
    }

    fn parse(text: &str, other: &OtherKeys) -> Result<Self, String> {
        let raw: RawTable = toml::from_str(text).map_err(|error| error.message().to_owned())?;
        let mut wrong = Vec::new();
        let mut rows = Vec::new();
        for row in raw.action {
            let Some(action) = Action::ALL
                .iter()
                .copied()
                .find(|action| action.id() == row.id)
            else {
                wrong.push(format!("there is no action \"{}\"", row.id));
                continue;
            };
            let names = other.keys.get(&row.id).unwrap_or(&row.keys);
            let mut keys = Vec::new();
            for name in names {
                match Key::parse(name) {
                    Some(key) => keys.push(key),
                    None => wrong.push(format!("\"{name}\" for {} is no key", row.id)),
                }
            }
            rows.push(Row {
                action,
                title: row.title,
                help: row.help,
                keys,
                place: row.r#where,
            });
        }
        for id in other
            .keys
            .keys()
            .filter(|id| !Action::ALL.iter().any(|action| action.id() == id.as_str()))
        {
            wrong.push(format!("there is no action \"{id}\""));
        }
        for action in Action::ALL {
            if rows.iter().filter(|row| row.action == *action).count() != 1 {
                wrong.push(format!("{} must stand in the table once", action.id()));
            }
        }
        wrong.extend(keys_used_twice(&rows));
        if wrong.is_empty() {
            Ok(Self { rows })
        } else {
            Err(wrong.join("\n"))
        }
    }

    /// The action a key means on a page.
    #[must_use]
    pub fn action(&self, key: Key, place: Where) -> Option<Action> {
        self.on(place)
            .find(|row| row.keys.contains(&key))
            .map(|row| row.action)
    }

    /// The rows that stand on a page, those of every page included.
    pub fn on(&self, place: Where) -> impl Iterator<Item = &Row> {
        self.rows
            .iter()
            .filter(move |row| row.place == place || row.place == Where::Anywhere)
    }

    /// The row of an action.
    #[must_use]
    pub fn row(&self, action: Action) -> Option<&Row> {
        self.rows.iter().find(|row| row.action == action)
    }

    /// The key shown for an action; empty where it has none.
    #[must_use]
    pub fn key(&self, action: Action) -> String {
        self.row(action)
            .and_then(|row| row.keys.first())
            .map_or_else(String::new, ToString::to_string)
    }

    /// The key sheet as Markdown: what `alongside keys` prints and the README shows.
    #[must_use]
    pub fn sheet(&self) -> String {
        // Writing to a string cannot fail.
        let mut sheet = String::new();
        for place in [Where::Anywhere, Where::Start, Where::Cases, Where::Sitting] {
            let _ = write!(
                sheet,
                "\n**{}**\n\n| key | what | |\n|---|---|---|\n",
                place.title()
            );
            for row in self.rows.iter().filter(|row| row.place == place) {
                let keys: Vec<_> = row.keys.iter().map(|key| format!("`{key}`")).collect();
                let _ = writeln!(
                    sheet,
                    "| {} | {} | {} |",
                    keys.join(" "),
                    row.title,
                    row.help
                );
            }
        }
        sheet.trim_start().to_owned()
    }
}

fn keys_used_twice(rows: &[Row]) -> Vec<String> {
    let mut wrong = Vec::new();
    for (at, row) in rows.iter().enumerate() {
        for other in rows.iter().skip(at + 1) {
            let meet = row.place == other.place
                || row.place == Where::Anywhere
                || other.place == Where::Anywhere;
            for key in row
                .keys
                .iter()
                .filter(|key| meet && other.keys.contains(key))
            {
                wrong.push(format!(
                    "{key} means both {} and {}",
                    row.action.id(),
                    other.action.id()
                ));
            }
        }
    }
    wrong
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_that_comes_with_the_program_is_right() {
        let table = Table::built_in().unwrap_or_else(|wrong| panic!("{wrong}"));
        assert_eq!(table.rows.len(), Action::ALL.len());
        for row in &table.rows {
            assert!(
                row.help.ends_with('.'),
                "{}: the help is a sentence",
                row.title
            );
            assert!(!row.keys.is_empty(), "{} has a key", row.title);
        }
    }

    #[test]
    fn other_keys_change_the_sheet_too() {
        let other: OtherKeys = toml::from_str("[keys]\nremark = [\"F11\"]").unwrap();
        let table = Table::with(&other).unwrap();
        assert_eq!(table.key(Action::Remark), "F11");
        assert!(table.sheet().contains("| `F11` | Say something |"));
        assert_eq!(table.action(Key::parse("r").unwrap(), Where::Sitting), None);
    }

    #[test]
    fn every_mistake_in_other_keys_is_said_at_once() {
        let other: OtherKeys =
            toml::from_str("[keys]\nremark = [\"w\", \"Foo\"]\nnonsense = [\"q\"]").unwrap();
        let wrong = Table::with(&other).unwrap_err();
        assert!(wrong.contains("w means both walk and remark"), "{wrong}");
        assert!(wrong.contains("\"Foo\" for remark is no key"), "{wrong}");
        assert!(wrong.contains("there is no action \"nonsense\""), "{wrong}");
    }
}
