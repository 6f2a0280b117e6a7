//! The sample shop's stocktakes (盘点): the quarter's, which stands in the books with small differences, and one by lot among the slow
//! sellers that is half done.

use std::collections::BTreeMap;

use chrono::TimeDelta;

use super::dice::mix;
use super::stock::{MAIN, Sold, best, in_main};
use super::{Demo, Result};
use crate::domain::abc::AbcClass;
use crate::domain::money::Money;
use crate::domain::stocktake::{Base, Draw, Limits, Scope};
use crate::store::{CountedSheet, LineQuery, LineSet, SheetLine, StocktakePlan, Store};

/// Who takes stock, and who counts.
const ACTOR: &str = "掌柜";
const COUNTER: &str = "小周";

/// SKUs of the quarter's count, and of the one by lot.
const BEST: usize = 60;
const DRAWN: u32 = 48;

/// Takes stock twice on the last day.
pub fn keep(store: &Store, demo: &Demo, sold: &BTreeMap<String, Sold>) -> Result<()> {
    quarter(store, demo, sold)?;
    by_lot(store, demo)
}

fn plan(name: &str, scope: Scope) -> StocktakePlan {
    let limits = Limits { pieces: Some(10), percent: None, value: Some(Money::from_fen(100_000)) };
    StocktakePlan { name: name.to_owned(), warehouse: MAIN, scope, blind: true, limits }
}

/// Writes a plan down and begins it; its id.
fn begin(store: &Store, demo: &Demo, plan: &StocktakePlan) -> Result<i64> {
    let morning = demo.last_moment() - TimeDelta::hours(15);
    let id = store.create_stocktake(ACTOR, plan, morning)?;
    store.start_stocktake(ACTOR, id, demo.options.end, morning)?;
    Ok(id)
}

fn counted(store: &Store, demo: &Demo, id: i64, lines: Vec<(String, i64)>) -> Result<()> {
    let at = demo.last_moment();
    let lines = lines.into_iter().map(|(text, pieces)| SheetLine { text, pieces, at: None });
    let sheet = CountedSheet { lines: lines.collect(), at, now: at, source: "盘点表.xlsx".to_owned() };
    store.count_stocktake_sheet(COUNTER, id, &sheet)?;
    Ok(())
}

/// The best sellers: here and there a piece more or less than the books say.
fn quarter(store: &Store, demo: &Demo, sold: &BTreeMap<String, Sold>) -> Result<()> {
    let mut lines = Vec::new();
    for (nth, code) in best(sold).into_iter().take(BEST).enumerate() {
        let Some(there) = in_main(store, code)? else { continue };
        let luck = mix(demo.options.seed, 0xC0_07 + nth as u64) % 10;
        let found = match luck {
            0 => there - 1,
            1 => there + 1,
            2 => there - 2,
            _ => there,
        };
        lines.push((code.clone(), found.max(0)));
    }
    let codes = lines.iter().map(|(code, _)| code.clone()).collect();
    let id = begin(store, demo, &plan("季度盘点", Scope { base: Base::Skus(codes), draw: None }))?;
    counted(store, demo, id, lines)?;
    store.finish_stocktake(ACTOR, id)?;
    let due = store.stocktake_lines(&LineQuery { plan: id, set: LineSet::Due, ..LineQuery::default() })?;
    let due: Vec<i64> = due.into_iter().map(|line| line.id).collect();
    if !due.is_empty() {
        store.reason_stocktake(ACTOR, id, &due, "上次盘错", true)?;
    }
    let different = store.stocktake_lines(&LineQuery { plan: id, set: LineSet::Different, ..LineQuery::default() })?;
    for (nth, reason) in ["漏记出库", "破损", "丢失"].into_iter().enumerate() {
        let some: Vec<i64> = different.iter().skip(nth).step_by(4).map(|line| line.id).collect();
        store.reason_stocktake(ACTOR, id, &some, reason, false)?;
    }
    store.post_stocktake(ACTOR, id, "原因不明", demo.last_moment())?;
    Ok(())
}

/// Some of the slow sellers by lot, two thirds of them counted.
fn by_lot(store: &Store, demo: &Demo) -> Result<()> {
    let draw = Some(Draw { skus: DRAWN, seed: demo.options.seed });
    let id = begin(store, demo, &plan("慢销款抽盘", Scope { base: Base::Abc(vec![AbcClass::C]), draw }))?;
    let lines = store.stocktake_lines(&LineQuery { plan: id, ..LineQuery::default() })?;
    let found = lines.into_iter().enumerate().filter(|(nth, _)| nth % 3 < 2).map(|(nth, line)| {
        let book = line.book.unwrap_or(0);
        let found = match mix(demo.options.seed, 0xD0_0F + nth as u64) % 8 {
            0 => book - 3,
            1 => book + 1,
            2 if nth % 2 == 0 => book - 14,
            _ => book,
        };
        (line.code, found.max(0))
    });
    counted(store, demo, id, found.collect())
}
