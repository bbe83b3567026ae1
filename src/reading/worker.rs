//! The child's side of reading: one document in on standard input, one answer out on standard output.
//!
//! The program starts itself for this under a hidden argument, because a hostile document can exhaust memory, time or the stack, and
//! only a process of its own dies of that alone. The child gets bytes and a name, and neither path nor key nor environment.
//!
//! The request is the length of the name (4 bytes, little-endian), the name, the length of the document (8 bytes), the document. The
//! answer is [`MARK`], the length (8 bytes) and a [`Reading`] as JSON.

use std::io::{self, Read, Write};

use super::read::{Reading, read};

/// The hidden argument that makes the program a reader of one document.
pub const ARGUMENT: &str = "read-document";

/// What every answer begins with.
pub const MARK: [u8; 4] = *b"READ";

/// The largest document read, in bytes.
pub const INPUT_CAP: u64 = 256 << 20;

/// The longest answer, in bytes: a text of the largest size, every sign of it escaped.
pub const OUTPUT_CAP: u64 = 160 << 20;

/// Memory the child may use, in bytes.
pub const MEMORY_CAP: u64 = 1 << 30;

/// Processor time the child may use, in seconds.
pub const CPU_CAP: u64 = 30;

/// The longest name, in bytes.
const NAME_CAP: u32 = 1 << 16;

/// Room for recursion, in bytes: the same on every system, whatever its main thread is given.
const STACK: usize = 16 << 20;

/// Reads one request, reads its document, writes the answer.
///
/// # Errors
/// When the request is not one, is larger than [`INPUT_CAP`], or a pipe breaks.
pub fn serve(mut input: impl Read, mut output: impl Write) -> io::Result<()> {
    let (name, bytes) = request(&mut input)?;
    let reading = std::thread::Builder::new()
        .stack_size(STACK)
        .spawn(move || read(&name, &bytes))?
        .join()
        .map_err(|_| io::Error::other("the reader panicked"))?;
    let answer = serde_json::to_vec(&reading)?;
    output.write_all(&MARK)?;
    output.write_all(
        &u64::try_from(answer.len())
            .unwrap_or(u64::MAX)
            .to_le_bytes(),
    )?;
    output.write_all(&answer)?;
    output.flush()
}

/// Writes the request for a document.
///
/// # Errors
/// When the pipe breaks.
pub fn ask(name: &str, bytes: &[u8], mut output: impl Write) -> io::Result<()> {
    let name = name
        .as_bytes()
        .get(..usize::try_from(NAME_CAP).unwrap_or(usize::MAX))
        .unwrap_or(name.as_bytes());
    output.write_all(&u32::try_from(name.len()).unwrap_or(0).to_le_bytes())?;
    output.write_all(name)?;
    output.write_all(&u64::try_from(bytes.len()).unwrap_or(u64::MAX).to_le_bytes())?;
    output.write_all(bytes)?;
    output.flush()
}

/// Reads an answer, never more than `cap` bytes of it.
///
/// # Errors
/// When it does not begin with [`MARK`], is longer than `cap`, ends early, or is no [`Reading`].
pub fn answer(mut input: impl Read, cap: u64) -> io::Result<Reading> {
    let mut mark = [0; MARK.len()];
    input.read_exact(&mut mark)?;
    if mark != MARK {
        return Err(invalid("the answer does not begin as one"));
    }
    let answer = sized(&mut input, cap)?;
    Ok(serde_json::from_slice(&answer)?)
}

fn request(input: &mut impl Read) -> io::Result<(String, Vec<u8>)> {
    let mut length = [0; 4];
    input.read_exact(&mut length)?;
    let length = u32::from_le_bytes(length);
    if length > NAME_CAP {
        return Err(invalid("the name is too long"));
    }
    let mut name = Vec::new();
    input.take(u64::from(length)).read_to_end(&mut name)?;
    let name = String::from_utf8_lossy(&name).into_owned();
    Ok((name, sized(input, INPUT_CAP)?))
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

    #[test]
    fn a_document_goes_in_and_its_reading_comes_out() {
        let mut request = Vec::new();
        ask("visit.md", b"# Home visit\n\nSeen alone.", &mut request).unwrap();
        let mut out = Vec::new();
        serve(&request[..], &mut out).unwrap();
        let reading = answer(&out[..], OUTPUT_CAP).unwrap();
        assert_eq!(reading, read("visit.md", b"# Home visit\n\nSeen alone."));
        assert_eq!(reading.text.unwrap().words, "Home visit\nSeen alone.");
    }

    #[test]
    fn short_long_and_false_frames_are_refused() {
        let mut request = Vec::new();
        ask("a.md", b"# A", &mut request).unwrap();
        let mut out = Vec::new();
        assert!(serve(&request[..request.len() - 1], &mut out).is_err());
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
}
