//! What a sheet shows for the value of a cell: dates as they are written here, numbers without the noise of arithmetic.

use calamine::{Data, ExcelDateTime};
use jiff::civil::{Date, DateTime};

/// How many figures of a number are shown where its cell says nothing.
const FIGURES: i32 = 10;

/// The most decimals a format may ask for.
const DECIMALS: usize = 15;

/// The words a cell shows; `format` is the number format its cell asks for.
#[must_use]
pub fn shown(value: &Data, format: Option<&str>) -> String {
    match value {
        Data::Int(number) => match i32::try_from(*number) {
            Ok(number) => number_shown(f64::from(number), format),
            Err(_) => number.to_string(),
        },
        Data::Float(number) => number_shown(*number, format),
        Data::String(words) => words.clone(),
        Data::Bool(true) => "TRUE".to_owned(),
        Data::Bool(false) => "FALSE".to_owned(),
        Data::DateTime(moment) => moment_shown(*moment),
        Data::DateTimeIso(moment) => iso_moment(moment),
        Data::DurationIso(length) => iso_length(length),
        Data::Error(error) => error.to_string(),
        Data::Empty => String::new(),
    }
}

fn moment_shown(moment: ExcelDateTime) -> String {
    let value = moment.as_f64();
    if !(0.0..2_958_466.0).contains(&value) {
        return number_shown(value, None);
    }
    if moment.is_duration() {
        let minutes = (value * 24.0 * 60.0).round();
        return format!("{}:{:02}", (minutes / 60.0).floor(), minutes % 60.0);
    }
    let (year, month, day, hour, minute, second, milli) = moment.to_ymd_hms_milli();
    let small = |part: u8| i8::try_from(part).unwrap_or(0);
    let date = i16::try_from(year)
        .ok()
        .and_then(|year| Date::new(year, small(month), small(day)).ok());
    let Some(date) = date else {
        return number_shown(value, None);
    };
    // Times are fractions of a day: half past ten may be a hair before it.
    let seconds = f64::from(hour) * 3600.0
        + f64::from(minute) * 60.0
        + f64::from(second)
        + f64::from(milli) / 1000.0;
    let minutes = ((seconds + 0.5).floor() / 60.0).floor();
    let (date, minutes) = if minutes >= 1440.0 {
        (date.tomorrow().unwrap_or(date), 0.0)
    } else {
        (date, minutes)
    };
    let time = format!("{:02}:{:02}", (minutes / 60.0).floor(), minutes % 60.0);
    if value < 1.0 {
        time
    } else if minutes > 0.0 {
        format!("{} {time}", date_shown(date))
    } else {
        date_shown(date)
    }
}

/// `14/03/2012`.
#[must_use]
pub fn date_shown(date: Date) -> String {
    format!("{:02}/{:02}/{:04}", date.day(), date.month(), date.year())
}

/// `2012-03-14T10:30:00` as `14/03/2012 10:30`; what is no moment stays as it is.
#[must_use]
pub fn iso_moment(words: &str) -> String {
    let words = words.trim().trim_end_matches('Z');
    let moment = words
        .parse::<DateTime>()
        .or_else(|_| words.parse::<Date>().map(|date| date.at(0, 0, 0, 0)));
    match moment {
        Ok(moment) if moment.time() == jiff::civil::Time::midnight() => date_shown(moment.date()),
        Ok(moment) => format!(
            "{} {:02}:{:02}",
            date_shown(moment.date()),
            moment.hour(),
            moment.minute()
        ),
        Err(_) => words.to_owned(),
    }
}

/// `PT10H30M00S` as `10:30`; what is no length of time stays as it is.
#[must_use]
pub fn iso_length(words: &str) -> String {
    let parts = || {
        let (hours, rest) = words.trim().strip_prefix("PT")?.split_once('H')?;
        let minutes = rest.split_once('M').map_or("0", |(minutes, _)| minutes);
        let (hours, minutes): (u32, u32) = (hours.parse().ok()?, minutes.parse().ok()?);
        Some(format!("{hours:02}:{minutes:02}"))
    };
    parts().unwrap_or_else(|| words.to_owned())
}

/// What a number format asks for, as far as it matters to a reader.
#[derive(Debug, Default, PartialEq, Eq)]
struct Wanted {
    decimals: Option<usize>,
    thousands: bool,
    percent: bool,
    pounds: bool,
    digits: usize,
}

fn wanted(format: &str) -> Wanted {
    let mut wanted = Wanted::default();
    let mut quoted = false;
    let mut bracket = false;
    let mut decimals: Option<usize> = None;
    let first = format.split(';').next().unwrap_or(format);
    let mut letters = first.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '£' => wanted.pounds = true,
            '"' => quoted = !quoted,
            _ if quoted => {}
            '[' => bracket = true,
            ']' => bracket = false,
            _ if bracket => {}
            '\\' | '_' | '*' => {
                letters.next();
            }
            '%' => wanted.percent = true,
            ',' => wanted.thousands = true,
            '.' => decimals = Some(0),
            '0' if decimals.is_none() => wanted.digits += 1,
            '0' | '#' | '?' => {
                if let Some(count) = &mut decimals {
                    *count = (*count + 1).min(DECIMALS);
                }
            }
            // A fraction, an exponent: what the value itself is says more.
            '/' | 'E' | 'e' => return Wanted::default(),
            _ => {}
        }
    }
    let is_number = wanted.digits > 0 || first.contains('#');
    wanted.decimals = is_number.then(|| decimals.unwrap_or(0));
    wanted
}

