//! A statement has one spelling, contradicts itself never, and carries no signature that was not made.

use ed25519_dalek::{Signer as _, SigningKey};

use super::*;

fn key(seed: u8) -> SigningKey {
    SigningKey::from_bytes(&[seed; 32])
}

fn of_a_sitting() -> Statement {
    let public = key(1).verifying_key().to_bytes();
    let words = key(2);
    let signed = signed_message(
        VaultId([1; 16]),
        CaseId([2; 16]),
        SittingNo(1),
        ParticipantNo(1),
        &[3; 32],
        &Sha256([4; 32]),
    );
    Statement {
        alongside_seal: 1,
        number: 2,
        kind: Kind::Sitting,
        vault: VaultId([1; 16]),
        case: Some(CaseId([2; 16])),
        sitting: Some(SittingNo(1)),
        at: Moment {
            utc_ms: 1_337_000_000_000,
            offset_s: 3_600,
        },
        arrival: vec![Arrived {
            number: 1,
            root: Sha256([5; 32]),
            files: 300,
        }],
        chains: vec![Chain {
            device: DeviceId::of(&public),
            public,
            first: 0,
            count: 41,
            hash: Sha256([6; 32]),
        }],
        findings: vec![SealedFinding {
            no: FindingNo(3),
            state: State::NotAgreed,
            commitment: commit("finding", &[7; 32], 3, b"Missed sessions are followed up."),
        }],
        participants: vec![
            Signatory {
                no: ParticipantNo(1),
                side: Side::Inspection,
                signature: Some(Signed {
                    key: words.verifying_key().to_bytes(),
                    signed,
                    signature: words.sign(&signed.0).to_bytes(),
                }),
            },
            Signatory {
                no: ParticipantNo(2),
                side: Side::Authority,
                signature: None,
            },
        ],
        previous: Some(Previous {
            number: 1,
            code: Code::from_bytes([16; 17]).unwrap(),
        }),
    }
}

fn of_an_arrival() -> Statement {
    Statement {
        number: 1,
        kind: Kind::Arrival,
        case: None,
        sitting: None,
        findings: Vec::new(),
        participants: Vec::new(),
        previous: None,
        ..of_a_sitting()
    }
}

#[test]
fn a_statement_is_written_once_and_reads_back() {
    let written = of_an_arrival().write().unwrap();
    let public = crate::proof::hex::encode(&key(1).verifying_key().to_bytes());
    let device = crate::proof::hex::encode(&of_an_arrival().chains[0].device.0);
    assert_eq!(
        written,
        format!(
            "{{\"alongside_seal\":1,\"number\":1,\"kind\":\"arrival\",\"vault\":\"{}\",\"case\":null,\"sitting\":null,\
             \"at\":{{\"utc_ms\":1337000000000,\"offset_s\":3600}},\
             \"arrival\":[{{\"number\":1,\"root\":\"{}\",\"files\":300}}],\
             \"chains\":[{{\"device\":\"{device}\",\"public\":\"{public}\",\"first\":0,\"count\":41,\"hash\":\"{}\"}}],\
             \"findings\":[],\"participants\":[],\"previous\":null}}",
            "01".repeat(16),
            "05".repeat(32),
            "06".repeat(32),
        )
    );
    for statement in [of_an_arrival(), of_a_sitting()] {
        let bytes = statement.write().unwrap();
        assert_eq!(Statement::parse(bytes.as_bytes()), Ok(statement));
    }
}

