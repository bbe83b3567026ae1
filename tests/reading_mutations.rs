//! Damaged documents, some hundreds of them, seeded: each gives a reading, and what it gives is sound.
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

use alongside::reading::{builder::is_sound, read};

/// A small generator of numbers: the same seed, the same damage (xorshift64*, Vigna 2016).
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let roll = self.0.wrapping_mul(0x2545_F491_4F6C_DD1D);
        usize::try_from(roll >> 33).unwrap() % most
    }
}

fn damage(bytes: &[u8], dice: &mut Dice) -> Vec<u8> {
    let mut out = bytes.to_vec();
    for _ in 0..=dice.below(8) {
        let at = dice.below(out.len());
        match dice.below(5) {
            0 => out[at] ^= 1 << dice.below(8),
            1 => out[at] = u8::try_from(dice.below(256)).unwrap(),
            2 => {
                let end = (at + dice.below(40)).min(out.len());
                out.drain(at..end);
            }
            3 => {
                let end = (at + dice.below(40)).min(out.len());
                let part = out[at..end].to_vec();
                let to = dice.below(out.len());
                out.splice(to..to, part);
            }
            _ => out.truncate(at.max(1)),
        }
        if out.is_empty() {
            out.push(b'x');
        }
    }
    out
}

/// Reads many damaged copies, on a stack as large as the reading child's.
fn read_damaged(
    name: &'static str,
    rounds: usize,
    copy: impl Fn(&mut Dice) -> Vec<u8> + Send + 'static,
) {
    let readable = std::thread::Builder::new()
        .stack_size(16 << 20)
        .spawn(move || {
            let mut dice = Dice(0x5eed_0001);
            let mut readable = 0;
            for _ in 0..rounds {
                match read(name, &copy(&mut dice)).text {
                    Ok(text) => {
                        assert!(is_sound(&text));
                        readable += 1;
                    }
                    Err(why) => assert!(why.ends_with('.') && why.len() > 20, "{why}"),
                }
            }
            readable
        })
        .unwrap()
        .join()
        .unwrap();
    // The damage is of both kinds: some copies still read, some do not.
    assert!(
        readable > 0 && readable < rounds,
        "{readable} of {rounds} copies read"
    );
}

#[test]
fn damaged_word_documents_give_a_reading() {
    let table = "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>Need</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>Who</w:t></w:r></w:p></w:tc></w:tr></w:tbl>";
    let p = "<w:p><w:pPr><w:numPr><w:ilvl w:val='0'/><w:numId w:val='1'/></w:numPr></w:pPr><w:del><w:r><w:delText>Seen</w:delText></w:r></w:del><w:r><w:t>Mother &amp; baby</w:t></w:r></w:p>";
    let document = test_files::document(&format!("{p}{table}").repeat(20));
    let numbering = "<w:numbering xmlns:w='w'><w:abstractNum w:abstractNumId='0'><w:lvl w:ilvl='0'><w:numFmt w:val='decimal'/><w:lvlText w:val='%1.'/></w:lvl></w:abstractNum><w:num w:numId='1'><w:abstractNumId w:val='0'/></w:num></w:numbering>";
    let whole = test_files::docx(&[
        ("word/document.xml", &document),
        ("word/numbering.xml", numbering),
    ]);
    read_damaged("plan.docx", 200, move |dice| damage(&whole, dice));
    // A package checks its parts: damage to the XML itself has to come before packing.
    read_damaged("plan.docx", 300, move |dice| {
        let document = String::from_utf8_lossy(&damage(document.as_bytes(), dice)).into_owned();
        let numbering = String::from_utf8_lossy(&damage(numbering.as_bytes(), dice)).into_owned();
        test_files::docx(&[
            ("word/document.xml", &document),
            ("word/numbering.xml", &numbering),
        ])
    });
}

#[test]
fn damaged_pdfs_give_a_reading() {
    let page: String = (0..20)
        .map(|line| {
            test_files::show(
                72.0,
                780.0 - 14.0 * f64::from(line),
                11.0,
                "Mother said that she had not slept",
            )
        })
        .collect();
    let rules = "0.5 w 72 300 m 400 300 l S 72 200 m 400 200 l S 72 200 m 72 300 l S 200 200 m 200 300 l S\n";
    let whole = test_files::pdf(&[format!("{page}{rules}"), page]);
    read_damaged("visit.pdf", 400, move |dice| damage(&whole, dice));
}

