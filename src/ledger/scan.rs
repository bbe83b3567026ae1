//! Reading a journal from end to end: which frames are whole and in their place, what is missing between them, and what stands after
//! the last. Only reads; what to do about it is decided in `start`.

use std::io;

use super::{
    disk::{DiskFile, read_full},
    frame::{self, Frame, Head},
};
use crate::{
    casework::Sha256,
    proof::chain::{self, CaseId},
};

/// Where the frames of a journal begin, and what stands as "the frame before" the first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Begin {
    pub position: u64,
    pub head: Head,
}

/// A whole frame in its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    pub position: u64,
    pub length: usize,
    pub seq: u64,
    pub first_of_sync: u64,
    pub previous: Sha256,
    pub hash: Sha256,
    pub case: CaseId,
}

impl Place {
    /// How far the record goes with this frame as its last.
    pub(crate) fn head(&self) -> Head {
        Head {
            count: self.seq.saturating_add(1),
            hash: self.hash,
        }
    }

    pub(crate) fn end(&self) -> u64 {
        self.position + self.length as u64
    }
}

/// Something in front of a whole frame that should not be so: frames `first` to `next` - 1 are not there or not whole. Where the two are
/// equal nothing is missing, and there are only bytes that belong to no frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Hole {
    pub position: u64,
    pub first: u64,
    pub next: u64,
}

/// What stands in a journal. A hole stands before a frame, but for one at the very end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Scan {
    pub begin: Begin,
    /// In the order of the file, which is the order of their numbers.
    pub frames: Vec<Place>,
    /// In the order of the file; no two without a frame between them.
    pub holes: Vec<Hole>,
    /// Where bytes begin that no whole frame follows.
    pub tail: Option<u64>,
    /// How many bytes were read.
    pub length: u64,
}

impl Scan {
    /// The number the next frame will have.
    pub(crate) fn count(&self) -> u64 {
        self.head().count
    }

    /// How far the whole frames go.
    pub(crate) fn head(&self) -> Head {
        self.frames.last().map_or(self.begin.head, Place::head)
    }

    /// Whether there is nothing but whole frames in their places.
    pub(crate) fn is_whole(&self) -> bool {
        self.holes.is_empty() && self.tail.is_none()
    }

    /// Takes the last frames out as far as the device did not sign them. Looking at the last is enough: the signature of a frame is over
    /// the hash of the one before, and so over all before it.
    pub(crate) fn leave_unsigned_end(&mut self, file: &mut dyn DiskFile, public: &[u8; 32]) {
        while let Some(last) = self.frames.last()
            && !is_signed(file, last, public)
        {
            let from = last.position;
            self.frames.pop();
            let end = self.frames.last().map_or(self.begin.position, Place::end);
            self.holes.retain(|hole| hole.position < end);
            self.tail = Some(
                self.tail
                    .map_or(from, |tail| tail.min(from))
                    .min(from)
                    .max(end),
            );
        }
    }

    /// Where the last frames begin when there is a hole among them and they were all written under the one fdatasync that the missing
    /// ones were written under too: it may never have been confirmed, and a disk may write its pieces in any order.
    pub(crate) fn unconfirmed_from(&self) -> Option<Hole> {
        self.holes.iter().copied().find(|hole| {
            let mut after = self
                .frames
                .iter()
                .filter(|place| place.seq >= hole.next)
                .peekable();
            hole.first < hole.next
                && after.peek().is_some()
                && after.all(|place| place.first_of_sync <= hole.first)
        })
    }
}

/// Reads the file as far as `most`. A part the disk cannot read counts as damaged.
///
/// # Errors
/// When the file's length cannot be read.
pub(crate) fn scan(file: &mut dyn DiskFile, begin: Begin, most: u64) -> io::Result<Scan> {
    let length = file.length()?.min(most);
    let mut window = Window::new(file, length);
    let mut found = Finding {
        scan: Scan {
            begin,
            frames: Vec::new(),
            holes: Vec::new(),
            tail: None,
            length,
        },
    };
    let mut position = begin.position;
    let mut strange_from = None;
    while position < length {
        if let Some(place) = window.whole_at(position) {
            found.take(place, strange_from.take());
            position = place.end();
        } else {
            strange_from = strange_from.or(Some(position));
            match window.next_whole(position + 1) {
                Some(next) => position = next,
                None => break,
            }
        }
    }
    found.scan.tail = strange_from;
    Ok(found.scan)
}

/// The last frame of a journal, read from the end of the file; `None` where the file does not end in a whole frame.
pub(crate) fn last(file: &mut dyn DiskFile, begin: Begin) -> io::Result<Option<Place>> {
    let length = file.length()?;
    let mut window = Window::new(file, length);
    let Some(place) = length.checked_sub(4).and_then(|at| {
        let claimed = u32::from_be_bytes(window.get(at, 4)?.try_into().ok()?);
        let at = length.checked_sub(u64::from(claimed))?;
        (at >= begin.position).then(|| window.whole_at(at))?
    }) else {
        return Ok(None);
    };
    Ok((place.end() == length).then_some(place))
}

