//! What happened before the phone was taken, and what may happen then. All of it is played by real phones.

use engine::{Card, ContactId, Envelope, Meeting, Passphrase, Phone, Received, Size, Whom};
use tests::{
    by_hand::Bytes32,
    drawer::{Kept, Keys},
    phones::passphrase,
};

/// Texts by what became of them.
pub(crate) const BURNED: [&str; 4] = ["burned: the map", "burned: pier four", "burned: at six", "burned: nine of us"];
pub(crate) const SENT: [&str; 2] = ["sent: I will be there", "sent: under the bridge"];
pub(crate) const WAITING: [&str; 3] = ["waits: north gate", "waits: bring a coat", "waits: the boat"];
pub(crate) const FLYING: [&str; 2] = ["flying: forget the car", "flying: it was seen"];
pub(crate) const FUTURE: [&str; 6] =
    ["later: one", "later: two", "later: three", "later: four", "later: five", "later: six"];
pub(crate) const LAST: &str = "sent last: and tell no one";
pub(crate) const FORCED: &str = "forced: all is well";
/// Whom Alice knows.
pub(crate) const NAMES: [&str; 2] = ["Bob Fisher", "Carol Weaver"];

/// A person, the phone and where it lies.
pub(crate) struct Owner {
    kept: Kept,
    phone: Option<Phone>,
    passphrase: Passphrase,
}

/// The file and the hardware secret at one time.
#[derive(Clone)]
pub(crate) struct Moment {
    pub(crate) file: Vec<u8>,
    keys: Keys,
}

impl Moment {
    pub(crate) fn secrets(&self) -> Vec<Bytes32> {
        self.keys.values().copied().collect()
    }
}

impl Owner {
    fn new(seed: u64) -> Owner {
        let (kept, phone) = Kept::new(seed);
        Owner { kept, phone: Some(phone), passphrase: passphrase() }
    }

    pub(crate) fn phone(&mut self) -> &mut Phone {
        self.phone.as_mut().unwrap()
    }

    /// Locks the phone, and gives what a laboratory would image now.
    pub(crate) fn lock(&mut self) -> Moment {
        drop(self.phone.take().map(Phone::lock));
        Moment { file: self.kept.file(), keys: self.kept.drawer.keys() }
    }

    pub(crate) fn unlock(&mut self) {
        self.phone = Some(self.kept.unlocked(&self.passphrase).unwrap_or_else(|error| panic!("{error}")));
    }

    /// A night's sleep.
    fn rest(&mut self) {
        self.lock();
        self.unlock();
    }

    /// The phone as it was then, put back.
    pub(crate) fn put_back(&mut self, moment: &Moment, passphrase: Passphrase) {
        self.phone = None;
        self.kept.put(&moment.file);
        self.kept.drawer.put(&moment.keys);
        self.passphrase = passphrase;
        self.unlock();
    }
}

/// The world until the phone is taken.
pub(crate) struct World {
    pub(crate) alice: Owner,
    pub(crate) bob: Owner,
    carol: Owner,
    pub(crate) card: Card,
    pub(crate) pictures: Vec<Envelope>,
    pub(crate) films: Vec<[Vec<u8>; 3]>,
    /// Alice's phone: with texts that were burned later; after they were; when it was taken.
    pub(crate) images: [Moment; 3],
    pub(crate) bobs: Moment,
}

pub(crate) fn second() -> Passphrase {
    SECOND.parse().unwrap()
}

pub(crate) const SECOND: &str = "cold harbour nine tin whistle";
pub(crate) const OWN: &str = "wall lamp drawer boat six";

impl World {
    pub(crate) fn new(seed: u64) -> World {
        let [mut alice, mut bob, mut carol] = [1, 2, 3].map(|number| Owner::new(10 * seed + number));
        let card = alice.phone().draw_card();
        alice.phone().adopt_card(&card).unwrap();
        let films = vec![
            meet(&mut alice, NAMES[0], &mut bob, "Alice"),
            meet(&mut alice, NAMES[1], &mut carol, "Alice"),
            meet(&mut bob, "Carol", &mut carol, "Bob"),
        ];
        let nothing = Moment { file: Vec::new(), keys: Keys::new() };
        let images = [nothing.clone(), nothing.clone(), nothing.clone()];
        let mut world = World { alice, bob, carol, card, pictures: Vec::new(), films, images, bobs: nothing };
        let keep = world.alice.phone().person(NAMES[0]).ok();
        world.alice.phone().set_duress(&passphrase(), &second(), keep).unwrap();
        world.play();
        world
    }

