//! Opening `keys.json` with the words given: which of the two copies to believe, whether the words are wrong or the file is damaged, and
//! what is put right. Nothing is written before the words have opened it.
//!
//! Both copies are normally the same. Where they differ, the newest that alongside wrote with this vault key is believed; the other is
//! written anew from it. Where neither is as it was written, one may still open in full: a damaged slot does not hide another.

use super::{
    cipher::Secret,
    file::{Candidate, Keys, MOST_BYTES, Open, Unfit},
    hex,
    slot::{Slot, SlotId, Written},
    store::{BEFORE, KEYS, Store, TRAINING},
};
use crate::ledger::{LedgerError, Note, Passphrase, Unlock};

/// The keys, open.
pub(crate) struct Found {
    pub vault_key: Secret,
    pub keys: Keys,
    pub open: Open,
    pub bytes: Vec<u8>,
    pub notes: Vec<Note>,
    /// Whether they are what alongside last wrote, to the last byte.
    pub genuine: bool,
}

/// What the mirror has of the keys.
#[derive(Clone, Debug, Default)]
pub(crate) struct Mirrored {
    /// Its `keys.json`.
    pub keys: Option<Vec<u8>>,
    /// Its `training.key`.
    pub training: Option<Vec<u8>>,
}

/// The name of the mirror's copy, which is no file of this folder.
const MIRRORED: &str = "the mirror";

/// A copy of the keys, and which file it is.
struct Copy {
    name: &'static str,
    candidate: Candidate,
}

pub(crate) fn open(
    store: &mut Store,
    unlock: &Unlock,
    mirrored: Mirrored,
) -> Result<Found, LedgerError> {
    let mut unfit = None;
    let mut copies = Vec::new();
    for name in [KEYS, BEFORE] {
        match read(store, name)? {
            Ok(candidate) => copies.push(Copy { name, candidate }),
            Err(Unfit::Newer(found)) => return Err(LedgerError::KeysNewer { found }),
            Err(Unfit::Damaged(what)) => unfit = unfit.or(Some(what)),
        }
    }
    let of_this = |vault| {
        copies
            .iter()
            .all(|copy: &Copy| copy.candidate.keys.vault() == vault)
    };
    if let Some(bytes) = mirrored
        .keys
        .filter(|bytes| bytes.len() as u64 <= MOST_BYTES)
        && let Ok(candidate) = Candidate::read(bytes)
        && candidate.whole
        && of_this(candidate.keys.vault())
    {
        copies.push(Copy {
            name: MIRRORED,
            candidate,
        });
    }
    // Stable: of two that are the same, `keys.json` comes first.
    copies.sort_by_key(|copy| {
        std::cmp::Reverse((copy.candidate.whole, copy.candidate.keys.generation))
    });
    let Some(first) = copies.first() else {
        return Err(damaged(unfit.unwrap_or_default()));
    };
    let training = first.candidate.keys.training;
    let mut notes = Vec::new();
    let (vault_key, opened) = match unlock {
        _ if training => {
            let commitment = first.candidate.keys.commitment.0;
            let key = training_key(store, commitment, mirrored.training, &mut notes)?;
            (key, None)
        }
        Unlock::Beside => return Err(LedgerError::PassphraseWanted),
        Unlock::With(words) => {
            let (key, slot) = with_words(&copies, words)?;
            (key, Some(slot))
        }
    };
    let genuine: Vec<(&Copy, Open)> = copies
        .iter()
        .filter_map(|copy| Some((copy, copy.candidate.genuine(&vault_key)?)))
        .collect();
    let here = genuine.iter().find(|(copy, _)| copy.name != MIRRORED);
    let here = here.map(|(_, open)| open.clone());
    // The mirror's are never believed at the price of a key that is only here.
    let believed = genuine.into_iter().find(|(copy, open)| {
        copy.name != MIRRORED || here.as_ref().is_none_or(|here| open.covers(here))
    });
    let Some((copy, open)) = believed else {
        return in_part(store, &copies, vault_key);
    };
    let keys = copy.candidate.keys.clone();
    if let Some(slot) = opened
        && !keys
            .slots
            .iter()
            .any(|each| each.read().is_ok_and(|each| each == slot))
    {
        // They opened an older copy: since then they were changed or taken away.
        return Err(LedgerError::WrongPassphrase);
    }
    let bytes = copy.candidate.bytes.clone();
    notes.extend(put_right(store, copy, &copies, &vault_key));
    Ok(Found {
        genuine: true,
        vault_key,
        keys,
        open,
        bytes,
        notes,
    })
}

/// The slot with this number, as it stands in `keys.json`.
pub(crate) fn slot_on_disk(store: &Store, id: SlotId) -> Result<Slot, LedgerError> {
    let found = read(store, KEYS)?.ok().and_then(|candidate| {
        let slots = candidate.keys.slots.iter().flat_map(Written::read);
        slots.into_iter().find(|slot| slot.id == id)
    });
    found.ok_or_else(|| LedgerError::NotConfirmed {
        why: format!("{KEYS} does not read back as it was written"),
    })
}

