//! What several tests of the whole program begin with.

use std::path::PathBuf;

use super::pty::{Person, Terminal};

/// A terminal as large as an ordinary window.
pub const LARGE: (u16, u16) = (160, 45);

/// The two open a case of the demonstration and sit down: the inspector has the pen, the first document is open.
pub fn they_open_the_case(screen: &mut Terminal) {
    screen
        .sees("Northbridge: 7 cases")
        .types("N-017")
        .keys("Enter");
    screen
        .sees("Who is in the room?")
        .keys("Enter Down Enter Down Down Down Down Enter");
    screen.sees("pen ▸ RO Lead inspector").sees("1 of 14");
    screen.sees("Why this assessment is being done");
}

/// A demonstration made and left again, and its folder: somewhere to begin for a test that is about something else.
pub fn demonstration(person: &Person) -> PathBuf {
    let folder = person.path("northbridge");
    let arguments = ["demo".as_ref(), "--folder".as_ref(), folder.as_os_str()];
    let mut screen = person.start(LARGE, &arguments);
    screen.sees("Northbridge: 7 cases").keys("Ctrl-Q");
    assert!(screen.ends().success());
    folder
}
