//! The account of an arrival: how many files, which changed lately, what differs from arrivals before, and the seal to write on paper. Owns the
//! words, for people and for scripts; the words of the case files are never among them.

use std::{collections::BTreeMap, fmt::Write as _};

use serde::Serialize;

use super::{
    compare::{Compared, case_folder},
    seal::Sealed,
    walk::Listed,
};
use crate::{
    casework::{ArrivalNo, Inspection, Moment, SealNo, time},
    desk::{intake::LeftOut, shown},
    proof::arrival::{ArrivalList, ArrivedFile},
};

/// How many names of a list are printed for people; all of them are in the JSON.
const PRINTED: usize = 40;

/// Everything there is to say of one arrival. Serialised as it stands for `--json`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Summary {
    /// The council inspected.
    pub authority: String,
    /// Which arrival.
    pub arrival: ArrivalNo,
    /// Its seal, counted over the whole inspection.
    pub seal: SealNo,
    /// When it began.
    pub at: Moment,
    /// Files hashed.
    pub files: usize,
    /// Bytes in them.
    pub bytes: u64,
    /// Case folders, in the order of their names.
    pub case_folders: Vec<CaseFolder>,
    /// Files that say they were changed in the 14 days before: a hint, file times can be set by anyone.
    pub changed_lately: Vec<Lately>,
    /// Files as they were in an arrival before.
    pub as_before: usize,
    /// Files with other bytes than in an arrival before.
    pub changed_since: Vec<Since>,
    /// Files that had another name in an arrival before.
    pub other_name: Vec<Since>,
    /// Files of an arrival before that are not in their case folder now.
    pub gone: Vec<String>,
    /// What was not hashed, and why.
    pub left_out: Vec<LeftOut>,
    /// The root over all files.
    pub root: String,
    /// The 12 words of the seal.
    pub words: Vec<&'static str>,
    /// Its 40 digits.
    pub digits: String,
    /// Whether there was an arrival before.
    #[serde(skip)]
    again: bool,
}

/// One case folder.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct CaseFolder {
    /// Its name.
    pub name: String,
    /// Files hashed.
    pub files: usize,
    /// Bytes in them.
    pub bytes: u64,
    /// Of these, how many say that they were changed lately.
    pub changed_lately: usize,
    /// Of these, how many are as in an arrival before.
    pub as_before: usize,
}

/// A file that says it was changed lately.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Lately {
    /// Its path.
    pub name: String,
    /// When.
    pub changed: Moment,
    /// Whether it is as in an arrival before.
    pub as_before: bool,
}

/// A file and the arrival it differs from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Since {
    /// Its path.
    pub name: String,
    /// Which arrival.
    pub arrival: ArrivalNo,
}

/// Puts the account together.
pub(super) fn account(
    inspection: &Inspection,
    sealed: &Sealed,
    listed: &Listed,
    list: &ArrivalList,
    compared: Compared,
) -> Summary {
    let mut folders: BTreeMap<&[u8], CaseFolder> = BTreeMap::new();
    let mut lately = Vec::new();
    for (at, file) in list.files().iter().enumerate() {
        let (is_late, is_before) = (
            compared.lately.contains(&at),
            compared.as_before.contains(&at),
        );
        let folder = folders.entry(case_folder(&file.path)).or_default();
        folder.files += 1;
        folder.bytes = folder.bytes.saturating_add(file.length);
        folder.changed_lately += usize::from(is_late);
        folder.as_before += usize::from(is_before);
        if is_late {
            lately.push(Lately {
                name: shown::bytes(&file.path),
                changed: Moment {
                    utc_ms: file.time_ms,
                    offset_s: sealed.at.offset_s,
                },
                as_before: is_before,
            });
        }
    }
    let since = |found: &[(usize, ArrivalNo)]| {
        let name = |at: usize| list.files().get(at).map(|file: &ArrivedFile| &file.path);
        found
            .iter()
            .filter_map(|(at, arrival)| {
                Some(Since {
                    name: shown::bytes(name(*at)?),
                    arrival: *arrival,
                })
            })
            .collect()
    };
    Summary {
        authority: inspection.authority.clone(),
        arrival: sealed.arrival,
        seal: sealed.seal,
        at: sealed.at,
        files: list.files().len(),
        bytes: folders.values().map(|folder| folder.bytes).sum(),
        case_folders: folders
            .into_iter()
            .map(|(name, folder)| CaseFolder {
                name: shown::bytes(name),
                ..folder
            })
            .collect(),
        changed_lately: lately,
        as_before: compared.as_before.len(),
        changed_since: since(&compared.changed_since),
        other_name: since(&compared.other_name),
        gone: compared.gone,
        left_out: listed.left_out.clone(),
        root: list.root().to_string(),
        words: sealed.code.words().to_vec(),
        digits: sealed.code.digits(),
        again: compared.again,
    }
}

