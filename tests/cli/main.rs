//! The host tool as a person and a script meet it: processes, files, sentences, exit codes.
#![cfg(test)]

mod burst;
mod check;
mod density;
mod desk;
mod hushed;
mod keys;
mod meeting;
mod passphrase;
mod pictures;
mod refusals;
mod seizure;
mod story;
mod text;
mod travel;
