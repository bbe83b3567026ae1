//! The process killed before each call that changes something in the folder, and in the middle of each write: nothing it said is lost. sled
//! makes its own calls, which are not among these; nothing depends on them.

use std::sync::Arc;

use super::{
    acts::{self, Told, Work},
    fault::{Fault, FaultDisk},
    look::look,
    *,
};
use crate::ledger::Effort;

pub fn on(disk: &FaultDisk, work: Work, opens: u32) -> Options {
    Options {
        disk: Arc::new(disk.clone()),
        effort: Effort::Trial,
        ..options()
    }
    .with_unlock(work.unlock(opens))
}

/// An inspection in which two acts were done, closed.
fn begun(work: Work) -> Place {
    let place = Place::new();
    let disk = FaultDisk::default();
    let mut ledger = Ledger::create(&place.root(), &on(&disk, work, 0)).unwrap();
    for number in 0..2 {
        acts::act(&mut ledger, work, number, number, &mut |_| {}).unwrap();
    }
    ledger.close();
    place
}

/// Opens what `begun` left and does two more acts; the calls it took. With a fault it may end early.
fn go_on(root: &Path, work: Work, disk: &FaultDisk, told: &mut Vec<Told>) -> bool {
    let Ok((mut ledger, _)) = Ledger::open(root, &on(disk, work, 2)) else {
        return false;
    };
    (2..4).all(|number| {
        acts::act(&mut ledger, work, number, number, &mut |one| told.push(one)).is_ok()
    })
}

/// How many points there were, and how many of them were in the middle of a write.
fn every_point(work: Work) -> (u64, u64) {
    let begun = begun(work);
    let calls = {
        let place = Place::new();
        copy_folder(&begun.root(), &place.root());
        let disk = FaultDisk::default();
        assert!(go_on(&place.root(), work, &disk, &mut Vec::new()));
        disk.calls()
    };
    let mut writes = 0;
    for point in 0..calls {
        for fault in [Fault::Dead, Fault::DeadHalfWay] {
            let place = Place::new();
            copy_folder(&begun.root(), &place.root());
            let disk = FaultDisk::failing_at(point, fault, None);
            let mut told = Vec::new();
            let about = format!("{work:?}, {fault:?} at {point} of {calls}");
            go_on(&place.root(), work, &disk, &mut told);
            assert_eq!(disk.struck(), 1, "{about}");
            if fault == Fault::DeadHalfWay && !disk.struck_a_write() {
                continue;
            }
            writes += u64::from(fault == Fault::DeadHalfWay);
            // What puts it right is killed too, once, somewhere.
            let again = FaultDisk::failing_at(acts::mixed(point) % 4, Fault::Dead, None);
            let tries = if work == Work::Passphrase {
                2..=4
            } else {
                2..=2
            };
            for opens in tries {
                let options = Options {
                    store: false,
                    ..on(&again, work, opens)
                };
                drop(Ledger::open(&place.root(), &options));
            }
            let sound = FaultDisk::default();
            look(&place.root(), work, 2, &told, &on(&sound, work, 0), &about);
        }
    }
    (calls, writes)
}

#[test]
fn killed_at_any_call_while_writing() {
    let (calls, writes) = every_point(Work::Write);
    println!("write: {calls} calls, {writes} of them writes");
    assert!(calls >= 4 && writes >= 2, "{calls} {writes}");
}

#[test]
fn killed_at_any_call_of_an_intake() {
    let (calls, writes) = every_point(Work::Intake);
    println!("intake: {calls} calls, {writes} of them writes");
    assert!(calls >= 20 && writes >= 6, "{calls} {writes}");
}

#[test]
fn killed_at_any_call_while_agreeing() {
    let (calls, writes) = every_point(Work::Agree);
    println!("agree: {calls} calls, {writes} of them writes");
    assert!(calls >= 12 && writes >= 6, "{calls} {writes}");
}

#[test]
fn killed_at_any_call_of_sealing() {
    let (calls, writes) = every_point(Work::Seal);
    println!("seal: {calls} calls, {writes} of them writes");
    assert!(calls >= 20 && writes >= 8, "{calls} {writes}");
}

#[test]
fn killed_at_any_call_of_erasing() {
    let (calls, writes) = every_point(Work::Erase);
    println!("erase: {calls} calls, {writes} of them writes");
    assert!(calls >= 40 && writes >= 10, "{calls} {writes}");
}

#[test]
fn killed_at_any_call_of_a_change_of_passphrase() {
    let (calls, writes) = every_point(Work::Passphrase);
    println!("passphrase: {calls} calls, {writes} of them writes");
    assert!(calls >= 20 && writes >= 6, "{calls} {writes}");
}
