//! A contact's bytes in the vault.

use ratchet::{
    Commitment, Day, Envelope, Session,
    layout::{Reader, Writer},
};

use super::{Alarm, Contact, ContactId, Enclosure, Ended, KeptCode, Standing, Third, TombstoneId};
use crate::{
    book::{count, read_text, write_text},
    lease::Silence,
};

impl Contact {
    pub(crate) fn write(&self, fields: &mut Writer) {
        fields.u16(self.id.0);
        write_text(fields, self.name.as_str());
        fields.u8(self.standing as u8);
        for index in self.words {
            fields.u16(index);
        }
        fields.flag(self.third.is_some());
        if let Some(third) = &self.third {
            fields.bytes(&third.code).bytes(&third.answers);
        }
        fields.u8(count(self.commitments.len()));
        for commitment in &self.commitments {
            fields.bytes(&commitment.to_bytes());
        }
        let day = |fields: &mut Writer, day: Option<Day>| {
            fields.flag(day.is_some()).u16(day.unwrap_or(Day::UNKNOWN).0);
        };
        fields.u16(self.silence.heard.0);
        day(fields, self.silence.extended);
        day(fields, self.alarm.map(|alarm| alarm.since));
        fields.u32(self.alarm.map_or(0, |alarm| alarm.number));
        fields.flag(self.notices).u8(self.added);
        fields.u8(count(self.enclosed.len()));
        for enclosure in &self.enclosed {
            enclosure.write(fields);
        }
        fields.flag(self.ended.is_some());
        if let Some((ended, tombstone)) = &self.ended {
            ended.write(fields);
            fields.flag(tombstone.is_some()).u8(tombstone.map_or(0, |id| id.0));
        }
        let session = self.session.as_ref().map(Session::to_bytes).unwrap_or_default();
        fields.u16(u16::try_from(session.len()).unwrap_or(u16::MAX)).bytes(&session);
        fields.u8(count(self.kept.len()));
        for code in &self.kept {
            let envelope = code.envelope.as_bytes();
            fields.u32(code.number).u16(code.written.0).flag(code.answered);
            fields.u16(u16::try_from(envelope.len()).unwrap_or(u16::MAX)).bytes(envelope);
        }
    }

    pub(crate) fn read(fields: &mut Reader<'_>) -> Option<Contact> {
        let id = ContactId(fields.u16()?);
        let name = read_text(fields)?.parse().ok()?;
        let standing = match fields.u8()? {
            0 => Standing::Unconfirmed,
            1 => Standing::Confirmed,
            2 => Standing::Paused,
            3 => Standing::Ended,
            4 => Standing::Replaced,
            _ => return None,
        };
        let words = [fields.u16()?, fields.u16()?, fields.u16()?, fields.u16()?];
        let third = match fields.flag()? {
            true => Some(Third { code: *fields.array()?, answers: *fields.array()? }),
            false => None,
        };
        let commitments =
            (0..fields.u8()?).map(|_| fields.array().map(Commitment::from_bytes)).collect::<Option<_>>()?;
        let day = |fields: &mut Reader<'_>| -> Option<Option<Day>> {
            let day = (fields.flag()?, Day(fields.u16()?));
            Some(day.0.then_some(day.1))
        };
        let silence = Silence { heard: Day(fields.u16()?), extended: day(fields)? };
        let (since, number) = (day(fields)?, fields.u32()?);
        let alarm = since.map(|since| Alarm { since, number });
        let (notices, added) = (fields.flag()?, fields.u8()?);
        let enclosed = (0..fields.u8()?).map(|_| Enclosure::read(fields)).collect::<Option<_>>()?;
        let ended = match fields.flag()? {
            true => {
                let (ended, is_there, tombstone) = (Ended::read(fields)?, fields.flag()?, TombstoneId(fields.u8()?));
                Some((ended, is_there.then_some(tombstone)))
            }
            false => None,
        };
        let session = match fields.u16()? {
            0 => None,
            len => Some(Session::from_bytes(fields.slice(len.into())?)?),
        };
        let kept = (0..fields.u8()?).map(|_| read_kept(fields)).collect::<Option<_>>()?;
        let is_over = standing == Standing::Ended;
        (ended.is_some() == is_over && session.is_none() == is_over).then_some(Contact {
            id,
            name,
            standing,
            words,
            third,
            commitments,
            silence,
            alarm,
            notices,
            added,
            enclosed,
            ended,
            session,
            kept,
        })
    }
}

fn read_kept(fields: &mut Reader<'_>) -> Option<KeptCode> {
    let (number, written, answered, len) = (fields.u32()?, Day(fields.u16()?), fields.flag()?, fields.u16()?);
    let envelope = Envelope::parse(fields.slice(len.into())?).ok()?;
    Some(KeptCode { number, written, answered, envelope })
}
