//! The list of cases: narrowing it, opening a case, saying who is in the room, opening a sitting.

use ratatui::crossterm::event::KeyCode;

use super::{
    super::{
        action::{Action, Where},
        keys::Key,
        layers::{
            Layer, List, Pick,
            list::{Kind, Row},
        },
        state::{Effect, Open, SittingUi, State, Then},
        update::MouseAct,
    },
    Available,
};
use crate::{
    casework::{Case, CaseNo, ParticipantNo, Side, document},
    desk::{fuzzy::Names, pages},
};

/// Shows the list of cases.
pub fn show(state: &mut State) {
    state.page = Where::Cases;
    refresh(state);
}

/// Makes the list anew where entries were kept since; the clock's minutes are shown as they were then.
pub fn refresh(state: &mut State) {
    let now = state.now;
    let front = state.page == Where::Cases;
    let Some(open) = state.open.as_mut().filter(|_| front) else {
        return;
    };
    if open.cases.made_from != open.inspection.entries || open.cases.page.rows.is_empty() {
        let under = open
            .cases
            .shown
            .get(open.cases.at)
            .and_then(|row| open.cases.page.rows.get(*row))
            .map(|row| row.no);
        open.cases.page = pages::cases::page(&open.inspection, now);
        open.cases.made_from = open.inspection.entries;
        narrow(state);
        // The pointer stays on its case.
        if let Some(cases) = state.open.as_mut().map(|open| &mut open.cases) {
            let at = cases
                .shown
                .iter()
                .position(|row| cases.page.rows.get(*row).map(|row| row.no) == under);
            cases.at = at.unwrap_or(0);
        }
    }
}

/// Narrows the list to what is typed.
pub fn narrow(state: &mut State) {
    let Some(cases) = state.open.as_mut().map(|open| &mut open.cases) else {
        return;
    };
    let names: Vec<String> = cases
        .page
        .rows
        .iter()
        .map(|row| format!("{} {} {} {}", row.reference, row.age, row.status, row.state))
        .collect();
    cases.shown = Names::new(names.iter().map(String::as_str)).matching(cases.filter.words());
    cases.at = 0;
}

/// Takes a key of the list: letters narrow it, the arrows move. `None` for what is left to the actions.
pub fn key(state: &mut State, key: Key) -> Option<Vec<Effect>> {
    let height = usize::from(state.size.1).saturating_sub(8).max(1);
    // Signs that are keys of actions (? ! :) stay keys; references and words are letters, figures, hyphens and spaces.
    let is_name = |letter: char| letter.is_alphanumeric() || letter == '-' || letter == ' ';
    let cases = &mut state.open.as_mut()?.cases;
    let last = cases.shown.len().saturating_sub(1);
    match key.code {
        KeyCode::Up => cases.at = cases.at.saturating_sub(1),
        KeyCode::Down => cases.at = (cases.at + 1).min(last),
        KeyCode::PageUp => cases.at = cases.at.saturating_sub(height),
        KeyCode::PageDown => cases.at = (cases.at + height).min(last),
        KeyCode::Home => cases.at = 0,
        KeyCode::End => cases.at = last,
        KeyCode::Esc if !cases.filter.words().is_empty() => {
            cases.filter = super::super::widgets::line_edit::LineEdit::default();
            narrow(state);
        }
        KeyCode::Backspace | KeyCode::Delete => {
            cases.filter.key(key);
            narrow(state);
        }
        KeyCode::Char(letter) if key.typed().is_some() && is_name(letter) => {
            cases.filter.key(key);
            narrow(state);
        }
        _ => return None,
    }
    Some(Vec::new())
}

/// A click on a case stands on it; a second one opens it.
pub fn mouse(state: &mut State, act: MouseAct, row: u16) -> Vec<Effect> {
    if state.page != Where::Cases || act != MouseAct::Down {
        return Vec::new();
    }
    let Some(at) = super::super::view::cases::row_at(state, row) else {
        return Vec::new();
    };
    let Some(open) = &mut state.open else {
        return Vec::new();
    };
    if open.cases.at == at {
        return super::run(state, Action::CaseOpen);
    }
    open.cases.at = at;
    Vec::new()
}

pub(super) fn available(state: &State) -> Available {
    let there_are_some = state
        .open
        .as_ref()
        .is_some_and(|open| !open.cases.page.rows.is_empty());
    match state.case_no() {
        Some(_) => Ok(()),
        None if there_are_some => {
            Err("No case matches what is typed. Esc shows them all.".to_owned())
        }
        None => Err("There is no case here yet: take a folder in first.".to_owned()),
    }
}

/// Whether anything can be added to this inspection.
pub(super) fn writable(state: &State) -> Available {
    match &state.open {
        None => Err("Open an inspection first.".to_owned()),
        Some(Open {
            read_only: Some(why),
            ..
        }) => Err(why.clone()),
        Some(_) => Ok(()),
    }
}

/// Opens the case under the pointer: goes on with its sitting, or asks who is in the room.
pub(super) fn open_case(state: &mut State) -> Vec<Effect> {
    let Some(no) = state.case_no() else {
        return Vec::new();
    };
    let Some(open) = &state.open else {
        return Vec::new();
    };
    if open.read_only.is_some() || open.inspection.read_only {
        return enter(state, no);
    }
    match state.case().and_then(Case::sitting) {
        Some(sitting) if sitting.running() => enter(state, no),
        Some(sitting) if sitting.closed.is_none() => match open.inspection.resume_sitting(no) {
            Ok(event) => state.keep(vec![event], None, Then::Enter(no)),
            Err(why) => {
                state.refuse(&why);
                Vec::new()
            }
        },
        _ => {
            ask_who(state, no);
            Vec::new()
        }
    }
}

