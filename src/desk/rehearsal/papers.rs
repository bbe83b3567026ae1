//! The kinds of documents a rehearsal is made of, each in the shape such documents have: headings, lists, a table of services, dated lines.
//!
//! Owns the shapes. The sentences are `words`'s, the dates come in.

use std::fmt::Write as _;

use jiff::{Span, civil::Date};

use super::words::{Chance, Family, any};
use crate::casework::time::day;

/// A kind of document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Paper {
    Contact,
    Assessment,
    Plan,
    CoreGroup,
    Visit,
    Supervision,
    DirectWork,
    Letter,
    Chronology,
}

impl Paper {
    /// What the document at a place of a case file is: it begins with a contact and an assessment and ends with a chronology.
    pub fn nth(at: usize, of: usize) -> Self {
        match at {
            0 => Self::Contact,
            _ if at + 1 == of => Self::Chronology,
            1 => Self::Assessment,
            2 => Self::Plan,
            _ => match at % 8 {
                0 => Self::Plan,
                1 | 4 | 6 => Self::Visit,
                2 => Self::Supervision,
                3 => Self::CoreGroup,
                5 => Self::DirectWork,
                _ => Self::Letter,
            },
        }
    }

    pub fn title(self) -> &'static str {
        match self {
            Self::Contact => "Contact record",
            Self::Assessment => "Core assessment",
            Self::Plan => "Child protection plan",
            Self::CoreGroup => "Core group minutes",
            Self::Visit => "Statutory visit",
            Self::Supervision => "Supervision record",
            Self::DirectWork => "Direct work",
            Self::Letter => "Letter",
            Self::Chronology => "Chronology",
        }
    }

    pub fn extension(self) -> &'static str {
        match self {
            Self::Chronology => "csv",
            Self::Supervision | Self::Letter => "txt",
            Self::Assessment => "html",
            _ => "md",
        }
    }

    /// The whole document, of about `words` words.
    pub fn write(
        self,
        family: &Family,
        happened: Date,
        words: usize,
        chance: &mut Chance,
    ) -> String {
        // Most visits are written up within days, some within weeks.
        let late = if chance.once_in(6) { 30 } else { 4 };
        let days = i64::try_from(chance.below(late)).unwrap_or(0);
        let recorded = happened
            .checked_add(Span::new().days(days))
            .unwrap_or(happened);
        let dates = [
            format!("{}: {}", self.date_label(), day(happened)),
            format!("Recorded: {}", day(recorded)),
        ];
        match self {
            Self::Chronology => chronology(family, happened, words, chance),
            Self::Supervision | Self::Letter => plain(self.title(), &dates, family, words, chance),
            Self::Assessment => html(self.title(), &dates, family, words, chance),
            _ => self.markdown(&dates, family, words, chance),
        }
    }

    fn date_label(self) -> &'static str {
        match self {
            Self::Visit | Self::DirectWork => "Date of visit",
            Self::CoreGroup => "Date of meeting",
            Self::Contact => "Date of contact",
            _ => "Date",
        }
    }

    fn headings(self) -> &'static [&'static str] {
        match self {
            Self::Contact => &["Who made contact", "What was said", "History", "Decision"],
            Self::Plan => &[
                "Why there is a plan",
                "What has to change",
                "Services",
                "If things get worse",
            ],
            Self::CoreGroup => &[
                "Present",
                "What has happened since",
                "The child's views",
                "Agreed actions",
            ],
            Self::DirectWork => &["What we did", "What was said", "What it may mean"],
            _ => &[
                "Who was seen",
                "The home",
                "The child",
                "The parents",
                "Analysis",
                "Next steps",
            ],
        }
    }

    fn markdown(
        self,
        dates: &[String],
        family: &Family,
        words: usize,
        chance: &mut Chance,
    ) -> String {
        let mut text = format!("# {}\n\n", self.title());
        for line in dates {
            // Writing to a String does not fail, here and below.
            let _ = writeln!(text, "{line}  ");
        }
        let mut writer = Written::default();
        while writer.words < words {
            for (at, heading) in self.headings().iter().enumerate() {
                let _ = write!(text, "\n## {heading}\n\n");
                if at == 2 && matches!(self, Self::Plan | Self::CoreGroup) {
                    text.push_str(&writer.count(services(family, chance)));
                }
                for _ in 0..=chance.below(3) {
                    if writer.words >= words {
                        break;
                    }
                    text.push_str(&writer.count(family.paragraph(40 + chance.below(60), chance)));
                    text.push_str("\n\n");
                }
                if writer.words < words && chance.once_in(3) {
                    for _ in 0..2 + chance.below(4) {
                        let _ = writeln!(text, "- {}", writer.count(family.sentence(chance)));
                    }
                }
                if writer.words >= words {
                    break;
                }
            }
        }
        text
    }
}

