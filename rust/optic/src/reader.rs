//! The reader: luma in, codes out, in bounded time whatever the picture.
//!
//! A picture is looked at in several sizes and in both polarities. In each the marks are found and grouped here, and
//! rqrr samples one suspected code at a time, cut out with every other mark removed: it never meets more than three.
//! The sampled modules are decoded by this crate. That bounds what a hostile picture can cost: a few linear passes a
//! size, and a deadline looked at between suspects.

mod door;
mod regions;
mod scale;
mod threshold;
mod triples;

use std::time::{Duration, Instant};

use crate::decode::decode;
use crate::{Code, LumaImage, LumaView, Point, Reading, Seen};
use door::Sampled;
use regions::{Mark, Regions};
use threshold::Bitmap;
use triples::{Triple, triples};

/// Pixels that one look works on; larger pictures are reduced first and looked at in full only if that read nothing.
const WORKING_PIXELS: usize = 2_200_000;
/// Below this many pixels a module the modules melt into each other.
const SMALL_MODULE: f32 = 2.0;
/// Pixels that rqrr may be made to repaint for one suspect.
const MOST_REPAINTING: usize = 40_000_000;

/// How fast a size is looked at before any suspect, at worst (noise): measured 70, on one core of a server.
const PIXELS_A_MICROSECOND: usize = 60;

/// How long a picture may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Budget(Duration);

impl Budget {
    /// At most about this long; looked at between attempts, none of which takes more than some 50 ms on a phone.
    #[must_use]
    pub const fn milliseconds(milliseconds: u32) -> Self {
        Self(Duration::from_millis(milliseconds as u64))
    }

    /// For a picture from a file, where nobody waits for the next frame: 2 seconds.
    pub const STILL: Self = Self::milliseconds(2000);
    /// For a frame of a running camera: 150 ms.
    pub const FRAME: Self = Self::milliseconds(150);
}

/// Reads pictures; keeps its buffers from one to the next.
///
/// A reader holds no state between pictures: the same picture gives the same codes, time permitting.
pub struct Reader {
    image: LumaImage,
    bitmap: Bitmap,
    regions: Regions,
    marks: Vec<Mark>,
    cutout: Vec<u8>,
}

impl Default for Reader {
    fn default() -> Self {
        Self::new()
    }
}

impl Reader {
    /// A reader with empty buffers.
    #[must_use]
    pub fn new() -> Self {
        Self {
            image: LumaImage::scratch(),
            bitmap: Bitmap::new(),
            regions: Regions::default(),
            marks: Vec::new(),
            cutout: Vec::new(),
        }
    }

    /// Reads every code in `view` that it can within `budget`.
    ///
    /// Never panics and never allocates more than a few times the picture, whatever it holds. A text that it returns
    /// was corrected within the standard's limits in every block.
    pub fn read(&mut self, view: LumaView<'_>, budget: Budget) -> Reading {
        let mut look =
            Look { deadline: Instant::now() + budget.0, codes: Vec::new(), best: None, marks: 0, stopped: false };
        for size in sizes(view) {
            if look.has_no_time_for(size, view) {
                continue;
            }
            for inverted in [false, true] {
                if look.is_over() {
                    break;
                }
                if inverted {
                    self.bitmap.invert();
                } else {
                    match size {
                        Size::Shrunk(factor) => scale::shrink(view, factor, &mut self.image),
                        Size::Doubled => scale::double(view, &mut self.image),
                    }
                    self.bitmap.threshold(&self.image);
                }
                self.look_once(size, &mut look);
            }
            if !look.codes.is_empty() {
                break;
            }
        }
        look.finish()
    }

    /// One size, one polarity: marks, triples, suspects.
    fn look_once(&mut self, size: Size, look: &mut Look) {
        self.regions.find(&self.bitmap);
        look.stopped |= self.regions.marks(&mut self.marks);
        look.marks = look.marks.max(self.marks.len());
        if self.marks.len() < 3 {
            return;
        }
        if self.regions.repainting() > MOST_REPAINTING {
            look.stopped = true;
            return;
        }
        let mut used = vec![false; self.marks.len()];
        for triple in triples(&self.marks) {
            let [a, b] = triple.ends;
            let members = [triple.corner, a, b];
            if members.iter().any(|&mark| used.get(mark) != Some(&false)) {
                continue;
            }
            if look.is_over() {
                return;
            }
            look.suspect(triple.module / size.scale());
            if self.suspect(triple, size, look) {
                members.iter().for_each(|&mark| used.iter_mut().skip(mark).take(1).for_each(|used| *used = true));
            }
        }
    }

    /// Cuts one suspect out, has it sampled and decodes it. Whether it held a code.
    fn suspect(&mut self, triple: Triple, size: Size, look: &mut Look) -> bool {
        let [a, b] = triple.ends;
        let Some([corner, first, second]) = three(&self.marks, [triple.corner, a, b]) else {
            return false;
        };
        let Some(cut) = Cut::around([corner, first, second], &self.bitmap) else {
            return false;
        };
        self.cutout.resize(cut.width * cut.height, 0);
        self.regions.draw(cut.left, cut.top, cut.width, &mut self.cutout, &[corner, first, second]);
        let mut found = false;
        for sampled in door::sample(&self.cutout, cut.width) {
            if let Some(code) = read_sampled(sampled, &cut, size) {
                found = true;
                look.add(code);
            }
        }
        found
    }
}

/// A size in which a picture is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Size {
    Shrunk(usize),
    Doubled,
}

impl Size {
    /// Pixels of this size for one of the picture's own.
    fn scale(self) -> f32 {
        match self {
            Self::Shrunk(factor) => u16::try_from(factor).map_or(1.0, |factor| 1.0 / f32::from(factor)),
            Self::Doubled => 2.0,
        }
    }
}

