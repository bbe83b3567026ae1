//! The text of an old Word document, piece by piece: where each stretch of letters stands in the stream, and in how many bytes a letter.

use super::bytes::Bytes;

/// The most pieces looked at.
const PIECES: usize = 1_000_000;

/// A stretch of letters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Piece {
    /// The number of its first letter.
    pub first: usize,
    /// The number after its last.
    pub end: usize,
    /// Where it stands in the stream.
    pub at: usize,
    /// Whether a letter is one byte.
    pub is_narrow: bool,
}

/// The pieces in the table of pieces, in order.
pub fn pieces(table: Bytes<'_>) -> Vec<Piece> {
    let mut at = 0;
    // Properties of pieces come first, each with its length.
    while table.one(at) == Some(1) {
        let Some(length) = table.two(at + 1) else {
            return Vec::new();
        };
        at += 3 + usize::from(length);
    }
    if table.one(at) != Some(2) {
        return Vec::new();
    }
    let length = table.place(at + 1).unwrap_or(0);
    let rest = table.from(at + 5);
    let (places, data) = rest.part(0, length).unwrap_or(rest).places(8);
    let mut found = Vec::new();
    let mut done = 0;
    for (index, pair) in places.windows(2).enumerate().take(PIECES) {
        let (Some(&first), Some(&end)) = (pair.first(), pair.last()) else {
            break;
        };
        let Some(place) = data.place(index * 8 + 2) else {
            break;
        };
        if first != done || end < first {
            break;
        }
        done = end;
        let is_narrow = place & 0x4000_0000 != 0;
        let place = place & 0x3fff_ffff;
        found.push(Piece {
            first,
            end,
            at: if is_narrow { place / 2 } else { place },
            is_narrow,
        });
    }
    found
}

/// The letters of a stretch of the text: the number of each, where it stands, and the letter.
pub fn letters<'a>(
    stream: Bytes<'a>,
    pieces: &'a [Piece],
    from: usize,
    end: usize,
) -> impl Iterator<Item = (usize, usize, char)> + 'a {
    let first = pieces.partition_point(|piece| piece.end <= from);
    pieces
        .iter()
        .skip(first)
        .take_while(move |piece| piece.first < end)
        .flat_map(move |piece| {
            let width = if piece.is_narrow { 1 } else { 2 };
            let (start, stop) = (from.max(piece.first), end.min(piece.end));
            let mut half: Option<u16> = None;
            (start..stop).map_while(move |number| {
                let at = piece
                    .at
                    .checked_add((number - piece.first).checked_mul(width)?)?;
                let letter = if piece.is_narrow {
                    narrow(stream.one(at)?)
                } else {
                    wide(stream.two(at)?, &mut half)
                };
                Some((number, at, letter))
            })
        })
        .filter(|&(_, _, letter)| letter != NOTHING)
}

/// What stands for the first half of a letter until the second comes.
const NOTHING: char = '\u{0}';

fn narrow(byte: u8) -> char {
    let bytes = [byte];
    let (letter, _) = encoding_rs::WINDOWS_1252.decode_without_bom_handling(&bytes);
    letter.chars().next().unwrap_or(char::REPLACEMENT_CHARACTER)
}

fn wide(unit: u16, half: &mut Option<u16>) -> char {
    if (0xd800..0xdc00).contains(&unit) {
        *half = Some(unit);
        return NOTHING;
    }
    let units = half.take().into_iter().chain([unit]);
    char::decode_utf16(units)
        .next()
        .and_then(Result::ok)
        .unwrap_or(char::REPLACEMENT_CHARACTER)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(pieces: &[(u32, u32, u32)]) -> Vec<u8> {
        let mut out = vec![1, 2, 0, 9, 9, 2];
        let length = u32::try_from(4 + pieces.len() * 12).unwrap();
        out.extend(length.to_le_bytes());
        for piece in pieces {
            out.extend(piece.0.to_le_bytes());
        }
        out.extend(pieces.last().unwrap().1.to_le_bytes());
        for piece in pieces {
            out.extend([0, 0]);
            out.extend(piece.2.to_le_bytes());
            out.extend([0, 0]);
        }
        out
    }

    #[test]
    fn letters_of_one_and_two_bytes_follow_each_other() {
        let mut stream = b"..caf\xe9".to_vec();
        let wide: Vec<u16> = " 😀!".encode_utf16().collect();
        stream.extend(wide.into_iter().flat_map(u16::to_le_bytes));
        let made = table(&[(0, 4, 0x4000_0000 | 4), (4, 8, 6)]);
        let pieces = pieces(Bytes(&made));
        assert_eq!(pieces.len(), 2);
        let all: String = letters(Bytes(&stream), &pieces, 0, 99)
            .map(|found| found.2)
            .collect();
        assert_eq!(all, "café 😀!");
        let some: Vec<(usize, usize, char)> = letters(Bytes(&stream), &pieces, 3, 5).collect();
        assert_eq!(some, [(3, 5, 'é'), (4, 6, ' ')]);
    }

    #[test]
    fn tables_that_are_cut_or_lie_give_what_they_can() {
        let made = table(&[(0, 4, 8), (9, 3, 8)]);
        assert_eq!(pieces(Bytes(&made)).len(), 1);
        for cut in 0..made.len() {
            assert!(pieces(Bytes(&made[..cut])).len() < 2);
        }
        let far = [Piece {
            first: 0,
            end: usize::MAX,
            at: usize::MAX - 1,
            is_narrow: false,
        }];
        assert_eq!(letters(Bytes(b"abc"), &far, 0, usize::MAX).count(), 0);
    }
}
