//! An event with its place in the record, as bytes and back. What this program does not know is kept as it is and opens read-only.

use serde::{Deserialize, Serialize};

use super::{
    event::Event,
    ids::{CaseNo, ParticipantNo, Seq},
    time::Moment,
};

/// The version of the entries this program writes, and the highest it can read.
pub const ENTRY_VERSION: u16 = 1;

/// An event with its place in the record: what the ledger keeps and [`Inspection::apply`](super::Inspection::apply) takes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// Version of this form.
    pub v: u16,
    /// Its place in the ledger of its device.
    pub seq: Seq,
    /// When the machine says it was.
    pub at: Moment,
    /// The case it belongs to; `None` for what concerns the inspection.
    pub case: Option<CaseNo>,
    /// Who held the pen; `None` outside a sitting.
    pub by: Option<ParticipantNo>,
    /// What happened.
    pub event: Event,
}

/// An event not yet kept: the ledger gives it its place.
#[derive(Clone, Debug, PartialEq)]
pub struct NewEntry {
    /// When the machine says it is.
    pub at: Moment,
    /// As in [`Entry`].
    pub case: Option<CaseNo>,
    /// As in [`Entry`].
    pub by: Option<ParticipantNo>,
    /// What happened.
    pub event: Event,
}

impl NewEntry {
    /// The entry at its place.
    #[must_use]
    pub fn at_seq(self, seq: Seq) -> Entry {
        Entry {
            v: ENTRY_VERSION,
            seq,
            at: self.at,
            case: self.case,
            by: self.by,
            event: self.event,
        }
    }
}

/// What is believed of stored bytes that a newer program wrote.
#[derive(Deserialize)]
struct Envelope {
    v: u16,
    seq: Seq,
    at: Moment,
    case: Option<CaseNo>,
    by: Option<ParticipantNo>,
}

impl Entry {
    /// The bytes to keep. They are what is hashed; nothing is ever serialised again to check it.
    ///
    /// # Errors
    /// Only if serialising fails, which the types here do not allow.
    pub fn to_bytes(&self) -> Result<Vec<u8>, serde_json::Error> {
        serde_json::to_vec(self)
    }

    /// Reads kept bytes. A newer version, or a kind this program does not know, comes back as [`Event::Unknown`].
    ///
    /// # Errors
    /// When the bytes are no entry at all.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, serde_json::Error> {
        if let Ok(entry) = serde_json::from_slice::<Self>(bytes)
            && entry.v <= ENTRY_VERSION
        {
            return Ok(entry);
        }
        let envelope: Envelope = serde_json::from_slice(bytes)?;
        Ok(Self {
            v: envelope.v,
            seq: envelope.seq,
            at: envelope.at,
            case: envelope.case,
            by: envelope.by,
            event: Event::Unknown,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_reads_back_and_a_newer_one_is_kept_as_unknown() {
        let entry = NewEntry {
            at: Moment {
                utc_ms: 1,
                offset_s: 0,
            },
            case: Some(CaseNo(2)),
            by: Some(ParticipantNo(1)),
            event: Event::PenPassed {
                to: ParticipantNo(3),
            },
        }
        .at_seq(Seq(7));
        let bytes = entry.to_bytes().unwrap();
        assert_eq!(Entry::from_bytes(&bytes).unwrap(), entry);

        let text = String::from_utf8(bytes).unwrap();
        let newer = text.replace("\"v\":1", "\"v\":2");
        assert_eq!(
            Entry::from_bytes(newer.as_bytes()).unwrap().event,
            Event::Unknown
        );
        let other = text.replace("pen_passed", "pen_sharpened");
        let read = Entry::from_bytes(other.as_bytes()).unwrap();
        assert_eq!((read.event, read.seq), (Event::Unknown, Seq(7)));
        assert!(Entry::from_bytes(b"{}").is_err());
    }
}
