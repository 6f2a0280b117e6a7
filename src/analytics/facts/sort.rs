//! Row numbers in the order of a column of times: a radix sort, since times of one shop differ in few bits.

#![expect(clippy::indexing_slicing, reason = "row numbers and digits are made from the lengths of these very columns")]

use super::NONE;

const BITS: u32 = 11;
const DIGITS: usize = 1 << BITS;

/// Row numbers of `times` sorted upwards, unknown times last; rows of the same time keep their order.
pub(super) fn sorted_rows(times: &[i64]) -> Vec<u32> {
    by(times, (0..times.len() as u32).collect())
}

/// Row numbers of `times` sorted upwards, unknown times last; rows of the same time stand in the order of their ids.
pub(super) fn sorted_rows_by_id(times: &[i64], ids: &[i64]) -> Vec<u32> {
    by(times, sorted_rows(ids))
}

/// `rows` in the order of their values, those of equal value in the order they had.
fn by(values: &[i64], mut rows: Vec<u32>) -> Vec<u32> {
    let least = values.iter().copied().filter(|at| *at != NONE).min().unwrap_or(0);
    let mut most = 0;
    let mut keys: Vec<u64> = Vec::with_capacity(values.len());
    for at in values {
        let key = if *at == NONE { u64::MAX } else { at.wrapping_sub(least) as u64 };
        if key != u64::MAX {
            most = most.max(key);
        }
        keys.push(key);
    }
    // Unknown values get the key after the last one.
    let unknown = most.saturating_add(1);
    for key in &mut keys {
        if *key == u64::MAX {
            *key = unknown;
        }
    }
    if rows.is_sorted_by_key(|row| keys[*row as usize]) {
        return rows;
    }
    let mut next = vec![0u32; rows.len()];
    let mut shift = 0;
    while shift < 64 && unknown >> shift != 0 {
        pass(&keys, shift, &rows, &mut next);
        std::mem::swap(&mut rows, &mut next);
        shift += BITS;
    }
    rows
}

/// Orders `rows` by one digit of their keys, keeping the order of equal digits.
fn pass(keys: &[u64], shift: u32, rows: &[u32], out: &mut [u32]) {
    let mut at = [0u32; DIGITS];
    for row in rows {
        at[(keys[*row as usize] >> shift) as usize % DIGITS] += 1;
    }
    let mut start = 0;
    for count in &mut at {
        let of_digit = *count;
        *count = start;
        start += of_digit;
    }
    for row in rows {
        let place = &mut at[(keys[*row as usize] >> shift) as usize % DIGITS];
        out[*place as usize] = *row;
        *place += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn unknown_times_come_last() {
        assert_eq!(sorted_rows(&[5, NONE, -7, 5, i64::MAX / 2]), [2, 0, 3, 4, 1]);
        assert_eq!(sorted_rows(&[]), Vec::<u32>::new());
        assert_eq!(sorted_rows(&[NONE, NONE]), [0, 1]);
    }

    #[test]
    fn rows_of_one_time_stand_in_the_order_of_their_ids() {
        assert_eq!(sorted_rows_by_id(&[5, NONE, 5, 4, NONE], &[30, 8, 20, 90, 7]), [3, 2, 0, 4, 1]);
        assert_eq!(sorted_rows_by_id(&[1, 1, 1], &[1, 2, 3]), [0, 1, 2]);
    }

    proptest! {
        #[test]
        fn rows_stand_as_a_stable_sort_puts_them(times in prop::collection::vec(prop_oneof![Just(NONE), -100_000_000i64..2_000_000_000], 0..300)) {
            let mut expected: Vec<u32> = (0..times.len() as u32).collect();
            expected.sort_by_key(|row| (times[*row as usize] == NONE, times[*row as usize]));
            prop_assert_eq!(sorted_rows(&times), expected);
        }
    }
}
