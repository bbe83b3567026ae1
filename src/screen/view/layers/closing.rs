//! Drawing the close of a sitting: the last walk, who signs, the words being typed, the seal.

use ratatui::layout::{Position, Rect};

use super::{
    super::{
        super::{
            layers::{Closing, OwnWords, PasswordLine, SealLarge},
            layout,
            state::State,
            theme::Part,
            widgets::flow::{cut, flow},
        },
        Canvas, dots,
    },
    title,
};
use crate::{
    casework::closing::{Stands, Step},
    desk::pages::{self, Page, Role},
};

/// Columns a word of the seal stands in, its number before it included.
const WORD: u16 = 16;

pub(super) fn draw(state: &State, closing: &Closing, canvas: &mut Canvas<'_>) {
    let area = layout::reading(state.size);
    let words = match closing.step() {
        Some(Step::OneStrand(no, _)) => format!("The last walk · a question about finding {no}"),
        Some(Step::LookOver(_)) => format!(
            "The last walk · {} of {}",
            closing.at + 1,
            closing.steps.len()
        ),
        _ => "Who signs".to_owned(),
    };
    let below = super::super::warning(state);
    canvas.frame(
        state,
        area,
        title(state, &words, area),
        true,
        below.as_deref(),
    );
    let inside = layout::inside(area);
    if closing.step().is_some() {
        if let Some(page) = page_of(state, closing) {
            super::draw_rows(state, &page, closing.top, area, canvas);
        }
        canvas.cursor = Some(Position::new(inside.x, inside.y));
    } else {
        signers(state, closing, inside, canvas);
    }
}

/// The step in front; none where everybody signs.
pub(super) fn page_of(state: &State, closing: &Closing) -> Option<Page> {
    let (open, step) = (state.open.as_ref()?, closing.step()?);
    let case = open.inspection.cases.get(&closing.case)?;
    let page = pages::closing::step(&open.inspection, case, &open.framework, step);
    Some(page)
}

fn signers(state: &State, closing: &Closing, inside: Rect, canvas: &mut Canvas<'_>) {
    let Some(open) = &state.open else { return };
    let sitting = open
        .inspection
        .cases
        .get(&closing.case)
        .and_then(|case| case.sitting());
    let Some(sitting) = sitting else { return };
    let (words, quiet) = (state.theme.role(Role::Words), state.theme.role(Role::Quiet));
    let width = usize::from(inside.width.saturating_sub(3));
    let mut y = inside.y;
    let intro = "Each signs, for themselves, every finding as it stands here, agreed or not, with both voices. Nobody has to: whoever does not is noted with the reason, and nothing waits for it.";
    for row in flow(&[(quiet, intro)], width) {
        canvas.put_line(inside, inside.x + 1, y, &row);
        y += 1;
    }
    y += 1;
    let signers = pages::closing::signers(&open.inspection, sitting, closing.text);
    let pointed = |at: usize, y: u16, words: &str, right: &str, style, canvas: &mut Canvas<'_>| {
        let here = at == closing.row;
        let style = if here {
            state.theme.part(Part::Selected)
        } else {
            style
        };
        if here {
            canvas.row_style(inside, y, style);
            canvas.put(inside, inside.x, y, "▸", state.theme.part(Part::Key));
            canvas.cursor = Some(Position::new(inside.x, y));
        }
        let right_width = right.chars().count();
        let left = cut(words, width.saturating_sub(right_width + 1));
        canvas.put(inside, inside.x + 2, y, &left, style);
        let x = inside
            .right()
            .saturating_sub(u16::try_from(right_width).unwrap_or(0) + 1);
        canvas.put(inside, x, y, right, style);
    };
    for (at, signer) in signers.iter().enumerate() {
        let (role, sign) = match signer.stands {
            Stands::Signed => (Role::Agreed, "✓"),
            Stands::Open | Stands::SignedBefore => (Role::Waiting, "○"),
            Stands::OnPaper | Stands::Declined => (Role::Aside, "–"),
        };
        let left = format!("{sign} {}", signer.shown);
        let right = signer.stands.word();
        pointed(at, y, &left, right, state.theme.role(role), canvas);
        y += 1;
        if !signer.beside.is_empty() {
            let beside = cut(&pages::one_line(&signer.beside), width.saturating_sub(3));
            canvas.put(inside, inside.x + 4, y, &beside, quiet);
            y += 1;
        }
    }
    y += 1;
    let (left, right) = if closing.sealing {
        ("Closing, and making the seal …", "")
    } else {
        ("Close the sitting and make the seal", "")
    };
    pointed(signers.len(), y, left, right, words, canvas);
    let open_still: Vec<&str> = signers
        .iter()
        .filter(|signer| signer.stands.open())
        .map(|signer| signer.shown.as_str())
        .collect();
    let hint = match open_still.as_slice() {
        [] => "Everyone has signed or said why not.".to_owned(),
        some => format!(
            "If you close now, the notes say \"not signed\" of {}.",
            some.join(" and ")
        ),
    };
    let rows = flow(&[(quiet, hint.as_str())], width);
    let first = inside
        .bottom()
        .saturating_sub(u16::try_from(rows.len()).unwrap_or(1));
    let between = Rect {
        x: inside.x + 1,
        y: y + 2,
        width: inside.width.saturating_sub(2),
        height: first.saturating_sub(y + 3),
    };
    heard(state, closing, between, canvas);
    for (y, row) in (first..inside.bottom()).zip(rows) {
        canvas.put_line(inside, inside.x + 1, y, &row);
    }
}

