//! What each action does, one file a verb (or a few that are one thing): when it can be done, and what happens when it is.
//!
//! `available` answers for the menu, the help and the palette alike; `run` does it, or says why not. A verb that needs words opens a
//! form; the same file makes events of the form when it is kept.

pub mod across;
pub mod actions;
pub mod answer;
pub mod cases;
pub mod cell;
pub mod close;
pub mod compare;
pub mod curtain;
pub mod describe;
pub mod export;
pub mod find;
pub mod finding;
pub mod folder;
pub mod gap;
pub mod item;
pub mod journey;
pub mod look;
pub mod mark;
pub mod menu;
pub mod names;
pub mod older;
pub mod package;
pub mod passage;
pub mod password;
pub mod pen;
pub mod people;
pub mod read;
pub mod refer_back;
pub mod region;
pub mod remark;
pub mod room;
pub mod screen;
pub mod seals;
pub mod service;
pub mod sideways;
pub mod sign;
pub mod start;
pub mod table;
pub mod tie;
pub mod undo;
pub mod walk;

use super::{
    action::{Action, Where},
    form::{Draft, Form},
    intent::Intent,
    layers::{Layer, Pick, Reading},
    state::{Effect, State, Then},
};
use crate::{
    casework::{CaseNo, Event, ParticipantNo, Refusal},
    desk::{messages::Request, pages},
};

/// Why an action cannot be done now; `Ok` where it can.
pub type Available = Result<(), String>;

/// Whether an action can be done now, or the reason why not.
///
/// # Errors
/// The reason, as a sentence.
pub fn available(action: Action, state: &State) -> Available {
    if let Some(row) = state.table.row(action)
        && row.place != Where::Anywhere
        && row.place != state.page
    {
        return Err(format!(
            "This is done {}.",
            row.place.title().to_lowercase()
        ));
    }
    let moves_the_room = matches!(
        action,
        Action::PassPen
            | Action::Room
            | Action::Pause
            | Action::CloseSitting
            | Action::LeaveInspection
            | Action::CaseOpen
    );
    if moves_the_room
        && state
            .layers
            .iter()
            .any(|layer| matches!(layer, Layer::Form(_)))
    {
        // What is half written is somebody's words about one child: neither may change under it.
        return Err("Keep what is being written, or put it aside with Esc, first.".to_owned());
    }
    match action {
        Action::ReferBack => refer_back::available(state),
        Action::Curtain => curtain::available(state),
        Action::Compare => compare::available(state),
        Action::CaseOpen => cases::available(state),
        Action::DocumentNext | Action::DocumentPrevious | Action::GoTo => {
            read::has_documents(state)
        }
        Action::Find if journey::in_front(state) => Ok(()),
        Action::JourneyNarrow => journey::available(state),
        Action::Look => look::available(state),
        Action::LookWay => read::has_documents(state),
        Action::Mark if look::is_looking(state) => Ok(()),
        Action::HeadingNext | Action::HeadingPrevious if read::in_package(state) => Ok(()),
        Action::HeadingNext | Action::HeadingPrevious | Action::Mark | Action::Find => {
            read::has_text(state)
        }
        Action::SidewaysOn | Action::SidewaysBack if package::is_picture(state) => Ok(()),
        Action::SidewaysOn | Action::SidewaysBack => sideways::available(state),
        Action::Closer | Action::Further => package::available(state),
        Action::MatchNext | Action::MatchPrevious => find::has_matches(state),
        Action::PassageNext | Action::PassagePrevious => passage::available(state),
        Action::Walk => walk::available(state),
        Action::Remark
        | Action::Absence
        | Action::Service
        | Action::JourneyEvent
        | Action::CloseSitting => room::available(state),
        Action::Reply => remark::reply_available(state),
        Action::Across => across::available(state),
        Action::Item => item::available(state),
        Action::Describe => describe::available(state),
        Action::Finding => finding::available(state),
        Action::Answer => answer::available(state),
        Action::Older => older::available(state),
        Action::Password => password::available(state),
        Action::Edit => finding::edit_available(state),
        Action::Tie => tie::available(state),
        Action::Park => finding::park_available(state),
        Action::Withdraw => finding::withdraw_available(state),
        Action::Action => actions::available(state),
        Action::PassPen => pen::available(state),
        Action::Undo => undo::undo_available(state),
        Action::Redo => undo::redo_available(state),
        Action::Export => export::available(state),
        Action::Seals => seals::available(state),
        Action::HideName | Action::People | Action::TakeIn => cases::writable(state),
        _ => Ok(()),
    }
}

