//! MKSKIPPED: message keys of envelopes that have not arrived, with the header key of each chain stored once.

use crate::{
    content::Day,
    key::Key,
    layout::{Reader, Writer},
    session::Session,
};

/// Chains in the order in which they began; the last may be the current one.
#[derive(Clone, Default)]
pub(super) struct Skipped {
    chains: Vec<Chain>,
    /// Diffie-Hellman steps made so far.
    steps: u32,
}

#[derive(Clone)]
struct Chain {
    hk: Key,
    step: u32,
    /// Envelopes before this chain.
    base: u32,
    /// By rising n.
    keys: Vec<SkippedKey>,
}

#[derive(Clone)]
struct SkippedKey {
    n: u32,
    since: Day,
    mk: Key,
}

/// Where a skipped key lies.
#[derive(Clone, Copy)]
pub(super) struct Place {
    chain: usize,
    key: usize,
}

impl Skipped {
    /// Puts the message key of `n` aside, in the chain of `hk` that began after `base` envelopes.
    pub(super) fn put(&mut self, hk: &Key, base: u32, n: u32, since: Day, mk: Key) {
        let step = self.steps;
        if self.chains.last().is_none_or(|chain| chain.step != step) {
            self.chains.push(Chain { hk: hk.clone(), step, base, keys: Vec::new() });
        }
        if let Some(chain) = self.chains.last_mut() {
            chain.keys.push(SkippedKey { n, since, mk });
        }
        while self.len() > Session::MAX_SKIPPED {
            self.drop_oldest();
        }
    }

    /// One more Diffie-Hellman step was made.
    pub(super) fn step(&mut self) {
        self.steps = self.steps.saturating_add(1);
        let steps = self.steps;
        self.chains.retain(|chain| steps - chain.step < Session::SKIPPED_STEPS);
    }

    /// The key of `n` in the current chain.
    pub(super) fn in_current_chain(&self, n: u32) -> Option<Place> {
        let chain = self.chains.len().checked_sub(1)?;
        self.chains.get(chain).filter(|chain| chain.step == self.steps)?;
        self.place(chain, n)
    }

    /// Header keys of the chains before the current one, newest first, each with the number of its chain.
    pub(super) fn old_header_keys(&self) -> impl Iterator<Item = (usize, &Key)> {
        let steps = self.steps;
        self.chains.iter().enumerate().rev().filter(move |(_, chain)| chain.step != steps).map(|(at, c)| (at, &c.hk))
    }

    pub(super) fn place(&self, chain: usize, n: u32) -> Option<Place> {
        let key = self.chains.get(chain)?.keys.binary_search_by_key(&n, |key| key.n).ok()?;
        Some(Place { chain, key })
    }

    /// The message key at a place, with the envelope's number.
    pub(super) fn get(&self, place: Place) -> Option<(&Key, u32)> {
        let chain = self.chains.get(place.chain)?;
        let key = chain.keys.get(place.key)?;
        Some((&key.mk, number(chain.base, key.n)))
    }

    /// Forgets the key at a place, and a chain that has none left.
    pub(super) fn remove(&mut self, place: Place) {
        if let Some(chain) = self.chains.get_mut(place.chain)
            && place.key < chain.keys.len()
        {
            chain.keys.remove(place.key);
        }
        self.chains.retain(|chain| !chain.keys.is_empty());
    }

    pub(super) fn numbers(&self) -> Vec<u32> {
        self.chains.iter().flat_map(|chain| chain.keys.iter().map(|key| number(chain.base, key.n))).collect()
    }

    pub(super) fn forget_before(&mut self, day: Day) {
        for chain in &mut self.chains {
            chain.keys.retain(|key| !key.since.is_known() || key.since >= day);
        }
        self.chains.retain(|chain| !chain.keys.is_empty());
    }

    pub(super) fn write(&self, fields: &mut Writer) {
        fields.u32(self.steps).u8(u8::try_from(self.chains.len()).unwrap_or(u8::MAX));
        for chain in &self.chains {
            fields.bytes(chain.hk.bytes()).u32(chain.step).u32(chain.base);
            fields.u16(u16::try_from(chain.keys.len()).unwrap_or(u16::MAX));
            for key in &chain.keys {
                fields.u32(key.n).u16(key.since.0).bytes(key.mk.bytes());
            }
        }
    }

    /// Only what [`Skipped::write`] can have written: chains and keys in rising order, within the limits.
    pub(super) fn read(fields: &mut Reader<'_>) -> Option<Skipped> {
        let steps = fields.u32()?;
        let mut skipped = Skipped { chains: Vec::new(), steps };
        for _ in 0..fields.u8()? {
            let hk = Key::copy_of(fields.array()?);
            let (step, base, count) = (fields.u32()?, fields.u32()?, fields.u16()?);
            let after_last = skipped.chains.last().is_none_or(|last| last.step < step);
            let live = step <= steps && steps - step < Session::SKIPPED_STEPS;
            if !after_last || !live || count == 0 {
                return None;
            }
            let mut chain = Chain { hk, step, base, keys: Vec::new() };
            for _ in 0..count {
                let key = SkippedKey { n: fields.u32()?, since: Day(fields.u16()?), mk: Key::copy_of(fields.array()?) };
                if chain.keys.last().is_some_and(|last| last.n >= key.n) {
                    return None;
                }
                chain.keys.push(key);
            }
            skipped.chains.push(chain);
        }
        (skipped.len() <= Session::MAX_SKIPPED).then_some(skipped)
    }

    fn len(&self) -> usize {
        self.chains.iter().map(|chain| chain.keys.len()).sum()
    }

    fn drop_oldest(&mut self) {
        if let Some(chain) = self.chains.first_mut()
            && !chain.keys.is_empty()
        {
            chain.keys.remove(0);
        }
        self.chains.retain(|chain| !chain.keys.is_empty());
    }

    /// Most bytes that [`Skipped::write`] writes: a chain lives for fewer than `SKIPPED_STEPS` steps.
    pub(super) const BOUND: usize = 5 + Session::SKIPPED_STEPS as usize * 42 + Session::MAX_SKIPPED * 38;
}

/// A place in a chain as a number that a person can say, from 1.
pub(super) fn number(base: u32, n: u32) -> u32 {
    base.saturating_add(n).saturating_add(1)
}
