//! No Debug, no Display and no error of a public type holds a key or a text.
#![cfg(test)]

mod pieces;
mod printed;
mod types;
