//! For tests, those of the whole program too: small documents made in memory.

use std::{
    fmt::Write as _,
    io::{Cursor, Write},
};

/// A main part with this body.
pub fn document(body: &str) -> String {
    format!("<?xml version='1.0'?><w:document xmlns:w='w'><w:body>{body}</w:body></w:document>")
}

/// A Word document of these parts, with the relations they need.
pub fn docx(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    let mut relations = String::new();
    for (index, (name, part)) in parts.iter().enumerate() {
        zip.start_file(*name, options).unwrap();
        zip.write_all(part.as_bytes()).unwrap();
        let file = name.rsplit('/').next().unwrap();
        let kind = file
            .trim_end_matches(".xml")
            .trim_end_matches(|c: char| c.is_ascii_digit());
        write!(
            relations,
            "<Relationship Id='r{index}' Type='http://schemas/{kind}' Target='{file}'/>"
        )
        .unwrap();
    }
    zip.start_file("word/_rels/document.xml.rels", options)
        .unwrap();
    write!(zip, "<Relationships>{relations}</Relationships>").unwrap();
    zip.finish().unwrap().into_inner()
}

/// What a word processor says of a document in `docProps/core.xml`.
pub fn core(author: &str, changed_by: &str, modified: &str) -> String {
    format!(
        "<?xml version='1.0'?><cp:coreProperties xmlns:cp='cp' xmlns:dc='dc' xmlns:dcterms='dcterms'><dc:creator>{author}</dc:creator>\
         <cp:lastModifiedBy>{changed_by}</cp:lastModifiedBy><dcterms:modified>{modified}</dcterms:modified></cp:coreProperties>"
    )
}

/// A line of text on a page made for [`pdf`]: from the left, from the bottom, the size, the words.
pub fn show(x: f64, y: f64, size: f64, words: &str) -> String {
    let words = words
        .replace('\\', "\\\\")
        .replace('(', "\\(")
        .replace(')', "\\)");
    format!("BT /F1 {size} Tf {x} {y} Td ({words}) Tj ET\n")
}

/// A PDF of A4 pages with these contents, set in Helvetica as `F1`.
pub fn pdf(pages: &[String]) -> Vec<u8> {
    let font =
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>".to_owned();
    pdf_with(pages, &font, &[])
}

/// As [`pdf`], with a font of one's own and further objects, the first of them number 4. Where that says a `/ModDate`, it is what the PDF
/// says of itself.
pub fn pdf_with(pages: &[String], font: &str, more: &[String]) -> Vec<u8> {
    let first = 4 + more.len();
    let kids: Vec<String> = (0..pages.len())
        .map(|page| format!("{} 0 R", first + 2 * page))
        .collect();
    let mut objects = vec![
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        format!(
            "<</Type/Pages/Count {}/Kids[{}]>>",
            pages.len(),
            kids.join(" ")
        ),
        font.to_owned(),
    ];
    objects.extend(more.iter().cloned());
    for (page, content) in pages.iter().enumerate() {
        objects.push(format!(
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 3 0 R>>/XObject<</I 4 0 R>>>>/Contents {} 0 R>>",
            first + 2 * page + 1
        ));
        objects.push(format!(
            "<</Length {}>>stream\n{content}\nendstream",
            content.len()
        ));
    }
    let mut out = b"%PDF-1.4\n".to_vec();
    let mut places = Vec::new();
    for (number, object) in objects.iter().enumerate() {
        places.push(out.len());
        writeln!(out, "{} 0 obj\n{object}\nendobj", number + 1).unwrap();
    }
    let table = out.len();
    writeln!(out, "xref\n0 {}\n0000000000 65535 f ", objects.len() + 1).unwrap();
    for place in places {
        writeln!(out, "{place:010} 00000 n ").unwrap();
    }
    let says = more
        .first()
        .is_some_and(|object| object.contains("/ModDate"));
    writeln!(
        out,
        "trailer\n<</Size {}/Root 1 0 R{}>>\nstartxref\n{table}\n%%EOF",
        objects.len() + 1,
        if says { "/Info 4 0 R" } else { "" }
    )
    .unwrap();
    out
}

