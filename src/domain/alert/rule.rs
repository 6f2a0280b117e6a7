//! Where low, over-stock and dead stock begin (预警规则): for all SKUs, a warehouse, a category or one SKU. The most particular rule wins.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use crate::domain::stock::{Levels, Pace, StockMark, StockRules};

/// What a rule draws the line of. Discriminants are kept in the shop file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[repr(u8)]
pub enum Line {
    /// 偏低: fewer sendable pieces than this
    Low = 1,
    /// 积压: more sendable pieces than this
    Over = 2,
    /// 呆滞: no sale for so many days
    Dead = 3,
}

impl Line {
    pub const ALL: [Self; 3] = [Self::Low, Self::Over, Self::Dead];

    pub const fn code(self) -> u8 {
        self as u8
    }

    pub fn from_code(code: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|line| line.code() == code)
    }

    /// Stable English id; also the tail of the locale key (`alerts.line_low`).
    pub const fn id(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Over => "over",
            Self::Dead => "dead",
        }
    }
}

/// What a rule holds for (适用范围).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    All,
    /// Pieces in this warehouse alone.
    Warehouse(i64),
    /// By the category's name.
    Category(String),
    /// By the SKU's code.
    Sku(String),
}

/// A line (阈值).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Threshold {
    /// 固定件数
    Pieces(u32),
    /// 按天数: what sells in so many days; for dead stock, days without a sale
    Days(u32),
    /// 跟随销量: so many percent of what sells in 30 days
    Sales(u32),
    /// 跟随销量: what sells until a delivery is there (lead time + safety days)
    Lead { lead: u32, safety: u32 },
}

/// Days that [`Threshold::Sales`] is measured by.
const SALES_DAYS: i128 = 30;

impl Threshold {
    /// The line in pieces, as a fraction that nothing was lost of.
    fn fraction(self, pace: Pace) -> (i128, i128) {
        let (sold, days) = (i128::from(pace.sold.max(0)), i128::from(pace.days.max(1)));
        match self {
            Self::Pieces(pieces) => (i128::from(pieces), 1),
            Self::Days(cover) => (i128::from(cover) * sold, days),
            Self::Sales(percent) => (i128::from(percent) * SALES_DAYS * sold, days * 100),
            Self::Lead { lead, safety } => ((i128::from(lead) + i128::from(safety)) * sold, days),
        }
    }

    /// Fewer pieces than the line.
    pub fn above(self, pieces: i64, pace: Pace) -> bool {
        let (line, of) = self.fraction(pace);
        i128::from(pieces) * of < line
    }

    /// More pieces than the line.
    pub fn below(self, pieces: i64, pace: Pace) -> bool {
        let (line, of) = self.fraction(pace);
        i128::from(pieces) * of > line
    }

    /// The line in whole pieces: the fewest that are not low.
    pub fn pieces(self, pace: Pace) -> i64 {
        let (line, of) = self.fraction(pace);
        i64::try_from((line + of - 1) / of).unwrap_or(i64::MAX)
    }

    /// Days without a sale that make dead stock.
    pub const fn days(self) -> u32 {
        match self {
            Self::Pieces(days) | Self::Days(days) | Self::Sales(days) => days,
            Self::Lead { lead, safety } => lead.saturating_add(safety),
        }
    }

    /// Code and amounts as the shop file keeps them.
    pub const fn parts(self) -> (u8, u32, u32) {
        match self {
            Self::Pieces(pieces) => (1, pieces, 0),
            Self::Days(days) => (2, days, 0),
            Self::Sales(percent) => (3, percent, 0),
            Self::Lead { lead, safety } => (4, lead, safety),
        }
    }

    pub const fn from_parts(code: u8, amount: u32, more: u32) -> Option<Self> {
        match code {
            1 => Some(Self::Pieces(amount)),
            2 => Some(Self::Days(amount)),
            3 => Some(Self::Sales(amount)),
            4 => Some(Self::Lead { lead: amount, safety: more }),
            _ => None,
        }
    }
}

/// A rule of the owner's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// 0: not kept yet.
    pub id: i64,
    pub line: Line,
    pub scope: Scope,
    pub threshold: Threshold,
}

/// The rule that was applied to a SKU.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Applied {
    pub line: Line,
    pub scope: Scope,
    pub threshold: Threshold,
}

