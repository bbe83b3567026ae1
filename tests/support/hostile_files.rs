//! Hostile files, and good ones among them.

use std::io::{Cursor, Write as _};

use super::{locked_pdf::locked_pdf, test_files};

/// What is to come of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// It is read.
    Words,
    /// It is not, and this is part of why.
    Sentence(&'static str),
    /// One of the two.
    Either,
}

/// A file.
pub struct Made {
    pub name: String,
    pub bytes: Vec<u8>,
    pub wanted: Wanted,
}

/// A name as it is printed.
pub fn shown(name: &str) -> String {
    alongside::desk::shown::name(std::ffi::OsStr::new(name))
}

#[derive(Default)]
struct Files(Vec<Made>);

impl Files {
    fn put(&mut self, name: impl Into<String>, bytes: impl Into<Vec<u8>>, wanted: Wanted) {
        self.0.push(Made {
            name: name.into(),
            bytes: bytes.into(),
            wanted,
        });
    }
}

/// All of them.
pub fn all() -> Vec<Made> {
    let mut files = Files::default();
    good(&mut files);
    names(&mut files);
    false_endings(&mut files);
    cut_short(&mut files);
    shut(&mut files);
    packed(&mut files);
    pdfs(&mut files);
    words(&mut files);
    marked_up(&mut files);
    mails(&mut files);
    containers(&mut files);
    sheets(&mut files);
    files.0
}

fn docx(body: &str) -> Vec<u8> {
    test_files::docx(&[("word/document.xml", &test_files::document(body))])
}

fn paragraph(words: &str) -> String {
    format!("<w:p><w:r><w:t>{words}</w:t></w:r></w:p>")
}

fn page(words: &str) -> Vec<u8> {
    test_files::pdf(&[test_files::show(72.0, 700.0, 11.0, words)])
}

