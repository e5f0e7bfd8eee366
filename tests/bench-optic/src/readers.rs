//! The readers, behind one door: a picture in, payloads out, panics caught.

use std::fmt;
use std::io::Error;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::str::FromStr;

use courier::Gray;
use optic::{Budget, Burst, LumaView};
use rxing::{BarcodeFormat, DecodeHints};

/// A reader that is measured.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Peer {
    /// This project's.
    Aldis,
    /// zxing-cpp with everything on: try harder, rotated, inverted, smaller.
    Zxing,
    /// The same; where it finds nothing, the picture twice as large; then with one threshold for all of it.
    ZxingRetries,
    /// rxing, several codes and inverted; then its filtered reader.
    Rxing,
    /// rqrr as it is.
    Rqrr,
}

impl Peer {
    pub(crate) const ALL: [Self; 5] = [Self::Aldis, Self::Zxing, Self::ZxingRetries, Self::Rxing, Self::Rqrr];

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Aldis => "aldis",
            Self::Zxing => "zxing-cpp",
            Self::ZxingRetries => "zxing-cpp-retries",
            Self::Rxing => "rxing",
            Self::Rqrr => "rqrr",
        }
    }

    pub(crate) fn names() -> String {
        Self::ALL.map(Self::name).join(" ")
    }
}

impl fmt::Display for Peer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Peer {
    type Err = Error;

    fn from_str(name: &str) -> Result<Self, Error> {
        let known = Self::ALL.into_iter().find(|peer| peer.name() == name);
        known.ok_or_else(|| Error::other(format!("there is no reader {name}; --list names them")))
    }
}

/// A reader that is warm.
pub(crate) struct Bench {
    pub(crate) peer: Peer,
    /// It has given up on what is to come.
    pub(crate) rests: bool,
    aldis: Burst,
    start: fn() -> Burst,
    budget: Budget,
}

impl Bench {
    /// Every picture may take the heavy path.
    pub(crate) fn new(peer: Peer) -> Self {
        Self::starting(peer, Burst::of_pictures)
    }

    /// As the camera's frames are read: one in three at most takes the heavy path.
    pub(crate) fn live(peer: Peer) -> Self {
        Self::starting(peer, Burst::of_frames)
    }

    fn starting(peer: Peer, start: fn() -> Burst) -> Self {
        Self { peer, rests: false, aldis: start(), start, budget: Budget::STILL }
    }

    /// This project's reader is given so much time a picture.
    pub(crate) fn within(self, budget: Budget) -> Self {
        Self { budget, ..self }
    }

    /// Another code comes: what is left of the last one must not help.
    pub(crate) fn begin(&mut self) {
        if self.peer == Peer::Aldis {
            self.aldis = (self.start)();
            // Warm again.
            if let Ok(dot) = Gray::new(64, 64, vec![200; 64 * 64]) {
                aldis(&mut self.aldis, &dot, self.budget);
            }
        }
    }

    /// The payloads of all codes that are read; `None` where the reader panicked.
    pub(crate) fn read(&mut self, picture: &Gray) -> Option<Vec<Vec<u8>>> {
        let peer = self.peer;
        // Unwind safe: a reader that panicked is replaced.
        let read = catch_unwind(AssertUnwindSafe(|| match peer {
            Peer::Aldis => aldis(&mut self.aldis, picture, self.budget),
            Peer::Zxing => zxing(picture, zxingcpp::Binarizer::LocalAverage),
            Peer::ZxingRetries => zxing_with_retries(picture),
            Peer::Rxing => rxing(picture),
            Peer::Rqrr => rqrr(picture),
        }));
        if read.is_err() {
            self.aldis = (self.start)();
        }
        read.ok()
    }
}

fn aldis(reader: &mut Burst, picture: &Gray, budget: Budget) -> Vec<Vec<u8>> {
    let (width, height) = (picture.width(), picture.height());
    let Ok(view) = LumaView::new(picture.pixels(), width, height, width) else { return Vec::new() };
    reader.read(view, budget).codes.into_iter().map(|code| code.bytes).collect()
}

