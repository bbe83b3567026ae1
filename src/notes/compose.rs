//! From a folded inspection to the notes on one case.
//!
//! Owns which part of the record goes where in the notes. What was taken back is not there to be found: the fold has left it out.

mod coverage;
mod journey;
mod package;
mod regions;
mod signing;

use std::collections::BTreeSet;

use sha2::Digest as _;

use super::{
    identifiers::Identifiers,
    model::{
        AbsenceNotes, ActionNotes, AnswerNotes, ChildNotes, Dated, DocumentRef, FindingNotes,
        FrameworkNotes, Header, Heard, Notes, ParkedNotes, Person, Quote, Record, ReferBackNotes,
        Said, ServiceRef, SittingNotes, State, Term, When, WithdrawnNotes, WordingNotes,
    },
};
use crate::casework::{
    About, Anchor, Answer, Case, CaseNo, Document, DocumentNo, Finding, FindingState, Framework,
    Inspection, Moment, ParticipantNo, Passage, Remark, SealCode, Sha256, Side, Sitting, earlier,
    finding::WordingPut,
};

/// How the notes are to be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Options {
    /// The moment they are written.
    pub now: Moment,
    /// Whether names may stand in them.
    pub with_names: bool,
}

/// Why there are no notes.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotesError {
    /// No such case.
    #[error("There is no case number {0} in this inspection: nothing was written.")]
    NoSuchCase(CaseNo),
    /// Titles of one framework for findings made with another would be wrong.
    #[error(
        "This inspection uses the framework \"{used}\", and \"{given}\" was given for its notes: nothing was written."
    )]
    OtherFramework {
        /// The inspection's.
        used: String,
        /// The one given.
        given: String,
    },
}

impl Notes {
    /// The notes on one case as the record stands. Unless `options.with_names`, what listed names stand for is in their place already.
    ///
    /// # Errors
    /// When there is no such case, or `framework` is not the one of the inspection.
    pub fn of(
        inspection: &Inspection,
        no: CaseNo,
        framework: &Framework,
        options: &Options,
    ) -> Result<Self, NotesError> {
        let source = Source::new(inspection, no, framework)?;
        let notes = source.notes(options.now);
        Ok(if options.with_names {
            notes
        } else {
            let identifiers = Identifiers::new(&source.case.identifiers);
            notes.without_names(&identifiers).0
        })
    }

    /// Writes the words and digits of each seal beside its code, as `shown` puts them: how a code is said aloud is not known in this room.
    pub fn say_seals(&mut self, shown: &dyn Fn(SealCode) -> (Vec<String>, String)) {
        for seal in self
            .header
            .sittings
            .iter_mut()
            .filter_map(|sitting| sitting.seal.as_mut())
        {
            if let Some(code) = SealCode::parse(&seal.code) {
                (seal.words, seal.digits) = shown(code);
            }
        }
    }
}

/// What the notes are made from.
#[derive(Clone, Copy)]
pub(super) struct Source<'a> {
    inspection: &'a Inspection,
    case: &'a Case,
    framework: &'a Framework,
}

impl<'a> Source<'a> {
    pub(super) fn new(
        inspection: &'a Inspection,
        no: CaseNo,
        framework: &'a Framework,
    ) -> Result<Self, NotesError> {
        let case = inspection
            .cases
            .get(&no)
            .ok_or(NotesError::NoSuchCase(no))?;
        if framework.id != inspection.framework {
            return Err(NotesError::OtherFramework {
                used: inspection.framework.clone(),
                given: framework.id.clone(),
            });
        }
        Ok(Self {
            inspection,
            case,
            framework,
        })
    }

