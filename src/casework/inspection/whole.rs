//! What the entries of the inspection itself do, and what of a case's entries the inspection remembers.

use super::Inspection;
use crate::casework::{
    event::{Entry, Event},
    sealing::{Arrival, Erased, OwnWords, Seal},
};

impl Inspection {
    pub(super) fn apply_whole(&mut self, entry: &Entry) {
        let at = entry.at;
        match &entry.event {
            Event::InspectionSetUp {
                id,
                authority,
                framework,
                framework_version,
                announced,
                first_day,
                last_day,
                training,
            } => {
                self.id.clone_from(id);
                self.authority.clone_from(authority);
                self.framework.clone_from(framework);
                self.framework_version = *framework_version;
                self.announced = *announced;
                self.first_day = *first_day;
                self.last_day = *last_day;
                self.training = *training;
            }
            Event::PersonNamed { person } => {
                self.people.insert(person.no, person.clone());
            }
            Event::ClockMoved { by_seconds } => self.clock_moved.push((at, *by_seconds)),
            Event::DeviceStarted { restored } => self.devices.push((at, *restored)),
            Event::PassphraseAct { act, slot } => {
                self.passphrases.push((at, *act, slot.clone()));
            }
            Event::WordsChosen {
                who,
                public_key,
                wrapped,
                replaces,
            } => self.own_words.entry(*who).or_default().push(OwnWords {
                public_key: *public_key,
                wrapped: wrapped.clone(),
                replaces: *replaces,
                at,
            }),
            Event::ArrivalSealed {
                number,
                root,
                files,
                changed_lately,
                list,
            } => {
                let arrival = Arrival {
                    no: *number,
                    root: *root,
                    files: *files,
                    changed_lately: *changed_lately,
                    list: *list,
                    at,
                };
                self.arrivals.insert(*number, arrival);
            }
            Event::SealMade { .. } => self.note_seal(entry),
            Event::CaseErased { .. } => self.erase(entry),
            _ => {}
        }
    }

    /// Remembers a seal, of a sitting or of an arrival.
    pub(super) fn note_seal(&mut self, entry: &Entry) {
        if let Event::SealMade {
            number,
            sitting,
            statement,
            salt,
            code,
        } = &entry.event
        {
            let seal = Seal {
                no: *number,
                sitting: entry.case.zip(*sitting),
                statement: statement.clone(),
                salt: *salt,
                code: *code,
                at: entry.at,
                seq: entry.seq,
            };
            self.seals.insert(*number, seal);
        }
    }

    /// Forgets a case as its key is forgotten: live, the same is left as after a replay without its entries.
    fn erase(&mut self, entry: &Entry) {
        if let Event::CaseErased {
            case,
            reference,
            reason,
            seals,
        } = &entry.event
        {
            self.cases.remove(case);
            self.seals
                .retain(|_, seal| seal.sitting.is_none_or(|(sealed, _)| sealed != *case));
            let erased = Erased {
                reference: reference.clone(),
                reason: reason.clone(),
                by: entry.by,
                at: entry.at,
                seals: seals.clone(),
            };
            self.erased.insert(*case, erased);
        }
    }
}
