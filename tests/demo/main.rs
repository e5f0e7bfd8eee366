//! The story that the demo tells, played from end to end on real pictures.
#![cfg(test)]

use cli::demo::{Narrator, Settings, play};

struct Silence;

impl Narrator for Silence {
    fn line(&mut self, _: &str) {}
    fn working(&mut self, _: &str, _: u64, _: u64) {}
}

#[test]
fn two_phones_meet_and_talk_through_a_messenger() {
    let home = tempfile::tempdir().unwrap();
    let settings = Settings {
        out: home.path().join("demo"),
        seed: 1,
        messenger: courier::Messenger::SignalStandard,
        preset: courier::Preset::Fair,
    };
    let Ok(report) = play(&settings, &mut Silence) else { panic!("the story came to no end") };
    assert!(report.counts.due >= 8, "a story of {} messages", report.counts.due);
    assert_eq!(report.counts.read, report.counts.due);
    assert!(report.is_complete());
    let page = std::fs::read_to_string(settings.out.join("index.html")).unwrap();
    assert!(page.contains("Bring the map"));
    for picture in page.split("src=\"").skip(1).filter_map(|rest| rest.split('"').next()) {
        assert!(settings.out.join(picture).is_file(), "{picture} is not there");
    }
}
