//! Closing a sitting: the last walk over every finding, signing each for themselves, and the seal on the screen.

use alongside::{
    casework::{
        Event, FindingNo, SealNo, Sha256, Signing, SittingNo,
        closing::{self, Stands},
    },
    desk::{close, messages::Message},
    notes,
    proof::{code::Code, statement::Statement},
    screen::{
        action::Action,
        layers::Layer,
        theme::{Theme, ThemeName},
    },
};
use sha2::Digest as _;

use crate::{
    screen::Two,
    screen_desk::{Desk, JK, OB, RO, signing::VAULT},
};

const WORDS: &str = "copper kettle by the window";

/// Two findings: one rests on the file alone and is agreed by the inspector, the other rests on nothing.
fn with_two_findings(width: u16, height: u16) -> Two {
    let mut sitting =
        Two::at_the_demo_case_sized(width, height).reading("Core group minutes · 14 Mar");
    sitting
        .finds("Mother did not attend")
        .keys("Space f")
        .puts("Missed sessions are followed up.");
    sitting.keys("3 Tab f").puts("Visits are on time.");
    sitting.keys("3 Home a Down Enter");
    sitting
}

/// As far as the list of those who sign.
fn at_the_signers(width: u16, height: u16) -> Two {
    let mut sitting = with_two_findings(width, height);
    sitting.keys("F12 Up Enter Enter Enter Enter Enter");
    sitting.sees("Who signs");
    sitting
}

/// The person under the pointer signs for the first time.
fn chooses_words(sitting: &mut Two, words: &str) {
    sitting.keys("Enter Enter").types(words);
    sitting.keys("Enter").types(words);
    sitting.keys("Enter");
}

/// Another sitting on the same case, with the same people.
fn sits_again(sitting: &mut Two) {
    sitting
        .goes_to("N-017")
        .keys("Up Up")
        .cursor_on("Open the sitting")
        .keys("Enter");
}

fn stands(sitting: &Two, who: alongside::casework::ParticipantNo) -> Stands {
    let text = close::text_hash(&sitting.desk.inspection, sitting.case_no()).unwrap();
    closing::stands(sitting.case().sitting().unwrap(), who, text)
}

#[test]
fn the_last_walk_shows_every_finding_in_full_one_after_the_other() {
    let mut sitting = with_two_findings(160, 45);
    sitting
        .keys("F12")
        .sees("Close the sitting?")
        .sees("JK Social worker has answered no finding")
        .does_not_see("RO Lead inspector has answered no finding");
    sitting.keys("Up Enter").sees("The last walk · 1 of 4");
    sitting
        .sees("◆ Finding 1 · Strength")
        .sees("Missed sessions are followed up.")
        .sees("“Mother did not attend the last two sessions.”")
        .sees("heard: nothing")
        .sees("RO agreed ✓");
    sitting
        .keys("Enter")
        .sees("The last walk · 2 of 4")
        .sees("Visits are on time.");
    sitting.keys("Left").sees("The last walk · 1 of 4");
    sitting.keys("Right Backspace Enter").sees("2 of 4");
    // What rests on one strand, or on none, comes as a question, with the finding once more.
    sitting
        .keys("Enter")
        .sees("The last walk · a question about finding 1")
        .sees("It rests on the file; nothing said in the room is tied to it. Is that right?")
        .sees("Missed sessions are followed up.");
    sitting
        .keys("Enter")
        .sees("a question about finding 2")
        .sees("Nothing on file and nothing said in the room is tied to it. Is that right?");
    sitting.keys("Enter").sees("Who signs");
    sitting
        .sees("○ RO Lead inspector")
        .sees("○ JK Social worker")
        .cursor_on("○ RO Lead inspector");
    let before = sitting.desk.entries.len();
    sitting
        .keys("Esc")
        .said("The sitting goes on. F12 begins the last walk again.");
    assert_eq!(sitting.desk.entries.len(), before, "looking keeps nothing");
    assert!(sitting.case().running_sitting().is_some());
}

#[test]
fn a_finding_is_answered_in_the_last_walk_by_whoever_has_the_pen() {
    let mut sitting = with_two_findings(160, 45);
    sitting.keys("F12 Up Enter Enter").sees("2 of 4");
    sitting
        .keys("F2")
        .sees("The pen is with")
        .keys("a")
        .sees("JK Social worker answers:");
    sitting
        .keys("Down Enter")
        .said("Finding 2: agreed by JK Social worker.");
    sitting.sees("The last walk · 2 of 4").sees("JK agreed ✓");
    let finding = &sitting.case().findings[&FindingNo(2)];
    assert!(finding.position(JK).is_some() && finding.position(RO).is_none());
}

