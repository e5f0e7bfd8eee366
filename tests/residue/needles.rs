//! What must not be found: every piece of sixteen bytes of every secret, in the forms in which memory may hold it.

use std::collections::{BTreeMap, HashSet};

/// Bytes of a piece. Shorter ones would be found by chance or say nothing.
pub(crate) const WINDOW: usize = 16;

#[derive(Default)]
pub(crate) struct Needles {
    names: Vec<String>,
    pieces: Vec<([u8; WINDOW], u32)>,
    /// Which beginnings of a piece there are, by sixteen of their bits.
    filter: Vec<bool>,
    /// Half as long: a piece that is half public is no secret's.
    public: HashSet<[u8; WINDOW / 2]>,
}

impl Needles {
    /// What anybody may see: no piece of it is a secret.
    pub(crate) fn publish(&mut self, bytes: &[u8]) {
        self.public.extend(bytes.array_windows());
    }

    /// A text or a passphrase.
    pub(crate) fn text(&mut self, name: &str, text: &str) {
        assert!(text.len() >= WINDOW, "too short to be looked for");
        self.add(name, text.as_bytes());
    }

    /// A key, or what holds keys: as it is; as SHA-256 holds it in words; as HMAC mixes it with its pads.
    pub(crate) fn key(&mut self, name: &str, key: &[u8]) {
        self.add(name, key);
        let words: Vec<u8> = key.chunks(4).flat_map(|word| word.iter().rev()).copied().collect();
        self.add(&format!("{name} in words"), &words);
        for pad in [0x36, 0x5c] {
            let mixed: Vec<u8> = key.iter().map(|byte| byte ^ pad).collect();
            self.add(&format!("{name} in HMAC"), &mixed);
        }
    }

    fn add(&mut self, name: &str, bytes: &[u8]) {
        let name_of = u32::try_from(self.names.len()).unwrap();
        self.names.push(name.to_owned());
        let says_something = |piece: &&[u8; WINDOW]| piece.iter().collect::<HashSet<_>>().len() >= 8;
        self.pieces.extend(bytes.array_windows().filter(says_something).map(|piece| (*piece, name_of)));
    }

    /// Whether part of it was seen by everybody.
    pub(crate) fn is_public(&self, bytes: &[u8]) -> bool {
        bytes.array_windows().any(|piece| self.public.contains(piece))
    }

    /// To be called when all is known.
    pub(crate) fn sort(&mut self) {
        let public = std::mem::take(&mut self.public);
        let seen = |piece: &[u8; WINDOW]| {
            let (first, last) = (piece.first_chunk(), piece.last_chunk());
            first.is_some_and(|half| public.contains(half)) || last.is_some_and(|half| public.contains(half))
        };
        self.pieces.retain(|(piece, _)| !seen(piece));
        self.public = public;
        self.pieces.sort_unstable();
        self.pieces.dedup_by_key(|(piece, _)| *piece);
        self.filter = vec![false; 1 << 24];
        for (piece, _) in &self.pieces {
            self.filter[begins(piece)] = true;
        }
    }

    /// How many pieces are looked for.
    pub(crate) fn len(&self) -> usize {
        self.pieces.len()
    }

    /// Whose pieces lie in these bytes, and where.
    pub(crate) fn found_in(&self, bytes: &[u8]) -> impl Iterator<Item = (String, usize)> {
        let pieces = bytes.array_windows::<WINDOW>().enumerate();
        pieces.filter(|(_, piece)| self.filter[begins(piece)]).filter_map(|(at, piece)| {
            let found = self.pieces.binary_search_by(|(other, _)| other.cmp(piece)).ok()?;
            Some((self.names[self.pieces[found].1 as usize].clone(), at))
        })
    }
}

fn begins(piece: &[u8; WINDOW]) -> usize {
    usize::from(piece[0]) << 16 | usize::from(piece[1]) << 8 | usize::from(piece[2])
}

/// How often each secret was found, and where first.
pub(crate) fn summary(hits: &[crate::memory::Hit]) -> String {
    let mut by_name = BTreeMap::<&str, (usize, &str)>::new();
    for hit in hits {
        by_name.entry(&hit.name).or_insert((0, &hit.place)).0 += 1;
    }
    by_name.iter().map(|(name, (count, place))| format!("{name}: {count} pieces, the first in {place}\n")).collect()
}
