//! What follows the findings: package, actions, refer-backs, discussion, coverage, the record.

use std::fmt::Write as _;

use super::{Page, absences, capital, document, heard, quotes, regions, shown};
use crate::notes::{
    escape::inline,
    model::{
        ActionNotes, Coverage, DocumentRef, Record, ReferBackNotes, RemarkNotes, ServiceNotes,
    },
};

/// Replies are set in no deeper than this; beyond it their number says what they answer.
const DEEPEST: usize = 6;

pub(super) fn service(page: &mut Page, service: &ServiceNotes) {
    page.heading(
        3,
        &format!("Service {}: {}", service.no, inline(&service.service)),
    );
    page.bullet(0, &format!("**{}**", capital(service.state.word())));
    if service.early_help {
        page.bullet(0, "Early help");
    }
    for (label, words) in [
        ("Need", &service.need),
        ("Aim", &service.aim),
        ("Provider", &service.provider),
        ("Owner", &service.owner),
        ("Start", &service.start),
        ("End", &service.end),
        ("Planned", &service.planned),
        ("Delivered", &service.delivered),
        ("Child's view", &service.childs_view),
        ("Family's view", &service.familys_view),
        ("Difference made", &service.difference),
        ("Review", &service.review),
    ] {
        page.said(0, label, words);
    }
    for other in &service.also {
        page.bullet(0, &format!("Listed as service {other}, too"));
    }
    // That somebody wrote it in the room is no history.
    let told =
        service.history.len() > 1 || service.history.iter().any(|step| step.stands_in.is_some());
    for step in service.history.iter().filter(|_| told) {
        page.bullet(
            0,
            &format!("History: {}", inline(&step.words.replace(" -> ", " → "))),
        );
    }
    quotes(page, 0, &service.on_file, false);
    regions(page, 0, &service.regions, false);
    absences(page, 0, &service.absences);
    heard(page, 0, &service.heard);
    for finding in &service.findings {
        page.bullet(0, &format!("See finding {finding}"));
    }
}

pub(super) fn action(page: &mut Page, action: &ActionNotes) {
    page.said(
        0,
        &format!("Action {}, from finding {}", action.no, action.finding),
        &action.what,
    );
    for (label, words) in [
        ("Why", action.why.as_str()),
        ("Owner", &action.owner),
        ("Due", &action.due),
        ("How we shall know", &action.measure),
        ("Band", action.band.as_ref().map_or("", |band| &band.title)),
    ] {
        page.said(1, label, words);
    }
    page.bullet(1, &format!("Put: {}, {}", shown(&action.by), action.at));
    if let Some(reason) = &action.dropped {
        page.said(1, "**Dropped**", reason);
    }
}

pub(super) fn refer_back(page: &mut Page, refer_back: &ReferBackNotes) {
    page.said(
        0,
        &format!("Refer-back {}", refer_back.no),
        &refer_back.concern,
    );
    page.said(1, "Told", &refer_back.told_to);
    page.said(1, "When", &refer_back.told_when);
    let by = refer_back.by.as_ref().map_or_else(
        || "outside a sitting".to_owned(),
        |person| format!("by {}", shown(person)),
    );
    page.bullet(1, &format!("Raised: {by}, {}", refer_back.at));
    for reply in &refer_back.replies {
        page.said(1, &format!("Reply ({})", reply.at), &reply.words);
    }
    match &refer_back.closed {
        Some(closed) => page.said(1, &format!("Closed ({})", closed.at), &closed.words),
        None => page.bullet(1, "**Still open**"),
    }
}

pub(super) fn remark(page: &mut Page, remark: &RemarkNotes) {
    let depth = usize::try_from(remark.depth)
        .unwrap_or(DEEPEST)
        .min(DEEPEST);
    let mut said = format!(
        "{}, {}, {}",
        shown(&remark.by),
        remark.at,
        remark.kind.word()
    );
    if let Some(to) = remark.reply_to {
        let _ = write!(said, ", in reply to {to}");
    }
    if let Some(service) = &remark.service {
        let _ = write!(said, ", about service {}", service.no);
    }
    if let Some(finding) = remark.about_finding {
        let _ = write!(said, ", about finding {finding}");
    }
    let label = format!("Remark {} ({said})", remark.no);
    if remark.words.is_empty() {
        // An absence says its own.
        page.bullet(depth, &label);
    } else {
        page.said(depth, &label, &remark.words);
    }
    quotes(page, depth + 1, &remark.on_file, false);
    regions(page, depth + 1, &remark.regions, false);
    absences(page, depth + 1, &remark.absences);
}

pub(super) fn coverage(page: &mut Page, coverage: &Coverage) {
    page.heading(2, "Coverage");
    let list = |page: &mut Page, title: &str, items: Vec<String>| {
        if items.is_empty() {
            page.bullet(0, &format!("{title}: none"));
        } else {
            page.bullet(0, &format!("{title}: {}", items.len()));
        }
        for item in items {
            page.bullet(1, &item);
        }
    };
    let opened = coverage.opened.iter().map(|opened| {
        format!(
            "{}: first opened {}, sitting {}",
            document(&opened.document),
            opened.first,
            opened.sitting
        )
    });
    list(page, "Documents opened", opened.collect());
    let named = |documents: &[DocumentRef]| documents.iter().map(document).collect();
    list(
        page,
        "Documents never opened",
        named(&coverage.never_opened),
    );
    let unread = coverage
        .not_readable
        .iter()
        .map(|unread| format!("{}: {}", document(&unread.document), inline(&unread.why)));
    list(page, "Documents that could not be read", unread.collect());
    let altered = coverage.altered.iter().map(|altered| {
        format!(
            "{}: {} versions taken in",
            document(&altered.document),
            altered.versions.len()
        )
    });
    list(page, "Documents altered between intakes", altered.collect());
    list(
        page,
        "Documents missing when the file was offered again",
        named(&coverage.missing),
    );
    let services = coverage
        .services_not_discussed
        .iter()
        .map(|service| format!("Service {}: {}", service.no, inline(&service.service)));
    list(page, "Services not discussed", services.collect());
    let questions = coverage.questions_not_answered.iter().map(|question| {
        format!(
            "Remark {}, {}: {}",
            question.no,
            shown(&question.by),
            inline(&question.words)
        )
    });
    list(page, "Questions not answered", questions.collect());
}

pub(super) fn record(page: &mut Page, record: &Record) {
    page.heading(2, "The record");
    page.bullet(0, &format!("Entries of the inspection: {}", record.entries));
    let last = record
        .last_entry
        .map_or_else(String::new, |last| format!(", the last one number {last}"));
    page.bullet(
        0,
        &format!("Entries of this case: {}{last}", record.case_entries),
    );
    if record.taken_back > 0 {
        page.bullet(
            0,
            &format!(
                "Taken back, still in the record and not in these notes: {}",
                record.taken_back
            ),
        );
    }
}