#[test]
fn each_chooses_words_typed_twice_and_signs_the_very_text() {
    let mut sitting = at_the_signers(160, 45);
    sitting
        .keys("Enter")
        .sees("Sign with your own words")
        .sees("Sign the printed sheet by hand")
        .sees("Do not sign, because …")
        .does_not_see("I have forgotten my words");
    sitting
        .keys("Enter")
        .sees("RO Lead inspector chooses words to sign with")
        .sees("The other looks away while RO types.")
        .sees("nobody can recover them");
    sitting.types(WORDS).sees("•••••••").does_not_see("copper");
    sitting.keys("Enter").types("copper kettle by the winter");
    sitting
        .keys("Enter")
        .sees("The two were not the same: type the words twice again.")
        .does_not_see("•••");
    sitting.types(WORDS).keys("Enter").types(WORDS);
    sitting.keys("Enter").said("RO Lead inspector has signed.");
    sitting
        .sees("✓ RO Lead inspector")
        .sees("key 8a88e3dd…")
        .cursor_on("○ JK Social worker");
    assert_eq!(stands(&sitting, RO), Stands::Signed);
    assert_eq!(stands(&sitting, JK), Stands::Open);

    // What was signed is the text with its salt, bound to person, sitting and case; the key is theirs.
    let inspection = &sitting.desk.inspection;
    let text = close::text(inspection, sitting.case_no()).unwrap().text;
    let Some(Signing::Signed(signed)) = sitting.case().sitting().unwrap().signing.get(&RO).cloned()
    else {
        panic!("not signed")
    };
    assert_eq!(
        signed.text,
        Sha256(sha2::Sha256::digest(text.as_bytes()).into())
    );
    assert_eq!(
        sitting.desk.keys.texts[&signed.text], text,
        "the text is kept as it was signed"
    );
    let what = close::ToSign {
        case: sitting.case_no(),
        sitting: SittingNo(1),
        who: RO,
        text: signed.text,
        salt: signed.salt,
    };
    let key = ed25519_dalek::VerifyingKey::from_bytes(&signed.public_key.0).unwrap();
    let signature = ed25519_dalek::Signature::from_bytes(&signed.signature.0);
    let message = |what| crate::screen_desk::signing::message(what).0;
    key.verify_strict(&message(&what), &signature).unwrap();
    let other = close::ToSign { who: JK, ..what };
    assert!(key.verify_strict(&message(&other), &signature).is_err());

    // Nothing of the words is anywhere: not in the record, not in what is stored to come back to, not in the state.
    let everything = format!("{:?} {:?}", sitting.desk.entries, sitting.state);
    let stored = String::from_utf8(sitting.record()).unwrap();
    assert!(!everything.contains("kettle") && !stored.contains("kettle"));
}

#[test]
fn known_words_are_typed_once_and_wrong_ones_never_block() {
    let mut sitting = at_the_signers(160, 45);
    chooses_words(&mut sitting, WORDS);
    // The next sitting: the same words, once.
    sitting.keys("Down Enter Enter Enter");
    sits_again(&mut sitting);
    sitting
        .keys("F12 Up Enter")
        .walks_to_the_signers()
        .keys("Enter");
    sitting
        .sees("I have forgotten my words")
        .keys("Enter")
        .sees("RO Lead inspector signs")
        .does_not_see("Once more");
    sitting.types("copper cattle").keys("Enter");
    sitting
        .sees("These are not the words you chose.")
        .sees("Esc leaves it for now")
        .does_not_see("•••");
    assert_eq!(stands(&sitting, RO), Stands::Open);
    sitting.types(WORDS).keys("Enter");
    sitting.said("RO Lead inspector has signed.");
    assert_eq!(stands(&sitting, RO), Stands::Signed);
    let keys = &sitting.desk.inspection.own_words[&RO];
    assert_eq!(keys.len(), 1, "the key of the first close");
}

#[test]
fn forgotten_words_make_a_new_key_and_the_record_says_so() {
    let mut sitting = at_the_signers(160, 45);
    chooses_words(&mut sitting, WORDS);
    sitting
        .keys("Up Enter Up")
        .cursor_on("I have forgotten my words");
    sitting
        .keys("Enter")
        .sees("RO Lead inspector chooses words to sign with");
    sitting.types("seven green umbrellas").keys("Enter");
    sitting.types("seven green umbrellas").keys("Enter");
    sitting.said("RO Lead inspector has signed.");
    let keys = &sitting.desk.inspection.own_words[&RO];
    assert_eq!(keys[1].replaces, Some(keys[0].public_key));
    assert_eq!(stands(&sitting, RO), Stands::Signed);
}

