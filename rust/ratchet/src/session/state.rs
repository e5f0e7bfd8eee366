//! The serialised state: a version, a fixed order, a bound.

use zeroize::Zeroizing;

use super::{Session, header::Tells, skipped::Skipped};
use crate::{
    dh::KeyPair,
    key::Key,
    layout::{Reader, Writer},
};

impl Session {
    /// Most bytes that [`Session::to_bytes`] can give: a little under 11 KiB.
    pub const MAX_BYTES: usize = FIXED + Skipped::BOUND;

    /// version 1 | ad 32 | tell sent 1, received 1 | DHs secret 32, public 32 | DHr 1 + 32 | RK 32 | CKs 32 | CKr 1 + 32 |
    /// HKs 32 | HKr 1 + 32 | NHKs 32 | NHKr 32 | Ns 4 | Nr 4 | PN 4 | sent 4 | received 4 | skipped keys.
    /// A field that is not there yet is a 0 and 32 zeros.
    pub fn to_bytes(&self) -> Zeroizing<Vec<u8>> {
        let mut fields = Writer::with_bound(Session::MAX_BYTES);
        fields.u8(VERSION).bytes(self.ad.bytes()).u8(self.tell.send).u8(self.tell.receive);
        fields.bytes(self.dhs.secret.bytes()).bytes(&self.dhs.public);
        optional(&mut fields, self.dhr.as_ref());
        fields.bytes(self.rk.bytes()).bytes(self.cks.bytes());
        optional(&mut fields, self.ckr.as_ref().map(Key::bytes));
        fields.bytes(self.hks.bytes());
        optional(&mut fields, self.hkr.as_ref().map(Key::bytes));
        fields.bytes(self.nhks.bytes()).bytes(self.nhkr.bytes());
        fields.u32(self.ns).u32(self.nr).u32(self.pn).u32(self.sent).u32(self.received);
        self.mkskipped.write(&mut fields);
        fields.finish()
    }

    /// Reads what [`Session::to_bytes`] wrote, and nothing else.
    pub fn from_bytes(bytes: &[u8]) -> Option<Session> {
        let mut fields = Reader::new(bytes);
        if fields.u8()? != VERSION {
            return None;
        }
        let ad = Key::copy_of(fields.array()?);
        let tell = Tells { send: fields.u8()?, receive: fields.u8()? };
        let dhs = KeyPair { secret: Key::copy_of(fields.array()?), public: *fields.array()? };
        let dhr = read_optional(&mut fields)?.copied();
        let (rk, cks) = (Key::copy_of(fields.array()?), Key::copy_of(fields.array()?));
        let ckr = read_optional(&mut fields)?.map(Key::copy_of);
        let hks = Key::copy_of(fields.array()?);
        let hkr = read_optional(&mut fields)?.map(Key::copy_of);
        let (nhks, nhkr) = (Key::copy_of(fields.array()?), Key::copy_of(fields.array()?));
        let (ns, nr, pn) = (fields.u32()?, fields.u32()?, fields.u32()?);
        let (sent, received) = (fields.u32()?, fields.u32()?);
        let mkskipped = Skipped::read(&mut fields)?;
        fields.end()?;
        Some(Session { ad, tell, dhs, dhr, rk, cks, ckr, hks, hkr, nhks, nhkr, ns, nr, pn, mkskipped, sent, received })
    }
}

fn optional(fields: &mut Writer, field: Option<&[u8; 32]>) {
    fields.flag(field.is_some()).bytes(field.unwrap_or(&[0; 32]));
}

fn read_optional<'a>(fields: &mut Reader<'a>) -> Option<Option<&'a [u8; 32]>> {
    let (is_there, bytes) = (fields.flag()?, fields.array()?);
    match is_there {
        true => Some(Some(bytes)),
        false => (*bytes == [0; 32]).then_some(None),
    }
}

const VERSION: u8 = 1;
const FIXED: usize = 1 + 32 + 2 + 64 + 33 + 64 + 33 + 32 + 33 + 64 + 5 * 4;
