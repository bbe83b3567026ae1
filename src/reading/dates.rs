//! Dates as British records write them: `14th March 2012`, `14/03/2012`, `14.3.12`, `14 Mar 12`, `Tuesday 6 March 2012`, `2012-03-14`.

use jiff::civil::Date;

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// The date `words` begin with, a day of the week before it aside; `None` where they begin with none, or with one that cannot be.
/// Day before month; two-figure years up to 69 are of this century.
#[must_use]
pub fn first(words: &str) -> Option<Date> {
    let lower = words.to_lowercase();
    let words = skip_weekday(&lower);
    let mut parts = words
        .split(|c: char| !c.is_alphanumeric())
        .filter(|part| !part.is_empty() && *part != "of");
    let (one, two, three) = (parts.next()?, parts.next()?, parts.next()?);
    // The three must stand close: "3 beds, 4 rooms, 12 steps" is no date.
    let reach = one.len() + two.len() + three.len() + 10;
    if words.find(three)? > reach {
        return None;
    }
    if one.len() == 4 && number(one).is_some() {
        // A time may follow: 2012-03-14T10:30.
        let day = three.split('t').next().unwrap_or(three);
        return build(number(one)?, number(two)?, number(day)?);
    }
    let day = number(ordinal(one))?;
    let month = month(two).or_else(|| number(two))?;
    build(year(three)?, month, day)
}

fn skip_weekday(words: &str) -> &str {
    let trimmed = words.trim_start();
    let end = trimmed
        .find(|c: char| !c.is_alphabetic())
        .unwrap_or(trimmed.len());
    let word = trimmed.get(..end).unwrap_or_default();
    let is_weekday = word.len() >= 3
        && [
            "monday",
            "tuesday",
            "wednesday",
            "thursday",
            "friday",
            "saturday",
            "sunday",
        ]
        .iter()
        .any(|day| day.starts_with(word) || (word == "tues" || word == "thurs"));
    if is_weekday {
        trimmed
            .get(end..)
            .unwrap_or_default()
            .trim_start_matches([',', ' ', '.'])
    } else {
        trimmed
    }
}

fn ordinal(word: &str) -> &str {
    ["st", "nd", "rd", "th"]
        .iter()
        .find_map(|ending| word.strip_suffix(ending))
        .unwrap_or(word)
}

fn month(word: &str) -> Option<i16> {
    let at = MONTHS.iter().position(|month| {
        word.len() >= 3 && (month.starts_with(word) || word == "sept" && *month == "september")
    })?;
    i16::try_from(at + 1).ok()
}

fn number(word: &str) -> Option<i16> {
    word.bytes()
        .all(|byte| byte.is_ascii_digit())
        .then(|| word.parse().ok())
        .flatten()
}

fn year(word: &str) -> Option<i16> {
    let year = number(word)?;
    match (word.len(), year) {
        (4, 1900..=2199) => Some(year),
        (2, 0..=69) => Some(2000 + year),
        (2, _) => Some(1900 + year),
        _ => None,
    }
}

fn build(year: i16, month: i16, day: i16) -> Option<Date> {
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::first;
    use jiff::civil::date;

    #[test]
    fn british_dates_in_every_usual_dress() {
        for words in [
            "14th March 2012",
            "14/03/2012",
            "14.3.12",
            "14 Mar 12",
            "14-03-2012 at 10:30",
            "Wednesday 14 March 2012",
            "Wed, 14th of March 2012",
            "2012-03-14",
            "2012-03-14T10:30:00Z",
        ] {
            assert_eq!(first(words), Some(date(2012, 3, 14)), "{words}");
        }
        assert_eq!(first("4 Sept 98"), Some(date(1998, 9, 4)));
    }

    #[test]
    fn what_is_no_date_gives_none() {
        for words in [
            "31/02/2012",
            "03/14/2012",
            "29 February 2011",
            "next Tuesday",
            "14 March",
            "1 2 345",
            "3 of the 4 beds in a very long row had 12 sheets",
            "13 to 17 November 2023",
            "99999999999999999999 March 2012",
            "",
        ] {
            assert_eq!(first(words), None, "{words}");
        }
    }
}
