//! Pictures made in memory: sound, cut, damaged, huge; pages drawn and what is on them.

use image::ImageFormat;

use super::{Drawn, View, WHOLE, Window, draw, file, painter};
use crate::reading::{
    not_readable::NotReadable,
    read::read,
    test_files, test_pictures,
    test_pictures::{halves, huge, tiff},
};

const KINDS: [(ImageFormat, &str); 6] = [
    (ImageFormat::Png, "a.png"),
    (ImageFormat::Jpeg, "a.jpg"),
    (ImageFormat::Tiff, "a.tif"),
    (ImageFormat::Gif, "a.gif"),
    (ImageFormat::Bmp, "a.bmp"),
    (ImageFormat::WebP, "a.webp"),
];

fn view(width: u16, height: u16) -> View {
    View {
        page: 1,
        width,
        height,
        point_width: 1,
        point_height: 1,
        zoom: 100,
        middle: (WHOLE / 2, WHOLE / 2),
    }
}

#[test]
fn every_kind_of_picture_is_looked_at_and_drawn() {
    for (format, name) in KINDS {
        let bytes = test_pictures::file(&halves(40, 20), format);
        let reading = read(name, &bytes);
        assert_eq!(reading.pictures, 1, "{name}");
        assert_eq!(reading.reader, "picture 1");
        assert_eq!(
            reading.text.unwrap_err(),
            "A picture, 40 by 20 points. It holds no words that can be read or found; it can be looked at."
        );
        let drawn = draw(name, bytes, &view(10, 10)).unwrap();
        assert_eq!((drawn.width, drawn.height), (10, 5), "{name}");
        assert!(drawn.point(1, 2)[0] < 40, "{name}: {:?}", drawn.point(1, 2));
        assert!(
            drawn.point(8, 2)[0] > 215,
            "{name}: {:?}",
            drawn.point(8, 2)
        );
    }
}

#[test]
fn the_name_does_not_decide_what_a_picture_is() {
    let bytes = test_pictures::file(&halves(4, 4), ImageFormat::Png);
    assert_eq!(read("scan.pdf", &bytes).pictures, 1);
    let no_picture = read("scan.png", b"Mother rang.");
    assert_eq!(no_picture.pictures, 0);
    assert_eq!(
        no_picture.text.unwrap_err(),
        NotReadable::Misnamed { named: "picture" }.to_string()
    );
    // A note that begins with the two letters of a bitmap is a note.
    assert!(read("note.txt", b"BM was seen at home.").text.is_ok());
}

#[test]
fn every_page_of_a_tiff_is_there() {
    let bytes = tiff(&[10, 120, 240], 30, 20);
    let reading = read("scan.tif", &bytes);
    assert_eq!(reading.pictures, 3);
    assert!(reading.text.unwrap_err().starts_with("A scan of 3 pages."));
    for (page, grey) in [(1, 10), (2, 120), (3, 240)] {
        let view = View {
            page,
            ..view(30, 30)
        };
        let drawn = draw("scan.tif", bytes.clone(), &view).unwrap();
        assert_eq!(drawn.point(15, 10), [grey; 3], "page {page}");
    }
    let beyond = View {
        page: 4,
        ..view(30, 30)
    };
    assert!(draw("scan.tif", bytes, &beyond).is_err());
}

#[test]
fn cut_damaged_and_huge_pictures_end_in_a_sentence() {
    for (format, name) in KINDS {
        let whole = test_pictures::file(&halves(64, 64), format);
        for length in [4, 12, 30, whole.len() / 2] {
            let reading = read(name, &whole[..length.min(whole.len())]);
            // What a decoder can still make of half a file is shown; nothing panics, and the rest is a sentence.
            if reading.pictures == 0 {
                let why = reading.text.unwrap_err();
                assert!(why.ends_with('.') && why.len() > 30, "{name}: {why}");
            }
        }
        let mut damaged = whole.clone();
        for byte in damaged.iter_mut().skip(8).step_by(3) {
            *byte ^= 0x5a;
        }
        let reading = read(name, &damaged);
        assert!(
            reading.pictures == 1 || reading.text.unwrap_err().ends_with('.'),
            "{name}"
        );
    }
    let cut = &test_pictures::file(&halves(64, 64), ImageFormat::Png)[..60];
    let why = read("a.png", cut).text.unwrap_err();
    assert!(
        why.contains("cut short") || why.contains("damaged"),
        "{why}"
    );
    let why = read("a.png", &huge(20_000, 20_000)).text.unwrap_err();
    assert_eq!(
        why,
        NotReadable::PictureTooLarge {
            width: 20_000,
            height: 20_000
        }
        .to_string()
    );
    let why = read("a.png", &huge(2_000_000, 3)).text.unwrap_err();
    assert_eq!(why, NotReadable::UnpacksTooLarge.to_string());
}

