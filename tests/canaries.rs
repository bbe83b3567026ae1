//! Fifty random strings as everything people type and bring: then every byte of the inspection, its backup and mirror, the temporary and the
//! configuration folder, and what was exported is searched for them.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    missing_docs
)]

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use alongside::{
    casework::{
        Answer, CaseNo, Event, FindingNo, Moment, Participant, ParticipantNo, Relation, RemarkKind,
        RemarkNo, Seq, Side, SittingNo, Wording,
        event::NewEntry,
        ids::{ReferBackNo, ServiceNo},
        package::{ServiceDetails, ServiceState, Ties},
    },
    ledger::{Effort, Ledger, Options, Passphrase, Unlock, person},
};

const NOW: Moment = Moment {
    utc_ms: 1_339_407_000_000,
    offset_s: 3_600,
};
const CASE: CaseNo = CaseNo(1);

/// What may be found where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// Said in the room: in the notes, too.
    Said,
    /// Of the file, or about it: in what a screen shows.
    Shown,
    /// Of the file, and listed as one that must not leave: `show` has it, the notes do not.
    Listed,
    /// Nowhere at all.
    Secret,
}

struct Place {
    folder: tempfile::TempDir,
    canaries: Vec<(Kind, String)>,
}

impl Place {
    fn new() -> Self {
        let place = Self {
            folder: tempfile::tempdir().unwrap(),
            canaries: Vec::new(),
        };
        for name in ["home", "tmp", "papers/N-017"] {
            fs::create_dir_all(place.path(name)).unwrap();
        }
        place
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// A word nobody has ever written.
    fn canary(&mut self, kind: Kind) -> String {
        let mut bytes = [0_u8; 16];
        getrandom::fill(&mut bytes).unwrap();
        let word: String = bytes
            .iter()
            .map(|byte| char::from(b'a' + byte % 26))
            .collect();
        self.canaries.push((kind, word.clone()));
        word
    }

    fn of(&self, kind: Kind) -> Vec<&str> {
        let of_kind = self.canaries.iter().filter(|(of, _)| *of == kind);
        of_kind.map(|(_, word)| word.as_str()).collect()
    }

    /// A file only its owner may read.
    fn secret(&self, name: &str, words: &str) {
        let path = self.path(name);
        fs::write(&path, words).unwrap();
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
        }
    }

    /// Runs the program with its home, its settings and its temporary files in this place; what it said, and then what it complained of.
    fn run(&self, arguments: &[&str]) -> (String, String) {
        let mut command = Command::new(env!("CARGO_BIN_EXE_alongside"));
        command.args(arguments).current_dir(self.folder.path());
        for name in [
            "HOME",
            "XDG_CONFIG_HOME",
            "XDG_CACHE_HOME",
            "XDG_DATA_HOME",
            "APPDATA",
        ] {
            command.env(name, self.path("home"));
        }
        for name in ["TMPDIR", "TMP", "TEMP"] {
            command.env(name, self.path("tmp"));
        }
        let ran = command.stdin(Stdio::null()).output().unwrap();
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
        let (out, err) = (text(&ran.stdout), text(&ran.stderr));
        // 1: some documents cannot be read, as some here.
        let status = ran.status.code();
        assert!(matches!(status, Some(0 | 1)), "{arguments:?}\n{out}\n{err}");
        for secret in self.of(Kind::Secret) {
            assert!(!out.contains(secret) && !err.contains(secret));
        }
        (out, err)
    }

    fn options(&self, words: &str) -> Options {
        let unlock = Unlock::With(Passphrase::new(words));
        assert!(self.path("inspection").is_dir());
        Options::new(NOW).with_reserve(0).with_unlock(unlock)
    }

    /// Every canary that stands in the clear in a file or a name below a folder, with the file.
    fn found_below(&self, folder: &str) -> Vec<(Kind, PathBuf)> {
        let mut found = Vec::new();
        for path in files_below(&self.path(folder)) {
            let bytes = fs::read(&path).unwrap();
            for (kind, word) in &self.canaries {
                let utf16: Vec<u16> = word.encode_utf16().collect();
                let little: Vec<u8> = utf16.iter().flat_map(|unit| unit.to_le_bytes()).collect();
                let big: Vec<u8> = utf16.iter().flat_map(|unit| unit.to_be_bytes()).collect();
                let in_the_clear = [word.as_bytes(), &little, &big]
                    .iter()
                    .any(|form| memchr::memmem::find(&bytes, form).is_some());
                if in_the_clear || path.to_string_lossy().contains(word.as_str()) {
                    found.push((*kind, path.clone()));
                }
            }
        }
        found
    }
}

fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for file in fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        if path.is_dir() {
            found.extend(files_below(&path));
        } else {
            found.push(path);
        }
    }
    found
}

fn entry(case: Option<CaseNo>, by: u32, event: Event) -> NewEntry {
    NewEntry {
        at: NOW,
        case,
        by: case.map(|_| ParticipantNo(by)),
        event,
    }
}

/// What two people say and put down in a sitting, every word of it a canary.
#[expect(clippy::too_many_lines, reason = "one sitting, in its order")]
fn sitting(place: &mut Place) -> Vec<NewEntry> {
    let person = |no, side, designation| Event::PersonNamed {
        person: Participant {
            no: ParticipantNo(no),
            designation,
            initials: "XY".to_owned(),
            side,
        },
    };
    let mut events = vec![(
        1,
        Event::SittingOpened {
            sitting: SittingNo(1),
            present: vec![ParticipantNo(1), ParticipantNo(2)],
            pen: ParticipantNo(1),
        },
    )];
    for remark in 1..=8 {
        let made = Event::RemarkMade {
            remark: RemarkNo(remark),
            remark_kind: RemarkKind::Observation,
            words: place.canary(Kind::Said),
            anchors: Vec::new(),
            reply_to: None,
            about: None,
        };
        events.push((1 + remark % 2, made));
    }
    for finding in 1..=4 {
        let put = Event::FindingPut {
            finding: FindingNo(finding),
            wording: Wording {
                area: "help".into(),
                polarity: "strength".into(),
                words: place.canary(Kind::Said),
                relation: Relation::Strengthens,
            },
            ties: Ties::default(),
            about: None,
        };
        events.push((1, put));
    }
    let answer = Answer::Disagree {
        because: place.canary(Kind::Said),
        own_wording: place.canary(Kind::Said),
    };
    events.push((
        2,
        Event::PositionTaken {
            finding: FindingNo(1),
            wording: Seq(0),
            answer,
        },
    ));
    let mut word = || place.canary(Kind::Shown);
    let service = Event::ServiceAdded {
        service: ServiceNo(1),
        details: ServiceDetails {
            need: word(),
            aim: word(),
            service: word(),
            provider: word(),
            owner: word(),
            start: word(),
            end: word(),
            planned: word(),
            delivered: word(),
            childs_view: word(),
            familys_view: word(),
            difference: word(),
            review: word(),
            early_help: true,
            state: ServiceState::Started,
        },
        anchors: Vec::new(),
    };
    events.push((1, service));
    let concern = Event::ReferBackRaised {
        refer_back: ReferBackNo(1),
        concern: word(),
        told_to: word(),
        told_when: word(),
    };
    events.push((1, concern));
    let reply = Event::ReferBackAnswered {
        refer_back: ReferBackNo(1),
        reply: word(),
    };
    events.push((2, reply));
    let parked = Event::FindingParked {
        finding: FindingNo(2),
        question: word(),
        owner: word(),
    };
    events.push((1, parked));
    let withdrawn = Event::FindingWithdrawn {
        finding: FindingNo(3),
        reason: word(),
    };
    events.push((1, withdrawn));
    let listed = Event::IdentifierListed {
        words: place.canaries[0].1.clone(),
        stands_for: "child".to_owned(),
    };
    events.push((1, listed));
    events.push((
        1,
        Event::SittingClosed {
            sitting: SittingNo(1),
        },
    ));
    let not_signed = Event::NotSigned {
        sitting: SittingNo(1),
        who: ParticipantNo(2),
        reason: place.canary(Kind::Shown),
        on_paper: false,
    };
    events.push((2, not_signed));
    let lead = person(1, Side::Inspection, place.canary(Kind::Shown));
    let worker = person(2, Side::Authority, place.canary(Kind::Shown));
    let named = [lead, worker].map(|event| entry(None, 0, event));
    let in_case = events
        .into_iter()
        .map(|(by, event)| entry(Some(CASE), by, event));
    named.into_iter().chain(in_case).collect()
}

