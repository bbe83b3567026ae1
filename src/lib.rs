//! `alongside`: one screen for an inspector and a social worker going through one child's case file together.
#![forbid(unsafe_code)]
#![cfg_attr(
    test,
    allow(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::indexing_slicing,
        clippy::string_slice
    )
)]

pub mod casework;
pub mod commands;
pub mod desk;
pub mod ledger;
pub mod notes;
pub mod platform;
pub mod reading;
pub mod screen;