/// Does an action, or says why it cannot be done.
pub fn run(state: &mut State, action: Action) -> Vec<Effect> {
    if let Err(why) = available(action, state) {
        state.refuse(&why);
        return Vec::new();
    }
    match action {
        Action::Menu | Action::Help | Action::Palette => menu::open(state, action),
        Action::ReferBack => refer_back::run(state),
        Action::Curtain => return curtain::lower(state),
        Action::QuietTime => curtain::choose_minutes(state),
        Action::Theme | Action::Glyphs | Action::Zoom | Action::SplitLeft | Action::SplitRight => {
            return screen::change(state, action);
        }
        Action::Redraw => return vec![Effect::Redraw],
        Action::Quit => return vec![Effect::Quit],
        Action::StartChoose | Action::StartDemo | Action::StartNew | Action::StartOpen => {
            return start::run(state, action);
        }
        Action::CaseOpen => return cases::open_case(state),
        Action::Compare => compare::open(state),
        Action::People => people::open(state),
        Action::TakeIn => return folder::take_in(state),
        Action::Password => password::open(state),
        Action::Verify => {
            if std::mem::replace(&mut state.under_way.verify, true) {
                return Vec::new();
            }
            state.say("Checking every entry and document …");
            return vec![Effect::Ask(Request::Verify)];
        }
        Action::LeaveInspection => return vec![Effect::Ask(Request::Close)],
        Action::Up
        | Action::Down
        | Action::PageUp
        | Action::PageDown
        | Action::Top
        | Action::End
        | Action::HeadingNext
        | Action::HeadingPrevious => read::go(state, action),
        Action::DocumentNext | Action::DocumentPrevious => {
            return read::turn(state, action == Action::DocumentNext);
        }
        Action::SidewaysOn | Action::SidewaysBack if package::is_picture(state) => {
            package::aside(state, action == Action::SidewaysOn);
        }
        Action::SidewaysOn | Action::SidewaysBack => sideways::run(state, action),
        Action::Closer | Action::Further => {
            return package::zoom(state, action == Action::Closer);
        }
        Action::Package => package::show(state),
        Action::GoTo => read::choose(state),
        Action::OtherSide | Action::Discussion | Action::Findings => {
            screen::side(state, action);
        }
        Action::Journey => journey::show(state),
        Action::JourneyNarrow => journey::narrow(state),
        Action::JourneyEvent => journey::put(state),
        Action::Find if journey::in_front(state) => journey::find(state),
        Action::Find => find::open(state),
        Action::MatchNext | Action::MatchPrevious => {
            return find::step(state, action == Action::MatchNext);
        }
        Action::PassageNext | Action::PassagePrevious => {
            return passage::step(state, action == Action::PassageNext);
        }
        Action::Walk => return walk::run(state),
        Action::Look => look::turn_over(state),
        Action::LookWay => look::choose_way(state),
        Action::Mark if look::is_looking(state) => region::begin(state),
        Action::Mark => mark::begin(state),
        Action::Remark | Action::Reply | Action::Absence => remark::open(state, action),
        Action::Across => return across::run(state),
        Action::Describe => describe::open(state),
        Action::Item => return item::open(state),
        Action::Finding => finding::open(state),
        Action::Answer => answer::open(state),
        Action::Edit => finding::edit(state),
        Action::Tie => tie::open(state),
        Action::Park => return finding::park(state),
        Action::Withdraw => finding::withdraw(state),
        Action::Action => actions::open(state),
        Action::Service => {
            if !table::offer(state) {
                service::open(state);
            }
        }
        Action::PassPen => return pen::pass(state),
        Action::Room => room::open(state),
        Action::Undo => return undo::undo(state),
        Action::Redo => return undo::redo(state),
        Action::Older => return older::run(state),
        Action::History => screen::history(state),
        Action::HideName => names::open(state),
        Action::Export => export::open(state),
        Action::Pause => return close::pause(state),
        Action::CloseSitting => close::ask(state),
        Action::Seals => seals::open(state),
    }
    Vec::new()
}

