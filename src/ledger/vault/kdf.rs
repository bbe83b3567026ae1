//! From typed words to a key: Argon2id, slow and hungry on purpose. Owns the floor, the bounds a file is held to before any memory is taken
//! for it, and finding out what about half a second is on this machine. Knows words and keys; knows no files.

use std::{
    sync::OnceLock,
    time::{Duration, Instant},
};

use argon2::{Algorithm, Argon2, Block, Params, Version};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::{
    cipher::{Secret, random},
    hex::Hex,
};
use crate::ledger::{LedgerError, Passphrase};

/// How much work a passphrase is to cost.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Effort {
    /// About half a second on this machine, and never less than the floor.
    #[default]
    Calibrated,
    /// The least there is: 64 MiB, 3 passes, 4 lanes. For tests.
    Floor,
    /// Next to nothing, for the tests that open hundreds of times: in no program, and refused by every one.
    #[cfg(test)]
    Trial,
}

const NAME: &str = "argon2id-19";
const FLOOR_KIB: u32 = 64 * 1024;
const MOST_KIB: u32 = 1024 * 1024;
const FLOOR_PASSES: u32 = 3;
const MOST_PASSES: u32 = 64;
const LANES: u32 = 4;
/// Kibibytes and passes that no file has.
#[cfg(test)]
const TRIAL: (u32, u32) = (77, 1);
const MOST_LANES: u32 = 16;
const AIM: Duration = Duration::from_millis(500);

/// How a key is made from words: not secret, stands in the file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Kdf {
    name: String,
    memory_kib: u32,
    passes: u32,
    lanes: u32,
    salt: Hex<16>,
}

impl Kdf {
    /// With a new random salt.
    pub(crate) fn new(effort: Effort) -> Result<Self, LedgerError> {
        let (memory_kib, passes) = match effort {
            Effort::Floor => (FLOOR_KIB, FLOOR_PASSES),
            Effort::Calibrated => calibrated(),
            #[cfg(test)]
            Effort::Trial => TRIAL,
        };
        Ok(Self {
            name: NAME.to_owned(),
            memory_kib,
            passes,
            lanes: LANES,
            salt: Hex(random()?),
        })
    }

    /// Refuses what would be too weak, and what a hostile file might ask for; the sentence says which.
    pub(crate) fn check(&self) -> Result<(), String> {
        if self.name != NAME {
            return Err("They name a way of making keys that this alongside does not know.".into());
        }
        #[cfg(test)]
        if (self.memory_kib, self.passes, self.lanes) == (TRIAL.0, TRIAL.1, LANES) {
            return Ok(());
        }
        let within = (FLOOR_KIB..=MOST_KIB).contains(&self.memory_kib)
            && (FLOOR_PASSES..=MOST_PASSES).contains(&self.passes)
            && (1..=MOST_LANES).contains(&self.lanes);
        within.then_some(()).ok_or_else(|| {
            "They ask for more or less work than alongside ever does to open them.".into()
        })
    }

    /// Every field, as bytes to be bound to what the key seals.
    pub(crate) fn bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        for number in [self.memory_kib, self.passes, self.lanes] {
            bytes.extend(number.to_be_bytes());
        }
        bytes.extend(self.salt.0);
        bytes.extend(self.name.as_bytes());
        bytes
    }

    /// The key these words give. Its parameters have been checked.
    pub(crate) fn derive(&self, words: &Passphrase) -> Result<Secret, LedgerError> {
        let short = || LedgerError::TooLittleMemory {
            mib: self.memory_kib / 1024,
        };
        let params =
            Params::new(self.memory_kib, self.passes, self.lanes, Some(32)).map_err(|_| short())?;
        // Memory of our own, because it has to be wiped afterwards.
        let mut memory = Zeroizing::new(Vec::<Block>::new());
        memory
            .try_reserve_exact(params.block_count())
            .map_err(|_| short())?;
        memory.resize(params.block_count(), Block::default());
        let mut key = Secret::blank();
        Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
            .hash_password_into_with_memory(
                words.expose().as_bytes(),
                &self.salt.0,
                key.bytes_mut(),
                memory.as_mut_slice(),
            )
            .map_err(|_| short())?;
        Ok(key)
    }
}

