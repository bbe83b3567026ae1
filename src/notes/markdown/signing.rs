//! Signatures and seals in the notes for people.

use super::{super::model::SittingNotes, Page, shown};

/// Who signed, who did not and why, and the words of the seal; nothing of a sitting that is still open and that nobody signed.
pub(super) fn signing(page: &mut Page, sitting: &SittingNotes) {
    for signing in &sitting.signing {
        let who = shown(&signing.by);
        if let Some(signed) = &signing.signed {
            page.bullet(
                1,
                &format!("Signed: {who}, {}, key {}…", signed.at, signed.key),
            );
        }
        if let Some(not) = &signing.not_signed {
            let how = if not.on_paper {
                "Signs by hand"
            } else {
                "Not signed"
            };
            page.said(1, &format!("{how}, {who}"), &not.reason);
        }
    }
    match &sitting.seal {
        Some(seal) => {
            page.bullet(1, &format!("Sealed: seal {}, {}", seal.no, seal.at));
            if !seal.words.is_empty() {
                page.bullet(2, &format!("Words: {}", seal.words.join(" ")));
                page.bullet(2, &format!("Digits: {}", seal.digits));
            }
        }
        None if sitting.closed.is_some() => page.bullet(1, "Not sealed"),
        None => {}
    }
}