impl Summary {
    /// Whether every file was hashed.
    #[must_use]
    pub fn all_well(&self) -> bool {
        !self.left_out.iter().any(|one| one.trouble)
    }

    /// For people.
    #[must_use]
    pub fn to_text(&self) -> String {
        let mut text = format!(
            "Arrival {} · {} · {}\n\n",
            self.arrival,
            self.authority,
            self.at.full()
        );
        self.put_folders(&mut text);
        self.put_lately(&mut text);
        self.put_differences(&mut text);
        let left_out = self.left_out.iter();
        let left_out: Vec<_> = left_out
            .map(|one| format!("{}  {}", one.name, one.why))
            .collect();
        put_list(&mut text, "Not hashed, and so not sealed", &left_out);
        self.put_seal(&mut text);
        text
    }

    fn put_folders(&self, text: &mut String) {
        let width = |name: &str| unicode_width::UnicodeWidthStr::width(name);
        let title = "Case folder";
        let wide = self
            .case_folders
            .iter()
            .map(|folder| width(&folder.name))
            .chain([title.len()])
            .max()
            .unwrap_or(0);
        let again = |words: String| if self.again { words } else { String::new() };
        // Writing to a String does not fail, here and below.
        let _ = writeln!(
            text,
            "{title:wide$}    Files        MB  Changed lately{}",
            again("  As before".to_owned())
        );
        for folder in &self.case_folders {
            let gap = wide.saturating_sub(width(&folder.name));
            let _ = writeln!(
                text,
                "{}{:gap$}  {:7}  {:>8}  {:14}{}",
                folder.name,
                "",
                folder.files,
                megabytes(folder.bytes),
                folder.changed_lately,
                again(format!("  {:9}", folder.as_before))
            );
        }
        let _ = writeln!(
            text,
            "\n{} in {}, {} MB: {} changed in the {} days before (a hint: file times can be set by anyone){}.",
            counted(self.files, "file", "files"),
            counted(self.case_folders.len(), "case folder", "case folders"),
            megabytes(self.bytes),
            self.changed_lately.len(),
            super::LATELY_DAYS,
            again(format!(", {} as before", self.as_before))
        );
    }

    fn put_lately(&self, text: &mut String) {
        let lines: Vec<_> = self
            .changed_lately
            .iter()
            .map(|late| {
                let as_before = if late.as_before { "  as before" } else { "" };
                format!(
                    "{:>11}  {}{as_before}",
                    time::day(late.changed.date()),
                    late.name
                )
            })
            .collect();
        let title = format!(
            "Changed in the {} days before (a hint: file times can be set by anyone)",
            super::LATELY_DAYS
        );
        put_list(text, &title, &lines);
    }

    fn put_differences(&self, text: &mut String) {
        let changed = self
            .changed_since
            .iter()
            .map(|one| format!("changed since arrival {}  {}", one.arrival, one.name));
        let renamed = self.other_name.iter().map(|one| {
            format!(
                "as at arrival {}, under another name  {}",
                one.arrival, one.name
            )
        });
        let gone = self
            .gone
            .iter()
            .map(|name| format!("not in its case folder now  {name}"));
        let lines: Vec<_> = changed.chain(renamed).chain(gone).collect();
        put_list(text, "Not as in an arrival before", &lines);
    }

    fn put_seal(&self, text: &mut String) {
        let _ = writeln!(
            text,
            "\nThe seal of this arrival, seal {} of the inspection. Write the words or the digits on paper, each of you, with the date.\n",
            self.seal
        );
        let widest = self.words.iter().map(|word| word.len()).max().unwrap_or(0);
        for (row, words) in self.words.chunks(3).enumerate() {
            for (column, word) in words.iter().enumerate() {
                let _ = write!(text, "  {:2} {word:widest$}", row * 3 + column + 1);
            }
            let end = text.trim_end().len();
            text.truncate(end);
            text.push('\n');
        }
        let _ = writeln!(
            text,
            "\n  {}\n\nProof begins now: what was changed before this, nobody can tell from it.",
            self.digits
        );
    }
}

