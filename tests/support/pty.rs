//! The built program in a real pseudo-terminal: keys by name go in, a terminal of our own reads what comes out.
//!
//! Nothing here waits for time: every wait is for words, bytes or the end, and fails with the screen printed when they do not come.

use std::{
    fmt::Write as _,
    io::{Read as _, Write},
    num::NonZero,
    path::{Path, PathBuf},
    process::{Command, Output},
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError},
    thread::JoinHandle,
    time::{Duration, Instant},
};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use rustix::process::{Pid, Signal, kill_process, test_kill_process};

/// How long anything may take before it is said that it does not come: far more than it takes on a busy machine.
const PATIENCE: Duration = Duration::from_mins(1);

/// A person's account: a folder of their own for everything the program keeps outside an inspection.
pub struct Person {
    folder: tempfile::TempDir,
}

impl Person {
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        for name in ["home", "config", "temporary"] {
            std::fs::create_dir(folder.path().join(name)).unwrap();
        }
        Self { folder }
    }

    /// A path in the person's folder.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn surroundings(&self) -> Vec<(&'static str, PathBuf)> {
        vec![
            ("HOME", self.path("home")),
            ("XDG_CONFIG_HOME", self.path("config")),
            ("TMPDIR", self.path("temporary")),
            ("TERM", "xterm-256color".into()),
            ("LANG", "C.UTF-8".into()),
            ("TZ", "UTC".into()),
        ]
    }

    /// Runs a command of the program to its end, without a terminal.
    pub fn run<A: AsRef<std::ffi::OsStr>>(&self, arguments: &[A]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_alongside"))
            .args(arguments)
            .env_clear()
            .envs(self.surroundings())
            .stdin(std::process::Stdio::null())
            .output()
            .unwrap()
    }

    /// Starts the program on a terminal of this many columns and rows.
    pub fn start<A: AsRef<std::ffi::OsStr>>(&self, size: (u16, u16), arguments: &[A]) -> Terminal {
        self.start_with(size, arguments, &[])
    }

    /// The same, in a session of its own: when the terminal goes, no signal says so.
    pub fn start_apart<A: AsRef<std::ffi::OsStr>>(
        &self,
        size: (u16, u16),
        arguments: &[A],
    ) -> Terminal {
        self.start_with(size, arguments, &[("APART", "setsid")])
    }

    /// The same, with more in its environment.
    pub fn start_with<A: AsRef<std::ffi::OsStr>>(
        &self,
        size: (u16, u16),
        arguments: &[A],
        more: &[(&str, &str)],
    ) -> Terminal {
        let pid_file = self.path("pid");
        // From an earlier start.
        let _ = std::fs::remove_file(&pid_file);
        let mut command = CommandBuilder::new("/bin/sh");
        command.args(["-c", SHELL]);
        command.arg(&pid_file);
        command.arg(env!("CARGO_BIN_EXE_alongside"));
        command.args(arguments);
        command.env_clear();
        for (name, value) in self.surroundings() {
            command.env(name, value);
        }
        for (name, value) in more {
            command.env(name, value);
        }
        command.cwd(self.path("home"));
        Terminal::start(size, command, &pid_file)
    }
}

/// The shell that a person starts the program from. It has the terminal while the program runs and after: where the first process of a
/// terminal ends, the system throws away what nobody has read yet, and with it how the program left the terminal. Keys pressed too late
/// are the shell's, and do nothing: without `noflsh` an interrupt among them would throw away what nobody has read yet, too.
const SHELL: &str = r#"
trap : INT QUIT TSTP
stty noflsh
sh -c 'echo $$ > "$0.new" && mv "$0.new" "$0" && exec $APART "$@"' "$0" "$@"
printf '\001ended with %s\001' "$?"
while :; do sleep 60; done
"#;

/// What the shell writes before the program's exit status.
const ENDED: &[u8] = b"\x01ended with ";

/// How the program ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ended(pub i32);

impl Ended {
    pub fn success(self) -> bool {
        self.0 == 0
    }
}

/// What the program wrote, and the screen it makes.
struct Seen {
    screen: vt100::Parser,
    bytes: Vec<u8>,
    ended: Option<Ended>,
    over: bool,
}

