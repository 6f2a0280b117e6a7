//! How orders are handled, by plain SQL: from what people and rules left in the bare tables.

use duckdb::Row;
use zhanggui::analytics::filter::{Filter, Slice};
use zhanggui::analytics::orders::after::AfterSales;
use zhanggui::analytics::orders::{Dimension, Handled};
use zhanggui::domain::period::Period;

use super::Answer::{Hours, Ratio};
use super::Check;
use super::shop::{Ground, day, shop};

/// * `given` who looks after which order, since when, and whether a person decided it.
/// * `audited` when an order was first let pass, by a person or by a rule.
macro_rules! worked {
    ($rest:expr) => {
        concat!(
            "WITH given AS (
                 SELECT o.id, a.made_at, a.by_hand, coalesce(o.paid_at, o.created_at) AS paid FROM assignment a
                 JOIN orders o ON o.platform = a.platform AND o.order_no = a.order_no WHERE a.staff_id <> 0),
             audited AS (
                 SELECT o.id, min(t.at) AS at, min(coalesce(o.paid_at, o.created_at)) AS paid FROM (
                     SELECT platform, order_no, done_at AS at FROM order_step WHERE step = 1 AND undone_by = 0
                     UNION ALL SELECT platform, order_no, made_at FROM assignment WHERE passed) t
                 JOIN orders o ON o.platform = t.platform AND o.order_no = t.order_no GROUP BY o.id) ",
            $rest
        )
    };
}

/// A quantile of the seconds between two moments of the orders paid in the period, where the second is not before the first.
macro_rules! took {
    ($share:literal, $from:literal, $to:literal) => {
        worked!(concat!(
            "SELECT floor(quantile_cont(epoch(",
            $to,
            ") - epoch(",
            $from,
            "), ",
            $share,
            ") + 0.5)::BIGINT
             FROM p LEFT JOIN given ON given.id = p.id LEFT JOIN audited ON audited.id = p.id WHERE ",
            $to,
            " >= ",
            $from
        ))
    };
}

pub(super) const CHECKS: &[Check] = &[
    (
        "assigned_rate",
        Ratio,
        worked!(
            "SELECT count(given.id), count(*) FROM p LEFT JOIN given ON given.id = p.id
             WHERE paid_clock >= (SELECT min(paid) FROM given)"
        ),
    ),
    (
        "assigned_by_hand_rate",
        Ratio,
        worked!("SELECT count(*) FILTER (by_hand), count(*) FROM p JOIN given ON given.id = p.id"),
    ),
    (
        "audited_rate",
        Ratio,
        worked!(
            "SELECT count(audited.id), count(*) FROM p LEFT JOIN audited ON audited.id = p.id
             WHERE paid_clock >= (SELECT min(paid) FROM audited)"
        ),
    ),
    ("median_hours_paid_to_audited", Hours, took!("0.5", "p.paid_clock", "audited.at")),
    ("p90_hours_paid_to_audited", Hours, took!("0.9", "p.paid_clock", "audited.at")),
    ("median_hours_paid_to_assigned", Hours, took!("0.5", "p.paid_clock", "given.made_at")),
    ("p90_hours_paid_to_assigned", Hours, took!("0.9", "p.paid_clock", "given.made_at")),
    ("median_hours_audited_to_shipped", Hours, took!("0.5", "audited.at", "p.shipped_at")),
    ("p90_hours_audited_to_shipped", Hours, took!("0.9", "audited.at", "p.shipped_at")),
    ("median_hours_assigned_to_shipped", Hours, took!("0.5", "given.made_at", "p.shipped_at")),
    ("p90_hours_assigned_to_shipped", Hours, took!("0.9", "given.made_at", "p.shipped_at")),
];

/// Two months in which the sample shop worked with rules.
fn autumn() -> Filter {
    Filter::new(Period::new(day(2026, 8, 1), day(2026, 12, 31)))
}

fn ground(filter: &Filter) -> Ground {
    let ground = shop().ground("true");
    ground.of(filter);
    ground
}

/// A name and two numbers.
fn named(row: &Row<'_>) -> duckdb::Result<(String, i64, i64)> {
    Ok((row.get(0)?, row.get(1)?, row.get(2)?))
}

#[test]
fn the_sample_shop_was_worked_in() {
    let ground = ground(&autumn());
    let told = |sql: &str| ground.number(sql);
    assert!(told(worked!("SELECT count(*) FROM p JOIN given ON given.id = p.id")) > 100);
    assert!(told(worked!("SELECT count(*) FROM p JOIN audited ON audited.id = p.id")) > 50);
    assert!(
        told(worked!("SELECT count(*) FROM p JOIN audited ON audited.id = p.id WHERE shipped_at > audited.at")) > 20
    );
}

#[test]
fn orders_and_refunds_by_staff_and_courier_are_what_plain_sql_groups() {
    let filter = autumn();
    let slice = Slice::new(&shop().facts, &filter);
    let handled = Handled::of(&slice, &slice.now);
    let ground = ground(&filter);
    for (dimension, names, key) in [
        (
            Dimension::Staff,
            &shop().facts.staff,
            "(SELECT s.name FROM assignment a JOIN staff s ON s.id = a.staff_id WHERE a.platform = p.platform AND a.order_no = o.order_no)",
        ),
        (
            Dimension::Courier,
            &shop().facts.couriers,
            "(SELECT k.name FROM (SELECT arg_min(courier_id, (shipped_at IS NULL, shipped_at, id)) AS id FROM parcel
                 WHERE order_id = p.id AND courier_id <> 0) f JOIN courier k ON k.id = f.id)",
        ),
    ] {
        let sql = format!(
            "SELECT coalesce({key}, '') AS k, count(*), count(*) FILTER (p.refund > 0)
             FROM p JOIN orders o ON o.id = p.id GROUP BY k ORDER BY k"
        );
        let mut found: Vec<(String, i64, i64)> = handled
            .by(dimension)
            .iter()
            .map(|sort| (names[sort.code].name.clone(), sort.orders, sort.refunded))
            .collect();
        found.sort();
        assert_eq!(found, ground.ask(&sql, named), "{dimension:?}");
        assert!(found.len() > 2, "{dimension:?}");
    }
}

#[test]
fn refunds_by_reason_and_kind_are_what_plain_sql_groups() {
    let filter = autumn();
    let slice = Slice::new(&shop().facts, &filter);
    let after = AfterSales::of(&slice, &slice.now);
    let ground = ground(&filter);
    let mut found: Vec<(String, i64, i64)> = after
        .reasons
        .iter()
        .map(|told| (shop().facts.reasons[told.code].name.clone(), told.sum.refunds, told.sum.amount))
        .collect();
    found.sort();
    let sql = "SELECT coalesce(n.name, '') AS k, count(*), sum(r.fen)::BIGINT
               FROM r JOIN p ON p.id = r.order_id LEFT JOIN reason n ON n.id = r.reason_id GROUP BY k ORDER BY k";
    assert_eq!(found, ground.ask(sql, named));
    assert!(found.len() > 3);
    let mut kinds: Vec<i64> = after.kinds.iter().map(|told| told.sum.refunds).collect();
    kinds.sort_unstable();
    let sql = "SELECT count(*) AS n FROM r JOIN p ON p.id = r.order_id GROUP BY r.kind ORDER BY n";
    assert_eq!(kinds, ground.ask(sql, |row| row.get::<_, i64>(0)));
}
