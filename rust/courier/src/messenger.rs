//! What a messenger does to a photo: smaller, then JPEG again.

use std::fmt;
use std::str::FromStr;

use crate::dice::Dice;
use crate::resize::resized;
use crate::{Error, Rgb, jpeg};

/// The messenger that carries the photo between the two courier phones.
///
/// Signal: its Android constants (`PushMediaConstraints`: standard, low-memory phones, "High"). WhatsApp and Telegram: their users' measurements.
/// All write 4:2:0. None makes a photo larger.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Messenger {
    /// `signal-standard`: longest side 1600 px, quality 70.
    SignalStandard,
    /// `signal-lowmem`: longest side 768 px, quality 70.
    SignalLowmem,
    /// `signal-high`: longest side 4096 px, quality 75.
    SignalHigh,
    /// `whatsapp`: longest side 1600 px, quality 60 to 75, drawn anew for every trip.
    Whatsapp,
    /// `telegram`: longest side 1280 px, quality 80.
    Telegram,
    /// `file`: sent as a document, untouched.
    File,
}

impl Messenger {
    /// Every messenger.
    pub const ALL: [Self; 6] =
        [Self::SignalStandard, Self::SignalLowmem, Self::SignalHigh, Self::Whatsapp, Self::Telegram, Self::File];

    /// Its name, as `FromStr` reads it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::SignalStandard => "signal-standard",
            Self::SignalLowmem => "signal-lowmem",
            Self::SignalHigh => "signal-high",
            Self::Whatsapp => "whatsapp",
            Self::Telegram => "telegram",
            Self::File => "file",
        }
    }

    /// The longest side in pixels that it lets through, and the JPEG quality (IJG scale); `None`: untouched.
    pub(crate) fn terms(self, dice: &mut Dice) -> Option<(usize, u8)> {
        match self {
            Self::SignalStandard => Some((1600, 70)),
            Self::SignalLowmem => Some((768, 70)),
            Self::SignalHigh => Some((4096, 75)),
            Self::Whatsapp => Some((1600, dice.uniform(60.0, 76.0) as u8)),
            Self::Telegram => Some((1280, 80)),
            Self::File => None,
        }
    }
}

/// The file that arrives when `picture` is sent under these terms.
pub(crate) fn recompressed(picture: &Rgb, longest_side: usize, quality: u8) -> Result<Vec<u8>, Error> {
    let longest = picture.width().max(picture.height());
    if longest <= longest_side {
        return jpeg::encode(picture, quality);
    }
    let scaled = |side: usize| ((side * longest_side + longest / 2) / longest).max(1);
    jpeg::encode(&resized(picture, scaled(picture.width()), scaled(picture.height()))?, quality)
}

impl fmt::Display for Messenger {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Messenger {
    type Err = Error;

    fn from_str(name: &str) -> Result<Self, Error> {
        Self::ALL.into_iter().find(|messenger| messenger.name() == name).ok_or(Error::UnknownName)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::jpeg::tests::frame_header;

    #[test]
    fn every_messenger_keeps_to_its_longest_side_and_never_enlarges() {
        let photo = Rgb::new(2400, 3200, vec![128; 2400 * 3200 * 3]).unwrap();
        let small = Rgb::new(300, 400, vec![128; 300 * 400 * 3]).unwrap();
        for (messenger, width, height) in [
            (Messenger::SignalStandard, 1200, 1600),
            (Messenger::SignalLowmem, 576, 768),
            (Messenger::SignalHigh, 2400, 3200),
            (Messenger::Whatsapp, 1200, 1600),
            (Messenger::Telegram, 960, 1280),
        ] {
            let (side, quality) = messenger.terms(&mut Dice::new(1, 0)).unwrap();
            assert_eq!(
                frame_header(&recompressed(&photo, side, quality).unwrap()),
                (width, height, vec![0x22, 0x11, 0x11])
            );
            assert_eq!(frame_header(&recompressed(&small, side, quality).unwrap()), (300, 400, vec![0x22, 0x11, 0x11]));
        }
        assert_eq!(Messenger::File.terms(&mut Dice::new(1, 0)), None);
    }

    #[test]
    fn whatsapp_draws_every_quality_from_60_to_75() {
        let drawn: std::collections::BTreeSet<u8> = (0..1000)
            .filter_map(|seed| Messenger::Whatsapp.terms(&mut Dice::new(seed, 0)))
            .map(|terms| terms.1)
            .collect();
        assert_eq!(drawn, (60..=75).collect());
    }

    #[test]
    fn names_are_read_back() {
        for messenger in Messenger::ALL {
            assert_eq!(messenger.to_string().parse::<Messenger>(), Ok(messenger));
        }
        assert_eq!("Signal".parse::<Messenger>(), Err(Error::UnknownName));
    }
}