fn number_shown(number: f64, format: Option<&str>) -> String {
    let wanted = format
        .filter(|format| !format.eq_ignore_ascii_case("general"))
        .map(wanted)
        .unwrap_or_default();
    let number = if wanted.percent {
        number * 100.0
    } else {
        number
    };
    let mut words = match wanted.decimals {
        Some(decimals) if number.abs() < 1e15 => format!("{number:.decimals$}"),
        _ => plain(number),
    };
    if wanted.digits > 1 && !words.contains('-') {
        // Numbers such as `0042`, which people know by their figures.
        let whole = words.split('.').next().map_or(0, str::len);
        words.insert_str(0, &"0".repeat(wanted.digits.min(20).saturating_sub(whole)));
    }
    if wanted.thousands {
        words = grouped(&words);
    }
    if wanted.pounds {
        words = match words.strip_prefix('-') {
            Some(rest) => format!("-£{rest}"),
            None => format!("£{words}"),
        };
    }
    if wanted.percent {
        words.push('%');
    }
    words
}

/// A number as a cell without a format shows it: whole ones whole, others to ten figures.
fn plain(number: f64) -> String {
    if !number.is_finite() {
        return "#NUM!".to_owned();
    }
    if number.fract() == 0.0 && number.abs() < 1e15 {
        return format!("{number:.0}").replace("-0", if number == 0.0 { "0" } else { "-0" });
    }
    let size = number.abs();
    if !(1e-5..1e15).contains(&size) {
        return format!("{number:.5e}");
    }
    let whole = size.log10().floor();
    let decimals = (f64::from(FIGURES - 1) - whole).clamp(0.0, 15.0);
    let decimals = (0..=DECIMALS)
        .find(|&count| f64::from(u8::try_from(count).unwrap_or(15)) >= decimals)
        .unwrap_or(DECIMALS);
    let words = format!("{number:.decimals$}");
    if words.contains('.') {
        words.trim_end_matches('0').trim_end_matches('.').to_owned()
    } else {
        words
    }
}

/// `1234567.5` as `1,234,567.5`.
fn grouped(words: &str) -> String {
    let (whole, rest) = words.split_at(words.find('.').unwrap_or(words.len()));
    let (sign, digits) = match whole.strip_prefix('-') {
        Some(digits) => ("-", digits),
        None => ("", whole),
    };
    let mut out = String::from(sign);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at) % 3 == 0 {
            out.push(',');
        }
        out.push(digit);
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use calamine::{CellErrorType, ExcelDateTimeType};

    use super::*;

    fn moment(value: f64) -> String {
        let moment = ExcelDateTime::new(value, ExcelDateTimeType::DateTime, false);
        shown(&Data::DateTime(moment), None)
    }

    #[test]
    fn dates_are_british_and_times_stand_where_there_are_times() {
        assert_eq!(moment(40982.0), "14/03/2012");
        assert_eq!(moment(40982.4375), "14/03/2012 10:30");
        assert_eq!(moment(40_982.437_499_999), "14/03/2012 10:30");
        assert_eq!(moment(40_982.999_999_9), "15/03/2012");
        assert_eq!(moment(0.4375), "10:30");
        assert_eq!(moment(-3.0), "-3");
        assert_eq!(moment(1e300), "1.00000e300");
        let length = ExcelDateTime::new(1.5, ExcelDateTimeType::TimeDelta, false);
        assert_eq!(shown(&Data::DateTime(length), None), "36:00");
        assert_eq!(iso_moment("2012-03-14"), "14/03/2012");
        assert_eq!(iso_moment("2012-03-14T10:30:00Z"), "14/03/2012 10:30");
        assert_eq!(iso_moment("soon"), "soon");
        assert_eq!(iso_length("PT10H30M00S"), "10:30");
    }

    #[test]
    fn numbers_are_shown_as_people_see_them() {
        for (number, format, words) in [
            (3.000_000_000_1, None, "3"),
            (0.1 + 0.2, None, "0.3"),
            (0.0, None, "0"),
            (-0.0, None, "0"),
            (-12.0, None, "-12"),
            (123_456_789_012.0, None, "123456789012"),
            (1234.5678, Some("General"), "1234.5678"),
            (0.853, Some("0%"), "85%"),
            (0.853, Some("0.0%"), "85.3%"),
            (1234.5, Some("£#,##0.00"), "£1,234.50"),
            (-1234.4, Some("[$£-809]#,##0"), "-£1,234"),
            (1234.5, Some("\"£\"#,##0.00_);(#,##0)"), "£1,234.50"),
            (42.0, Some("0000"), "0042"),
            (7.5, Some("# ?/?"), "7.5"),
            (7.5, Some("@"), "7.5"),
            (f64::NAN, None, "#NUM!"),
            (1e20, Some("0.00"), "1.00000e20"),
        ] {
            assert_eq!(
                shown(&Data::Float(number), format),
                words,
                "{number} {format:?}"
            );
        }
        assert_eq!(shown(&Data::Bool(true), None), "TRUE");
        assert_eq!(shown(&Data::Error(CellErrorType::Div0), None), "#DIV/0!");
        assert_eq!(shown(&Data::Int(7), None), "7");
    }
}
