//! Texts on their way to the screen.

use std::sync::Arc;

use zeroize::Zeroizing;

/// A text to be shown, as UTF-8. It leaves eight bytes at a time, so that no buffer between here and the screen holds
/// it, and is wiped when the object is closed.
#[derive(uniffi::Object)]
pub struct Text(Zeroizing<String>);

#[uniffi::export]
impl Text {
    /// How many bytes it has.
    pub fn length(&self) -> u32 {
        u32::try_from(self.0.len()).unwrap_or(u32::MAX)
    }

    /// Bytes 8 × `index` to 8 × `index` + 7, the first one lowest; zeros beyond the end.
    pub fn eight(&self, index: u32) -> u64 {
        let bytes = self.0.as_bytes().chunks(8).nth(index as usize).unwrap_or_default();
        bytes.iter().rev().fold(0, |eight, &byte| eight << 8 | u64::from(byte))
    }
}

impl Text {
    pub(crate) fn new(text: Zeroizing<String>) -> Arc<Text> {
        Arc::new(Text(text))
    }
}

/// A text that came in; whoever sends what is no UTF-8 is broken.
pub(crate) fn utf8(bytes: &[u8]) -> Result<&str, crate::Refusal> {
    std::str::from_utf8(bytes).map_err(|_| crate::Refusal::Broken)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_leaves_eight_bytes_at_a_time() {
        for wanted in ["", "a", "12345678", "Grüße, 你好, and \u{1f56f}"] {
            let text = Text::new(Zeroizing::new(wanted.to_owned()));
            let length = text.length();
            let mut bytes: Vec<u8> = (0..=length / 8).flat_map(|index| text.eight(index).to_le_bytes()).collect();
            assert!(bytes.split_off(length as usize).iter().all(|&byte| byte == 0));
            assert_eq!(bytes, wanted.as_bytes());
        }
    }
}
