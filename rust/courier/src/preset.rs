//! How good the conditions are: the ranges that everything is drawn from, uniformly.

use std::fmt;
use std::str::FromStr;

use crate::Error;
use crate::dice::Dice;
use crate::shot::{Glare, Shot};

/// How carefully the two photos of a trip are taken, and in what light.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Preset {
    /// `good`: somebody takes care, fills the frame and zooms in.
    Good,
    /// `fair`: what people do.
    Fair,
    /// `bad`: in a hurry, in poor light, from too far.
    Bad,
}

/// Everything from `low` to `high` is equally likely.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Range {
    /// The smallest value that is drawn.
    pub low: f64,
    /// The largest; itself hit only when it equals `low`.
    pub high: f64,
}

/// What is drawn for a trip, uniformly in each range. The ranges are the project's own idea of three kinds of photographers;
/// change them only towards harder, or with a measured reason.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ranges {
    /// Share of the photo's width that the code with its quiet zone fills.
    pub code_share: Range,
    /// What the second camera frames.
    pub framing: Framing,
    /// Tilt of either camera against the screen, degrees, towards a random side.
    pub tilt: Range,
    /// Turn of either camera about its axis, degrees.
    pub turn: Range,
    /// Gaussian blur of the first lens, sigma in pixels of the photo.
    pub first_blur: Range,
    /// Gaussian blur of the second lens, sigma in pixels of the frame.
    pub second_blur: Range,
    /// Noise of the first sensor, sigma in steps of 255.
    pub first_noise: Range,
    /// Noise of the second sensor, sigma in steps of 255; one draw for a burst, as one sensor has one light.
    pub second_noise: Range,
    /// Motion blur of the second camera in one frame of three, length in pixels of the frame.
    pub motion: Range,
    /// Glare spot in one picture of four (the photo; the burst): radius as a share of the code's width.
    pub glare_radius: Option<f64>,
    /// Light fall-off across the picture: share of the light that the darkest corner lacks, either camera.
    pub falloff: Range,
    /// Radial bend of either lens: distance in modules by which a corner of the code is moved.
    pub bend: Range,
    /// Rolling shutter of the second camera: skew in modules across the code.
    pub skew: Range,
    /// Hand shake from frame to frame: shift as a share of the frame's narrow side, either way. Turn and tilt (degrees) shake by 50
    /// times, distance by half as much. Not in the table of the presets: own choice, 1 % being 7 px at 720p.
    pub shake: f64,
}

/// What fills the second camera's frame across its narrow side.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Framing {
    /// The photo is zoomed on the screen, and the code with its quiet zone fills this share of the frame.
    Code(Range),
    /// The photo is shown whole, and the screen fills this share of the frame.
    Screen(Range),
}

/// In one picture of four there is a glare spot.
pub const GLARE_RATE: f64 = 1.0 / 4.0;
/// One frame of three is blurred by motion.
pub const MOTION_RATE: f64 = 1.0 / 3.0;

const fn range(low: f64, high: f64) -> Range {
    Range { low, high }
}

const GOOD: Ranges = Ranges {
    code_share: range(0.75, 0.88),
    framing: Framing::Code(range(0.80, 0.95)),
    tilt: range(0.0, 4.0),
    turn: range(-2.0, 2.0),
    first_blur: range(0.6, 0.9),
    second_blur: range(0.4, 0.6),
    first_noise: range(2.0, 2.0),
    second_noise: range(2.0, 2.0),
    motion: range(0.0, 0.0),
    glare_radius: None,
    falloff: range(0.0, 0.10),
    bend: range(0.0, 0.0),
    skew: range(0.0, 0.0),
    shake: 0.005,
};

const FAIR: Ranges = Ranges {
    code_share: range(0.62, 0.78),
    framing: Framing::Screen(range(0.86, 0.98)),
    tilt: range(0.0, 8.0),
    turn: range(-4.0, 4.0),
    first_blur: range(0.9, 1.5),
    second_blur: range(0.6, 1.0),
    first_noise: range(3.0, 3.0),
    second_noise: range(2.0, 6.0),
    motion: range(0.0, 1.5),
    glare_radius: Some(0.04),
    falloff: range(0.0, 0.25),
    bend: range(0.0, 1.0),
    skew: range(0.0, 0.3),
    shake: 0.01,
};

const BAD: Ranges = Ranges {
    code_share: range(0.45, 0.62),
    framing: Framing::Screen(range(0.70, 0.90)),
    tilt: range(0.0, 14.0),
    turn: range(-12.0, 12.0),
    first_blur: range(1.5, 2.5),
    second_blur: range(1.0, 1.7),
    first_noise: range(6.0, 6.0),
    second_noise: range(4.0, 10.0),
    motion: range(0.0, 4.0),
    glare_radius: Some(0.08),
    falloff: range(0.10, 0.50),
    bend: range(0.0, 2.5),
    skew: range(0.0, 1.0),
    shake: 0.02,
};

