//! Protocol 1, frozen: the files of `protocol-1/`, each held against the engine's crates and against a second
//! implementation that is written from PROTOCOL.md and knows the primitives alone.
//!
//! A vector that fails means that two phones no longer understand each other. The files are never written again; what
//! wrote them once stands in `write.rs`, and refuses where one is there.
#![cfg(test)]

mod cards;
mod codes;
mod contents;
mod draws;
mod messages;
mod ours;
mod pairing;
mod reel;
mod second;
mod shapes;
mod vault;
mod write;
