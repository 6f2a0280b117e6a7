//! Rows → drafts (转换): what each kind of export becomes, with every problem written down and every amount accounted for.
//!
//! Some questions only the whole file can answer: whether paid amounts are net of refunds, whether an amount repeats on each row of
//! an order, whether rows of one order lie apart. The builder answers them as it goes; where the answer it began with turns out
//! wrong it has [`Lessons`] for a second reading of the file.

mod lines;
mod orders;
mod parcels;
mod products;
mod purchases;
mod refunds;
mod traffic;

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};

use super::cell;
use super::columns::Columns;
use super::field::{Field, Value};
use super::format::{Kind, Traits};
use super::paid::{PaidMeaning, Verdict, make_gross};
use super::problem::{Problems, Severity};
use super::read::Row;
use super::totals::Totals;
use crate::domain::draft::Drafts;
use crate::domain::order::OrderStatus;
use crate::domain::period::Period;
use crate::locale::Said;

/// What a first reading of a file has taught.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Lessons {
    /// The paid amounts' meaning over the whole file.
    pub paid: Option<Verdict>,
    /// Amounts of the order differ between its rows: each row has its own share.
    pub per_row: bool,
    /// Orders whose rows do not follow each other, by hash.
    pub scattered: HashSet<u64>,
}

/// What the builder knows of a file before its first row.
#[derive(Debug, Clone)]
pub struct Plan {
    pub kind: Kind,
    pub traits: Traits,
    pub columns: Columns,
    /// Days the whole file is about, where rows do not say (from its name, the note above its header, or the user).
    pub period: Option<Period>,
    /// The item the whole file is about.
    pub item_id: String,
    /// Files of this kind have a column of paid amounts unless somebody left it out.
    pub tells_paid: bool,
    /// What the user says paid amounts mean.
    pub paid: Option<Verdict>,
    pub lessons: Lessons,
}

/// What every builder shares.
#[derive(Debug)]
pub(super) struct Env {
    plan: Plan,
    problems: Problems,
    totals: Totals,
    paid: PaidMeaning,
    learned: Lessons,
    figures: Vec<(Field, i64)>,
    states: StateWords,
    /// Days seen, first and last.
    days: Option<Period>,
}

/// A stretch of the file's rows becomes drafts.
#[derive(Debug)]
pub struct Builder {
    env: Env,
    rows: Rows,
    out: Drafts,
    /// Drafts that wait for the verdict on paid amounts.
    waiting: Vec<Drafts>,
    /// The verdict drafts were released with.
    released: Option<Verdict>,
}

/// What is known when all rows are through.
#[derive(Debug)]
pub struct Built {
    pub columns: Columns,
    pub problems: Problems,
    pub totals: Totals,
    pub paid: PaidMeaning,
    pub period: Option<Period>,
    /// The file must be read again with these.
    pub again: Option<Lessons>,
}

#[derive(Debug)]
enum Rows {
    Orders(orders::Orders),
    Lines(Box<lines::Lines>),
    Refunds,
    Products(products::Products),
    Traffic(traffic::Traffic),
    Parcels,
    Purchases(purchases::Purchases),
    Mappings,
    Nothing,
}

/// Drafts in one batch, about.
const BATCH: usize = 8_192;
/// Batches held back at most while the verdict on paid amounts is open.
const WAIT: usize = 6;

impl Builder {
    pub fn new(plan: Plan) -> Self {
        let rows = match plan.kind {
            Kind::Orders => Rows::Orders(orders::Orders::default()),
            Kind::Lines => Rows::Lines(Box::new(lines::Lines::new(&plan))),
            Kind::Refunds => Rows::Refunds,
            Kind::Products => Rows::Products(products::Products::default()),
            Kind::Traffic(grain) => Rows::Traffic(traffic::Traffic::new(grain)),
            Kind::Parcels => Rows::Parcels,
            Kind::Purchases => Rows::Purchases(purchases::Purchases::default()),
            Kind::Mappings => Rows::Mappings,
            Kind::Noted => Rows::Nothing,
        };
        let paid = PaidMeaning { chosen: plan.paid, ..PaidMeaning::default() };
        let released = plan.lessons.paid.or(plan.paid);
        let env = Env {
            plan,
            problems: Problems::default(),
            totals: Totals::default(),
            paid,
            learned: Lessons::default(),
            figures: Vec::with_capacity(16),
            states: StateWords::default(),
            days: None,
        };
        Self { env, rows, out: Drafts::default(), waiting: Vec::new(), released }
    }

    /// Looks at the first rows before any is taken.
    pub fn look(&mut self, rows: &[Row]) {
        self.env.plan.columns.look_for_rounded(rows);
    }

    /// Takes one row.
    pub fn row(&mut self, row: &Row) {
        if self.env.is_aside(row) {
            return;
        }
        let (env, out) = (&mut self.env, &mut self.out);
        // The last cell that is there may be half a number: nothing of such a row is taken.
        if row.unended() && row.len() < env.plan.columns.names().len() {
            env.problems.note(row.number(), Severity::Skipped, "cut_off", Said::new("import.cut_off"));
            env.totals.row(&[], true);
            return;
        }
        if row.repaired() {
            env.problems.note(row.number(), Severity::Noted, "quotes_repaired", Said::new("import.quotes_repaired"));
        }
        match &mut self.rows {
            Rows::Orders(orders) => orders.row(row, env, out),
            Rows::Lines(lines) => lines.row(row, env, out),
            Rows::Refunds => refunds::row(row, env, out),
            Rows::Products(products) => products.row(row, env, out),
            Rows::Traffic(traffic) => traffic.row(row, env, out),
            Rows::Parcels => parcels::row(row, env, out),
            Rows::Purchases(purchases) => purchases.row(row, env, out),
            Rows::Mappings => parcels::mapping(row, env, out),
            Rows::Nothing => {}
        }
    }

