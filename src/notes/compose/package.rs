//! The package of support in the notes: its services with what the plans said of each, and what follows from it as it was told.

use super::{
    super::model::{
        GapNotes, Notes, PackageTold, PerspectiveNotes, ServiceNotes, StepNotes, When,
        WithdrawnNotes,
    },
    Source, person_of,
};
use crate::casework::{About, Gap, Inspection, Perspective, Service, package::histories};

impl Notes {
    /// Puts into the notes what the package does not show and who is heard, as they were told. Names are not replaced yet.
    pub fn tell_package(
        &mut self,
        inspection: &Inspection,
        gaps: &[Gap],
        perspectives: &[Perspective],
    ) {
        self.package_told = Some(PackageTold {
            gaps: gaps
                .iter()
                .map(|gap| GapNotes {
                    gap: gap.key.gap,
                    about_service: gap.key.service,
                    question: gap.question.clone(),
                    days: gap.days,
                    dismissed: gap.dismissed.as_ref().map(|aside| WithdrawnNotes {
                        reason: aside.reason.clone(),
                        by: person_of(inspection, aside.by),
                        at: When(aside.at),
                    }),
                })
                .collect(),
            perspectives: perspectives
                .iter()
                .map(|one| PerspectiveNotes {
                    who: one.who.clone(),
                    in_sitting: one.sitting,
                    in_file: one.file,
                    in_findings: one.findings,
                })
                .collect(),
        });
    }
}

impl Source<'_> {
    pub(super) fn package(&self) -> Vec<ServiceNotes> {
        let mut services: Vec<_> = self.case.services.values().collect();
        services.sort_by_key(|service| (!service.details.early_help, service.no));
        let mut histories = histories(self.case);
        services
            .into_iter()
            .map(|service| {
                let steps = histories.remove(&service.no).unwrap_or_default();
                let history = steps
                    .iter()
                    .map(|step| StepNotes {
                        day: step.day,
                        stands_in: step.document,
                        words: step.shown(self.case, service),
                    })
                    .collect();
                self.service(service, history)
            })
            .collect()
    }

    fn service(&self, service: &Service, history: Vec<StepNotes>) -> ServiceNotes {
        let about = Some(About::Service(service.no));
        let details = service.details.clone();
        ServiceNotes {
            no: service.no,
            also: service.also.clone(),
            early_help: details.early_help,
            state: details.state,
            need: details.need,
            aim: details.aim,
            service: details.service,
            provider: details.provider,
            owner: details.owner,
            start: details.start,
            end: details.end,
            planned: details.planned,
            delivered: details.delivered,
            childs_view: details.childs_view,
            familys_view: details.familys_view,
            difference: details.difference,
            review: details.review,
            by: service.by.map(|no| self.person(no)),
            history,
            on_file: self.quotes(&service.anchors),
            regions: self.regions(&service.anchors),
            absences: self.absences(&service.anchors),
            heard: self
                .case
                .remarks
                .values()
                .filter(|remark| remark.about == about)
                .map(|remark| self.heard(remark))
                .collect(),
            findings: self
                .case
                .findings
                .values()
                .filter(|finding| finding.about == about && finding.withdrawn.is_none())
                .map(|finding| finding.no)
                .collect(),
        }
    }
}
