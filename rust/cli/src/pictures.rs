//! Picture files, in and out.

use std::fs::{self, File, OpenOptions};
use std::io::{Cursor, Read, Seek, Write};
use std::num::NonZeroUsize;
use std::panic::catch_unwind;
use std::path::{Path, PathBuf};

use engine::{LumaImage, LumaView, Modules};
use image::codecs::png::PngEncoder;
use image::{DynamicImage, ExtendedColorType, ImageDecoder, ImageEncoder, ImageFormat, ImageReader, Limits};
use optic::{MAX_ASPECT, MAX_PIXELS, MAX_SIDE, QUIET_ZONE};

use crate::said::Stop;

/// Reads a PNG, JPEG or PGM file as luma, transparency as white paper. Nothing is decoded before its size is known to
/// be a photo's.
pub(crate) fn load(path: &Path) -> Result<LumaImage, Stop> {
    let bytes = contents(path)?;
    // The decoders are well kept and still somebody else's; a picture must not end the program.
    catch_unwind(|| decode(&bytes)).unwrap_or_else(|_| Err(broken()))
}

/// A code as a picture of about a thousand pixels a side, whole pixels a module, quiet zone included.
pub(crate) fn drawn(modules: &Modules) -> Result<LumaImage, Stop> {
    let side = modules.size() + 2 * QUIET_ZONE;
    modules
        .luma(pixels_a_module(side))
        .map_err(|error| Stop::new(format!("The code cannot be painted: {error}."), REPORT))
}

/// Pixels a module where this many modules fill the width of a screen.
pub(crate) fn pixels_a_module(modules: usize) -> NonZeroUsize {
    NonZeroUsize::new(WIDTH / modules.max(1)).unwrap_or(NonZeroUsize::MIN)
}

/// A picture as a PNG file of 8-bit luma.
pub(crate) fn png(picture: LumaView<'_>) -> Result<Vec<u8>, Stop> {
    let pixels: Vec<u8> = picture.rows().flatten().copied().collect();
    encoded(&pixels, picture.width(), picture.height(), ExtendedColorType::L8)
}

/// A picture of red, green and blue bytes as a PNG file.
pub(crate) fn png_rgb(pixels: &[u8], width: usize, height: usize) -> Result<Vec<u8>, Stop> {
    encoded(pixels, width, height, ExtendedColorType::Rgb8)
}

/// A folder for pictures, made where it is missing.
pub(crate) fn folder(path: &Path) -> Result<(), Stop> {
    fs::create_dir_all(path).map_err(|error| {
        Stop::new(format!("The folder for the pictures cannot be made: {}.", error.kind()), "Choose another one.")
    })
}

/// Writes a file that may stand there already.
pub(crate) fn write(path: &Path, bytes: &[u8]) -> Result<(), Stop> {
    fs::write(path, bytes).map_err(|error| cannot_write(error.kind()))
}

/// A file that is certain to be writable, taken before anything is spent. Dropped unfinished, a new one is removed.
pub(crate) struct Place {
    file: File,
    path: PathBuf,
    new: bool,
}

impl Place {
    /// For a code, which is public: what stands there is written over.
    pub(crate) fn of_code(path: &Path) -> Result<Place, Stop> {
        match OpenOptions::new().write(true).create_new(true).open(path) {
            Ok(file) => Ok(Place { file, path: path.to_owned(), new: true }),
            Err(_) => match OpenOptions::new().write(true).open(path) {
                Ok(file) => Ok(Place { file, path: path.to_owned(), new: false }),
                Err(error) => Err(cannot_write(error.kind())),
            },
        }
    }

    /// For a secret: never over anything, and for its owner's eyes.
    pub(crate) fn of_secret(path: &Path) -> Result<Place, Stop> {
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = options.open(path).map_err(|error| cannot_write(error.kind()))?;
        Ok(Place { file, path: path.to_owned(), new: true })
    }

    /// Writes the whole file.
    pub(crate) fn fill(mut self, bytes: &[u8]) -> Result<(), Stop> {
        let written = self.file.set_len(0).and_then(|()| self.file.rewind()).and_then(|()| self.file.write_all(bytes));
        written.map_err(|error| cannot_write(error.kind()))?;
        self.new = false;
        Ok(())
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        if self.new {
            let _ = fs::remove_file(&self.path);
        }
    }
}