#[test]
fn a_page_of_a_pdf_is_drawn_where_its_words_stand() {
    // A thick bar in the upper left quarter of the second page.
    let bar = "0 0 0 rg 0 600 297 242 re f\n".to_owned();
    let words = test_files::show(50.0, 700.0, 12.0, "Home visit");
    let pdf = test_files::pdf(&[words, bar]);
    let reading = read("visit.pdf", &pdf);
    assert_eq!(reading.pictures, 2);
    assert!(reading.text.is_ok());
    let second = View {
        page: 2,
        ..view(60, 85)
    };
    let drawn = draw("visit.pdf", pdf.clone(), &second).unwrap();
    assert_eq!((drawn.width, drawn.height), (60, 85));
    assert_eq!(drawn.point(10, 10), [0; 3]);
    assert_eq!(drawn.point(50, 10), [255; 3]);
    assert_eq!(drawn.point(10, 60), [255; 3]);
    // Closer, on the lower right: nothing but paper there.
    let closer = View {
        zoom: 400,
        middle: (WHOLE, WHOLE),
        ..second
    };
    let drawn = draw("visit.pdf", pdf, &closer).unwrap();
    assert_eq!(drawn.window.right, WHOLE);
    assert!(drawn.points.iter().all(|part| *part == 255));
}

#[test]
fn a_pdf_that_only_draws_is_to_be_looked_at() {
    let reading = read(
        "plan.pdf",
        &test_files::pdf(&["0 0 0 rg 0 600 297 242 re f\n".to_owned()]),
    );
    assert_eq!(reading.pictures, 1);
    assert_eq!(
        reading.text.unwrap_err(),
        "The document holds no words that can be read: its page can be looked at."
    );
}

#[test]
fn the_child_draws_what_it_is_asked_and_is_not_believed() {
    let view = view(8, 8);
    let bytes = test_pictures::file(&halves(16, 16), ImageFormat::Png);
    let mut asked = Vec::new();
    painter::ask("a.png", &bytes, &view, &mut asked).unwrap();
    let mut out = Vec::new();
    painter::serve(&asked[..], &mut out).unwrap();
    let drawn = painter::answer(&out[..], &view).unwrap().unwrap();
    assert_eq!(drawn, draw("a.png", bytes, &view).unwrap());
    // More than there was room for, or less than was said.
    let smaller = View { width: 4, ..view };
    assert!(painter::answer(&out[..], &smaller).is_err());
    assert!(painter::answer(&out[..out.len() - 1], &view).is_err());
    assert!(painter::answer(&b"hello, world"[..], &view).is_err());
    assert!(painter::serve(&asked[..asked.len() - 1], Vec::new()).is_err());
    let mut asked = Vec::new();
    painter::ask("a.txt", b"words", &view, &mut asked).unwrap();
    let mut out = Vec::new();
    painter::serve(&asked[..], &mut out).unwrap();
    assert_eq!(
        painter::answer(&out[..], &view).unwrap().unwrap_err(),
        NotReadable::NoPages.to_string()
    );
}

#[test]
fn points_outside_a_picture_are_white() {
    let drawn = Drawn {
        width: 2,
        height: 1,
        window: Window::default(),
        points: vec![1, 2, 3, 4, 5, 6],
    };
    assert_eq!(drawn.point(1, 0), [4, 5, 6]);
    assert_eq!(drawn.point(2, 0), [255; 3]);
    assert_eq!(drawn.point(0, 1), [255; 3]);
    assert!(file::kind(b"").is_none());
}
