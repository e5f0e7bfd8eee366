//! The floor plan, held: who may know whom, no network, no `unsafe`, no place of one machine in the text.
//!
//! Each rule is a small checker that returns its complaints. It is run twice: on the house, where it must find nothing,
//! and on made-up bad input, where it must find exactly what was hidden there.
#![cfg(test)]

mod arrows;
mod builds;
mod graph;
mod manifests;
mod places;
mod sources;
mod symbols;
