//! The two lines at the bottom: what is left of the walk (or what was just said), and the keys that matter here.

use ratatui::{
    layout::Rect,
    text::{Line, Span},
};
use unicode_width::UnicodeWidthStr as _;

use super::{
    super::{
        action::{Action, Where},
        intent::Intent,
        layers::{Layer, list::Kind},
        state::{Focus, State},
        theme::Part,
        verbs::{mark, package, sideways},
        widgets::flow::cut,
    },
    Canvas, page,
};
use crate::{
    casework::walk,
    desk::pages::{Item, JourneyItem, PackageItem, Role, one_line},
};

/// Cells of the coverage bar.
const BAR: usize = 8;

/// What was just said, else what is left of the walk.
pub(super) fn walk(state: &State, area: Rect, canvas: &mut Canvas<'_>) {
    if area.is_empty() || said(state, area, canvas) {
        return;
    }
    if marked(state, area, canvas) {
        return;
    }
    let (Some(open), Some(case)) = (&state.open, state.case()) else {
        return;
    };
    let left = walk::left(&open.inspection, case);
    let filled = left.filled(BAR);
    let bar = format!(
        " gone through {}{} ",
        "▰".repeat(filled),
        "▱".repeat(BAR - filled)
    );
    let refer_backs = case.open_refer_backs().count();
    let concern = match refer_backs {
        0 => String::new(),
        1 => "! 1 refer-back open · ".to_owned(),
        count => format!("! {count} refer-backs open · "),
    };
    let room = usize::from(area.width).saturating_sub(bar.width() + 1);
    let x = canvas.put(area, area.x, area.y, " ▸ ", state.theme.part(Part::Key));
    let x = canvas.put(area, x, area.y, &concern, state.theme.part(Part::Warning));
    let words = format!("{}: {}", state.table.key(Action::Walk), left.shown());
    canvas.put(
        area,
        x,
        area.y,
        &cut(&words, room.saturating_sub(usize::from(x - area.x))),
        state.theme.role(Role::Words),
    );
    let start = area
        .right()
        .saturating_sub(u16::try_from(bar.width()).unwrap_or(0));
    if start > x {
        canvas.put(area, start, area.y, &bar, state.theme.role(Role::Quiet));
    }
}

/// Says which words are marked, both ends in sight: where a terminal shows no styles this is the only place that tells. Whether any are.
fn marked(state: &State, area: Rect, canvas: &mut Canvas<'_>) -> bool {
    let Some(ui) = state.sitting().filter(|ui| ui.focus == Focus::File) else {
        return false;
    };
    let (Some(mark), Some(text)) = (ui.mark.as_ref(), ui.text()) else {
        return false;
    };
    if mark.start >= mark.end {
        return false;
    }
    let x = canvas.put(
        area,
        area.x,
        area.y,
        " ▸ marked: ",
        state.theme.part(Part::Key),
    );
    let room = usize::from(area.right().saturating_sub(x)).saturating_sub(3);
    let words = text.text().slice(mark.start..mark.end);
    let shown = format!("“{}”", both_ends(words, room));
    canvas.put(area, x, area.y, &shown, state.theme.role(Role::Words));
    true
}

/// Words on one line of a width, the middle left out where they are longer.
fn both_ends(words: &str, room: usize) -> String {
    // A few times the width is enough to fill it, whatever the spaces: a mark may be as long as a document.
    let near = room.saturating_mul(4);
    let start: String = words.chars().take(near).collect();
    let (start, whole) = (one_line(&start), start.len() == words.len());
    if whole && start.width() <= room {
        return start;
    }
    let end: String = words.chars().rev().take(near).collect();
    let mut half = room.saturating_sub(1) / 2;
    let mut last: Vec<char> = Vec::new();
    for letter in one_line(&end.chars().rev().collect::<String>())
        .chars()
        .rev()
    {
        let columns = unicode_width::UnicodeWidthChar::width(letter).unwrap_or(0);
        if columns > half {
            break;
        }
        half -= columns;
        last.push(letter);
    }
    let last: String = last.into_iter().rev().collect();
    format!("{}{last}", cut(&start, room.saturating_sub(last.width())))
}

/// Says what was just said; whether there was anything.
pub(super) fn said(state: &State, area: Rect, canvas: &mut Canvas<'_>) -> bool {
    let Some(said) = &state.said else {
        return false;
    };
    let part = if said.refusal {
        Part::Warning
    } else {
        Part::Key
    };
    let sign = if said.refusal { " ! " } else { " ▸ " };
    let x = canvas.put(area, area.x, area.y, sign, state.theme.part(part));
    let room = usize::from(area.right().saturating_sub(x));
    canvas.put(
        area,
        x,
        area.y,
        &cut(&said.words, room),
        state.theme.part(part),
    );
    true
}

