//! A document on its way and as it is drawn. Its own marks: bold, italics, what was put in and taken out, comments, heads and feet of pages; with colours and
//! without.

use std::sync::Arc;

use alongside::{
    desk::messages::Message,
    reading::{Builder, MarkKind, OpenText, Styled},
    screen::{prefs::Prefs, theme::Part},
};
use jiff::civil::date;
use ratatui::style::Modifier;

use crate::{
    screen::Two,
    screen_desk::{Desk, JK, RO},
};

fn marked() -> OpenText {
    let mut words = Styled::plain("Seen ");
    let on = Some(date(2012, 3, 14));
    words.push("[deleted 14 Mar 2012: weekly]", &[MarkKind::Deleted { on }]);
    words.push(" ", &[]);
    words.push("[inserted: monthly]", &[MarkKind::Inserted { on: None }]);
    words.push(", ", &[]);
    words.push("alone", &[MarkKind::Bold]);
    words.push(" and ", &[]);
    words.push("calm", &[MarkKind::Italic]);
    words.push(".", &[]);
    let mut builder = Builder::new();
    builder.running("Northbridge, confidential");
    builder.paragraph(words);
    let about = Styled::plain("She agreed").all(MarkKind::Comment { number: 1 });
    builder.paragraph(about);
    OpenText::new(builder.finish().unwrap()).unwrap()
}

fn reading(no_colour: bool) -> Two {
    let mut desk = Desk::demo();
    desk.sit("N-017", &[RO, JK]);
    let mut two = Two::with(desk, Prefs::default(), "", no_colour, (160, 45)).opening();
    two.goes_to("N-017");
    two.opens("Referral to children");
    let ui = two.state.sitting().unwrap();
    let (case, document) = (ui.case, ui.document.unwrap());
    let present = two
        .state
        .case()
        .and_then(|case| case.documents[&document].text());
    let sha256 = present.unwrap().sha256;
    two.state.sitting_mut().unwrap().wrapped = None;
    two.told(Message::Text {
        case,
        document,
        sha256,
        text: Ok(Arc::new(marked())),
    });
    two
}

#[test]
fn every_mark_is_drawn_and_says_what_it_is_in_words() {
    let mut two = reading(false);
    two.keys("Down");
    two.sees("Seen [deleted 14 Mar 2012: weekly] [inserted: monthly], alone and calm.");
    let has = |words: &str, modifier: Modifier| two.style_of(words).add_modifier.contains(modifier);
    assert!(has("[deleted", Modifier::CROSSED_OUT));
    assert!(has("weekly]", Modifier::CROSSED_OUT));
    assert!(has("[inserted", Modifier::UNDERLINED));
    assert!(!has("Seen [deleted", Modifier::CROSSED_OUT));
    assert!(has("alone and calm", Modifier::BOLD) && !has("alone and calm", Modifier::ITALIC));
    assert!(has("calm", Modifier::ITALIC) && !has("calm", Modifier::BOLD));
    assert_eq!(
        two.style_of("She agreed").fg,
        two.state.theme.part(Part::Comment).fg
    );
    assert_ne!(
        two.style_of("Northbridge, conf"),
        two.style_of("Seen [deleted")
    );
}

#[test]
fn without_colours_the_signs_are_words() {
    let mut two = reading(true);
    two.sees("Seen [deleted 14 Mar 2012: weekly] [inserted: monthly], alone and calm.");
}

#[test]
fn a_document_somebody_wants_to_read_is_asked_for_before_the_others() {
    let mut desk = Desk::demo();
    desk.sit("N-017", &[RO, JK]);
    let mut sitting = Two::with(desk, Prefs::default(), "", false, (160, 45)).opening();
    sitting.slow = true;
    sitting.goes_to("N-017");
    assert_eq!(sitting.waiting(), 1, "all texts are asked for at once");
    sitting.opens("Referral to children");
    sitting.sees("The text is coming");
    assert_eq!(sitting.waiting(), 2, "and this one for itself");
    sitting.slow = false;
    sitting.released().does_not_see("The text is coming");
    sitting.opens("Referral to children");
    assert_eq!(sitting.waiting(), 1, "what is here is not asked for again");
}
