//! Parcels that look lost or late (异常包裹).

use super::LIMIT_DAYS;
use super::journey::sent_lately;
use super::parcels::{ParcelRules, Seen, Sent, Transit};
use crate::analytics::facts::NONE;
use crate::analytics::filter::Slice;

/// Why a parcel needs a look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Trouble {
    /// 停滞: no scan for too long
    Silent,
    /// 超时: under way for longer than 95 % of the parcels on its lane
    Slow,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stuck {
    /// Row of the parcel.
    pub parcel: u32,
    pub trouble: Trouble,
    /// Seconds since the last sign of life.
    pub silent: i64,
    /// Seconds since transit began.
    pub under_way: i64,
    /// What the lane usually needs at most, seconds; `None` when not measured often enough.
    pub usual: Option<u32>,
}

/// Parcels that look lost or late as of now, whatever the filter's period.
pub fn stuck_now(slice: &Slice<'_>, rules: ParcelRules) -> Vec<Stuck> {
    let (facts, now) = (slice.facts, slice.now_seconds());
    if now == NONE {
        return Vec::new();
    }
    let limits = sent_lately(slice, LIMIT_DAYS, now).transit(facts.couriers.len().max(1), now, rules);
    let back = i32::try_from(rules.look_back_days).unwrap_or(LIMIT_DAYS);
    sent_lately(slice, back, now).stuck(&limits, now, rules)
}

impl Sent<'_> {
    /// Parcels that look lost or late at `now`, by the limits of `transit`, the longest silent first. Parcels of orders that have
    /// arrived are not among them, nor parcels without any scan where hardly any parcel has one.
    pub fn stuck(&self, transit: &Transit, now: i64, rules: ParcelRules) -> Vec<Stuck> {
        let silent_after = i64::from(rules.silent_hours) * 3600;
        let mut found: Vec<Stuck> = (0..self.len())
            .filter_map(|at| {
                let one = self.chased(at, transit.mostly_traced(), now, rules)?;
                let usual = transit.lanes.usual_limit(self.courier(at), *self.place.get(at)?, rules.least_on_lane);
                let silent = now - one.last_seen();
                let under_way = now - one.begin(transit.from).unwrap_or(one.shipped);
                let trouble = if silent > silent_after {
                    Trouble::Silent
                } else if usual.is_some_and(|usual| under_way > i64::from(usual)) {
                    Trouble::Slow
                } else {
                    return None;
                };
                Some(Stuck { parcel: *self.rows.get(at)?, trouble, silent, under_way, usual })
            })
            .collect();
        found.sort_unstable_by_key(|one| (std::cmp::Reverse(one.silent), one.parcel));
        found
    }

    /// Rows of the parcels that look lost: what [`Self::stuck`] calls silent. `traced`: most parcels have scans.
    pub fn silent(&self, traced: bool, now: i64, rules: ParcelRules) -> Vec<u32> {
        let silent_after = i64::from(rules.silent_hours) * 3600;
        let silent =
            |at: &usize| self.chased(*at, traced, now, rules).is_some_and(|one| now - one.last_seen() > silent_after);
        (0..self.len()).filter(silent).filter_map(|at| self.rows.get(at).copied()).collect()
    }

    /// The parcel at `at` if it is under way, not too old to be looked for, and its scans mean something.
    fn chased(&self, at: usize, traced: bool, now: i64, rules: ParcelRules) -> Option<Seen> {
        let one = self.seen(at);
        let oldest = now - i64::from(rules.look_back_days) * 86_400;
        let chased = one.under_way() && (one.traced() || traced) && (oldest..=now).contains(&one.shipped);
        chased.then_some(one)
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample::{HOUR, parcels, sent};
    use super::*;

    #[test]
    fn a_silent_parcel_and_a_slow_one_are_found_and_an_arrived_one_is_not() {
        let mut rows: Vec<(u16, i64, i64, i64, i64)> = (0..20).map(|_| (1, 0, 0, 40, 40)).collect();
        rows.push((1, 100, 100, -1, 110)); // silent for 90 h
        rows.push((1, 150, 150, -1, 199)); // under way for 50 h, the lane needs 40
        rows.push((1, 170, 170, -1, 199)); // under way for 30 h
        rows.push((1, 100, 100, -1, 110)); // the order has arrived
        let parcels = parcels(&rows);
        let mut sent = sent(&parcels, &[1; 24]);
        sent.arrived[23] = true;
        let (now, rules) = (200 * HOUR, ParcelRules::default());
        let found = sent.stuck(&sent.transit(2, now, rules), now, rules);
        assert_eq!(
            found.iter().map(|one| (one.parcel, one.trouble)).collect::<Vec<_>>(),
            [(20, Trouble::Silent), (21, Trouble::Slow),]
        );
        assert_eq!(sent.silent(sent.mostly_traced(), now, rules), [20]);
        assert_eq!((found[1].usual, found[1].under_way, found[1].silent), (Some(40 * 3600), 50 * HOUR, HOUR));
    }
}