fn put_list(text: &mut String, heading: &str, lines: &[String]) {
    if lines.is_empty() {
        return;
    }
    let _ = writeln!(text, "\n{heading}");
    for line in lines.iter().take(PRINTED) {
        let _ = writeln!(text, "  {line}");
    }
    let more = lines.len().saturating_sub(PRINTED);
    if more > 0 {
        let _ = writeln!(text, "  and {more} more; --json lists all of them");
    }
}

fn counted(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

/// Millions of bytes with one figure after the point.
fn megabytes(bytes: u64) -> String {
    let tenths = bytes.saturating_add(50_000) / 100_000;
    format!("{}.{}", tenths / 10, tenths % 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn summary() -> Summary {
        Summary {
            authority: "Northbridge".to_owned(),
            arrival: ArrivalNo(2),
            seal: SealNo(3),
            at: Moment::on(jiff::civil::date(2012, 3, 14)),
            files: 3,
            bytes: 2_560_000,
            case_folders: vec![CaseFolder {
                name: "N-017".to_owned(),
                files: 3,
                bytes: 2_560_000,
                changed_lately: 1,
                as_before: 1,
            }],
            changed_lately: vec![Lately {
                name: "N-017/plan.docx".to_owned(),
                changed: Moment::on(jiff::civil::date(2012, 3, 9)),
                as_before: false,
            }],
            as_before: 1,
            changed_since: vec![Since {
                name: "N-017/plan.docx".to_owned(),
                arrival: ArrivalNo(1),
            }],
            other_name: Vec::new(),
            gone: vec!["N-017/visit.md".to_owned()],
            left_out: vec![LeftOut {
                name: "N-017/link".to_owned(),
                why: "is a link".to_owned(),
                trouble: true,
            }],
            root: String::new(),
            words: vec![
                "apple", "bridge", "candle", "door", "engine", "field", "garden", "hammer",
                "island", "jacket", "kettle", "ladder",
            ],
            digits: "00000 11111 22222 33333 44444 55555 66666 77777".to_owned(),
            again: true,
        }
    }

    #[test]
    fn the_account_says_counts_hints_differences_and_the_seal() {
        let summary = summary();
        assert_eq!(
            summary.to_text(),
            "Arrival 2 · Northbridge · 14 Mar 2012 00:00 +00:00\n\n\
             Case folder    Files        MB  Changed lately  As before\n\
             N-017              3       2.6               1          1\n\n\
             3 files in 1 case folder, 2.6 MB: 1 changed in the 14 days before (a hint: file times can be set by anyone), 1 as before.\n\n\
             Changed in the 14 days before (a hint: file times can be set by anyone)\n   \
             9 Mar 2012  N-017/plan.docx\n\n\
             Not as in an arrival before\n  \
             changed since arrival 1  N-017/plan.docx\n  \
             not in its case folder now  N-017/visit.md\n\n\
             Not hashed, and so not sealed\n  \
             N-017/link  is a link\n\n\
             The seal of this arrival, seal 3 of the inspection. Write the words or the digits on paper, each of you, with the date.\n\n   \
             1 apple    2 bridge   3 candle\n   \
             4 door     5 engine   6 field\n   \
             7 garden   8 hammer   9 island\n  \
             10 jacket  11 kettle  12 ladder\n\n  \
             00000 11111 22222 33333 44444 55555 66666 77777\n\n\
             Proof begins now: what was changed before this, nobody can tell from it.\n"
        );
        assert!(!summary.all_well());
    }

    #[test]
    fn a_long_list_is_cut_and_says_so() {
        let lines: Vec<_> = (0..45).map(|number| number.to_string()).collect();
        let mut text = String::new();
        put_list(&mut text, "Many", &lines);
        assert_eq!(text.lines().count(), 1 + 1 + 40 + 1);
        assert!(text.ends_with("  and 5 more; --json lists all of them\n"));
    }
}
