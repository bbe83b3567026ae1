//! `case.toml`: what an authority may say about a case beside its documents. It is no document and is not kept.
//!
//! ```toml
//! reference = "N-017"                  # else the folder's name
//! age = 9                              # years; -1 for an unborn child
//! status = "Child Protection plan"     # in the authority's own words
//! category = "Neglect"                 # leave out where there is none
//! in_sample = true
//!
//! [[names]]                            # a name or other identifier, and what stands for it in exported notes
//! words = "27 Tansy Walk"
//! stands_for = "address"
//!
//! [[people]]                           # who is involved with the child, by designation, never by name
//! designation = "Health visitor"
//! agency = "Northbridge NHS"
//! role = "core group member"
//!
//! [[services]]                         # what the child was offered or given; every field of it but `service` may be left out
//! service = "Family support"
//! need = "Safe at home"
//! aim = "A routine that mother leads"
//! provider = "Millrace Family Centre"
//! owner = "Family support worker"
//! start = "31 January 2012"
//! end = ""
//! planned = "weekly"
//! delivered = "4 of 6 sessions"
//! childs_view = ""
//! familys_view = ""
//! difference = ""
//! review = "25 April 2012"
//! early_help = false
//! state = "started"                    # offered, accepted, declined, started, ended, not offered
//! ```
//!
//! Every line may be left out. A word that is not listed here is a mistake and is said, so that a misspelt line is not silently lost.

use std::{fs, io, io::Read, path::Path};

use serde::Deserialize;

use super::{found::plain_reason, offer};
use crate::{
    casework::{Involved, ServiceDetails, ServiceState, event::CaseAbout},
    desk::shown,
    platform,
};

/// Larger than any list of names of one family.
const CAP: u64 = 1 << 20;

/// What a `case.toml` says.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct CaseFile {
    /// The reference; the folder's name where there is none.
    pub reference: Option<String>,
    /// Years; -1 for an unborn child.
    pub age: Option<i16>,
    /// As the authority calls it.
    pub status: String,
    /// As the authority calls it.
    pub category: String,
    /// Whether the case is in the sample.
    pub in_sample: bool,
    /// Names and other identifiers.
    pub names: Vec<Name>,
    /// Who is involved with the child.
    pub people: Vec<Person>,
    /// What the child was offered or given.
    pub services: Vec<Service>,
}

/// Somebody involved with the child, by designation.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Person {
    /// "Health visitor".
    pub designation: String,
    /// The agency.
    #[serde(default)]
    pub agency: String,
    /// What they are to the child.
    #[serde(default)]
    pub role: String,
}

/// A service as the authority lists it. The fields are those of [`ServiceDetails`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[expect(
    missing_docs,
    reason = "the fields are those of ServiceDetails, and are told there"
)]
pub struct Service {
    pub service: String,
    pub need: String,
    pub aim: String,
    pub provider: String,
    pub owner: String,
    pub start: String,
    pub end: String,
    pub planned: String,
    pub delivered: String,
    pub childs_view: String,
    pub familys_view: String,
    pub difference: String,
    pub review: String,
    pub early_help: bool,
    pub state: State,
}

/// Where a service stands, in the words of the screen; `not_offered` is understood too.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct State(pub ServiceState);

impl<'de> Deserialize<'de> for State {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let words = String::deserialize(deserializer)?;
        let small = words.trim().to_lowercase().replace('_', " ");
        ServiceState::ALL
            .into_iter()
            .find(|state| state.word() == small)
            .map(Self)
            .ok_or_else(|| {
                let all = ServiceState::ALL.map(ServiceState::word).join(", ");
                serde::de::Error::custom(format!(
                    "\"{words}\" is no state of a service; it is one of: {all}"
                ))
            })
    }
}

/// A name or other identifier of the case.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Name {
    /// As it stands in the file.
    pub words: String,
    /// `child`, `mother`, `school` …
    pub stands_for: String,
}

impl CaseFile {
    /// What the record keeps of it.
    #[must_use]
    pub fn about(&self) -> CaseAbout {
        CaseAbout {
            age: self.age,
            status: shown::line(self.status.trim()),
            category: shown::line(self.category.trim()),
            in_sample: self.in_sample,
            people: self
                .people
                .iter()
                .map(|person| Involved {
                    designation: line(&person.designation),
                    agency: line(&person.agency),
                    role: line(&person.role),
                })
                .filter(|person| !person.designation.is_empty())
                .collect(),
        }
    }

