//! The process dies in the middle of an import: nothing is lost and nothing is half there. The child is this very test binary.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use zhanggui::domain::draft::Drafts;
use zhanggui::store::{ImportSummary, Severity, Store};

use super::{ask, file, line, meta, options, order, shop, taobao};

const SHOP: &str = "ZHANGGUI_CRASH_SHOP";
const ORDERS: i64 = 2_000;

/// Not a test of its own: what the child does until it is killed.
#[test]
#[ignore = "run by the other tests of this module as a child process"]
fn child() {
    let Some(path) = std::env::var_os(SHOP).map(PathBuf::from) else { return };
    let folder = path.parent().unwrap().to_owned();
    let store = match Store::open(&path, &options(&folder)) {
        Ok(store) => store,
        Err(error) => {
            println!("refused {}", error.said().key);
            return;
        }
    };
    for round in 0.. {
        let mut drafts = Drafts::default();
        for n in 0..ORDERS {
            let no = format!("{round}-{n}");
            drafts.lines.push(line(&no, &format!("{no}-1"), "A", 1, 100));
            drafts.lines.push(line(&no, &format!("{no}-2"), "B", 1, 200));
            drafts.orders.push(order(&no, 301));
        }
        let mut staging = store.stage(&taobao(), meta("a.csv")).unwrap();
        staging.append(&drafts).unwrap();
        staging.preview().unwrap();
        println!("committing {round}");
        staging.commit(&ImportSummary::default()).unwrap();
        println!("committed {round}");
    }
}

fn start(path: &Path) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "store::crash::child", "--ignored", "--nocapture"])
        .env(SHOP, path)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

/// Reads what the child says up to a line that holds `words`.
fn wait_for(lines: &mut impl Iterator<Item = std::io::Result<String>>, words: &str) -> String {
    lines.map(Result::unwrap).find(|line| line.contains(words)).expect("the child ended too early")
}

#[test]
fn killed_in_the_middle_of_a_commit_the_shop_has_all_of_an_import_or_nothing() {
    let home = shop();
    let path = file(&home.folder);
    drop(home.store);
    let mut at_least = 0;
    for last_words in ["committing 0", "committing 1", "committed 1", "committing 2"] {
        let mut child = start(&path);
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        wait_for(&mut lines, last_words);
        child.kill().unwrap();
        child.wait().unwrap();
        at_least = at_least.max(match last_words {
            "committed 1" | "committing 2" => 2,
            "committing 1" => 1,
            _ => 0,
        });
        let store = Store::open(&path, &options(home.folder.path())).unwrap();
        let orders: i64 = ask(&store, "SELECT count(*) FROM orders").parse().unwrap();
        assert_eq!(orders % ORDERS, 0, "after {last_words}");
        assert!(orders / ORDERS >= at_least, "{orders} orders after {last_words}");
        assert_eq!(ask(&store, "SELECT count(*) FROM order_line"), (orders * 2).to_string());
        let problems: Vec<_> = store.check().unwrap().into_iter().filter(|f| f.severity == Severity::Problem).collect();
        assert!(problems.is_empty(), "{problems:?}");
    }
}

#[test]
fn a_second_process_is_turned_away_politely() {
    let home = shop();
    let mut child = start(&file(&home.folder));
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    assert!(wait_for(&mut lines, "refused").contains("refused store.locked"));
    child.wait().unwrap();
}
