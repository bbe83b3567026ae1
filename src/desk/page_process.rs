//! The parent's side of drawing: the program started again as a painter of one page, held to time and size, and killed.
//!
//! Like reading (`reader_process`) it ends in a sentence whatever the child does. The points are the only thing that comes back.

use std::{io, io::BufReader, process::Child, sync::mpsc, thread};

use super::{
    reader_process::{ReaderProcess, end, seconds},
    shown,
};
use crate::reading::picture::{
    Drawn, View,
    painter::{self, ARGUMENT},
};

/// Draws a page of a document in a process of its own.
///
/// # Errors
/// A sentence: why there is nothing to see.
pub fn draw(
    reader: &ReaderProcess,
    name: &str,
    bytes: &[u8],
    view: &View,
) -> Result<Drawn, String> {
    match reader.start_patiently(ARGUMENT) {
        Ok(child) => converse(reader, child, name, bytes, view),
        Err(error) => Err(format!(
            "The part of the program that draws pages could not be started ({error}). Try again."
        )),
    }
}

fn converse(
    reader: &ReaderProcess,
    mut child: Child,
    name: &str,
    bytes: &[u8],
    view: &View,
) -> Result<Drawn, String> {
    let (Some(input), Some(output)) = (child.stdin.take(), child.stdout.take()) else {
        end(&mut child);
        return Err(broke_off());
    };
    let (sender, receiver) = mpsc::channel();
    thread::scope(|scope| {
        // A child that dies while it is written to breaks the pipe; what it answered, if anything, tells.
        scope.spawn(move || painter::ask(name, bytes, view, input));
        scope.spawn(move || {
            // Nobody waits any more when the time is over.
            let _ = sender.send(painter::answer(BufReader::new(output), view));
        });
        let answer = receiver.recv_timeout(reader.limits.wall);
        // Both threads end when the child does.
        end(&mut child);
        match answer {
            Ok(Ok(drawn)) => drawn.map_err(|why| shown::line(&why)),
            Ok(Err(error)) if error.kind() == io::ErrorKind::InvalidData => Err(
                "The page could not be drawn: drawing it gave no sensible answer. The file is kept as it is."
                    .to_owned(),
            ),
            Err(mpsc::RecvTimeoutError::Timeout) => Err(format!(
                "The page could not be drawn: it was not done after {}. The file is damaged, or built to stop readers; it is kept as it is.",
                seconds(reader.limits.wall)
            )),
            Ok(Err(_)) | Err(mpsc::RecvTimeoutError::Disconnected) => Err(broke_off()),
        }
    })
}

fn broke_off() -> String {
    "The page could not be drawn: drawing it broke off, or took more time or memory than any ordinary page. The file is kept as it is.".to_owned()
}
