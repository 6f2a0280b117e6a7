//! The sample shop's alerts (预警): the owner drew a line for one category, the shop was looked at on some of its last mornings, and he put
//! one alert off and settled another. What is open now came by itself.

use chrono::{Days, NaiveDateTime, NaiveTime, TimeDelta};

use super::{Demo, Result};
use crate::domain::alert::{AlertKind, AlertLimits, Family, Line, Nap, Rule, Scope, Threshold};
use crate::store::{AlertDeed, AlertQuery, AlertSort, AlertState, Store};

/// Mornings before the last day on which stock was looked at. What orders looked like then nobody knows any more.
const MORNINGS: [u64; 4] = [21, 12, 6, 2];

/// Looks at the shop on some mornings and now.
pub fn raise(store: &Store, demo: &Demo) -> Result<()> {
    if let Some(item) = demo.assortment.items.first() {
        let threshold = Threshold::Lead { lead: 10, safety: 5 };
        let scope = Scope::Category(item.spec.category.to_owned());
        let rule = Rule { id: 0, line: Line::Low, scope, threshold };
        store.save_alert_rule("demo", &rule)?;
    }
    let limits = AlertLimits::default();
    for days in MORNINGS {
        let day = demo.options.end.checked_sub_days(Days::new(days)).unwrap_or(demo.options.end);
        let morning = day.and_time(NaiveTime::MIN) + TimeDelta::hours(9);
        store.run_alerts(morning, &limits, &[Family::Short, Family::Surplus])?;
    }
    let now = demo.last_moment();
    store.run_alerts(now, &limits, &Family::ALL)?;
    if let Some(out) = first(store, AlertKind::Low, now)? {
        store.handle_alerts("demo", &[out], &AlertDeed::Snooze(Nap::UntilStock), now)?;
    }
    if let Some(over) = first(store, AlertKind::Over, now)? {
        store.handle_alerts("demo", &[over], &AlertDeed::Settle("换季前清仓，已上活动".to_owned()), now)?;
    }
    Ok(())
}

fn first(store: &Store, kind: AlertKind, now: NaiveDateTime) -> Result<Option<i64>> {
    let query = AlertQuery {
        state: Some(AlertState::Open),
        kinds: vec![kind],
        text: String::new(),
        ids: None,
        sort: AlertSort::Raised,
        descending: false,
        now,
    };
    Ok(store.alerts(&query)?.first().copied())
}
