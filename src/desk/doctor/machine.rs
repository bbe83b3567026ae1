//! The computer itself: where what was on the screen may end up without anybody having kept it there.

use super::{Check, State};
use crate::platform;

pub(super) fn checks() -> Vec<Check> {
    vec![
        swap(platform::swap_places()),
        core(platform::core_is_dumped()),
        Check::new(
            "disk encryption",
            State::NotSeen,
            "Whether the whole disk is encrypted, alongside cannot see.",
        )
        .with("ask whoever looks after the computer. An inspection is encrypted itself; what other programs write beside it is not."),
    ]
}

fn swap(places: Option<Vec<String>>) -> Check {
    let what = "swap";
    let Some(places) = places else {
        return Check::new(what, State::NotSeen, "Not looked at on this system.").with(
            "ask whoever looks after the computer whether what does not fit into memory is encrypted on the disk.",
        );
    };
    if places.is_empty() {
        return Check::new(
            what,
            State::Fine,
            "There is none: nothing in memory is written to the disk.",
        );
    }
    if places.iter().all(|place| place.contains("zram")) {
        return Check::new(
            what,
            State::Fine,
            "It stays in memory: nothing is written to the disk.",
        );
    }
    Check::new(
        what,
        State::Note,
        format!(
            "Memory may be written to the disk ({}).",
            places.join(", ")
        ),
    )
    .with("ask whoever looks after the computer whether that place is encrypted; where the whole disk is, it is.")
}

fn core(dumped: Option<bool>) -> Check {
    let what = "core dumps";
    match dumped {
        Some(false) => Check::new(
            what,
            State::Fine,
            "None of this program are written, whatever the computer's own setting.",
        ),
        Some(true) => Check::new(
            what,
            State::ToDo,
            "If alongside broke down, the system would write its memory to the disk.",
        )
        .with("have whoever looks after the computer turn core dumps off."),
        None => Check::new(what, State::NotSeen, "Not looked at on this system.")
            .with("ask whoever looks after the computer whether the memory of programs that break down is written to the disk."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn swap_on_a_disk_is_something_to_ask_about_and_swap_in_memory_is_not() {
        assert_eq!(swap(None).state, State::NotSeen);
        assert_eq!(swap(Some(Vec::new())).state, State::Fine);
        assert_eq!(swap(Some(vec!["/dev/zram0".to_owned()])).state, State::Fine);
        let disk = swap(Some(vec!["/dev/zram0".to_owned(), "/swapfile".to_owned()]));
        assert_eq!(disk.state, State::Note);
        assert!(disk.says.contains("/swapfile"));
    }

    #[test]
    fn core_dumps_are_to_be_turned_off_only_where_they_would_be_written() {
        assert_eq!(core(Some(false)).state, State::Fine);
        assert_eq!(core(Some(true)).state, State::ToDo);
        assert_eq!(core(None).state, State::NotSeen);
    }
}
