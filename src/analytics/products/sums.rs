//! What each product and each SKU brought in a period (商品排行).

use super::catalogue::Catalogue;
use crate::analytics::facts::NONE;
use crate::analytics::filter::{Slice, Span};

/// Sums over lines. Amounts are fen; refunds are counted back to the day of payment.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct LineSums {
    /// Pieces, gifts left out.
    pub pieces: i64,
    /// Orders with at least one line.
    pub orders: i64,
    /// 支付金额, refunds not deducted.
    pub paid: i64,
    pub refund: i64,
    /// Orders with a refund on at least one of these lines.
    pub refunded_orders: i64,
    /// Of lines with a known cost: paid, paid less refunds, and the cost of goods that stayed sold.
    pub costed_paid: i64,
    pub costed_net: i64,
    pub kept_cost: i64,
}

impl LineSums {
    /// Whether anything was sold: pieces, or, where a file does not tell them, money. A gift is not sold.
    pub const fn is_sold(&self) -> bool {
        self.pieces > 0 || self.paid > 0
    }

    /// 净销售额
    pub const fn net(&self) -> i64 {
        self.paid - self.refund
    }

    /// 毛利 of the lines with a known cost; `None` when no cost is known.
    pub const fn profit(&self) -> Option<i64> {
        if self.costed_paid == 0 && self.kept_cost == 0 { None } else { Some(self.costed_net - self.kept_cost) }
    }

    /// 毛利率: gross profit ÷ net of the same lines.
    pub fn margin(&self) -> Option<(i64, i64)> {
        self.profit().filter(|_| self.costed_net > 0).map(|profit| (profit, self.costed_net))
    }

    /// Adds the sums of another unit. Orders are counted once for each unit, so their sum can count an order twice.
    pub fn add(&mut self, other: &Self) {
        self.pieces += other.pieces;
        self.orders += other.orders;
        self.paid += other.paid;
        self.refund += other.refund;
        self.refunded_orders += other.refunded_orders;
        self.costed_paid += other.costed_paid;
        self.costed_net += other.costed_net;
        self.kept_cost += other.kept_cost;
    }
}

/// Sums by unit, by product and by category.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ProductSums {
    pub units: Vec<LineSums>,
    pub products: Vec<LineSums>,
    /// By the category of the line, as everywhere; SKUs of one product can stand in several.
    pub categories: Vec<LineSums>,
    /// Everything together; its `orders` counts each order once.
    pub all: LineSums,
}

/// One accumulator with the mark that counts each order once.
#[derive(Clone, Copy)]
struct Tally {
    sums: LineSums,
    order: u32,
    refunded: u32,
}

impl Tally {
    const EMPTY: Self = Self {
        sums: LineSums {
            pieces: 0,
            orders: 0,
            paid: 0,
            refund: 0,
            refunded_orders: 0,
            costed_paid: 0,
            costed_net: 0,
            kept_cost: 0,
        },
        order: u32::MAX,
        refunded: u32::MAX,
    };

    #[inline]
    fn add(&mut self, order: u32, line: &LineSums) {
        let sums = &mut self.sums;
        sums.pieces += line.pieces;
        sums.paid += line.paid;
        sums.refund += line.refund;
        sums.costed_paid += line.costed_paid;
        sums.costed_net += line.costed_net;
        sums.kept_cost += line.kept_cost;
        if self.order != order {
            self.order = order;
            sums.orders += 1;
        }
        if line.refund > 0 && self.refunded != order {
            self.refunded = order;
            sums.refunded_orders += 1;
        }
    }
}

