//! A case with one of everything the notes can say, and a name wherever words can stand.
#![allow(dead_code)]

use alongside::casework::{
    About, Absence, ActionNo, Anchor, Answer, DocumentDates, DocumentNo, Event, FindingNo, Part,
    ParticipantNo, PublicKey, Readable, ReferBackNo, Region, Relation, RemarkKind, RemarkNo, Salt,
    SealCode, ServiceDetails, ServiceNo, ServiceState, Sha256, Side, Signature64, SittingNo,
    Wording, event::CaseAbout, package::ActionDetails, package::Ties,
};

use super::little::{
    self, CASE, JK, Little, MINUTES, OB, PLAN, RO, VISIT, absence, bytes_of, disagree, words_in,
};

/// One of everything.
pub fn everything() -> Little {
    let mut room = Little::new();
    file(&mut room);
    people(&mut room);
    let ask = discussion(&mut room);
    package(&mut room);
    findings(&mut room, ask);
    answers(&mut room);
    what_follows(&mut room);
    signing(&mut room);
    room.close();
    seal(&mut room);
    room.open(&[RO, JK]);
    let paused = room.room().pause();
    room.keep(paused);
    room
}

fn anchors() -> Vec<Anchor> {
    vec![
        words_in(MINUTES, "Callum was not seen"),
        Anchor::Region(Region {
            document: MINUTES,
            version: bytes_of(MINUTES),
            page: 3,
            part: Some(Part {
                left: 0,
                top: 0,
                right: 400,
                bottom: 300,
            }),
        }),
        absence("a visit to Callum", "all of Callum's visits"),
        Anchor::Absence(Absence {
            looked_for: "Callum's words".into(),
            looked_in: "the visit to Callum".into(),
            document: Some(VISIT),
        }),
    ]
}

fn file(room: &mut Little) {
    for event in [
        Event::CaseAmended {
            about: CaseAbout {
                age: Some(4),
                status: "CP plan, Callum".into(),
                category: "Neglect of Callum".into(),
                in_sample: true,
                people: Vec::new(),
            },
        },
        Event::DocumentTakenIn {
            document: DocumentNo(4),
            title: "Photograph of Callum".into(),
            document_kind: "Callum's things".into(),
            dates: DocumentDates::default(),
            name: "4.pdf".into(),
            sha256: Sha256([4; 32]),
            bytes: 5,
            reading: Readable::No {
                why: "A picture of Callum without text.".into(),
                locked: false,
            },
            standing: None,
            hints: Vec::new(),
            facts: std::sync::Arc::default(),
            part_of: None,
        },
        Event::DocumentsMissing {
            documents: vec![PLAN],
        },
    ] {
        room.keep(event);
    }
}

fn people(room: &mut Little) {
    let named = room
        .inspection
        .list_identifier(CASE, "Callum", "child")
        .unwrap();
    room.keep(named);
    let helper = room
        .inspection
        .name_person("Callum's support worker", "SW", Side::Authority)
        .unwrap();
    room.keep_as(None, None, helper);
    room.open(&[RO, JK, OB, ParticipantNo(4)]);
    room.read(MINUTES);
    room.read(VISIT);
    room.alter(MINUTES);
}

fn discussion(room: &mut Little) -> RemarkNo {
    let ask = room.remark(RemarkKind::Question, "Who saw Callum?", anchors(), None);
    room.remark(RemarkKind::Question, "And when, Callum?", vec![], None);
    room.pen(JK)
        .remark(RemarkKind::Explanation, "I saw Callum.", vec![], Some(ask));
    ask
}

fn package(room: &mut Little) {
    for early_help in [false, true] {
        let details = ServiceDetails {
            need: "Callum is safe".into(),
            aim: "Callum eats".into(),
            service: "Callum's nursery".into(),
            provider: "Callum nursery".into(),
            owner: "Callum's FSW".into(),
            start: "Callum's birthday".into(),
            end: "when Callum moved".into(),
            planned: "weekly, Callum".into(),
            delivered: "Callum went".into(),
            childs_view: "Callum likes it".into(),
            familys_view: "Callum sleeps".into(),
            difference: "Callum talks".into(),
            review: "Callum's review".into(),
            early_help,
            state: ServiceState::NotOffered,
        };
        room.act(|room, _| room.add_service(details, anchors()))
            .unwrap();
    }
    let twin = ServiceDetails {
        service: "Callum's nursery place".into(),
        planned: "daily, Callum".into(),
        ..ServiceDetails::default()
    };
    room.act(|room, _| room.add_service(twin, vec![words_in(VISIT, "Callum's nursery")]))
        .unwrap();
    room.act(|room, _| room.join_services(ServiceNo(1), ServiceNo(3)))
        .unwrap();
}

