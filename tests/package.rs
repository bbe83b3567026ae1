//! The package of support: one service in several plans, what the file does not show, who is heard.
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

use alongside::{
    casework::{
        About, DocumentDates, DocumentNo, Event, GapKey, GapKind, Readable, Refusal, RemarkKind,
        ServiceDetails, ServiceNo, ServiceState, TakenRow, TextRef,
        package::{BarEnd, StepKind, history},
        voice::Kin,
    },
    desk::package::{Kept, package},
};
use jiff::civil::{Date, date};
use little::{CASE, JK, Little, MINUTES, PLAN, RO, VISIT, bytes_of, words_in};

const JUNE: DocumentNo = DocumentNo(4);
const SEPTEMBER: DocumentNo = DocumentNo(5);
const REFERRAL: DocumentNo = DocumentNo(6);

fn take_in(room: &mut Little, no: DocumentNo, kind: &str, title: &str, day: Option<Date>) {
    room.keep_as(
        Some(CASE),
        None,
        Event::DocumentTakenIn {
            document: no,
            title: title.into(),
            document_kind: kind.into(),
            dates: DocumentDates {
                happened: day,
                ..DocumentDates::default()
            },
            name: format!("{no}.md"),
            sha256: bytes_of(no),
            bytes: 1,
            reading: Readable::Text(TextRef {
                sha256: bytes_of(no),
                reader: "markdown 1".into(),
                chars: 1,
                words: 1,
                pages: 0,
                remarks: Vec::new(),
            }),
            standing: None,
            hints: Vec::new(),
            facts: std::sync::Arc::default(),
            part_of: None,
        },
    );
}

/// Two people over a case with plans of March, June and September.
fn plans() -> Little {
    let mut room = Little::sitting();
    let plan = "child protection plan";
    take_in(
        &mut room,
        JUNE,
        plan,
        "Child protection plan",
        Some(date(2012, 6, 6)),
    );
    take_in(
        &mut room,
        SEPTEMBER,
        plan,
        "Child protection plan",
        Some(date(2012, 9, 5)),
    );
    room
}

fn service(service: &str, need: &str, planned: &str) -> ServiceDetails {
    ServiceDetails {
        service: service.into(),
        need: need.into(),
        planned: planned.into(),
        ..ServiceDetails::default()
    }
}

fn row(details: ServiceDetails, plan: DocumentNo, same_as: Option<u32>) -> TakenRow {
    TakenRow {
        anchors: vec![words_in(plan, &details.service)],
        details,
        same_as: same_as.map(ServiceNo),
    }
}

fn take(room: &mut Little, rows: Vec<TakenRow>) {
    room.act(|room, _| room.take_services(rows)).unwrap();
}

fn told(room: &Little, no: u32) -> Vec<String> {
    let case = room.case();
    let service = &case.services[&ServiceNo(no)];
    history(case, ServiceNo(no))
        .iter()
        .map(|step| step.shown(case, service))
        .collect()
}

fn questions(room: &Little) -> Vec<String> {
    package(&room.inspection, room.case())
        .gaps
        .into_iter()
        .map(|gap| gap.question)
        .collect()
}

#[test]
fn one_service_in_three_plans_is_one_with_its_history() {
    let mut room = plans();
    take(
        &mut room,
        vec![
            row(
                service("Family support", "Safe at home", "5 hours a week"),
                PLAN,
                None,
            ),
            row(
                service("Breakfast club", "Getting to school", "daily"),
                PLAN,
                None,
            ),
        ],
    );
    take(
        &mut room,
        vec![
            row(
                service("Family support", "Safe at home", "3 hours a week"),
                JUNE,
                Some(1),
            ),
            row(
                service("Breakfast club", "Getting to school", "Daily."),
                JUNE,
                Some(2),
            ),
        ],
    );
    take(
        &mut room,
        vec![row(
            service("Breakfast club", "Getting to school", "daily"),
            SEPTEMBER,
            Some(2),
        )],
    );
    assert_eq!(room.case().services.len(), 2);
    assert_eq!(
        told(&room, 1),
        [
            "listed first in “Child protection plan” of 2 Mar 2012",
            "Planned: 5 hours a week -> 3 hours a week, in “Child protection plan” of 6 Jun 2012",
            "not listed in “Child protection plan” of 5 Sep 2012, and nothing says that it ended",
        ]
    );
    assert_eq!(
        told(&room, 2)[1..],
        [
            "listed again, unchanged, in “Child protection plan” of 6 Jun 2012",
            "listed again, unchanged, in “Child protection plan” of 5 Sep 2012",
        ]
    );
    // What plans say goes on with them; the words of every plan are one key away.
    let one = &room.case().services[&ServiceNo(1)];
    assert_eq!(one.details.planned, "3 hours a week");
    assert_eq!(one.listings[0].details.planned, "5 hours a week");
    assert_eq!(one.anchors.len(), 2);
    let steps = history(room.case(), ServiceNo(1));
    assert_eq!(steps[1].listing, Some(1));
    assert_eq!(steps[2].document, Some(SEPTEMBER));
    // It ended: nothing is missed any more.
    let ended = ServiceDetails {
        state: ServiceState::Ended,
        ..one.details.clone()
    };
    room.act(|room, _| room.edit_service(ServiceNo(1), ended))
        .unwrap();
    assert_eq!(told(&room, 1).len(), 2);
}

