//! Arguments in, exit status out; nothing else.
#![forbid(unsafe_code)]

use std::{alloc::System, io, process::ExitCode};

use alongside::{
    commands, platform,
    reading::{picture::painter, worker},
};
use cap::Cap;

/// Unbounded, except in the child that reads a document: there it stops what the system's own limits do not.
#[global_allocator]
static ALLOCATOR: Cap<System> = Cap::new(System, usize::MAX);

fn main() -> ExitCode {
    if let Some(argument) = std::env::args_os().nth(1) {
        if argument == worker::ARGUMENT {
            return read_document();
        }
        if argument == painter::ARGUMENT {
            return draw_page();
        }
    }
    platform::dump_no_core();
    commands::run(std::env::args_os())
}

/// The hidden child that reads: one document in, its text out, within limits it sets itself first.
fn read_document() -> ExitCode {
    let most = worker::memory_for(worker::INPUT_CAP);
    // Half as much again in address space: the program itself and its stacks count there too.
    platform::limit_this_process(most / 2 * 3, worker::seconds_for(worker::INPUT_CAP));
    // Until the document is here its size is not known; how large it may be is.
    let limit = |document| {
        let memory = worker::memory_for(document);
        platform::limit_further(memory / 2 * 3, worker::seconds_for(document));
        limit_heap(memory)
    };
    ended(&worker::serve(
        io::stdin().lock(),
        io::stdout().lock(),
        limit,
    ))
}

/// The hidden child that draws: one document in, one page of it out, within limits it sets itself first.
fn draw_page() -> ExitCode {
    platform::limit_this_process(painter::MEMORY_CAP / 2 * 3, worker::CPU_CAP * 3);
    ended(
        &limit_heap(painter::MEMORY_CAP)
            .and_then(|()| painter::serve(io::stdin().lock(), io::stdout().lock())),
    )
}

fn limit_heap(memory: u64) -> io::Result<()> {
    let heap = usize::try_from(memory).unwrap_or(usize::MAX);
    ALLOCATOR
        .set_limit(heap)
        .map_err(|()| io::ErrorKind::OutOfMemory.into())
}

fn ended(served: &io::Result<()>) -> ExitCode {
    if served.is_ok() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}
