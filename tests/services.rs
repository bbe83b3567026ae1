//! `alongside services`: a list of services from a file of the authority's, into the package of a case.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    missing_docs
)]

#[path = "support/program.rs"]
#[allow(dead_code, reason = "shared with other tests")]
mod program;

use std::fs;

use program::{Place, Ran, run};

const LIST: &str = "Need,Service,Agency,Worker,From when,Zebra\n\
    Safe at home,Family support,Millrace Family Centre,Family support worker,31 January 2012,x\n\
    Money,,,,,\n\
    ,,,,,\n\
    Getting to school,Breakfast club,School,Deputy head,30 January 2012,y\n";

/// A case with one document.
fn place() -> Place {
    let place = Place::new();
    let case = place.path("N-017");
    fs::create_dir(&case).unwrap();
    fs::write(case.join("visit.md"), "# Visit\n\nMother was in.\n").unwrap();
    run(&[
        "intake",
        place.inspection().to_str().unwrap(),
        case.to_str().unwrap(),
    ])
    .ends(0);
    place
}

fn services(place: &Place, name: &str, words: &[u8], more: &[&str]) -> Ran {
    let file = place.path(name);
    fs::write(&file, words).unwrap();
    let inspection = place.inspection();
    let mut arguments = vec![
        "services",
        inspection.to_str().unwrap(),
        file.to_str().unwrap(),
        "--case",
        "N-017",
    ];
    arguments.extend(more);
    run(&arguments)
}

fn shown(place: &Place) -> String {
    run(&[
        "show",
        place.inspection().to_str().unwrap(),
        "--case",
        "N-017",
        "--view",
        "package",
    ])
    .ends(0)
    .out
}

#[test]
fn a_list_is_taken_in_and_every_column_is_said() {
    let place = place();
    let ran = services(
        &place,
        "services.csv",
        LIST.as_bytes(),
        &["--column", "Worker=owner"],
    )
    .ends(0);
    assert!(ran.out.contains("added: 1. Family support"), "{}", ran.out);
    assert!(
        ran.out
            .contains("3 services of case N-017 taken in from services.csv."),
        "{}",
        ran.out
    );
    for said in [
        "“Need” is taken for: Need (sure)",
        "“Agency” is taken for: Provider (sure)",
        "“Worker” is taken for: Owner (sure)",
        "“Zebra” is not used",
    ] {
        assert!(ran.err.contains(said), "{said}\n{}", ran.err);
    }
    let page = shown(&place);
    for words in [
        "1. Family support",
        "Millrace Family Centre",
        "no service named",
        "listed first in services.csv",
        "The need “Money” is named, and no service answers it: what was there for it?",
        "Nothing says when “Family support” was or is to be reviewed",
        "Who is heard",
    ] {
        assert!(page.contains(words), "{words}\n{page}");
    }
    assert!(
        !page.contains("Nobody is named as responsible for “Family support”"),
        "{page}"
    );
}

#[test]
fn the_same_list_again_is_nothing_new_and_a_later_one_is_the_history() {
    let place = place();
    services(
        &place,
        "march.csv",
        LIST.as_bytes(),
        &["--column", "Worker=owner"],
    )
    .ends(0);
    let again = services(
        &place,
        "march.csv",
        LIST.as_bytes(),
        &["--column", "Worker=owner"],
    );
    assert!(
        again
            .err
            .contains("Every row was listed from this file already: nothing was changed."),
        "{}",
        again.err
    );
    assert_eq!(again.status, 1);
    let june = "Service;Need;How often\nfamily support;Safe at home;3 hours a week\nArt club;Own time;weekly\nBreakfast clubs at school;School;daily\n";
    let taken = services(&place, "june.csv", june.as_bytes(), &["--json"]).ends(0);
    let json = taken.json();
    assert_eq!(json["services"][0]["service"], 1);
    assert_eq!(json["services"][0]["again"], true);
    assert_eq!(json["services"][1]["again"], false);
    assert_eq!(json["services"][2]["again"], false);
    assert_eq!(json["columns"][2]["field"], "planned");
    // Not sure, and nobody there to be asked: said.
    assert!(
        taken.err.contains("may be the same as 3. Breakfast club"),
        "{}",
        taken.err
    );
    let page = shown(&place);
    assert!(
        page.contains("Planned: 3 hours a week (not said before), in june.csv"),
        "{page}"
    );
    // A list has no day: nothing is called dropped for want of it.
    assert!(!page.contains("nothing says that it ended"), "{page}");
}

#[test]
fn what_cannot_be_used_is_said_and_nothing_is_taken_in() {
    let place = place();
    let nothing = |name: &str, words: &[u8], more: &[&str], status: i32, said: &str| {
        let ran = services(&place, name, words, more);
        assert!(ran.err.contains(said), "{said}\n{}\n{}", ran.err, ran.out);
        assert_eq!((ran.status, ran.out.as_str()), (status, ""), "{name}");
    };
    nothing("a.csv", b"", &[], 1, "Nothing was taken in");
    nothing(
        "b.csv",
        b"Name,Age\nEllie,9\n",
        &[],
        1,
        "there is no table with a column of services",
    );
    nothing(
        "c.csv",
        b"Need,Service\n,\n",
        &[],
        1,
        "there is no table with a column of services",
    );
    nothing(
        "d.txt",
        b"Family support, weekly.\n",
        &[],
        1,
        "there is no table in it",
    );
    nothing(
        "e.csv",
        LIST.as_bytes(),
        &["--column", "Wroker=owner"],
        2,
        "There is no column called \"Wroker\"",
    );
    nothing(
        "f.csv",
        LIST.as_bytes(),
        &["--column", "Worker=boss"],
        2,
        "Write the title, an equals sign and one of: need, aim",
    );
    nothing("g.pdf", b"%PDF-1.4 no", &[], 1, "could not be read");
    let missing = run(&[
        "services",
        place.inspection().to_str().unwrap(),
        place.path("nowhere.csv").to_str().unwrap(),
        "--case",
        "N-017",
    ]);
    assert_eq!(missing.status, 1);
    assert!(missing.err.contains("could not be read"), "{}", missing.err);
    let unknown = run(&[
        "services",
        place.inspection().to_str().unwrap(),
        place.path("a.csv").to_str().unwrap(),
        "--case",
        "N-099",
    ]);
    assert_eq!(unknown.status, 2);
    assert!(shown(&place).contains("No service is listed yet."));
}
