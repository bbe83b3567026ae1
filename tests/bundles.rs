//! A bundle is checked by the program and, independently, by `assets/verify_bundle.py`: both give the same answer for good ones and for ones in
//! which a byte or a field is another, and no altered one is accepted.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    missing_docs
)]

#[path = "support/altered.rs"]
mod altered;
#[path = "support/both_verifiers.rs"]
mod both;
#[path = "support/bundles.rs"]
mod maker;
#[path = "support/program.rs"]
#[allow(dead_code, reason = "shared with other tests")]
mod program;

use std::{collections::BTreeSet, fs, path::Path, process::Command};

use alongside::{
    casework::Side,
    proof::{
        bundle::{
            Answer, Asked, Bundle, BundleError, BundleReport, LARGEST, MOST_JOURNALS, MOST_SEALS,
            check,
        },
        chain::{AROUND_AFTER, AROUND_BEFORE},
        code::{Code, DIGITS, LIST, SCRYPT_LOG_N, SCRYPT_P, SCRYPT_R, WORDS},
        statement::LONGEST,
    },
};
use both::{Bundles, asset, checked, python};
use maker::{Dice, Maker};
use program::{Ran, program};
use serde_json::Value;
use tempfile::TempDir;

fn report_of(maker: &Maker, code: Option<Code>) -> BundleReport {
    checked(&Bundle::parse(&maker.bundle()).unwrap(), code)
}

fn good_and_altered(good: u64, altered: usize) {
    let mut bundles = Bundles::new();
    let makers: Vec<Maker> = (0..good).map(Maker::whole).collect();
    for maker in &makers {
        bundles.add("a good one", maker.bundle(), maker.code(), true);
    }
    let mut dice = Dice(2012);
    let mut seen = BTreeSet::new();
    let sealed: Vec<&Maker> = makers
        .iter()
        .filter(|maker| maker.code().is_some())
        .collect();
    for number in 0..altered {
        let one = std::iter::from_fn(|| {
            let maker = sealed[dice.below(sealed.len())];
            Some(altered::alter(maker, number, &mut dice))
        });
        let one = one.flatten().next().unwrap();
        bundles.add(&one.what, one.bytes, Some(one.code), false);
        seen.insert(one.what);
    }
    assert_eq!(seen.len(), altered::KINDS.min(altered), "{seen:?}");
    bundles.both_say_the_same();
}

#[test]
fn twenty_good_bundles_are_the_same_and_a_hundred_altered_ones_are_not() {
    good_and_altered(20, 100);
}

#[test]
#[ignore = "long: 200 good bundles, 2,000 altered ones"]
fn two_hundred_good_bundles_are_the_same_and_two_thousand_altered_ones_are_not() {
    good_and_altered(200, 2_000);
}

/// Two devices, an arrival and two sittings, everything signed; one entry stands behind the last seal.
fn two_devices() -> Maker {
    let mut maker = Maker::new(41);
    maker.person(Side::Inspection, true);
    maker.person(Side::Authority, true);
    maker.entries(2);
    maker.seal_arrival(3);
    maker.seal_sitting(2);
    maker.device();
    maker.entries(1);
    maker.seal_sitting(1);
    maker
}

fn first_difference(report: &BundleReport) -> &str {
    assert_eq!(report.answer, Answer::Differs);
    assert_eq!(report.proven, Vec::<String>::new());
    &report.differences[0].what
}

/// The bundle with one text in it replaced.
fn with(maker: &Maker, old: &str, new: &str) -> Bundle {
    let text = String::from_utf8(maker.bundle()).unwrap();
    assert!(text.contains(old));
    Bundle::parse(text.replacen(old, new, 1).as_bytes()).unwrap()
}

