//! Packing (打包): which goods go into which box, which orders may share one, and checking a box piece by piece before it leaves.

use chrono::NaiveDateTime;

use super::order::OrderStatus;
use super::platform::Platform;
use super::privacy::is_masked;

/// A document that is printed for orders. The discriminant is kept in the shop file and must never change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum PrintKind {
    /// 拣货单
    PickList = 1,
    /// 装箱单
    PackingSlip = 2,
    /// 面单
    Label = 3,
}

impl PrintKind {
    pub const ALL: [Self; 3] = [Self::PickList, Self::PackingSlip, Self::Label];

    pub const fn code(self) -> u8 {
        self as u8
    }

    pub fn from_code(code: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// Stable English id.
    pub const fn id(self) -> &'static str {
        match self {
            Self::PickList => "pick_list",
            Self::PackingSlip => "packing_slip",
            Self::Label => "label",
        }
    }
}

/// An order as packing needs it. The receiver may be masked, by the platform or by whoever asked for it.
#[derive(Debug, Clone, PartialEq)]
pub struct PackOrder {
    pub id: i64,
    pub platform: Platform,
    pub order_no: String,
    pub shop: String,
    pub status: Option<OrderStatus>,
    pub paid_at: Option<NaiveDateTime>,
    pub customer_id: i64,
    pub receiver: String,
    pub phone: String,
    pub address: String,
    /// Province and city.
    pub region: String,
    pub buyer_message: String,
    pub remark: String,
    pub courier: String,
    pub tracking_no: String,
    pub lines: Vec<PackLine>,
}

impl PackOrder {
    /// Paid, and not sent as a whole.
    pub const fn waits(&self) -> bool {
        matches!(self.status, Some(OrderStatus::Paid | OrderStatus::PartShipped))
    }
}

/// Pieces of one article in an order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PackLine {
    pub line_no: String,
    /// The shop's own code, or the platform's where no own SKU stands behind it; empty when there is neither.
    pub code: String,
    pub barcode: String,
    pub name: String,
    pub props: String,
    /// How many the buyer ordered, and pieces of this article in each of them (a bundle has several articles).
    pub ordered: i64,
    pub each: i64,
    pub gift: bool,
    pub tracking_no: String,
}

impl PackLine {
    pub const fn pieces(&self) -> i64 {
        self.ordered * self.each
    }
}

/// A row of what the owner has planned. `line_no` empty: the whole order lies in this box.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Planned {
    pub box_id: i64,
    pub platform: Platform,
    pub order_no: String,
    pub line_no: String,
    pub qty: i64,
}

/// What goes into one box.
#[derive(Debug, Clone, PartialEq)]
pub struct PackBox {
    /// All have the same receiver; their lines stand in `lines`.
    pub orders: Vec<PackOrder>,
    pub lines: Vec<PackLine>,
    /// Which of how many boxes of its order this is.
    pub part: Option<(usize, usize)>,
    pub tracking_no: String,
}

impl PackBox {
    pub fn pieces(&self) -> i64 {
        self.lines.iter().map(PackLine::pieces).sum()
    }
}

/// Puts orders into boxes as planned: one for each order, but for those that share one or are split. Boxes come in the order of their
/// first order.
pub fn boxes(orders: Vec<PackOrder>, plan: &[Planned]) -> Vec<PackBox> {
    let mut made: Vec<PackBox> = Vec::new();
    let mut shared: Vec<(i64, usize)> = Vec::new();
    for mut order in orders {
        let own: Vec<&Planned> =
            plan.iter().filter(|p| p.platform == order.platform && p.order_no == order.order_no).collect();
        let lines = std::mem::take(&mut order.lines);
        if let Some(whole) = own.iter().find(|p| p.line_no.is_empty()) {
            let known = shared.iter().find(|(id, _)| *id == whole.box_id).map(|(_, at)| *at);
            if let Some(existing) = known.and_then(|at| made.get_mut(at)) {
                existing.lines.extend(lines);
                if existing.tracking_no.is_empty() {
                    existing.tracking_no.clone_from(&order.tracking_no);
                }
                existing.orders.push(order);
                continue;
            }
            shared.push((whole.box_id, made.len()));
            made.push(PackBox { tracking_no: order.tracking_no.clone(), orders: vec![order], lines, part: None });
            continue;
        }
        made.extend(split(order, lines, &own));
    }
    made
}

