//! Pick list (拣货单): what to fetch for a round of orders, one line for each SKU, sorted by place and code. Every order has a basket
//! (篮号), so that what was fetched is put apart by small numbers; which order a basket is stands at the end.

use std::collections::BTreeMap;

use super::Page;
use super::layout::{A4, Align, Column, Sheet, Style};
use crate::locale::Lang;
use crate::table::grouped;

/// What a round of picking is about. It holds nothing of the receivers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PickList {
    pub shop: String,
    /// `2026-11-23 09:00`
    pub made_at: String,
    pub baskets: Vec<Basket>,
}

/// One order, or what goes into one parcel.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Basket {
    /// Order numbers, joined.
    pub orders: String,
    pub shop: String,
    pub lines: Vec<Picked>,
}

/// Pieces of one SKU in one basket.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Picked {
    /// Warehouse or place (仓位).
    pub place: String,
    pub code: String,
    pub name: String,
    pub props: String,
    pub qty: i64,
}

/// Baskets named in a line before the rest is only counted.
const NAMED: usize = 60;

impl PickList {
    /// SKUs in the order in which they are fetched, each with its pieces and its baskets (number, pieces).
    fn gathered(&self) -> Vec<(Picked, Vec<(usize, i64)>)> {
        let mut all: BTreeMap<(&str, &str, &str, &str), Vec<(usize, i64)>> = BTreeMap::new();
        for (number, basket) in (1..).zip(&self.baskets) {
            for line in &basket.lines {
                let key = (line.place.as_str(), line.code.as_str(), line.name.as_str(), line.props.as_str());
                let of = all.entry(key).or_default();
                match of.last_mut().filter(|(last, _)| *last == number) {
                    Some((_, qty)) => *qty += line.qty,
                    None => of.push((number, line.qty)),
                }
            }
        }
        let whole = |((place, code, name, props), of): ((&str, &str, &str, &str), Vec<(usize, i64)>)| {
            let qty = of.iter().map(|(_, qty)| qty).sum();
            let [place, code, name, props] = [place, code, name, props].map(str::to_owned);
            (Picked { place, code, name, props, qty }, of)
        };
        all.into_iter().map(whole).collect()
    }

    pub fn pages(&self, lang: Lang) -> Vec<Page> {
        let t = |key| lang.t(key);
        let gathered = self.gathered();
        let pieces: i64 = gathered.iter().map(|(line, _)| line.qty).sum();
        let title = t("print.pick_list");
        let mut sheet = Sheet::new(A4, &[title, self.shop.as_str(), self.made_at.as_str()].join(" · "));
        sheet.text(Style::new(18.0).bold(), title);
        sheet.down(2.0);
        let count = |n: usize| grouped(&n.to_string());
        sheet.facts(
            4,
            9.0,
            &[
                (t("print.orders").to_owned(), count(self.baskets.len())),
                (t("print.skus").to_owned(), count(gathered.len())),
                (t("print.pieces").to_owned(), grouped(&pieces.to_string())),
                (t("print.made_at").to_owned(), self.made_at.clone()),
            ],
        );
        sheet.down(6.0);
        let columns = [
            Column::new("", 18.0),
            Column::new(t("print.place"), 52.0),
            Column::new(t("print.code"), 92.0).bold(),
            Column::new(t("print.name"), 1.0).grow(),
            Column::new(t("print.props"), 0.8).grow(),
            Column::new(t("print.pieces"), 42.0).right().bold().lines(1),
            Column::new(t("print.baskets"), 1.1).grow().lines(20),
        ];
        let rows: Vec<Vec<String>> = gathered
            .iter()
            .map(|(line, of)| {
                vec![
                    // A box to be ticked.
                    "□".to_owned(),
                    line.place.clone(),
                    line.code.clone(),
                    line.name.clone(),
                    line.props.clone(),
                    grouped(&line.qty.to_string()),
                    baskets(lang, of),
                ]
            })
            .collect();
        sheet.table(&columns, &rows);
        sheet.down(4.0);
        let total = lang.f("print.total_pieces", &[("n", &grouped(&pieces.to_string()))]);
        sheet.text(Style::new(10.0).bold().align(Align::Right), &total);
        sheet.down(10.0);
        self.key(lang, &mut sheet);
        sheet.finish()
    }