#[test]
fn the_words_on_paper_prove_everything_that_their_seal_counts_and_the_rest_is_said() {
    let maker = two_devices();
    let report = report_of(&maker, maker.code());
    assert_eq!(report.answer, Answer::Same);
    assert_eq!(report.asked_for, Some(3));
    assert_eq!(report.entries(), 6);
    assert_eq!(
        report.proven[0],
        "6 entries of 2 devices: each was signed by its device, and none is missing, changed or moved between the first and the last."
    );
    assert!(
        report
            .proven
            .iter()
            .any(|line| line.starts_with("The words on paper are those of seal 3 (of a sitting, "))
    );
    let second = hex_of(&maker, 1);
    let tail = format!(
        "Entry 5 of device {second} came after the last seal: further ones could be missing behind."
    );
    assert!(report.not_proven.contains(&tail), "{:?}", report.not_proven);

    let without = report_of(&maker, None);
    assert_eq!(without.answer, Answer::Same);
    assert_eq!(without.asked_for, None);
    let paper = "That these are the seals that were written on paper: compare the words, or give them with --seal.";
    assert!(without.not_proven.iter().any(|line| line == paper));

    let first = Code::of(maker.statements[0].as_bytes(), maker.vault);
    let earlier = report_of(&maker, Some(first));
    let later =
        "What came after seal 1, by the words of seal 1: give the words of a later seal for that.";
    assert!(earlier.not_proven.iter().any(|line| line == later));
}

#[test]
fn a_participant_who_signs_with_another_key_than_before_is_named() {
    let mut maker = two_devices();
    assert!(
        report_of(&maker, None)
            .not_proven
            .iter()
            .all(|line| !line.contains("another key"))
    );
    maker.other_words(1);
    maker.seal_sitting(1);
    let report = report_of(&maker, maker.code());
    assert_eq!(report.answer, Answer::Same);
    let named = "That participant 2 was the same person: they signed seal 4 with another key than before. The record says when they chose \
                 new words.";
    assert_eq!(report.not_proven.last().unwrap(), named);
}

/// The name of the device with this place in the bundle.
fn hex_of(maker: &Maker, place: usize) -> String {
    let bundle: Value = serde_json::from_slice(&maker.bundle()).unwrap();
    bundle["journals"][place]["header"].as_str().unwrap()[48..64].to_owned()
}

#[test]
fn entries_missing_at_the_end_are_named_by_the_seal_that_counts_them() {
    let maker = two_devices();
    let bundle: Value = serde_json::from_slice(&maker.bundle()).unwrap();
    let entries: Vec<&str> = bundle["journals"][1]["entries"]
        .as_array()
        .unwrap()
        .iter()
        .map(|entry| entry.as_str().unwrap())
        .collect();
    let cut = with(
        &maker,
        &format!("\"{}\",\"{}\"", entries[0], entries[1]),
        "",
    );
    let report = checked(&cut, maker.code());
    let device = hex_of(&maker, 1);
    assert_eq!(
        first_difference(&report),
        format!("Seal 3: it counts 5 entries up to device {device}, but entry 4 of it is missing.")
    );
    assert_eq!(report.differences[0].place.entry, Some(4));
    let first = with(&maker, entries[0], &entries[0].replace('0', "1"));
    assert!(
        first_difference(&checked(&first, None))
            .starts_with(&format!("Entry 4 of device {device}: "))
    );
}

#[test]
fn a_bundle_of_another_inspection_is_said_to_be_one() {
    let (maker, other) = (two_devices(), Maker::whole(4));
    let bundle = Bundle::parse(&maker.bundle()).unwrap();
    let asked = Asked {
        code: maker.code(),
        vault: Some(other.vault),
    };
    let report = check(&bundle, &asked, &mut |_, _| {});
    assert_eq!(
        first_difference(&report),
        "This bundle is another inspection's; nothing else of it was looked at."
    );
    let report = checked(&bundle, other.code());
    assert_eq!(
        first_difference(&report),
        "Seals 1 to 3 are in this bundle, and all have other words. Either the words were not written down from one of them, or what was \
         sealed has been changed."
    );
}

#[test]
fn a_whole_inspection_made_again_with_other_keys_has_other_words() {
    let maker = two_devices();
    let mut forged = Maker::of(42, maker.vault);
    forged.entries(3);
    forged.seal_sitting(2);
    let without = report_of(&forged, None);
    assert_eq!(without.answer, Answer::Same);
    assert!(without.proven.iter().all(|line| !line.contains("on paper")));
    let asked = report_of(&forged, maker.code());
    assert_eq!(
        first_difference(&asked),
        "The only seal in this bundle, seal 1, has other words. Either the words were not written down from one of them, or what was \
         sealed has been changed."
    );
}

