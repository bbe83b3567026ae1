//! What the machine says the time is. Owns the only look at the clock of this room; everybody else gets a [`Moment`] as a value.

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
