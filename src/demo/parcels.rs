//! Parcels (包裹): who carries them, how long each lane takes, what they cost, and which are late or lost.

use chrono::{NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Timelike};

use super::calendar;
use super::dice::Dice;
use super::people::Customer;
use super::places;
use crate::domain::money::Money;

/// A courier as the sample warehouse knows it.
#[derive(Debug)]
pub struct Courier {
    pub name: &'static str,
    share: u32,
    /// Time in transit against the lane's usual time.
    pace: f64,
    /// Price against the tariff, in percent.
    price_percent: i64,
    lost: f64,
    prefix: &'static str,
    digits: usize,
    /// Provinces (national codes) where it is slow, and by how much.
    slow: &'static [(u8, f64)],
}

const fn courier(
    name: &'static str,
    share: u32,
    pace: f64,
    price_percent: i64,
    prefix: &'static str,
    digits: usize,
) -> Courier {
    Courier { name, share, pace, price_percent, lost: 0.002, prefix, digits, slow: &[] }
}

impl Courier {
    const fn weak(mut self, lost: f64, slow: &'static [(u8, f64)]) -> Self {
        self.lost = lost;
        self.slow = slow;
        self
    }
}

pub const COURIERS: [Courier; 8] = [
    courier("中通快递", 300, 1.0, 100, "73", 12),
    courier("圆通速递", 200, 1.06, 96, "YT", 13).weak(0.003, &[(52, 1.35), (53, 1.25)]),
    courier("韵达快递", 165, 1.10, 92, "46", 13).weak(0.004, &[(21, 1.3), (22, 1.45), (23, 1.5)]),
    courier("申通快递", 120, 1.08, 94, "77", 13).weak(0.003, &[(62, 1.3), (63, 1.4)]),
    courier("极兔速递", 110, 1.16, 85, "JT", 13).weak(0.006, &[(65, 1.6), (54, 1.7), (45, 1.3)]),
    courier("顺丰速运", 60, 0.62, 260, "SF", 13),
    courier("京东快递", 30, 0.70, 200, "JDX", 13),
    courier("邮政快递包裹", 15, 1.35, 120, "98", 11),
];

/// Hours from collection to signature on a plain day, by zone.
const ZONE_HOURS: [f64; 8] = [40.0, 25.0, 43.0, 55.0, 64.0, 88.0, 132.0, 118.0];

/// First kilogram and each further one, in fen, by zone.
const ZONE_PRICE: [(i64, i64); 8] =
    [(300, 100), (280, 90), (320, 130), (380, 200), (420, 240), (700, 500), (1300, 1100), (2600, 1500)];

/// Serial numbers of orders stay below this.
pub const SERIALS: u64 = 400_000_000;

/// How a parcel stands on the last day of the records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ParcelState {
    /// 运输中
    OnTheWay,
    /// 已签收
    Signed,
    /// 疑似丢失: nothing heard of it for days
    Lost,
}

/// A parcel of one order.
#[derive(Debug, Clone)]
pub struct Parcel {
    pub tracking_no: String,
    /// Place in [`COURIERS`].
    pub courier: usize,
    pub weight_g: i64,
    /// What the shop pays the courier.
    pub freight: Money,
    pub shipped: NaiveDateTime,
    pub collected: Option<NaiveDateTime>,
    pub signed: Option<NaiveDateTime>,
    pub last_scan: Option<NaiveDateTime>,
    pub state: ParcelState,
}

impl Parcel {
    pub fn courier_name(&self) -> &'static str {
        COURIERS.get(self.courier).map_or("", |c| c.name)
    }

    pub const fn state_text(&self) -> &'static str {
        match self.state {
            ParcelState::OnTheWay => "运输中",
            ParcelState::Signed => "已签收",
            ParcelState::Lost => "无轨迹更新",
        }
    }
}

/// When the warehouse hands a paid order over: mornings and afternoons on working days, later after a great day, not at all
/// while it rests for the Spring Festival.
pub fn ship_time(paid: NaiveDateTime, rush: f64, dice: &mut Dice) -> NaiveDateTime {
    // Packing takes some hours; a rush piles up.
    let packing = dice.around(5.0, 0.7) * (1.0 + 0.55 * (rush - 1.0).max(0.0));
    let mut at = paid + hours(packing);
    // Before nine nothing leaves, after nineteen it waits for the morning.
    if at.hour() < 9 {
        at = on(at.date(), 9) + hours(dice.unit() * 3.0);
    } else if at.hour() >= 19 {
        at = on(next_day(at.date()), 9) + hours(dice.unit() * 4.0);
    }
    while calendar::warehouse_closed(at.date()) {
        at = on(next_day(at.date()), 10) + hours(dice.unit() * 7.0);
    }
    at
}

