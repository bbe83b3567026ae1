//! What is signed, byte for byte, and what the notes say about signatures and seals.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    missing_docs
)]

#[path = "support/any_event.rs"]
mod any_event;
#[path = "support/everything.rs"]
mod everything;
#[path = "support/little.rs"]
mod little;

use alongside::{
    casework::{
        Answer, FindingNo, Inspection, PublicKey, Refusal, RemarkKind, Salt, SealCode, Sha256,
        Signature64, SittingNo, package::Ties,
    },
    notes::{Notes, Options, SignedText, SignedTextError, signed_text, to_json, to_markdown},
};
use everything::everything;
use little::{CASE, JK, Little, MINUTES, RO, disagree, words_in};
use proptest::prelude::*;

fn signed(room: &Little, sitting: u32) -> SignedText {
    signed_text(&room.inspection, CASE, SittingNo(sitting), &room.framework).unwrap()
}

/// One finding, one quotation, one remark about it, both voices.
fn small() -> Little {
    let mut room = Little::sitting();
    room.act(|room, _| {
        room.remark(
            RemarkKind::Explanation,
            "She rang.\nTwice.",
            vec![],
            None,
            None,
        )
    })
    .unwrap();
    let ties = Ties {
        anchors: vec![words_in(MINUTES, "Mother did not attend")],
        remarks: room.case().remarks.keys().copied().collect(),
    };
    room.act(|room, framework| {
        room.put_finding(little::wording("Visits are late."), ties, None, framework)
    })
    .unwrap();
    room.answer(RO, FindingNo(1), Answer::Agree).unwrap();
    room.answer(
        JK,
        FindingNo(1),
        disagree("They were on time.", "Visits are on time."),
    )
    .unwrap();
    room
}

#[test]
fn the_text_says_everything_the_two_had_before_them() {
    let room = small();
    let text = signed(&room, 1);
    let page = &text.text;
    let id = &room.inspection.id;
    let reference = &room.case().reference;
    for words in [
        "Findings as signed, form 1\n",
        &format!("Inspection number: {id}\n"),
        &format!("Case:\n  | {reference}\n"),
        "Sitting 1, opened 13 Jun 2012 ",
        "In the room (inspection):\n  | RO Lead inspector\n",
        "In the room (authority):\n  | JK Social worker\n",
        "Findings: 1\n\nFinding 1\n",
        "  Wording:\n    | Visits are late.\n",
        "  Stands: not agreed\n",
        "  On file: 1\n    Words:\n      | Mother did not attend\n",
        "  Heard in the room: 1\n    Remark 1, explanation, 13 Jun 2012 ",
        "      Words:\n        | She rang.\n        | Twice.\n",
        "  Answers: 2\n    agreed, 13 Jun 2012 ",
        "      Because:\n        | They were on time.\n",
        "      Would say:\n        | Visits are on time.\n",
    ] {
        assert!(page.contains(words), "{words:?} is not in\n{page}");
    }
    assert!(page.ends_with(&text.findings[0].text));
    assert_eq!(text.findings[0].no, FindingNo(1));
}

#[test]
fn the_text_stays_the_same_through_signing_closing_sealing_and_another_sitting() {
    let mut room = small();
    let before = signed(&room, 1);
    let key = PublicKey([9; 32]);
    let chosen = room.inspection.choose_words(RO, key, "w").unwrap();
    room.keep_as(None, None, chosen);
    let (text, salt) = (Sha256([1; 32]), Salt([2; 32]));
    room.act(|room, _| room.sign(RO, key, text, salt, Signature64([3; 64])))
        .unwrap();
    room.act(|room, _| room.not_signed(JK, "Not today.", false))
        .unwrap();
    room.close();
    let code = SealCode([4; 17]);
    let sealed = room
        .inspection
        .seal_sitting(CASE, SittingNo(1), "s", salt, code)
        .unwrap();
    room.keep(sealed);
    room.wait(60);
    assert_eq!(signed(&room, 1), before);
    let again = Inspection::from_entries(&room.entries);
    assert_eq!(
        signed_text(&again, CASE, SittingNo(1), &room.framework).unwrap(),
        before
    );
    assert_eq!(
        signed_text(&again, CASE, SittingNo(2), &room.framework),
        Err(SignedTextError::Refused(Refusal::Gone("Sitting 2".into())))
    );
}

