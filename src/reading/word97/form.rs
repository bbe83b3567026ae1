//! What the boxes of a form show: ticked or not, and what was chosen from a list.

use super::bytes::Bytes;

/// The most entries of a list to choose from.
const CHOICES: usize = 64;

/// What a field shows that has no result of its own; `data` is where its own data stand in the stream of data.
pub fn shown(instruction: &str, data: Option<usize>, stream: Bytes<'_>) -> String {
    let kind = instruction.trim_start();
    let is_tick = kind.starts_with("FORMCHECKBOX");
    if !is_tick && !kind.starts_with("FORMDROPDOWN") {
        return String::new();
    }
    let form = data.and_then(|at| Form::new(stream.from(at)));
    if is_tick {
        let is_on = form.is_some_and(|form| form.chosen == 1);
        return if is_on { "☒" } else { "☐" }.to_owned();
    }
    form.and_then(|form| form.choices.into_iter().nth(form.chosen))
        .unwrap_or_default()
}

struct Form {
    chosen: usize,
    choices: Vec<String>,
}

impl Form {
    fn new(data: Bytes<'_>) -> Option<Self> {
        let own = data.from(usize::from(data.two(4)?));
        if own.four(0)? != u32::MAX {
            return None;
        }
        let bits = own.two(4)?;
        let (kind, result) = (bits & 3, usize::from(bits >> 2 & 31));
        // Its name comes first; only a box of words has words that stand there at first.
        let mut at = after(own, 10)?;
        if kind == 0 {
            return None;
        }
        let usual = usize::from(own.two(at)?);
        at += 2;
        let mut choices = Vec::new();
        if kind == 2 {
            for _ in 0..5 {
                at = after(own, at)?;
            }
            let count = usize::from(own.two(at + 2)?).min(CHOICES);
            at += 6;
            for _ in 0..count {
                let length = usize::from(own.two(at)?);
                choices.push(own.letters(at + 2, length)?);
                at += 2 + 2 * length;
            }
        }
        Some(Self {
            chosen: if result == 25 { usual } else { result },
            choices,
        })
    }
}

/// The place after words with their length before them and nothing behind.
fn after(own: Bytes<'_>, at: usize) -> Option<usize> {
    Some(at + 4 + 2 * usize::from(own.two(at)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(words: &str) -> Vec<u8> {
        let units: Vec<u16> = words.encode_utf16().collect();
        let mut out = u16::try_from(units.len()).unwrap().to_le_bytes().to_vec();
        out.extend(units.into_iter().flat_map(u16::to_le_bytes));
        out
    }

    fn data(kind: u16, result: u16, usual: u16, choices: &[&str]) -> Vec<u8> {
        let mut out = vec![0, 0, 0, 0, 8, 0, 0, 0];
        out.extend(u32::MAX.to_le_bytes());
        out.extend((kind | result << 2).to_le_bytes());
        out.extend([0; 4]);
        out.extend(words("Tick1"));
        out.extend([0; 2]);
        out.extend(usual.to_le_bytes());
        if kind == 2 {
            for _ in 0..5 {
                out.extend([0; 4]);
            }
            out.extend([0xff, 0xff]);
            out.extend(u16::try_from(choices.len()).unwrap().to_le_bytes());
            out.extend([0, 0]);
            for choice in choices {
                out.extend(words(choice));
            }
        }
        out
    }

    #[test]
    fn boxes_show_what_is_ticked_and_chosen() {
        let show = |kind: &str, bytes: &[u8]| shown(kind, Some(0), Bytes(bytes));
        assert_eq!(show(" FORMCHECKBOX ", &data(1, 1, 0, &[])), "☒");
        assert_eq!(show("FORMCHECKBOX", &data(1, 25, 1, &[])), "☒");
        assert_eq!(show("FORMCHECKBOX", &data(1, 25, 0, &[])), "☐");
        let list = data(2, 1, 0, &["Home", "School"]);
        assert_eq!(show("FORMDROPDOWN", &list), "School");
        assert_eq!(shown("FORMCHECKBOX", None, Bytes(&[])), "☐");
        assert_eq!(show("PAGE", &list), "");
        for cut in 0..list.len() {
            show("FORMDROPDOWN", &list[..cut]);
        }
    }
}
