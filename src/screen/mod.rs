//! The terminal: draws the desk's pages and turns keys into acts.
//!
//! `Input -> update(&mut State) -> Vec<Effect>`; `view(&State, frame)`. Both are pure; effects happen at the edge, in `run`, the slow ones
//! behind the desk's counter. ratatui and crossterm are named in this room only; sled, the readers and the command line are not.
//!
//! | file | owns |
//! |---|---|
//! | `keys`, `action` | keys as people write them; the one table of actions |
//! | `state` | everything the screen knows |
//! | `update/` | what happens when something comes in |
//! | `verbs/` | what each action does, one file a verb |
//! | `form`, `intent`, `layers/` | what is written in, chosen from and read over a page |
//! | `layout` | where everything stands: measured and drawn by the same functions |
//! | `looking` | the open document as it looks: page, closeness, what is marked there |
//! | `ways`, `pictures` | how pages can be drawn on this terminal; real pictures, sent beside the cells |
//! | `view/` | drawing |
//! | `theme`, `prefs` | colours and signs by meaning; what a person prefers |
//! | `door` | the page with nothing but the passphrase: before opening, and the curtain |
//! | `resume` | where the two are and what is half typed, stored and put back |
//! | `terminal` | what the terminal can show |
//! | `input` | what a terminal sends, as keys, pastes and the mouse |
//! | `session`, `run` | the terminal taken over and given back; the loop |

pub mod action;
pub mod door;
mod effect;
pub mod form;
pub mod input;
pub mod intent;
pub mod journey;
pub mod keys;
pub mod layers;
pub mod layout;
pub mod looking;
pub mod package;
pub mod pictures;
pub mod prefs;
pub mod resume;
pub mod run;
pub mod session;
pub mod state;
pub mod terminal;
pub mod theme;
pub mod update;
pub mod verbs;
pub mod view;
pub mod ways;
pub mod widgets;

pub use run::run;
pub use update::Input;
