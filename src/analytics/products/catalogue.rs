//! What is sold, from platform SKUs and own SKUs to products (商品).
//!
//! A *unit* is the smallest thing that sells: an own SKU, or a platform SKU that is mapped to none. Units belong to the products of
//! the facts ([`Facts::products`], 0 = unknown).

use super::properties::{Property, parse};
use crate::analytics::facts::{Facts, NONE};

/// Every unit of the facts. Unit numbers: 0 unknown, then the own SKUs by their index, then the listings by theirs.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Catalogue {
    skus: usize,
    /// Product of each unit.
    pub product_of: Vec<u32>,
    /// Units of each product.
    pub units_of: Vec<Vec<u32>>,
    /// First day one of a product's SKUs was listed, where the product sheet tells it.
    pub listed: Vec<Option<i32>>,
}

impl Catalogue {
    pub fn new(facts: &Facts) -> Self {
        let skus = facts.skus.len().max(1);
        let products = facts.products.len().max(1);
        let product = |of: &[u32], at: usize| of.get(at).copied().unwrap_or(0);
        let mut product_of: Vec<u32> = (0..skus).map(|sku| product(&facts.sku_product, sku)).collect();
        product_of.extend((1..facts.listings.len()).map(|listing| product(&facts.listing_product, listing)));
        let mut made = Self { skus, product_of, units_of: vec![Vec::new(); products], listed: vec![None; products] };
        for (unit, product) in made.product_of.iter().enumerate().skip(1) {
            // A mapped listing sells as its own SKU; its own unit stays empty.
            let listing = unit.checked_sub(skus).and_then(|at| facts.listings.get(at + 1));
            if listing.is_some_and(|listing| listing.sku != 0) {
                continue;
            }
            if let Some(units) = made.units_of.get_mut(*product as usize) {
                units.push(unit as u32);
            }
            let day = facts.skus.get(unit).filter(|_| unit < skus).and_then(|sku| sku.listed);
            if let Some(listed) = made.listed.get_mut(*product as usize) {
                *listed = match (*listed, day) {
                    (Some(one), Some(other)) => Some(one.min(other)),
                    (one, other) => one.or(other),
                };
            }
        }
        made
    }

    /// How many units there are, the unknown one included.
    pub fn units(&self) -> usize {
        self.product_of.len()
    }

    /// How many products there are, the unknown one included.
    pub fn products(&self) -> usize {
        self.units_of.len()
    }

    /// The unit of a line with this own SKU and listing index.
    #[inline]
    pub fn unit(&self, sku: u32, listing: u32) -> u32 {
        match (sku, listing) {
            (0, 0) => 0,
            (0, listing) => self.skus as u32 + listing - 1,
            (sku, _) => sku,
        }
    }

    /// The own SKU index of a unit; `None` for an unmapped or unknown one.
    pub fn sku_of(&self, unit: u32) -> Option<u32> {
        (unit > 0 && (unit as usize) < self.skus).then_some(unit)
    }

    /// The listing index of an unmapped unit.
    pub fn listing_of(&self, unit: u32) -> Option<u32> {
        (unit as usize >= self.skus).then(|| unit - self.skus as u32 + 1)
    }

    /// Properties of a unit as they are written: of the own SKU, else of the listing.
    pub fn property_text<'a>(&self, facts: &'a Facts, unit: u32) -> &'a str {
        let text = match (self.sku_of(unit), self.listing_of(unit)) {
            (Some(sku), _) => facts.skus.get(sku as usize).map(|sku| sku.props.as_str()),
            (None, Some(listing)) => facts.listings.get(listing as usize).map(|listing| listing.props.as_str()),
            (None, None) => None,
        };
        text.unwrap_or_default()
    }

    /// Properties of a unit, taken apart.
    pub fn properties(&self, facts: &Facts, unit: u32) -> Vec<Property> {
        parse(self.property_text(facts, unit))
    }

    /// The own code of a unit, or the key a platform SKU waits under, and the price in the shop's own sheet in fen.
    pub fn code<'a>(&self, facts: &'a Facts, unit: u32) -> (&'a str, Option<i64>) {
        match (self.sku_of(unit), self.listing_of(unit)) {
            (Some(sku), _) => facts
                .skus
                .get(sku as usize)
                .map(|sku| (sku.code.as_str(), (sku.price_fen != NONE).then_some(sku.price_fen)))
                .unwrap_or_default(),
            (None, Some(listing)) => {
                (facts.listings.get(listing as usize).map(|one| one.key.as_str()).unwrap_or_default(), None)
            }
            (None, None) => ("", None),
        }
    }

    /// The store's ids of a product's own SKUs.
    pub fn sku_ids(&self, facts: &Facts, product: u32) -> Vec<i64> {
        let units = self.units_of.get(product as usize).map(Vec::as_slice).unwrap_or_default();
        units
            .iter()
            .filter_map(|unit| self.sku_of(*unit))
            .filter_map(|sku| facts.skus.get(sku as usize))
            .map(|sku| sku.id)
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample::shop;
    use super::*;

    #[test]
    fn a_mapped_listing_sells_as_its_own_sku_and_an_unmapped_one_as_itself() {
        let facts = shop();
        let made = Catalogue::new(&facts);
        // Own SKUs 1 and 2 are units 1 and 2; listings 1 to 3 are units 3 to 5, of which only the last one sells as itself.
        assert_eq!((made.unit(0, 0), made.unit(1, 1), made.unit(0, 3), made.units()), (0, 1, 5, 6));
        assert_eq!(made.units_of, [vec![], vec![1], vec![2], vec![5]]);
        assert_eq!(
            (made.sku_of(2), made.sku_of(5), made.listing_of(5), made.listing_of(2)),
            (Some(2), None, Some(3), None)
        );
        assert_eq!((made.code(&facts, 1).0, made.code(&facts, 5).0), ("coat", "key3"));
        assert_eq!((made.sku_ids(&facts, 1), made.sku_ids(&facts, 3)), (vec![1], vec![]));
    }
}
