//! What is typed is never lost: words put aside, refused, on their way, pasted.

use alongside::{desk::messages::Message, screen::layers::Layer};

use crate::screen::Two;

/// What was said, in order.
fn remarks(two: &Two) -> Vec<String> {
    two.case()
        .remarks
        .values()
        .map(|remark| remark.words.clone())
        .collect()
}

#[test]
fn esc_puts_words_aside_and_the_same_key_brings_them_back_with_the_cursor() {
    let mut sitting = Two::at_the_demo_case();
    sitting
        .keys("r")
        .types("Who followed this up?")
        .keys("Left Left Left");
    let cursor = sitting.cursor();
    sitting
        .keys("Esc")
        .said("Put aside, not lost:")
        .does_not_see("Who followed this up?");
    assert!(remarks(&sitting).is_empty());
    sitting
        .keys("Down r")
        .sees("Your half-typed words are here again.")
        .sees("Who followed this up?");
    assert_eq!(sitting.cursor(), cursor);
    sitting.types("x").keys("Enter");
    assert_eq!(remarks(&sitting), ["Who followed this xup?"]);
    sitting
        .keys("r")
        .does_not_see("Who followed this xup?\n")
        .does_not_see("Your half-typed words");
}

#[test]
fn words_put_aside_stand_first_in_the_menu() {
    let mut sitting = Two::at_the_demo_case();
    sitting
        .keys("r")
        .types("Who followed this up?")
        .keys("Esc f")
        .types("A finding half done")
        .keys("Esc Esc");
    sitting
        .sees("Go on with: Say something (Who followed this up?…)")
        .sees("put aside");
    sitting
        .cursor_on("Go on with: Say something")
        .keys("Down Enter");
    sitting.sees("Put a finding").sees("A finding half done");
}

#[test]
fn words_about_one_child_never_come_back_on_another_childs_page() {
    let mut sitting = Two::at_the_demo_case();
    sitting
        .keys("Space r")
        .types("About N-017.")
        .keys("Esc Esc F8")
        .types("He is hurt.")
        .keys("Esc F10");
    sitting
        .goes_to("N-042")
        .keys("F8")
        .sees("the child in N-042")
        .does_not_see("He is hurt.");
    sitting
        .keys("Esc")
        .sees("Who is in the room?")
        .keys("Up Up Enter")
        .sees("1 of 8");
    sitting
        .keys("r")
        .sees("Say something")
        .does_not_see("About N-017.")
        .does_not_see("“");
    sitting
        .keys("Esc Esc")
        .does_not_see("Go on with:")
        .keys("Esc F10");
    sitting
        .goes_to("N-017")
        .keys("r")
        .sees("About N-017.")
        .keys("Esc F8")
        .sees("He is hurt.");
}

#[test]
fn words_of_one_person_never_come_back_under_another_persons_pen() {
    let mut sitting = Two::at_the_demo_case();
    sitting
        .keys("r")
        .types("What I saw")
        .keys("Esc F2 r")
        .sees("Say something · JK");
    sitting
        .does_not_see("What I saw")
        .types("What I did")
        .keys("Esc Esc")
        .cursor_on("Go on with: Say something (What I did…)");
    sitting
        .types("go on with")
        .sees("(What I did…)")
        .sees("– Go on with: Say something (What I saw…)");
    sitting
        .keys("Down Enter")
        .said("These are words of RO Lead inspector: pass the pen to them first.");
    sitting
        .keys("Esc F2 r")
        .sees("Say something · RO")
        .sees("What I saw")
        .keys("Enter");
    assert_eq!(
        sitting.case().remarks.values().next().unwrap().by,
        crate::screen_desk::RO
    );
}

#[test]
fn the_pen_does_not_change_hands_under_what_is_being_written() {
    let mut sitting = Two::at_the_demo_case();
    sitting.keys("r").types("Mine.");
    for title in [
        "pass the pen",
        "who is in the room",
        "pause and go",
        "close the sitting",
    ] {
        sitting.keys("F1").types(title).keys("Enter");
        sitting
            .said("Keep what is being written, or put it aside with Esc, first.")
            .keys("Esc");
    }
    sitting.sees("Mine.").keys("Enter");
    assert_eq!(
        sitting.case().remarks.values().next().unwrap().by,
        crate::screen_desk::RO
    );
}

