//! `alongside`: one screen for an inspector and a social worker going through one child's case file together.
//!
//! # The map
//!
//! The sitting, and the file below `src/screen/view/` that draws each part of it:
//!
//! ```text
//!  Alongside · Northbridge · N-017 · sitting 1 h 12 min     pen ▸ JK Social worker    kept ✓   top.rs
//! ┌ Core group minutes · 14 Mar 2012 ─ 10 of 14 ┐┌[1 Discussion] 2 Pack. 3 Find. 4 Journey ┐
//! │   Attendance                                ││ RO Lead inspector · question     14:02  │
//! │▸◆ Mother did not attend the last two        ▐│   “Mother did not attend the last two   │
//! │   sessions. The family support worker will  ▐│   sessions.”  Core group minutes ¶14    │
//! │   make contact before the next meeting.     ││   Who followed up the missed sessions?  │
//! │                                             ││                                         │
//! │   Plan                                      ││▸◆ Finding 1 · Area for improvement      │
//! │   Need         │ Service        │ When      ││▏  Missed sessions are followed up, but  │
//! │   ────────────   ──────────────   ───────── ││▏  the file does not show it.            │
//! │   Safe at home │ Family support │ weekly    ││▏  ✓ agreed   RO agreed ✓   JK agreed ✓  │
//! └ file.rs ────────────────────────────────────┘└ talk.rs ────────────────────────────────┘
//!  ▸ w: 3 documents unread · 1 question to answer                gone through ▰▰▰▱▱   hints.rs
//!  ↓ read  Space mark words  r say something  Esc menu  w next step  ? help           hints.rs
//! ```
//!
//! | what is seen | drawn by |
//! |---|---|
//! | a page as it looks, in place of the words | `page.rs` |
//! | whatever lies over a page: menu, help, lists, the answer to a finding | `layers.rs` |
//! | what is written in: a remark, a finding, a service | `layers/form.rs` |
//! | the picture of the child's life above the journey | `journey.rs` |
//! | what stands above the package, and above the picture of it | `package.rs` |
//! | a plan's table on its way into the package | `layers/taking.rs` |
//! | the list of cases, and the inspection beside it | `cases.rs` |
//! | the start screen | `start.rs` |
//! | nothing, and looks at every cell last: no word of a document drives the terminal | `sweep.rs` |
//!
//! Where each part stands is decided in [`screen::layout`]; what it says comes from [`desk::pages`]; what a key does begins in
//! [`screen::action`] and is in one file a verb below [`screen::verbs`].
//!
//! # The words
//!
//! | word | meaning | type |
//! |---|---|---|
//! | inspection | one authority, one framework, the days, the people, the cases; one folder on disk | [`casework::Inspection`] |
//! | framework | judgement areas, polarity words, grades, bands: data | [`casework::Framework`] |
//! | participant | a designation, initials and a side: inspection, authority, observer | [`casework::Participant`], [`casework::Side`] |
//! | case | one child under a reference; the case file is all its documents | [`casework::Case`] |
//! | document | one item of a case file; its versions are hashes of bytes, its texts are kept under theirs | [`casework::Document`], [`casework::Version`], [`casework::TextRef`] |
//! | mark | what a document itself says of some of its words: bold, inserted, deleted, commented on, head or foot of a page | [`reading::Mark`], [`reading::MarkKind`] |
//! | intake | taking documents in; presented again: identical, altered, missing or new | [`desk::intake`], [`desk::compare`] |
//! | passage, region, absence | exact words in a document; a page as it looks, or a part of it; or what was looked for, where, and not found | [`casework::Passage`], [`casework::Region`], [`casework::Absence`], [`casework::Anchor`] |
//! | sitting | participants going through one case together, opened and closed | [`casework::Sitting`] |
//! | pen | whose words are being recorded now | `pen` of [`casework::Sitting`]; [`casework::Room`] acts through it |
//! | remark | one thing said, with speaker, time, anchors and replies | [`casework::Remark`] |
//! | service | one item of the package of support, one *not offered* too | [`casework::Service`] |
//! | listing, history | the times a service was listed in plans and lists, and what that says one after the other | [`casework::Listing`], [`casework::package::Step`] |
//! | gap | what the package does not show, as a question; set aside with a reason | [`casework::Gap`] |
//! | perspective | who is heard in the sitting, in the file, in the findings: counts | [`casework::Perspective`] |
//! | finding | area, polarity, wording, what is on file, what was heard, how they relate | [`casework::Finding`], [`casework::Wording`], [`casework::Relation`] |
//! | position | one participant's answer to the present wording; another wording clears it | [`casework::Answer`] |
//! | agreed, not agreed, parked | what follows from the positions | [`casework::FindingState`] |
//! | action | what is to be done after a finding | [`casework::Action`] |
//! | refer back | an immediate concern about a child, until it is closed | [`casework::ReferBack`] |
//! | ledger | everything that happened, append-only; all state is a fold over it | [`casework::Entry`], [`casework::Event`], [`ledger::Ledger`] |
//! | clock | a timescale applied to dated records: rule, trigger, convention, calendar, due, done, the sum shown | [`casework::clock::Clock`] |
//! | journey | everything in the file that has a day, with its silences, statuses and clocks | [`casework::Journey`] |
//! | walk | what still wants both people | [`casework::walk`] |
//!
//! # The rooms
//!
//! | room | owns | knows |
//! |---|---|---|
//! | [`casework`] | the domain: values, events, rules, the fold | nobody |
//! | [`reading`] | bytes of a document to text; wrapping, finding, pointing | `casework` |
//! | [`proof`] | what anybody can check without a passphrase: chains, signatures, seals, bundles | `casework` |
//! | [`ledger`] | keys, the journal, sled, documents, verify | `casework`, `proof`, `platform` |
//! | [`notes`] | the agreed notes, one renderer a format | `casework` |
//! | [`desk`] | the verbs without a face, and what each page says | the five above, `platform` |
//! | [`screen`] | the terminal | `desk`, `casework`, `platform` |
//! | [`commands`] | the command line | `desk`, `screen`, `casework` |
//! | [`platform`] | every call that differs between systems | nobody |
//!
//! `main.rs` starts [`commands`], or the child that reads one document ([`reading::worker`]). A test holds the table (`tests/house.rs`);
//! `ARCHITECTURE.md` says why it is so.
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
pub mod proof;
pub mod reading;
pub mod screen;
