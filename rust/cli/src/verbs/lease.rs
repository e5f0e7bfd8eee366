//! How long a silent person gets text.

use std::path::Path;

use crate::args::Leased;
use crate::dates;
use crate::output::say;
use crate::said::About;
use crate::said::Stop;
use crate::unlock::{self, Source};

pub(crate) fn lease(dir: &Path, source: &Source, what: Leased) -> Result<(), Stop> {
    match what {
        Leased::Days { days } => {
            let about = About::phone(dir);
            let mut phone = unlock::phone(dir, source)?;
            phone.set_lease_days(days).map_err(|refusal| about.stop(refusal))?;
            say(format_args!("Who is not heard from for {} days gets no text.", phone.lease_days()))?;
            say(
                "Signs of life always pass. A lease does not stop somebody who can unlock the other phone; a card does.",
            )
        }
        Leased::Extend { name } => {
            let about = About::person(dir, &name);
            let mut phone = unlock::phone(dir, source)?;
            let lease =
                phone.person(&name).and_then(|id| phone.extend_lease(id)).map_err(|refusal| about.stop(refusal))?;
            say(format_args!(
                "{name} gets text until {}, though nobody knows who holds that phone. Not again before a sign of life.",
                dates::day(lease.until)
            ))
        }
    }
}
