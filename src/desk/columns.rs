//! A row of a plan's table as a service: which column is which field stands in `assets/columns.toml`.

use std::{ops::Range, sync::OnceLock};

use serde::Deserialize;

use crate::{
    casework::ServiceDetails,
    reading::{BlockKind, Text},
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Rules {
    column: Vec<Rule>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Rule {
    field: String,
    words: Vec<String>,
}

fn rules() -> &'static [Rule] {
    static RULES: OnceLock<Vec<Rule>> = OnceLock::new();
    RULES.get_or_init(|| {
        toml::from_str::<Rules>(include_str!("../../assets/columns.toml"))
            .map(|rules| rules.column)
            .unwrap_or_default()
    })
}

/// The service a table row speaks of, where the byte stands in a row of a table that is not its row of titles.
///
/// Cells whose column has no title, or one no rule knows, are not used; a cell is never put into two fields.
#[must_use]
pub fn service_from_row(text: &Text, byte: usize) -> Option<(ServiceDetails, Range<usize>)> {
    let index = text.block_at(byte);
    let row = text.blocks.get(index)?;
    let BlockKind::Row {
        table,
        header: false,
        cells,
    } = &row.kind
    else {
        return None;
    };
    let titles = text.blocks.iter().find_map(|block| match &block.kind {
        BlockKind::Row {
            table: other,
            header: true,
            cells,
        } if other == table => Some(cells),
        _ => None,
    })?;
    let mut details = ServiceDetails::default();
    for (title, cell) in titles.iter().zip(cells) {
        let words = text.slice(cell.0..cell.1).trim().to_owned();
        if let Some(place) =
            field(text.slice(title.0..title.1)).and_then(|field| place(&mut details, field))
            && place.is_empty()
        {
            *place = words;
        }
    }
    Some((details, row.start..row.end))
}

fn field(title: &str) -> Option<&'static str> {
    let title = title.to_lowercase();
    rules()
        .iter()
        .find(|rule| {
            rule.words
                .iter()
                .any(|words| title.contains(words.as_str()))
        })
        .map(|rule| rule.field.as_str())
}

fn place<'a>(details: &'a mut ServiceDetails, field: &str) -> Option<&'a mut String> {
    Some(match field {
        "need" => &mut details.need,
        "aim" => &mut details.aim,
        "service" => &mut details.service,
        "provider" => &mut details.provider,
        "owner" => &mut details.owner,
        "start" => &mut details.start,
        "end" => &mut details.end,
        "planned" => &mut details.planned,
        "delivered" => &mut details.delivered,
        "childs_view" => &mut details.childs_view,
        "familys_view" => &mut details.familys_view,
        "difference" => &mut details.difference,
        "review" => &mut details.review,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rules_name_fields_that_exist() {
        assert!(!rules().is_empty());
        for rule in rules() {
            assert!(
                place(&mut ServiceDetails::default(), &rule.field).is_some(),
                "{}",
                rule.field
            );
        }
    }

    #[test]
    fn titles_are_told_apart_as_plans_word_them() {
        for (title, expected) in [
            ("Need", Some("need")),
            ("Who", Some("owner")),
            ("When", Some("planned")),
            ("How we shall know", Some("review")),
            ("Service", Some("service")),
            ("Aim", Some("aim")),
            ("Agency", Some("provider")),
            ("Zebra", None),
        ] {
            assert_eq!(field(title), expected, "{title}");
        }
    }
}
