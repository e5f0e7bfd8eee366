//! Tickets: numbers that lead to scans that are still there, and never hold one.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError, Weak},
};

use crate::Scan;

/// A number that was never given before.
pub(crate) fn issue(scan: Weak<Scan>) -> u64 {
    let mut table = table();
    table.last += 1;
    let ticket = table.last;
    table.scans.insert(ticket, scan);
    ticket
}

/// The scan of a ticket, while it is open.
pub(crate) fn redeem(ticket: u64) -> Option<Arc<Scan>> {
    table().scans.get(&ticket)?.upgrade()
}

/// The scan is closed.
pub(crate) fn withdraw(ticket: u64) {
    table().scans.remove(&ticket);
}

struct Table {
    last: u64,
    scans: BTreeMap<u64, Weak<Scan>>,
}

static TABLE: Mutex<Table> = Mutex::new(Table { last: 0, scans: BTreeMap::new() });

fn table() -> MutexGuard<'static, Table> {
    TABLE.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ticket_leads_to_its_scan_until_the_scan_is_closed() {
        let (one, other) = (Scan::of_camera(), Scan::of_camera());
        assert_ne!(one.ticket(), other.ticket());
        let ticket = one.ticket();
        assert!(redeem(ticket).is_some_and(|scan| Arc::ptr_eq(&scan, &one)));
        drop(one);
        assert!(redeem(ticket).is_none());
        assert_eq!(Arc::strong_count(&other), 1, "the table holds nobody");
        assert!(redeem(0).is_none() && redeem(u64::MAX).is_none());
    }
}