#[test]
fn every_change_of_what_was_said_changes_the_text_and_only_its_own_finding() {
    let mut room = small();
    room.act(|room, framework| {
        room.put_finding(
            little::wording("Plans are clear."),
            Ties::default(),
            None,
            framework,
        )
    })
    .unwrap();
    let before = signed(&room, 1);
    room.answer(JK, FindingNo(2), Answer::NotYet).unwrap();
    let after = signed(&room, 1);
    assert_ne!(after.text, before.text);
    assert_eq!(after.findings[0], before.findings[0]);
    assert_ne!(after.findings[1], before.findings[1]);
    room.act(|room, _| {
        let about = Some(alongside::casework::About::Finding(FindingNo(1)));
        room.remark(RemarkKind::Challenge, "I doubt it.", vec![], None, about)
    })
    .unwrap();
    let beside = &signed(&room, 1).findings[0].text;
    assert!(beside.contains("  Said about it besides: 1\n"));
    assert!(beside.contains("        | I doubt it.\n"));
}

#[test]
fn nobody_s_words_can_pass_for_the_page_s_own() {
    let mut room = Little::sitting();
    room.act(|room, framework| {
        room.put_finding(
            little::wording("True.\n  Stands: agreed\nFinding 2\n  Wording:"),
            Ties::default(),
            None,
            framework,
        )
    })
    .unwrap();
    let text = signed(&room, 1).text;
    assert_eq!(
        text.lines()
            .filter(|line| line.starts_with("Finding "))
            .count(),
        1
    );
    assert_eq!(
        text.lines()
            .filter(|line| line.starts_with("  Stands:"))
            .count(),
        1
    );
    assert!(text.contains("    |   Stands: agreed\n    | Finding 2\n"));
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(100) })]

    #[test]
    fn any_record_has_one_text_to_sign_live_and_replayed(entries in any_event::entries(60)) {
        let mut room = Little::new();
        for entry in entries {
            room.keep_as(entry.case, entry.by, entry.event);
        }
        let replayed = Inspection::from_entries(&room.entries);
        for (no, case) in &room.inspection.cases {
            for sitting in &case.sittings {
                let text = |of: &Inspection| signed_text(of, *no, sitting.no, &room.framework);
                let live = text(&room.inspection);
                prop_assert_eq!(&live, &text(&replayed));
                if let Ok(live) = live {
                    prop_assert_eq!(live.findings.len(), case.findings.len());
                    let own = live.text.lines().filter(|line| line.starts_with("Finding ")).count();
                    prop_assert_eq!(own, case.findings.len());
                }
            }
        }
    }
}

#[test]
fn the_notes_say_who_signed_who_did_not_and_the_words_of_the_seal() {
    let room = everything();
    let options = Options {
        now: room.now,
        with_names: true,
    };
    let mut notes = Notes::of(&room.inspection, CASE, &room.framework, &options).unwrap();
    notes.say_seals(&|code| {
        assert_eq!(code, SealCode([0xc0; 17]));
        (
            vec!["lantern".into(), "meadow".into()],
            "01234 56789".into(),
        )
    });
    let page = to_markdown(&notes);
    for words in [
        "  - Signed: RO Lead inspector, 13 Jun 2012 ",
        ", key 1a1a1a1a…\n",
        "  - Not signed, JK Social worker: Callum's worker wants to sleep on it.\n",
        "  - Signs by hand, ",
        "  - Sealed: seal 1, 13 Jun 2012 ",
        "    - Words: lantern meadow\n    - Digits: 01234 56789\n",
    ] {
        assert!(page.contains(words), "{words:?} is not in\n{page}");
    }
    let json = to_json(&notes).unwrap();
    for words in [
        "\"text_sha256\": \"7e7e",
        "\"on_paper\": true",
        "\"key\": \"1a1a1a1a\"",
        "\"code\": \"c0c0",
    ] {
        assert!(json.contains(words), "{words:?} is not in\n{json}");
    }
    // A reason is somebody's words: names in it are replaced like all others.
    let without = Options {
        with_names: false,
        ..options
    };
    let notes = Notes::of(&room.inspection, CASE, &room.framework, &without).unwrap();
    assert!(to_markdown(&notes).contains("\\[child\\]'s worker wants to sleep on it."));
}

#[test]
fn a_sitting_closed_without_any_of_it_says_so() {
    let mut room = small();
    room.close();
    let options = Options {
        now: room.now,
        with_names: true,
    };
    let notes = Notes::of(&room.inspection, CASE, &room.framework, &options).unwrap();
    let page = to_markdown(&notes);
    assert!(page.contains("  - Not signed, RO Lead inspector: no reason was given\n"));
    assert!(page.contains("  - Not sealed\n"));
}