fn contents(path: &Path) -> Result<Vec<u8>, Stop> {
    let cannot_read = |kind: std::io::ErrorKind| {
        Stop::new(format!("This file cannot be read: {kind}."), "Name a PNG, JPEG or PGM file.")
    };
    // Asked before opening: a pipe would wait for ever, and a device never end.
    let metadata = fs::metadata(path).map_err(|error| cannot_read(error.kind()))?;
    if !metadata.is_file() {
        return Err(Stop::new("This is not a file.", "Name a PNG, JPEG or PGM file."));
    }
    let mut bytes = Vec::new();
    let read = File::open(path).and_then(|file| file.take(MAX_FILE + 1).read_to_end(&mut bytes));
    read.map_err(|error| cannot_read(error.kind()))?;
    if bytes.len() as u64 > MAX_FILE {
        return Err(Stop::new("This file is larger than any photo.", "Cut the picture down to the code."));
    }
    Ok(bytes)
}

fn decode(bytes: &[u8]) -> Result<LumaImage, Stop> {
    let reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format().map_err(|_| broken())?;
    if !matches!(reader.format(), Some(ImageFormat::Png | ImageFormat::Jpeg | ImageFormat::Pnm)) {
        return Err(Stop::new("This file is no PNG, JPEG or PGM picture.", "Save the picture as one of these."));
    }
    let mut decoder = reader.into_decoder().map_err(|_| broken())?;
    let (width, height) = decoder.dimensions();
    fits(u64::from(width), u64::from(height))?;
    decoder.set_limits(limits()).map_err(|_| broken())?;
    let picture = DynamicImage::from_decoder(decoder).map_err(|_| broken())?;
    let (width, height) = (picture.width() as usize, picture.height() as usize);
    let pixels = if picture.color().has_alpha() {
        let on_paper = |luma: u8, alpha: u8| {
            let mixed = u16::from(luma) * u16::from(alpha) + 255 * (255 - u16::from(alpha));
            u8::try_from(mixed / 255).unwrap_or(255)
        };
        picture.to_luma_alpha8().pixels().map(|&image::LumaA([luma, alpha])| on_paper(luma, alpha)).collect()
    } else {
        picture.into_luma8().into_raw()
    };
    LumaImage::new(pixels, width, height).map_err(|_| broken())
}

/// The reader's own caps, before a byte is decoded.
fn fits(width: u64, height: u64) -> Result<(), Stop> {
    let (side, pixels, aspect) = (MAX_SIDE as u64, MAX_PIXELS as u64, MAX_ASPECT as u64);
    if width > side || height > side || width * height > pixels {
        let said = format!("A picture of {width} x {height} pixels is too large to read.");
        return Err(Stop::new(said, "Make it smaller, or cut it down to the code."));
    }
    if width == 0 || height == 0 || width.max(height) > aspect * width.min(height) {
        let said = format!("A picture of {width} x {height} pixels is too narrow for a code.");
        return Err(Stop::new(said, "Take another picture."));
    }
    Ok(())
}

fn limits() -> Limits {
    let mut limits = Limits::default();
    limits.max_image_width = u32::try_from(MAX_SIDE).ok();
    limits.max_image_height = u32::try_from(MAX_SIDE).ok();
    // Four samples of 16 bits a pixel, and as much again for what a decoder holds besides.
    limits.max_alloc = Some(16 * MAX_PIXELS as u64);
    limits
}

fn encoded(pixels: &[u8], width: usize, height: usize, colour: ExtendedColorType) -> Result<Vec<u8>, Stop> {
    let mut png = Vec::new();
    let size = (u32::try_from(width).unwrap_or(u32::MAX), u32::try_from(height).unwrap_or(u32::MAX));
    let written = PngEncoder::new(&mut png).write_image(pixels, size.0, size.1, colour);
    written.map_err(|_| Stop::new("The picture cannot be made into a PNG file.", REPORT))?;
    Ok(png)
}

fn broken() -> Stop {
    Stop::new("This picture is damaged, or not whole.", "Fetch it again, or take another one.")
}

fn cannot_write(kind: std::io::ErrorKind) -> Stop {
    Stop::new(format!("The picture cannot be written there: {kind}."), "Choose another place.")
}

/// Pixels a side of a painted code, at most.
const WIDTH: usize = 1080;
/// Bytes of a picture file, at most; a 12 MP photo has 3 to 12 MB, the same as PGM 12.
const MAX_FILE: u64 = 64 << 20;
const REPORT: &str = "This should not happen; please report it.";

#[cfg(test)]
mod tests;
