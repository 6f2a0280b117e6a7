//! Products (款): what a buyer sees as one thing. Own SKUs of one name are one product, whatever shop and platform sold them;
//! a platform SKU that is not mapped yet is its platform's item.

use std::collections::HashMap;

use super::{Facts, Product};

/// Fills [`Facts::products`] and the product of every SKU, listing and line.
pub(super) fn number(facts: &mut Facts) {
    let mut book = Book { codes: HashMap::new(), products: vec![Product::default()] };
    facts.sku_product = facts
        .skus
        .iter()
        .map(|sku| {
            let name = if sku.name.is_empty() { &sku.code } else { &sku.name };
            book.code(('s', 0, name), || Product { name: name.clone(), category: sku.category, ..Product::default() })
        })
        .collect();
    facts.listing_product = facts
        .listings
        .iter()
        .map(|listing| {
            if listing.sku != 0 {
                return facts.sku_product.get(listing.sku as usize).copied().unwrap_or(0);
            }
            let item = [&listing.item_id, &listing.title, &listing.key].into_iter().find(|text| !text.is_empty());
            let Some(item) = item else { return 0 };
            let name = if listing.title.is_empty() { item } else { &listing.title };
            book.code(('l', listing.platform, item), || Product {
                name: name.clone(),
                category: listing.category,
                item_id: listing.item_id.clone(),
                unmapped: true,
            })
        })
        .collect();
    facts.products = book.products;
    facts.lines.product = facts
        .lines
        .sku
        .iter()
        .zip(&facts.lines.listing)
        .map(|(sku, listing)| {
            let of = if *sku != 0 {
                facts.sku_product.get(*sku as usize)
            } else {
                facts.listing_product.get(*listing as usize)
            };
            of.copied().unwrap_or(0)
        })
        .collect();
}

struct Book {
    codes: HashMap<(char, u8, String), u32>,
    products: Vec<Product>,
}

impl Book {
    /// The code under this key, made on first sight; an empty name is the unknown product.
    fn code(&mut self, (kind, platform, name): (char, u8, &String), make: impl FnOnce() -> Product) -> u32 {
        if name.is_empty() {
            return 0;
        }
        let next = self.products.len() as u32;
        let code = *self.codes.entry((kind, platform, name.clone())).or_insert(next);
        if code == next {
            self.products.push(make());
        }
        code
    }
}

#[cfg(test)]
mod tests {
    use crate::analytics::facts::fixture::{Fixture, Line, Order};

    #[test]
    fn listings_of_one_own_sku_are_one_product_and_an_unmapped_one_is_its_own() {
        let line = |listing, sku| Line { listing, sku, qty: 1, paid: 100, ..Line::default() };
        let facts = Fixture {
            shops: vec![(1, 1, "a")],
            skus: vec![(5, "coat", 1)],
            listings: vec![(10, 5), (11, 5), (12, 0)],
            categories: vec![(1, "coats")],
            orders: vec![Order {
                id: 1,
                shop: 1,
                created: "2026-05-01 10:00:00",
                paid: Some("2026-05-01 10:00:00"),
                lines: vec![line(10, 5), line(11, 5), line(12, 0)],
                ..Order::default()
            }],
            ..Fixture::default()
        }
        .facts();
        assert_eq!(facts.lines.product, [1, 1, 2]);
        assert_eq!(facts.products.iter().map(|p| p.name.as_str()).collect::<Vec<_>>(), ["", "coat", "title12"]);
        assert!(facts.products[2].unmapped && !facts.products[1].unmapped);
    }
}
