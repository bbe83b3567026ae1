//! Reading in a child process: an ordinary document comes back, and whatever a hostile one does comes back as a sentence.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    missing_docs
)]

#[path = "../src/reading/test_files.rs"]
#[allow(dead_code, reason = "shared with the unit tests")]
mod test_files;
#[path = "../src/reading/test_pictures.rs"]
#[allow(dead_code, reason = "shared with the unit tests")]
mod test_pictures;

use std::path::PathBuf;

use alongside::{
    desk::{page_process, reader_process::ReaderProcess},
    reading::{
        Reading,
        picture::{View, WHOLE, draw},
        read,
    },
};

fn reader() -> ReaderProcess {
    ReaderProcess::new(PathBuf::from(env!("CARGO_BIN_EXE_alongside")))
}

fn why(reading: Reading) -> String {
    let why = reading.text.expect_err("this should not read");
    assert!(why.ends_with('.'), "{why}");
    why
}

#[test]
fn a_document_reads_in_the_child_as_it_does_here() {
    let markdown = b"# Home visit\n\nDate of visit: 6 March 2012\n\n| Need | Who |\n|---|---|\n| Safe | FSW |\n".to_vec();
    let docx = test_files::docx(&[(
        "word/document.xml",
        &test_files::document("<w:p><w:r><w:t>Seen alone.</w:t></w:r></w:p>"),
    )]);
    let pdf = test_files::pdf(&[test_files::show(72.0, 700.0, 11.0, "Seen alone.")]);
    for (name, bytes) in [
        ("visit.md", markdown),
        ("visit.docx", docx),
        ("visit.pdf", pdf),
    ] {
        let reading = reader().read(name, &bytes);
        assert_eq!(reading, read(name, &bytes));
        assert!(reading.text.unwrap().words.contains("Se") || name == "visit.md");
    }
    let locked = reader().read("07 court.pdf", b"<html>");
    assert_eq!(locked, read("07 court.pdf", b"<html>"));
}

fn view(page: u32) -> View {
    View {
        page,
        width: 40,
        height: 60,
        point_width: 1,
        point_height: 1,
        zoom: 100,
        middle: (WHOLE / 2, WHOLE / 2),
    }
}

#[test]
fn a_page_is_drawn_in_the_child_as_it_is_here() {
    let png = test_pictures::file(&test_pictures::halves(80, 60), image::ImageFormat::Png);
    let pdf = test_files::pdf(&[test_files::show(72.0, 700.0, 40.0, "Seen alone.")]);
    for (name, bytes) in [("letter.png", png), ("visit.pdf", pdf)] {
        let drawn = page_process::draw(&reader(), name, &bytes, &view(1)).unwrap();
        assert!(drawn.points.iter().any(|part| *part < 128), "{name}");
        assert_eq!(drawn, draw(name, bytes.clone(), &view(1)).unwrap());
        let why = page_process::draw(&reader(), name, &bytes, &view(7)).unwrap_err();
        assert!(why.ends_with('.'), "{why}");
    }
    let why = page_process::draw(&reader(), "a.md", b"# Visit", &view(1)).unwrap_err();
    assert_eq!(
        why,
        "This document has no pages that can be shown as a picture."
    );
}

#[test]
fn a_painter_that_dies_or_lies_is_a_sentence() {
    for program in ["/bin/false", "/bin/cat", "/nowhere/at/all"] {
        let liar = ReaderProcess::new(PathBuf::from(program));
        let why = page_process::draw(&liar, "a.png", b"\x89PNG", &view(1)).unwrap_err();
        assert!(why.ends_with('.') && why.len() > 40, "{program}: {why}");
    }
}

#[test]
fn a_name_that_is_a_path_opens_nothing() {
    let reading = reader().read("/etc/passwd\n../x.md", b"# Words of the pipe");
    assert_eq!(reading.text.unwrap().words, "Words of the pipe");
}

#[test]
fn a_zip_bomb_is_not_unpacked() {
    let bomb = test_files::docx(&[("word/document.xml", &" ".repeat(300 << 20))]);
    assert!(bomb.len() < 1 << 20);
    assert!(why(reader().read("a.docx", &bomb)).contains("far larger inside"));
}

#[test]
fn a_map_of_four_billion_letters_costs_only_the_child() {
    let map = "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def 1 begincodespacerange <00000000> <FFFFFFFF> \
        endcodespacerange 1 begincidrange <00000000> <FFFFFFFF> 0 endcidrange 1 beginbfrange <00000000> <FFFFFFFF> <0041> endbfrange \
        endcmap end end";
    let objects = [
        format!("<</Length {}>>stream\n{map}\nendstream", map.len()),
        "<</Type/Font/Subtype/CIDFontType2/BaseFont/X/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>>>".to_owned(),
    ];
    let font = "<</Type/Font/Subtype/Type0/BaseFont/X/Encoding 4 0 R/ToUnicode 4 0 R/DescendantFonts[5 0 R]>>";
    let pdf = test_files::pdf_with(
        &[test_files::show(72.0, 700.0, 11.0, "abcd")],
        font,
        &objects,
    );
    let reading = reader().read("map.pdf", &pdf);
    // A reader that learns to bound the map may read it; one that does not dies alone.
    if let Err(why) = reading.text {
        assert!(
            why.contains("broke off") || why.contains("no words"),
            "{why}"
        );
    }
    assert!(reader().read("a.md", b"still here").text.is_ok());
}

