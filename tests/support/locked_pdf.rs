//! A PDF that a password opens, made here: the oldest of the ciphers PDF knows (RC4 with 40 bits), which needs only MD5 beside it.

const PADDING: [u8; 32] = [
    0x28, 0xBF, 0x4E, 0x5E, 0x4E, 0x75, 0x8A, 0x41, 0x64, 0x00, 0x4E, 0x56, 0xFF, 0xFA, 0x01, 0x08,
    0x2E, 0x2E, 0x00, 0xB6, 0xD0, 0x68, 0x3E, 0x80, 0x2F, 0x0C, 0xA9, 0xFE, 0x64, 0x53, 0x69, 0x7A,
];

/// MD5, as RFC 1321 has it.
pub fn md5(bytes: &[u8]) -> [u8; 16] {
    const TURNS: [[u32; 4]; 4] = [
        [7, 12, 17, 22],
        [5, 9, 14, 20],
        [4, 11, 16, 23],
        [6, 10, 15, 21],
    ];
    let mut message = bytes.to_vec();
    message.push(0x80);
    while message.len() % 64 != 56 {
        message.push(0);
    }
    message.extend((bytes.len() as u64 * 8).to_le_bytes());
    let mut sum = [0x6745_2301_u32, 0xefcd_ab89, 0x98ba_dcfe, 0x1032_5476];
    for block in message.chunks(64) {
        let word = |at: usize| u32::from_le_bytes(block[at * 4..at * 4 + 4].try_into().unwrap());
        let [mut a, mut b, mut c, mut d] = sum;
        for step in 0..64 {
            let (mixed, at) = match step / 16 {
                0 => ((b & c) | (!b & d), step),
                1 => ((d & b) | (!d & c), (5 * step + 1) % 16),
                2 => (b ^ c ^ d, (3 * step + 5) % 16),
                _ => (c ^ (b | !d), (7 * step) % 16),
            };
            #[allow(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                clippy::cast_precision_loss,
                reason = "RFC 1321 makes its table of sines so"
            )]
            let constant = ((step as f64 + 1.0).sin().abs() * 4_294_967_296.0) as u32;
            let turned = a
                .wrapping_add(mixed)
                .wrapping_add(constant)
                .wrapping_add(word(at))
                .rotate_left(TURNS[step / 16][step % 4]);
            (a, d, c, b) = (d, c, b, b.wrapping_add(turned));
        }
        for (sum, part) in sum.iter_mut().zip([a, b, c, d]) {
            *sum = sum.wrapping_add(part);
        }
    }
    let mut out = [0; 16];
    for (at, part) in sum.iter().enumerate() {
        out[at * 4..at * 4 + 4].copy_from_slice(&part.to_le_bytes());
    }
    out
}

fn rc4(key: &[u8], bytes: &[u8]) -> Vec<u8> {
    let mut box_: Vec<u8> = (0..=255).collect();
    let mut other = 0_usize;
    for at in 0..256 {
        other = (other + usize::from(box_[at]) + usize::from(key[at % key.len()])) % 256;
        box_.swap(at, other);
    }
    let (mut one, mut two) = (0, 0);
    bytes
        .iter()
        .map(|byte| {
            one = (one + 1) % 256;
            two = (two + usize::from(box_[one])) % 256;
            box_.swap(one, two);
            byte ^ box_[(usize::from(box_[one]) + usize::from(box_[two])) % 256]
        })
        .collect()
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    let mut out = String::new();
    for byte in bytes {
        let _ = write!(out, "{byte:02x}");
    }
    out
}

/// A PDF with one line of words, which `password` opens; with an empty one everybody's program does.
pub fn locked_pdf(password: &str, words: &str) -> Vec<u8> {
    let owner = [0x41_u8; 32];
    let id = b"0123456789abcdef";
    let permissions = -4_i32;
    let mut padded = password.as_bytes().to_vec();
    padded.extend(PADDING);
    padded.truncate(32);
    let mut seed = padded;
    seed.extend(owner);
    seed.extend(permissions.to_le_bytes());
    seed.extend(id);
    let key = &md5(&seed)[..5];
    let user = rc4(key, &PADDING);
    let content = format!("BT /F1 12 Tf 72 700 Td ({words}) Tj ET");
    let mut for_stream = key.to_vec();
    for_stream.extend([4, 0, 0, 0, 0]);
    let content = rc4(&md5(&for_stream)[..10], content.as_bytes());
    let mut objects: Vec<Vec<u8>> = [
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Count 1/Kids[3 0 R]>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 5 0 R>>>>/Contents 4 0 R>>",
    ]
    .map(|object| object.as_bytes().to_vec())
    .to_vec();
    let mut stream = format!("<</Length {}>>stream\n", content.len()).into_bytes();
    stream.extend(content);
    stream.extend(b"\nendstream");
    objects.push(stream);
    objects
        .push(b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>".to_vec());
    objects.push(
        format!(
            "<</Filter/Standard/V 1/R 2/O<{}>/U<{}>/P {permissions}>>",
            hex(&owner),
            hex(&user)
        )
        .into_bytes(),
    );
    let mut out = b"%PDF-1.4\n".to_vec();
    let mut places = Vec::new();
    for (number, object) in (1..).zip(&objects) {
        places.push(out.len());
        out.extend(format!("{number} 0 obj\n").into_bytes());
        out.extend(object);
        out.extend(b"\nendobj\n");
    }
    let table = out.len();
    out.extend(format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).into_bytes());
    for place in places {
        out.extend(format!("{place:010} 00000 n \n").into_bytes());
    }
    out.extend(
        format!(
            "trailer\n<</Size {}/Root 1 0 R/Encrypt 6 0 R/ID[<{id}><{id}>]>>\nstartxref\n{table}\n%%EOF",
            objects.len() + 1,
            id = hex(id)
        )
        .into_bytes(),
    );
    out
}
