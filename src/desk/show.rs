//! What the screens show, as plain lines: the linear form for scripts and screen readers. The pages are `pages`'s; only the case file and
//! the walk are put into lines here.

use std::fmt::Write as _;

use unicode_width::UnicodeWidthStr;

use super::{
    TRAINING_WARNING, clock, frameworks,
    pages::{
        cases, clocks, discussion, document as pages_document, findings, journey, package, seals,
    },
    record::Record,
};
use crate::{
    casework::{
        Case, CaseNo, Document, Inspection,
        document::{Version, reading_order},
        perspectives::signs,
        voice,
        walk::{self, Step},
    },
    desk::record::Keep,
    ledger::LedgerError,
    reading::{Block, BlockKind, Text, kinds},
};

/// What of a case can be shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum View {
    /// Every document and its words.
    File,
    /// Everything said.
    Discussion,
    /// The package of support.
    Package,
    /// The findings.
    Findings,
    /// The child's journey.
    Journey,
    /// The clocks with their sums.
    Clocks,
    /// What still wants both people.
    Walk,
    /// The sheet of the last sitting, to print.
    Sheet,
}

/// Why something cannot be shown.
#[derive(Debug, thiserror::Error)]
pub enum ShowError {
    /// No such case.
    #[error(transparent)]
    Refused(#[from] crate::casework::Refusal),
    /// The framework of the inspection is not one carried inside.
    #[error(transparent)]
    Framework(#[from] frameworks::UnknownFramework),
    /// A text cannot be fetched.
    #[error(transparent)]
    Record(#[from] LedgerError),
}

/// The first lines of everything that is shown: authority, day, case, and that nothing is encrypted.
fn head(inspection: &Inspection, case: Option<&Case>) -> String {
    let days = cases::day_words(inspection, clock::now());
    let mut head = inspection.authority.clone();
    if !days.is_empty() {
        let _ = write!(head, " · {days}");
    }
    if let Some(case) = case {
        let _ = write!(head, " · {}", case.reference);
    }
    if inspection.training {
        let _ = write!(head, "\n{TRAINING_WARNING}.");
    }
    format!("{head}\n\n")
}

/// The cases of an inspection: a table, then what is open and who is there.
#[must_use]
pub fn cases(inspection: &Inspection) -> String {
    let page = cases::page(inspection, clock::now());
    let mut words = head(inspection, None);
    let of = |(part, whole): (usize, usize)| format!("{part} of {whole}");
    let titles = [
        "Case",
        "Age",
        "Status",
        "Sample",
        "Read",
        "Findings agreed",
        "State",
    ];
    let mut table = vec![titles.map(str::to_owned)];
    table.extend(page.rows.iter().map(|row| {
        let sample = if row.in_sample { "yes" } else { "" };
        [
            row.reference.clone(),
            row.age.clone(),
            row.status.clone(),
            sample.to_owned(),
            of(row.read),
            of(row.findings),
            row.state.clone(),
        ]
    }));
    words.push_str(&aligned(&table));
    if page.rows.is_empty() {
        words.push_str("There is no case yet. Take case folders in with alongside intake.\n");
    }
    let _ = writeln!(words, "\nCases gone through: {}", of(page.done));
    for (heading, lines) in [
        ("Refer-backs still open", &page.refer_backs),
        ("People", &page.people),
    ] {
        if !lines.is_empty() {
            let _ = writeln!(words, "\n{heading}\n  {}", lines.join("\n  "));
        }
    }
    words
}

/// The seals of an inspection, each with its words and digits.
#[must_use]
pub fn seals(inspection: &Inspection) -> String {
    format!(
        "{}{}",
        head(inspection, None),
        seals::page(inspection).to_text()
    )
}

/// Rows with their columns in line.
fn aligned<const COLUMNS: usize>(rows: &[[String; COLUMNS]]) -> String {
    let mut widths = [0; COLUMNS];
    for row in rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = cell.width().max(*width);
        }
    }
    rows.iter().fold(String::new(), |mut lines, row| {
        let mut line = String::new();
        for (cell, width) in row.iter().zip(widths) {
            let _ = write!(line, "{cell}{:gap$}  ", "", gap = width - cell.width());
        }
        lines.push_str(line.trim_end());
        lines.push('\n');
        lines
    })
}

/// One view of a case.
///
/// # Errors
/// When there is no such case, or a text cannot be fetched.
pub fn case(record: &mut Record, no: CaseNo, view: View) -> Result<String, ShowError> {
    let inspection = record.inspection();
    let case = inspection.case(no)?;
    let framework = frameworks::by_id(&inspection.framework)?;
    let head = head(inspection, Some(case));
    let words = match view {
        View::Discussion => discussion::page(inspection, case, framework).to_text(),
        View::Findings => findings::page(inspection, case, framework).to_text(),
        View::Package => package_words(inspection, case),
        View::Walk => walk_words(inspection, case),
        View::File => file_words(record, no)?,
        View::Journey => {
            let told = super::journey::of(record, no)?;
            let case = record.inspection().case(no)?;
            format!(
                "{}\n{}",
                journey::page(case, &told, &journey::Only::default()).to_text(),
                journey::gaps(case, &told).to_text()
            )
        }
        View::Clocks => clocks::sums(&super::journey::of(record, no)?).to_text(),
        View::Sheet => seals::sheet(inspection, no).unwrap_or_else(|| {
            "Nobody has sat on this case yet: there is nothing to sign.\n".to_owned()
        }),
    };
    Ok(format!("{head}{words}"))
}

/// Signs of the longest bar of a count.
const BAR: usize = 20;

/// The package's page, then what the plans said of each service, what the package does not show, and who is heard.
fn package_words(inspection: &Inspection, case: &Case) -> String {
    let told = super::package::package(inspection, case);
    let page = package::page(inspection, case).to_text();
    let mut words = page.clone();
    words.push_str("\nWhat the plans said\n");
    for service in package::order(case) {
        let _ = writeln!(words, "{}. {}", service.no, service.details.service);
        for step in told.histories.get(&service.no).into_iter().flatten() {
            let _ = writeln!(words, "  {}", step.shown(case, service));
        }
    }
    if case.services.is_empty() {
        words.push_str("Nothing: no service is listed yet.\n");
    }
    // The page has the questions about each service beneath it.
    let not_there: Vec<_> = told
        .gaps
        .iter()
        .filter(|gap| gap.dismissed.is_none() && !page.contains(&gap.question))
        .collect();
    if !not_there.is_empty() {
        words.push_str("\nWhat the package does not show: questions to talk about\n");
    }
    for gap in not_there {
        let _ = writeln!(words, "- {}", gap.question);
    }
    let aside: Vec<_> = told
        .gaps
        .iter()
        .filter_map(|gap| Some((gap, gap.dismissed.as_ref()?)))
        .collect();
    if !aside.is_empty() {
        words.push_str("\nSet aside, with the reason\n");
    }
    for (gap, aside) in aside {
        let by = inspection.initials(aside.by);
        let _ = writeln!(words, "- {} ({by}: {})", gap.question, aside.reason);
    }
    words.push_str("\nWho is heard\n");
    let titles = ["", "in this sitting", "in the file", "in the findings"];
    let mut table = vec![titles.map(str::to_owned)];
    table.extend(told.perspectives.iter().map(|one| {
        let count = |count: u32| match count {
            0 => "0".to_owned(),
            count => format!("{count} {}", signs(count, BAR)),
        };
        [
            one.who.clone(),
            count(one.sitting),
            count(one.file),
            count(one.findings),
        ]
    }));
    words.push_str(&aligned(&table));
    words
}

fn walk_words(inspection: &Inspection, case: &Case) -> String {
    let steps = walk::steps(inspection, case);
    let mut words = format!("{}\n", walk::left(inspection, case).shown());
    for step in steps {
        let line = match step {
            Step::Unopened(no) => format!(
                "not opened yet: document {no}, {}",
                case.documents
                    .get(&no)
                    .map(Document::shown)
                    .unwrap_or_default()
            ),
            Step::Undiscussed(no) => format!(
                "not discussed yet: {}",
                case.services
                    .get(&no)
                    .map_or("", |service| service.details.service.as_str())
            ),
            Step::Unanswered(no) => format!(
                "not answered yet: {}",
                case.remarks
                    .get(&no)
                    .map_or("", |remark| remark.words.as_str())
            ),
            Step::ToAnswer(no) => format!("to answer: finding {no}"),
            Step::Parked(no) => format!("parked: finding {no}"),
            Step::EarlierText(no) => {
                format!("words it quotes changed since it was agreed to: finding {no}")
            }
        };
        let _ = writeln!(words, "- {line}");
    }
    words
}

fn file_words(record: &mut Record, no: CaseNo) -> Result<String, ShowError> {
    let documents = record.ledger().documents();
    let case = record.inspection().case(no)?;
    let mut words = format!("The child: {}.\n", voice::last_seen_words(case));
    for person in &case.about.people {
        let _ = writeln!(
            words,
            "Involved, as the authority lists it: {}.",
            person.shown()
        );
    }
    words.push('\n');
    let count = case.documents.len();
    for (at, document) in reading_order(&case.documents)
        .iter()
        .filter_map(|number| case.documents.get(number))
        .enumerate()
    {
        let missing = if case.missing.contains(&document.no) {
            " · not in the case folder when it was offered last"
        } else {
            ""
        };
        let _ = writeln!(
            words,
            "== {} of {count} · document {} · {} · {}{missing}",
            at + 1,
            document.no,
            kinds::known(&document.kind),
            document.shown()
        );
        for line in pages_document::lines(record.inspection(), case, document) {
            let _ = writeln!(words, "({line})");
        }
        let changes = document.latest().map(Version::changes);
        if let Some(changes) = changes.filter(|changes| !changes.is_empty()) {
            let _ = writeln!(words, "({changes})");
        }
        if let Some(text) = document.text() {
            let bytes = documents.text(no, text.sha256)?;
            match serde_json::from_slice::<Text>(&bytes) {
                Ok(text) => text_words(&text, &mut words),
                Err(_) => words.push_str("(its text was kept by another version of alongside)\n"),
            }
        } else if let Some(what) = document.latest().and_then(Version::only_pictures) {
            let _ = writeln!(words, "({what})");
        } else {
            let why = document.latest().and_then(|version| version.not_readable());
            let _ = writeln!(
                words,
                "(not readable: {})",
                why.unwrap_or("nothing was read")
            );
        }
        words.push('\n');
    }
    if count == 0 {
        words.push_str("There is no document in this case file yet.\n");
    }
    Ok(words)
}

/// A text in lines: headings with `#`, items with their marks, cells with bars between them.
fn text_words(text: &Text, words: &mut String) {
    for remark in &text.remarks {
        let _ = writeln!(words, "({remark})");
    }
    for block in &text.blocks {
        let _ = writeln!(words, "{}", block_words(text, block));
    }
}

fn block_words(text: &Text, block: &Block) -> String {
    let all = text.words.get(block.start..block.end).unwrap_or_default();
    match &block.kind {
        BlockKind::Heading(level) => format!("{} {all}", "#".repeat(usize::from(*level))),
        BlockKind::Paragraph | BlockKind::Line | BlockKind::Verbatim => all.to_owned(),
        BlockKind::Item { depth, marker } => {
            format!("{}{marker} {all}", "  ".repeat(usize::from(*depth)))
        }
        BlockKind::Quote => format!("> {all}"),
        BlockKind::Row { cells, .. } => cells
            .iter()
            .map(|(start, end)| text.words.get(*start..*end).unwrap_or_default())
            .collect::<Vec<_>>()
            .join(" | "),
        BlockKind::Page(number) => format!("-- page {number}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_put_into_lines_that_say_what_they_are() {
        let block = |kind, start, end| Block { kind, start, end };
        let text = Text {
            v: 1,
            words: "Plan\nSafe at home\nNeed\tService".to_owned(),
            blocks: vec![
                block(BlockKind::Page(1), 0, 0),
                block(BlockKind::Heading(2), 0, 4),
                block(
                    BlockKind::Item {
                        depth: 1,
                        marker: "•".to_owned(),
                    },
                    5,
                    17,
                ),
                block(
                    BlockKind::Row {
                        table: 0,
                        header: true,
                        cells: vec![(18, 22), (23, 30)],
                    },
                    18,
                    30,
                ),
            ],
            remarks: vec!["1 image is not shown".to_owned()],
            ..Text::default()
        };
        let mut words = String::new();
        text_words(&text, &mut words);
        assert_eq!(
            words,
            "(1 image is not shown)\n-- page 1\n## Plan\n  • Safe at home\nNeed | Service\n"
        );
    }
}
