//! The whole program in a real pseudo-terminal, as the two people have it.
#![cfg(unix)]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    missing_docs
)]

mod beginnings;
#[path = "../support/half_typed.rs"]
mod half_typed;
mod passphrase;
#[path = "../support/pty.rs"]
mod pty;
mod signals;
mod sitting;
mod terminal;
