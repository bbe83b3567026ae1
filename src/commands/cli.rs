//! The arguments as they are typed. Owns their names and their help; what they do is in the file of each command.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};
use jiff::civil::Date;

use crate::screen::ways::Way;

/// One screen for an inspector and a social worker going through one child's case file together.
#[derive(Debug, Parser)]
#[command(
    name = "alongside",
    version,
    disable_help_subcommand = true,
    after_help = "Exit status: 0 done, 1 the answer is no, 2 wrong use, 3 cannot (open elsewhere, no space, no permission)."
)]
pub struct Cli {
    /// The inspection to open; without it, the start screen.
    #[arg(value_name = "DIR")]
    pub folder: Option<PathBuf>,
    /// Read the passphrase from the first line of this file, which nobody else may read, instead of asking for it.
    #[arg(long, value_name = "FILE", global = true)]
    pub passphrase_file: Option<PathBuf>,
    /// Count with the timescales in this file too: a council's own, in the form of those the program comes with.
    #[arg(long, value_name = "FILE", global = true)]
    pub timescales: Option<PathBuf>,
    /// How pages are drawn on the screen: auto, kitty, iterm2, sixel, blocks, quarters or letters.
    #[arg(long, value_name = "WAY", global = true)]
    pub pictures: Option<Way>,
    #[command(subcommand)]
    pub command: Option<Command>,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Open an inspection on the screen.
    Open(OpenArguments),
    /// Open the fictional inspection, or make a larger one to rehearse and measure with.
    Demo(DemoArguments),
    /// Set up an inspection.
    New(NewArguments),
    /// Hash every file of every case folder before anybody reads it, and seal what was there.
    ///
    /// Reads bytes and file times only and follows no link. Run it on arriving, and again for each delivery: each run is one more arrival.
    /// Exit status 1 when a file could not be hashed, or it was stopped; what was stopped keeps nothing.
    Arrive(ArriveArguments),
    /// Take case folders or files in.
    ///
    /// A folder of folders is one case a sub-folder; a folder with files in it is one case; single files need --case. What is inside a mail or a
    /// packed folder becomes documents of its own. The password of a document is asked for on the terminal; Enter alone leaves it shut. Exit
    /// status 1 when a document was altered or is missing, a file could not be read or taken in, or the answer to a question was no.
    Intake(IntakeArguments),
    /// Take a list of services, as CSV or a workbook, into the package of support of a case.
    ///
    /// Each column is taken for a field by its title, and that is said; what is not known is asked on the terminal, and left out in a script. A
    /// service that is in the package already is listed again, with its history. Nothing is half taken in. The file itself is not kept. Exit
    /// status 1 when there is nothing to take in.
    Services(ServicesArguments),
    /// Compare case folders presented again with what was sealed, word by word, without taking anything in.
    ///
    /// Without FOLDER, the versions of every altered document that were taken in are compared. Exit status 1 when anything differs.
    Compare(CompareArguments),
    /// Print what a screen shows as plain text.
    Show(ShowArguments),
    /// Write the agreed notes to files.
    Export(ExportArguments),
    /// Check every entry and every document, or a bundle.
    Verify(VerifyArguments),
    /// Look whether folder, disk, record, terminal and computer are as they should be, and say what to do.
    ///
    /// Exit status 1 when something is to be done.
    Doctor(DoctorArguments),
    /// List the seals with the words and digits that should stand on paper.
    Seals(SealsArguments),
    /// Copy everything kept to another folder, once or from now on.
    Backup(BackupArguments),
    /// Put a backup or a mirror back as an inspection.
    Restore(RestoreArguments),
    /// Write what an outsider needs to check a seal, without the passphrase and without a word of any entry.
    Bundle(BundleArguments),
    /// The passphrases that open an inspection: list them, add, change or remove one.
    Passphrase(PassphraseArguments),
    /// Erase a case: nobody can open it any more.
    Erase(EraseArguments),
    /// Print the key sheet.
    Keys,
}

#[derive(Debug, Args)]
pub struct PassphraseArguments {
    /// The folder of the inspection.
    #[arg(value_name = "DIR")]
    pub folder: PathBuf,
    #[command(subcommand)]
    pub act: PassphraseAct,
}

#[derive(Debug, Subcommand)]
pub enum PassphraseAct {
    /// List what the passphrases are called: never the words.
    List {
        /// Print the list as JSON.
        #[arg(long)]
        json: bool,
    },
    /// One more passphrase that opens the inspection.
    Add {
        /// Whose it is, as a designation: "Team manager", never a name.
        #[arg(long, value_name = "DESIGNATION")]
        label: String,
        /// Read the new one from the first line of this file instead of asking for it twice.
        #[arg(long, value_name = "FILE")]
        new_passphrase_file: Option<PathBuf>,
    },
    /// Another passphrase in place of the one the inspection is opened with.
    Change {
        /// Read the new one from the first line of this file instead of asking for it twice.
        #[arg(long, value_name = "FILE")]
        new_passphrase_file: Option<PathBuf>,
    },
    /// One passphrase does not open the inspection any more; never the last one.
    Remove {
        /// Its number, as the list shows it.
        #[arg(value_name = "NUMBER")]
        number: u32,
    },
}