#[test]
#[expect(clippy::too_many_lines, reason = "one story, in its order")]
fn nothing_said_typed_or_brought_stands_anywhere_in_the_clear_but_in_the_notes() {
    let mut place = Place::new();
    let child = place.canary(Kind::Listed);
    let authority = place.canary(Kind::Shown);
    let passphrase = place.canary(Kind::Secret);
    place.secret("words", &passphrase);
    place.run(&[
        "new",
        "inspection",
        "--authority",
        &authority,
        "--passphrase-file",
        "words",
    ]);

    // The case file: words of a text, of a name, of one that cannot be read, and of one whose reader dies.
    let (text, name, damaged) = (
        place.canary(Kind::Shown),
        place.canary(Kind::Shown),
        place.canary(Kind::Shown),
    );
    let papers = place.path("papers/N-017");
    fs::write(
        papers.join(format!("visit {name}.md")),
        format!("# Visit\n\n{text} saw {child}.\n"),
    )
    .unwrap();
    fs::write(papers.join("plan.docx"), format!("PK\u{3}\u{4}{damaged}")).unwrap();
    fs::write(
        papers.join("letter.pdf"),
        format!("%PDF-1.7\n1 0 obj << /Kids [1 0 R] >> {damaged}"),
    )
    .unwrap();
    place.run(&[
        "intake",
        "inspection",
        "papers",
        "--passphrase-file",
        "words",
    ]);

    let entries = sitting(&mut place);
    let (ledger, _) = Ledger::open(&place.path("inspection"), &place.options(&passphrase)).unwrap();
    let mut ledger = ledger;
    ledger.append(entries).unwrap();
    let own_words = place.canary(Kind::Secret);
    let (public, wrapped) = person::make(
        &Passphrase::new(&own_words),
        ledger.vault(),
        ParticipantNo(1),
    )
    .unwrap();
    let chosen = Event::WordsChosen {
        who: ParticipantNo(1),
        public_key: alongside::casework::PublicKey(public),
        wrapped,
        replaces: None,
    };
    ledger.append(vec![entry(None, 0, chosen)]).unwrap();
    for _ in 0..3 {
        // Half typed, and typed on: the one before is gone.
        ledger
            .save_resume(place.canary(Kind::Secret).as_bytes())
            .unwrap();
    }
    let another = place.canary(Kind::Secret);
    let changed = place.canary(Kind::Secret);
    ledger
        .add_passphrase(&Passphrase::new(&another), "manager", NOW, Effort::Floor)
        .unwrap();
    ledger
        .change_passphrase(
            &Passphrase::new(&another),
            &Passphrase::new(&changed),
            NOW,
            Effort::Floor,
        )
        .unwrap();
    let slots = ledger.passphrases();
    assert_eq!(slots.len(), 2);
    ledger.mirror_to(&place.path("mirror")).unwrap();
    ledger
        .append(vec![entry(None, 0, Event::ClockMoved { by_seconds: 1 })])
        .unwrap();
    ledger.close();
    while place.canaries.len() < 50 {
        place.canary(Kind::Secret);
    }

    let with = ["--passphrase-file", "words"];
    place.run(&[["backup", "inspection", "--to", "copy"].as_slice(), &with].concat());
    let mut shown = String::new();
    for view in ["file", "discussion", "package", "findings", "walk"] {
        let arguments = ["show", "inspection", "--case", "N-017", "--view", view];
        shown += &place.run(&[arguments.as_slice(), &with].concat()).0;
    }
    assert!(shown.contains(&text) && shown.contains(&child));
    let export = [
        "export",
        "inspection",
        "--format",
        "md,json",
        "--out",
        "notes",
        "--yes",
    ];
    place.run(&[export.as_slice(), &with].concat());
    place.run(&[["verify", "inspection"].as_slice(), &with].concat());

    for folder in ["inspection", "copy", "mirror", "home", "tmp"] {
        assert_eq!(place.found_below(folder), [], "{folder}");
    }
    // The search does see what is there: in the notes stands what was said, and never a name or a secret.
    let in_notes = place.found_below("notes");
    let kinds = |kind| in_notes.iter().filter(|(of, _)| *of == kind).count();
    assert!(kinds(Kind::Said) >= place.of(Kind::Said).len());
    assert_eq!((kinds(Kind::Listed), kinds(Kind::Secret)), (0, 0));

    place.run(
        &[
            [
                "erase",
                "inspection",
                "--case",
                "N-017",
                "--reason",
                "asked",
                "--yes",
            ]
            .as_slice(),
            &with,
        ]
        .concat(),
    );
    for folder in ["inspection", "mirror", "home", "tmp"] {
        assert_eq!(place.found_below(folder), [], "{folder}, erased");
    }
}
