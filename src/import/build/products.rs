//! One row a SKU or an item: platforms' product exports and the shop's own product sheet.

use std::collections::HashSet;

use super::{Env, hash};
use crate::domain::draft::{Drafts, ProductDraft};
use crate::import::cell;
use crate::import::columns::Reading;
use crate::import::field::Field as F;
use crate::import::read::Row;
use crate::locale::Said;

/// Products of a file.
#[derive(Debug, Default)]
pub(super) struct Products {
    /// Own codes seen: the owner's sheet must not say two things about one SKU.
    seen: HashSet<u64>,
}

impl Products {
    pub(super) fn row(&mut self, row: &Row, env: &mut Env, out: &mut Drafts) {
        let own = env.plan.traits.own;
        let mut reading = Reading::new(row, &env.plan.columns, &mut env.problems, &mut env.figures);
        let draft = read(&mut reading, own);
        let packed = unpack(reading.text(F::PackedSkus));
        if draft.sku_code.is_empty() && draft.item_id.is_empty() && !reading.skipped() {
            let field = if own { F::SkuCode } else { F::ItemId };
            let column = reading.columns().name(field);
            reading.skip_for(field, "key_missing", Said::new("import.key_missing").with("column", column));
        }
        if own && !reading.skipped() && !self.seen.insert(hash(&draft.sku_code)) {
            reading.skip_for(F::SkuCode, "repeated_sku", Said::new("import.repeated_sku"));
        }
        let names = reading.text(F::PackedNames);
        let skipped = reading.skipped();
        env.totals.row(&env.figures, skipped);
        if skipped {
            return;
        }
        if packed.is_empty() {
            out.products.push(draft);
            return;
        }
        for sku in packed {
            let mut one = draft.clone();
            one.props = sku.props(names);
            one.price = cell::money(sku.price).ok().flatten().or(one.price);
            if !sku.code.is_empty() {
                sku.code.clone_into(&mut one.sku_code);
            }
            out.products.push(one);
        }
    }
}

fn read(reading: &mut Reading<'_, '_>, own: bool) -> ProductDraft {
    let code = if own { reading.key(F::SkuCode) } else { reading.id(F::SkuCode) };
    let category: Vec<&str> = reading.texts(F::Category).filter(|level| !level.is_empty()).collect();
    let price = reading.money(F::UnitPrice);
    ProductDraft {
        row: reading.number(),
        own,
        sku_code: if code.is_empty() { reading.id(F::ItemCode) } else { code }.to_owned(),
        name: reading.text(F::Title).to_owned(),
        category: category.join(">"),
        props: cell::props(reading.text(F::Props)),
        cost: reading.money(F::Cost),
        price: price.or_else(|| reading.money(F::Price)),
        weight_g: reading.grams(F::Weight),
        supplier: reading.text(F::Supplier).to_owned(),
        barcode: reading.id(F::Barcode).to_owned(),
        item_id: reading.id(F::ItemId).to_owned(),
        sku_id: reading.id(F::SkuId).to_owned(),
        listed_at: reading.time(F::ListedAt).map(|at| at.date()),
    }
}

/// One SKU out of 销售属性组合.
#[derive(Debug, PartialEq, Eq)]
struct Packed<'t> {
    price: &'t str,
    code: &'t str,
    /// `属性:值` pairs as ids.
    pairs: Vec<&'t str>,
}

/// `价格:数量:商家编码:属性:值;属性:值;` again and again: a part with more than one pair's colons begins the next SKU.
fn unpack(text: &str) -> Vec<Packed<'_>> {
    let mut skus: Vec<Packed<'_>> = Vec::new();
    for part in text.split(';').map(str::trim).filter(|part| !part.is_empty()) {
        let mut cut = part.splitn(4, ':');
        match (cut.next(), cut.next(), cut.next(), cut.next()) {
            (Some(price), Some(_stock), Some(code), Some(pair)) => {
                skus.push(Packed { price, code, pairs: vec![pair] });
            }
            _ => {
                if let Some(sku) = skus.last_mut() {
                    sku.pairs.push(part);
                }
            }
        }
    }
    skus
}

impl Packed<'_> {
    /// The property values under the names of 销售属性别名 (`属性:值:名;…`); values without a name keep their ids.
    fn props(&self, names: &str) -> String {
        let named = |pair: &str| {
            names.split(';').find_map(|part| {
                let rest = part.trim().strip_prefix(pair)?;
                rest.strip_prefix(':').filter(|name| !name.is_empty())
            })
        };
        self.pairs.iter().map(|pair| named(pair).unwrap_or(pair)).collect::<Vec<_>>().join(";")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packed_skus_come_apart() {
        let skus = unpack("199:10:A001:1627207:28320;20509:28314;209.00:3:A002:1627207:28321;20509:28315;");
        assert_eq!(skus.len(), 2);
        assert_eq!((skus[0].price, skus[0].code), ("199", "A001"));
        assert_eq!(skus[1].pairs, ["1627207:28321", "20509:28315"]);
        assert_eq!(skus[0].props("1627207:28320:米白;20509:28314:M;"), "米白;M");
        assert_eq!(skus[1].props("1627207:28320:米白;"), "1627207:28321;20509:28315");
    }

    #[test]
    fn an_item_without_skus_has_none() {
        assert_eq!(unpack(""), []);
    }
}
