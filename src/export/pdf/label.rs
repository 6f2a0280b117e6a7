//! Shipping label (面单), 100 x 150 mm: whom it goes to, with which parcel number, and as little else as the way needs.

use super::code128::Code128;
use super::layout::{Align, LABEL, Room, Style};
use super::{Ink, Page};
use crate::locale::Lang;

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Label {
    /// Who sends it.
    pub shop: String,
    /// As the shop file knows them; masked where the platform masked them.
    pub receiver: String,
    pub phone: String,
    pub address: String,
    pub courier: String,
    /// Empty when nobody has told it yet.
    pub tracking_no: String,
    pub order_no: String,
    /// What is inside, short: `大衣 M ×2；围巾 ×1`
    pub items: String,
    pub pieces: i64,
    /// Which box of how many, when an order is sent in several.
    pub part: Option<(usize, usize)>,
    pub printed_at: String,
}

/// Heights, from the top to the bottom of the label.
const HEAD: f32 = 34.0;
const CODE: f32 = 66.0;
const BARS: f32 = 44.0;
const RECEIVER: f32 = 112.0;
const FOOT: f32 = 30.0;

impl Label {
    pub fn page(&self, lang: Lang) -> Page {
        let t = |key| lang.t(key);
        let mut page = LABEL.blank();
        let (x, width) = (LABEL.margin, LABEL.inner());
        let mut top = LABEL.margin;
        let rule = |page: &mut Page, top: f32| page.fill(x, top, width, 1.0, Ink::Black);

        // Courier, and how much is inside.
        let courier = if self.courier.is_empty() { t("print.no_courier") } else { &self.courier };
        let room = Room { x, top: top + 2.0, width: width * 0.62 };
        page.put(room, Style::new(20.0).bold(), courier);
        let inside = lang.f("print.pieces_inside", &[("n", &self.pieces.to_string())]);
        let inside = match self.part {
            Some((n, of)) => format!("{inside}  {n}/{of}"),
            None => inside,
        };
        let room = Room { x: x + width * 0.64, top: top + 8.0, width: width * 0.36 };
        page.put(room, Style::new(12.0).bold().align(Align::Right), &inside);
        top += HEAD;
        rule(&mut page, top);

        // The parcel's number.
        if let Some(code) = Code128::new(&self.tracking_no) {
            let drawn = code.draw(&mut page, x, top + 7.0, width, BARS);
            let below = if drawn { top + 9.0 + BARS } else { top + 22.0 };
            let style = Style::new(if drawn { 11.0 } else { 16.0 }).bold().align(Align::Centre);
            page.put(Room { x, top: below, width }, style, &self.tracking_no);
        } else {
            let words = if self.tracking_no.is_empty() { t("print.no_tracking") } else { &self.tracking_no };
            page.put(Room { x, top: top + 22.0, width }, Style::new(13.0).align(Align::Centre), words);
        }
        top += CODE + 4.0;
        rule(&mut page, top);

        // Whom it goes to.
        let sign = 26.0;
        page.fill(x, top + 8.0, sign, sign, Ink::Black);
        let inner = Room { x: x + 4.0, top: top + 10.0, width: sign - 8.0 };
        white(&mut page, inner, t("print.to"));
        let right = Room { x: x + sign + 8.0, top: top + 7.0, width: width - sign - 8.0 };
        let name = if self.receiver.is_empty() { "—" } else { &self.receiver };
        let person = [name, self.phone.as_str()].join("  ");
        let tall = page.put(right, Style::new(16.0).bold(), person.trim());
        let room = Room { top: right.top + tall + 2.0, ..right };
        page.put_lines(room, Style::new(13.0), &self.address, 4);
        top += RECEIVER;
        rule(&mut page, top);

        // What is inside, as far as it fits.
        page.put(Room { x, top: top + 5.0, width }, Style::new(8.0).grey(), t("print.contents"));
        let floor = LABEL.height - LABEL.margin - FOOT;
        let style = Style::new(9.5);
        let lines = ((floor - top - 20.0) / style.line()).floor().max(1.0) as usize;
        page.put_lines(Room { x, top: top + 17.0, width }, style, &self.items, lines);

        // Where it comes from.
        rule(&mut page, floor);
        let sender = lang.f("print.from", &[("shop", &self.shop)]);
        page.put(Room { x, top: floor + 4.0, width: width * 0.58 }, Style::new(8.0), &sender);
        let right = Room { x: x + width * 0.6, top: floor + 4.0, width: width * 0.4 };
        page.put(right, Style::new(8.0).grey().align(Align::Right), &self.printed_at);
        let order = format!("{} {}", t("print.order_no"), self.order_no);
        page.put(Room { x, top: floor + 15.0, width }, Style::new(8.0), &order);
        page
    }
}

/// White letters on a black ground.
fn white(page: &mut Page, room: Room, text: &str) {
    let style = Style { ink: Ink::White, ..Style::new(15.0).bold().align(Align::Centre) };
    page.put(room, style, text);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::pdf::layout::proof;
    use crate::export::pdf::{Item, bytes};

    fn label() -> Label {
        Label {
            shop: "素影女装".to_owned(),
            receiver: "林晓明".to_owned(),
            phone: "13800001234".to_owned(),
            address: "浙江省 杭州市 西湖区 文三路 1 号 翠苑新村 3 幢 2 单元 601 室".to_owned(),
            courier: "圆通速递".to_owned(),
            tracking_no: "YT8842013355120".to_owned(),
            order_no: "4211920038847713021".to_owned(),
            items: "羊毛混纺大衣 燕麦色 M ×2；真丝围巾 ×1".to_owned(),
            pieces: 3,
            part: None,
            printed_at: "2026-11-23 09:00".to_owned(),
        }
    }

    #[test]
    fn a_label_holds_what_the_way_needs_and_is_small() {
        for lang in [Lang::Zh, Lang::En] {
            let page = label().page(lang);
            let pages = [page];
            proof::sound(&pages);
            let texts = proof::texts(&pages[0]);
            assert!(texts.contains(&"林晓明  13800001234") && texts.contains(&"YT8842013355120"));
            let bars = pages[0].items.iter().filter(|item| matches!(item, Item::Fill { width, .. } if *width < 6.0));
            assert!(bars.count() > 30, "the number as a code");
            assert!(bytes(&pages, "面单").unwrap().len() < 60_000);
        }
    }

    #[test]
    fn however_much_is_to_be_said_it_stays_on_the_label() {
        let long = Label {
            receiver: "阿布都热合曼·买买提江·艾力".to_owned(),
            address: "新疆维吾尔自治区 伊犁哈萨克自治州 察布查尔锡伯自治县 ".repeat(6),
            courier: "中国邮政速递物流股份有限公司".to_owned(),
            items: "羊毛混纺双面呢大衣 燕麦色 M ×2；".repeat(40),
            shop: "某某某某某某某某某某某某旗舰店".to_owned(),
            part: Some((2, 3)),
            ..label()
        };
        proof::sound(&[long.page(Lang::Zh), long.page(Lang::En)]);
        let bare = Label { tracking_no: String::new(), courier: String::new(), receiver: String::new(), ..long };
        proof::sound(&[bare.page(Lang::Zh), bare.page(Lang::En)]);
    }
}
