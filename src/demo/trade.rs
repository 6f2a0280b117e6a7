//! How an order comes about (下单到完成): what goes into the basket, what it costs, when it is paid, sent, received, and what comes back.

use chrono::{Datelike, NaiveDate, NaiveDateTime, TimeDelta};

use super::aftersale::{self, Refund, Trouble};
use super::calendar::{self, Day};
use super::deal::{Deal, Line};
use super::dice::{Dice, Wheel};
use super::numbers;
use super::parcels::{self, Parcel, ParcelState, hours, on};
use super::people::Customer;
use super::places;
use super::shops::{Listing, Offer, Shelf, Shop};
use crate::domain::money::Money;
use crate::domain::order::OrderStatus;
use crate::domain::platform::Platform;
use crate::domain::refund::RefundStatus;

/// What every order of one shop is made with.
#[derive(Debug)]
pub struct Trade<'s> {
    pub shop: &'static Shop,
    /// Place of the shop among all shops.
    pub shop_at: usize,
    pub shelf: &'s Shelf,
    /// For each listing: what is often taken with it, and how often in a hundred.
    pub companions: Vec<Vec<(usize, u32)>>,
    /// The last moment of the records.
    pub end: NaiveDateTime,
}

/// The chances of the day: one wheel for buyers who like fashion, one for those who like the home.
#[derive(Debug, Default)]
pub struct DayWheels {
    pub fashion: Wheel,
    pub home: Wheel,
}

const MESSAGES: [&str; 9] = [
    "请尽快发货，谢谢",
    "麻烦发顺丰，可补差价",
    "放门口就好",
    "生日礼物，麻烦包装好一点",
    "收件请电话联系",
    "如果缺货请先联系我",
    "请发最近生产日期的",
    "工作日送",
    "别放快递柜",
];

const MEMOS: [&str; 7] =
    ["已电话确认", "改地址，已核对", "加急", "送发圈一个", "老客，优先发", "尺码已确认", "等另一单一起发"];