fn zip_of(members: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in members {
        zip.start_file(name.as_str(), zip::write::SimpleFileOptions::default())
            .unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn zip(members: &[(&str, &[u8])]) -> Vec<u8> {
    let members: Vec<_> = members
        .iter()
        .map(|(name, bytes)| ((*name).to_owned(), bytes.to_vec()))
        .collect();
    zip_of(&members)
}

/// What a zip packs bytes to: deflate without a frame.
fn deflated(bytes: &[u8]) -> Vec<u8> {
    let packed = zip(&[("a", bytes)]);
    let number = |at: usize| usize::from(u16::from_le_bytes([packed[at], packed[at + 1]]));
    let begins = 30 + number(26) + number(28);
    let mut archive = zip::ZipArchive::new(Cursor::new(&packed)).unwrap();
    let length = archive.by_index(0).unwrap().compressed_size() as usize;
    packed[begins..begins + length].to_vec()
}

/// The same in the frame PDF wants.
fn zlib(bytes: &[u8]) -> Vec<u8> {
    let (mut a, mut b) = (1_u32, 0_u32);
    for byte in bytes {
        a = (a + u32::from(*byte)) % 65_521;
        b = (b + a) % 65_521;
    }
    let mut out = vec![0x78, 0x9c];
    out.extend(deflated(bytes));
    out.extend((b << 16 | a).to_be_bytes());
    out
}

fn good(files: &mut Files) {
    files.put("good/visit.md", "# A visit\n\nSeen alone.\n", Wanted::Words);
    files.put("good/letter.txt", "Dear all.\n\nWords.\n", Wanted::Words);
    files.put(
        "good/page.html",
        "<html><p>Words.</p></html>",
        Wanted::Words,
    );
    files.put(
        "good/list.csv",
        "Date,What\n14/03/2012,Visit\n",
        Wanted::Words,
    );
    files.put(
        "good/plan.docx",
        docx(&paragraph("The plan")),
        Wanted::Words,
    );
    files.put("good/report.pdf", page("The report"), Wanted::Words);
    files.put(
        "good/mail.eml",
        "From: a@b.example\nSubject: Words\n\nMore words.\n",
        Wanted::Words,
    );
    files.put(
        "good/all.zip",
        zip(&[("a.md", b"# In it\n")]),
        Wanted::Words,
    );
    files.put(
        "good/restricted.pdf",
        locked_pdf("", "Restricted and readable"),
        Wanted::Words,
    );
    files.put("good/noending", "Words without an ending.\n", Wanted::Words);
}

fn names(files: &mut Files) {
    for (at, name) in [
        "names/..visit..md",
        "names/a\nline.md",
        "names/two  spaces .md",
        "names/commas, and; signs.md",
        "names/child's \"words\".md",
        "names/-dash.md",
        "names/$(touch x).md",
        "names/back\\slash.md",
        "names/\u{1b}[31mred.md",
        "names/\u{202e}fdp.md",
        "names/zero\u{200b}width.md",
        "names/e\u{301}.md",
        "names/\u{1f600}.md",
        "names/*?.md",
        "names/%2e%2e%2f.md",
        "names/CON.md",
        "names/.hidden.md",
        "names/trailing.md.",
    ]
    .into_iter()
    .enumerate()
    {
        files.put(name, format!("# Named {at}\n\nWords.\n"), Wanted::Words);
    }
    let long = format!("names/{}.md", "n".repeat(240));
    files.put(long, "# A long name\n", Wanted::Words);
    let deep = format!("names/{}deep.md", "d/".repeat(60));
    files.put(deep, "# A deep folder\n", Wanted::Words);
}

fn false_endings(files: &mut Files) {
    let web = "<!DOCTYPE html><html><title>404</title><p>Not found</html>";
    for ending in ["pdf", "docx", "xlsx", "jpg"] {
        files.put(
            format!("false/page.{ending}"),
            // Each its own bytes: the same ones again are another name of the first.
            web.replace("404", ending),
            Wanted::Sentence("This is a web page saved with the name of a"),
        );
    }
    for ending in ["pdf", "docx", "png"] {
        files.put(
            format!("false/words.{ending}"),
            format!("Only words, not a {ending}."),
            Wanted::Sentence("does not hold one"),
        );
    }
    files.put("false/report.docx", page("A PDF"), Wanted::Words);
    files.put("false/report.txt", page("A PDF in a text"), Wanted::Words);
    files.put("false/plan.pdf", docx(&paragraph("A DOCX")), Wanted::Words);
    files.put(
        "false/plan.zip",
        docx(&paragraph("Not a folder")),
        Wanted::Either,
    );
    files.put("false/empty.pdf", "", Wanted::Either);
    files.put("false/empty.eml", "", Wanted::Sentence("The file is empty"));
    files.put(
        "false/program.txt",
        b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0".to_vec(),
        Wanted::Sentence("is not a document this program knows"),
    );
    files.put("false/mail.eml", web, Wanted::Either);
    files.put("false/mail.msg", "From: a", Wanted::Either);
}

fn cut_short(files: &mut Files) {
    let long = "Words of a report. ".repeat(400);
    let wholes = [
        ("docx", docx(&paragraph(&long))),
        ("pdf", page(&long)),
        (
            "zip",
            zip(&[("a.md", long.as_bytes()), ("b.md", long.as_bytes())]),
        ),
        (
            "msg",
            compound(&[("/__properties_version1.0", vec![0; 64])]),
        ),
    ];
    for (ending, whole) in wholes {
        for part in 1..9 {
            let end = whole.len() * part / 9;
            files.put(
                format!("cut/{part}.{ending}"),
                &whole[..end],
                Wanted::Either,
            );
        }
    }
}

fn shut(files: &mut Files) {
    let needs = Wanted::Sentence("needs a password");
    files.put("shut/locked.pdf", locked_pdf("secret", "Words"), needs);
    let mut office = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec();
    office.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
    files.put("shut/office.docx", office, Wanted::Either);
    let mut locked = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::unstable::write::FileOptionsExt::with_deprecated_encryption(
        zip::write::SimpleFileOptions::default(),
        b"secret",
    )
    .unwrap();
    locked.start_file("a.md", options).unwrap();
    locked.write_all(b"# Words\n").unwrap();
    files.put(
        "shut/locked.zip",
        locked.finish().unwrap().into_inner(),
        needs,
    );
}

fn packed(files: &mut Files) {
    let spaces = vec![b' '; 200 << 20];
    let far = Wanted::Sentence("far larger inside");
    files.put(
        "packed/bomb.docx",
        zip(&[("word/document.xml", &spaces)]),
        far,
    );
    files.put("packed/bomb.zip", zip(&[("a.txt", &spaces)]), Wanted::Words);
    let many: Vec<_> = (0..12)
        .map(|at| (format!("{at}.txt"), spaces[..30 << 20].to_vec()))
        .collect();
    files.put("packed/many bombs.zip", zip_of(&many), Wanted::Words);
    let mut nested = zip(&[("a.txt", &spaces[..60 << 20])]);
    for _ in 0..6 {
        let members: Vec<_> = (0..3)
            .map(|at| (format!("{at}.zip"), nested.clone()))
            .collect();
        nested = zip_of(&members);
    }
    files.put("packed/nested.zip", nested, Wanted::Words);
    let two = zip(&[
        ("a.txt", b"the very same bytes"),
        ("b.txt", b"the very same bytes"),
    ]);
    files.put("packed/overlapping.zip", overlapping(two), Wanted::Either);
    let empty: Vec<_> = (0..21_000)
        .map(|at| (format!("{at}"), Vec::new()))
        .collect();
    files.put("packed/too many.zip", zip_of(&empty), far);
    files.put("packed/empty.zip", zip(&[]), Wanted::Words);
    files.put(
        "packed/paths.zip",
        zip(&[
            ("../../../escape.md", b"# Escape\n"),
            ("/tmp/root.md", b"# Root\n"),
        ]),
        Wanted::Words,
    );
    let mut loose = zip(&[("a.md", b"# A\n")]);
    loose.splice(0..0, vec![b'P', b'K', 3, 4, 0, 0]);
    files.put("packed/odd start.zip", loose, Wanted::Either);
}

/// Both members of a packed folder at the place of the first.
fn overlapping(mut packed: Vec<u8>) -> Vec<u8> {
    let central = b"PK\x01\x02";
    let found: Vec<_> = (0..packed.len() - 4)
        .filter(|at| &packed[*at..*at + 4] == central)
        .collect();
    let second = found[1] + 42;
    packed[second..second + 4].copy_from_slice(&[0; 4]);
    packed
}

fn pdfs(files: &mut Files) {
    let scan = test_files::pdf_with(
        &["q 500 0 0 700 40 40 cm /I Do Q".to_owned()],
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        &["<</Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8/Length 1>>stream\nA\nendstream".to_owned()],
    );
    files.put("pdf/scan.pdf", scan, Wanted::Either);
    let whole =
        |objects: &str| format!("%PDF-1.4\n{objects}\ntrailer<</Root 1 0 R>>\n%%EOF").into_bytes();
    files.put(
        "pdf/deep arrays.pdf",
        whole(&format!("1 0 obj {} endobj", "[".repeat(3_000_000))),
        Wanted::Either,
    );
    files.put(
        "pdf/deep dictionaries.pdf",
        whole(&format!("1 0 obj {} endobj", "<</A".repeat(1_000_000))),
        Wanted::Either,
    );
    files.put(
        "pdf/pages in a circle.pdf",
        whole("1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Count 9/Kids[2 0 R 2 0 R]>>endobj"),
        Wanted::Either,
    );
    files.put(
        "pdf/forms in a circle.pdf",
        test_files::pdf_with(
            &["/I Do".to_owned()],
            "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
            &["<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</I 4 0 R>>>>/Length 11>>stream\n/I Do /I Do\nendstream".to_owned()],
        ),
        Wanted::Either,
    );
    files.put(
        "pdf/table in a circle.pdf",
        "%PDF-1.4\nxref\n0 1\n0000000000 65535 f \ntrailer<</Size 1/Root 1 0 R/Prev 9>>\nstartxref\n9\n%%EOF",
        Wanted::Either,
    );
    let map = "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def 1 begincodespacerange <00000000> <FFFFFFFF> \
        endcodespacerange 1 begincidrange <00000000> <FFFFFFFF> 0 endcidrange 1 beginbfrange <00000000> <FFFFFFFF> <0041> endbfrange endcmap end end";
    files.put(
        "pdf/four billion letters.pdf",
        test_files::pdf_with(
            &[test_files::show(72.0, 700.0, 11.0, "abcd")],
            "<</Type/Font/Subtype/Type0/BaseFont/X/Encoding 4 0 R/ToUnicode 4 0 R/DescendantFonts[5 0 R]>>",
            &[
                format!("<</Length {}>>stream\n{map}\nendstream", map.len()),
                "<</Type/Font/Subtype/CIDFontType2/BaseFont/X/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>>>".to_owned(),
            ],
        ),
        Wanted::Either,
    );
    let bomb = zlib(&vec![b' '; 300 << 20]);
    files.put("pdf/flate bomb.pdf", with_content(&bomb), Wanted::Either);
    let lines = zlib("0 0 m 9 9 l S\n".repeat(1_500_000).as_bytes());
    files.put("pdf/many lines.pdf", with_content(&lines), Wanted::Either);
    let letters = zlib("(abcdefghij) Tj\n".repeat(400_000).as_bytes());
    files.put(
        "pdf/many letters.pdf",
        with_content(&letters),
        Wanted::Either,
    );
    files.put("pdf/only a head.pdf", "%PDF-1.7\n", Wanted::Either);
    files.put("pdf/no objects.pdf", "%PDF-1.7\n%%EOF", Wanted::Either);
    let mut noise = page("Words among noise");
    for at in (200..noise.len()).step_by(37) {
        noise[at] ^= 0x55;
    }
    files.put("pdf/noise.pdf", noise, Wanted::Either);
    files.put(
        "pdf/huge numbers.pdf",
        page("words")
            .iter()
            .map(|byte| if *byte == b'7' { b'9' } else { *byte })
            .collect::<Vec<_>>(),
        Wanted::Either,
    );
}

/// A PDF of one page with this packed content.
fn with_content(packed: &[u8]) -> Vec<u8> {
    let mut out = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Count 1/Kids[3 0 R]>>endobj\n\
        3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 5 0 R>>>>/Contents 4 0 R>>endobj\n\
        5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj\n"
        .to_vec();
    out.extend(
        format!(
            "4 0 obj<</Filter/FlateDecode/Length {}>>stream\n",
            packed.len()
        )
        .into_bytes(),
    );
    out.extend(packed);
    out.extend(b"\nendstream endobj\ntrailer<</Root 1 0 R>>\n%%EOF");
    out
}

fn words(files: &mut Files) {
    files.put(
        "words/sixty megabytes.txt",
        "word ".repeat(12 << 20),
        Wanted::Sentence("longer than this program reads"),
    );
    files.put("words/one line.txt", vec![b'x'; 50 << 20], Wanted::Either);
    files.put(
        "words/not utf8.txt",
        b"Mother\x92s view \xff\xfe\x80 words".to_vec(),
        Wanted::Words,
    );
    files.put(
        "words/broken utf8.md",
        b"# A\xc3\n\n\xe2\x82 words \xf0\x9f".to_vec(),
        Wanted::Words,
    );
    files.put(
        "words/right to left.txt",
        "\u{202e}drow a\u{202c} \u{5d0}\u{5d1}\u{5d2} words",
        Wanted::Words,
    );
    files.put(
        "words/zero width.txt",
        "wo\u{200b}rd\u{200d}s\u{feff} here",
        Wanted::Words,
    );
    files.put(
        "words/only zero width.txt",
        "\u{200b}".repeat(1_000),
        Wanted::Either,
    );
    files.put(
        "words/a letter with a megabyte of signs.txt",
        format!("a{} words", "\u{301}".repeat(1 << 19)),
        Wanted::Words,
    );
    files.put(
        "words/escapes.txt",
        "\u{1b}[2J\u{1b}]0;x\u{7} words",
        Wanted::Words,
    );
    files.put(
        "words/wide.txt",
        "\u{feff}Words"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect::<Vec<_>>(),
        Wanted::Words,
    );
    files.put(
        "words/half a pair.txt",
        b"\xff\xfeA\0\0\xd8B\0".to_vec(),
        Wanted::Words,
    );
    files.put(
        "words/odd wide.txt",
        b"\xff\xfeA\0B".to_vec(),
        Wanted::Words,
    );
    files.put(
        "words/only a mark.txt",
        b"\xff\xfe".to_vec(),
        Wanted::Sentence("holds no words"),
    );
    files.put(
        "words/only spaces.txt",
        " \n\t \n",
        Wanted::Sentence("holds no words"),
    );
    files.put(
        "words/page feeds.txt",
        "one\u{c}two\u{c}".repeat(3_000),
        Wanted::Words,
    );
    files.put(
        "words/carriage returns.txt",
        "one\rtwo\rthree",
        Wanted::Words,
    );
    files.put(
        "words/many lines.txt",
        "a\n".repeat(1_000_000),
        Wanted::Either,
    );
    files.put("words/tags.txt", "\u{e0041}\u{e0042} words", Wanted::Words);
}

fn marked_up(files: &mut Files) {
    let entities = "<!DOCTYPE d [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;'><!ENTITY c '&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;'>\
        <!ENTITY d '&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;'><!ENTITY e '&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;'><!ENTITY x SYSTEM 'file:///etc/passwd'>]>";
    let document = test_files::document(&paragraph("Words &e; &x;"));
    let part = document.replace("<w:document", &format!("{entities}<w:document"));
    files.put(
        "marked/entities.docx",
        zip(&[("word/document.xml", part.as_bytes())]),
        Wanted::Either,
    );
    let deep = format!(
        "{}{}",
        "<w:tbl><w:tr><w:tc>".repeat(50_000),
        paragraph("deep")
    );
    files.put("marked/deep.docx", docx(&deep), Wanted::Either);
    let wide = paragraph("word").repeat(60_000);
    files.put("marked/long.docx", docx(&wide), Wanted::Words);
    files.put(
        "marked/no document.docx",
        zip(&[("word/other.xml", b"<x/>")]),
        Wanted::Either,
    );
    files.put(
        "marked/not xml.docx",
        zip(&[("word/document.xml", b"no xml at all")]),
        Wanted::Either,
    );
    files.put(
        "marked/deep.html",
        format!("<html>{}deep", "<div>".repeat(300_000)),
        Wanted::Words,
    );
    files.put(
        "marked/deep lists.html",
        format!("<html>{}deep", "<ul><li>".repeat(100_000)),
        Wanted::Words,
    );
    files.put(
        "marked/wide table.html",
        "<html><table><tr><td colspan=1000000000 rowspan=1000000000>a<td>b</table>",
        Wanted::Words,
    );
    files.put(
        "marked/many cells.html",
        format!("<html><table><tr>{}</table>", "<td>a".repeat(100_000)),
        Wanted::Either,
    );
    files.put(
        "marked/unclosed.html",
        "<html><p>Words <b <i <!-- never closed",
        Wanted::Words,
    );
    files.put(
        "marked/only scripts.html",
        "<html><script>x()</script>",
        Wanted::Sentence("holds no words"),
    );
    files.put(
        "marked/deep quotes.md",
        format!("{} deep", ">".repeat(30_000)),
        Wanted::Either,
    );
    files.put(
        "marked/deep lists.md",
        (0..2_000)
            .map(|depth| format!("{}- a\n", " ".repeat(depth * 2)))
            .collect::<String>(),
        Wanted::Either,
    );
    files.put("marked/brackets.md", "[".repeat(100_000), Wanted::Either);
    files.put("marked/stars.md", "*a **b ".repeat(60_000), Wanted::Either);
    files.put(
        "marked/deep.rtf",
        format!("{{\\rtf1 {}deep", "{".repeat(500_000)),
        Wanted::Either,
    );
    files.put(
        "marked/long bin.rtf",
        "{\\rtf1 words \\bin4294967295 and more}",
        Wanted::Either,
    );
    files.put(
        "marked/unclosed.rtf",
        "{\\rtf1\\ansi words \\'e",
        Wanted::Either,
    );
    files.put(
        "marked/many numbers.rtf",
        format!("{{\\rtf1 {}}}", "\\u-99999999999 ?".repeat(20_000)),
        Wanted::Either,
    );
}

fn mails(files: &mut Files) {
    let mut nested = "From: a@b.example\r\nMIME-Version: 1.0\r\n".to_owned();
    for depth in 0..20_000 {
        nested.push_str(&format!(
            "Content-Type: multipart/mixed; boundary=\"b{depth}\"\r\n\r\n--b{depth}\r\n"
        ));
    }
    files.put("mails/nested.eml", nested, Wanted::Either);
    let letters = "From: a@b.example\r\nContent-Type: message/rfc822\r\n\r\n".repeat(10_000);
    files.put("mails/mail in mail.eml", letters, Wanted::Either);
    let mut many = "From: a@b.example\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nWords.\r\n".to_owned();
    for at in 0..40 {
        many.push_str(&format!("--b\r\nContent-Type: text/markdown\r\nContent-Disposition: attachment; filename=\"../../{at}/etc/passwd\"\r\n\r\n# Part {at}\r\n"));
    }
    files.put("mails/many attachments.eml", many, Wanted::Words);
    files.put(
        "mails/long head.eml",
        format!(
            "From: {}\r\nSubject: x\r\n\r\nWords.",
            "a@b.example, ".repeat(100_000)
        ),
        Wanted::Words,
    );
    files.put("mails/no end.eml", "From: a@b.example\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Transfer-Encoding: base64\r\n\r\n!!!!====", Wanted::Either);
    files.put(
        "mails/odd letters.eml",
        "From: =?x-no-such?Q?=FF=FE?= <a@b>\r\nSubject: =?utf-8?B?////?=\r\n\r\nWords.",
        Wanted::Words,
    );
    files.put(
        "mails/only a head.eml",
        "From: a@b.example\r\nSubject: Words\r\n",
        Wanted::Words,
    );
    files.put("mails/box.mbox", "From a\nFrom b\nFrom c\n", Wanted::Either);
    files.put(
        "mails/many.mbox",
        "From a@b Wed Mar 14 09:30:00 2012\nFrom: a@b.example\nSubject: s\n\nw\n\n".repeat(40),
        Wanted::Words,
    );
}

fn compound(streams: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
    for (path, bytes) in streams {
        file.create_stream(path).unwrap().write_all(bytes).unwrap();
    }
    file.into_inner().into_inner()
}

fn containers(files: &mut Files) {
    let whole = compound(&[
        ("/__properties_version1.0", vec![0; 64]),
        ("/__substg1.0_0037001F", b"W\0o\0r\0d\0s\0".to_vec()),
        ("/__substg1.0_1000001F", vec![b'w', 0].repeat(5_000)),
    ]);
    files.put("office/mail.msg", whole.clone(), Wanted::Words);
    // The head of the container: sector sizes, counts and the first places of its tables.
    for (at, value) in [
        (24, 0xff_u8),
        (26, 9),
        (30, 0xff),
        (32, 0x1f),
        (44, 0xff),
        (48, 0xff),
        (56, 0xff),
        (60, 0xfe),
        (64, 0xff),
        (68, 0),
        (72, 0xff),
        (76, 0xff),
        (77, 0x7f),
    ] {
        let mut spoilt = whole.clone();
        spoilt[at] = value;
        files.put(format!("office/head {at}.msg"), spoilt, Wanted::Either);
    }
    let mut circle = whole.clone();
    for word in circle[512..1024].chunks_mut(4) {
        word.copy_from_slice(&1_u32.to_le_bytes());
    }
    files.put("office/table in a circle.msg", circle, Wanted::Either);
    files.put(
        "office/old.doc",
        compound(&[("/WordDocument", vec![0xec, 0xa5, 0xc1, 0])]),
        Wanted::Either,
    );
    files.put(
        "office/old.xls",
        compound(&[("/Workbook", vec![9, 8, 16, 0])]),
        Wanted::Either,
    );
    files.put(
        "office/nothing.doc",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec(),
        Wanted::Either,
    );
}

fn workbook(sheet: &str) -> Vec<u8> {
    zip(&[
        ("[Content_Types].xml", b"<Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'><Override PartName='/xl/workbook.xml' ContentType='application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml'/></Types>"),
        ("_rels/.rels", b"<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'><Relationship Id='a' Type='http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument' Target='xl/workbook.xml'/></Relationships>"),
        ("xl/workbook.xml", b"<workbook xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main' xmlns:r='http://schemas.openxmlformats.org/officeDocument/2006/relationships'><sheets><sheet name='One' sheetId='1' r:id='a'/></sheets></workbook>"),
        ("xl/_rels/workbook.xml.rels", b"<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'><Relationship Id='a' Type='http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet' Target='worksheets/sheet1.xml'/></Relationships>"),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
    ])
}

fn sheets(files: &mut Files) {
    let sheet = |rows: &str| {
        format!(
            "<worksheet xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main'><dimension ref='A1:XFD1048576'/><sheetData>{rows}</sheetData></worksheet>"
        )
    };
    let cell = |at: &str| format!("<row><c r='{at}' t='inlineStr'><is><t>Words</t></is></c></row>");
    files.put(
        "sheets/small.xlsx",
        workbook(&sheet(&cell("A1"))),
        Wanted::Either,
    );
    files.put(
        "sheets/absurd.xlsx",
        workbook(&sheet(&format!("{}{}", cell("A1"), cell("XFD1048576")))),
        Wanted::Either,
    );
    files.put(
        "sheets/many rows.xlsx",
        workbook(&sheet(&cell("A1").repeat(200_000))),
        Wanted::Either,
    );
    files.put(
        "sheets/no sheet.xlsx",
        zip(&[("xl/workbook.xml", b"<workbook/>")]),
        Wanted::Either,
    );
    files.put("sheets/wide.csv", "a,".repeat(200_000), Wanted::Either);
    files.put(
        "sheets/open quote.csv",
        format!("a,b\n\"{}", "c,d\n".repeat(200_000)),
        Wanted::Either,
    );
    files.put(
        "sheets/ragged.csv",
        "a\nb,c\nd,e,f\n\n,,,,,,,\n",
        Wanted::Words,
    );
    files.put(
        "sheets/formulas.csv",
        "=cmd|' /C calc'!A0,+1,-1,@x\n",
        Wanted::Words,
    );
}
