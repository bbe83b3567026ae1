//! How the words of a new version differ from those of the version before it, and which quoted words do not stand in it any more.

use std::sync::Arc;

use crate::{
    casework::{
        Anchor, Case, CaseNo, Document, DocumentNo, Passage, QuotePlace, Readable, Sha256,
        TextChange,
    },
    desk::record::Keep,
    reading::{Comparison, OpenText, Text, compare::Extent, pointing},
};

/// A text as it was kept, ready to be read.
///
/// # Errors
/// A sentence: why it cannot be.
pub fn open(record: &dyn Keep, case: CaseNo, text: Sha256) -> Result<Arc<OpenText>, String> {
    record
        .text(case, text)
        .map_err(|why| why.to_string())
        .and_then(|bytes| opened(&bytes))
}

/// The same from its bytes.
///
/// # Errors
/// A sentence.
pub fn opened(bytes: &[u8]) -> Result<Arc<OpenText>, String> {
    let text: Text = serde_json::from_slice(bytes)
        .map_err(|why| format!("The stored text cannot be read: {why}."))?;
    OpenText::new(text).map(Arc::new)
}

/// What a new version of a document changes; none where the version before it could not be read. `text`: what was read from the new one,
/// empty where that is known to the case already.
pub fn change(
    record: &dyn Keep,
    case: CaseNo,
    document: DocumentNo,
    reading: &Readable,
    text: &[u8],
) -> Option<TextChange> {
    let known = record.inspection().cases.get(&case)?;
    let before = known.documents.get(&document)?;
    let Readable::Text(new_ref) = reading else {
        // What cannot be read does not hold the quoted words for anybody.
        let quotes_gone = quotes(known, before).map(Passage::quote_place).collect();
        return Some(TextChange {
            quotes_gone,
            ..TextChange::default()
        });
    };
    let old_ref = before.text()?;
    let old = open(record, case, old_ref.sha256).ok()?;
    let new = if text.is_empty() {
        open(record, case, new_ref.sha256)
    } else {
        opened(text)
    }
    .ok()?;
    let comparison = Comparison::of(old.text(), new.text());
    let gone = |passage: &Passage| {
        // Words quoted from the text before are looked at where they stood; those from older ones where they can be found.
        match pointing::locate(&old, old_ref.sha256, passage).range() {
            Some(range) => comparison.touches_old(&range),
            None => pointing::locate(&new, new_ref.sha256, passage)
                .range()
                .is_none(),
        }
    };
    let mut quotes_gone: Vec<QuotePlace> = quotes(known, before)
        .filter(|passage| gone(passage))
        .map(Passage::quote_place)
        .collect();
    quotes_gone.sort_unstable();
    quotes_gone.dedup();
    let Extent {
        words,
        places,
        moved,
    } = comparison.extent();
    let count = |number: usize| u64::try_from(number).unwrap_or(u64::MAX);
    Some(TextChange {
        words: count(words),
        places: count(places),
        moved: count(moved),
        quotes_gone,
    })
}

/// Every quotation from a document, in remarks, findings and services.
fn quotes<'a>(case: &'a Case, document: &Document) -> impl Iterator<Item = &'a Passage> {
    let no = document.no;
    let remarks = case.remarks.values().flat_map(|remark| &remark.anchors);
    let findings = case.findings.values().flat_map(|finding| &finding.anchors);
    let services = case.services.values().flat_map(|service| &service.anchors);
    remarks
        .chain(findings)
        .chain(services)
        .filter_map(Anchor::passage)
        .filter(move |passage| passage.document == no)
}
