//! The receiving end of a reel.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};

use raptorq::{EncodingPacket, PayloadId, SourceBlockDecoder};

use super::{HEAD, KIND, OTI_BYTES, Oti, SUITE, SYMBOL_BYTES, SYMBOL_IDS, StreamId, WIRE_BYTES};

/// Streams that are collected at once.
const STREAMS: usize = 2;
/// Symbols beyond the object's own. RaptorQ fails once in a million tries with two of them (RFC 6330, section 1); a
/// stream that gives nothing with six holds a forged one, and is collected anew.
const SPARE: usize = 6;

/// What one symbol did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Progress {
    /// No reel symbol: something for another parser.
    NotOurs,
    /// A reel symbol of another suite: it needs a newer Aldis.
    Newer,
    /// A reel symbol whose length or check sum is wrong.
    Damaged,
    /// A whole symbol that no honest sender makes, or that contradicts its own stream. Nothing was kept of it.
    Refused,
    /// One more part, or one already known.
    Part {
        /// Which reel.
        stream: StreamId,
        /// Different symbols collected.
        have: usize,
        /// Symbols needed at least; now and then one more.
        need: usize,
    },
    /// The object. It is what the symbols say, which is not yet what an honest sender said: parse it, and
    /// [`forget`](Join::forget) the stream if that fails.
    Complete {
        /// Which reel.
        stream: StreamId,
        /// 1 to 4096 bytes.
        object: Vec<u8>,
    },
}

/// Collects symbols, of two streams at most, never mixed. A third stream takes the place of the one that was fed
/// longest ago: a person who turns to another screen means the new one.
#[derive(Default)]
pub struct Join {
    /// The one fed last stands last.
    pub(super) streams: Vec<Stream>,
}

impl Join {
    /// A join that has seen nothing.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes the payload of one code in, base45 removed. Order and repeats do not matter.
    pub fn push(&mut self, bytes: &[u8]) -> Progress {
        let symbol = match Symbol::parse(bytes) {
            Ok(symbol) => symbol,
            Err(progress) => return progress,
        };
        let known = self.streams.iter().position(|stream| stream.id == symbol.stream);
        let mut stream = match known {
            Some(at) => self.streams.remove(at),
            None => Stream { id: symbol.stream, oti: symbol.oti, state: State::Collecting(BTreeMap::new()) },
        };
        let progress = stream.push(&symbol);
        if self.streams.len() == STREAMS {
            self.streams.remove(0);
        }
        self.streams.push(stream);
        progress
    }

    /// Drops what was collected of `stream`, so that it can be collected anew.
    pub fn forget(&mut self, stream: StreamId) {
        self.streams.retain(|known| known.id != stream);
    }
}

pub(super) struct Stream {
    id: StreamId,
    oti: Oti,
    state: State,
}

enum State {
    /// By symbol number; at most [`SPARE`] more than the object has.
    Collecting(BTreeMap<u32, Vec<u8>>),
    Complete(Vec<u8>),
}

impl Stream {
    /// Symbols kept in memory.
    #[cfg(test)]
    pub(super) fn kept(&self) -> usize {
        match &self.state {
            State::Collecting(parts) => parts.len(),
            State::Complete(_) => 0,
        }
    }

    fn push(&mut self, symbol: &Symbol<'_>) -> Progress {
        if self.oti != symbol.oti {
            return Progress::Refused;
        }
        let (stream, need) = (self.id, self.oti.source_symbols());
        let parts = match &mut self.state {
            State::Complete(object) => {
                return Progress::Complete { stream, object: object.clone() };
            }
            State::Collecting(parts) => parts,
        };
        match parts.get(&symbol.id) {
            Some(known) if known != symbol.data => return Progress::Refused,
            Some(_) => {
                return Progress::Part { stream, have: parts.len(), need };
            }
            None => {}
        }
        if parts.len() >= need + SPARE {
            parts.clear();
        }
        parts.insert(symbol.id, symbol.data.to_vec());
        let have = parts.len();
        match joined(self.oti, parts) {
            Some(object) => {
                self.state = State::Complete(object.clone());
                Progress::Complete { stream, object }
            }
            None => Progress::Part { stream, have, need },
        }
    }
}

/// The object, once `parts` suffice.
fn joined(oti: Oti, parts: &BTreeMap<u32, Vec<u8>>) -> Option<Vec<u8>> {
    let length = usize::from(oti.length);
    if parts.len() < oti.source_symbols() {
        return None;
    }
    let packets: Vec<EncodingPacket> =
        parts.iter().map(|(&id, data)| EncodingPacket::new(PayloadId::new(0, id), data.clone())).collect();
    // Unwind safe: the decoder is made and dropped in here. It asserts much, and forged symbols are consistent with
    // no source block at all.
    let decode = AssertUnwindSafe(|| {
        let block = oti.source_symbols() * SYMBOL_BYTES;
        SourceBlockDecoder::new(0, &oti.raptorq(), u64::try_from(block).ok()?).decode(packets)
    });
    let mut object = catch_unwind(decode).ok().flatten()?;
    // An honest sender pads the last symbol with zeros.
    let padded = object.get(length..)?.iter().all(|&byte| byte == 0);
    object.truncate(length);
    padded.then_some(object)
}

/// One symbol, checked as far as it can be alone.
struct Symbol<'a> {
    stream: StreamId,
    oti: Oti,
    id: u32,
    data: &'a [u8],
}

impl<'a> Symbol<'a> {
    fn parse(bytes: &'a [u8]) -> Result<Self, Progress> {
        match bytes {
            [KIND, SUITE, ..] => {}
            [KIND, _, ..] => return Err(Progress::Newer),
            _ => return Err(Progress::NotOurs),
        }
        let (body, crc) = bytes.split_last_chunk::<4>().ok_or(Progress::Damaged)?;
        if bytes.len() != WIRE_BYTES || crc32fast::hash(body) != u32::from_be_bytes(*crc) {
            return Err(Progress::Damaged);
        }
        Self::fields(body).ok_or(Progress::Refused)
    }

    fn fields(body: &'a [u8]) -> Option<Self> {
        let (_, rest) = body.split_first_chunk::<2>()?;
        let (stream, rest) = rest.split_first_chunk::<4>()?;
        let (oti, rest) = rest.split_first_chunk::<OTI_BYTES>()?;
        let (payload_id, data) = rest.split_first_chunk::<4>()?;
        const _: () = assert!(HEAD == 2 + 4 + OTI_BYTES + 4);
        // Block 0 is the only one, so the four bytes are the symbol's number.
        let id = Some(u32::from_be_bytes(*payload_id)).filter(|&id| id < SYMBOL_IDS)?;
        Some(Self { stream: StreamId(*stream), oti: Oti::from_bytes(oti)?, id, data })
    }
}
