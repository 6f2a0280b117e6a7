//! From the lines of a period to [`baskets`]: which products were in one order.

use super::basket::{Baskets, baskets};
use super::catalogue::Catalogue;
use crate::analytics::filter::{Slice, Span};

/// Pairs found in at least so many orders count: 1 in 2,000 orders, but no fewer than 3.
pub fn fitting_support(orders: i64) -> i64 {
    (orders / 2_000).max(3)
}

/// Pairs of products in the orders paid in `span`; gifts and unknown products are left out. `least` orders make a pair;
/// `None` picks [`fitting_support`].
pub fn together(slice: &Slice<'_>, span: &Span, catalogue: &Catalogue, least: Option<i64>) -> Baskets {
    let lines = &slice.facts.lines;
    let mut items: Vec<u32> = Vec::with_capacity(span.lines.len());
    let mut ends: Vec<u32> = Vec::with_capacity(span.paid.len());
    for row in span.paid.clone().filter(|row| slice.keeps(*row)) {
        let before = items.len();
        for line in slice.facts.orders.lines_of(row) {
            let (Some(sku), Some(listing), Some(false)) =
                (lines.sku.get(line), lines.listing.get(line), lines.gift.get(line))
            else {
                continue;
            };
            if slice.categories.is_some() && !slice.keeps_line(line) {
                continue;
            }
            let product = catalogue.product_of.get(catalogue.unit(*sku, *listing) as usize).copied().unwrap_or(0);
            if product != 0 {
                items.push(product);
            }
        }
        if items.len() > before {
            ends.push(items.len() as u32);
        }
    }
    let least = least.unwrap_or_else(|| fitting_support(ends.len() as i64));
    let starts = std::iter::once(0).chain(ends.iter().copied());
    let orders = starts.zip(&ends).map(|(start, end)| items.get(start as usize..*end as usize).unwrap_or_default());
    baskets(catalogue.products.len(), orders, least)
}

#[cfg(test)]
mod tests {
    use super::super::sample::{catalogue, may, shop};
    use super::*;

    #[test]
    fn gifts_do_not_make_a_pair() {
        let facts = shop();
        let slice = Slice::new(&facts, &may());
        let found = together(&slice, &slice.now, &catalogue(&facts), Some(1));
        // Order 1: coat, hat; order 2: coat and a gift; order 3: hat and scarf.
        assert_eq!((found.orders, found.mixed), (3, 2));
        let pairs: Vec<(u32, u32, i64)> = found.pairs.iter().map(|pair| (pair.a, pair.b, pair.both)).collect();
        assert_eq!(pairs, [(1, 2, 1), (2, 3, 1)]);
        assert_eq!(fitting_support(1_000_000), 500);
        assert_eq!(fitting_support(10), 3);
    }
}
