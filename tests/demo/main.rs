//! The story that the demo tells, played from end to end on real pictures: each messenger, two seeds, the preset *fair*,
//! bursts of 12 frames. What the reader cannot read is photographed again and counted, as a person would; the rates are
//! printed (`cargo test -p tests --test demo -- --nocapture`) and may only rise.
#![cfg(test)]

use cli::demo::{Counts, Narrator, Report, Settings, play};
use courier::{Messenger, Preset};

const SEEDS: [u64; 2] = [1, 2];

/// Photos of some twenty that may have to be taken again; one was when this was measured. This may only fall.
const MOST_AGAIN: u32 = 2;

#[test]
fn the_story_comes_through_signal() {
    comes_through(Messenger::SignalStandard);
}

#[test]
fn the_story_comes_through_signal_on_a_phone_with_little_memory() {
    comes_through(Messenger::SignalLowmem);
}

#[test]
fn the_story_comes_through_signal_at_its_best() {
    comes_through(Messenger::SignalHigh);
}

#[test]
fn the_story_comes_through_whatsapp() {
    comes_through(Messenger::Whatsapp);
}

#[test]
fn the_story_comes_through_telegram() {
    comes_through(Messenger::Telegram);
}

#[test]
fn the_story_comes_through_as_a_file() {
    comes_through(Messenger::File);
}

fn comes_through(messenger: Messenger) {
    let mut sum = Counts::default();
    for seed in SEEDS {
        let home = tempfile::tempdir().unwrap();
        let settings = Settings { out: home.path().join("demo"), seed, messenger, preset: Preset::Fair };
        let report =
            play(&settings, &mut Silence).unwrap_or_else(|stop| panic!("{messenger}, seed {seed}: {}", stop.said));
        tells_nothing_but_the_story(&report, &settings);
        let counts = report.counts;
        sum.due += counts.due;
        sum.read += counts.read;
        sum.bursts += counts.bursts;
        sum.bursts_read += counts.bursts_read;
        sum.frames += counts.frames;
        sum.again += counts.again;
    }
    println!(
        "{messenger}: {} of {} messages, {} of {} bursts, {} frames looked at, {} photos taken again",
        sum.read, sum.due, sum.bursts_read, sum.bursts, sum.frames, sum.again
    );
    assert!(sum.again <= MOST_AGAIN, "{messenger}: {} photos had to be taken again", sum.again);
    assert_eq!(sum.read, sum.due, "{messenger}: four photos of twelve frames each were not enough for a message");
}

/// Whatever was read was what was written, and the page shows all of it.
fn tells_nothing_but_the_story(report: &Report, settings: &Settings) {
    let counts = report.counts;
    assert_eq!(counts.wrong, 0);
    assert!(counts.due >= 8, "a story of {} messages", counts.due);
    assert_eq!(report.is_complete(), counts.read == counts.due);
    // A burst that was read opened its message, but for the picture that came twice and the poster.
    let strangers = counts.bursts_read - counts.read;
    assert!(strangers <= 2, "{strangers} codes were read and opened nothing");

    let page = std::fs::read_to_string(settings.out.join("index.html")).unwrap();
    assert!(page.contains("Bring the map"));
    let pictures: Vec<_> = page.split("src=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    assert!(pictures.len() > 40, "{} pictures", pictures.len());
    for picture in pictures {
        assert!(settings.out.join(picture).is_file(), "{picture} is not there");
    }
}

struct Silence;

impl Narrator for Silence {
    fn line(&mut self, _: &str) {}
    fn working(&mut self, _: &str, _: u64, _: u64) {}
}
