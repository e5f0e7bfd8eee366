//! A sealed message that was read from a picture.

use std::sync::Arc;

/// A sealed message, for [`Phone::receive`](crate::Phone::receive).
#[derive(uniffi::Object)]
pub struct Envelope(pub(crate) engine::Envelope);

impl Envelope {
    pub(crate) fn new(envelope: engine::Envelope) -> Arc<Envelope> {
        Arc::new(Envelope(envelope))
    }
}
