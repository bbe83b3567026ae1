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