/// Asks who is in the room. Those who sat on this case last, or on any case, are there to begin with.
pub fn ask_who(state: &mut State, no: CaseNo) {
    let Some(open) = &state.open else { return };
    let last = open
        .inspection
        .cases
        .get(&no)
        .and_then(Case::sitting)
        .or_else(|| {
            open.inspection
                .cases
                .values()
                .filter_map(Case::sitting)
                .max_by_key(|sitting| sitting.opened_seq)
        });
    let here = last
        .map(|sitting| sitting.present.clone())
        .unwrap_or_default();
    let asked = who(open, &here);
    state.layers.push(Layer::List(asked));
}

/// Asks again after somebody was named: they are wanted in the room, beside those chosen before.
pub(super) fn ask_again(state: &mut State, before: &List) {
    let Some(open) = &state.open else { return };
    let mut here = present(before);
    here.extend(open.inspection.people.keys().next_back());
    let mut list = who(open, &here);
    list.at = before.at + 1;
    state.layers.push(Layer::List(list));
}

const HERE: &str = "in the room";

fn who(open: &Open, here: &[ParticipantNo]) -> List {
    let mut rows: Vec<Row> = open
        .inspection
        .people
        .values()
        .map(|person| {
            let title = format!("{} ({})", person.shown(), person.side.word());
            let row = Row::new(title, Pick::Toggle(person.no))
                .hint("Enter or Space: in the room, or not.");
            if here.contains(&person.no) {
                row.right(format!("✓ {HERE}"))
            } else {
                row
            }
        })
        .collect();
    rows.push(Row::new("Somebody else: name them …", Pick::NamePerson));
    let missing = [Side::Inspection, Side::Authority]
        .into_iter()
        .find(|side| {
            !here.iter().any(|no| {
                open.inspection
                    .people
                    .get(no)
                    .is_some_and(|person| person.side == *side)
            })
        });
    let mut begin = Row::new("Open the sitting with those in the room", Pick::OpenSitting);
    begin.reason = missing.map(|side| crate::casework::Refusal::SideMissing(side).to_string());
    rows.push(begin);
    rows.push(
        Row::new("Only read, without a sitting", Pick::OnlyRead)
            .hint("Nothing can be said or agreed without a sitting."),
    );
    List::of("Who is in the room?", Kind::WhoIsHere, None, rows)
}

fn present(list: &List) -> Vec<ParticipantNo> {
    list.rows
        .iter()
        .filter(|row| row.right.contains(HERE))
        .filter_map(|row| match row.pick {
            Pick::Toggle(who) => Some(who),
            _ => None,
        })
        .collect()
}

/// Puts a person into the room or takes them out, before the sitting is opened.
pub(super) fn toggle(state: &mut State, layer: Layer, who_toggled: ParticipantNo) {
    let Layer::List(list) = layer else { return };
    let mut here = present(&list);
    if here.contains(&who_toggled) {
        here.retain(|no| *no != who_toggled);
    } else {
        here.push(who_toggled);
    }
    let Some(open) = &state.open else { return };
    let mut again = who(open, &here);
    again.at = list.at;
    state.layers.push(Layer::List(again));
}

pub(super) fn open_sitting(state: &mut State, layer: Layer) -> Vec<Effect> {
    let Layer::List(list) = layer else {
        return Vec::new();
    };
    let (Some(open), Some(no)) = (&state.open, state.case_no()) else {
        return Vec::new();
    };
    match open.inspection.open_sitting(no, &present(&list)) {
        Ok(event) => state.keep(vec![event], None, Then::Enter(no)),
        Err(why) => {
            state.refuse(&why);
            state.layers.push(Layer::List(list));
            Vec::new()
        }
    }
}

/// Takes back what narrowed the list, so that it is whole when the two come back to it; the pointer stays on the case.
fn show_all(state: &mut State, no: CaseNo) {
    if let Some(cases) = state.open.as_mut().map(|open| &mut open.cases) {
        cases.filter = super::super::widgets::line_edit::LineEdit::default();
    }
    narrow(state);
    if let Some(cases) = state.open.as_mut().map(|open| &mut open.cases) {
        let at = cases
            .shown
            .iter()
            .position(|row| cases.page.rows.get(*row).map(|row| row.no) == Some(no));
        cases.at = at.unwrap_or(0);
    }
}

/// Shows the sitting's screen of a case, where it was left if it was looked at before.
pub fn enter(state: &mut State, no: CaseNo) -> Vec<Effect> {
    let Some(open) = &mut state.open else {
        return Vec::new();
    };
    let Some(case) = open.inspection.cases.get(&no) else {
        return Vec::new();
    };
    if open.sitting.as_ref().is_none_or(|ui| ui.case != no) {
        open.sitting = Some(SittingUi::new(no, document::reading_order(&case.documents)));
    }
    show_all(state, no);
    state.page = Where::Sitting;
    let document = state.sitting().and_then(|ui| ui.document);
    match document {
        Some(document) => {
            let focus = state.sitting().map(|ui| ui.focus);
            let effects = super::read::open_document(state, document);
            if let (Some(ui), Some(focus)) = (state.sitting_mut(), focus) {
                ui.focus = focus;
            }
            effects
        }
        None => state.fetch_texts(),
    }
}
