//! Whole lists of suggestions from the facts of a small shop.

use std::sync::atomic::{AtomicU64, Ordering};

use super::*;

#[test]
fn work_is_spread_in_order_and_can_be_stopped() {
    let all = spread(1_000, &|_, _| true, |at| Some(at * 2)).unwrap();
    assert_eq!(all, (0..1_000).map(|at| at * 2).collect::<Vec<_>>());
    let seen = AtomicU64::new(0);
    let stopped = spread(1_000, &|_, _| false, |at| {
        seen.fetch_add(1, Ordering::Relaxed);
        Some(at)
    });
    assert_eq!(stopped, None);
    assert!(seen.load(Ordering::Relaxed) < 1_000);
}