impl Trade<'_> {
    /// Whether one order can hold several goods: some platforms make an order of each.
    const fn baskets(&self) -> bool {
        matches!(
            self.shop.platform,
            Platform::Taobao
                | Platform::Tmall
                | Platform::Jd
                | Platform::Douyin
                | Platform::WeixinVideo
                | Platform::Other
        )
    }

    /// Whether its exports tell refunds of part of a line.
    const fn tells_parts(&self) -> bool {
        self.shop.is_taobao_or_tmall() || matches!(self.shop.platform, Platform::WeixinVideo)
    }

    /// One order. `serial` counts the shop's orders from 0.
    pub fn order(
        &self,
        serial: u64,
        created: NaiveDateTime,
        day: &Day,
        wheels: &DayWheels,
        customer: Customer,
        dice: &mut Dice,
    ) -> Deal {
        let order_no = numbers::order_no(self.shop.platform, self.shop_at, serial, created, &customer, dice);
        let lines = self.basket(&order_no, serial, wheels, &customer, dice);
        let mut deal = self.price(order_no, created, day, customer, lines, dice);
        self.live(serial, &mut deal, day, dice);
        deal
    }

    /// What goes into the basket.
    fn basket(
        &self,
        order_no: &str,
        serial: u64,
        wheels: &DayWheels,
        customer: &Customer,
        dice: &mut Dice,
    ) -> Vec<Line> {
        let wheel = if customer.likes_home { &wheels.home } else { &wheels.fashion };
        let first = wheel.spin(dice).unwrap_or(0);
        let mut chosen = vec![first];
        if self.baskets() {
            for (other, percent) in self.companions.get(first).into_iter().flatten() {
                if chosen.len() < 4 && dice.below(100) < u64::from(*percent) {
                    chosen.push(*other);
                }
            }
            while chosen.len() < 5 && dice.chance(0.11) {
                chosen.extend(wheel.spin(dice));
            }
        }
        let mut lines: Vec<Line> = Vec::with_capacity(chosen.len());
        for at in chosen {
            let Some(listing) = self.shelf.listings.get(at) else { continue };
            let Some(kind) = self.shelf.pick_kind(listing, customer.build, dice) else { continue };
            // The same SKU twice is one line.
            if lines.iter().any(|line| line.offer == kind) {
                continue;
            }
            let Some(offer) = self.shelf.offers.get(kind) else { continue };
            lines.push(Line {
                line_no: String::new(),
                offer: kind,
                listing: at,
                qty: self.quantity(listing, dice),
                unit: offer.price,
                goods: Money::ZERO,
                due: Money::ZERO,
                freight: Money::ZERO,
                status: OrderStatus::Unpaid,
                gift: false,
            });
        }
        let several = lines.len() > 1;
        for (at, line) in lines.iter_mut().enumerate() {
            line.line_no = numbers::line_no(self.shop.platform, self.shop_at, serial, order_no, at, several);
        }
        lines
    }

    fn quantity(&self, listing: &Listing, dice: &mut Dice) -> i64 {
        if self.shop.id == "wholesale" {
            return dice.between(4, 24);
        }
        let small = ["袜子", "杯具", "餐具", "收纳", "防晒", "毛巾", "枕头", "窗帘"];
        let many = if small.iter().any(|word| listing.category.ends_with(word)) { 0.30 } else { 0.03 };
        if !dice.chance(many) {
            1
        } else if dice.chance(0.78) {
            2
        } else {
            dice.between(3, 5)
        }
    }

    /// What it costs: price cuts of the day, 满减 and coupons over the whole order, freight, and what the platform adds.
    fn price(
        &self,
        order_no: String,
        created: NaiveDateTime,
        day: &Day,
        customer: Customer,
        mut lines: Vec<Line>,
        dice: &mut Dice,
    ) -> Deal {
        let list: Money = lines.iter().map(|l| Money::from_fen(l.unit.fen() * l.qty)).sum();
        let after_cuts: Vec<i64> = lines.iter().map(|l| cut(l.unit.fen(), day.price_percent) * l.qty).collect();
        let sum: i64 = after_cuts.iter().sum();
        // 每满300减40 on promotion days; now and then a coupon or a few yuan off by hand.
        let off = match day.promotion {
            Some(_) if sum >= 30000 => sum / 30000 * 4000,
            _ if sum >= 19900 && dice.chance(0.16) => 1000,
            _ if sum >= 8900 && dice.chance(0.10) => 500,
            _ if sum >= 5000 && dice.chance(0.01) => dice.between(1, 9) * 137,
            _ => 0,
        };
        let goods = Money::from_fen(sum - off);
        for (line, share) in lines.iter_mut().zip(goods.split(&after_cuts)) {
            line.goods = share;
        }
        let zone = customer.province.map_or(2, |p| places::zone(p.code()));
        let freight = Money::from_fen(match zone {
            7 => 3000,
            6 if dice.chance(0.8) => 1500,
            5 if dice.chance(0.4) => 800,
            _ if goods.fen() < 3900 && dice.chance(0.45) => 600,
            _ => 0,
        });
        let payable = goods + freight;
        let helped = match (self.shop.platform, day.promotion) {
            (Platform::Pinduoduo, _) => 0.34,
            (Platform::Douyin | Platform::Kuaishou, _) => 0.24,
            (Platform::Other, _) => 0.0,
            (_, Some(_)) => 0.22,
            _ => 0.03,
        };
        let platform_cut = if dice.chance(helped) {
            // Up to a twelfth of the goods, at most forty yuan, in tenths of a yuan.
            let most = (goods.fen() / 12).min(4000) / 10;
            Money::from_fen(if most > 5 { dice.between(most / 3, most) * 10 } else { 0 })
        } else {
            Money::ZERO
        };
        let due = payable - platform_cut;
        let weights: Vec<i64> = lines.iter().map(|l| l.goods.fen()).collect();
        for ((line, due), freight) in lines.iter_mut().zip(due.split(&weights)).zip(freight.split(&weights)) {
            line.due = due;
            line.freight = freight;
        }
        Deal {
            order_no,
            customer,
            created,
            paid_at: None,
            shipped: None,
            received: None,
            closed: None,
            status: OrderStatus::Unpaid,
            lines,
            list,
            seller_cut: list - goods,
            goods,
            freight,
            payable,
            platform_cut,
            due,
            parcel: None,
            refunds: Vec::new(),
            presale: false,
            promotion: day.promotion,
            by_phone: dice.chance(0.94),
            buyer_message: if dice.chance(0.05) { dice.any(&MESSAGES).copied().unwrap_or("") } else { "" },
            seller_memo: if dice.chance(0.03) { dice.any(&MEMOS).copied().unwrap_or("") } else { "" },
            close_reason: "",
        }
    }

    /// The order's life up to the end of the records.
    fn live(&self, serial: u64, deal: &mut Deal, day: &Day, dice: &mut Dice) {
        deal.presale = self.shop.is_taobao_or_tmall()
            && calendar::is_presale_window(day.date)
            && deal.goods.fen() > 9000
            && dice.chance(0.3);
        let Some(paid) = self.payment(deal, day, dice).filter(|at| *at <= self.end) else {
            self.left_unpaid(deal, dice);
            return;
        };
        deal.paid_at = Some(paid);
        set(deal, OrderStatus::Paid);
        let rush = if deal.presale { day.rush.max(2.5) } else { day.rush };
        let shipped = parcels::ship_time(paid, rush, dice);
        let trouble = self.trouble(deal, day, dice);
        if trouble == Some(Trouble::BeforeShipping) {
            let applied = paid + TimeDelta::seconds((dice.unit() * (shipped - paid).num_seconds() as f64) as i64);
            if applied <= self.end {
                self.refund_all(deal, serial, Trouble::BeforeShipping, false, applied, dice);
                return;
            }
        }
        if shipped > self.end {
            return;
        }
        let weight = deal.lines.iter().map(|l| self.offer(l).map_or(0, |o| o.weight_g) * l.qty).sum();
        let number = serial + self.shop_at as u64 * numbers::ORDERS_A_SHOP;
        let parcel = parcels::send(number, shipped, weight, &deal.customer, self.end, rush, dice);
        deal.shipped = Some(shipped);
        set(deal, OrderStatus::Shipped);
        self.arrive(serial, deal, &parcel, trouble, dice);
        deal.parcel = Some(parcel);
    }

    /// When the buyer pays; `None` for never.
    fn payment(&self, deal: &Deal, day: &Day, dice: &mut Dice) -> Option<NaiveDateTime> {
        if self.shop.is_erp() {
            // The books hold what was sold: every order in them is paid.
            return Some(deal.created + TimeDelta::seconds(dice.between(20, 3000)));
        }
        if deal.presale {
            let opens = on(NaiveDate::from_ymd_opt(day.date.year(), 10, 31).unwrap_or(day.date), 20);
            // Most pay the balance within the first hours, the rest within two days; one in twelve lets the deposit go.
            return (!dice.chance(0.08)).then(|| opens + hours(dice.wait(6.0).min(52.0)));
        }
        if dice.chance(if day.peak { 0.085 } else { 0.055 }) {
            return None;
        }
        let seconds = match dice.unit() {
            x if x < 0.72 => dice.around(38.0, 0.8).clamp(4.0, 900.0),
            x if x < 0.95 => dice.around(600.0, 0.9).clamp(60.0, 7000.0),
            _ => 3600.0 + dice.unit() * 70_000.0,
        };
        Some(deal.created + TimeDelta::seconds(seconds as i64))
    }

    fn left_unpaid(&self, deal: &mut Deal, dice: &mut Dice) {
        let closes = deal.created + if deal.presale { TimeDelta::days(21) } else { TimeDelta::hours(24) };
        if closes <= self.end {
            deal.closed = Some(closes);
            deal.close_reason = if dice.chance(0.35) { "买家不想买了" } else { "买家未及时付款" };
            set(deal, OrderStatus::ClosedUnpaid);
        }
    }

    fn trouble(&self, deal: &Deal, day: &Day, dice: &mut Dice) -> Option<Trouble> {
        // The dearest line decides: nobody sends a coat back because of the socks.
        let category = self.main_line(deal).and_then(|l| self.offer(l)).map_or("", |o| o.category);
        let season = if day.promotion.is_some() { 1.18 } else { 1.0 };
        if !dice.chance(aftersale::rate(category) * season * self.shop.refunds) {
            return None;
        }
        let trouble = aftersale::trouble(dice);
        self.tells(trouble).then_some(trouble)
    }

    /// Whether the platform's exports would tell of such a refund at all. What no file tells is not in the shop file either.
    const fn tells(&self, trouble: Trouble) -> bool {
        match (self.shop.platform, trouble) {
            (Platform::Other, _) => false,
            (Platform::Jd, trouble) => matches!(trouble, Trouble::BeforeShipping),
            (_, Trouble::Allowance) => self.tells_parts(),
            _ => true,
        }
    }

    /// From the road to the buyer's hands and perhaps back.
    fn arrive(&self, serial: u64, deal: &mut Deal, parcel: &Parcel, trouble: Option<Trouble>, dice: &mut Dice) {
        if parcel.state == ParcelState::Lost {
            if !self.tells(Trouble::Lost) {
                return;
            }
            let seen = parcel.last_scan.unwrap_or(parcel.shipped);
            let applied = seen + hours(90.0 + dice.wait(48.0));
            self.refund_all(deal, serial, Trouble::Lost, true, applied, dice);
            return;
        }
        let Some(signed) = parcel.signed else { return };
        match trouble {
            Some(Trouble::Return) => {
                let applied = signed + hours(dice.wait(34.0).min(160.0));
                let whole = deal.lines.len() == 1 || dice.chance(0.3);
                if whole {
                    self.refund_all(deal, serial, Trouble::Return, true, applied, dice);
                    if deal.status == OrderStatus::ClosedRefunded {
                        return;
                    }
                } else {
                    let at = dice.below(deal.lines.len() as u64) as usize;
                    self.refund_line(deal, serial, at, Trouble::Return, true, applied, dice);
                }
            }
            Some(Trouble::Allowance) => {
                let applied = signed + hours(dice.wait(20.0).min(120.0));
                let at = dice.below(deal.lines.len() as u64) as usize;
                self.refund_line(deal, serial, at, Trouble::Allowance, true, applied, dice);
            }
            _ => {}
        }
        let confirmed = if dice.chance(0.38) {
            signed + hours(dice.wait(22.0))
        } else {
            (parcel.shipped + TimeDelta::days(10)).max(signed + TimeDelta::days(1))
        };
        // An open refund stops the clock.
        let open = deal.refunds.iter().any(|r| r.finished.is_none());
        let last = deal.refunds.iter().filter_map(|r| r.finished).max();
        let confirmed = last.map_or(confirmed, |at| confirmed.max(at));
        if !open && confirmed <= self.end {
            deal.received = Some(confirmed);
            deal.status = OrderStatus::Finished;
            for line in deal.lines.iter_mut().filter(|l| l.status == OrderStatus::Shipped) {
                line.status = OrderStatus::Finished;
            }
        }
    }

    fn refund_all(
        &self,
        deal: &mut Deal,
        serial: u64,
        trouble: Trouble,
        shipped: bool,
        applied: NaiveDateTime,
        dice: &mut Dice,
    ) {
        // One application for the order: its lines share what becomes of it.
        let Some(first) = aftersale::run(trouble, shipped, applied, self.end, dice) else { return };
        let reason = self.reason(deal, trouble, dice);
        for at in 0..deal.lines.len() {
            self.book(deal, serial, at, Refund { reason, ..first.clone() }, trouble, dice);
        }
        if first.status == RefundStatus::Succeeded {
            deal.status = OrderStatus::ClosedRefunded;
            deal.closed = first.finished;
            deal.close_reason = "退款";
        }
    }

    fn refund_line(
        &self,
        deal: &mut Deal,
        serial: u64,
        at: usize,
        trouble: Trouble,
        shipped: bool,
        applied: NaiveDateTime,
        dice: &mut Dice,
    ) {
        let Some(refund) = aftersale::run(trouble, shipped, applied, self.end, dice) else { return };
        let category = deal.lines.get(at).and_then(|l| self.offer(l)).map_or("", |o| o.category);
        let reason = aftersale::reason(trouble, category, dice);
        self.book(deal, serial, at, Refund { reason, ..refund }, trouble, dice);
    }

    /// Enters a refund of one line, with its number and amount.
    fn book(&self, deal: &mut Deal, serial: u64, at: usize, mut refund: Refund, trouble: Trouble, dice: &mut Dice) {
        let several = deal.lines.len() > 1;
        let Some(line) = deal.lines.get_mut(at) else { return };
        let whole = if trouble == Trouble::Return && self.tells_parts() { line.due - line.freight } else { line.due };
        refund.line = at;
        refund.amount = match trouble {
            // A tenth to two fifths of the line, in tenths of a yuan.
            Trouble::Allowance => (whole.fen() * dice.between(10, 40) / 100 / 10 * 10).max(10),
            _ => whole.fen(),
        };
        refund.refund_no = numbers::refund_no(self.shop_at, serial, at, &deal.order_no);
        if several && !refund.return_tracking.is_empty() && at > 0 {
            // Goods of one order go back in one parcel.
            if let Some(first) = deal.refunds.first() {
                refund.return_tracking.clone_from(&first.return_tracking);
            }
        }
        if refund.status == RefundStatus::Succeeded && trouble != Trouble::Allowance {
            line.status = OrderStatus::ClosedRefunded;
        }
        if refund.amount > 0 {
            deal.refunds.push(refund);
        }
    }

    fn reason(&self, deal: &Deal, trouble: Trouble, dice: &mut Dice) -> &'static str {
        let category = self.main_line(deal).and_then(|l| self.offer(l)).map_or("", |o| o.category);
        aftersale::reason(trouble, category, dice)
    }

    fn main_line<'d>(&self, deal: &'d Deal) -> Option<&'d Line> {
        deal.lines.iter().max_by_key(|l| l.goods)
    }

    fn offer(&self, line: &Line) -> Option<&Offer> {
        self.shelf.offers.get(line.offer)
    }
}

/// A price after a cut, to whole yuan where it is above ten yuan and to ten fen below.
fn cut(fen: i64, percent: i64) -> i64 {
    let price = fen * percent / 100;
    if percent >= 100 {
        fen
    } else if price > 1000 {
        price / 100 * 100
    } else {
        price / 10 * 10
    }
}

fn set(deal: &mut Deal, status: OrderStatus) {
    deal.status = status;
    for line in &mut deal.lines {
        line.status = status;
    }
}