    /// The services it lists.
    #[must_use]
    pub fn services(&self) -> Vec<ServiceDetails> {
        self.services
            .iter()
            .map(|listed| ServiceDetails {
                need: line(&listed.need),
                aim: line(&listed.aim),
                service: line(&listed.service),
                provider: line(&listed.provider),
                owner: line(&listed.owner),
                start: line(&listed.start),
                end: line(&listed.end),
                planned: line(&listed.planned),
                delivered: line(&listed.delivered),
                childs_view: line(&listed.childs_view),
                familys_view: line(&listed.familys_view),
                difference: line(&listed.difference),
                review: line(&listed.review),
                early_help: listed.early_help,
                state: listed.state.0,
            })
            .collect()
    }

    /// Reads the words of a `case.toml`.
    ///
    /// # Errors
    /// A sentence that says what is wrong and that the case goes in without it.
    pub fn parse(words: &str) -> Result<Self, String> {
        let mut file: Self = toml::from_str(words).map_err(|error| {
            let place = error.span().map_or_else(String::new, |span| {
                let before = words.get(..span.start).unwrap_or_default();
                format!("line {}: ", before.matches('\n').count() + 1)
            });
            not_usable(&format!("{place}{}", shown::line(error.message())))
        })?;
        file.reference = file
            .reference
            .map(|words| offer::reference(&words))
            .transpose()
            .map_err(|error| not_usable(&error.to_string()))?;
        Ok(file)
    }
}

/// Words of a line as the record keeps them.
fn line(words: &str) -> String {
    shown::line(words.trim())
}

fn not_usable(why: &str) -> String {
    format!("case.toml cannot be used, and the case goes in without it ({why})")
}

/// Reads a `case.toml`; `None` where there is none.
///
/// # Errors
/// A sentence, as [`CaseFile::parse`]; also where it is no ordinary file, too long or no text.
pub fn read(path: &Path) -> Result<Option<CaseFile>, String> {
    match fs::symlink_metadata(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Ok(kind) if !kind.is_file() => return Err(not_usable("it is no ordinary file")),
        _ => {}
    }
    let mut words = Vec::new();
    platform::open_ordinary(path)
        .and_then(|file| file.take(CAP + 1).read_to_end(&mut words))
        .map_err(|error| not_usable(&plain_reason(&error)))?;
    if u64::try_from(words.len()).is_ok_and(|length| length > CAP) {
        return Err(not_usable("it is longer than a megabyte"));
    }
    let words = String::from_utf8(words).map_err(|_| not_usable("it is not text in UTF-8"))?;
    CaseFile::parse(words.trim_start_matches('\u{feff}')).map(Some)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_it_may_say_is_read() {
        let file = CaseFile::parse(
            "reference = \" N-017 \"\nage = -1\nstatus = \"Child in need plan\"\nin_sample = true\n\n\
             [[names]]\nwords = \"Tansy Walk\"\nstands_for = \"address\"\n\n\
             [[people]]\ndesignation = \"Health visitor\"\nagency = \"NHS\"\n\n\
             [[services]]\nservice = \"Family support\"\nowner = \"Worker\"\nstate = \"not offered\"\n",
        )
        .unwrap();
        assert_eq!(file.reference.as_deref(), Some("N-017"));
        assert_eq!(
            file.about(),
            CaseAbout {
                age: Some(-1),
                status: "Child in need plan".to_owned(),
                category: String::new(),
                in_sample: true,
                people: vec![Involved {
                    designation: "Health visitor".to_owned(),
                    agency: "NHS".to_owned(),
                    role: String::new(),
                }],
            }
        );
        let services = file.services();
        assert_eq!(services.len(), 1);
        assert_eq!(
            (
                services[0].service.as_str(),
                services[0].owner.as_str(),
                services[0].state
            ),
            ("Family support", "Worker", ServiceState::NotOffered)
        );
        assert_eq!(file.names.first().unwrap().stands_for, "address");
        assert_eq!(CaseFile::parse("").unwrap(), CaseFile::default());
    }

    #[test]
    fn a_misspelt_service_is_said() {
        let said = |words: &str| CaseFile::parse(words).unwrap_err();
        assert!(said("[[services]]\nservcie = \"x\"").contains("unknown field `servcie`"));
        assert!(
            said("[[services]]\nservice = \"x\"\nstate = \"begun\"")
                .contains("\"begun\" is no state of a service; it is one of: offered, accepted")
        );
        assert!(said("[[people]]\nname = \"x\"").contains("unknown field `name`"));
    }

    #[test]
    fn a_mistake_is_said_with_its_line() {
        let sentence = CaseFile::parse("age = 9\nstatsu = \"x\"\n").unwrap_err();
        assert!(
            sentence.starts_with(
                "case.toml cannot be used, and the case goes in without it (line 2: unknown field `statsu`"
            ),
            "{sentence}"
        );
        assert!(
            CaseFile::parse("reference = \"\"")
                .unwrap_err()
                .contains("cannot be the reference of a case")
        );
    }
}
