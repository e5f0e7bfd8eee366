//! From the parts of a sheet back to its object, in any order, with one of them missing, from one picture or several.

use super::{HEAD, KIND, Layout, MAX_OBJECT, SUITE, sum};

/// Sheets that are collected at once.
const SHEETS: usize = 2;

/// What one part did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Progress {
    /// No part of a sheet: something for another parser.
    NotOurs,
    /// A part of another suite: it needs a newer Aldis.
    Newer,
    /// A part whose length or check is wrong.
    Damaged,
    /// A whole part that no honest sender makes, or that contradicts the others of its sheet. Nothing was kept of it.
    Refused,
    /// One more part, or one already known.
    Part {
        /// Different parts collected.
        have: usize,
        /// Parts that are enough: all but one, whichever.
        need: usize,
    },
    /// The object. It is what the parts say, which is not yet what an honest sender said.
    Complete(Vec<u8>),
}

/// Collects parts, of two sheets at most, never mixed. A third sheet takes the place of the one that was fed longest ago.
#[derive(Default)]
pub struct Join {
    /// The one fed last stands last.
    sheets: Vec<Parts>,
}

impl Join {
    /// A join that has seen nothing.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes the payload of one code in, base45 removed. Order and repeats do not matter.
    pub fn push(&mut self, bytes: &[u8]) -> Progress {
        let part = match Part::parse(bytes) {
            Ok(part) => part,
            Err(progress) => return progress,
        };
        let known = self.sheets.iter().position(|sheet| sheet.check == part.check);
        let mut sheet = match known {
            Some(at) => self.sheets.remove(at),
            None => Parts::of(&part),
        };
        let progress = sheet.push(&part);
        // A finished sheet is forgotten: if it was forged, the honest one begins anew.
        if !matches!(progress, Progress::Complete(_)) && !sheet.is_exhausted() {
            if self.sheets.len() == SHEETS {
                self.sheets.remove(0);
            }
            self.sheets.push(sheet);
        }
        progress
    }
}

/// What is known of one sheet.
struct Parts {
    check: u32,
    layout: Layout,
    length: u16,
    shares: Vec<Option<Vec<u8>>>,
}

impl Parts {
    fn of(part: &Part<'_>) -> Self {
        let shares = vec![None; usize::from(part.layout.parts())];
        Self { check: part.check, layout: part.layout, length: part.length, shares }
    }

    fn push(&mut self, part: &Part<'_>) -> Progress {
        if (self.layout, self.length) != (part.layout, part.length) {
            return Progress::Refused;
        }
        match self.shares.get_mut(usize::from(part.number)) {
            Some(Some(known)) if known != part.share => return Progress::Refused,
            Some(share) => *share = Some(part.share.to_vec()),
            None => return Progress::Refused,
        }
        match self.joined() {
            Some(object) => Progress::Complete(object),
            // All are there and do not fit together: one was forged, and nobody can say which.
            None if self.is_exhausted() => Progress::Refused,
            None => Progress::Part { have: self.have(), need: self.layout.enough() },
        }
    }

    fn have(&self) -> usize {
        self.shares.iter().flatten().count()
    }

    fn is_exhausted(&self) -> bool {
        self.have() == self.shares.len()
    }

    /// The object, where the parts give one with the right check: with all of them, each is left out in turn.
    fn joined(&self) -> Option<Vec<u8>> {
        let missing: Vec<usize> = (0..self.shares.len()).filter(|&i| self.shares.get(i) == Some(&None)).collect();
        match missing[..] {
            [] => (0..self.shares.len()).rev().find_map(|left_out| self.without(left_out)),
            [left_out] => self.without(left_out),
            _ => None,
        }
    }

    fn without(&self, left_out: usize) -> Option<Vec<u8>> {
        let length = usize::from(self.length);
        let rest =
            || self.shares.iter().enumerate().filter(|&(i, _)| i != left_out).filter_map(|(_, share)| share.as_ref());
        let restored = sum(rest(), self.layout.share(length));
        let shares = self.shares.iter().enumerate().map(|(i, share)| match share {
            Some(share) if i != left_out => share,
            _ => &restored,
        });
        let mut object: Vec<u8> = shares.take(self.layout.enough()).flatten().copied().collect();
        let padded = object.get(length..)?.iter().all(|&byte| byte == 0);
        object.truncate(length);
        (padded && crc32fast::hash(&object) == self.check).then_some(object)
    }
}

/// One part, checked as far as it can be alone.
struct Part<'a> {
    check: u32,
    layout: Layout,
    number: u8,
    length: u16,
    share: &'a [u8],
}

impl<'a> Part<'a> {
    fn parse(bytes: &'a [u8]) -> Result<Self, Progress> {
        match bytes {
            [KIND, SUITE, ..] => {}
            [KIND, _, ..] => return Err(Progress::Newer),
            _ => return Err(Progress::NotOurs),
        }
        let (body, crc) = bytes.split_last_chunk::<4>().ok_or(Progress::Damaged)?;
        let (head, share) = body.split_first_chunk::<HEAD>().ok_or(Progress::Damaged)?;
        if crc32fast::hash(body) != u32::from_be_bytes(*crc) {
            return Err(Progress::Damaged);
        }
        let &[_, _, a, b, c, d, parts, number, high, low] = head;
        let length = u16::from_be_bytes([high, low]);
        let layout = Layout::of_parts(parts).ok_or(Progress::Refused)?;
        let is_honest = (1..=MAX_OBJECT).contains(&usize::from(length))
            && number < parts
            && share.len() == layout.share(usize::from(length));
        if !is_honest {
            return Err(Progress::Refused);
        }
        Ok(Self { check: u32::from_be_bytes([a, b, c, d]), layout, number, length, share })
    }
}
