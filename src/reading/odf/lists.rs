//! The numbers of lists in `OpenDocument` texts: counted as the word processor does.

use std::collections::HashMap;

use super::super::xml::Element;

/// Levels a list may have.
pub const LEVELS: usize = 10;

#[derive(Clone, Debug)]
enum Level {
    Bullet,
    Number {
        format: String,
        prefix: String,
        suffix: String,
        shown: usize,
        start: u32,
    },
}

/// How a list counts, level by level.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    levels: HashMap<usize, Level>,
}

impl Plan {
    /// What a list style says.
    pub fn new(element: &Element) -> Self {
        let mut plan = Self::default();
        for child in element.elements() {
            let Some(at) = child
                .attribute("level")
                .and_then(|level| level.parse::<usize>().ok())
                .filter(|level| (1..=LEVELS).contains(level))
            else {
                continue;
            };
            let own = |name: &str| child.attribute(name).unwrap_or_default().to_owned();
            let level = match child.name {
                "list-level-style-number" => Level::Number {
                    format: own("num-format"),
                    prefix: own("num-prefix"),
                    suffix: own("num-suffix"),
                    shown: own("display-levels").parse().unwrap_or(1),
                    start: own("start-value").parse().unwrap_or(1),
                },
                "list-level-style-bullet" | "list-level-style-image" => Level::Bullet,
                _ => continue,
            };
            plan.levels.insert(at - 1, level);
        }
        plan
    }

    /// Where a level begins to count.
    pub fn start(&self, level: usize) -> u32 {
        match self.levels.get(&level) {
            Some(Level::Number { start, .. }) => *start,
            _ => 1,
        }
    }

    /// The marker of an item at this level, the numbers of the levels down to it given.
    pub fn marker(&self, level: usize, numbers: &[u32]) -> String {
        let Some(Level::Number {
            format,
            prefix,
            suffix,
            shown,
            ..
        }) = self.levels.get(&level)
        else {
            return "•".to_owned();
        };
        if format.is_empty() {
            return format!("{prefix}{suffix}");
        }
        let from = (level + 1).saturating_sub((*shown).max(1));
        let parts: Vec<String> = (from..=level)
            .filter_map(|at| {
                let number = numbers.get(at).copied()?;
                match self.levels.get(&at) {
                    Some(Level::Number { format, .. }) => Some(numeral(number, format)),
                    _ => None,
                }
            })
            .collect();
        format!("{prefix}{}{suffix}", parts.join("."))
    }
}

/// A number as `1`, `a`, `A`, `i` or `I` says.
pub fn numeral(number: u32, format: &str) -> String {
    let small = match format {
        "a" | "A" => letter(number),
        "i" | "I" => roman(number),
        _ => return number.to_string(),
    };
    if format.starts_with(char::is_uppercase) {
        small.to_uppercase()
    } else {
        small
    }
}

fn letter(number: u32) -> String {
    let place = number.saturating_sub(1) % 26;
    let letter = u8::try_from(place).map_or('a', |place| char::from(b'a' + place));
    let times = usize::try_from(number.saturating_sub(1) / 26 + 1).unwrap_or(1);
    letter.to_string().repeat(times.min(8))
}

fn roman(number: u32) -> String {
    const SIGNS: [(u32, &str); 13] = [
        (1000, "m"),
        (900, "cm"),
        (500, "d"),
        (400, "cd"),
        (100, "c"),
        (90, "xc"),
        (50, "l"),
        (40, "xl"),
        (10, "x"),
        (9, "ix"),
        (5, "v"),
        (4, "iv"),
        (1, "i"),
    ];
    if number == 0 || number > 3999 {
        return number.to_string();
    }
    let mut left = number;
    let mut out = String::new();
    for (value, sign) in SIGNS {
        while left >= value {
            out.push_str(sign);
            left -= value;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_letters_and_roman_numbers() {
        assert_eq!(numeral(28, "a"), "bb");
        assert_eq!(numeral(3, "A"), "C");
        assert_eq!(numeral(1999, "i"), "mcmxcix");
        assert_eq!(numeral(0, "I"), "0");
        assert_eq!(numeral(7, "1"), "7");
        assert_eq!(letter(u32::MAX).len(), 8);
    }
}
