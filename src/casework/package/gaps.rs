//! What the package of support does not show, each as a question to talk about. Never a score, never a breach: a gap is what two people may
//! not know from the file. Where days cannot be read nothing is asked that rests on them.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{
    Days, NO_SERVICE, Service, ServiceState,
    alike::{Listed, Needs},
    bars::{need_first, offered},
};
use crate::casework::{
    anchor::{Absence, Anchor},
    discussion::{About, RemarkKind},
    document::Document,
    ids::{DocumentNo, ParticipantNo, Seq, ServiceNo},
    inspection::Case,
    time::{self, Moment},
};

/// From how many days between a need first recorded and a service offered for it the days are asked about: nine weeks, the 45 working days in
/// which an assessment is to be complete (Working Together). By then it is known what is needed. No rule says how soon a service must come:
/// this only says from when the question is worth asking.
pub const LONG_AFTER_DAYS: i32 = 63;

/// What kind of thing the package does not show.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GapKind {
    /// Nothing was offered before the first contact or referral.
    NothingBeforeReferral,
    /// A need without a service.
    NeedWithoutService,
    /// Offered long after the need was first recorded.
    OfferedLate,
    /// Nobody is named as responsible.
    NoOwner,
    /// Nothing says when it began.
    NoStart,
    /// Nothing says when it is or was reviewed.
    NoReview,
    /// Ended, and nothing says that the need was met.
    EndedNeedOpen,
}

impl GapKind {
    /// What such a gap is called in lists and the history.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::NothingBeforeReferral => "nothing offered before the referral",
            Self::NeedWithoutService => "a need without a service",
            Self::OfferedLate => "offered long after the need was recorded",
            Self::NoOwner => "nobody named as responsible",
            Self::NoStart => "no start said",
            Self::NoReview => "no review said",
            Self::EndedNeedOpen => "ended, the need perhaps still open",
        }
    }
}

/// Which gap: the same one whenever it is looked for, as long as the package has it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct GapKey {
    /// What kind.
    pub gap: GapKind,
    /// The service it is about; none for a need that no service answers, and for the package as a whole.
    #[serde(default)]
    pub service: Option<ServiceNo>,
    /// The need, where it is about one and no service is: in small letters.
    #[serde(default)]
    pub need: String,
}

impl GapKey {
    /// As the history says it: `service 3: no review said`.
    #[must_use]
    pub fn shown(&self) -> String {
        match (self.service, self.need.as_str()) {
            (Some(no), _) => format!("service {no}: {}", self.gap.word()),
            (None, "") => self.gap.word().to_owned(),
            (None, need) => format!("{}: {need}", self.gap.word()),
        }
    }
}

/// A gap that somebody set aside, with the reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dismissal {
    /// Why.
    pub reason: String,
    /// Who.
    pub by: ParticipantNo,
    /// When it was kept.
    pub at: Moment,
    /// The entry.
    pub seq: Seq,
}

/// Something the package does not show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gap {
    /// Which: what is dismissed and taken up again by.
    pub key: GapKey,
    /// As a question to the two people.
    pub question: String,
    /// The same as a sentence that a finding may begin from: what the file shows, and what it does not.
    pub statement: String,
    /// What would have to be found for the gap to be none: `a review of “Family support”`.
    pub looked_for: String,
    /// Days, where it is about days.
    pub days: Option<i32>,
    /// The words in the file it rests on.
    pub anchors: Vec<Anchor>,
    /// Set aside, with the reason; none while it is open.
    pub dismissed: Option<Dismissal>,
}

impl Gap {
    /// The service or nothing that a remark or finding made from it is about.
    #[must_use]
    pub fn about(&self) -> Option<About> {
        self.key.service.map(About::Service)
    }

    /// The remark made from it: a question, in its words.
    #[must_use]
    pub fn remark(&self) -> (RemarkKind, String) {
        (RemarkKind::Question, self.question.clone())
    }

    /// The absence made from it.
    #[must_use]
    pub fn absence(&self) -> Absence {
        Absence {
            looked_for: self.looked_for.clone(),
            looked_in: "the package of support, as the file lists it".to_owned(),
            document: self.document(),
        }
    }

    /// The words a finding made from it begins with. Somebody completes them: a gap is no finding.
    #[must_use]
    pub fn finding(&self) -> String {
        self.statement.clone()
    }

    /// The document, where all it rests on stands in one.
    fn document(&self) -> Option<DocumentNo> {
        let first = self.anchors.first()?.document()?;
        let one = self
            .anchors
            .iter()
            .all(|anchor| anchor.document() == Some(first));
        one.then_some(first)
    }
}

/// What the package of a case does not show: of the whole first, then need by need, then by service in the order of the package. Those set
/// aside stand among them with the reason.
#[must_use]
pub fn gaps(case: &Case, days: &Days) -> Vec<Gap> {
    let mut services: Vec<_> = case.services.values().collect();
    services.sort_by_key(|service| (!service.details.early_help, service.no));
    let needs = Needs::of(case);
    let mut gaps: Vec<Gap> = before_referral(case, days).into_iter().collect();
    gaps.extend(needs_alone(case, &needs));
    for service in services {
        gaps.extend(of_service(case, service, days, &needs));
    }
    for gap in &mut gaps {
        gap.dismissed = case.dismissed_gaps.get(&gap.key).cloned();
    }
    gaps
}

