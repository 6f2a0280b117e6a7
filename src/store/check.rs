//! Is the shop file consistent with itself (自检)? Sums, keys, orphans, counters.

use crate::locale::Said;

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// What the exports themselves say does not add up; worth knowing, nothing is broken.
    Note,
    /// The file contradicts itself: something is off.
    Problem,
}

/// One thing that `check` found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckFinding {
    /// Stable English id, also the tail of the locale key (`store.check_line_sums`).
    pub id: &'static str,
    pub severity: Severity,
    /// How many rows.
    pub count: u64,
    /// The first few, by their numbers.
    pub examples: Vec<String>,
}

impl CheckFinding {
    /// The sentence for the user.
    pub fn said(&self) -> Said {
        Said::new(&format!("store.check_{}", self.id))
            .with("count", self.count)
            .with("examples", self.examples.join(", "))
    }
}