/// Whose stock is judged.
#[derive(Debug, Clone, Copy)]
pub struct Subject<'a> {
    pub code: &'a str,
    pub category: &'a str,
    /// 0: all warehouses together.
    pub warehouse: i64,
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Of {
    all: Option<Threshold>,
    warehouses: HashMap<i64, Threshold>,
    categories: HashMap<String, Threshold>,
    skus: HashMap<String, Threshold>,
}

/// All rules, over the lines that hold where there is none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleBook {
    base: StockRules,
    low: Of,
    over: Of,
    dead: Of,
}

/// What a SKU's stock is called, and by which rule; none where no line decides (缺货, 超卖, 正常).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judged {
    pub mark: StockMark,
    pub rule: Option<Applied>,
}

impl From<StockRules> for RuleBook {
    fn from(base: StockRules) -> Self {
        Self { base, low: Of::default(), over: Of::default(), dead: Of::default() }
    }
}

impl RuleBook {
    pub fn new(base: StockRules, rules: impl IntoIterator<Item = Rule>) -> Self {
        let mut book = Self::from(base);
        for rule in rules {
            let of = match rule.line {
                Line::Low => &mut book.low,
                Line::Over => &mut book.over,
                Line::Dead => &mut book.dead,
            };
            match rule.scope {
                Scope::All => of.all = Some(rule.threshold),
                Scope::Warehouse(id) => {
                    of.warehouses.insert(id, rule.threshold);
                }
                Scope::Category(name) => {
                    of.categories.insert(name, rule.threshold);
                }
                Scope::Sku(code) => {
                    of.skus.insert(code, rule.threshold);
                }
            }
        }
        book
    }

    /// Warehouses with rules of their own: they are judged by themselves beside the whole.
    pub fn warehouses(&self) -> Vec<i64> {
        let mut ids: Vec<i64> =
            [&self.low, &self.over, &self.dead].into_iter().flat_map(|of| of.warehouses.keys().copied()).collect();
        ids.sort_unstable();
        ids.dedup();
        ids
    }

    /// The line for a SKU: that of the SKU, then of its category, then the general one. In a warehouse its own comes first, because the
    /// others count the pieces of all warehouses together.
    pub fn applied(&self, line: Line, subject: Subject<'_>) -> Applied {
        let (of, base) = match line {
            Line::Low => (&self.low, self.base.low_days),
            Line::Over => (&self.over, self.base.over_days),
            Line::Dead => (&self.dead, self.base.dead_days),
        };
        let (scope, threshold) = if let Some(threshold) = of.warehouses.get(&subject.warehouse) {
            (Scope::Warehouse(subject.warehouse), *threshold)
        } else if let Some(threshold) = of.skus.get(subject.code) {
            (Scope::Sku(subject.code.to_owned()), *threshold)
        } else if let Some(threshold) = of.categories.get(subject.category) {
            (Scope::Category(subject.category.to_owned()), *threshold)
        } else {
            (Scope::All, of.all.unwrap_or(Threshold::Days(base)))
        };
        Applied { line, scope, threshold }
    }

    /// What the stock of a SKU is called. `idle`: days since it last sold, `None` when it never has.
    pub fn judge(&self, subject: Subject<'_>, levels: &Levels, pace: Pace, idle: Option<i64>) -> Judged {
        let plain = |mark| Judged { mark, rule: None };
        let (Some(sendable), Some(on_hand)) = (levels.sendable(), levels.on_hand()) else {
            return plain(StockMark::Untracked);
        };
        if sendable < 0 {
            return plain(StockMark::Oversold);
        }
        let dead = self.applied(Line::Dead, subject);
        if idle.is_none_or(|days| days >= i64::from(dead.threshold.days())) {
            // What neither sells nor lies there is finished with.
            return if on_hand > 0 {
                Judged { mark: StockMark::Dead, rule: Some(dead) }
            } else {
                plain(StockMark::Fine)
            };
        }
        if sendable == 0 {
            return plain(StockMark::Out);
        }
        let low = self.applied(Line::Low, subject);
        if low.threshold.above(sendable, pace) {
            return Judged { mark: StockMark::Low, rule: Some(low) };
        }
        let over = self.applied(Line::Over, subject);
        if over.threshold.below(sendable, pace) {
            return Judged { mark: StockMark::Over, rule: Some(over) };
        }
        plain(StockMark::Fine)
    }
}