/// Who was heard, and how often, in the room there is between who signs and what is said beneath: the foot of the list first left out.
fn heard(state: &State, closing: &Closing, area: Rect, canvas: &mut Canvas<'_>) {
    if area.height < 2 || closing.heard.is_empty() {
        return;
    }
    let title = "Who is heard, and how often: in this sitting, in the file, in the findings";
    let title = cut(title, usize::from(area.width));
    canvas.put(
        area,
        area.x,
        area.y,
        &title,
        state.theme.role(Role::Heading),
    );
    let lines = pages::closing::heard(&closing.heard, usize::from(area.width));
    let room = usize::from(area.height - 1);
    let more = lines.len().saturating_sub(room);
    for (at, line) in lines.iter().take(room).enumerate() {
        let y = area.y + 1 + u16::try_from(at).unwrap_or(0);
        let last = more > 0 && at + 1 == room;
        if last {
            let words = format!("… and {} more: the notes have them all", more + 1);
            canvas.put(area, area.x, y, &words, state.theme.role(Role::Quiet));
            continue;
        }
        let mut x = area.x;
        for (role, words) in &line.pieces {
            x = canvas.put(area, x, y, words, state.theme.role(*role));
        }
    }
}

/// What new words are for, said before they are typed.
const FOR: &str = "Choose words that only you know: four words that do not belong together are good. They sign what stands here and what you sign later in this inspection, nothing else. Nobody can look them up and nobody can recover them, not even who wrote this program. If you forget them you choose new ones, and the change is recorded.";

pub(super) fn own_words(state: &State, own: &OwnWords, canvas: &mut Canvas<'_>) {
    let Some(open) = &state.open else { return };
    let who = open.inspection.person(own.who);
    let initials = open.inspection.initials(own.who);
    // The whole page: nothing else to look at while somebody types.
    let area = layout::reading(state.size);
    let words = if own.new {
        format!("{who} chooses words to sign with")
    } else {
        format!("{who} signs")
    };
    let below = super::super::warning(state);
    canvas.frame(
        state,
        area,
        title(state, &words, area),
        true,
        below.as_deref(),
    );
    let inside = layout::inside(area);
    let width = usize::from(inside.width.saturating_sub(3));
    let quiet = state.theme.role(Role::Quiet);
    let mut y = inside.y;
    let pen = state.theme.part(Part::Pen);
    let away = format!("The other looks away while {initials} types.");
    canvas.put(inside, inside.x + 1, y, &cut(&away, width), pen);
    y += 2;
    if own.new {
        // On a low screen the lines to type in go before the explanation.
        let room = usize::from(inside.height).saturating_sub(9);
        for row in flow(&[(quiet, FOR)], width).into_iter().take(room) {
            canvas.put_line(inside, inside.x + 1, y, &row);
            y += 1;
        }
        y += 1;
    }
    let lines = [("Your words", &own.words), ("Once more", &own.again)];
    let count = if own.new { 2 } else { 1 };
    for (at, (label, words)) in lines.into_iter().take(count).enumerate() {
        let here = own.second == (at == 1);
        let sign = if here { "▸" } else { " " };
        canvas.put(inside, inside.x, y, sign, state.theme.part(Part::Key));
        canvas.put(
            inside,
            inside.x + 2,
            y,
            label,
            state.theme.role(Role::Heading),
        );
        let field = Rect {
            x: inside.x + 14,
            y,
            width: inside.width.saturating_sub(16),
            height: 1,
        }
        .intersection(inside);
        dots(state, words, here, field, canvas);
        y += 1;
    }
    y += 1;
    let below = match (&own.notice, own.signing) {
        (_, true) => "Signing …".to_owned(),
        (Some(notice), false) => notice.clone(),
        (None, false) => "Typing shows dots. Nothing of it is kept.".to_owned(),
    };
    let style = if own.wrong && !own.signing {
        state.theme.part(Part::Warning)
    } else {
        quiet
    };
    for row in flow(&[(style, below.as_str())], width) {
        canvas.put_line(inside, inside.x + 1, y, &row);
        y += 1;
    }
}

