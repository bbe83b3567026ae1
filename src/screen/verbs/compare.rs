//! Comparing: a folder presented again with what was sealed, or the versions of an altered document with each other; then change by
//! change, each of which can be put on record. Looking records nothing.

use std::{path::PathBuf, sync::Arc};

use super::{
    super::{
        action::{Action, Where},
        form::Draft,
        intent::Intent,
        keys::Key,
        layers::{Beside, Layer, List, Pick, beside, folder::Purpose, list::Row},
        layout,
        state::{Effect, State},
    },
    Available,
};
use crate::{
    casework::{Anchor, document::Document},
    desk::{
        compare::{CaseCompared, Change, ChangeKind, Compared, Laid, Pair, Presented},
        intake::Progress,
        messages::Request,
        pages::one_line,
        text::pointing,
    },
};

/// Texts up to this many bytes (both together) are wrapped at once; longer ones beside the screen.
const AT_ONCE: usize = 256 * 1024;

/// Characters of a long change that are quoted.
const QUOTED: usize = 600;

pub(super) fn available(state: &State) -> Available {
    match (&state.open, state.under_way.compare) {
        (None, _) => Err("Open an inspection first.".to_owned()),
        (_, true) => Err("A comparison is under way.".to_owned()),
        (Some(open), _) if open.inspection.cases.is_empty() => {
            Err("There is no case here yet: take a folder in first.".to_owned())
        }
        _ => Ok(()),
    }
}

/// Asks what is to be compared.
pub(super) fn open(state: &mut State) {
    let Some(open) = &state.open else { return };
    let case = state.case().filter(|_| state.page == Where::Sitting);
    let altered = |documents: &mut dyn Iterator<Item = &Document>| {
        documents
            .filter(|document| document.versions.len() > 1)
            .count()
    };
    let (count, of) = match case {
        Some(case) => (altered(&mut case.documents.values()), "this case"),
        None => (
            open.inspection
                .cases
                .values()
                .map(|case| altered(&mut case.documents.values()))
                .sum(),
            "this inspection",
        ),
    };
    let folder = match case {
        Some(case) => format!("A folder presented again for {} …", case.reference),
        None => "A folder presented again …".to_owned(),
    };
    let mut versions = Row::new(
        "Documents altered since they were taken in",
        Pick::CompareKept,
    )
    .right(count.to_string())
    .hint("Every version that was taken in, beside the one before it.");
    if count == 0 {
        versions.reason = Some(format!(
            "No document of {of} was altered since it was taken in."
        ));
    }
    let mut rows = vec![
        Row::new(folder, Pick::CompareFolder).hint(
            "Choose a folder with the arrows. It is set beside what was sealed; nothing is taken in.",
        ),
        versions,
    ];
    if let Some(last) = open.compared.as_ref() {
        rows.push(
            Row::new("What was compared last", Pick::CompareAgain).hint(last.counts().shown()),
        );
    }
    state.layers.push(Layer::List(List::short(
        "Compare with what was sealed",
        rows,
    )));
}

/// Chooses the folder.
pub(super) fn choose_folder(state: &mut State) -> Vec<Effect> {
    super::folder::begin(state, Purpose::Compare)
}

/// Begins: a folder, or the versions that are taken in. In a sitting of its case alone.
pub fn begin(state: &mut State, folder: Option<PathBuf>) -> Vec<Effect> {
    if let Err(why) = available(state) {
        state.refuse(&why);
        return Vec::new();
    }
    let case = state.case_no().filter(|_| state.page == Where::Sitting);
    state.under_way.compare = true;
    state.layers.push(Layer::Comparing(Progress::default()));
    vec![Effect::Ask(Request::Compare { folder, case })]
}

/// Comparing is done.
pub fn done(state: &mut State, compared: Result<Arc<Compared>, String>) -> Option<Layer> {
    state.under_way.compare = false;
    state
        .layers
        .retain(|layer| !matches!(layer, Layer::Comparing(_)));
    if state.door.is_some() {
        return None;
    }
    match compared {
        Ok(compared) => {
            let list = list(&compared);
            state.open.as_mut()?.compared = Some(compared);
            Some(Layer::List(list))
        }
        Err(why) => {
            state.refuse(&why);
            None
        }
    }
}

