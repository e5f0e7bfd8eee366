//! What a read costs, and how often it is right.

use std::fs;
use std::time::Duration;

use courier::Gray;
use rustix::time::{ClockId, clock_gettime};

use crate::readers::{Bench, Peer};

/// Frames of one code, and the texts that it may be read as.
pub(crate) struct Case {
    /// Those that somebody has asked for, and the rest, which are costly to make.
    made: Vec<Gray>,
    rest: Box<dyn Iterator<Item = Gray>>,
    truth: Truth,
    /// Who is not shown it.
    spared: Option<Peer>,
}

impl Case {
    pub(crate) fn new(frames: impl IntoIterator<Item = Gray> + 'static, truth: Truth) -> Self {
        Self { made: Vec::new(), rest: Box::new(frames.into_iter()), truth, spared: None }
    }

    /// The same, but not for this reader.
    pub(crate) fn sparing(self, peer: Peer) -> Self {
        Self { spared: Some(peer), ..self }
    }

    fn frame(&mut self, number: usize) -> Option<&Gray> {
        if number >= self.made.len() {
            self.made.extend(self.rest.next());
        }
        self.made.get(number)
    }
}

/// What a reader may say.
pub(crate) enum Truth {
    /// One of these, in any alphabet that codes are written in.
    Texts(Vec<String>),
    /// Nothing.
    NoCode,
}

/// How one reader did under one condition.
#[derive(Default, Clone)]
pub(crate) struct Score {
    /// Codes shown.
    pub(crate) of: usize,
    /// Read from the first frame.
    pub(crate) single: usize,
    /// Read from any frame.
    pub(crate) burst: usize,
    /// Texts that were not there.
    pub(crate) wrong: usize,
    pub(crate) panics: usize,
    /// Of each frame, in milliseconds of CPU.
    pub(crate) ms: Vec<f64>,
    /// Most memory above what was there before a read, MiB.
    pub(crate) peak: f64,
}

impl Score {
    /// Reads the frames of a case until one is read.
    pub(crate) fn take(&mut self, bench: &mut Bench, case: &mut Case) {
        self.of += 1;
        bench.begin();
        let mut number = 0;
        while let Some(frame) = case.frame(number) {
            let cost = Cost::begin();
            let texts = bench.read(frame);
            let (ms, peak) = cost.end();
            self.ms.push(ms);
            self.peak = self.peak.max(peak);
            self.panics += usize::from(texts.is_none());
            let right = texts.unwrap_or_default().iter().fold(false, |right, bytes| {
                let is_right = case.truth.holds(bytes);
                self.wrong += usize::from(!is_right);
                right | is_right
            });
            if right {
                self.single += usize::from(number == 0);
                self.burst += 1;
                break;
            }
            number += 1;
        }
    }

    pub(crate) fn rate(&self) -> f64 {
        self.single as f64 / self.of.max(1) as f64
    }

    pub(crate) fn burst_rate(&self) -> f64 {
        self.burst as f64 / self.of.max(1) as f64
    }

    pub(crate) fn median(&self) -> f64 {
        quantile(&self.ms, 0.5)
    }

    pub(crate) fn p95(&self) -> f64 {
        quantile(&self.ms, 0.95)
    }

    pub(crate) fn worst(&self) -> f64 {
        quantile(&self.ms, 1.0)
    }

    /// The scores of several conditions as one.
    pub(crate) fn sum<'a>(scores: impl IntoIterator<Item = &'a Score>) -> Score {
        scores.into_iter().fold(Score::default(), |mut sum, score| {
            sum.of += score.of;
            sum.single += score.single;
            sum.burst += score.burst;
            sum.wrong += score.wrong;
            sum.panics += score.panics;
            sum.ms.extend(&score.ms);
            sum.peak = sum.peak.max(score.peak);
            sum
        })
    }
}

impl Truth {
    fn holds(&self, bytes: &[u8]) -> bool {
        let Self::Texts(texts) = self else { return false };
        let same = |text: &str| {
            let plain = |text: &str| text.replace("\r\n", "\n").trim().to_owned();
            texts.iter().any(|expected| plain(expected) == plain(text))
        };
        let alphabets = [
            encoding_rs::UTF_8,
            encoding_rs::SHIFT_JIS,
            encoding_rs::WINDOWS_1252,
            encoding_rs::GB18030,
            encoding_rs::BIG5,
        ];
        alphabets.into_iter().any(|alphabet| same(&alphabet.decode(bytes).0))
    }
}

/// CPU time and memory from one point to another.
pub(crate) struct Cost {
    resident: f64,
    start: Duration,
}

impl Cost {
    pub(crate) fn begin() -> Self {
        // Linux: forgets the highest resident size that was seen (proc(5), clear_refs).
        let _ = fs::write("/proc/self/clear_refs", "5");
        Self { resident: status("VmRSS:"), start: cpu() }
    }

    /// Milliseconds of this thread's CPU, and MiB above the beginning.
    pub(crate) fn end(self) -> (f64, f64) {
        let ms = cpu().saturating_sub(self.start).as_secs_f64() * 1e3;
        (ms, (status("VmHWM:") - self.resident).max(0.0))
    }
}

/// A figure of this process, MiB; 0 where the system does not tell.
fn status(field: &str) -> f64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix(field));
    line.and_then(|rest| rest.trim().strip_suffix(" kB")?.parse::<f64>().ok()).unwrap_or(0.0) / 1024.0
}

fn cpu() -> Duration {
    let now = clock_gettime(ClockId::ThreadCPUTime);
    Duration::new(now.tv_sec.unsigned_abs(), u32::try_from(now.tv_nsec).unwrap_or_default())
}

pub(crate) fn quantile(values: &[f64], share: f64) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    let last = sorted.len().saturating_sub(1) as f64;
    sorted.get((last * share).round() as usize).copied().unwrap_or(f64::NAN)
}

/// One score a reader, each reader with each case in turn, so that what disturbs one disturbs all. Who rests is shown none.
pub(crate) fn scores(benches: &mut [Bench], cases: impl Iterator<Item = Case>) -> Vec<Score> {
    let mut scores = vec![Score::default(); benches.len()];
    for mut case in cases {
        for (bench, score) in benches.iter_mut().zip(&mut scores) {
            if !bench.rests && case.spared != Some(bench.peer) {
                score.take(bench, &mut case);
            }
        }
    }
    scores
}