    fn notes(&self, now: Moment) -> Notes {
        let mut notes = Notes {
            header: self.header(now),
            agreed: Vec::new(),
            not_agreed: Vec::new(),
            to_answer: Vec::new(),
            parked: Vec::new(),
            withdrawn: Vec::new(),
            package: self.package(),
            package_told: None,
            journey: None,
            actions: self.actions(),
            refer_backs: self.refer_backs(),
            discussion: self.discussion(),
            coverage: self.coverage(),
            record: Record {
                entries: self.inspection.entries,
                case_entries: count(self.case.history.len()),
                taken_back: count(self.case.undone.len()),
                last_entry: self.case.history.last().map(|entry| entry.seq),
            },
        };
        for finding in self.case.findings.values() {
            let Some(written) = self.finding(finding) else {
                continue;
            };
            match written.state {
                State::Agreed => notes.agreed.push(written),
                State::NotAgreed => notes.not_agreed.push(written),
                State::ToAnswer | State::InspectionAbsent | State::AuthorityAbsent => {
                    notes.to_answer.push(written);
                }
                State::Parked => notes.parked.push(written),
                State::Withdrawn => notes.withdrawn.push(written),
            }
        }
        notes
    }

    fn header(&self, now: Moment) -> Header {
        let about = &self.case.about;
        let there: BTreeSet<_> = self
            .case
            .sittings
            .iter()
            .flat_map(|sitting| sitting.ever_present.iter().copied())
            .collect();
        Header {
            notices: self.notices(),
            written: When(now),
            authority: self.inspection.authority.clone(),
            framework: FrameworkNotes {
                id: self.inspection.framework.clone(),
                version: self.inspection.framework_version,
                title: self.framework.title.clone(),
            },
            announced: self.inspection.announced,
            first_day: self.inspection.first_day,
            last_day: self.inspection.last_day,
            training: self.inspection.training,
            with_names: true,
            child: ChildNotes {
                reference: self.case.reference.clone(),
                age: about.age,
                status: about.status.clone(),
                category: about.category.clone(),
                in_sample: about.in_sample,
                seen: crate::casework::voice::last_seen_words(self.case),
            },
            people: there.into_iter().map(|no| self.person(no)).collect(),
            sittings: self
                .case
                .sittings
                .iter()
                .map(|sitting| self.sitting(sitting, now))
                .collect(),
        }
    }

    fn notices(&self) -> Vec<String> {
        let mut notices = vec![
            "NOT ENCRYPTED: whoever has this file can read it. Keep it as you would keep the case file."
                .to_owned(),
        ];
        if self.inspection.training {
            notices.push("TRAINING: a demonstration or rehearsal, not an inspection.".to_owned());
        }
        if self.inspection.read_only {
            notices.push(
                "Part of the record was written by a newer alongside. What stands there is not in these notes."
                    .to_owned(),
            );
        }
        if !self.inspection.clock_moved.is_empty() {
            notices.push(
                "The computer's clock was moved during the inspection: times here are as it gave them."
                    .to_owned(),
            );
        }
        if let Some(open) = self
            .case
            .sitting()
            .filter(|sitting| sitting.closed.is_none())
        {
            notices.push(format!(
                "Sitting {} was still open when these notes were written.",
                open.no
            ));
        }
        notices
    }

    pub(super) fn person(&self, no: ParticipantNo) -> Person {
        person_of(self.inspection, no)
    }

    fn sitting(&self, sitting: &Sitting, now: Moment) -> SittingNotes {
        SittingNotes {
            no: sitting.no,
            opened: When(sitting.opened),
            closed: sitting.closed.map(When),
            paused: sitting
                .paused
                .filter(|_| sitting.closed.is_none())
                .map(When),
            minutes: sitting.minutes(now),
            paused_minutes: u64::try_from(sitting.paused_ms / 60_000).unwrap_or(0),
            present: sitting
                .ever_present
                .iter()
                .map(|no| self.person(*no))
                .collect(),
            signing: self.signing(sitting),
            seal: self.seal(sitting),
        }
    }

