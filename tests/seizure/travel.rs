//! A phone that travels: without the share that was left with somebody nothing opens, and with it all is as before.

use engine::{Custody, HardwareSecret, KeyTrouble, Locked, NotUnlocked, Refusal, Share, Surroundings};
use rand_chacha::{ChaCha20Rng, rand_core::SeedableRng};
use ratchet::Day;
use tests::{
    drawer::Kept,
    peer::Peer,
    phones::{Handset, START, Watch, pair, passphrase, send},
};

use crate::second;

const SHUT: Refusal = Refusal::Vault(vault::Error::CannotOpen);

/// Where a phone opens with this, how many texts wait in it.
fn waiting(kept: &mut Kept, share: Option<&Share>) -> Result<usize, Refusal> {
    match kept.locked_with(share)?.unlock(&passphrase()) {
        Ok(phone) => Ok(phone.inbox().len()),
        Err(NotUnlocked::Failed(_, refusal)) => Err(refusal),
        Err(_) => panic!("the passphrase is right"),
    }
}

/// A phone with one text that waits; locked.
fn with_a_text(seed: u64) -> Kept {
    let (kept, mut phone) = Kept::new(seed);
    let (_, mut peer) = Peer::meet(&mut phone, "Peer", seed);
    phone.receive(&peer.seal(Day(21_000), vec![ratchet::Record::text("waits")])).unwrap();
    kept
}

#[test]
fn without_its_share_nothing_opens_and_no_try_is_counted() {
    let mut kept = with_a_text(1);
    let mut phone = kept.unlocked(&passphrase()).unwrap();
    let (share, wrong) = (phone.draw_share(), phone.draw_share());
    phone.travel(Some(&share)).unwrap();
    drop(phone.lock());
    assert_eq!(kept.drawer.keys().len(), 1);
    for _ in 0..12 {
        assert_eq!(waiting(&mut kept, None), Err(SHUT));
        assert_eq!(waiting(&mut kept, Some(&wrong)), Err(SHUT));
    }
    assert_eq!(kept.locked_with(Some(&share)).unwrap().tries().used, 0);
    // Every unlock goes on to turn, and the share stays what it is.
    for _ in 0..3 {
        let keys = kept.drawer.keys();
        assert_eq!(waiting(&mut kept, Some(&share)), Ok(1));
        assert!(kept.drawer.keys().len() == 1 && kept.drawer.keys() != keys);
        assert_eq!(waiting(&mut kept, None), Err(SHUT));
    }
    let Ok(mut phone) = kept.locked_with(Some(&share)).unwrap().unlock(&passphrase()) else { panic!("it opens") };
    phone.travel(None).unwrap();
    drop(phone.lock());
    assert_eq!(waiting(&mut kept, Some(&share)), Err(SHUT));
    assert_eq!(waiting(&mut kept, None), Ok(1));
}

#[test]
fn a_power_cut_when_it_leaves_and_when_it_is_back_leaves_a_phone_that_one_of_the_two_opens() {
    let mut kept = with_a_text(2);
    let mut phone = kept.unlocked(&passphrase()).unwrap();
    let share = phone.draw_share();
    kept.drawer.forget();
    phone.travel(Some(&share)).unwrap();
    let leaving = kept.drawer.moments();
    kept.drawer.forget();
    phone.travel(None).unwrap();
    let back = kept.drawer.moments();
    drop(phone);
    for (moments, before, after) in [(leaving, None, Some(&share)), (back, Some(&share), None)] {
        assert_eq!(moments.len(), 10, "make, secret, secret, names, delete");
        let mut opened = Vec::new();
        for (at, (file, keys)) in moments.into_iter().enumerate() {
            let file = file.unwrap();
            let opens = [before, after].map(|share| {
                kept.put(&file);
                kept.drawer.put(&keys);
                waiting(&mut kept, share)
            });
            assert!(opens.contains(&Ok(1)) && opens.contains(&Err(SHUT)), "moment {at}: {opens:?}");
            opened.push(opens[0].is_ok());
        }
        assert!(opened[0] && !opened[9], "{opened:?}");
    }
}

#[test]
fn a_keystore_that_refuses_leaves_the_phone_as_it_was() {
    for index in 0..3 {
        let mut kept = with_a_text(3);
        let mut phone = kept.unlocked(&passphrase()).unwrap();
        let share = phone.draw_share();
        kept.drawer.fail_at(index, KeyTrouble::Broken);
        assert_eq!(phone.travel(Some(&share)), Err(Refusal::Keystore(KeyTrouble::Broken)), "{index}");
        drop(phone.lock());
        kept.drawer.forget();
        assert_eq!(waiting(&mut kept, Some(&share)), Err(SHUT), "{index}");
        assert_eq!(waiting(&mut kept, None), Ok(1), "{index}");
    }
}

