//! The lints stand once, at the top, and every room obeys them.

use std::fs;
use std::path::PathBuf;

/// The one room that may write `unsafe`: a door to another language cannot be built without.
const MAY_BE_UNSAFE: &str = "ffi";

#[test]
fn unsafe_code_is_forbidden_at_the_top_and_every_room_inherits_it() {
    let top = fs::read_to_string(tests::top().join("Cargo.toml")).unwrap();
    assert!(states(&top, "workspace.lints.rust", "unsafe_code", "\"forbid\""));
    let mut rooms = 0;
    for (room, path) in rooms_on_disk() {
        let manifest = fs::read_to_string(path.join("Cargo.toml")).unwrap();
        if room != MAY_BE_UNSAFE {
            assert!(states(&manifest, "lints", "workspace", "true"), "{room} does not inherit the lints");
        }
        rooms += 1;
    }
    assert!(rooms >= 6, "only {rooms} rooms were looked at");
}

#[test]
fn a_manifest_that_only_seems_to_inherit_is_noticed() {
    assert!(states("[lints]\nworkspace = true # all\n", "lints", "workspace", "true"));
    assert!(!states("[dependencies]\nworkspace = true\n[lints]\n", "lints", "workspace", "true"));
    assert!(!states("[lints]\n# workspace = true\n", "lints", "workspace", "true"));
    assert!(!states("[lints]\nworkspace = true\n[lints.rust]\nx = 1\n", "lints.rust", "workspace", "true"));
    assert!(!states(
        "[workspace.lints.rust]\nunsafe_code = \"deny\"\n",
        "workspace.lints.rust",
        "unsafe_code",
        "\"forbid\""
    ));
}

/// Every folder of `rust/` that is a package of this workspace. Fuzz targets are a workspace of their own and never ship.
pub(crate) fn rooms_on_disk() -> Vec<(String, PathBuf)> {
    let folder = fs::read_dir(tests::top().join("rust")).unwrap();
    let mut rooms: Vec<_> = folder
        .map(|entry| entry.unwrap())
        .map(|entry| (entry.file_name().into_string().unwrap(), entry.path()))
        .filter(|(name, path)| name != "fuzz" && path.join("Cargo.toml").exists())
        .collect();
    rooms.sort();
    rooms
}

/// Whether `manifest` says `key = value` in `[section]`.
fn states(manifest: &str, section: &str, key: &str, value: &str) -> bool {
    let mut here = "";
    manifest.lines().map(|line| line.split('#').next().unwrap_or("").trim()).any(|line| {
        if let Some(name) = line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            here = name;
        }
        here == section && line.split_once('=').is_some_and(|(k, v)| k.trim() == key && v.trim() == value)
    })
}
