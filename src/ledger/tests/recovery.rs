//! A disk that is full, breaks, writes short, is interrupted or does not confirm, at every call of a piece of work: a sentence, nothing lost, and
//! the work goes on in the same process once the disk is well again.

use super::{
    acts::{self, Work, passphrase},
    fault::{Fault, FaultDisk},
    look::unfinished,
    points::on,
    *,
};
use crate::ledger::Effort;

/// What is tried until it succeeds; how often it was refused.
struct Tries<'a> {
    disk: &'a FaultDisk,
    refused: u64,
}

impl Tries<'_> {
    fn until_kept<T>(&mut self, mut attempt: impl FnMut() -> Result<T, LedgerError>) -> T {
        for _ in 0..4 {
            match attempt() {
                Ok(done) => return done,
                Err(
                    error @ (LedgerError::DiskFull
                    | LedgerError::NotConfirmed { .. }
                    | LedgerError::Trouble { .. }),
                ) => {
                    assert!(error.to_string().ends_with("try again."), "{error}");
                    self.refused += 1;
                    self.disk.mend();
                }
                Err(other) => panic!("{other:?}"),
            }
        }
        panic!("refused again and again on a disk that is well");
    }
}

/// Twenty entries in three cases, with documents, a seal, a case erased and the passphrase changed; how often anything was refused.
fn work(ledger: &mut Ledger, disk: &FaultDisk) -> u64 {
    let mut tries = Tries { disk, refused: 0 };
    let mut kept = 0;
    for number in 0..5 {
        let batch = vec![remark(1, number * 2, 300), remark(2, number * 2 + 1, 40)];
        tries.until_kept(|| ledger.append(batch.clone()));
        kept += 2;
        assert_eq!(ledger.head().count, kept);
    }
    for act in 0..2 {
        tries.until_kept(|| acts::take_in(ledger, act));
        kept += 2;
    }
    let statement = acts::statement(ledger, 1);
    tries.until_kept(|| ledger.keep_seal(1, statement.as_bytes()));
    tries.until_kept(|| ledger.append(vec![remark(3, 10, 2000)]));
    kept += 1;
    let old = passphrase(0);
    tries.until_kept(|| ledger.change_passphrase(&old, &passphrase(1), NOW, Effort::Trial));
    tries.until_kept(|| ledger.save_resume(b"half a wor"));
    for number in 11..16 {
        tries.until_kept(|| ledger.append(vec![remark(2, number, 40)]));
        kept += 1;
    }
    assert_eq!((ledger.head().count, kept), (20, 20));
    tries.refused
}

#[derive(Debug, Default)]
struct Tally {
    faults: u64,
    refused: u64,
}

fn at_every_call(fault: Fault, only: Option<&'static str>, step: u64) -> Tally {
    let begun = Place::new();
    let sound = FaultDisk::default();
    Ledger::create(&begun.root(), &on(&sound, Work::Passphrase, 0))
        .unwrap()
        .close();
    let attempt = |disk: &FaultDisk, place: &Place| {
        let options = Options {
            store: false,
            ..on(disk, Work::Passphrase, 0)
        };
        let open = || Ledger::open(&place.root(), &options);
        // An opening that the disk does not let through says so, and the next one goes on.
        let (first, not_opened) = match open() {
            Ok(opened) => (opened, 0),
            Err(_) => {
                disk.mend();
                (open().unwrap(), 1)
            }
        };
        let (mut ledger, _) = first;
        let refused = not_opened + work(&mut ledger, disk);
        let entries = ledger.entries().unwrap();
        drop(ledger);
        (refused, entries)
    };
    let calls = {
        let place = Place::new();
        copy_folder(&begun.root(), &place.root());
        let disk = FaultDisk::failing_at(u64::MAX, fault, only);
        assert_eq!(attempt(&disk, &place).0, 0);
        disk.calls()
    };
    let mut tally = Tally::default();
    for call in (0..calls).step_by(usize::try_from(step).unwrap()) {
        let place = Place::new();
        copy_folder(&begun.root(), &place.root());
        let disk = FaultDisk::failing_at(call, fault, only);
        let about = format!("{fault:?} {only:?} at {call} of {calls}");
        let (refused, entries) = attempt(&disk, &place);
        assert_eq!(disk.struck(), 1, "{about}");
        assert!(!disk.used_after_death(), "{about}");
        tally.faults += 1;
        tally.refused += refused;
        let sound = FaultDisk::default();
        let options = Options {
            store: false,
            ..on(&sound, Work::Passphrase, 1)
        };
        let (mut ledger, opened) = Ledger::open(&place.root(), &options)
            .unwrap_or_else(|error| panic!("{about}: {error}"));
        assert_eq!(opened.read_only, None, "{about}");
        assert_eq!(ledger.entries().unwrap(), entries, "{about}");
        assert_eq!(ledger.resume().unwrap().unwrap(), b"half a wor", "{about}");
        assert_eq!(ledger.seals().len(), 1, "{about}");
        let report = ledger.verify(&mut |_, _| {}).unwrap();
        assert_eq!(
            (report.differences, report.originals),
            (vec![], 4),
            "{about}"
        );
        assert_eq!(unfinished(&place.root()), Vec::<PathBuf>::new(), "{about}");
        drop(ledger);
        let old = Options {
            store: false,
            ..on(&sound, Work::Passphrase, 0)
        };
        assert!(
            matches!(
                Ledger::open(&place.root(), &old),
                Err(LedgerError::WrongPassphrase)
            ),
            "{about}"
        );
    }
    println!("{fault:?} {only:?}: {calls} calls, {tally:?}");
    tally
}

#[test]
fn the_disk_full_from_any_call_on_until_room_is_made() {
    let tally = at_every_call(Fault::FullFromHere, None, 1);
    assert!(tally.faults >= 100 && tally.refused >= 50, "{tally:?}");
}

#[test]
fn an_error_at_any_call() {
    let tally = at_every_call(Fault::Broken, None, 1);
    assert!(tally.faults >= 100 && tally.refused >= 50, "{tally:?}");
}

#[test]
fn half_a_write_at_any_write() {
    let tally = at_every_call(Fault::ShortWrite, Some("write"), 1);
    assert!(tally.faults >= 30 && tally.refused >= 30, "{tally:?}");
}

#[test]
fn a_write_that_is_interrupted_is_done_again_and_nothing_is_refused() {
    let tally = at_every_call(Fault::Interrupted, Some("write"), 1);
    assert!(tally.faults >= 30 && tally.refused == 0, "{tally:?}");
}

#[test]
fn a_sync_that_fails_is_never_followed_by_kept_on_the_same_handle() {
    for only in ["sync", "sync_folder", "sync_many"] {
        let tally = at_every_call(Fault::Broken, Some(only), 1);
        assert!(tally.faults >= 2, "{tally:?}");
    }
}
