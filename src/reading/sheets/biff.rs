//! An old workbook looked at before the library reads it: it makes room for as many cells as a sheet claims, and a claim costs nothing.
//!
//! Claims are brought down to one cell; a sheet whose cells really lie too far apart is refused. Record numbers are those of [MS-XLS].

use std::io::{Cursor, Read, Seek, SeekFrom, Write};

use crate::reading::not_readable::NotReadable;

/// The longest stream of a workbook, in bytes.
const STREAM_CAP: u64 = 128 << 20;

/// How many cells the rectangle around a sheet's cells may have.
const AREA_CAP: u64 = 4_000_000;

const DIMENSIONS: u16 = 0x0200;
const BEGIN: u16 = 0x0809;
const PASSWORD: u16 = 0x002f;

/// Cells with a value: each begins with its row and column.
const CELLS: [u16; 8] = [
    0x0203, 0x0204, 0x00d6, 0x0205, 0x027e, 0x00fd, 0x00bd, 0x0006,
];

/// A copy of the workbook that claims nothing.
///
/// # Errors
/// When it is no compound file, holds no workbook, is under a password, or has cells too far apart.
pub fn checked(bytes: &[u8]) -> Result<Vec<u8>, NotReadable> {
    let damaged = NotReadable::Damaged(super::WHAT);
    let mut file = cfb::CompoundFile::open(Cursor::new(bytes.to_vec()))
        .map_err(|_| NotReadable::CutShort(super::WHAT))?;
    let name = ["/Workbook", "/Book"]
        .into_iter()
        .find(|name| file.is_stream(name))
        .ok_or(damaged.clone())?;
    let mut stream = file.open_stream(name).map_err(|_| damaged.clone())?;
    let mut records = Vec::new();
    let mut head = (&mut stream).take(STREAM_CAP + 1);
    head.read_to_end(&mut records)
        .map_err(|_| NotReadable::CutShort(super::WHAT))?;
    if u64::try_from(records.len()).unwrap_or(u64::MAX) > STREAM_CAP {
        return Err(NotReadable::UnpacksTooLarge);
    }
    for claim in claims(&records)? {
        let write = |stream: &mut cfb::Stream<_>| -> std::io::Result<()> {
            stream.seek(SeekFrom::Start(claim.at))?;
            stream.write_all(&vec![0; claim.length])
        };
        write(&mut stream).map_err(|_| damaged.clone())?;
    }
    stream.flush().map_err(|_| damaged.clone())?;
    drop(stream);
    file.flush().map_err(|_| damaged)?;
    Ok(file.into_inner().into_inner())
}

/// Where in the stream a sheet claims its size.
struct Claim {
    at: u64,
    length: usize,
}

fn claims(records: &[u8]) -> Result<Vec<Claim>, NotReadable> {
    let mut found = Vec::new();
    let (mut rows, mut columns) = (Extent::default(), Extent::default());
    let mut at = 0_usize;
    let two = |at: usize| {
        records
            .get(at..)
            .and_then(|rest| rest.first_chunk::<2>())
            .map(|pair| u16::from_le_bytes(*pair))
    };
    while let (Some(kind), Some(length)) = (two(at), two(at + 2)) {
        let body = at + 4;
        let length = usize::from(length);
        match kind {
            PASSWORD if two(body).is_some_and(|kind| kind != 0) => {
                return Err(NotReadable::Password);
            }
            BEGIN => (rows, columns) = (Extent::default(), Extent::default()),
            // A record of another length is the library's affair: it refuses it.
            DIMENSIONS if matches!(length, 10 | 14 | 16) && records.len() >= body + length => {
                found.push(Claim {
                    at: u64::try_from(body).unwrap_or(u64::MAX),
                    length,
                });
            }
            kind if CELLS.contains(&kind) => {
                if let (Some(row), Some(column)) = (two(body), two(body + 2)) {
                    rows.take(row);
                    columns.take(column);
                    if kind == 0x00bd
                        && let Some(last) = two((body + length).saturating_sub(2))
                    {
                        columns.take(last.min(255));
                    }
                }
                if rows.length() * columns.length() > AREA_CAP {
                    return Err(NotReadable::UnpacksTooLarge);
                }
            }
            _ => {}
        }
        at = body + length;
    }
    Ok(found)
}

/// From the first to the last of some numbers.
#[derive(Default)]
struct Extent(Option<(u16, u16)>);

impl Extent {
    fn take(&mut self, number: u16) {
        let (first, last) = self.0.unwrap_or((number, number));
        self.0 = Some((first.min(number), last.max(number)));
    }

    fn length(&self) -> u64 {
        self.0
            .map_or(0, |(first, last)| u64::from(last - first) + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(kind: u16, body: &[u8]) -> Vec<u8> {
        let mut out = kind.to_le_bytes().to_vec();
        out.extend(u16::try_from(body.len()).unwrap().to_le_bytes());
        out.extend(body);
        out
    }

    fn cell(row: u16, column: u16) -> Vec<u8> {
        let mut body = row.to_le_bytes().to_vec();
        body.extend(column.to_le_bytes());
        body.extend([0; 10]);
        record(0x0203, &body)
    }

    #[test]
    fn claims_are_found_and_cells_far_apart_refused() {
        let mut sheet = record(BEGIN, &[0; 16]);
        sheet.extend(record(DIMENSIONS, &[0xff; 14]));
        sheet.extend(cell(3, 1));
        sheet.extend(cell(60_000, 20));
        let found = claims(&sheet).unwrap();
        assert_eq!((found.len(), found[0].at, found[0].length), (1, 24, 14));
        sheet.extend(cell(0, 250));
        assert!(matches!(claims(&sheet), Err(NotReadable::UnpacksTooLarge)));
    }

    #[test]
    fn a_password_is_said_and_what_is_cut_short_ends() {
        let locked = record(PASSWORD, &[1, 0, 1, 0]);
        assert!(matches!(claims(&locked), Err(NotReadable::Password)));
        for cut in 0..locked.len() {
            claims(&locked[..cut]).ok();
        }
        assert_eq!(checked(b"no"), Err(NotReadable::CutShort("spreadsheet")));
    }
}