fn findings(room: &mut Little, ask: RemarkNo) {
    let service = Some(About::Service(ServiceNo(1)));
    room.act(|room, _| {
        room.remark(
            RemarkKind::FamilysView,
            "It helps Callum.",
            anchors(),
            None,
            service,
        )
    })
    .unwrap();
    let ties = Ties {
        anchors: anchors(),
        remarks: vec![ask],
    };
    for about in [service, Some(About::Finding(FindingNo(1)))] {
        for words in ["Callum one.", "Callum two.", "Callum three."] {
            room.act(|room, framework| {
                let wording = Wording {
                    relation: Relation::NotOnFile,
                    ..little::wording(words)
                };
                room.put_finding(wording, ties.clone(), about, framework)
            })
            .unwrap();
        }
    }
    room.act(|room, _| {
        room.remark(
            RemarkKind::Challenge,
            "Is it so, Callum?",
            vec![],
            None,
            Some(About::Finding(FindingNo(1))),
        )
    })
    .unwrap();
}

fn answers(room: &mut Little) {
    room.reword(FindingNo(1), "Callum, reworded.").unwrap();
    for side in [RO, JK] {
        room.answer(side, FindingNo(1), Answer::Agree).unwrap();
    }
    room.answer(RO, FindingNo(2), Answer::Agree).unwrap();
    room.answer(
        JK,
        FindingNo(2),
        disagree("Callum was.", "Callum was seen."),
    )
    .unwrap();
    room.answer(JK, FindingNo(3), disagree("Callum!", "Callum?"))
        .unwrap();
    room.reword(FindingNo(3), "Callum, put otherwise.").unwrap();
    room.act(|room, _| room.park(FindingNo(4), "What did Callum say?", "Callum's IRO"))
        .unwrap();
    room.act(|room, _| room.withdraw(FindingNo(5), "Not about Callum."))
        .unwrap();
}

fn what_follows(room: &mut Little) {
    let details = ActionDetails {
        what: "See Callum.".into(),
        why: "Callum said so.".into(),
        owner: "Callum's worker".into(),
        due: "Callum's next visit".into(),
        measure: "Callum says so.".into(),
        band: "immediately".into(),
    };
    room.act(|room, _| room.put_action(FindingNo(1), details))
        .unwrap();
    room.act(|room, _| room.drop_action(ActionNo(1), "Callum was seen."))
        .unwrap();
    let raised = room
        .inspection
        .raise_refer_back(
            CASE,
            "No food for Callum.",
            "Callum's manager",
            "as Callum slept",
        )
        .unwrap();
    room.keep(raised);
    let which = ReferBackNo(1);
    let replied = room
        .inspection
        .answer_refer_back(CASE, which, "Callum was fed.")
        .unwrap();
    room.keep(replied);
    let closed = room
        .inspection
        .close_refer_back(CASE, which, "Callum is well.")
        .unwrap();
    room.keep(closed);
}

fn signing(room: &mut Little) {
    let key = PublicKey([0x1a; 32]);
    let chosen = room.inspection.choose_words(RO, key, "sealed").unwrap();
    room.keep_as(None, None, chosen);
    room.act(|room, _| {
        room.sign(
            RO,
            key,
            Sha256([0x7e; 32]),
            Salt([0x5a; 32]),
            Signature64([0x51; 64]),
        )
    })
    .unwrap();
    room.act(|room, _| room.not_signed(JK, "Callum's worker wants to sleep on it.", false))
        .unwrap();
    room.act(|room, _| room.not_signed(OB, "signs the printed sheet by hand", true))
        .unwrap();
}

fn seal(room: &mut Little) {
    let code = SealCode([0xc0; 17]);
    let sealed = room
        .inspection
        .seal_sitting(CASE, SittingNo(1), "the statement", Salt([0x5b; 32]), code)
        .unwrap();
    room.keep(sealed);
}
