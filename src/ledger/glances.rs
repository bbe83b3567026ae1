//! What is kept of each case so that the list of cases can be shown before every entry is read: bytes in, bytes out, sealed under the key of
//! the case they are of, in the store. What they say is for whoever keeps them; this file owns of which record they are.
//!
//! Derived, like all of the store: bound to the head of the record they were made from, and ignored where that is no longer a part of this
//! record. What happened since is told by the store's order of entries, so that only those cases need to be read. Erasing a case takes the
//! key of its glance too.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    frame::{Frame, Head},
    record::Ledger,
    vault::{Place, Whose},
};
use crate::{
    casework::{CaseNo, Seq, Sha256},
    proof::chain::CaseId,
};

/// Of the layout of what is sealed.
const VERSION: u16 = 1;
/// The most that is kept of a case: one that is longer is read from its entries. sled writes large values to files it never syncs.
const MOST: usize = 3 * 1024;
/// What another version of the program kept may have meant something else by the same bytes.
const PROGRAM: &str = env!("CARGO_PKG_VERSION");

/// What was kept of the cases, and what happened since.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Glances {
    /// What was kept of a case, as it was kept.
    pub kept: BTreeMap<CaseNo, Vec<u8>>,
    /// Cases that have entries it does not know of, or of which nothing was kept.
    pub changed: BTreeSet<CaseNo>,
    /// The first entry it does not know of.
    pub since: Seq,
}

impl Ledger {
    /// Keeps something of each case, in place of what was kept before. `made_from`: how far the record went that it was made from. Trouble is
    /// the store's, which is made anew: nothing depends on what is kept here.
    pub fn keep_glances(&mut self, made_from: Head, of: &[(CaseNo, Vec<u8>)]) {
        let Some(own) = self.keys.id_of(None).filter(|_| self.damaged.is_none()) else {
            return;
        };
        let mut values = Vec::with_capacity(of.len() + 1);
        let known = of
            .iter()
            .filter(|(_, bytes)| bytes.len() <= MOST)
            .filter_map(|(case, bytes)| Some((self.keys.id_of(Some(*case))?, bytes.as_slice())));
        for (id, bytes) in known.chain([(own, PROGRAM.as_bytes())]) {
            // A case without a key has been erased: nothing is to be kept of it.
            if let Some(value) = self.glance_sealed(id, made_from, bytes) {
                values.push((id, value));
            }
        }
        self.shelf.put_glances(&values);
    }

    /// What was kept of the cases; `None` where nothing was, or where it is not of this record.
    pub fn glances(&mut self) -> Option<Glances> {
        if self.damaged.is_some() {
            return None;
        }
        let values = self.shelf.glances()?;
        let own = self.keys.id_of(None)?;
        let of_all = values.get(&own)?;
        let made_from = head_of(of_all)?;
        if self.glance_opened(own, made_from, of_all)? != PROGRAM.as_bytes()
            || !self.is_a_head(made_from)
        {
            return None;
        }
        let mut changed = BTreeSet::new();
        for id in self.cases_since(made_from)? {
            match self.keys.whose(id) {
                Whose::Case(case) => drop(changed.insert(case)),
                Whose::Inspection | Whose::Erased => {}
                Whose::Unknown => return None,
            }
        }
        let mut kept = BTreeMap::new();
        for (case, id) in self.keys.cases() {
            let value = values.get(&id).filter(|_| !changed.contains(&case));
            let opened = value.and_then(|value| self.glance_opened(id, made_from, value));
            match opened {
                Some(opened) => drop(kept.insert(case, opened)),
                None => drop(changed.insert(case)),
            }
        }
        Some(Glances {
            kept,
            changed,
            since: Seq(made_from.count),
        })
    }

    /// Whether this record went precisely as far once.
    fn is_a_head(&mut self, head: Head) -> bool {
        if head == self.chains.head() {
            return true;
        }
        let Some(last) = head.count.checked_sub(1) else {
            return false;
        };
        self.devices().into_iter().any(|device| {
            self.shelf
                .frame(device, last)
                .and_then(|bytes| Frame::parse(&bytes).map(|frame| frame.head()))
                == Some(head)
        })
    }

    /// Of which case each entry is that came after `head`, as the store has them; `None` where it has not all of them.
    fn cases_since(&mut self, head: Head) -> Option<Vec<CaseId>> {
        let mut cases = Vec::new();
        for device in self.devices() {
            cases.extend(self.shelf.cases_from(device, head.count)?);
        }
        let later = self.chains.head().count.checked_sub(head.count)?;
        (cases.len() as u64 == later).then_some(cases)
    }

    fn devices(&self) -> Vec<crate::proof::chain::DeviceId> {
        let begins = self.chains.begins();
        begins.into_iter().map(|(device, _)| device).collect()
    }

    /// As it stands in the store: how far the record went, 8 and 32 bytes, the nonce, what is sealed.
    fn glance_sealed(&self, id: CaseId, made_from: Head, bytes: &[u8]) -> Option<Vec<u8>> {
        let sealed = self.keys.seal(id, &place(&made_from), bytes).ok()?;
        let count = made_from.count.to_be_bytes();
        Some([&count[..], &made_from.hash.0, &sealed.nonce, &sealed.bytes].concat())
    }

    /// `None` where it was made from another record, belongs to another case, or a bit of it has changed.
    fn glance_opened(&self, id: CaseId, made_from: Head, value: &[u8]) -> Option<Vec<u8>> {
        if head_of(value)? != made_from {
            return None;
        }
        let (nonce, sealed) = value.get(40..)?.split_first_chunk::<24>()?;
        let opened = self
            .keys
            .open_sealed(id, &place(&made_from), nonce, sealed)?;
        Some(opened.to_vec())
    }
}

/// How far the record went that a value was made from.
fn head_of(value: &[u8]) -> Option<Head> {
    let (count, rest) = value.split_first_chunk::<8>()?;
    let (hash, _) = rest.split_first_chunk::<32>()?;
    Some(Head {
        count: u64::from_be_bytes(*count),
        hash: Sha256(*hash),
    })
}

fn place(made_from: &Head) -> Place<'_> {
    Place {
        tree: "glances",
        key: &made_from.hash.0,
        seq: made_from.count,
        version: VERSION,
    }
}
