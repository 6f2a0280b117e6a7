//! Opening: one program at a time, and plain words for everything that is not a shop.

use std::fs;
use std::path::Path;

use zhanggui::domain::draft::Drafts;
use zhanggui::locale::Lang;
use zhanggui::store::{Store, StoreError};

use super::{ask, file, options, order, shop};

/// Names in the folder, sorted.
fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        fs::read_dir(folder).unwrap().map(|e| e.unwrap().file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

#[test]
fn what_is_not_a_database_gets_clear_words_and_is_left_untouched() {
    let photo: Vec<u8> = [0xFF, 0xD8, 0xFF, 0xE0].into_iter().chain((0..60_000u32).map(|n| (n % 251) as u8)).collect();
    for (what, bytes) in
        [("a text", b"hello, shop".repeat(900)), ("a photo", photo), ("empty", Vec::new()), ("short", b"DUCK".to_vec())]
    {
        let folder = tempfile::tempdir().unwrap();
        let path = file(&folder);
        fs::write(&path, &bytes).unwrap();
        let error = Store::open(&path, &options(folder.path())).unwrap_err();
        assert!(matches!(error, StoreError::NotADatabase { .. }), "{what}: {error:?}");
        for lang in [Lang::Zh, Lang::En] {
            let words = lang.say(&error.said());
            assert!(words.contains("我的店.zhanggui") && !words.contains('{'), "{words}");
        }
        assert_eq!(fs::read(&path).unwrap(), bytes, "{what}");
        assert_eq!(names(folder.path()), ["我的店.zhanggui"], "{what}");
    }
}

#[test]
fn a_folder_is_not_a_shop() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.zhanggui");
    fs::create_dir(&path).unwrap();
    assert!(matches!(Store::open(&path, &options(folder.path())), Err(StoreError::NotADatabase { .. })));
}

#[test]
fn a_database_of_somebody_else_is_not_a_shop() {
    let folder = tempfile::tempdir().unwrap();
    let path = file(&folder);
    let other = duckdb::Connection::open(&path).unwrap();
    other.execute_batch("CREATE TABLE meta(a INTEGER); INSERT INTO meta VALUES (7)").unwrap();
    drop(other);
    assert_eq!(Store::open(&path, &options(folder.path())).unwrap_err(), StoreError::NotAShop { path: path.clone() });
    let other = duckdb::Connection::open(&path).unwrap();
    assert_eq!(other.query_row("SELECT a FROM meta", [], |r| r.get::<_, i64>(0)).unwrap(), 7);
}

#[test]
fn a_shop_of_a_newer_program_is_left_alone() {
    let home = shop();
    let path = file(&home.folder);
    drop(home.store);
    let conn = duckdb::Connection::open(&path).unwrap();
    conn.execute_batch("UPDATE meta SET value = '99' WHERE key = 'schema'").unwrap();
    drop(conn);
    let error = Store::open(&path, &options(home.folder.path())).unwrap_err();
    assert!(matches!(error, StoreError::NewerVersion { found: 99, .. }), "{error:?}");
}

#[test]
fn a_missing_shop_and_one_that_is_in_the_way_are_told_apart() {
    let home = shop();
    let path = file(&home.folder);
    let elsewhere = home.folder.path().join("other.zhanggui");
    let options = options(home.folder.path());
    assert_eq!(Store::open(&elsewhere, &options).unwrap_err(), StoreError::Missing { path: elsewhere });
    drop(home.store);
    let before = fs::read(&path).unwrap();
    assert_eq!(Store::create(&path, &options).unwrap_err(), StoreError::Exists { path: path.clone() });
    assert_eq!(fs::read(&path).unwrap(), before);
}

#[test]
fn a_second_opening_is_turned_away_and_harms_nothing() {
    let home = shop();
    home.import(&Drafts { orders: vec![order("1", 100)], ..Drafts::default() });
    let path = file(&home.folder);
    for _ in 0..3 {
        let error = Store::open(&path, &options(home.folder.path())).unwrap_err();
        assert_eq!(error, StoreError::Locked { path: path.clone() });
    }
    home.import(&Drafts { orders: vec![order("2", 100)], ..Drafts::default() });
    let home = home.reopened();
    assert_eq!(ask(&home.store, "SELECT count(*) FROM orders"), "2");
}

#[test]
fn a_shop_may_have_any_name() {
    for name in ["temp.zhanggui", "林记 \"旗舰\" 店.zhanggui", "o'clock.zhanggui", "main.zhanggui"] {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("新文件夹").join(name);
        let store = Store::create(&path, &options(folder.path())).unwrap();
        store.backup_to(&folder.path().join(format!("copy of {name}"))).unwrap();
        drop(store);
        Store::open(&path, &options(folder.path())).unwrap();
    }
}

