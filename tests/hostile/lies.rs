//! A lie, and the folder in which it lies.

use std::{collections::BTreeSet, fmt::Write, fs};

/// One lie to one parser.
pub(crate) struct Lie {
    /// The file's name without its ending.
    pub(crate) name: &'static str,
    /// What is wrong with it.
    why: &'static str,
    /// What the parser must say.
    pub(crate) said: &'static str,
    /// The file.
    pub(crate) bytes: Vec<u8>,
}

/// A lie.
pub(crate) fn lie(name: &'static str, said: &'static str, why: &'static str, bytes: impl Into<Vec<u8>>) -> Lie {
    Lie { name, why, said, bytes: bytes.into() }
}

/// The lies of one folder, as the files tell them; each is checked to be as it was made and to be explained.
pub(crate) fn corpus(folder: &str, about: &str, made: Vec<Lie>) -> Vec<Lie> {
    let path = tests::top().join("tests/corpus").join(folder);
    let mut readme =
        format!("# {about}\n\nMade by `tests/hostile`, which says how. What the parser must say stands last.\n\n");
    readme.push_str("| file | the lie | what is said |\n|---|---|---|\n");
    for Lie { name, why, said, .. } in &made {
        let _ = writeln!(readme, "| `{name}.bin` | {why} | {said} |");
    }
    let names: BTreeSet<String> = made.iter().map(|lie| format!("{}.bin", lie.name)).collect();
    assert_eq!(names.len(), made.len(), "two lies of one name");
    if std::env::var_os("ALDIS_MAKE_CORPUS").is_some() {
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).unwrap();
        fs::write(path.join("README.md"), &readme).unwrap();
        made.iter().for_each(|lie| fs::write(path.join(format!("{}.bin", lie.name)), &lie.bytes).unwrap());
    }
    assert_eq!(fs::read_to_string(path.join("README.md")).unwrap(), readme, "{folder}: not as it would be made");
    let mut there: BTreeSet<String> =
        fs::read_dir(&path).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    there.remove("README.md");
    assert_eq!(there, names, "{folder}");
    made.into_iter()
        .map(|lie| {
            let bytes = fs::read(path.join(format!("{}.bin", lie.name))).unwrap();
            assert!(bytes == lie.bytes, "{folder}/{}: not as it would be made", lie.name);
            Lie { bytes, ..lie }
        })
        .collect()
}

/// `bytes` with another byte at `at`.
pub(crate) fn with(bytes: &[u8], at: usize, byte: u8) -> Vec<u8> {
    let mut changed = bytes.to_vec();
    changed[at] = byte;
    changed
}

/// `bytes` with other bytes from `at` on.
pub(crate) fn patched(bytes: &[u8], at: usize, patch: &[u8]) -> Vec<u8> {
    let mut changed = bytes.to_vec();
    changed[at..at + patch.len()].copy_from_slice(patch);
    changed
}

/// `bytes` with the last bit of the byte at `at` turned.
pub(crate) fn flipped(bytes: &[u8], at: usize) -> Vec<u8> {
    with(bytes, at, bytes[at] ^ 1)
}

/// `bytes` and one more.
pub(crate) fn longer(bytes: &[u8]) -> Vec<u8> {
    [bytes, &[0]].concat()
}

/// `bytes` without the last.
pub(crate) fn shorter(bytes: &[u8]) -> Vec<u8> {
    bytes[..bytes.len() - 1].to_vec()
}
