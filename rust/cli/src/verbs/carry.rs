//! The courier, as files: one picture in, what the second camera sees out.

use std::path::Path;

use courier::{Frame, Gray, Trip};
use engine::LumaView;

use crate::output::say;
use crate::pictures;
use crate::said::{Stop, quoted};

pub(crate) fn carry(
    trip: &Trip,
    frames: Option<u16>,
    keep: Option<&Path>,
    input: &Path,
    out: &Path,
) -> Result<(), Stop> {
    let picture = pictures::load(input)?;
    let (width, height) = (picture.width(), picture.height());
    let screen = Gray::new(width, height, picture.into_bytes()).map_err(refused)?;
    if frames.is_some() {
        pictures::folder(out)?;
    }
    if let Some(keep) = keep {
        pictures::folder(keep)?;
    }
    let photo = trip.photograph(&screen).map_err(refused)?;
    let received = trip.send(&photo).map_err(refused)?;
    let shown = trip.show(&received).map_err(refused)?;
    if let Some(keep) = keep {
        pictures::write(&keep.join("1-code.png"), &luma_png(&screen)?)?;
        pictures::write(&keep.join("2-photo.jpg"), &photo.jpeg)?;
        pictures::write(&keep.join("3-received.jpg"), &received.jpeg)?;
        let screen = &shown.picture;
        let png = pictures::png_rgb(screen.pixels(), screen.width(), screen.height())?;
        pictures::write(&keep.join("4-shown.png"), &png)?;
    }
    let mut burst = trip.frames(&shown);
    for number in 1..=frames.unwrap_or(1) {
        let Some(Frame { picture, .. }) = burst.next() else { break };
        let png = luma_png(&picture)?;
        match frames {
            Some(_) => pictures::write(&out.join(format!("frame-{number:02}.png")), &png)?,
            None => pictures::write(out, &png)?,
        }
        if let (1, Some(keep)) = (number, keep) {
            pictures::write(&keep.join("5-frame.png"), &png)?;
        }
    }
    say(format_args!("{} carried what the second camera saw to {}.", trip.messenger, quoted(&out.to_string_lossy())))
}

/// A courier's picture as a PNG file.
pub(crate) fn luma_png(picture: &Gray) -> Result<Vec<u8>, Stop> {
    let view = LumaView::new(picture.pixels(), picture.width(), picture.height(), picture.width());
    pictures::png(view.map_err(|error| Stop::new(format!("The picture cannot be used: {error}."), "Use another one."))?)
}

/// The courier's refusal.
pub(crate) fn refused(error: courier::Error) -> Stop {
    Stop::new(format!("The courier refuses: {error}."), "Use another picture.")
}
