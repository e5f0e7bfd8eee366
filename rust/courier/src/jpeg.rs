//! Real JPEG, 4:2:0, as phones and messengers write it (ITU-T T.81; Huffman, baseline).

use image::ImageFormat;
use jpeg_encoder::{ColorType, Encoder, SamplingFactor};

use crate::{Error, Rgb};

/// The picture as a JPEG file of `quality` 1-100 (the IJG scale), colour at half resolution both ways.
pub(crate) fn encode(picture: &Rgb, quality: u8) -> Result<Vec<u8>, Error> {
    let (width, height) = (u16::try_from(picture.width()), u16::try_from(picture.height()));
    let (Ok(width), Ok(height)) = (width, height) else { return Err(Error::Jpeg) };
    let mut file = Vec::new();
    let mut encoder = Encoder::new(&mut file, quality);
    encoder.set_sampling_factor(SamplingFactor::F_2_2);
    encoder.encode(picture.pixels(), width, height, ColorType::Rgb).map_err(|_| Error::Jpeg)?;
    Ok(file)
}

/// The picture that a viewer shows for a JPEG file.
pub(crate) fn decode(file: &[u8]) -> Result<Rgb, Error> {
    let picture = image::load_from_memory_with_format(file, ImageFormat::Jpeg).map_err(|_| Error::Jpeg)?.into_rgb8();
    let (width, height) = (picture.width() as usize, picture.height() as usize);
    Rgb::new(width, height, picture.into_raw())
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// (width, height, sampling byte of each component) from the file's frame header (T.81, B.2.2).
    pub(crate) fn frame_header(file: &[u8]) -> (usize, usize, Vec<u8>) {
        let mut at = 2;
        loop {
            let (marker, length) = (file[at + 1], usize::from(file[at + 2]) << 8 | usize::from(file[at + 3]));
            if matches!(marker, 0xC0..=0xC2) {
                let word = |i: usize| usize::from(file[at + i]) << 8 | usize::from(file[at + i + 1]);
                let components = usize::from(file[at + 9]);
                return (word(7), word(5), (0..components).map(|c| file[at + 11 + 3 * c]).collect());
            }
            at += 2 + length;
        }
    }

    #[test]
    fn colour_is_kept_at_half_resolution_both_ways() {
        let picture = Rgb::new(48, 32, (0..48 * 32 * 3).map(|i| (i * 7) as u8).collect()).unwrap();
        let file = encode(&picture, 70).unwrap();
        assert_eq!(frame_header(&file), (48, 32, vec![0x22, 0x11, 0x11]));
        let back = decode(&file).unwrap();
        assert_eq!((back.width(), back.height()), (48, 32));
    }

    #[test]
    fn a_torn_file_is_an_error_and_no_panic() {
        let file = encode(&Rgb::new(64, 64, vec![90; 64 * 64 * 3]).unwrap(), 92).unwrap();
        assert!(matches!(decode(&file[..20]), Err(Error::Jpeg)));
        assert!(matches!(decode(&[]), Err(Error::Jpeg)));
    }
}