impl Seen {
    fn take(&mut self, bytes: &[u8]) {
        self.screen.process(bytes);
        let from = self.bytes.len().saturating_sub(ENDED.len() + 8);
        self.bytes.extend_from_slice(bytes);
        let new = &self.bytes[from..];
        let status = new
            .windows(ENDED.len())
            .position(|part| part == ENDED)
            .map(|at| &new[at + ENDED.len()..])
            .and_then(|rest| rest.split_at_checked(rest.iter().position(|byte| *byte == 1)?))
            .map(|(status, _)| String::from_utf8_lossy(status).parse().unwrap());
        self.ended = self.ended.or(status.map(Ended));
    }
}

struct Shared {
    seen: Mutex<Seen>,
    changed: Condvar,
    let_go: std::sync::atomic::AtomicBool,
}

impl Shared {
    fn seen(&self) -> MutexGuard<'_, Seen> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The program on its terminal.
pub struct Terminal {
    master: Option<Box<dyn MasterPty + Send>>,
    keys: Option<Box<dyn Write + Send>>,
    shell: Box<dyn Child + Send + Sync>,
    pid: Pid,
    shared: Arc<Shared>,
    reader: Option<JoinHandle<()>>,
    modes_at_first: Modes,
}

/// The bits of a terminal's input, output, control and local modes.
pub type Modes = [u64; 4];

fn some(size: u16) -> NonZero<u16> {
    NonZero::new(size).unwrap()
}

fn pty_size((cols, rows): (u16, u16)) -> PtySize {
    PtySize {
        rows,
        cols,
        pixel_width: 0,
        pixel_height: 0,
    }
}

impl Terminal {
    fn start(size: (u16, u16), command: CommandBuilder, pid_file: &Path) -> Self {
        let pair = native_pty_system().openpty(pty_size(size)).unwrap();
        let mut out = pair.master.try_clone_reader().unwrap();
        let keys = pair.master.take_writer().unwrap();
        let modes_at_first = modes_of(&*pair.master);
        let shell = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        let mut pid = None;
        until("the program to start", || {
            pid = std::fs::read_to_string(pid_file)
                .ok()
                .and_then(|pid| Pid::from_raw(pid.trim().parse().unwrap()));
            pid.is_some()
        });
        let shared = Arc::new(Shared {
            seen: Mutex::new(Seen {
                screen: vt100::Parser::new(some(size.1), some(size.0), 0),
                bytes: Vec::new(),
                ended: None,
                over: false,
            }),
            changed: Condvar::new(),
            let_go: std::sync::atomic::AtomicBool::new(false),
        });
        let theirs = Arc::clone(&shared);
        let reader = std::thread::spawn(move || {
            let mut buffer = [0; 16 * 1024];
            // A terminal nobody has any more reads as an error on some systems, as the end on others.
            while let Ok(read @ 1..) = out.read(&mut buffer) {
                let mut seen = theirs.seen();
                seen.take(&buffer[..read]);
                drop(seen);
                theirs.changed.notify_all();
                if theirs.let_go.load(std::sync::atomic::Ordering::SeqCst) {
                    return;
                }
            }
            theirs.seen().over = true;
            theirs.changed.notify_all();
        });
        Self {
            master: Some(pair.master),
            keys: Some(keys),
            shell,
            pid: pid.unwrap(),
            shared,
            reader: Some(reader),
            modes_at_first,
        }
    }

    /// Presses keys by name, parted by spaces; what is no name is typed letter by letter.
    pub fn keys(&mut self, names: &str) -> &mut Self {
        for name in names.split_whitespace() {
            let bytes = bytes_of(name).unwrap_or_else(|| name.as_bytes().to_vec());
            self.send(&bytes);
        }
        self
    }

    /// Presses a key of a program that may have ended meanwhile; whether it could be pressed.
    pub fn try_keys(&mut self, name: &str) -> bool {
        if self.shared.seen().ended.is_some() {
            return false;
        }
        let bytes = bytes_of(name).unwrap_or_else(|| name.as_bytes().to_vec());
        self.keys.as_mut().unwrap().write_all(&bytes).is_ok()
    }

