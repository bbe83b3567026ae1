//! Every action of the table, done twice: by its own key, and by arrows, Enter, Esc, Tab and typed words alone, through the menu.

use alongside::{
    casework::Event,
    screen::{
        action::{Action, Where},
        layers::Layer,
    },
};

use crate::screen::Two;

/// How to get where an action applies, and what there is after it.
struct Trial {
    action: Action,
    begin: fn() -> Two,
    ready: fn(&mut Two),
    after: fn(&mut Two),
}

fn at_the_start() -> Two {
    Two::at_the_start()
}

fn at_the_cases() -> Two {
    Two::at_the_cases()
}

fn sitting() -> Two {
    Two::at_the_demo_case()
}

fn nothing(_: &mut Two) {}

/// Says something, with the simple keys alone.
fn says(two: &mut Two, words: &str) {
    two.by_menu(Action::Remark).types(words).keys("Enter");
}

/// Marks the sentence at the pointer and says something about it.
fn says_about_marked(two: &mut Two, words: &str) {
    two.by_menu(Action::Mark)
        .keys("Enter Enter")
        .types(words)
        .keys("Enter");
}

/// Puts a finding and stands on it.
fn finding(two: &mut Two) {
    two.by_menu(Action::Finding).puts("Sessions were missed.");
    two.by_menu(Action::Findings);
}

const FIRST: &str = "Early help assessment (common assessment)";

/// The whole table: an action without a trial fails the test.
/// In a sitting after one that was sealed.
fn sealed() -> Two {
    let mut two = sitting();
    two.closes().goes_to("N-017").keys("Up Up Enter");
    two
}

/// The package of a service with two passages, as a picture.
fn picture() -> Two {
    let mut two = crate::package::with_passages();
    two.keys("2").sees("[picture]");
    two
}

fn trials() -> Vec<Trial> {
    let mut trials = anywhere_and_start();
    trials.extend(reading());
    trials.extend(finding_ones_way());
    trials.extend(saying_and_agreeing());
    trials.extend(room());
    trials.extend(sides());
    trials
}

fn trial(action: Action, begin: fn() -> Two, ready: fn(&mut Two), after: fn(&mut Two)) -> Trial {
    Trial {
        action,
        begin,
        ready,
        after,
    }
}

