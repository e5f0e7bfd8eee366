//! What the phone makes of the clock.

use std::path::Path;

use engine::Date;

use crate::dates;
use crate::output::say;
use crate::said::{About, Stop};
use crate::unlock::{self, Source};

pub(crate) fn date(dir: &Path, source: &Source, confirm: bool) -> Result<(), Stop> {
    let about = About::phone(dir);
    let mut phone = unlock::phone(dir, source)?;
    if confirm {
        phone.confirm_date().map_err(|refusal| about.stop(refusal))?;
    }
    match phone.date() {
        Date::Known(day) if confirm => say(format_args!("Today is {}, as you say.", dates::day(day))),
        Date::Known(day) => say(format_args!("Today is {}; nothing speaks against it.", dates::day(day))),
        doubtful => {
            say(unlock::doubt(doubtful).unwrap_or_default())?;
            say("Until it is confirmed no age counts; nothing is lost or locked because of it.")
        }
    }
}