#[test]
fn who_does_not_sign_says_why_and_who_signs_by_hand_says_so() {
    let mut sitting = at_the_signers(160, 45);
    sitting.keys("Enter Down Enter");
    sitting.said("The sheet to sign: alongside show … --view sheet");
    sitting
        .sees("– RO Lead inspector")
        .sees("signs the printed sheet");
    sitting
        .keys("Enter Down Down Enter")
        .sees("JK Social worker does not sign");
    sitting.keys("Enter").sees("\"Reason\" is still open");
    sitting
        .types("I want to ask my manager first.")
        .keys("Enter");
    sitting
        .sees("– JK Social worker")
        .sees("does not sign")
        .sees("I want to ask my manager first.")
        .sees("Everyone has signed or said why not.")
        .cursor_on("Close the sitting and make the seal");
    assert_eq!(stands(&sitting, RO), Stands::OnPaper);
    assert_eq!(stands(&sitting, JK), Stands::Declined);
    // Thinking again is possible until it is closed.
    sitting.keys("Up");
    chooses_words(&mut sitting, WORDS);
    assert_eq!(stands(&sitting, JK), Stands::Signed);
}

#[test]
fn what_is_changed_after_a_signature_is_to_be_signed_again() {
    let mut sitting = at_the_signers(160, 45);
    chooses_words(&mut sitting, WORDS);
    sitting.keys("Left Left Left Left a Up Enter");
    sitting.said("Finding 1: not yet, says RO Lead inspector.");
    sitting.keys("Enter Enter Enter Enter");
    sitting
        .sees("○ RO Lead inspector")
        .sees("signed before the last change: to sign again")
        .sees("the notes say \"not signed\" of RO Lead inspector and JK Social worker.");
    assert_eq!(stands(&sitting, RO), Stands::SignedBefore);
    // Closed like this, the old signature is not under the new text: the seal has none.
    sitting.keys("Up Enter").sees("Seal 1");
    let statement = Statement::parse(sitting.desk.keys.statements[&SealNo(1)].as_bytes()).unwrap();
    assert!(
        statement
            .participants
            .iter()
            .all(|one| one.signature.is_none())
    );
}

#[test]
fn the_seal_stands_large_until_both_have_written_it_down() {
    let mut sitting = at_the_signers(160, 45);
    chooses_words(&mut sitting, WORDS);
    sitting.cursor_on("○ JK Social worker");
    sitting
        .keys("Down")
        .cursor_on("Close the sitting and make the seal")
        .sees("the notes say \"not signed\" of JK Social worker.");
    let case = sitting.case_no();
    sitting.keys("Enter").sees("Seal 1");
    let inspection = sitting.desk.inspection.clone();
    let seal = &inspection.seals[&SealNo(1)];
    assert_eq!(seal.sitting, Some((case, SittingNo(1))));
    assert!(inspection.cases[&case].sitting().unwrap().closed.is_some());

    // The code is that of the exact statement, and the statement's signature is right.
    let code = Code::of(seal.statement.as_bytes(), VAULT);
    assert_eq!(&seal.code.0, code.bytes());
    let statement = Statement::parse(seal.statement.as_bytes()).unwrap();
    assert_eq!(statement.findings.len(), 2);
    assert_eq!(statement.previous, None);
    let signed: Vec<_> = statement
        .participants
        .iter()
        .map(|one| (one.no, one.signature.is_some()))
        .collect();
    assert_eq!(signed, [(RO, true), (JK, false)]);
    let text = notes::signed_text(
        &inspection,
        case,
        SittingNo(1),
        alongside::desk::frameworks::by_id(&inspection.framework).unwrap(),
    )
    .unwrap();
    assert_eq!(
        statement.findings[0].commitment,
        alongside::proof::statement::commit(
            "finding",
            &alongside::proof::statement::finding_salt(&seal.salt.0, 1),
            1,
            text.findings[0].text.as_bytes()
        )
    );
    assert_eq!(
        sitting.desk.keys.statements[&SealNo(1)],
        seal.statement,
        "the very bytes stand beside the record"
    );

    for (at, word) in code.words().iter().enumerate() {
        sitting.sees(&format!("{}  {}", at + 1, word.to_uppercase()));
    }
    sitting
        .sees(&code.digits())
        .sees("sitting 1 on N-017")
        .sees("Northbridge · 11 Jun 2012 to 22 Jun 2012")
        .sees("Write both on paper, words and digits; each of you keeps one.");
    sitting
        .keys("Enter")
        .said("Have both of you written it down?")
        .sees("Seal 1");
    sitting.keys("x").sees("Seal 1");
    sitting
        .keys("Down")
        .cursor_on("[ We have written it down ]");
    sitting
        .keys("Enter")
        .said("Seal 1 is kept. \"The seals\" shows it again.")
        .does_not_see("We have written it down");
    assert_eq!(sitting.state.page, alongside::screen::action::Where::Cases);

    // And again later, from anywhere.
    sitting
        .keys("Ctrl-E")
        .sees("The seals of this inspection")
        .sees("Seal 1 · sitting 1 on N-017")
        .keys("Enter")
        .sees(&code.digits())
        .keys("Esc Esc")
        .does_not_see(&code.digits());
}