/// Sends a parcel. `end` is the last moment of the records: what happens later is not known yet.
/// `serial` is the order's own number among all orders of all shops: it keeps tracking numbers apart.
pub fn send(
    serial: u64,
    shipped: NaiveDateTime,
    weight_g: i64,
    customer: &Customer,
    end: NaiveDateTime,
    rush: f64,
    dice: &mut Dice,
) -> Parcel {
    let province = customer.province.map_or(0, super::super::domain::region::Province::code);
    let zone = usize::from(places::zone(province));
    // Abroad and in the far west only some couriers deliver.
    let share = |c: &Courier| match zone {
        7 => f64::from(u32::from(c.prefix == "SF" || c.prefix == "73")),
        6 => f64::from(c.share) * if c.prefix == "98" { 14.0 } else { 1.0 },
        _ => f64::from(c.share),
    };
    let at = dice.weighted(COURIERS.iter().map(share)).unwrap_or(0);
    let courier = COURIERS.get(at).unwrap_or(&COURIERS[0]);
    let packed = (weight_g + 60).max(80);
    let kilos = (packed + 999) / 1000;
    let (first, more) = ZONE_PRICE.get(zone).copied().unwrap_or((300, 100));
    let freight = (first + (kilos - 1) * more) * courier.price_percent / 100;

    let collected = shipped + hours(dice.around(2.6, 0.5));
    let slow = courier.slow.iter().find(|(code, _)| *code == province).map_or(1.0, |(_, by)| *by);
    let usual =
        ZONE_HOURS.get(zone).copied().unwrap_or(60.0) * courier.pace * slow * (1.0 + 0.12 * (rush - 1.0).max(0.0));
    let mut transit = dice.around(usual, 0.20);
    // One parcel in thirty meets trouble on the road.
    if dice.chance(0.033) {
        transit += dice.wait(70.0);
    }
    let lost = dice.chance(courier.lost);
    // Parcels are signed by day.
    let mut arrived = collected + hours(transit);
    if arrived.hour() < 8 {
        arrived = on(arrived.date(), 8) + hours(dice.unit() * 4.0);
    } else if arrived.hour() >= 21 {
        arrived = on(next_day(arrived.date()), 9) + hours(dice.unit() * 3.0);
    }
    let tracking_no = tracking(courier, serial, dice);
    let vanished = collected + hours(transit * (0.3 + 0.5 * dice.unit()));

    let (signed, scan) = if lost {
        (None, vanished)
    } else if arrived <= end {
        (Some(arrived), arrived)
    } else {
        // On its way: the last scan before the end, one every twelve hours or so.
        (None, (end - hours(dice.unit() * 12.0)).max(collected))
    };
    let last_scan = (scan <= end && collected <= end).then_some(scan);
    let state = match signed {
        Some(_) => ParcelState::Signed,
        None if lost && end - vanished > TimeDelta::days(5) => ParcelState::Lost,
        None => ParcelState::OnTheWay,
    };
    Parcel {
        tracking_no,
        courier: at,
        weight_g: packed,
        freight: Money::from_fen(freight),
        shipped,
        collected: (collected <= end).then_some(collected),
        signed,
        last_scan,
        state,
    }
}

/// A tracking number that no other serial gets: each serial owns a stretch of the courier's numbers.
fn tracking(courier: &Courier, serial: u64, dice: &mut Dice) -> String {
    let all = 10_u64.saturating_pow(courier.digits as u32);
    let stretch = (all / SERIALS).max(1);
    let number = serial % SERIALS * stretch + dice.below(stretch);
    format!("{}{number:0width$}", courier.prefix, width = courier.digits)
}

/// A number of hours, to the second.
pub fn hours(n: f64) -> TimeDelta {
    TimeDelta::seconds((n * 3600.0) as i64)
}

pub fn next_day(day: NaiveDate) -> NaiveDate {
    day.succ_opt().unwrap_or(day)
}

/// The full hour of a day.
pub fn on(day: NaiveDate, hour: u32) -> NaiveDateTime {
    day.and_time(NaiveTime::from_hms_opt(hour, 0, 0).unwrap_or(NaiveTime::MIN))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(m: u32, d: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, m, d).unwrap()
    }

    #[test]
    fn nothing_leaves_while_the_warehouse_rests() {
        let mut dice = Dice::new(3, 3);
        for n in 0..200 {
            let paid = on(day(2, 10), 8) + TimeDelta::minutes(n * 97);
            let shipped = ship_time(paid, 1.0, &mut dice);
            assert!(shipped > paid);
            assert!(!calendar::warehouse_closed(shipped.date()), "{paid} {shipped}");
        }
    }
}
