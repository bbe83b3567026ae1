//! Comparing for a screen: reads, compares and lays out beside it, and keeps nothing.

use std::{
    path::Path,
    sync::{Arc, atomic::Ordering},
};

use super::{Desk, OpenLedger, through::Through};
use crate::{
    casework::CaseNo,
    desk::{
        compare::{self, Compared, Laid, Pair},
        intake::Tools,
        messages::Message,
        record::Keep as _,
    },
};

/// Compares a folder, or the versions of altered documents that were taken in. Of one case, or of all.
pub fn compare(desk: &Desk, open: &Arc<OpenLedger>, folder: Option<&Path>, case: Option<CaseNo>) {
    desk.stop.store(false, Ordering::Relaxed);
    let compared = compared(desk, open, folder, case);
    desk.say_of(open, Message::Compared(compared));
}

fn compared(
    desk: &Desk,
    open: &OpenLedger,
    folder: Option<&Path>,
    case: Option<CaseNo>,
) -> Result<Arc<Compared>, String> {
    let through = Through::new(open).map_err(|why| why.to_string())?;
    let tools = Tools {
        read: &|name, bytes| desk.reader.read(name, bytes),
        progress: &|progress| desk.say(Message::CompareGoesOn(progress)),
        stop: &desk.stop,
        workers: desk.workers,
    };
    let Some(folder) = folder else {
        return Ok(Arc::new(compare::versions(&through, case, &tools)));
    };
    let reference = case
        .and_then(|no| through.inspection().cases.get(&no))
        .map(|case| case.reference.clone());
    let offer =
        compare::look(folder, reference.as_deref(), &open.folder).map_err(|why| why.to_string())?;
    Ok(Arc::new(compare::compare(&through, offer, &tools)))
}

/// Wraps both texts of a pair.
pub fn lay(desk: &Desk, open: &Arc<OpenLedger>, pair: Arc<Pair>, width: u16) {
    let laid = Arc::new(Laid::new(&pair, width));
    desk.say_of(open, Message::Laid { pair, laid });
}