/// Adds up the lines of the orders paid in `span`.
#[expect(
    clippy::indexing_slicing,
    reason = "the span's rows and lines index these columns; units come from the catalogue"
)]
pub fn product_sums(slice: &Slice<'_>, span: &Span, catalogue: &Catalogue) -> ProductSums {
    let (orders, lines) = (&slice.facts.orders, &slice.facts.lines);
    let mut units = vec![Tally::EMPTY; catalogue.units()];
    let mut products = vec![Tally::EMPTY; catalogue.products()];
    let mut categories = vec![Tally::EMPTY; slice.facts.categories.len().max(1)];
    let (mut all_orders, mut all_refunded) = (0, 0);
    for row in span.paid.clone() {
        if !slice.keep[row] {
            continue;
        }
        let (mut counted, mut refunded) = (false, false);
        for line in orders.line_start[row] as usize..orders.line_start[row + 1] as usize {
            if slice.categories.as_ref().is_some_and(|categories| !categories[lines.category[line] as usize]) {
                continue;
            }
            let (paid, refund) = (lines.paid_fen[line], lines.refund_fen[line]);
            let mut one = LineSums { paid, refund, ..LineSums::default() };
            if !lines.gift[line] {
                one.pieces = i64::from(lines.qty[line]);
            }
            if lines.cost_fen[line] != NONE {
                one.costed_paid = paid;
                one.costed_net = paid - refund;
                one.kept_cost = lines.kept_cost_fen[line];
            }
            units[catalogue.unit(lines.sku[line], lines.listing[line]) as usize].add(row as u32, &one);
            products[lines.product[line] as usize].add(row as u32, &one);
            categories[lines.category[line] as usize].add(row as u32, &one);
            counted = true;
            refunded |= refund > 0;
        }
        all_orders += i64::from(counted);
        all_refunded += i64::from(refunded);
    }
    let sums = |tallies: Vec<Tally>| -> Vec<LineSums> { tallies.into_iter().map(|tally| tally.sums).collect() };
    let products = sums(products);
    let mut all = LineSums::default();
    for sum in &products {
        all.add(sum);
    }
    (all.orders, all.refunded_orders) = (all_orders, all_refunded);
    ProductSums { units: sums(units), products, categories: sums(categories), all }
}

/// Rows of the orders that hold a unit, oldest first.
pub fn orders_of(slice: &Slice<'_>, span: &Span, catalogue: &Catalogue, wanted: impl Fn(u32) -> bool) -> Vec<u32> {
    let lines = &slice.facts.lines;
    let mut found: Vec<u32> = Vec::new();
    for line in span.lines.clone().filter(|line| slice.keeps_line(*line)) {
        let (Some(order), Some(sku), Some(listing)) =
            (lines.order.get(line), lines.sku.get(line), lines.listing.get(line))
        else {
            continue;
        };
        if wanted(catalogue.unit(*sku, *listing)) && found.last() != Some(order) {
            found.push(*order);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::sample::{catalogue, may, shop};
    use super::*;
    use crate::analytics::filter::Filter;

    #[test]
    fn products_add_up_with_refunds_and_known_costs() {
        let facts = shop();
        let slice = Slice::new(&facts, &may());
        let sums = product_sums(&slice, &slice.now, &catalogue(&facts));
        // Coat (own SKU 1): order 1: 2 pieces, ¥600, cost ¥200; order 2: 1 piece, ¥300, ¥300 back, goods back, cost ¥100.
        let coat = sums.products[1];
        assert_eq!((coat.pieces, coat.orders, coat.paid, coat.refund, coat.refunded_orders), (3, 2, 90_000, 30_000, 1));
        assert_eq!((coat.costed_net, coat.kept_cost, coat.profit()), (60_000, 20_000, Some(40_000)));
        assert_eq!(coat.margin(), Some((40_000, 60_000)));
        // Hat (own SKU 2): order 1: 1 piece, ¥100, cost unknown; order 3: 2 pieces, ¥180; a gift in order 2 is no piece.
        let hat = sums.products[2];
        assert_eq!((hat.pieces, hat.orders, hat.paid, hat.profit()), (3, 3, 28_000, None));
        // Category 1 holds the coats, 2 the hats, none the scarf; no order counts twice in one of them.
        let by_category: Vec<(i64, i64)> = sums.categories.iter().map(|one| (one.orders, one.paid)).collect();
        assert_eq!(by_category, [(1, 5_000), (2, 90_000), (3, 28_000)]);
        // Scarf is unmapped: listing 3, unit 2 + 3 = 5.
        assert_eq!((sums.products[3].paid, sums.units[5].paid), (5_000, 5_000));
        assert_eq!((sums.all.orders, sums.all.paid, sums.all.refund), (3, 123_000, 30_000));
        assert_eq!(sums.all.costed_paid, 90_000);
    }

    #[test]
    fn a_chosen_category_leaves_the_other_lines_out() {
        let facts = shop();
        let slice = Slice::new(&facts, &Filter { categories: vec![2], ..may() });
        let sums = product_sums(&slice, &slice.now, &catalogue(&facts));
        assert_eq!((sums.all.paid, sums.all.orders), (28_000, 3));
        assert_eq!(sums.products[1], LineSums::default());
    }

    #[test]
    fn orders_behind_a_product_are_listed_once() {
        let facts = shop();
        let slice = Slice::new(&facts, &may());
        let found = orders_of(&slice, &slice.now, &catalogue(&facts), |unit| unit == 2);
        assert_eq!(found.iter().map(|row| facts.orders.id[*row as usize]).collect::<Vec<_>>(), [1, 2, 3]);
    }
}
