//! The part of a package in which a word processor says who wrote it and who changed it last, and when. The names are compared and forgotten.

use quick_xml::{Reader, events::Event};

use crate::reading::{
    inside::{self, Inside},
    package::Package,
};

/// How many elements and words are looked at: far more than any word processor writes there.
const EVENTS: usize = 10_000;
/// The longest value that is looked at, in bytes.
const LONGEST: usize = 4_096;

/// What the package says; nothing where it says nothing, or nothing that makes sense: the words count, whatever this part holds.
pub fn read(package: &mut Package<'_>) -> Inside {
    let part = package
        .relations("")
        .ok()
        .into_iter()
        .flatten()
        .find(|relation| relation.kind == "core-properties")
        .map_or_else(|| "docProps/core.xml".to_owned(), |found| found.target);
    match package.words(&part) {
        Ok(Some(words)) => says(&words),
        _ => Inside::default(),
    }
}

fn says(part: &str) -> Inside {
    let mut reader = Reader::from_str(part);
    let [
        mut author,
        mut changer,
        mut modified,
        mut created,
        mut printed,
        mut revision,
    ] = [const { String::new() }; 6];
    let mut within = String::new();
    for _ in 0..EVENTS {
        let (words, ends) = match reader.read_event() {
            Ok(Event::Start(tag)) => {
                tag.local_name().as_ref().clone_into(&mut within);
                continue;
            }
            Ok(Event::Text(text)) => (text.xml10_content().into_owned(), false),
            Ok(Event::CData(data)) => (data.xml10_content().into_owned(), false),
            Ok(Event::End(_)) => (String::new(), true),
            Ok(Event::Eof) | Err(_) => break,
            Ok(_) => continue,
        };
        let value = match within.as_str() {
            "creator" => &mut author,
            "lastModifiedBy" => &mut changer,
            "modified" => &mut modified,
            "created" => &mut created,
            "lastPrinted" => &mut printed,
            "revision" => &mut revision,
            _ => continue,
        };
        if value.len() + words.len() <= LONGEST {
            value.push_str(&words);
        }
        if ends {
            within.clear();
        }
    }
    Inside {
        modified: inside::day(&modified),
        same_person: inside::same_name(&author, &changer),
        created: inside::day(&created),
        printed: inside::day(&printed),
        revisions: revision.trim().parse().ok(),
        ..Inside::default()
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn core(author: &str, changer: &str, modified: &str) -> Inside {
        says(&format!(
            "<?xml version='1.0'?><cp:coreProperties><dc:title>Plan</dc:title><dc:creator>{author}</dc:creator>\
             <cp:lastModifiedBy>{changer}</cp:lastModifiedBy><cp:revision>7</cp:revision>\
             <cp:lastPrinted>2012-03-13T08:00:00Z</cp:lastPrinted><dcterms:created xsi:type='dcterms:W3CDTF'>2012-03-12T17:00:00Z</dcterms:created>\
             <dcterms:modified xsi:type='dcterms:W3CDTF'>{modified}</dcterms:modified></cp:coreProperties>"
        ))
    }

    #[test]
    fn the_day_and_whether_it_was_the_same_person_are_read_and_no_name() {
        let inside = core("Ann Example", "Ann Example", "2012-03-14T09:30:00Z");
        assert_eq!(inside.modified, Some(date(2012, 3, 14)));
        assert_eq!(inside.same_person, Some(true));
        assert_eq!(inside.created, Some(date(2012, 3, 12)));
        assert_eq!(inside.printed, Some(date(2012, 3, 13)));
        assert_eq!(inside.revisions, Some(7));
        assert_eq!(core("A", "B", "").same_person, Some(false));
        let unknown = core("A", "", "yesterday");
        assert_eq!((unknown.modified, unknown.same_person), (None, None));
    }

    #[test]
    fn a_part_that_makes_no_sense_says_nothing() {
        for part in [
            "",
            "<",
            "<a><creator>x",
            "\u{0}",
            "<modified>9999999999999</modified>",
        ] {
            assert_eq!(says(part), Inside::default(), "{part}");
        }
    }
}