    /// Drafts that are ready to go on; empty while none are.
    pub fn ready(&mut self) -> Vec<Drafts> {
        if self.out.len() < BATCH {
            return Vec::new();
        }
        self.waiting.push(std::mem::take(&mut self.out));
        let open = self.env.plan.traits.paid_may_be_net && self.released.is_none();
        if open && !self.env.paid.settled() && self.waiting.len() < WAIT {
            return Vec::new();
        }
        self.release()
    }

    fn release(&mut self) -> Vec<Drafts> {
        let verdict = *self.released.get_or_insert_with(|| self.env.paid.verdict());
        let mut ready = std::mem::take(&mut self.waiting);
        for drafts in &mut ready {
            make_gross(drafts, verdict);
        }
        ready
    }

    /// The last drafts, and what is known now.
    pub fn finish(mut self) -> (Vec<Drafts>, Built) {
        let (env, out) = (&mut self.env, &mut self.out);
        match &mut self.rows {
            Rows::Lines(lines) => lines.finish(env, out),
            Rows::Traffic(traffic) => traffic.finish(env, out),
            _ => {}
        }
        if !self.out.is_empty() {
            self.waiting.push(std::mem::take(&mut self.out));
        }
        let verdict = self.env.paid.verdict();
        let ready = self.release();
        let Env { plan, problems, totals, paid, mut learned, days, .. } = self.env;
        // Undecided and gross leave amounts alike as they stand.
        let wrong = (self.released == Some(Verdict::Net)) != (verdict == Verdict::Net);
        let again = if wrong || !learned.scattered.is_empty() || (learned.per_row && !plan.lessons.per_row) {
            learned.paid = Some(verdict);
            learned.per_row |= plan.lessons.per_row;
            learned.scattered.extend(&plan.lessons.scattered);
            Some(learned)
        } else {
            None
        };
        (ready, Built { columns: plan.columns, problems, totals, paid, period: days, again })
    }
}

impl Env {
    /// Totals, remarks around the table and blank rows: not data. A totals row's figures are kept.
    fn is_aside(&mut self, row: &Row) -> bool {
        let mut filled = (0..row.len()).filter(|at| !row.text(*at).trim().is_empty());
        let Some(first_at) = filled.next() else { return true };
        let first = row.text(first_at);
        let columns = &self.plan.columns;
        let key_field = self.plan.kind.key();
        let key_at = key_field.and_then(|field| columns.at(field));
        let key = key_at.map_or("", |at| row.text(at));
        // A title that stands in front of the order number may begin with anything: `#618# 连衣裙`, `合计`.
        let is_title = columns.all(Field::Title).iter().any(|at| usize::from(*at) == first_at);
        let only_key = is_title && !cell::is_null(key);
        if cell::is_total(key) || (!only_key && cell::is_total(first)) {
            self.totals.state(row, columns);
            return true;
        }
        // The seller's own codes may begin like a remark, too; a remark has its row to itself.
        let may_be_code = key_at == Some(first_at) && key_field.is_some_and(|field| field.value() != Value::Id);
        !only_key && cell::is_footer(first) && (!may_be_code || filled.next().is_none())
    }

    /// Extends the days seen.
    fn saw_day(&mut self, at: Option<chrono::NaiveDateTime>) {
        if let Some(day) = at.map(|at| at.date()) {
            self.saw_days(Period::new(day, day));
        }
    }

    fn saw_days(&mut self, days: Period) {
        self.days = Some(match self.days {
            Some(seen) => Period::new(seen.from().min(days.from()), seen.to().max(days.to())),
            None => days,
        });
    }
}

impl Kind {
    /// The field without which a row of this kind is nothing.
    const fn key(self) -> Option<Field> {
        match self {
            Self::Orders | Self::Lines | Self::Purchases => Some(Field::OrderNo),
            Self::Refunds => Some(Field::RefundNo),
            Self::Products => Some(Field::SkuCode),
            Self::Traffic(_) => Some(Field::Days),
            Self::Parcels => Some(Field::TrackingNo),
            Self::Mappings => Some(Field::PlatformSku),
            Self::Noted => None,
        }
    }
}

/// Words for states already understood: a file has few, its rows many.
#[derive(Debug, Default)]
pub(super) struct StateWords {
    known: Vec<(String, Option<bool>, Option<OrderStatus>)>,
}

impl StateWords {
    fn read(&mut self, words: &str, paid: Option<bool>) -> Option<OrderStatus> {
        if let Some((.., status)) = self.known.iter().find(|(seen, p, _)| *p == paid && seen == words) {
            return *status;
        }
        let status = super::words::order_status(words, paid);
        // A column that is no state at all must not fill memory.
        if self.known.len() < 64 {
            self.known.push((words.to_owned(), paid, status));
        }
        status
    }
}

/// One number for a text, the same within one run of the program.
fn hash(text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    hasher.finish()
}
