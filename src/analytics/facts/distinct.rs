//! Counting each buyer once: a mark for every dense index, cleared by raising the epoch instead of wiping the marks.

/// A set over dense indexes `0..size` that empties in no time.
#[derive(Debug, Clone)]
pub struct Distinct {
    seen: Vec<u32>,
    epoch: u32,
}

impl Distinct {
    pub fn new(size: usize) -> Self {
        Self { seen: vec![0; size], epoch: 1 }
    }

    /// Empties the set.
    pub fn clear(&mut self) {
        if self.epoch == u32::MAX {
            self.seen.fill(0);
            self.epoch = 0;
        }
        self.epoch += 1;
    }

    /// True when `at` was not in the set yet. An index beyond the set's size is never new.
    #[inline]
    pub fn insert(&mut self, at: u32) -> bool {
        match self.seen.get_mut(at as usize) {
            Some(mark) if *mark != self.epoch => {
                *mark = self.epoch;
                true
            }
            _ => false,
        }
    }

    #[inline]
    pub fn contains(&self, at: u32) -> bool {
        self.seen.get(at as usize) == Some(&self.epoch)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_buyer_counts_once_until_the_set_is_cleared() {
        let mut set = Distinct::new(3);
        assert!(set.insert(2) && !set.insert(2) && set.contains(2));
        set.clear();
        assert!(!set.contains(2) && set.insert(2));
        assert!(!set.insert(9));
    }
}
