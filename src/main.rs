//! Arguments in, exit status out; nothing else.

use std::process::ExitCode;

fn main() -> ExitCode {
    alongside::commands::run(std::env::args_os())
}