/// What choosing a row of a list does.
pub fn choose(state: &mut State, list: Layer, pick: Pick) -> Vec<Effect> {
    match pick {
        Pick::Do(action) => return run(state, action),
        Pick::Document(document, byte) => return read::open_at(state, document, byte),
        Pick::Older(document, version, text) => {
            return older::show(state, document, version, text, None);
        }
        Pick::Item(item) => screen::stand_on(state, item),
        Pick::Journey(kind, agency) => journey::show_only(state, kind, agency),
        Pick::Toggle(who) => cases::toggle(state, list, who),
        Pick::OpenSitting => return cases::open_sitting(state, list),
        Pick::OnlyRead => {
            if let Some(case) = state.case_no() {
                return cases::enter(state, case);
            }
        }
        Pick::NamePerson => {
            // The list comes back with the new person in it.
            state.layers.push(list);
            people::name(state);
        }
        Pick::Pen(who) => return pen::pass_to(state, who),
        Pick::Join(who) => return room::join(state, who),
        Pick::Leave(who) => return room::leave(state, who),
        Pick::Tie(item) => return tie::tie(state, item),
        Pick::FindingFrom(remark) => finding::from_remark(state, remark),
        Pick::AnswerFinding(finding) => answer::ask(state, finding),
        Pick::RaiseReferBack => refer_back::raise(state),
        Pick::ReplyReferBack(no) => open_form(state, &Intent::ReferBackReply(no)),
        Pick::CloseReferBack(no) => open_form(state, &Intent::ReferBackClose(no)),
        Pick::Unlist(words) => return names::unlist(state, &words),
        Pick::ListName => open_form(state, &Intent::Identifier),
        Pick::Aside(at) => take_up(state, at),
        Pick::PictureWay(way) => return look::set_way(state, way),
        Pick::Quiet(minutes) => return curtain::set_minutes(state, minutes),
        Pick::CloseSitting => close::begin(state),
        Pick::SignWith(who, forgotten) => sign::type_words(state, who, forgotten),
        Pick::SignOnPaper(who) => return sign::on_paper(state, who),
        Pick::Decline(who) => open_form(state, &Intent::Decline(who)),
        Pick::ShowSeal(no) => seals::show(state, no, false),
        Pick::MakeSeal(case) => return close::make_seal(state, case),
        Pick::OpenFolder(folder) => return start::open(state, folder),
        Pick::CompareKept => return compare::begin(state, None),
        Pick::CompareFolder => return compare::choose_folder(state),
        Pick::CompareAgain => compare::again(state),
        Pick::Compared(case, file) => compare::show(state, list, case, file),
        Pick::ChangeRemark => compare::record(state, false),
        Pick::ChangeAbsence => compare::record(state, true),
        Pick::ChangeOpen => return compare::open_place(state),
        Pick::Cell(no, cell) => cell::write(state, no, cell),
        Pick::TakeRow => service::open(state),
        Pick::TakeTable(marked) => table::look_over(state, marked),
        Pick::TakeUpGap => return gap::take_up(state),
        Pick::SameAsWhich(no) => service::which_other(state, no),
        Pick::Same(no, other) => return service::join(state, no, other),
        Pick::Nothing => state.layers.push(list),
    }
    Vec::new()
}

