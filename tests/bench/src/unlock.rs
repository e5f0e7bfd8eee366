//! Unlocking a vault, beside Argon2id alone over memory of its own.

use std::{fs, path::Path};

use argon2::{Algorithm, Argon2, Params, Version};
use rand_chacha::{ChaCha20Rng, rand_core::SeedableRng};
use vault::{Closed, Folder, HardwareSecret, Open, Passphrase, Profile};

use crate::{
    paired::Paired,
    table::{Row, ratio, time},
};

const PASSPHRASE: &str = "wall lamp drawer boat six";

/// Profile 1, 64 MiB and three passes. Argon2id alone takes the same memory afresh each time and wipes nothing; the vault
/// wipes it, reads, counts the try on disk, opens and writes.
pub(crate) fn strong(folder: &Path) -> Option<Row> {
    let rng = &mut ChaCha20Rng::seed_from_u64(2);
    let passphrase: Passphrase = PASSPHRASE.parse().ok()?;
    let secret = HardwareSecret::none();
    let home = folder.join("unlock");
    fs::create_dir_all(&home).ok()?;
    let payload = vec![7; 200_000];
    let open = Open::create(Folder::at(&home).ok()?, &passphrase, &secret, Profile::Strong, &payload, rng).ok()?;

    let argon2id = Argon2::new(Algorithm::Argon2id, Version::V0x13, Params::new(65_536, 3, 1, Some(32)).ok()?);
    let mut closed: Option<Closed> = Some(open.lock());
    let paired = Paired::run(
        120,
        || {
            let (open, _) = closed.take()?.unlock(&passphrase, rng).ok()?;
            closed = Some(open.lock());
            Some(())
        },
        || {
            let mut kek = [0; 32];
            argon2id.hash_password_into(PASSPHRASE.as_bytes(), &[7; 16], &mut kek).ok()?;
            std::hint::black_box(kek);
            Some(())
        },
    )?;
    let [ours, peer] = paired.medians();
    let [_, median, _] = paired.ratio();
    Some(Row {
        what: "unlock, 64 MiB and three passes".to_owned(),
        ours: time(ours.cpu),
        beside: format!("Argon2id itself {}: {}", time(peer.cpu), ratio(paired.ratio())),
        asked: "<= 1.05 x",
        reached: Some(median <= 1.05),
    })
}
