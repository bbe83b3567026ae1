//! What can be done with the thing under the pointer: Enter asks, so that nobody has to know a key.

use super::{
    super::{
        action::Action,
        layers::{Layer, List},
        state::{Effect, Focus, State},
    },
    Available,
};
use crate::desk::pages::Item;

pub(super) fn available(state: &State) -> Available {
    if actions(state).is_empty() {
        return Err("Stand on a remark, a finding or a service first.".to_owned());
    }
    Ok(())
}

fn actions(state: &State) -> &'static [Action] {
    let Some(ui) = state.sitting() else {
        return &[];
    };
    if ui.focus == Focus::File {
        return &[
            Action::Mark,
            Action::Across,
            Action::Remark,
            Action::Absence,
            Action::Service,
            Action::Describe,
            Action::DocumentNext,
            Action::Walk,
        ];
    }
    match ui.item() {
        Some(Item::Remark(_)) => &[
            Action::Reply,
            Action::Finding,
            Action::Across,
            Action::Tie,
            Action::Remark,
        ],
        Some(Item::Finding(_)) => &[
            Action::Answer,
            Action::Across,
            Action::Edit,
            Action::Action,
            Action::Park,
            Action::Tie,
            Action::Remark,
            Action::Withdraw,
        ],
        Some(Item::Service(_)) => &[
            Action::Remark,
            Action::Finding,
            Action::Edit,
            Action::Across,
            Action::Absence,
        ],
        Some(Item::Journey(_)) => &super::journey::ACTIONS,
        Some(Item::Action(_)) => &[Action::Edit, Action::Withdraw, Action::Across],
        _ => &[
            Action::Remark,
            Action::Absence,
            Action::Service,
            Action::Walk,
        ],
    }
}

pub(super) fn open(state: &mut State) -> Vec<Effect> {
    // In the journey Enter opens the words at once: there is one likeliest thing to do.
    if let Some(item) = super::journey::item(state) {
        return super::journey::enter(state, item);
    }
    let title = match state
        .sitting()
        .filter(|ui| ui.focus == Focus::Talk)
        .and_then(super::super::state::SittingUi::item)
    {
        Some(Item::Remark(no)) => format!("Remark {no}"),
        Some(Item::Finding(no)) => format!("Finding {no}"),
        Some(Item::Service(no)) => format!("Service {no}"),
        Some(Item::Action(no)) => format!("Action {no}"),
        _ => "This line".to_owned(),
    };
    let mut rows: Vec<_> = actions(state)
        .iter()
        .filter_map(|action| super::menu::row(state, *action))
        .collect();
    rows.sort_by_key(|row| row.reason.is_some());
    state.layers.push(Layer::List(List::short(title, rows)));
    Vec::new()
}