/// What was compared last, once more.
pub(super) fn again(state: &mut State) {
    if let Some(compared) = state.open.as_ref().and_then(|open| open.compared.clone()) {
        state.layers.push(Layer::List(list(&compared)));
    }
}

/// What is altered, missing and new, and how much is as it was.
fn list(compared: &Compared) -> List {
    let several = compared.cases.len() > 1;
    let mut rows = Vec::new();
    for (case_at, case) in compared.cases.iter().enumerate() {
        case_rows(compared, case, case_at, several, &mut rows);
    }
    for left_out in compared.left_out.iter().filter(|left| left.trouble) {
        rows.push(said("NOT COMPARED", &left_out.name, "", &left_out.why));
    }
    for reference in &compared.not_offered {
        rows.push(said(
            "NO FOLDER",
            reference,
            "",
            "The folder chosen holds no folder of this case.",
        ));
    }
    let same = compared.counts().identical;
    if same > 0 || rows.is_empty() {
        let words = match same {
            0 => "Nothing to compare was found".to_owned(),
            1 => "1 file is as it was sealed".to_owned(),
            count => format!("{count} files are as they were sealed"),
        };
        rows.push(Row::new(words, Pick::Nothing));
    }
    if compared.stopped {
        rows.push(Row::new("Stopped before the end", Pick::Nothing));
    }
    let mut list = List::new(format!("Compared: {}", compared.counts().shown()), rows);
    list.at = 0;
    list
}

fn case_rows(
    compared: &Compared,
    case: &CaseCompared,
    case_at: usize,
    several: bool,
    rows: &mut Vec<Row>,
) {
    let name = |name: &str| {
        if several {
            format!("{} · {name}", case.reference)
        } else {
            name.to_owned()
        }
    };
    if !case.known {
        rows.push(said(
            "NO SUCH CASE",
            &case.reference,
            "",
            "No case of this reference was taken in. Open the case and compare from there, where it is one under another name.",
        ));
        return;
    }
    for (file_at, file) in case.files.iter().enumerate() {
        if file.stands.same() {
            continue;
        }
        let hint = file.stands.words();
        rows.push(match file.stands.pair() {
            Some(pair) => {
                let which = match &pair.presented {
                    Presented::File(_) => String::new(),
                    Presented::Version(later) => {
                        format!(" · versions {} and {}", pair.sealed.number, later.number)
                    }
                };
                Row::new(
                    format!("{:<8} {}{which}", file.stands.word(), name(&file.name)),
                    Pick::Compared(case_at, file_at),
                )
                .right(pair.extent())
                .hint(format!("{hint}. Enter shows both sides."))
            }
            None => said(file.stands.word(), &name(&file.name), "", &hint),
        });
    }
    if compared.kept {
        return;
    }
    for missing in &case.missing {
        rows.push(said(
            "MISSING",
            &name(&missing.name),
            "",
            &format!(
                "Document {}, {}, is not in this folder. What was taken in is kept.",
                missing.document, missing.title
            ),
        ));
    }
    for left_out in case.left_out.iter().filter(|left| left.trouble) {
        rows.push(said(
            "NOT COMPARED",
            &name(&left_out.name),
            "",
            &left_out.why,
        ));
    }
    for remark in &case.remarks {
        rows.push(said("NOTE", &case.reference, "", remark));
    }
}

fn said(word: &str, name: &str, right: &str, hint: &str) -> Row {
    Row::new(format!("{word:<8} {name}"), Pick::Nothing)
        .right(right)
        .hint(hint)
}

/// Sets both sides beside each other; the list stays beneath.
pub(super) fn show(state: &mut State, list: Layer, case_at: usize, file_at: usize) {
    state.layers.push(list);
    let pair = state
        .open
        .as_ref()
        .and_then(|open| open.compared.as_ref())
        .and_then(|compared| compared.cases.get(case_at))
        .and_then(|case| case.files.get(file_at))
        .and_then(|file| file.stands.pair())
        .cloned();
    let Some(pair) = pair else { return };
    if pair.comparison.same() {
        state.say("The bytes differ, and every word is the same.");
    }
    state.layers.push(Layer::Beside(Beside::new(pair)));
}

