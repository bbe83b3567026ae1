//! Any event at all, possible or not: what a stored record may say.
#![allow(dead_code)]

use alongside::casework::{
    About, Absence, ActionNo, Anchor, Answer, ArrivalNo, CaseNo, DateFact, DateFacts,
    DocumentDates, DocumentFacts, DocumentNo, Entry, Event, FindingNo, Fingerprint, GapKey,
    GapKind, Hint, HowSeen, JourneyDetails, JourneyEventNo, Moment, Part, Participant,
    ParticipantNo, Passage, PassphraseChange, Place, PublicKey, QuotePlace, Readable, ReferBackNo,
    Region, Relation, RemarkKind, RemarkNo, Repeat, Salt, SealCode, SealNamed, SealNo, Seen, Seq,
    ServiceDetails, ServiceListed, ServiceNo, ServiceState, ServiceTaken, Sha256, Side,
    Signature64, SittingNo, Standing, TextChange, TextRef, Voice, Wording,
    event::{CaseAbout, NewEntry},
    package::{ActionDetails, Ties},
};
use jiff::civil::Date;
use proptest::{collection::vec, option, prelude::*, sample::select};

/// Small numbers, so that events meet each other; now and then any number.
fn number() -> impl Strategy<Value = u32> {
    prop_oneof![20 => 1..5_u32, 1 => any::<u32>()]
}

fn seq() -> impl Strategy<Value = Seq> {
    prop_oneof![20 => 0..60_u64, 1 => any::<u64>()].prop_map(Seq)
}

pub fn words() -> BoxedStrategy<String> {
    prop_oneof![
        4 => select(vec![
            "Visits are late.",
            "Callum said \"no\".",
            "CALLUM’S mother\n\n- one\n- two",
            "<b>*bold*</b> | # [x](y)",
            "",
            " \t\n",
        ]).prop_map(str::to_owned),
        1 => any::<String>(),
    ]
    .boxed()
}

fn sha256() -> impl Strategy<Value = Sha256> {
    (0..4_u8).prop_map(|byte| Sha256([byte; 32]))
}

fn day() -> impl Strategy<Value = Date> {
    prop_oneof![
        4 => (2010..2014_i16, 1..13_i8, 1..29_i8),
        1 => (-9999..=9999_i16, 1..13_i8, 1..29_i8)
    ]
    .prop_map(|(year, month, day)| Date::constant(year, month, day))
}

fn dates() -> BoxedStrategy<DocumentDates> {
    (option::of(day()), option::of(day()), option::of(day()))
        .prop_map(|(happened, recorded, finalised)| DocumentDates {
            happened,
            recorded,
            finalised,
        })
        .boxed()
}

fn change() -> impl Strategy<Value = Option<TextChange>> {
    let gone = (sha256(), 0_u64..40, 0_u64..40).prop_map(|(text, start, long)| QuotePlace {
        text,
        start,
        end: start + long,
    });
    option::of((0_u64..30, 0_u64..9, 0_u64..3, vec(gone, 0..3)).prop_map(
        |(words, places, moved, quotes_gone)| TextChange {
            words,
            places,
            moved,
            quotes_gone,
        },
    ))
}

fn reading() -> BoxedStrategy<Readable> {
    prop_oneof![
        (words(), any::<bool>()).prop_map(|(why, locked)| Readable::No { why, locked }),
        (any::<u32>(), words()).prop_map(|(pages, what)| Readable::Picture { pages, what }),
        (sha256(), any::<u64>(), any::<u32>()).prop_map(|(sha256, chars, pages)| Readable::Text(
            TextRef {
                sha256,
                reader: "text 1".into(),
                chars,
                words: chars / 5,
                pages,
                remarks: vec![],
            }
        )),
    ]
    .boxed()
}

