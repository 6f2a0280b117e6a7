//! Batches with expiry (批次与有效期): which of the pieces that came in are still there. What expires first leaves first (先到期先出),
//! and pieces of no batch leave last.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// A batch (批次).
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Lot {
    /// 到期日; first, so that batches stand in the order in which they leave.
    pub expires: Option<NaiveDate>,
    /// 批号
    pub batch: String,
}

/// The order in which pieces leave: by expiry, those without one last.
fn key(lot: &Lot) -> (bool, &Lot) {
    (lot.expires.is_none(), lot)
}

/// What is left of each batch after these changes, in the order in which it will leave. Pieces of no batch are not told.
pub fn remaining(changes: impl IntoIterator<Item = (i64, Option<Lot>)>) -> Vec<(Lot, i64)> {
    let mut lots: BTreeMap<(bool, Lot), i64> = BTreeMap::new();
    for (qty, lot) in changes {
        if let Some(lot) = lot {
            // A batch that is named is meant, in and out.
            let (late, _) = key(&lot);
            *lots.entry((late, lot)).or_default() += qty;
        } else {
            // Pieces of no batch are what is left over: nobody asks how many.
            let mut gone = (-qty).max(0);
            for there in lots.values_mut().filter(|there| **there > 0) {
                let taken = gone.min(*there);
                *there -= taken;
                gone -= taken;
            }
        }
        lots.retain(|_, there| *there != 0);
    }
    lots.into_iter().filter(|(_, there)| *there > 0).map(|((_, lot), there)| (lot, there)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lot(batch: &str, month: u32) -> Option<Lot> {
        Some(Lot { expires: NaiveDate::from_ymd_opt(2027, month, 1), batch: batch.to_owned() })
    }

    fn told(left: &[(Lot, i64)]) -> Vec<(&str, i64)> {
        left.iter().map(|(lot, qty)| (lot.batch.as_str(), *qty)).collect()
    }

    #[test]
    fn what_expires_first_leaves_first() {
        let left = remaining([(10, lot("B", 6)), (5, None), (10, lot("A", 3)), (-12, None)]);
        assert_eq!(told(&left), [("B", 8)], "ten of A and two of B have left");
        let left = remaining([(10, lot("B", 6)), (5, None), (10, lot("A", 3)), (-22, None)]);
        assert_eq!(told(&left), [] as [(&str, i64); 0], "pieces of no batch leave last: two of them");
    }

    #[test]
    fn a_batch_that_is_named_is_meant() {
        let left = remaining([(10, lot("B", 6)), (10, lot("A", 3)), (-4, lot("B", 6))]);
        assert_eq!(told(&left), [("A", 10), ("B", 6)]);
        let dateless = Some(Lot { expires: None, batch: "C".to_owned() });
        let left = remaining([(3, dateless), (3, lot("A", 3)), (-4, None)]);
        assert_eq!(told(&left), [("C", 2)]);
    }
}
