//! Dense codes for the store's ids: small numbers that index arrays.

use std::collections::HashMap;

/// Ids up to this one are looked up in a plain table.
const TABLE_LIMIT: i64 = 40_000_000;

/// Maps ids to dense codes. Code 0 stands for the unknown id.
#[derive(Debug, Clone)]
pub struct Codes {
    table: Vec<u32>,
    far: HashMap<i64, u32>,
}

impl Codes {
    /// Codes 1, 2, 3 ... for `ids` in their order.
    pub fn new(ids: &[i64]) -> Self {
        Self::starting(ids, 1)
    }

    /// Codes `first`, `first + 1` ... for `ids` in their order.
    pub fn starting(ids: &[i64], first: u32) -> Self {
        let near =
            ids.iter().copied().filter(|id| (0..TABLE_LIMIT).contains(id)).max().map_or(0, |max| max as usize + 1);
        let mut codes = Self { table: vec![0; near], far: HashMap::new() };
        for (at, id) in (first..).zip(ids) {
            codes.set(*id, at);
        }
        codes
    }

    /// Codes for the different positive values of a column, in rising order of value, and those values; entry 0 is unknown.
    pub fn of_column(values: &[i64]) -> (Self, Vec<i64>) {
        let max = values.iter().copied().max().unwrap_or(0);
        let mut ids = vec![0];
        if max < TABLE_LIMIT {
            let mut table = vec![0u32; usize::try_from(max).map_or(1, |max| max + 1)];
            for value in values {
                if *value > 0
                    && let Some(entry) = table.get_mut(*value as usize)
                {
                    *entry = 1;
                }
            }
            for (id, entry) in table.iter_mut().enumerate() {
                if *entry == 1 {
                    *entry = ids.len() as u32;
                    ids.push(id as i64);
                }
            }
            return (Self { table, far: HashMap::new() }, ids);
        }
        let mut distinct: Vec<i64> = values.iter().copied().filter(|value| *value > 0).collect();
        distinct.sort_unstable();
        distinct.dedup();
        let codes = Self::new(&distinct);
        ids.append(&mut distinct);
        (codes, ids)
    }

    fn set(&mut self, id: i64, code: u32) {
        match usize::try_from(id).ok().and_then(|at| self.table.get_mut(at)) {
            Some(entry) => *entry = code,
            None => {
                self.far.insert(id, code);
            }
        }
    }

    /// The code of `id`, 0 when it has none.
    #[inline]
    pub fn code(&self, id: i64) -> u32 {
        match usize::try_from(id).ok().and_then(|at| self.table.get(at)) {
            Some(code) => *code,
            None if self.far.is_empty() => 0,
            None => self.far.get(&id).copied().unwrap_or(0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_and_far_ids_get_codes_in_order() {
        let codes = Codes::new(&[7, 90_000_000_000, 3]);
        assert_eq!([7, 90_000_000_000, 3, 8, -1].map(|id| codes.code(id)), [1, 2, 3, 0, 0]);
    }

    #[test]
    fn a_column_is_coded_by_rising_value() {
        let (codes, ids) = Codes::of_column(&[9, 4, 0, 9, i64::MIN]);
        assert_eq!(ids, [0, 4, 9]);
        assert_eq!([9, 4, 0].map(|id| codes.code(id)), [2, 1, 0]);
        let (codes, ids) = Codes::of_column(&[80_000_000, 5]);
        assert_eq!(ids, [0, 5, 80_000_000]);
        assert_eq!(codes.code(80_000_000), 2);
    }
}
