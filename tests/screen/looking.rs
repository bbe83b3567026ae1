//! Pages as they look: shown, turned, gone closer to, marked, spoken about and found again from what was said.

use alongside::{
    casework::{Anchor, Event, Region},
    screen::{
        action::Action,
        pictures::{Pictures, Shown},
        prefs::Prefs,
        state::Focus,
        theme::{Glyphs, Part},
        view::paint,
        ways::{Known, Way},
    },
};
use image::ImageFormat;
use ratatui::{
    Terminal,
    backend::TestBackend,
    buffer::{Buffer, Cell},
    style::Color,
};

use crate::{
    screen::Two,
    screen_desk::{Desk, JK, RO},
    test_pictures::{self, halves, tiff},
};

const ASSESSMENT: &str = "Core assessment";

/// The case with a photograph and a scan of three pages beside its documents.
fn with_pictures(size: (u16, u16)) -> Two {
    let mut desk = Desk::demo();
    desk.take_in_words(
        "N-017",
        &[
            (
                "15 police letter.png",
                &test_pictures::file(&halves(200, 100), ImageFormat::Png),
            ),
            ("16 school letter.tif", &tiff(&[0, 128, 255], 60, 80)),
        ],
    );
    Two::sitting_on(desk, "N-017", &[RO, JK], size)
}

fn at_the_photograph() -> Two {
    let mut two = with_pictures((160, 45));
    two.opens("Police letter");
    two
}

/// What was said last points at this.
fn region(two: &Two) -> Region {
    let remark = two.case().remarks.values().next_back().unwrap();
    remark
        .anchors
        .iter()
        .find_map(Anchor::region)
        .cloned()
        .unwrap()
}

/// The colours of the half blocks in a row of the file's side, upper and lower.
fn blocks(two: &Two, y: u16) -> Vec<(Color, Color)> {
    (0..two.buffer().area.width)
        .filter_map(|x| two.buffer().cell((x, y)))
        .filter(|cell| cell.symbol() == "▀")
        .map(|cell| (cell.fg, cell.bg))
        .collect()
}

#[test]
fn a_document_without_words_opens_as_its_picture() {
    let mut two = at_the_photograph();
    two.sees("page 1 of 1").does_not_see("Not readable");
    let row = blocks(&two, 10);
    assert!(row.len() > 60, "{}", row.len());
    let black = Color::Indexed(16);
    let white = Color::Indexed(231);
    assert_eq!(row.first(), Some(&(black, black)));
    assert_eq!(row.last(), Some(&(white, white)));
    // It is a document like the others: opened, and read.
    assert!(
        two.case()
            .opened(two.state.sitting().unwrap().document.unwrap())
    );
    two.keys("l")
        .said("This document has no words to go back to");
}

#[test]
fn pages_are_turned_and_the_last_leads_to_the_next_document() {
    let mut two = with_pictures((160, 45));
    two.opens("School letter").sees("page 1 of 3");
    let colour = |two: &Two| blocks(two, 20).first().copied().unwrap().0;
    assert_eq!(colour(&two), Color::Indexed(16));
    two.keys("PageDown").sees("page 2 of 3");
    assert_eq!(colour(&two), Color::Indexed(244));
    two.keys("Right").sees("page 3 of 3");
    assert_eq!(colour(&two), Color::Indexed(231));
    two.keys("PageDown").said("This is the last page.");
    two.keys("Home").sees("page 1 of 3");
    two.keys("End").sees("page 3 of 3").keys("Left [");
    two.sees("page 1 of 3").keys("[");
    two.does_not_see("page 1 of 3");
}

#[test]
fn the_page_at_the_reading_place_is_shown_and_its_words_again() {
    let mut two = with_pictures((160, 45));
    two.opens(ASSESSMENT).keys("End");
    let words = two.screen();
    two.keys("l").sees("page ").sees("] turn the page");
    assert!(blocks(&two, 10).len() > 20);
    let looking = two.state.sitting().unwrap().looking.clone().unwrap();
    assert_eq!(looking.page, looking.pages, "the end is on the last page");
    two.keys("l");
    assert_eq!(two.screen(), words, "back to the very same words");
    // Esc goes back too, and to the page that was looked at.
    two.keys("l Home Esc");
    let ui = two.state.sitting().unwrap();
    assert!(ui.looking.is_none());
    let text = ui.text().unwrap().text();
    assert_eq!(text.page_at(ui.place().byte), 1);
    two.opens("Core group minutes · 14 Mar").keys("l");
    two.said("This document has no pages that can be shown as they look");
}

