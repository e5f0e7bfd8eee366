//! Phones in the midst of something: what lies on the disk, and what may come next.

use engine::{Custody, Meeting, Phone, Size};
use tests::phones::{DAY, Handset, START, befriend, introduce, passphrase, send, tell};

use crate::hex;

/// A vault file, and lines that can be said to its phone.
pub(crate) struct Scene {
    pub(crate) file: Vec<u8>,
    /// What comes next, by its name.
    lines: Vec<(&'static str, String)>,
}

impl Scene {
    /// One of the lines.
    pub(crate) fn line(&self, name: &str) -> &str {
        let found = self.lines.iter().find(|(other, _)| *other == name);
        &found.unwrap_or_else(|| panic!("no line for {name}")).1
    }
}

/// Nobody is known yet, and Alice shows her first code.
pub(crate) fn alone() -> Scene {
    let mut alice = handset(2);
    let p1 = alice.start_meeting(&"Bob".parse().unwrap()).unwrap();
    Scene { file: handset(1).file(), lines: vec![("answer", format!("meet Alice {}", hex(&p1)))] }
}

/// Showed first and waits for P2.
pub(crate) fn waiting_for_p2() -> Scene {
    let (mut alice, mut bob) = (handset(3), handset(4));
    let p1 = alice.start_meeting(&"Bob".parse().unwrap()).unwrap();
    let p2 = second(&mut bob, &p1);
    Scene { file: alice.file(), lines: vec![("accept", format!("meet Bob {}", hex(&p2)))] }
}

/// Scanned first, answered, and waits for P3.
pub(crate) fn waiting_for_p3() -> Scene {
    let (mut alice, mut bob) = (handset(5), handset(6));
    let p1 = alice.start_meeting(&"Bob".parse().unwrap()).unwrap();
    let p2 = second(&mut bob, &p1);
    let Ok(Meeting::Third { code, .. }) = alice.meet(&"Bob".parse().unwrap(), &p2) else { panic!("P2 is answered") };
    Scene { file: bob.file(), lines: vec![("finish", format!("meet Alice {}", hex(&code)))] }
}

/// Met, and the words are still to be compared.
pub(crate) fn unconfirmed() -> Scene {
    let (mut alice, mut bob) = (handset(7), handset(8));
    introduce(&mut alice, "Bob", &mut bob, "Alice");
    Scene { file: alice.file(), lines: Vec::new() }
}

/// In the midst of it: a kept code, one text opened and one not, a gap, half a draft, a code and a sign of life to come.
pub(crate) fn friends() -> Scene {
    let (mut alice, mut bob) = (handset(9), handset(10));
    let (to_bob, to_alice) = befriend(&mut alice, "Bob", &mut bob, "Alice");
    tell(&mut alice, to_bob, "before", &mut bob);
    tell(&mut bob, to_alice, "before", &mut alice);
    alice.write(to_bob, "kept", Size::Normal).unwrap();
    let opened = send(&mut bob, to_alice, "opened", &mut alice);
    alice.open_text(opened).unwrap();
    let unopened = send(&mut bob, to_alice, "not yet opened", &mut alice);
    let late = bob.write(to_alice, "late", Size::Normal).unwrap().envelope;
    send(&mut bob, to_alice, "after a gap", &mut alice);
    alice.set_draft(to_bob, "half a sen").unwrap();
    let (next, cover) = (bob.write(to_alice, "next", Size::Normal).unwrap(), bob.write_cover(to_alice).unwrap());
    let receive = |envelope: &engine::Envelope| format!("receive {}", hex(envelope.as_bytes()));
    let lines = vec![
        ("receive-late", receive(&late)),
        ("receive", receive(&next.envelope)),
        ("receive-cover", receive(&cover.envelope)),
        ("read", format!("read {}", unopened.0)),
        ("burn", format!("burn {}", opened.0)),
    ];
    Scene { file: alice.file(), lines }
}

/// A text was opened, and its limit is over by the clock of the child.
pub(crate) fn overdue() -> Scene {
    let (mut alice, mut bob) = (handset(11), handset(12));
    let (to_bob, _) = befriend(&mut alice, "Bob", &mut bob, "Alice");
    bob.set_text_hours(1).unwrap();
    let id = send(&mut alice, to_bob, "an hour", &mut bob);
    bob.watch.set(Some(engine::Moment(START.0 - 3600)));
    bob.confirm_date().unwrap();
    bob.open_text(id).unwrap();
    Scene { file: bob.file(), lines: Vec::new() }
}

/// Friends, and the owner has paused.
pub(crate) fn paused() -> Scene {
    let (mut alice, mut bob) = (handset(13), handset(14));
    let (to_bob, _) = befriend(&mut alice, "Bob", &mut bob, "Alice");
    alice.pause(to_bob).unwrap();
    Scene { file: alice.file(), lines: Vec::new() }
}

/// Set up by a clock that stood in 2062, which the child's does not.
pub(crate) fn in_doubt() -> Scene {
    let phone = Handset::with(15, Custody::Vault, Some(engine::Moment(33_602 * DAY)));
    Scene { file: phone.file(), lines: Vec::new() }
}

/// Friends, one of whom has a card, and everything that an owner may prepare is prepared.
pub(crate) fn prepared() -> Scene {
    let (mut alice, mut bob) = (handset(16), handset(17));
    let card = bob.draw_card();
    bob.adopt_card(&card).unwrap();
    let (to_bob, to_alice) = befriend(&mut alice, "Bob", &mut bob, "Alice");
    let mut carol = handset(18);
    let (to_carol, _) = befriend(&mut alice, "Carol", &mut carol, "Alice");
    tell(&mut alice, to_bob, "before", &mut bob);
    send(&mut bob, to_alice, "waits", &mut alice);
    alice.set_draft(to_bob, "half a sen").unwrap();
    alice.set_notices(to_carol, true).unwrap();
    alice.set_duress(&passphrase(), &"cold harbour nine tin whistle".parse().unwrap(), Some(to_carol)).unwrap();
    alice.set_locked_burn(true).unwrap();
    Scene { file: alice.file(), lines: vec![("card", format!("show-card {}", hex(&card.object())))] }
}

fn handset(seed: u64) -> Handset {
    Handset::with(seed, Custody::Vault, Some(START))
}

fn second(bob: &mut Phone, p1: &[u8]) -> Vec<u8> {
    let Ok(Meeting::Second(p2)) = bob.meet(&"Alice".parse().unwrap(), p1) else { panic!("P1 is answered") };
    p2
}