/// The boxes of one order: what was put aside lies in boxes of its own, the rest in the first.
fn split(order: PackOrder, lines: Vec<PackLine>, plan: &[&Planned]) -> Vec<PackBox> {
    let mut ids: Vec<i64> = plan.iter().map(|p| p.box_id).collect();
    ids.sort_unstable();
    ids.dedup();
    let asked = |line: &PackLine, id: i64| -> i64 {
        plan.iter().filter(|p| p.line_no == line.line_no && p.box_id == id).map(|p| p.qty).sum()
    };
    // What is left of each line after every box has taken its part.
    let mut left: Vec<i64> = lines.iter().map(|line| line.ordered).collect();
    let some = |qty: &[i64]| -> Vec<PackLine> {
        let lines = lines.iter().zip(qty).filter(|(_, qty)| **qty > 0);
        lines.map(|(line, qty)| PackLine { ordered: *qty, ..line.clone() }).collect()
    };
    let mut aside = Vec::new();
    for id in ids {
        let mut part = Vec::with_capacity(lines.len());
        for (line, left) in lines.iter().zip(&mut left) {
            let taken = asked(line, id).clamp(0, (*left).max(0));
            *left -= taken;
            part.push(taken);
        }
        aside.push(some(&part));
    }
    let mut parts = vec![some(&left)];
    parts.extend(aside);
    parts.retain(|lines| !lines.is_empty());
    if parts.is_empty() {
        parts.push(Vec::new());
    }
    let count = parts.len();
    let boxed = |(at, lines): (usize, Vec<PackLine>)| {
        // A number told for the lines themselves goes before that of the order, which is the first box's.
        let told = lines.first().map(|line| line.tracking_no.clone()).unwrap_or_default();
        let one = lines.iter().all(|line| line.tracking_no == told) && !told.is_empty();
        let tracking_no = match (one, at) {
            (true, _) => told,
            (false, 0) => order.tracking_no.clone(),
            (false, _) => String::new(),
        };
        let part = (count > 1).then_some((at + 1, count));
        PackBox { orders: vec![order.clone()], lines, part, tracking_no }
    };
    parts.into_iter().enumerate().map(boxed).collect()
}

/// Why orders cannot share a box.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MergeRefusal {
    /// There is nothing to share it with.
    Alone,
    /// Not paid, sent already, or closed.
    NotWaiting { order_no: String },
    /// Goes to somebody else, or nobody knows to whom.
    OtherReceiver { order_no: String },
}

/// Whether these orders may share a box (合单): all wait to be sent, to the same person at the same address. Behind a mask the same
/// buyer must stand as well.
pub fn may_merge(orders: &[PackOrder]) -> Result<(), MergeRefusal> {
    let [first, others @ ..] = orders else { return Err(MergeRefusal::Alone) };
    if others.is_empty() {
        return Err(MergeRefusal::Alone);
    }
    if let Some(order) = orders.iter().find(|order| !order.waits()) {
        return Err(MergeRefusal::NotWaiting { order_no: order.order_no.clone() });
    }
    let whole = |order: &PackOrder| !order.receiver.is_empty() && !order.address.is_empty();
    let masked = [&first.receiver, &first.phone, &first.address].into_iter().any(|text| is_masked(text));
    let same = |other: &PackOrder| {
        let person = other.receiver == first.receiver && other.phone == first.phone && other.address == first.address;
        person && (!masked || (first.customer_id != 0 && other.customer_id == first.customer_id))
    };
    match orders.iter().find(|order| !whole(order) || !same(order)) {
        Some(order) => Err(MergeRefusal::OtherReceiver { order_no: order.order_no.clone() }),
        None => Ok(()),
    }
}

/// Why an order cannot be split that way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SplitRefusal {
    NotWaiting,
    /// Nothing is put aside.
    Nothing,
    /// Nothing would be left for the first box.
    Everything,
    /// More than was ordered, or less than nothing, of the line at this place.
    Wrong {
        line: usize,
    },
}

/// Whether so many of each line (as ordered, one number for each) may go into a box of their own (拆单).
pub fn may_split(waits: bool, ordered: &[i64], aside: &[i64]) -> Result<(), SplitRefusal> {
    if !waits {
        return Err(SplitRefusal::NotWaiting);
    }
    if let Some(line) = ordered.iter().zip(aside).position(|(all, part)| *part < 0 || part > all) {
        return Err(SplitRefusal::Wrong { line });
    }
    let (all, part): (i64, i64) = (ordered.iter().sum(), aside.iter().sum());
    match part {
        0 => Err(SplitRefusal::Nothing),
        _ if part == all => Err(SplitRefusal::Everything),
        _ => Ok(()),
    }
}

