//! The child's side of reading: one document in on standard input, one answer out on standard output.
//!
//! The program starts itself for this under a hidden argument, because a hostile document can exhaust memory, time or the stack, and
//! only a process of its own dies of that alone. The child gets bytes and a name, and neither path nor key nor environment.
//!
//! The request is [`READ`] (4 bytes), then three times a length (8 bytes, little-endian) and so many bytes: the name, the password (empty
//! where none is known), the document. The answer is a row of frames, each 4 bytes that say what it is, a length (8 bytes) and so many
//! bytes: [`READ`], a [`Reading`] as JSON; for each document inside it [`NAME`] and [`PART`], or [`NAME`] and [`LEFT`] with the reason why
//! it was not taken out; last [`DONE`], empty.

use std::io::{self, Read, Write};

use zeroize::Zeroizing;

use super::{
    parts::{self, Part},
    read::{Reading, read_with},
};

/// The hidden argument that makes the program a reader of one document.
pub const ARGUMENT: &str = "read-document";

/// What a request to read begins with, and the frame of its answer.
pub const READ: [u8; 4] = *b"READ";

/// The frame with the name of a part.
pub const NAME: [u8; 4] = *b"NAME";

/// The frame with the bytes of a part.
pub const PART: [u8; 4] = *b"PART";

/// The frame with the reason why a part was not taken out.
pub const LEFT: [u8; 4] = *b"LEFT";

/// The frame that ends an answer.
pub const DONE: [u8; 4] = *b"DONE";

/// The largest document read, in bytes.
pub const INPUT_CAP: u64 = 256 << 20;

/// The longest answer, in bytes, all its frames together: a text of the largest size, every sign of it escaped, and all parts.
pub const OUTPUT_CAP: u64 = (160 << 20) + parts::BYTES_CAP;

/// Memory the child may use, in bytes, for a document up to [`ORDINARY`]. A larger one may use three times its own size more.
pub const MEMORY_CAP: u64 = 512 << 20;

/// The size up to which a document is held to [`MEMORY_CAP`] alone, in bytes.
pub const ORDINARY: u64 = 64 << 20;

/// Processor time the child may use, in seconds, and one second more for each so many bytes of the document beyond what is usual.
pub const CPU_CAP: u64 = 9;

/// How many bytes of a document are worth a second of processor time.
const A_SECOND: u64 = 8 << 20;

/// The longest name, and the longest password, in bytes.
const NAME_CAP: u64 = 1 << 16;

/// Room for recursion, in bytes: the same on every system, whatever its main thread is given.
const STACK: usize = 16 << 20;

/// Memory for reading a document of so many bytes, in bytes.
#[must_use]
pub fn memory_for(document: u64) -> u64 {
    let beyond = document.saturating_sub(ORDINARY);
    MEMORY_CAP.saturating_add(beyond.saturating_mul(3))
}

/// Processor time for reading a document of so many bytes, in seconds.
#[must_use]
pub fn seconds_for(document: u64) -> u64 {
    CPU_CAP + document / A_SECOND
}

/// Reads one request, reads its document, writes the answer. `limit` is told the size of the document before it is looked at, so that the
/// process can bound itself.
///
/// # Errors
/// When the request is not one, is larger than [`INPUT_CAP`], or a pipe breaks.
pub fn serve(
    mut input: impl Read,
    mut output: impl Write,
    limit: impl FnOnce(u64) -> io::Result<()>,
) -> io::Result<()> {
    let mut kind = [0; 4];
    input.read_exact(&mut kind)?;
    if kind != READ {
        return Err(invalid("it asks for nothing that is done here"));
    }
    let request = request(&mut input)?;
    limit(u64::try_from(request.bytes.len()).unwrap_or(u64::MAX))?;
    let reading = std::thread::Builder::new()
        .stack_size(STACK)
        .spawn(move || {
            let password = request.password.as_str();
            read_with(
                &request.name,
                &request.bytes,
                Some(password).filter(|password| !password.is_empty()),
            )
        })?
        .join()
        .map_err(|_| io::Error::other("the reader panicked"))?;
    frame(&mut output, READ, &serde_json::to_vec(&reading)?)?;
    for part in reading.parts {
        frame(&mut output, NAME, part.name.as_bytes())?;
        match part.bytes {
            Ok(bytes) => frame(&mut output, PART, &bytes)?,
            Err(why) => frame(&mut output, LEFT, why.as_bytes())?,
        }
    }
    frame(&mut output, DONE, &[])?;
    output.flush()
}

