//! From the lines of a period to [`baskets`]: which products were in one order.

use super::basket::{Baskets, baskets};
use crate::analytics::filter::{Slice, Span};

/// Pairs found in at least so many orders count: 1 in 2,000 orders, but no fewer than 3.
pub fn fitting_support(orders: i64) -> i64 {
    (orders / 2_000).max(3)
}

/// Pairs of products in the orders paid in `span`; gifts and unknown products are left out. `least` orders make a pair;
/// `None` picks [`fitting_support`].
#[expect(clippy::indexing_slicing, reason = "the span's rows and lines index these columns")]
pub fn together(slice: &Slice<'_>, span: &Span, least: Option<i64>) -> Baskets {
    let (orders, lines) = (&slice.facts.orders, &slice.facts.lines);
    let mut items: Vec<u32> = Vec::with_capacity(span.lines.len());
    let mut ends: Vec<u32> = Vec::with_capacity(span.paid.len());
    for row in span.paid.clone() {
        if !slice.keep[row] {
            continue;
        }
        let before = items.len();
        for line in orders.line_start[row] as usize..orders.line_start[row + 1] as usize {
            let product = lines.product[line];
            if product != 0 && !lines.gift[line] && (slice.categories.is_none() || slice.keeps_line(line)) {
                items.push(product);
            }
        }
        if items.len() > before {
            ends.push(items.len() as u32);
        }
    }
    let least = least.unwrap_or_else(|| fitting_support(ends.len() as i64));
    let starts = std::iter::once(0).chain(ends.iter().copied());
    let products_of =
        starts.zip(&ends).map(|(start, end)| items.get(start as usize..*end as usize).unwrap_or_default());
    baskets(slice.facts.products.len(), products_of, least)
}

#[cfg(test)]
mod tests {
    use super::super::sample::{may, shop};
    use super::*;

    #[test]
    fn gifts_do_not_make_a_pair() {
        let facts = shop();
        let slice = Slice::new(&facts, &may());
        let found = together(&slice, &slice.now, Some(1));
        // Order 1: coat, hat; order 2: coat and a gift; order 3: hat and scarf.
        assert_eq!((found.orders, found.mixed), (3, 2));
        let pairs: Vec<(u32, u32, i64)> = found.pairs.iter().map(|pair| (pair.a, pair.b, pair.both)).collect();
        assert_eq!(pairs, [(1, 2, 1), (2, 3, 1)]);
        assert_eq!(fitting_support(1_000_000), 500);
        assert_eq!(fitting_support(10), 3);
    }
}
