//! The append-only record.
