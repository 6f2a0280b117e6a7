//! Parcels on their way (包裹): collection, transit, and the courier scorecard (快递评分卡).
//!
//! "Signed" is not believed blindly: a parcel signed within minutes of its shipping was marked so by the platform when the seller
//! clicked, not by a courier. Such parcels are counted apart and measured nowhere. Parcels of which nothing but the shipping is known
//! are untraced: where most parcels are traced, that is a bad sign; where hardly any is, it only means that the files tell no scans.

use super::lanes::Lanes;
use crate::analytics::facts::{NONE, Parcels};
use crate::analytics::quantile::{Ranked, Spread};

/// The owner's rules (物流规则).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ParcelRules {
    /// An order not shipped so many hours after it was paid is late (超时未发货).
    pub late_hours: u32,
    /// Signed sooner after shipping than this is not believed, minutes.
    pub believable_minutes: u32,
    /// On time = signed within so many hours of the beginning of transit.
    pub promise_hours: u32,
    /// No scan for so many hours while not signed looks lost (停滞).
    pub silent_hours: u32,
    /// Parcels shipped longer ago than this are no longer looked for, days.
    pub look_back_days: u32,
    /// A lane needs so many parcels for a limit of its own.
    pub least_on_lane: u32,
}

impl Default for ParcelRules {
    fn default() -> Self {
        Self {
            late_hours: 48,
            believable_minutes: 60,
            promise_hours: 72,
            silent_hours: 72,
            look_back_days: 60,
            least_on_lane: 20,
        }
    }
}

/// Some parcels of the facts, with what their orders tell about them. The lists are of equal length.
#[derive(Debug, Clone)]
pub struct Sent<'a> {
    pub parcels: &'a Parcels,
    /// Rows of `parcels`.
    pub rows: Vec<u32>,
    /// Place of [`super::lanes`] each goes to.
    pub place: Vec<u8>,
    /// The order is known to have arrived, whatever the parcel says.
    pub arrived: Vec<bool>,
}

/// Where transit is measured from.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum TransitFrom {
    /// 揽收: collection by the courier
    #[default]
    Collected,
    /// 发货: too few collections are known
    Shipped,
}

/// Times of all parcels of a period.
#[derive(Debug, Clone, Default)]
pub struct Transit {
    pub from: TransitFrom,
    /// Beginning of transit → signed, by lane, courier, place and over all.
    pub lanes: Lanes,
    /// Shipped → collected (揽收时长), by courier and over all.
    pub collection: Vec<Spread>,
    pub collection_all: Spread,
    /// Parcels collected within 24 and 48 hours of shipping, and those old enough to judge for each.
    pub collected_24h: (i64, i64),
    pub collected_48h: (i64, i64),
    /// Signed too soon to be believed.
    pub unbelievable: i64,
    /// Parcels of which nothing but the shipping is known.
    pub untraced: i64,
    pub parcels: i64,
}

/// Most parcels have scans, so one without any should have had some.
const fn mostly_traced(untraced: i64, parcels: i64) -> bool {
    untraced * 2 < parcels
}

impl Transit {
    /// Most parcels have scans, so one without any should have had some.
    pub const fn mostly_traced(&self) -> bool {
        mostly_traced(self.untraced, self.parcels)
    }
}

/// One courier's line of the scorecard.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Score {
    pub parcels: i64,
    /// Beginning of transit → signed.
    pub transit: Spread,
    /// Shipped → collected.
    pub collection: Spread,
    /// Signed within the promise ÷ judged: signed parcels and those that have been under way for longer than the promise.
    pub on_time: i64,
    pub judged: i64,
    /// Signed at all among the judged (妥投).
    pub signed: i64,
    /// Not signed and without a scan for too long.
    pub silent: i64,
    /// Freight of the parcels whose freight is known, fen, and how many they are.
    pub freight: i64,
    pub with_freight: i64,
}

impl Score {
    /// 超时: judged but not on time.
    pub const fn late(&self) -> i64 {
        self.judged - self.on_time
    }
}

/// What is known about one parcel.
#[derive(Debug, Clone, Copy)]
pub(super) struct Seen {
    pub(super) shipped: i64,
    collected: i64,
    signed: i64,
    last_scan: i64,
    arrived: bool,
}

impl Seen {
    const fn believed(&self, rules: ParcelRules) -> bool {
        self.signed != NONE
            && (self.shipped == NONE || self.signed - self.shipped >= rules.believable_minutes as i64 * 60)
    }

    pub(super) const fn traced(&self) -> bool {
        self.collected != NONE || self.signed != NONE || self.last_scan != NONE
    }

