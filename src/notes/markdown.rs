//! The notes for people: plain Markdown in the manner of inspection reports, numbered findings and short bullets, good to print.
//!
//! Lists only: a table breaks on long words. Everything people typed or documents hold goes through `escape`.

mod journey;
mod package;
mod sections;
mod signing;

use std::fmt::Write as _;

use sections::{action, coverage, record, refer_back, remark, service};
use signing::signing;

use super::{
    escape::{inline, lines},
    model::{
        AbsenceNotes, AnswerNotes, DocumentRef, FindingNotes, Header, Heard, Notes, Person, Quote,
        RegionNotes, Said, State, WordingNotes,
    },
};
use crate::casework::{
    Relation,
    time::{day, duration},
};

/// The notes as Markdown, with a line break at the end.
#[must_use]
pub fn to_markdown(notes: &Notes) -> String {
    let mut page = Page::default();
    header(&mut page, &notes.header);
    for (title, findings) in [
        ("Agreed findings", &notes.agreed),
        ("Not agreed", &notes.not_agreed),
        ("To be answered, or one side absent", &notes.to_answer),
        ("Parked", &notes.parked),
        ("Withdrawn", &notes.withdrawn),
    ] {
        page.section(title, findings, finding);
    }
    page.section("Package of support", &notes.package, service);
    if let Some(told) = &notes.package_told {
        package::told(&mut page, told);
    }
    if let Some(told) = &notes.journey {
        journey::journey(&mut page, told);
    }
    page.section("Actions", &notes.actions, action);
    page.section(
        "Refer-backs: immediate concerns handed back to the authority",
        &notes.refer_backs,
        refer_back,
    );
    page.section("Discussion", &notes.discussion, remark);
    coverage(&mut page, &notes.coverage);
    record(&mut page, &notes.record);
    page.finish()
}

/// The page as it grows.
#[derive(Default)]
struct Page {
    text: String,
}

impl Page {
    fn gap(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with("\n\n") {
            self.text.push('\n');
        }
    }

    fn line(&mut self, line: &str) {
        self.text.push_str(line.trim_end());
        self.text.push('\n');
    }

    fn heading(&mut self, level: usize, title: &str) {
        self.gap();
        self.line(&format!("{} {title}", "#".repeat(level)));
        self.line("");
    }

    fn section<T>(&mut self, title: &str, items: &[T], write: fn(&mut Self, &T)) {
        self.heading(2, title);
        if items.is_empty() {
            self.line("None.");
        }
        for item in items {
            write(self, item);
        }
    }

    /// A bullet whose words are ours, or escaped already.
    fn bullet(&mut self, depth: usize, words: &str) {
        self.line(&format!("{}- {words}", "  ".repeat(depth)));
    }

    /// A bullet with words of somebody's, their line breaks kept. Nothing where there are no words.
    fn said(&mut self, depth: usize, label: &str, words: &str) {
        let indent = "  ".repeat(depth + 1);
        let mut text = String::new();
        let mut before_empty = false;
        for line in lines(words) {
            if line.is_empty() {
                text.push_str("\n\n");
            } else if text.is_empty() {
                text.push_str(&line);
            } else {
                // Two spaces: the line ends here when it is shown, too.
                let _ = write!(
                    text,
                    "{}{indent}{line}",
                    if before_empty { "" } else { "  \n" }
                );
            }
            before_empty = line.is_empty();
        }
        if !text.is_empty() {
            self.line(&format!("{}- {label}: {text}", "  ".repeat(depth)));
        }
    }

    /// Words set apart, as findings are.
    fn set_apart(&mut self, words: &str) {
        let lines = lines(words);
        let last = lines.len().saturating_sub(1);
        for (nth, line) in lines.iter().enumerate() {
            let broken = nth < last && !line.is_empty();
            self.text.push_str(format!("> {line}").trim_end());
            self.text.push_str(if broken { "  \n" } else { "\n" });
        }
        self.line("");
    }

    fn finish(self) -> String {
        let mut text = self.text.trim_end().to_owned();
        text.push('\n');
        text
    }
}