/// The empty form for an intent; `None` where what it is about is gone.
#[must_use]
pub fn form(state: &State, intent: &Intent) -> Option<Form> {
    match intent {
        Intent::Remark { reply_to, about } => remark::form(state, *reply_to, *about),
        Intent::Absence { about } => Some(remark::absence_form(*about)),
        Intent::Finding { heard, about } => finding::form(state, heard, *about),
        Intent::Reword(no) => finding::reword_form(state, *no),
        Intent::Disagree(no) => answer::disagree_form(state, *no),
        Intent::Park(no) => finding::park_form(state, *no),
        Intent::Withdraw(no) => finding::withdraw_form(state, *no),
        Intent::Decline(who) => sign::decline_form(state, *who),
        Intent::Service => {
            let details = service::from_row(state);
            let form = service::form(Intent::Service, "A service", &details);
            Some(service::listed_before(state, form, &details))
        }
        Intent::EditService(no) => service::edit_form(state, *no),
        Intent::Cell(no, cell) => cell::form(state, *no, *cell),
        Intent::DismissGap(key) => Some(gap::form(key)),
        Intent::JourneyEvent => journey::form(state),
        Intent::EditJourneyEvent(no) => journey::edit_form(state, *no),
        Intent::Action(no) => actions::form(state, *no),
        Intent::EditAction(no) => actions::edit_form(state, *no),
        Intent::DropAction(no) => actions::drop_form(state, *no),
        Intent::ReferBack | Intent::ReferBackReply(_) | Intent::ReferBackClose(_) => {
            refer_back::form(state, intent)
        }
        Intent::Person => Some(people::form()),
        Intent::Identifier => Some(names::form(state)),
        Intent::Describe(no) => describe::form(state, *no),
        Intent::NewInspection => Some(start::form(state)),
        Intent::Export => export::form(state),
    }
}

/// Opens the form for an intent, with the words put aside for it where there are some.
pub fn open_form(state: &mut State, intent: &Intent) {
    let Some(form) = form(state, intent) else {
        state.refuse(&Refusal::Gone("What this is about".to_owned()));
        return;
    };
    show_form(state, form);
}

/// Shows a form, with the words put aside for the same thing where there are some: of this case and this person, never another's. A form
/// for the same thing that is open already comes to the front instead.
pub fn show_form(state: &mut State, form: Form) {
    let same = |layer: &Layer| matches!(layer, Layer::Form(open) if open.intent == form.intent);
    if let Some(at) = state.layers.iter().position(same) {
        let open = state.layers.remove(at);
        state.layers.push(open);
        return;
    }
    let (case, pen) = (case_of(state, &form.intent), pen(state));
    let aside = state.aside.iter().position(|draft| {
        draft.intent == form.intent && draft.case == case && (draft.by.is_none() || draft.by == pen)
    });
    let form = match aside.map(|at| state.aside.remove(at)) {
        Some(draft) => {
            let anchors = form.anchors.clone();
            let mut form = form.with_draft(&draft);
            for anchor in anchors {
                if !form.anchors.contains(&anchor) {
                    form.anchors.push(anchor);
                }
            }
            form.notice = Some("Your half-typed words are here again.".to_owned());
            form
        }
        None => form,
    };
    state.layers.push(Layer::Form(Box::new(form)));
}

/// Leaves a form. Words in it are put aside, never lost: the same action brings them back.
pub fn put_aside(state: &mut State, form: &Form) {
    if !form.has_words() || matches!(form.intent, Intent::Export | Intent::NewInspection) {
        return;
    }
    let fresh = form
        .begun_with
        .clone()
        .or_else(|| self::form(state, &form.intent).map(|fresh| fresh.draft().values));
    if fresh.as_ref() == Some(&form.draft().values) {
        return;
    }
    let draft = Draft {
        case: case_of(state, &form.intent),
        by: pen(state),
        ..form.draft()
    };
    state.aside.retain(|other| {
        (&other.intent, other.case, other.by) != (&draft.intent, draft.case, draft.by)
    });
    state.aside.push(draft);
    let menu = state.table.key(Action::Menu);
    state.say(format!(
        "Put aside, not lost: the same key or the menu ({menu}) brings your words back."
    ));
}

/// The case a form belongs to: what is written about one child never comes back on another's page.
fn case_of(state: &State, intent: &Intent) -> Option<CaseNo> {
    match intent {
        Intent::Person | Intent::NewInspection => None,
        _ => state.case_no(),
    }
}

fn pen(state: &State) -> Option<ParticipantNo> {
    state.room().ok().map(|room| room.pen())
}

/// Takes up words put aside.
fn take_up(state: &mut State, at: usize) {
    let Some(draft) = state.aside.get(at).cloned() else {
        return;
    };
    if form(state, &draft.intent).is_some() {
        open_form(state, &draft.intent);
        return;
    }
    // Nothing typed is ever lost: without its form it is there to be read.
    let words = draft
        .values
        .iter()
        .filter(|(_, words)| !words.trim().is_empty())
        .map(|(_, words)| pages::Line::new(0, pages::Role::Words, words.clone()));
    state.layers.push(Layer::Reading(Reading::of_lines(
        "What these words were for is no longer there",
        words,
    )));
}

