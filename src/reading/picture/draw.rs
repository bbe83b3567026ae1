//! One page, of a picture file or of a PDF, as points of colour on white.

use hayro::{
    PixmapSettings, RenderCache, RenderSettings,
    hayro_interpret::{InterpreterSettings, util::TransformExt as _},
    hayro_syntax::{DecryptionError, LoadPdfError, Pdf},
    kurbo::Affine,
    render_into,
    vello_cpu::{Pixmap, RasterizerSettings, RenderContext, Resources, TargetInit},
};
use image::{DynamicImage, imageops::FilterType};

use super::{
    file,
    window::{Drawn, Placed, View},
};
use crate::reading::{
    format::{Format, recognise},
    not_readable::NotReadable,
};

/// The most points drawn at once.
pub const POINT_CAP: usize = 6_000_000;

/// Draws a page of a document as `view` wants it.
///
/// # Errors
/// When the document is none that has pages to look at, is damaged, or has no such page.
pub fn draw(name: &str, bytes: Vec<u8>, view: &View) -> Result<Drawn, NotReadable> {
    if usize::from(view.width) * usize::from(view.height) > POINT_CAP {
        return Err(NotReadable::UnpacksTooLarge);
    }
    match recognise(name, &bytes)? {
        Format::Picture => {
            let image = file::decode(&bytes, view.page)?;
            drop(bytes);
            Ok(of_image(&image, view))
        }
        Format::Pdf => of_pdf(bytes, view),
        _ => Err(NotReadable::NoPages),
    }
}

fn of_image(image: &DynamicImage, view: &View) -> Drawn {
    let (width, height) = (image.width(), image.height());
    let placed = view.place(f64::from(width), f64::from(height));
    let left = whole(placed.left / placed.scale_x).min(width.saturating_sub(1));
    let top = whole(placed.top / placed.scale_y).min(height.saturating_sub(1));
    let across = whole(f64::from(placed.width) / placed.scale_x).clamp(1, width - left);
    let down = whole(f64::from(placed.height) / placed.scale_y).clamp(1, height - top);
    let shown = image.crop_imm(left, top, across, down).resize_exact(
        u32::from(placed.width),
        u32::from(placed.height),
        FilterType::Triangle,
    );
    let points = shown
        .to_rgba8()
        .pixels()
        .flat_map(|point| {
            let [red, green, blue, alpha] = point.0;
            [red, green, blue].map(|part| on_white(part, alpha))
        })
        .collect();
    finished(&placed, points)
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a number of points, clamped by whoever asks"
)]
fn whole(points: f64) -> u32 {
    points.clamp(0.0, f64::from(u32::MAX)).round() as u32
}

/// One part of a colour that is `alpha` of 255 there, over white.
fn on_white(part: u8, alpha: u8) -> u8 {
    let (part, alpha) = (u16::from(part), u16::from(alpha));
    u8::try_from((part * alpha + 255 * (255 - alpha)) / 255).unwrap_or(255)
}

fn of_pdf(bytes: Vec<u8>, view: &View) -> Result<Drawn, NotReadable> {
    let pdf = Pdf::new(bytes).map_err(|why| match why {
        LoadPdfError::Decryption(
            DecryptionError::PasswordProtected | DecryptionError::MissingIDEntry,
        ) => NotReadable::Password,
        _ => NotReadable::Damaged("PDF"),
    })?;
    let nth = usize::try_from(view.page).unwrap_or(0).checked_sub(1);
    let page = nth
        .and_then(|nth| pdf.pages().get(nth))
        .ok_or(NotReadable::Damaged("PDF"))?;
    let (width, height) = page.render_dimensions();
    let placed = view.place(f64::from(width), f64::from(height));
    let transform = Affine::translate((-placed.left, -placed.top))
        * Affine::scale_non_uniform(placed.scale_x, placed.scale_y)
        * page.initial_transform(true).to_kurbo();
    let mut context = RenderContext::new(placed.width, placed.height);
    render_into(
        page,
        &RenderCache::new(),
        &InterpreterSettings::default(),
        &RenderSettings::default(),
        &mut context,
        transform,
    );
    context.flush();
    let mut pixmap = Pixmap::new(placed.width, placed.height);
    let white = PixmapSettings {
        bg_color: hayro::vello_cpu::color::palette::css::WHITE,
        ..PixmapSettings::default()
    };
    context.render_with(
        &mut pixmap,
        &mut Resources::default(),
        RasterizerSettings {
            target_init: TargetInit::Clear(white.bg_color),
            ..RasterizerSettings::default()
        },
    );
    let points = pixmap
        .data()
        .iter()
        .flat_map(|point| [point.r, point.g, point.b])
        .collect();
    Ok(finished(&placed, points))
}

fn finished(placed: &Placed, points: Vec<u8>) -> Drawn {
    Drawn {
        width: placed.width,
        height: placed.height,
        window: placed.window,
        points,
    }
}
