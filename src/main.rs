//! Arguments in, exit status out; nothing else.
#![forbid(unsafe_code)]

use std::{alloc::System, io, process::ExitCode};

use alongside::{commands, platform, reading::worker};
use cap::Cap;

/// Unbounded, except in the child that reads a document: there it stops what the system's own limits do not.
#[global_allocator]
static ALLOCATOR: Cap<System> = Cap::new(System, usize::MAX);

fn main() -> ExitCode {
    if std::env::args_os()
        .nth(1)
        .is_some_and(|argument| argument == worker::ARGUMENT)
    {
        return read_document();
    }
    platform::dump_no_core();
    commands::run(std::env::args_os())
}

/// The hidden child: one document in, its text out, within limits it sets itself first.
fn read_document() -> ExitCode {
    let most = worker::memory_for(worker::INPUT_CAP);
    // Half as much again in address space: the program itself and its stacks count there too.
    platform::limit_this_process(most / 2 * 3, worker::CPU_CAP);
    // Until the document is here its size is not known; how large it may be is.
    let limit = |document| {
        let memory = worker::memory_for(document);
        platform::limit_memory(memory / 2 * 3);
        let heap = usize::try_from(memory).unwrap_or(usize::MAX);
        ALLOCATOR
            .set_limit(heap)
            .map_err(|_| io::ErrorKind::OutOfMemory.into())
    };
    match worker::serve(io::stdin().lock(), io::stdout().lock(), limit) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}
