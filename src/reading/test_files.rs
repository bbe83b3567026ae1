//! For tests: small documents made in memory.

use std::io::{Cursor, Write};

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
        relations.push_str(&format!(
            "<Relationship Id='r{index}' Type='http://schemas/{kind}' Target='{file}'/>"
        ));
    }
    zip.start_file("word/_rels/document.xml.rels", options)
        .unwrap();
    write!(zip, "<Relationships>{relations}</Relationships>").unwrap();
    zip.finish().unwrap().into_inner()
}