fn gap(kind: GapKind, service: &Service, question: String, statement: String) -> Gap {
    Gap {
        key: GapKey {
            gap: kind,
            service: Some(service.no),
            need: String::new(),
        },
        question,
        statement,
        looked_for: String::new(),
        days: None,
        anchors: service.anchors.clone(),
        dismissed: None,
    }
}

/// A name in a sentence.
fn quoted(words: &str) -> String {
    format!(
        "“{}”",
        words.split_whitespace().collect::<Vec<_>>().join(" ")
    )
}

fn of_service(case: &Case, service: &Service, days: &Days, needs: &Needs<'_>) -> Vec<Gap> {
    let details = &service.details;
    let name = quoted(&details.service);
    let mut gaps = Vec::new();
    if details.state == ServiceState::NotOffered {
        gaps.extend(not_offered(case, service, needs));
        return gaps;
    }
    gaps.extend(late(case, service, days, needs));
    let declined = details.state == ServiceState::Declined;
    if details.owner.is_empty() && !declined {
        gaps.push(Gap {
            looked_for: format!("who is responsible for {name}"),
            ..gap(
                GapKind::NoOwner,
                service,
                format!("Nobody is named as responsible for {name}: who was it?"),
                format!("The file does not name who is responsible for {name}."),
            )
        });
    }
    let said = days.get(&service.no);
    let start_said = said.is_some_and(|said| !said.start.words.is_empty());
    if details.start.is_empty() && !start_said && !declined {
        gaps.push(Gap {
            looked_for: format!("when {name} began"),
            ..gap(
                GapKind::NoStart,
                service,
                format!("Nothing says when {name} began: did it, and when?"),
                format!("The file does not say when {name} began."),
            )
        });
    }
    if details.review.is_empty() && !declined {
        gaps.push(Gap {
            looked_for: format!("a review of {name}"),
            ..gap(
                GapKind::NoReview,
                service,
                format!("Nothing says when {name} was or is to be reviewed: how is it known whether it helps?"),
                format!("The file does not show a review of {name}."),
            )
        });
    }
    gaps.extend(ended(case, service, days, needs));
    gaps
}

/// A service that was not offered, where nothing else answers its need.
fn not_offered(case: &Case, service: &Service, needs: &Needs<'_>) -> Option<Gap> {
    let need = &service.details.need;
    let own = needs.of_service(service.no);
    let answered = case.services.values().any(|other| {
        let there = !matches!(
            other.details.state,
            ServiceState::NotOffered | ServiceState::Declined
        );
        other.no != service.no && there && needs.alike(needs.of_service(other.no), own)
    });
    if answered {
        return None;
    }
    if service.details.service == NO_SERVICE {
        let (question, statement) = unanswered(&quoted(need));
        return Some(Gap {
            looked_for: format!("a service for the need {}", quoted(need)),
            ..gap(GapKind::NeedWithoutService, service, question, statement)
        });
    }
    let name = quoted(&service.details.service);
    let of = if need.is_empty() {
        String::new()
    } else {
        format!(" for the need {}", quoted(need))
    };
    Some(Gap {
        looked_for: if need.is_empty() {
            format!("an offer of {name}")
        } else {
            format!("a service for the need {}", quoted(need))
        },
        ..gap(
            GapKind::NeedWithoutService,
            service,
            format!("{name} was not offered: what was there instead{of}?"),
            format!("{name} was not offered, and the file shows nothing else{of}."),
        )
    })
}

fn late(case: &Case, service: &Service, days: &Days, needs: &Needs<'_>) -> Option<Gap> {
    let first = need_first(case, service, needs)?;
    let offered = offered(case, service, days)?;
    let between = days_between(first, offered)?;
    if between < LONG_AFTER_DAYS {
        return None;
    }
    let name = quoted(&service.details.service);
    let (first, offered) = (time::day(first), time::day(offered));
    let need = if service.details.need.is_empty() {
        "the need".to_owned()
    } else {
        format!("the need {}", quoted(&service.details.need))
    };
    Some(Gap {
        looked_for: format!("help for {need} between {first} and {offered}"),
        days: Some(between),
        ..gap(
            GapKind::OfferedLate,
            service,
            format!(
                "{name} is offered on {offered}, {between} days after {need} was first recorded ({first}): what was there in between?"
            ),
            format!(
                "{name} was offered on {offered}, {between} days after {need} was first recorded on {first}."
            ),
        )
    })
}

fn days_between(from: Date, to: Date) -> Option<i32> {
    from.until(to).ok().map(|span| span.get_days())
}

