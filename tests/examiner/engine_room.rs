//! The images in the product itself: put into a folder, opened with whatever opens them, and asked for all that it tells. The
//! codes that it can show again are pictures that nobody had to photograph.

use engine::{Clock, Custody, HardwareSecret, Locked, Moment, Received, Surroundings};
use rand_chacha::{ChaCha20Rng, rand_core::SeedableRng};
use tests::phones::{START, Watch};

use crate::lab::{Evidence, Findings};

/// Boots every image with every secret and passphrase, scans every picture, and reads what there is.
pub(crate) fn boot(evidence: &Evidence, findings: &mut Findings) {
    let mut secrets = evidence.secrets.clone();
    secrets.push([0; 32]);
    for image in &evidence.images {
        for secret in &secrets {
            for passphrase in &evidence.passphrases {
                ask(image, *secret, passphrase, evidence, findings);
            }
        }
    }
}

fn ask(image: &[u8], mut secret: [u8; 32], passphrase: &str, evidence: &Evidence, findings: &mut Findings) {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("vault"), image).unwrap();
    let watch = Watch::at(Moment(START.0 + 3600));
    assert!(watch.now().is_some());
    let surroundings = Surroundings::new(watch, ChaCha20Rng::seed_from_u64(667), Custody::Memory);
    let Ok(locked) = Locked::open(folder.path(), &HardwareSecret::new(&mut secret), surroundings) else { return };
    let Ok(mut phone) = locked.unlock(&passphrase.parse().unwrap()) else { return };
    for person in phone.people() {
        let codes = person.kept.iter().map(|code| phone.show(person.id, Some(code.number)).unwrap().1);
        findings.kept.extend(codes);
    }
    for picture in &evidence.pictures {
        let _: Result<Received, _> = phone.receive(picture);
    }
    for person in phone.people() {
        findings.plain.push(person.name.as_str().as_bytes().to_vec());
        findings.alarms += usize::from(person.alarm.is_some());
    }
    for waiting in phone.inbox() {
        let text = phone.open_text(waiting.id).unwrap();
        findings.plain.push(text.as_bytes().to_vec());
    }
    findings.plain.extend(phone.draft().map(|(_, text)| text.as_bytes().to_vec()));
}
