//! The child's side of drawing: one document in on standard input, one page of it as points out on standard output. As with reading
//! (`worker`), a process of its own, with neither path nor key nor environment, is all that a hostile picture can harm.
//!
//! The request is the length of a head (4 bytes, little-endian), the head as JSON (name and view), the length of the document (8 bytes), the
//! document. The answer is [`MARK`], the length of a head (4 bytes), the head as JSON (what was drawn, or a sentence why nothing was), and
//! where something was drawn its points, three bytes each.

use std::io::{self, Read, Write};

use serde::{Deserialize, Serialize};

use super::{
    draw::{POINT_CAP, draw},
    window::{Drawn, View, Window},
};
use crate::reading::worker::INPUT_CAP;

/// The hidden argument that makes the program a painter of one page.
pub const ARGUMENT: &str = "draw-page";

/// What every answer begins with.
pub const MARK: [u8; 4] = *b"DRAW";

/// The longest head, in bytes.
const HEAD_CAP: u32 = 1 << 16;

/// The longest name sent along, in letters.
const NAME_CAP: usize = 1_000;

/// Memory the child may use, in bytes.
pub const MEMORY_CAP: u64 = 1_280 << 20;

/// Room for recursion, in bytes.
const STACK: usize = 16 << 20;

#[derive(Serialize, Deserialize)]
struct Asked {
    name: String,
    view: View,
}

#[derive(Serialize, Deserialize)]
struct Head {
    width: u16,
    height: u16,
    window: Window,
}

/// Takes one request, draws, answers.
///
/// # Errors
/// When the request is none, or a pipe breaks.
pub fn serve(mut input: impl Read, mut output: impl Write) -> io::Result<()> {
    let head = sized(&mut input)?;
    let asked: Asked = serde_json::from_slice(&head)?;
    let mut length = [0; 8];
    input.read_exact(&mut length)?;
    let length = u64::from_le_bytes(length);
    if length > INPUT_CAP {
        return Err(invalid("the document is longer than allowed"));
    }
    let mut bytes = Vec::new();
    input.take(length).read_to_end(&mut bytes)?;
    if u64::try_from(bytes.len()).ok() != Some(length) {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    let drawn = std::thread::Builder::new()
        .stack_size(STACK)
        .spawn(move || draw(&asked.name, bytes, &asked.view))?
        .join()
        .map_err(|_| io::Error::other("the painter panicked"))?;
    let (head, points) = match drawn {
        Ok(drawn) => (
            Ok(Head {
                width: drawn.width,
                height: drawn.height,
                window: drawn.window,
            }),
            drawn.points,
        ),
        Err(why) => (Err(why.to_string()), Vec::new()),
    };
    output.write_all(&MARK)?;
    put_sized(&mut output, &serde_json::to_vec(&head)?)?;
    output.write_all(&points)?;
    output.flush()
}

/// Writes the request for a page of a document.
///
/// # Errors
/// When the pipe breaks.
pub fn ask(name: &str, bytes: &[u8], view: &View, mut output: impl Write) -> io::Result<()> {
    let asked = Asked {
        name: name.chars().take(NAME_CAP).collect(),
        view: *view,
    };
    put_sized(&mut output, &serde_json::to_vec(&asked)?)?;
    output.write_all(&u64::try_from(bytes.len()).unwrap_or(u64::MAX).to_le_bytes())?;
    output.write_all(bytes)?;
    output.flush()
}

/// Reads an answer: what was drawn, or the sentence why nothing was. Nothing in it is believed: it is no larger than `view` has room for.
///
/// # Errors
/// When it is no answer, is larger than asked for, or ends early.
pub fn answer(mut input: impl Read, view: &View) -> io::Result<Result<Drawn, String>> {
    let mut mark = [0; MARK.len()];
    input.read_exact(&mut mark)?;
    if mark != MARK {
        return Err(invalid("the answer does not begin as one"));
    }
    let head: Result<Head, String> = serde_json::from_slice(&sized(&mut input)?)?;
    let head = match head {
        Ok(head) => head,
        Err(why) => return Ok(Err(why)),
    };
    let (width, height) = (usize::from(head.width), usize::from(head.height));
    let fits = head.width <= view.width.max(1) && head.height <= view.height.max(1);
    if !fits || width * height > POINT_CAP || width * height == 0 || !head.window.is_sound() {
        return Err(invalid("it is not what was asked for"));
    }
    let mut points = vec![0; width * height * 3];
    input.read_exact(&mut points)?;
    Ok(Ok(Drawn {
        width: head.width,
        height: head.height,
        window: head.window,
        points,
    }))
}

fn put_sized(output: &mut impl Write, bytes: &[u8]) -> io::Result<()> {
    output.write_all(&u32::try_from(bytes.len()).unwrap_or(u32::MAX).to_le_bytes())?;
    output.write_all(bytes)
}

/// Bytes behind their length, which is not believed beyond [`HEAD_CAP`].
fn sized(input: &mut impl Read) -> io::Result<Vec<u8>> {
    let mut length = [0; 4];
    input.read_exact(&mut length)?;
    let length = u32::from_le_bytes(length);
    if length > HEAD_CAP {
        return Err(invalid("a head is longer than allowed"));
    }
    let mut bytes = Vec::new();
    input.take(u64::from(length)).read_to_end(&mut bytes)?;
    if u32::try_from(bytes.len()).ok() == Some(length) {
        Ok(bytes)
    } else {
        Err(io::ErrorKind::UnexpectedEof.into())
    }
}

fn invalid(why: &'static str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, why)
}