#[allow(clippy::too_many_lines, reason = "one trial an action")]
fn anywhere_and_start() -> Vec<Trial> {
    vec![
        trial(Action::Seals, sealed, nothing, |two| {
            two.sees("The seals of this inspection")
                .sees("Seal 1 · sitting 1 on N-017")
                .keys("Enter")
                .sees("We have written it down");
        }),
        trial(Action::Compare, sitting, nothing, |two| {
            two.sees("Compare with what was sealed")
                .sees("A folder presented again for N-017 …");
        }),
        trial(Action::Menu, sitting, nothing, |two| {
            two.sees("What can be done here")
                .sees("Mark words")
                .cursor_on("Mark words");
        }),
        trial(Action::Help, sitting, nothing, |two| {
            two.sees("Help: type a word or press a key; Enter does it");
        }),
        trial(Action::Palette, sitting, nothing, |two| {
            two.sees("┌ Do by name ─");
        }),
        trial(Action::ReferBack, sitting, nothing, |two| {
            two.sees("Refer back: a concern about the child in N-017");
        }),
        trial(Action::Curtain, sitting, nothing, |two| {
            two.sees("alongside · curtain down · Enter brings it back");
            two.keys("Enter").sees(FIRST);
        }),
        trial(Action::QuietTime, sitting, nothing, |two| {
            two.sees("The curtain comes down after this much quiet")
                .cursor_on("15 minutes");
            two.keys("Down Enter")
                .said("after 16 minutes without a key");
        }),
        trial(Action::Theme, sitting, nothing, |two| {
            two.said("Colours:");
            assert!(two.prefs.as_ref().unwrap().contains("theme = \"dark\""));
        }),
        trial(Action::Glyphs, sitting, nothing, |two| {
            two.does_not_see("│").sees("+ Early help");
            assert!(two.prefs.as_ref().unwrap().contains("glyphs = \"ascii\""));
        }),
        trial(Action::Redraw, sitting, nothing, |two| {
            assert_eq!(two.redrawn, 1);
        }),
        trial(Action::Quit, sitting, nothing, |two| assert!(two.left)),
        trial(Action::StartChoose, at_the_start, nothing, |two| {
            two.sees("Northbridge: 3 cases");
        }),
        trial(Action::StartDemo, at_the_start, nothing, |two| {
            two.sees("Northbridge: 3 cases");
        }),
        trial(Action::StartNew, at_the_start, nothing, |two| {
            two.sees("A new inspection")
                .sees("Which council is inspected.");
            two.types("Southmere")
                .times(8, "Tab")
                .types("four green doors")
                .keys("Tab")
                .types("four green doors")
                .keys("Enter")
                .sees("Southmere: 0 cases")
                .sees("There are no cases yet.");
        }),
        trial(Action::StartOpen, at_the_start, nothing, |two| {
            two.sees("Open the folder of an inspection")
                .sees("/fictional")
                .sees("This is not an inspection.");
            two.keys("Down Down Down Enter")
                .sees("This is an inspection: Enter opens it.");
            two.keys("Enter").sees("Northbridge: 3 cases");
        }),
        trial(Action::CaseOpen, at_the_cases, nothing, |two| {
            two.sees("Who is in the room?")
                .sees("RO Lead inspector (inspection)");
        }),
        trial(Action::People, at_the_cases, nothing, |two| {
            two.sees("People of this inspection")
                .sees("TM Team manager");
        }),
        trial(Action::TakeIn, at_the_cases, nothing, |two| {
            two.sees("Take in: each folder in it is one case")
                .sees("In here: 2 folders, 2 files.");
            two.keys("Down Down Enter")
                .sees("/fictional/case files")
                .keys("Enter");
            assert_eq!(two.taken_in, ["/fictional/case files"]);
            two.sees("Taken in")
                .keys("Esc")
                .sees("Northbridge: 4 cases")
                .sees("N-099");
        }),
        trial(Action::Password, crate::older::locked, nothing, |two| {
            two.sees("A document needs a password");
            two.types("lantern brook").keys("Enter").sees("Opened");
        }),
        trial(Action::Verify, at_the_cases, nothing, |two| {
            two.sees("The record was checked: all is well")
                .sees("Every entry is as it was kept.");
        }),
        trial(Action::LeaveInspection, at_the_cases, nothing, |two| {
            assert_eq!(two.state.page, Where::Start);
            two.sees("The demonstration")
                .does_not_see("Northbridge: 3 cases");
        }),
    ]
}

fn reading() -> Vec<Trial> {
    vec![
        trial(Action::Older, crate::older::altered, nothing, |two| {
            two.sees("AN OLDER TEXT: version 1 of 2")
                .sees("Mother did not attend the group.");
        }),
        trial(Action::Down, sitting, nothing, |two| {
            two.cursor_on("Date of meeting: 21 June 2011");
        }),
        trial(
            Action::Up,
            sitting,
            |two| {
                two.keys("Down Down");
            },
            |two| {
                two.cursor_on("Date of meeting: 21 June 2011");
            },
        ),
        trial(Action::PageDown, sitting, nothing, |two| {
            two.does_not_see("Date of meeting: 21 June 2011")
                .sees("Ellie has been late on 14 mornings");
        }),
        trial(
            Action::PageUp,
            sitting,
            |two| {
                two.by_menu(Action::PageDown);
            },
            |two| {
                two.sees("Date of meeting: 21 June 2011");
            },
        ),
        trial(Action::End, sitting, nothing, |two| {
            assert!(two.state.sitting().unwrap().place().byte > 2_000);
            two.does_not_see("Date of meeting: 21 June 2011");
        }),
        trial(
            Action::Top,
            sitting,
            |two| {
                two.by_menu(Action::End);
            },
            |two| {
                two.cursor_on(FIRST);
            },
        ),
        trial(Action::OtherSide, sitting, nothing, |two| {
            two.cursor_on("Nothing has been said yet.");
        }),
    ]
}

