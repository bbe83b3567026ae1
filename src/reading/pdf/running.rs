//! What stands at the top and foot of page after page: found by repetition, left out of the words, said once.

use std::collections::HashMap;

use super::lines::Line;

/// How much of a page counts as its top and as its foot.
const ZONE: f64 = 0.12;

/// How far a repeated line may move between pages, in points.
const STAY: f64 = 4.0;

/// The most such lines said in the remark.
const SAID: usize = 4;

/// A page, as far as this file needs it.
pub struct PageLines {
    /// Its height.
    pub height: f64,
    /// Its lines.
    pub lines: Vec<Line>,
}

/// Takes the repeated lines out of the pages; each is given once, as on the first page it stands on.
pub fn take_running(pages: &mut [PageLines]) -> Vec<String> {
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
    let mut said: Vec<(String, String)> = Vec::new();
    for page in pages.iter_mut() {
        let height = page.height;
        page.lines.retain(|line| {
            let is_running = in_zone(line, height) && seen.contains_key(&signature(line));
            if is_running {
                let signature = signature(line);
                if !said.iter().any(|known| known.0 == signature) {
                    said.push((signature, line.text()));
                }
            }
            !is_running
        });
    }
    said.into_iter().map(|(_, words)| words).collect()
}

/// The remark about them.
pub fn remark(running: &[String]) -> Option<String> {
    let quoted: Vec<String> = running
        .iter()
        .take(SAID)
        .map(|words| format!("“{words}”"))
        .collect();
    (!quoted.is_empty()).then(|| {
        format!(
            "Stands at the top or foot of the pages and is left out of the words: {}.",
            quoted.join(", ")
        )
    })
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
