//! `alongside keys`: the key sheet, with the person's own keys where they chose some.

use super::{
    exit::{Exit, Failure},
    say,
};
use crate::{
    desk::{settings, shown},
    screen::action::{OtherKeys, Table},
};

pub fn run() -> Result<Exit, Failure> {
    let table = own_table().or_else(|why| {
        let first = why.lines().next().unwrap_or_default();
        say::aside(&format!(
            "Your keys.toml is not used: {}. The keys below are those alongside comes with.",
            shown::line(first)
        ));
        Table::built_in()
    });
    let table = table.map_err(|why| Failure::new(Exit::Cannot, why))?;
    say::result(table.sheet().trim_end())?;
    Ok(Exit::Done)
}

fn own_table() -> Result<Table, String> {
    let Some(words) = settings::read("keys.toml") else {
        return Table::built_in();
    };
    let other = toml::from_str::<OtherKeys>(&words).map_err(|why| why.message().to_owned())?;
    Table::with(&other)
}