#[test]
fn a_record_that_only_adds_a_service_drops_none_and_one_that_came_back_was_away() {
    let mut room = plans();
    take(
        &mut room,
        vec![
            row(service("Family support", "Safe at home", ""), PLAN, None),
            row(service("Art club", "Own time", ""), PLAN, None),
        ],
    );
    take(
        &mut room,
        vec![row(
            service("Alcohol advice", "Mother is well", ""),
            MINUTES,
            None,
        )],
    );
    assert_eq!(told(&room, 1).len(), 1);
    take(
        &mut room,
        vec![row(service("Art club", "Own time", ""), JUNE, Some(2))],
    );
    take(
        &mut room,
        vec![row(
            service("Family support", "Safe at home", ""),
            SEPTEMBER,
            Some(1),
        )],
    );
    let what: Vec<_> = history(room.case(), ServiceNo(1))
        .into_iter()
        .map(|step| (step.document, step.what))
        .collect();
    assert_eq!(
        what,
        [
            (Some(PLAN), StepKind::First),
            (Some(JUNE), StepKind::Dropped),
            (Some(SEPTEMBER), StepKind::Again)
        ]
    );
}

#[test]
fn an_older_plan_read_later_changes_nothing_and_what_somebody_wrote_stays() {
    let mut room = plans();
    take(
        &mut room,
        vec![row(
            service("Family support", "Safe at home", "3 hours a week"),
            JUNE,
            None,
        )],
    );
    let mut older = service("Family support", "Safe at home", "5 hours a week");
    older.owner = "Family support worker".into();
    take(&mut room, vec![row(older, PLAN, Some(1))]);
    let details = &room.case().services[&ServiceNo(1)].details;
    assert_eq!(
        (details.planned.as_str(), details.owner.as_str()),
        ("3 hours a week", "Family support worker")
    );
    assert_eq!(
        told(&room, 1)[1],
        "Planned: 5 hours a week -> 3 hours a week, in “Child protection plan” of 6 Jun 2012"
    );
    let written = ServiceDetails {
        planned: "2 hours, as the worker says".into(),
        ..details.clone()
    };
    room.act(|room, _| room.edit_service(ServiceNo(1), written))
        .unwrap();
    take(
        &mut room,
        vec![row(
            service("Family support", "Safe at home", "1 hour"),
            SEPTEMBER,
            Some(1),
        )],
    );
    assert_eq!(
        room.case().services[&ServiceNo(1)].details.planned,
        "2 hours, as the worker says"
    );
    // The same rows once more are nothing new.
    let again = vec![row(
        service("Family support", "Safe at home", "1 hour"),
        SEPTEMBER,
        Some(1),
    )];
    assert_eq!(room.room().take_services(again), Err(Refusal::Unchanged));
    let nowhere = vec![row(service("Family support", "", ""), SEPTEMBER, Some(9))];
    assert_eq!(
        room.room().take_services(nowhere),
        Err(Refusal::Gone("Service 9".into()))
    );
    let nameless = vec![row(service(" ", "Safe", ""), SEPTEMBER, None)];
    assert_eq!(
        room.room().take_services(nameless),
        Err(Refusal::Empty("Service"))
    );
}

