//! Versions that are taken in already, beside each other.

use std::sync::{Arc, atomic::Ordering};

use super::{CaseCompared, Compared, FileCompared, Pair, Presented, Sealed, Stands, altered};
use crate::{
    casework::{Case, CaseNo, Document},
    desk::{intake::Tools, record::Keep},
};

/// Every document that was altered since it was taken in, each version beside the one before it. Of one case, or of all.
pub fn versions(record: &dyn Keep, only: Option<CaseNo>, tools: &Tools<'_>) -> Compared {
    let mut compared = Compared {
        kept: true,
        ..Compared::default()
    };
    for (no, case) in &record.inspection().cases {
        if only.is_some_and(|only| only != *no) {
            continue;
        }
        let mut told = CaseCompared {
            reference: case.reference.clone(),
            known: true,
            no: Some(*no),
            ..CaseCompared::default()
        };
        for document in case.documents.values() {
            if tools.stop.load(Ordering::Relaxed) {
                compared.stopped = true;
                break;
            }
            told.files.extend(pairs(record, *no, case, document));
        }
        if only.is_some() || !told.files.is_empty() {
            compared.cases.push(told);
        }
    }
    compared
}

fn pairs(record: &dyn Keep, no: CaseNo, _: &Case, document: &Document) -> Vec<FileCompared> {
    let mut files = Vec::new();
    for (at, (before, after)) in document
        .versions
        .iter()
        .zip(document.versions.iter().skip(1))
        .enumerate()
    {
        let sealed = |version: &crate::casework::Version, number: usize| {
            let text = version.text().ok_or_else(|| {
                format!(
                    "Version {number} could not be read. {}",
                    version.not_readable().unwrap_or_default()
                )
            })?;
            let open = altered::open(record, no, text.sha256)?;
            let sealed = Sealed {
                version: version.sha256,
                text: text.sha256,
                number,
            };
            Ok::<_, String>((sealed, open))
        };
        let both = sealed(before, at + 1).and_then(|old| Ok((old, sealed(after, at + 2)?)));
        let stands = match both {
            Ok(((sealed, old), (presented, new))) => Stands::Altered {
                document: document.no,
                pair: Arc::new(Pair::new(
                    no,
                    document,
                    sealed,
                    Presented::Version(presented),
                    old,
                    new,
                )),
            },
            Err(why) => Stands::AlteredUnread {
                document: document.no,
                why,
            },
        };
        files.push(FileCompared {
            name: document.names.first().cloned().unwrap_or_default(),
            stands,
        });
    }
    files
}
