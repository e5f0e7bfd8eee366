//! `codes.json`: an envelope of each size, as text and as modules (PROTOCOL.md, 5.1).

use std::num::NonZeroUsize;

use optic::{Budget, Level, Reader, base45, paint};

use crate::shapes::Code;

/// The rows of a code, 1 for a dark module.
pub(crate) fn rows(bytes: &[u8]) -> Vec<String> {
    let modules = paint::envelope(bytes).unwrap();
    modules.rows().map(|row| row.iter().map(|dark| if *dark { '1' } else { '0' }).collect()).collect()
}

#[test]
fn the_frozen_codes_are_painted_to_the_module_and_read_back() {
    let codes: Vec<Code> = tests::vectors::read("protocol-1/codes.json");
    assert_eq!(codes.iter().map(|code| code.bytes.0.len()).collect::<Vec<_>>(), [206, 400, 646, 832]);
    for code in codes {
        assert_eq!(base45::encode(&code.bytes.0), code.text.as_bytes());
        assert_eq!(base45::decode(code.text.as_bytes()).unwrap(), code.bytes.0);
        assert_eq!(rows(&code.bytes.0), code.modules);

        let picture = paint::envelope(&code.bytes.0).unwrap().luma(NonZeroUsize::new(4).unwrap()).unwrap();
        let reading = Reader::default().read(picture.view(), Budget::milliseconds(10_000));
        let [read] = reading.codes.as_slice() else {
            panic!("{} codes in version {}", reading.codes.len(), code.version)
        };
        assert_eq!(read.bytes, code.text.as_bytes());
        assert_eq!((read.version.number(), read.level, read.mask.number()), (code.version, Level::M, 2));
    }
}
