//! The close of a sitting as the rules know it: the last walk, signing and declining, the seal, what cannot be taken back after it, erasing.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    missing_docs
)]

#[path = "support/little.rs"]
mod little;

use alongside::casework::{
    Answer, ArrivalNo, CaseNo, Entry, Event, FindingNo, Inspection, ParticipantNo, PublicKey,
    Refusal, RemarkKind, Salt, SealCode, SealNo, Sha256, Signature64, SittingNo,
    closing::{self, Lacks, Stands, Step},
    event::CaseAbout,
    package::Ties,
};
use little::{CASE, JK, Little, MINUTES, OB, RO, words_in};

const TEXT: Sha256 = Sha256([1; 32]);
const OTHER_TEXT: Sha256 = Sha256([2; 32]);
const KEY: PublicKey = PublicKey([3; 32]);
const SALT: Salt = Salt([4; 32]);
const CODE: SealCode = SealCode([5; 17]);

fn choose(room: &mut Little, who: ParticipantNo, key: PublicKey) {
    let chosen = room.inspection.choose_words(who, key, "wrapped").unwrap();
    room.keep_as(None, None, chosen);
}

fn sign(room: &mut Little, who: ParticipantNo, text: Sha256) -> Result<(), Refusal> {
    room.act(|room, _| room.sign(who, KEY, text, SALT, Signature64([6; 64])))
}

fn seal(room: &mut Little, sitting: u32) -> Result<(), Refusal> {
    let made = room
        .inspection
        .seal_sitting(CASE, SittingNo(sitting), "statement", SALT, CODE)?;
    room.keep(made);
    Ok(())
}

fn put(room: &mut Little, words: &str, ties: Ties) {
    room.act(|room, framework| room.put_finding(little::wording(words), ties, None, framework))
        .unwrap();
}

fn steps(room: &Little) -> Vec<Step> {
    let case = room.case();
    closing::steps(case, case.sitting().unwrap(), TEXT)
}

#[test]
fn a_close_looks_over_every_finding_asks_about_single_strands_then_signs_then_seals() {
    let mut room = Little::sitting();
    let on_file = || vec![words_in(MINUTES, "Mother did not attend")];
    room.act(|room, _| room.remark(RemarkKind::Explanation, "She rang.", vec![], None, None))
        .unwrap();
    let heard = || room.case().remarks.keys().copied().collect::<Vec<_>>();
    let both = Ties {
        anchors: on_file(),
        remarks: heard(),
    };
    let said = Ties {
        anchors: vec![],
        remarks: heard(),
    };
    put(&mut room, "Rests on both.", both);
    put(
        &mut room,
        "On file only.",
        Ties {
            anchors: on_file(),
            remarks: vec![],
        },
    );
    put(&mut room, "Heard only.", said);
    put(&mut room, "On nothing.", Ties::default());
    put(&mut room, "On nothing, and withdrawn.", Ties::default());
    room.act(|room, _| room.withdraw(FindingNo(5), "A mistake."))
        .unwrap();
    assert_eq!(
        steps(&room),
        [
            Step::LookOver(FindingNo(1)),
            Step::LookOver(FindingNo(2)),
            Step::LookOver(FindingNo(3)),
            Step::LookOver(FindingNo(4)),
            Step::LookOver(FindingNo(5)),
            Step::OneStrand(FindingNo(2), Lacks::Heard),
            Step::OneStrand(FindingNo(3), Lacks::OnFile),
            Step::OneStrand(FindingNo(4), Lacks::Both),
            Step::Sign(RO, Stands::Open),
            Step::Sign(JK, Stands::Open),
            Step::Seal(None),
        ]
    );
    // What is said about a finding is a voice, tied to it or not.
    room.act(|room, _| {
        let about = Some(alongside::casework::About::Finding(FindingNo(4)));
        room.remark(RemarkKind::Explanation, "I saw it.", vec![], None, about)
    })
    .unwrap();
    assert!(steps(&room).contains(&Step::OneStrand(FindingNo(4), Lacks::OnFile)));
}

#[test]
fn who_answered_nothing_is_said_and_observers_and_parked_findings_are_not_asked() {
    let mut room = Little::new();
    room.open(&[RO, JK, OB]);
    let nothing = |room: &Little| closing::answered_nothing(&room.inspection, room.case());
    assert_eq!(nothing(&room), []);
    put(&mut room, "Visits are late.", Ties::default());
    assert_eq!(nothing(&room), [RO, JK]);
    room.answer(RO, FindingNo(1), Answer::Agree).unwrap();
    assert_eq!(nothing(&room), [JK]);
    room.act(|room, _| room.park(FindingNo(1), "When?", "Team manager"))
        .unwrap();
    assert_eq!(nothing(&room), []);
}

