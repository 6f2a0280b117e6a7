//! One budget for all suggestions (预算分配): the most pressing take first, what is left limits the next.

use chrono::NaiveDate;

use super::Ask;
use super::one::Looked;
use crate::domain::money::Money;
use crate::domain::replenish::Urgency;

/// Cuts the suggestions to what the budget pays, the most pressing first, of equals the one that runs out first.
pub(super) fn share(looked: &mut [Looked], ask: &Ask) {
    let Some(mut left) = ask.rules.budget() else { return };
    let mut order: Vec<(Urgency, NaiveDate, usize)> = looked
        .iter()
        .enumerate()
        .filter_map(|(at, one)| {
            let found = one.row.suggestion.as_ref().ok().filter(|found| found.quantity > 0)?;
            // What was decided against costs nothing.
            if one.row.kept_away(found.position, ask.stock_day) {
                return None;
            }
            let urgency = Urgency::of(found, one.row.levels.sendable().unwrap_or(0), ask.today);
            // What never runs out waits longest.
            Some((urgency, found.runs_out_with_coming.unwrap_or(NaiveDate::MAX), at))
        })
        .collect();
    order.sort_unstable();
    for (_, _, at) in order {
        let Some(one) = looked.get_mut(at) else { continue };
        let Ok(caps) = one.row.supply.caps.within(left) else { continue };
        one.limit(caps);
        if let Ok(found) = &one.row.suggestion {
            left = (left - found.cost).max(Money::ZERO);
        }
    }
}
