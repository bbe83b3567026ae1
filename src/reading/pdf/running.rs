//! What stands at the top and foot of page after page: found by repetition, taken out of what is told, kept once and again where it
//! changes.

use std::collections::HashMap;

use super::lines::Line;

/// How much of a page counts as its top and as its foot.
const ZONE: f64 = 0.12;

/// How far a repeated line may move between pages, in points.
const STAY: f64 = 4.0;

/// A page, as far as this file needs it.
pub struct PageLines {
    /// Its height.
    pub height: f64,
    /// Its lines.
    pub lines: Vec<Line>,
}

/// What of the repeated lines stands on one page.
#[derive(Debug, Default)]
pub struct Margins {
    /// At its top.
    pub top: Vec<Line>,
    /// At its foot.
    pub foot: Vec<Line>,
}

/// Takes the repeated lines out of the pages; gives for each page those that say another thing than the last time they stood somewhere.
pub fn take_running(pages: &mut [PageLines]) -> Vec<Margins> {
    let least = if pages.len() <= 3 {
        pages.len()
    } else {
        (pages.len() * 2).div_ceil(5)
    };
    if pages.len() < 2 {
        return Vec::new();
    }
    let mut seen: HashMap<String, Vec<f64>> = HashMap::new();
    for page in pages.iter() {
        for line in page.lines.iter().filter(|line| in_zone(line, page.height)) {
            seen.entry(signature(line)).or_default().push(line.y());
        }
    }
    seen.retain(|_, places| {
        places.sort_by(f64::total_cmp);
        let most = places
            .iter()
            .enumerate()
            .map(|(index, place)| {
                let near = places
                    .iter()
                    .skip(index)
                    .take_while(|other| *other - place <= STAY);
                near.count()
            })
            .max()
            .unwrap_or(0);
        most >= least
    });
    let mut said: HashMap<String, String> = HashMap::new();
    pages
        .iter_mut()
        .map(|page| {
            let mut margins = Margins::default();
            for line in std::mem::take(&mut page.lines) {
                let signature = signature(&line);
                if !in_zone(&line, page.height) || !seen.contains_key(&signature) {
                    page.lines.push(line);
                    continue;
                }
                let words = line.text();
                if said.get(&signature) != Some(&words) {
                    said.insert(signature, words);
                    if line.y() < page.height / 2.0 {
                        margins.top.push(line);
                    } else {
                        margins.foot.push(line);
                    }
                }
            }
            margins
        })
        .collect()
}

fn in_zone(line: &Line, height: f64) -> bool {
    line.y() < ZONE * height || line.y() > (1.0 - ZONE) * height
}

/// The words of a line with its numbers taken as equal.
fn signature(line: &Line) -> String {
    let mut out = String::new();
    for c in line.text().chars() {
        if !c.is_ascii_digit() {
            out.push(c);
        } else if !out.ends_with('#') {
            out.push('#');
        }
    }
    out
}
