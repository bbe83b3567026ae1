//! The code of a seal: 132 bits as 12 words or 40 digits that two people write on paper. Owns the list of words, how a code follows from a
//! statement, and how what somebody typed is read again; every way of mistyping has a sentence. Refuses to know what a statement says.
//!
//! The 132 bits are the first 132 of scrypt (N = 2^15, r = 8, p = 1) over the statement's exact bytes, with `alongside/seal/v1`, a zero byte
//! and the vault's 16 bytes as salt. Each word stands for 11 bits, the first word for the first; the digits are the same bits as one number.

use std::{array, sync::LazyLock};

use thiserror::Error;

use super::{chain::VaultId, hex};

/// How many words a seal has.
pub const WORDS: usize = 12;
/// How many digits a seal has.
pub const DIGITS: usize = 40;
/// How many words there are to choose from: 11 bits each.
pub const LIST: usize = 2_048;
/// The base-two logarithm of scrypt's N.
pub const SCRYPT_LOG_N: u8 = 15;
/// scrypt's r: with N = 2^15 it takes 32 MiB.
pub const SCRYPT_R: u32 = 8;
/// scrypt's p.
pub const SCRYPT_P: u32 = 1;
/// What scrypt's salt begins with; a zero byte and the vault follow.
pub const SALT: &str = "alongside/seal/v1";
const BYTES: usize = 17;
const WORD_BITS: usize = 11;
const GROUP: usize = 5;
/// Letters of a mistyped word that are repeated in a sentence.
const SHOWN: usize = 24;

static LIST_OF_WORDS: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
    include_str!("../../assets/seal-words.txt")
        .lines()
        .collect()
});

/// The code of a seal: 132 bits, the low four of the last byte zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Code([u8; BYTES]);

/// Why a text is no code.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum CodeError {
    /// Nothing that could be a word or a digit.
    #[error("No seal was given. A seal is 12 words, or 40 digits.")]
    Nothing,
    /// A word that no seal has.
    #[error("Word {place}, \"{word}\", is not in the list of seal words.{}", suggestion(*.nearest))]
    NotInList {
        /// Counted from 1.
        place: usize,
        /// As it was typed, at most 24 letters of it.
        word: String,
        /// A word of the list that looks like it.
        nearest: Option<&'static str>,
    },
    /// All are words of the list, but not 12.
    #[error("A seal has 12 words; {found} {} given. Write all 12, in their order.", were(*.found))]
    WordCount {
        /// How many there were.
        found: usize,
    },
    /// Digits, but not 40.
    #[error("A seal has 40 digits; {found} {} given. Write all 40, or the 12 words.", were(*.found))]
    DigitCount {
        /// How many there were.
        found: usize,
    },
    /// 40 digits that are no code: 2^132 or more.
    #[error(
        "These 40 digits are a larger number than any seal: at least one digit is not as it was written down."
    )]
    TooLarge,
}

fn suggestion(nearest: Option<&'static str>) -> String {
    nearest.map_or_else(
        || " Look at it again on the paper.".to_owned(),
        |nearest| format!(" Did you mean \"{nearest}\"?"),
    )
}

fn were(found: usize) -> &'static str {
    if found == 1 { "was" } else { "were" }
}

impl Code {
    /// The code of a statement, over its exact bytes. Takes 32 MiB and about a twentieth of a second.
    ///
    /// # Panics
    /// Never: scrypt refuses parameters only, and these are constants it takes.
    #[must_use]
    pub fn of(statement: &[u8], vault: VaultId) -> Self {
        let mut salt = SALT.as_bytes().to_vec();
        salt.push(0);
        salt.extend(vault.0);
        let mut bytes = [0; BYTES];
        let done = scrypt::Params::new(SCRYPT_LOG_N, SCRYPT_R, SCRYPT_P)
            .is_ok_and(|params| scrypt::scrypt(statement, &salt, &params, &mut bytes).is_ok());
        // A code of nothing must never be shown in its stead.
        assert!(done, "scrypt takes these parameters");
        if let Some(last) = bytes.last_mut() {
            *last &= 0xf0;
        }
        Self(bytes)
    }

