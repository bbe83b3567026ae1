//! Findings that stand on words which changed since: the document was presented again, and what was quoted is not in it any more.
//!
//! What was agreed stays agreed over the text it was given over; this only says that there is a newer one. Pure: intake found out, once,
//! which quoted words do not stand in a new version; here it is only asked.

use super::{
    Answer, Case, Document, Finding,
    anchor::Passage,
    document::QuotePlace,
    ids::{DocumentNo, Seq},
};

/// How a finding stands to newer versions of what it quotes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Earlier {
    /// Somebody agreed to it before the words it quotes changed.
    Agreed(DocumentNo),
    /// It was put before the words it quotes changed; nobody agreed to it before.
    Put(DocumentNo),
}

impl Earlier {
    /// Of which document.
    #[must_use]
    pub fn document(self) -> DocumentNo {
        match self {
            Self::Agreed(no) | Self::Put(no) => no,
        }
    }

    /// The words on screen and in the notes.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Agreed(_) => "agreed over earlier text",
            Self::Put(_) => "put over earlier text",
        }
    }
}

/// Whether a finding stands on words that changed since it was agreed to, or put. Whoever agrees to it again, or words it anew, has seen
/// that: then it does not any more.
#[must_use]
pub fn earlier(case: &Case, finding: &Finding) -> Option<Earlier> {
    if finding.withdrawn.is_some() {
        return None;
    }
    let put = finding.wording()?;
    let passages = finding.anchors.iter().filter_map(|anchor| anchor.passage());
    let mut found = None;
    for passage in passages {
        let Some(since) = changed_since(case, passage) else {
            continue;
        };
        let agreed_before = put
            .positions
            .values()
            .any(|position| position.answer == Answer::Agree && position.seq < since);
        if agreed_before {
            return Some(Earlier::Agreed(passage.document));
        }
        if put.seq < since && put.positions.is_empty() {
            found = found.or(Some(Earlier::Put(passage.document)));
        }
    }
    found
}

/// Whether the words of a passage do not stand in the newest version of its document any more, and since which entry.
#[must_use]
pub fn changed_since(case: &Case, passage: &Passage) -> Option<Seq> {
    let document = case.documents.get(&passage.document)?;
    gone_since(document, passage.quote_place())
}

fn gone_since(document: &Document, place: QuotePlace) -> Option<Seq> {
    document
        .versions
        .iter()
        .rev()
        .take_while(|version| {
            version
                .change
                .as_ref()
                .is_some_and(|change| change.quotes_gone.contains(&place))
        })
        .last()
        .map(|version| version.taken_in)
}
