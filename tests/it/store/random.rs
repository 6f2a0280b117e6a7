//! Whatever comes in, in whatever order: the shop stays consistent, the same again changes nothing, and the last import can be undone.

use proptest::prelude::*;
use zhanggui::domain::draft::{Drafts, LineDraft, OrderDraft, ParcelDraft, RefundDraft};
use zhanggui::domain::money::Money;
use zhanggui::domain::order::OrderStatus;
use zhanggui::domain::refund::{RefundKind, RefundStatus};
use zhanggui::store::Severity;

use super::merging::refund;
use super::{at, line, shop};

fn some_money() -> impl Strategy<Value = Option<Money>> {
    prop::option::of((0i64..50_000).prop_map(Money::from_fen))
}

fn some_order() -> impl Strategy<Value = OrderDraft> {
    (
        (1..5u32, prop::option::of(prop::sample::select(OrderStatus::ALL.to_vec())), some_money(), some_money()),
        (any::<bool>(), prop::option::of(1i64..6), prop::sample::select(vec!["", "大衣", "T恤"])),
        (prop::sample::select(vec!["", "b1", "b2", "b*3"]), prop::sample::select(vec!["", "SF1", "SF2", "SF*"])),
    )
        .prop_map(|((no, status, paid, refund), (is_paid, items, title), (buyer, tracking))| OrderDraft {
            order_no: no.to_string(),
            status,
            paid,
            refund,
            items,
            paid_at: is_paid.then(|| at("2026-04-01 10:05:00")),
            title: title.to_owned(),
            buyer: buyer.to_owned(),
            tracking_no: tracking.to_owned(),
            ..OrderDraft::default()
        })
}

fn some_line() -> impl Strategy<Value = LineDraft> {
    ((1..5u32, 1..4u32, 1i64..4), (some_money(), some_money(), some_money()), prop::sample::select(vec!["", "A", "B"]))
        .prop_map(|((order, line_no, qty), (goods, paid, refund), code)| LineDraft {
            goods_amount: goods,
            paid,
            refund,
            ..line(&order.to_string(), &format!("{order}/{line_no}"), code, qty, 0)
        })
}

fn some_refund() -> impl Strategy<Value = RefundDraft> {
    ((1..6u32, 1..6u32), 0i64..30_000, prop::sample::select(RefundStatus::ALL.to_vec()), 0..3u32).prop_map(
        |((no, order), amount, status, line_no)| RefundDraft {
            kind: RefundKind::Unknown,
            line_no: if line_no == 0 { String::new() } else { format!("{order}/{line_no}") },
            // A refund belongs to one order for good.
            ..refund(&format!("R{no}-{order}"), &order.to_string(), amount, status)
        },
    )
}

fn some_parcel() -> impl Strategy<Value = ParcelDraft> {
    (1..4u32, prop::option::of(1..6u32), prop::option::of(1i64..3_000)).prop_map(|(no, order, weight)| ParcelDraft {
        tracking_no: format!("SF{no}"),
        order_no: order.map(|n| n.to_string()).unwrap_or_default(),
        weight_g: weight,
        ..ParcelDraft::default()
    })
}

fn some_drafts() -> impl Strategy<Value = Drafts> {
    (
        prop::collection::vec(some_order(), 0..5),
        prop::collection::vec(some_line(), 0..6),
        prop::collection::vec(some_refund(), 0..4),
        prop::collection::vec(some_parcel(), 0..3),
    )
        .prop_map(|(orders, lines, refunds, parcels)| Drafts {
            orders,
            lines,
            refunds,
            parcels,
            ..Drafts::default()
        })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, max_shrink_iters: 40, ..ProptestConfig::default() })]

    #[test]
    fn any_sequence_of_imports_stays_consistent(imports in prop::collection::vec(some_drafts(), 1..5)) {
        let home = shop();
        let mut stages = vec![home.dump()];
        for drafts in &imports {
            home.import(drafts);
            let problems: Vec<_> =
                home.store.check().unwrap().into_iter().filter(|f| f.severity == Severity::Problem).collect();
            prop_assert!(problems.is_empty(), "{:?}", problems);
            let now = home.dump();
            let again = home.import(drafts).preview.sum();
            prop_assert_eq!((again.new, again.updated), (0, 0));
            prop_assert_eq!(&home.dump(), &now);
            let latest = home.store.imports().unwrap()[0].id;
            home.store.undo_import("掌柜", latest).unwrap();
            stages.push(now);
        }
        while let Some(now) = stages.pop() {
            prop_assert_eq!(&home.dump(), &now);
            if let Some(latest) = home.store.imports().unwrap().into_iter().find(|r| r.undoable) {
                home.store.undo_import("掌柜", latest.id).unwrap();
            }
        }
    }
}