#[test]
fn a_part_of_a_page_is_marked_and_spoken_about() {
    let mut two = at_the_photograph();
    two.keys("Space").sees("move it").sees("◆");
    two.times(30, "Left").times(30, "Up");
    two.keys("Enter").sees("What about this part of the page?");
    two.keys("Esc r").sees("shown: page 1, upper left");
    two.types("Whose signature is this?").keys("Enter");
    let region = region(&two);
    let part = region.part.unwrap();
    assert_eq!((region.page, part.left, part.top), (1, 0, 0));
    assert_eq!(
        two.case().documents[&region.document]
            .latest()
            .unwrap()
            .sha256,
        region.version
    );
    two.sees("shown: page 1, upper left")
        .sees("Whose signature is this?")
        .sees("1 thing said about this page (c)");
    assert!(
        two.state
            .sitting()
            .unwrap()
            .looking
            .as_ref()
            .unwrap()
            .marked
            .is_none(),
        "what was said leaves no mark behind"
    );
    // Its frame stays on the page, with a sign beside it.
    two.sees("┌").sees("●");
}

#[test]
fn a_mark_is_sized_stays_on_the_page_and_can_be_all_of_it() {
    let mut two = at_the_photograph();
    two.keys("Space Tab").times(60, "Left").times(60, "Up");
    let frame = |two: &Two| {
        let ui = two.state.sitting().unwrap();
        ui.looking.as_ref().unwrap().marked.unwrap().frame
    };
    let small = frame(&two);
    assert!(small.left < small.right && small.top < small.bottom);
    two.times(60, "Right").times(60, "Down");
    assert_eq!(
        (frame(&two).right, frame(&two).bottom),
        (1_000_000, 1_000_000)
    );
    two.keys("Tab").times(99, "Right");
    assert_eq!(frame(&two).right, 1_000_000);
    two.keys("Space r")
        .sees("shown: page 1")
        .types("All of it.");
    two.keys("Enter");
    assert_eq!(region(&two).part, None);
    two.keys("Tab Space Esc");
    assert!(
        two.state
            .sitting()
            .unwrap()
            .looking
            .as_ref()
            .unwrap()
            .marked
            .is_none()
    );
}

#[test]
fn what_was_said_leads_back_to_its_page() {
    let mut two = with_pictures((160, 45));
    two.opens("School letter").keys("PageDown Space r");
    two.types("A stamp, cut off.").keys("Enter");
    two.opens("Core group minutes · 14 Mar")
        .does_not_see("page 2 of 3");
    two.keys("Tab c");
    two.sees("page 2 of 3");
    assert_eq!(two.state.sitting().unwrap().focus, Focus::File);
    // And from the page to what was said about it.
    two.keys("c");
    assert_eq!(two.state.sitting().unwrap().focus, Focus::Talk);
    two.cursor_on("RO Lead inspector");
    // A finding made of it rests on the same part of the page.
    two.keys("f").sees("shown: page 2, middle");
}

#[test]
fn closer_and_about_the_page() {
    let mut two = at_the_photograph();
    two.keys("+ + + +").sees("4 times as large");
    let window = |two: &Two| {
        two.state
            .sitting()
            .unwrap()
            .looking
            .as_ref()
            .unwrap()
            .window()
    };
    let before = window(&two);
    two.keys("Right Right Right Right Right Right");
    assert!(window(&two).left > before.left);
    assert_eq!(window(&two).right, 1_000_000);
    let row = blocks(&two, 10);
    assert!(
        row.iter().all(|cell| cell.0 == Color::Indexed(231)),
        "white"
    );
    two.keys("0").does_not_see("times as large");
    two.keys("-").said("The whole page is in sight.");
    two.times(20, "+").said("This is as close as it goes.");
}

#[test]
fn without_colours_or_with_plain_signs_pages_are_letters() {
    let mut desk = Desk::demo();
    let picture = test_pictures::file(&halves(200, 100), ImageFormat::Png);
    desk.take_in_words("N-017", &[("15 police letter.png", &picture)]);
    desk.sit("N-017", &[RO, JK]);
    let mut two = Two::with(desk.clone(), Prefs::default(), "", true, (100, 30)).opening();
    two.goes_to("N-017").opens("Police letter");
    two.sees("@@@@@@@@@@").does_not_see("▀");
    let prefs = Prefs {
        glyphs: Some(Glyphs::Ascii),
        ..Prefs::default()
    };
    let mut two = Two::with(desk, prefs, "", false, (100, 30)).opening();
    two.goes_to("N-017").opens("Police letter");
    two.sees("@@@@@@@@@@").does_not_see("▀");
    two.by_menu(Action::LookWay).sees("Letters and signs");
}

