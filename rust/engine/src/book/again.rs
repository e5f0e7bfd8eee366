//! Somebody who is met again: two pairings under one name, the later of which counts.
//!
//! The earlier one hears on, so that what is under way arrives, and burns with the first message of the new one. Nothing
//! else links the two: names are one whatever their case, and nobody else can have that name.

use super::{Book, Contact, ContactId, Standing};

impl Book {
    /// The person of a name: whoever was met last under it.
    pub(crate) fn person(&self, name: &str) -> Option<&Contact> {
        self.contacts.iter().rfind(|contact| contact.name.is(name))
    }

    /// The earlier pairing of somebody who was met again.
    fn replaced(&self, name: &str) -> Option<ContactId> {
        let mut earlier = self.contacts.iter().filter(|contact| contact.standing == Standing::Replaced);
        earlier.find(|contact| contact.name.is(name)).map(|contact| contact.id)
    }

    /// The name of a person who was just met gets free; gives the number that the new pairing takes. What waits in the
    /// inbox stays with the person.
    pub(crate) fn make_way(&mut self, name: &str) -> ContactId {
        match self.person(name).map(|contact| (contact.id, contact.receiving().is_some())) {
            None => self.new_contact_id(),
            // Of a pairing that hears nothing there is nothing to keep.
            Some((id, false)) => {
                self.contacts.retain(|contact| contact.id != id);
                id
            }
            Some((id, true)) => {
                self.drop_replaced(name, id);
                if let Some(contact) = self.contact_mut(id) {
                    contact.standing = Standing::Replaced;
                }
                self.new_contact_id()
            }
        }
    }

    /// The words of a new pairing match: what the owner had begun goes on with it, and the earlier one will never send.
    pub(crate) fn take_over(&mut self, id: ContactId) {
        let Some(name) = self.contact(id).map(|contact| contact.name.clone()) else { return };
        let Some(earlier) = self.replaced(name.as_str()) else { return };
        if let Some(draft) = self.draft.as_mut().filter(|draft| draft.contact == earlier) {
            draft.contact = id;
        }
        if let Some(keep) =
            self.duress.as_mut().and_then(|duress| duress.keep.as_mut()).filter(|keep| **keep == earlier)
        {
            *keep = id;
        }
        if let Some(contact) = self.contact_mut(earlier) {
            contact.kept.clear();
            contact.enclosed.clear();
        }
    }

    /// The new pairing has brought something: the earlier one burns, and its texts are the person's. Says whether there
    /// was one.
    pub(crate) fn arrived(&mut self, id: ContactId) -> bool {
        let current = self.contact(id).filter(|contact| contact.standing != Standing::Replaced);
        let name = current.map(|contact| contact.name.clone());
        name.is_some_and(|name| self.drop_replaced(name.as_str(), id))
    }

    /// The owner burns somebody: both pairings go, but for words that differed, where the earlier one counts again.
    pub(crate) fn burn(&mut self, id: ContactId) {
        let Some((name, standing)) = self.contact(id).map(|contact| (contact.name.clone(), contact.standing)) else {
            return;
        };
        self.remove_contact(id);
        let Some(earlier) = self.replaced(name.as_str()) else { return };
        match standing {
            Standing::Replaced => {}
            Standing::Unconfirmed => {
                if let Some(contact) = self.contact_mut(earlier) {
                    contact.standing = Standing::Confirmed;
                }
            }
            Standing::Confirmed | Standing::Paused | Standing::Ended => self.remove_contact(earlier),
        }
    }

    fn drop_replaced(&mut self, name: &str, heir: ContactId) -> bool {
        let Some(earlier) = self.replaced(name) else { return false };
        self.contacts.retain(|contact| contact.id != earlier);
        for entry in self.inbox.iter_mut().filter(|entry| entry.contact == earlier) {
            entry.contact = heir;
        }
        true
    }
}
