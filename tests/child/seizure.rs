//! What is asked for when a phone may be taken, or was.

use engine::{Card, Passphrase, Phone, Refusal, Share, Verdict};

/// As the other verbs; nothing for one of those.
pub(crate) fn about_seizure(phone: &mut Phone, verb: &str, rest: &str) -> Option<Result<String, Refusal>> {
    let (first, more) = rest.split_once(' ').unwrap_or((rest, ""));
    let done = match verb {
        "locked-burn" => phone.set_locked_burn(first == "on"),
        "lease-days" => phone.set_lease_days(first.parse().ok()?),
        "extend" => phone.person(first).and_then(|id| phone.extend_lease(id)).map(drop),
        "notices" => phone.person(first).and_then(|id| phone.set_notices(id, more == "on")),
        "show-card" => {
            let card = Card::parse(&tests::hex(first)).ok()?;
            let Verdict::Ends(ending) = phone.judge(card) else { return None };
            phone.end(&ending)
        }
        "duress" => {
            let (own, rest) = rest.split_once(" / ")?;
            let (second, keep) = rest.split_once(" / ")?;
            let (own, second): (Passphrase, Passphrase) = (own.parse().ok()?, second.parse().ok()?);
            phone.person(keep).and_then(|keep| phone.set_duress(&own, &second, Some(keep)))
        }
        "no-duress" => phone.remove_duress(),
        "travel" => phone.travel(Some(&Share::parse(&tests::hex(first))?)),
        "come-home" => phone.travel(None),
        _ => return None,
    };
    Some(done.map(|()| String::new()))
}
