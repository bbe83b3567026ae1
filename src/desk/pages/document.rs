//! What is known of one document beside its words: as lists hint at it in one line, and in full as `alongside show` prints it.

use crate::{
    casework::{Case, Document, Inspection, Version, voice::HowSeen},
    reading::kinds,
};

/// The kind, changes, what of it stands elsewhere, the child in it and its other names, in one line.
#[must_use]
pub fn hint(case: &Case, document: &Document) -> String {
    let kind = kinds::known(&document.kind).to_owned();
    let changes = document.latest().map(Version::changes);
    let voice = document.voice().map(crate::casework::Voice::shown);
    [
        Some(kind),
        inside_of(case, document),
        changes,
        document.repeats_shown(&case.documents),
        voice,
        also_named(document),
    ]
    .into_iter()
    .flatten()
    .filter(|words| !words.is_empty())
    .collect::<Vec<_>>()
    .join(" · ")
}

/// Which document it came inside of.
fn inside_of(case: &Case, document: &Document) -> Option<String> {
    let whole = case.documents.get(&document.part_of?)?;
    Some(format!("inside document {}, {}", whole.no, whole.title))
}

/// The other names the same bytes came under.
fn also_named(document: &Document) -> Option<String> {
    let others = document.names.get(1..).filter(|names| !names.is_empty())?;
    Some(format!("the same bytes also as {}", others.join(", ")))
}

/// Everything in full: where each date was read, what of it stands elsewhere, where the child is heard and seen.
#[must_use]
pub fn lines(inspection: &Inspection, case: &Case, document: &Document) -> Vec<String> {
    let mut lines = Vec::new();
    for (which, name) in ["happened", "recorded", "finalised"]
        .into_iter()
        .enumerate()
    {
        let source = document.date_source(which, |who| inspection.person(who));
        if !source.is_empty() {
            lines.push(format!("{name}: {source}"));
        }
    }
    lines.extend(inside_of(case, document));
    lines.extend(also_named(document));
    lines.extend(document.repeats_shown(&case.documents));
    let Some(voice) = document.voice() else {
        return lines;
    };
    for heard in &voice.own_words {
        lines.push(format!(
            "{}: ¶{} “{}”",
            heard.how.words(),
            heard.place.paragraph,
            heard.place.words
        ));
    }
    let kept = u32::try_from(voice.own_words.len()).unwrap_or(u32::MAX);
    if voice.own_words_in_all > kept {
        lines.push(format!(
            "the child is heard in {} places in all",
            voice.own_words_in_all
        ));
    }
    for seen in &voice.seen {
        let day = seen.day(&document.dates).map_or_else(String::new, |day| {
            format!(" on {}", crate::casework::time::day(day))
        });
        let how = match seen.how {
            HowSeen::Not => "the child was not seen",
            HowSeen::NotAlone => "the child was not seen alone",
            HowSeen::Alone => "the child was seen alone",
            HowSeen::Seen => "the child was seen",
            HowSeen::InCompany => "the child was seen, not alone",
        };
        lines.push(format!(
            "{how}{day}: ¶{} “{}”",
            seen.place.paragraph, seen.place.words
        ));
    }
    lines
}
