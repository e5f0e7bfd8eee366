//! Burning. There is no way back, and so no question either: the command says what it burns.

use std::path::Path;

use engine::MessageId;

use crate::args::{Burnt, Switch};
use crate::output::say;
use crate::said::{About, Stop};
use crate::unlock::{self, Source};

pub(crate) fn burn(dir: &Path, source: &Source, what: Burnt) -> Result<(), Stop> {
    let about = About::phone(dir);
    match what {
        Burnt::Message { number } => {
            let mut phone = unlock::phone(dir, source)?;
            phone.burn_message(MessageId(number)).map_err(|refusal| about.stop(refusal))?;
            unlock::lock(phone);
            say(format_args!("Message {number} is burned."))
        }
        Burnt::Contact { name } => {
            let about = About::person(dir, &name);
            let mut phone = unlock::phone(dir, source)?;
            phone.person(&name).and_then(|id| phone.burn_contact(id)).map_err(|refusal| about.stop(refusal))?;
            unlock::lock(phone);
            say(format_args!("{name} is burned: keys, texts, codes. The other phone was not told."))
        }
        Burnt::Vault => {
            let locked = unlock::locked(dir, source)?;
            let burned = if locked.may_burn() {
                locked.burn()
            } else {
                drop(locked);
                unlock::phone(dir, source)?.burn_vault()
            };
            burned.map_err(|refusal| about.stop(refusal))?;
            say("This phone is burned. Nothing brings it back.")
        }
    }
}

pub(crate) fn quick(dir: &Path, source: &Source, switch: Switch) -> Result<(), Stop> {
    let about = About::phone(dir);
    let mut phone = unlock::phone(dir, source)?;
    phone.set_locked_burn(switch == Switch::On).map_err(|refusal| about.stop(refusal))?;
    let burn = about.command("burn");
    match switch {
        Switch::On => say(format_args!("{burn} vault: from now on without the passphrase, whoever does it.")),
        Switch::Off => say(format_args!("{burn} vault: with the passphrase alone.")),
    }
}
