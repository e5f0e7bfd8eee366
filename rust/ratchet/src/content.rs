//! What is inside an envelope: day 2 | records | zeros up to the bucket.

use std::fmt;

use zeroize::{Zeroize, Zeroizing};

use crate::{aead::Plain, burn::Commitment, envelope::Bucket, layout::Reader};

/// Days since 1970-01-01 by somebody's clock, 0 where the clock is not to be trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Day(pub u16);

impl Day {
    /// The clock is not known.
    pub const UNKNOWN: Day = Day(0);

    /// Whether the clock was known.
    pub fn is_known(self) -> bool {
        self != Day::UNKNOWN
    }
}

/// One record: type 1 | arg 1 | len 2 | bytes.
#[derive(Clone, PartialEq, Eq)]
pub enum Record {
    /// 01: text for a person to read.
    Text(Zeroizing<String>),
    /// 02: the sender asks for the end of this contact.
    BurnContact,
    /// 03: a burn notice carried on, the R of somebody's card.
    BurnNotice([u8; 16]),
    /// 04: one more burn commitment of the sender; it only adds.
    Commitment(Commitment),
    /// 05: what the sender's Aldis can do; no bit has a meaning yet.
    Capabilities(Vec<u8>),
    /// 06: one part of a text: which, of how many, and its bytes.
    Part {
        /// Position in the text, from 0.
        index: u8,
        /// Number of parts, at least 1.
        total: u8,
        /// UTF-8 once the parts are joined.
        bytes: Zeroizing<Vec<u8>>,
    },
}

impl Record {
    /// A text record.
    pub fn text(text: &str) -> Record {
        Record::Text(Zeroizing::new(text.to_owned()))
    }

    fn parse(kind: u8, arg: u8, bytes: &[u8]) -> Result<Option<Record>, ContentError> {
        let record = match (kind, arg) {
            (0x01, 0) => Record::text(std::str::from_utf8(bytes).map_err(|_| ContentError::Malformed)?),
            (0x02, 0) if bytes.is_empty() => Record::BurnContact,
            (0x03, 0) => Record::BurnNotice(bytes.try_into().map_err(|_| ContentError::Malformed)?),
            (0x04, 0) => {
                Record::Commitment(Commitment::from_bytes(bytes.try_into().map_err(|_| ContentError::Malformed)?))
            }
            (0x05, 0) => Record::Capabilities(bytes.to_vec()),
            (0x06, arg) if arg & 15 <= arg >> 4 => {
                Record::Part { index: arg & 15, total: (arg >> 4) + 1, bytes: Zeroizing::new(bytes.to_vec()) }
            }
            (0x01..=0x06, _) => return Err(ContentError::Malformed),
            (0x80.., _) => return Err(ContentError::Newer),
            _ => return Ok(None),
        };
        Ok(Some(record))
    }

    /// Type and arg.
    fn head(&self) -> [u8; 2] {
        match self {
            Record::Text(_) => [0x01, 0],
            Record::BurnContact => [0x02, 0],
            Record::BurnNotice(_) => [0x03, 0],
            Record::Commitment(_) => [0x04, 0],
            Record::Capabilities(_) => [0x05, 0],
            Record::Part { index, total, .. } => [0x06, total.saturating_sub(1) << 4 | index & 15],
        }
    }

    /// Shows `take` the bytes where they are: a copy would have to be wiped.
    fn with_bytes<T>(&self, take: impl FnOnce(&[u8]) -> T) -> T {
        match self {
            Record::Text(text) => take(text.as_bytes()),
            Record::BurnContact => take(&[]),
            Record::BurnNotice(r) => take(r),
            Record::Commitment(commitment) => take(&commitment.to_bytes()),
            Record::Capabilities(list) => take(list),
            Record::Part { bytes, .. } => take(bytes),
        }
    }
}

/// A message before it is sealed and after it was opened. No records at all make a cover message.
#[derive(Clone, PartialEq, Eq)]
pub struct Content {
    /// The sender's day.
    pub day: Day,
    /// In the order of the wire; types that this version does not know are left out.
    pub records: Vec<Record>,
}

impl Content {
    /// A message of these records.
    pub fn new(day: Day, records: Vec<Record>) -> Content {
        Content { day, records }
    }

    /// An envelope without text, not to be told from any other from outside.
    pub fn cover(day: Day) -> Content {
        Content::new(day, Vec::new())
    }

