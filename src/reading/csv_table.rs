//! Reading CSV: its delimiter found, its cells handed to the grid of cells.

use super::{
    builder::Builder,
    decode::decode,
    grid::{CELLS_CAP, Cell, Grid, Titles},
};

/// Rows looked at to find the delimiter.
const SAMPLE: usize = 20;

/// Reads comma-, semicolon-, tab- or bar-separated values into one table.
pub fn read(bytes: &[u8], builder: &mut Builder) {
    let words = decode(bytes, builder);
    let (told, words) = told(&words);
    let delimiter = told.unwrap_or_else(|| delimiter(words));
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(words.as_bytes());
    let mut grid = Grid::default();
    for (row, record) in (0_u32..).zip(reader.records()) {
        let Ok(record) = record else {
            builder.remark("Some rows are not well-formed and are left out.");
            continue;
        };
        let mut room = true;
        for (column, words) in (0_u32..).zip(record.iter()) {
            room &= grid.add(Cell {
                row,
                column,
                words: words.to_owned(),
                stands_out: false,
            });
        }
        if !room {
            break;
        }
    }
    grid.put(Titles::Usual, &mut CELLS_CAP.clone(), builder);
}

/// The delimiter a first line `sep=;` tells spreadsheet programs, and the rest.
fn told(words: &str) -> (Option<u8>, &str) {
    let found = || {
        let (first, rest) = words.split_once('\n')?;
        let sign = first.trim_end_matches('\r').strip_prefix("sep=")?;
        let &[sign] = sign.as_bytes() else {
            return None;
        };
        sign.is_ascii().then_some((Some(sign), rest))
    };
    found().unwrap_or((None, words))
}

/// The delimiter that parts the first rows most evenly.
fn delimiter(words: &str) -> u8 {
    let mut best = (0, b',');
    for delimiter in [b',', b';', b'\t', b'|'] {
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(delimiter)
            .from_reader(words.as_bytes());
        let widths: Vec<usize> = reader
            .records()
            .take(SAMPLE)
            .map_while(Result::ok)
            .map(|row| row.len())
            .collect();
        let first = widths.first().copied().unwrap_or(0);
        let alike = widths.iter().filter(|&&width| width == first).count();
        // On a tie the rarer sign counts: commas stand in sentences too.
        if first > 1 && (alike * first) >= best.0 {
            best = (alike * first, delimiter);
        }
    }
    best.1
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reading::outline::outline;

    fn rows(bytes: &[u8]) -> Vec<String> {
        let mut builder = Builder::new();
        read(bytes, &mut builder);
        outline(&builder.finish().unwrap())
    }

    #[test]
    fn a_chronology_is_a_table_with_titles() {
        let csv =
            b"Date,Event,Source\n03/03/2012,\"Mother rang, upset\",contact\n20/04/2012,Visit\n";
        assert_eq!(
            rows(csv),
            [
                "th0 Date | Event | Source",
                "tr0 03/03/2012 | Mother rang, upset | contact",
                "tr0 20/04/2012 | Visit | "
            ]
        );
    }

    #[test]
    fn semicolons_and_tabs_are_found_though_the_cells_hold_commas() {
        assert_eq!(
            rows(b"3;Seen alone, at home\n4;Not in, no reply\n"),
            ["tr0 3 | Seen alone, at home", "tr0 4 | Not in, no reply"]
        );
        assert_eq!(
            rows(b"When\tWhat\n1 May\tVisit\n"),
            ["th0 When | What", "tr0 1 May | Visit"]
        );
    }

    #[test]
    fn a_note_over_several_lines_stays_in_its_cell() {
        assert_eq!(
            rows(b"id,note\n1,\"first\nsecond\"\n"),
            ["th0 id | note", "tr0 1 | first second"]
        );
    }

    #[test]
    fn encodings_hints_and_ragged_rows() {
        let wide: Vec<u8> = "\u{feff}Date\tEvent\r\n03/03/2012\tMother’s call\r\n"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        assert_eq!(
            rows(&wide),
            ["th0 Date | Event", "tr0 03/03/2012 | Mother’s call"]
        );
        assert_eq!(
            rows(b"sep=;\r\nDate;Event;Who\r\n3/3/12;Caf\xe9, a talk\r\n\r\n4/3/12;Visit;FSW;late\r\n"),
            [
                "th0 Date | Event | Who | ",
                "tr0 3/3/12 | Café, a talk |  | ",
                "tr0 4/3/12 | Visit | FSW | late"
            ]
        );
    }
}
