//! The workspace as cargo resolves it: packages, and the normal dependencies between them, by name.
//!
//! Versions of one name fall together and every platform counts, so a tree is never smaller here than what ships.

use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::process::Command;

pub(crate) struct Graph {
    /// Packages below `rust/`, the rooms of the house.
    pub(crate) rooms: BTreeSet<String>,
    normal: BTreeMap<String, BTreeSet<String>>,
}

impl Graph {
    /// The graph of this repository, read without a network.
    pub(crate) fn of_the_house() -> Self {
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let output = Command::new(cargo)
            .args(["metadata", "--format-version=1", "--offline", "--locked"])
            .current_dir(tests::top())
            .output()
            .unwrap();
        let complaint = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "`cargo fetch --locked` may be missing: {complaint}");
        Self::from_metadata(&serde_json::from_slice(&output.stdout).unwrap())
    }

    /// A made-up graph: each room with what it depends on.
    pub(crate) fn made_up(edges: &[(&str, &[&str])]) -> Self {
        let own = |names: &[&str]| names.iter().map(ToString::to_string).collect::<BTreeSet<_>>();
        Self {
            rooms: edges.iter().map(|(room, _)| room.to_string()).collect(),
            normal: edges.iter().map(|(room, names)| (room.to_string(), own(names))).collect(),
        }
    }

    pub(crate) fn direct(&self, package: &str) -> impl Iterator<Item = &str> {
        self.normal.get(package).into_iter().flatten().map(String::as_str)
    }

    /// Every package in the normal dependency tree of `package`, with the chain that leads there.
    pub(crate) fn reach(&self, package: &str) -> BTreeMap<&str, String> {
        let mut reached = BTreeMap::new();
        let mut queue = VecDeque::from([(package, package.to_string())]);
        while let Some((name, chain)) = queue.pop_front() {
            for next in self.direct(name).filter(|&next| next != package) {
                if !reached.contains_key(next) {
                    let chain = format!("{chain} -> {next}");
                    reached.insert(next, chain.clone());
                    queue.push_back((next, chain));
                }
            }
        }
        reached
    }

    fn from_metadata(metadata: &Value) -> Self {
        let rust = format!("{}/rust/", text(&metadata["workspace_root"]));
        let mut names = BTreeMap::new();
        let mut rooms = BTreeSet::new();
        for package in list(&metadata["packages"]) {
            let name = text(&package["name"]);
            names.insert(text(&package["id"]), name);
            if text(&package["manifest_path"]).starts_with(&rust) {
                rooms.insert(name.to_string());
            }
        }
        let mut normal = BTreeMap::<String, BTreeSet<String>>::new();
        for node in list(&metadata["resolve"]["nodes"]) {
            let edges = normal.entry(names[text(&node["id"])].to_string()).or_default();
            for dependency in list(&node["deps"]) {
                if list(&dependency["dep_kinds"]).iter().any(|kind| kind["kind"].is_null()) {
                    edges.insert(names[text(&dependency["pkg"])].to_string());
                }
            }
        }
        Self { rooms, normal }
    }
}

fn list(value: &Value) -> &[Value] {
    value.as_array().unwrap()
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap()
}