/// Memory in KiB and passes that take about half a second here; found out once a process.
fn calibrated() -> (u32, u32) {
    static FOUND: OnceLock<(u32, u32)> = OnceLock::new();
    *FOUND.get_or_init(|| calibrate(AIM, MOST_KIB, time_of))
}

/// Raises the memory, then the passes, until the work takes `aim`: from how long the floor takes, as it grows with both in proportion.
/// `time` says `None` where there is not that much memory.
fn calibrate(
    aim: Duration,
    most_kib: u32,
    mut time: impl FnMut(u32, u32) -> Option<Duration>,
) -> (u32, u32) {
    let floor = (FLOOR_KIB, FLOOR_PASSES);
    // The quickest of three: a machine that is busy just now would otherwise seem slow for ever.
    let taken = (0..3).filter_map(|_| time(floor.0, floor.1)).min();
    let Some(taken) = taken.filter(|taken| !taken.is_zero()) else {
        return floor;
    };
    let times = |aim: Duration, taken: Duration| {
        u32::try_from(aim.as_micros() / taken.as_micros().max(1)).unwrap_or(u32::MAX)
    };
    // In whole steps of the floor: half of the aim at the least, once the floor is below it.
    let mut memory = FLOOR_KIB
        .saturating_mul(times(aim, taken).max(1))
        .min(most_kib);
    while memory > FLOOR_KIB {
        match time(memory, FLOOR_PASSES) {
            Some(taken) if memory >= most_kib => {
                let passes = FLOOR_PASSES.saturating_mul(times(aim, taken).max(1));
                return (memory, passes.min(MOST_PASSES));
            }
            Some(taken) if taken <= aim * 2 => return (memory, FLOOR_PASSES),
            // Too little memory, or slower than the floor promised: other programs want it too.
            _ => memory = (memory / 2).max(FLOOR_KIB),
        }
    }
    floor
}

fn time_of(memory_kib: u32, passes: u32) -> Option<Duration> {
    let kdf = Kdf {
        name: NAME.to_owned(),
        memory_kib,
        passes,
        lanes: LANES,
        salt: Hex([0; 16]),
    };
    let start = Instant::now();
    kdf.derive(&Passphrase::new("how long does this take"))
        .ok()
        .map(|_| start.elapsed())
}

#[cfg(test)]
mod tests {
    use argon2::ParamsBuilder;

    use super::*;
    use crate::ledger::vault::hex;

    /// RFC 9106, 5.3.
    #[test]
    fn argon2id_is_as_the_rfc_has_it() {
        let params = ParamsBuilder::new()
            .m_cost(32)
            .t_cost(3)
            .p_cost(4)
            .data(argon2::AssociatedData::new(&[4; 12]).unwrap())
            .output_len(32)
            .build()
            .unwrap();
        let mut tag = [0; 32];
        Argon2::new_with_secret(&[3; 8], Algorithm::Argon2id, Version::V0x13, params)
            .unwrap()
            .hash_password_into(&[1; 32], &[2; 16], &mut tag)
            .unwrap();
        assert_eq!(
            hex::write(&tag),
            "0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659"
        );
    }

    fn floor() -> Kdf {
        Kdf {
            salt: Hex([9; 16]),
            ..Kdf::new(Effort::Floor).unwrap()
        }
    }

    /// Beside what OpenSSL's Argon2id makes of the same.
    #[test]
    fn the_key_of_words_is_argon2id_of_their_bytes() {
        let key = floor()
            .derive(&Passphrase::new("caf\u{e9} green window"))
            .unwrap();
        assert_eq!(
            hex::write(key.bytes()),
            "99a85888b2d061a7365e4e64c37e67c5ee4b100b772cf028954a21158b38f859"
        );
    }