fn read(store: &Store, name: &str) -> Result<Result<Candidate, Unfit>, LedgerError> {
    Ok(match store.read(name)? {
        None => Err(Unfit::Damaged("keys.json is not there.".into())),
        Some(bytes) if bytes.len() as u64 > MOST_BYTES => Err(Unfit::Damaged(
            "keys.json is far longer than alongside writes it.".into(),
        )),
        Some(bytes) => Candidate::read(bytes),
    })
}

/// The vault key that lies beside a demonstration.
fn training_key(
    store: &Store,
    commitment: [u8; 32],
    mirrored: Option<Vec<u8>>,
    notes: &mut Vec<Note>,
) -> Result<Secret, LedgerError> {
    let read = |digits: &[u8]| {
        let mut key = Secret::blank();
        let digits = digits.strip_suffix(b"\n").unwrap_or(digits);
        hex::read(digits, key.bytes_mut()).then_some(key)
    };
    let here = store.read(TRAINING)?.map(zeroize::Zeroizing::new);
    let there = here.is_some();
    let key = here.and_then(|digits| read(&digits));
    let fits = |key: &Secret| key.commitment() == commitment;
    if let Some(digits) = mirrored.map(zeroize::Zeroizing::new)
        && !key.as_ref().is_some_and(fits)
        && let Some(right) = read(&digits).filter(fits)
    {
        // Only an attempt: it opens whether or not it can be put back.
        let _ = store.put(TRAINING, &digits);
        notes.push(Note::FromMirror {
            what: "The key of this demonstration".to_owned(),
        });
        return Ok(right);
    }
    key.ok_or_else(|| {
        damaged(if there {
            "training.key, which opens this demonstration, is damaged.".into()
        } else {
            "training.key, which opens this demonstration, is not there.".into()
        })
    })
}

/// The vault key, and the slot these words open. The slots of the newest copy are tried first, each once.
fn with_words(copies: &[Copy], words: &Passphrase) -> Result<(Secret, Slot), LedgerError> {
    let mut tried: Vec<Slot> = Vec::new();
    let mut trouble = None;
    for copy in copies {
        let keys = &copy.candidate.keys;
        for slot in &keys.slots {
            let slot = match slot.read() {
                Ok(slot) => slot,
                Err(what) => {
                    trouble = trouble.or(Some(what));
                    continue;
                }
            };
            if tried.contains(&slot) {
                continue;
            }
            if let Some(key) = slot.open(keys.vault(), words)?
                && key.commitment() == keys.commitment.0
            {
                return Ok((key, slot));
            }
            tried.push(slot);
        }
    }
    // Where a slot is damaged, nobody can say that the words are wrong.
    Err(trouble.map_or(LedgerError::WrongPassphrase, damaged))
}

/// Neither copy is as it was written: one may open in full all the same.
fn in_part(store: &mut Store, copies: &[Copy], vault_key: Secret) -> Result<Found, LedgerError> {
    let found = copies.iter().find_map(|copy| {
        let open = copy.candidate.keys.open(&vault_key)?;
        Some((copy, open))
    });
    let (copy, open) =
        found.ok_or_else(|| damaged("A key in keys.json is not as it was written.".into()))?;
    // Left as they are: what is damaged in them may yet be mended by somebody.
    store.behind = true;
    Ok(Found {
        genuine: false,
        keys: copy.candidate.keys.clone(),
        bytes: copy.candidate.bytes.clone(),
        open,
        vault_key,
        notes: vec![Note::KeysPartlyDamaged],
    })
}

/// Makes both copies what the believed one is, and says which was not what alongside had written. That the second is absent, or one
/// change behind, is what an interrupted change leaves. On a disk that cannot be written to, nothing is said: nothing was put right.
fn put_right(store: &mut Store, believed: &Copy, copies: &[Copy], vault_key: &Secret) -> Vec<Note> {
    let mut notes = Vec::new();
    for name in [KEYS, BEFORE] {
        let found = copies.iter().find(|copy| copy.name == name);
        if found.is_some_and(|copy| copy.candidate.bytes == believed.candidate.bytes) {
            continue;
        }
        let usual = name == BEFORE
            && match found {
                Some(copy) => copy.candidate.genuine(vault_key).is_some(),
                None => store.is_absent(name),
            };
        let put = store.put(name, &believed.candidate.bytes);
        store.behind |= put.is_err();
        if !usual && put.is_ok() && believed.name != MIRRORED {
            notes.push(Note::KeysMended { file: name });
        }
    }
    if believed.name == MIRRORED {
        notes.push(Note::FromMirror {
            what: "The file of the keys, as it was last written,".to_owned(),
        });
    }
    notes
}

fn damaged(what: String) -> LedgerError {
    LedgerError::KeysDamaged { what }
}
