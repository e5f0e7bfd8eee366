//! Two ways of doing a thing, measured side by side: in turns, in CPU time, as medians. What disturbs one round disturbs
//! both halves of it, so the ratio holds on a machine that is busy with other things.

use std::time::{Duration, Instant};

use rustix::time::{ClockId, clock_gettime};

/// Seconds that something took.
#[derive(Clone, Copy)]
pub(crate) struct Took {
    /// Of this thread, system calls included; waiting for a disk is not.
    pub(crate) cpu: f64,
    /// On the wall.
    pub(crate) wall: f64,
}

/// How long `work` takes; nothing where it fails.
pub(crate) fn timed(work: impl FnOnce() -> Option<()>) -> Option<Took> {
    let (wall, start) = (Instant::now(), cpu());
    work()?;
    let cpu = cpu().saturating_sub(start);
    Some(Took { cpu: cpu.as_secs_f64(), wall: wall.elapsed().as_secs_f64() })
}

/// Rounds of ours and of the peer's.
pub(crate) struct Paired(Vec<[Took; 2]>);

impl Paired {
    /// Runs both in turns, the one that goes first changing from round to round; the first eighth warms up. Nothing
    /// where one of them fails.
    pub(crate) fn run(
        rounds: u32,
        mut ours: impl FnMut() -> Option<()>,
        mut peer: impl FnMut() -> Option<()>,
    ) -> Option<Paired> {
        let mut kept = Vec::new();
        for round in 0..rounds + rounds / 8 {
            let (first, second);
            let depth = round % DEPTHS;
            if round % 2 == 0 {
                first = at_depth(depth, &mut || timed(&mut ours))?;
                second = at_depth(depth, &mut || timed(&mut peer))?;
            } else {
                second = at_depth(depth, &mut || timed(&mut peer))?;
                first = at_depth(depth, &mut || timed(&mut ours))?;
            }
            if round >= rounds / 8 {
                kept.push([first, second]);
            }
        }
        Some(Paired(kept))
    }

    /// Medians of ours and of the peer's.
    pub(crate) fn medians(&self) -> [Took; 2] {
        [0, 1].map(|side| {
            let of = |part: fn(&Took) -> f64| quantile(self.0.iter().filter_map(|pair| pair.get(side)).map(part), 0.5);
            Took { cpu: of(|took| took.cpu), wall: of(|took| took.wall) }
        })
    }

    /// CPU time of ours by the peer's, round by round: lower quartile, median, upper quartile.
    pub(crate) fn ratio(&self) -> [f64; 3] {
        [0.25, 0.5, 0.75].map(|share| quantile(self.0.iter().map(|[ours, peer]| ours.cpu / peer.cpu), share))
    }
}

/// Runs it so many frames further down the stack.
#[inline(never)]
fn at_depth(depth: u32, run: &mut dyn FnMut() -> Option<Took>) -> Option<Took> {
    let frame = std::hint::black_box([0_u8; 16]);
    let took = if depth == 0 { run() } else { at_depth(depth - 1, run) };
    std::hint::black_box(frame);
    took
}

/// Depths of the stack that the rounds begin at, in turn. Where the numbers of an X25519 fall in the lines of a cache is worth two
/// hundredths, for one side or the other and for the whole life of a process; so each takes all places.
const DEPTHS: u32 = 13;

fn cpu() -> Duration {
    let now = clock_gettime(ClockId::ThreadCPUTime);
    Duration::new(now.tv_sec.unsigned_abs(), u32::try_from(now.tv_nsec).unwrap_or_default())
}

fn quantile(values: impl Iterator<Item = f64>, share: f64) -> f64 {
    let mut sorted: Vec<f64> = values.collect();
    sorted.sort_by(f64::total_cmp);
    let last = sorted.len().saturating_sub(1);
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss, reason = "an index")]
    let at = (last as f64 * share).round() as usize;
    sorted.get(at).copied().unwrap_or(f64::NAN)
}