fn zxing(picture: &Gray, binarizer: zxingcpp::Binarizer) -> Vec<Vec<u8>> {
    let reader = zxingcpp::read()
        .formats([zxingcpp::BarcodeFormat::QRCode])
        .try_harder(true)
        .try_rotate(true)
        .try_invert(true)
        .try_downscale(true)
        .binarizer(binarizer);
    let view = zxingcpp::ImageView::from_slice(
        picture.pixels(),
        picture.width(),
        picture.height(),
        zxingcpp::ImageFormat::Lum,
    );
    let codes = view.ok().and_then(|view| reader.from(&view).ok()).unwrap_or_default();
    codes.iter().map(zxingcpp::Barcode::bytes).filter(|bytes| !bytes.is_empty()).collect()
}

fn zxing_with_retries(picture: &Gray) -> Vec<Vec<u8>> {
    let first = zxing(picture, zxingcpp::Binarizer::LocalAverage);
    if !first.is_empty() {
        return first;
    }
    let second = doubled(picture).map(|large| zxing(&large, zxingcpp::Binarizer::LocalAverage)).unwrap_or_default();
    if second.is_empty() { zxing(picture, zxingcpp::Binarizer::GlobalHistogram) } else { second }
}

/// Twice as large, linear between the pixels; up to 2.5 million pixels.
fn doubled(picture: &Gray) -> Option<Gray> {
    let (width, height) = (picture.width(), picture.height());
    if 4 * width * height > 2_500_000 {
        return None;
    }
    let at = |x: usize, y: usize| u32::from(picture.pixels()[y.min(height - 1) * width + x.min(width - 1)]);
    // Each new pixel lies a quarter from its old one: weights 3 and 1 either way.
    let near = |i: usize| (i / 2, if i.is_multiple_of(2) { (i / 2).saturating_sub(1) } else { i / 2 + 1 });
    let mut pixels = Vec::with_capacity(4 * width * height);
    for y in 0..2 * height {
        let (row, other) = near(y);
        for x in 0..2 * width {
            let (column, beside) = near(x);
            let sum = 9 * at(column, row) + 3 * at(beside, row) + 3 * at(column, other) + at(beside, other);
            pixels.push(u8::try_from((sum + 8) / 16).unwrap_or(255));
        }
    }
    Gray::new(2 * width, 2 * height, pixels).ok()
}

fn rxing(picture: &Gray) -> Vec<Vec<u8>> {
    let (Ok(width), Ok(height)) = (u32::try_from(picture.width()), u32::try_from(picture.height())) else {
        return Vec::new();
    };
    let hints = || DecodeHints {
        PossibleFormats: Some([BarcodeFormat::QR_CODE].into()),
        TryHarder: Some(true),
        AlsoInverted: Some(true),
        ..DecodeHints::default()
    };
    let luma = || picture.pixels().to_vec();
    let several = rxing::helpers::detect_multiple_in_luma_with_hints(luma(), width, height, &mut hints());
    let codes = match several {
        Ok(codes) if !codes.is_empty() => codes,
        _ => rxing::helpers::detect_in_luma_filtered_with_hints(
            luma(),
            width,
            height,
            Some(BarcodeFormat::QR_CODE),
            &mut hints(),
        )
        .into_iter()
        .collect(),
    };
    codes.iter().map(|code| code.getText().as_bytes().to_vec()).collect()
}

fn rqrr(picture: &Gray) -> Vec<Vec<u8>> {
    let (width, pixels) = (picture.width(), picture.pixels());
    let mut prepared =
        rqrr::PreparedImage::prepare_from_greyscale(width, picture.height(), |x, y| pixels[y * width + x]);
    let grids = prepared.detect_grids();
    grids
        .iter()
        .filter_map(|grid| {
            let mut bytes = Vec::new();
            grid.decode_to(&mut bytes).ok().map(|_| bytes)
        })
        .collect()
}
