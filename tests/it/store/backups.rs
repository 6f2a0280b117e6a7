//! Backups equal the original, are made once a day, and come back.

use std::fs;

use zhanggui::domain::draft::Drafts;
use zhanggui::store::{BackupKind, Link, ListingQuery, Store, StoreError};

use super::{Home, dump_file, file, line, options, order, shop};

fn with_orders() -> Home {
    let home = shop();
    let mut drafts = Drafts { orders: vec![order("1", 10_000), order("2", 700)], ..Drafts::default() };
    drafts.lines = vec![line("1", "11", "A", 1, 1), line("1", "12", "B", 2, 2)];
    home.import(&drafts);
    let listing_id = home.store.listings(&ListingQuery::default()).unwrap().ids[0];
    home.store.map("掌柜", &[Link { listing_id, parts: Vec::new() }]).unwrap();
    home
}

#[test]
fn a_backup_equals_the_original_row_for_row() {
    let home = with_orders();
    let copy = home.folder.path().join("备份 1.zhanggui");
    home.store.backup_to(&copy).unwrap();
    let (path, store) = (file(&home.folder), home.store);
    drop(store);
    assert_eq!(dump_file(&copy, &[]), dump_file(&path, &[]));
    let again = Store::open(&copy, &options(home.folder.path())).unwrap();
    assert!(again.check().unwrap().is_empty());
}

#[test]
fn a_backup_overwrites_nothing() {
    let home = with_orders();
    let there = home.folder.path().join("there.zhanggui");
    fs::write(&there, b"mine").unwrap();
    assert_eq!(home.store.backup_to(&there).unwrap_err(), StoreError::Exists { path: there.clone() });
    assert_eq!(fs::read(&there).unwrap(), b"mine");
}

#[test]
fn the_daily_backup_is_made_once_and_only_of_something_new() {
    let home = with_orders();
    let made = home.store.backup_if_due().unwrap().expect("something changed");
    assert_eq!(home.store.backup_if_due().unwrap(), None);
    home.import(&Drafts { orders: vec![order("3", 1)], ..Drafts::default() });
    assert_eq!(home.store.backup_if_due().unwrap(), None, "there is one of today");
    let known = home.store.backups();
    assert_eq!((known.len(), known[0].kind, known[0].path.clone()), (1, BackupKind::Daily, made));
    home.store.backup_now().unwrap();
    assert_eq!(home.store.backups().len(), 2);
}

#[test]
fn a_restored_shop_is_as_it_was_and_the_other_one_is_kept() {
    let home = with_orders();
    let copy = home.folder.path().join("copy.zhanggui");
    home.store.backup_to(&copy).unwrap();
    let before = home.dump();
    home.import(&Drafts { orders: vec![order("3", 1)], ..Drafts::default() });
    let path = file(&home.folder);
    let options = options(home.folder.path());
    assert_eq!(Store::restore(&path, &copy, &options).unwrap_err(), StoreError::Locked { path: path.clone() });
    let Home { folder, store } = home;
    drop(store);
    let aside = Store::restore(&path, &copy, &options).unwrap().expect("there was a file");
    let home = Home { store: Store::open(&path, &options).unwrap(), folder };
    assert_eq!(home.dump(), before);
    assert!(dump_file(&aside, &[]).iter().any(|row| row.contains("'order_no': 3") || row.contains("'order_no': '3'")));
}

#[test]
fn what_is_no_backup_is_not_restored() {
    let home = with_orders();
    let photo = home.folder.path().join("photo.zhanggui");
    fs::write(&photo, b"JPEG".repeat(5_000)).unwrap();
    let before = home.dump();
    let Home { folder, store } = home;
    drop(store);
    let path = file(&folder);
    let options = options(folder.path());
    let error = Store::restore(&path, &photo, &options).unwrap_err();
    assert!(matches!(&error, StoreError::NotADatabase { path, .. } if *path == photo), "{error:?}");
    let home = Home { store: Store::open(&path, &options).unwrap(), folder };
    assert_eq!(home.dump(), before);
}
