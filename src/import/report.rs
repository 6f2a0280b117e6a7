//! What `import --json` prints for a file, and what the import history keeps. The shape is documented in `docs/formats.md` and stable.

use serde::{Deserialize, Serialize};

use super::format::Kind;
use super::paid::{PaidMeaning, Verdict};
use super::problem::{Problems, Severity};
use super::run::{PreparedFile, Ready, State, What};
use super::totals::ControlTotal;
use crate::locale::{Lang, Said};
use crate::store::Preview;

/// All files of one call.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ImportReport {
    pub files: Vec<FileReport>,
}

/// One table of one file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FileReport {
    pub path: String,
    /// Id of the format; `mapping:<name>` for a mapping; empty when it was not recognised.
    pub format: String,
    pub encoding: String,
    pub rows: u64,
    pub new: u64,
    pub updated: u64,
    pub unchanged: u64,
    pub skipped: u64,
    pub control_totals: Vec<ControlTotal>,
    pub problems: Vec<ProblemReport>,
    /// Table inside the file, as `label`.
    pub label: String,
    pub status: Status,
    /// State of the format over the years, where it has several.
    pub layout: String,
    /// 0 to 100; `None` for a mapping.
    pub confidence: Option<u8>,
    /// First and last day its rows are about.
    pub period: Option<(String, String)>,
    pub paid_meaning: Option<PaidReport>,
    /// Exact number of problems; the list holds the first of each kind.
    pub problem_count: u64,
    /// The very same file went in before.
    pub seen_before: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Read and compared, not yet written
    Ready,
    Imported,
    NeedsMapping,
    /// Known, used by no figure of this version
    Noted,
    Refused,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProblemReport {
    pub row: u32,
    pub column: String,
    pub code: String,
    pub message: String,
    pub severity: Severity,
    /// The sentence as data, so that each reader sees it in his language.
    #[serde(skip)]
    pub said: Option<Said>,
}

/// Whether paid amounts are net of refunds, with the rows that tell.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaidReport {
    pub verdict: Verdict,
    #[serde(flatten)]
    pub rows: PaidMeaning,
}

impl FileReport {
    pub(super) fn of(file: &PreparedFile) -> Self {
        let mut report = Self {
            path: file.path.display().to_string(),
            format: String::new(),
            encoding: file.encoding.clone(),
            rows: 0,
            new: 0,
            updated: 0,
            unchanged: 0,
            skipped: 0,
            control_totals: Vec::new(),
            problems: Vec::new(),
            label: file.label.clone(),
            status: Status::Refused,
            layout: String::new(),
            confidence: None,
            period: None,
            paid_meaning: None,
            problem_count: 0,
            seen_before: false,
        };
        match &file.state {
            State::Ready(ready) => report.fill(ready),
            State::Unknown(unknown) => {
                report.status = Status::NeedsMapping;
                let said = unknown.mapping_problem.clone().unwrap_or_else(|| Said::new("import.needs_mapping"));
                report.whole("needs_mapping", said, Severity::Skipped);
            }
            State::Noted { format, why } => {
                report.status = Status::Noted;
                format.id.clone_into(&mut report.format);
                report.confidence = Some(why.confidence);
                report.whole("noted", Said::new("import.noted"), Severity::Noted);
            }
            State::Refused { code, said } => report.whole(code, said.clone(), Severity::Skipped),
        }
        report
    }

    fn fill(&mut self, ready: &Ready) {
        self.status = Status::Ready;
        self.format = ready.what.id();
        ready.what.layout().clone_into(&mut self.layout);
        self.confidence = match &ready.what {
            What::Format { why, .. } => Some(why.confidence),
            What::Mapping(_) => None,
        };
        self.rows = ready.rows;
        self.skipped = ready.skipped;
        self.control_totals.clone_from(&ready.control_totals);
        self.period = ready.period.map(|period| (period.from().to_string(), period.to().to_string()));
        self.paid_meaning = ready.paid.asked().then(|| PaidReport { verdict: ready.paid.verdict(), rows: ready.paid });
        self.seen_before = ready.preview.seen_before.is_some();
        self.counts(ready.kind, &ready.preview);
        self.problems(&ready.problems);
    }

    fn problems(&mut self, problems: &Problems) {
        self.problem_count = problems.len();
        let report = |problem: &super::problem::Problem| ProblemReport {
            row: problem.row,
            column: problem.column.clone(),
            code: problem.code.to_owned(),
            message: Lang::Zh.say(&problem.said),
            severity: problem.severity,
            said: Some(problem.said.clone()),
        };
        self.problems = problems.kept().iter().map(report).collect();
    }

    /// A problem of the file as a whole.
    fn whole(&mut self, code: &str, said: Said, severity: Severity) {
        self.problem_count = 1;
        self.problems.push(ProblemReport {
            row: 0,
            column: String::new(),
            code: code.to_owned(),
            message: Lang::Zh.say(&said),
            severity,
            said: Some(said),
        });
    }

    fn counts(&mut self, kind: Kind, preview: &Preview) {
        let counts = preview.of(kind.record());
        (self.new, self.updated, self.unchanged) = (counts.new, counts.updated, counts.unchanged);
    }

    pub(super) fn committed(&mut self, kind: Kind, preview: &Preview) {
        self.counts(kind, preview);
        self.status = Status::Imported;
    }

    /// The table was read and could not go in; the rows' own problems stay behind the reason.
    pub(super) fn refused(&mut self, code: &str, said: Said) {
        let problems = std::mem::take(&mut self.problems);
        let count = self.problem_count;
        self.whole(code, said, Severity::Skipped);
        self.problems.extend(problems);
        self.problem_count = count + 1;
        self.status = Status::Refused;
        (self.new, self.updated, self.unchanged) = (0, 0, 0);
    }

    /// Whether something kept the file as a whole out.
    pub const fn failed(&self) -> bool {
        matches!(self.status, Status::Refused | Status::NeedsMapping)
    }

    /// The same report with its sentences in a language.
    #[must_use]
    pub fn in_language(mut self, lang: Lang) -> Self {
        for problem in &mut self.problems {
            if let Some(said) = &problem.said {
                problem.message = lang.say(said);
            }
        }
        self
    }

    /// The same report without the bulk of its problems, for the import history.
    #[must_use]
    pub(super) fn brief(&self) -> Self {
        const KEPT: usize = 200;
        let mut brief = self.clone();
        brief.problems.truncate(KEPT);
        brief
    }

    /// As one line of JSON.
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }
}