    fn play(&mut self) {
        self.bob_writes(BURNED[0], true);
        self.carol_writes(BURNED[1]);
        self.images[0] = self.alice.lock();
        self.alice.unlock();
        self.burn_all();
        self.alice_writes(SENT[0]);
        self.bob_writes(BURNED[2], true);
        self.burn_all();
        self.alice.rest();
        self.images[1] = self.alice.lock();
        self.alice.unlock();
        self.alice_writes(SENT[1]);
        self.bob_writes(BURNED[3], true);
        self.burn_all();
        self.alice.rest();
        self.bob_writes(WAITING[0], true);
        self.carol_writes(WAITING[1]);
        self.bob_writes(FLYING[0], false);
        self.bob_writes(WAITING[2], true);
        self.bob_writes(FLYING[1], false);
        self.images[2] = self.alice.lock();
        self.bobs = self.bob.lock();
        self.bob.unlock();
    }

    /// Alice and Bob meet once more, under the same names.
    pub(crate) fn meet_again(&mut self) {
        self.alice.unlock();
        let (to_bob, to_alice) = (NAMES[0].parse().unwrap(), "Alice".parse().unwrap());
        let film = scans(&mut self.alice, Whom::again(&to_bob), &mut self.bob, Whom::again(&to_alice));
        self.films.push(film);
        for (owner, name) in [(&mut self.alice, NAMES[0]), (&mut self.bob, "Alice")] {
            let id = owner.phone().person(name).unwrap();
            owner.phone().confirm(id).unwrap();
        }
    }

    /// Bob to Alice; whether the courier delivers it.
    pub(crate) fn bob_writes(&mut self, text: &str, arrives: bool) {
        let written = write(self.bob.phone(), "Alice", text);
        self.pictures.push(written.clone());
        if arrives {
            self.alice.phone().receive(&written).unwrap();
        }
    }

    fn carol_writes(&mut self, text: &str) {
        let written = write(self.carol.phone(), "Alice", text);
        self.pictures.push(written.clone());
        self.alice.phone().receive(&written).unwrap();
    }

    /// Alice to Bob, who reads and burns.
    pub(crate) fn alice_writes(&mut self, text: &str) {
        let written = write(self.alice.phone(), NAMES[0], text);
        self.pictures.push(written.clone());
        if let Ok(Received::Message { id, .. }) = self.bob.phone().receive(&written) {
            self.bob.phone().burn_message(id).unwrap();
        }
    }

    pub(crate) fn burn_all(&mut self) {
        let waiting = self.alice.phone().inbox();
        for text in waiting {
            self.alice.phone().open_text(text.id).unwrap();
            self.alice.phone().burn_message(text.id).unwrap();
        }
    }
}

/// Seals a text for somebody.
pub(crate) fn write(phone: &mut Phone, to: &str, text: &str) -> Envelope {
    let to: ContactId = phone.person(to).unwrap();
    phone.write(to, text, Size::Normal).unwrap().envelope
}

/// Both meet and confirm, and somebody films the screens.
fn meet(first: &mut Owner, bob: &str, second: &mut Owner, alice: &str) -> [Vec<u8>; 3] {
    let (to_bob, to_alice) = (bob.parse().unwrap(), alice.parse().unwrap());
    let film = scans(first, Whom::from(&to_bob), second, Whom::from(&to_alice));
    for (owner, name) in [(first, bob), (second, alice)] {
        let id = owner.phone().person(name).unwrap();
        owner.phone().confirm(id).unwrap();
    }
    film
}

fn scans(first: &mut Owner, bob: Whom<'_>, second: &mut Owner, alice: Whom<'_>) -> [Vec<u8>; 3] {
    let (first, second) = (first.phone(), second.phone());
    let p1 = first.start_meeting(bob).unwrap();
    let Ok(Meeting::Second(p2)) = second.meet(alice, &p1) else { panic!("P2") };
    let Ok(Meeting::Third { code, .. }) = first.meet(bob, &p2) else { panic!("P3") };
    second.meet(alice, &code).ok().unwrap();
    [p1, p2, code]
}
