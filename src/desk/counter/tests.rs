//! That nothing of a closed inspection is told as if it were of the one that is open.

use std::{
    path::{Path, PathBuf},
    sync::{Arc, Mutex},
};

use super::{Counter, OpenLedger, jobs};
use crate::{
    casework::{CaseNo, DocumentNo, Sha256},
    desk::{
        Unlock,
        messages::{Message, Request},
        new::{SetUp, set_up},
        reader_process::ReaderProcess,
        text::OpenText,
    },
    reading::read,
};

/// A counter and everything it has said of texts: the documents' numbers, and how many were wrapped.
struct Heard {
    counter: Counter,
    texts: Arc<Mutex<Vec<DocumentNo>>>,
    wrapped: Arc<Mutex<usize>>,
}

impl Heard {
    fn new() -> Self {
        let texts = Arc::new(Mutex::new(Vec::new()));
        let wrapped = Arc::new(Mutex::new(0));
        let (of_texts, of_wrapped) = (Arc::clone(&texts), Arc::clone(&wrapped));
        let tell = Arc::new(move |message| match message {
            Message::Text { document, .. } => of_texts.lock().unwrap().push(document),
            Message::Wrapped { .. } => *of_wrapped.lock().unwrap() += 1,
            Message::NotOpened { .. } => panic!("{message:?}"),
            _ => {}
        });
        let reader = ReaderProcess::new(PathBuf::from("never started"));
        Self {
            counter: Counter::new(reader, 1, tell),
            texts,
            wrapped,
        }
    }

    fn open(&self, folder: &Path) -> Arc<OpenLedger> {
        jobs::open(&self.counter.desk, folder, Unlock::Beside);
        self.counter.desk.open().unwrap()
    }

    fn texts(&self) -> Vec<u32> {
        self.texts.lock().unwrap().iter().map(|no| no.0).collect()
    }
}

#[test]
fn the_curtain_puts_by_where_the_two_were_closes_and_lets_go() {
    let place = tempfile::tempdir().unwrap();
    let folder = place.path().join("one");
    inspection(&folder);
    let (send, said) = std::sync::mpsc::channel();
    let tell = Arc::new(move |message| drop(send.send(message)));
    let reader = ReaderProcess::new(PathBuf::from("never started"));
    let counter = Counter::new(reader, 1, tell);
    let opened = || {
        counter.ask(Request::Open {
            folder: folder.clone(),
            unlock: Unlock::Beside,
        });
        loop {
            match said.recv().unwrap() {
                Message::Opened(opened) => return opened,
                Message::NotOpened { why, .. } => panic!("{why}"),
                _ => {}
            }
        }
    };
    assert_eq!(opened().resume, None);
    let held = Arc::downgrade(&counter.desk.open().unwrap());
    counter.ask(Request::Curtain(Some(b"where they were".to_vec())));
    let down = loop {
        if let Message::CurtainDown { not_kept } = said.recv().unwrap() {
            break not_kept;
        }
    };
    assert_eq!(down, None);
    assert!(counter.desk.open().is_none());
    assert!(held.upgrade().is_none(), "its keys are dropped");
    // The folder is free for another program, and for this one.
    assert_eq!(opened().resume.unwrap(), b"where they were");
    counter.ask(Request::Close);
    while !matches!(said.recv().unwrap(), Message::Closed) {}
    counter.ask(Request::Curtain(Some(b"nothing is open".to_vec())));
    while !matches!(
        said.recv().unwrap(),
        Message::CurtainDown { not_kept: None }
    ) {}
}

fn inspection(folder: &Path) {
    let what = SetUp {
        authority: "Northbridge".to_owned(),
        framework: "england-2012".to_owned(),
        announced: None,
        first_day: None,
        last_day: None,
        training: true,
    };
    set_up(folder, &what, Unlock::Beside).unwrap().close();
}

#[test]
fn a_text_asked_for_before_another_inspection_was_opened_never_arrives() {
    let place = tempfile::tempdir().unwrap();
    let (one, other) = (place.path().join("one"), place.path().join("other"));
    inspection(&one);
    inspection(&other);
    let heard = Heard::new();
    let desk = &heard.counter.desk;
    let wanted = [4, 7].map(|no| (DocumentNo(no), Sha256([0; 32])));

    let first = heard.open(&one);
    jobs::texts(desk, &first, CaseNo(1), &wanted);
    assert_eq!(heard.texts(), [4, 7], "each is answered while it is open");
    let read = read("visit.txt", b"Mother did not attend.");
    let text = Arc::new(OpenText::new(read.text.unwrap()).unwrap());
    jobs::wrap(desk, &first, DocumentNo(4), Arc::clone(&text), 40);
    assert_eq!(*heard.wrapped.lock().unwrap(), 1);

    let second = heard.open(&other);
    jobs::texts(desk, &first, CaseNo(1), &wanted);
    jobs::wrap(desk, &first, DocumentNo(4), Arc::clone(&text), 40);
    assert_eq!(heard.texts(), [4, 7]);
    assert_eq!(*heard.wrapped.lock().unwrap(), 1);
    jobs::texts(desk, &second, CaseNo(1), &wanted);
    assert_eq!(heard.texts(), [4, 7, 4, 7]);

    // The same folder opened again is another opening: what was asked for before was for a state that is gone.
    drop(heard.open(&other));
    jobs::texts(desk, &second, CaseNo(1), &wanted);
    desk.close();
    jobs::texts(desk, &second, CaseNo(1), &wanted);
    assert_eq!(heard.texts(), [4, 7, 4, 7]);
}
