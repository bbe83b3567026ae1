//! The seal of an arrival: what it says, its code, and how both are kept. The seals of sittings are made elsewhere; they count on in one row.

use crate::{
    casework::{Arrival, ArrivalNo, Event, Inspection, Moment, Salt, SealCode, SealNo, Sha256},
    desk::record::{Keep as _, Record},
    proof::{
        arrival::ArrivalList,
        code::Code,
        statement::{Arrived, Kind, Previous, Statement, VERSION},
    },
};

use super::ArriveError;

/// An arrival that is kept, with its seal.
#[derive(Debug)]
pub(super) struct Sealed {
    pub arrival: ArrivalNo,
    pub seal: SealNo,
    pub code: Code,
    pub at: Moment,
}

/// Keeps the list, then the arrival and its seal under one sync, then the file of the seal.
pub(super) fn seal(
    record: &mut Record,
    list: &ArrivalList,
    changed_lately: u64,
    at: Moment,
) -> Result<Sealed, ArriveError> {
    let mut salt = Salt([0; 32]);
    getrandom::fill(&mut salt.0).map_err(ArriveError::NoRandom)?;
    let files = u64::try_from(list.files().len()).unwrap_or(u64::MAX);
    let root = list.root();
    let inspection = record.inspection();
    let arrival = ArrivalNo::after(inspection.arrivals.keys().next_back().copied());
    let before = inspection.last_seal();
    let number = SealNo::after(before.map(|seal| seal.number));
    let arrived = arrivals(inspection, arrival, root, files);
    let vault = record.ledger().vault();
    let statement = Statement {
        alongside_seal: VERSION,
        number: number.0,
        kind: Kind::Arrival,
        vault,
        case: None,
        sitting: None,
        at,
        arrival: arrived,
        chains: record.ledger().chain_heads(),
        findings: Vec::new(),
        participants: Vec::new(),
        previous: before.and_then(|seal| {
            Some(Previous {
                number: seal.number.0,
                code: Code::from_bytes(seal.code.0)?,
            })
        }),
    };
    let statement = statement.write().map_err(ArriveError::NoStatement)?;
    let code = Code::of(statement.as_bytes(), vault);
    let list = record.ledger().documents().put_list(&list.write())?;
    record.append(
        None,
        vec![
            Event::ArrivalSealed {
                number: arrival,
                root,
                files,
                changed_lately,
                list,
            },
            Event::SealMade {
                number,
                sitting: None,
                statement: statement.clone(),
                salt,
                code: SealCode(*code.bytes()),
            },
        ],
    )?;
    record.ledger().keep_seal(number.0, statement.as_bytes())?;
    Ok(Sealed {
        arrival,
        seal: number,
        code,
        at,
    })
}

/// Every arrival so far and this one.
fn arrivals(inspection: &Inspection, number: ArrivalNo, root: Sha256, files: u64) -> Vec<Arrived> {
    let before = inspection
        .arrivals
        .values()
        .map(|arrival: &Arrival| Arrived {
            number: arrival.no.0,
            root: arrival.root,
            files: arrival.files,
        });
    before
        .chain([Arrived {
            number: number.0,
            root,
            files,
        }])
        .collect()
}
