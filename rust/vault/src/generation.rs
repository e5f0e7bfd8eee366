//! The count of writes, which every slot is sealed with; its highest bit is the owner's wish for the locked vault.

use rand_core::CryptoRng;

/// Whether the owner lets the vault burn without its passphrase. A count reaches this bit never, and whoever only adds one
/// keeps it.
pub(crate) fn burns_shut(generation: u64) -> bool {
    generation & BURNS_SHUT != 0
}

/// The next one.
pub(crate) fn after(generation: u64, burns_shut: bool) -> u64 {
    let count = generation.wrapping_add(1) & !BURNS_SHUT;
    if burns_shut { count | BURNS_SHUT } else { count }
}

/// The first: a decoy which looks new stands in a file that may be new.
pub(crate) fn begun_by_lot(rng: &mut dyn CryptoRng) -> u64 {
    rng.next_u32().into()
}

const BURNS_SHUT: u64 = 1 << 63;
