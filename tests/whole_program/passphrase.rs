//! The passphrase as it is asked for on a terminal: never shown, asked for again where it was mistyped.

use super::pty::Person;

const SIZE: (u16, u16) = (120, 30);

#[test]
fn a_new_passphrase_is_typed_twice_and_a_known_one_until_it_is_right() {
    let person = Person::new();
    let folder = person.path("inspection");
    let folder = folder.to_str().unwrap();
    let mut terminal = person.start(SIZE, &["new", folder, "--authority", "Northbridge"]);
    terminal.sees("New passphrase:").types("seven77\n");
    terminal.sees("At least 8 letters, please");
    terminal
        .types("password1\n")
        .sees("This one is weak: it could be guessed in seconds");
    // Enter alone: another one, then.
    terminal.sees("Type it again").types("\n");
    terminal
        .types("harbour violin tuesday\n")
        .sees("This one is good");
    terminal
        .types("harbour violin thursday\n")
        .sees("The two are not the same.");
    terminal
        .types("harbour violin tuesday\n")
        .types("harbour violin tuesday\n");
    terminal.sees("The inspection of Northbridge is set up");
    assert!(terminal.ends().success());
    let wrote = String::from_utf8_lossy(&terminal.bytes()).into_owned();
    assert!(
        !wrote.contains("harbour") && !wrote.contains("password1"),
        "{wrote}"
    );

    let mut terminal = person.start(SIZE, &["show", folder]);
    terminal
        .sees("Passphrase of")
        .types("harbour violin monday\n");
    terminal.sees("That is not the passphrase of this inspection");
    terminal
        .types("harbour violin tuesday\n")
        .sees("Northbridge");
    assert!(terminal.ends().success());

    let mut terminal = person.start(SIZE, &["show", folder]);
    for _ in 0..3 {
        terminal.types("not this one either\n");
    }
    assert_eq!(terminal.ends().0, 3);
}
