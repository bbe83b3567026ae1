//! What the package of support does not show, and who is heard, in the notes for people.

use super::{
    super::{escape::inline, model::PackageTold},
    Page, shown,
};
use crate::casework::perspectives::signs;

/// Signs of the longest bar.
const LONGEST: usize = 20;

pub(super) fn told(page: &mut Page, told: &PackageTold) {
    page.heading(2, "What the package does not show: questions to talk about");
    if told.gaps.is_empty() {
        page.line("None.");
    }
    for gap in &told.gaps {
        page.bullet(0, &inline(&gap.question));
        if let Some(aside) = &gap.dismissed {
            page.said(
                1,
                &format!("Set aside by {}, {}", shown(&aside.by), aside.at),
                &aside.reason,
            );
        }
    }
    page.heading(2, "Who is heard");
    page.line(
        "Counts only: remarks in the last sitting, documents of the file, findings. A document counts for the child where the child's own words stand in it, for mother, father and carers where it tells what they said or wished, and for others by its kind or by whom its title names.",
    );
    page.line("");
    for one in &told.perspectives {
        // A code span keeps the signs what they are.
        let count = |place: &str, count: u32| match count {
            0 => format!("in the {place} 0"),
            count => format!("in the {place} {count} `{}`", signs(count, LONGEST)),
        };
        page.bullet(
            0,
            &format!(
                "{}: {}; {}; {}",
                inline(&one.who),
                count("sitting", one.in_sitting),
                count("file", one.in_file),
                count("findings", one.in_findings)
            ),
        );
    }
}
