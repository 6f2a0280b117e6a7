//! Imports (导入): what came in from which file, what it changed, and taking the latest ones back.

use chrono::NaiveDateTime;

use crate::domain::period::Period;
use crate::domain::platform::Platform;

/// What kinds of rows an import brings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RecordKind {
    Orders,
    Lines,
    Refunds,
    Products,
    Parcels,
    Traffic,
    Purchases,
    Mappings,
}

impl RecordKind {
    pub const ALL: [Self; 8] = [
        Self::Orders,
        Self::Lines,
        Self::Refunds,
        Self::Products,
        Self::Parcels,
        Self::Traffic,
        Self::Purchases,
        Self::Mappings,
    ];

    /// Stable English id, also the tail of the locale key (`store.kind_orders`).
    pub const fn id(self) -> &'static str {
        match self {
            Self::Orders => "orders",
            Self::Lines => "lines",
            Self::Refunds => "refunds",
            Self::Products => "products",
            Self::Parcels => "parcels",
            Self::Traffic => "traffic",
            Self::Purchases => "purchases",
            Self::Mappings => "mappings",
        }
    }
}

/// What an import does, or would do, to one kind of rows. Rows of the file that name the same record count once.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    pub new: u64,
    pub updated: u64,
    pub unchanged: u64,
}

impl Counts {
    pub const fn total(self) -> u64 {
        self.new + self.updated + self.unchanged
    }
}

/// What an import would change, before anything is changed.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Preview {
    /// One entry for each kind the file holds.
    pub counts: Vec<(RecordKind, Counts)>,
    /// Days the file is about: creation of orders, application of refunds, shipping of parcels, days of traffic.
    pub period: Option<Period>,
    /// The very same file was imported before (and not undone).
    pub seen_before: Option<ImportRecord>,
}

impl Preview {
    pub fn of(&self, kind: RecordKind) -> Counts {
        self.counts.iter().find(|(k, _)| *k == kind).map(|(_, c)| *c).unwrap_or_default()
    }

    /// All kinds together.
    pub fn sum(&self) -> Counts {
        self.counts.iter().fold(Counts::default(), |sum, (_, c)| Counts {
            new: sum.new + c.new,
            updated: sum.updated + c.updated,
            unchanged: sum.unchanged + c.unchanged,
        })
    }
}

/// What is known of a file when its import begins.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ImportMeta {
    /// Who imports.
    pub actor: String,
    pub file_name: String,
    /// Lower-case hex; empty when the rows come from no file.
    pub sha256: String,
    /// Id of the recognised format.
    pub format: String,
    pub encoding: String,
    /// Now, in China time. New costs count from here on.
    pub at: NaiveDateTime,
}

/// What is known of a file once it is read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ImportSummary {
    pub rows: u64,
    pub skipped: u64,
    /// The importer's own report as JSON: control totals, problems.
    pub report: String,
}

/// What a committed import did.
#[derive(Debug, Clone, PartialEq)]
pub struct ImportOutcome {
    pub import_id: i64,
    pub preview: Preview,
    /// Data version after it.
    pub version: u64,
}

/// An import as the history shows it.
#[derive(Debug, Clone, PartialEq)]
pub struct ImportRecord {
    pub id: i64,
    pub at: NaiveDateTime,
    pub actor: String,
    pub file_name: String,
    pub sha256: String,
    pub format: String,
    pub encoding: String,
    pub platform: Platform,
    pub shop: String,
    pub rows: u64,
    pub skipped: u64,
    pub counts: Vec<(RecordKind, Counts)>,
    pub period: Option<Period>,
    pub report: String,
    pub undone_at: Option<NaiveDateTime>,
    /// It is the latest that is still in force, and its earlier values are kept.
    pub undoable: bool,
}