/// The keys that matter here, as many as fit; what else there is, the menu says.
pub(super) fn keys(state: &State, area: Rect, canvas: &mut Canvas<'_>) {
    if area.is_empty() {
        return;
    }
    let bar = state.theme.part(Part::Bar);
    canvas.buffer.set_style(area, bar);
    let line = match state.layers.last() {
        Some(layer) => layer_keys(layer),
        None if state
            .sitting()
            .is_some_and(|ui| ui.mark.is_some() && ui.focus == Focus::File) =>
        {
            mark::KEYS.to_owned()
        }
        None if page::has_keys(state) => page::keys(state),
        None if package::is_picture(state) => package::keys(state),
        None => String::new(),
    };
    if !line.is_empty() {
        put_pairs(
            state,
            area,
            canvas,
            line.split("  ").filter_map(|pair| pair.split_once(' ')),
        );
        return;
    }
    let hints: Vec<(String, String)> = hinted(state)
        .iter()
        .map(|(action, words)| (state.table.key(*action), (*words).to_owned()))
        .filter(|(key, _)| !key.is_empty())
        .collect();
    put_pairs(
        state,
        area,
        canvas,
        hints
            .iter()
            .map(|(key, words)| (key.as_str(), words.as_str())),
    );
}

fn put_pairs<'a>(
    state: &State,
    area: Rect,
    canvas: &mut Canvas<'_>,
    pairs: impl Iterator<Item = (&'a str, &'a str)>,
) {
    let bar = state.theme.part(Part::Bar);
    let key_style = bar.patch(state.theme.part(Part::Key));
    let mut line = Line::styled(" ", bar);
    let mut columns = 1;
    for (key, words) in pairs {
        let next = key.width() + words.width() + 3;
        if columns + next > usize::from(area.width) + 1 {
            break;
        }
        columns += next;
        line.push_span(Span::styled(key.to_owned(), key_style));
        line.push_span(Span::styled(format!(" {words}  "), bar));
    }
    canvas.put_line(area, area.x, area.y, &line);
}

fn layer_keys(layer: &Layer) -> String {
    match layer {
        Layer::Form(form) if matches!(form.intent, Intent::Cell(..)) => {
            "Enter keep  Esc leave it as it was  ←→ change a choice  F8 concern".to_owned()
        }
        Layer::Form(_) => "Enter keep  Tab next field  Esc put aside  ←→ change a choice  F8 concern  Alt-Enter new line".to_owned(),
        Layer::List(list) if list.kind == Kind::WhoIsHere => "↑↓ move  Enter choose  Space in or out  Esc leave".to_owned(),
        Layer::List(list) if list.query.is_some() => "↑↓ move  Enter choose  type… to narrow  Esc leave".to_owned(),
        Layer::List(_) => "↑↓ move  Enter choose  Esc leave".to_owned(),
        Layer::Answer(_) => "↑↓ choose  Enter keep this answer  Esc leave without one".to_owned(),
        Layer::Find(_) => "type… the words  ↑↓ matches  Enter go there  Tab document or whole case file  Esc leave".to_owned(),
        Layer::Reading(reading) | Layer::Unsure(reading, _) | Layer::Doubt(reading, _) => {
            reading.keys.clone()
        }
        Layer::Password(_) => "Enter try it  Esc leave them shut".to_owned(),
        Layer::Folder(_) => "↑↓ move  Enter choose  ← folder above  → into it  Esc leave".to_owned(),
        Layer::Pen(_) => "any key goes on".to_owned(),
        Layer::Closing(closing) if closing.step().is_some() => "Enter next  ← back  a answer it  Esc the sitting goes on  ↑↓ read  F2 pass the pen".to_owned(),
        Layer::Closing(_) => "↑↓ move  Enter choose  ← the findings again  Esc the sitting goes on".to_owned(),
        Layer::OwnWords(own) if own.new => "Enter go on  Tab the other line  Esc leave without signing".to_owned(),
        Layer::OwnWords(_) => "Enter sign  Esc leave without signing".to_owned(),
        Layer::Seal(_) => "↓ Enter we have written it down".to_owned(),
        Layer::Intake(_) | Layer::Comparing(_) => "Esc stop after the file at hand".to_owned(),
        Layer::Taking(_) => "↑↓ move  ←→ change it  Enter take all of it in  Tab columns, rows  Esc leave".to_owned(),
        Layer::Beside(_) => "→ next change  ← the one before  ↑↓ read  Enter what to do with it  r say something  Esc leave".to_owned(),
    }
}