#[test]
fn damaged_rich_text_gives_a_reading() {
    let whole = "{\\rtf1\\ansi\\deff0{\\fonttbl{\\f0\\fcharset0 Arial;}{\\f1\\fcharset128 Mincho;}{\\f2\\fcharset2 Symbol;}}{\\stylesheet{\\s1\\outlinelevel0 heading 1;}}\
        {\\info{\\author A}{\\revtim\\yr2012\\mo3\\dy14}}{\\header\\pard Head\\par}\\pard\\s1 Plan\\par\\pard{\\listtext\\f2\\'b7\\tab}visit\\par\
        \\trowd\\cellx900\\cellx1800\\pard\\intbl Need\\cell Who\\cell\\row\\trowd\\clmgf\\cellx900\\clmrg\\cellx1800\\pard\\intbl\\itap2 a\\nestcell\
        {\\*\\nesttableprops\\trowd\\cellx400\\nestrow}\\pard\\intbl\\itap1 b\\cell c\\cell\\row\\pard{\\deleted x}{\\v y}\\uc1\\u8220?{\\f1\\'93\\'fa}\
        {\\footnote note}{\\field{\\*\\fldinst{\\*\\formfield{\\fftype1\\ffres1}}}{\\fldrslt 1}}{\\pict\\bin3 {}}}\\par}"
        .as_bytes()
        .to_vec();
    let deep = [b"{\\rtf1 ".to_vec(), vec![b'{'; 3_000]].concat();
    // Rich text has no end it could miss: only what nests too deep is refused.
    read_damaged("note.rtf", 401, move |dice| {
        if dice.below(20) == 0 {
            deep.clone()
        } else {
            damage(&whole, dice)
        }
    });
}

#[test]
fn damaged_old_word_documents_give_a_reading() {
    let whole = test_files::old_word(&test_files::OldWord {
        parts: [
            "Plan\rMother\u{2} \u{13} PAGE \u{14}7\u{15} came.\rNeed\u{7}Who\u{7}\u{7}Safe\u{7}FSW\u{7}\u{7}After\r",
            "\u{2} By taxi.\r\r",
            "Confidential\r",
        ],
        letters: vec![(5, 11, vec![0x00, 0x08, 1]), (11, 12, vec![0x55, 0x08, 1])],
        paragraphs: vec![
            (0, 5, 1, vec![]),
            (35, 44, 0, vec![0x16, 0x24, 1]),
            (44, 45, 0, vec![0x16, 0x24, 1, 0x17, 0x24, 1]),
        ],
        notes: (vec![11], vec![0, 11]),
        ..test_files::OldWord::default()
    });
    read_damaged("plan.doc", 400, move |dice| damage(&whole, dice));
}

#[test]
fn damaged_open_documents_and_workbooks_give_a_reading() {
    let text = "<d xmlns:t='t'><styles><style name='B' family='text'><text-properties font-weight='bold'/></style></styles><body><text>\
        <tracked-changes><changed-region id='c'><deletion><p>gone</p></deletion></changed-region></tracked-changes><h outline-level='1'>Plan</h>\
        <p>Seen<change change-id='c'/> <span style-name='B'>alone</span><note><note-body><p>n</p></note-body></note></p>\
        <list><list-item><p>x</p></list-item></list><table><table-row><table-cell number-columns-spanned='2'><p>a</p></table-cell><covered-table-cell/></table-row></table></text></body></d>";
    let sheet = "<d><body><spreadsheet><table name='S'><table-row number-rows-repeated='2'><table-cell number-columns-repeated='3' value-type='date' date-value='2012-03-14'><p>a</p></table-cell></table-row></table></spreadsheet></body></d>";
    for (name, kind, content) in [("plan.odt", "text", text), ("s.ods", "spreadsheet", sheet)] {
        read_damaged(name, 250, move |dice| {
            let damaged = String::from_utf8_lossy(&damage(content.as_bytes(), dice)).into_owned();
            test_files::zip(&[
                (
                    "mimetype",
                    &format!("application/vnd.oasis.opendocument.{kind}"),
                ),
                ("content.xml", &damaged),
            ])
        });
    }
    let rows = "<row r='1'><c r='A1' s='1' t='inlineStr'><is><t>Date</t></is></c><c r='B1' t='s'><v>0</v></c></row><row r='2'><c r='A2' s='2'><v>40982</v></c></row>".repeat(3);
    read_damaged("s.xlsx", 150, move |dice| {
        let rows = String::from_utf8_lossy(&damage(rows.as_bytes(), dice)).into_owned();
        test_files::xlsx(&[("S", "", &rows)])
    });
    let old = test_files::xls(
        "S",
        &[
            (0, 0, test_files::Biff::Label("Date")),
            (1, 0, test_files::Biff::Number(40982.0)),
        ],
    );
    read_damaged("s.xls", 250, move |dice| damage(&old, dice));
}

