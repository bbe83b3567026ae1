//! Telling a child's journey beside the screen: texts are fetched and read here, once each for as long as the inspection is open.

use std::sync::{Arc, PoisonError};

use super::{Desk, OpenLedger};
use crate::{
    casework::CaseNo,
    desk::{
        journey::{self, Source},
        messages::Message,
        timescales,
    },
    reading::Text,
};

/// Tells the journey of a case of `open`, as long as that is what is open.
pub(super) fn tell(
    desk: &Desk,
    open: &Arc<OpenLedger>,
    case: CaseNo,
    made_of: usize,
    source: &Source,
) {
    let (book, wrong) = timescales::at_hand();
    let journey = {
        // One at a time: two changes close together read no text twice.
        let mut lines = open.lines.lock().unwrap_or_else(PoisonError::into_inner);
        journey::journey(source, &book, &mut lines, &mut |_, sha256| {
            let bytes = open.documents.text(case, sha256).ok()?;
            serde_json::from_slice::<Text>(&bytes).ok()
        })
    };
    let message = Message::Journey {
        case,
        made_of,
        journey: Arc::new(journey),
    };
    if desk.say_of(open, message)
        && let Some(why) = wrong.first()
    {
        desk.say(Message::Note(why.to_string()));
    }
}
