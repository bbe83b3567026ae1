//! What a document is called, what kind it is, and its dates: set by whoever holds the pen, where intake read them wrongly or not at all.

use jiff::civil::Date;

use super::{
    super::{
        form::{Field, Form},
        intent::Intent,
        state::{State, Then},
    },
    Available, Made,
};
use crate::{
    casework::{Document, DocumentDates, DocumentNo, Refusal, time},
    desk::text::{
        dates::{self, Found, Years},
        kinds,
    },
};

/// The dates of a document: the field's id, what it is called, and what it means.
const DATES: [(&str, &str, &str); 3] = [
    (
        "happened",
        "Happened",
        "The day of the visit, meeting or call.",
    ),
    ("recorded", "Recorded", "The day it was written down."),
    (
        "finalised",
        "Finalised",
        "The day it was approved or closed.",
    ),
];

pub(super) fn available(state: &State) -> Available {
    super::read::has_documents(state)?;
    super::room::available(state)?;
    match state.sitting().and_then(|ui| ui.document) {
        Some(_) => Ok(()),
        None => Err("Open a document first.".to_owned()),
    }
}

pub(super) fn open(state: &mut State) {
    if let Some(document) = state.sitting().and_then(|ui| ui.document) {
        super::open_form(state, &Intent::Describe(document));
    }
}

/// The form of a document. Under each date stands where it was read.
pub(super) fn form(state: &State, no: DocumentNo) -> Option<Form> {
    let case = state.case()?;
    let inspection = &state.open.as_ref()?.inspection;
    let known = case.documents.get(&no)?;
    let kind = kinds::known(&known.kind);
    let mut options: Vec<_> = kinds::all()
        .into_iter()
        .map(|kind| (kind.to_owned(), kind.to_owned()))
        .collect();
    if !options.iter().any(|(id, _)| id == kind) {
        options.push((kind.to_owned(), kind.to_owned()));
    }
    let mut fields = vec![
        Field::choice("kind", "Kind", "← → change it.", options, kind),
        Field::line(
            "title",
            "Title",
            "What it is called in every list.",
            &known.title,
        ),
    ];
    let days = each(&known.dates);
    for (which, ((id, label, what), day)) in DATES.into_iter().zip(days).enumerate() {
        let source = known.date_source(which, |who| inspection.person(who));
        let hint = match source.as_str() {
            "" => {
                format!("{what} For instance 14 March 2012 or 14/3/2012; empty where nobody knows.")
            }
            source => format!("{what} Read: {source}."),
        };
        let words = day.map(time::day).unwrap_or_default();
        fields.push(Field::line(id, label, hint, &words));
    }
    Some(Form::new(
        Intent::Describe(no),
        format!("Document {no}: kind, title and dates"),
        fields,
    ))
}

fn each(dates: &DocumentDates) -> [Option<Date>; 3] {
    [dates.happened, dates.recorded, dates.finalised]
}

/// A typed date; `None` where the field is empty.
fn typed(words: &str) -> Result<Option<Date>, String> {
    let words = words.trim();
    if words.is_empty() {
        return Ok(None);
    }
    let instead = "Write it as 14 March 2012 or 14/3/2012, or leave it empty where nobody knows.";
    let Some(written) = dates::at_start(words, Years::default()) else {
        return Err(format!("\"{words}\" is no date. {instead}"));
    };
    let rest = words.get(written.range.end..).unwrap_or_default().trim();
    match written.found {
        Found::Day(day) if rest.is_empty() => Ok(Some(day)),
        Found::CannotBe => Err(format!("There is no such day as \"{words}\". {instead}")),
        Found::Month(..) => Err(format!("\"{words}\" is a month, not a day. {instead}")),
        Found::Span(..) => Err(format!(
            "\"{words}\" are several days: one day is meant here. {instead}"
        )),
        Found::Day(_) => Err(format!(
            "Only a date can stand here, not \"{rest}\". {instead}"
        )),
    }
}

pub(super) fn make(state: &State, form: &Form, no: DocumentNo) -> Result<Made, Refusal> {
    let room = state.room()?;
    let mut days = [None; 3];
    for ((id, _, _), place) in DATES.into_iter().zip(&mut days) {
        match typed(&form.get(id)) {
            Ok(day) => *place = day,
            Err(why) => return Ok(Made::NotYet { field: id, why }),
        }
    }
    let [happened, recorded, finalised] = days;
    let dates = DocumentDates {
        happened,
        recorded,
        finalised,
    };
    // A kind stored under an earlier name is not changed by looking at it.
    let kind = form.get("kind");
    let stands = room
        .case
        .documents
        .get(&no)
        .map(|known: &Document| known.kind.clone());
    let kind = stands
        .filter(|stands| kinds::known(stands) == kind)
        .unwrap_or(kind);
    let event = room.describe(no, &form.get("title"), &kind, dates)?;
    Ok(Made::one(event, Then::Nothing))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_typed_date_is_a_day_or_a_sentence() {
        assert_eq!(typed(" "), Ok(None));
        assert_eq!(typed("14.3.12"), Ok(Some(date(2012, 3, 14))));
        assert_eq!(typed("14 Mar 2012"), Ok(Some(date(2012, 3, 14))));
        for (words, start) in [
            (
                "30 February 2012",
                "There is no such day as \"30 February 2012\".",
            ),
            ("March 2012", "\"March 2012\" is a month, not a day."),
            ("soon", "\"soon\" is no date."),
            (
                "13 to 17 March 2012",
                "\"13 to 17 March 2012\" are several days",
            ),
            (
                "14 March 2012 at ten",
                "Only a date can stand here, not \"at ten\".",
            ),
        ] {
            let said = typed(words).unwrap_err();
            assert!(said.starts_with(start), "{said}");
        }
    }
}