/// The password of documents, being typed.
pub(super) fn password(state: &State, line: &PasswordLine, canvas: &mut Canvas<'_>) {
    let area = layout::over(state.size, 72, 14);
    let words = match line.count {
        1 => "A document needs a password".to_owned(),
        count => format!("{count} documents need a password"),
    };
    let below = super::super::warning(state);
    canvas.frame(
        state,
        area,
        title(state, &words, area),
        true,
        below.as_deref(),
    );
    let inside = layout::inside(area);
    let width = usize::from(inside.width.saturating_sub(3));
    let quiet = state.theme.role(Role::Quiet);
    let mut y = inside.y + 1;
    for name in &line.names {
        canvas.put(inside, inside.x + 2, y, &cut(name, width), quiet);
        y += 1;
    }
    if line.count > line.names.len() {
        canvas.put(inside, inside.x + 2, y, "and more", quiet);
        y += 1;
    }
    y += 1;
    canvas.put(
        inside,
        inside.x + 2,
        y,
        "Password",
        state.theme.role(Role::Heading),
    );
    let field = Rect {
        x: inside.x + 12,
        y,
        width: inside.width.saturating_sub(14),
        height: 1,
    }
    .intersection(inside);
    dots(state, &line.typed, true, field, canvas);
    y += 2;
    let about = if line.count == 1 {
        "Typing shows dots. The password is tried on it, kept nowhere and forgotten."
    } else {
        "Typing shows dots. The password is tried on each of them, kept nowhere and forgotten."
    };
    for row in flow(&[(quiet, about)], width) {
        canvas.put_line(inside, inside.x + 2, y, &row);
        y += 1;
    }
}

pub(super) fn seal(state: &State, large: &SealLarge, canvas: &mut Canvas<'_>) {
    // On a narrow screen nothing stands beside it.
    let width = if state.size.0 < 90 { state.size.0 } else { 78 };
    let area = layout::over(state.size, width, 20);
    let seal = &large.seal;
    let words = format!("Seal {}", seal.no);
    let below = super::super::warning(state);
    canvas.frame(
        state,
        area,
        title(state, &words, area),
        true,
        below.as_deref(),
    );
    let inside = layout::inside(area);
    let (heading, quiet) = (
        state.theme.role(Role::Heading),
        state.theme.role(Role::Quiet),
    );
    let width = usize::from(inside.width.saturating_sub(3));
    let left = inside.x + 2;
    let mut y = inside.y;
    for (words, style) in [
        (seal.inspection.as_str(), state.theme.role(Role::Words)),
        (seal.over.as_str(), heading),
        (seal.at.as_str(), quiet),
    ] {
        canvas.put(inside, left, y, &cut(words, width), style);
        y += 1;
    }
    // Where there is room, a free row between the words: they are copied by hand.
    let step = if inside.height >= 18 { 2 } else { 1 };
    y += 1;
    let column = (inside.width.saturating_sub(4) / 3).max(WORD);
    for (row, three) in seal.said.words.chunks(3).enumerate() {
        for (at, word) in three.iter().enumerate() {
            let x = left + column * u16::try_from(at).unwrap_or(0);
            let number = format!("{:>2}  ", row * 3 + at + 1);
            let x = canvas.put(inside, x, y, &number, quiet);
            canvas.put(inside, x, y, &word.to_uppercase(), heading);
        }
        y += step;
    }
    if step == 1 {
        y += 1;
    }
    canvas.put(inside, left, y, &cut(&seal.said.digits, width), heading);
    y += 2;
    let ask = "Write both on paper, words and digits; each of you keeps one.";
    canvas.put(
        inside,
        left,
        y,
        &cut(ask, width),
        state.theme.role(Role::Words),
    );
    y += 2;
    let (sign, style) = if large.on_button {
        ("▸", state.theme.part(Part::Selected))
    } else {
        (" ", state.theme.role(Role::Words))
    };
    let button = format!("{sign} [ We have written it down ]");
    canvas.put(
        inside,
        inside.x + 1,
        y.min(inside.bottom().saturating_sub(1)),
        &button,
        style,
    );
    let y = if large.on_button { y } else { inside.y + 1 };
    canvas.cursor = Some(Position::new(
        inside.x + 1,
        y.min(inside.bottom().saturating_sub(1)),
    ));
}