#[test]
fn a_whole_table_is_one_act_that_one_undo_takes_back() {
    let mut room = plans();
    take(
        &mut room,
        vec![row(
            service("Family support", "Safe at home", "5 hours"),
            PLAN,
            None,
        )],
    );
    let before = room.case().services.clone();
    take(
        &mut room,
        vec![
            row(
                service("Family support", "Safe at home", "3 hours"),
                JUNE,
                Some(1),
            ),
            row(service("Art club", "Own time", ""), JUNE, None),
        ],
    );
    assert_eq!(room.case().services.len(), 2);
    assert_eq!(room.undo().unwrap(), "2 services taken from a table");
    assert_eq!(room.case().services, before);
    room.redo().unwrap();
    assert_eq!(
        room.case().services[&ServiceNo(1)].details.planned,
        "3 hours"
    );
    // Somebody else's remark about one of them stands on it.
    room.pen(JK)
        .act(|room, _| {
            room.remark(
                RemarkKind::Explanation,
                "She loves it.",
                vec![],
                None,
                Some(About::Service(ServiceNo(2))),
            )
        })
        .unwrap();
    assert!(matches!(
        room.pen(RO).room().undoable(),
        Err(Refusal::AnsweredSince { .. })
    ));
}

#[test]
fn two_services_said_to_be_one_are_one_until_that_is_taken_back() {
    let mut room = plans();
    take(
        &mut room,
        vec![
            row(
                service("Family support", "Safe at home", "5 hours"),
                PLAN,
                None,
            ),
            row(service("FSW", "Safe at home", "3 hours"), JUNE, None),
        ],
    );
    let heard = ServiceDetails {
        childs_view: "She is nice.".into(),
        difference: "Ellie sleeps.".into(),
        ..service("FSW", "Safe at home", "3 hours")
    };
    room.act(|room, _| room.edit_service(ServiceNo(2), heard))
        .unwrap();
    let mine = ServiceDetails {
        childs_view: "Helpful.".into(),
        ..service("Family support", "Safe at home", "5 hours")
    };
    room.act(|room, _| room.edit_service(ServiceNo(1), mine))
        .unwrap();
    let about = Some(About::Service(ServiceNo(2)));
    room.act(|room, _| {
        room.remark(
            RemarkKind::Observation,
            "Twice a week.",
            vec![],
            None,
            about,
        )
    })
    .unwrap();
    room.act(|room, _| room.join_services(ServiceNo(1), ServiceNo(2)))
        .unwrap();
    let case = room.case();
    assert_eq!(case.services.len(), 1);
    let one = &case.services[&ServiceNo(1)];
    assert_eq!(one.also, [ServiceNo(2)]);
    // Nothing anybody wrote is lost.
    assert_eq!(one.details.childs_view, "Helpful.; She is nice.");
    assert_eq!(one.details.difference, "Ellie sleeps.");
    assert_eq!(one.details.planned, "5 hours");
    assert!(
        case.remarks
            .values()
            .all(|remark| remark.about == Some(About::Service(ServiceNo(1))))
    );
    assert_eq!(
        told(&room, 1)[1],
        "Service: Family support -> FSW; Planned: 5 hours -> 3 hours, in “Child protection plan” of 6 Jun 2012"
    );
    // A further listing under the old number is of the one.
    assert_eq!(
        room.room().join_services(ServiceNo(1), ServiceNo(1)),
        Err(Refusal::Unchanged)
    );
    assert_eq!(
        room.room().join_services(ServiceNo(1), ServiceNo(2)),
        Err(Refusal::Gone("Service 2".into()))
    );
    assert_eq!(room.undo().unwrap(), "services 1 and 2 said to be one");
    assert_eq!(room.case().services.len(), 2);
    assert_eq!(room.case().remarks.values().next().unwrap().about, about);
    // Its number is not given to another.
    take(
        &mut room,
        vec![row(service("Art club", "", ""), JUNE, None)],
    );
    assert!(room.case().services.contains_key(&ServiceNo(3)));
}