/// Wraps both sides for the present width, where that is not done.
pub fn settle(state: &mut State) -> Vec<Effect> {
    let (left, _) = layout::beside_areas(state.size);
    let words = layout::beside_words(left);
    let height = usize::from(words.height);
    let mut effects = Vec::new();
    for layer in &mut state.layers {
        let Layer::Beside(beside) = layer else {
            continue;
        };
        if words.width == 0
            || beside
                .laid
                .as_ref()
                .is_some_and(|laid| laid.width() == words.width)
        {
            beside.clamp(height);
            continue;
        }
        let bytes = beside.pair.old.text().words.len() + beside.pair.new.text().words.len();
        if bytes <= AT_ONCE {
            let laid = Laid::new(&beside.pair, words.width);
            beside.lay(Arc::new(laid), height);
        } else if beside.asked != Some(words.width) {
            beside.asked = Some(words.width);
            effects.push(Effect::Ask(Request::Lay {
                pair: Arc::clone(&beside.pair),
                width: words.width,
            }));
        }
    }
    effects
}

/// Both sides are wrapped.
pub fn laid(state: &mut State, pair: &Arc<Pair>, laid: &Arc<Laid>) {
    let (left, _) = layout::beside_areas(state.size);
    let words = layout::beside_words(left);
    for layer in &mut state.layers {
        if let Layer::Beside(beside) = layer
            && Arc::ptr_eq(&beside.pair, pair)
            && beside.asked == Some(laid.width())
        {
            beside.lay(Arc::clone(laid), usize::from(words.height));
        }
    }
}

/// Takes a key while both sides are shown.
pub fn key(state: &mut State, mut shown: Beside, key: Key) -> Option<Vec<Effect>> {
    let (left, _) = layout::beside_areas(state.size);
    let height = usize::from(layout::beside_words(left).height);
    let is = |action: Action| {
        state
            .table
            .row(action)
            .is_some_and(|row| row.keys.contains(&key))
    };
    let (next, previous) = (is(Action::MatchNext), is(Action::MatchPrevious));
    let (remark, absence) = (is(Action::Remark), is(Action::Absence));
    match shown.key(key, height, next, previous) {
        beside::Outcome::Stay => {}
        beside::Outcome::Round => {
            if shown.count() > 1 {
                state.say("That was the last one that way: on from the other end.");
            }
        }
        beside::Outcome::Leave => return Some(Vec::new()),
        beside::Outcome::Ask => {
            let rows = vec![
                Row::new("Say something about this change", Pick::ChangeRemark)
                    .right(state.table.key(Action::Remark))
                    .hint("A remark with the words of both versions, pointing at the sealed one."),
                Row::new("Say what is not there", Pick::ChangeAbsence)
                    .right(state.table.key(Action::Absence))
                    .hint("For words that were taken out: what is missing, with the words of both versions."),
                Row::new("Open this place in the file", Pick::ChangeOpen)
                    .hint("The document opens there; the comparison can be shown again."),
            ];
            state.layers.push(Layer::Beside(shown));
            state
                .layers
                .push(Layer::List(List::short("This change", rows)));
            return Some(Vec::new());
        }
        beside::Outcome::No if remark || absence => {
            state.layers.push(Layer::Beside(shown));
            record(state, absence);
            return Some(Vec::new());
        }
        beside::Outcome::No => {
            state.layers.push(Layer::Beside(shown));
            return None;
        }
    }
    state.layers.push(Layer::Beside(shown));
    Some(Vec::new())
}

/// Both sides, where they are shown.
fn shown(state: &State) -> Option<&Beside> {
    state.layers.iter().rev().find_map(|layer| match layer {
        Layer::Beside(beside) => Some(beside),
        _ => None,
    })
}

