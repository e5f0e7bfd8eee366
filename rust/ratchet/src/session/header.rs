//! The sealed header: flags 1 | dh 32 | pn 4 | n 4; and the tell in its flags.

use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use crate::{
    aead,
    key::Key,
    layout::{Reader, Writer},
};

/// Who showed first at the pairing. It decides nothing later but which keys are whose.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    Alice,
    Bob,
}

impl Role {
    /// Under which name a side's burn commitment is sealed in the pairing.
    pub(crate) fn commitment_key(self) -> &'static str {
        match self {
            Role::Alice => "ba",
            Role::Bob => "bb",
        }
    }
}

/// What the sender's phone says of its own situation, inside the sealed header of every envelope.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tell {
    /// All is well, as far as the phone knows.
    Normal,
    /// The phone was unlocked under force.
    Alarm,
}

/// One byte b per direction, drawn at the pairing: normal = b >> 4, alarm = (normal + 1 + (b & 15) mod 15) mod 16.
/// So a nibble means nothing to whoever has not the byte.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub(crate) struct Tells {
    pub(crate) send: u8,
    pub(crate) receive: u8,
}

impl Tells {
    pub(crate) fn of(tell: &Key, role: Role) -> Tells {
        let [a, b, ..] = *tell.bytes();
        match role {
            Role::Alice => Tells { send: a, receive: b },
            Role::Bob => Tells { send: b, receive: a },
        }
    }

    pub(crate) fn nibble(&self, tell: Tell) -> u8 {
        nibble(self.send, tell)
    }

    /// What a received nibble says; nothing where it is neither.
    pub(crate) fn read(&self, received: u8) -> Option<Tell> {
        [Tell::Normal, Tell::Alarm].into_iter().find(|tell| nibble(self.receive, *tell) == received)
    }

    /// Sends the alarm and nothing else: its normal nibble is the true alarm. The other half of the byte is such that, over all
    /// bytes of a pairing and all draws, every byte is as likely; and that its alarm is the true normal nibble wherever that
    /// can be, so that a second state made under this one is understood, and tells whoever made it nothing.
    pub(crate) fn under_duress(&self, draw: u8) -> Tells {
        let step = 1 + (self.send & 15) % 15; // from the normal nibble to the alarm
        let back = if step == 1 && draw & 2 == 0 { 1 } else { 16 - step };
        // Both 0 and 15 make a step of 1.
        let half = if back == 1 && draw & 1 == 1 { 15 } else { back - 1 };
        Tells { send: nibble(self.send, Tell::Alarm) << 4 | half, receive: self.receive }
    }
}

fn nibble(byte: u8, tell: Tell) -> u8 {
    let normal = byte >> 4;
    match tell {
        Tell::Normal => normal,
        Tell::Alarm => (normal + 1 + (byte & 15) % 15) % 16,
    }
}

/// A header in the clear.
pub(crate) struct Header {
    pub(crate) flags: u8,
    pub(crate) dh: [u8; 32],
    pub(crate) pn: u32,
    pub(crate) n: u32,
}

impl Header {
    pub(crate) const LEN: usize = 41;
    pub(crate) const SEALED: usize = Header::LEN + aead::TAG;

    pub(crate) fn to_bytes(&self) -> Zeroizing<Vec<u8>> {
        let mut fields = Writer::with_bound(Header::LEN);
        fields.u8(self.flags).bytes(&self.dh).u32(self.pn).u32(self.n);
        fields.finish()
    }

    /// HDECRYPT: nothing where the key is another's.
    pub(crate) fn open(key: &Key, nonce: &aead::Nonce, sealed: &[u8; Header::SEALED]) -> Option<Header> {
        let mut bytes = Zeroizing::new(*sealed);
        let mut fields = Reader::new(aead::open_in_place(key, nonce, &[], &mut *bytes)?);
        Some(Header { flags: fields.u8()?, dh: *fields.array()?, pn: fields.u32()?, n: fields.u32()? })
    }

    /// The high nibble.
    pub(crate) fn tell(&self) -> u8 {
        self.flags >> 4
    }

    /// The low nibble: bit 0 group slot, bit 1 post-quantum; this version sets and knows none.
    pub(crate) fn structure(&self) -> u8 {
        self.flags & 15
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn normal_and_alarm_never_look_alike() {
        let mut alarms = [0_u32; 16];
        for byte in 0..=255 {
            let tells = Tells { send: byte, receive: byte };
            let (normal, alarm) = (tells.nibble(Tell::Normal), tells.nibble(Tell::Alarm));
            assert!(normal < 16 && alarm < 16 && normal != alarm);
            assert_eq!(tells.read(normal), Some(Tell::Normal));
            assert_eq!(tells.read(alarm), Some(Tell::Alarm));
            alarms[usize::from(alarm)] += 1;
        }
        assert_eq!(alarms, [16; 16], "an alarm nibble is as likely as any");
    }

    #[test]
    fn a_state_under_duress_has_a_byte_as_any_and_its_every_nibble_is_understood_but_for_one_in_sixteen() {
        let (mut bytes, mut strange) = ([0_u32; 256], 0);
        for send in 0..=255 {
            let tells = Tells { send, receive: send };
            for draw in 0..=255 {
                let forced = tells.under_duress(draw);
                assert_eq!(tells.read(forced.nibble(Tell::Normal)), Some(Tell::Alarm));
                strange += u32::from(tells.read(forced.nibble(Tell::Alarm)).is_none());
                bytes[usize::from(forced.send)] += 1;
            }
        }
        assert_eq!(bytes, [256; 256], "over all bytes of a pairing and all draws, every byte is as likely");
        assert_eq!(strange, 256 * 256 / 16);
        // And fewer cannot be: two draws agree no more often than their distributions do, that of a step and that of its way back.
        let mut steps = [0_u32; 17];
        (0..16).for_each(|half| steps[1 + half % 15] += 1);
        let agree: u32 = (1..16).map(|step| steps[step].min(steps[16 - step])).sum();
        assert_eq!(agree, 15);
    }
}
