//! What sending costs (运费): share of net sales, cost per parcel by weight bracket, courier and province.

use super::lanes::PLACES;
use super::parcels::Sent;
use crate::analytics::facts::NONE;

/// Upper ends of the weight brackets in grams; a last bracket has no end.
pub const WEIGHT_STEPS: [i64; 7] = [500, 1_000, 2_000, 3_000, 5_000, 10_000, 20_000];

/// Freight of some parcels.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Freight {
    pub parcels: i64,
    /// Parcels whose freight is known,
    pub known: i64,
    /// and their freight, fen.
    pub fen: i64,
}

impl Freight {
    fn add(&mut self, fen: i64) {
        self.parcels += 1;
        if fen != NONE {
            self.known += 1;
            self.fen += fen;
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FreightReport {
    pub all: Freight,
    /// [`WEIGHT_STEPS`] and beyond.
    pub by_weight: [Freight; WEIGHT_STEPS.len() + 1],
    pub weight_unknown: Freight,
    /// By courier index.
    pub by_courier: Vec<Freight>,
    /// By place of [`super::lanes`].
    pub by_place: Vec<Freight>,
    /// Freight over the net sales of the very orders these parcels belong to.
    pub share: FreightShare,
}

/// 运费率: freight ÷ net sales, both of the orders whose parcels have a known freight.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct FreightShare {
    /// Fen.
    pub freight: i64,
    /// Net sales of these orders, fen.
    pub net: i64,
    /// Net sales of all orders with a parcel, fen: `net` ÷ this is the coverage.
    pub net_of_sent: i64,
}

/// Adds up freight. `net_of` gives the net sales of an order row in fen. Parcels of one order need not stand together; `orders` is the
/// number of order rows.
#[expect(clippy::indexing_slicing, reason = "parcel rows index the columns of the parcels")]
pub fn freight(sent: &Sent<'_>, couriers: usize, orders: usize, net_of: impl Fn(u32) -> i64) -> FreightReport {
    let mut found = FreightReport {
        by_courier: vec![Freight::default(); couriers],
        by_place: vec![Freight::default(); PLACES],
        ..FreightReport::default()
    };
    // 1 = the order was counted among those sent, 2 = also among those whose freight is known.
    let mut counted = vec![0_u8; orders];
    for at in 0..sent.len() {
        let (row, fen) = (sent.rows[at] as usize, sent.freight(at));
        found.all.add(fen);
        match sent.bracket(at) {
            Some(bracket) => found.by_weight[bracket].add(fen),
            None => found.weight_unknown.add(fen),
        }
        if let Some(courier) = found.by_courier.get_mut(sent.courier(at) as usize) {
            courier.add(fen);
        }
        if let Some(place) = found.by_place.get_mut(sent.place[at] as usize) {
            place.add(fen);
        }
        let order = sent.parcels.order[row];
        let Some(mark) = counted.get_mut(order as usize) else { continue };
        let net = if *mark < 2 { net_of(order) } else { 0 };
        if *mark == 0 {
            found.share.net_of_sent += net;
            *mark = 1;
        }
        if fen != NONE {
            found.share.freight += fen;
            if *mark == 1 {
                found.share.net += net;
                *mark = 2;
            }
        }
    }
    found
}

impl Sent<'_> {
    /// Weight bracket of a parcel: [`WEIGHT_STEPS`] and beyond; `None` when the weight is unknown.
    #[inline]
    pub fn bracket(&self, at: usize) -> Option<usize> {
        let row = *self.rows.get(at)? as usize;
        let grams = self.parcels.weight_g.get(row).copied().filter(|grams| *grams > 0)?;
        Some(WEIGHT_STEPS.partition_point(|end| *end < grams))
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample::{parcels, sent};
    use super::*;
    use crate::analytics::facts::NO_ROW;

    #[test]
    fn freight_is_set_against_the_sales_of_the_same_orders() {
        let mut parcels = parcels(&[(1, 0, 0, 0, 0), (1, 0, 0, 0, 0), (0, 0, 0, 0, 0), (1, 0, 0, 0, 0)]);
        parcels.freight_fen = vec![300, 500, NONE, 400];
        parcels.weight_g = vec![500, 501, NONE, 30_000];
        // Parcels 0 and 1 belong to order 7 (¥100), parcel 2 to order 8 (¥50), parcel 3 to none.
        parcels.order = vec![7, 7, 8, NO_ROW];
        let found = freight(&sent(&parcels, &[2, 2, 2, 3]), 2, 9, |order| if order == 7 { 10_000 } else { 5_000 });
        assert_eq!(found.all, Freight { parcels: 4, known: 3, fen: 1_200 });
        assert_eq!(found.share, FreightShare { freight: 800, net: 10_000, net_of_sent: 15_000 });
        assert_eq!(found.by_weight[0], Freight { parcels: 1, known: 1, fen: 300 });
        assert_eq!(found.by_weight[1], Freight { parcels: 1, known: 1, fen: 500 });
        assert_eq!(found.by_weight[7].fen, 400);
        assert_eq!(found.weight_unknown, Freight { parcels: 1, known: 0, fen: 0 });
        assert_eq!((found.by_courier[1].fen, found.by_place[2].fen), (1_200, 800));
    }
}
