//! Mails made here, as programs make them.
