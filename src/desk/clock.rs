//! What the machine says the time is. Owns the only look at the clock of this room; everybody else gets a [`Moment`] as a value.

use std::time::Instant;

use jiff::ZonedDateTime;

use crate::casework::Moment;

/// Now, with the offset from UTC in force here.
#[must_use]
pub fn now() -> Moment {
    let now = ZonedDateTime::now();
    Moment {
        utc_ms: now.timestamp().as_millisecond(),
        offset_s: now.offset().seconds(),
    }
}

/// Compares the wall clock with a clock that only goes forward: time is evidence, so a wall clock that moves is recorded, never corrected.
#[derive(Debug)]
pub struct ClockWatch {
    wall_ms: i64,
    steady: Instant,
}

/// Seconds the wall clock may run ahead before it counts as a jump (a laptop that slept may do this too, and that is worth knowing).
const AHEAD_S: i64 = 5 * 60;
/// Seconds it may fall behind: what time services correct in one step without anybody having touched the clock.
const BEHIND_S: i64 = 2;

impl ClockWatch {
    /// Begins to watch.
    #[must_use]
    pub fn new() -> Self {
        Self {
            wall_ms: now().utc_ms,
            steady: Instant::now(),
        }
    }

    /// By how many seconds the wall clock moved against the steady one since the last look, where that is more than it may.
    pub fn look(&mut self) -> Option<i64> {
        let (wall_ms, steady) = (now().utc_ms, Instant::now());
        let passed =
            i64::try_from(steady.duration_since(self.steady).as_millis()).unwrap_or(i64::MAX);
        let moved = moved(self.wall_ms, wall_ms, passed);
        self.wall_ms = wall_ms;
        self.steady = steady;
        moved
    }
}

impl Default for ClockWatch {
    fn default() -> Self {
        Self::new()
    }
}

fn moved(before_ms: i64, now_ms: i64, passed_ms: i64) -> Option<i64> {
    let by = now_ms.saturating_sub(before_ms).saturating_sub(passed_ms) / 1000;
    (!(-BEHIND_S..=AHEAD_S).contains(&by)).then_some(by)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_that_jumps_or_goes_back_is_noticed() {
        assert_eq!(moved(0, 60_000, 60_000), None);
        assert_eq!(
            moved(0, 360_000, 60_000),
            None,
            "five minutes ahead is let be"
        );
        assert_eq!(moved(0, 362_000, 60_000), Some(302));
        assert_eq!(moved(0, 0, 60_000), Some(-60));
        assert_eq!(moved(i64::MIN, i64::MAX, 0), Some(i64::MAX / 1000));
    }
}
