//! What is sold, from platform SKUs and own SKUs to products (商品).
//!
//! A *unit* is the smallest thing that sells: an own SKU, or a platform SKU that is mapped to none. A *product* is what a buyer sees as
//! one thing: own SKUs of the same name and category, or the unmapped platform SKUs of one item.

use std::collections::HashMap;

use super::properties::{Property, parse};
use crate::analytics::facts::{Facts, Listing, NONE, Sku};

/// A product: 0 is the unknown one (lines that tell neither SKU nor item).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Product {
    pub name: String,
    /// Index into [`Facts::categories`].
    pub category: u16,
    /// Made of own SKUs.
    pub own: bool,
    /// Item id on the platform of an unmapped product.
    pub item_id: String,
    /// First day one of its SKUs was listed, where the product sheet tells it.
    pub listed: Option<i32>,
    /// Its units.
    pub units: Vec<u32>,
}

/// Every unit and product of the facts. Unit numbers: 0 unknown, then the own SKUs by their index, then the listings by theirs.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Catalogue {
    skus: usize,
    pub products: Vec<Product>,
    /// Product of each unit.
    pub product_of: Vec<u32>,
}

#[derive(PartialEq, Eq, Hash)]
enum Key<'a> {
    Own(&'a str, u16),
    Item(u8, &'a str),
    Title(u8, &'a str),
}

impl Catalogue {
    pub fn new(facts: &Facts) -> Self {
        Self::of(&facts.skus, &facts.listings)
    }

    fn of(skus: &[Sku], listings: &[Listing]) -> Self {
        let skus_len = skus.len().max(1);
        let mut made = Self {
            skus: skus_len,
            products: vec![Product::default()],
            product_of: vec![0; skus_len + listings.len().saturating_sub(1)],
        };
        let mut by_key: HashMap<Key<'_>, u32> = HashMap::new();
        for (at, sku) in skus.iter().enumerate().skip(1) {
            let name = if sku.name.is_empty() { &sku.code } else { &sku.name };
            let fresh = || Product { name: name.clone(), category: sku.category, own: true, ..Product::default() };
            let product = made.product(&mut by_key, Key::Own(name, sku.category), fresh);
            made.join(at as u32, product, sku.listed);
        }
        for (at, listing) in listings.iter().enumerate().skip(1) {
            let unit = (skus_len + at - 1) as u32;
            if listing.sku != 0 {
                // Its sales go to the own SKU; the unit stays empty but belongs somewhere.
                let product = made.product_of.get(listing.sku as usize).copied().unwrap_or(0);
                if let Some(slot) = made.product_of.get_mut(unit as usize) {
                    *slot = product;
                }
                continue;
            }
            let name = [&listing.title, &listing.item_id, &listing.key].into_iter().find(|text| !text.is_empty());
            let name = name.cloned().unwrap_or_default();
            let key = match (listing.item_id.as_str(), listing.title.as_str()) {
                ("", "") => Key::Title(listing.platform, &listing.key),
                ("", title) => Key::Title(listing.platform, title),
                (item, _) => Key::Item(listing.platform, item),
            };
            let fresh = || Product { name, item_id: listing.item_id.clone(), ..Product::default() };
            let product = made.product(&mut by_key, key, fresh);
            made.join(unit, product, None);
        }
        made
    }

    fn product<'a>(
        &mut self,
        by_key: &mut HashMap<Key<'a>, u32>,
        key: Key<'a>,
        fresh: impl FnOnce() -> Product,
    ) -> u32 {
        *by_key.entry(key).or_insert_with(|| {
            self.products.push(fresh());
            self.products.len() as u32 - 1
        })
    }

    fn join(&mut self, unit: u32, product: u32, listed: Option<i32>) {
        if let Some(slot) = self.product_of.get_mut(unit as usize) {
            *slot = product;
        }
        if let Some(product) = self.products.get_mut(product as usize) {
            product.units.push(unit);
            product.listed = match (product.listed, listed) {
                (Some(one), Some(other)) => Some(one.min(other)),
                (one, other) => one.or(other),
            };
        }
    }

    /// How many units there are, the unknown one included.
    pub fn units(&self) -> usize {
        self.product_of.len()
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

    /// Properties of a unit: of the own SKU where it tells them, else of the listing.
    pub fn properties(&self, facts: &Facts, unit: u32) -> Vec<Property> {
        let text = match (self.sku_of(unit), self.listing_of(unit)) {
            (Some(sku), _) => facts.skus.get(sku as usize).map(|sku| sku.props.as_str()),
            (None, Some(listing)) => facts.listings.get(listing as usize).map(|listing| listing.props.as_str()),
            (None, None) => None,
        };
        parse(text.unwrap_or_default())
    }

    /// Code and price of a unit as the shop's own sheet has them.
    pub fn code(&self, facts: &Facts, unit: u32) -> (String, Option<i64>) {
        match (self.sku_of(unit), self.listing_of(unit)) {
            (Some(sku), _) => facts
                .skus
                .get(sku as usize)
                .map(|sku| (sku.code.clone(), (sku.price_fen != NONE).then_some(sku.price_fen)))
                .unwrap_or_default(),
            (None, Some(listing)) => {
                (facts.listings.get(listing as usize).map(|one| one.key.clone()).unwrap_or_default(), None)
            }
            (None, None) => (String::new(), None),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn own_skus_of_one_name_are_one_product_and_unmapped_ones_go_by_item() {
        let sku = |code: &str, name: &str, category, listed| Sku {
            code: code.into(),
            name: name.into(),
            category,
            listed,
            ..Sku::default()
        };
        let skus = [
            Sku::default(),
            sku("C1-M", "Coat", 1, Some(90)),
            sku("C1-L", "Coat", 1, Some(80)),
            sku("C9", "Coat", 2, None),
            sku("X", "", 1, None),
        ];
        let listing = |item: &str, title: &str, sku| Listing {
            platform: 1,
            item_id: item.into(),
            title: title.into(),
            sku,
            ..Listing::default()
        };
        let listings = [
            Listing::default(),
            listing("77", "Hat", 0),
            listing("77", "Hat red", 0),
            listing("", "Sock", 0),
            listing("5", "a", 2),
        ];
        let made = Catalogue::of(&skus, &listings);
        let names: Vec<&str> = made.products.iter().map(|product| product.name.as_str()).collect();
        assert_eq!(names, ["", "Coat", "Coat", "X", "Hat", "Sock"]);
        assert_eq!(made.products[1].units, [1, 2]);
        assert_eq!(made.products[1].listed, Some(80));
        assert_eq!(made.products[4].units, [5, 6]);
        assert_eq!((made.unit(0, 0), made.unit(0, 1), made.unit(3, 1), made.units()), (0, 5, 3, 9));
        assert_eq!(
            (made.sku_of(3), made.sku_of(5), made.listing_of(5), made.listing_of(3)),
            (Some(3), None, Some(1), None)
        );
        assert_eq!(made.product_of[8], 1, "a mapped listing belongs to its own SKU's product");
    }
}