#[test]
fn what_the_authority_lists_in_other_words_is_the_same_service_listed_again() {
    let mut room = plans();
    let list = |room: &mut Little, services: Vec<ServiceDetails>| {
        let events = room.inspection.list_services(CASE, services)?;
        for event in events {
            room.keep_as(Some(CASE), None, event);
        }
        Ok::<_, Refusal>(())
    };
    let first = service("Family support", "Safe at home", "weekly");
    list(&mut room, vec![first.clone()]).unwrap();
    assert_eq!(
        list(&mut room, vec![first.clone()]),
        Err(Refusal::Unchanged)
    );
    let ended = ServiceDetails {
        end: "30 May 2012".into(),
        state: ServiceState::Ended,
        ..service("family support", "Safe at home", "fortnightly")
    };
    list(
        &mut room,
        vec![first, ended, service("Art club", "Own time", "")],
    )
    .unwrap();
    let case = room.case();
    assert_eq!(case.services.len(), 2);
    let one = &case.services[&ServiceNo(1)];
    assert_eq!(
        (
            one.details.planned.as_str(),
            one.details.end.as_str(),
            one.details.state
        ),
        ("fortnightly", "30 May 2012", ServiceState::Ended)
    );
    assert_eq!(
        told(&room, 1),
        [
            "listed first by the authority",
            "End: 30 May 2012 (not said before); Planned: weekly -> fortnightly; State: offered -> ended, in case.toml",
        ]
    );
}

#[test]
fn what_the_package_does_not_show_is_asked() {
    let mut room = plans();
    take_in(
        &mut room,
        REFERRAL,
        "referral",
        "Referral",
        Some(date(2011, 12, 1)),
    );
    let full = ServiceDetails {
        owner: "Family support worker".into(),
        start: "from 5 March 2012".into(),
        review: "25 April 2012".into(),
        ..service("Family support", "Safe at home", "weekly")
    };
    let mut rows = vec![row(full.clone(), PLAN, None)];
    // The need stands in the referral, and its words are tied to the service.
    rows[0].anchors.push(words_in(REFERRAL, "not safe at home"));
    take(&mut room, rows);
    assert_eq!(
        questions(&room),
        [
            "Nothing in the package is dated before the first contact or referral (“Referral” of 1 Dec 2011): what help was there before 1 Dec 2011?",
            "“Family support” is offered on 2 Mar 2012, 92 days after the need “Safe at home” was first recorded (1 Dec 2011): what was there in between?",
        ]
    );
    let gaps = package(&room.inspection, room.case()).gaps;
    assert_eq!(gaps[1].days, Some(92));
    assert_eq!(gaps[1].about(), Some(About::Service(ServiceNo(1))));
    assert_eq!(
        gaps[1].absence().looked_for,
        "help for the need “Safe at home” between 1 Dec 2011 and 2 Mar 2012"
    );
    assert_eq!(
        gaps[1].remark(),
        (RemarkKind::Question, gaps[1].question.clone())
    );
    assert_eq!(
        gaps[0].finding(),
        "The file shows no help offered before the first contact or referral on 1 Dec 2011."
    );
    // Early help whose day is not known may have been there before.
    let early = ServiceDetails {
        early_help: true,
        start: "in the autumn".into(),
        owner: "School".into(),
        review: "termly".into(),
        ..service("Breakfast club", "Getting to school", "")
    };
    room.act(|room, _| room.add_service(early, vec![])).unwrap();
    assert_eq!(questions(&room).len(), 1);
    // Nothing known of it: three questions, none of the days.
    room.act(|room, _| {
        room.add_service(
            service("Counselling", "Mother is well", "from Easter"),
            vec![],
        )
    })
    .unwrap();
    assert_eq!(
        questions(&room)[1..],
        [
            "Nobody is named as responsible for “Counselling”: who was it?",
            "Nothing says when “Counselling” was or is to be reviewed: how is it known whether it helps?",
        ]
    );
    let none = ServiceDetails {
        state: ServiceState::NotOffered,
        ..service("Speech therapy", "Finds words", "")
    };
    room.act(|room, _| room.add_service(none, vec![])).unwrap();
    assert_eq!(
        questions(&room).last().unwrap(),
        "“Speech therapy” was not offered: what was there instead for the need “Finds words”?"
    );
    for gap in package(&room.inspection, room.case()).gaps {
        assert!(gap.question.ends_with('?'), "{}", gap.question);
        assert!(
            gap.statement.ends_with('.') && !gap.looked_for.is_empty(),
            "{gap:?}"
        );
        assert!(!gap.question.contains("breach"));
    }
}