    /// The first text among the records.
    pub fn text(&self) -> Option<&str> {
        self.records.iter().find_map(|record| match record {
            Record::Text(text) => Some(text.as_str()),
            _ => None,
        })
    }

    /// The smallest bucket that holds everything.
    ///
    /// # Errors
    /// [`TooLong`] where even the largest does not.
    pub fn bucket(&self) -> Result<Bucket, TooLong> {
        let over = |bucket: Bucket| TooLong { by: self.len().saturating_sub(bucket.content_len()) };
        Bucket::ALL.into_iter().find(|bucket| self.len() <= bucket.content_len()).ok_or_else(|| over(Bucket::Longest))
    }

    /// The padded bytes.
    ///
    /// # Errors
    /// [`TooLong`] where the bucket is too small.
    pub(crate) fn encode(&self, bucket: Bucket) -> Result<Plain, TooLong> {
        let room = bucket.content_len();
        let by = self.len().saturating_sub(room);
        if by > 0 {
            return Err(TooLong { by });
        }
        let mut padded = Vec::with_capacity(room);
        padded.extend_from_slice(&self.day.0.to_be_bytes());
        for record in &self.records {
            padded.extend_from_slice(&record.head());
            record.with_bytes(|bytes| {
                let [.., high, low] = bytes.len().to_be_bytes();
                padded.extend_from_slice(&[high, low]);
                padded.extend_from_slice(bytes);
            });
        }
        padded.resize(room, 0);
        Ok(Plain::of(padded))
    }

    /// Reads padded bytes.
    ///
    /// # Errors
    /// [`ContentError::Malformed`] for a length that overruns, a byte after the end, a known record of the wrong shape;
    /// [`ContentError::Newer`] for a record that must be understood and is not.
    pub fn parse(padded: &[u8]) -> Result<Content, ContentError> {
        let mut fields = Reader::new(padded);
        let day = Day(fields.u16().ok_or(ContentError::Malformed)?);
        let mut records = Vec::new();
        while let Some(kind) = fields.u8().filter(|kind| *kind != 0) {
            let record = (|| {
                let arg = fields.u8()?;
                let len = fields.u16()?;
                Some((arg, fields.slice(len.into())?))
            })();
            let (arg, bytes) = record.ok_or(ContentError::Malformed)?;
            records.extend(Record::parse(kind, arg, bytes)?);
        }
        if fields.rest().iter().any(|byte| *byte != 0) {
            return Err(ContentError::Malformed);
        }
        Ok(Content { day, records })
    }

    /// Length in bytes before padding.
    fn len(&self) -> usize {
        2 + self.records.iter().map(|record| HEAD + record.with_bytes(<[u8]>::len)).sum::<usize>()
    }
}

/// The content does not fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooLong {
    /// Bytes too many.
    pub by: usize,
}

impl fmt::Display for TooLong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "too long by {} bytes", self.by)
    }
}

impl std::error::Error for TooLong {}

/// Why authenticated bytes are no content: the contact's software is at fault, or newer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ContentError {
    /// The layout is broken.
    Malformed,
    /// It needs a newer Aldis.
    Newer,
}

/// Bytes of day and of one record's head.
pub(crate) const OVERHEAD: usize = 2 + HEAD;
/// type 1 | arg 1 | len 2
const HEAD: usize = 4;

