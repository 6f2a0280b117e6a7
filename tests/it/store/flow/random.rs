//! Whatever people and files do to orders, in whatever order.

use proptest::prelude::*;

use super::*;

/// Something that happens to a shop of three orders.
#[derive(Debug, Clone)]
enum Event {
    Import(u8, OrderStatus, u8),
    Step(Step, u8, u8),
    TakeBack(u8, i64, i64),
    UndoBatch(u8),
    UndoImport,
}

fn any_event() -> impl Strategy<Value = Event> {
    use OrderStatus as S;
    let status =
        prop::sample::select(vec![S::Unpaid, S::Paid, S::Shipped, S::Finished, S::ClosedUnpaid, S::ClosedRefunded]);
    prop_oneof![
        3 => (1..4u8, status, 0..4u8).prop_map(|(no, status, parcel)| Event::Import(no, status, parcel)),
        6 => (prop::sample::select(Step::ALL.to_vec()), 1..4u8, 1..4u8).prop_map(|(step, no, parcel)| Event::Step(step, no, parcel)),
        1 => (1..4u8, 0..3i64, 0..3i64).prop_map(|(no, good, bad)| Event::TakeBack(no, good, bad)),
        2 => (0..6u8).prop_map(Event::UndoBatch),
        1 => Just(Event::UndoImport),
    ]
}

fn told(no: u8, status: OrderStatus, parcel: u8) -> Drafts {
    let paid_at = (!matches!(status, OrderStatus::Unpaid | OrderStatus::ClosedUnpaid)).then_some("2026-04-30 10:00:00");
    let (mut order, line) = order(&no.to_string(), RED, i64::from(no), status, paid_at);
    if matches!(status, OrderStatus::Shipped | OrderStatus::Finished) {
        order.shipped_at = Some(at("2026-04-30 18:00:00"));
        order.tracking_no = if parcel == 0 { String::new() } else { format!("ZT1000{parcel}") };
    }
    if status == OrderStatus::ClosedRefunded {
        order.refund = order.paid;
    }
    drafts(vec![(order, line)])
}

fn happen(home: &Home, event: &Event) {
    let known: Vec<i64> = home.store.orders(&OrderQuery::default()).unwrap().ids;
    let one = |no: u8| {
        let rows = home.store.order_rows(&known).unwrap();
        rows.into_iter().find(|row| row.order_no == no.to_string()).map(|row| row.id)
    };
    match event {
        Event::Import(no, status, parcel) => drop(home.import(&told(*no, *status, *parcel))),
        Event::Step(Step::TakeBack, ..) => {}
        Event::Step(step @ (Step::Exchange | Step::Reissue), no, parcel) => {
            if let Some(order) = one(*no) {
                let task = Task::parcel(order, &format!("SF2000{parcel}"), "顺丰速运");
                // Too few pieces are refused as a whole.
                let _ = home.store.send_again(WHO, *step, &task, &[(RED.to_owned(), 1)]);
            }
        }
        Event::Step(step, no, parcel) => {
            let task = Task {
                order_no: no.to_string(),
                tracking_no: format!("ZT1000{parcel}"),
                courier: "中通快递".to_owned(),
                ..Task::default()
            };
            take(home, *step, &[task]);
        }
        Event::TakeBack(no, good, defective) => {
            if let Some(order_id) = one(*no) {
                let line = BackLine { code: RED.to_owned(), good: *good, defective: *defective, missing: 0 };
                let goods = GoodsBack { order_id, lines: vec![line], ..GoodsBack::default() };
                home.store.take_back(WHO, &[goods]).unwrap();
            }
        }
        Event::UndoBatch(nth) => {
            let batches = home.store.order_batches(99).unwrap();
            let in_force: Vec<_> = batches.iter().filter(|batch| batch.in_force > 0).collect();
            if let Some(batch) = in_force.get(usize::from(*nth)) {
                home.store.undo_batch(WHO, batch.id).unwrap();
            }
        }
        Event::UndoImport => {
            // The first one brought the goods; without them there would be nothing to compare.
            let imports = home.store.imports().unwrap();
            let goods = imports.iter().map(|import| import.id).min();
            if let Some(last) = imports.iter().find(|import| import.undoable && Some(import.id) != goods) {
                home.store.undo_import(WHO, last.id).unwrap();
            }
        }
    }
}

/// Pieces that have left with orders, came back or went out again, added up from the orders themselves.
fn by_hand(home: &Home) -> i64 {
    let ids = home.store.orders(&OrderQuery::default()).unwrap().ids;
    let mut good = 20;
    for id in ids {
        let detail = home.store.order_detail(id).unwrap();
        let shipped = detail.order.shipped_at.is_some()
            || matches!(detail.order.status, Some(OrderStatus::Shipped | OrderStatus::Finished));
        if shipped {
            good -= detail.lines.iter().map(|line| line.qty).sum::<i64>();
        }
    }
    good
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 10, max_shrink_iters: 30, ..ProptestConfig::default() })]

    /// Whatever people and files do, in whatever order: stock is the sum of its movements and follows the orders, every parcel stands
    /// once, and no order stands where its machine does not lead.
    #[test]
    fn no_sequence_of_actions_breaks_stock_or_skips_the_machine(events in prop::collection::vec(any_event(), 1..22)) {
        let home = kept();
        for event in &events {
            happen(&home, event);
            let off: Vec<_> = home.store.check().unwrap().into_iter().filter(|f| f.severity == Severity::Problem).collect();
            prop_assert!(off.is_empty(), "{:?} after {:?}", off, event);
        }
        for id in home.store.orders(&OrderQuery::default()).unwrap().ids {
            let detail = home.store.order_detail(id).unwrap();
            let flow = detail.flow.unwrap();
            prop_assert!(!flow.done().shipped || flow.stage().left());
            let shown = detail.order.status;
            if flow.stage().waits() {
                prop_assert!(!matches!(shown, Some(OrderStatus::Shipped | OrderStatus::Finished)));
            }
        }
        // Without goods that came back or went out again, the shelf holds what the orders left on it.
        let moved_by_hand = home.store.stock_documents(99).unwrap().len() > 1;
        if !moved_by_hand {
            prop_assert_eq!(levels(&home).good, Some(by_hand(&home)));
        }
    }
}