#[test]
fn the_second_seal_names_the_first() {
    let mut sitting = at_the_signers(160, 45);
    sitting.keys("Up Enter Enter Enter");
    sits_again(&mut sitting);
    sitting
        .keys("F12 Up Enter")
        .walks_to_the_signers()
        .keys("Up Enter");
    sitting.sees("Seal 2");
    let inspection = &sitting.desk.inspection;
    let second = Statement::parse(inspection.seals[&SealNo(2)].statement.as_bytes()).unwrap();
    let previous = second.previous.unwrap();
    assert_eq!(previous.number, 1);
    assert_eq!(previous.code.bytes(), &inspection.seals[&SealNo(1)].code.0);
    assert_eq!(second.sitting, Some(SittingNo(2)));
}

#[test]
fn a_sitting_closes_without_a_finding_and_without_anybody_signing() {
    let mut sitting = Two::at_the_demo_case();
    sitting.keys("F12 Up Enter").sees("Who signs");
    sitting.keys("Up Enter").sees("Seal 1");
    let statement = Statement::parse(
        sitting.desk.inspection.seals[&SealNo(1)]
            .statement
            .as_bytes(),
    )
    .unwrap();
    assert!(statement.findings.is_empty());
}

#[test]
fn where_the_seal_cannot_be_made_the_sitting_is_closed_all_the_same_and_sealed_later() {
    let mut sitting = at_the_signers(160, 45);
    sitting.desk.keys.no_seal = Some("the disk was taken out".into());
    let case = sitting.case_no();
    sitting
        .keys("Up Enter")
        .said("The sitting is closed; it is NOT SEALED.");
    let closed = |sitting: &Two| {
        sitting.desk.inspection.cases[&case]
            .sitting()
            .unwrap()
            .clone()
    };
    assert!(closed(&sitting).closed.is_some() && closed(&sitting).seal.is_none());
    sitting.sees("N-017").does_not_see("Who signs");
    sitting.desk.keys.no_seal = None;
    sitting
        .by_menu(Action::Seals)
        .sees("N-017: closed, not sealed. Make the seal now")
        .keys("Enter")
        .sees("Seal 1");
    assert_eq!(closed(&sitting).seal, Some(SealNo(1)));
}

#[test]
fn keys_pressed_while_the_seal_is_made_do_not_take_it_away_again() {
    let mut sitting = at_the_signers(160, 45);
    sitting.slow = true;
    sitting
        .keys("Up Enter")
        .sees("Closing, and making the seal …");
    assert_eq!(sitting.waiting(), 1);
    sitting.keys("Enter Enter Esc Esc");
    assert_eq!(sitting.waiting(), 1, "asked for once");
    sitting
        .released()
        .sees("Seal 1")
        .sees("We have written it down");
}

#[test]
fn while_a_signature_is_made_the_screen_says_so_and_takes_no_key() {
    let mut sitting = at_the_signers(160, 45);
    sitting.slow = true;
    sitting.keys("Enter Enter").types(WORDS);
    sitting.keys("Enter").types(WORDS);
    sitting.keys("Enter").sees("Signing …").keys("Esc Enter x");
    assert_eq!(sitting.waiting(), 1);
    sitting.released().said("RO Lead inspector has signed.");
}

#[test]
fn a_concern_is_raised_over_the_last_walk_and_the_walk_is_there_again() {
    let mut sitting = with_two_findings(160, 45);
    sitting
        .keys("F12 Up Enter F8")
        .types("Nobody has seen him since May.");
    sitting.keys("Tab").types("Team manager");
    sitting.keys("Tab").types("at once").keys("Enter");
    assert_eq!(sitting.case().refer_backs.len(), 1);
    sitting.sees("The last walk · 1 of 4");
}

