//! What the two see: words wherever they are broken, styles, the cursor, what was said, and what was kept.

use alongside::{
    casework::{Case, CaseNo, Event},
    screen::{form::Value, layers::Layer, layout, verbs::mark},
};
use ratatui::{buffer::Buffer, layout::Position, style::Style};
use unicode_width::UnicodeWidthStr as _;

use super::Two;

impl Two {
    /// The whole screen, row by row.
    pub fn screen(&self) -> String {
        (0..self.buffer.area.height)
            .map(|y| self.row(y).trim_end().to_owned() + "\n")
            .collect()
    }

    /// One row; a wide letter counts once.
    pub fn row(&self, y: u16) -> String {
        self.letters(y)
            .into_iter()
            .map(|(_, symbol)| symbol)
            .collect()
    }

    fn letters(&self, y: u16) -> Vec<(u16, &str)> {
        let mut letters = Vec::new();
        let mut x = 0;
        while x < self.buffer.area.width {
            let symbol = self.buffer[(x, y)].symbol();
            letters.push((x, symbol));
            x += u16::try_from(symbol.width().max(1)).unwrap();
        }
        letters
    }

    pub fn buffer(&self) -> &Buffer {
        &self.buffer
    }

    /// Where words stand: their first cells, top to bottom. Words may go on in the next row of the same side or box.
    pub fn places_of(&self, words: &str) -> Vec<Position> {
        let mut places = Vec::new();
        for y in 0..self.buffer.area.height {
            let letters = self.letters(y);
            let row: String = letters.iter().map(|(_, symbol)| *symbol).collect();
            let mut from = 0;
            // The longest beginning of the words that stands on this row, then the rest on the rows below.
            let first = words.split(' ').next().unwrap_or_default();
            while let Some(at) = row[from..].find(first) {
                let start = from + at;
                from = start + first.len().max(1);
                let mut bytes = 0;
                let column = letters.iter().find_map(|(x, symbol)| {
                    let here = (bytes >= start).then_some(*x);
                    bytes += symbol.len();
                    here
                });
                let Some(column) = column else { continue };
                if self.goes_on(&row[start..], words, y, column) {
                    places.push(Position::new(column, y));
                }
                if !row.is_char_boundary(from) || from >= row.len() {
                    break;
                }
            }
        }
        places
    }

    /// Whether `rest` of a row begins with the words, going on below where they are broken.
    fn goes_on(&self, rest: &str, words: &str, y: u16, column: u16) -> bool {
        if rest.starts_with(words) {
            return true;
        }
        for (at, _) in words.rmatch_indices(' ') {
            let (here, below) = (&words[..at], words[at + 1..].trim_start());
            // What comes after them on this row is nothing but the end of a side.
            let ends = rest.strip_prefix(here).is_some_and(|after| {
                let after = after.trim_start();
                after.is_empty() || after.starts_with(['│', '▐', '●', '■', '◆'])
            });
            if !ends || y + 1 >= self.buffer.area.height {
                continue;
            }
            return self
                .begins_side(y + 1, column)
                .is_some_and(|row| self.goes_on(&row.1, below, y + 1, row.0));
        }
        false
    }

    /// The first words on a row right of the last frame before a column (a pointer or a sign before them left out).
    fn begins_side(&self, y: u16, column: u16) -> Option<(u16, String)> {
        let letters = self.letters(y);
        let frame = letters
            .iter()
            .filter(|(x, symbol)| *x <= column && matches!(*symbol, "│" | "▐"))
            .map(|(x, _)| *x)
            .next_back();
        let side: Vec<_> = letters
            .into_iter()
            .filter(|(x, _)| frame.is_none_or(|frame| *x > frame))
            .skip_while(|(_, symbol)| matches!(*symbol, " " | "▸" | "▏" | "●" | "■" | "◆" | "│"))
            .collect();
        let first = side.first()?.0;
        Some((first, side.iter().map(|(_, symbol)| *symbol).collect()))
    }

    /// Where words stand first.
    #[track_caller]
    pub fn place_of(&self, words: &str) -> Position {
        self.places_of(words)
            .first()
            .copied()
            .unwrap_or_else(|| panic!("\"{words}\" is not on the screen:\n{}", self.screen()))
    }

    /// The words are on the screen.
    #[track_caller]
    pub fn sees(&mut self, words: &str) -> &mut Self {
        self.place_of(words);
        self
    }

    /// The words are nowhere on the screen.
    #[track_caller]
    pub fn does_not_see(&mut self, words: &str) -> &mut Self {
        assert!(
            self.places_of(words).is_empty(),
            "\"{words}\" is on the screen:\n{}",
            self.screen()
        );
        self
    }

    /// The style of the first cell of words.
    #[track_caller]
    pub fn style_of(&self, words: &str) -> Style {
        self.buffer[self.place_of(words)].style()
    }

    /// The terminal's own cursor.
    pub fn cursor(&self) -> Position {
        self.cursor
    }