    /// Which order each basket is.
    fn key(&self, lang: Lang, sheet: &mut Sheet) {
        let t = |key| lang.t(key);
        sheet.need(70.0);
        sheet.text(Style::new(11.0).bold(), t("print.basket_key"));
        sheet.down(3.0);
        let columns = [
            Column::new(t("print.basket"), 46.0).bold(),
            Column::new(t("print.order_no"), 1.6).grow().lines(4),
            Column::new(t("print.shop"), 1.0).grow().lines(1),
            Column::new(t("print.pieces"), 42.0).right().lines(1),
        ];
        let rows: Vec<Vec<String>> = (1..)
            .zip(&self.baskets)
            .map(|(number, basket): (usize, &Basket)| {
                let pieces: i64 = basket.lines.iter().map(|line| line.qty).sum();
                vec![number.to_string(), basket.orders.clone(), basket.shop.clone(), grouped(&pieces.to_string())]
            })
            .collect();
        sheet.table(&columns, &rows);
    }
}

/// `1  4×2  7`; very many are counted only.
fn baskets(lang: Lang, of: &[(usize, i64)]) -> String {
    let one = |(number, qty): &(usize, i64)| if *qty == 1 { number.to_string() } else { format!("{number}×{qty}") };
    let mut words = of.iter().take(NAMED).map(one).collect::<Vec<_>>().join("  ");
    if of.len() > NAMED {
        words.push_str(&lang.f("print.and_more", &[("n", &grouped(&(of.len() - NAMED).to_string()))]));
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::pdf::layout::proof;

    fn picked(code: &str, qty: i64) -> Picked {
        Picked {
            place: "主仓".to_owned(),
            code: code.to_owned(),
            name: "羊毛混纺双面呢大衣 中长款".to_owned(),
            props: "颜色:燕麦色;尺码:M".to_owned(),
            qty,
        }
    }

    fn list(orders: usize) -> PickList {
        let basket = |n: usize| Basket {
            orders: format!("42119200388477{n:05}"),
            shop: "素影女装".to_owned(),
            lines: vec![picked("C-02", 1), picked(&format!("A-{:03}", n % 137), 2)],
        };
        PickList {
            shop: "素影女装".to_owned(),
            made_at: "2026-11-23 09:00".to_owned(),
            baskets: (1..=orders).map(basket).collect(),
        }
    }

    #[test]
    fn pieces_of_a_sku_come_together_sorted_by_code_with_their_baskets() {
        let mut list = list(2);
        list.baskets[1].lines.push(picked("C-02", 2));
        let lines: Vec<(String, i64, String)> =
            list.gathered().into_iter().map(|(line, of)| (line.code, line.qty, baskets(Lang::Zh, &of))).collect();
        let line = |code: &str, qty, of: &str| (code.to_owned(), qty, of.to_owned());
        assert_eq!(lines, [line("A-001", 2, "1×2"), line("A-002", 2, "2×2"), line("C-02", 4, "1  2×3")]);
    }

    #[test]
    fn every_sku_and_every_order_is_on_paper_however_many_there_are() {
        for (orders, lang) in [(1, Lang::Zh), (40, Lang::En), (500, Lang::Zh)] {
            let list = list(orders);
            let pages = list.pages(lang);
            proof::sound(&pages);
            let texts: Vec<&str> = pages.iter().flat_map(proof::texts).collect();
            for (line, _) in list.gathered() {
                assert!(texts.contains(&line.code.as_str()));
            }
            for basket in &list.baskets {
                assert!(texts.contains(&basket.orders.as_str()));
            }
            let total = lang.f("print.total_pieces", &[("n", &grouped(&(orders * 3).to_string()))]);
            assert!(texts.contains(&total.as_str()));
        }
    }

    #[test]
    fn baskets_beyond_counting_are_summed_up() {
        let of: Vec<(usize, i64)> = (1..=75).map(|n| (n, 1)).collect();
        assert!(baskets(Lang::Zh, &of).ends_with("59  60 等，另有 15 单"));
    }
}