impl Preset {
    /// Every preset, the kindest first.
    pub const ALL: [Self; 3] = [Self::Good, Self::Fair, Self::Bad];

    /// Its name, as `FromStr` reads it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Good => "good",
            Self::Fair => "fair",
            Self::Bad => "bad",
        }
    }

    /// The ranges that it draws from.
    #[must_use]
    pub const fn ranges(self) -> &'static Ranges {
        match self {
            Self::Good => &GOOD,
            Self::Fair => &FAIR,
            Self::Bad => &BAD,
        }
    }

    /// How the first photo is taken.
    pub(crate) fn first_shot(self, dice: &mut Dice) -> Shot {
        let ranges = self.ranges();
        let share = ranges.code_share.draw(dice);
        let blur = ranges.first_blur.draw(dice);
        let noise = ranges.first_noise.draw(dice);
        // A quarter of the free room: a code that fills little lies further off the middle, and never outside.
        self.shot(share, blur, noise, 0.25 * (1.0 - share), dice)
    }

    /// How the burst is taken, but for what changes from frame to frame.
    pub(crate) fn second_shot(self, dice: &mut Dice) -> Shot {
        let ranges = self.ranges();
        let share = ranges.framing.range().draw(dice);
        let blur = ranges.second_blur.draw(dice);
        let noise = ranges.second_noise.draw(dice);
        self.shot(share, blur, noise, 0.25 * (1.0 - share), dice)
    }

    /// One frame of a burst: the hand shakes, sometimes it moves, and the rolling shutter makes a skew of the movement.
    pub(crate) fn frame_shot(self, burst: &Shot, dice: &mut Dice) -> Shot {
        let ranges = self.ranges();
        let mut shake = |size: f64| dice.uniform(-size, size);
        let moved = (shake(ranges.shake), shake(ranges.shake));
        let tilt = ranges.tilt.nearest(burst.tilt + shake(50.0 * ranges.shake));
        let tilt_toward = burst.tilt_toward + shake(10.0);
        let turn = ranges.turn.nearest(burst.turn + shake(50.0 * ranges.shake));
        let share = ranges.framing.range().nearest(burst.share * (1.0 + shake(0.5 * ranges.shake)));
        let motion = if dice.chance(MOTION_RATE) { ranges.motion.draw(dice) } else { 0.0 };
        Shot {
            share,
            shift: (burst.shift.0 + moved.0, burst.shift.1 + moved.1),
            tilt,
            tilt_toward,
            turn,
            motion,
            motion_toward: dice.uniform(0.0, 360.0),
            skew: ranges.skew.draw(dice),
            skew_toward: dice.uniform(0.0, 360.0),
            // A reflection stands still while the screen moves under it, and doubles a turn of the hand.
            glare: burst
                .glare
                .map(|glare| Glare { at: (glare.at.0 - 2.0 * moved.0, glare.at.1 - 2.0 * moved.1), ..glare }),
            ..*burst
        }
    }

    fn shot(self, share: f64, blur: f64, noise: f64, room: f64, dice: &mut Dice) -> Shot {
        let ranges = self.ranges();
        let glare = match ranges.glare_radius {
            Some(radius) if dice.chance(GLARE_RATE) => {
                Some(Glare { radius, at: (dice.uniform(-0.5, 0.5), dice.uniform(-0.5, 0.5)) })
            }
            _ => None,
        };
        Shot {
            share,
            shift: (dice.uniform(-room, room), dice.uniform(-room, room)),
            tilt: ranges.tilt.draw(dice),
            tilt_toward: dice.uniform(0.0, 360.0),
            turn: ranges.turn.draw(dice),
            blur,
            bend: ranges.bend.draw(dice) * dice.sign(),
            falloff: ranges.falloff.draw(dice),
            brightest: (dice.uniform(-0.3, 0.3), dice.uniform(-0.3, 0.3)),
            glare,
            noise,
            white: dice.uniform(196.0, 204.0),
            ..Shot::still(share)
        }
    }
}

impl Framing {
    /// The share of the frame's narrow side, whatever it is a share of.
    #[must_use]
    pub const fn range(self) -> Range {
        match self {
            Self::Code(range) | Self::Screen(range) => range,
        }
    }
}

impl Range {
    /// Whether a value can have been drawn from here.
    #[must_use]
    pub fn holds(self, value: f64) -> bool {
        self.low <= value && value <= self.high
    }

    fn draw(self, dice: &mut Dice) -> f64 {
        dice.uniform(self.low, self.high)
    }

    fn nearest(self, value: f64) -> f64 {
        value.max(self.low).min(self.high)
    }
}

impl fmt::Display for Preset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Preset {
    type Err = Error;

    fn from_str(name: &str) -> Result<Self, Error> {
        Self::ALL.into_iter().find(|preset| preset.name() == name).ok_or(Error::UnknownName)
    }
}

#[cfg(test)]
mod tests;