#[test]
fn deep_nesting_costs_only_the_child() {
    let deep = format!(
        "%PDF-1.4\n1 0 obj {} endobj\ntrailer<</Root 1 0 R>>\n%%EOF",
        "[".repeat(3_000_000)
    );
    assert!(why(reader().read("deep.pdf", deep.as_bytes())).len() > 20);
    let divs = "<div>".repeat(200_000);
    let reading = reader().read("deep.html", format!("<html>{divs}deep").as_bytes());
    assert_eq!(reading.text.unwrap().words, "deep");
    let quotes = format!("{} deep", ">".repeat(20_000));
    let reading = reader().read("deep.md", quotes.as_bytes());
    if let Ok(text) = reading.text {
        assert!(text.words.contains("deep"));
    }
}

#[test]
fn a_hundred_megabytes_of_words_are_refused_with_a_sentence() {
    let long = "word ".repeat(20 << 20);
    assert!(
        why(reader().read("long.txt", long.as_bytes())).contains("longer than this program reads")
    );
}

#[test]
fn a_program_that_is_not_there_is_said() {
    let reader = ReaderProcess::new(PathBuf::from("/nowhere/alongside"));
    assert!(why(reader.read("a.md", b"# A")).contains("could not be started"));
}

#[cfg(unix)]
mod false_children {
    use std::{os::unix::fs::PermissionsExt, time::Duration};

    use super::*;

    /// A program that runs this script instead of reading.
    fn script(body: &str) -> (tempfile::TempDir, ReaderProcess) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("child");
        std::fs::write(&path, format!("#!/bin/sh\n{body}\n")).unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
        (folder, ReaderProcess::new(path))
    }

    #[test]
    fn one_that_hangs_is_killed() {
        let (_folder, mut reader) = script("exec /bin/sleep 600");
        reader.limits.wall = Duration::from_secs(1);
        let big = vec![b'x'; 4 << 20];
        assert!(why(reader.read("a.txt", &big)).contains("not done after 1 second"));
    }

    #[test]
    fn one_that_answers_nonsense_is_not_believed() {
        for body in [
            "echo hello hello hello",
            "printf 'READ\\377\\377\\377\\377\\377\\377\\377\\377'",
            "printf 'READ\\002\\000\\000\\000\\000\\000\\000\\000{}'",
        ] {
            let (_folder, reader) = script(body);
            assert!(
                why(reader.read("a.md", b"# A")).contains("no sensible answer"),
                "{body}"
            );
        }
    }

    #[test]
    fn one_that_answers_a_text_out_of_bounds_is_not_believed() {
        let json = r#"{"reader":"x","title":null,"kind":"document","dates":{},"text":{"Ok":{"v":1,"words":"ab","blocks":[{"kind":"paragraph","start":0,"end":9}],"remarks":[]}}}"#;
        let length = format!("\\{:03o}\\000\\000\\000\\000\\000\\000\\000", json.len());
        let done = "DONE\\000\\000\\000\\000\\000\\000\\000\\000";
        let (_folder, reader) = script(&format!("printf 'READ{length}%s{done}' '{json}'"));
        assert!(why(reader.read("a.md", b"# A")).contains("no sensible answer"));
    }

    #[test]
    fn one_that_dies_or_floods_is_a_sentence() {
        let (_folder, reader) = script("exit 3");
        assert!(why(reader.read("a.md", b"# A")).contains("broke off"));
        let (_folder, reader) = script("kill -SEGV $$");
        assert!(why(reader.read("a.md", b"# A")).contains("broke off"));
        let (_folder, mut reader) =
            script("printf 'READ\\000\\000\\000\\010\\000\\000\\000\\000'; exec cat /dev/zero");
        reader.limits.output = 1 << 20;
        assert!(why(reader.read("a.md", b"# A")).contains("no sensible answer"));
    }

    #[test]
    fn the_child_has_no_environment_and_keeps_its_limits() {
        let folder = tempfile::tempdir().unwrap();
        let seen = folder.path().join("seen");
        let (_script, reader) = script(&format!("/usr/bin/env > {}; exit 1", seen.display()));
        let _ = reader.read("a.md", b"# A");
        let seen = std::fs::read_to_string(seen).unwrap();
        assert!(
            seen.lines().all(|line| ["PWD=", "SHLVL=", "_=", "OLDPWD="]
                .iter()
                .any(|own| line.starts_with(own))),
            "{seen}"
        );
    }
}
