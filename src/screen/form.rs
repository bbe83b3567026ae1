//! A form: a few fields, one of them with the cursor. Every act that needs words is written in one.
//!
//! Arrows, Tab, Enter and Esc do everything: Tab and the up and down arrows go between fields, left and right change a choice, Enter
//! keeps. Alt-Enter and Ctrl-J begin a new line in words, for those who know them. What is half typed can be taken out as a
//! [`Draft`], stored, and put back exactly, cursor included.

use std::borrow::Cow;

use ratatui::crossterm::event::{KeyCode, KeyModifiers};
use ratatui_textarea::{CursorMove, TextArea, WrapMode};
use serde::{Deserialize, Serialize};

use super::{intent::Intent, keys::Key, widgets::secret::Secret};
use crate::{
    casework::{Anchor, CaseNo, ParticipantNo},
    desk::strength::{Strength, strength},
};

/// One field.
#[derive(Clone, Debug)]
pub struct Field {
    /// Its name in drafts and in the code that keeps the form.
    pub id: &'static str,
    /// What stands before it.
    pub label: &'static str,
    /// What it is for, shown while it has the cursor.
    pub hint: Cow<'static, str>,
    /// What it holds.
    pub value: Value,
}

/// What a field holds.
#[derive(Clone, Debug)]
pub enum Value {
    /// Words, of any length; `lines` allows more than one line.
    Words {
        /// The text with its cursor.
        area: Box<TextArea<'static>>,
        /// Whether a line feed may stand in it.
        lines: bool,
    },
    /// One of several.
    Choice {
        /// Id and title of each.
        options: Vec<(String, String)>,
        /// Which is chosen.
        at: usize,
    },
    /// Words nobody may see: shown as dots, never stored, wiped with the form.
    Secret {
        /// The words.
        words: Secret,
        /// What is said of them, where they are new: `None` where they are known already.
        strength: Option<Strength>,
    },
}

/// A form on the screen.
#[derive(Clone, Debug)]
pub struct Form {
    /// What it makes when it is kept.
    pub intent: Intent,
    /// What it is called.
    pub title: String,
    /// Its fields. Never empty.
    pub fields: Vec<Field>,
    /// The field with the cursor.
    pub focus: usize,
    /// The words it points at.
    pub anchors: Vec<Anchor>,
    /// What was wrong when it was kept last.
    pub notice: Option<String>,
    /// What its fields held when it was opened, where that is more than its kind of form begins with: words nobody typed are not put
    /// aside.
    pub begun_with: Option<Vec<(String, String)>>,
}

/// What became of a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Taken {
    /// The form took it.
    Yes,
    /// The form is to be kept.
    Keep,
    /// The form is to be left.
    Leave,
    /// Not for the form.
    No,
}

/// A form as it is stored: what was half typed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Draft {
    /// What it would make.
    pub intent: Intent,
    /// The words it points at.
    pub anchors: Vec<Anchor>,
    /// Field id, its words or the id chosen.
    pub values: Vec<(String, String)>,
    /// The field with the cursor, and the cursor in it (line, column).
    pub focus: usize,
    /// Line and column of the cursor, in characters.
    pub cursor: (usize, usize),
    /// The case it was written in; `None` where it belongs to none.
    #[serde(default)]
    pub case: Option<CaseNo>,
    /// Whose words they are: who held the pen.
    #[serde(default)]
    pub by: Option<ParticipantNo>,
}

/// The most a field takes, in bytes: far beyond what is said in a sitting, and small enough to be kept at every pause in typing.
const LONGEST: usize = 64 * 1024;

impl Field {
    /// A field for words of several lines.
    #[must_use]
    pub fn words(
        id: &'static str,
        label: &'static str,
        hint: impl Into<Cow<'static, str>>,
        words: &str,
    ) -> Self {
        Self {
            id,
            label,
            hint: hint.into(),
            value: Value::Words {
                area: Box::new(area(words)),
                lines: true,
            },
        }
    }

    /// A field for words of one line.
    #[must_use]
    pub fn line(
        id: &'static str,
        label: &'static str,
        hint: impl Into<Cow<'static, str>>,
        words: &str,
    ) -> Self {
        Self {
            id,
            label,
            hint: hint.into(),
            value: Value::Words {
                area: Box::new(area(words)),
                lines: false,
            },
        }
    }

    /// A field for one of several.
    #[must_use]
    pub fn choice(
        id: &'static str,
        label: &'static str,
        hint: impl Into<Cow<'static, str>>,
        options: Vec<(String, String)>,
        chosen: &str,
    ) -> Self {
        let at = options.iter().position(|(id, _)| id == chosen).unwrap_or(0);
        Self {
            id,
            label,
            hint: hint.into(),
            value: Value::Choice { options, at },
        }
    }