/// The file of the first schema, as its statements alone make it, with an order in it.
#[test]
fn a_shop_of_the_first_schema_opens_with_all_its_data() {
    let folder = tempfile::tempdir().unwrap();
    let path = file(&folder);
    let conn = duckdb::Connection::open(&path).unwrap();
    conn.execute_batch(include_str!("../../../src/store/schema/0001.sql")).unwrap();
    conn.execute_batch(
        "INSERT INTO meta VALUES ('program', 'zhanggui'), ('schema', '1');
         INSERT INTO counter VALUES ('version', 7), ('shop', 2), ('orders', 2), ('order_line', 2), ('import', 2);
         INSERT INTO import VALUES (1, TIMESTAMP '2026-01-01', 'a', 'f', '', '', '', 1, '', 1, 0, '{}', NULL, NULL, '', NULL, true);
         INSERT INTO shop VALUES (1, 1, '', 1, TIMESTAMP '2026-01-01');
         INSERT INTO orders(id, platform, order_no, shop_id, customer_id, status, paid_at, paid, refund, courier_id, created_import, import_id, updated_at)
             VALUES (1, 1, '88', 1, 0, 5, TIMESTAMP '2026-01-01 08:00:00', 12.50, 0, 0, 1, 1, TIMESTAMP '2026-01-01');
         INSERT INTO order_line(id, platform, line_no, order_id, listing_id, qty, paid, refund, category_id, gift, stand_in, courier_id,
             created_import, import_id, updated_at)
             VALUES (1, 1, '88', 1, 0, 1, 12.50, 0, 0, false, true, 0, 1, 1, TIMESTAMP '2026-01-01');",
    )
    .unwrap();
    drop(conn);
    let store = Store::open(&path, &options(folder.path())).unwrap();
    assert_eq!(store.version(), 7);
    assert!(store.check().unwrap().is_empty(), "{:?}", store.check().unwrap());
    assert_eq!(store.facts().unwrap().orders.height(), 1);
    let paid = store.order_rows(&[1]).unwrap()[0].paid;
    assert_eq!(paid.map(zhanggui::domain::money::Money::fen), Some(1_250));
}

#[test]
fn a_damaged_shop_offers_its_newest_backup_and_keeps_everything() {
    let home = shop();
    home.import(&Drafts { orders: vec![order("1", 100)], ..Drafts::default() });
    let backup = home.store.backup_if_due().unwrap().unwrap();
    let path = file(&home.folder);
    drop(home.store);
    let mut bytes = fs::read(&path).unwrap();
    for byte in bytes.iter_mut().skip(4096).take(8192) {
        *byte = 0x5A;
    }
    fs::write(&path, &bytes).unwrap();
    let error = Store::open(&path, &options(home.folder.path())).unwrap_err();
    assert!(matches!(&error, StoreError::Damaged { newest_backup: Some(b), .. } if *b == backup), "{error:?}");
    assert!(Lang::Zh.say(&error.said()).contains("daily"));
    assert_eq!(fs::read(&path).unwrap(), bytes);
}

#[test]
fn a_log_that_cannot_be_replayed_is_put_aside_and_the_shop_opens_without_it() {
    let home = shop();
    home.import(&Drafts { orders: vec![order("1", 100)], ..Drafts::default() });
    let home = home.reopened();
    home.store.save_mapping("test", "对应", "name = '对应'").unwrap();
    // The file and its log as a pulled plug leaves them, with a byte of the log gone bad.
    let other = tempfile::tempdir().unwrap();
    let (path, log) = (other.path().join("我的店.zhanggui"), other.path().join("我的店.zhanggui.wal"));
    fs::copy(file(&home.folder), &path).unwrap();
    let mut bytes = fs::read(home.folder.path().join("我的店.zhanggui.wal")).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 0xFF;
    fs::write(&log, bytes).unwrap();
    let error = Store::open(&path, &options(other.path())).unwrap_err();
    let StoreError::Damaged { wal_aside: Some(aside), .. } = &error else { panic!("{error:?}") };
    assert!(aside.exists() && !log.exists());
    let store = Store::open(&path, &options(other.path())).unwrap();
    assert_eq!(ask(&store, "SELECT count(*) FROM orders"), "1");
    assert_eq!(ask(&store, "SELECT count(*) FROM saved_mapping"), "0", "what stood in the log alone");
}

#[test]
fn a_log_that_is_no_log_does_not_keep_the_shop_from_opening() {
    let home = shop();
    home.import(&Drafts { orders: vec![order("1", 100)], ..Drafts::default() });
    let path = file(&home.folder);
    drop(home.store);
    fs::write(home.folder.path().join("我的店.zhanggui.wal"), b"not a log at all".repeat(500)).unwrap();
    let store = Store::open(&path, &options(home.folder.path())).unwrap();
    assert_eq!(ask(&store, "SELECT count(*) FROM orders"), "1");
}

#[test]
fn rows_that_a_killed_program_spilled_are_taken_away_and_nothing_else() {
    let home = shop();
    let path = file(&home.folder);
    drop(home.store);
    let spill = home.folder.path().join("我的店.zhanggui.tmp");
    fs::create_dir(&spill).unwrap();
    fs::write(spill.join("duckdb_temp_storage_DEFAULT-0.tmp"), b"names and phones").unwrap();
    drop(Store::open(&path, &options(home.folder.path())).unwrap());
    assert!(!spill.exists());
    fs::create_dir(&spill).unwrap();
    fs::write(spill.join("notes.txt"), b"mine").unwrap();
    drop(Store::open(&path, &options(home.folder.path())).unwrap());
    assert!(spill.join("notes.txt").exists());
}

#[cfg(unix)]
#[test]
fn a_folder_that_cannot_be_written_is_said_to_be_one() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let closed = folder.path().join("closed");
    fs::create_dir(&closed).unwrap();
    fs::set_permissions(&closed, fs::Permissions::from_mode(0o500)).unwrap();
    if fs::write(closed.join("probe"), b"x").is_ok() {
        println!("skipped: this user may write everywhere");
        return;
    }
    let error = Store::create(&closed.join("a.zhanggui"), &options(folder.path())).unwrap_err();
    assert!(matches!(error, StoreError::NotWritable { .. }), "{error:?}");
}
