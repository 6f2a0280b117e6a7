//! Stocktake plans (盘点计划): which SKUs are counted, what difference must be counted a second time, and how a plan goes from being
//! written down to standing in the books.

mod scope;
mod state;

pub use scope::{Base, Candidate, Draw, Scope};
pub use state::{Refusal, Step, StocktakeState, Tally};

use serde::{Deserialize, Serialize};

use super::money::Money;

/// More pieces of one SKU than anybody counts by hand: a bar code that went into the field of the quantity.
pub const MOST_PIECES: i64 = 1_000_000;

/// From where on a difference must be counted a second time (复盘线): from any of these on. Without any, nothing must.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Limits {
    /// Pieces more or less.
    pub pieces: Option<i64>,
    /// Percent of what the books say.
    pub percent: Option<i64>,
    /// Worth at cost.
    pub value: Option<Money>,
}

impl Limits {
    /// Whether `found` pieces must be counted again. Nothing must where no warehouse's books have begun (`book` is `None`; what only other
    /// warehouses had is 0), and a line by value says nothing of a SKU whose cost nobody knows.
    pub fn exceeded(&self, book: Option<i64>, found: i64, cost: Option<Money>) -> bool {
        let Some(book) = book else { return false };
        let off = i128::from(found).abs_diff(i128::from(book));
        if off == 0 {
            return false;
        }
        let reaches = |line: Option<i64>, what: u128| {
            line.and_then(|line| u128::try_from(line).ok()).is_some_and(|line| what >= line)
        };
        let percent = self.percent.and_then(|percent| u128::try_from(percent).ok());
        let of_book = u128::try_from(book).unwrap_or(0);
        let worth = cost.map(|cost| off * u128::from(cost.fen().unsigned_abs()));
        reaches(self.pieces, off)
            || percent.is_some_and(|percent| off * 100 >= percent * of_book)
            || worth.is_some_and(|worth| reaches(self.value.map(Money::fen), worth))
    }
}

/// Whether what is told of a SKU now is its second count (复盘) or its first: the second once counting has ended, where the first found
/// a large difference.
pub const fn is_recount(state: StocktakeState, large: bool) -> bool {
    large && matches!(state, StocktakeState::Recounting | StocktakeState::Ready)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn any_line_that_is_reached_asks_for_a_second_count() {
        let limits = Limits { pieces: Some(10), percent: Some(20), value: Some(Money::from_fen(50_000)) };
        let cost = Some(Money::from_fen(2_500));
        // 9 of 100: 9 pieces, 9 %, ¥225.
        assert!(!limits.exceeded(Some(100), 91, cost));
        assert!(limits.exceeded(Some(100), 90, cost), "ten pieces");
        assert!(limits.exceeded(Some(10), 12, cost), "a fifth of the books");
        // 9 pieces at ¥60 are ¥540.
        assert!(limits.exceeded(Some(100), 109, Some(Money::from_fen(6_000))));
        assert!(!limits.exceeded(Some(100), 109, None), "nobody knows what they are worth");
        assert!(!limits.exceeded(None, 500, cost), "the first count of all opens the books");
        assert!(!Limits::default().exceeded(Some(100), 0, cost), "no line, no second count");
        assert!(limits.exceeded(Some(0), 1, None), "any piece is beyond any percent of nothing");
    }

    proptest! {
        #[test]
        fn what_agrees_is_never_counted_again_and_more_off_is_never_less(book in -100_i64..10_000, off in 0_i64..1_000, more in 0_i64..1_000,
            pieces in prop::option::of(0_i64..500), percent in prop::option::of(0_i64..200), value in prop::option::of(0_i64..1_000_000), cost in prop::option::of(0_i64..10_000)) {
            let limits = Limits { pieces, percent, value: value.map(Money::from_fen) };
            let cost = cost.map(Money::from_fen);
            prop_assert!(!limits.exceeded(Some(book), book, cost));
            if limits.exceeded(Some(book), book + off, cost) {
                prop_assert!(limits.exceeded(Some(book), book + off + more, cost));
                prop_assert!(off == 0 || limits.exceeded(Some(book), book - off, cost), "too few is as bad as too many");
            }
        }
    }
}
