//! A sitting closed on a disk: signed with words of one's own, sealed over the chains as they are, and the same after opening again.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    missing_docs
)]

#[path = "support/program.rs"]
#[expect(dead_code, reason = "only running the program is wanted here")]
mod program;

use alongside::{
    casework::{
        CaseNo, Event, FindingNo, ParticipantNo, Salt, SealNo, Sha256, Side, Signing, SittingNo,
        Wording,
        event::{CaseAbout, NewEntry},
        package::Ties,
    },
    desk::{
        Passphrase, clock,
        close::{self, CloseError, OnLedger as _, Signing as _},
        frameworks,
        pages::seals,
        record::{Keep as _, Record},
        verify,
    },
    ledger::{PersonKeyError, Unlock},
    proof::{
        code::Code,
        statement::{Statement, commit, finding_salt, signed_message},
    },
};
use sha2::Digest as _;

const RO: ParticipantNo = ParticipantNo(1);
const JK: ParticipantNo = ParticipantNo(2);
const CASE: CaseNo = CaseNo(1);

/// A case with a sitting and one finding, in a folder of its own.
fn sitting(folder: &std::path::Path) -> Record {
    let set_up = Event::InspectionSetUp {
        id: "ab".repeat(16),
        authority: "Northbridge".into(),
        framework: frameworks::DEFAULT.into(),
        framework_version: 1,
        announced: None,
        first_day: None,
        last_day: None,
        training: true,
    };
    let mut record = Record::create(folder, vec![set_up], Unlock::Beside).unwrap();
    for (designation, side) in [
        ("Lead inspector", Side::Inspection),
        ("Social worker", Side::Authority),
    ] {
        let named = record
            .inspection()
            .name_person(designation, "", side)
            .unwrap();
        record.append(None, vec![named]).unwrap();
    }
    let (no, set_up) = record
        .inspection()
        .set_up_case("N-017", CaseAbout::default())
        .unwrap();
    record.append(Some(no), vec![set_up]).unwrap();
    let opened = record.inspection().open_sitting(CASE, &[RO, JK]).unwrap();
    record.append(Some(CASE), vec![opened]).unwrap();
    record
}

/// The same with a finding put by the inspector.
fn with_a_finding(folder: &std::path::Path) -> Record {
    let mut record = sitting(folder);
    let framework = frameworks::by_id(frameworks::DEFAULT).unwrap();
    let finding = record
        .inspection()
        .room(CASE)
        .unwrap()
        .put_finding(
            Wording {
                area: framework.areas[0].id.clone(),
                polarity: framework.polarities[0].id.clone(),
                words: "Visits are on time.".into(),
                relation: alongside::casework::Relation::NotSaid,
            },
            Ties::default(),
            None,
            framework,
        )
        .unwrap();
    let put = NewEntry {
        at: clock::now(),
        case: Some(CASE),
        by: Some(RO),
        event: finding,
    };
    record.ledger().append(vec![put]).unwrap();
    record.close();
    Record::open(folder).unwrap()
}

fn kept(record: &mut Record, number: u32) -> String {
    let seals = record.ledger().seals();
    let (_, bytes) = seals.iter().find(|(no, _)| *no == number).unwrap();
    String::from_utf8(bytes.clone()).unwrap()
}