fn facts() -> BoxedStrategy<std::sync::Arc<DocumentFacts>> {
    let place = || {
        (number(), words()).prop_map(|(paragraph, words)| Place {
            paragraph,
            at: u64::from(paragraph),
            words,
        })
    };
    let seen = (
        select(vec![
            HowSeen::Alone,
            HowSeen::Seen,
            HowSeen::NotAlone,
            HowSeen::Not,
        ]),
        option::of(day()),
        place(),
    )
        .prop_map(|(how, on, place)| Seen {
            how,
            on,
            own_day: true,
            place,
        });
    let repeat = (number(), any::<u8>(), any::<u8>()).prop_map(|(document, share, back)| Repeat {
        document: DocumentNo(document),
        share,
        back,
    });
    (
        vec(seen, 0..3),
        vec(repeat, 0..3),
        vec(any::<u32>(), 0..4),
        words(),
    )
        .prop_map(|(seen, repeats, hashes, written)| {
            std::sync::Arc::new(DocumentFacts {
                dates: DateFacts {
                    happened: Some(DateFact {
                        words: written,
                        ..DateFact::default()
                    }),
                    ..DateFacts::default()
                },
                voice: Voice {
                    seen,
                    ..Voice::default()
                },
                fingerprint: Fingerprint {
                    runs: 9,
                    hashes: hashes.into(),
                },
                repeats,
            })
        })
        .boxed()
}

fn anchor() -> BoxedStrategy<Anchor> {
    prop_oneof![
        (
            number(),
            sha256(),
            words(),
            any::<u64>(),
            any::<u64>(),
            any::<u32>(),
            0..3_u32
        )
            .prop_map(|(document, version, quote, start, end, paragraph, page)| {
                Anchor::Passage(Passage {
                    document: DocumentNo(document),
                    version,
                    text: version,
                    quote,
                    prefix: String::new(),
                    suffix: String::new(),
                    start,
                    end,
                    paragraph,
                    page,
                })
            }),
        (words(), words(), option::of(number())).prop_map(|(looked_for, looked_in, document)| {
            Anchor::Absence(Absence {
                looked_for,
                looked_in,
                document: document.map(DocumentNo),
            })
        }),
        (
            number(),
            sha256(),
            any::<u32>(),
            option::of(any::<[u16; 4]>())
        )
            .prop_map(|(document, version, page, part)| {
                Anchor::Region(Region {
                    document: DocumentNo(document),
                    version,
                    page,
                    part: part.map(|[left, top, right, bottom]| Part {
                        left,
                        top,
                        right,
                        bottom,
                    }),
                })
            }),
    ]
    .boxed()
}

fn about() -> impl Strategy<Value = Option<About>> {
    option::of(prop_oneof![
        number().prop_map(|no| About::Service(ServiceNo(no))),
        number().prop_map(|no| About::Finding(FindingNo(no))),
    ])
}

fn ties() -> BoxedStrategy<Ties> {
    (vec(anchor(), 0..3), vec(number().prop_map(RemarkNo), 0..3))
        .prop_map(|(anchors, remarks)| Ties { anchors, remarks })
        .boxed()
}

fn wording() -> BoxedStrategy<Wording> {
    (
        select(vec!["overall", "leadership", "no such area"]),
        select(vec!["strength", "improvement", "no such polarity"]),
        words(),
        select(Relation::ALL.to_vec()),
    )
        .prop_map(|(area, polarity, words, relation)| Wording {
            area: area.into(),
            polarity: polarity.into(),
            words,
            relation,
        })
        .boxed()
}

pub fn answer() -> BoxedStrategy<Answer> {
    prop_oneof![
        Just(Answer::Agree),
        Just(Answer::NotYet),
        (words(), words()).prop_map(|(because, own_wording)| Answer::Disagree {
            because,
            own_wording
        }),
    ]
    .boxed()
}

pub fn service() -> BoxedStrategy<ServiceDetails> {
    (
        words(),
        words(),
        any::<bool>(),
        select(ServiceState::ALL.to_vec()),
    )
        .prop_map(|(service, need, early_help, state)| ServiceDetails {
            review: need.clone(),
            need,
            service,
            early_help,
            state,
            ..ServiceDetails::default()
        })
        .boxed()
}

