//! What each event does to its case.

use std::{collections::BTreeMap, sync::Arc};

use super::{Case, Numbers, Sitting};
use crate::casework::{
    discussion::Remark,
    event::{Entry, Event},
    finding::{Finding, Parked, Position, Withdrawn, WordingPut},
    ids::{FindingNo, ParticipantNo, Seq},
    journey::JourneyEvent,
    package::{Action, ReferBack, Ties},
    sealing::{Signed, Signing},
};

impl Case {
    pub(super) fn apply(&mut self, entry: &Entry) {
        let known = |seq: Seq| self.history.iter().any(|kept| kept.seq == seq);
        // What is not there yet cannot have been taken back, whatever a stored entry says.
        let taken_back = match entry.event {
            Event::Undone { entry } => Some(entry).filter(|entry| known(*entry)),
            _ => None,
        };
        self.history.push(Arc::new(entry.clone()));
        match entry.event {
            Event::Undone { .. } => {
                if let Some(entry) = taken_back {
                    self.undone.insert(entry);
                    self.fold_again();
                }
            }
            Event::Redone { entry } => {
                self.undone.remove(&entry);
                self.fold_again();
            }
            _ => {
                self.numbers.note(&entry.event);
                self.apply_act(entry);
            }
        }
    }

    /// Folds the history again without what was taken back. A case has some thousands of entries at most: well under a frame.
    fn fold_again(&mut self) {
        let history = std::mem::take(&mut self.history);
        let mut again = Self {
            undone: std::mem::take(&mut self.undone),
            numbers: self.numbers,
            ..Self::default()
        };
        for entry in &history {
            if let Event::CaseSetUp { reference, about } = &entry.event {
                again.reference.clone_from(reference);
                again.about = about.clone();
            } else if !again.undone.contains(&entry.seq) {
                again.apply_act(entry);
            }
        }
        again.history = history;
        *self = again;
    }

    fn apply_act(&mut self, entry: &Entry) {
        match &entry.event {
            Event::CaseAmended { about } => self.about = about.clone(),
            Event::IdentifierListed { words, stands_for } => {
                self.identifiers.insert(words.clone(), stands_for.clone());
            }
            Event::IdentifierUnlisted { words } => {
                self.identifiers.remove(words);
            }
            Event::DocumentTakenIn { .. }
            | Event::DocumentAlsoNamed { .. }
            | Event::DocumentAltered { .. }
            | Event::DocumentReadAgain { .. }
            | Event::DocumentsMissing { .. }
            | Event::ServicesListed { .. } => self.apply_intake(entry),
            Event::ServicesTaken { .. } => self.apply_package(entry),
            Event::SittingOpened { .. }
            | Event::SittingPaused { .. }
            | Event::SittingResumed { .. }
            | Event::SittingClosed { .. }
            | Event::FindingsSigned { .. }
            | Event::NotSigned { .. }
            | Event::SealMade { .. }
            | Event::PersonJoined { .. }
            | Event::PersonLeft { .. }
            | Event::PenPassed { .. }
            | Event::DocumentOpened { .. } => self.apply_sitting(entry),
            Event::ReferBackRaised { .. }
            | Event::ReferBackAnswered { .. }
            | Event::ReferBackClosed { .. } => self.apply_refer_back(entry),
            _ => {
                if let Some(by) = entry.by {
                    self.apply_said(entry, by);
                }
            }
        }
    }

    fn apply_sitting(&mut self, entry: &Entry) {
        if let Event::SittingOpened {
            sitting,
            present,
            pen,
        } = &entry.event
        {
            self.sittings.push(Sitting {
                no: *sitting,
                opened: entry.at,
                opened_seq: entry.seq,
                closed: None,
                paused: None,
                paused_ms: 0,
                present: present.clone(),
                ever_present: present.iter().copied().collect(),
                pen: *pen,
                opened_documents: Vec::new(),
                signing: BTreeMap::new(),
                seal: None,
            });
            return;
        }
        if self.apply_closing(entry) {
            return;
        }
        let Some(sitting) = self.sittings.last_mut() else {
            return;
        };
        match &entry.event {
            Event::SittingPaused { .. } => sitting.paused = Some(entry.at),
            Event::SittingResumed { .. } => {
                if let Some(paused) = sitting.paused.take() {
                    let ms = entry.at.utc_ms.saturating_sub(paused.utc_ms).max(0);
                    sitting.paused_ms = sitting.paused_ms.saturating_add(ms);
                }
            }
            Event::SittingClosed { .. } => sitting.closed = Some(entry.at),
            Event::PersonJoined { who } => {
                if !sitting.present.contains(who) {
                    sitting.present.push(*who);
                }
                sitting.ever_present.insert(*who);
            }
            Event::PersonLeft { who } => sitting.present.retain(|no| no != who),
            Event::PenPassed { to } => sitting.pen = *to,
            Event::DocumentOpened { document } if !sitting.opened_documents.contains(document) => {
                sitting.opened_documents.push(*document);
            }
            _ => {}
        }
    }

