//! Inspections made of test keys alone, without a ledger: devices that write entries of no meaning, arrivals and sittings that are sealed, and
//! the bundle of all that. Everything follows from a seed.

use alongside::{
    casework::{FindingNo, Moment, ParticipantNo, Sha256, Side, SittingNo},
    proof::{
        arrival::root,
        bundle::{Bundle, BundledEntry, BundledJournal},
        chain::{Around, CaseId, JournalHeader, Reached, VaultId, entry_hash, link},
        code::Code,
        statement::{
            Arrived, Chain, Kind, Previous, SealedFinding, Signatory, Signed, State, Statement,
            commit, signed_message,
        },
    },
};
use ed25519_dalek::{Signer as _, SigningKey};

/// Numbers that look random and are the same every time.
pub struct Dice(pub u64);

impl Dice {
    pub fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    pub fn below(&mut self, limit: usize) -> usize {
        usize::try_from(self.roll() % u64::try_from(limit).unwrap()).unwrap()
    }

    pub fn bytes<const N: usize>(&mut self) -> [u8; N] {
        std::array::from_fn(|_| self.roll().to_be_bytes()[0])
    }

    fn hash(&mut self) -> Sha256 {
        Sha256(self.bytes())
    }

    fn key(&mut self) -> SigningKey {
        SigningKey::from_bytes(&self.bytes())
    }
}

struct Device {
    key: SigningKey,
    header: JournalHeader,
    header_bytes: Vec<u8>,
    entries: Vec<BundledEntry>,
    last: Sha256,
}

impl Device {
    fn count(&self) -> u64 {
        self.header.first + u64::try_from(self.entries.len()).unwrap()
    }

    fn reached(&self) -> Reached {
        Reached {
            device: self.header.device(),
            count: self.count(),
            hash: self.last,
        }
    }
}

/// An inspection in the making.
pub struct Maker {
    pub dice: Dice,
    pub vault: VaultId,
    pub statements: Vec<String>,
    codes: Vec<Code>,
    devices: Vec<Device>,
    arrivals: Vec<Arrived>,
    /// Participants, each with the key of their own words; none where they never chose any.
    people: Vec<(Side, Option<SigningKey>)>,
}

impl Maker {
    /// An inspection with one device and nobody in it.
    pub fn new(seed: u64) -> Self {
        let vault = VaultId(Dice(!seed).bytes());
        Self::of(seed, vault)
    }

    /// The same under this id.
    pub fn of(seed: u64, vault: VaultId) -> Self {
        let mut maker = Self {
            dice: Dice(seed),
            vault,
            statements: Vec::new(),
            codes: Vec::new(),
            devices: Vec::new(),
            arrivals: Vec::new(),
            people: Vec::new(),
        };
        maker.device();
        maker
    }

    /// Another device goes on from here.
    pub fn device(&mut self) {
        let key = self.dice.key();
        let header = JournalHeader {
            vault: self.vault,
            public: key.verifying_key().to_bytes(),
            first: self.devices.iter().map(Device::count).max().unwrap_or(0),
            before: self.devices.iter().map(Device::reached).collect(),
        };
        let header_bytes = header.encode(|signed| key.sign(&signed.0).to_bytes());
        let (_, last) = JournalHeader::parse(&header_bytes).unwrap();
        self.devices.push(Device {
            key,
            header,
            header_bytes,
            entries: Vec::new(),
            last,
        });
    }

    /// The newest device keeps so many entries.
    pub fn entries(&mut self, count: usize) {
        for _ in 0..count {
            let sealed_words = self.dice.hash();
            let around = Around {
                seq: self.devices.last().unwrap().count(),
                first_of_sync: self.devices.last().unwrap().count(),
                previous: self.devices.last().unwrap().last,
                case: CaseId(self.dice.bytes()),
                nonce: self.dice.bytes(),
                sealed: u32::try_from(self.dice.below(2_000)).unwrap(),
            };
            let device = self.devices.last_mut().unwrap();
            let bytes = around.encode().unwrap();
            let link = link(&bytes, &sealed_words);
            let signature = device.key.sign(&link.0).to_bytes();
            device.last = entry_hash(&link, &signature);
            device
                .entries
                .push(BundledEntry::new(&bytes, &sealed_words, &signature));
        }
    }

    /// Somebody joins; with words of their own or without.
    pub fn person(&mut self, side: Side, words: bool) {
        let key = words.then(|| self.dice.key());
        self.people.push((side, key));
    }

    /// The participant in this place chooses new words.
    pub fn other_words(&mut self, place: usize) {
        self.people[place].1 = Some(self.dice.key());
    }