fn header(page: &mut Page, header: &Header) {
    let child = &header.child;
    page.heading(
        1,
        &format!("Agreed notes on case {}", inline(&child.reference)),
    );
    for notice in &header.notices {
        page.line(&format!("**{}**", inline(notice)));
        page.line("");
    }
    page.said(0, "Authority", &header.authority);
    let framework = &header.framework;
    page.bullet(
        0,
        &format!(
            "Framework: {} ({}, version {})",
            inline(&framework.title),
            inline(&framework.id),
            framework.version
        ),
    );
    if let Some(announced) = header.announced {
        page.bullet(0, &format!("Announced: {}", day(announced)));
    }
    match (header.first_day, header.last_day) {
        (Some(first), Some(last)) => {
            page.bullet(0, &format!("Inspection: {} to {}", day(first), day(last)));
        }
        (Some(only), None) => page.bullet(0, &format!("Inspection: from {}", day(only))),
        (None, Some(only)) => page.bullet(0, &format!("Inspection: until {}", day(only))),
        (None, None) => {}
    }
    let age = match child.age {
        Some(age) if age < 0 => "unborn".to_owned(),
        Some(age) => format!("age {age}"),
        None => "age not known".to_owned(),
    };
    let sample = if child.in_sample {
        "in the sample"
    } else {
        "not in the sample"
    };
    let known = [
        age,
        inline(&child.status),
        inline(&child.category),
        sample.to_owned(),
    ];
    let known: Vec<String> = known.into_iter().filter(|word| !word.is_empty()).collect();
    page.bullet(0, &format!("Child: {}", known.join("; ")));
    page.said(0, "In the case file", &child.seen);
    page.bullet(
        0,
        if header.with_names {
            "Names: NAMES STAND IN THIS FILE as they were said and written"
        } else {
            "Names: those listed for the case are left out; what they stand for is in their place, as in \\[child\\]"
        },
    );
    page.bullet(0, &format!("Written: {}", header.written));
    sittings(page, header);
}

fn sittings(page: &mut Page, header: &Header) {
    page.heading(2, "Sittings");
    if header.sittings.is_empty() {
        page.line("None.");
    }
    for sitting in &header.sittings {
        let end = match (sitting.closed, sitting.paused) {
            (Some(closed), _) => format!("closed {closed}"),
            (None, Some(paused)) => format!("paused since {paused}"),
            (None, None) => "still open".to_owned(),
        };
        let pauses = match sitting.paused_minutes {
            0 => String::new(),
            minutes => format!(" ({} of pauses taken off)", duration(minutes)),
        };
        page.bullet(
            0,
            &format!(
                "Sitting {}: opened {}, {end}; {}{pauses}",
                sitting.no,
                sitting.opened,
                duration(sitting.minutes)
            ),
        );
        for person in &sitting.present {
            page.bullet(1, &with_side(person));
        }
        signing(page, sitting);
    }
}

fn finding(page: &mut Page, finding: &FindingNotes) {
    let wording = &finding.wording;
    page.heading(
        3,
        &format!(
            "Finding {}: {}",
            finding.no,
            inline(&wording.polarity.title)
        ),
    );
    page.set_apart(&wording.words);
    if !matches!(
        finding.state,
        State::Agreed | State::NotAgreed | State::Parked | State::Withdrawn
    ) {
        page.bullet(0, &format!("**{}**", capital(finding.state.word())));
    }
    if finding.over_earlier_text {
        page.bullet(
            0,
            "**Over earlier text**: words it quotes changed when the document was presented again",
        );
    }
    page.bullet(0, &format!("Area: {}", inline(&wording.area.title)));
    if let Some(service) = &finding.service {
        page.said(
            0,
            &format!("About service {}", service.no),
            &service.service,
        );
    }
    if let Some(other) = finding.about_finding {
        page.bullet(0, &format!("About finding {other}"));
    }
    if let Some(parked) = &finding.parked {
        page.said(0, "Question", &parked.question);
        page.said(0, "Who finds out", &parked.owner);
        page.bullet(0, &format!("Parked: {}, {}", shown(&parked.by), parked.at));
    }
    if let Some(withdrawn) = &finding.withdrawn {
        page.said(0, "Withdrawn because", &withdrawn.reason);
        page.bullet(
            0,
            &format!("Withdrawn: {}, {}", shown(&withdrawn.by), withdrawn.at),
        );
    }
    let agreed = finding.state == State::Agreed;
    quotes(page, 0, &finding.on_file, agreed);
    regions(page, 0, &finding.regions, agreed);
    absences(page, 0, &finding.absences);
    heard(page, 0, &finding.heard);
    if let Some(relation) = relation(wording.relation) {
        page.bullet(0, relation);
    }
    page.bullet(0, &format!("Put: {}, {}", shown(&wording.by), wording.at));
    answers(page, 0, &wording.answers);
    for person in &finding.waiting_for {
        page.bullet(0, &format!("To answer: {}", with_side(person)));
    }
    for earlier in &finding.earlier {
        earlier_wording(page, earlier, wording);
    }
}