    pub(super) fn finding(&self, finding: &Finding) -> Option<FindingNotes> {
        let (present, earlier) = finding.wordings.split_last()?;
        let state = match self.inspection.finding_state(self.case, finding) {
            FindingState::Agreed => State::Agreed,
            FindingState::NotAgreed => State::NotAgreed,
            FindingState::Waiting(_) => State::ToAnswer,
            FindingState::SideAbsent(Side::Inspection) => State::InspectionAbsent,
            FindingState::SideAbsent(_) => State::AuthorityAbsent,
            FindingState::Parked => State::Parked,
            FindingState::Withdrawn => State::Withdrawn,
        };
        Some(FindingNotes {
            no: finding.no,
            sitting: finding.sitting,
            state,
            wording: self.wording(present),
            service: self.service_of(finding.about),
            about_finding: finding_of(finding.about),
            on_file: self.quotes(&finding.anchors),
            regions: self.regions(&finding.anchors),
            absences: self.absences(&finding.anchors),
            heard: finding
                .heard
                .iter()
                .filter_map(|no| self.case.remarks.get(no))
                .map(|remark| self.heard(remark))
                .collect(),
            over_earlier_text: earlier::earlier(self.case, finding).is_some(),
            waiting_for: match state {
                State::Agreed | State::Parked | State::Withdrawn => Vec::new(),
                _ => self.waiting_for(finding),
            },
            parked: finding.parked.as_ref().map(|parked| ParkedNotes {
                question: parked.question.clone(),
                owner: parked.owner.clone(),
                by: self.person(parked.by),
                at: When(parked.at),
            }),
            withdrawn: finding.withdrawn.as_ref().map(|withdrawn| WithdrawnNotes {
                reason: withdrawn.reason.clone(),
                by: self.person(withdrawn.by),
                at: When(withdrawn.at),
            }),
            earlier: earlier.iter().map(|put| self.wording(put)).collect(),
        })
    }

    /// People of either side in the last sitting whose answer to the present wording is still wanted.
    fn waiting_for(&self, finding: &Finding) -> Vec<Person> {
        let answered = |no: ParticipantNo| {
            finding
                .position(no)
                .is_some_and(|position| position.answer != Answer::NotYet)
        };
        let present = self.case.sitting().map_or(&[][..], |last| &last.present);
        present
            .iter()
            .map(|no| self.person(*no))
            .filter(|person| matches!(person.side, Some(Side::Inspection | Side::Authority)))
            .filter(|person| !answered(person.no))
            .collect()
    }

    fn wording(&self, put: &WordingPut) -> WordingNotes {
        let answer = |(by, position): (&ParticipantNo, &crate::casework::finding::Position)| {
            let (answer, because, own_wording) = match &position.answer {
                Answer::Agree => (Said::Agreed, "", ""),
                Answer::Disagree {
                    because,
                    own_wording,
                } => (Said::NotAgreed, because.as_str(), own_wording.as_str()),
                Answer::NotYet => (Said::NotYet, "", ""),
            };
            AnswerNotes {
                by: self.person(*by),
                at: When(position.at),
                answer,
                because: because.to_owned(),
                own_wording: own_wording.to_owned(),
            }
        };
        let wording = &put.wording;
        WordingNotes {
            area: Term {
                id: wording.area.clone(),
                title: self.framework.area(&wording.area).to_owned(),
            },
            polarity: Term {
                id: wording.polarity.clone(),
                title: self.framework.polarity(&wording.polarity).to_owned(),
            },
            words: wording.words.clone(),
            relation: wording.relation,
            by: self.person(put.by),
            at: When(put.at),
            entry: put.seq,
            answers: put.positions.iter().map(answer).collect(),
        }
    }

    fn quotes(&self, anchors: &[Anchor]) -> Vec<Quote> {
        anchors
            .iter()
            .filter_map(Anchor::passage)
            .map(|passage| self.quote(passage))
            .collect()
    }

    fn quote(&self, passage: &Passage) -> Quote {
        let latest = self
            .case
            .documents
            .get(&passage.document)
            .and_then(Document::latest);
        Quote {
            words: passage.quote.clone(),
            words_sha256: Sha256(sha2::Sha256::digest(passage.quote.as_bytes()).into()),
            document: self.document(passage.document),
            page: passage.page,
            paragraph: passage.paragraph,
            start: passage.start,
            end: passage.end,
            version_sha256: passage.version,
            text_sha256: passage.text,
            earlier_version: latest.is_some_and(|latest| latest.sha256 != passage.version),
        }
    }