/// A service that ended: a later plan names the need still, or nothing says what difference it made.
fn ended(case: &Case, service: &Service, days: &Days, needs: &Needs<'_>) -> Option<Gap> {
    let details = &service.details;
    if details.state != ServiceState::Ended || details.need.is_empty() {
        return None;
    }
    let (name, need) = (quoted(&details.service), quoted(&details.need));
    let said = days.get(&service.no);
    let end = said.and_then(|said| said.end.sure_day().or(said.start.until));
    let own = needs.of_service(service.no);
    let still = end.and_then(|end| {
        let later = |listed: &&Listed<'_>| {
            listed.day.is_some_and(|day| day > end) && needs.alike(listed.need, own)
        };
        let still = needs.listed.iter().filter(later);
        still
            .min_by_key(|listed| listed.day)
            .map(|listed| listed.listing)
    });
    let looked_for = format!("what became of the need {need} when {name} ended");
    if let (Some(listing), Some(end)) = (still, end) {
        let document = listing.document().and_then(|no| case.documents.get(&no));
        let plan = document.map_or_else(|| "a later plan".to_owned(), Document::called);
        let end = time::day(end);
        return Some(Gap {
            looked_for,
            anchors: listing.anchors.clone(),
            ..gap(
                GapKind::EndedNeedOpen,
                service,
                format!(
                    "{name} ended on {end}, and {plan} still names the need {need}: why did it end?"
                ),
                format!("{name} ended on {end}, and {plan} still names the need {need}."),
            )
        });
    }
    details.difference.is_empty().then(|| Gap {
        looked_for,
        ..gap(
            GapKind::EndedNeedOpen,
            service,
            format!("{name} ended, and nothing says what difference it made: is the need {need} still open?"),
            format!("{name} ended, and the file does not say whether the need {need} was met."),
        )
    })
}

/// The question and the statement of a need that no service answers.
fn unanswered(need: &str) -> (String, String) {
    (
        format!("The need {need} is named, and no service answers it: what was there for it?"),
        format!("The file names the need {need}, and no service for it."),
    )
}

/// Needs that a listing names and that no service of the package has now.
fn needs_alone(case: &Case, needs: &Needs<'_>) -> Vec<Gap> {
    let mut found: Vec<(usize, Gap)> = Vec::new();
    for Listed {
        listing, need: own, ..
    } in &needs.listed
    {
        let need = listing.details.need.trim();
        let same = |other: usize| other == *own || needs.alike(other, *own);
        if need.is_empty()
            || case.services.keys().any(|no| same(needs.of_service(*no)))
            || found.iter().any(|(other, _)| same(*other))
        {
            continue;
        }
        let name = quoted(need);
        let (question, statement) = unanswered(&name);
        let gap = Gap {
            key: GapKey {
                gap: GapKind::NeedWithoutService,
                service: None,
                need: need.to_lowercase(),
            },
            question,
            statement,
            looked_for: format!("a service for the need {name}"),
            days: None,
            anchors: listing.anchors.clone(),
            dismissed: None,
        };
        found.push((*own, gap));
    }
    found.into_iter().map(|(_, gap)| gap).collect()
}

/// Kinds of documents by which a child first came to notice.
const REFERRALS: &[&str] = &["contact", "referral"];
/// The kind of the document that shows that early help was there.
const EARLY_HELP: &str = "early help";

/// Nothing in the package, and no early help in the file, has a day before the first contact or referral.
fn before_referral(case: &Case, days: &Days) -> Option<Gap> {
    let dated = |document: &Document| document.dates.sort_key();
    let (referred, document) = case
        .documents
        .values()
        .filter(|document| {
            let kind = document.kind.to_lowercase();
            REFERRALS.contains(&kind.as_str())
        })
        .filter_map(|document| Some((dated(document)?, document)))
        .min_by_key(|(day, document)| (*day, document.no))?;
    let services: Vec<_> = case
        .services
        .values()
        .filter(|service| service.details.state != ServiceState::NotOffered)
        .collect();
    if services.is_empty() {
        return None;
    }
    let early = |service: &Service| {
        offered(case, service, days)
            .or_else(|| days.get(&service.no).and_then(|said| said.start.day))
    };
    let there = services.iter().any(|service| match early(service) {
        Some(day) => day < referred,
        // Early help whose day is not known may have been there before.
        None => service.details.early_help,
    });
    let in_the_file = case.documents.values().any(|document| {
        document.kind.to_lowercase().contains(EARLY_HELP)
            && dated(document).is_none_or(|day| day < referred)
    });
    if there || in_the_file {
        return None;
    }
    let day = time::day(referred);
    Some(Gap {
        key: GapKey {
            gap: GapKind::NothingBeforeReferral,
            service: None,
            need: String::new(),
        },
        question: format!(
            "Nothing in the package is dated before the first contact or referral ({}): what help was there before {day}?",
            document.called()
        ),
        statement: format!(
            "The file shows no help offered before the first contact or referral on {day}."
        ),
        looked_for: format!("help offered before {day}"),
        days: None,
        anchors: Vec::new(),
        dismissed: None,
    })
}
