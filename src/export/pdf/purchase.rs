//! Purchase order (采购单) as it goes to a supplier, on A4.

use super::layout::{A4, Align, Column, Room, Sheet, Style};
use super::{Ink, Page};
use crate::domain::capitals::capitals;
use crate::domain::money::Money;
use crate::locale::Lang;
use crate::table::grouped;

/// What is ordered from whom. Amounts in yuan; what has not been agreed on stays empty.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PurchaseSheet {
    pub number: String,
    /// `2026-11-23`
    pub date: String,
    pub supplier: String,
    /// Who orders.
    pub shop: String,
    pub lines: Vec<PurchaseLine>,
    pub total: Option<Money>,
    pub note: String,
    /// When and how it is delivered and paid (条款).
    pub terms: String,
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PurchaseLine {
    pub code: String,
    pub name: String,
    pub props: String,
    pub qty: i64,
    pub unit_price: Option<Money>,
    pub amount: Option<Money>,
}

impl PurchaseSheet {
    pub fn pages(&self, lang: Lang) -> Vec<Page> {
        let t = |key| lang.t(key);
        let title = t("print.purchase_order");
        let mut sheet = Sheet::new(A4, &[title, self.number.as_str(), self.supplier.as_str()].join(" · "));
        sheet.text(Style::new(20.0).bold().align(Align::Centre), title);
        sheet.text(Style::new(10.0).grey().align(Align::Centre), &self.shop);
        sheet.down(8.0);
        sheet.rule(1.0, Ink::Black);
        sheet.down(5.0);
        let facts = [
            ("print.number", &self.number),
            ("print.date", &self.date),
            ("print.supplier", &self.supplier),
            ("print.buyer", &self.shop),
        ];
        let facts: Vec<(String, String)> =
            facts.into_iter().map(|(key, value)| (t(key).to_owned(), value.clone())).collect();
        sheet.facts(2, 10.0, &facts);
        sheet.down(8.0);
        let columns = [
            Column::new(t("print.line"), 28.0).lines(1),
            Column::new(t("print.code"), 92.0),
            Column::new(t("print.name"), 1.0).grow().lines(3),
            Column::new(t("print.props"), 0.7).grow().lines(3),
            Column::new(t("print.qty"), 48.0).right().lines(1),
            Column::new(t("print.unit_price"), 62.0).right().lines(1),
            Column::new(t("print.amount"), 74.0).right().bold().lines(1),
        ];
        let yuan = |amount: Option<Money>| amount.map_or_else(|| "—".to_owned(), |amount| grouped(&amount.to_string()));
        let row = |(number, line): (usize, &PurchaseLine)| {
            vec![
                number.to_string(),
                line.code.clone(),
                line.name.clone(),
                line.props.clone(),
                grouped(&line.qty.to_string()),
                yuan(line.unit_price),
                yuan(line.amount),
            ]
        };
        let rows: Vec<Vec<String>> = (1..).zip(&self.lines).map(row).collect();
        sheet.table(&columns, &rows);
        sheet.down(5.0);
        let pieces: i64 = self.lines.iter().map(|line| line.qty).sum();
        let pieces = lang.f("print.total_pieces", &[("n", &grouped(&pieces.to_string()))]);
        let total = lang.f("print.total_amount", &[("amount", &yuan(self.total))]);
        sheet.text(Style::new(11.0).bold().align(Align::Right), &format!("{pieces}    {total}"));
        if let (Some(total), Lang::Zh) = (self.total, lang) {
            let words = lang.f("print.in_words", &[("amount", &capitals(total))]);
            sheet.text(Style::new(10.0).align(Align::Right), &words);
        }
        for (key, text) in [("print.note", &self.note), ("print.terms", &self.terms)] {
            if !text.trim().is_empty() {
                sheet.down(8.0);
                sheet.text(Style::new(9.0).grey(), t(key));
                sheet.paragraph(Style::new(10.0), text, 12);
            }
        }
        Self::signatures(lang, &mut sheet);
        sheet.finish()
    }

    /// Where both sides sign and seal.
    fn signatures(lang: Lang, sheet: &mut Sheet) {
        sheet.down(26.0);
        sheet.need(48.0);
        let here = sheet.here();
        let half = here.width / 2.0 - 14.0;
        for (at, key) in [(0.0, "print.sign_buyer"), (half + 28.0, "print.sign_supplier")] {
            let room = Room { x: here.x + at, top: here.top, width: half };
            sheet.page().put(room, Style::new(9.0).grey(), lang.t(key));
            sheet.page().fill(room.x, here.top + 40.0, half, 0.6, Ink::Grey);
        }
        sheet.down(44.0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::pdf::layout::proof;

    #[test]
    fn every_line_and_the_total_are_on_paper_and_the_signatures_stand_together() {
        for (n, lang) in [(1, Lang::Zh), (40, Lang::En), (500, Lang::Zh)] {
            let line = |n: usize| PurchaseLine {
                code: format!("DY-{n:03}"),
                name: "羊毛混纺双面呢大衣".to_owned(),
                props: "燕麦色 M".to_owned(),
                qty: 10,
                unit_price: (n != 1).then(|| Money::from_fen(12_850)),
                amount: (n != 1).then(|| Money::from_fen(128_500)),
            };
            let sheet = PurchaseSheet {
                number: "CG20261123-001".to_owned(),
                date: "2026-11-23".to_owned(),
                supplier: "杭州某某服饰有限公司".to_owned(),
                shop: "素影女装".to_owned(),
                lines: (1..=n).map(line).collect(),
                total: Some(Money::from_fen(128_500 * (n as i64 - 1))),
                note: "请按款式分箱。".to_owned(),
                terms: "款到发货；7 天内到货。".to_owned(),
            };
            let pages = sheet.pages(lang);
            proof::sound(&pages);
            let texts: Vec<&str> = pages.iter().flat_map(proof::texts).collect();
            assert!(sheet.lines.iter().all(|line| texts.contains(&line.code.as_str())));
            assert!(texts.contains(&"—"), "no price agreed on is no zero");
            let last = proof::texts(pages.last().unwrap());
            assert!(last.contains(&lang.t("print.sign_buyer")) && last.contains(&lang.t("print.sign_supplier")));
        }
    }
}