#[test]
fn a_message_about_words_that_are_no_longer_typed_is_said_at_the_bottom() {
    let mut sitting = at_the_signers(160, 45);
    sitting.told(Message::Signed {
        who: JK,
        outcome: Err(alongside::desk::messages::NotSigned {
            why: "There is too little free memory.".into(),
            words: false,
        }),
        entries: Vec::new(),
    });
    sitting.said("JK Social worker has not signed. There is too little free memory.");
}

#[test]
fn an_observer_is_asked_too_and_who_left_comes_last() {
    let mut sitting = Two::sitting_on(Desk::demo(), "N-017", &[RO, JK, OB], (160, 45));
    sitting.keys("F12 Up Enter").sees("○ OB Observer");
    let rows: Vec<_> = ["○ RO", "○ JK", "○ OB"]
        .map(|who| sitting.place_of(who).y)
        .to_vec();
    assert!(rows.is_sorted());
}

#[test]
fn it_all_stands_on_a_small_screen_and_without_colour() {
    for (width, height, plain) in [(80, 24, false), (80, 24, true), (160, 45, true)] {
        let mut sitting = with_two_findings(width, height);
        sitting.state.no_colour = plain;
        sitting.state.theme = Theme::load(ThemeName::Terminal, plain);
        sitting.keys("F12 Up Enter").sees("The last walk · 1 of 4");
        sitting
            .sees("Missed sessions are followed up.")
            .sees("RO agreed");
        sitting.keys("Enter Enter Enter Enter").sees("Who signs");
        sitting
            .sees("○ RO Lead inspector")
            .sees("Close the sitting and make the seal");
        sitting
            .keys("Enter Enter")
            .sees("The other looks away while RO types.");
        sitting
            .sees("Your words")
            .sees("Once more")
            .sees("Typing shows dots.");
        sitting
            .types(WORDS)
            .keys("Enter")
            .types(WORDS)
            .keys("Enter");
        sitting.sees("✓ RO Lead inspector").keys("Down Enter");
        let code = Code::from_bytes(sitting.desk.inspection.seals[&SealNo(1)].code.0).unwrap();
        for word in code.words() {
            sitting.sees(&word.to_uppercase());
        }
        sitting
            .sees(&code.digits())
            .sees("[ We have written it down ]");
        // What the pointer stands on is told by a sign, whatever the colours.
        sitting
            .does_not_see("▸ [ We have")
            .keys("Down")
            .sees("▸ [ We have written it down ]");
    }
}

#[test]
fn the_history_says_who_signed_and_which_seal_was_made() {
    let mut sitting = at_the_signers(160, 45);
    chooses_words(&mut sitting, WORDS);
    sitting.keys("Down Enter Enter Enter");
    sits_again(&mut sitting);
    sitting.keys("h");
    sitting
        .sees("RO Lead inspector signed every finding")
        .sees("seal 1 made")
        .sees("sitting 1 closed");
    assert!(sitting.desk.entries.iter().any(|entry| matches!(
        entry.event,
        Event::WordsChosen { who: RO, .. }
    ) && entry.case.is_none()));
    assert!(matches!(
        sitting.state.layers.last(),
        Some(Layer::Reading(_))
    ));
}

#[test]
fn the_curtain_falls_over_half_typed_words_and_none_of_them_come_back() {
    let mut sitting = at_the_signers(160, 45);
    sitting.keys("Enter Enter").types("copper kettle");
    sitting.sees("•••").by_key(Action::Curtain);
    sitting.does_not_see("•••").does_not_see("looks away");
    assert!(!format!("{:?}", sitting.state.layers).contains("OwnWords"));
}

#[test]
fn the_last_walk_and_a_seal_not_yet_copied_are_there_again_and_half_typed_words_are_not() {
    let mut sitting = with_two_findings(160, 45);
    sitting
        .keys("F12 Up Enter Enter")
        .sees("The last walk · 2 of 4");
    let mut again = sitting.comes_back();
    again.sees("The last walk · 2 of 4").walks_to_the_signers();
    again.keys("Enter Enter").types("copper kettle").sees("•••");
    let mut again = again.comes_back();
    again.sees("Who signs").does_not_see("•••");
    again.keys("Up Enter").sees("Seal 1");
    let digits = Code::from_bytes(again.desk.inspection.seals[&SealNo(1)].code.0)
        .unwrap()
        .digits();
    let mut again = again.comes_back();
    again.sees(&digits).keys("Down Enter").does_not_see(&digits);
}