/// The sizes to try, in order.
fn sizes(view: LumaView<'_>) -> Vec<Size> {
    let pixels = view.width() * view.height();
    let fits = |factor: usize| pixels <= WORKING_PIXELS * factor * factor;
    let first = (1..=8).find(|&factor| fits(factor)).unwrap_or(8);
    let mut sizes: Vec<Size> = [1, 2, 3].into_iter().map(|step| Size::Shrunk(first * step)).collect();
    if pixels * 4 <= WORKING_PIXELS {
        sizes.push(Size::Doubled);
    }
    // Finer than the working size: slow, and last.
    sizes.extend((1..first).rev().map(Size::Shrunk));
    sizes.retain(|&size| match size {
        // 21 modules of a pixel: nothing smaller was ever a code.
        Size::Shrunk(factor) => view.width().min(view.height()) / factor >= 21,
        Size::Doubled => true,
    });
    sizes
}

/// What has been found so far.
struct Look {
    deadline: Instant,
    codes: Vec<Code>,
    /// Pixels a module of the largest suspect.
    best: Option<f32>,
    marks: usize,
    stopped: bool,
}

impl Look {
    fn is_over(&mut self) -> bool {
        let over = Instant::now() >= self.deadline;
        self.stopped |= over;
        over
    }

    /// A size finer than the working one is not begun unless it can be ended.
    fn has_no_time_for(&mut self, size: Size, view: LumaView<'_>) -> bool {
        let Size::Shrunk(factor) = size else { return false };
        let pixels = view.width() * view.height() / (factor * factor);
        if pixels <= WORKING_PIXELS {
            return false;
        }
        let needed = Duration::from_micros(u64::try_from(pixels / PIXELS_A_MICROSECOND).unwrap_or(u64::MAX));
        let short = self.deadline.saturating_duration_since(Instant::now()) < needed;
        self.stopped |= short;
        short
    }

    fn suspect(&mut self, module: f32) {
        self.best = Some(self.best.map_or(module, |best| best.max(module)));
    }

    /// Keeps a code once: the same payload in the same place is the same code.
    fn add(&mut self, code: Code) {
        let middle = |code: &Code| {
            let sum = code.corners.iter().fold((0.0, 0.0), |(x, y), p| (x + p.x, y + p.y));
            (sum.0 / 4.0, sum.1 / 4.0)
        };
        let reach = |code: &Code| {
            let [a, _, c, _] = code.corners;
            (a.x - c.x).hypot(a.y - c.y) / 4.0
        };
        let (x, y) = middle(&code);
        let known = self.codes.iter().any(|other| {
            let (other_x, other_y) = middle(other);
            other.bytes == code.bytes && (x - other_x).hypot(y - other_y) < reach(&code).max(reach(other))
        });
        if !known {
            self.codes.push(code);
        }
    }

    fn finish(self) -> Reading {
        let seen = match (self.codes.is_empty(), self.best) {
            (false, _) => Seen::Codes,
            _ if self.stopped => Seen::Stopped,
            (_, Some(module)) if module < SMALL_MODULE => Seen::TooSmall { module },
            (_, Some(module)) => Seen::Unreadable { module },
            _ if self.marks > 0 => Seen::Marks,
            _ => Seen::Nothing,
        };
        Reading { codes: self.codes, seen }
    }
}

/// A rectangle of the bitmap around a suspect.
struct Cut {
    left: usize,
    top: usize,
    width: usize,
    height: usize,
}

impl Cut {
    /// The smallest rectangle that holds a code with these marks, its quiet zone, and a fourth corner that perspective
    /// has moved by a fifth of a leg.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to the bitmap first")]
    fn around([corner, first, second]: [Mark; 3], bitmap: &Bitmap) -> Option<Self> {
        let fourth = (first.x + second.x - corner.x, first.y + second.y - corner.y);
        let xs = [corner.x, first.x, second.x, fourth.0];
        let ys = [corner.y, first.y, second.y, fourth.1];
        let leg = (first.x - corner.x).hypot(first.y - corner.y).max((second.x - corner.x).hypot(second.y - corner.y));
        let margin = 8.0 * corner.module.max(first.module).max(second.module) + 0.2 * leg;
        let low = |v: [f32; 4]| (v.into_iter().fold(f32::INFINITY, f32::min) - margin).max(0.0) as usize;
        let high = |v: [f32; 4], limit: usize| {
            ((v.into_iter().fold(0.0, f32::max) + margin).max(0.0) as usize).saturating_add(1).min(limit)
        };
        let (left, top) = (low(xs), low(ys));
        let width = high(xs, bitmap.width).checked_sub(left).filter(|&n| n > 0)?;
        let height = high(ys, bitmap.height).checked_sub(top).filter(|&n| n > 0)?;
        Some(Self { left, top, width, height })
    }
}

fn three(marks: &[Mark], at: [usize; 3]) -> Option<[Mark; 3]> {
    let [a, b, c] = at.map(|at| marks.get(at).copied());
    Some([a?, b?, c?])
}

fn read_sampled(sampled: Sampled, cut: &Cut, size: Size) -> Option<Code> {
    let decoded = decode(&sampled.modules)?;
    let (left, top) = (u16::try_from(cut.left).ok()?, u16::try_from(cut.top).ok()?);
    let home = |p: Point| Point { x: (p.x + f32::from(left)) / size.scale(), y: (p.y + f32::from(top)) / size.scale() };
    let [a, b, c, d] = sampled.corners.map(home);
    let corners = if decoded.mirrored { [a, d, c, b] } else { [a, b, c, d] };
    Some(Code { bytes: decoded.bytes, version: decoded.version, level: decoded.level, mask: decoded.mask, corners })
}

#[cfg(test)]
mod tests;