#[test]
fn each_signs_with_a_key_of_their_own_or_says_why_not_and_may_think_again() {
    let mut room = Little::sitting();
    assert_eq!(
        sign(&mut room, RO, TEXT),
        Err(Refusal::NotTheirKey(room.inspection.person(RO)))
    );
    choose(&mut room, RO, KEY);
    sign(&mut room, RO, TEXT).unwrap();
    room.act(|room, _| room.not_signed(JK, " wants to ask a manager first ", false))
        .unwrap();
    let sitting = room.case().sitting().unwrap();
    assert_eq!(closing::stands(sitting, RO, TEXT), Stands::Signed);
    assert_eq!(closing::stands(sitting, JK, TEXT), Stands::Declined);
    assert_eq!(closing::still_to_sign(sitting, TEXT), []);
    // Something was changed since: the signature stands for the text it was given over.
    assert_eq!(closing::still_to_sign(sitting, OTHER_TEXT), [RO]);
    assert_eq!(
        closing::stands(sitting, RO, OTHER_TEXT),
        Stands::SignedBefore
    );
    room.act(|room, _| room.not_signed(JK, "signs by hand", true))
        .unwrap();
    let sitting = room.case().sitting().unwrap();
    assert_eq!(closing::stands(sitting, JK, TEXT), Stands::OnPaper);
    choose(&mut room, JK, KEY);
    sign(&mut room, JK, TEXT).unwrap();
    let sitting = room.case().sitting().unwrap();
    assert_eq!(closing::stands(sitting, JK, TEXT), Stands::Signed);
    assert_eq!(
        room.act(|room, _| room.not_signed(JK, "  ", false)),
        Err(Refusal::Empty("Reason"))
    );
    assert_eq!(
        sign(&mut room, OB, TEXT),
        Err(Refusal::NotInTheRoom(room.inspection.person(OB)))
    );
}

#[test]
fn forgotten_words_make_a_new_key_and_the_change_is_recorded() {
    let mut room = Little::sitting();
    choose(&mut room, RO, PublicKey([8; 32]));
    choose(&mut room, RO, KEY);
    let words = &room.inspection.own_words[&RO];
    assert_eq!(words[0].replaces, None);
    assert_eq!(words[1].replaces, Some(PublicKey([8; 32])));
    assert_eq!(room.inspection.own_words(RO).unwrap().public_key, KEY);
    let old = room
        .room()
        .sign(RO, PublicKey([8; 32]), TEXT, SALT, Signature64([6; 64]));
    assert_eq!(
        old,
        Err(Refusal::NotTheirKey(room.inspection.person(RO))),
        "the key of the forgotten words signs nothing more"
    );
}

#[test]
fn who_left_is_asked_last() {
    let mut room = Little::new();
    room.open(&[RO, JK, OB]);
    for event in room.room().leave(RO).unwrap() {
        room.keep(event);
    }
    assert_eq!(
        closing::signers(room.case().sitting().unwrap()),
        [JK, OB, RO]
    );
}

#[test]
fn a_sitting_is_sealed_once_and_only_when_it_is_closed() {
    let mut room = Little::sitting();
    assert_eq!(seal(&mut room, 1), Err(Refusal::NotClosed));
    assert_eq!(closing::unsealed(room.case()), None);
    room.close();
    assert_eq!(
        closing::unsealed(room.case()).map(|sitting| sitting.no),
        Some(SittingNo(1))
    );
    assert!(seal(&mut room, 2).is_err());
    seal(&mut room, 1).unwrap();
    assert_eq!(seal(&mut room, 1), Err(Refusal::SealedAlready(SealNo(1))));
    assert_eq!(closing::unsealed(room.case()), None);
    let kept = &room.inspection.seals[&SealNo(1)];
    assert_eq!(kept.sitting, Some((CASE, SittingNo(1))));
    assert_eq!((kept.statement.as_str(), kept.code), ("statement", CODE));
    assert_eq!(steps(&room).last(), Some(&Step::Seal(Some(SealNo(1)))));
    // Arrivals and sittings are counted together.
    let arrived = room.inspection.seal_arrival("files", SALT, CODE).unwrap();
    room.keep_as(None, None, arrived);
    assert_eq!(room.inspection.seals[&SealNo(2)].sitting, None);
    assert_eq!(room.inspection.next_seal(), SealNo(3));
}

#[test]
fn nothing_signed_by_another_and_nothing_sealed_is_taken_back() {
    let mut room = Little::sitting();
    choose(&mut room, JK, KEY);
    put(&mut room, "Visits are late.", Ties::default());
    sign(&mut room, JK, TEXT).unwrap();
    assert_eq!(
        room.undo(),
        Err(Refusal::AnsweredSince {
            what: "Finding 1 put".into(),
            who: room.inspection.person(JK),
            instead: "Reword or withdraw the finding instead.",
        })
    );
    // A signature is never what is taken back, whoever holds the pen.
    room.pen(JK);
    assert_eq!(
        room.undo(),
        Err(Refusal::NothingToUndo(room.inspection.person(JK)))
    );
    // A seal with the sitting still open is no order this program writes; what it covers stays all the same.
    room.pen(RO);
    put(&mut room, "Plans are clear.", Ties::default());
    room.keep(Event::SealMade {
        number: SealNo(1),
        sitting: Some(SittingNo(1)),
        statement: String::new(),
        salt: SALT,
        code: CODE,
    });
    assert_eq!(room.undo(), Err(Refusal::SealedAlready(SealNo(1))));
    assert_eq!(room.redo(), Err(Refusal::SealedAlready(SealNo(1))));
    // Another sitting is free again, and reaches nothing of the one sealed.
    room.close();
    room.open(&[RO, JK]);
    assert_eq!(
        room.undo(),
        Err(Refusal::NothingToUndo(room.inspection.person(RO)))
    );
    put(&mut room, "Reviews are held.", Ties::default());
    assert_eq!(room.undo().unwrap(), "finding 3 put");
}

