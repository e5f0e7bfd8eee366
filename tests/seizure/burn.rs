//! Burning by the owner's own hand: wholly burned or wholly there, and from the lock screen only where that was wanted.

use engine::{HardwareSecret, Locked, Refusal, Size};
use rand_chacha::{ChaCha20Rng, rand_core::SeedableRng};
use tests::phones::{Handset, pair, passphrase, send, tell};

use crate::second;

#[test]
fn nothing_burns_from_the_lock_screen_until_the_owner_wanted_it() {
    let mut phone = Handset::new(1);
    let locked = phone.locked();
    assert!(!locked.may_burn());
    assert_eq!(locked.burn(), Err(Refusal::LockedBurnOff));
    assert!(phone.seized(&passphrase()), "it is all there");
    phone.set_locked_burn(true).unwrap();
    phone.set_text_hours(7).unwrap();
    assert!(phone.seized(&passphrase()) && phone.locked_burn() && phone.text_hours() == 7);
    phone.set_locked_burn(false).unwrap();
    assert_eq!(phone.locked().burn(), Err(Refusal::LockedBurnOff));
    assert!(phone.seized(&passphrase()));
    phone.set_locked_burn(true).unwrap();
    let locked = phone.locked();
    assert!(locked.may_burn());
    locked.burn().unwrap();
    assert!(!phone.folder().join("vault").exists());
}

#[test]
fn the_wish_outlives_the_second_passphrase_and_says_nothing_of_it() {
    let mut phone = Handset::new(2);
    phone.set_locked_burn(true).unwrap();
    phone.set_duress(&passphrase(), &second(), None).unwrap();
    assert!(phone.seized(&second()));
    assert!(phone.locked_burn());
}

#[test]
fn a_burned_contact_leaves_nothing_of_itself() {
    let (mut alice, mut bob, to_bob, to_alice) = pair(3);
    send(&mut bob, to_alice, "waits", &mut alice);
    alice.write(to_bob, "kept", Size::Normal).unwrap();
    alice.set_draft(to_bob, "half").unwrap();
    alice.burn_contact(to_bob).unwrap();
    assert!(alice.people().is_empty() && alice.inbox().is_empty() && alice.draft().is_none());
    alice.power_cut();
    assert!(alice.people().is_empty() && alice.inbox().is_empty() && alice.draft().is_none());
}

#[test]
fn a_power_cut_before_a_burn_leaves_all_and_after_it_nothing() {
    let (mut alice, mut bob, to_bob, to_alice) = pair(4);
    let text = send(&mut bob, to_alice, "a text", &mut alice);
    alice.power_cut_before_the_commit_of(|alice| alice.burn_message(text).unwrap());
    assert_eq!(alice.open_text(text).unwrap().as_str(), "a text");
    alice.burn_message(text).unwrap();
    alice.power_cut();
    assert_eq!(alice.open_text(text).err(), Some(Refusal::NoSuchMessage));
    alice.power_cut_before_the_commit_of(|alice| alice.burn_contact(to_bob).unwrap());
    tell(&mut bob, to_alice, "still there", &mut alice);
    alice.burn_contact(to_bob).unwrap();
    alice.power_cut();
    assert!(alice.people().is_empty());
}

#[test]
fn ten_wrong_passphrases_burn_whichever_two_there_are() {
    let mut phone = Handset::new(5);
    phone.set_duress(&passphrase(), &second(), None).unwrap();
    for wrong in 0..10 {
        assert!(!phone.seized(&format!("wrong {wrong}").parse().unwrap()));
        if wrong == 9 {
            break;
        }
        let used = phone.locked().tries().used;
        assert_eq!(used, wrong + 1);
    }
    assert!(!phone.folder().join("vault").exists());
    let surroundings =
        engine::Surroundings::new(phone.watch.clone(), ChaCha20Rng::seed_from_u64(5), engine::Custody::Memory);
    let gone = Locked::open(phone.folder(), &HardwareSecret::none(), surroundings).err();
    assert_eq!(gone, Some(Refusal::Vault(vault::Error::Missing)));
}