fn earlier_wording(page: &mut Page, earlier: &WordingNotes, now: &WordingNotes) {
    page.said(
        0,
        &format!("Earlier wording ({}, {})", shown(&earlier.by), earlier.at),
        &earlier.words,
    );
    if earlier.area != now.area {
        page.bullet(1, &format!("Area: {}", inline(&earlier.area.title)));
    }
    if earlier.polarity != now.polarity {
        page.bullet(1, &format!("Kind: {}", inline(&earlier.polarity.title)));
    }
    if earlier.relation != now.relation {
        page.bullet(
            1,
            relation(earlier.relation)
                .unwrap_or("How what was heard stands to the file was not said."),
        );
    }
    answers(page, 1, &earlier.answers);
}

fn answers(page: &mut Page, depth: usize, answers: &[AnswerNotes]) {
    for answer in answers {
        let word = match answer.answer {
            Said::Agreed => "Agreed",
            Said::NotAgreed => "Not agreed",
            Said::NotYet => "Not yet answered",
        };
        let who = with_side(&answer.by);
        page.bullet(depth, &format!("{word}: {who}, {}", answer.at));
        page.said(depth + 1, "Because", &answer.because);
        page.said(depth + 1, "Own wording", &answer.own_wording);
    }
}

fn quotes(page: &mut Page, depth: usize, quotes: &[Quote], agreed: bool) {
    for quote in quotes {
        let place = match quote.page {
            0 => format!("paragraph {}", quote.paragraph),
            number => format!("page {number}, paragraph {}", quote.paragraph),
        };
        page.bullet(
            depth,
            &format!(
                "On file: “{}” {}, {place}",
                // Between two cells of a table row stands a tab: the bar keeps them apart for a reader.
                inline(&quote.words.replace('\t', " | ")),
                document(&quote.document)
            ),
        );
        match (quote.earlier_version, agreed) {
            (true, true) => page.bullet(
                depth + 1,
                "**Agreed over earlier text:** the document was altered since",
            ),
            (true, false) => page.bullet(
                depth + 1,
                "**Earlier text:** the document was altered since",
            ),
            (false, _) => {}
        }
        page.bullet(
            depth + 1,
            &format!("SHA-256 of the exact words: {}", quote.words_sha256),
        );
    }
}

/// Pages as they look: the notes name the place, the picture stays in the case file.
fn regions(page: &mut Page, depth: usize, regions: &[RegionNotes], agreed: bool) {
    for region in regions {
        page.bullet(
            depth,
            &format!(
                "On file, as it looks: {}, {}",
                document(&region.document),
                inline(&region.place)
            ),
        );
        if region.earlier_version {
            page.bullet(
                depth + 1,
                if agreed {
                    "**Agreed over an earlier version:** the document was altered since"
                } else {
                    "**Earlier version:** the document was altered since"
                },
            );
        }
    }
}

fn absences(page: &mut Page, depth: usize, absences: &[AbsenceNotes]) {
    for absence in absences {
        let place = absence
            .document
            .as_ref()
            .map_or_else(String::new, |named| format!(" ({})", document(named)));
        page.bullet(
            depth,
            &format!(
                "Looked for and not found: {}. Looked in: {}{place}",
                inline(&absence.looked_for),
                inline(&absence.looked_in)
            ),
        );
    }
}

fn heard(page: &mut Page, depth: usize, heard: &[Heard]) {
    for heard in heard {
        page.said(
            depth,
            &format!(
                "Heard ({}, {}, {}, remark {})",
                shown(&heard.by),
                heard.at,
                heard.kind.word(),
                heard.no
            ),
            &heard.words,
        );
    }
}

fn relation(relation: Relation) -> Option<&'static str> {
    match relation {
        Relation::NotSaid => None,
        Relation::Strengthens => Some("What was heard strengthens the file."),
        Relation::ChangesWeight => Some("What was heard changes the weight of the file."),
        Relation::Contradicts => Some("What was heard contradicts the file."),
        Relation::NotOnFile => Some("What was heard is not on file."),
    }
}

fn shown(person: &Person) -> String {
    inline(&format!("{} {}", person.initials, person.designation))
}

fn with_side(person: &Person) -> String {
    match person.side {
        Some(side) => format!("{} ({})", shown(person), side.word()),
        None => shown(person),
    }
}

/// Title, kind where the title does not say it, and dates.
fn document(document: &DocumentRef) -> String {
    let mut text = inline(&document.title);
    let kind = inline(&document.kind);
    // What does not say its own kind is called so by nobody.
    if !kind.is_empty()
        && !["Document", "document", "other"].contains(&kind.as_str())
        && !text.to_lowercase().contains(&kind.to_lowercase())
    {
        let _ = write!(text, " ({kind})");
    }
    match document.dates.shown() {
        dates if dates.is_empty() => {}
        dates => {
            let _ = write!(text, ", {dates}");
        }
    }
    if !document.repeats.is_empty() {
        let _ = write!(text, " ({})", inline(&document.repeats));
    }
    text
}

fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}