#[test]
fn a_signature_opens_with_its_words_only_and_the_seal_counts_the_chains() {
    let place = tempfile::tempdir().unwrap();
    let folder = place.path().join("northbridge");
    let mut record = with_a_finding(&folder);
    let words = Passphrase::new("copper kettle by the window");
    close::sign(&mut record, CASE, RO, &words, false).unwrap();
    let wrong = close::sign(
        &mut record,
        CASE,
        RO,
        &Passphrase::new("copper cattle"),
        false,
    );
    assert!(matches!(
        wrong,
        Err(CloseError::Words(PersonKeyError::WrongWords))
    ));
    let Some(Signing::Signed(signed)) = record.inspection().cases[&CASE].sittings[0]
        .signing
        .get(&RO)
        .cloned()
    else {
        panic!("not signed")
    };
    let text = close::text(record.inspection(), CASE).unwrap();
    assert_eq!(
        signed.text,
        Sha256(sha2::Sha256::digest(text.text.as_bytes()).into())
    );
    let (vault, case) = record
        .on_ledger(|ledger| Ok((ledger.vault(), ledger.case_id(Some(CASE)).unwrap())))
        .unwrap();
    let message = signed_message(vault, case, SittingNo(1), RO, &signed.salt.0, &signed.text);
    ed25519_dalek::VerifyingKey::from_bytes(&signed.public_key.0)
        .unwrap()
        .verify_strict(
            &message.0,
            &ed25519_dalek::Signature::from_bytes(&signed.signature.0),
        )
        .unwrap();

    let sealed = close::close_and_seal(&mut record, CASE).unwrap();
    assert_eq!((sealed.number, sealed.beside), (SealNo(1), None));
    let seal = record.inspection().seals[&SealNo(1)].clone();
    assert_eq!(kept(&mut record, 1), seal.statement);
    let statement = Statement::parse(seal.statement.as_bytes()).unwrap();
    assert_eq!((statement.vault, statement.case), (vault, Some(case)));
    assert_eq!(
        Code::of(seal.statement.as_bytes(), vault).bytes(),
        &seal.code.0
    );
    // It counts everything before it, the close of the sitting too; the entry that keeps it comes after.
    assert_eq!(statement.chains.len(), 1);
    assert_eq!(statement.chains[0].count, seal.seq.0);
    let signatures: Vec<_> = statement
        .participants
        .iter()
        .map(|one| (one.no, one.signature.is_some()))
        .collect();
    assert_eq!(signatures, [(RO, true), (JK, false)]);
    for (finding, text) in statement.findings.iter().zip(&text.findings) {
        let commitment = commit(
            "finding",
            &finding_salt(&seal.salt.0, text.no.0),
            text.no.0,
            text.text.as_bytes(),
        );
        assert_eq!((finding.no, finding.commitment), (text.no, commitment));
    }
    assert_eq!((statement.findings.len(), text.findings.len()), (1, 1));
    assert!(text.findings[0].text.contains("| Visits are on time.\n"));

    // The text stands with the case as it was signed, and the record as a whole is as it was kept.
    let there = record
        .on_ledger(move |ledger| ledger.documents().text(CASE, signed.text))
        .unwrap();
    assert_eq!(std::str::from_utf8(&there).unwrap(), text.text);
    let report = record
        .on_ledger(|ledger| ledger.verify(&mut |_, _| {}))
        .unwrap();
    assert!(report.differences.is_empty(), "{:?}", report.differences);

    // The same after opening again, words and all.
    record.close();
    let again = Record::open(&folder).unwrap();
    assert_eq!(again.inspection().seals[&SealNo(1)], seal);
    let shown = seals::shown(again.inspection(), SealNo(1)).unwrap();
    assert_eq!(shown.over, "sitting 1 on N-017");
    assert_eq!(shown.said.words.len(), 12);
    again.close();
}

#[test]
fn a_sitting_that_was_closed_and_not_sealed_gets_its_seal_later_and_the_next_names_it() {
    let place = tempfile::tempdir().unwrap();
    let mut record = sitting(&place.path().join("northbridge"));
    let closed = record.inspection().room(CASE).unwrap().close();
    record.append(Some(CASE), vec![closed]).unwrap();
    assert!(close::wants_its_seal(record.inspection(), CASE));
    close::close_and_seal(&mut record, CASE).unwrap();
    assert!(!close::wants_its_seal(record.inspection(), CASE));
    assert!(close::close_and_seal(&mut record, CASE).is_err());
    let opened = record.inspection().open_sitting(CASE, &[JK, RO]).unwrap();
    record.append(Some(CASE), vec![opened]).unwrap();
    let sealed = close::close_and_seal(&mut record, CASE).unwrap();
    assert_eq!(sealed.number, SealNo(2));
    let second = Statement::parse(kept(&mut record, 2).as_bytes()).unwrap();
    let first = &record.inspection().seals[&SealNo(1)];
    assert_eq!(second.previous.unwrap().code.bytes(), &first.code.0);
    let page = seals::page(record.inspection()).to_text();
    let (newer, older) = (page.find("Seal 2").unwrap(), page.find("Seal 1").unwrap());
    assert!(newer < older, "the newest first:\n{page}");
    let code = Code::from_bytes(first.code.0).unwrap();
    record.close();

    let folder = place.path().join("northbridge");
    let shown = program::run(&["show", folder.to_str().unwrap(), "--view", "seals"]).ends(0);
    assert!(shown.out.contains(&code.digits()), "{}", shown.out);
    assert!(shown.out.contains(&code.words()[..6].join(" ")));
    let show = [
        "show",
        folder.to_str().unwrap(),
        "--case",
        "N-017",
        "--view",
    ];
    let sheet = program::run(&[&show[..], &["sheet"]].concat()).ends(0);
    for words in [
        "Sitting      2, opened ",
        "Seal 2, made ",
        "LI Lead inspector (inspection)\nnot signed: no reason was given\n",
        "\nSignature ____",
    ] {
        assert!(sheet.out.contains(words), "{words:?}\n{}", sheet.out);
    }
    assert!(sheet.out.lines().all(|line| line.chars().count() <= 78));
}

