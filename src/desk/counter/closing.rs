//! Signing and sealing at the counter: both take a while, and answer by message.

use std::sync::Arc;

use super::{Desk, OpenLedger, through::Through};
use crate::{
    casework::{CaseNo, ParticipantNo},
    desk::{
        close::{self, CloseError},
        messages::{Message, NotSigned},
    },
    ledger::Passphrase,
};

/// Signs what stands at the close of a sitting.
pub fn sign(
    desk: &Desk,
    open: &Arc<OpenLedger>,
    case: CaseNo,
    who: ParticipantNo,
    words: &Passphrase,
    new: bool,
) {
    let (outcome, entries) = match Through::new(open) {
        Ok(mut through) => {
            let outcome = close::sign(&mut through, case, who, words, new);
            (outcome, through.entries)
        }
        Err(why) => (Err(why.into()), Vec::new()),
    };
    let outcome = outcome.map_err(|why: CloseError| NotSigned {
        why: why.to_string(),
        words: why.is_about_words(),
    });
    desk.say_of(
        open,
        Message::Signed {
            who,
            outcome,
            entries,
        },
    );
}

/// Closes and seals a sitting.
pub fn seal(desk: &Desk, open: &Arc<OpenLedger>, case: CaseNo) {
    let (outcome, entries) = match Through::new(open) {
        Ok(mut through) => {
            let outcome = close::close_and_seal(&mut through, case);
            (outcome, through.entries)
        }
        Err(why) => (Err(why.into()), Vec::new()),
    };
    desk.say_of(
        open,
        Message::Sealed {
            case,
            outcome: outcome.map_err(|why: CloseError| why.to_string()),
            entries,
        },
    );
}