    /// What belongs to the close of a sitting, which it names: it may come when another has begun.
    fn apply_closing(&mut self, entry: &Entry) -> bool {
        let (no, signing, seal) = match &entry.event {
            Event::FindingsSigned {
                sitting,
                who,
                public_key,
                text,
                salt,
                signature,
            } => {
                let signed = Signed {
                    public_key: *public_key,
                    text: *text,
                    salt: *salt,
                    signature: *signature,
                    at: entry.at,
                    seq: entry.seq,
                };
                (*sitting, Some((*who, Signing::Signed(signed))), None)
            }
            Event::NotSigned {
                sitting,
                who,
                reason,
                on_paper,
            } => {
                let not = Signing::Not {
                    reason: reason.clone(),
                    on_paper: *on_paper,
                    at: entry.at,
                };
                (*sitting, Some((*who, not)), None)
            }
            Event::SealMade {
                number,
                sitting: Some(sitting),
                ..
            } => (*sitting, None, Some(*number)),
            Event::SealMade { sitting: None, .. } => return true,
            _ => return false,
        };
        let mut sittings = self.sittings.iter_mut().rev();
        if let Some(sitting) = sittings.find(|sitting| sitting.no == no) {
            sitting.signing.extend(signing);
            sitting.seal = seal.or(sitting.seal);
        }
        true
    }

    fn apply_refer_back(&mut self, entry: &Entry) {
        match &entry.event {
            Event::ReferBackRaised {
                refer_back,
                concern,
                told_to,
                told_when,
            } => {
                let raised = ReferBack {
                    no: *refer_back,
                    concern: concern.clone(),
                    told_to: told_to.clone(),
                    told_when: told_when.clone(),
                    by: entry.by,
                    at: entry.at,
                    replies: Vec::new(),
                    closed: None,
                };
                self.refer_backs.insert(*refer_back, raised);
            }
            Event::ReferBackAnswered { refer_back, reply } => {
                if let Some(raised) = self.refer_backs.get_mut(refer_back) {
                    raised.replies.push((entry.at, reply.clone()));
                }
            }
            Event::ReferBackClosed { refer_back, how } => {
                if let Some(raised) = self.refer_backs.get_mut(refer_back) {
                    raised.closed = Some((entry.at, how.clone()));
                }
            }
            _ => {}
        }
    }

    /// What a person said with the pen in hand.
    fn apply_said(&mut self, entry: &Entry, by: ParticipantNo) {
        match &entry.event {
            Event::RemarkMade {
                remark,
                remark_kind,
                words,
                anchors,
                reply_to,
                about,
            } => {
                let Some(sitting) = self.sittings.last() else {
                    return;
                };
                let made = Remark {
                    no: *remark,
                    by,
                    at: entry.at,
                    seq: entry.seq,
                    sitting: sitting.no,
                    kind: *remark_kind,
                    words: words.clone(),
                    anchors: anchors.clone(),
                    reply_to: *reply_to,
                    about: self.about_one(*about),
                };
                self.remarks.insert(*remark, made);
            }
            Event::DocumentDescribed { .. } => self.apply_described(entry, by),
            Event::ServiceAdded { .. }
            | Event::ServiceEdited { .. }
            | Event::ServiceTied { .. }
            | Event::ServicesJoined { .. }
            | Event::GapDismissed { .. }
            | Event::GapTakenUp { .. } => self.apply_package(entry),
            Event::JourneyEventMade {
                journey_event,
                details,
                anchors,
            } => {
                let made = JourneyEvent {
                    no: *journey_event,
                    details: details.clone(),
                    anchors: anchors.clone(),
                    by,
                    at: entry.at,
                    seq: entry.seq,
                };
                self.journey_events.insert(*journey_event, made);
            }
            Event::JourneyEventEdited {
                journey_event,
                details,
            } => {
                if let Some(known) = self.journey_events.get_mut(journey_event) {
                    known.details = details.clone();
                }
            }
            Event::ActionPut {
                action,
                finding,
                details,
            } => {
                let put = Action {
                    no: *action,
                    finding: *finding,
                    details: details.clone(),
                    by,
                    at: entry.at,
                    dropped: None,
                };
                self.actions.insert(*action, put);
            }
            Event::ActionEdited { action, details } => {
                if let Some(known) = self.actions.get_mut(action) {
                    known.details = details.clone();
                }
            }
            Event::ActionDropped { action, reason } => {
                if let Some(known) = self.actions.get_mut(action) {
                    known.dropped = Some(reason.clone());
                }
            }
            _ => self.apply_finding(entry, by),
        }
    }

