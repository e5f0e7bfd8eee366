//! Pieces of secrets, in every form in which a print could hold them.

use std::collections::HashSet;

/// Bytes of a piece of a key, and letters of a piece of a text: shorter ones would be found by chance.
const PIECE: usize = 6;
const LETTERS: usize = 8;

/// What must not be printed, and what of it everybody may see.
#[derive(Default)]
pub(crate) struct Pieces {
    keys: HashSet<[u8; PIECE]>,
    texts: HashSet<[u8; LETTERS]>,
    public: HashSet<[u8; PIECE]>,
}

impl Pieces {
    /// Something made of bytes. What looks like letters is left to [`Pieces::text`], which knows more of them.
    pub(crate) fn key(&mut self, bytes: &[u8]) {
        let says_something = |piece: &&[u8; PIECE]| {
            let varied = piece.iter().collect::<HashSet<_>>().len() >= PIECE - 1;
            varied && !piece.iter().all(|byte| byte.is_ascii_graphic() || *byte == b' ')
        };
        self.keys.extend(bytes.array_windows().filter(says_something));
    }

    /// Something made of ASCII letters.
    pub(crate) fn text(&mut self, text: &str) {
        self.texts.extend(text.as_bytes().array_windows());
    }

    /// What a courier sees anyway.
    pub(crate) fn publish(&mut self, bytes: &[u8]) {
        self.public.extend(bytes.array_windows());
    }

    /// The first piece that is found, in the form in which it is there.
    pub(crate) fn found_in(&self, printed: &str) -> Option<String> {
        let keys = self.keys.difference(&self.public).map(|piece| piece.as_slice());
        let pieces = keys.chain(self.texts.iter().map(|piece| piece.as_slice()));
        pieces.flat_map(forms).find(|form| printed.contains(form))
    }

    /// How many pieces are looked for.
    pub(crate) fn len(&self) -> usize {
        self.keys.difference(&self.public).count() + self.texts.len()
    }
}

/// A list of numbers on one line and on several, hexadecimal with small and large letters, base45 (both ways to pair its
/// bytes), and the bytes as an escaped string.
fn forms(piece: &[u8]) -> Vec<String> {
    let joined = |form: fn(&u8) -> String, by: &str| piece.iter().map(form).collect::<Vec<_>>().join(by);
    let decimal = |by: &str| joined(|byte| byte.to_string(), by);
    let base45 = |bytes: &[u8]| String::from_utf8(optic::base45::encode(bytes)).unwrap();
    let mut forms = vec![
        decimal(", "),
        decimal(","),
        joined(|byte| format!("{byte:02x}"), ""),
        joined(|byte| format!("{byte:02X}"), ""),
        joined(|byte| format!("{byte:x}"), ", "),
        base45(piece),
        base45(&piece[1..PIECE - 1]),
        piece.escape_ascii().to_string(),
    ];
    forms.extend((0..17).step_by(4).map(|blanks| decimal(&format!(",\n{}", " ".repeat(blanks)))));
    forms
}