#[test]
fn damaged_pages_notes_and_tables_give_a_reading() {
    let html = "<html><h1>Visit</h1><table><tr><th>a<th>b<tr><td rowspan=2>c<td>d<tr><td>e</table><ul><li>x<li>y</ul></html>".repeat(5);
    let markdown =
        "# Visit\n\n| a | b |\n|---|---|\n| c | d |\n\n- x\n  1. y\n\n> q\n\n```\nv\n```\n"
            .repeat(5);
    for (name, whole) in [
        ("a.html", html),
        ("a.md", markdown),
        ("a.csv", "a,b\n1,\"x\ny\"\n".repeat(9)),
        (
            "a.txt",
            "VISIT\n\n| a | b |\n| c | d |\n\n1) x\n   y\n\u{c}a   b\nc   d\n".repeat(5),
        ),
    ] {
        let whole = whole.into_bytes();
        let mut dice = Dice(0x5eed_0002);
        for _ in 0..150 {
            if let Ok(text) = read(name, &damage(&whole, &mut dice)).text {
                assert!(is_sound(&text));
            }
        }
    }
}

#[test]
fn damaged_mails_give_a_reading() {
    let one = "From: Ann <ann@northbridge.example>\r\nTo: b@northbridge.example\r\nDate: Wed, 14 Mar 2012 09:30:00 +0000\r\nSubject: =?utf-8?Q?Visit_caf=C3=A9?=\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=\"a\"\r\n\r\n\
        --a\r\nContent-Type: multipart/alternative; boundary=\"b\"\r\n\r\n--b\r\nContent-Type: text/plain; charset=iso-8859-1\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nZo=EB was seen.=\r\n Alone.\r\n\
        --b\r\nContent-Type: text/html\r\n\r\n<p>Zo&euml; was <b>seen</b>.<table><tr><td>a<td>b</table>\r\n--b--\r\n\
        --a\r\nContent-Type: text/plain; name=\"plan.txt\"\r\nContent-Disposition: attachment; filename*=utf-8''pl%C3%A4n.txt\r\nContent-Transfer-Encoding: base64\r\n\r\nUGxhbg==\r\n\
        --a\r\nContent-Type: message/rfc822\r\n\r\nSubject: inner\r\n\r\nwords\r\n--a--\r\n";
    let row = format!(
        "From ann@x Wed Mar 14 09:30:00 2012\r\n{one}\r\nFrom b@x Wed Mar 14 09:31:00 2012\r\nSubject: two\r\n\r\n>From here\r\n"
    );
    for (name, whole) in [("a.eml", one.to_owned()), ("a.mbox", row)] {
        let whole = whole.into_bytes();
        let parts = read(name, &whole).parts.len();
        assert!(parts > 0, "{name} has something in it");
        let mut dice = Dice(0x5eed_0004);
        for _ in 0..300 {
            if let Ok(text) = read(name, &damage(&whole, &mut dice)).text {
                assert!(is_sound(&text));
            }
        }
    }
}

#[test]
fn damaged_mails_of_outlook_give_a_reading() {
    use std::io::{Cursor, Write as _};
    let rich = [
        0x2d, 0, 0, 0, 0x2b, 0, 0, 0, b'L', b'Z', b'F', b'u', 0, 0, 0, 0, 0x03, 0x00, 0x0a, 0x00,
        0x72, 0x63, 0x70, 0x67, 0x31, 0x32, 0x35, 0x42, 0x32, 0x0a, 0xf3, 0x20, 0x68, 0x65, 0x6c,
        0x09, 0x00, 0x20, 0x62, 0x77, 0x05, 0xb0, 0x6c, 0x64, 0x7d, 0x0a, 0x80, 0x0f, 0xa0,
    ];
    let wide = |words: &str| {
        words
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect::<Vec<u8>>()
    };
    let mail = |rich: &[u8]| {
        let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
        let inner = "/__attach_version1.0_#00000001/__substg1.0_3701000D";
        file.create_storage_all(inner).unwrap();
        file.create_storage("/__attach_version1.0_#00000000")
            .unwrap();
        for (path, bytes) in [
            ("/__properties_version1.0".to_owned(), vec![0; 64]),
            ("/__substg1.0_0037001F".to_owned(), wide("Visit")),
            ("/__substg1.0_10090102".to_owned(), rich.to_vec()),
            (
                "/__attach_version1.0_#00000000/__substg1.0_3707001F".to_owned(),
                wide("plan.md"),
            ),
            (
                "/__attach_version1.0_#00000000/__substg1.0_37010102".to_owned(),
                b"# Plan\n".to_vec(),
            ),
            (format!("{inner}/__properties_version1.0"), vec![0; 40]),
            (format!("{inner}/__substg1.0_1000001F"), wide("words")),
        ] {
            file.create_stream(path).unwrap().write_all(&bytes).unwrap();
        }
        file.into_inner().into_inner()
    };
    let whole = mail(&rich);
    let reading = read("a.msg", &whole);
    assert!(reading.text.unwrap().words.contains("hello world"));
    assert_eq!(reading.parts.len(), 2);
    read_damaged("a.msg", 400, move |dice| damage(&whole, dice));
    // Damage to the rich text itself.
    let mut dice = Dice(0x5eed_0005);
    for _ in 0..300 {
        let text = read("a.msg", &mail(&damage(&rich, &mut dice))).text;
        assert!(is_sound(&text.unwrap()));
    }
}
