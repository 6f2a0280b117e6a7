//! Packing slip (装箱单): what is in the box, for the packer to tick and for the buyer to read. One for each parcel, on A5; its number
//! stands on it as a bar code too. The receiver is named as little as a slip needs: surname and region.

use super::code128::Code128;
use super::layout::{A5, Align, Column, Room, Sheet, Style};
use super::{Ink, Page};
use crate::locale::Lang;
use crate::table::grouped;

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PackingSlip {
    pub shop: String,
    /// All orders in the box; the first one is the code.
    pub orders: Vec<String>,
    pub paid_at: String,
    /// Masked.
    pub receiver: String,
    /// Province and city.
    pub region: String,
    pub courier: String,
    pub tracking_no: String,
    pub buyer_message: String,
    pub lines: Vec<Packed>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Packed {
    pub code: String,
    pub name: String,
    pub props: String,
    pub qty: i64,
    pub gift: bool,
}

/// Size of the bar code.
const CODE: (f32, f32) = (196.0, 30.0);

impl PackingSlip {
    pub fn pages(&self, lang: Lang) -> Vec<Page> {
        let t = |key| lang.t(key);
        let number = self.orders.first().map_or("", String::as_str);
        let title = t("print.packing_slip");
        let mut sheet = Sheet::new(A5, &[self.shop.as_str(), title, number].join(" · "));
        let here = sheet.here();
        let code = Room { x: here.x + here.width - CODE.0, width: CODE.0, ..here };
        let left = Room { width: here.width - CODE.0 - 10.0, ..here };
        let head = sheet.page().put(left, Style::new(17.0).bold(), title);
        sheet.page().put(Room { top: left.top + head, ..left }, Style::new(9.0).grey(), &self.shop);
        if let Some(bars) = Code128::new(number) {
            let drawn = bars.draw(sheet.page(), code.x, code.top, code.width, CODE.1);
            let top = if drawn { code.top + CODE.1 + 2.0 } else { code.top };
            sheet.page().put(Room { top, ..code }, Style::new(8.0).align(Align::Centre), number);
        }
        sheet.down(CODE.1 + 18.0);
        sheet.rule(0.8, Ink::Black);
        sheet.down(5.0);
        let receiver = [self.receiver.as_str(), self.region.as_str()].join("  ");
        let parcel = [self.courier.as_str(), self.tracking_no.as_str()].join(" ");
        let facts: Vec<(String, String)> = [
            ("print.receiver", receiver.trim()),
            ("print.paid_at", self.paid_at.as_str()),
            ("print.parcel", parcel.trim()),
        ]
        .into_iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(key, value)| (t(key).to_owned(), value.to_owned()))
        .collect();
        sheet.facts(2, 8.5, &facts);
        if let [_, others @ ..] = self.orders.as_slice()
            && !others.is_empty()
        {
            let with = lang.f("print.together_with", &[("orders", &others.join(", "))]);
            sheet.paragraph(Style::new(8.5), &with, 6);
        }
        sheet.down(6.0);
        let small = |column: Column| Column { style: Style { size: 8.5, ..column.style }, ..column };
        let columns = [
            Column::new("", 16.0),
            Column::new(t("print.code"), 78.0),
            Column::new(t("print.name"), 1.0).grow().lines(3),
            Column::new(t("print.props"), 0.8).grow().lines(3),
            Column::new(t("print.pieces"), 38.0).right().bold().lines(1),
        ]
        .map(small);
        let row = |line: &Packed| {
            let name = if line.gift { format!("[{}] {}", t("print.gift"), line.name) } else { line.name.clone() };
            vec!["□".to_owned(), line.code.clone(), name, line.props.clone(), grouped(&line.qty.to_string())]
        };
        let rows: Vec<Vec<String>> = self.lines.iter().map(row).collect();
        sheet.table(&columns, &rows);
        sheet.down(4.0);
        let pieces: i64 = self.lines.iter().map(|line| line.qty).sum();
        let total = lang.f("print.total_pieces", &[("n", &grouped(&pieces.to_string()))]);
        sheet.text(Style::new(10.0).bold().align(Align::Right), &total);
        if !self.buyer_message.trim().is_empty() {
            sheet.down(4.0);
            let message = format!("{}  {}", t("print.buyer_message"), self.buyer_message);
            sheet.paragraph(Style::new(8.5), &message, 4);
        }
        sheet.down(8.0);
        sheet.text(Style::new(8.0).grey(), t("print.thanks"));
        sheet.finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::pdf::layout::proof;

    fn slip(lines: usize) -> PackingSlip {
        let line = |n: usize| Packed {
            code: format!("DY-{n:03}-燕麦-M"),
            name: "羊毛混纺双面呢大衣 中长款 女 秋冬".to_owned(),
            props: "颜色分类:燕麦色;尺码:M".to_owned(),
            qty: 2,
            gift: n == 1,
        };
        PackingSlip {
            shop: "素影女装".to_owned(),
            orders: vec!["4211920038847713021".to_owned()],
            paid_at: "2026-10-31 21:08".to_owned(),
            receiver: "林**".to_owned(),
            region: "浙江 杭州".to_owned(),
            courier: "圆通".to_owned(),
            tracking_no: "YT8842013355120".to_owned(),
            buyer_message: "请轻放".to_owned(),
            lines: (1..=lines).map(line).collect(),
        }
    }

    #[test]
    fn the_slip_names_what_is_in_the_box_and_breaks_where_the_page_ends() {
        for (lines, lang) in [(1, Lang::Zh), (3, Lang::En), (40, Lang::Zh), (500, Lang::Zh)] {
            let slip = slip(lines);
            let pages = slip.pages(lang);
            proof::sound(&pages);
            assert_eq!(pages.len() == 1, lines <= 3);
            let texts: Vec<&str> = pages.iter().flat_map(proof::texts).collect();
            for line in &slip.lines {
                assert!(texts.contains(&line.code.as_str()));
            }
            assert!(texts.contains(&"4211920038847713021"));
        }
    }

    #[test]
    fn orders_that_share_a_box_are_all_named() {
        let slip = PackingSlip { orders: vec!["7001".to_owned(), "7002".to_owned(), "7003".to_owned()], ..slip(2) };
        let pages = slip.pages(Lang::Zh);
        assert!(proof::texts(&pages[0]).iter().any(|text| text.contains("7002, 7003")));
    }
}