    /// The code with these bits; `None` where one of the last four is not zero.
    #[must_use]
    pub fn from_bytes(bytes: [u8; BYTES]) -> Option<Self> {
        (bytes.last()?.trailing_zeros() >= 4).then_some(Self(bytes))
    }

    /// Its 17 bytes.
    #[must_use]
    pub fn bytes(&self) -> &[u8; BYTES] {
        &self.0
    }

    /// Its 17 bytes as 34 hexadecimal digits: how a statement names the seal before.
    #[must_use]
    pub fn hex(&self) -> String {
        hex::encode(&self.0)
    }

    /// The code of 34 hexadecimal digits in small letters.
    #[must_use]
    pub fn from_hex(text: &str) -> Option<Self> {
        hex::decode(text).and_then(Self::from_bytes)
    }

    /// Its 12 words.
    #[must_use]
    pub fn words(&self) -> [&'static str; WORDS] {
        array::from_fn(|place| {
            let number = (0..WORD_BITS).fold(0, |number, bit| {
                number << 1 | usize::from(self.bit(place * WORD_BITS + bit))
            });
            LIST_OF_WORDS.get(number).copied().unwrap_or_default()
        })
    }

    /// Its 40 digits in eight groups of five, a space between.
    #[must_use]
    pub fn digits(&self) -> String {
        let mut number = self.0;
        shift_down(&mut number);
        let mut digits: Vec<char> = (0..DIGITS)
            .map(|_| char::from(b'0' + divide_by_ten(&mut number)))
            .collect();
        digits.reverse();
        let groups: Vec<String> = digits
            .chunks(GROUP)
            .map(|group| group.iter().collect())
            .collect();
        groups.join(" ")
    }

    /// Reads 12 words or 40 digits as people write them: capitals or not, with spaces, commas, hyphens or line breaks between, digits in any
    /// groups.
    ///
    /// # Errors
    /// When it is neither: the first word that is not in the list, or how many there were.
    pub fn parse(text: &str) -> Result<Self, CodeError> {
        let pieces: Vec<&str> = text
            .split(|letter: char| !letter.is_alphanumeric())
            .filter(|piece| !piece.is_empty())
            .collect();
        let all_digits = |piece: &&str| piece.bytes().all(|byte| byte.is_ascii_digit());
        if pieces.is_empty() {
            Err(CodeError::Nothing)
        } else if pieces.iter().all(all_digits) {
            Self::from_digits(&pieces.concat())
        } else {
            Self::from_words(&pieces)
        }
    }

    fn from_words(pieces: &[&str]) -> Result<Self, CodeError> {
        let mut numbers = Vec::with_capacity(WORDS);
        for (before, piece) in pieces.iter().enumerate() {
            let word = piece.to_lowercase();
            match LIST_OF_WORDS.binary_search(&word.as_str()) {
                Ok(number) if before < WORDS => numbers.push(number),
                Ok(_) => {}
                Err(_) => {
                    return Err(CodeError::NotInList {
                        place: before + 1,
                        word: piece.chars().take(SHOWN).collect(),
                        nearest: nearest(&word),
                    });
                }
            }
        }
        if pieces.len() != WORDS {
            return Err(CodeError::WordCount {
                found: pieces.len(),
            });
        }
        let mut bytes = [0; BYTES];
        let bits = numbers
            .iter()
            .flat_map(|number| (0..WORD_BITS).rev().map(move |bit| number >> bit & 1 == 1));
        for (at, bit) in bits.enumerate() {
            if let (true, Some(byte)) = (bit, bytes.get_mut(at / 8)) {
                *byte |= 0x80 >> (at % 8);
            }
        }
        Ok(Self(bytes))
    }

