//! Reading workbooks (`.xlsx`, `.xlsb`, `.xls`) with calamine: each sheet a heading and its tables, values as a person sees them.
//!
//! What a workbook says of its own size is not believed: parts are unpacked once to see how large they are before anything is made of
//! them, and an old workbook's claims are looked at first ([`biff`]). A panic in the library is a sentence.

mod biff;
#[cfg(test)]
mod tests;
pub(super) mod values;

use std::{
    io::{Cursor, Read},
    panic::{AssertUnwindSafe, catch_unwind},
};

use calamine::{
    Cell as Found, Data, DataRef, Reader, Sheet, SheetType, SheetVisible, Style,
    WorkbookProperties, Xls, XlsError, Xlsb, XlsbError, Xlsx, XlsxError,
};

use super::{
    builder::Builder,
    grid::{CELLS_CAP, Cell, Grid, Titles},
    inside::{self, Inside},
    not_readable::NotReadable,
};

/// What people call such a document.
const WHAT: &str = "spreadsheet";

/// How much all parts of a workbook may hold together, in bytes.
const UNPACKED_CAP: u64 = 192 << 20;

/// How many sheets are read.
const SHEETS_CAP: usize = 500;

/// How many merged places of one sheet are looked at.
const MERGED_CAP: usize = 100_000;

/// Which kind of workbook.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A package of XML parts.
    Xlsx,
    /// A package of binary parts.
    Xlsb,
    /// Excel 97 to 2003, and before.
    Xls,
}

/// Reads a workbook; what it says of itself beside its words goes to `inside`.
///
/// # Errors
/// When it is cut short, damaged, encrypted, or larger inside than its bounds.
pub fn read(
    kind: Kind,
    bytes: &[u8],
    builder: &mut Builder,
    inside: &mut Inside,
) -> Result<(), NotReadable> {
    let mut inner = Builder::new();
    let mut says = Inside::default();
    let read = catch_unwind(AssertUnwindSafe(|| match kind {
        Kind::Xlsx => {
            weigh(bytes)?;
            let mut book = Xlsx::new(Cursor::new(bytes)).map_err(|why| xlsx_error(&why))?;
            walk(&mut book, &mut inner, &mut says)
        }
        Kind::Xlsb => {
            weigh(bytes)?;
            let mut book = Xlsb::new(Cursor::new(bytes)).map_err(|why| xlsb_error(&why))?;
            walk(&mut book, &mut inner, &mut says)
        }
        Kind::Xls => {
            let checked = biff::checked(bytes)?;
            let mut book = Xls::new(Cursor::new(checked)).map_err(|why| match why {
                XlsError::Password => NotReadable::Password,
                _ => NotReadable::Damaged(WHAT),
            })?;
            walk(&mut book, &mut inner, &mut says)
        }
    }));
    read.unwrap_or(Err(NotReadable::Damaged(WHAT)))?;
    *builder = inner;
    *inside = says;
    Ok(())
}

fn xlsx_error(why: &XlsxError) -> NotReadable {
    match why {
        XlsxError::Password => NotReadable::Password,
        XlsxError::Zip(_) | XlsxError::Io(_) => NotReadable::CutShort(WHAT),
        _ => NotReadable::Damaged(WHAT),
    }
}

fn xlsb_error(why: &XlsbError) -> NotReadable {
    match why {
        XlsbError::Password => NotReadable::Password,
        XlsbError::Zip(_) | XlsbError::Io(_) => NotReadable::CutShort(WHAT),
        _ => NotReadable::Damaged(WHAT),
    }
}