/// Writes one frame.
fn frame(output: &mut impl Write, kind: [u8; 4], bytes: &[u8]) -> io::Result<()> {
    output.write_all(&kind)?;
    put_sized(output, bytes)
}

fn put_sized(output: &mut impl Write, bytes: &[u8]) -> io::Result<()> {
    output.write_all(&u64::try_from(bytes.len()).unwrap_or(u64::MAX).to_le_bytes())?;
    output.write_all(bytes)
}

/// Writes the request for a document, with the password it may need.
///
/// # Errors
/// When the pipe breaks.
pub fn ask(
    name: &str,
    password: Option<&str>,
    bytes: &[u8],
    mut output: impl Write,
) -> io::Result<()> {
    output.write_all(&READ)?;
    for words in [name, password.unwrap_or_default()] {
        let words = words.as_bytes();
        let cap = usize::try_from(NAME_CAP).unwrap_or(usize::MAX);
        put_sized(&mut output, words.get(..cap).unwrap_or(words))?;
    }
    put_sized(&mut output, bytes)?;
    output.flush()
}

/// Reads an answer, never more than `cap` bytes of it.
///
/// # Errors
/// When it does not begin as one, is longer than `cap`, ends early, or is no [`Reading`].
pub fn answer(mut input: impl Read, cap: u64) -> io::Result<Reading> {
    let mut left = cap;
    let (kind, bytes) = next(&mut input, &mut left)?;
    if kind != READ {
        return Err(invalid("the answer does not begin as one"));
    }
    let mut reading: Reading = serde_json::from_slice(&bytes)?;
    loop {
        let (kind, name) = next(&mut input, &mut left)?;
        if kind == DONE {
            return Ok(reading);
        }
        if kind != NAME || reading.parts.len() >= parts::COUNT_CAP {
            return Err(invalid("something else was to follow"));
        }
        let (kind, bytes) = next(&mut input, &mut left)?;
        // The child is not believed: a name it gives is made safe once more.
        let name = parts::safe_name(&String::from_utf8_lossy(&name));
        reading.parts.push(Part {
            name,
            bytes: match kind {
                PART => Ok(bytes),
                LEFT => Err(parts::sentence(&String::from_utf8_lossy(&bytes))),
                _ => return Err(invalid("a part was to follow")),
            },
        });
    }
}

/// One frame: what it is, and its bytes. `left` is how many bytes may still come.
fn next(input: &mut impl Read, left: &mut u64) -> io::Result<([u8; 4], Vec<u8>)> {
    let mut kind = [0; 4];
    input.read_exact(&mut kind)?;
    if ![READ, NAME, PART, LEFT, DONE].contains(&kind) {
        return Err(invalid("this is no frame of an answer"));
    }
    let bytes = sized(input, *left)?;
    *left = left.saturating_sub(u64::try_from(bytes.len()).unwrap_or(u64::MAX));
    Ok((kind, bytes))
}

struct Request {
    name: String,
    password: Zeroizing<String>,
    bytes: Vec<u8>,
}

fn request(input: &mut impl Read) -> io::Result<Request> {
    let name = sized(input, NAME_CAP)?;
    let password = Zeroizing::new(sized(input, NAME_CAP)?);
    Ok(Request {
        name: String::from_utf8_lossy(&name).into_owned(),
        password: Zeroizing::new(String::from_utf8_lossy(&password).into_owned()),
        bytes: sized(input, INPUT_CAP)?,
    })
}