/// What `alongside verify` finds of the folder.
fn verified(folder: &std::path::Path) -> verify::Verified {
    verify::verify(folder, Unlock::Beside, &mut |_, _| {}).unwrap()
}

#[test]
fn verify_makes_again_what_was_signed_and_sealed_and_finds_it_word_for_word() {
    let place = tempfile::tempdir().unwrap();
    let folder = place.path().join("northbridge");
    let mut record = with_a_finding(&folder);
    let words = Passphrase::new("copper kettle by the window");
    close::sign(&mut record, CASE, RO, &words, false).unwrap();
    close::sign(&mut record, CASE, JK, &words, false).unwrap();
    close::close_and_seal(&mut record, CASE).unwrap();
    // What comes later changes nothing of what was signed then.
    let opened = record.inspection().open_sitting(CASE, &[JK, RO]).unwrap();
    record.append(Some(CASE), vec![opened]).unwrap();
    let withdrawn = record
        .inspection()
        .room(CASE)
        .unwrap()
        .withdraw(FindingNo(1), "It was put otherwise.")
        .unwrap();
    record.append(Some(CASE), vec![withdrawn]).unwrap();
    close::sign(&mut record, CASE, RO, &words, false).unwrap();
    record.close();
    let verified = verified(&folder);
    assert!(verified.is_right(), "{:?}", verified.report.differences);
    let said = "What was signed (3 signatures) and sealed (1 sitting) is, word for word, what the record said then.";
    assert!(verified.report.proven.iter().any(|line| line == said));
}

#[test]
fn verify_says_where_a_signature_or_a_seal_is_over_other_words_than_the_record_had() {
    let place = tempfile::tempdir().unwrap();
    let folder = place.path().join("northbridge");
    let mut record = with_a_finding(&folder);
    let words = Passphrase::new("copper kettle by the window");
    close::sign(&mut record, CASE, RO, &words, false).unwrap();
    // A program that shows one text and keeps another: the key is right, the text is kept, and it is not what the record says.
    let own = record.inspection().own_words(RO).unwrap().clone();
    let text = "Findings as signed, form 1\nVisits are never on time.\n";
    let what = close::ToSign {
        case: CASE,
        sitting: SittingNo(1),
        who: RO,
        text: Sha256(sha2::Sha256::digest(text.as_bytes()).into()),
        salt: Salt([7; 32]),
    };
    let signature = record.sign(&what, &words, &own.wrapped).unwrap();
    record.keep_text(CASE, text).unwrap();
    let room = record.inspection().room(CASE).unwrap();
    let signed = room
        .sign(RO, own.public_key, what.text, what.salt, signature)
        .unwrap();
    record.append(Some(CASE), vec![signed]).unwrap();
    // And a seal over findings of other words.
    let mut to_seal =
        close::to_seal(record.inspection(), CASE, Salt([8; 32]), clock::now()).unwrap();
    to_seal.findings[0].text.push_str("Another line.\n");
    let (statement, code) = record.seal(&to_seal).unwrap();
    let closed = record.inspection().room(CASE).unwrap().close();
    record.append(Some(CASE), vec![closed]).unwrap();
    let made = record
        .inspection()
        .seal_sitting(CASE, SittingNo(1), &statement, to_seal.salt, code)
        .unwrap();
    record.append(Some(CASE), vec![made]).unwrap();
    record.keep_statement(to_seal.number, &statement).unwrap();
    let head = record.ledger().head().count;
    record.close();

    let verified = verified(&folder);
    assert!(!verified.is_right());
    let found: Vec<_> = verified
        .report
        .differences
        .iter()
        .map(|difference| (difference.entry.unwrap().0, difference.what.as_str()))
        .collect();
    assert_eq!(
        found,
        [
            (
                head - 3,
                "What LI Lead inspector signed at the close of sitting 1 of N-017 is not what the record says it was then."
            ),
            (
                head - 1,
                "The findings of seal 1 (N-017) are not what the record says they were then."
            ),
        ]
    );
    assert_eq!(verified.report.proven, Vec::<String>::new());
    let text = verified.to_text();
    assert!(
        text.starts_with("NOT as it was kept. The first difference: What LI"),
        "{text}"
    );
    let ends = program::run(&["verify", folder.to_str().unwrap()]);
    ends.ends(1);
}