    fn from_digits(digits: &str) -> Result<Self, CodeError> {
        if digits.len() != DIGITS {
            return Err(CodeError::DigitCount {
                found: digits.len(),
            });
        }
        let mut number = [0; BYTES];
        for digit in digits.bytes() {
            ten_times_and(&mut number, digit.wrapping_sub(b'0'));
        }
        // 10^40 is less than 2^136, so nothing fell off; the code is the number above four zero bits.
        if number.first().is_some_and(|first| *first >= 16) {
            return Err(CodeError::TooLarge);
        }
        shift_up(&mut number);
        Ok(Self(number))
    }

    fn bit(&self, at: usize) -> bool {
        self.0
            .get(at / 8)
            .is_some_and(|byte| byte & (0x80 >> (at % 8)) != 0)
    }
}

impl hex::Fixed<BYTES> for Code {
    fn bytes(&self) -> &[u8; BYTES] {
        &self.0
    }

    fn of(bytes: [u8; BYTES]) -> Option<Self> {
        Self::from_bytes(bytes)
    }
}

/// Every word a seal may have, in their order: the first stands for 0.
#[must_use]
pub fn list() -> &'static [&'static str] {
    &LIST_OF_WORDS
}

/// Divides a big-endian number by ten; the remainder.
fn divide_by_ten(number: &mut [u8; BYTES]) -> u8 {
    let mut rest: u16 = 0;
    for byte in number {
        let value = rest << 8 | u16::from(*byte);
        *byte = u8::try_from(value / 10).unwrap_or(u8::MAX);
        rest = value % 10;
    }
    u8::try_from(rest).unwrap_or_default()
}

/// Makes a big-endian number ten times as large and adds a digit.
fn ten_times_and(number: &mut [u8; BYTES], digit: u8) {
    let mut carry = u16::from(digit);
    for byte in number.iter_mut().rev() {
        let [high, low] = (u16::from(*byte) * 10 + carry).to_be_bytes();
        *byte = low;
        carry = u16::from(high);
    }
}

/// Moves all bits four places towards the end.
fn shift_down(number: &mut [u8; BYTES]) {
    let mut above = 0;
    for byte in number {
        let moved = above << 4 | *byte >> 4;
        above = *byte;
        *byte = moved;
    }
}

/// Moves all bits four places towards the front.
fn shift_up(number: &mut [u8; BYTES]) {
    let mut below = 0;
    for byte in number.iter_mut().rev() {
        let moved = *byte << 4 | below >> 4;
        below = *byte;
        *byte = moved;
    }
}

/// The word of the list that was probably meant: one that was broken off after its first four letters, or the one fewest slips away, two
/// at most unless the first four letters are right.
fn nearest(word: &str) -> Option<&'static str> {
    const LONGEST: usize = 16;
    const SLIPS: usize = 2;
    let letters: Vec<char> = word.chars().take(LONGEST).collect();
    LIST_OF_WORDS
        .iter()
        .map(|known| {
            let start = same_start(&letters, known);
            let broken_off = start && known.starts_with(word);
            let slips = slips(&letters, &known.chars().collect::<Vec<_>>());
            ((!broken_off, slips, !start), *known)
        })
        .filter(|((_, slips, other_start), _)| *slips <= SLIPS || !other_start)
        .min_by_key(|(nearness, _)| *nearness)
        .map(|(_, known)| known)
}

fn same_start(letters: &[char], known: &str) -> bool {
    const START: usize = 4;
    letters.len() >= START
        && known
            .chars()
            .take(START)
            .eq(letters.iter().take(START).copied())
}