    fn apply_finding(&mut self, entry: &Entry, by: ParticipantNo) {
        let put = |wording: &super::super::Wording| WordingPut {
            wording: wording.clone(),
            by,
            at: entry.at,
            seq: entry.seq,
            positions: BTreeMap::new(),
        };
        if let Event::FindingPut {
            finding,
            wording,
            ties,
            about,
        } = &entry.event
        {
            let Some(sitting) = self.sittings.last() else {
                return;
            };
            let new = Finding {
                no: *finding,
                sitting: sitting.no,
                wordings: vec![put(wording)],
                anchors: ties.anchors.clone(),
                heard: ties.remarks.clone(),
                about: self.about_one(*about),
                parked: None,
                withdrawn: None,
            };
            self.findings.insert(*finding, new);
            return;
        }
        let Some(finding) = entry
            .event
            .finding()
            .and_then(|no| self.findings.get_mut(&no))
        else {
            return;
        };
        match &entry.event {
            Event::FindingReworded { wording, .. } => finding.wordings.push(put(wording)),
            Event::FindingTied { ties, .. } => finding.tie(ties),
            Event::PositionTaken {
                wording, answer, ..
            } => {
                let position = Position {
                    answer: answer.clone(),
                    at: entry.at,
                    seq: entry.seq,
                };
                if let Some(put) = finding.wordings.iter_mut().find(|put| put.seq == *wording) {
                    put.positions.insert(by, position);
                }
            }
            Event::FindingParked {
                question, owner, ..
            } => {
                finding.parked = Some(Parked {
                    question: question.clone(),
                    owner: owner.clone(),
                    by,
                    at: entry.at,
                });
            }
            Event::FindingTakenUp { .. } => finding.parked = None,
            Event::FindingWithdrawn { reason, .. } => {
                finding.withdrawn = Some(Withdrawn {
                    reason: reason.clone(),
                    by,
                    at: entry.at,
                });
            }
            _ => {}
        }
    }
}

impl Finding {
    fn tie(&mut self, ties: &Ties) {
        for anchor in &ties.anchors {
            if !self.anchors.contains(anchor) {
                self.anchors.push(anchor.clone());
            }
        }
        for remark in &ties.remarks {
            if !self.heard.contains(remark) {
                self.heard.push(*remark);
            }
        }
    }
}

impl Event {
    /// The finding an event changes, where it changes one.
    #[must_use]
    pub fn finding(&self) -> Option<FindingNo> {
        match self {
            Self::FindingPut { finding, .. }
            | Self::FindingReworded { finding, .. }
            | Self::FindingTied { finding, .. }
            | Self::PositionTaken { finding, .. }
            | Self::FindingParked { finding, .. }
            | Self::FindingTakenUp { finding }
            | Self::FindingWithdrawn { finding, .. }
            | Self::ActionPut { finding, .. } => Some(*finding),
            _ => None,
        }
    }
}

impl Numbers {
    /// Remembers the numbers an event gave.
    fn note(&mut self, event: &Event) {
        match event {
            Event::RemarkMade { remark, .. } => self.remark = self.remark.max(Some(*remark)),
            Event::FindingPut { finding, .. } => self.finding = self.finding.max(Some(*finding)),
            Event::ServiceAdded { service, .. } => self.service = self.service.max(Some(*service)),
            Event::ServicesListed { services } => {
                let last = services.iter().map(|listed| listed.service).max();
                self.service = self.service.max(last);
            }
            Event::ServicesTaken { rows, .. } => {
                let last = rows.iter().map(|row| row.service).max();
                self.service = self.service.max(last);
            }
            Event::JourneyEventMade { journey_event, .. } => {
                self.journey_event = self.journey_event.max(Some(*journey_event));
            }
            Event::ActionPut { action, .. } => self.action = self.action.max(Some(*action)),
            Event::ReferBackRaised { refer_back, .. } => {
                self.refer_back = self.refer_back.max(Some(*refer_back));
            }
            _ => {}
        }
    }
}
