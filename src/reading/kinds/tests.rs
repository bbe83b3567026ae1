//! Titles and paths as councils write them, and the kinds they tell.

use super::*;
use crate::reading::Builder;

#[test]
fn the_rules_parse_and_every_example_is_decided_by_its_own_rule() {
    let rules = rules().unwrap();
    assert!(rules.kind.len() > 25);
    for (at, rule) in rules.kind.iter().enumerate() {
        assert!(!rule.examples.is_empty(), "{} has no example", rule.name);
        for example in &rule.examples {
            let words = example.to_lowercase().replace('’', "'");
            let stands = |phrase: &String| find_phrase(&words, phrase).is_some();
            let decides = rules
                .kind
                .iter()
                .position(|kind| kind.title.iter().any(stands) && !kind.not.iter().any(stands));
            let by_other = decides.map(|decides| rules.kind[decides].name.as_str());
            // Of two rules for one kind either may decide.
            assert_eq!(by_other, Some(rule.name.as_str()), "{example} (rule {at})");
        }
        for phrase in rule
            .title
            .iter()
            .chain(&rule.folder)
            .chain(&rule.lines)
            .chain(&rule.not)
        {
            assert_eq!(phrase, &phrase.to_lowercase(), "small letters only");
            assert!(!phrase.contains('’'), "straight apostrophes only: {phrase}");
        }
    }
}

#[test]
fn every_kind_of_the_field_is_there() {
    let all = all();
    for kind in [
        "contact",
        "referral",
        "early help assessment",
        "MASH decision",
        "strategy discussion",
        "section 47 enquiry",
        "assessment",
        "conference minutes",
        "child protection plan",
        "core group minutes",
        "child in need plan",
        "review",
        "visit",
        "supervision",
        "chronology",
        "direct work",
        "legal",
        "health",
        "education",
        "police",
        "correspondence",
        "other",
    ] {
        assert_eq!(
            all.iter().filter(|name| **name == kind).count(),
            1,
            "{kind}"
        );
    }
}

#[test]
fn kinds_stored_by_earlier_versions_are_understood() {
    for (stored, now) in [
        ("document", "other"),
        ("Document", "other"),
        ("Visit", "visit"),
        ("core group minutes", "core group minutes"),
        ("child in need plan", "child in need plan"),
        ("CIN plan", "child in need plan"),
        ("plan", "plan"),
        ("minutes", "minutes"),
        ("inspection report", "inspection report"),
        ("a kind of their own", "a kind of their own"),
    ] {
        assert_eq!(known(stored), now, "{stored}");
    }
}