/// Keeps the uppermost form: its file makes the events; a rule that stands against it is said in the form, which stays.
pub fn submit(state: &mut State) -> Vec<Effect> {
    let Some(Layer::Form(form)) = state.layers.pop() else {
        return Vec::new();
    };
    match make(state, &form) {
        Ok(Made::Events(events, then)) => {
            let draft = form.draft();
            clear_mark(state, &form);
            state.keep(events, Some(draft), then)
        }
        Ok(Made::Nothing) => Vec::new(),
        Ok(Made::Ask(request)) => {
            match request {
                Request::New { .. } => return start::set_up(state, form, request),
                Request::Export(_) => state.under_way.export = true,
                _ => {}
            }
            vec![Effect::Ask(request)]
        }
        Ok(Made::NotYet { field, why }) => {
            let mut form = form;
            form.focus = form
                .fields
                .iter()
                .position(|other| other.id == field)
                .unwrap_or(form.focus);
            form.notice = Some(why);
            state.layers.push(Layer::Form(form));
            Vec::new()
        }
        Err(why) => {
            let mut form = form;
            form.focus = empty_field(&form, &why).unwrap_or(form.focus);
            form.notice = Some(why.to_string());
            state.layers.push(Layer::Form(form));
            Vec::new()
        }
    }
}

/// Where the cursor goes when a field was left empty.
fn empty_field(form: &Form, why: &Refusal) -> Option<usize> {
    let Refusal::Empty(label) = why else {
        return None;
    };
    form.fields.iter().position(|field| field.label == *label)
}

fn clear_mark(state: &mut State, form: &Form) {
    if !form.anchors.is_empty()
        && let Some(ui) = state.sitting_mut()
    {
        ui.mark = None;
        if let Some(looking) = &mut ui.looking {
            looking.marked = None;
        }
    }
}

/// What a form makes.
pub enum Made {
    /// Acts to keep, and what follows.
    Events(Vec<Event>, Then),
    /// Something for the desk to do.
    Ask(Request),
    /// Nothing: it is as it was.
    Nothing,
    /// Nothing yet: a field wants to be put right first.
    NotYet {
        /// Its id.
        field: &'static str,
        /// A sentence.
        why: String,
    },
}

impl Made {
    /// One act.
    pub(super) fn one(event: Event, then: Then) -> Self {
        Self::Events(vec![event], then)
    }
}

fn make(state: &State, form: &Form) -> Result<Made, Refusal> {
    match &form.intent {
        Intent::Remark { .. } | Intent::Absence { .. } => remark::make(state, form),
        Intent::Finding { .. } | Intent::Reword(_) | Intent::Park(_) | Intent::Withdraw(_) => {
            finding::make(state, form)
        }
        Intent::Disagree(no) => answer::make(state, form, *no),
        Intent::Service | Intent::EditService(_) => service::make(state, form),
        Intent::Cell(no, cell) => cell::make(state, form, *no, *cell),
        Intent::DismissGap(key) => gap::make(state, form, key),
        Intent::JourneyEvent | Intent::EditJourneyEvent(_) => journey::make(state, form),
        Intent::Action(_) | Intent::EditAction(_) | Intent::DropAction(_) => {
            actions::make(state, form)
        }
        Intent::ReferBack | Intent::ReferBackReply(_) | Intent::ReferBackClose(_) => {
            refer_back::make(state, form)
        }
        Intent::Decline(who) => sign::make(state, form, *who),
        Intent::Person => people::make(state, form),
        Intent::Identifier => names::make(state, form),
        Intent::Describe(no) => describe::make(state, form, *no),
        Intent::NewInspection => start::make(form),
        Intent::Export => export::make(state, form),
    }
}

/// What a draft is called in the menu.
#[must_use]
pub fn draft_title(state: &State, draft: &Draft) -> String {
    let title =
        form(state, &draft.intent).map_or_else(|| "half-typed words".to_owned(), |form| form.title);
    let words = draft
        .values
        .iter()
        .map(|(_, words)| words.trim())
        .find(|words| words.contains(' '))
        .unwrap_or_default();
    let start: String = words.chars().take(30).collect();
    format!("Go on with: {title} ({start}…)")
}
