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
    let heap = usize::try_from(worker::MEMORY_CAP).unwrap_or(usize::MAX);
    // Half as much again in address space: the program itself and its stacks count there too.
    platform::limit_this_process(worker::MEMORY_CAP / 2 * 3, worker::CPU_CAP);
    if ALLOCATOR.set_limit(heap).is_err() {
        return ExitCode::FAILURE;
    }
    match worker::serve(io::stdin().lock(), io::stdout().lock()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}