#[derive(Debug, Args)]
pub struct SealsArguments {
    /// The folder of the inspection.
    #[arg(value_name = "DIR")]
    pub folder: PathBuf,
    /// Print the list as JSON.
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
#[command(group = clap::ArgGroup::new("where").required(true).multiple(true).args(["to", "mirror"]))]
pub struct BackupArguments {
    /// The folder of the inspection.
    #[arg(value_name = "DIR")]
    pub folder: PathBuf,
    /// Make or bring up to date a backup in this folder: absent, empty, or an earlier backup.
    #[arg(long, value_name = "FOLDER")]
    pub to: Option<PathBuf>,
    /// From now on write everything kept to this folder too, best on another disk.
    #[arg(long, value_name = "FOLDER")]
    pub mirror: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub struct BundleArguments {
    /// The folder of the inspection.
    #[arg(value_name = "DIR")]
    pub folder: PathBuf,
    /// The file to write: it must not be there.
    #[arg(long, value_name = "FILE")]
    pub out: PathBuf,
}

#[derive(Debug, Args)]
pub struct RestoreArguments {
    /// The backup or mirror.
    #[arg(value_name = "BACKUP")]
    pub backup: PathBuf,
    /// The inspection folder to make: absent or empty.
    #[arg(long, value_name = "DIR")]
    pub to: PathBuf,
}

#[derive(Debug, Args)]
pub struct EraseArguments {
    /// The folder of the inspection.
    #[arg(value_name = "DIR")]
    pub folder: PathBuf,
    /// The reference of the case.
    #[arg(long, value_name = "REF")]
    pub case: String,
    /// Why; it stays in the record.
    #[arg(long, value_name = "WORDS")]
    pub reason: String,
    /// Do not ask.
    #[arg(long)]
    pub yes: bool,
}

#[derive(Debug, Args)]
pub struct OpenArguments {
    /// The folder of the inspection.
    #[arg(value_name = "DIR")]
    pub folder: PathBuf,
}

#[derive(Debug, Args)]
pub struct NewArguments {
    /// A folder that is not there yet or is empty.
    #[arg(value_name = "DIR")]
    pub folder: PathBuf,
    /// The council inspected.
    #[arg(long, value_name = "NAME")]
    pub authority: String,
    /// The framework of the inspection.
    #[arg(long, value_name = "ID", default_value = crate::desk::frameworks::DEFAULT)]
    pub framework: String,
    /// The day the authority was told of the inspection: what was written from then on is said. Without it, the first day on site counts.
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub announced: Option<Date>,
    /// The first day on site.
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub first_day: Option<Date>,
    /// The last day on site.
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub last_day: Option<Date>,
    /// For fictional cases only: without a passphrase, its key beside it; every screen and export says TRAINING.
    #[arg(long, conflicts_with = "passphrase_file")]
    pub training: bool,
    /// Print the result as JSON.
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
pub struct ArriveArguments {
    /// The folder of the inspection.
    #[arg(value_name = "DIR")]
    pub folder: PathBuf,
    /// Case folders, or the folders they stand in.
    #[arg(value_name = "FOLDER", required = true)]
    pub folders: Vec<PathBuf>,
    /// Print the account as JSON.
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
pub struct IntakeArguments {
    /// The folder of the inspection.
    #[arg(value_name = "DIR")]
    pub folder: PathBuf,
    /// Case folders, folders of case folders, or files.
    #[arg(value_name = "PATH", required_unless_present = "again")]
    pub paths: Vec<PathBuf>,
    /// The reference of the case that the files or the folder belong to; with --again, of the case to read again.
    #[arg(long, value_name = "REF")]
    pub case: Option<String>,
    /// Read again, from the sealed originals, what a newer reader reads better and what could not be read.
    #[arg(long, conflicts_with = "paths")]
    pub again: bool,
    /// Passwords of documents, one a line, in a file that nobody else may read; each is tried in turn and none is kept.
    #[arg(long, value_name = "FILE")]
    pub password_file: Option<PathBuf>,
    /// Never ask for the password of a document.
    #[arg(long)]
    pub no_ask: bool,
    /// Take in without asking whether a folder is one case.
    #[arg(long)]
    pub yes: bool,
    /// Print the summary as JSON.
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
pub struct ServicesArguments {
    /// The folder of the inspection.
    #[arg(value_name = "DIR")]
    pub folder: PathBuf,
    /// The list: one service a row, with a row of titles.
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// The reference of the case.
    #[arg(long, value_name = "REF")]
    pub case: String,
    /// What a column is, by its title: "Worker=owner"; "Worker=none" leaves it out. May be given several times.
    #[arg(long, value_name = "TITLE=FIELD")]
    pub column: Vec<String>,
    /// Take them in without asking.
    #[arg(long)]
    pub yes: bool,
    /// Print the result as JSON.
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
pub struct CompareArguments {
    /// The folder of the inspection.
    #[arg(value_name = "DIR")]
    pub folder: PathBuf,
    /// A case folder, or the folder case folders stand in.
    #[arg(value_name = "FOLDER")]
    pub presented: Option<PathBuf>,
    /// Only this case; where FOLDER is a case folder of another name, whose it is.
    #[arg(long, value_name = "REF")]
    pub case: Option<String>,
    /// Print the result as JSON.
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
pub struct DemoArguments {
    /// Begin afresh instead of going on in the last one.
    #[arg(long, conflicts_with = "into")]
    pub fresh: bool,
    /// Make it here, or go on in the one that is here, instead of in the temporary folder.
    #[arg(long, value_name = "DIR", conflicts_with_all = ["fresh", "into"])]
    pub folder: Option<PathBuf>,
    /// Make a larger fictional inspection here and say how long it took; the screen is not opened.
    #[arg(long, value_name = "DIR")]
    pub into: Option<PathBuf>,
    /// How many children the larger inspection has.
    #[arg(long, value_name = "N", requires = "into", default_value_t = 50, value_parser = clap::value_parser!(u32).range(1..=1_000))]
    pub cases: u32,
    /// How many documents each child has.
    #[arg(long, value_name = "M", requires = "into", default_value_t = 300, value_parser = clap::value_parser!(u32).range(1..=10_000))]
    pub documents: u32,
    /// How many pages of 400 words a document has, more or less.
    #[arg(long, value_name = "P", requires = "into", default_value_t = 10, value_parser = clap::value_parser!(u32).range(1..=1_000))]
    pub pages: u32,
    /// The same seed makes the same documents.
    #[arg(long, value_name = "S", requires = "into", default_value_t = 2012)]
    pub seed: u64,
    /// Print what was made as JSON.
    #[arg(long, requires = "into")]
    pub json: bool,
}

#[derive(Debug, Args)]
pub struct VerifyArguments {
    /// The folder of the inspection, or a bundle made of one.
    #[arg(value_name = "DIR|BUNDLE")]
    pub folder: PathBuf,
    /// The 12 words or 40 digits that were written on paper.
    #[arg(long, value_name = "WORDS")]
    pub seal: Option<String>,
    /// Compare the case folders in this folder, as they are now, with what was sealed on arrival. Not with a bundle.
    #[arg(long = "folder", value_name = "CASES")]
    pub cases: Vec<PathBuf>,
    /// Print the report as JSON.
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
pub struct DoctorArguments {
    /// The folder of the inspection.
    #[arg(value_name = "DIR")]
    pub folder: PathBuf,
    /// Print what was found as JSON.
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
pub struct ExportArguments {
    /// The folder of the inspection.
    #[arg(value_name = "DIR")]
    pub folder: PathBuf,
    /// The case; without it, every case that has had a sitting.
    #[arg(long, value_name = "REF")]
    pub case: Option<String>,
    /// What to write: md, json.
    #[arg(long, value_name = "FORMATS", value_delimiter = ',', required = true)]
    pub format: Vec<Format>,
    /// The folder the files are written to.
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,
    /// Leave the names in.
    #[arg(long)]
    pub with_names: bool,
    /// Write although some words may be names.
    #[arg(long)]
    pub yes: bool,
    /// Print the list of files as JSON.
    #[arg(long)]
    pub json: bool,
}

/// A form of the notes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, clap::ValueEnum)]
pub enum Format {
    /// Markdown.
    Md,
    /// The full machine form.
    Json,
}

#[derive(Debug, Args)]
pub struct ShowArguments {
    /// The folder of the inspection.
    #[arg(value_name = "DIR")]
    pub folder: PathBuf,
    /// The case; needed for every view but the list of cases.
    #[arg(long, value_name = "REF")]
    pub case: Option<String>,
    /// What to show; without it, the cases, or the case's discussion where one is named.
    #[arg(long, value_name = "VIEW")]
    pub view: Option<View>,
}

/// What can be shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum View {
    /// The cases of the inspection.
    Cases,
    /// The case file: every document and its words.
    File,
    /// Everything said.
    Discussion,
    /// The package of support.
    Package,
    /// The findings.
    Findings,
    /// The child's journey: everything with a day, then silences and what was written late.
    Journey,
    /// The clocks, each with its sum line by line.
    Clocks,
    /// What still wants both people.
    Walk,
    /// The seals of the inspection, each with its words and digits.
    Seals,
    /// The sheet of the case's last sitting, to print: the words of its seal, who was there, and lines to sign on by hand.
    Sheet,
}
