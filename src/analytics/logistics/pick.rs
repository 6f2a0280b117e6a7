//! The parcels and orders behind a figure, a bar or a cell of logistics (下钻), worked out when they are asked for.

use super::journey::{couriers_of_orders, sent, to_ship};
use super::parcels::ParcelRules;
use super::shipping::{NEVER, WAIT_STEPS};
use crate::analytics::filter::Slice;
use crate::domain::period::Period;

/// Parcels shipped in the filter's period.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ParcelPick {
    /// Index of the courier; 0 = unknown.
    pub courier: Option<u16>,
    /// Place of [`super::lanes`]; 0 = unknown.
    pub place: Option<u8>,
    /// Index of the weight bracket of [`super::freight`]; `Some(None)` = weight unknown.
    pub weight: Option<Option<usize>>,
    /// Only parcels whose time in transit is measured, by these rules.
    pub measured: Option<ParcelRules>,
}

impl ParcelPick {
    /// The store's ids of the parcels.
    pub fn parcel_ids(&self, slice: &Slice<'_>) -> Vec<i64> {
        let found = sent(slice, slice.now.shipped.clone());
        let measured = self.measured.map(|rules| (found.transit_from(rules), rules));
        (0..found.len())
            .filter(|at| {
                self.courier.is_none_or(|courier| found.courier(*at) == courier)
                    && self.place.is_none_or(|place| found.place.get(*at) == Some(&place))
                    && self.weight.is_none_or(|bracket| found.bracket(*at) == bracket)
                    && measured.is_none_or(|(from, rules)| found.is_measured(*at, from, rules))
            })
            .filter_map(|at| found.rows.get(at).and_then(|row| slice.facts.parcels.id.get(*row as usize)).copied())
            .collect()
    }
}

/// Orders paid in the filter's period that were to be shipped.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ShipPick {
    /// Another period than the filter's.
    pub period: Option<Period>,
    pub courier: Option<u16>,
    pub place: Option<u8>,
    /// Bar of the histogram of hours waited.
    pub bar: Option<usize>,
    /// Only orders not shipped yet.
    pub waiting: bool,
    /// Only orders that were shipped.
    pub shipped: bool,
}

impl ShipPick {
    /// The store's ids of the orders.
    pub fn order_ids(&self, slice: &Slice<'_>) -> Vec<i64> {
        let span = self.period.map_or_else(|| slice.now.clone(), |period| slice.span(period));
        let found = to_ship(slice, &span, &couriers_of_orders(slice.facts));
        let bar = |wait: u32| WAIT_STEPS.partition_point(|end| *end <= wait / 3600);
        found
            .wait
            .iter()
            .zip(&found.courier)
            .zip(&found.place)
            .zip(&found.order)
            .filter(|(((wait, courier), place), _)| {
                self.courier.is_none_or(|wanted| wanted == **courier)
                    && self.place.is_none_or(|wanted| wanted == **place)
                    && self.bar.is_none_or(|wanted| **wait != NEVER && wanted == bar(**wait))
                    && (!self.waiting || **wait == NEVER)
                    && (!self.shipped || **wait != NEVER)
            })
            .filter_map(|(_, order)| slice.facts.orders.id.get(*order as usize).copied())
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analytics::facts::fixture::{Fixture, Order, Parcel, day};
    use crate::analytics::filter::Filter;

    #[test]
    fn the_orders_and_parcels_behind_a_bar_are_found() {
        let order = |id, shipped: &'static str| Order {
            id,
            shop: 1,
            province: 33,
            status: if shipped.is_empty() { 2 } else { 4 },
            created: "2026-05-01 10:00:00",
            paid: Some("2026-05-01 10:00:00"),
            shipped: (!shipped.is_empty()).then_some(shipped),
            paid_fen: 100,
            ..Order::default()
        };
        let parcel = |order, courier, weight_g| Parcel {
            order,
            courier,
            weight_g,
            shipped: Some("2026-05-02 10:00:00"),
            signed: (order == 1).then_some("2026-05-04 10:00:00"),
            ..Parcel::default()
        };
        let facts = Fixture {
            shops: vec![(1, 1, "shop")],
            couriers: vec![(1, "ZTO"), (2, "SF")],
            orders: vec![order(1, "2026-05-01 13:00:00"), order(2, "2026-05-02 10:00:00"), order(3, "")],
            parcels: vec![parcel(1, 1, Some(400)), parcel(2, 2, None)],
            ..Fixture::default()
        }
        .facts();
        let slice = Slice::new(&facts, &Filter::new(Period::new(day("2026-05-01"), day("2026-05-31"))));
        let orders = |pick: ShipPick| pick.order_ids(&slice);
        // Three hours lie in the bar from 2 to 4, a whole day in the one from 24 to 36.
        assert_eq!(orders(ShipPick { bar: Some(2), ..ShipPick::default() }), [1]);
        assert_eq!(orders(ShipPick { bar: Some(6), ..ShipPick::default() }), [2]);
        assert_eq!(orders(ShipPick { shipped: true, ..ShipPick::default() }), [1, 2]);
        assert_eq!(orders(ShipPick { waiting: true, ..ShipPick::default() }), [3]);
        assert_eq!(orders(ShipPick { courier: Some(2), ..ShipPick::default() }), [2]);
        let parcels = |pick: ParcelPick| pick.parcel_ids(&slice);
        assert_eq!(parcels(ParcelPick { courier: Some(1), ..ParcelPick::default() }), [1]);
        let measured = Some(ParcelRules::default());
        assert_eq!(parcels(ParcelPick { measured, ..ParcelPick::default() }), [1]);
        assert_eq!(parcels(ParcelPick { weight: Some(None), ..ParcelPick::default() }), [2]);
        assert_eq!(parcels(ParcelPick { weight: Some(Some(0)), ..ParcelPick::default() }), [1]);
    }
}