    fn statement(&mut self, kind: Kind) -> Statement {
        let utc_ms = i64::try_from(self.dice.roll() >> 23).unwrap();
        let previous = self.code().map(|code| Previous {
            number: u32::try_from(self.statements.len()).unwrap(),
            code,
        });
        Statement {
            alongside_seal: 1,
            number: u32::try_from(self.statements.len()).unwrap() + 1,
            kind,
            vault: self.vault,
            case: None,
            sitting: None,
            at: Moment {
                utc_ms,
                offset_s: 3_600,
            },
            arrival: self.arrivals.clone(),
            chains: self
                .devices
                .iter()
                .map(|device| Chain {
                    device: device.header.device(),
                    public: device.header.public,
                    first: device.header.first,
                    count: device.count(),
                    hash: device.last,
                })
                .collect(),
            findings: Vec::new(),
            participants: Vec::new(),
            previous,
        }
    }

    /// So many files arrive and are sealed; one entry says so.
    pub fn seal_arrival(&mut self, files: usize) {
        let leaves: Vec<Sha256> = (0..files).map(|_| self.dice.hash()).collect();
        self.arrivals.push(Arrived {
            number: u32::try_from(self.arrivals.len()).unwrap() + 1,
            root: root(leaves),
            files: u64::try_from(files).unwrap(),
        });
        let statement = self.statement(Kind::Arrival);
        self.keep(&statement);
    }

    /// A sitting with so many findings, signed by whoever has words.
    pub fn sitting(&mut self, findings: u32) -> Statement {
        const STATES: [State; 6] = [
            State::Agreed,
            State::NotAgreed,
            State::Waiting,
            State::SideAbsent,
            State::Parked,
            State::Withdrawn,
        ];
        let (case, sitting) = (CaseId(self.dice.bytes()), SittingNo(1));
        let mut statement = self.statement(Kind::Sitting);
        (statement.case, statement.sitting) = (Some(case), Some(sitting));
        for no in 1..=findings {
            statement.findings.push(SealedFinding {
                no: FindingNo(no),
                state: STATES[self.dice.below(STATES.len())],
                commitment: commit("finding", &self.dice.bytes(), no, b"the wording"),
            });
        }
        for (no, (side, key)) in (1..).map(ParticipantNo).zip(&self.people) {
            let salt = self.dice.bytes();
            let text = Sha256(self.dice.bytes());
            let signed = signed_message(self.vault, case, sitting, no, &salt, &text);
            statement.participants.push(Signatory {
                no,
                side: *side,
                signature: key.as_ref().map(|key| Signed {
                    key: key.verifying_key().to_bytes(),
                    signed,
                    signature: key.sign(&signed.0).to_bytes(),
                }),
            });
        }
        statement
    }

    /// Closes a sitting with a seal; one entry says so.
    pub fn seal_sitting(&mut self, findings: u32) {
        let statement = self.sitting(findings);
        self.keep(&statement);
    }

    fn keep(&mut self, statement: &Statement) {
        self.keep_text(statement.write().unwrap());
    }

    /// Keeps a statement in these bytes, whatever they say.
    pub fn keep_text(&mut self, text: String) {
        self.codes.push(Code::of(text.as_bytes(), self.vault));
        self.statements.push(text);
        self.entries(1);
    }

    /// The code of the last seal.
    pub fn code(&self) -> Option<Code> {
        self.codes.last().copied()
    }

    /// The bundle of all this.
    pub fn bundle(&self) -> Vec<u8> {
        let journal = |device: &Device| BundledJournal {
            header: device.header_bytes.clone(),
            entries: device.entries.clone(),
        };
        let journals = self.devices.iter().map(journal).collect();
        let mut bytes = Vec::new();
        Bundle::new(self.vault, journals, self.statements.clone())
            .write(&mut bytes)
            .unwrap();
        bytes
    }

    /// A whole inspection; neighbouring seeds have different shapes: one device or three, sealed or not, signed by all, some or nobody.
    pub fn whole(seed: u64) -> Self {
        let mut maker = Self::new(seed);
        let sides = [Side::Inspection, Side::Authority, Side::Observer];
        for side in sides.into_iter().take(usize::try_from(seed % 4).unwrap()) {
            let words = maker.dice.below(3) > 0;
            maker.person(side, words);
        }
        if seed.is_multiple_of(10) {
            // Nothing but a header.
            return maker;
        }
        let devices = if seed.is_multiple_of(3) { 3 } else { 1 };
        for device in 0..devices {
            if device > 0 {
                maker.device();
            }
            let entries = maker.dice.below(4);
            maker.entries(entries);
            if !seed.is_multiple_of(5) && device == 0 {
                let files = maker.dice.below(5);
                maker.seal_arrival(files);
            }
            if !seed.is_multiple_of(7) && (device + 1 == devices || seed.is_multiple_of(6)) {
                let findings = u32::try_from(maker.dice.below(4)).unwrap();
                maker.seal_sitting(findings);
            }
        }
        let behind = maker.dice.below(3);
        maker.entries(behind);
        maker
    }
}