    /// A field for words nobody may see. `new` where they are being chosen: then it is said how hard they are to guess.
    #[must_use]
    pub fn secret(id: &'static str, label: &'static str, hint: &'static str, new: bool) -> Self {
        Self {
            id,
            label,
            hint: hint.into(),
            value: Value::Secret {
                words: Secret::default(),
                strength: new.then(|| strength("")),
            },
        }
    }

    /// Its words, or the id of what is chosen; never words nobody may see.
    #[must_use]
    pub fn text(&self) -> String {
        match &self.value {
            Value::Words { area, .. } => area.lines().join("\n"),
            Value::Choice { options, at } => options
                .get(*at)
                .map_or_else(String::new, |(id, _)| id.clone()),
            Value::Secret { .. } => String::new(),
        }
    }

    fn set(&mut self, text: &str) {
        match &mut self.value {
            Value::Words { area: words, .. } => **words = area(text),
            Value::Choice { options, at } => {
                *at = options.iter().position(|(id, _)| id == text).unwrap_or(*at);
            }
            Value::Secret { .. } => {}
        }
    }
}

fn area(words: &str) -> TextArea<'static> {
    let mut area = TextArea::new(words.split('\n').map(str::to_owned).collect());
    area.set_wrap_mode(WrapMode::WordOrGlyph);
    // The terminal's own cursor is shown instead of a drawn one: screen readers follow that.
    area.set_cursor_line_style(ratatui::style::Style::default());
    area.set_cursor_style(ratatui::style::Style::default());
    area.move_cursor(CursorMove::Bottom);
    area.move_cursor(CursorMove::End);
    area
}

impl Form {
    /// A form with the cursor in its first field.
    #[must_use]
    pub fn new(intent: Intent, title: impl Into<String>, fields: Vec<Field>) -> Self {
        Self {
            intent,
            title: title.into(),
            fields,
            focus: 0,
            anchors: Vec::new(),
            notice: None,
            begun_with: None,
        }
    }

    /// Pointing at these words.
    #[must_use]
    pub fn about(mut self, anchors: Vec<Anchor>) -> Self {
        self.anchors = anchors;
        self
    }

    /// With the cursor in this field.
    #[must_use]
    pub fn at(mut self, id: &str) -> Self {
        self.focus = self
            .fields
            .iter()
            .position(|field| field.id == id)
            .unwrap_or(0);
        self
    }

    /// What a field holds; empty where there is none of this name.
    #[must_use]
    pub fn get(&self, id: &str) -> String {
        self.fields
            .iter()
            .find(|field| field.id == id)
            .map_or_else(String::new, Field::text)
    }

    /// The words of a field nobody may see.
    #[must_use]
    pub fn secret(&self, id: &str) -> Option<&Secret> {
        let field = self.fields.iter().find(|field| field.id == id)?;
        match &field.value {
            Value::Secret { words, .. } => Some(words),
            _ => None,
        }
    }

    /// Whether anything was typed that would be lost.
    #[must_use]
    pub fn has_words(&self) -> bool {
        self.fields.iter().any(|field| {
            matches!(field.value, Value::Words { .. }) && !field.text().trim().is_empty()
        })
    }

    /// Takes a key.
    pub fn key(&mut self, key: Key) -> Taken {
        let count = self.fields.len();
        let Some(field) = self.fields.get_mut(self.focus) else {
            return Taken::Leave;
        };
        let last = self.focus + 1 >= count;
        match key.code {
            KeyCode::Esc => Taken::Leave,
            KeyCode::Tab if key.held.contains(KeyModifiers::SHIFT) => {
                self.go(count.saturating_sub(1))
            }
            KeyCode::Tab => self.go(1),
            KeyCode::Enter if key.held.is_empty() => Taken::Keep,
            KeyCode::Down if !last && !moves_inside(field, CursorMove::Down) => self.go(1),
            KeyCode::Up if self.focus > 0 && !moves_inside(field, CursorMove::Up) => {
                self.go(count.saturating_sub(1))
            }
            _ => Self::key_in_field(field, key),
        }
    }

