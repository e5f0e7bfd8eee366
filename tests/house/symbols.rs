//! What the built program asks of the system: nothing that reaches a network.

use std::{collections::BTreeSet, fs};

/// The functions of the C library without which no byte leaves a machine.
const NETWORK: &[&str] = &[
    "socket",
    "socketpair",
    "connect",
    "bind",
    "listen",
    "accept",
    "accept4",
    "send",
    "sendto",
    "sendmsg",
    "sendmmsg",
    "recv",
    "recvfrom",
    "recvmsg",
    "recvmmsg",
    "shutdown",
    "getaddrinfo",
    "gethostbyname",
    "res_query",
    "getsockopt",
    "setsockopt",
];

#[test]
fn the_built_program_imports_no_function_of_a_network() {
    let program = fs::read(env!("CARGO_BIN_EXE_aldis-under-test")).unwrap();
    let Some(imports) = imports(&program) else {
        return tests::skipped("the imports of the built program: it is no ELF file of 64 bits");
    };
    assert!(imports.contains("fsync") && imports.contains("rename"), "the table was not read: {imports:?}");
    assert_eq!(network(&imports), [""; 0]);
}

#[test]
fn a_program_that_imports_one_is_noticed() {
    let names = b"\0connect\0fsync\0socket\0";
    // A symbol: where its name begins, and in which section it lies; 0 is none of this program's.
    let symbol = |name: u8, section: u8| [&[name, 0, 0, 0, 0, 0, section, 0][..], &[0; 16]].concat();
    let symbols = [symbol(1, 0), symbol(9, 0), symbol(15, 1)].concat();
    let section = |kind: usize, at: usize, size: usize, link: usize| {
        let mut header = [0; 64];
        for (field, value) in [(4, kind), (24, at), (32, size), (40, link)] {
            header[field..field + 8].copy_from_slice(&value.to_le_bytes());
        }
        header
    };
    let mut program = [0; 64];
    program[..6].copy_from_slice(b"\x7fELF\x02\x01");
    (program[40], program[58], program[60]) = (64, 64, 2);
    let table = [section(DYNSYM, 192, symbols.len(), 1), section(3, 192 + symbols.len(), names.len(), 0)].concat();
    let program = [&program[..], &table, &symbols, names].concat();
    assert_eq!(network(&imports(&program).unwrap()), ["connect"], "a socket of its own is not the system's");
    assert!(imports(b"#!/bin/sh\n").is_none());
}

fn network(imports: &BTreeSet<String>) -> Vec<&'static str> {
    NETWORK.iter().copied().filter(|name| imports.contains(*name)).collect()
}

/// Names of the dynamic symbols that a program leaves to others (ELF-64, little-endian; System V ABI, chapters 4 and 5).
fn imports(program: &[u8]) -> Option<BTreeSet<String>> {
    (program.get(..6)? == b"\x7fELF\x02\x01").then_some(())?;
    let sections = table(program, number::<8>(program, 40)?, number::<2>(program, 58)?, number::<2>(program, 60)?)?;
    let symbols = sections.iter().find(|section| number::<4>(section, 4) == Some(DYNSYM))?;
    let names = sections.get(number::<4>(symbols, 40)?)?;
    let (names, symbols) = (contents(program, names)?, contents(program, symbols)?);
    let undefined = symbols.chunks_exact(24).filter(|symbol| number::<2>(symbol, 6) == Some(0));
    let name = |symbol| names.get(number::<4>(symbol, 0)?..)?.split(|byte| *byte == 0).next();
    Some(undefined.filter_map(name).map(|name| String::from_utf8_lossy(name).into_owned()).collect())
}

/// The kind of section that holds dynamic symbols.
const DYNSYM: usize = 11;

fn table(program: &[u8], at: usize, size: usize, count: usize) -> Option<Vec<&[u8]>> {
    (0..count).map(|index| program.get(at + index * size..at + (index + 1) * size)).collect()
}

fn contents<'p>(program: &'p [u8], section: &[u8]) -> Option<&'p [u8]> {
    let (at, size) = (number::<8>(section, 24)?, number::<8>(section, 32)?);
    program.get(at..at.checked_add(size)?)
}

fn number<const N: usize>(bytes: &[u8], at: usize) -> Option<usize> {
    let digits = bytes.get(at..at + N)?;
    Some(digits.iter().rev().fold(0, |sum, byte| sum << 8 | usize::from(*byte)))
}
