//! What a reader of the order analysis would notice.

use polars::df;

use super::super::sample;
use super::*;
use crate::analytics::facts::Facts;
use crate::analytics::facts::fixture::at;
use crate::analytics::filter::Slice as Filtered;
use crate::locale::Lang;
use crate::report::{Picture, Sheet};

/// The shared sample with two people at work: orders 9 to 11 of May were handed out 10, 20 and 30 minutes after payment, 10 by hand; 9 was
/// audited by hand after half an hour, 10 after an hour and a half. Order 9 was shipped 6 hours after payment, 10 after 36, 11 after 10.
fn at_work() -> Facts {
    let mut frames = sample::frames();
    frames.staff = df!("id" => [7_i64, 8], "name" => ["小林", "阿敏"]).unwrap();
    frames.work = df!(
        "order_id" => [9_i64, 10, 11],
        "staff" => [7_i64, 8, 8],
        "given" => [Some(at("2026-05-04 10:10:00")), Some(at("2026-05-10 21:20:00")), Some(at("2026-05-12 09:30:00"))],
        "by_hand" => [0, 1, 0],
        "held" => [0, 0, 0],
        "audited" => [Some(at("2026-05-04 10:30:00")), Some(at("2026-05-10 22:30:00")), None],
    )
    .unwrap();
    Facts::build(&frames).unwrap()
}

fn page_of(facts: &Facts, lang: Lang) -> Page {
    let slice = Filtered::new(facts, &sample::may());
    page(&Words::new(&slice, lang))
}

fn now(page: &Page, id: &str) -> Value {
    page.figures.iter().find(|figure| figure.metric.id == id).unwrap().now
}

fn sheet<'a>(page: &'a Page, id: &str) -> &'a Sheet {
    page.sheet(id).unwrap_or_else(|| panic!("no sheet {id}"))
}

fn picture<'a>(page: &'a Page, id: &str) -> &'a Picture {
    page.picture(id).unwrap_or_else(|| panic!("no picture {id}"))
}

/// The cells of a row under these columns.
fn cells(sheet: &Sheet, row: usize, columns: &[&str]) -> Vec<Cell> {
    let at = |id: &&str| sheet.table.columns.iter().position(|column| column.id == *id).unwrap();
    columns.iter().map(at).map(|at| sheet.table.rows[row][at].clone()).collect()
}

fn ids(drill: Option<&Drill>, facts: &Facts) -> Vec<i64> {
    drill.and_then(|drill| drill.orders(facts, &sample::may())).and_then(|query| query.ids).unwrap_or_default()
}

#[test]
fn every_grouping_adds_up_to_the_orders_paid_and_leads_to_them() {
    let facts = sample::facts();
    let page = page_of(&facts, Lang::En);
    // Orders 9 to 14 were paid in May.
    assert_eq!(now(&page, "orders_paid"), Value::Count(6));
    let mut groupings = 0;
    for sheet in &page.sheets {
        let Some(at) = sheet.table.columns.iter().position(|column| column.id == "orders_paid") else { continue };
        let mut sum = 0;
        for (row, drill) in sheet.table.rows.iter().zip(&sheet.drills) {
            let Some(Cell::Count(orders)) = row.get(at) else { continue };
            assert_eq!(ids(drill.as_ref(), &facts).len() as i64, *orders, "{row:?}");
            sum += orders;
        }
        assert_eq!(sum, 6, "{}", sheet.table.id);
        groupings += 1;
    }
    assert_eq!(groupings, 9, "eight sorts and the days");
}

#[test]
fn the_times_of_every_step_are_those_of_its_orders_and_lead_to_them() {
    let facts = at_work();
    let page = page_of(&facts, Lang::Zh);
    let minutes = |minutes: i64| Value::Seconds(minutes * 60);
    // Two of the six orders since the first audited one were audited; likewise three were handed out, one of these by hand.
    assert_eq!(now(&page, "audited_rate"), Value::Ratio { num: 2, den: 6 });
    assert_eq!(now(&page, "assigned_rate"), Value::Ratio { num: 3, den: 6 });
    assert_eq!(now(&page, "assigned_by_hand_rate"), Value::Ratio { num: 1, den: 3 });
    // 30 and 90 minutes: median 60, P90 30 + 0.9 × 60 = 84.
    assert_eq!(now(&page, "median_hours_paid_to_audited"), minutes(60));
    assert_eq!(now(&page, "p90_hours_paid_to_audited"), minutes(84));
    // 10, 20 and 30 minutes: P90 lies 0.8 of the way from 20 to 30.
    assert_eq!(now(&page, "median_hours_paid_to_assigned"), minutes(20));
    assert_eq!(now(&page, "p90_hours_paid_to_assigned"), minutes(28));
    // 5.5 hours of order 9, 34.5 of order 10: P90 is 5.5 + 0.9 × 29 = 31.6 hours.
    assert_eq!(now(&page, "median_hours_audited_to_shipped"), minutes(20 * 60));
    assert_eq!(now(&page, "p90_hours_audited_to_shipped"), minutes(1896));
    // 5 h 50 min, 35 h 40 min, 9 h 30 min: P90 is 570 + 0.8 × 1570 = 1826 minutes.
    assert_eq!(now(&page, "median_hours_assigned_to_shipped"), minutes(570));
    assert_eq!(now(&page, "p90_hours_assigned_to_shipped"), minutes(1826));
    let stages = sheet(&page, "orders_stages");
    for (row, (orders, median)) in
        [(vec![9, 10], 1000), (vec![9, 10, 11], 333), (vec![9, 10], 20_000), (vec![9, 10, 11], 9500)].iter().enumerate()
    {
        let told = cells(stages, row, &["measured", "median"]);
        assert_eq!(told, [Cell::Count(orders.len() as i64), Cell::Number(*median)], "stage {row}");
        assert_eq!(ids(stages.drills[row].as_ref(), &facts), *orders);
        assert_eq!(ids(picture(&page, "orders_stages").drills[0][row].as_ref(), &facts), *orders);
    }
    let trend = sheet(&page, "orders_times_trend");
    let day = trend.table.rows.iter().position(|row| row[0] == Cell::Text("05-10".to_owned())).unwrap();
    let told = cells(trend, day, &["orders_paid", "audited", "given", "sent"]);
    assert_eq!(told, [Cell::Count(1), Cell::Number(1500), Cell::Number(333), Cell::Number(36_000)]);
}

