use super::*;

#[test]
fn gaps_are_counted_like_a_person_would() {
    assert_eq!(gaps(&[]), "");
    assert_eq!(gaps(&[6]), "; 6 has not arrived, ask for it");
    assert_eq!(gaps(&[5, 6]), "; 5 and 6 have not arrived, ask for them");
    assert_eq!(gaps(&[1, 5, 6]), "; 1, 5 and 6 have not arrived, ask for them");
    let many: Vec<u32> = (1..=20).collect();
    assert_eq!(gaps(&many), "; 1, 2, 3, 4, 5, 6, 7, 8 and 12 more have not arrived, ask for them");
}

#[test]
fn from_the_seventh_wrong_passphrase_on_it_is_said_what_will_be_lost() {
    let about = About::phone(Path::new("phone"));
    for used in 1..10 {
        let stop = about.wrong_passphrase(used, 10 - used);
        assert_eq!(stop.next.contains("destroyed"), used >= 7, "{used}");
        assert!(stop.next.starts_with(&format!("{} tr", 10 - used)));
    }
}

#[test]
fn no_two_refusals_share_a_sentence_and_each_has_a_next_step() {
    let about = About::person(Path::new("phone"), "Bob");
    let all = [
        Refusal::NewerBook,
        Refusal::UnknownPerson,
        Refusal::NameTaken,
        Refusal::UnfitName,
        Refusal::TooManyPeople,
        Refusal::Unconfirmed,
        Refusal::Paused,
        Refusal::Ended,
        Refusal::BurnedByCard,
        Refusal::LeaseOver { until: engine::Day(21_000) },
        Refusal::LeaseRuns { until: engine::Day(21_000) },
        Refusal::ExtendedOnce,
        Refusal::Keystore(engine::KeyTrouble::Gone),
        Refusal::TooManyCards,
        Refusal::LockedBurnOff,
        Refusal::EmptyText,
        Refusal::TooLong { by: 3 },
        Refusal::Unanswered,
        Refusal::TooManyKept,
        Refusal::NoSuchCode,
        Refusal::InboxFull,
        Refusal::NoSuchMessage,
        Refusal::Unreadable,
        Refusal::AlreadyRead,
        Refusal::Newer,
        Refusal::Malformed,
        Refusal::NoMeeting,
        Refusal::BurnedPhone,
        Refusal::NoClock,
        Refusal::Vault(VaultError::Missing),
        Refusal::Vault(VaultError::Exists),
        Refusal::Vault(VaultError::Busy),
        Refusal::Vault(VaultError::CannotOpen),
        Refusal::Vault(VaultError::Disk(std::io::ErrorKind::StorageFull)),
    ];
    let mut sentences: Vec<String> = all.into_iter().map(|refusal| about.stop(refusal).said).collect();
    assert!(all.into_iter().all(|refusal| about.stop(refusal).next.len() > 8));
    sentences.sort();
    let count = sentences.len();
    sentences.dedup();
    assert_eq!(sentences.len(), count);
}

#[test]
fn a_command_can_be_copied_into_a_shell() {
    let about = About::person(Path::new("my phone"), "O'Neil");
    assert_eq!(about.with_person("confirm"), r"aldis confirm 'my phone' 'O'\''Neil'");
    assert_eq!(quoted(""), "''");
}
