//! A phone that somebody unlocks, reads a text on, and locks again; then it lies there, for whoever looks into its memory.
//! Use: locked-phone FOLDER PASSPHRASE PICTURE (locked|unlocked); ends when its input ends.

use std::io::{Read, Write};

use engine::{Clock, Custody, Envelope, HardwareSecret, Locked, Moment, Passphrase, Received, Surroundings};
use rand_chacha::{ChaCha20Rng, rand_core::SeedableRng};
use zeroize::Zeroizing;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut args = std::env::args().skip(1);
    let mut next = || args.next().ok_or("an argument is missing");
    let (folder, passphrase, picture, mode) = (next()?, next()?, next()?, next()?);
    let surroundings = Surroundings::new(Noon, ChaCha20Rng::seed_from_u64(5), Custody::Memory);
    let locked = Locked::open(folder.as_ref(), &HardwareSecret::none(), surroundings)?;
    let mut phone = {
        let text = Zeroizing::new(std::fs::read_to_string(passphrase)?);
        let passphrase: Passphrase = text.parse()?;
        locked.unlock(&passphrase).map_err(|_| "locked")?
    };
    let envelope = Envelope::parse(&std::fs::read(picture)?).map_err(|_| "no envelope")?;
    let Received::Message { id, .. } = phone.receive(&envelope)? else { return Err("no text".into()) };
    let length = phone.open_text(id)?.len();
    let out = &mut std::io::stdout();
    if mode == "unlocked" {
        writeln!(out, "{length}")?;
        std::io::stdin().read_to_end(&mut Vec::new())?;
        return Ok(());
    }
    phone.burn_message(id)?;
    let locked = phone.lock();
    writeln!(out, "{length}")?;
    std::io::stdin().read_to_end(&mut Vec::new())?;
    drop(locked);
    Ok(())
}

struct Noon;

impl Clock for Noon {
    fn now(&self) -> Option<Moment> {
        Some(tests::phones::START)
    }
}
