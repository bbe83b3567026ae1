//! Every call that differs between systems stands here, with its Unix and its other side.