/// An article of the box that is being checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counting {
    pub code: String,
    pub barcode: String,
    pub name: String,
    pub props: String,
    pub wanted: i64,
    pub found: i64,
}

/// What a scan meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scan {
    /// One piece more of the article at this place; so many are still missing of it.
    Counted { at: usize, missing: i64 },
    /// That was the last piece of the box.
    Complete { at: usize },
    /// All pieces of this article are in already.
    Surplus { at: usize },
    /// No such article in this box.
    Wrong,
}

/// Checking one box (扫描验货): every piece is scanned once; what does not belong into it is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    pub articles: Vec<Counting>,
    /// Places of what was counted, so that the last scan can be taken back.
    counted: Vec<usize>,
}

impl Check {
    /// Lines of the same article are counted together.
    pub fn new(lines: &[PackLine]) -> Self {
        let mut articles: Vec<Counting> = Vec::new();
        for line in lines.iter().filter(|line| line.pieces() > 0) {
            let same = |one: &&mut Counting| {
                one.code == line.code && (!line.code.is_empty() || (one.name == line.name && one.props == line.props))
            };
            if let Some(known) = articles.iter_mut().find(same) {
                known.wanted += line.pieces();
                continue;
            }
            articles.push(Counting {
                code: line.code.clone(),
                barcode: line.barcode.clone(),
                name: line.name.clone(),
                props: line.props.clone(),
                wanted: line.pieces(),
                found: 0,
            });
        }
        Self { articles, counted: Vec::new() }
    }

    /// A scanned code: the article's bar code or its own code, in capitals or not.
    pub fn scan(&mut self, code: &str) -> Scan {
        let code = code.trim();
        let known = |text: &str| !text.is_empty() && text.eq_ignore_ascii_case(code);
        let place = self.articles.iter().position(|one| known(&one.barcode) || known(&one.code));
        place.map_or(Scan::Wrong, |at| self.count(at))
    }

    /// A piece of the article at this place, for what has no code to scan.
    pub fn count(&mut self, at: usize) -> Scan {
        let Some(one) = self.articles.get_mut(at) else { return Scan::Wrong };
        if one.found >= one.wanted {
            return Scan::Surplus { at };
        }
        one.found += 1;
        let missing = one.wanted - one.found;
        self.counted.push(at);
        if self.complete() { Scan::Complete { at } } else { Scan::Counted { at, missing } }
    }

    /// Takes the last counted piece out again. `false` when there is none.
    pub fn take_back(&mut self) -> bool {
        let Some(one) = self.counted.pop().and_then(|at| self.articles.get_mut(at)) else { return false };
        one.found -= 1;
        true
    }

    pub fn found(&self) -> i64 {
        self.articles.iter().map(|one| one.found).sum()
    }

    pub fn wanted(&self) -> i64 {
        self.articles.iter().map(|one| one.wanted).sum()
    }