fn finding_ones_way() -> Vec<Trial> {
    vec![
        trial(Action::GoTo, sitting, nothing, |two| {
            two.sees("Go to a document or heading")
                .types("direct work ellie")
                .keys("Enter");
            assert_eq!(two.document(), "Direct work with Ellie");
        }),
        trial(Action::DocumentNext, sitting, nothing, |two| {
            two.sees("2 of 14");
        }),
        trial(
            Action::DocumentPrevious,
            sitting,
            |two| {
                two.keys("Right Right");
            },
            |two| {
                two.sees("2 of 14");
            },
        ),
        trial(Action::HeadingNext, sitting, nothing, |two| {
            two.cursor_on("About us");
        }),
        trial(
            Action::HeadingPrevious,
            sitting,
            |two| {
                two.by_menu(Action::HeadingNext)
                    .by_menu(Action::HeadingNext);
            },
            |two| {
                two.cursor_on("About us");
            },
        ),
        trial(Action::Find, sitting, nothing, |two| {
            two.sees("Find in this document")
                .types("hearing test")
                .keys("Enter");
            two.cursor_on("Kieran missed a hearing test");
        }),
        trial(Action::MatchNext, sitting, looked_for, |two| {
            two.said("match 2 of ");
        }),
        trial(
            Action::MatchPrevious,
            sitting,
            |two| {
                looked_for(two);
                two.by_menu(Action::MatchNext);
            },
            |two| {
                two.said("match 1 of ");
            },
        ),
        trial(
            Action::Look,
            || Two::at_the_demo_case().reading("Core assessment"),
            nothing,
            |two| {
                two.sees("page 1 of");
            },
        ),
        trial(Action::SidewaysOn, at_a_wide_table, nothing, |two| {
            two.does_not_see("Breakfast club").sees("Getting to school");
        }),
        trial(Action::SidewaysBack, at_a_wide_table, nothing, |two| {
            two.sees("Both children in").sees("Getting to school");
        }),
        trial(Action::LookWay, sitting, nothing, |two| {
            two.sees("How pages are drawn")
                .cursor_on("Whatever is best here");
        }),
        trial(Action::Walk, sitting, nothing, |two| {
            two.said("Walk: a document nobody has opened yet.")
                .sees("2 of 14");
        }),
    ]
}

/// In a table whose second column is out of sight, and some that come after the third.
fn at_a_wide_table() -> Two {
    let mut two = Two::at_the_demo_case().reading("Child protection plan");
    two.finds("Breakfast club");
    two.resize(60, 24);
    two.sees("Breakfast club")
        .does_not_see("Both children in school");
    two
}

fn looked_for(two: &mut Two) {
    two.by_menu(Action::Find).types("Kieran").keys("Enter");
}

fn saying_and_agreeing() -> Vec<Trial> {
    let mut trials = saying();
    trials.extend(agreeing());
    trials
}

fn saying() -> Vec<Trial> {
    vec![
        trial(Action::Mark, sitting, nothing, |two| {
            assert_eq!(two.marked(), FIRST);
        }),
        trial(Action::Remark, sitting, nothing, |two| {
            two.sees("Say something · RO Lead inspector")
                .types("Well put.")
                .keys("Enter")
                .sees("Well put.");
        }),
        trial(
            Action::Reply,
            sitting,
            |two| {
                says(two, "Who?");
                two.keys("Tab");
            },
            |two| {
                two.sees("Reply to remark 1")
                    .types("Me.")
                    .keys("Enter")
                    .sees("↳ RO Lead inspector");
            },
        ),
        trial(Action::Absence, sitting, nothing, |two| {
            two.sees("Say what is not there")
                .types("a review")
                .keys("Tab")
                .types("everywhere")
                .keys("Enter");
            two.sees("not found: a review — looked in: everywhere");
        }),
        trial(
            Action::Across,
            sitting,
            |two| says_about_marked(two, "A title."),
            |two| {
                two.cursor_on("RO Lead inspector · observation");
            },
        ),
        trial(Action::Describe, sitting, nothing, |two| {
            two.sees("kind, title and dates");
        }),
        trial(Action::Item, sitting, nothing, |two| {
            two.sees("┌ This line ─")
                .sees("Mark words")
                .cursor_on("Mark words");
        }),
    ]
}