#[test]
fn a_signature_that_only_a_careless_check_would_take_is_refused_by_both() {
    const ORDER: [u8; 32] = [
        0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde,
        0x14, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x10,
    ];
    let mut neutral = [0; 32];
    neutral[0] = 1;
    let mut order_four = [0; 32];
    order_four[31] = 0x80;
    let none = [neutral, [0; 32]].concat();
    let mut bundles = Bundles::new();
    for careless in 0..5 {
        let mut maker = Maker::new(7);
        maker.person(Side::Inspection, true);
        let mut statement = maker.sitting(1);
        let signed = statement.participants[0].signature.as_mut().unwrap();
        let what = match careless {
            0 => "as it was made",
            1 => {
                // S and the order together: the same number of times around the group.
                let mut carry = 0_u16;
                for (digit, order) in signed.signature[32..].iter_mut().zip(ORDER) {
                    let sum = u16::from(*digit) + u16::from(order) + carry;
                    *digit = sum.to_le_bytes()[0];
                    carry = sum >> 8;
                }
                "S not below the order"
            }
            2 => {
                (signed.key, signed.signature) = (neutral, none.clone().try_into().unwrap());
                "a key that signs everything"
            }
            3 => {
                (signed.key, signed.signature) = (order_four, none.clone().try_into().unwrap());
                "a key of small order"
            }
            _ => {
                signed.signature = none.clone().try_into().unwrap();
                "R of small order"
            }
        };
        maker.keep_text(serde_json::to_string(&statement).unwrap());
        bundles.add(what, maker.bundle(), maker.code(), careless == 0);
    }
    bundles.both_say_the_same();
}

#[test]
fn the_words_are_given_to_both_as_they_stand_on_paper() {
    let maker = two_devices();
    let place = TempDir::new().unwrap();
    let file = place.path().join("north.bundle");
    fs::write(&file, maker.bundle()).unwrap();
    let code = maker.code().unwrap();
    let mut misspelt = code.words().map(str::to_owned);
    misspelt[6].push('q');
    let other = Code::of(b"", maker.vault);
    let broken = place.path().join("broken.bundle");
    fs::write(&broken, &maker.bundle()[1..]).unwrap();
    let cases = [
        (&file, code.words().join(" ").to_uppercase(), 0),
        (&file, code.words().join(",\n"), 0),
        (&file, code.digits().replace(' ', "-"), 0),
        (&file, other.words().join(" "), 1),
        (&file, code.words()[..11].join(" "), 2),
        (&file, misspelt.join(" "), 2),
        (&file, "9".repeat(40), 2),
        (&broken, code.digits(), 3),
        (&place.path().join("none.bundle"), code.digits(), 3),
    ];
    for (file, seal, status) in cases {
        if file.exists() {
            let ran = Ran::of(
                &program()
                    .arg("verify")
                    .arg(file)
                    .args(["--seal", &seal])
                    .output()
                    .unwrap(),
            );
            assert_eq!(ran.status, status, "{seal}: {}{}", ran.out, ran.err);
        }
        if let Some(python) = python() {
            let mut command = Command::new(python);
            command
                .arg(asset("verify_bundle.py"))
                .arg(file)
                .args(["--seal", &seal]);
            let ran = Ran::of(&command.output().unwrap());
            assert_eq!(ran.status, status, "{seal}: {}{}", ran.out, ran.err);
        }
    }
    let ran = Ran::of(
        &program()
            .arg("verify")
            .arg(&file)
            .args(["--seal", &misspelt.join(" ")])
            .output()
            .unwrap(),
    );
    let named = format!(
        "Word 7, \"{}\", is not in the list of seal words. Did you mean \"{}\"?",
        misspelt[6],
        code.words()[6]
    );
    assert!(ran.err.contains(&named), "{}", ran.err);
    let ran = Ran::of(
        &program()
            .arg("verify")
            .arg(&file)
            .args(["--seal", &code.digits()])
            .output()
            .unwrap(),
    );
    assert!(
        ran.out.starts_with(
            "Same. The words are those of seal 3, and everything in this bundle fits together.\n"
        ),
        "{}",
        ran.out
    );
    let ran = Ran::of(&program().arg("verify").arg(&broken).output().unwrap());
    assert!(
        ran.err
            .contains("broken.bundle: This is not a bundle, or it was damaged on the way."),
        "{}",
        ran.err
    );
    let ran = Ran::of(
        &program()
            .args(["verify", "--json"])
            .arg(&file)
            .output()
            .unwrap(),
    )
    .ends(0);
    assert_eq!(ran.json()["answer"], "same");
    assert_eq!(ran.json()["devices"][1]["first"], 4);
}

