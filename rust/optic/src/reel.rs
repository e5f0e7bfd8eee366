//! Reels: an object too large for one code as an endless run of small ones, any sufficient subset of which gives it
//! back (RaptorQ, RFC 6330).
//!
//! ```text
//! symbol = 05 | suite 01 | stream id 4 | OTI 12 | payload id 4 | 144 bytes | CRC-32 4                        170 bytes
//! ```
//! 170 bytes are a version 9 code at level M, one below the largest that never failed between two phones, and 1250
//! bytes (a pairing) are 9 source symbols. One block, no sub-blocks, so the OTI (RFC 6330, 3.3) says nothing but the
//! object's length; everything else in it is fixed.
//!
//! The CRC finds damage, not forgery: whoever can show a code can show one with a good CRC and a known stream id, and
//! one such symbol poisons a reassembly. That costs a new try, no more: the object carries its own proof, the caller
//! refuses a poisoned one and starts again with [`Join::forget`].

mod join;

pub use join::{Join, Progress};

use raptorq::{EncodingPacket, ObjectTransmissionInformation, SourceBlockEncoder, SourceBlockEncodingPlan};

use crate::{Error, Modules, paint};

/// Most bytes of an object on a reel.
pub const MAX_OBJECT: usize = 4096;
/// Bytes of the object in one symbol.
pub const SYMBOL_BYTES: usize = 144;
/// Bytes of one symbol as it stands in a code.
pub const WIRE_BYTES: usize = HEAD + SYMBOL_BYTES + 4;

/// Kind, suite, stream id, OTI, payload id.
const HEAD: usize = 1 + 1 + 4 + OTI_BYTES + 4;
const OTI_BYTES: usize = 12;
const KIND: u8 = 5;
const SUITE: u8 = 1;
/// Symbol alignment, RFC 6330, 4.3: the recommended 4.
const ALIGNMENT: u8 = 4;
/// Numbers of symbols end here: nine hours at two a second, and a bound for the receiver.
const SYMBOL_IDS: u32 = 1 << 16;

/// Names one showing of one object; random, drawn by the caller.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct StreamId(pub [u8; 4]);

/// An object as an endless, repeatable run of codes.
pub struct Reel {
    stream: StreamId,
    oti: Oti,
    encoder: SourceBlockEncoder,
}

impl Reel {
    /// Prepares `object`, 1 to [`MAX_OBJECT`] bytes, under a fresh random `stream` id.
    ///
    /// # Errors
    /// [`Error::EmptyPayload`], [`Error::PayloadTooLong`].
    pub fn new(object: &[u8], stream: StreamId) -> Result<Self, Error> {
        let too_long = Error::PayloadTooLong { len: object.len() };
        if object.is_empty() {
            return Err(Error::EmptyPayload);
        }
        let oti = Oti::of_length(object.len()).ok_or(too_long)?;
        let mut padded = object.to_vec();
        padded.resize(oti.source_symbols() * SYMBOL_BYTES, 0);
        let symbols = u16::try_from(oti.source_symbols()).map_err(|_| too_long)?;
        // The plan is made anew: the crate's own cache would outlive this reel.
        let plan = SourceBlockEncodingPlan::generate(symbols);
        let encoder = SourceBlockEncoder::with_encoding_plan(0, &oti.raptorq(), &padded, &plan);
        Ok(Self { stream, oti, encoder })
    }

    /// How many different codes a receiver needs at least.
    #[must_use]
    pub fn source_symbols(&self) -> usize {
        self.oti.source_symbols()
    }

    /// The bytes of code `number`: first the source symbols, then repair symbols, over again after 65536. The same
    /// number always gives the same bytes, [`WIRE_BYTES`] of them.
    #[must_use]
    pub fn symbol(&self, number: u32) -> Vec<u8> {
        let id = number % SYMBOL_IDS;
        let source = u32::try_from(self.source_symbols()).unwrap_or(u32::MAX);
        let packet = match id.checked_sub(source) {
            None => self.encoder.source_packets().into_iter().nth(id as usize),
            Some(repair) => self.encoder.repair_packets(repair, 1).pop(),
        };
        self.wire(packet.map(EncodingPacket::split).unzip().1.unwrap_or_default(), id)
    }

    /// Code `number`, painted.
    ///
    /// # Errors
    /// None that a symbol's fixed length can meet; the painter's own are handed on.
    pub fn code(&self, number: u32) -> Result<Modules, Error> {
        paint::object(&self.symbol(number))
    }

    /// The bytes of every code in order, without end.
    pub fn symbols(&self) -> impl Iterator<Item = Vec<u8>> + '_ {
        (0..SYMBOL_IDS).cycle().map(|number| self.symbol(number))
    }

    fn wire(&self, data: Vec<u8>, id: u32) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(WIRE_BYTES);
        bytes.extend([KIND, SUITE]);
        bytes.extend(self.stream.0);
        bytes.extend(self.oti.to_bytes());
        // Source block 0, then the symbol's number in 24 bits.
        bytes.extend(id.to_be_bytes());
        bytes.extend(data);
        let crc = crc32fast::hash(&bytes);
        bytes.extend(crc.to_be_bytes());
        bytes
    }
}

/// The object transmission information that a reel of ours can have: its length, everything else fixed.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Oti {
    length: u16,
}

impl Oti {
    fn of_length(length: usize) -> Option<Self> {
        (1..=MAX_OBJECT).contains(&length).then(|| u16::try_from(length).ok().map(|length| Self { length }))?
    }

    /// Accepts exactly what [`to_bytes`](Self::to_bytes) makes: RaptorQ decoders trust these numbers with memory.
    fn from_bytes(bytes: &[u8; OTI_BYTES]) -> Option<Self> {
        let &[0, 0, 0, high, low, ..] = bytes else {
            return None;
        };
        let oti = Self::of_length(usize::from(u16::from_be_bytes([high, low])))?;
        (oti.to_bytes() == *bytes).then_some(oti)
    }

    /// RFC 6330, 3.3.2 and 3.3.3: length 5, reserved 1, symbol size 2, blocks 1, sub-blocks 2, alignment 1.
    fn to_bytes(self) -> [u8; OTI_BYTES] {
        self.raptorq().serialize()
    }

    fn source_symbols(self) -> usize {
        usize::from(self.length).div_ceil(SYMBOL_BYTES)
    }

    fn raptorq(self) -> ObjectTransmissionInformation {
        const SIZE: u16 = 144;
        const _: () = assert!(SIZE as usize == SYMBOL_BYTES);
        ObjectTransmissionInformation::new(u64::from(self.length), SIZE, 1, 1, ALIGNMENT)
    }
}

#[cfg(test)]
mod tests;