#[test]
fn a_form_that_is_open_already_comes_to_the_front_and_no_words_are_lost() {
    let mut sitting = Two::at_the_demo_case();
    sitting
        .keys("r")
        .types("First words")
        .keys("F8")
        .types("A concern")
        .keys("F1")
        .types("say something")
        .keys("Enter");
    sitting
        .sees("First words")
        .types("!")
        .keys("Esc")
        .sees("A concern")
        .keys("Esc r")
        .sees("First words!");
    sitting
        .keys("F8")
        .sees("A concern")
        .keys("F8")
        .sees("A concern");
    assert_eq!(sitting.state.layers.len(), 2);
}

#[test]
fn what_was_typed_after_a_refused_entry_is_said_to_be_gone() {
    let mut sitting = Two::at_the_demo_case();
    sitting
        .keeps_slowly()
        .keys("r")
        .types("First.")
        .keys("Enter r")
        .types("Second.");
    sitting.refuses("The disk is full.").released();
    sitting
        .sees("NOT KEPT. The disk is full. What was typed after it was not taken.")
        .sees("First.")
        .does_not_see("Second.");
}

#[test]
fn half_typed_words_for_something_that_is_gone_can_still_be_read() {
    let mut sitting = Two::at_the_demo_case();
    sitting
        .keys("f")
        .puts("A finding.")
        .keys("3 e")
        .types(" And much more")
        .keys("Esc u");
    sitting
        .said("Taken back: finding 1 put.")
        .keys("Esc")
        .sees("Go on with: half-typed words")
        .keys("Enter");
    sitting
        .sees("What these words were for is no longer there")
        .sees("A finding. And much more");
}

#[test]
fn an_empty_form_leaves_nothing_behind() {
    let mut sitting = Two::at_the_demo_case();
    sitting.keys("r Esc");
    assert!(sitting.state.aside.is_empty() && sitting.state.said.is_none());
    sitting.keys("Esc").does_not_see("Go on with:");
}

#[test]
fn a_form_of_a_plan_row_that_was_only_looked_at_is_not_called_half_typed() {
    let mut sitting = Two::at_the_demo_case().reading("Child protection plan");
    sitting
        .finds("Breakfast")
        .keys("s Enter")
        .sees("A service")
        .keys("Esc");
    assert!(sitting.state.aside.is_empty());
}

#[test]
fn the_marked_words_come_along_with_words_put_aside() {
    let mut sitting = Two::at_the_demo_case();
    sitting
        .keys("Space r")
        .types("The title.")
        .keys("Esc Esc Down r");
    sitting
        .sees("The title.")
        .sees("“Early help assessment (comm");
    sitting.keys("Enter");
    assert_eq!(
        sitting
            .case()
            .remarks
            .values()
            .next()
            .unwrap()
            .anchors
            .len(),
        1
    );
}

#[test]
fn a_refused_entry_goes_back_to_the_editor_with_its_words() {
    let mut sitting = Two::at_the_demo_case();
    sitting.refuses("There is no room left on the disk.");
    sitting
        .keys("r")
        .types("Who followed this up?")
        .keys("Tab")
        .chooses("challenge")
        .keys("Enter");
    sitting
        .sees("NOT KEPT. There is no room left on the disk.")
        .sees("Who followed this up?")
        .sees("← challenge →");
    assert!(remarks(&sitting).is_empty());
    sitting
        .keeps()
        .keys("Enter")
        .does_not_see("NOT KEPT")
        .sees("RO Lead inspector · challenge");
    assert_eq!(remarks(&sitting), ["Who followed this up?"]);
}

#[test]
fn a_refused_act_without_a_form_is_said() {
    let mut sitting = Two::at_the_demo_case();
    sitting
        .refuses("There is no room left on the disk.")
        .keys("F2");
    sitting
        .said("NOT KEPT. There is no room left on the disk.")
        .sees("pen ▸ RO Lead inspector");
    sitting.does_not_see("The pen is with");
}

