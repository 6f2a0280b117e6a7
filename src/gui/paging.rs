//! Rows of a long list (分页): ids in order, and of the rows themselves only the pages that were looked at.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::widget::grid::{Cell, Rows};

/// Rows that are fetched at once.
const PAGE: usize = 200;
/// Pages kept; the farthest from what is visible are let go first.
const KEPT: usize = 60;

/// A list of `T`, each under an id.
pub struct Paged<T> {
    ids: Vec<i64>,
    pages: BTreeMap<usize, Vec<T>>,
    asked: BTreeSet<usize>,
    id: fn(&T) -> i64,
    cell: Box<dyn Fn(&T, usize) -> Cell + Send + Sync>,
    /// Grows with every new list, so that rows of an older one are not mixed in.
    round: u64,
}

impl<T> std::fmt::Debug for Paged<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Paged").field("ids", &self.ids.len()).field("pages", &self.pages.len()).finish_non_exhaustive()
    }
}

/// A page to be fetched: the answer goes back with [`Paged::put`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    pub round: u64,
    pub page: usize,
    pub ids: Vec<i64>,
}

impl<T> Paged<T> {
    /// `cell` says what stands in a column of a row.
    pub fn new(id: fn(&T) -> i64, cell: impl Fn(&T, usize) -> Cell + Send + Sync + 'static) -> Self {
        Self { ids: Vec::new(), pages: BTreeMap::new(), asked: BTreeSet::new(), id, cell: Box::new(cell), round: 0 }
    }

    /// Other words for what stands in the columns; what was fetched stays.
    pub fn dress(&mut self, cell: impl Fn(&T, usize) -> Cell + Send + Sync + 'static) {
        self.cell = Box::new(cell);
    }

    /// A new list; what was fetched is forgotten.
    pub fn set(&mut self, ids: Vec<i64>) {
        self.ids = ids;
        self.pages.clear();
        self.asked.clear();
        self.round += 1;
    }

    /// The pages that these rows lie on and that nobody has asked for yet.
    pub fn want(&mut self, rows: &Range<usize>) -> Vec<Wanted> {
        let last = rows.end.min(self.ids.len());
        if rows.start >= last {
            return Vec::new();
        }
        let pages = rows.start / PAGE..=(last - 1) / PAGE;
        let middle = usize::midpoint(*pages.start(), *pages.end());
        while self.pages.len() > KEPT {
            let Some(far) = self.pages.keys().copied().max_by_key(|page| page.abs_diff(middle)) else { break };
            self.pages.remove(&far);
            self.asked.remove(&far);
        }
        pages
            .filter(|page| self.asked.insert(*page))
            .filter_map(|page| {
                let ids = self.ids.get(page * PAGE..((page + 1) * PAGE).min(self.ids.len()))?.to_vec();
                Some(Wanted { round: self.round, page, ids })
            })
            .collect()
    }

    /// Takes the rows of a page; rows of an older list are dropped.
    pub fn put(&mut self, wanted: &Wanted, rows: Vec<T>) {
        if wanted.round == self.round {
            self.pages.insert(wanted.page, rows);
        }
    }

    /// The row, if it has been fetched and still exists.
    pub fn row(&self, at: usize) -> Option<&T> {
        let (page, id) = (self.pages.get(&(at / PAGE))?, self.ids.get(at)?);
        // Rows that are gone leave no hole, so the place is only a first guess.
        page.get(at % PAGE)
            .filter(|row| (self.id)(row) == *id)
            .or_else(|| page.iter().find(|row| (self.id)(row) == *id))
    }

    pub fn ids(&self) -> &[i64] {
        &self.ids
    }
}

impl<T> Rows for Paged<T> {
    fn len(&self) -> usize {
        self.ids.len()
    }

    fn cell(&self, row: usize, column: usize) -> Cell {
        self.row(row).map(|row| (self.cell)(row, column)).unwrap_or_default()
    }

    fn ready(&self, row: usize) -> bool {
        self.pages.contains_key(&(row / PAGE))
    }

    fn key(&self, row: usize) -> i64 {
        self.ids.get(row).copied().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(n: i64) -> Paged<i64> {
        let mut paged = Paged::new(|row: &i64| *row, |row, _| Cell::plain(row.to_string()));
        paged.set((0..n).collect());
        paged
    }

    #[test]
    fn only_pages_in_sight_are_asked_for_and_each_once() {
        let mut paged = list(1_000_000);
        let wanted = paged.want(&(500_190..500_230));
        assert_eq!(wanted.iter().map(|w| w.page).collect::<Vec<_>>(), [2500, 2501]);
        assert!(paged.want(&(500_195..500_210)).is_empty());
        paged.put(&wanted[0], wanted[0].ids.clone());
        assert_eq!(paged.cell(500_195, 0).text, "500195");
        assert!(!paged.ready(500_205));
    }

    #[test]
    fn rows_of_an_older_list_are_dropped() {
        let mut paged = list(10);
        let wanted = paged.want(&(0..10));
        paged.set(vec![5, 6]);
        paged.put(&wanted[0], wanted[0].ids.clone());
        assert!(!paged.ready(0));
    }

    #[test]
    fn a_row_that_is_gone_does_not_shift_the_others() {
        let mut paged = list(3);
        let wanted = paged.want(&(0..3));
        paged.put(&wanted[0], vec![0, 2]);
        assert_eq!((paged.row(1), paged.row(2)), (None, Some(&2)));
    }
}