#[test]
fn the_independent_arithmetic_passes_the_vectors_of_rfc_8032() {
    let Some(python) = python() else {
        return;
    };
    let output = Command::new(python)
        .arg(asset("verify_bundle.py"))
        .arg("--self-test")
        .output()
        .unwrap();
    let ran = Ran::of(&output).ends(0);
    assert!(ran.out.starts_with("RFC 8032"));
    let wrong = Command::new(python)
        .arg(asset("verify_bundle.py"))
        .arg("--what")
        .output()
        .unwrap();
    assert_eq!(Ran::of(&wrong).status, 2);
}

#[test]
fn what_is_no_bundle_is_refused_before_anything_of_it_is_believed() {
    let good = String::from_utf8(two_devices().bundle()).unwrap();
    let refused = |text: &str| Bundle::parse(text.as_bytes()).unwrap_err();
    let newer = good.replacen("bundle\":1", "bundle\":2", 1);
    assert_eq!(refused(&newer), BundleError::Newer);
    assert_eq!(
        refused(&newer.replacen("\"vault\"", "\"more\":[1],\"vault\"", 1)),
        BundleError::Newer
    );
    assert_eq!(refused(&format!("{good}\n")), BundleError::Respelled);
    assert_eq!(
        refused(&good.replacen(',', ", ", 1)),
        BundleError::Respelled
    );
    for text in [
        "",
        "{}",
        "[",
        "null",
        &good[1..],
        &good.replacen("\"vault\"", "\"more\":1,\"vault\"", 1),
    ] {
        assert_eq!(refused(text), BundleError::NotABundle, "{text:.40}");
    }
    assert_eq!(
        Bundle::parse(&vec![0; LARGEST + 1]),
        Err(BundleError::TooLarge)
    );
    let seals = |count: usize| {
        let text = format!(
            "{{\"alongside_bundle\":1,\"vault\":\"{}\",\"journals\":[],\"statements\":[{}]}}",
            "00".repeat(16),
            vec!["\"\""; count].join(",")
        );
        Bundle::parse(text.as_bytes()).is_ok()
    };
    assert!(seals(MOST_SEALS) && !seals(MOST_SEALS + 1));
}

#[test]
fn the_description_of_the_format_has_the_numbers_and_names_of_the_program() {
    let page = fs::read_to_string(asset("bundle-format.md")).unwrap();
    let sources = ["arrival", "chain", "code", "statement"].map(|name| {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("src/proof/{name}.rs"));
        fs::read_to_string(path).unwrap()
    });
    let names: BTreeSet<&str> = sources
        .iter()
        .flat_map(|source| {
            source
                .split('"')
                .filter(|text| text.starts_with("alongside/") && text.ends_with("v1"))
        })
        .collect();
    assert_eq!(names.len(), 8, "{names:?}");
    for name in names {
        assert!(page.contains(&format!("`{name}`")), "{name}");
    }
    let numbers = [
        format!(
            "N = {} (2^{SCRYPT_LOG_N}), r = {SCRYPT_R}, p = {SCRYPT_P}",
            1_u32 << SCRYPT_LOG_N
        ),
        format!("{WORDS} words"),
        format!("{DIGITS} digits"),
        format!("The list: {LIST} words"),
        format!("A file is at most {LARGEST} bytes"),
        format!("at most {MOST_JOURNALS}: `header`"),
        format!("first seal first, at most {MOST_SEALS}"),
        format!("one spelling, at most {LONGEST} bytes"),
        format!("| 8 | 4 | {} + B |", AROUND_BEFORE + AROUND_AFTER),
        format!("| {AROUND_BEFORE} | 32 | the SHA-256 of its sealed words |"),
    ];
    for number in numbers {
        assert!(page.contains(&number), "{number}");
    }
    assert_eq!(alongside::proof::code::list().len(), LIST);
}