#[test]
fn a_refused_service_keeps_every_field_and_its_passage() {
    let mut sitting = Two::at_the_demo_case().reading("Child protection plan");
    sitting
        .finds("Breakfast")
        .refuses("The disk is gone.")
        .keys("s Enter")
        .types(" on Fridays")
        .keys("Enter");
    sitting
        .sees("NOT KEPT. The disk is gone.")
        .sees("“Getting to school | Both")
        .sees("with a neighbour on Fridays")
        .sees("From 30 January");
    sitting.keeps().keys("Enter").sees("1. Breakfast club");
    assert_eq!(
        sitting
            .case()
            .services
            .values()
            .next()
            .unwrap()
            .anchors
            .len(),
        1
    );
}

#[test]
fn keys_pressed_while_an_act_is_on_its_way_wait_for_it_in_order() {
    let mut sitting = Two::at_the_demo_case();
    sitting.keeps_slowly();
    sitting
        .keys("r")
        .types("First.")
        .keys("Enter")
        .sees("keeping…")
        .does_not_see("kept ✓");
    // Nothing of this is shown before the first is kept, and nothing of it is lost.
    sitting
        .keys("F2 r")
        .types("Second.")
        .keys("Enter f")
        .types("Third.")
        .pastes(" Pasted.")
        .keys("Tab Right Tab Right Enter");
    sitting.does_not_see("Second.");
    assert_eq!(sitting.waiting(), 1);
    sitting.released().sees("First.").sees("keeping…");
    sitting.released().sees("keeping…");
    sitting.released().sees("Second.").sees("keeping…");
    sitting.released().sees("Third. Pasted.").sees("kept ✓");
    assert_eq!(remarks(&sitting), ["First.", "Second."]);
    let by: Vec<_> = sitting
        .case()
        .remarks
        .values()
        .map(|remark| remark.by)
        .collect();
    assert_eq!(by, [crate::screen_desk::RO, crate::screen_desk::JK]);
    assert_eq!(sitting.waiting(), 0);
}

#[test]
fn the_screen_is_resized_while_an_act_is_on_its_way() {
    let mut sitting = Two::at_the_demo_case();
    sitting
        .keeps_slowly()
        .keys("r")
        .types("First.")
        .keys("Enter");
    sitting
        .resize(100, 30)
        .sees("keeping…")
        .resize(80, 24)
        .sees("keeping…");
    sitting.released().sees("First.").sees("kept ✓");
}

#[test]
fn a_paste_is_one_act_that_goes_where_typing_goes_and_does_no_action() {
    let mut sitting = Two::at_the_demo_case();
    let before = sitting.desk.entries.len();
    sitting
        .pastes("rfsd\u{1b}\n1x")
        .said("Nothing here takes pasted words.");
    assert_eq!(
        (sitting.desk.entries.len(), sitting.state.layers.len()),
        (before, 0)
    );
    sitting
        .keys("r")
        .pastes("She said:\r\n\"not yet\"\u{7}\u{1b}[31m\tand left.");
    sitting.keys("Enter");
    assert_eq!(remarks(&sitting), ["She said:\n\"not yet\"[31m and left."]);
    sitting.keys("Esc").pastes("pass the\npen");
    sitting.sees("> pass the pen").cursor_on("> pass the pen");
    sitting.keys("Esc /").pastes("hearing\ntest").sees("1 of");
    sitting
        .keys("Esc f")
        .keys("Tab")
        .pastes("no words go into a choice");
    sitting
        .keys("Shift-Tab")
        .does_not_see("no words go into a choice");
}

#[test]
fn the_first_enter_of_a_paste_does_not_keep_the_form() {
    let mut sitting = Two::at_the_demo_case();
    sitting
        .keys("r")
        .pastes("one\ntwo\n")
        .sees("Say something")
        .sees("one")
        .sees("two");
    assert!(remarks(&sitting).is_empty());
    // In a field of one line it becomes a space.
    sitting
        .keys("Esc F8")
        .types("He is hurt.")
        .keys("Tab")
        .pastes("Team\nmanager")
        .sees("Team manager");
}

