//! A meeting that is under way.

use std::sync::Arc;

use ratchet::{
    Answering, Offering,
    layout::{Reader, Writer},
};

use super::{read_text, write_text};
use crate::{Moment, Name};

/// Shared, not copied, when the book is: the keys in it exist once.
#[derive(Clone)]
pub(crate) struct Pending {
    pub(crate) name: Name,
    /// When it began, by a clock that need not be right.
    pub(crate) since: Option<Moment>,
    pub(crate) half: Half,
}

#[derive(Clone)]
pub(crate) enum Half {
    Offering(Arc<Offering>),
    Answering(Arc<Answering>),
}

impl Pending {
    pub(crate) const BOUND: usize = 2 + Name::MAX_LEN + 9 + 1 + larger(Offering::LEN, Answering::LEN);

    /// An hour, or a clock that ran backwards.
    pub(crate) fn is_over(&self, now: Option<Moment>) -> bool {
        match (self.since, now) {
            (Some(since), Some(now)) => now < since || now.0 - since.0 > LIFE,
            _ => false,
        }
    }

    pub(crate) fn write(&self, fields: &mut Writer) {
        write_text(fields, self.name.as_str());
        fields.flag(self.since.is_some()).u64(self.since.map_or(0, |since| since.0));
        match &self.half {
            Half::Offering(offering) => fields.u8(0).bytes(&offering.to_bytes()),
            Half::Answering(answering) => fields.u8(1).bytes(&answering.to_bytes()),
        };
    }

    pub(crate) fn read(fields: &mut Reader<'_>) -> Option<Pending> {
        let name = read_text(fields)?.parse().ok()?;
        let since = (fields.flag()?, Moment(fields.u64()?));
        let half = match fields.u8()? {
            0 => Half::Offering(Arc::new(Offering::from_bytes(fields.slice(Offering::LEN)?)?)),
            1 => Half::Answering(Arc::new(Answering::from_bytes(fields.slice(Answering::LEN)?)?)),
            _ => return None,
        };
        Some(Pending { name, since: since.0.then_some(since.1), half })
    }
}

/// Seconds that a meeting may take.
const LIFE: u64 = 3600;

const fn larger(a: usize, b: usize) -> usize {
    if a > b { a } else { b }
}