pub fn action() -> BoxedStrategy<ActionDetails> {
    (
        words(),
        words(),
        select(vec!["", "immediately", "no such band"]),
    )
        .prop_map(|(what, owner, band)| ActionDetails {
            what,
            owner,
            band: band.into(),
            ..ActionDetails::default()
        })
        .boxed()
}

fn whole() -> BoxedStrategy<Event> {
    prop_oneof![
        (words(), option::of(day()), any::<bool>()).prop_map(|(authority, day, training)| {
            Event::InspectionSetUp {
                id: "1".into(),
                authority,
                framework: "england-2012".into(),
                framework_version: 1,
                announced: None,
                first_day: day,
                last_day: day,
                training,
            }
        }),
        (number(), words(), select(Side::ALL.to_vec())).prop_map(|(no, designation, side)| {
            Event::PersonNamed {
                person: Participant {
                    no: ParticipantNo(no),
                    initials: designation.chars().take(2).collect(),
                    designation,
                    side,
                },
            }
        }),
        any::<i64>().prop_map(|by_seconds| Event::ClockMoved { by_seconds }),
        of_the_vault(),
    ]
    .boxed()
}

fn seal_no() -> impl Strategy<Value = SealNo> {
    number().prop_map(SealNo)
}

fn code() -> impl Strategy<Value = SealCode> {
    (0..4_u8).prop_map(|byte| SealCode([byte; 17]))
}

fn public_key() -> impl Strategy<Value = PublicKey> {
    (0..4_u8).prop_map(|byte| PublicKey([byte; 32]))
}

fn seal(sitting: impl Strategy<Value = Option<u32>> + 'static) -> BoxedStrategy<Event> {
    (seal_no(), sitting, words(), code())
        .prop_map(|(number, sitting, statement, code)| Event::SealMade {
            number,
            sitting: sitting.map(SittingNo),
            statement,
            salt: Salt([7; 32]),
            code,
        })
        .boxed()
}

fn of_the_vault() -> BoxedStrategy<Event> {
    let named = (seal_no(), code()).prop_map(|(number, code)| SealNamed { number, code });
    prop_oneof![
        any::<bool>().prop_map(|restored| Event::DeviceStarted { restored }),
        words().prop_map(|slot| Event::PassphraseAct {
            act: PassphraseChange::Changed,
            slot,
        }),
        (number(), public_key(), words(), option::of(public_key())).prop_map(
            |(who, public_key, wrapped, replaces)| Event::WordsChosen {
                who: ParticipantNo(who),
                public_key,
                wrapped,
                replaces,
            }
        ),
        (number(), sha256(), any::<u64>()).prop_map(|(number, root, files)| {
            Event::ArrivalSealed {
                number: ArrivalNo(number),
                root,
                files,
                changed_lately: files / 2,
                list: root,
            }
        }),
        seal(Just(None)),
        // Mostly the second case, so that the first one is there for everything else.
        (select(vec![2, 2, 2, 2, 1, 9]), words(), vec(named, 0..2)).prop_map(
            |(case, reason, seals)| Event::CaseErased {
                case: CaseNo(case),
                reference: reason.clone(),
                reason,
                seals,
            }
        ),
    ]
    .boxed()
}

fn standing() -> BoxedStrategy<(Option<Standing>, Vec<Hint>)> {
    let arrival = || number().prop_map(ArrivalNo);
    let standing = prop_oneof![
        (arrival(), any::<bool>()).prop_map(|(arrival, other_name)| Standing::AsAtArrival {
            arrival,
            other_name
        }),
        arrival().prop_map(|arrival| Standing::ChangedSince { arrival }),
        day().prop_map(|on| Standing::DeliveredLater { on }),
    ];
    let hint = prop_oneof![
        any::<u32>().prop_map(|count| Hint::TrackedChanges { count }),
        (day(), option::of(any::<bool>()))
            .prop_map(|(date, same_person)| Hint::ModifiedAfterAnnouncement { date, same_person }),
    ];
    (option::of(standing), vec(hint, 0..3)).boxed()
}

