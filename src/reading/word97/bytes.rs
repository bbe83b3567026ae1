//! Numbers at places of a stream, little-endian; a place beyond its end gives none.

/// A stream, looked at by place.
#[derive(Clone, Copy, Debug)]
pub struct Bytes<'a>(pub &'a [u8]);

impl<'a> Bytes<'a> {
    /// So many bytes from a place on.
    pub fn part(self, at: usize, length: usize) -> Option<Bytes<'a>> {
        self.0.get(at..at.checked_add(length)?).map(Bytes)
    }

    /// Everything from a place on.
    pub fn from(self, at: usize) -> Bytes<'a> {
        Bytes(self.0.get(at..).unwrap_or_default())
    }

    /// How many there are.
    pub fn len(self) -> usize {
        self.0.len()
    }

    /// One byte.
    pub fn one(self, at: usize) -> Option<u8> {
        self.0.get(at).copied()
    }

    /// A number of two bytes.
    pub fn two(self, at: usize) -> Option<u16> {
        let bytes = self.0.get(at..)?.first_chunk::<2>()?;
        Some(u16::from_le_bytes(*bytes))
    }

    /// A number of four bytes.
    pub fn four(self, at: usize) -> Option<u32> {
        let bytes = self.0.get(at..)?.first_chunk::<4>()?;
        Some(u32::from_le_bytes(*bytes))
    }

    /// A number of four bytes, as a place.
    pub fn place(self, at: usize) -> Option<usize> {
        self.four(at)
            .and_then(|number| usize::try_from(number).ok())
    }

    /// A number of eight bytes.
    pub fn eight(self, at: usize) -> Option<u64> {
        let bytes = self.0.get(at..)?.first_chunk::<8>()?;
        Some(u64::from_le_bytes(*bytes))
    }

    /// Letters of two bytes each.
    pub fn letters(self, at: usize, count: usize) -> Option<String> {
        let part = self.part(at, count.checked_mul(2)?)?;
        let units: Vec<u16> = part
            .0
            .chunks_exact(2)
            .filter_map(|pair| pair.first_chunk::<2>())
            .map(|pair| u16::from_le_bytes(*pair))
            .collect();
        Some(String::from_utf16_lossy(&units))
    }

    /// The places in a table of places with `width` bytes of data each: `(n + 1)` places, then the data.
    pub fn places(self, width: usize) -> (Vec<usize>, Bytes<'a>) {
        let count = self.len().saturating_sub(4) / (4 + width);
        let places = (0..=count).filter_map(|index| self.place(index * 4));
        (places.collect(), self.from((count + 1) * 4))
    }
}