    #[test]
    fn more_or_less_work_than_ever_is_refused_before_it_is_done() {
        let with = |change: fn(&mut Kdf)| {
            let mut kdf = floor();
            change(&mut kdf);
            kdf.check()
        };
        assert_eq!(with(|_| {}), Ok(()));
        assert_eq!(with(|kdf| kdf.memory_kib = MOST_KIB), Ok(()));
        assert_eq!(with(|kdf| kdf.passes = 64), Ok(()));
        assert_eq!(with(|kdf| kdf.lanes = 1), Ok(()));
        for change in [
            (|kdf| kdf.memory_kib = MOST_KIB + 1) as fn(&mut Kdf),
            |kdf| kdf.memory_kib = u32::MAX,
            |kdf| kdf.memory_kib = FLOOR_KIB - 1,
            |kdf| kdf.passes = 65,
            |kdf| kdf.passes = 2,
            |kdf| kdf.lanes = 17,
            |kdf| kdf.lanes = 0,
            |kdf| kdf.name = "argon2i".into(),
        ] {
            assert!(with(change).is_err());
        }
    }

    #[test]
    fn every_field_is_bound_to_what_the_key_seals() {
        let one = floor().bytes();
        for change in [
            (|kdf| kdf.memory_kib += 1) as fn(&mut Kdf),
            |kdf| kdf.passes += 1,
            |kdf| kdf.lanes += 1,
            |kdf| kdf.name.push('x'),
            |kdf| kdf.salt.0[15] ^= 1,
        ] {
            let mut kdf = floor();
            change(&mut kdf);
            assert_ne!(kdf.bytes(), one);
        }
    }

    /// A machine on which the floor takes so many milliseconds, and everything in proportion.
    fn machine(floor_ms: u64) -> impl FnMut(u32, u32) -> Option<Duration> {
        move |kib, passes| {
            let times = u64::from(kib / FLOOR_KIB) * u64::from(passes);
            Some(Duration::from_millis(floor_ms * times / 3))
        }
    }

    #[test]
    fn the_work_grows_with_the_machine_and_is_never_below_the_floor_nor_above_the_bounds() {
        assert_eq!(calibrate(AIM, MOST_KIB, machine(2_000)), (FLOOR_KIB, 3));
        assert_eq!(calibrate(AIM, MOST_KIB, machine(120)), (4 * FLOOR_KIB, 3));
        assert_eq!(calibrate(AIM, MOST_KIB, machine(30)), (MOST_KIB, 3));
        assert_eq!(calibrate(AIM, MOST_KIB, machine(6)), (MOST_KIB, 15));
        assert_eq!(
            calibrate(AIM, MOST_KIB, |_, _| Some(Duration::from_nanos(1))),
            (MOST_KIB, MOST_PASSES)
        );
    }

    #[test]
    fn a_machine_busy_for_a_moment_does_not_seem_slow() {
        let mut times = 0;
        let mut quiet = machine(120);
        let busy = move |kib, passes| {
            times += 1;
            quiet(kib, passes).map(|taken| if times == 1 { taken * 9 } else { taken })
        };
        assert_eq!(calibrate(AIM, MOST_KIB, busy), (4 * FLOOR_KIB, 3));
    }

    #[test]
    fn where_there_is_little_memory_less_is_asked_for() {
        let little = |most: u32| {
            let mut machine = machine(30);
            calibrate(AIM, MOST_KIB, move |kib, passes| {
                machine(kib, passes).filter(|_| kib <= most)
            })
        };
        assert_eq!(little(300 * 1024), (256 * 1024, 3));
        assert_eq!(little(100 * 1024), (FLOOR_KIB, 3));
        assert_eq!(little(0), (FLOOR_KIB, 3));
    }
}
