//! The bytes of the whole file and its outer layer.

use std::io;

use rand_core::CryptoRng;
use zeroize::optimization_barrier;

use crate::aead;
use crate::key::{Key, Place, Profile, SALT_LEN};
use crate::slot::SLOT_LEN;
use crate::{Disk, Error};

pub(crate) const VERSION: u8 = 1;

/// version 1 | profile 1 | salt 16 | nonce 24
pub(crate) const HEADER_LEN: usize = NONCE_AT + aead::NONCE_LEN;
const NONCE_AT: usize = 1 + 1 + SALT_LEN;
const GENERATION_LEN: usize = 8;

/// Size of the file in bytes, whatever it holds: one less than 1 MiB.
pub const FILE_LEN: usize = HEADER_LEN + GENERATION_LEN + 1 + 2 * SLOT_LEN + aead::TAG_LEN;
const _: () = assert!(FILE_LEN == (1 << 20) - 1);

/// A whole file whose outer layer is off. Wiped on drop: a slot without its outer layer is worth having for whoever
/// knows the passphrase and came too late for the hardware secret.
pub(crate) struct Inside {
    /// Always `FILE_LEN` bytes, by both constructors: no split below can miss.
    bytes: Bytes,
    profile: Profile,
}

/// A mebibyte, wiped on drop by a plain fill, which the barrier keeps from being optimised away, instead of byte by byte.
#[derive(Clone)]
struct Bytes(Vec<u8>);

impl Drop for Bytes {
    fn drop(&mut self) {
        self.0.fill(0);
        optimization_barrier(self.0.as_slice());
    }
}

/// A whole file as it goes to disk.
pub(crate) struct Sealed(Vec<u8>);

impl Inside {
    /// A file with these public fields, no wrong try, and zeros where the slots will be.
    pub(crate) fn blank(profile: Profile, salt: &[u8; SALT_LEN], generation: u64) -> Self {
        let mut inside = Self { bytes: Bytes(vec![0; FILE_LEN]), profile };
        let parts = inside.parts();
        for (to, from) in parts.header.iter_mut().zip([VERSION, profile.code()].iter().chain(salt)) {
            *to = *from;
        }
        parts.generation.copy_from_slice(&generation.to_be_bytes());
        inside
    }

    /// Reads the file and takes its outer layer off.
    ///
    /// # Errors
    /// One for each way in which the file can be no vault of this phone; [`Error::Disk`] if it cannot be read.
    pub(crate) fn read(disk: &mut dyn Disk, outer: &Key) -> Result<Self, Error> {
        let mut bytes = Bytes(vec![0; FILE_LEN]);
        let size = disk.read(&mut bytes.0).map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => Error::Missing,
            kind => Error::Disk(kind),
        })?;
        if size != FILE_LEN as u64 {
            return Err(Error::NotAVault { size });
        }
        let profile = match bytes.0.as_slice() {
            [VERSION, code, ..] => Profile::from_code(*code).ok_or(Error::UnknownProfile { code: *code })?,
            [0, ..] | [] => return Err(Error::NotAVault { size }),
            [version, ..] => return Err(Error::Newer { version: *version }),
        };
        let mut inside = Self { bytes, profile };
        let (header, region) = inside.outer_region();
        aead::open(outer, &header, region).ok_or(Error::CannotOpen)?;
        Ok(inside)
    }

    /// Puts the outer layer on, under a fresh nonce.
    ///
    /// # Errors
    /// None that can be met: the length is constant.
    pub(crate) fn seal(mut self, outer: &Key, rng: &mut dyn CryptoRng) -> Result<Sealed, Error> {
        let (_, nonce) = self.parts().header.split_at_mut(NONCE_AT);
        rng.fill_bytes(nonce);
        let (header, region) = self.outer_region();
        aead::seal(outer, &header, region).ok_or(Error::CannotOpen)?;
        Ok(Sealed(std::mem::take(&mut self.bytes.0)))
    }

    /// A second copy: the one goes to disk with the new count, the other is tried.
    pub(crate) fn duplicate(&self) -> Self {
        Self { bytes: self.bytes.clone(), profile: self.profile }
    }

    pub(crate) fn profile(&self) -> Profile {
        self.profile
    }

    pub(crate) fn salt(&mut self) -> [u8; SALT_LEN] {
        let mut salt = [0; SALT_LEN];
        for (to, from) in salt.iter_mut().zip(self.parts().header.iter().skip(2)) {
            *to = *from;
        }
        salt
    }

    pub(crate) fn generation(&mut self) -> u64 {
        self.parts().generation.iter().fold(0, |sum, byte| (sum << 8) | u64::from(*byte))
    }

    pub(crate) fn wrong_tries(&mut self) -> u8 {
        self.parts().tries.first().copied().unwrap_or_default()
    }

    pub(crate) fn set_wrong_tries(&mut self, tries: u8) {
        self.parts().tries.fill(tries);
    }

    pub(crate) fn slot(&mut self, place: Place) -> &mut [u8] {
        let [first, second] = self.parts().slots;
        match place {
            Place::First => first,
            Place::Second => second,
        }
    }

    fn parts(&mut self) -> Parts<'_> {
        let (header, rest) = self.bytes.0.split_at_mut(HEADER_LEN);
        let (generation, rest) = rest.split_at_mut(GENERATION_LEN);
        let (tries, rest) = rest.split_at_mut(1);
        let (first, rest) = rest.split_at_mut(SLOT_LEN);
        let (second, _tag) = rest.split_at_mut(SLOT_LEN);
        Parts { header, generation, tries, slots: [first, second] }
    }

    /// The header, which is the outer layer's associated data, and the region that begins with its last field, the nonce.
    fn outer_region(&mut self) -> ([u8; HEADER_LEN], &mut [u8]) {
        let mut header = [0; HEADER_LEN];
        header.copy_from_slice(self.parts().header);
        let (_, region) = self.bytes.0.split_at_mut(NONCE_AT);
        (header, region)
    }
}

struct Parts<'i> {
    header: &'i mut [u8],
    generation: &'i mut [u8],
    tries: &'i mut [u8],
    slots: [&'i mut [u8]; 2],
}

impl Sealed {
    /// Random bytes behind the first two fields of a vault: what a burn leaves, should the power fail in the midst of it.
    pub(crate) fn noise(rng: &mut dyn CryptoRng) -> Option<Self> {
        let mut inside = Inside::blank(Profile::Strong, &[0; SALT_LEN], 0);
        let (_, random) = inside.parts().header.split_at_mut(2);
        rng.fill_bytes(random);
        let (_, region) = inside.outer_region();
        aead::seal(&Key::random(rng), &[], region)?;
        Some(Self(std::mem::take(&mut inside.bytes.0)))
    }

    pub(crate) fn bytes(&self) -> &[u8] {
        &self.0
    }
}
