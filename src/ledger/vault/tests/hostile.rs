//! Files of keys made by somebody who means harm: each a sentence, nothing written, no work done.

use serde_json::{Value, json};

use super::*;
use crate::ledger::sha256;

/// The file with its own hashes made right again, as anybody can; what only the vault key can make is left as it is.
fn forged(mut file: Value) -> Vec<u8> {
    if let Some(slots) = file["keys"]["slots"].as_array_mut() {
        for slot in slots {
            let hash = sha256(slot["slot"].to_string().as_bytes());
            slot["sha256"] = json!(hash.to_string());
        }
    }
    file["sha256"] = json!(sha256(file["keys"].to_string().as_bytes()).to_string());
    file.to_string().into_bytes()
}

type Hostile = Vec<(&'static str, Vec<u8>)>;

/// The good file with one thing changed and its hashes made right.
fn changed(good: &Value, change: impl Fn(&mut Value)) -> Vec<u8> {
    let mut file = good.clone();
    change(&mut file);
    forged(file)
}

/// What somebody may write into a slot.
fn hostile_slots(good: &Value) -> Hostile {
    let slot = |name: &str, value: Value| {
        changed(good, |file| {
            file["keys"]["slots"][0]["slot"][name] = value.clone();
        })
    };
    let kdf = |name: &str, value: Value| {
        changed(good, |file| {
            file["keys"]["slots"][0]["slot"]["kdf"][name] = value.clone();
        })
    };
    vec![
        ("4 TiB", kdf("memory_kib", json!(u32::MAX))),
        (
            "1 GiB and a little",
            kdf("memory_kib", json!(1024 * 1024 + 1)),
        ),
        ("8 KiB", kdf("memory_kib", json!(8))),
        (
            "4,000,000,000 passes",
            kdf("passes", json!(4_000_000_000_u32)),
        ),
        ("65 passes", kdf("passes", json!(65))),
        ("2 passes", kdf("passes", json!(2))),
        ("17 lanes", kdf("lanes", json!(17))),
        ("no lanes", kdf("lanes", json!(0))),
        ("below zero", kdf("lanes", json!(-1))),
        ("a fraction", kdf("passes", json!(3.5))),
        ("another way", kdf("name", json!("pbkdf2"))),
        ("another field", kdf("pepper", json!("00"))),
        ("short salt", kdf("salt", json!("00"))),
        (
            "hostile label",
            slot("label", json!("\u{1b}]52;c;AAAA\u{7}")),
        ),
        ("endless label", slot("label", json!("x".repeat(100_000)))),
        ("long nonce", slot("nonce", json!("00".repeat(25)))),
        ("another slot field", slot("hint", json!("the dog"))),
    ]
}

/// What somebody may write anywhere else.
fn hostile_files(good: &Value) -> Hostile {
    let changed = |change: &dyn Fn(&mut Value)| changed(good, change);
    let keys = |name: &str, value: Value| changed(&|file| file["keys"][name] = value.clone());
    let case =
        |name: &str, value: Value| changed(&|file| file["keys"]["cases"][0][name] = value.clone());
    let nested = format!("{{\"alongside_keys\":{}1", "[".repeat(200_000)).into_bytes();
    vec![
        ("no slots", keys("slots", json!([]))),
        (
            "101 slots",
            keys("slots", json!(vec![good["keys"]["slots"][0].clone(); 101])),
        ),
        (
            "a case twice",
            keys("cases", json!(vec![good["keys"]["cases"][0].clone(); 2])),
        ),
        ("100,001 erased", {
            let line = json!({"id": "00".repeat(16), "nonce": "00".repeat(24), "wrapped": "00".repeat(20)});
            keys("erased", json!(vec![line; 100_001]))
        }),
        ("another vault", keys("vault", json!("00".repeat(16)))),
        ("short vault", keys("vault", json!("00"))),
        ("another key", keys("commitment", json!("00".repeat(32)))),
        ("no generation", keys("generation", json!(null))),
        ("demonstration", keys("training", json!(true))),
        ("another key field", keys("hint", json!("the dog"))),
        (
            "another case key",
            case("commitment", json!("00".repeat(32))),
        ),
        ("another case", case("id", json!("00".repeat(16)))),
        ("long case key", case("wrapped", json!("00".repeat(53)))),
        ("later inside only", keys("format", json!(2))),
        (
            "later outside only",
            changed(&|file| file["alongside_keys"] = json!(2)),
        ),
        (
            "no version",
            changed(&|file| file["alongside_keys"] = json!("one")),
        ),
        (
            "another outer field",
            changed(&|file| file["hint"] = json!("the dog")),
        ),
        ("nothing", Vec::new()),
        ("no object", b"[]".to_vec()),
        ("null", b"null".to_vec()),
        ("no JSON", vec![0xff; 4096]),
        ("deep", nested),
        ("two", good.to_string().repeat(2).into_bytes()),
    ]
}

#[test]
fn each_hostile_file_of_keys_is_a_sentence_and_nothing_is_written() {
    let folder = Folder::new();
    folder
        .create(&with("first passphrase"))
        .ensure(Some(CaseNo(1)))
        .unwrap();
    let good: Value = serde_json::from_slice(&folder.read("keys.json")).unwrap();
    assert_eq!(forged(good.clone()).len(), folder.read("keys.json").len());
    let files = [hostile_slots(&good), hostile_files(&good)].concat();
    assert_eq!(files.len(), 40);
    for (what, bytes) in &files {
        for name in ["keys.json", "keys.json.before"] {
            folder.write(name, bytes);
        }
        let before = folder.all();
        let error = match folder.try_open(&with("first passphrase")) {
            // Only the format outside is wrong: it opens, and that it is damaged is said.
            Ok((_, notes)) => {
                assert_eq!(notes, [Note::KeysPartlyDamaged], "{what}");
                assert!(
                    ["later outside only", "later inside only"].contains(what),
                    "{what}"
                );
                continue;
            }
            Err(error) => error,
        };
        let sentence = error.to_string();
        assert!(
            matches!(
                error,
                LedgerError::KeysDamaged { .. } | LedgerError::WrongPassphrase
            ),
            "{what}: {sentence}"
        );
        assert!(
            sentence.ends_with('.') && !sentence.contains(char::is_control),
            "{what}"
        );
        assert_eq!(folder.all(), before, "{what}");
    }
}

#[test]
fn a_later_format_is_named_and_never_put_right() {
    let folder = Folder::of_cases(1);
    let mut file: Value = serde_json::from_slice(&folder.read("keys.json")).unwrap();
    file["alongside_keys"] = json!(7);
    file["keys"] = json!({"format": 7, "anything": ["else"]});
    folder.write("keys.json", &forged(file));
    let before = folder.all();
    let error = folder.try_open(&Unlock::Beside).unwrap_err();
    assert!(matches!(error, LedgerError::KeysNewer { found: 7 }));
    assert_eq!(folder.all(), before);
}

#[test]
fn a_changed_list_is_refused_though_its_hashes_are_right() {
    let folder = Folder::of_cases(2);
    let whole = folder.read("keys.json");
    let good: Value = serde_json::from_slice(&whole).unwrap();
    let mut without = good.clone();
    without["keys"]["cases"].as_array_mut().unwrap().pop();
    without["keys"]["generation"] = json!(1_000_000);
    folder.write("keys.json", &forged(without));
    let (keyring, notes) = folder.open(&Unlock::Beside);
    assert_eq!(notes, [Note::KeysMended { file: "keys.json" }]);
    assert!(keyring.id_of(Some(CaseNo(2))).is_some());
    assert_eq!(folder.read("keys.json"), whole);
    // Two case keys swapped.
    let mut swapped = good;
    let cases = swapped["keys"]["cases"].as_array_mut().unwrap();
    for field in ["commitment", "nonce", "wrapped"] {
        let (one, two) = (cases[1][field].clone(), cases[2][field].clone());
        cases[1][field] = two;
        cases[2][field] = one;
    }
    let swapped = forged(swapped);
    folder.write("keys.json", &swapped);
    folder.write("keys.json.before", &swapped);
    assert!(matches!(
        folder.try_open(&Unlock::Beside),
        Err(LedgerError::KeysDamaged { .. })
    ));
}

#[test]
fn a_file_too_long_is_not_read_and_what_is_no_file_is_not_waited_for() {
    let folder = Folder::of_cases(1);
    folder.remove("keys.json.before");
    folder.remove("keys.json");
    let file = std::fs::File::create(folder.path("keys.json")).unwrap();
    file.set_len(64 * 1024 * 1024 * 1024).unwrap();
    drop(file);
    let error = folder.try_open(&Unlock::Beside).unwrap_err();
    assert!(matches!(error, LedgerError::KeysDamaged { .. }), "{error}");
    folder.remove("keys.json");
    std::fs::create_dir(folder.path("keys.json")).unwrap();
    let error = folder.try_open(&Unlock::Beside).unwrap_err();
    assert!(matches!(error, LedgerError::NotAsMade { .. }), "{error}");
}

#[cfg(unix)]
#[test]
fn a_link_is_not_followed() {
    let folder = Folder::of_cases(1);
    let elsewhere = Folder::of_cases(1);
    for name in ["keys.json", "training.key", "device.key"] {
        let files = folder.all();
        folder.remove(name);
        std::os::unix::fs::symlink(elsewhere.path(name), folder.path(name)).unwrap();
        let error = folder.try_open(&Unlock::Beside).unwrap_err();
        assert!(
            matches!(error, LedgerError::NotAsMade { .. }),
            "{name}: {error}"
        );
        folder.remove(name);
        folder.put_all(&files);
    }
}
