//! A hostile laboratory: what it gets, what it tries, and what it recovers. Its table is published, and a change in it fails.
//!
//! It attacks images, not the phone's manners: layers are taken off by hand with whatever keys are in the evidence, states are
//! carved out of what opens, every picture is tried with every state and with every 32 bytes that could be a key. The memory
//! of a locked process is looked through by `tests/residue`.
#![cfg(test)]

mod alarm;
mod engine_room;
mod lab;
mod messages;
mod scenarios;
mod slots;
mod table;
mod world;
