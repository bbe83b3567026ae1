//! Rich text as Outlook packs it into a mail ([MS-OXRTFCP]): unpacked within a bound, and read for its words.
//!
//! Runs of earlier letters are named by their place in a round dictionary of 4,096, which begins with letters that every rich text has.

use crate::reading::{builder::Builder, inside::Inside, rtf};

/// The longest rich text unpacked, in bytes.
const CAP: usize = 32 << 20;

/// Places of the dictionary.
const PLACES: usize = 4_096;

/// What the dictionary begins with, as the specification gives it.
const BEGINS: &[u8; 207] = b"{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx";

/// The words of a packed rich text; `None` where it is none, or has no words. What is cut short is read as far as it goes.
pub(super) fn words(packed: &[u8]) -> Option<String> {
    let rich = unpack(packed)?;
    let mut builder = Builder::new();
    rtf::read(&rich, &mut builder, &mut Inside::default()).ok()?;
    let text = builder.finish().ok()?;
    (!text.words.trim().is_empty()).then_some(text.words)
}

/// The rich text itself.
fn unpack(packed: &[u8]) -> Option<Vec<u8>> {
    let number = |at: usize| {
        let bytes = packed.get(at..at + 4)?.try_into().ok()?;
        usize::try_from(u32::from_le_bytes(bytes)).ok()
    };
    let length = number(4)?.min(CAP);
    let body = packed.get(16..)?;
    match packed.get(8..12)? {
        b"MELA" => Some(body.get(..length).unwrap_or(body).to_vec()),
        b"LZFu" => Some(runs(body, length)),
        _ => None,
    }
}

fn runs(body: &[u8], length: usize) -> Vec<u8> {
    let mut places = [b' '; PLACES];
    for (place, letter) in places.iter_mut().zip(BEGINS) {
        *place = *letter;
    }
    let mut next = BEGINS.len();
    let mut out = Vec::new();
    let mut bytes = body.iter().copied();
    let mut put = |letter: u8, places: &mut [u8; PLACES], next: &mut usize| {
        if let Some(place) = places.get_mut(*next) {
            *place = letter;
        }
        *next = (*next + 1) % PLACES;
        out.push(letter);
        out.len() < length
    };
    'all: while let Some(control) = bytes.next() {
        for bit in 0..8 {
            if control >> bit & 1 == 0 {
                let Some(letter) = bytes.next() else {
                    break 'all;
                };
                if !put(letter, &mut places, &mut next) {
                    break 'all;
                }
                continue;
            }
            let (Some(high), Some(low)) = (bytes.next(), bytes.next()) else {
                break 'all;
            };
            let told = usize::from(high) << 8 | usize::from(low);
            let from = told >> 4;
            // A run that begins where the next letter goes is the end.
            if from == next {
                break 'all;
            }
            for at in from..from + (told & 15) + 2 {
                let letter = places.get(at % PLACES).copied().unwrap_or(b' ');
                if !put(letter, &mut places, &mut next) {
                    break 'all;
                }
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn packed(kind: &[u8], length: usize, body: &[u8]) -> Vec<u8> {
        let mut bytes = u32::try_from(body.len() + 12)
            .unwrap()
            .to_le_bytes()
            .to_vec();
        bytes.extend(u32::try_from(length).unwrap().to_le_bytes());
        bytes.extend(kind);
        bytes.extend([0; 4]);
        bytes.extend(body);
        bytes
    }

    /// The example of the specification, section 4.1.1.
    const EXAMPLE: [u8; 33] = [
        0x03, 0x00, 0x0a, 0x00, 0x72, 0x63, 0x70, 0x67, 0x31, 0x32, 0x35, 0x42, 0x32, 0x0a, 0xf3,
        0x20, 0x68, 0x65, 0x6c, 0x09, 0x00, 0x20, 0x62, 0x77, 0x05, 0xb0, 0x6c, 0x64, 0x7d, 0x0a,
        0x80, 0x0f, 0xa0,
    ];

    #[test]
    fn the_example_of_the_specification_is_unpacked_and_read() {
        let bytes = packed(b"LZFu", 43, &EXAMPLE);
        assert_eq!(
            unpack(&bytes).unwrap(),
            b"{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n"
        );
        assert_eq!(words(&bytes).unwrap().trim(), "hello world");
    }

    #[test]
    fn a_run_may_reach_into_itself() {
        let mut body = vec![0b0001_0000];
        body.extend(b"WXYZ");
        // Sixteen letters from where W stands: 207 of the dictionary.
        body.extend((207_u16 << 4 | 0b1110).to_be_bytes());
        let out = runs(&body, 20);
        assert_eq!(out, b"WXYZWXYZWXYZWXYZWXYZ");
    }

    #[test]
    fn what_is_not_packed_is_taken_as_it_is_and_nonsense_is_nothing() {
        let rich = b"{\\rtf1 Ellie was seen.}";
        assert_eq!(
            words(&packed(b"MELA", rich.len(), rich)).unwrap().trim(),
            "Ellie was seen."
        );
        assert_eq!(words(&packed(b"ABCD", 4, b"abcd")), None);
        assert_eq!(words(b"short"), None);
        // Never longer than was said, however the runs repeat.
        let mut body = vec![0xfe, b'a'];
        body.extend((0..7).flat_map(|_| (207_u16 << 4 | 15).to_be_bytes()));
        assert!(runs(&body, 30).len() <= 30);
        for cut in 0..EXAMPLE.len() {
            let _ = words(&packed(b"LZFu", 43, &EXAMPLE[..cut]));
        }
    }
}
