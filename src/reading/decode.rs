//! Bytes of a text file into characters: the byte-order mark, else UTF-8, else the likeliest older encoding.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

use super::builder::Builder;

/// The characters of `bytes`. Says in a remark when the encoding had to be guessed or bytes fit none.
pub fn decode(bytes: &[u8], builder: &mut Builder) -> String {
    decode_as(bytes, None, builder)
}

/// As [`decode`], with the encoding the document itself declares, which counts unless a byte-order mark says otherwise.
pub fn decode_as(
    bytes: &[u8],
    declared: Option<&'static Encoding>,
    builder: &mut Builder,
) -> String {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        let rest = bytes.get(mark..).unwrap_or_default();
        return finish(encoding, rest, builder);
    }
    if let Ok(words) = std::str::from_utf8(bytes)
        && !has_many_nuls(bytes)
    {
        return words.to_owned();
    }
    if let Some(encoding) = declared {
        return finish(encoding, bytes, builder);
    }
    let encoding = wide(bytes).unwrap_or_else(|| guess(bytes));
    if encoding == UTF_8 {
        return finish(encoding, bytes, builder);
    }
    builder.remark(format!(
        "The file does not say how its letters are encoded; they were read as {}.",
        encoding.name()
    ));
    finish(encoding, bytes, builder)
}

fn finish(encoding: &'static Encoding, bytes: &[u8], builder: &mut Builder) -> String {
    let (words, broken) = encoding.decode_without_bom_handling(bytes);
    if broken {
        builder.remark("Some bytes are not letters in the file's encoding; each is shown as �.");
    }
    words.into_owned()
}

fn guess(bytes: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    // The files are British: where the letters leave a choice, the encodings usual there are likelier.
    detector.guess(Some(b"uk"), Utf8Detection::Allow)
}

fn has_many_nuls(bytes: &[u8]) -> bool {
    let head = bytes.get(..4096).unwrap_or(bytes);
    memchr::memchr_iter(0, head).count() * 4 > head.len()
}

/// UTF-16 without a byte-order mark: every second byte of Latin letters is zero.
pub(super) fn wide(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes.get(..4096).unwrap_or(bytes);
    let (mut even, mut odd) = (0, 0);
    for pair in head.chunks_exact(2) {
        even += usize::from(pair.first() == Some(&0));
        odd += usize::from(pair.last() == Some(&0));
    }
    let enough = head.len() / 2 * 7 / 10;
    if odd > enough && even < odd / 10 + 1 {
        Some(UTF_16LE)
    } else if even > enough && odd < even / 10 + 1 {
        Some(UTF_16BE)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> String {
        decode(bytes, &mut Builder::new())
    }

    #[test]
    fn marks_utf8_and_older_encodings_are_told_apart() {
        assert_eq!(read(b"\xef\xbb\xbfMother\xe2\x80\x99s"), "Mother’s");
        assert_eq!(read("Mother’s view".as_bytes()), "Mother’s view");
        assert_eq!(
            read(b"Mother\x92s view \x96 \xa320 a week"),
            "Mother’s view – £20 a week"
        );
        let wide: Vec<u8> = "The child’s view"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        assert_eq!(read(&wide), "The child’s view");
        let marked: Vec<u8> = "\u{feff}Plan"
            .encode_utf16()
            .flat_map(u16::to_be_bytes)
            .collect();
        assert_eq!(read(&marked), "Plan");
    }

    #[test]
    fn a_guess_is_said() {
        let mut builder = Builder::new();
        builder.paragraph(decode(b"caf\xe9 au lait, cr\xe8me", &mut Builder::new()));
        let mut said = Builder::new();
        decode(b"caf\xe9 au lait, cr\xe8me", &mut said);
        said.paragraph("x");
        assert_eq!(builder.finish().unwrap().words, "café au lait, crème");
        assert!(said.finish().unwrap().remarks[0].contains("windows-1252"));
    }
}
