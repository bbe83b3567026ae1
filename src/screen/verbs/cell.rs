//! One cell of a service written where it stands: Enter begins, Enter keeps, Esc leaves it as it was (the words put aside, never lost).

use super::{
    super::{
        form::Form,
        intent::Intent,
        state::{Focus, SittingUi, State, Then},
    },
    Available, Made,
};
use crate::{
    casework::{Refusal, ServiceNo},
    desk::pages::{
        Item,
        package::{Cell, PackageItem},
    },
};

/// The cell under the pointer.
#[must_use]
pub fn here(state: &State) -> Option<(ServiceNo, Cell)> {
    let item = state
        .sitting()
        .filter(|ui| ui.focus == Focus::Talk)
        .and_then(SittingUi::item)?;
    match item {
        Item::Package(PackageItem::Cell(no, cell)) => Some((no, cell)),
        _ => None,
    }
}

/// Whether it can be written in.
pub(super) fn available(state: &State) -> Available {
    super::room::available(state)
}

/// Begins to write in a cell.
pub(super) fn write(state: &mut State, no: ServiceNo, cell: Cell) {
    super::open_form(state, &Intent::Cell(no, cell));
}

/// Its form: one field.
#[must_use]
pub fn form(state: &State, no: ServiceNo, cell: Cell) -> Option<Form> {
    let service = state.case()?.services.get(&no)?;
    let title = format!("{} of service {no}", cell.label());
    let field = super::service::field(cell, &service.details);
    Some(Form::new(Intent::Cell(no, cell), title, vec![field]))
}

/// The service with the cell as it was written; nothing where nothing changed.
pub(super) fn make(state: &State, form: &Form, no: ServiceNo, cell: Cell) -> Result<Made, Refusal> {
    let room = state.room()?;
    let service = room
        .case
        .services
        .get(&no)
        .ok_or_else(|| Refusal::Gone(format!("Service {no}")))?;
    let mut details = service.details.clone();
    cell.put(&mut details, form.get(cell.id()).trim().to_owned());
    if details == service.details {
        return Ok(Made::Nothing);
    }
    Ok(Made::one(room.edit_service(no, details)?, Then::Nothing))
}

/// Whether what is being written is a cell in its place: where it is in sight, it is drawn there.
#[must_use]
pub fn in_place(state: &State, form: &Form) -> bool {
    match (&form.intent, state.sitting().and_then(SittingUi::item)) {
        (Intent::Cell(no, cell), Some(Item::Package(PackageItem::Cell(other, at)))) => {
            (*no, *cell) == (other, at)
        }
        // What a service is called is written in its heading.
        (Intent::Cell(no, Cell::Service), Some(Item::Service(other))) => *no == other,
        _ => false,
    }
}