#[test]
fn how_pages_are_drawn_is_chosen_and_remembered() {
    let mut two = at_the_photograph();
    two.keys("L")
        .sees("How pages are drawn")
        .keys("Down Down Down Down Down Enter");
    assert!(
        two.prefs
            .as_ref()
            .unwrap()
            .contains("pictures = \"quarters\"")
    );
    assert!(blocks(&two, 10).is_empty());
}

#[test]
fn at_eighty_columns_the_page_has_the_whole_body_and_its_keys_are_shown() {
    let mut two = with_pictures((80, 24));
    two.opens("School letter").sees("page 1 of 3");
    assert!(two.hint_bar().contains("[] turn the page"));
    let rows = (0..24).filter(|y| !blocks(&two, *y).is_empty()).count();
    assert!(rows >= 17, "{rows}");
    two.keys("Tab").sees("Discussion");
}

#[test]
fn while_a_page_is_drawn_the_screen_says_so_and_keys_go_on() {
    let mut two = with_pictures((160, 45));
    two.slow = true;
    two.opens("School letter").sees("The page is being drawn …");
    two.keys("PageDown").sees("page 2 of 3");
    two.slow = false;
    two.released();
    two.sees("page 2 of 3").does_not_see("being drawn");
    assert_eq!(blocks(&two, 20).first().unwrap().0, Color::Indexed(244));
}

#[test]
fn a_page_that_cannot_be_drawn_is_a_sentence() {
    let mut two = with_pictures((160, 45));
    two.desk.loses_originals();
    two.opens("School letter")
        .sees("The stored document is gone.");
    two.keys("PageDown").sees("page 2 of 3");
}

#[test]
fn where_the_two_looked_is_put_by() {
    let mut two = with_pictures((160, 45));
    two.opens("School letter").keys("PageDown + +");
    let mut back = two.comes_back();
    back.sees("page 2 of 3").sees("2 times as large");
}

#[test]
fn the_mark_on_a_page_has_the_colours_of_a_mark() {
    let mut two = at_the_photograph();
    two.keys("Space");
    let marked = two.state.theme.part(Part::Marked);
    let corner = two.in_file("◆");
    let cell = two.buffer().cell((corner.x, corner.y)).unwrap();
    assert!(marked.fg.is_none_or(|fg| fg == cell.fg));
    assert!(marked.bg.is_none_or(|bg| bg == cell.bg));
    assert!(cell.modifier.contains(marked.add_modifier));
    assert!(matches!(two.last_event(), Event::DocumentOpened { .. }));
}

/// The real picture the screen has beside its cells, and the cells.
fn painted(two: &Two) -> (Option<Shown>, Buffer) {
    let (width, height) = two.state.size;
    let mut terminal = Terminal::new(TestBackend::new(width, height)).unwrap();
    let mut shown = None;
    terminal
        .draw(|frame| shown = paint(&two.state, frame))
        .unwrap();
    (shown, terminal.backend().buffer().clone())
}

/// What a terminal of this kind is sent for what it shows now.
fn sent(pictures: &mut Pictures, two: &Two) -> Vec<u8> {
    let mut out = Vec::new();
    pictures.show(painted(two).0, &mut out).unwrap();
    out
}

fn on_a_terminal_with(way: Way) -> Two {
    let mut two = with_pictures((160, 45));
    two.state.pictures = Known {
        real: Some(way),
        cell: (8, 16),
        ..Known::default()
    };
    two.opens("School letter").sees("page 1 of 3");
    two
}