/// A zip of these files.
pub fn zip(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, part) in parts {
        zip.start_file(*name, zip::write::SimpleFileOptions::default())
            .unwrap();
        zip.write_all(part.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// A workbook of these sheets: name, state (`hidden`, else empty), rows as XML. Styles: 1 bold, 2 a date, 3 a percentage; two shared
/// strings.
pub fn xlsx(sheets: &[(&str, &str, &str)]) -> Vec<u8> {
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let link = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let kind = "http://schemas.openxmlformats.org/package/2006/relationships";
    let (mut listed, mut links) = (String::new(), String::new());
    let mut parts = Vec::new();
    for (index, (name, state, rows)) in sheets.iter().enumerate() {
        let state = if state.is_empty() {
            String::new()
        } else {
            format!(" state='{state}'")
        };
        write!(
            listed,
            "<sheet name='{name}' sheetId='{0}'{state} r:id='r{0}'/>",
            index + 1
        )
        .unwrap();
        write!(
            links,
            "<Relationship Id='r{0}' Type='{link}/worksheet' Target='worksheets/sheet{0}.xml'/>",
            index + 1
        )
        .unwrap();
        parts.push((
            format!("xl/worksheets/sheet{}.xml", index + 1),
            format!("<worksheet xmlns='{main}'><sheetData>{rows}</sheetData></worksheet>"),
        ));
    }
    parts.push((
        "xl/workbook.xml".to_owned(),
        format!("<workbook xmlns='{main}' xmlns:r='{link}'><sheets>{listed}</sheets></workbook>"),
    ));
    parts.push((
        "xl/_rels/workbook.xml.rels".to_owned(),
        format!("<Relationships xmlns='{kind}'>{links}</Relationships>"),
    ));
    parts.push((
        "xl/sharedStrings.xml".to_owned(),
        format!(
            "<sst xmlns='{main}'><si><t>Home visit &amp; talk</t></si><si><r><t xml:space='preserve'>Words nobody </t></r><r><t>was to see</t></r></si></sst>"
        ),
    ));
    parts.push((
        "xl/styles.xml".to_owned(),
        format!(
            "<styleSheet xmlns='{main}'><fonts><font/><font><b/></font></fonts><fills><fill/></fills><borders><border/></borders>\
             <cellXfs><xf numFmtId='0' fontId='0'/><xf numFmtId='0' fontId='1' applyFont='1'/><xf numFmtId='14' fontId='0' applyNumberFormat='1'/>\
             <xf numFmtId='9' fontId='0' applyNumberFormat='1'/></cellXfs></styleSheet>"
        ),
    ));
    parts.push((
        "_rels/.rels".to_owned(),
        format!(
            "<Relationships xmlns='{kind}'><Relationship Id='r1' Type='{link}/officeDocument' Target='xl/workbook.xml'/>\
             <Relationship Id='r2' Type='http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties' Target='docProps/core.xml'/></Relationships>"
        ),
    ));
    parts.push((
        "docProps/core.xml".to_owned(),
        core("Ann Example", "Bea Example", "2012-03-15T10:00:00Z"),
    ));
    let parts: Vec<(&str, &str)> = parts.iter().map(|(a, b)| (&**a, &**b)).collect();
    zip(&parts)
}

/// A cell of an old workbook.
#[derive(Clone, Copy)]
pub enum Biff {
    /// Words.
    Label(&'static str),
    /// A number, shown as a date.
    Number(f64),
}

/// A workbook of Excel 97 with one sheet, which claims to be as large as a sheet can be.
pub fn xls(name: &str, cells: &[(u16, u16, Biff)]) -> Vec<u8> {
    let record = |kind: u16, body: &[u8]| {
        let mut out = kind.to_le_bytes().to_vec();
        out.extend(u16::try_from(body.len()).unwrap().to_le_bytes());
        out.extend(body);
        out
    };
    let begin = |kind: u16| {
        let mut body = vec![0, 6];
        body.extend(kind.to_le_bytes());
        body.extend([0; 12]);
        record(0x0809, &body)
    };
    let style = |format: u16| {
        let mut body = vec![0, 0];
        body.extend(format.to_le_bytes());
        body.extend([0; 16]);
        record(0x00e0, &body)
    };
    let mut globals = begin(5);
    globals.extend(style(0));
    globals.extend(style(22));
    let length = globals.len() + 4 + 8 + name.len() + 4;
    let mut listed = u32::try_from(length).unwrap().to_le_bytes().to_vec();
    listed.extend([0, 0, u8::try_from(name.len()).unwrap(), 0]);
    listed.extend(name.as_bytes());
    let mut stream = globals;
    stream.extend(record(0x0085, &listed));
    stream.extend(record(0x000a, &[]));
    stream.extend(begin(0x10));
    let mut claim = 0_u32.to_le_bytes().to_vec();
    claim.extend(65_536_u32.to_le_bytes());
    claim.extend([0, 0, 0, 1, 0, 0]);
    stream.extend(record(0x0200, &claim));
    for (row, column, cell) in cells {
        let mut body = row.to_le_bytes().to_vec();
        body.extend(column.to_le_bytes());
        match cell {
            Biff::Label(words) => {
                let wide: Vec<u16> = words.encode_utf16().collect();
                body.extend([0, 0]);
                body.extend(u16::try_from(wide.len()).unwrap().to_le_bytes());
                body.push(1);
                body.extend(wide.into_iter().flat_map(u16::to_le_bytes));
                stream.extend(record(0x0204, &body));
            }
            Biff::Number(number) => {
                body.extend([1, 0]);
                body.extend(number.to_le_bytes());
                stream.extend(record(0x0203, &body));
            }
        }
    }
    stream.extend(record(0x000a, &[]));
    compound(&[("/Workbook", &stream)])
}

/// A compound file of these streams.
pub fn compound(streams: &[(&str, &[u8])]) -> Vec<u8> {
    let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
    for (name, bytes) in streams {
        file.create_stream(name).unwrap().write_all(bytes).unwrap();
    }
    file.flush().unwrap();
    file.into_inner().into_inner()
}

/// An old Word document to be made.
#[derive(Default)]
pub struct OldWord<'a> {
    /// The body, notes, heads of pages, one after the other, with the signs Word puts between.
    pub parts: [&'a str; 3],
    /// From which letter to which the letters have these properties.
    pub letters: Vec<(usize, usize, Vec<u8>)>,
    /// The same for paragraphs: their style, and their properties.
    pub paragraphs: Vec<(usize, usize, u16, Vec<u8>)>,
    /// Which letters of the body point at notes, and where the notes begin and end among theirs.
    pub notes: (Vec<u32>, Vec<u32>),
    /// Further flags of the document.
    pub flags: u16,
}

/// A page that says how runs of letters or paragraphs look: `width` bytes for each, and what they point at from the page's end.
fn look_page(
    all: &[(usize, usize, Vec<u8>)],
    width: usize,
    place: &dyn Fn(usize) -> u32,
) -> Vec<u8> {
    let mut page = vec![0_u8; 512];
    let mut free = 510;
    for (index, (from, end, bytes)) in all.iter().enumerate() {
        page[4 * index..4 * index + 4].copy_from_slice(&place(*from).to_le_bytes());
        page[4 * index + 4..4 * index + 8].copy_from_slice(&place(*end).to_le_bytes());
        if !bytes.is_empty() {
            free = (free - bytes.len()) & !1;
            page[free..free + bytes.len()].copy_from_slice(bytes);
            page[4 * (all.len() + 1) + width * index] = u8::try_from(free / 2).unwrap();
        }
    }
    page[511] = u8::try_from(all.len()).unwrap();
    page
}

/// Makes it.
pub fn old_word(word: &OldWord<'_>) -> Vec<u8> {
    let units: Vec<u16> = word
        .parts
        .iter()
        .flat_map(|part| part.encode_utf16())
        .collect();
    let place = |letter: usize| u32::try_from(1024 + 2 * letter).unwrap();
    let mut main = vec![0_u8; 1024];
    main.extend(units.iter().flat_map(|unit| unit.to_le_bytes()));
    main.resize(main.len().next_multiple_of(512), 0);
    let mut pages = Vec::new();
    for is_paragraph in [false, true] {
        pages.push(u32::try_from(main.len() / 512).unwrap());
        let runs: Vec<(usize, usize, Vec<u8>)> = if is_paragraph {
            let own = |style: u16, own: &[u8]| {
                let mut out = style.to_le_bytes().to_vec();
                out.extend(own);
                out.resize(out.len() + (out.len() + 1) % 2, 0);
                let half = u8::try_from(out.len().div_ceil(2)).unwrap();
                out.insert(0, half);
                out
            };
            let runs = word.paragraphs.iter();
            runs.map(|(from, end, style, bytes)| (*from, *end, own(*style, bytes)))
                .collect()
        } else {
            let own = |bytes: &[u8]| {
                let mut out = vec![u8::try_from(bytes.len()).unwrap()];
                out.extend(bytes);
                out
            };
            let runs = word.letters.iter();
            runs.map(|(from, end, bytes)| (*from, *end, own(bytes)))
                .collect()
        };
        let mut all: Vec<(usize, usize, Vec<u8>)> = Vec::new();
        let mut done = 0;
        for (from, end, bytes) in runs {
            if from > done {
                all.push((done, from, Vec::new()));
            }
            all.push((from, end, bytes));
            done = end;
        }
        all.push((done, units.len() + 1, Vec::new()));
        let width = if is_paragraph { 13 } else { 1 };
        let page = look_page(&all, width, &place);
        main.extend(page);
    }
    let mut tables = Vec::new();
    let mut listed: Vec<(usize, usize, usize)> = Vec::new();
    let mut put = |number: usize, bytes: Vec<u8>| {
        listed.push((number, tables.len(), bytes.len()));
        tables.extend(bytes);
    };
    let numbers = |all: &[u32]| -> Vec<u8> { all.iter().flat_map(|n| n.to_le_bytes()).collect() };
    let last = u32::try_from(units.len()).unwrap();
    let mut pieces = vec![2];
    pieces.extend(16_u32.to_le_bytes());
    pieces.extend(numbers(&[0, last]));
    pieces.extend([0, 0]);
    pieces.extend(1024_u32.to_le_bytes());
    pieces.extend([0, 0]);
    put(33, pieces);
    for (number, page) in [(12, pages[0]), (13, pages[1])] {
        put(number, numbers(&[1024, place(units.len()), page]));
    }
    let mut refs = numbers(&word.notes.0);
    refs.extend(last.to_le_bytes());
    refs.extend(vec![0; 2 * word.notes.0.len()]);
    put(2, refs);
    put(3, numbers(&word.notes.1));
    // Two styles: ordinary words, and the first heading.
    let mut styles = vec![18, 0, 2, 0, 10, 0];
    styles.resize(20, 0);
    for (kind, base) in [(0_u16, 0x0fff_u16), (1, 0)] {
        let mut style = kind.to_le_bytes().to_vec();
        style.extend((base << 4 | 1).to_le_bytes());
        style.extend([0; 6]);
        style.extend([1, 0, b'x', 0, 0, 0]);
        styles.extend(u16::try_from(style.len()).unwrap().to_le_bytes());
        styles.extend(style);
    }
    put(1, styles);
    main[0..4].copy_from_slice(&[0xec, 0xa5, 0xc1, 0]);
    main[10..12].copy_from_slice(&(0x0200 | word.flags).to_le_bytes());
    for (part, at) in word.parts.iter().zip([0x4c, 0x50, 0x54]) {
        let count = u32::try_from(part.encode_utf16().count()).unwrap();
        main[at..at + 4].copy_from_slice(&count.to_le_bytes());
    }
    for (number, at, length) in listed {
        let to = 0x9a + 8 * number;
        main[to..to + 4].copy_from_slice(&u32::try_from(at).unwrap().to_le_bytes());
        main[to + 4..to + 8].copy_from_slice(&u32::try_from(length).unwrap().to_le_bytes());
    }
    compound(&[("/WordDocument", &main), ("/1Table", &tables)])
}
