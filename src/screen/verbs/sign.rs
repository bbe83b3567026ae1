//! Signing at the close of a sitting: with words of one's own, on the printed sheet, or not at all with the reason. Each for themselves, and
//! nobody types in front of the other unasked.

use super::{
    super::{
        form::{Field, Form},
        intent::Intent,
        layers::{Layer, List, OwnWords, Pick, list::Row},
        state::{Effect, State, Then},
    },
    Made,
};
use crate::{
    casework::{ParticipantNo, Refusal, closing},
    desk::{
        Passphrase,
        messages::{NotSigned, Request},
    },
};

/// What the record says of somebody who signs the printed sheet.
const BY_HAND: &str = "signs the printed sheet by hand";

/// Asks what the person on a row of the list of signers does.
pub(super) fn ask(state: &mut State, row: usize) {
    let Some((who, shown, known)) = signer(state, row) else {
        return;
    };
    let mut rows = vec![
        Row::new("Sign with your own words", Pick::SignWith(who, false)).hint(if known {
            "The words you chose at your first close; nobody else knows them."
        } else {
            "You choose them now, the first time: they sign what you agreed to or not, as it stands here, both voices."
        }),
        Row::new("Sign the printed sheet by hand", Pick::SignOnPaper(who)).hint(
            "The sheet has the words of the seal, the people, and lines to sign on.",
        ),
        Row::new("Do not sign, because …", Pick::Decline(who))
            .hint("It is said in the notes with your reason. It holds nothing up."),
    ];
    if known {
        rows.push(
            Row::new("I have forgotten my words", Pick::SignWith(who, true)).hint(
                "You choose new ones. What was signed with the old ones stays signed, and the change is recorded.",
            ),
        );
    }
    state.layers.push(Layer::List(List::short(shown, rows)));
}

/// The person on a row: number, how they are shown, and whether they have words already.
fn signer(state: &State, row: usize) -> Option<(ParticipantNo, String, bool)> {
    let open = state.open.as_ref()?;
    let who = *closing::signers(state.case()?.sitting()?).get(row)?;
    let known = open.inspection.own_words(who).is_some();
    Some((who, open.inspection.person(who), known))
}

/// Opens the lines the words are typed in.
pub(super) fn type_words(state: &mut State, who: ParticipantNo, forgotten: bool) {
    let known = state
        .open
        .as_ref()
        .is_some_and(|open| open.inspection.own_words(who).is_some());
    let words = OwnWords::of(who, forgotten || !known);
    state.layers.push(Layer::OwnWords(words));
}

/// Asks the desk to sign with the words typed.
pub fn sign(state: &mut State, who: ParticipantNo, words: Passphrase, new: bool) -> Vec<Effect> {
    let Some(case) = state.case_no() else {
        return Vec::new();
    };
    state.under_way.closing = true;
    vec![Effect::Ask(Request::Sign {
        case,
        who,
        words,
        new,
    })]
}

/// Somebody signed, or not; its entries are applied already.
pub fn signed(state: &mut State, who: ParticipantNo, outcome: Result<(), NotSigned>) {
    let theirs = |layer: &Layer| matches!(layer, Layer::OwnWords(own) if own.who == who);
    let at = state.layers.iter().position(theirs);
    let name = state
        .open
        .as_ref()
        .map_or_else(String::new, |open| open.inspection.person(who));
    let not = match outcome {
        Ok(()) => {
            if let Some(at) = at {
                state.layers.remove(at);
            }
            state.say(format!("{name} has signed."));
            return;
        }
        Err(not) => not,
    };
    let known = state
        .open
        .as_ref()
        .is_some_and(|open| open.inspection.own_words(who).is_some());
    match at.and_then(|at| state.layers.get_mut(at)) {
        Some(Layer::OwnWords(own)) => {
            // New words whose key was kept are typed once from now on.
            own.new = own.new && !known;
            let help = if not.words {
                " Esc leaves it for now: \"I have forgotten my words\" stands there too."
            } else {
                ""
            };
            own.refused(format!("{}{help}", not.why));
        }
        _ => state.refuse(&format!("{name} has not signed. {}", not.why)),
    }
}

/// Records that somebody signs the printed sheet.
pub(super) fn on_paper(state: &mut State, who: ParticipantNo) -> Vec<Effect> {
    match state
        .room()
        .and_then(|room| room.not_signed(who, BY_HAND, true))
    {
        Ok(event) => {
            let words = "The sheet to sign: alongside show … --view sheet prints it once the sitting is closed.";
            state.keep(vec![event], None, Then::Say(words.to_owned()))
        }
        Err(why) => {
            state.refuse(&why);
            Vec::new()
        }
    }
}

pub(super) fn decline_form(state: &State, who: ParticipantNo) -> Option<Form> {
    let open = state.open.as_ref()?;
    let fields = vec![Field::words(
        "reason",
        "Reason",
        "It stands in the notes in these words: \"not signed\", and why.",
        "",
    )];
    Some(Form::new(
        Intent::Decline(who),
        format!("{} does not sign", open.inspection.person(who)),
        fields,
    ))
}

pub(super) fn make(state: &State, form: &Form, who: ParticipantNo) -> Result<Made, Refusal> {
    let room = state.room()?;
    let event = room.not_signed(who, &form.get("reason"), false)?;
    let words = format!(
        "{}: not signed, with the reason.",
        room.inspection.person(who)
    );
    Ok(Made::one(event, Then::Say(words)))
}