/// Unpacks every part of a package once and keeps nothing: a part may hold far more than it declares.
fn weigh(bytes: &[u8]) -> Result<(), NotReadable> {
    let mut archive =
        zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| NotReadable::CutShort(WHAT))?;
    let mut left = UNPACKED_CAP;
    for index in 0..archive.len() {
        // A part that cannot be opened is the reader's affair: it may never ask for it.
        let Ok(part) = archive.by_index(index) else {
            continue;
        };
        let is_media = part.name().is_ok_and(|name| name.contains("media/"));
        if is_media {
            continue;
        }
        let held = std::io::copy(&mut part.take(left + 1), &mut std::io::sink()).unwrap_or(0);
        left = left.checked_sub(held).ok_or(NotReadable::UnpacksTooLarge)?;
    }
    Ok(())
}

/// What this file needs of a workbook, whatever its kind.
trait Book {
    fn sheets(&self) -> Vec<Sheet>;
    /// Hands every filled cell of a sheet to `each` until that has enough: place, words, whether it stands out.
    fn cells(&mut self, sheet: &str, each: &mut dyn FnMut(Cell) -> bool) -> Result<(), ()>;
    /// Places that stand across several columns.
    fn across(&mut self, sheet: &str) -> Vec<(u32, u32)>;
    fn properties(&mut self) -> WorkbookProperties;
}

fn walk(
    book: &mut impl Book,
    builder: &mut Builder,
    inside: &mut Inside,
) -> Result<(), NotReadable> {
    *inside = says(&book.properties());
    let sheets = book.sheets();
    let mut budget = CELLS_CAP;
    let mut broken = 0;
    let only = sheets.len() == 1;
    if sheets.len() > SHEETS_CAP {
        builder.remark(format!(
            "The workbook has {} sheets; only its first {SHEETS_CAP} are shown.",
            sheets.len()
        ));
    }
    for sheet in sheets.iter().take(SHEETS_CAP) {
        if !matches!(sheet.typ, SheetType::WorkSheet | SheetType::MacroSheet) {
            builder.remark(format!(
                "“{}” holds no cells (a chart, for instance) and is not shown.",
                sheet.name
            ));
            continue;
        }
        let mut grid = Grid::default();
        let mut enough = false;
        let read = book.cells(&sheet.name, &mut |cell| {
            let more = grid.add(cell);
            enough |= !more;
            more
        });
        if enough {
            return Err(NotReadable::TooLong(super::builder::SIZE_CAP >> 20));
        }
        if read.is_err() {
            broken += 1;
            builder.remark(format!(
                "The sheet “{}” is damaged: cells after the damage are missing here.",
                sheet.name
            ));
        }
        for (row, column) in book.across(&sheet.name).into_iter().take(MERGED_CAP) {
            grid.stands_across(row, column);
        }
        put(sheet, only, grid, &mut budget, builder);
    }
    if broken > 0 && broken == sheets.len() && builder.is_empty() {
        return Err(NotReadable::Damaged(WHAT));
    }
    Ok(())
}

fn put(sheet: &Sheet, only: bool, grid: Grid, budget: &mut usize, builder: &mut Builder) {
    let hidden = sheet.visible != SheetVisible::Visible;
    if grid.is_empty() {
        return;
    }
    if hidden {
        builder.remark(format!(
            "The sheet “{}” is hidden in the workbook; it is shown here.",
            sheet.name
        ));
        builder.heading(2, format!("{} [hidden sheet]", sheet.name));
    } else if !(only && is_usual(&sheet.name)) {
        builder.heading(2, &sheet.name);
    }
    grid.put(Titles::Perhaps, budget, builder);
}

/// `Sheet1`: the name of a sheet nobody named.
fn is_usual(name: &str) -> bool {
    name.strip_prefix("Sheet")
        .is_some_and(|rest| rest.bytes().all(|byte| byte.is_ascii_digit()))
}

fn says(properties: &WorkbookProperties) -> Inside {
    let name = |name: &Option<String>| name.clone().unwrap_or_default();
    Inside {
        modified: inside::day(&name(&properties.modified)),
        same_person: inside::same_name(
            &name(&properties.creator),
            &name(&properties.last_modified_by),
        ),
        ..Inside::default()
    }
}

