//! Rust source as words: comments and text in quotes left out, and the paths in what is left followed to the rooms they name.

/// Names and signs of a source text, `::` as one.
pub fn words(source: &str) -> Vec<String> {
    let letters: Vec<char> = source.chars().collect();
    let mut words = Vec::new();
    let mut at = 0;
    while at < letters.len() {
        let rest = &letters[at..];
        at += match rest {
            ['/', '/', ..] => until(rest, &['\n']),
            ['/', '*', ..] => block_comment(rest),
            ['r', '"' | '#', ..] if raw_text(rest).is_some() => raw_text(rest).unwrap(),
            ['b', 'r', '"' | '#', ..] if raw_text(&rest[1..]).is_some() => {
                1 + raw_text(&rest[1..]).unwrap()
            }
            ['"', ..] => text(rest),
            ['\'', '\\', _, ..] => 3 + until(&rest[3..], &['\'']) + 1,
            ['\'', _, '\'', ..] => 3,
            [':', ':', ..] => {
                words.push("::".to_owned());
                2
            }
            [letter, ..] if letter.is_alphanumeric() || *letter == '_' => {
                let name: String = rest
                    .iter()
                    .take_while(|letter| letter.is_alphanumeric() || **letter == '_')
                    .collect();
                let length = name.chars().count();
                words.push(name);
                length
            }
            [letter, ..] if letter.is_whitespace() => 1,
            [letter, ..] => {
                words.push(letter.to_string());
                1
            }
            [] => 1,
        };
    }
    words
}

fn until(rest: &[char], ends: &[char]) -> usize {
    rest.iter()
        .position(|letter| ends.contains(letter))
        .unwrap_or(rest.len())
}

fn block_comment(rest: &[char]) -> usize {
    let (mut depth, mut at) = (0_usize, 0);
    while at < rest.len() {
        match &rest[at..] {
            ['/', '*', ..] => {
                depth += 1;
                at += 2;
            }
            ['*', '/', ..] => {
                depth -= 1;
                at += 2;
                if depth == 0 {
                    break;
                }
            }
            _ => at += 1,
        }
    }
    at
}

fn text(rest: &[char]) -> usize {
    let mut at = 1;
    while at < rest.len() && rest[at] != '"' {
        at += if rest[at] == '\\' { 2 } else { 1 };
    }
    at + 1
}

/// The length of `r"…"` or `r#"…"#`; `None` for a name that only begins with r.
fn raw_text(rest: &[char]) -> Option<usize> {
    let marks = rest[1..]
        .iter()
        .take_while(|letter| **letter == '#')
        .count();
    let open = 1 + marks;
    if rest.get(open) != Some(&'"') {
        return None;
    }
    let close: Vec<char> = std::iter::once('"')
        .chain(std::iter::repeat_n('#', marks))
        .collect();
    let length = rest[open + 1..]
        .windows(close.len())
        .position(|window| window == close)?;
    Some(open + 1 + length + close.len())
}

/// The first names below the crate that a file's paths lead to, its own room among them. `modules` is where the file stands.
pub fn rooms_named(modules: &[String], words: &[String]) -> Vec<String> {
    let mut here = modules.to_vec();
    // What each open brace belongs to: a module of the file, or anything else.
    let mut braces = Vec::new();
    let mut named = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let before = at.checked_sub(1).map(|before| words[before].as_str());
        match words[at].as_str() {
            "mod" if words.get(at + 2).is_some_and(|word| word == "{") => {
                here.push(words[at + 1].clone());
                braces.push(true);
                at += 3;
            }
            "{" => {
                braces.push(false);
                at += 1;
            }
            "}" => {
                if braces.pop() == Some(true) {
                    here.pop();
                }
                at += 1;
            }
            "crate" | "super" | "self" | "alongside"
                if before != Some("::") && words.get(at + 1).is_some_and(|word| word == "::") =>
            {
                at = follow(words, at, &here, &mut named);
            }
            _ => at += 1,
        }
    }
    named
}

/// Follows one path, or one branch of a `use` tree, from a module; gives the place after it.
fn follow(words: &[String], start: usize, from: &[String], named: &mut Vec<String>) -> usize {
    let mut place = from.to_vec();
    let mut at = start;
    loop {
        match words.get(at).map(String::as_str) {
            Some("crate" | "alongside") => place.clear(),
            Some("super") => {
                place.pop();
            }
            Some("self") => {}
            Some("{") => {
                at += 1;
                while words.get(at).is_some_and(|word| word != "}") {
                    at = if words[at] == "," {
                        at + 1
                    } else {
                        follow(words, at, &place, named)
                    };
                }
                return at + 1;
            }
            Some(name) => place.push(name.to_owned()),
            None => return at,
        }
        at += 1;
        if words.get(at).is_some_and(|word| word == "::") {
            at += 1;
            continue;
        }
        if words.get(at).is_some_and(|word| word == "as") {
            at += 2;
        }
        named.extend(place.first().cloned());
        return at;
    }
}

#[test]
fn paths_are_followed_through_trees_and_upwards_and_words_in_quotes_are_not() {
    let modules = ["screen".to_owned(), "verbs".to_owned(), "find".to_owned()];
    let named = |source: &str| rooms_named(&modules, &words(source));
    assert_eq!(
        named("use crate::{desk::text, casework::{self, Case}};"),
        ["desk", "casework", "casework"]
    );
    assert_eq!(
        named("use super::{super::super::ledger::Ledger, Made};"),
        ["ledger", "screen"]
    );
    assert_eq!(
        named("mod tests { use super::*; } super::super::super::notes::x()"),
        ["screen", "notes"]
    );
    assert_eq!(
        named("// crate::ledger\nlet a = \"crate::ledger\"; /* crate::notes */ 'x'"),
        [""; 0]
    );
    assert_eq!(
        named("let r = r#\"crate::ledger \" \"#; b'\\''; crate::desk"),
        ["desk"]
    );
}