    /// Types words.
    pub fn types(&mut self, words: &str) -> &mut Self {
        self.send(words.as_bytes());
        self
    }

    /// Sends bytes as the terminal would.
    pub fn send(&mut self, bytes: &[u8]) {
        let keys = self.keys.as_mut().unwrap();
        keys.write_all(bytes).unwrap();
        keys.flush().unwrap();
    }

    /// Waits until these words stand on one line of the screen.
    pub fn sees(&mut self, words: &str) -> &mut Self {
        self.wait(&format!("{words:?} on the screen"), |seen| {
            lines(seen).iter().any(|line| line.contains(words))
        });
        self
    }

    /// Waits until these words are nowhere on the screen.
    pub fn sees_no_more(&mut self, words: &str) -> &mut Self {
        self.wait(&format!("{words:?} gone from the screen"), |seen| {
            !lines(seen).iter().any(|line| line.contains(words))
        });
        self
    }

    /// Whether these words stand on the screen now.
    pub fn shows(&self, words: &str) -> bool {
        self.lines().iter().any(|line| line.contains(words))
    }

    /// The screen's lines now.
    pub fn lines(&self) -> Vec<String> {
        lines(&self.shared.seen())
    }

    /// Everything the program wrote so far.
    pub fn bytes(&self) -> Vec<u8> {
        self.shared.seen().bytes.clone()
    }

    /// What of a full-screen program is still turned on, in words.
    pub fn still_on(&self) -> Vec<&'static str> {
        let seen = self.shared.seen();
        let screen = seen.screen.screen();
        let is_on = [
            ("the alternate screen", screen.alternate_screen()),
            (
                "the mouse",
                screen.mouse_protocol_mode() != vt100::MouseProtocolMode::None,
            ),
            ("bracketed paste", screen.bracketed_paste()),
            ("a hidden cursor", screen.hide_cursor()),
            (
                "another mode of the terminal",
                modes_of(&**self.master.as_ref().unwrap()) != self.modes_at_first,
            ),
        ];
        is_on
            .into_iter()
            .filter_map(|(what, on)| on.then_some(what))
            .collect()
    }

    /// Gives the terminal another size, as a window being pulled does.
    pub fn resize(&mut self, size: (u16, u16)) -> &mut Self {
        self.shared
            .seen()
            .screen
            .screen_mut()
            .set_size(some(size.1), some(size.0));
        self.master
            .as_ref()
            .unwrap()
            .resize(pty_size(size))
            .unwrap();
        self
    }

    /// Sends the program a signal.
    pub fn signal(&self, signal: Signal) {
        kill_process(self.pid, signal).unwrap();
    }

    /// Waits until the program has ended and everything it wrote was read.
    pub fn ends(&mut self) -> Ended {
        self.wait("the end of the program", |seen| seen.ended.is_some());
        self.shared.seen().ended.unwrap()
    }

    /// Processor time the program has used, in hundredths of a second; `None` where the system does not say, or it has ended.
    pub fn processor_time(&self) -> Option<u64> {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.pid)).ok()?;
        let (_, rest) = stat.rsplit_once(')')?;
        let fields: Vec<&str> = rest.split_whitespace().collect();
        let of = |at: usize| fields.get(at)?.parse::<u64>().ok();
        Some(of(11)? + of(12)?)
    }

    /// Waits until the program stands still, as a stopped process does.
    pub fn stands_still(&self) {
        let pid = self.pid;
        until("the program to stand still", || {
            std::fs::read_to_string(format!("/proc/{pid}/stat"))
                .unwrap_or_default()
                .rsplit_once(')')
                .is_some_and(|(_, rest)| rest.trim_start().starts_with('T'))
        });
    }

    /// Whether it has ended.
    pub fn has_ended(&self) -> bool {
        has_ended(self.pid) || self.shared.seen().ended.is_some()
    }

    /// Takes the terminal away, as closing its window does, and waits until the program has ended. One key makes the program write, so
    /// that whoever reads lets go.
    pub fn vanish(&mut self) {
        self.shared
            .let_go
            .store(true, std::sync::atomic::Ordering::SeqCst);
        self.keys("Ctrl-L");
        self.reader.take().unwrap().join().unwrap();
        self.keys = None;
        self.master = None;
        let pid = self.pid;
        until("the program to end without its terminal", || has_ended(pid));
    }

    fn wait(&self, what: &str, is_so: impl Fn(&Seen) -> bool) {
        let began = Instant::now();
        let mut seen = self.shared.seen();
        while !is_so(&seen) {
            let left = PATIENCE.saturating_sub(began.elapsed());
            assert!(
                !left.is_zero() && !seen.over && seen.ended.is_none(),
                "waited for {what}, and this is the screen{}:\n{}",
                if seen.over || seen.ended.is_some() {
                    " (the program has ended)"
                } else {
                    ""
                },
                picture(&seen)
            );
            seen = self
                .shared
                .changed
                .wait_timeout(seen, left)
                .unwrap_or_else(PoisonError::into_inner)
                .0;
        }
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        // A test that failed leaves nothing running.
        if self.shared.seen().ended.is_none() && !has_ended(self.pid) {
            let _ = kill_process(self.pid, Signal::KILL);
        }
        let _ = self.shell.kill();
        let _ = self.shell.wait();
    }
}