fn agreeing() -> Vec<Trial> {
    vec![
        trial(Action::Finding, sitting, nothing, |two| {
            two.puts("It reads well.").sees("◆ Finding 1");
        }),
        trial(Action::Answer, sitting, finding, |two| {
            two.sees("RO Lead inspector answers:")
                .keys("Down Enter")
                .sees("RO agreed ✓");
        }),
        trial(Action::Edit, sitting, finding, |two| {
            two.sees("Change finding 1")
                .types(" Twice.")
                .keys("Enter")
                .sees("Sessions were missed. Twice.");
        }),
        trial(
            Action::Tie,
            sitting,
            |two| {
                finding(two);
                two.keys("Tab").by_menu(Action::Mark).keys("Down");
            },
            |two| {
                two.sees("Add to which finding or service?")
                    .keys("Enter")
                    .said("Added as evidence.");
            },
        ),
        trial(Action::Park, sitting, finding, |two| {
            two.sees("Park finding 1")
                .types("Who knows?")
                .keys("Tab")
                .types("Team manager")
                .keys("Enter")
                .sees("‖ parked");
        }),
        trial(Action::Withdraw, sitting, finding, |two| {
            two.sees("Withdraw finding 1")
                .types("A mistake.")
                .keys("Enter")
                .sees("withdrawn because: A mistake.");
        }),
        trial(Action::Action, sitting, finding, |two| {
            two.sees("An action from finding 1")
                .types("Ring her.")
                .keys("Tab")
                .types("Social worker")
                .keys("Enter");
            two.sees("→ Action 1 · Social worker");
        }),
        trial(
            Action::PassageNext,
            crate::package::with_passages,
            nothing,
            |two| {
                two.said("Passage 2 of 2 of service 1");
            },
        ),
        trial(
            Action::PassagePrevious,
            crate::package::with_passages,
            nothing,
            |two| {
                two.said("Passage 2 of 2 of service 1");
            },
        ),
        trial(Action::Closer, picture, nothing, |two| {
            let package = &two.state.sitting().unwrap().package;
            let chart = package.chart.as_ref().unwrap();
            assert!(package.window.closer == 1 || chart.each == 1, "{chart:?}");
        }),
        trial(
            Action::Further,
            picture,
            |two| {
                two.by_menu(Action::Closer);
            },
            |two| {
                assert_eq!(two.state.sitting().unwrap().package.window.closer, 0);
                two.sees("[picture]");
            },
        ),
        trial(Action::Service, sitting, nothing, |two| {
            two.sees("A service · RO")
                .types("Family support")
                .keys("Enter")
                .sees("1. Family support");
        }),
    ]
}

fn room() -> Vec<Trial> {
    vec![
        trial(Action::PassPen, sitting, nothing, |two| {
            two.sees("The pen is with").sees("pen ▸ JK Social worker");
        }),
        trial(Action::Room, sitting, nothing, |two| {
            two.sees("In the room: 2 people")
                .sees("TM Team manager comes in");
        }),
        trial(
            Action::Undo,
            sitting,
            |two| says(two, "Wrong."),
            |two| {
                two.said("Taken back: remark 1 (observation).")
                    .does_not_see("Wrong.");
            },
        ),
        trial(
            Action::Redo,
            sitting,
            |two| {
                says(two, "Right.");
                two.by_menu(Action::Undo);
            },
            |two| {
                two.said("Put back: remark 1 (observation).").sees("Right.");
            },
        ),
        trial(
            Action::History,
            sitting,
            |two| says(two, "For later."),
            |two| {
                two.sees("History of N-017, the newest first")
                    .sees("For later.");
            },
        ),
        trial(Action::HideName, sitting, nothing, |two| {
            two.sees("Names replaced in exported notes")
                .sees("Withy Lane Primary School");
            two.keys("Enter")
                .types("Mr Hobday")
                .keys("Tab")
                .types("teacher")
                .keys("Enter");
            let Event::IdentifierListed { words, .. } = two.last_event() else {
                panic!("{:?}", two.last_event())
            };
            assert_eq!(words, "Mr Hobday");
        }),
        trial(Action::Export, sitting, nothing, |two| {
            two.sees("Write out the agreed notes of N-017")
                .sees("THE FILES ARE NOT ENCRYPTED");
            two.keys("Enter");
            if matches!(two.state.layers.last(), Some(Layer::Unsure(..))) {
                two.keys("Enter");
            }
            two.sees("The notes are written").sees("notes.md");
            assert_eq!(two.desk.written.len(), 2);
        }),
        trial(Action::Pause, sitting, nothing, |two| {
            assert_eq!(two.state.page, Where::Cases);
            two.sees("Northbridge: 3 cases")
                .keys("Enter")
                .sees(FIRST)
                .sees("pen ▸ RO Lead inspector");
        }),
        trial(Action::CloseSitting, sitting, nothing, |two| {
            two.sees("Close the sitting?")
                .sees("Left: 13 documents unread")
                .cursor_on("Go on with it");
            two.keys("Up Enter").sees("Who signs").keys("Up Enter");
            assert!(matches!(two.last_event(), Event::SealMade { .. }));
            assert!(
                two.desk
                    .entries
                    .iter()
                    .any(|entry| matches!(entry.event, Event::SittingClosed { .. }))
            );
            two.sees("Seal 1")
                .keys("Down Enter")
                .sees("Northbridge: 3 cases");
        }),
    ]
}

