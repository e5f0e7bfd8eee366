//! What the owner calls a person: local, never sent, wiped when dropped.

use std::str::FromStr;

use zeroize::Zeroizing;

use crate::Refusal;

/// 1 to 64 bytes without control characters, without blanks at the ends.
#[derive(Clone, PartialEq, Eq)]
pub struct Name(Zeroizing<String>);

impl Name {
    /// Longest name in bytes of UTF-8.
    pub const MAX_LEN: usize = 64;

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether a person would take the two for one name.
    pub(crate) fn is(&self, other: &str) -> bool {
        let lowercase = |name: &str| Zeroizing::new(name.to_lowercase());
        lowercase(&self.0) == lowercase(other.trim())
    }
}

impl FromStr for Name {
    type Err = Refusal;

    fn from_str(text: &str) -> Result<Name, Refusal> {
        let text = text.trim();
        let fits = !text.is_empty() && text.len() <= Name::MAX_LEN && !text.chars().any(char::is_control);
        if fits { Ok(Name(Zeroizing::new(text.to_owned()))) } else { Err(Refusal::UnfitName) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_short_visible_and_trimmed() {
        assert!("  Bob ".parse::<Name>().is_ok_and(|name| name.as_str() == "Bob" && name.is("bob ")));
        for unfit in ["", "  ", "a\nb", "\u{7}", &"x".repeat(65)] {
            assert!(unfit.parse::<Name>().is_err(), "{unfit:?}");
        }
    }
}