/// Whether a process has ended, whoever is to take note of it.
fn has_ended(pid: Pid) -> bool {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
    let is_left_over = stat
        .rsplit_once(')')
        .is_some_and(|(_, rest)| rest.trim_start().starts_with('Z'));
    is_left_over || test_kill_process(pid).is_err()
}

fn modes_of(master: &dyn MasterPty) -> Modes {
    let modes = master.get_termios().unwrap();
    [
        u64::from(modes.input_flags.bits()),
        u64::from(modes.output_flags.bits()),
        u64::from(modes.control_flags.bits()),
        u64::from(modes.local_flags.bits()) & !NOFLSH,
    ]
}

/// The one mode that is the shell's own doing, as the system counts it among the local ones.
const NOFLSH: u64 = if cfg!(target_os = "linux") {
    0x80
} else {
    0x8000_0000
};

/// Waits until something is so that no screen shows.
pub fn until(what: &str, mut is_so: impl FnMut() -> bool) {
    let began = Instant::now();
    while !is_so() {
        assert!(began.elapsed() < PATIENCE, "waited for {what}");
        std::thread::sleep(Duration::from_millis(5));
    }
}

fn lines(seen: &Seen) -> Vec<String> {
    let screen = seen.screen.screen();
    screen.rows(0, screen.size().1.get()).collect()
}

fn picture(seen: &Seen) -> String {
    let mut picture = String::new();
    for line in lines(seen) {
        writeln!(picture, "  | {}", line.trim_end()).unwrap();
    }
    picture
}

/// What a terminal of the xterm family sends for a key.
fn bytes_of(name: &str) -> Option<Vec<u8>> {
    if let Some(letter) = name.strip_prefix("Ctrl-") {
        return letter
            .bytes()
            .next()
            .map(|letter| vec![letter.to_ascii_uppercase() & 0x1f]);
    }
    let bytes = match name {
        "Enter" => "\r",
        "Esc" => "\x1b",
        "Tab" => "\t",
        "Shift-Tab" => "\x1b[Z",
        "Space" => " ",
        "Backspace" => "\x7f",
        "Delete" => "\x1b[3~",
        "Up" => "\x1b[A",
        "Down" => "\x1b[B",
        "Right" => "\x1b[C",
        "Left" => "\x1b[D",
        "Home" => "\x1b[H",
        "End" => "\x1b[F",
        "PageUp" => "\x1b[5~",
        "PageDown" => "\x1b[6~",
        "F1" => "\x1bOP",
        "F2" => "\x1bOQ",
        "F3" => "\x1bOR",
        "F4" => "\x1bOS",
        "F5" => "\x1b[15~",
        "F6" => "\x1b[17~",
        "F7" => "\x1b[18~",
        "F8" => "\x1b[19~",
        "F9" => "\x1b[20~",
        "F10" => "\x1b[21~",
        "F11" => "\x1b[23~",
        "F12" => "\x1b[24~",
        _ => return None,
    };
    Some(bytes.as_bytes().to_vec())
}
