//! What is wrong with rows and cells of a file (问题): all of it counted, enough of it kept to be read.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::locale::{Lang, Said};
use crate::table::{Cell, Column, Kind, Table};

/// Problems kept in full for each group; beyond that they are only counted.
const KEPT_PER_GROUP: u64 = 500;

/// What became of the row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// The row was left out.
    Skipped,
    /// The row was taken, this cell was not.
    Ignored,
    /// Taken; the user should know how.
    Noted,
}

impl Severity {
    pub const fn id(self) -> &'static str {
        match self {
            Self::Skipped => "skipped",
            Self::Ignored => "ignored",
            Self::Noted => "noted",
        }
    }
}

/// One thing that is wrong in one place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Row as a spreadsheet shows it; 0 when it is the whole file.
    pub row: u32,
    /// The column's name as the file writes it; empty when it is the whole row.
    pub column: String,
    /// Stable English name, for `--json`.
    pub code: &'static str,
    pub severity: Severity,
    /// What stands in the cell; masked where it tells who somebody is.
    pub found: String,
    pub said: Said,
}

/// Problems of one kind in one column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    pub code: &'static str,
    pub column: String,
    pub severity: Severity,
    /// How many there are, kept or not.
    pub count: u64,
    /// The first of them.
    pub first: Problem,
}

/// All problems of a file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Problems {
    kept: Vec<Problem>,
    counts: BTreeMap<(Severity, &'static str, String), u64>,
}

impl Problems {
    pub fn add(&mut self, problem: Problem) {
        let count = self.counts.entry((problem.severity, problem.code, problem.column.clone())).or_default();
        *count += 1;
        if *count <= KEPT_PER_GROUP {
            self.kept.push(problem);
        }
    }

    /// A remark on a row or on the whole file (`row` 0).
    pub fn note(&mut self, row: u32, severity: Severity, code: &'static str, said: Said) {
        self.add(Problem { row, column: String::new(), code, severity, found: String::new(), said });
    }

    /// A remark that is true of the whole file, made the first time only.
    pub fn note_once(&mut self, code: &'static str, said: Said) {
        if self.count(code) == 0 {
            self.note(0, Severity::Noted, code, said);
        }
    }

    /// Those kept, in the order of the file.
    pub fn kept(&self) -> &[Problem] {
        &self.kept
    }

    /// Exact count of all.
    pub fn len(&self) -> u64 {
        self.counts.values().sum()
    }

    pub fn is_empty(&self) -> bool {
        self.counts.is_empty()
    }

    /// Exact count of one kind, all columns together.
    pub fn count(&self, code: &str) -> u64 {
        self.counts.iter().filter(|((_, seen, _), _)| *seen == code).map(|(_, count)| count).sum()
    }

    /// How many problems say that a row was left out.
    pub fn skipped(&self) -> u64 {
        self.counts.iter().filter(|((severity, ..), _)| *severity == Severity::Skipped).map(|(_, count)| count).sum()
    }

    /// One entry for each kind and column: the gravest first, then the most frequent.
    pub fn groups(&self) -> Vec<Group> {
        let mut groups: Vec<Group> = self
            .counts
            .iter()
            .filter_map(|((severity, code, column), count)| {
                let first = self
                    .kept
                    .iter()
                    .find(|p| p.code == *code && p.column == *column && p.severity == *severity)?
                    .clone();
                Some(Group { code, column: column.clone(), severity: *severity, count: *count, first })
            })
            .collect();
        groups.sort_by(|a, b| a.severity.cmp(&b.severity).then(b.count.cmp(&a.count)));
        groups
    }

    /// As a table that can be shown and exported.
    pub fn table(&self, lang: Lang) -> Table {
        let title = |key: &'static str| lang.t(key).to_owned();
        let rows = self
            .kept
            .iter()
            .map(|problem| {
                vec![
                    if problem.row == 0 { Cell::Empty } else { Cell::Count(i64::from(problem.row)) },
                    text(&problem.column),
                    Cell::Text(lang.t(severity_key(problem.severity)).to_owned()),
                    Cell::Text(lang.say(&problem.said)),
                    text(&problem.found),
                    Cell::Text(problem.code.to_owned()),
                ]
            })
            .collect();
        Table {
            id: "import_problems",
            title: title("import.problems"),
            columns: vec![
                Column::new("row", title("import.problem_row"), Kind::Count),
                Column::new("column", title("import.problem_column"), Kind::Text),
                Column::new("severity", title("import.problem_severity"), Kind::Text).wide(100.0),
                Column::new("message", title("import.problem_message"), Kind::Text).wide(420.0),
                Column::new("found", title("import.problem_found"), Kind::Text),
                Column::new("code", title("import.problem_code"), Kind::Id),
            ],
            rows,
        }
    }
}

/// Key of the severity's name.
pub const fn severity_key(severity: Severity) -> &'static str {
    match severity {
        Severity::Skipped => "import.severity_skipped",
        Severity::Ignored => "import.severity_ignored",
        Severity::Noted => "import.severity_noted",
    }
}

fn text(text: &str) -> Cell {
    if text.is_empty() { Cell::Empty } else { Cell::Text(text.to_owned()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_problems_are_counted_exactly_and_kept_in_part() {
        let mut problems = Problems::default();
        for row in 1..=10_000 {
            problems.note(row, Severity::Ignored, "not_money", Said::new("read.cell_not_money").with("found", "x"));
        }
        problems.note(7, Severity::Skipped, "damaged_id", Said::new("read.cell_damaged_id").with("found", "1E+18"));
        assert_eq!((problems.len(), problems.count("not_money"), problems.skipped()), (10_001, 10_000, 1));
        assert_eq!(problems.kept().len() as u64, KEPT_PER_GROUP + 1);
        let groups = problems.groups();
        assert_eq!((groups[0].code, groups[1].count), ("damaged_id", 10_000));
    }
}