fn cell(found: &Found<Data>, style: Option<&Style>) -> Cell {
    let (row, column) = found.get_position();
    let format = style
        .and_then(|style| style.number_format.as_ref())
        .map(|format| format.format_code.as_str());
    let stands_out = style.is_some_and(|style| {
        style.font.as_ref().is_some_and(calamine::Font::is_bold)
            || style.fill.as_ref().is_some_and(calamine::Fill::is_visible)
    });
    Cell {
        row,
        column,
        words: values::shown(found.get_value(), format),
        stands_out,
    }
}

/// The first places of merged ones that are wider than one column.
fn wide(merged: &[calamine::Dimensions]) -> Vec<(u32, u32)> {
    merged
        .iter()
        .filter(|place| place.end.1 > place.start.1)
        .map(|place| place.start)
        .collect()
}

fn owned(found: &Found<DataRef<'_>>) -> Found<Data> {
    Found::new(found.get_position(), Data::from(found.get_value().clone()))
}

impl Book for Xlsx<Cursor<&[u8]>> {
    fn sheets(&self) -> Vec<Sheet> {
        self.sheets_metadata().to_vec()
    }

    fn cells(&mut self, sheet: &str, each: &mut dyn FnMut(Cell) -> bool) -> Result<(), ()> {
        let mut cells = self.worksheet_cells_reader(sheet).map_err(drop)?;
        while let Some((found, style)) = cells.next_cell_with_style_id().map_err(drop)? {
            let is_empty = matches!(found.get_value(), DataRef::Empty);
            if !is_empty && !each(cell(&owned(&found), cells.styles().get(style))) {
                break;
            }
        }
        Ok(())
    }

    fn across(&mut self, sheet: &str) -> Vec<(u32, u32)> {
        wide(&self.merge_cells_by_sheet_name(sheet).unwrap_or_default())
    }

    fn properties(&mut self) -> WorkbookProperties {
        self.workbook_properties().unwrap_or_default()
    }
}

impl Book for Xlsb<Cursor<&[u8]>> {
    fn sheets(&self) -> Vec<Sheet> {
        self.sheets_metadata().to_vec()
    }

    fn cells(&mut self, sheet: &str, each: &mut dyn FnMut(Cell) -> bool) -> Result<(), ()> {
        let mut cells = self.worksheet_cells_reader(sheet).map_err(drop)?;
        while let Some(found) = cells.next_cell().map_err(drop)? {
            let is_empty = matches!(found.get_value(), DataRef::Empty);
            if !is_empty && !each(cell(&owned(&found), None)) {
                break;
            }
        }
        Ok(())
    }

    fn across(&mut self, _: &str) -> Vec<(u32, u32)> {
        Vec::new()
    }

    fn properties(&mut self) -> WorkbookProperties {
        self.workbook_properties().unwrap_or_default()
    }
}

impl<RS: Read + std::io::Seek> Book for Xls<RS> {
    fn sheets(&self) -> Vec<Sheet> {
        self.sheets_metadata().to_vec()
    }

    fn cells(&mut self, sheet: &str, each: &mut dyn FnMut(Cell) -> bool) -> Result<(), ()> {
        let range = self.worksheet_range(sheet).map_err(drop)?;
        let (top, left) = range.start().unwrap_or_default();
        for (row, column, value) in range.used_cells() {
            let place = |at: usize, from: u32| from.saturating_add(u32::try_from(at).unwrap_or(0));
            let found = Found::new((place(row, top), place(column, left)), value.clone());
            if !each(cell(&found, None)) {
                break;
            }
        }
        Ok(())
    }

    fn across(&mut self, sheet: &str) -> Vec<(u32, u32)> {
        wide(&self.merge_cells_by_sheet_name(sheet).unwrap_or_default())
    }

    fn properties(&mut self) -> WorkbookProperties {
        self.workbook_properties().unwrap_or_default()
    }
}
