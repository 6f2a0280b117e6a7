//! The orders behind a figure, a bar or a row of the order analysis (下钻), worked out when they are asked for.

use super::times::Stage;
use super::{Dimension, Sorter};
use crate::analytics::filter::Slice;
use crate::domain::period::Period;

/// Which of the orders are meant.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Only {
    #[default]
    All,
    /// Somebody looks after them.
    Assigned,
    /// Given to somebody by hand.
    ByHand,
    /// A person or a rule let them pass.
    Audited,
    /// The time this stage took is known.
    Timed(Stage),
    /// With a successful refund.
    Refunded,
}

/// Orders paid in the filter's period.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct HandlePick {
    /// Another period than the filter's.
    pub period: Option<Period>,
    /// Of one sort: its code in this dimension.
    pub of: Option<(Dimension, usize)>,
    pub only: Only,
}

impl HandlePick {
    pub fn of(dimension: Dimension, code: usize) -> Self {
        Self { of: Some((dimension, code)), ..Self::default() }
    }

    pub fn only(only: Only) -> Self {
        Self { only, ..Self::default() }
    }

    /// The store's ids of the orders, in rising order.
    pub fn order_ids(&self, slice: &Slice<'_>) -> Vec<i64> {
        let sorter = Sorter::new(slice);
        let paid = self.period.map_or_else(|| slice.now.paid.clone(), |period| slice.span(period).paid);
        let mut ids: Vec<i64> = paid
            .filter(|row| slice.keeps(*row))
            .filter(|row| self.of.is_none_or(|(dimension, code)| sorter.code(dimension, *row) == code))
            .filter(|row| self.only.holds(slice, *row))
            .filter_map(|row| slice.facts.orders.id.get(row).copied())
            .collect();
        ids.sort_unstable();
        ids
    }
}

impl Only {
    fn holds(self, slice: &Slice<'_>, row: usize) -> bool {
        let work = &slice.facts.work;
        match self {
            Self::All => true,
            Self::Assigned => work.assigned(row),
            Self::ByHand => work.by_hand.get(row) == Some(&true),
            Self::Audited => work.is_audited(row),
            Self::Timed(stage) => stage.seconds(slice.facts, row).is_some(),
            Self::Refunded => slice.refund_fen.get(row).is_some_and(|fen| *fen > 0),
        }
    }
}
