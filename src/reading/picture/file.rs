//! Picture files: which bytes are one, whether they are sound, and how many pages they have.

use std::io::Cursor;

use image::{DynamicImage, ImageDecoder as _, ImageError, ImageFormat, ImageReader, Limits};

use super::tiff;
use crate::reading::not_readable::NotReadable;

/// The most points of a picture: a page of a newspaper scanned finely has fewer.
const POINT_CAP: u64 = 120_000_000;

/// The longest side of a picture, in points.
const SIDE_CAP: u32 = 60_000;

/// Memory decoding one may take, in bytes: below what the child may have in all.
const MEMORY_CAP: u64 = 600 << 20;

/// A sound picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Picture {
    /// Points across, of its first page.
    pub width: u32,
    /// Points down.
    pub height: u32,
    /// How many pages: 1, except in a TIFF.
    pub pages: u32,
}

impl Picture {
    /// What is said of it where its words would stand.
    #[must_use]
    pub fn sentence(&self) -> String {
        if self.pages == 1 {
            format!(
                "A picture, {} by {} points. It holds no words that can be read or found; it can be looked at.",
                self.width, self.height
            )
        } else {
            format!(
                "A scan of {} pages. It holds no words that can be read or found; its pages can be looked at.",
                self.pages
            )
        }
    }
}

/// Which kind of picture these bytes begin as; `None` for anything that is not shown as one.
#[must_use]
pub fn kind(bytes: &[u8]) -> Option<ImageFormat> {
    let starts = |sign: &[u8]| bytes.starts_with(sign);
    Some(if starts(b"\x89PNG\r\n\x1a\n") {
        ImageFormat::Png
    } else if starts(b"\xff\xd8\xff") {
        ImageFormat::Jpeg
    } else if starts(b"II*\0") || starts(b"MM\0*") || starts(b"II+\0") || starts(b"MM\0+") {
        ImageFormat::Tiff
    } else if starts(b"GIF87a") || starts(b"GIF89a") {
        ImageFormat::Gif
    } else if starts(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") {
        ImageFormat::WebP
    } else if starts(b"BM") {
        ImageFormat::Bmp
    } else {
        return None;
    })
}

/// Looks whether a picture is sound: the first page is decoded, the others are counted.
///
/// # Errors
/// When it is none, is damaged, too large, or of a rare kind.
pub fn look(bytes: &[u8]) -> Result<Picture, NotReadable> {
    let kind = kind(bytes).ok_or(NotReadable::NotADocument)?;
    let pages = match kind {
        ImageFormat::Tiff => u32::try_from(tiff::pages(bytes).len()).unwrap_or(u32::MAX),
        _ => 1,
    };
    let first = decode(bytes, 1)?;
    Ok(Picture {
        width: first.width(),
        height: first.height(),
        pages: pages.max(1),
    })
}

/// One page of a picture, upright.
///
/// # Errors
/// As [`look`], and when there is no such page.
pub fn decode(bytes: &[u8], page: u32) -> Result<DynamicImage, NotReadable> {
    let kind = kind(bytes).ok_or(NotReadable::NotADocument)?;
    if kind == ImageFormat::Tiff {
        let bytes = tiff::at_page(bytes, page).ok_or(NotReadable::Damaged("picture"))?;
        return one(&bytes, kind);
    }
    if page == 1 {
        one(bytes, kind)
    } else {
        Err(NotReadable::Damaged("picture"))
    }
}

fn one(bytes: &[u8], kind: ImageFormat) -> Result<DynamicImage, NotReadable> {
    let why = |error: ImageError| why(&error);
    let mut reader = ImageReader::with_format(Cursor::new(bytes), kind);
    let mut limits = Limits::default();
    limits.max_image_width = Some(SIDE_CAP);
    limits.max_image_height = Some(SIDE_CAP);
    limits.max_alloc = Some(MEMORY_CAP);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(why)?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > POINT_CAP || decoder.total_bytes() > MEMORY_CAP {
        return Err(NotReadable::PictureTooLarge { width, height });
    }
    if width == 0 || height == 0 {
        return Err(NotReadable::Damaged("picture"));
    }
    // Which way up a camera was held; a picture that does not say lies as it is.
    let upright = decoder.orientation().ok();
    let mut image = DynamicImage::from_decoder(decoder).map_err(why)?;
    if let Some(upright) = upright {
        image.apply_orientation(upright);
    }
    Ok(image)
}

fn why(error: &ImageError) -> NotReadable {
    match error {
        ImageError::Limits(_) => NotReadable::UnpacksTooLarge,
        ImageError::Unsupported(_) => NotReadable::RarePicture,
        ImageError::IoError(error) if error.kind() == std::io::ErrorKind::UnexpectedEof => {
            NotReadable::CutShort("picture")
        }
        _ => NotReadable::Damaged("picture"),
    }
}