#[test]
fn a_service_that_ended_is_asked_about_where_the_need_is_named_later_or_nothing_tells() {
    let mut room = plans();
    let ended = ServiceDetails {
        owner: "FSW".into(),
        start: "5 March 2012 to 30 May 2012".into(),
        review: "May".into(),
        difference: "Calmer mornings".into(),
        state: ServiceState::Ended,
        ..service("Family support", "Safe at home", "")
    };
    take(&mut room, vec![row(ended.clone(), PLAN, None)]);
    assert_eq!(questions(&room), [""; 0]);
    let other = ServiceDetails {
        owner: "SW".into(),
        start: "6 June 2012".into(),
        review: "July".into(),
        ..service("Visits", "To be safe at home", "")
    };
    take(&mut room, vec![row(other, JUNE, None)]);
    assert_eq!(
        questions(&room),
        [
            "“Family support” ended on 30 May 2012, and “Child protection plan” of 6 Jun 2012 still names the need “Safe at home”: why did it end?",
            "“Visits” is offered on 6 Jun 2012, 96 days after the need “To be safe at home” was first recorded (2 Mar 2012): what was there in between?",
        ]
    );
    let silent = ServiceDetails {
        difference: String::new(),
        start: "in spring".into(),
        ..ended
    };
    room.act(|room, _| room.edit_service(ServiceNo(1), silent))
        .unwrap();
    assert_eq!(
        questions(&room)[0],
        "“Family support” ended, and nothing says what difference it made: is the need “Safe at home” still open?"
    );
}

#[test]
fn a_gap_is_set_aside_with_a_reason_and_taken_up_again() {
    let mut room = plans();
    take(
        &mut room,
        vec![row(
            service("Family support", "Safe at home", "from 5 March 2012"),
            PLAN,
            None,
        )],
    );
    let key = GapKey {
        gap: GapKind::NoOwner,
        service: Some(ServiceNo(1)),
        need: String::new(),
    };
    let open = |room: &Little| {
        let gaps = package(&room.inspection, room.case()).gaps;
        gaps.into_iter()
            .filter(|gap| gap.dismissed.is_none())
            .count()
    };
    assert_eq!(open(&room), 2);
    assert_eq!(
        room.room().dismiss_gap(key.clone(), "  "),
        Err(Refusal::Empty("Reason"))
    );
    room.act(|room, _| room.dismiss_gap(key.clone(), "Said in the room: the health visitor."))
        .unwrap();
    assert_eq!(open(&room), 1);
    let gaps = package(&room.inspection, room.case()).gaps;
    let aside = gaps.iter().find_map(|gap| gap.dismissed.as_ref()).unwrap();
    assert_eq!(
        (aside.reason.as_str(), aside.by),
        ("Said in the room: the health visitor.", RO)
    );
    let page = alongside::desk::pages::history::page(&room.inspection, room.case()).to_text();
    assert!(
        page.contains("set aside: service 1: nobody named as responsible"),
        "{page}"
    );
    assert!(
        page.contains("Said in the room: the health visitor."),
        "{page}"
    );
    room.undo().unwrap();
    assert_eq!(open(&room), 2);
    room.redo().unwrap();
    room.act(|room, _| room.take_up_gap(key.clone())).unwrap();
    assert_eq!(open(&room), 2);
    assert_eq!(room.room().take_up_gap(key), Err(Refusal::Unchanged));
}

