//! The files of the fictional inspection, carried inside the program. Owns nothing but the list; a test holds it against the folder.

/// A case as it is carried inside.
pub(super) struct Inside {
    /// The name of its folder.
    pub reference: &'static str,
    /// The words of its `case.toml`.
    pub about: &'static str,
    /// Its documents by name.
    pub files: &'static [(&'static str, &'static [u8])],
}

macro_rules! case {
    ($reference:literal, [$($name:literal),+ $(,)?]) => {
        Inside {
            reference: $reference,
            about: include_str!(concat!("../../../assets/demo/", $reference, "/case.toml")),
            files: &[$((
                $name,
                include_bytes!(concat!("../../../assets/demo/", $reference, "/", $name)),
            )),+],
        }
    };
}

/// Every case, by reference.
pub(super) const CASES: &[Inside] = &[
    case!(
        "N-003",
        [
            "01 early help assessment.md",
            "02 referral.txt",
            "03 initial assessment before birth.pdf",
            "04 home visit.txt",
            "05 child in need plan before birth.docx",
            "06 midwife report.md",
            "07 home visit after birth.md",
            "08 direct work.md",
            "09 review and step down meeting.txt",
            "10 chronology.csv",
        ]
    ),
    case!(
        "N-008",
        [
            "01 police notice.txt",
            "02 contact and referral record.md",
            "03 core assessment.pdf",
            "04 child in need plan.docx",
            "05 home visit.txt",
            "06 direct work.md",
            "07 review of child in need plan.md",
            "08 school letter.txt",
            "09 home visit.md",
            "10 second review and revised plan.docx",
            "11 direct work.md",
            "12 review of child in need plan.md",
            "13 chronology.csv",
        ]
    ),
    case!(
        "N-011",
        [
            "01 contact record.md",
            "02 strategy discussion.txt",
            "03 section 47 enquiry and core assessment.pdf",
            "04 initial child protection conference minutes.docx",
            "05 child protection plan.md",
            "06 statutory visit 7 February.md",
            "07 core group minutes 28 February.txt",
            "08 statutory visit 6 March.md",
            "09 supervision record.md",
            "10 statutory visit 23 April.md",
            "11 core group minutes 24 April.txt",
            "12 direct work.md",
            "13 chronology.csv",
        ]
    ),
    case!(
        "N-017",
        [
            "01 early help assessment.docx",
            "02 police notice.txt",
            "03 referral.md",
            "04 strategy discussion.md",
            "05 section 47 enquiry.txt",
            "06 initial child protection conference.docx",
            "07 core assessment.pdf",
            "08 child protection plan.md",
            "09 statutory visit.txt",
            "10 core group minutes 14 March.md",
            "11 direct work.md",
            "12 supervision record.txt",
            "13 core group minutes 25 April.md",
            "14 chronology.csv",
        ]
    ),
    case!(
        "N-024",
        [
            "01 contact record school.txt",
            "02 contact record school nurse.txt",
            "03 contact record neighbour.md",
            "04 contact record GP.txt",
            "05 referral.md",
            "06 home visit.txt",
            "07 core assessment.pdf",
            "08 child in need plan.docx",
            "09 direct work.md",
            "10 child in need review.md",
            "11 supervision record.txt",
            "12 chronology.csv",
        ]
    ),
    case!(
        "N-031",
        [
            "01 health assessment.pdf",
            "02 life-story work.md",
            "03 letter about long-term placement.txt",
            "04 looked-after review September 2011.docx",
            "05 direct work.md",
            "06 personal education plan.html",
            "07 looked-after review March 2012.md",
            "08 care plan.docx",
            "09 supervision record.txt",
            "10 statutory visit.md",
            "11 chronology.csv",
        ]
    ),
    case!(
        "N-042",
        [
            "01 police notice.txt",
            "02 return interview.html",
            "03 initial assessment.pdf",
            "04 child in need plan.docx",
            "05 case closure record.md",
            "06 school letter.txt",
            "07 re-referral and return interview offer.txt",
            "08 chronology.csv",
        ]
    ),
];
