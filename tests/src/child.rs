//! A phone in a process of its own, `phone-under-test`: to be killed, to be looked at from outside.
#![allow(clippy::expect_used, clippy::panic, reason = "a test that cannot go on must stop")]

use std::{
    io::{BufRead, BufReader, Write},
    process::{Child, ChildStdin, ChildStdout, Command, Stdio},
};

/// The process, its input and its output.
pub struct Process {
    child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
}

impl Process {
    /// Starts it.
    #[must_use]
    pub fn start(command: &mut Command) -> Process {
        let mut child =
            command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap_or_else(|error| panic!("{error}"));
        let input = child.stdin.take().expect("a pipe");
        let output = BufReader::new(child.stdout.take().expect("a pipe"));
        Process { child, input, output }
    }

    /// Its number, as the system counts.
    #[must_use]
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Says a line and does not wait for the answer. Who is dead does not listen, and that is no failure here.
    pub fn say(&mut self, line: &str) {
        let _ = self.input.write_all(format!("{line}\n").as_bytes());
    }

    /// The next answer, or nothing from one that is gone.
    pub fn hear(&mut self) -> Option<String> {
        let mut line = String::new();
        self.output.read_line(&mut line).expect("a pipe");
        line.strip_suffix('\n').map(str::to_owned)
    }

    /// One line for one line.
    pub fn ask(&mut self, line: &str) -> Option<String> {
        self.say(line);
        self.hear()
    }

    /// As [`Process::ask`], and the phone did it: what it shows.
    pub fn ok(&mut self, line: &str) -> String {
        let said = self.ask(line);
        match said.as_deref().and_then(|said| said.strip_prefix("ok ")) {
            Some(shown) => shown.to_owned(),
            None => panic!("{line}: {said:?}"),
        }
    }

    /// Ends it from outside, without a warning (SIGKILL), and gives every answer that was not heard yet. A line that was
    /// cut short is none.
    pub fn kill(mut self) -> Vec<String> {
        self.child.kill().expect("it runs, or has ended by itself");
        self.child.wait().expect("a child");
        std::iter::from_fn(|| self.hear()).collect()
    }

    /// Lets it end by itself: its exit code.
    pub fn end(self) -> Option<i32> {
        let Process { mut child, input, output } = self;
        drop((input, output));
        child.wait().expect("a child").code()
    }
}