#[test]
fn each_service_is_a_stretch_of_time_as_far_as_its_days_are_known() {
    let mut room = plans();
    let known = ServiceDetails {
        provider: "Millrace".into(),
        start: "Weekly from 5 March 2012".into(),
        end: "30 May 2012".into(),
        state: ServiceState::Ended,
        ..service("Family support", "Safe at home", "")
    };
    let vague = ServiceDetails {
        owner: "School".into(),
        start: "March 2012".into(),
        early_help: true,
        ..service("Breakfast club", "School", "")
    };
    let over = ServiceDetails {
        state: ServiceState::Ended,
        start: "weekly, from Easter".into(),
        ..service("Art club", "Own time", "")
    };
    let never = ServiceDetails {
        state: ServiceState::NotOffered,
        ..service("Speech therapy", "Words", "")
    };
    take(
        &mut room,
        [known, vague, over, never]
            .map(|details| row(details, PLAN, None))
            .to_vec(),
    );
    let bars = package(&room.inspection, room.case()).bars;
    let plan = Some(date(2012, 3, 2));
    let short: Vec<_> = bars
        .iter()
        .map(|bar| {
            (
                bar.agency.as_str(),
                bar.need_first,
                bar.offered,
                bar.start,
                bar.end,
                bar.about,
            )
        })
        .collect();
    assert_eq!(
        short,
        [
            (
                "School",
                plan,
                plan,
                Some(date(2012, 3, 1)),
                BarEnd::Open,
                true
            ),
            (
                "Millrace",
                plan,
                plan,
                Some(date(2012, 3, 5)),
                BarEnd::Day(date(2012, 5, 30)),
                false
            ),
            ("", plan, plan, None, BarEnd::Unknown, false),
            ("", plan, None, None, BarEnd::Never, false),
        ]
    );
    assert_eq!(bars[2].start_said, "weekly, from Easter");
    assert_eq!(bars[1].first(), plan);
    assert_eq!(bars[1].last(), Some(date(2012, 5, 30)));
}

/// A document as reading would have found these of the family in it.
fn tells_of(room: &mut Little, no: DocumentNo, family: impl IntoIterator<Item = Kin>) {
    let case = room.inspection.cases.get_mut(&CASE).unwrap();
    let version = case.documents.get_mut(&no).unwrap().versions.last_mut();
    let facts = &mut version.unwrap().facts;
    std::sync::Arc::make_mut(facts).voice.family = family.into_iter().collect();
}

#[test]
fn who_is_heard_is_counted_in_the_sitting_the_file_and_the_findings() {
    let mut room = plans();
    let listed = room
        .inspection
        .list_identifier(CASE, "Donna", "mother")
        .unwrap();
    room.keep(listed);
    room.say("An inspector's observation is nobody's perspective.");
    room.remark(RemarkKind::ChildsView, "It's long.", vec![], None);
    for view in [
        "Mother says it helps.",
        "Donna would like more.",
        "They would like more.",
        "The grandmother was not asked.",
    ] {
        room.remark(RemarkKind::FamilysView, view, vec![], None);
    }
    let heard = room
        .pen(JK)
        .remark(RemarkKind::Explanation, "I rang.", vec![], None);
    let ties = alongside::casework::package::Ties {
        anchors: vec![words_in(VISIT, "seen alone")],
        remarks: vec![heard],
    };
    room.pen(RO).put_with("Visits are made.", ties);
    tells_of(&mut room, VISIT, [Kin::Mother, Kin::Carer, Kin::Family]);
    let told = package(&room.inspection, room.case()).perspectives;
    let count = |who: &str| {
        let one = told.iter().find(|one| one.who == who);
        one.map(|one| (one.sitting, one.file, one.findings))
    };
    assert_eq!(count("Child"), Some((1, 0, 0)));
    // In the file the mother is heard where she is told to have said something; the finding does not stand on her words for that.
    assert_eq!(count("Mother"), Some((2, 1, 0)));
    assert_eq!(count("Father"), Some((0, 0, 0)));
    assert_eq!(count("Carers"), Some((1, 1, 0)));
    assert_eq!(count("Family, not said who"), Some((1, 1, 0)));
    // Two plans of the council's; the visit's kind is written with a capital here and is told by no rule.
    assert_eq!(count("Social worker"), Some((1, 2, 1)));
    assert_eq!(count("Manager"), Some((0, 0, 0)));
    assert_eq!(count("Health"), None);
    assert_eq!(alongside::casework::perspectives::signs(3, 5), "###");
    assert_eq!(alongside::casework::perspectives::signs(9, 5), "#####+");
}

#[test]
fn the_package_is_told_once_a_change() {
    let mut room = plans();
    take(
        &mut room,
        vec![row(
            service("Family support", "Safe at home", ""),
            PLAN,
            None,
        )],
    );
    let mut kept = Kept::default();
    for _ in 0..100 {
        kept.refresh(&room.inspection, CASE);
    }
    assert_eq!(kept.times(), 1);
    assert_eq!(kept.told().bars.len(), 1);
    room.say("More.");
    kept.refresh(&room.inspection, CASE);
    kept.refresh(&room.inspection, CASE);
    assert_eq!(kept.times(), 2);
}