fn closing() -> BoxedStrategy<Event> {
    prop_oneof![
        (number(), number(), public_key(), sha256()).prop_map(
            |(sitting, who, public_key, text)| Event::FindingsSigned {
                sitting: SittingNo(sitting),
                who: ParticipantNo(who),
                public_key,
                text,
                salt: Salt([3; 32]),
                signature: Signature64([5; 64]),
            }
        ),
        (number(), number(), words(), any::<bool>()).prop_map(
            |(sitting, who, reason, on_paper)| Event::NotSigned {
                sitting: SittingNo(sitting),
                who: ParticipantNo(who),
                reason,
                on_paper,
            }
        ),
        seal(option::of(number())),
    ]
    .boxed()
}

#[allow(clippy::too_many_lines, reason = "one strategy an event")]
fn case_and_file() -> BoxedStrategy<Event> {
    let about = || {
        (option::of(any::<i16>()), words()).prop_map(|(age, status)| CaseAbout {
            age,
            status,
            ..CaseAbout::default()
        })
    };
    let document = || number().prop_map(DocumentNo);
    prop_oneof![
        (words(), about()).prop_map(|(reference, about)| Event::CaseSetUp { reference, about }),
        about().prop_map(|about| Event::CaseAmended { about }),
        (
            document(),
            words(),
            dates(),
            sha256(),
            reading(),
            standing(),
            facts()
        )
            .prop_map(
                |(document, title, dates, sha256, reading, (standing, hints), facts)| {
                    Event::DocumentTakenIn {
                        document,
                        document_kind: "Document".into(),
                        name: title.clone(),
                        title,
                        dates,
                        sha256,
                        bytes: 1,
                        reading,
                        standing,
                        hints,
                        facts,
                        part_of: (document.0 > 3).then_some(DocumentNo(1)),
                    }
                }
            ),
        (document(), words())
            .prop_map(|(document, name)| Event::DocumentAlsoNamed { document, name }),
        (
            document(),
            sha256(),
            dates(),
            reading(),
            standing(),
            change(),
            facts()
        )
            .prop_map(
                |(document, sha256, dates, reading, (standing, hints), change, facts)| {
                    Event::DocumentAltered {
                        document,
                        sha256,
                        bytes: 2,
                        dates,
                        reading,
                        standing,
                        hints,
                        change,
                        facts,
                    }
                }
            ),
        (document(), sha256(), reading(), option::of(facts())).prop_map(
            |(document, sha256, reading, facts)| {
                Event::DocumentReadAgain {
                    document,
                    sha256,
                    reading,
                    as_read: (document.0 > 2).then(|| {
                        Box::new(alongside::casework::document::AsRead {
                            title: "Read".into(),
                            kind: "visit".into(),
                            dates: DocumentDates::default(),
                        })
                    }),
                    facts,
                }
            }
        ),
        vec(document(), 0..3).prop_map(|documents| Event::DocumentsMissing { documents }),
        (
            document(),
            option::of(words()),
            option::of(words()),
            option::of(dates())
        )
            .prop_map(|(document, title, document_kind, dates)| {
                Event::DocumentDescribed {
                    document,
                    title,
                    document_kind,
                    dates,
                }
            }),
        vec((number(), words()), 0..3).prop_map(|services| Event::ServicesListed {
            services: services
                .into_iter()
                .map(|(service, words)| ServiceListed {
                    service: ServiceNo(service),
                    details: ServiceDetails {
                        service: words,
                        ..ServiceDetails::default()
                    },
                })
                .collect(),
        }),
        (words(), words())
            .prop_map(|(words, stands_for)| Event::IdentifierListed { words, stands_for }),
        words().prop_map(|words| Event::IdentifierUnlisted { words }),
    ]
    .boxed()
}

