//! Codes as modules, to be drawn in one pass.

use std::sync::Arc;

use getrandom::SysRng;
use optic::reel::StreamId;
use rand_core::{Rng, UnwrapErr};

use crate::{Envelope, Refusal, guard::guarded};

/// A painted code without its quiet zone, which is four light modules on each side.
#[derive(uniffi::Record)]
pub struct Modules {
    /// Modules a side.
    pub side: u32,
    /// One byte a module, row by row: 1 is dark, 0 is light. `side` × `side` of them.
    pub dark: Vec<u8>,
}

impl Modules {
    pub(crate) fn of(modules: &optic::Modules) -> Modules {
        Modules {
            side: u32::try_from(modules.size()).unwrap_or(u32::MAX),
            dark: modules.rows().flatten().map(|&dark| u8::from(dark)).collect(),
        }
    }

    pub(crate) fn of_object(bytes: &[u8]) -> Result<Modules, Refusal> {
        optic::paint::object(bytes).map(|modules| Modules::of(&modules)).map_err(|_| Refusal::Broken)
    }
}

/// A message that is on disk and may be shown: as one code, or as several in a picture or in turn. The bytes are the same.
#[derive(uniffi::Object)]
pub struct Code {
    pub(crate) number: u32,
    pub(crate) grown: bool,
    pub(crate) envelope: engine::Envelope,
}

#[uniffi::export]
impl Code {
    /// Its number among the messages to this person.
    pub fn number(&self) -> u32 {
        self.number
    }

    /// Whether it is larger than normal because the text is long.
    pub fn has_grown(&self) -> bool {
        self.grown
    }

    /// The one code.
    ///
    /// # Errors
    /// None that an envelope of a known size can meet.
    pub fn modules(&self) -> Result<Modules, Refusal> {
        guarded(|| {
            let modules = optic::paint::envelope(self.envelope.as_bytes()).map_err(|_| Refusal::Broken)?;
            Ok(Modules::of(&modules))
        })
    }

    /// The same bytes as small codes.
    ///
    /// # Errors
    /// None that an envelope of a known size can meet.
    pub fn reel(&self) -> Result<Arc<Reel>, Refusal> {
        guarded(|| Reel::of(self.envelope.as_bytes()))
    }

    /// Whether a picture of this very code gave `envelope`: the other phone's copy is good.
    pub fn is_shown_by(&self, envelope: &Envelope) -> bool {
        self.envelope == envelope.envelope
    }
}

/// Small codes, any [`Reel::needed`] of which give the whole back, now and then one more: in turn as a moving code, or
/// the first ones side by side as a sheet.
#[derive(uniffi::Object)]
pub struct Reel(optic::reel::Reel);

#[uniffi::export]
impl Reel {
    /// How many different codes the other phone needs at least.
    pub fn needed(&self) -> u32 {
        u32::try_from(self.0.source_symbols()).unwrap_or(u32::MAX)
    }

    /// Code `number`, from 0 and without end. The same number gives the same code.
    ///
    /// # Errors
    /// None that a code of a reel can meet.
    pub fn modules(&self, number: u32) -> Result<Modules, Refusal> {
        guarded(|| Ok(Modules::of(&self.0.code(number).map_err(|_| Refusal::Broken)?)))
    }
}

impl Reel {
    pub(crate) fn of(object: &[u8]) -> Result<Arc<Reel>, Refusal> {
        let mut stream = [0; 4];
        UnwrapErr(SysRng).fill_bytes(&mut stream);
        let reel = optic::reel::Reel::new(object, StreamId(stream)).map_err(|_| Refusal::Broken)?;
        Ok(Arc::new(Reel(reel)))
    }
}