#[test]
fn a_real_picture_has_the_points_of_its_cells_and_leaves_them_free() {
    for way in [Way::Kitty, Way::Iterm2, Way::Sixel] {
        let mut two = on_a_terminal_with(way);
        let (shown, buffer) = painted(&two);
        let shown = shown.unwrap();
        assert_eq!(shown.way, way);
        assert!(shown.over.is_empty());
        for position in shown.cells.positions() {
            assert_eq!(buffer.cell(position), Some(&Cell::default()));
        }
        if way == Way::Sixel {
            let body = std::str::from_utf8(&shown.packed).unwrap();
            assert!(body.starts_with("0;1;0q\"1;1;"), "{body}");
        } else {
            let picture = image::load_from_memory(&shown.packed).unwrap();
            let (width, height) = (shown.cells.width * 8, shown.cells.height * 16);
            assert!(picture.width() <= u32::from(width));
            assert!(picture.width() + 8 > u32::from(width));
            assert!(picture.height() <= u32::from(height));
            assert!(picture.height() + 16 > u32::from(height));
            assert_eq!(picture.to_rgb8().get_pixel(9, 9).0, [0; 3]);
        }
        two.sees("page 1 of 3 · stays empty? L");
    }
}

#[test]
fn what_lies_over_a_real_picture_takes_its_place_and_gives_it_back() {
    let mut two = on_a_terminal_with(Way::Kitty);
    let mut pictures = Pictures::default();
    assert!(!sent(&mut pictures, &two).is_empty());
    assert!(sent(&mut pictures, &two).is_empty(), "nothing changed");
    let before = painted(&two).0.unwrap();
    two.keys("?");
    let (shown, buffer) = painted(&two);
    assert!(shown.is_none(), "the help lies over it");
    // What is left of the page is drawn in blocks.
    let black = Color::Indexed(16);
    let blocks = before.cells.positions().filter(|position| {
        let cell = buffer.cell(*position).unwrap();
        cell.symbol() == "▀" && cell.fg == black
    });
    assert!(blocks.count() > 20);
    let erased = sent(&mut pictures, &two);
    assert!(erased.starts_with(b"\x1b_Ga=d,d=I,i="), "{erased:?}");
    two.keys("Esc");
    let again = painted(&two).0.unwrap();
    assert!(std::sync::Arc::ptr_eq(&again.packed, &before.packed));
    assert!(!sent(&mut pictures, &two).is_empty());
    // The curtain leaves nothing of it.
    two.keys("Ctrl-K");
    assert!(painted(&two).0.is_none());
    let erased = sent(&mut pictures, &two);
    assert!(erased.starts_with(b"\x1b_Ga=d,d=I,i="), "{erased:?}");
    assert!(two.wiped > 0);
}

#[test]
fn a_frame_on_a_real_picture_covers_it_where_it_stands() {
    let mut two = on_a_terminal_with(Way::Kitty);
    two.keys("Space");
    let (shown, _) = painted(&two);
    let shown = shown.unwrap();
    assert!(shown.over.len() > 8, "{}", shown.over.len());
    for (_, _, cell) in &shown.over {
        assert_eq!(
            (cell.fg, cell.bg),
            (Color::Indexed(231), Color::Indexed(16))
        );
    }
    let mut pictures = Pictures::default();
    sent(&mut pictures, &two);
    two.keys("Down");
    let moved = painted(&two).0.unwrap();
    assert_ne!(moved.over, shown.over);
    assert!(sent(&mut pictures, &two).is_empty(), "it is not sent again");
}

#[test]
fn the_way_is_chosen_and_where_nothing_gets_through_pages_are_drawn_in_cells() {
    let mut two = on_a_terminal_with(Way::Sixel);
    two.keys("L").sees("Whatever is best here");
    two.keys("Down Down Down Down Enter");
    assert!(painted(&two).0.is_none());
    assert!(blocks(&two, 20).len() > 10);
    assert_eq!(
        Prefs::parse(two.prefs.as_ref().unwrap()).pictures,
        Way::Blocks
    );
    // What the command line says holds until another way is chosen.
    two.state.pictures.asked = Some(Way::Iterm2);
    two.keys("Right Left");
    assert_eq!(painted(&two).0.unwrap().way, Way::Iterm2);
    two.state.pictures.between = true;
    two.keys("Right Left");
    assert!(painted(&two).0.is_none());
    assert!(blocks(&two, 20).len() > 10);
    two.keys("L Down Enter");
    two.said("tmux or screen stands between");
}

#[test]
fn a_page_drawn_for_another_way_is_shown_in_blocks_until_it_is_drawn_anew() {
    let mut two = on_a_terminal_with(Way::Kitty);
    two.slow = true;
    two.state.pictures.cell = (9, 20);
    two.keys("Shift-Right Shift-Left");
    let (shown, buffer) = painted(&two);
    assert!(shown.is_none());
    let some = buffer.content.iter().filter(|cell| cell.symbol() == "▀");
    assert!(some.count() > 100);
}
