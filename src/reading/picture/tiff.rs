//! The pages of a TIFF: a chain of directories, each of one page. The library shows the first; so the chain is walked here, and the file is
//! made to begin with the page that is wanted.

/// The most pages counted.
const PAGE_CAP: usize = 5_000;

/// The tag that says what a directory is of; its lowest bit marks a smaller copy of another page.
const SUBFILE: u16 = 254;

/// How numbers stand in a file.
#[derive(Clone, Copy)]
struct Form {
    little: bool,
    /// The newer kind, with places of eight bytes.
    big: bool,
}

impl Form {
    fn of(bytes: &[u8]) -> Option<Self> {
        match bytes.get(..4)? {
            b"II*\0" => Some((true, false)),
            b"MM\0*" => Some((false, false)),
            b"II+\0" => Some((true, true)),
            b"MM\0+" => Some((false, true)),
            _ => None,
        }
        .map(|(little, big)| Self { little, big })
    }

    /// A number of so many bytes, at most eight.
    fn number(self, bytes: &[u8], at: usize, length: usize) -> Option<u64> {
        let bytes = bytes.get(at..at.checked_add(length)?)?;
        let add = |sum: u64, byte: &u8| sum << 8 | u64::from(*byte);
        Some(if self.little {
            bytes.iter().rev().fold(0, add)
        } else {
            bytes.iter().fold(0, add)
        })
    }

    /// Where the place of the first directory stands, and how many bytes it has.
    fn head(self) -> (usize, usize) {
        if self.big { (8, 8) } else { (4, 4) }
    }
}

/// Where the directory of each page stands. Ends where the chain does, comes round, or leaves the file.
pub(super) fn pages(bytes: &[u8]) -> Vec<u64> {
    let mut pages = Vec::new();
    let Some(form) = Form::of(bytes) else {
        return pages;
    };
    let (head, length) = form.head();
    let mut seen = Vec::new();
    let mut next = form.number(bytes, head, length);
    while let Some(place) = next.filter(|place| *place != 0) {
        if seen.contains(&place) || seen.len() >= PAGE_CAP {
            break;
        }
        seen.push(place);
        let Some((smaller, after)) = directory(bytes, form, place) else {
            break;
        };
        if !smaller {
            pages.push(place);
        }
        next = after;
    }
    pages
}

/// Whether a directory is of a smaller copy, and the place of the next one.
fn directory(bytes: &[u8], form: Form, place: u64) -> Option<(bool, Option<u64>)> {
    let at = usize::try_from(place).ok()?;
    let (counted, entry) = if form.big { (8, 20) } else { (2, 12) };
    let count = usize::try_from(form.number(bytes, at, counted)?).ok()?;
    let first = at.checked_add(counted)?;
    let after = first.checked_add(count.checked_mul(entry)?)?;
    let smaller = (0..count).take(64).any(|nth| {
        let at = first + nth * entry;
        let value = if form.big { at + 12 } else { at + 8 };
        form.number(bytes, at, 2) == Some(u64::from(SUBFILE))
            && form
                .number(bytes, value, 4)
                .is_some_and(|kind| kind & 1 == 1)
    });
    bytes.get(first..after)?;
    Some((smaller, form.number(bytes, after, form.head().1)))
}

/// The same file, beginning with a page counted from 1; `None` where there is no such page.
pub(super) fn at_page(bytes: &[u8], page: u32) -> Option<Vec<u8>> {
    let form = Form::of(bytes)?;
    let nth = usize::try_from(page).ok()?.checked_sub(1)?;
    let place = *pages(bytes).get(nth)?;
    let (head, length) = form.head();
    let place = place.to_le_bytes();
    let mut place = place.get(..length)?.to_vec();
    if !form.little {
        place.reverse();
    }
    let mut bytes = bytes.to_vec();
    bytes.get_mut(head..head + length)?.copy_from_slice(&place);
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Directories of one entry each: its tag and its value.
    fn chain(entries: &[(u16, u32)]) -> Vec<u8> {
        let mut bytes = b"II*\0\x08\0\0\0".to_vec();
        for (nth, (tag, value)) in (1_u32..).zip(entries) {
            let last = usize::try_from(nth).unwrap() == entries.len();
            let next = if last { 0 } else { 8 + 18 * nth };
            bytes.extend(1_u16.to_le_bytes());
            bytes.extend(tag.to_le_bytes());
            bytes.extend(4_u16.to_le_bytes());
            bytes.extend(1_u32.to_le_bytes());
            bytes.extend(value.to_le_bytes());
            bytes.extend(next.to_le_bytes());
        }
        bytes
    }

    #[test]
    fn every_page_is_found_and_smaller_copies_are_none() {
        let file = chain(&[(256, 10), (SUBFILE, 1), (256, 20)]);
        assert_eq!(pages(&file), [8, 44]);
        assert_eq!(at_page(&file, 2).unwrap()[4..8], 44_u32.to_le_bytes());
        assert_eq!(at_page(&file, 1).unwrap(), file);
        assert_eq!(at_page(&file, 3), None);
        assert_eq!(at_page(&file, 0), None);
    }

    #[test]
    fn a_chain_that_comes_round_or_leaves_the_file_ends() {
        let mut round = chain(&[(256, 10), (256, 20)]);
        let end = round.len();
        round[end - 4..].copy_from_slice(&8_u32.to_le_bytes());
        assert_eq!(pages(&round).len(), 2);
        let mut out = chain(&[(256, 10)]);
        let end = out.len();
        out[end - 4..].copy_from_slice(&u32::MAX.to_le_bytes());
        assert_eq!(pages(&out), [8]);
        assert!(pages(b"MM\0+\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff").is_empty());
        assert!(pages(b"II*").is_empty());
    }
}