/// The actions worth a place in the hint bar here, most useful first, with a short word each.
fn hinted(state: &State) -> Vec<(Action, &'static str)> {
    match state.page {
        Where::Start | Where::Anywhere => {
            vec![
                (Action::StartChoose, "open"),
                (Action::Menu, "menu"),
                (Action::Help, "help"),
                (Action::Quit, "leave"),
            ]
        }
        Where::Cases => vec![
            (Action::CaseOpen, "open the case"),
            (Action::Menu, "menu"),
            (Action::TakeIn, "take in a folder"),
            (Action::Compare, "compare"),
            (Action::People, "people"),
            (Action::Help, "help"),
            (Action::Palette, "do by name"),
            (Action::Quit, "leave"),
        ],
        Where::Sitting => sitting_hints(state),
    }
}

fn sitting_hints(state: &State) -> Vec<(Action, &'static str)> {
    let Some(ui) = state.sitting() else {
        return Vec::new();
    };
    let mut hints = match (ui.focus, ui.item()) {
        (Focus::File, _) if sideways::here(ui) => vec![
            (Action::SidewaysOn, "columns further on"),
            (Action::SidewaysBack, "back"),
            (Action::Down, "read"),
            (Action::Mark, "mark words"),
            (Action::Remark, "say something"),
            (Action::OtherSide, "other side"),
        ],
        (Focus::File, _) => vec![
            (Action::Down, "read"),
            (Action::Mark, "mark words"),
            (Action::Remark, "say something"),
            (Action::Walk, "next step"),
            (Action::OtherSide, "other side"),
        ],
        (Focus::Talk, Some(Item::Finding(_))) => vec![
            (Action::Answer, "answer"),
            (Action::Item, "more"),
            (Action::Across, "to the words"),
            (Action::Walk, "next step"),
            (Action::OtherSide, "other side"),
        ],
        (Focus::Talk, Some(Item::Remark(_))) => vec![
            (Action::Reply, "reply"),
            (Action::Finding, "make a finding"),
            (Action::Item, "more"),
            (Action::Across, "to the words"),
            (Action::OtherSide, "other side"),
        ],
        (Focus::Talk, Some(Item::Package(PackageItem::Gap(..)))) => vec![
            (Action::Item, "ask it, or set it aside"),
            (Action::Withdraw, "set aside"),
            (Action::HeadingNext, "next service"),
            (Action::Package, "picture"),
            (Action::OtherSide, "other side"),
        ],
        (Focus::Talk, Some(Item::Package(PackageItem::Step(..)))) => vec![
            (Action::Item, "the words of that plan"),
            (Action::Remark, "say something about it"),
            (Action::HeadingNext, "next service"),
            (Action::OtherSide, "other side"),
        ],
        (Focus::Talk, Some(Item::Package(PackageItem::Cell(..)))) => vec![
            (Action::Item, "write here"),
            (Action::Remark, "say something about it"),
            (Action::PassageNext, "its next passage"),
            (Action::HeadingNext, "next service"),
            (Action::Package, "picture"),
            (Action::OtherSide, "other side"),
        ],
        (Focus::Talk, Some(Item::Service(_) | Item::Package(_))) => vec![
            (Action::Item, "more"),
            (Action::Remark, "say something about it"),
            (Action::PassageNext, "its next passage"),
            (Action::HeadingNext, "next service"),
            (Action::OtherSide, "other side"),
        ],
        (Focus::Talk, Some(Item::Journey(JourneyItem::Clock(_)))) => vec![
            (Action::Item, "the sum"),
            (Action::Remark, "ask about it"),
            (Action::Across, "to the words"),
            (Action::Journey, "next list"),
            (Action::OtherSide, "other side"),
        ],
        (Focus::Talk, Some(Item::Journey(_))) => vec![
            (Action::Item, "open the words"),
            (Action::Remark, "ask about it"),
            (Action::Journey, "silences, clocks"),
            (Action::JourneyNarrow, "only some"),
            (Action::OtherSide, "other side"),
        ],
        (Focus::Talk, _) => vec![
            (Action::Remark, "say something"),
            (Action::Item, "more"),
            (Action::Walk, "next step"),
            (Action::OtherSide, "other side"),
        ],
    };
    hints.insert(hints.len().min(3), (Action::Menu, "menu"));
    hints.extend([
        (Action::PassPen, "pass the pen"),
        (Action::Help, "help"),
        (Action::GoTo, "open"),
        (Action::Find, "find"),
        (Action::DocumentNext, "next document"),
        (Action::Palette, "do by name"),
        (Action::Discussion, "discussion"),
        (Action::Package, "package"),
        (Action::Findings, "findings"),
        (Action::Journey, "journey"),
        (Action::Undo, "take back"),
        (Action::Export, "write the notes"),
    ]);
    hints
}
