//! `alongside keys`: the key sheet, with the person's own keys where they chose some.

use super::{
    exit::{Exit, Failure},
    say,
};
use crate::{
    desk::settings,
    screen::action::{OtherKeys, Table},
};

/// The file in the program's configuration folder that gives actions other keys.
const FILE: &str = "keys.toml";

pub fn run() -> Result<Exit, Failure> {
    say::result(table(settings::read(FILE).as_deref())?.sheet().trim_end())?;
    Ok(Exit::Done)
}

fn table(other: Option<&str>) -> Result<Table, Failure> {
    let table = match other {
        None => Table::built_in(),
        Some(text) => toml::from_str::<OtherKeys>(text)
            .map_err(|why| why.message().to_owned())
            .and_then(|other| Table::with(&other)),
    };
    table.map_err(|why| {
        Failure::new(
            Exit::No,
            format!("Your {FILE} cannot be used; put it right or take it away:\n{why}"),
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sheet_shows_the_persons_own_keys() {
        let own = table(Some("[keys]\nremark = [\"F11\"]")).unwrap().sheet();
        assert!(own.contains("| `F11` | Say something |"), "{own}");
        let built_in = table(None).unwrap().sheet();
        assert!(built_in.contains("| `r` | Say something |"), "{built_in}");
    }

    #[test]
    fn wrong_keys_are_refused_with_every_mistake() {
        let wrong = table(Some("[keys]\nremark = [\"w\", \"Foo\"]")).unwrap_err();
        assert!(wrong.sentence.contains("w means both walk and remark"));
        assert!(wrong.sentence.contains("\"Foo\" for remark is no key"));
        assert!(table(Some("keys = 3")).is_err());
    }
}