    /// Seconds in transit; `None` while under way, when not believed or when the moments are out of order.
    fn transit(&self, from: TransitFrom, rules: ParcelRules) -> Option<u32> {
        let begin = self.begin(from).filter(|_| self.believed(rules))?;
        u32::try_from(self.signed - begin).ok()
    }

    /// Seconds from shipping to collection, below zero where the courier came before the seller clicked.
    const fn collected_after(&self) -> Option<i64> {
        if self.collected == NONE || self.shipped == NONE { None } else { Some(self.collected - self.shipped) }
    }

    pub(super) fn begin(&self, from: TransitFrom) -> Option<i64> {
        let begin = match from {
            TransitFrom::Collected => self.collected,
            TransitFrom::Shipped => self.shipped,
        };
        (begin != NONE).then_some(begin)
    }

    /// The last sign of life.
    pub(super) const fn last_seen(&self) -> i64 {
        let mut last = self.shipped;
        if self.collected > last {
            last = self.collected;
        }
        if self.last_scan > last {
            last = self.last_scan;
        }
        last
    }

    pub(super) const fn under_way(&self) -> bool {
        self.signed == NONE && !self.arrived && self.shipped != NONE
    }
}

impl Sent<'_> {
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    #[inline]
    #[expect(clippy::indexing_slicing, reason = "the rows were taken from these columns")]
    pub(super) fn seen(&self, at: usize) -> Seen {
        let row = self.rows[at] as usize;
        Seen {
            shipped: self.parcels.shipped[row],
            collected: self.parcels.collected[row],
            signed: self.parcels.signed[row],
            last_scan: self.parcels.last_scan[row],
            arrived: self.arrived[at],
        }
    }

    /// Most parcels have scans, so one without any should have had some.
    pub fn mostly_traced(&self) -> bool {
        let untraced = (0..self.len()).filter(|at| !self.seen(*at).traced()).count();
        mostly_traced(untraced as i64, self.len() as i64)
    }

    /// Whether the time in transit of the parcel at `at` is measured.
    pub(super) fn is_measured(&self, at: usize, from: TransitFrom, rules: ParcelRules) -> bool {
        let one = self.seen(at);
        one.traced() && one.transit(from, rules).is_some()
    }

    /// Index of the courier.
    #[inline]
    #[expect(clippy::indexing_slicing, reason = "the rows were taken from these columns")]
    pub fn courier(&self, at: usize) -> u16 {
        self.parcels.courier[self.rows[at] as usize]
    }

    /// What the courier charges in fen; [`NONE`] when unknown.
    #[inline]
    #[expect(clippy::indexing_slicing, reason = "the rows were taken from these columns")]
    pub fn freight(&self, at: usize) -> i64 {
        self.parcels.freight_fen[self.rows[at] as usize]
    }

    #[inline]
    #[expect(clippy::indexing_slicing, reason = "there is a place for every row")]
    fn lane(&self, at: usize) -> u32 {
        Lanes::lane(self.courier(at), self.place[at])
    }

    /// Where transit can be measured from: collection, if at least half of the believably signed parcels tell it.
    pub(super) fn transit_from(&self, rules: ParcelRules) -> TransitFrom {
        let signed = (0..self.len()).map(|at| self.seen(at)).filter(|one| one.believed(rules));
        let (all, collected) =
            signed.fold((0, 0), |sum: (i64, i64), one| (sum.0 + 1, sum.1 + i64::from(one.collected != NONE)));
        if collected * 2 >= all { TransitFrom::Collected } else { TransitFrom::Shipped }
    }

    /// Times of collection and transit; `now` in seconds since 1970 tells which parcels are old enough to judge.
    pub fn transit(&self, couriers: usize, now: i64, rules: ParcelRules) -> Transit {
        let from = self.transit_from(rules);
        let mut found = Transit { from, parcels: self.len() as i64, ..Transit::default() };
        let mut times: Vec<(u32, u32)> = Vec::with_capacity(self.len());
        let mut collections: Vec<(u32, u32)> = Vec::with_capacity(self.len());
        for at in 0..self.len() {
            let one = self.seen(at);
            found.unbelievable += i64::from(one.signed != NONE && !one.believed(rules));
            if !one.traced() {
                found.untraced += 1;
                continue;
            }
            if let Some(time) = one.transit(from, rules) {
                times.push((self.lane(at), time));
            }
            let collection = one.collected_after();
            if let Some(time) = collection.and_then(|time| u32::try_from(time).ok()) {
                collections.push((u32::from(self.courier(at)), time));
            }
            for (hours, sum) in [(24, &mut found.collected_24h), (48, &mut found.collected_48h)] {
                if one.shipped != NONE && one.shipped <= now.saturating_sub(hours * 3600) {
                    sum.1 += 1;
                    sum.0 += i64::from(collection.is_some_and(|time| time <= hours * 3600));
                }
            }
        }
        let collections = Ranked::new(collections.into_iter());
        found.collection = collections.by(couriers, |courier| courier);
        found.collection_all = collections.spread();
        found.lanes = Lanes::new(couriers, times.into_iter());
        found
    }

    /// One line for each courier index.
    pub fn scorecard(&self, transit: &Transit, now: i64, rules: ParcelRules) -> Vec<Score> {
        let promise = i64::from(rules.promise_hours) * 3600;
        let mut scores: Vec<Score> = (0..transit.lanes.couriers())
            .map(|courier| Score {
                transit: transit.lanes.courier(courier),
                collection: transit.collection.get(courier).copied().unwrap_or_default(),
                ..Score::default()
            })
            .collect();
        for at in 0..self.len() {
            let Some(score) = scores.get_mut(self.courier(at) as usize) else { continue };
            let one = self.seen(at);
            score.parcels += 1;
            let freight = self.freight(at);
            if freight != NONE {
                score.freight += freight;
                score.with_freight += 1;
            }
            if !(one.traced() || transit.mostly_traced()) || (one.signed != NONE && !one.believed(rules)) {
                continue;
            }
            if let Some(time) = one.transit(transit.from, rules) {
                score.judged += 1;
                score.signed += 1;
                score.on_time += i64::from(i64::from(time) <= promise);
            } else if one.under_way() {
                let begin = one.begin(transit.from).unwrap_or(one.shipped);
                score.judged += i64::from(now.saturating_sub(begin) > promise);
                score.silent += i64::from(now.saturating_sub(one.last_seen()) > i64::from(rules.silent_hours) * 3600);
            }
        }
        scores
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample::{HOUR, parcels, sent};
    use super::*;

    #[test]
    fn the_scorecard_tells_on_time_late_lost_and_freight() {
        let mut parcels = parcels(&[
            (1, 0, 4, 52, 52),      // 48 h in transit: on time
            (1, 0, 10, 110, 110),   // 100 h: late
            (1, 0, 6, -1, 20),      // under way for 194 h, silent for 180 h: late and silent
            (1, 150, 152, -1, 199), // under way for 48 h: not judged yet
            (1, 5, -1, -1, -1),     // not one scan in 195 h
            (2, 10, -1, 10, -1),    // signed the moment it was shipped: not believed
        ]);
        parcels.freight_fen[0] = 350;
        parcels.freight_fen[1] = 450;
        let sent = sent(&parcels, &[1, 1, 2, 2, 2, 1]);
        let (now, rules) = (200 * HOUR, ParcelRules::default());
        let transit = sent.transit(3, now, rules);
        assert_eq!(transit.from, TransitFrom::Collected);
        assert_eq!((transit.parcels, transit.untraced, transit.unbelievable), (6, 1, 1));
        assert_eq!(transit.lanes.all.median, Some(74 * 3600)); // 48 and 100
        // Shipped → collected: 4, 10, 6, 2 hours.
        assert_eq!(transit.collection_all.median, Some(5 * 3600));
        // Five traced parcels were shipped more than 24 h ago; four were collected within 24 h.
        assert_eq!(transit.collected_24h, (4, 5));
        let scores = sent.scorecard(&transit, now, rules);
        let one = scores[1];
        assert_eq!((one.parcels, one.on_time, one.judged, one.late(), one.signed, one.silent), (5, 1, 4, 3, 2, 2));
        assert_eq!((one.freight, one.with_freight), (800, 2));
        assert_eq!((scores[2].parcels, scores[2].judged), (1, 0));
    }

    #[test]
    fn a_parcel_collected_before_the_seller_clicked_was_collected_in_time() {
        let parcels = parcels(&[(1, 10, 8, 50, 50), (1, 10, 40, 90, 90)]);
        let transit = sent(&parcels, &[1, 1]).transit(2, 200 * HOUR, ParcelRules::default());
        assert_eq!(transit.collected_24h, (1, 2));
        assert_eq!(transit.collection_all.count, 1, "a time below zero is no time to measure");
    }

    #[test]
    fn transit_is_measured_from_shipping_when_collection_is_hardly_known() {
        let parcels = parcels(&[(1, 0, -1, 48, -1), (1, 0, -1, 50, -1), (1, 0, 2, 52, -1)]);
        let sent = sent(&parcels, &[1, 1, 1]);
        let transit = sent.transit(2, 100 * HOUR, ParcelRules::default());
        assert_eq!((transit.from, transit.lanes.all.median), (TransitFrom::Shipped, Some(50 * 3600)));
    }
}
