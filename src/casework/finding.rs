//! Findings: what the two sides can agree on, in exact words.
//!
//! Agreement is about facts. A finding is **agreed** when at least one participant of the inspection side and one of the authority
//! side agree to the very same wording and nobody disagrees; any change of wording clears every position taken on the old one.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{
    anchor::Anchor,
    discussion::About,
    ids::{FindingNo, ParticipantNo, RemarkNo, Seq, SittingNo},
    people::{Participant, Side},
    time::Moment,
};

/// How what was heard in the room stands to what is on file.
///
/// Source of the first three: E. `McWilliam`, Care Inspectorate (interviews "strengthen, place a different weighting or contradict").
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Relation {
    /// Nothing was heard, or nobody has said yet.
    #[default]
    NotSaid,
    /// Heard and on file say the same.
    Strengthens,
    /// What was heard gives the file another weight.
    ChangesWeight,
    /// What was heard is not what the file says.
    Contradicts,
    /// Heard, and the file does not show it.
    NotOnFile,
}

impl Relation {
    /// Every relation, in the order they are offered.
    pub const ALL: [Self; 5] = [
        Self::NotSaid,
        Self::Strengthens,
        Self::ChangesWeight,
        Self::Contradicts,
        Self::NotOnFile,
    ];

    /// The words on screen and in the notes.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::NotSaid => "not said",
            Self::Strengthens => "strengthens the file",
            Self::ChangesWeight => "changes the weight",
            Self::Contradicts => "contradicts the file",
            Self::NotOnFile => "not on file",
        }
    }
}

/// The words of a finding as they stood from one moment on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wording {
    /// Judgement area, by the framework's id.
    pub area: String,
    /// Polarity, by the framework's id.
    pub polarity: String,
    /// The wording itself.
    pub words: String,
    /// How heard stands to on file.
    pub relation: Relation,
}

/// A wording with who put it and when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WordingPut {
    /// The words.
    pub wording: Wording,
    /// Who held the pen.
    pub by: ParticipantNo,
    /// When it was kept.
    pub at: Moment,
    /// The entry.
    pub seq: Seq,
    /// What each participant answered to this wording; their last answer counts.
    pub positions: BTreeMap<ParticipantNo, Position>,
}

/// What a participant can answer to the wording before them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// These words are right.
    Agree,
    /// They are not, and why; with the words they would use, where they said them.
    Disagree {
        /// Never empty.
        because: String,
        /// Empty where they did not offer any.
        #[serde(default)]
        own_wording: String,
    },
    /// Not yet.
    NotYet,
}

impl Answer {
    /// The words on screen and in the notes.
    #[must_use]
    pub fn word(&self) -> &'static str {
        match self {
            Self::Agree => "agreed",
            Self::Disagree { .. } => "not agreed",
            Self::NotYet => "not yet",
        }
    }
}

/// One participant's answer to one wording.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Position {
    /// What they answered.
    pub answer: Answer,
    /// When it was kept.
    pub at: Moment,
    /// The entry.
    pub seq: Seq,
}

/// A finding with its whole history of wordings.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// Within the case.
    pub no: FindingNo,
    /// The sitting it was put in.
    pub sitting: SittingNo,
    /// Every wording, the present one last. Never empty.
    pub wordings: Vec<WordingPut>,
    /// On file: words in documents, and absences.
    pub anchors: Vec<Anchor>,
    /// Heard in the room.
    pub heard: Vec<RemarkNo>,
    /// A service it speaks of.
    pub about: Option<About>,
    /// Set aside with a question and an owner.
    pub parked: Option<Parked>,
    /// Taken back by the side that put it, with the reason.
    pub withdrawn: Option<Withdrawn>,
}

/// A finding set aside.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Parked {
    /// What has to be known first.
    pub question: String,
    /// Who finds out, by designation.
    pub owner: String,
    /// Who parked it.
    pub by: ParticipantNo,
    /// When it was kept.
    pub at: Moment,
}

/// A finding taken back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Withdrawn {
    /// Why.
    pub reason: String,
    /// Who took it back.
    pub by: ParticipantNo,
    /// When it was kept.
    pub at: Moment,
}

/// Where a finding stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FindingState {
    /// At least one of each side agrees to the present wording and nobody disagrees.
    Agreed,
    /// Somebody disagrees with the present wording.
    NotAgreed,
    /// Wants answers from these people, all in the room.
    Waiting(Vec<ParticipantNo>),
    /// Nobody of that side is in the sitting: said as such, never faked.
    SideAbsent(Side),
    /// Set aside with a question and an owner.
    Parked,
    /// Taken back.
    Withdrawn,
}

impl FindingState {
    /// The words on screen and in the notes.
    #[must_use]
    pub fn word(&self) -> String {
        match self {
            Self::Agreed => "agreed".to_owned(),
            Self::NotAgreed => "not agreed".to_owned(),
            Self::Waiting(_) => "to be answered".to_owned(),
            Self::SideAbsent(side) => format!("{} side absent", side.word()),
            Self::Parked => "parked".to_owned(),
            Self::Withdrawn => "withdrawn".to_owned(),
        }
    }
}

impl Finding {
    /// The present wording.
    #[must_use]
    pub fn wording(&self) -> Option<&WordingPut> {
        self.wordings.last()
    }

    /// The present words; empty only for a finding that was never put.
    #[must_use]
    pub fn words(&self) -> &str {
        self.wording().map_or("", |put| &put.wording.words)
    }

    /// What `participant` answered to the present wording.
    #[must_use]
    pub fn position(&self, participant: ParticipantNo) -> Option<&Position> {
        self.wording()?.positions.get(&participant)
    }

    /// Where the finding stands, given everyone of the inspection (`people`) and who is in the room (`present`).
    ///
    /// A "not yet" is no answer: the finding goes on waiting for that person.
    #[must_use]
    pub fn state(
        &self,
        people: &BTreeMap<ParticipantNo, Participant>,
        present: &[ParticipantNo],
    ) -> FindingState {
        if self.withdrawn.is_some() {
            return FindingState::Withdrawn;
        }
        if self.parked.is_some() {
            return FindingState::Parked;
        }
        let Some(put) = self.wording() else {
            return FindingState::Waiting(present.to_vec());
        };
        let side = |no: &ParticipantNo| people.get(no).map(|person| person.side);
        if put
            .positions
            .values()
            .any(|position| matches!(position.answer, Answer::Disagree { .. }))
        {
            return FindingState::NotAgreed;
        }
        let agrees = |wanted: Side| {
            put.positions
                .iter()
                .any(|(no, position)| position.answer == Answer::Agree && side(no) == Some(wanted))
        };
        let missing: Vec<Side> = [Side::Inspection, Side::Authority]
            .into_iter()
            .filter(|wanted| !agrees(*wanted))
            .collect();
        if missing.is_empty() {
            return FindingState::Agreed;
        }
        if let Some(absent) = missing
            .iter()
            .find(|wanted| !present.iter().any(|no| side(no) == Some(**wanted)))
        {
            return FindingState::SideAbsent(*absent);
        }
        let waiting = present
            .iter()
            .filter(|no| side(no).is_some_and(|side| missing.contains(&side)))
            .copied()
            .collect();
        FindingState::Waiting(waiting)
    }
}