    /// Every piece is in.
    pub fn complete(&self) -> bool {
        !self.articles.is_empty() && self.articles.iter().all(|one| one.found == one.wanted)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn line(no: &str, code: &str, ordered: i64) -> PackLine {
        PackLine {
            line_no: no.to_owned(),
            code: code.to_owned(),
            barcode: format!("69{code}"),
            name: format!("商品 {code}"),
            ordered,
            each: 1,
            ..PackLine::default()
        }
    }

    fn order(no: &str, lines: Vec<PackLine>) -> PackOrder {
        PackOrder {
            id: 1,
            platform: Platform::Taobao,
            order_no: no.to_owned(),
            shop: "店".to_owned(),
            status: Some(OrderStatus::Paid),
            paid_at: None,
            customer_id: 7,
            receiver: "林晓明".to_owned(),
            phone: "13800001234".to_owned(),
            address: "浙江省 杭州市 西湖区 文三路 1 号".to_owned(),
            region: "浙江 杭州".to_owned(),
            buyer_message: String::new(),
            remark: String::new(),
            courier: "圆通".to_owned(),
            tracking_no: format!("YT{no}"),
            lines,
        }
    }

    fn planned(box_id: i64, order_no: &str, line_no: &str, qty: i64) -> Planned {
        Planned { box_id, platform: Platform::Taobao, order_no: order_no.to_owned(), line_no: line_no.to_owned(), qty }
    }

    #[test]
    fn orders_lie_in_their_own_boxes_unless_they_share_one_or_are_split() {
        let orders = vec![
            order("1", vec![line("1", "A", 2)]),
            order("2", vec![line("2", "B", 3), line("3", "C", 1)]),
            order("3", vec![line("4", "A", 1)]),
        ];
        let plan = [planned(9, "1", "", 0), planned(9, "3", "", 0), planned(5, "2", "2", 1)];
        let boxes = boxes(orders, &plan);
        let told: Vec<(Vec<&str>, i64, Option<(usize, usize)>, &str)> = boxes
            .iter()
            .map(|b| {
                let orders = b.orders.iter().map(|o| o.order_no.as_str()).collect();
                (orders, b.pieces(), b.part, b.tracking_no.as_str())
            })
            .collect();
        assert_eq!(
            told,
            [(vec!["1", "3"], 3, None, "YT1"), (vec!["2"], 3, Some((1, 2)), "YT2"), (vec!["2"], 1, Some((2, 2)), ""),]
        );
    }

    #[test]
    fn only_what_waits_for_the_same_person_shares_a_box() {
        let one = || order("1", vec![line("1", "A", 1)]);
        let two = || order("2", vec![line("2", "B", 1)]);
        assert_eq!(may_merge(&[one(), two()]), Ok(()));
        assert_eq!(may_merge(&[one()]), Err(MergeRefusal::Alone));
        let sent = PackOrder { status: Some(OrderStatus::Shipped), ..two() };
        assert_eq!(may_merge(&[one(), sent]), Err(MergeRefusal::NotWaiting { order_no: "2".to_owned() }));
        let elsewhere = PackOrder { address: "浙江省 宁波市".to_owned(), ..two() };
        assert_eq!(may_merge(&[one(), elsewhere]), Err(MergeRefusal::OtherReceiver { order_no: "2".to_owned() }));
        let hidden = |order: PackOrder| PackOrder { receiver: "林**".to_owned(), ..order };
        assert_eq!(may_merge(&[hidden(one()), hidden(two())]), Ok(()), "the same buyer behind the mask");
        let other = PackOrder { customer_id: 8, ..hidden(two()) };
        assert!(may_merge(&[hidden(one()), other]).is_err(), "a mask alone says nothing");
    }

    #[test]
    fn a_split_leaves_something_in_both_boxes() {
        assert_eq!(may_split(true, &[3, 1], &[1, 0]), Ok(()));
        assert_eq!(may_split(true, &[3, 1], &[0, 0]), Err(SplitRefusal::Nothing));
        assert_eq!(may_split(true, &[3, 1], &[3, 1]), Err(SplitRefusal::Everything));
        assert_eq!(may_split(true, &[3, 1], &[1, 2]), Err(SplitRefusal::Wrong { line: 1 }));
        assert_eq!(may_split(false, &[3, 1], &[1, 0]), Err(SplitRefusal::NotWaiting));
    }

    #[test]
    fn a_box_is_complete_when_every_piece_was_scanned_and_nothing_else_gets_in() {
        let mut check = Check::new(&[line("1", "A-1", 2), line("2", "B-2", 1), line("3", "A-1", 1)]);
        assert_eq!(check.wanted(), 4);
        assert_eq!(check.scan("a-1"), Scan::Counted { at: 0, missing: 2 });
        assert_eq!(check.scan("X-9"), Scan::Wrong);
        assert_eq!(check.scan(" 69B-2 "), Scan::Counted { at: 1, missing: 0 });
        assert_eq!(check.scan("B-2"), Scan::Surplus { at: 1 });
        assert!(check.take_back() && check.scan("B-2") == Scan::Counted { at: 1, missing: 0 });
        assert_eq!(check.scan("A-1"), Scan::Counted { at: 0, missing: 1 });
        assert!(!check.complete());
        assert_eq!(check.scan("A-1"), Scan::Complete { at: 0 });
        assert!(check.complete() && check.found() == 4);
    }

    proptest! {
        #[test]
        fn whatever_is_put_aside_no_piece_is_lost_or_made(
            qty in proptest::collection::vec(1i64..9, 1..5),
            aside in proptest::collection::vec((0usize..5, 1i64..12, 1i64..4), 0..8),
        ) {
            let lines: Vec<PackLine> =
                qty.iter().enumerate().map(|(at, n)| line(&at.to_string(), &format!("S{at}"), *n)).collect();
            let plan: Vec<Planned> =
                aside.iter().map(|(at, n, id)| planned(*id, "1", &at.to_string(), *n)).collect();
            let all: i64 = qty.iter().sum();
            let boxes = boxes(vec![order("1", lines)], &plan);
            prop_assert_eq!(boxes.iter().map(PackBox::pieces).sum::<i64>(), all);
            prop_assert!(boxes.iter().all(|b| b.pieces() > 0));
        }
    }
}