fn sides() -> Vec<Trial> {
    vec![
        trial(
            Action::Discussion,
            sitting,
            |two| {
                two.by_menu(Action::Findings);
            },
            |two| {
                two.sees("[1 Discussion]")
                    .cursor_on("Nothing has been said yet.");
            },
        ),
        trial(Action::Package, sitting, nothing, |two| {
            two.sees("[2 Package]").sees("No service is listed yet.");
        }),
        trial(Action::Findings, sitting, nothing, |two| {
            two.sees("[3 Findings]")
                .sees("No finding has been put yet.");
        }),
        trial(Action::Journey, sitting, nothing, |two| {
            two.sees("[4 Journey]")
                .sees("[chronology]")
                .sees("Statutory visit. Both children seen alone");
        }),
        trial(
            Action::JourneyNarrow,
            sitting,
            |two| {
                two.by_menu(Action::Journey);
            },
            |two| {
                two.sees("Show of the journey")
                    .types("direct work")
                    .keys("Enter");
                two.sees("only direct work")
                    .sees("Direct work with Ellie at school");
            },
        ),
        trial(Action::JourneyEvent, sitting, nothing, |two| {
            two.sees("Put into the journey · RO Lead inspector");
        }),
        trial(Action::Zoom, sitting, nothing, |two| {
            two.does_not_see("1 Discussion").sees(FIRST);
        }),
        trial(Action::SplitLeft, sitting, nothing, |two| {
            assert!(two.prefs.as_ref().unwrap().contains("split = 53"));
        }),
        trial(Action::SplitRight, sitting, nothing, |two| {
            assert!(two.prefs.as_ref().unwrap().contains("split = 63"));
        }),
    ]
}

#[test]
fn every_action_has_a_trial() {
    let trials = trials();
    for action in Action::ALL {
        let count = trials
            .iter()
            .filter(|trial| trial.action == *action)
            .count();
        assert_eq!(count, 1, "{}", action.id());
    }
}

#[test]
fn every_action_is_done_by_its_key() {
    for trial in trials() {
        eprintln!("{} by its key", trial.action.id());
        let mut two = (trial.begin)();
        (trial.ready)(&mut two);
        two.by_key(trial.action);
        (trial.after)(&mut two);
    }
}

#[test]
fn every_action_is_done_with_arrows_enter_esc_tab_and_typed_words_alone() {
    for trial in trials() {
        eprintln!("{} by the menu", trial.action.id());
        let mut two = (trial.begin)();
        two.simple = true;
        (trial.ready)(&mut two);
        two.by_menu(trial.action);
        (trial.after)(&mut two);
    }
}

#[test]
fn every_key_of_an_action_does_the_same() {
    for trial in trials() {
        let keys = (trial.begin)()
            .state
            .table
            .row(trial.action)
            .unwrap()
            .keys
            .clone();
        for key in keys.iter().skip(1) {
            eprintln!("{} by {key}", trial.action.id());
            let mut two = (trial.begin)();
            (trial.ready)(&mut two);
            two.press(*key);
            (trial.after)(&mut two);
        }
    }
}
