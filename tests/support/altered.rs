//! One change to a bundle: of one byte of the file, or of one field, everything else left as it was.

use alongside::proof::code::Code;
use serde::{Deserialize, Serialize};

use super::maker::{Dice, Maker};

/// A bundle's fields, spelled as the program spells them.
#[derive(Clone, Serialize, Deserialize)]
pub struct Raw {
    alongside_bundle: u32,
    vault: String,
    journals: Vec<RawJournal>,
    statements: Vec<String>,
}

#[derive(Clone, Serialize, Deserialize)]
struct RawJournal {
    header: String,
    entries: Vec<String>,
}

/// Fields of a header and of an entry: from which byte, how many.
const HEADER: [(&str, usize, usize); 7] = [
    ("letters", 0, 4),
    ("version", 4, 2),
    ("devices before", 6, 2),
    ("vault", 8, 16),
    ("device", 24, 8),
    ("public key", 32, 32),
    ("first", 64, 8),
];
const ENTRY: [(&str, usize, usize); 12] = [
    ("letters", 0, 4),
    ("version", 4, 2),
    ("flags", 6, 2),
    ("length", 8, 4),
    ("number", 12, 8),
    ("first of sync", 20, 8),
    ("hash before", 28, 32),
    ("case", 60, 16),
    ("nonce", 76, 24),
    ("sealed length", 100, 4),
    ("sealed words", 104, 32),
    ("signature", 136, 64),
];
/// Fields of a statement, by their names in it.
const STATEMENT: [&str; 24] = [
    "alongside_seal",
    "number",
    "kind",
    "vault",
    "case",
    "sitting",
    "utc_ms",
    "offset_s",
    "root",
    "files",
    "device",
    "public",
    "first",
    "count",
    "hash",
    "no",
    "state",
    "commitment",
    "side",
    "key",
    "signed",
    "signature",
    "previous",
    "code",
];
const WHOLE: [&str; 18] = [
    "one byte of the file",
    "another byte of the file",
    "the version",
    "the vault",
    "a device before",
    "a header's signature",
    "a header's end",
    "an entry left out",
    "an entry twice",
    "two entries swapped",
    "an entry from another place",
    "a journal left out",
    "a journal twice",
    "two journals swapped",
    "a seal left out",
    "a seal twice",
    "two seals swapped",
    "the code asked for",
];

/// How many kinds of change there are.
pub const KINDS: usize = WHOLE.len() + HEADER.len() + ENTRY.len() + STATEMENT.len();

/// A bundle that was changed, what was changed, and the code to ask for.
pub struct Altered {
    pub what: String,
    pub bytes: Vec<u8>,
    pub code: Code,
}

/// The bundle of `maker` with one change of this kind; `None` where it has nothing of that kind.
pub fn alter(maker: &Maker, kind: usize, dice: &mut Dice) -> Option<Altered> {
    let bytes = maker.bundle();
    let mut code = maker.code()?;
    let mut raw: Raw = serde_json::from_slice(&bytes).unwrap();
    let spelled = |raw: &Raw| serde_json::to_vec(raw).unwrap();
    assert_eq!(spelled(&raw), bytes);
    let mut kind = kind % KINDS;
    let mut what = String::new();
    let mut altered = None;
    if let Some(name) = WHOLE.get(kind) {
        what.push_str(name);
        altered = whole(kind, &mut raw, &bytes, &mut code, dice)?;
    } else {
        kind -= WHOLE.len();
        if let Some((name, at, count)) = HEADER.get(kind) {
            what = format!("{name} of a header");
            let journal = dice.below(raw.journals.len());
            flip(&mut raw.journals[journal].header, *at, *count, dice);
        } else if let Some((name, at, count)) = ENTRY.get(kind.wrapping_sub(HEADER.len())) {
            what = format!("{name} of an entry");
            let journal = some_journal(&raw, 1, dice)?;
            let entries = &mut raw.journals[journal].entries;
            let place = dice.below(entries.len());
            flip(&mut entries[place], *at, *count, dice);
        } else {
            let name = STATEMENT[kind - HEADER.len() - ENTRY.len()];
            what = format!("{name} of a statement");
            let place = dice.below(raw.statements.len());
            raw.statements[place] = revalue(&raw.statements[place], name, dice)?;
        }
    }
    let altered = altered.unwrap_or_else(|| spelled(&raw));
    assert!(
        altered != bytes || Some(code) != maker.code(),
        "{what} was not changed"
    );
    Some(Altered {
        what,
        bytes: altered,
        code,
    })
}

