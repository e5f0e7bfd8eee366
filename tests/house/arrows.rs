//! Arrows point one way, and none leads to a network.

use crate::graph::Graph;
use std::fs;

/// Each room and the rooms that it may know. A room that is not here may not exist.
const ARROWS: &[(&str, &[&str])] = &[
    ("ratchet", &[]),
    ("optic", &[]),
    ("vault", &[]),
    ("courier", &[]),
    ("engine", &["ratchet", "optic", "vault"]),
    ("cli", &["engine", "optic", "courier"]),
    ("ffi", &["engine", "optic"]),
    ("bindgen", &[]),
];

/// The rooms that hold keys, codes and the store: the engine and what it stands on.
const CORE: &[&str] = &["ratchet", "optic", "vault", "engine"];

/// Crates that open sockets or exist to do so. `deny.toml` refuses each of them by name as well.
const NETWORK: &[&str] = &[
    "actix-web",
    "async-io",
    "async-net",
    "async-std",
    "attohttpc",
    "axum",
    "curl",
    "curl-sys",
    "h2",
    "hickory-proto",
    "hickory-resolver",
    "hyper",
    "isahc",
    "lettre",
    "libp2p",
    "libssh2-sys",
    "mio",
    "minreq",
    "native-tls",
    "openssl",
    "openssl-sys",
    "polling",
    "quiche",
    "quinn",
    "quinn-proto",
    "reqwest",
    "rumqttc",
    "rustls",
    "russh",
    "s2n-quic",
    "smol",
    "socket2",
    "ssh2",
    "surf",
    "tiny_http",
    "tokio",
    "tonic",
    "tungstenite",
    "ureq",
    "warp",
    "zmq",
];

/// What only the shell above the engine may bring: the other language, logs, threads.
const SHELL: &[&str] = &[
    "android_log-sys",
    "android_logger",
    "crossbeam",
    "crossbeam-channel",
    "env_logger",
    "jni",
    "jni-sys",
    "log",
    "ndk",
    "rayon",
    "rayon-core",
    "threadpool",
    "tracing",
    "uniffi",
    "uniffi_core",
];

#[test]
fn every_arrow_between_rooms_is_in_the_floor_plan() {
    let house = Graph::of_the_house();
    for room in ["ratchet", "optic", "vault", "engine", "courier", "cli"] {
        assert!(house.rooms.contains(room), "{room} is gone, and its rule would hold for nothing");
    }
    assert_eq!(stray_arrows(&house), [""; 0]);
}

#[test]
fn a_stray_arrow_and_an_unknown_room_are_noticed() {
    let house = Graph::made_up(&[
        ("optic", &["ratchet", "crc32fast"]),
        ("ratchet", &["sha2"]),
        ("engine", &["optic", "courier"]),
        ("courier", &[]),
        ("attic", &[]),
    ]);
    assert_eq!(stray_arrows(&house), ["attic has no arrows", "engine -> courier", "optic -> ratchet"]);
}

#[test]
fn nothing_that_ships_reaches_a_network_crate() {
    let house = Graph::of_the_house();
    assert!(house.reach("cli").contains_key("chacha20poly1305"), "the tree was not read");
    for room in &house.rooms {
        assert_eq!(trespassers(&house, room, NETWORK), [""; 0]);
    }
}

#[test]
fn the_engine_and_below_know_no_other_language_no_log_and_no_threads() {
    let house = Graph::of_the_house();
    assert!(house.reach("engine").contains_key("chacha20poly1305"), "the tree was not read");
    for room in CORE {
        assert_eq!(trespassers(&house, room, SHELL), [""; 0]);
    }
}

#[test]
fn a_network_crate_behind_two_others_is_noticed() {
    let house = Graph::made_up(&[("cli", &["a"]), ("a", &["b", "log"]), ("b", &["socket2", "a"])]);
    assert_eq!(trespassers(&house, "cli", NETWORK), ["cli -> a -> b -> socket2"]);
    assert_eq!(trespassers(&house, "cli", SHELL), ["cli -> a -> log"]);
}

#[test]
fn what_is_a_network_crate_here_is_refused_by_cargo_deny_too() {
    let deny = fs::read_to_string(tests::top().join("deny.toml")).unwrap();
    assert_eq!(not_denied(&deny, NETWORK), [""; 0]);
    assert_eq!(not_denied("deny = [{ crate = \"tokio\" }]", &["tokio", "mio"]), ["mio"]);
}

fn stray_arrows(graph: &Graph) -> Vec<String> {
    let mut strays = Vec::new();
    for room in &graph.rooms {
        let Some((_, allowed)) = ARROWS.iter().find(|(name, _)| name == room) else {
            strays.push(format!("{room} has no arrows"));
            continue;
        };
        let known = graph.direct(room).filter(|&other| graph.rooms.contains(other));
        strays.extend(known.filter(|other| !allowed.contains(other)).map(|other| format!("{room} -> {other}")));
    }
    strays
}

fn trespassers(graph: &Graph, room: &str, forbidden: &[&str]) -> Vec<String> {
    let reached = graph.reach(room);
    forbidden.iter().filter_map(|name| reached.get(name).cloned()).collect()
}

fn not_denied<'a>(deny: &str, names: &[&'a str]) -> Vec<&'a str> {
    names.iter().copied().filter(|name| !deny.contains(&format!("{{ crate = \"{name}\""))).collect()
}
