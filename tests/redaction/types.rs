//! Which public types can be printed at all: those that hold no secret. The others have no Debug and no Display, which is
//! checked when this file is compiled.

use std::{collections::BTreeSet, fs, path::Path};

use crate::printed;

/// The rooms that hold keys or texts, or hand them on.
const ROOMS: [&str; 5] = ["ratchet", "vault", "optic", "engine", "cli"];

/// Compiles for a type that is neither Debug nor Display: with either of them there would be two ways to be one of
/// `Ambiguous`, and nothing to choose by. Gives the types' names.
macro_rules! never_printed {
    ($($room:ident { $($path:path),* $(,)? })*) => {
        fn never_printed() -> BTreeSet<String> {
            #[allow(dead_code, reason = "the compiler is whom it is for")]
            trait Ambiguous<By> {
                fn choose() {}
            }
            struct Debugged;
            struct Displayed;
            impl<T: ?Sized> Ambiguous<()> for T {}
            impl<T: ?Sized + std::fmt::Debug> Ambiguous<Debugged> for T {}
            impl<T: ?Sized + std::fmt::Display> Ambiguous<Displayed> for T {}
            let mut names = BTreeSet::new();
            $($(
                let _ = <$path as Ambiguous<_>>::choose;
                names.insert(name_of::<$path>());
            )*)*
            names
        }
    };
}

never_printed! {
    ratchet {
        ratchet::Answering, ratchet::BurnId, ratchet::Card, ratchet::Commitment, ratchet::Content, ratchet::Met,
        ratchet::Offering, ratchet::Opened, ratchet::Record, ratchet::Session, ratchet::Share, ratchet::Words,
        ratchet::layout::Reader<'static>, ratchet::layout::Writer,
    }
    vault { vault::Closed, vault::Folder, vault::HardwareSecret, vault::Open, vault::Passphrase }
    optic {
        optic::Burst, optic::LumaImage, optic::LumaView<'static>, optic::Modules, optic::Reader, optic::reel::Join, optic::reel::Reel,
        optic::sheet::Sheet,
    }
    engine {
        engine::Ending, engine::Found, engine::Locked, engine::Meeting, engine::Name, engine::NotUnlocked, engine::Person, engine::Phone,
        engine::Scan, engine::Sight, engine::Surroundings, engine::Verdict, engine::Whom<'static>, engine::Written,
    }
    cli {
        cli::demo::Chapter, cli::demo::Picture, cli::demo::Report, cli::demo::Settings, cli::demo::Step,
    }
}

#[test]
fn every_public_type_is_known_to_be_printed_or_never_to_be() {
    let (never, printed) = (never_printed(), printed::names());
    assert_eq!(never.intersection(&printed).collect::<Vec<_>>(), [""; 0], "both");
    let known: BTreeSet<String> = never.union(&printed).cloned().collect();
    let public = ROOMS.iter().flat_map(|room| declared(room)).filter(|of| of.is_public).map(|of| of.name);
    let public: BTreeSet<String> = public.collect();
    let unknown: Vec<_> = public.difference(&known).collect();
    assert_eq!(unknown, [""; 0], "add each to the list above, or print one of it in printed.rs");
    let gone: Vec<_> = known.difference(&public).collect();
    assert_eq!(gone, [""; 0], "gone, or never public");
}

#[test]
fn where_keys_and_texts_live_no_private_type_can_be_printed() {
    let private = |room: &&str| {
        let types = declared(room).into_iter();
        types.filter(|of| !of.is_public && of.is_debug).map(|of| of.name).collect::<Vec<_>>()
    };
    assert_eq!(["ratchet", "vault", "engine"].iter().flat_map(private).collect::<Vec<_>>(), [""; 0]);
}

#[test]
fn a_type_is_seen_however_it_is_written() {
    let source = "/// A key.\n#[derive(Clone, Debug)]\npub(crate) struct Key([u8; 32]);\n\n#[derive(\n    Clone,\n    Debug,\n)]\n\
                  pub enum Wide {}\npub struct Plain<'a>(&'a u8);\n#[cfg(test)]\nmod tests {\n    #[derive(Debug)]\n    struct T;\n}\n";
    let seen: Vec<_> = types_in("room", source).into_iter().map(|of| (of.name, of.is_public, of.is_debug)).collect();
    let expected = [("room Key", false, true), ("room Wide", true, true), ("room Plain", true, false)];
    assert_eq!(seen, expected.map(|(name, is_public, is_debug)| (name.to_owned(), is_public, is_debug)));
}

/// `room Name`, whatever the module is called.
pub(crate) fn name_of<T: ?Sized>() -> String {
    let path = std::any::type_name::<T>().split('<').next().unwrap_or_default();
    let (room, _) = path.split_once("::").unwrap();
    format!("{room} {}", path.rsplit("::").next().unwrap())
}

/// A type as its source declares it.
struct Declared {
    name: String,
    is_public: bool,
    is_debug: bool,
}

/// All types of a room, its tests apart.
fn declared(room: &str) -> Vec<Declared> {
    let mut types = Vec::new();
    each_source(&tests::top().join("rust").join(room).join("src"), &mut |source| types.extend(types_in(room, source)));
    assert!(!types.is_empty(), "{room} has no types");
    types
}

fn each_source(folder: &Path, visit: &mut impl FnMut(&str)) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let is_test = path.file_stem().is_some_and(|name| name == "tests");
        if path.is_dir() && !is_test {
            each_source(&path, visit);
        } else if path.extension().is_some_and(|extension| extension == "rs") && !is_test {
            visit(&fs::read_to_string(path).unwrap());
        }
    }
}

fn types_in(room: &str, source: &str) -> Vec<Declared> {
    let source = source.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
    let mut types = Vec::new();
    // Attributes since the last line that was none.
    let (mut attributes, mut open) = (String::new(), false);
    for line in source.lines().map(str::trim) {
        if open || line.starts_with("#[") {
            attributes.push_str(line);
            open = !line.ends_with(']');
            continue;
        }
        let (visible, rest) = match line.split_once(' ') {
            Some((word, rest)) if word == "pub" || word.starts_with("pub(") => (word, rest),
            _ => ("", line),
        };
        if let Some(rest) = rest.strip_prefix("struct ").or_else(|| rest.strip_prefix("enum ")) {
            let name = rest.split(|char: char| !char.is_alphanumeric()).next().unwrap_or_default();
            let is_debug = attributes.contains("Debug");
            types.push(Declared { name: format!("{room} {name}"), is_public: visible == "pub", is_debug });
        }
        if !line.starts_with("//") {
            attributes.clear();
        }
    }
    types
}