#[test]
fn every_known_figure_leads_to_its_orders() {
    let facts = at_work();
    let page = page_of(&facts, Lang::Zh);
    for (figure, drill) in page.figures.iter().zip(&sheet(&page, "orders_figures").drills) {
        assert!(figure.now.is_known(), "{}", figure.metric.id);
        assert!(!ids(drill.as_ref(), &facts).is_empty(), "{} leads nowhere", figure.metric.id);
    }
    let lead = |id: &str| {
        let figure = page.figures.iter().find(|figure| figure.metric.id == id).unwrap();
        ids(page.lead(figure.metric).as_ref(), &facts)
    };
    assert_eq!(lead("assigned_rate"), [9, 10, 11]);
    assert_eq!(lead("assigned_by_hand_rate"), [10]);
    assert_eq!(lead("audited_rate"), [9, 10]);
}

#[test]
fn what_came_back_is_told_by_reason_staff_and_courier() {
    let facts = at_work();
    let page = page_of(&facts, Lang::Zh);
    let reasons = sheet(&page, "orders_by_reason");
    assert_eq!(
        cells(reasons, 0, &["name", "count", "amount"]),
        [
            Cell::Text("too small".to_owned()),
            Cell::Count(1),
            Cell::Money(crate::domain::money::Money::from_fen(30_000))
        ]
    );
    assert!(matches!(&reasons.drills[0], Some(Drill::Refunds(ids)) if ids.len() == 1));
    let kinds = sheet(&page, "orders_by_refund_kind");
    assert_eq!(cells(kinds, 0, &["name", "count"]), [Cell::Text("退货退款".to_owned()), Cell::Count(1)]);
    // Order 9 came back: 小林 looked after it, ZTO carried it.
    for (id, name) in [("orders_after_by_staff", "小林"), ("orders_after_by_courier", "ZTO")] {
        let sheet = sheet(&page, id);
        let told = cells(sheet, 0, &["name", "refunded_orders", "refunds", "reason"]);
        let expected =
            [Cell::Text(name.to_owned()), Cell::Count(1), Cell::Count(1), Cell::Text("too small".to_owned())];
        assert_eq!(told, expected);
        assert_eq!(ids(sheet.drills[0].as_ref(), &facts), [9]);
        assert!(sheet.drills[1].is_none(), "nothing came back from the others");
        assert_eq!(cells(sheet, 1, &["reason"]), [Cell::Empty]);
    }
}

#[test]
fn without_staff_and_audits_the_page_says_how_to_begin_and_no_rate_is_zero() {
    let facts = sample::facts();
    let page = page_of(&facts, Lang::Zh);
    for id in ["assigned_rate", "assigned_by_hand_rate", "audited_rate", "median_hours_paid_to_audited"] {
        assert_eq!(now(&page, id), Value::Unknown, "{id}");
    }
    assert!(page.notes_beside(&["orders_by_staff"]).iter().any(|note| note.contains("分配规则")));
    assert!(page.notes_beside(&["orders_stages"]).iter().any(|note| note.contains("待发货")));
    assert_eq!(cells(sheet(&page, "orders_stages"), 0, &["median", "p90"]), [Cell::Empty, Cell::Empty]);
}

#[test]
fn before_anybody_audited_or_assigned_the_compared_rates_are_unknown() {
    let facts = at_work();
    let page = page_of(&facts, Lang::Zh);
    // April is compared; the first order was audited and handed out on 4 May.
    for id in ["audited_rate", "assigned_rate"] {
        let figure = page.figures.iter().find(|figure| figure.metric.id == id).unwrap();
        assert_eq!(figure.before, Some(Value::Unknown), "{id}");
    }
}