/// Path below the case folder (its title is what the file is called) and the kind it tells.
const PATHS: &[(&str, &str)] = &[
    ("01 early help assessment.md", "early help assessment"),
    ("CAF/CAF form 2010.doc", "early help assessment"),
    ("TAF meeting 2.docx", "early help assessment"),
    ("02 referral.txt", "referral"),
    ("07 re-referral and return interview offer.txt", "referral"),
    ("Referral from school 03-02-12.pdf", "referral"),
    ("MARF.pdf", "referral"),
    ("01 contact record school.txt", "contact"),
    ("04 contact record GP.txt", "contact"),
    ("02 contact and referral record.md", "contact"),
    ("contacts/2011-10-03.txt", "contact"),
    ("Telephone call from neighbour.rtf", "contact"),
    ("MASH decision 12.06.2019.pdf", "MASH decision"),
    ("MASH enquiry outcome.html", "MASH decision"),
    ("04 strategy discussion.md", "strategy discussion"),
    ("Strategy_Meeting_minutes.docx", "strategy discussion"),
    (
        "03 section 47 enquiry and core assessment.pdf",
        "section 47 enquiry",
    ),
    ("S47 outcome.doc", "section 47 enquiry"),
    ("03 initial assessment before birth.pdf", "assessment"),
    ("03 core assessment.pdf", "assessment"),
    ("Child and Family Assessment - final.pdf", "assessment"),
    ("Assessments/Final version.pdf", "assessment"),
    ("parenting assessment of mother.docx", "assessment"),
    (
        "06 initial child protection conference.docx",
        "conference minutes",
    ),
    (
        "04 initial child protection conference minutes.docx",
        "conference minutes",
    ),
    ("RCPC minutes 12 June.pdf", "conference minutes"),
    ("Conferences/minutes.pdf", "minutes"),
    ("Conferences/2012-06-12.pdf", "conference minutes"),
    ("08 child protection plan.md", "child protection plan"),
    ("Outline CP plan.docx", "child protection plan"),
    ("10 core group minutes 14 March.md", "core group minutes"),
    ("Core Groups/CG3.docx", "core group minutes"),
    ("core_group_25_04_2012.pdf", "core group minutes"),
    ("04 child in need plan.docx", "child in need plan"),
    (
        "05 child in need plan before birth.docx",
        "child in need plan",
    ),
    ("CIN plan rev2.docx", "child in need plan"),
    ("07 review of child in need plan.md", "review"),
    ("10 child in need review.md", "review"),
    ("10 second review and revised plan.docx", "review"),
    ("09 review and step down meeting.txt", "review"),
    ("04 looked-after review September 2011.docx", "review"),
    ("07 looked-after review March 2012.md", "review"),
    ("LAC reviews/Review 4.pdf", "review"),
    ("09 statutory visit.txt", "visit"),
    ("06 statutory visit 7 February.md", "visit"),
    ("07 home visit after birth.md", "visit"),
    ("Visits/6 March.docx", "visit"),
    ("unannounced visit 4.txt", "visit"),
    ("09 supervision record.md", "supervision"),
    ("Case supervision - core group actions.docx", "supervision"),
    ("Management oversight 3 May.pdf", "supervision"),
    ("14 chronology.csv", "chronology"),
    ("Combined chronology (multi-agency).xlsx", "chronology"),
    ("Significant Events.csv", "chronology"),
    ("11 direct work.md", "direct work"),
    ("02 life-story work.md", "direct work"),
    ("02 return interview.html", "direct work"),
    ("Three Houses.pdf", "direct work"),
    ("Wishes and feelings Oct 2018.docx", "direct work"),
    ("Letter before proceedings.pdf", "legal"),
    ("Legal/Interim care order.pdf", "legal"),
    ("Legal/bundle p1-40.pdf", "legal"),
    ("s20 agreement - Section 20 agreement signed.pdf", "legal"),
    ("01 health assessment.pdf", "health"),
    ("06 midwife report.md", "health"),
    ("IHA - initial health assessment.pdf", "health"),
    ("CAMHS discharge summary.pdf", "health"),
    ("Health/GP summary.pdf", "health"),
    ("06 personal education plan.html", "education"),
    ("PEP Spring Term.docx", "education"),
    ("Attendance record 2011-12.xls", "education"),
    ("Education/EHCP.pdf", "education"),
    ("01 police notice.txt", "police"),
    ("Police notification 2291-11.pdf", "police"),
    ("MARAC minutes.pdf", "police"),
    ("Police/log 44.pdf", "police"),
    ("08 school letter.txt", "correspondence"),
    ("03 letter about long-term placement.txt", "correspondence"),
    ("Emails/RE Fridays.eml", "correspondence"),
    ("email from health visitor 3 May.msg", "correspondence"),
    ("correspondence/0007.pdf", "correspondence"),
    ("08 care plan.docx", "plan"),
    ("Pathway plan part 2.docx", "plan"),
    ("Plans/v7.docx", "plan"),
    ("05 case closure record.md", "other"),
    ("scan0001.pdf", "other"),
    ("IMG_2041.jpg", "other"),
    ("Visitors' book.pdf", "other"),
];

#[test]
fn titles_and_paths_of_real_looking_files_tell_their_kind() {
    assert!(PATHS.len() >= 80);
    for (path, expected) in PATHS {
        let title = facts::title(None, path);
        assert_eq!(kind(title.as_deref(), path, None), *expected, "{path}");
    }
}

#[test]
fn a_title_counts_before_a_name_a_name_before_a_folder_a_folder_before_the_lines() {
    let text = |lines: &[&str]| {
        let mut builder = Builder::new();
        for line in lines {
            builder.paragraph(line);
        }
        builder.finish().unwrap()
    };
    assert_eq!(
        kind(Some("Core group"), "visits/home visit.md", None),
        "core group minutes"
    );
    assert_eq!(kind(Some("Ben"), "Health/07 home visit.md", None), "visit");
    assert_eq!(kind(Some("Ben"), "Health/notes/07.md", None), "health");
    let visit = text(&["Northbridge", "Date of visit: 3 May"]);
    assert_eq!(kind(Some("Ben"), "Health/07.md", Some(&visit)), "health");
    assert_eq!(kind(Some("Ben"), "07.md", Some(&visit)), "visit");
    let letter = text(&[
        "Withy Lane School",
        "Dear Ms Green,",
        "I write about the visit.",
    ]);
    assert_eq!(kind(None, "07.md", Some(&letter)), "correspondence");
    assert_eq!(
        kind(None, "07.md", Some(&text(&["Dearest of all"]))),
        "other"
    );
}
