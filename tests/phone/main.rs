//! A phone, as a whole: its clock, its limits, its people, and a disk that refuses.
#![cfg(test)]

mod again;
mod clock;
mod codes;
mod disk;
mod draft;
mod endings;
mod people;
mod room;
mod texts;

use tests::peer::Peer;
