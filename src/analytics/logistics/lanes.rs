//! Lanes (线路): courier and province together, with the spread of a time on each. Shops ship from one place, so the courier and
//! where the parcel goes tell a lane.

use crate::analytics::quantile::{Ranked, Spread};
use crate::domain::region::Province;

/// Places a parcel goes to: 0 is unknown, then the 34 provinces in the order of their codes.
pub const PLACES: usize = 35;

static PLACE_OF: std::sync::LazyLock<[u8; 256]> = std::sync::LazyLock::new(|| {
    let mut table = [0; 256];
    for (at, province) in Province::all().enumerate() {
        if let Some(slot) = table.get_mut(province.code() as usize) {
            *slot = at as u8 + 1;
        }
    }
    table
});

/// The place of a province code; 0 when the code names none.
pub fn place(code: u8) -> u8 {
    PLACE_OF.get(code as usize).copied().unwrap_or(0)
}

/// The province of a place; `None` for the unknown one.
pub fn province(place: usize) -> Option<Province> {
    place.checked_sub(1).and_then(|at| Province::all().nth(at))
}

/// Spread of a time on every lane, by courier, by province and over all.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Lanes {
    couriers: usize,
    lanes: Vec<Spread>,
    by_courier: Vec<Spread>,
    by_place: Vec<Spread>,
    pub all: Spread,
}

impl Lanes {
    /// The group number of a lane.
    pub fn lane(courier: u16, place: u8) -> u32 {
        u32::from(courier) * PLACES as u32 + u32::from(place)
    }

    /// Measures `(lane, seconds)` pairs.
    pub fn new(couriers: usize, pairs: impl Iterator<Item = (u32, u32)>) -> Self {
        let ranked = Ranked::new(pairs);
        Self {
            couriers,
            lanes: ranked.by(couriers * PLACES, |lane| lane),
            by_courier: ranked.by(couriers, |lane| lane / PLACES as u32),
            by_place: ranked.by(PLACES, |lane| lane % PLACES as u32),
            all: ranked.spread(),
        }
    }

    pub fn spread(&self, courier: usize, place: usize) -> Spread {
        self.lanes.get(courier * PLACES + place).copied().unwrap_or_default()
    }

    pub fn courier(&self, courier: usize) -> Spread {
        self.by_courier.get(courier).copied().unwrap_or_default()
    }

    pub fn place(&self, place: usize) -> Spread {
        self.by_place.get(place).copied().unwrap_or_default()
    }

    /// How many courier indexes there are.
    pub const fn couriers(&self) -> usize {
        self.couriers
    }

    /// What 95 % of the parcels on a lane need at most: by the lane itself when it has at least `least` parcels, else by the courier,
    /// else over all. `None` when nothing of this was measured often enough.
    pub fn usual_limit(&self, courier: u16, place: u8, least: u32) -> Option<u32> {
        let lane = self.spread(courier as usize, place as usize);
        [lane, self.courier(courier as usize), self.all]
            .into_iter()
            .find(|one| one.count >= least.max(1))
            .and_then(|one| one.p95)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_province_has_a_place_of_its_own() {
        for province in Province::all() {
            assert_eq!(super::province(place(province.code()) as usize), Some(province));
        }
        assert_eq!((place(0), place(99), super::province(0)), (0, 0, None));
    }

    #[test]
    fn a_lane_a_courier_a_province_and_the_whole() {
        let pairs = [(1, 2, 10), (1, 2, 30), (1, 3, 50), (0, 2, 70)]
            .map(|(courier, place, time)| (Lanes::lane(courier, place), time));
        let lanes = Lanes::new(2, pairs.iter().copied());
        assert_eq!(lanes.spread(1, 2).median, Some(20));
        assert_eq!(lanes.courier(1).median, Some(30));
        assert_eq!(lanes.place(2).median, Some(30));
        assert_eq!((lanes.all.count, lanes.all.median), (4, Some(40)));
        // Too few on the lane: the courier's limit; 10, 30, 50 at rank 1.9 = 30 + 0.9 * 20 = 48.
        assert_eq!(lanes.usual_limit(1, 2, 3), Some(48));
        assert_eq!(lanes.usual_limit(1, 2, 9), None);
    }
}