    fn key_in_field(field: &mut Field, key: Key) -> Taken {
        match &mut field.value {
            Value::Choice { options, at } => match key.code {
                KeyCode::Left => {
                    *at = (*at + options.len().saturating_sub(1)) % options.len().max(1);
                    Taken::Yes
                }
                KeyCode::Right | KeyCode::Char(' ') => {
                    *at = (*at + 1) % options.len().max(1);
                    Taken::Yes
                }
                KeyCode::Char(_) if key.held.is_empty() => Taken::Yes,
                _ => Taken::No,
            },
            Value::Secret {
                words,
                strength: said,
            } => match words.key(key) {
                Some(changed) => {
                    if let Some(said) = said.as_mut().filter(|_| changed) {
                        *said = words.judged(strength);
                    }
                    Taken::Yes
                }
                None => Taken::No,
            },
            Value::Words { area, lines } => {
                let new_line = match key.code {
                    KeyCode::Enter => key.held.intersects(
                        KeyModifiers::ALT | KeyModifiers::SHIFT | KeyModifiers::CONTROL,
                    ),
                    KeyCode::Char('j') => key.held == KeyModifiers::CONTROL,
                    _ => false,
                };
                if new_line {
                    if *lines {
                        area.insert_newline();
                    }
                    return Taken::Yes;
                }
                if let Some(letter) = key.typed() {
                    if size(area) < LONGEST {
                        area.insert_char(letter);
                    }
                    return Taken::Yes;
                }
                if key.held.contains(KeyModifiers::CONTROL) && matches!(key.code, KeyCode::Char(_))
                {
                    return Self::editing_key(area, key);
                }
                match key.code {
                    KeyCode::Backspace
                    | KeyCode::Delete
                    | KeyCode::Left
                    | KeyCode::Right
                    | KeyCode::Up
                    | KeyCode::Down
                    | KeyCode::Home
                    | KeyCode::End => {
                        area.input(ratatui::crossterm::event::KeyEvent::new(key.code, key.held));
                        Taken::Yes
                    }
                    _ => Taken::No,
                }
            }
        }
    }

    /// Ctrl-Z and Ctrl-Y in a field take typing back and put it back; the rest of the editor's own shortcuts are not offered.
    fn editing_key(area: &mut TextArea<'static>, key: Key) -> Taken {
        match key.code {
            KeyCode::Char('z') => {
                area.undo();
                Taken::Yes
            }
            KeyCode::Char('y') => {
                area.redo();
                Taken::Yes
            }
            _ => Taken::No,
        }
    }

    fn go(&mut self, steps: usize) -> Taken {
        self.focus = (self.focus + steps) % self.fields.len().max(1);
        Taken::Yes
    }

    /// Puts pasted words in, as one act; control characters are left out, and what would be too long.
    pub fn paste(&mut self, words: &str) {
        let (area, lines) = match self
            .fields
            .get_mut(self.focus)
            .map(|field| &mut field.value)
        {
            Some(Value::Words { area, lines }) => (area, lines),
            Some(Value::Secret {
                words: secret,
                strength: said,
            }) => {
                secret.insert(words);
                if let Some(said) = said {
                    *said = secret.judged(strength);
                }
                return;
            }
            _ => return,
        };
        let room = LONGEST.saturating_sub(size(area));
        let mut taken = 0;
        let words: String = words
            .replace("\r\n", "\n")
            .chars()
            .map(|letter| match letter {
                '\r' | '\n' if *lines => '\n',
                '\r' | '\n' | '\t' => ' ',
                letter => letter,
            })
            .filter(|letter| *letter == '\n' || !letter.is_control())
            .take_while(|letter| {
                taken += letter.len_utf8();
                taken <= room
            })
            .collect();
        area.insert_str(words);
    }

    /// What was half typed.
    #[must_use]
    pub fn draft(&self) -> Draft {
        let cursor = match self.fields.get(self.focus).map(|field| &field.value) {
            Some(Value::Words { area, .. }) => {
                let cursor = area.cursor();
                (cursor.0, cursor.1)
            }
            _ => (0, 0),
        };
        Draft {
            intent: self.intent.clone(),
            anchors: self.anchors.clone(),
            values: self
                .fields
                .iter()
                .filter(|field| !matches!(field.value, Value::Secret { .. }))
                .map(|field| (field.id.to_owned(), field.text()))
                .collect(),
            focus: self.focus,
            cursor,
            case: None,
            by: None,
        }
    }

    /// Puts half-typed words back into a form made anew for the same intent. Fields the form does not have any more are left out.
    #[must_use]
    pub fn with_draft(mut self, draft: &Draft) -> Self {
        for (id, text) in &draft.values {
            if let Some(field) = self.fields.iter_mut().find(|field| field.id == id) {
                field.set(text);
            }
        }
        self.anchors.clone_from(&draft.anchors);
        self.focus = draft.focus.min(self.fields.len().saturating_sub(1));
        if let Some(Field {
            value: Value::Words { area, .. },
            ..
        }) = self.fields.get_mut(self.focus)
        {
            let (line, column) = draft.cursor;
            area.move_cursor(CursorMove::Jump(clamp(line), clamp(column)));
        }
        self
    }
}

fn clamp(place: usize) -> u16 {
    u16::try_from(place).unwrap_or(u16::MAX)
}

fn size(area: &TextArea<'_>) -> usize {
    area.lines().iter().map(|line| line.len() + 1).sum()
}

/// Whether the up or down arrow stays inside the words of a field: it leaves them only from their first or last row.
fn moves_inside(field: &mut Field, way: CursorMove) -> bool {
    let Value::Words { area, lines: true } = &mut field.value else {
        return false;
    };
    let before = area.cursor();
    area.move_cursor(way);
    let moved = area.cursor() != before;
    area.move_cursor(CursorMove::Jump(clamp(before.0), clamp(before.1)));
    moved
}
