//! The screen as the two people use it: keys in, words, styles and the cursor out. No terminal, no disk.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    missing_docs
)]

#[path = "../support/everything.rs"]
mod everything;
#[path = "../support/hostile_words.rs"]
mod hostile_words;
#[path = "../support/little.rs"]
mod little;
#[path = "../support/locked_pdf.rs"]
mod locked_pdf;
#[path = "../support/screen.rs"]
mod screen;
#[path = "../support/screen_desk.rs"]
mod screen_desk;
#[path = "../../src/reading/test_pictures.rs"]
#[allow(dead_code)]
mod test_pictures;

mod agreeing;
mod closing;
mod compare;
mod concern;
mod curtain;
mod describe;
mod door;
mod every_action;
mod forms;
mod front;
mod gaps;
mod hostile;
mod journey;
mod looking;
mod marks;
mod menu;
mod monkey;
mod older;
mod package;
mod reading;
mod resume;
mod saying;
mod sizes;
mod walk;
mod whole;
