//! For tests, those of the whole program too: small pictures made in memory.

use std::io::Cursor;

use image::{DynamicImage, ImageFormat, Rgb, RgbImage};

/// A picture whose left half is black and whose right half is white.
pub fn halves(width: u32, height: u32) -> DynamicImage {
    RgbImage::from_fn(width, height, |x, _| {
        Rgb(if x < width / 2 { [0; 3] } else { [255; 3] })
    })
    .into()
}

/// A picture as the bytes of a file.
pub fn file(picture: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

/// A TIFF of grey pages, one after the other, each of one colour and so many points across and down.
pub fn tiff(pages: &[u8], width: u16, height: u16) -> Vec<u8> {
    const ENTRIES: u32 = 8;
    let points = u32::from(width) * u32::from(height);
    let page = 2 + ENTRIES * 12 + 4 + points;
    let mut bytes = b"II*\0\x08\0\0\0".to_vec();
    for (nth, colour) in (0..).zip(pages) {
        let here = 8 + nth * page;
        let data = here + 2 + ENTRIES * 12 + 4;
        bytes.extend(8_u16.to_le_bytes());
        for (tag, value) in [
            (256, u32::from(width)),
            (257, u32::from(height)),
            (258, 8),
            (259, 1),
            (262, 1),
            (273, data),
            (278, u32::from(height)),
            (279, points),
        ] {
            bytes.extend(u16::to_le_bytes(tag));
            bytes.extend(4_u16.to_le_bytes());
            bytes.extend(1_u32.to_le_bytes());
            bytes.extend(value.to_le_bytes());
        }
        let last = usize::try_from(nth).unwrap() + 1 == pages.len();
        let next = if last { 0 } else { here + page };
        bytes.extend(next.to_le_bytes());
        bytes.extend(vec![*colour; usize::try_from(points).unwrap()]);
    }
    bytes
}

/// A PNG that says it is so large, and holds next to nothing.
pub fn huge(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = file(&halves(2, 2), ImageFormat::Png);
    bytes[16..20].copy_from_slice(&width.to_be_bytes());
    bytes[20..24].copy_from_slice(&height.to_be_bytes());
    let sum = crc(&bytes[12..29]);
    bytes[29..33].copy_from_slice(&sum.to_be_bytes());
    bytes
}

fn crc(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |sum, byte| {
        (0..8).fold(sum ^ u32::from(*byte), |sum, _| {
            (sum >> 1) ^ if sum & 1 == 1 { 0xedb8_8320 } else { 0 }
        })
    })
}