#[test]
fn one_spelling_only() {
    let written = of_a_sitting().write().unwrap();
    let respelled = [
        written.replace("\"number\":2", "\"number\": 2"),
        format!("{written}\n"),
        written.replace(
            "\"state\":\"not_agreed\"",
            "\"state\":\"not_agreed\",\"extra\":1",
        ),
        written.replace("\"kind\":\"sitting\"", "\"kind\":\"s\\u0069tting\""),
        written.replace(&"05".repeat(32), &"0A".repeat(32)),
        written.replace("\"signature\":null", "\"not_signed\":true"),
        written.replace(",\"signature\":null", ""),
        written.replace("\"files\":300", "\"files\":3e2"),
        written.replace("\"files\":300", "\"files\":300,\"files\":300"),
        written.replacen(
            "{\"alongside_seal\":1,\"number\":2",
            "{\"number\":2,\"alongside_seal\":1",
            1,
        ),
    ];
    for text in respelled {
        assert_ne!(text, written);
        assert_eq!(
            Statement::parse(text.as_bytes()),
            Err(StatementError::NotAStatement),
            "{text}"
        );
    }
    let newer = written.replace("\"alongside_seal\":1", "\"alongside_seal\":2,\"more\":true");
    assert_eq!(
        Statement::parse(newer.as_bytes()),
        Err(StatementError::Newer)
    );
    let long = vec![b' '; LONGEST + 1];
    assert_eq!(Statement::parse(&long), Err(StatementError::TooLong));
    for cut in 0..written.len() {
        assert!(Statement::parse(&written.as_bytes()[..cut]).is_err());
    }
}

#[test]
fn what_does_not_fit_together_is_refused() {
    let statement = of_a_sitting();
    let twice = |statement: &Statement| Statement {
        chains: [statement.chains.clone(), statement.chains.clone()].concat(),
        ..statement.clone()
    };
    let mut backwards = statement.clone();
    backwards.chains[0].first = 42;
    let mut renamed = statement.clone();
    renamed.chains[0].device = DeviceId([0; 8]);
    let wrong = [
        Statement {
            case: None,
            ..statement.clone()
        },
        Statement {
            kind: Kind::Arrival,
            ..statement.clone()
        },
        Statement {
            arrival: Vec::new(),
            ..of_an_arrival()
        },
        Statement {
            number: 3,
            ..statement.clone()
        },
        Statement {
            number: 0,
            ..of_an_arrival()
        },
        Statement {
            previous: None,
            ..statement.clone()
        },
        Statement {
            chains: Vec::new(),
            ..statement.clone()
        },
        Statement {
            findings: [statement.findings[0]; 2].to_vec(),
            ..statement.clone()
        },
        Statement {
            participants: [statement.participants[1]; 2].to_vec(),
            ..statement.clone()
        },
        twice(&statement),
        backwards,
        renamed,
    ];
    for statement in wrong {
        assert!(
            matches!(statement.write(), Err(StatementError::Contradicts(_))),
            "{statement:?}"
        );
    }
}

#[test]
fn a_signature_that_was_not_made_is_seen() {
    let mut statement = of_a_sitting();
    if let Some(signed) = &mut statement.participants[0].signature {
        signed.signature[0] ^= 1;
    }
    assert_eq!(
        statement.write(),
        Err(StatementError::Signature(ParticipantNo(1)))
    );
}

#[test]
fn what_is_signed_depends_on_everything_that_was_seen() {
    let message = |vault: u8, case: u8, sitting, who, salt: u8, text: u8| {
        signed_message(
            VaultId([vault; 16]),
            CaseId([case; 16]),
            SittingNo(sitting),
            ParticipantNo(who),
            &[salt; 32],
            &Sha256([text; 32]),
        )
    };
    let one = message(1, 1, 1, 1, 1, 1);
    let others = [
        message(2, 1, 1, 1, 1, 1),
        message(1, 2, 1, 1, 1, 1),
        message(1, 1, 2, 1, 1, 1),
        message(1, 1, 1, 2, 1, 1),
        message(1, 1, 1, 1, 2, 1),
        message(1, 1, 1, 1, 1, 2),
    ];
    assert!(!others.contains(&one));
    assert_ne!(
        commit("a", &[0; 32], 1, b"b"),
        commit("ab", &[0; 32], 1, b"")
    );
    assert_ne!(
        commit("a", &[0; 32], 1, b"b"),
        commit("a", &[0; 32], 2, b"b")
    );
    assert_ne!(
        commit("a", &[0; 32], 1, b"b"),
        commit("a", &[1; 32], 1, b"b")
    );
}