#[derive(Default)]
struct Written {
    words: usize,
}

impl Written {
    fn count(&mut self, text: String) -> String {
        self.words += text.split_whitespace().count();
        text
    }
}

fn services(family: &Family, chance: &mut Chance) -> String {
    let mut table = String::from(
        "| Need | Service | Who | When | How we shall know |\n|---|---|---|---|---|\n",
    );
    for _ in 0..3 + chance.below(5) {
        let _ = writeln!(
            table,
            "| {} | {} | {} | {} | {} |",
            any("need", chance),
            any("service", chance),
            any("subject", chance),
            any("often", chance),
            family.sentence(chance)
        );
    }
    table.push('\n');
    table
}

/// Plain text as a record system prints it: underlined headings, pages parted by form feeds.
fn plain(
    title: &str,
    dates: &[String],
    family: &Family,
    words: usize,
    chance: &mut Chance,
) -> String {
    let mut text = format!(
        "{}\n{}\n\n{}\n",
        title,
        "=".repeat(title.len()),
        dates.join("\n")
    );
    let mut writer = Written::default();
    let mut page = 1;
    while writer.words < words {
        if writer.words >= page * super::WORDS_A_PAGE {
            text.push('\u{c}');
            page += 1;
        }
        let _ = write!(
            text,
            "\n{}\n\n",
            writer.count(family.paragraph(30 + chance.below(80), chance))
        );
        for at in 1..=chance.below(4) {
            let _ = writeln!(text, "{at}. {}", writer.count(family.sentence(chance)));
        }
    }
    text
}

fn html(
    title: &str,
    dates: &[String],
    family: &Family,
    words: usize,
    chance: &mut Chance,
) -> String {
    let mut text = format!(
        "<!doctype html>\n<html><head><meta charset=\"utf-8\"><title>{title}</title></head><body>\n<h1>{title}</h1>\n<p>{}</p>\n",
        dates.join("</p>\n<p>")
    );
    let mut writer = Written::default();
    while writer.words < words {
        let _ = write!(
            text,
            "<h2>{}</h2>\n<p>{}</p>\n<ul>\n",
            any("need", chance),
            writer.count(family.paragraph(50 + chance.below(90), chance))
        );
        for _ in 0..2 + chance.below(3) {
            let _ = writeln!(text, "<li>{}</li>", writer.count(family.sentence(chance)));
        }
        text.push_str("</ul>\n");
    }
    text.push_str("</body></html>\n");
    text
}

fn chronology(family: &Family, last: Date, words: usize, chance: &mut Chance) -> String {
    let mut rows = Vec::new();
    let mut written = 0;
    let mut when = last;
    while written < words {
        let event = family.sentence(chance).replace('"', "\"\"");
        written += event.split(' ').count() + 8;
        rows.push(format!(
            "{},\"{event}\",Case note {},{},{}",
            when.strftime("%d/%m/%Y"),
            1 + chance.below(400),
            any("service", chance),
            any("need", chance)
        ));
        let back = i64::try_from(1 + chance.below(9)).unwrap_or(1);
        when = when.checked_sub(Span::new().days(back)).unwrap_or(when);
    }
    rows.reverse();
    format!(
        "Date,Event,Source,Agency,Significance\n{}\n",
        rows.join("\n")
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_plan_has_a_table_of_services_and_its_dates() {
        let mut chance = Chance::new(3, &[]);
        let family = Family::new(&mut chance);
        let plan = Paper::Plan.write(&family, date(2011, 3, 14), 600, &mut chance);
        assert!(
            plan.starts_with("# Child protection plan\n\nDate: 14 Mar 2011  \nRecorded: "),
            "{plan}"
        );
        assert!(plan.contains("| Need | Service | Who | When | How we shall know |"));
    }

    #[test]
    fn a_chronology_is_a_table_of_dated_lines_in_order() {
        let mut chance = Chance::new(3, &[]);
        let family = Family::new(&mut chance);
        let table = Paper::Chronology.write(&family, date(2012, 6, 1), 500, &mut chance);
        let mut reader = csv::Reader::from_reader(table.as_bytes());
        let dates: Vec<_> = reader
            .records()
            .map(|row| {
                let row = row.unwrap();
                assert_eq!(row.len(), 5);
                Date::strptime("%d/%m/%Y", &row[0]).unwrap()
            })
            .collect();
        assert!(dates.len() > 10 && dates.windows(2).all(|pair| pair[0] <= pair[1]));
        assert_eq!(dates.last(), Some(&date(2012, 6, 1)));
    }

    #[test]
    fn a_long_case_file_holds_every_kind() {
        let kinds: std::collections::BTreeSet<_> =
            (0..24).map(|at| Paper::nth(at, 24).title()).collect();
        assert_eq!(kinds.len(), 9);
    }
}