    /// The cursor stands on the row of these words: in them or before them, with no frame between.
    #[track_caller]
    pub fn cursor_on(&mut self, words: &str) -> &mut Self {
        let cursor = self.cursor();
        let length = u16::try_from(words.width()).unwrap();
        let frame = |x: u16| matches!(self.buffer[(x, cursor.y)].symbol(), "│" | "▐");
        let on = self.places_of(words).iter().any(|at| {
            let between = cursor.x..at.x.max(cursor.x);
            at.y == cursor.y
                && cursor.x <= at.x + length
                && !between.into_iter().any(|x| frame(x) && frame(x + 1))
        });
        assert!(
            on,
            "the cursor is at {cursor}, not on \"{words}\":\n{}",
            self.screen()
        );
        self
    }

    /// The cursor stands in the field with this label.
    #[track_caller]
    pub fn writes_in(&mut self, label: &str) -> &mut Self {
        let Some(Layer::Form(form)) = self.state.layers.last() else {
            panic!("no form is open:\n{}", self.screen());
        };
        assert_eq!(form.fields[form.focus].label, label, "{}", self.screen());
        let at = self.place_of(&format!("▸ {label}"));
        let cursor = self.cursor;
        assert!(
            cursor.y >= at.y && cursor.y < at.y + 12 && cursor.x > at.x,
            "{cursor}: {}",
            self.screen()
        );
        self
    }

    /// Where words stand in the case file.
    #[track_caller]
    pub fn in_file(&self, words: &str) -> Position {
        let ui = self.state.sitting().unwrap();
        let file = layout::sitting(&self.state, ui).file;
        let places = self.places_of(words);
        let there = places.iter().find(|at| file.contains(**at));
        *there.unwrap_or_else(|| panic!("\"{words}\" is not in the file:\n{}", self.screen()))
    }

    /// Writes a finding in the form that is open: a strength, overall effectiveness.
    #[track_caller]
    pub fn puts(&mut self, words: &str) -> &mut Self {
        self.sees("Put a finding").types(words);
        self.keys("Tab")
            .chooses("Strength")
            .keys("Tab")
            .chooses("Overall effectiveness")
            .keys("Enter")
    }

    /// Closes the sitting in front: every finding is looked over, nobody signs who has not, the seal is copied.
    #[track_caller]
    pub fn closes(&mut self) -> &mut Self {
        self.keys("F12 Up Enter");
        self.walks_to_the_signers();
        for _ in 0..20 {
            match self.state.layers.last() {
                Some(Layer::Seal(_)) => return self.keys("Down Enter"),
                Some(Layer::Closing(closing)) => {
                    let signers = self.case().sitting().unwrap().ever_present.len();
                    let on_seal = closing.row == signers;
                    self.keys(if on_seal { "Enter" } else { "Down" });
                }
                _ => break,
            }
        }
        panic!("the sitting does not close:\n{}", self.screen())
    }

    /// In the last walk: to the list of those who sign.
    #[track_caller]
    pub fn walks_to_the_signers(&mut self) -> &mut Self {
        for _ in 0..100 {
            match self.state.layers.last() {
                Some(Layer::Closing(closing)) if closing.step().is_some() => self.keys("Enter"),
                _ => break,
            };
        }
        self.sees("Who signs")
    }

    /// In a choice: the one with these words, by the right arrow.
    #[track_caller]
    pub fn chooses(&mut self, words: &str) -> &mut Self {
        for _ in 0..20 {
            let Some(Layer::Form(form)) = self.state.layers.last() else {
                break;
            };
            if let Value::Choice { options, at } = &form.fields[form.focus].value
                && options[*at].1 == words
            {
                return self.sees(words);
            }
            self.keys("Right");
        }
        panic!("\"{words}\" cannot be chosen:\n{}", self.screen())
    }

    /// The bottom line says this (as far as it is wide enough).
    #[track_caller]
    pub fn said(&mut self, words: &str) -> &mut Self {
        let said = self.state.said.as_ref().map_or("", |said| &said.words);
        assert!(said.contains(words), "said: {said:?}, not {words:?}");
        let room = usize::from(self.state.size.0).saturating_sub(8);
        let start: String = said.chars().take(room.min(60)).collect();
        self.sees(&start);
        self
    }

    /// The words are on the screen in the row that says which keys there are.
    pub fn hint_bar(&self) -> String {
        self.row(self.buffer.area.height - 1)
    }

    /// The case in front, as it was kept.
    pub fn case(&self) -> &Case {
        &self.desk.inspection.cases[&self.case_no()]
    }

    pub fn case_no(&self) -> CaseNo {
        self.state.case_no().expect("no case is in front")
    }

    /// The last thing that was kept.
    pub fn last_event(&self) -> &Event {
        &self.desk.entries.last().unwrap().event
    }

    /// The title of the open document.
    pub fn document(&self) -> String {
        let no = self.state.sitting().unwrap().document.unwrap();
        self.case().documents[&no].title.clone()
    }

    /// The marked words.
    pub fn marked(&self) -> String {
        mark::words(&self.state).unwrap_or_default()
    }
}
