//! Refunds (退款): how often, for what reason, how much and how far they have come. Clothes come back for their size, crockery because
//! it broke, parcels because they never arrived.

use chrono::{NaiveDateTime, TimeDelta};

use super::dice::Dice;
use super::parcels::hours;
use crate::domain::refund::{RefundKind, RefundStatus};

/// What went wrong with an order, decided when it is paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trouble {
    /// The buyer changes his mind before it ships: everything back.
    BeforeShipping,
    /// Goods and money back, for one line or all.
    Return,
    /// Part of the money back, the goods stay.
    Allowance,
    /// The parcel never arrived: everything back.
    Lost,
}

/// One refund as it stands on the last day of the records.
#[derive(Debug, Clone)]
pub struct Refund {
    pub refund_no: String,
    /// Place of its line in the order.
    pub line: usize,
    /// In fen.
    pub amount: i64,
    pub kind: RefundKind,
    pub status: RefundStatus,
    pub reason: &'static str,
    pub applied: NaiveDateTime,
    /// `None` while it is open.
    pub finished: Option<NaiveDateTime>,
    /// For goods sent back.
    pub return_tracking: String,
    pub returned: Option<NaiveDateTime>,
}

type Reasons = &'static [(&'static str, u32)];

const BEFORE_SHIPPING: Reasons = &[
    ("多拍/拍错/不想要", 46),
    ("与商家协商一致退款", 14),
    ("地址/电话信息填写错误", 9),
    ("未按约定时间发货", 10),
    ("缺货", 8),
    ("买贵了/有优惠未使用", 13),
];

const CLOTHES: Reasons = &[
    ("尺寸拍错/不喜欢/效果差", 34),
    ("大小/尺寸与商品描述不符", 22),
    ("7天无理由退换货", 20),
    ("材质/面料与商品描述不符", 8),
    ("颜色/款式/图案与描述不符", 7),
    ("做工粗糙/有瑕疵", 5),
    ("质量问题", 4),
];

const SOFT_HOME: Reasons = &[
    ("7天无理由退换货", 32),
    ("大小/尺寸与商品描述不符", 16),
    ("颜色/款式/图案与描述不符", 14),
    ("有异味", 13),
    ("材质/面料与商品描述不符", 12),
    ("质量问题", 9),
    ("卖家发错货", 4),
];

const HARD_HOME: Reasons =
    &[("包装/商品破损/污渍", 40), ("7天无理由退换货", 24), ("质量问题", 16), ("卖家发错货", 8), ("少件/漏发", 12)];

const ALLOWANCE: Reasons = &[
    ("做工粗糙/有瑕疵", 24),
    ("少件/漏发", 20),
    ("包装/商品破损/污渍", 22),
    ("买贵了/有优惠未使用", 18),
    ("未按约定时间发货", 16),
];

const LOST: Reasons = &[("快递一直未送达", 60), ("物流信息长时间未更新", 40)];

/// All reasons a buyer can give.
pub fn reasons() -> impl Iterator<Item = &'static str> {
    [BEFORE_SHIPPING, CLOTHES, SOFT_HOME, HARD_HOME, ALLOWANCE, LOST].into_iter().flatten().map(|(words, _)| *words)
}

/// Chance that a paid order of this category ends in a refund of some kind.
pub fn rate(category: &str) -> f64 {
    let (front, back) = category.split_once('>').unwrap_or((category, ""));
    match (front, back) {
        ("女装", "连衣裙") => 0.26,
        ("女装", "大衣" | "羽绒服") => 0.23,
        ("女装", "裤子" | "半身裙") => 0.21,
        ("女装", _) => 0.17,
        ("男装", _) => 0.13,
        ("家居服", "袜子") => 0.03,
        ("家居服", _) => 0.10,
        ("配饰", "包") => 0.11,
        ("配饰", _) => 0.06,
        ("床品", _) => 0.09,
        ("家居", "餐具" | "杯具" | "灯具") => 0.09,
        _ => 0.055,
    }
}

/// What kind of trouble, given that there is some.
pub fn trouble(dice: &mut Dice) -> Trouble {
    match dice.unit() {
        x if x < 0.28 => Trouble::BeforeShipping,
        x if x < 0.85 => Trouble::Return,
        _ => Trouble::Allowance,
    }
}

/// The words the buyer picks.
pub fn reason(trouble: Trouble, category: &str, dice: &mut Dice) -> &'static str {
    let list = match trouble {
        Trouble::BeforeShipping => BEFORE_SHIPPING,
        Trouble::Allowance => ALLOWANCE,
        Trouble::Lost => LOST,
        Trouble::Return if category.starts_with("床品") => SOFT_HOME,
        Trouble::Return if category.starts_with("家居>") => HARD_HOME,
        Trouble::Return => CLOTHES,
    };
    dice.choose(list).copied().unwrap_or("其他")
}

/// How a refund applied for at `applied` runs, as known at `end`. `None` when it is not even applied for by then.
pub fn run(
    trouble: Trouble,
    shipped: bool,
    applied: NaiveDateTime,
    end: NaiveDateTime,
    dice: &mut Dice,
) -> Option<Refund> {
    if applied > end {
        return None;
    }
    let kind = match trouble {
        Trouble::Return => RefundKind::GoodsAndMoney,
        _ if shipped => RefundKind::MoneyAfterShipping,
        _ => RefundKind::MoneyBeforeShipping,
    };
    // How it will end if nobody looks: most succeed, some buyers think better of it, some are refused.
    let fate = match dice.unit() {
        x if x < 0.905 || trouble == Trouble::Lost || trouble == Trouble::BeforeShipping => RefundStatus::Succeeded,
        x if x < 0.97 => RefundStatus::Closed,
        _ => RefundStatus::Refused,
    };
    let agreed = applied + hours(dice.around(if shipped { 7.0 } else { 0.8 }, 0.9));
    let returned = (trouble == Trouble::Return).then(|| agreed + hours(24.0 + dice.wait(40.0)));
    let finished = match (trouble, returned) {
        (Trouble::Return, Some(sent)) if fate == RefundStatus::Succeeded => sent + hours(60.0 + dice.wait(36.0)),
        _ if fate == RefundStatus::Succeeded => agreed + hours(dice.wait(5.0)),
        _ => agreed + TimeDelta::days(2) + hours(dice.wait(60.0)),
    };
    let goes_back = fate == RefundStatus::Succeeded;
    let status = if finished <= end {
        fate
    } else if agreed > end {
        RefundStatus::WaitSeller
    } else if trouble == Trouble::Return && returned.is_some_and(|sent| sent > end) {
        RefundStatus::WaitReturn
    } else if trouble == Trouble::Return && goes_back {
        RefundStatus::WaitReceipt
    } else {
        RefundStatus::WaitSeller
    };
    let returned = returned.filter(|sent| goes_back && *sent <= end);
    let return_tracking = match returned {
        Some(_) => format!("YT9{}", dice.digits(12)),
        None => String::new(),
    };
    Some(Refund {
        refund_no: String::new(),
        line: 0,
        amount: 0,
        kind,
        status,
        reason: "",
        applied,
        finished: (finished <= end).then_some(finished),
        return_tracking,
        returned,
    })
}