/// Whether a whole frame begins at a position.
pub(crate) fn begins_at(file: &mut dyn DiskFile, position: u64) -> bool {
    file.length()
        .is_ok_and(|length| Window::new(file, length).whole_at(position).is_some())
}

/// Whether the device with this public key signed a frame.
pub(crate) fn is_signed(file: &mut dyn DiskFile, place: &Place, public: &[u8; 32]) -> bool {
    let mut bytes = vec![0; place.length];
    read_full(file, place.position, &mut bytes).is_ok_and(|read| read == place.length)
        && Frame::parse(&bytes)
            .is_some_and(|frame| chain::signed_by(public, &frame.link, frame.signature))
}

struct Finding {
    scan: Scan,
}

impl Finding {
    /// Puts a whole frame where it belongs. `strange_from`: where bytes began that are no frame, when there are such before it.
    fn take(&mut self, place: Place, strange_from: Option<u64>) {
        let expected = self.scan.count();
        let at = strange_from.unwrap_or(place.position);
        if place.seq < expected {
            // A frame of before, once more: it is nobody's next, so it is only strange bytes.
            self.hole(at, expected, expected);
            return;
        }
        let before = self.scan.head().hash;
        if place.seq > expected {
            self.hole(at, expected, place.seq);
        } else if place.previous != before {
            // One of the two is not what was written. All that follows builds on this one, so the one before it is in doubt; what
            // stands elsewhere decides.
            let Some(doubtful) = self.scan.frames.pop() else {
                self.hole(
                    place.position,
                    self.scan.begin.head.count,
                    place.head().count,
                );
                return;
            };
            self.hole(doubtful.position, doubtful.seq, place.seq);
        } else if strange_from.is_some() {
            self.hole(at, expected, expected);
        }
        self.scan.frames.push(place);
    }

    fn hole(&mut self, position: u64, first: u64, next: u64) {
        match self.scan.holes.last_mut() {
            // No frame stands between the two.
            Some(last) if last.next >= first => {
                last.position = last.position.min(position);
                last.first = last.first.min(first);
                last.next = last.next.max(next);
            }
            _ => self.scan.holes.push(Hole {
                position,
                first,
                next,
            }),
        }
    }
}

/// A large piece of the file in memory, so that reading frame by frame is not a call each.
struct Window<'a> {
    file: &'a mut dyn DiskFile,
    length: u64,
    from: u64,
    bytes: Vec<u8>,
}

impl<'a> Window<'a> {
    const PIECE: usize = 1024 * 1024;

    fn new(file: &'a mut dyn DiskFile, length: u64) -> Self {
        Self {
            file,
            length,
            from: 0,
            bytes: Vec::new(),
        }
    }

    /// `count` bytes at `position`; `None` where the file is shorter.
    fn get(&mut self, position: u64, count: usize) -> Option<&[u8]> {
        if position.checked_add(count as u64)? > self.length {
            return None;
        }
        let inside =
            position >= self.from && position + count as u64 <= self.from + self.bytes.len() as u64;
        if !inside {
            let rest = usize::try_from(self.length - position).unwrap_or(usize::MAX);
            self.from = position;
            self.bytes = vec![0; count.max(Self::PIECE).min(rest)];
            read_or_zero(self.file, position, &mut self.bytes);
        }
        let start = usize::try_from(position - self.from).ok()?;
        self.bytes.get(start..start + count)
    }

    fn whole_at(&mut self, position: u64) -> Option<Place> {
        let length = frame::claimed_length(self.get(position, frame::CLAIM)?)?;
        let frame = Frame::parse(self.get(position, length)?)?;
        Some(Place {
            position,
            length,
            seq: frame.seq,
            first_of_sync: frame.first_of_sync,
            previous: frame.previous,
            hash: frame.hash,
            case: frame.case,
        })
    }

    /// Where the next whole frame begins, at `from` or after it.
    fn next_whole(&mut self, mut from: u64) -> Option<u64> {
        while from < self.length {
            let rest = usize::try_from(self.length - from).unwrap_or(usize::MAX);
            let piece = self.get(from, rest.min(Self::PIECE))?;
            let step = piece.len();
            let starts: Vec<_> = memchr::memmem::find_iter(piece, frame::MAGIC).collect();
            for start in starts {
                let candidate = from + start as u64;
                if self.whole_at(candidate).is_some() {
                    return Some(candidate);
                }
            }
            // The letters may stand across the edge of two pieces.
            let overlap = frame::MAGIC.len() - 1;
            from += step.saturating_sub(overlap).max(1) as u64;
        }
        None
    }
}

/// Reads what can be read. Where the disk gives an error, 4 KiB of zeros stand in its place, which no hash agrees with.
fn read_or_zero(file: &mut dyn DiskFile, position: u64, into: &mut [u8]) {
    const SECTOR: usize = 4096;
    if read_full(file, position, into).is_ok_and(|read| read == into.len()) {
        return;
    }
    for (number, sector) in into.chunks_mut(SECTOR).enumerate() {
        if read_full(file, position + (number * SECTOR) as u64, sector).is_err() {
            sector.fill(0);
        }
    }
}
