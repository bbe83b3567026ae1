//! The close of a sitting: what the two look over once more, which findings rest on one strand, who signs and who does not, then the seal.
//!
//! Pure, and nothing here blocks anything: every question may be left open, every participant may decline, and the sitting is closed and
//! sealed all the same, with what was left said as such.

use super::{
    discussion::About,
    finding::Finding,
    ids::{FindingNo, ParticipantNo, SealNo, Sha256},
    inspection::{Case, Inspection, Sitting},
    people::Side,
    sealing::Signing,
};

/// One step of a close, in the order they are taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Look over a finding once more, in full, with both voices.
    LookOver(FindingNo),
    /// Ask about a finding that rests on one strand, or on none.
    OneStrand(FindingNo, Lacks),
    /// A participant signs, or says why not.
    Sign(ParticipantNo, Stands),
    /// The seal: the one made already, else the one to make.
    Seal(Option<SealNo>),
}

/// What a finding does not rest on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Lacks {
    /// No passage and no absence.
    OnFile,
    /// Nothing said in the room.
    Heard,
    /// Neither.
    Both,
}

impl Lacks {
    /// The question for the two people.
    #[must_use]
    pub fn question(self) -> &'static str {
        match self {
            Self::OnFile => {
                "It was heard in the room; nothing on file is tied to it. Is that right?"
            }
            Self::Heard => {
                "It rests on the file; nothing said in the room is tied to it. Is that right?"
            }
            Self::Both => {
                "Nothing on file and nothing said in the room is tied to it. Is that right?"
            }
        }
    }
}

/// Where a participant stands with signing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stands {
    /// Nothing yet.
    Open,
    /// Signed this very text.
    Signed,
    /// Signed, and something was changed since: the signature is kept, and does not count for the text as it stands.
    SignedBefore,
    /// Signs the printed sheet by hand.
    OnPaper,
    /// Does not sign; the reason is kept.
    Declined,
}

impl Stands {
    /// The words on screen.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Open => "to sign",
            Self::Signed => "signed",
            Self::SignedBefore => "signed before the last change: to sign again",
            Self::OnPaper => "signs the printed sheet",
            Self::Declined => "does not sign",
        }
    }

    /// Whether something is still wanted of them.
    #[must_use]
    pub fn open(self) -> bool {
        matches!(self, Self::Open | Self::SignedBefore)
    }
}

/// Every step of the close of a sitting. `text` is the hash of what is signed as it stands now.
#[must_use]
pub fn steps(case: &Case, sitting: &Sitting, text: Sha256) -> Vec<Step> {
    let look_over = case.findings.keys().copied().map(Step::LookOver);
    let one_strand = one_strand(case)
        .into_iter()
        .map(|(no, lacks)| Step::OneStrand(no, lacks));
    let sign = signers(sitting)
        .into_iter()
        .map(|who| Step::Sign(who, stands(sitting, who, text)));
    look_over
        .chain(one_strand)
        .chain(sign)
        .chain([Step::Seal(sitting.seal)])
        .collect()
}

/// What a finding does not rest on; none where it rests on both strands.
///
/// Heard is what was tied to it, and what was said about it: an answer in the discussion is a voice whether or not it was tied.
#[must_use]
pub fn lacks(case: &Case, finding: &Finding) -> Option<Lacks> {
    let about = Some(About::Finding(finding.no));
    let heard = !finding.heard.is_empty() || case.remarks.values().any(|said| said.about == about);
    match (!finding.anchors.is_empty(), heard) {
        (true, true) => None,
        (false, true) => Some(Lacks::OnFile),
        (true, false) => Some(Lacks::Heard),
        (false, false) => Some(Lacks::Both),
    }
}

/// The findings that rest on one strand or on none, those withdrawn left out.
#[must_use]
pub fn one_strand(case: &Case) -> Vec<(FindingNo, Lacks)> {
    case.findings
        .values()
        .filter(|finding| finding.withdrawn.is_none())
        .filter_map(|finding| Some((finding.no, lacks(case, finding)?)))
        .collect()
}

/// Those in the room who take positions and have answered none of the findings that stand; nobody where there is none to answer.
#[must_use]
pub fn answered_nothing(inspection: &Inspection, case: &Case) -> Vec<ParticipantNo> {
    let standing = || {
        case.findings
            .values()
            .filter(|finding| finding.withdrawn.is_none() && finding.parked.is_none())
    };
    if standing().next().is_none() {
        return Vec::new();
    }
    let takes_positions = |who: &ParticipantNo| {
        inspection
            .people
            .get(who)
            .is_some_and(|person| person.side != Side::Observer)
    };
    let present = case.sitting().map_or(&[][..], |sitting| &sitting.present);
    present
        .iter()
        .copied()
        .filter(takes_positions)
        .filter(|who| standing().all(|finding| finding.position(*who).is_none()))
        .collect()
}

/// Who is asked to sign: everyone who was in the room at any time, those still there first.
#[must_use]
pub fn signers(sitting: &Sitting) -> Vec<ParticipantNo> {
    let left = sitting
        .ever_present
        .iter()
        .filter(|who| !sitting.present.contains(who));
    sitting.present.iter().chain(left).copied().collect()
}

/// Where a participant stands with signing `text`.
#[must_use]
pub fn stands(sitting: &Sitting, who: ParticipantNo, text: Sha256) -> Stands {
    match sitting.signing.get(&who) {
        None => Stands::Open,
        Some(Signing::Signed(signed)) if signed.text == text => Stands::Signed,
        Some(Signing::Signed(_)) => Stands::SignedBefore,
        Some(Signing::Not { on_paper: true, .. }) => Stands::OnPaper,
        Some(Signing::Not { .. }) => Stands::Declined,
    }
}

/// Who must still sign `text` or say why not.
#[must_use]
pub fn still_to_sign(sitting: &Sitting, text: Sha256) -> Vec<ParticipantNo> {
    signers(sitting)
        .into_iter()
        .filter(|who| stands(sitting, *who, text).open())
        .collect()
}

/// The last sitting of a case, where it was closed and has no seal: the machine may have stopped between the two.
#[must_use]
pub fn unsealed(case: &Case) -> Option<&Sitting> {
    case.sitting()
        .filter(|sitting| sitting.closed.is_some() && sitting.seal.is_none())
}