/// The changed file where it is not the fields spelled again; nothing at all where the bundle has not got what would be changed.
#[expect(
    clippy::option_option,
    reason = "a change of bytes, a change of fields, and no change are three answers"
)]
fn whole(
    kind: usize,
    raw: &mut Raw,
    bytes: &[u8],
    code: &mut Code,
    dice: &mut Dice,
) -> Option<Option<Vec<u8>>> {
    match kind {
        0 | 1 => {
            let mut bytes = bytes.to_vec();
            let at = dice.below(bytes.len());
            let printable = u8::try_from(0x20 + dice.below(0x5f)).unwrap();
            bytes[at] = if kind == 0 && bytes[at] != printable {
                printable
            } else {
                bytes[at] ^ (1 << dice.below(8))
            };
            return Some(Some(bytes));
        }
        2 => raw.alongside_bundle = [0, 2][dice.below(2)],
        3 => flip(&mut raw.vault, 0, 16, dice),
        4 => {
            let journal = raw
                .journals
                .iter_mut()
                .find(|journal| journal.header.len() > 2 * 136)?;
            let count = journal.header.len() / 2 - 136;
            flip(&mut journal.header, 72, count, dice);
        }
        5 => {
            let journal = dice.below(raw.journals.len());
            let header = &mut raw.journals[journal].header;
            flip(header, header.len() / 2 - 64, 64, dice);
        }
        6 => raw.journals[0].header.push_str("00"),
        7 => {
            // Not the last one of a journal: the one that says that a seal was made is in no seal.
            let journal = some_journal(raw, 2, dice)?;
            let entries = &mut raw.journals[journal].entries;
            entries.remove(dice.below(entries.len() - 1));
        }
        8 => {
            let journal = some_journal(raw, 1, dice)?;
            let entries = &mut raw.journals[journal].entries;
            let place = dice.below(entries.len());
            entries.insert(place, entries[place].clone());
        }
        9 => {
            let journal = some_journal(raw, 2, dice)?;
            let entries = &mut raw.journals[journal].entries;
            let place = dice.below(entries.len() - 1);
            entries.swap(place, place + 1);
        }
        10 => {
            let (to, from) = (some_journal(raw, 1, dice)?, some_journal(raw, 1, dice)?);
            let from = raw.journals[from].entries[0].clone();
            let entries = &mut raw.journals[to].entries;
            let place = 1 + dice.below(entries.len());
            entries.insert(place, from);
        }
        11 => {
            // Every device but the newest is known to a header or a seal.
            let place = dice.below(raw.journals.len());
            let named = raw
                .statements
                .iter()
                .any(|statement| statement.contains(&raw.journals[place].header[48..64]));
            raw.journals.remove(named.then_some(place)?);
        }
        12 => {
            let place = dice.below(raw.journals.len());
            let journal = raw.journals[place].clone();
            raw.journals.insert(place, journal);
        }
        13 => {
            let place = dice.below(raw.journals.len().checked_sub(1).filter(|more| *more > 0)?);
            raw.journals.swap(place, place + 1);
        }
        14 => {
            let place = dice.below(raw.statements.len());
            raw.statements.remove(place);
        }
        15 => {
            let place = dice.below(raw.statements.len());
            let statement = raw.statements[place].clone();
            raw.statements.insert(place, statement);
        }
        16 => {
            let more = raw
                .statements
                .len()
                .checked_sub(1)
                .filter(|more| *more > 0)?;
            let place = dice.below(more);
            raw.statements.swap(place, place + 1);
        }
        _ => {
            let mut bits = *code.bytes();
            let bit = dice.below(132);
            bits[bit / 8] ^= 0x80 >> (bit % 8);
            *code = Code::from_bytes(bits).unwrap();
        }
    }
    Some(None)
}

fn some_journal(raw: &Raw, least: usize, dice: &mut Dice) -> Option<usize> {
    let places: Vec<usize> = (0..raw.journals.len())
        .filter(|place| raw.journals[*place].entries.len() >= least)
        .collect();
    (!places.is_empty()).then(|| places[dice.below(places.len())])
}

/// Changes one digit of the field that begins at this byte.
fn flip(digits: &mut String, at: usize, count: usize, dice: &mut Dice) {
    let place = 2 * at + dice.below(2 * count);
    let old = digits[place..=place].to_owned();
    let value = usize::from_str_radix(&old, 16).unwrap();
    let new = format!("{:x}", (value + 1 + dice.below(15)) % 16);
    digits.replace_range(place..=place, &new);
}

/// A statement with one value of this name changed to another that could stand there.
fn revalue(statement: &str, name: &str, dice: &mut Dice) -> Option<String> {
    let field = format!("\"{name}\":");
    let places: Vec<usize> = statement
        .match_indices(&field)
        .map(|(at, _)| at + field.len())
        .collect();
    if places.is_empty() {
        return None;
    }
    let from = places[dice.below(places.len())];
    let value = serde_json::Deserializer::from_str(&statement[from..])
        .into_iter::<serde_json::Value>()
        .next()?
        .ok()?;
    let old = value.to_string();
    let new = match &value {
        serde_json::Value::Number(number) => format!("{}", number.as_i64()? + 1),
        serde_json::Value::String(word) if word.len() >= 16 => {
            let mut digits = word.clone();
            flip(&mut digits, 0, word.len() / 2, dice);
            format!("\"{digits}\"")
        }
        serde_json::Value::String(word) => {
            let other = match word.as_str() {
                "arrival" => "sitting",
                "sitting" => "arrival",
                "inspection" => "authority",
                "authority" | "observer" => "inspection",
                "agreed" => "not_agreed",
                _ => "agreed",
            };
            format!("\"{other}\"")
        }
        serde_json::Value::Null => return None,
        // A signature or the seal before: as if there had been none.
        _ => "null".to_owned(),
    };
    let to = from + statement[from..].find(old_end(&old, &value))? + old_end(&old, &value).len();
    Some(format!("{}{new}{}", &statement[..from], &statement[to..]))
}

/// What the value ends with: an object's own spelling is not the one of a sorted map.
fn old_end<'a>(old: &'a str, value: &serde_json::Value) -> &'a str {
    if value.is_object() { "}" } else { old }
}
