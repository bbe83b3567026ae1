//! The discussion: everything said in the case, sitting by sitting, replies under what they answer, findings where they were put.

use super::{Item, Line, Page, Role, anchor_line, findings};
use crate::casework::{
    About, Case, Framework, Inspection, Remark, RemarkKind, SittingNo, ids::Seq, time,
};

/// Everything said, in order.
#[must_use]
pub fn page(inspection: &Inspection, case: &Case, framework: &Framework) -> Page {
    let mut page = Page::new("Nothing has been said yet.");
    let several = case.sittings.len() > 1;
    for sitting in &case.sittings {
        let said = said_in(case, sitting.no);
        if several {
            page.heading(format!(
                "Sitting {} · {}",
                sitting.no,
                time::day(sitting.opened.date())
            ));
        }
        for (_, thing) in said {
            match thing {
                Said::Remark(remark) => push_thread(&mut page, inspection, case, remark, 0),
                Said::Finding(finding) => {
                    if let Some(finding) = case.findings.get(&finding) {
                        page.push(
                            Item::Finding(finding.no),
                            findings::card(
                                inspection,
                                case,
                                framework,
                                finding,
                                findings::Detail::Short,
                            ),
                        );
                    }
                }
            }
        }
    }
    page
}

enum Said<'a> {
    Remark(&'a Remark),
    Finding(crate::casework::FindingNo),
}

fn said_in(case: &Case, sitting: SittingNo) -> Vec<(Seq, Said<'_>)> {
    let remarks = case
        .remarks
        .values()
        .filter(|remark| remark.sitting == sitting && remark.reply_to.is_none())
        .map(|remark| (remark.seq, Said::Remark(remark)));
    let findings = case
        .findings
        .values()
        .filter(|finding| finding.sitting == sitting)
        .filter_map(|finding| Some((finding.wordings.first()?.seq, Said::Finding(finding.no))));
    let mut said: Vec<_> = remarks.chain(findings).collect();
    said.sort_by_key(|(seq, _)| *seq);
    said
}

fn push_thread(page: &mut Page, inspection: &Inspection, case: &Case, remark: &Remark, depth: u16) {
    page.push(
        Item::Remark(remark.no),
        remark_lines(inspection, case, remark, depth),
    );
    // A reply names an earlier remark, so threads have no loops; the depth shown is bounded so that words keep their room.
    for reply in case.replies(remark.no).filter(|reply| reply.no > remark.no) {
        push_thread(page, inspection, case, reply, (depth + 2).min(8));
    }
}

/// One remark: who and when, what it points at, the words and their kind.
#[must_use]
pub fn remark_lines(
    inspection: &Inspection,
    case: &Case,
    remark: &Remark,
    depth: u16,
) -> Vec<Line> {
    let reply = if remark.reply_to.is_some() {
        "↳ "
    } else {
        ""
    };
    let mut lines = vec![
        Line::new(depth, Role::Quiet, reply)
            .and(Role::Person, inspection.person(remark.by))
            .and(Role::Quiet, format!(" · {}", remark.kind.word()))
            .right(remark.at.clock()),
    ];
    lines.extend(
        remark
            .anchors
            .iter()
            .map(|anchor| anchor_line(case, anchor, depth + 2)),
    );
    lines.push(Line::new(depth + 2, Role::Words, remark.words.clone()));
    if let Some(about) = about_words(case, remark.about) {
        lines.push(Line::new(depth + 2, Role::Quiet, about));
    }
    if remark.kind == RemarkKind::Question && case.replies(remark.no).next().is_none() {
        lines.push(Line::new(depth + 2, Role::Waiting, "○ not answered yet"));
    }
    lines
}

fn about_words(case: &Case, about: Option<About>) -> Option<String> {
    match about? {
        About::Service(no) => {
            let service = case
                .services
                .get(&no)
                .map_or("", |service| service.details.service.as_str());
            Some(format!("about service {no}: {service}"))
        }
        About::Finding(no) => Some(format!("about finding {no}")),
    }
}