/// How many letters were added, left out, taken for another, or swapped with the next, at least.
fn slips(typed: &[char], known: &[char]) -> usize {
    let mut before_last: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=known.len()).collect();
    let mut previous = None;
    for (row, letter) in typed.iter().enumerate() {
        let mut this = vec![row + 1];
        for (column, other) in known.iter().enumerate() {
            let at =
                |line: &[usize], place: usize| line.get(place).copied().unwrap_or(usize::MAX / 2);
            let mut fewest = (at(&last, column) + usize::from(letter != other))
                .min(at(&last, column + 1) + 1)
                .min(at(&this, column) + 1);
            let swapped =
                column > 0 && previous == Some(other) && known.get(column - 1) == Some(letter);
            if swapped {
                fewest = fewest.min(at(&before_last, column - 1) + 1);
            }
            this.push(fewest);
        }
        before_last = std::mem::replace(&mut last, this);
        previous = Some(letter);
    }
    last.last().copied().unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn some_code(seed: u8) -> Code {
        let hash = super::super::chain::hash("code", &[&[seed]]);
        let mut bytes: [u8; 17] = hash.0[..17].try_into().unwrap();
        bytes[16] &= 0xf0;
        Code::from_bytes(bytes).unwrap()
    }

    #[test]
    fn the_list_is_2048_short_plain_words_that_cannot_be_taken_for_each_other() {
        let words = list();
        assert_eq!(words.len(), LIST);
        assert!(words.is_sorted());
        let starts: BTreeSet<&str> = words
            .iter()
            .map(|word| &word[..word.len().min(4)])
            .collect();
        assert_eq!(starts.len(), LIST);
        let letters: Vec<Vec<char>> = words.iter().map(|word| word.chars().collect()).collect();
        for (at, word) in letters.iter().enumerate() {
            assert!((3..=8).contains(&word.len()), "{}", words[at]);
            assert!(word.iter().all(char::is_ascii_lowercase), "{}", words[at]);
            for (other, letters) in letters.iter().enumerate().skip(at + 1) {
                let differ = word.len().abs_diff(letters.len()) > 1
                    || slips_without_swaps(word, letters) >= 2;
                assert!(differ, "{} and {}", words[at], words[other]);
            }
        }
    }

    /// Edit distance, a swap counted as two: written here again, so that the list is not held by the code that corrects it.
    fn slips_without_swaps(one: &[char], other: &[char]) -> usize {
        let mut line: Vec<usize> = (0..=other.len()).collect();
        for (row, letter) in one.iter().enumerate() {
            let mut diagonal = line[0];
            line[0] = row + 1;
            for column in 0..other.len() {
                let least = (diagonal + usize::from(*letter != other[column]))
                    .min(line[column] + 1)
                    .min(line[column + 1] + 1);
                diagonal = line[column + 1];
                line[column + 1] = least;
            }
        }
        line[other.len()]
    }

    #[test]
    fn no_word_wounds_when_it_is_read_aloud() {
        const NEVER: [&str; 24] = [
            "abuse", "alcohol", "beer", "blame", "blood", "bomb", "child", "dead", "drug",
            "father", "god", "guilt", "gun", "hit", "kill", "knife", "mother", "pain", "sex",
            "sick", "sin", "victim", "whip", "wine",
        ];
        for word in NEVER {
            assert!(list().binary_search(&word).is_err(), "{word}");
        }
    }

    #[test]
    fn a_code_is_scrypt_of_the_exact_bytes_and_the_vault() {
        let vault = VaultId([7; 16]);
        let code = Code::of(b"a statement", vault);
        // hashlib.scrypt(b"a statement", salt=b"alongside/seal/v1\0" + b"\x07" * 16, n=1 << 15, r=8, p=1, maxmem=1 << 26, dklen=17)
        assert_eq!(code.hex(), "76768a65b40f22667326c68d3266ae6a70");
        assert_ne!(Code::of(b"a statement ", vault), code);
        assert_ne!(Code::of(b"a statement", VaultId([8; 16])), code);
    }

    #[test]
    fn words_are_eleven_bits_each_and_digits_are_the_same_number() {
        let nothing = Code::from_bytes([0; 17]).unwrap();
        assert_eq!(nothing.words(), [list()[0]; 12]);
        assert_eq!(nothing.digits(), ["00000"; 8].join(" "));
        let mut bytes = [0xff; 17];
        assert_eq!(Code::from_bytes(bytes), None);
        bytes[16] = 0xf0;
        let all = Code::from_bytes(bytes).unwrap();
        assert_eq!(all.words(), [list()[2_047]; 12]);
        // 2^132 - 1
        assert_eq!(
            all.digits(),
            "54445 17870 73501 54154 13993 71890 82913 83295"
        );
        let mut one = [0; 17];
        one[1] = 0b0010_0000;
        one[16] = 0x10;
        let one = Code::from_bytes(one).unwrap();
        assert_eq!(one.words()[..2], [list()[1], list()[0]]);
        assert_eq!(one.words()[11], list()[1]);
    }

    #[test]
    fn what_was_written_down_reads_back_however_it_is_typed() {
        for seed in 0..50 {
            let code = some_code(seed);
            let words = code.words();
            assert_eq!(Code::parse(&words.join(" ")), Ok(code));
            assert_eq!(Code::parse(&words.join("-").to_uppercase()), Ok(code));
            assert_eq!(
                Code::parse(&format!("\n {} .\n", words.join(",\r\n\t"))),
                Ok(code)
            );
            let digits = code.digits();
            assert_eq!(Code::parse(&digits), Ok(code));
            assert_eq!(Code::parse(&digits.replace(' ', "")), Ok(code));
            let pairs: Vec<String> = digits
                .replace(' ', "")
                .as_bytes()
                .chunks(4)
                .map(|four| String::from_utf8(four.to_vec()).unwrap())
                .collect();
            assert_eq!(Code::parse(&pairs.join("-")), Ok(code));
            assert_eq!(Code::from_hex(&code.hex()), Some(code));
        }
    }

    #[test]
    fn a_mistyped_word_is_named_and_the_nearest_one_offered() {
        let code = some_code(1);
        let mut words: Vec<String> = code.words().iter().map(|word| (*word).to_owned()).collect();
        for (typed, meant) in [
            ("wierless", "wireless"),
            ("lanterm", "lantern"),
            ("LANTEN", "lantern"),
            ("lant", "lantern"),
        ] {
            words[6] = typed.to_owned();
            let error = Code::parse(&words.join(" ")).unwrap_err();
            assert_eq!(
                error.to_string(),
                format!(
                    "Word 7, \"{typed}\", is not in the list of seal words. Did you mean \"{meant}\"?"
                )
            );
        }
        words[6] = "qqqqqqqqq".repeat(2_000);
        assert_eq!(
            Code::parse(&words.join(" ")).unwrap_err().to_string(),
            format!(
                "Word 7, \"{}\", is not in the list of seal words. Look at it again on the paper.",
                "q".repeat(24)
            )
        );
        words[6] = "41".to_owned();
        assert!(matches!(
            Code::parse(&words.join(" ")),
            Err(CodeError::NotInList { place: 7, .. })
        ));
    }

    #[test]
    fn too_few_or_too_many_are_counted() {
        let code = some_code(2);
        let words = code.words();
        assert_eq!(
            Code::parse(&words[..11].join(" ")),
            Err(CodeError::WordCount { found: 11 })
        );
        assert_eq!(
            Code::parse(&[words, words].concat().join(" ")),
            Err(CodeError::WordCount { found: 24 })
        );
        assert_eq!(
            Code::parse(&code.digits()[..46]),
            Err(CodeError::DigitCount { found: 39 })
        );
        assert_eq!(
            Code::parse(words[0]).unwrap_err().to_string(),
            "A seal has 12 words; 1 was given. Write all 12, in their order."
        );
        for nothing in ["", " \n- , ", "❝…❞"] {
            assert_eq!(Code::parse(nothing), Err(CodeError::Nothing), "{nothing:?}");
        }
    }

    #[test]
    fn digits_beyond_132_bits_are_refused() {
        assert_eq!(
            Code::parse("54445 17870 73501 54154 13993 71890 82913 83296"),
            Err(CodeError::TooLarge)
        );
        assert_eq!(Code::parse(&"9".repeat(40)), Err(CodeError::TooLarge));
    }
}