fn sitting() -> BoxedStrategy<Event> {
    let no = || number().prop_map(SittingNo);
    let person = || number().prop_map(ParticipantNo);
    prop_oneof![
        2 => (no(), vec(person(), 0..4), person())
            .prop_map(|(sitting, present, pen)| Event::SittingOpened { sitting, present, pen }),
        1 => no().prop_map(|sitting| Event::SittingPaused { sitting }),
        1 => no().prop_map(|sitting| Event::SittingResumed { sitting }),
        1 => no().prop_map(|sitting| Event::SittingClosed { sitting }),
        1 => person().prop_map(|who| Event::PersonJoined { who }),
        1 => person().prop_map(|who| Event::PersonLeft { who }),
        1 => person().prop_map(|to| Event::PenPassed { to }),
        2 => number().prop_map(|no| Event::DocumentOpened { document: DocumentNo(no) }),
        2 => closing(),
    ]
    .boxed()
}

fn said() -> BoxedStrategy<Event> {
    let finding = || number().prop_map(FindingNo);
    let service_no = || number().prop_map(ServiceNo);
    let remark = || number().prop_map(RemarkNo);
    prop_oneof![
        4 => (
            remark(),
            select(RemarkKind::ALL.to_vec()),
            words(),
            vec(anchor(), 0..3),
            option::of(remark()),
            about()
        )
            .prop_map(|(remark, remark_kind, words, anchors, reply_to, about)| {
                Event::RemarkMade { remark, remark_kind, words, anchors, reply_to, about }
            }),
        4 => (finding(), wording(), ties(), about()).prop_map(|(finding, wording, ties, about)| {
            Event::FindingPut { finding, wording, ties, about }
        }),
        2 => (finding(), wording())
            .prop_map(|(finding, wording)| Event::FindingReworded { finding, wording }),
        1 => (finding(), ties()).prop_map(|(finding, ties)| Event::FindingTied { finding, ties }),
        3 => (finding(), seq(), answer()).prop_map(|(finding, wording, answer)| {
            Event::PositionTaken { finding, wording, answer }
        }),
        1 => (finding(), words(), words()).prop_map(|(finding, question, owner)| {
            Event::FindingParked { finding, question, owner }
        }),
        1 => finding().prop_map(|finding| Event::FindingTakenUp { finding }),
        1 => (finding(), words())
            .prop_map(|(finding, reason)| Event::FindingWithdrawn { finding, reason }),
        2 => (service_no(), service(), vec(anchor(), 0..2)).prop_map(
            |(service, details, anchors)| Event::ServiceAdded { service, details, anchors }
        ),
        1 => (number(), option::of(day()), words(), words(), vec(anchor(), 0..2)).prop_map(
            |(no, date, words, agency, anchors)| Event::JourneyEventMade {
                journey_event: JourneyEventNo(no),
                details: JourneyDetails {
                    date,
                    words,
                    agency,
                    ..JourneyDetails::default()
                },
                anchors,
            }
        ),
        1 => (number(), option::of(day()), words()).prop_map(|(no, date, words)| {
            Event::JourneyEventEdited {
                journey_event: JourneyEventNo(no),
                details: JourneyDetails {
                    date,
                    words,
                    ..JourneyDetails::default()
                },
            }
        }),
        1 => (service_no(), service())
            .prop_map(|(service, details)| Event::ServiceEdited { service, details }),
        1 => (service_no(), vec(anchor(), 0..2))
            .prop_map(|(service, anchors)| Event::ServiceTied { service, anchors }),
        2 => of_the_package(),
    ]
    .boxed()
}

