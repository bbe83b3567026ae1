//! Moments as the notes carry them.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

use crate::casework::Moment;

/// A moment, written in JSON as `{"utc": "2012-03-14T14:02:00.000Z", "offset_s": 0}`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct When(pub Moment);

#[derive(Serialize, Deserialize)]
struct Written {
    utc: String,
    offset_s: i32,
}

impl fmt::Display for When {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.full())
    }
}

impl Serialize for When {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Written {
            utc: self.0.rfc3339(),
            offset_s: self.0.offset_s,
        }
        .serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for When {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let written = Written::deserialize(deserializer)?;
        // A moment no calendar has stands as its bare milliseconds.
        let utc_ms = written
            .utc
            .parse::<jiff::Timestamp>()
            .map(jiff::Timestamp::as_millisecond)
            .or_else(|_| written.utc.parse::<i64>())
            .map_err(|_| D::Error::custom("\"utc\" is neither RFC 3339 nor milliseconds"))?;
        Ok(Self(Moment {
            utc_ms,
            offset_s: written.offset_s,
        }))
    }
}
