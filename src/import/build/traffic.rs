//! One row a day, an item, a source of traffic or a keyword (生意参谋).
//!
//! Rows called 汇总 repeat what stands beneath them. Of a tree of sources only the rows with nothing beneath them are kept, so that
//! nothing counts twice. Days told as a range stay a range: visitors of seven days are not the sum of seven days' visitors.

use std::collections::{HashMap, HashSet};

use super::Env;
use crate::domain::draft::{Drafts, TrafficDraft, TrafficGrain};
use crate::domain::period::Period;
use crate::import::columns::Reading;
use crate::import::field::Field as F;
use crate::import::problem::Severity;
use crate::import::read::Row;
use crate::locale::Said;

/// A source's path from the top, and its row.
type Branch = (Vec<String>, TrafficDraft, Vec<(F, i64)>);

/// Traffic rows of a file.
#[derive(Debug)]
pub(super) struct Traffic {
    grain: TrafficGrain,
    /// Source rows wait for the whole tree; such files have some hundred rows.
    branches: Vec<Branch>,
    /// Ranges seen for each subject, to notice overlaps.
    ranges: HashMap<String, Vec<Period>>,
    overlap_told: bool,
    seen: HashSet<(Period, String)>,
}

/// Names a level has when the row sums up what is beneath.
const ROLLUP: [&str; 5] = ["汇总", "总计", "合计", "整体", "全部"];

impl Traffic {
    pub(super) fn new(grain: TrafficGrain) -> Self {
        Self { grain, branches: Vec::new(), ranges: HashMap::new(), overlap_told: false, seen: HashSet::new() }
    }

    pub(super) fn row(&mut self, row: &Row, env: &mut Env, out: &mut Drafts) {
        // 汇总 and 均值 at the foot of a daily table are no days.
        let day_words = env.plan.columns.at(F::Days).map_or("", |at| crate::import::cell::clean(row.text(at)));
        if ROLLUP.contains(&day_words) || matches!(day_words, "均值" | "日均" | "平均") {
            env.totals.state(row, &env.plan.columns);
            return;
        }
        let (hint, item_hint) = (env.plan.period, env.plan.item_id.clone());
        let mut reading = Reading::new(row, &env.plan.columns, &mut env.problems, &mut env.figures);
        let Some(days) = reading.days(F::Days).or(hint) else {
            if !reading.skipped() {
                reading.skip_for(F::Days, "days_missing", Said::new("import.days_missing"));
            }
            env.totals.row(&env.figures, true);
            return;
        };
        let path: Vec<String> = reading.texts(F::Source).map(str::to_owned).collect();
        let item = match reading.id(F::ItemId) {
            "" => item_hint,
            id => id.to_owned(),
        };
        let mut draft = read_figures(&mut reading, self.grain, days);
        draft.subject = match self.grain {
            TrafficGrain::Shop => String::new(),
            TrafficGrain::Item => reading.key(F::ItemId).to_owned(),
            TrafficGrain::Keyword => reading.key(F::Keyword).to_owned(),
            TrafficGrain::Source => String::new(),
            TrafficGrain::ItemSource => item.clone(),
        };
        if self.grain == TrafficGrain::ItemSource && item.is_empty() && !reading.skipped() {
            reading.skip_for(F::ItemId, "item_missing", Said::new("import.item_missing"));
        }
        let skipped = reading.skipped();
        if matches!(self.grain, TrafficGrain::Source | TrafficGrain::ItemSource) && !skipped {
            self.branches.push((path, draft, env.figures.clone()));
            return;
        }
        env.totals.row(&env.figures, skipped);
        if !skipped {
            self.keep(draft, env, out);
        }
    }