#[test]
fn a_host_without_a_hardware_secret_has_the_shares_half_alone() {
    let (mut alice, mut bob, _, to_alice) = pair(44);
    send(&mut bob, to_alice, "waits", &mut alice);
    let share = alice.draw_share();
    let before = alice.file();
    alice.travel(Some(&share)).unwrap();
    let file = alice.file();
    assert_eq!(file.len(), before.len());
    let open = |file: &[u8], share: Option<&Share>| {
        let home = tempfile::tempdir().unwrap();
        std::fs::write(home.path().join("vault"), file).unwrap();
        let surroundings = Surroundings::new(Watch::at(START), ChaCha20Rng::seed_from_u64(9), Custody::Memory);
        let locked = match share {
            Some(share) => Locked::open_travelling(home.path(), &HardwareSecret::none(), share, surroundings),
            None => Locked::open(home.path(), &HardwareSecret::none(), surroundings),
        };
        locked.map(|locked| locked.unlock(&passphrase()).ok().unwrap().inbox().len())
    };
    assert_eq!((open(&file, None), open(&file, Some(&share))), (Err(SHUT), Ok(1)));
    // What is written while it is open stays under it, and an older copy needs it as little as before.
    alice.set_text_hours(7).unwrap();
    assert_eq!((open(&alice.file(), None), open(&alice.file(), Some(&share))), (Err(SHUT), Ok(1)));
    assert_eq!(open(&before, None), Ok(1));
    alice.travel(None).unwrap();
    assert_eq!((open(&alice.file(), None), open(&alice.file(), Some(&share))), (Ok(1), Err(SHUT)));
}

#[test]
fn a_phone_that_travels_is_opened_under_force_with_its_share_alone() {
    let mut kept = with_a_text(5);
    let mut phone = kept.unlocked(&passphrase()).unwrap();
    phone.set_duress(&passphrase(), &second(), None).unwrap();
    let share = phone.draw_share();
    phone.travel(Some(&share)).unwrap();
    drop(phone);
    assert_eq!(kept.locked().err(), Some(SHUT));
    let Ok(phone) = kept.locked_with(Some(&share)).unwrap().unlock(&second()) else { panic!("it opens") };
    assert!(phone.people().is_empty());
    drop(phone);
    assert!(kept.locked_with(Some(&share)).unwrap().unlock(&passphrase()).is_err(), "the real one is gone");
}

#[test]
fn a_share_that_was_drawn_and_not_taken_is_needed_by_nobody() {
    let mut phone = Handset::new(6);
    let _ = phone.draw_share();
    assert!(phone.seized(&passphrase()));
}

#[test]
fn a_caller_who_keeps_the_hardware_secrets_changes_them_and_the_share_stays_what_it_is() {
    let (mut alice, mut bob, _, to_alice) = pair(45);
    send(&mut bob, to_alice, "waits", &mut alice);
    let secret = |byte: u8| HardwareSecret::new(&mut [byte; 32]);
    let home = tempfile::tempdir().unwrap();
    let surroundings = || Surroundings::new(Watch::at(START), ChaCha20Rng::seed_from_u64(10), Custody::Memory);
    let open = |byte: u8, share: Option<&Share>| match share {
        Some(share) => Locked::open_travelling(home.path(), &secret(byte), share, surroundings()),
        None => Locked::open(home.path(), &secret(byte), surroundings()),
    };
    let (share, wrong) = (alice.draw_share(), alice.draw_share());
    assert!(!alice.travels());
    alice.travel_under(&secret(1), Some(&share)).unwrap();
    assert!(alice.travels());
    std::fs::write(home.path().join("vault"), alice.file()).unwrap();
    for (byte, share) in [(1, None), (0, Some(&share)), (1, Some(&wrong)), (0, None)] {
        assert_eq!(open(byte, share).err(), Some(SHUT));
    }
    // A turn while it is open, one after it was locked, and one before it is unlocked: the share goes on to be needed.
    let Ok(mut phone) = open(1, Some(&share)).unwrap().unlock(&passphrase()) else { panic!("it opens") };
    phone.rekey(&secret(2)).unwrap();
    let mut locked = phone.lock();
    assert!(locked.travels());
    locked.rekey(&secret(3)).unwrap();
    drop(locked);
    assert_eq!((open(3, None).err(), open(2, Some(&share)).err()), (Some(SHUT), Some(SHUT)));
    let mut locked = open(3, Some(&share)).unwrap();
    locked.rekey(&secret(4)).unwrap();
    let Ok(mut phone) = locked.unlock(&passphrase()) else { panic!("it opens") };
    assert_eq!(phone.inbox().len(), 1);
    phone.travel_under(&secret(5), None).unwrap();
    assert!(!phone.travels());
    phone.rekey(&secret(6)).unwrap();
    drop(phone);
    assert_eq!(open(6, Some(&share)).err(), Some(SHUT));
    assert!(!open(6, None).unwrap().travels());
}
