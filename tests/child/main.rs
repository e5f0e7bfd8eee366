//! A phone as a process of its own: it takes verbs from standard input, one a line, and answers each with one line.
//!
//! `phone-under-test FOLDER SEED SECONDS [DURABLE]`: where it lives, where its random numbers begin, what its clock
//! says. With DURABLE, a file, its disk can be told to fail, and copies to that file whatever a power cut would leave.
//! It prints no text, only what a text hashes to, and wipes each line that it read: what is in its memory is the phone's.

mod dying;
mod seizure;
mod verbs;

use std::{
    env,
    fs::File,
    io::{self, Read, Write},
    os::fd::AsFd,
    process::ExitCode,
};

use verbs::Process;
use zeroize::{Zeroize, Zeroizing};

fn main() -> ExitCode {
    let args: Vec<String> = env::args().skip(1).collect();
    let Some(mut process) = Process::new(&args) else {
        return ExitCode::from(2);
    };
    match serve(&mut process) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}

/// Until the input ends. Neither stream is the standard library's, which keeps what went through it.
fn serve(process: &mut Process) -> io::Result<()> {
    let mut input = File::from(io::stdin().as_fd().try_clone_to_owned()?);
    let mut output = File::from(io::stdout().as_fd().try_clone_to_owned()?);
    let mut line = Zeroizing::new(Vec::with_capacity(LONGEST));
    while next_line(&mut input, &mut line)? {
        let said = match std::str::from_utf8(&line) {
            Ok(line) => process.answer(line),
            Err(_) => "bad".to_owned(),
        };
        line.zeroize(); // before anybody is told that it was done, and looks
        output.write_all(format!("{said}\n").as_bytes())?;
    }
    Ok(())
}

fn next_line(input: &mut File, line: &mut Vec<u8>) -> io::Result<bool> {
    let mut byte = Zeroizing::new([0]);
    while input.read(byte.as_mut())? == 1 {
        match *byte {
            [b'\n'] => return Ok(true),
            [byte] if line.len() < LONGEST => line.push(byte),
            _ => return Err(io::ErrorKind::InvalidInput.into()),
        }
    }
    Ok(false)
}

/// Bytes of a line: P1 in hexadecimal is 2500. The buffer is never grown, which would leave a copy behind.
const LONGEST: usize = 8192;