#[test]
fn tab_and_the_arrows_go_through_the_fields_and_around() {
    let mut sitting = Two::at_the_demo_case();
    sitting
        .keys("F8")
        .writes_in("Concern")
        .keys("Tab")
        .writes_in("Told to")
        .keys("Down")
        .writes_in("When");
    sitting
        .keys("Tab")
        .writes_in("Concern")
        .keys("Shift-Tab")
        .writes_in("When")
        .keys("Up Up")
        .writes_in("Concern");
    sitting.keys("Up").writes_in("Concern");
    // Inside words of several lines the arrows move in them first.
    sitting
        .types("one")
        .keys("Ctrl-J")
        .types("two")
        .keys("Up")
        .types("!")
        .keys("Down Down")
        .writes_in("Told to");
    sitting.sees("one!").sees("two");
}

#[test]
fn typing_is_taken_back_in_the_field_not_in_the_record() {
    let mut sitting = Two::at_the_demo_case();
    sitting
        .keys("r")
        .types("Kept.")
        .keys("Enter r")
        .types("ab")
        .keys("Ctrl-Z");
    assert_eq!(remarks(&sitting), ["Kept."]);
    sitting.keys("Ctrl-Y").types("c").keys("Enter");
    assert_eq!(remarks(&sitting), ["Kept.", "abc"]);
}

#[test]
fn no_label_of_any_form_is_cut() {
    let mut sitting = Two::at_the_demo_case();
    sitting
        .keys("f")
        .puts("A finding.")
        .keys("3 a Down Down Enter");
    let check = |two: &mut Two| {
        let Some(Layer::Form(form)) = two.state.layers.last() else {
            panic!("{}", two.screen())
        };
        let labels: Vec<_> = form.fields.iter().map(|field| field.label).collect();
        for label in labels {
            two.sees(label);
        }
    };
    check(&mut sitting);
    for key in ["e", "d", "p", "x", "r", "b", "s", "F8", "F9"] {
        sitting.keys("Esc").keys(key);
        check(&mut sitting);
    }
    let mut start = Two::at_the_start();
    start.keys("n");
    check(&mut start);
    let mut cases = Two::at_the_cases();
    cases.keys("F4 Enter");
    check(&mut cases);
}

#[test]
fn a_message_of_the_desk_disturbs_nobody_who_types() {
    let mut sitting = Two::at_the_demo_case();
    sitting.keys("r").types("Half a sen");
    sitting.told(Message::Note(
        "The store was rebuilt from the journal.".to_owned(),
    ));
    sitting
        .said("The store was rebuilt from the journal.")
        .types("tence.")
        .keys("Enter");
    assert_eq!(remarks(&sitting), ["Half a sentence."]);
}

#[test]
fn a_folder_is_listed_though_a_concern_is_written_over_it_meanwhile() {
    let mut cases = Two::at_the_cases();
    cases.types("N-017").slow = true;
    cases
        .keys("F5")
        .sees("looking …")
        .keys("F8")
        .types("He is hurt.");
    cases
        .released()
        .keys("Esc")
        .sees("In here: 2 folders, 2 files.");
}

#[test]
fn what_takes_long_shows_its_answer_under_what_is_being_written() {
    let checked = || Message::Verified {
        sound: true,
        lines: vec!["Every entry is as it was kept.".to_owned()],
    };
    let mut sitting = Two::at_the_demo_case();
    sitting
        .keys("r")
        .types("Half a sen")
        .told(checked())
        .types("tence.")
        .cursor_on("Half a sentence.");
    sitting
        .keys("Enter")
        .sees("The record was checked: all is well")
        .keys("Esc")
        .sees("Half a sentence.");
    assert_eq!(remarks(&sitting), ["Half a sentence."]);
    sitting
        .keys("/")
        .types("hear")
        .told(checked())
        .types("ing")
        .sees("> hearing");
    let mut cases = Two::at_the_cases();
    cases.keys("F4").told(checked());
    // Nothing is being typed: the answer is shown at once.
    cases
        .sees("The record was checked: all is well")
        .keys("Esc")
        .sees("People of this inspection");
}
