//! The ledger's thread: order, sharing of syncs, and answers to everybody.

use std::sync::{Arc, mpsc::channel};

use super::{fault::FaultDisk, *};
use crate::ledger::{LedgerThread, Put, Refused, sha256};

/// Holds the thread until the answer is sent, so that what is asked meanwhile waits together.
fn hold(thread: &LedgerThread) -> std::sync::mpsc::Sender<()> {
    let (go, wait) = channel();
    thread.flush(move |_| wait.recv().unwrap());
    go
}

#[test]
fn appends_that_wait_together_share_one_sync_and_each_hears_of_its_own() {
    let place = Place::new();
    let disk = FaultDisk::default();
    let options = Options {
        disk: Arc::new(disk.clone()),
        ..options()
    };
    let mut ledger = Ledger::create(&place.root(), &options).unwrap();
    // The first of a case makes its key too.
    ledger.append(vec![remark(1, 0, 1)]).unwrap();
    let thread = LedgerThread::start(ledger).unwrap();
    let go = hold(&thread);
    let (tell, heard) = channel();
    for number in 1..=5 {
        let tell = tell.clone();
        thread.append(
            vec![remark(1, number, 10), remark(1, 10 + number, 10)],
            move |kept| {
                tell.send(numbers(&kept.unwrap())).unwrap();
            },
        );
    }
    let before = disk.syncs();
    go.send(()).unwrap();
    let answers: Vec<_> = (0..5).map(|_| heard.recv().unwrap()).collect();
    assert_eq!(answers, [[1, 11], [2, 12], [3, 13], [4, 14], [5, 15]]);
    assert_eq!(disk.syncs() - before, 1);
}

#[test]
fn one_that_is_refused_comes_back_with_its_words_and_takes_no_other_with_it() {
    let place = Place::new();
    let thread = LedgerThread::start(place.create()).unwrap();
    let go = hold(&thread);
    let (tell, heard) = channel();
    for (number, length) in [(1, 10), (2, 17 * 1024 * 1024), (3, 10)] {
        let tell = tell.clone();
        thread.append(vec![remark(1, number, length)], move |kept| {
            tell.send((number, kept)).unwrap();
        });
    }
    go.send(()).unwrap();
    let answers: Vec<_> = (0..3).map(|_| heard.recv().unwrap()).collect();
    assert_eq!(numbers(answers[0].1.as_ref().unwrap()), [1]);
    let Err(Refused { error, batch }) = &answers[1].1 else {
        panic!("the long one was kept")
    };
    assert!(matches!(error, LedgerError::TooLong { .. }));
    assert_eq!(batch, &[remark(1, 2, 17 * 1024 * 1024)]);
    assert_eq!(numbers(answers[2].1.as_ref().unwrap()), [3]);
}

#[test]
fn requests_are_done_in_order_and_closing_waits_for_all_of_them() {
    let place = Place::new();
    let thread = LedgerThread::start(place.create()).unwrap();
    let go = hold(&thread);
    let (tell, heard) = channel();
    let say = |what: &'static str| {
        let tell = tell.clone();
        move || tell.send(what).unwrap()
    };
    let (kept, read, counted, saved, noted, checked, flushed, closed, late) = (
        say("kept"),
        say("read"),
        say("counted"),
        say("saved"),
        say("noted"),
        say("checked"),
        say("flushed"),
        say("closed"),
        say("late"),
    );
    let text = b"The child's own words".to_vec();
    let hash = sha256(&text);
    thread.put_documents(
        vec![
            Put::Original(CaseNo(1), b"#".to_vec()),
            Put::Text(CaseNo(1), text.clone()),
        ],
        move |put| assert_eq!(put.unwrap(), [sha256(b"#"), hash]),
    );
    thread.append(vec![remark(1, 1, 10)], move |entries| {
        assert_eq!(numbers(&entries.unwrap()), [1]);
        kept();
    });
    thread.read_text(CaseNo(1), hash, move |bytes| {
        assert_eq!(bytes.unwrap(), text);
        read();
    });
    thread.ask(Ledger::entries, move |entries| {
        assert_eq!(numbers(&entries.unwrap()), [1]);
        counted();
    });
    thread.save_resume(b"half".to_vec(), move |done| {
        done.unwrap();
        saved();
    });
    thread.take_notes(move |notes| {
        assert_eq!(notes.unwrap(), []);
        noted();
    });
    thread.check_store(move |check| {
        assert_eq!(check.unwrap().keys, 1);
        checked();
    });
    thread.flush(move |done| {
        done.unwrap();
        flushed();
    });
    thread.close(closed);
    thread.append(vec![remark(1, 2, 10)], move |refused| {
        let refused = refused.unwrap_err();
        assert!(matches!(refused.error, LedgerError::Closed));
        assert_eq!(refused.batch.len(), 1);
        late();
    });
    go.send(()).unwrap();
    drop(thread);
    assert_eq!(
        heard.try_iter().collect::<Vec<_>>(),
        [
            "kept", "read", "counted", "saved", "noted", "checked", "flushed", "closed", "late"
        ]
    );
    let (mut ledger, _) = place.open();
    assert_eq!(numbers(&ledger.entries().unwrap()), [1]);
    assert_eq!(ledger.resume().unwrap().unwrap(), b"half");
}