    /// Of the tree of sources, the rows with nothing beneath them.
    pub(super) fn finish(&mut self, env: &mut Env, out: &mut Drafts) {
        let branches: Vec<Branch> =
            std::mem::take(&mut self.branches).into_iter().map(|(path, draft, f)| (trunk(path), draft, f)).collect();
        let mut above: HashSet<(Period, String, Vec<String>)> = HashSet::new();
        for (path, draft, _) in &branches {
            for depth in 0..path.len() {
                let upper = path.get(..depth).unwrap_or_default().to_vec();
                above.insert((Period::new(draft.from, draft.to), draft.subject.clone(), upper));
            }
        }
        let mut rollups = 0_u64;
        for (path, mut draft, figures) in branches {
            let days = Period::new(draft.from, draft.to);
            if above.contains(&(days, draft.subject.clone(), path.clone())) {
                for (field, figure) in &figures {
                    env.totals.repeat(*field, *figure);
                }
                env.totals.row(&figures, false);
                env.totals.repeat_row();
                rollups += 1;
                continue;
            }
            env.totals.row(&figures, false);
            let source = if path.is_empty() { ROLLUP[0].to_owned() } else { path.join(">") };
            draft.subject = if draft.subject.is_empty() { source } else { format!("{}>{source}", draft.subject) };
            self.keep(draft, env, out);
        }
        if rollups > 0 {
            env.problems.note_once("rollup_row", Said::new("import.rollup_row").with("count", rollups));
        }
    }

    fn keep(&mut self, draft: TrafficDraft, env: &mut Env, out: &mut Drafts) {
        let days = Period::new(draft.from, draft.to);
        if !self.seen.insert((days, draft.subject.clone())) {
            env.problems.note(draft.row, Severity::Noted, "repeated_row", Said::new("import.repeated_row"));
        }
        if !self.overlap_told {
            let ranges = self.ranges.entry(draft.subject.clone()).or_default();
            let overlaps = |other: &Period| *other != days && other.from() <= days.to() && days.from() <= other.to();
            if ranges.iter().any(overlaps) {
                self.overlap_told = true;
                env.problems.note(draft.row, Severity::Noted, "overlapping_days", Said::new("import.overlapping_days"));
            }
            if ranges.len() < 400 && !ranges.contains(&days) {
                ranges.push(days);
            }
        }
        env.saw_days(days);
        out.traffic.push(draft);
    }
}

/// The path down to the level that is named 汇总 or not at all.
fn trunk(mut path: Vec<String>) -> Vec<String> {
    let end = path.iter().position(|level| level.is_empty() || ROLLUP.contains(&level.as_str())).unwrap_or(path.len());
    path.truncate(end);
    path
}

fn read_figures(reading: &mut Reading<'_, '_>, grain: TrafficGrain, days: Period) -> TrafficDraft {
    TrafficDraft {
        row: reading.number(),
        grain,
        from: days.from(),
        to: days.to(),
        subject: String::new(),
        subject_name: reading.text(F::Title).to_owned(),
        visitors: reading.count(F::Visitors),
        page_views: reading.count(F::PageViews),
        cart_buyers: reading.count(F::CartBuyers),
        favourite_buyers: reading.count(F::FavouriteBuyers),
        order_buyers: reading.count(F::OrderBuyers),
        order_amount: reading.money(F::OrderAmount),
        pay_buyers: reading.count(F::PayBuyers),
        pay_items: reading.count(F::PayItems),
        pay_orders: reading.count(F::PayOrders),
        pay_amount: reading.money(F::PayAmount),
        refund_amount: reading.money(F::RefundDone),
        new_visitors: reading.count(F::NewVisitors),
        returning_visitors: reading.count(F::ReturningVisitors),
        stay_centis: reading.centis(F::Stay),
        bounce_ppm: reading.percent(F::Bounce),
        ad_spend: reading.money(F::AdSpend),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_ends_where_it_is_summed_up() {
        let path = |levels: &[&str]| levels.iter().map(|level| (*level).to_owned()).collect::<Vec<_>>();
        assert_eq!(trunk(path(&["手淘搜索", "汇总", "", ""])), ["手淘搜索"]);
        assert_eq!(trunk(path(&["汇总"])), Vec::<String>::new());
        assert_eq!(trunk(path(&["a", "b", "c", "d"])), ["a", "b", "c", "d"]);
    }
}