    fn absences(&self, anchors: &[Anchor]) -> Vec<AbsenceNotes> {
        anchors
            .iter()
            .filter_map(|anchor| match anchor {
                Anchor::Absence(absence) => Some(AbsenceNotes {
                    looked_for: absence.looked_for.clone(),
                    looked_in: absence.looked_in.clone(),
                    document: absence.document.map(|no| self.document(no)),
                }),
                Anchor::Passage(_) | Anchor::Region(_) => None,
            })
            .collect()
    }

    fn document(&self, no: DocumentNo) -> DocumentRef {
        match self.case.documents.get(&no) {
            Some(known) => DocumentRef {
                no,
                title: known.title.clone(),
                kind: known.kind.clone(),
                dates: known.dates,
                repeats: known
                    .repeats_shown(&self.case.documents)
                    .unwrap_or_default(),
            },
            None => DocumentRef {
                no,
                title: format!("document {no}"),
                kind: String::new(),
                dates: crate::casework::DocumentDates::default(),
                repeats: String::new(),
            },
        }
    }

    pub(super) fn heard(&self, remark: &Remark) -> Heard {
        Heard {
            no: remark.no,
            by: self.person(remark.by),
            at: When(remark.at),
            kind: remark.kind,
            words: remark.words.clone(),
        }
    }

    fn service_of(&self, about: Option<About>) -> Option<ServiceRef> {
        match about {
            Some(About::Service(no)) => {
                let service = self
                    .case
                    .services
                    .get(&no)
                    .map_or_else(String::new, |known| known.details.service.clone());
                Some(ServiceRef { no, service })
            }
            _ => None,
        }
    }

    fn actions(&self) -> Vec<ActionNotes> {
        let written = |action: &crate::casework::Action| ActionNotes {
            no: action.no,
            finding: action.finding,
            what: action.details.what.clone(),
            why: action.details.why.clone(),
            owner: action.details.owner.clone(),
            due: action.details.due.clone(),
            measure: action.details.measure.clone(),
            band: (!action.details.band.is_empty()).then(|| Term {
                id: action.details.band.clone(),
                title: self.framework.band(&action.details.band).to_owned(),
            }),
            by: self.person(action.by),
            at: When(action.at),
            dropped: action.dropped.clone(),
        };
        self.case.actions.values().map(written).collect()
    }

    fn refer_backs(&self) -> Vec<ReferBackNotes> {
        let dated = |(at, words): &(Moment, String)| Dated {
            at: When(*at),
            words: words.clone(),
        };
        let written = |refer_back: &crate::casework::ReferBack| ReferBackNotes {
            no: refer_back.no,
            concern: refer_back.concern.clone(),
            told_to: refer_back.told_to.clone(),
            told_when: refer_back.told_when.clone(),
            by: refer_back.by.map(|no| self.person(no)),
            at: When(refer_back.at),
            replies: refer_back.replies.iter().map(dated).collect(),
            closed: refer_back.closed.as_ref().map(dated),
        };
        self.case.refer_backs.values().map(written).collect()
    }
}

/// A participant; one nobody has named is shown by number.
fn person_of(inspection: &Inspection, no: ParticipantNo) -> Person {
    match inspection.people.get(&no) {
        Some(known) => Person {
            no,
            initials: known.initials.clone(),
            designation: known.designation.clone(),
            side: Some(known.side),
        },
        None => Person {
            no,
            initials: "?".to_owned(),
            designation: format!("person {no}"),
            side: None,
        },
    }
}

fn finding_of(about: Option<About>) -> Option<crate::casework::FindingNo> {
    match about {
        Some(About::Finding(no)) => Some(no),
        _ => None,
    }
}

fn count(items: usize) -> u64 {
    u64::try_from(items).unwrap_or(u64::MAX)
}
