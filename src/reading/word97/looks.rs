//! How letters and paragraphs of an old Word document look: properties kept by place in the stream, on pages of 512 bytes.

use super::{
    bytes::Bytes,
    sprm::{Letters, Paragraph},
};

/// A page.
const PAGE: usize = 512;

/// The most pages looked at.
const PAGES: usize = 200_000;

/// Properties from one place in the stream to another.
#[derive(Debug)]
struct Run<T> {
    from: usize,
    end: usize,
    look: T,
}

/// Properties by place.
#[derive(Debug)]
pub struct Looks<T> {
    runs: Vec<Run<T>>,
    last: usize,
}

impl<T> Looks<T> {
    /// Which of the properties hold at a place; quick where the places asked for go on from one to the next.
    pub fn find(&mut self, place: usize) -> Option<usize> {
        let holds = |run: &Run<T>| run.from <= place && place < run.end;
        if !self.runs.get(self.last).is_some_and(holds) {
            let after = self.runs.partition_point(|run| run.from <= place);
            self.last = after.checked_sub(1)?;
        }
        self.runs
            .get(self.last)
            .is_some_and(holds)
            .then_some(self.last)
    }

    /// The properties at a place.
    pub fn at(&mut self, place: usize) -> Option<&T> {
        let found = self.find(place)?;
        self.runs.get(found).map(|run| &run.look)
    }

    fn new(mut runs: Vec<Run<T>>) -> Self {
        runs.sort_by_key(|run| run.from);
        Self { runs, last: 0 }
    }
}

/// The looks of letters.
pub fn letters(stream: Bytes<'_>, table: Bytes<'_>) -> Looks<Letters> {
    let mut runs = Vec::new();
    for page in pages(stream, table) {
        for (from, end, number) in stretches(page) {
            let at = entry(page, number, 1, from_count(page));
            let mut look = Letters::default();
            if let Some(at) = at
                && let Some(length) = page.one(at)
                && let Some(properties) = page.part(at + 1, usize::from(length))
            {
                look.add(properties);
            }
            runs.push(Run { from, end, look });
        }
    }
    Looks::new(runs)
}

/// The looks of paragraphs.
pub fn paragraphs(stream: Bytes<'_>, table: Bytes<'_>) -> Looks<Paragraph> {
    let mut runs = Vec::new();
    for page in pages(stream, table) {
        for (from, end, number) in stretches(page) {
            let mut look = Paragraph::default();
            if let Some(at) = entry(page, number, 13, from_count(page)) {
                // Half its length, or nothing and then half its length.
                let (at, length) = match page.one(at) {
                    Some(0) => (
                        at + 2,
                        page.one(at + 1).map_or(0, |half| usize::from(half) * 2),
                    ),
                    half => (
                        at + 1,
                        half.map_or(0, |half| (usize::from(half) * 2).saturating_sub(1)),
                    ),
                };
                if let Some(own) = page.part(at, length) {
                    look.style = own.two(0).map_or(0, usize::from);
                    look.add(own.from(2));
                }
            }
            runs.push(Run { from, end, look });
        }
    }
    Looks::new(runs)
}

/// The pages a table lists.
fn pages<'a>(stream: Bytes<'a>, table: Bytes<'a>) -> impl Iterator<Item = Bytes<'a>> {
    let (places, data) = table.places(4);
    let count = places.len().saturating_sub(1).min(PAGES);
    (0..count).filter_map(move |index| {
        let number = data.place(index * 4)? & 0x003f_ffff;
        stream.part(number.checked_mul(PAGE)?, PAGE)
    })
}

fn from_count(page: Bytes<'_>) -> usize {
    page.one(PAGE - 1).map_or(0, usize::from)
}

/// From where to where each entry of a page holds, and its number there.
fn stretches(page: Bytes<'_>) -> impl Iterator<Item = (usize, usize, usize)> {
    (0..from_count(page)).filter_map(move |number| {
        let from = page.place(number * 4)?;
        let end = page.place(number * 4 + 4)?;
        (from < end).then_some((from, end, number))
    })
}

/// Where on its page an entry keeps its properties; `width` is how far the places of two entries lie apart.
fn entry(page: Bytes<'_>, number: usize, width: usize, count: usize) -> Option<usize> {
    let at = page.one((count + 1) * 4 + number * width)?;
    (at > 0).then(|| usize::from(at) * 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn looks_are_found_by_place() {
        let mut stream = vec![0_u8; 2 * PAGE];
        let page = &mut stream[PAGE..];
        page[0..4].copy_from_slice(&100_u32.to_le_bytes());
        page[4..8].copy_from_slice(&110_u32.to_le_bytes());
        page[8..12].copy_from_slice(&120_u32.to_le_bytes());
        page[12] = 0;
        page[13] = 50;
        page[100..104].copy_from_slice(&[3, 0x35, 0x08, 1]);
        page[PAGE - 1] = 2;
        let mut table = 100_u32.to_le_bytes().to_vec();
        table.extend(120_u32.to_le_bytes());
        table.extend(1_u32.to_le_bytes());
        let mut looks = letters(Bytes(&stream), Bytes(&table));
        assert!(looks.at(105).unwrap().bold.is_none());
        assert!(looks.at(119).unwrap().bold.is_some());
        assert!(looks.at(120).is_none() && looks.at(9).is_none());
        assert!(looks.at(100).is_some());
    }
}
