//! Burning. There is no way back, and so no question either: the command says what it burns.

use std::path::Path;

use engine::MessageId;

use crate::args::Burnt;
use crate::output::say;
use crate::said::{About, Stop};
use crate::unlock::{self, Source};

pub(crate) fn burn(dir: &Path, source: &Source, what: Burnt) -> Result<(), Stop> {
    let about = About::phone(dir);
    match what {
        Burnt::Message { number } => {
            let mut phone = unlock::phone(dir, source)?;
            phone.burn_message(MessageId(number)).map_err(|refusal| about.stop(refusal))?;
            say(format_args!("Message {number} is burned."))
        }
        Burnt::Contact { name } => {
            let about = About::person(dir, &name);
            let mut phone = unlock::phone(dir, source)?;
            phone.person(&name).and_then(|id| phone.burn_contact(id)).map_err(|refusal| about.stop(refusal))?;
            say(format_args!("{name} is burned: keys, texts, codes. The other phone was not told."))
        }
        // Who wants to burn in a hurry may have no time to type; who has the folder can remove it anyway.
        Burnt::Vault => {
            unlock::locked(dir)?.burn().map_err(|refusal| about.stop(refusal))?;
            say("This phone is burned. Nothing brings it back.")
        }
    }
}
