//! The same file twice, taking imports back, and what the history shows.

use zhanggui::domain::draft::Drafts;
use zhanggui::domain::order::OrderStatus;
use zhanggui::store::{Counts, ImportSummary, RecordKind, StoreError};

use super::{at, fen, import, line, meta, order, shop, taobao};

fn two_orders() -> Drafts {
    let mut second = order("1002", 25_000);
    second.tracking_no = "SF0001".to_owned();
    second.courier = "顺丰速运".to_owned();
    Drafts {
        orders: vec![order("1001", 10_000), second],
        lines: vec![
            line("1001", "1001", "A-1", 1, 10_000),
            line("1002", "2001", "A-1", 2, 20_000),
            line("1002", "2002", "B-1", 1, 5_000),
        ],
        ..Drafts::default()
    }
}

#[test]
fn the_same_rows_twice_change_nothing() {
    let home = shop();
    let first = home.import(&two_orders());
    assert_eq!(first.preview.of(RecordKind::Orders), Counts { new: 2, updated: 0, unchanged: 0 });
    assert_eq!(first.preview.of(RecordKind::Lines), Counts { new: 3, updated: 0, unchanged: 0 });
    let before = home.dump();
    let second = home.import(&two_orders());
    assert_eq!(second.preview.of(RecordKind::Orders), Counts { new: 0, updated: 0, unchanged: 2 });
    assert_eq!(second.preview.of(RecordKind::Lines), Counts { new: 0, updated: 0, unchanged: 3 });
    assert_eq!(home.dump(), before);
}

#[test]
fn a_preview_changes_nothing_and_says_what_the_commit_does() {
    let home = shop();
    let before = home.dump();
    let mut staging = home.store.stage(&taobao(), meta("a.csv")).unwrap();
    staging.append(&two_orders()).unwrap();
    let preview = staging.preview().unwrap();
    assert_eq!(home.dump(), before);
    assert_eq!(preview.period.unwrap().days(), 1);
    let outcome = staging.commit(&ImportSummary { rows: 3, skipped: 1, report: "{}".to_owned() }).unwrap();
    assert_eq!(outcome.preview, preview);
    let history = home.store.imports().unwrap();
    assert_eq!((history.len(), history[0].rows, history[0].skipped), (1, 3, 1));
    assert_eq!(history[0].counts, preview.counts);
    assert!(history[0].undoable);
}

#[test]
fn a_preview_that_another_import_overtook_is_worked_out_again() {
    let home = shop();
    let mut slow = home.store.stage(&taobao(), meta("slow.csv")).unwrap();
    slow.append(&two_orders()).unwrap();
    assert_eq!(slow.preview().unwrap().of(RecordKind::Orders).new, 2);
    home.import(&two_orders());
    let before = home.dump();
    let outcome = slow.commit(&ImportSummary::default()).unwrap();
    assert_eq!(outcome.preview.of(RecordKind::Orders).unchanged, 2);
    assert_eq!(home.dump(), before);
}

#[test]
fn undoing_the_later_of_two_imports_leaves_exactly_the_earlier_one() {
    let home = shop();
    home.import(&two_orders());
    let after_first = home.dump();
    let mut changed = two_orders();
    changed.orders[0].status = Some(OrderStatus::Finished);
    changed.orders[0].received_at = Some(at("2026-04-09 08:00:00"));
    changed.orders[1].refund = fen(5_000);
    changed.orders.push(order("1003", 700));
    changed.lines.push(line("1003", "1003", "C-9", 1, 700));
    let second = home.import(&changed);
    assert_eq!(second.preview.of(RecordKind::Orders), Counts { new: 1, updated: 2, unchanged: 0 });
    assert_ne!(home.dump(), after_first);
    home.store.undo_import("掌柜", second.import_id).unwrap();
    assert_eq!(home.dump(), after_first);
    let history = home.store.imports().unwrap();
    assert!(history[0].undone_at.is_some() && history[1].undoable);
}

#[test]
fn only_the_latest_import_can_be_taken_back() {
    let home = shop();
    let first = home.import(&two_orders());
    let second =
        import(&home.store, &taobao(), meta("later.csv"), &Drafts { orders: vec![order("9", 1)], ..Drafts::default() });
    let refused = home.store.undo_import("掌柜", first.import_id).unwrap_err();
    assert!(
        matches!(&refused, StoreError::NotTheLatest { latest_file, .. } if latest_file == "later.csv"),
        "{refused:?}"
    );
    home.store.undo_import("掌柜", second.import_id).unwrap();
    home.store.undo_import("掌柜", first.import_id).unwrap();
    assert!(matches!(home.store.undo_import("掌柜", first.import_id), Err(StoreError::Gone { .. })));
    assert!(home.dump().is_empty(), "{:#?}", home.dump());
}

#[test]
fn a_file_that_was_taken_back_can_come_in_again() {
    let home = shop();
    let file = || super::ImportMeta { sha256: "abc".to_owned(), ..meta("a.csv") };
    let first = import(&home.store, &taobao(), file(), &two_orders());
    assert!(first.preview.seen_before.is_none());
    let again = import(&home.store, &taobao(), file(), &two_orders());
    assert_eq!(again.preview.seen_before.map(|r| r.id), Some(first.import_id));
    home.store.undo_import("掌柜", again.import_id).unwrap();
    home.store.undo_import("掌柜", first.import_id).unwrap();
    let third = import(&home.store, &taobao(), file(), &two_orders());
    assert!(third.preview.seen_before.is_none());
    assert_eq!(third.preview.of(RecordKind::Orders).new, 2);
}

#[test]
fn a_cancelled_import_leaves_nothing() {
    let home = shop();
    let before = home.dump();
    let mut staging = home.store.stage(&taobao(), meta("a.csv")).unwrap();
    staging.append(&two_orders()).unwrap();
    staging.canceller().cancel();
    assert_eq!(staging.commit(&ImportSummary::default()).unwrap_err(), StoreError::Cancelled);
    assert_eq!(home.dump(), before);
    assert!(home.store.imports().unwrap().is_empty());
}

#[test]
fn the_version_grows_with_every_write_and_is_kept() {
    let home = shop();
    let empty = home.store.version();
    let first = home.import(&two_orders());
    assert!(first.version > empty);
    assert_eq!(home.store.version(), first.version);
    let home = home.reopened();
    assert_eq!(home.store.version(), first.version);
}