/// Writes a remark, or an absence, of the change under the pointer: the words of both sides, pointing at the sealed one.
pub(super) fn record(state: &mut State, absence: bool) {
    let Some((pair, change)) =
        shown(state).and_then(|beside| Some((Arc::clone(&beside.pair), beside.change()?.clone())))
    else {
        return;
    };
    if state.page != Where::Sitting || state.case_no() != Some(pair.case) {
        state.refuse(&"This is put on record in a sitting on this case: open the case, and compare from there.");
        return;
    }
    if let Err(why) = super::room::available(state) {
        state.refuse(&why);
        return;
    }
    let anchors: Vec<Anchor> = anchor(&pair, &change).into_iter().collect();
    let words = both_sides(&pair, &change);
    let (intent, values) = if absence {
        let gone = quote(pair.old.text().slice(change.old.clone()));
        (
            Intent::Absence { about: None },
            vec![
                (
                    "looked_for".to_owned(),
                    if gone.is_empty() {
                        String::new()
                    } else {
                        format!("the words “{gone}”")
                    },
                ),
                (
                    "looked_in".to_owned(),
                    format!("{}, {}", pair.title, pair.presented.shown()),
                ),
                ("words".to_owned(), words),
            ],
        )
    } else {
        (
            Intent::Remark {
                reply_to: None,
                about: None,
            },
            vec![("words".to_owned(), words)],
        )
    };
    let Some(form) = super::form(state, &intent) else {
        return;
    };
    // Behind what is written already, which is one line.
    let column = values.first().map_or(0, |(_, words)| words.chars().count());
    let draft = Draft {
        anchors,
        values,
        cursor: (0, column),
        ..form.draft()
    };
    let form = form.with_draft(&draft);
    super::show_form(state, form);
}

/// The place in the sealed version: the words that changed, or the paragraph in which others are missing.
fn anchor(pair: &Pair, change: &Change) -> Option<Anchor> {
    let text = pair.old.text();
    let range = if change.old.is_empty() {
        let at = text.block_at(change.old.start);
        let block = text
            .blocks
            .get(..=at)?
            .iter()
            .rev()
            .find(|block| block.counts())?;
        block.range()
    } else {
        change.old.clone()
    };
    pointing::passage(
        &pair.old,
        pair.document,
        pair.sealed.version,
        pair.sealed.text,
        range,
    )
    .map(Anchor::Passage)
}

/// `In the sealed version: “10 days”. As presented: “20 days”.`
fn both_sides(pair: &Pair, change: &Change) -> String {
    let old = quote(pair.old.text().slice(change.old.clone()));
    let new = quote(pair.new.text().slice(change.new.clone()));
    let sealed = format!("version {}", pair.sealed.number);
    let presented = match &pair.presented {
        Presented::File(name) => format!("the file presented again ({name})"),
        version @ Presented::Version(_) => version.shown(),
    };
    match change.kind {
        ChangeKind::Moved => {
            format!("In {presented} this paragraph of {sealed} stands elsewhere: “{new}”. ")
        }
        _ if old.is_empty() => format!("In {presented}, not in {sealed}: “{new}”. "),
        _ if new.is_empty() => format!("In {sealed}, not in {presented}: “{old}”. "),
        _ => format!("In {sealed}: “{old}”. In {presented}: “{new}”. "),
    }
}

fn quote(words: &str) -> String {
    let line = one_line(words);
    if line.chars().count() <= QUOTED {
        return line;
    }
    let start: String = line.chars().take(QUOTED).collect();
    format!("{start} …")
}

/// Opens the place of the change in the file pane, where the text shown there is one of the two.
pub(super) fn open_place(state: &mut State) -> Vec<Effect> {
    let Some((pair, change)) =
        shown(state).and_then(|beside| Some((Arc::clone(&beside.pair), beside.change()?.clone())))
    else {
        return Vec::new();
    };
    let current = state
        .open
        .as_ref()
        .and_then(|open| open.inspection.cases.get(&pair.case))
        .and_then(|case| case.documents.get(&pair.document))
        .and_then(Document::text)
        .map(|text| text.sha256);
    let byte = match &pair.presented {
        _ if current == Some(pair.sealed.text) => change.old.start,
        Presented::Version(version) if current == Some(version.text) => change.new.start,
        _ => {
            state.refuse(&"The file shows a later version of this document than these two.");
            return Vec::new();
        }
    };
    let compared = state.table.key(Action::Compare);
    state
        .layers
        .retain(|layer| !matches!(layer, Layer::Beside(_) | Layer::List(_)));
    let mut effects = Vec::new();
    if state.page != Where::Sitting || state.case_no() != Some(pair.case) {
        effects.extend(super::cases::enter(state, pair.case));
    }
    effects.extend(super::read::open_at(state, pair.document, byte));
    state.say(format!("{compared} shows the comparison again."));
    effects
}