/// Bytes behind their length, which is not believed beyond `cap`.
fn sized(input: &mut impl Read, cap: u64) -> io::Result<Vec<u8>> {
    let mut length = [0; 8];
    input.read_exact(&mut length)?;
    let length = u64::from_le_bytes(length);
    if length > cap {
        return Err(invalid("it is longer than allowed"));
    }
    let mut bytes = Vec::new();
    input.take(length).read_to_end(&mut bytes)?;
    if u64::try_from(bytes.len()).ok() == Some(length) {
        Ok(bytes)
    } else {
        Err(io::ErrorKind::UnexpectedEof.into())
    }
}

fn invalid(why: &'static str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, why)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn served(name: &str, bytes: &[u8]) -> Vec<u8> {
        let mut request = Vec::new();
        ask(name, None, bytes, &mut request).unwrap();
        let mut out = Vec::new();
        serve(&request[..], &mut out, |_| Ok(())).unwrap();
        out
    }

    #[test]
    fn a_document_goes_in_and_its_reading_comes_out() {
        let out = served("visit.md", b"# Home visit\n\nSeen alone.");
        let reading = answer(&out[..], OUTPUT_CAP).unwrap();
        let here = read_with("visit.md", b"# Home visit\n\nSeen alone.", None);
        assert_eq!(reading, here);
        assert_eq!(reading.text.unwrap().words, "Home visit\nSeen alone.");
    }

    #[test]
    fn short_long_and_false_frames_are_refused() {
        let mut request = Vec::new();
        ask("a.md", Some("secret"), b"# A", &mut request).unwrap();
        let mut out = Vec::new();
        assert!(serve(&request[..request.len() - 1], &mut out, |_| Ok(())).is_err());
        assert!(out.is_empty());
        let kind = |bytes: &[u8], cap| answer(bytes, cap).unwrap_err().kind();
        assert_eq!(kind(b"hello, world", 9), io::ErrorKind::InvalidData);
        assert_eq!(
            kind(b"READ\xff\xff\xff\xff\0\0\0\0", 9),
            io::ErrorKind::InvalidData
        );
        assert_eq!(
            kind(b"READ\x09\0\0\0\0\0\0\0{}", 9),
            io::ErrorKind::UnexpectedEof
        );
    }

    #[test]
    fn an_answer_that_stops_or_grows_beyond_its_cap_is_refused() {
        let out = served("a.md", b"# A");
        let kind = |bytes: &[u8], cap| answer(bytes, cap).unwrap_err().kind();
        // Without its last frame.
        assert_eq!(
            kind(&out[..out.len() - 12], OUTPUT_CAP),
            io::ErrorKind::UnexpectedEof
        );
        let mut more = out[..out.len() - 12].to_vec();
        frame(&mut more, NAME, b"../../b.md").unwrap();
        frame(&mut more, PART, &[b'x'; 4096]).unwrap();
        frame(&mut more, DONE, b"").unwrap();
        let reading = answer(&more[..], OUTPUT_CAP).unwrap();
        assert_eq!(reading.parts[0].name, "b.md");
        assert_eq!(reading.parts[0].bytes.as_ref().unwrap().len(), 4096);
        let all_but_one = u64::try_from(more.len() - 4 * 12 - 1).unwrap();
        assert_eq!(kind(&more, all_but_one), io::ErrorKind::InvalidData);
    }

    #[test]
    fn the_size_is_known_before_the_document_is_looked_at() {
        let mut request = Vec::new();
        ask("a.md", None, b"# A", &mut request).unwrap();
        let mut out = Vec::new();
        let refused = serve(&request[..], &mut out, |bytes| {
            assert_eq!(bytes, 3);
            Err(io::ErrorKind::Other.into())
        });
        assert!(refused.is_err() && out.is_empty());
        assert_eq!(memory_for(ORDINARY), MEMORY_CAP);
        assert!(memory_for(INPUT_CAP) > MEMORY_CAP);
    }
}