fn of_the_package() -> BoxedStrategy<Event> {
    let service_no = || number().prop_map(ServiceNo);
    let row = (service_no(), any::<bool>(), service(), vec(anchor(), 0..2)).prop_map(
        |(service, again, details, anchors)| ServiceTaken {
            service,
            again,
            details,
            anchors,
        },
    );
    let gap = || {
        (
            select(vec![
                GapKind::NoOwner,
                GapKind::NoReview,
                GapKind::NeedWithoutService,
            ]),
            option::of(service_no()),
            words(),
        )
            .prop_map(|(gap, service, need)| GapKey { gap, service, need })
    };
    prop_oneof![
        (vec(row, 0..3), words()).prop_map(|(rows, source)| Event::ServicesTaken { rows, source }),
        (service_no(), service_no())
            .prop_map(|(service, other)| Event::ServicesJoined { service, other }),
        (gap(), words()).prop_map(|(gap, reason)| Event::GapDismissed { gap, reason }),
        gap().prop_map(|gap| Event::GapTakenUp { gap }),
    ]
    .boxed()
}

fn follows() -> BoxedStrategy<Event> {
    let action_no = || number().prop_map(ActionNo);
    let refer_back = || number().prop_map(ReferBackNo);
    prop_oneof![
        (action_no(), number(), action()).prop_map(|(action, finding, details)| {
            Event::ActionPut {
                action,
                finding: FindingNo(finding),
                details,
            }
        }),
        (action_no(), action())
            .prop_map(|(action, details)| Event::ActionEdited { action, details }),
        (action_no(), words()).prop_map(|(action, reason)| Event::ActionDropped { action, reason }),
        (refer_back(), words(), words(), words()).prop_map(
            |(refer_back, concern, told_to, told_when)| Event::ReferBackRaised {
                refer_back,
                concern,
                told_to,
                told_when,
            }
        ),
        (refer_back(), words())
            .prop_map(|(refer_back, reply)| Event::ReferBackAnswered { refer_back, reply }),
        (refer_back(), words())
            .prop_map(|(refer_back, how)| Event::ReferBackClosed { refer_back, how }),
        seq().prop_map(|entry| Event::Undone { entry }),
        seq().prop_map(|entry| Event::Undone { entry }),
        seq().prop_map(|entry| Event::Redone { entry }),
        any::<bool>().prop_map(|with_names| Event::NotesExported {
            formats: vec!["md".into()],
            with_names
        }),
    ]
    .boxed()
}

fn moment() -> impl Strategy<Value = Moment> {
    prop_oneof![
        6 => (1_339_570_000_000..1_339_600_000_000_i64, Just(3600)),
        1 => (any::<i64>(), any::<i32>()),
    ]
    .prop_map(|(utc_ms, offset_s)| Moment { utc_ms, offset_s })
}

/// Entries of any kind in any order, most of them in case 1, numbered as a ledger does.
pub fn entries(most: usize) -> impl Strategy<Value = Vec<Entry>> {
    let event = prop_oneof![
        1 => whole(),
        3 => case_and_file(),
        3 => sitting(),
        8 => said(),
        3 => follows(),
    ];
    let case =
        prop_oneof![12 => Just(Some(CaseNo(1))), 1 => Just(Some(CaseNo(2))), 1 => Just(None)];
    let by = prop_oneof![12 => (1..4_u32).prop_map(|no| Some(ParticipantNo(no))), 1 => Just(None)];
    let one = (event, case, by, moment()).prop_map(|(event, case, by, at)| {
        let whole = matches!(
            event,
            Event::InspectionSetUp { .. }
                | Event::PersonNamed { .. }
                | Event::ClockMoved { .. }
                | Event::DeviceStarted { .. }
                | Event::PassphraseAct { .. }
                | Event::WordsChosen { .. }
                | Event::ArrivalSealed { .. }
                | Event::SealMade { sitting: None, .. }
                | Event::CaseErased { .. }
        );
        NewEntry {
            at,
            case: case.filter(|_| !whole),
            by,
            event,
        }
    });
    vec(one, 0..most).prop_map(|entries| {
        entries
            .into_iter()
            .enumerate()
            .map(|(seq, entry)| entry.at_seq(Seq(seq as u64)))
            .collect()
    })
}