impl Drop for Record {
    fn drop(&mut self) {
        if let Record::BurnNotice(r) = self {
            r.zeroize();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand_chacha::{
        ChaCha20Rng,
        rand_core::{Rng, SeedableRng},
    };

    const DAY: Day = Day(20_000);

    fn parse(head: &[u8], room: usize) -> Result<Content, ContentError> {
        let mut padded = head.to_vec();
        padded.resize(room, 0);
        Content::parse(&padded)
    }

    #[test]
    fn every_record_survives_the_wire() {
        let rng = &mut ChaCha20Rng::seed_from_u64(1);
        let content = Content::new(
            DAY,
            vec![
                Record::text("Grüße ☕"),
                Record::BurnContact,
                Record::BurnNotice([7; 16]),
                Record::Commitment(Commitment::random(rng)),
                Record::Capabilities(vec![1, 0]),
                Record::Part { index: 2, total: 3, bytes: Zeroizing::new(vec![9; 5]) },
                Record::Part { index: 15, total: 16, bytes: Zeroizing::new(vec![]) },
            ],
        );
        let padded = content.encode(Bucket::Long).unwrap();
        assert_eq!(padded.len(), Bucket::Long.content_len());
        assert!(Content::parse(&padded) == Ok(content));
    }

    #[test]
    fn a_bucket_holds_its_text_to_the_last_byte_and_not_one_more() {
        for (bucket, text) in Bucket::ALL.into_iter().zip([103, 297, 543, 729]) {
            assert_eq!(bucket.text_len(), text);
            let full = Content::new(DAY, vec![Record::text(&"x".repeat(text))]);
            assert_eq!(full.bucket(), Ok(bucket));
            assert!(Content::parse(&full.encode(bucket).unwrap()) == Ok(full));
            let over = Content::new(DAY, vec![Record::text(&"x".repeat(text + 3))]);
            assert_eq!(over.encode(bucket).err(), Some(TooLong { by: 3 }));
        }
        assert_eq!(Content::new(DAY, vec![Record::text(&"x".repeat(730))]).bucket(), Err(TooLong { by: 1 }));
    }

    #[test]
    fn only_zeros_are_a_cover_message() {
        let cover = Content::cover(Day::UNKNOWN).encode(Bucket::Short).unwrap();
        assert!(cover.iter().all(|byte| *byte == 0));
        assert!(Content::parse(&cover) == Ok(Content::cover(Day::UNKNOWN)));
    }

    #[test]
    fn an_unknown_record_is_skipped_below_128_and_asks_for_a_newer_aldis_above() {
        let skipped = parse(&[0, 1, 0x07, 5, 0, 2, 8, 8, 0x01, 0, 0, 1, b'a'], 40).unwrap();
        assert_eq!(skipped.text(), Some("a"));
        assert_eq!(skipped.records.len(), 1);
        assert!(parse(&[0, 1, 0x7f, 0, 0, 0], 40).is_ok());
        assert!(parse(&[0, 1, 0x80, 0, 0, 0], 40) == Err(ContentError::Newer));
        assert!(parse(&[0, 1, 0xff, 0, 0, 0], 40) == Err(ContentError::Newer));
    }

    #[test]
    fn an_overrun_is_malformed() {
        assert!(parse(&[0, 1, 0x01, 0, 0, 5, b'a'], 10) == Err(ContentError::Malformed));
        assert!(parse(&[0, 1, 0x01, 0, 0xff, 0xff], 10) == Err(ContentError::Malformed));
        assert!(Content::parse(&[0, 1, 0x01]) == Err(ContentError::Malformed));
        assert!(Content::parse(&[0, 1, 0x01, 0, 0]) == Err(ContentError::Malformed));
        assert!(Content::parse(&[0]) == Err(ContentError::Malformed));
        assert!(Content::parse(&[]) == Err(ContentError::Malformed));
    }

    #[test]
    fn padding_that_is_not_zero_is_malformed() {
        let mut padded = Content::new(DAY, vec![Record::text("hi")]).encode(Bucket::Short).unwrap().to_vec();
        for at in 9..padded.len() {
            padded[at] = 1;
            assert!(Content::parse(&padded) == Err(ContentError::Malformed), "byte {at}");
            padded[at] = 0;
        }
    }

    #[test]
    fn a_known_record_of_the_wrong_shape_is_malformed() {
        for head in [
            &[0, 1, 0x01, 1, 0, 0][..],          // arg
            &[0, 1, 0x01, 0, 0, 1, 0xff][..],    // not UTF-8
            &[0, 1, 0x02, 0, 0, 1, 0][..],       // not empty
            &[0, 1, 0x03, 0, 0, 15][..],         // short R
            &[0, 1, 0x04, 0, 0, 47][..],         // short commitment
            &[0, 1, 0x06, 0x01, 0, 1, b'a'][..], // second part of one
        ] {
            assert!(parse(head, 80) == Err(ContentError::Malformed), "{head:?}");
        }
    }

    #[test]
    fn noise_never_panics_and_what_parses_is_stable() {
        let rng = &mut ChaCha20Rng::seed_from_u64(4);
        for round in 0_usize..20_000 {
            let mut noise = vec![0; round % 60];
            rng.fill_bytes(&mut noise);
            for byte in noise.iter_mut().skip(2) {
                *byte %= 8; // small numbers reach deeper
            }
            if let Ok(content) = Content::parse(&noise) {
                let again = content.encode(Bucket::Longest).unwrap();
                assert!(Content::parse(&again) == Ok(content));
            }
        }
    }
}