#[test]
fn one_s_own_signature_does_not_hold_back_one_s_own_act() {
    let mut room = Little::sitting();
    choose(&mut room, RO, KEY);
    put(&mut room, "Visits are late.", Ties::default());
    room.pen(JK).pen(RO);
    sign(&mut room, RO, TEXT).unwrap();
    assert_eq!(room.undo().unwrap(), "finding 1 put");
}

#[test]
fn an_erased_case_leaves_its_reference_and_its_number_is_never_used_again() {
    let mut room = Little::sitting();
    put(&mut room, "Visits are late.", Ties::default());
    room.close();
    seal(&mut room, 1).unwrap();
    let reference = room.case().reference.clone();
    assert_eq!(
        room.inspection.erase_case(CASE, " "),
        Err(Refusal::Empty("Reason"))
    );
    let erased = room.inspection.erase_case(CASE, "Asked for.").unwrap();
    room.keep_as(None, None, erased);
    assert!(room.inspection.cases.is_empty());
    assert!(room.inspection.seals.is_empty());
    let left = &room.inspection.erased[&CASE];
    assert_eq!(
        (left.reference.as_str(), left.reason.as_str(), left.by),
        (reference.as_str(), "Asked for.", None)
    );
    assert_eq!(left.seals[0].code, CODE);
    assert_eq!(
        room.inspection.next_seal(),
        SealNo(2),
        "the number is taken"
    );
    assert_eq!(
        room.inspection
            .set_up_case(&reference.to_lowercase(), CaseAbout::default()),
        Err(Refusal::ReferenceErased(reference.to_lowercase()))
    );
    let (no, _) = room
        .inspection
        .set_up_case("N-099", CaseAbout::default())
        .unwrap();
    assert_eq!(no, CaseNo(CASE.0 + 1));

    // Replayed without its entries, whose key is gone, the same is left.
    let without: Vec<Entry> = room
        .entries
        .iter()
        .filter(|entry| entry.case != Some(CASE))
        .cloned()
        .collect();
    let mut replayed = Inspection::from_entries(&without);
    replayed.entries = room.inspection.entries;
    assert_eq!(replayed, room.inspection);

    // What may still come from another device's chain brings nothing back.
    for entry in room.entries.clone() {
        if entry.case == Some(CASE) {
            room.inspection.apply(&entry);
        }
    }
    assert!(room.inspection.cases.is_empty() && room.inspection.seals.is_empty());
}

#[test]
fn arrivals_devices_and_passphrases_are_remembered_by_the_inspection() {
    let mut room = Little::new();
    room.keep_as(None, None, Event::DeviceStarted { restored: true });
    room.keep_as(
        None,
        None,
        Event::PassphraseAct {
            act: alongside::casework::PassphraseChange::Removed,
            slot: "team laptop".into(),
        },
    );
    room.keep_as(
        None,
        None,
        Event::ArrivalSealed {
            number: ArrivalNo(1),
            root: TEXT,
            files: 300,
            changed_lately: 7,
            list: OTHER_TEXT,
        },
    );
    let inspection = &room.inspection;
    assert!(inspection.devices[0].1);
    assert_eq!(inspection.passphrases[0].1.word(), "removed");
    assert_eq!(inspection.passphrases[0].2, "team laptop");
    let arrival = &inspection.arrivals[&ArrivalNo(1)];
    assert_eq!(
        (arrival.root, arrival.files, arrival.changed_lately),
        (TEXT, 300, 7)
    );
}

#[test]
fn what_an_older_program_wrote_reads_without_the_newer_fields() {
    let event: Event =
        serde_json::from_str(r#"{"kind":"not_signed","sitting":1,"who":2,"reason":"Not today."}"#)
            .unwrap();
    assert_eq!(
        event,
        Event::NotSigned {
            sitting: SittingNo(1),
            who: ParticipantNo(2),
            reason: "Not today.".into(),
            on_paper: false,
        }
    );
    let mut room = Little::new();
    room.alter(MINUTES);
    let altered = &room.entries.last().unwrap().event;
    let json = serde_json::to_string(altered).unwrap();
    let older = json.replace(r#","standing":null,"hints":[]"#, "");
    assert_ne!(older, json);
    assert_eq!(&serde_json::from_str::<Event>(&older).unwrap(), altered);
}
