//! What an old Office file says of itself beside its words: a set of properties in a stream of its own. The names are compared and forgotten.

use jiff::{
    Span,
    civil::{Date, date},
};

use super::{
    super::inside::{self, Inside},
    bytes::Bytes,
};

/// The most properties looked at.
const PROPERTIES: usize = 256;

/// Parts of a second a day has, as times are counted there.
const DAY: u64 = 864_000_000_000;

/// What the stream says; nothing where it makes no sense.
pub fn says(stream: Bytes<'_>) -> Inside {
    let mut inside = Inside::default();
    let Some(section) = stream.place(44).map(|at| stream.from(at)) else {
        return inside;
    };
    let count = section.place(4).unwrap_or(0).min(PROPERTIES);
    let (mut author, mut changer) = (String::new(), String::new());
    for index in 0..count {
        let (Some(id), Some(at)) = (section.four(8 + 8 * index), section.place(12 + 8 * index))
        else {
            break;
        };
        let value = section.from(at);
        match id {
            4 => author = words(value),
            8 => changer = words(value),
            9 => inside.revisions = words(value).trim().parse().ok(),
            11 => inside.printed = day(value),
            12 => inside.created = day(value),
            13 => inside.modified = day(value),
            _ => {}
        }
    }
    inside.same_person = inside::same_name(&author, &changer);
    inside
}

fn words(value: Bytes<'_>) -> String {
    let length = value.place(4).unwrap_or(0);
    match value.four(0) {
        Some(30) => value
            .part(8, length.min(4_096))
            .map(|bytes| String::from_utf8_lossy(bytes.0).into_owned()),
        Some(31) => value.letters(8, length.min(4_096)),
        _ => None,
    }
    .unwrap_or_default()
    .trim_end_matches('\0')
    .to_owned()
}

fn day(value: Bytes<'_>) -> Option<Date> {
    let since = value.eight(4).filter(|_| value.four(0) == Some(64))?;
    let days = i64::try_from(since / DAY).ok().filter(|days| *days > 0)?;
    date(1601, 1, 1)
        .checked_add(Span::new().try_days(days).ok()?)
        .ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_whether_it_was_the_same_person_are_read() {
        let days = (date(2012, 3, 14) - date(1601, 1, 1)).get_days();
        let mut values = Vec::new();
        let mut listed = Vec::new();
        let mut add = |id: u32, value: Vec<u8>| {
            listed.push((id, 8 + 3 * 8 + values.len()));
            values.extend(value);
        };
        let name = |name: &[u8]| {
            let mut out = 30_u32.to_le_bytes().to_vec();
            out.extend(u32::try_from(name.len()).unwrap().to_le_bytes());
            out.extend(name);
            out
        };
        add(4, name(b"Ann\0"));
        add(8, name(b"ANN\0"));
        let mut time = 64_u32.to_le_bytes().to_vec();
        time.extend((u64::try_from(days).unwrap() * DAY + 5).to_le_bytes());
        add(13, time);
        let mut stream = vec![0_u8; 44];
        stream.extend(48_u32.to_le_bytes());
        stream.extend([0; 4]);
        stream.extend(3_u32.to_le_bytes());
        for (id, at) in listed {
            stream.extend(id.to_le_bytes());
            stream.extend(u32::try_from(at).unwrap().to_le_bytes());
        }
        stream.extend(values);
        let inside = says(Bytes(&stream));
        assert_eq!(inside.modified, Some(date(2012, 3, 14)));
        assert_eq!(inside.same_person, Some(true));
        for cut in 0..stream.len() {
            says(Bytes(&stream[..cut]));
        }
    }
}
