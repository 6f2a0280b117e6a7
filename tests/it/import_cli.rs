//! `zhanggui import` as a user types it: what it prints, in which language, and with which status it ends.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

const BINARY: &str = env!("CARGO_BIN_EXE_zhanggui");

/// A folder with a shop that is yet to be made.
struct Desk {
    folder: tempfile::TempDir,
}

impl Desk {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    fn file(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.folder.path().join(name);
        std::fs::write(&path, content).unwrap();
        path
    }

    fn shop(&self) -> PathBuf {
        self.folder.path().join("我的店.zhanggui")
    }

    /// Runs the program with the words of a command line, in the language of these variables only.
    fn run(&self, language: &[(&str, &str)], words: &[&str]) -> Output {
        let mut command = Command::new(BINARY);
        command.args(words).env("ZHANGGUI_HOME", self.folder.path().join("home"));
        for name in ["LANG", "LC_ALL", "LC_CTYPE", "LC_MESSAGES", "LANGUAGE"] {
            command.env_remove(name);
        }
        command.envs(language.iter().copied()).output().unwrap()
    }

    fn import(&self, more: &[&str]) -> Output {
        let shop = self.shop();
        let words: Vec<&str> = ["import", "--shop", text(&shop)].into_iter().chain(more.iter().copied()).collect();
        self.run(&[("LANG", "zh_CN.UTF-8")], &words)
    }

    fn import_json(&self, more: &[&str]) -> (i32, Value) {
        let words: Vec<&str> = more.iter().copied().chain(["--json"]).collect();
        let done = self.import(&words);
        let report = serde_json::from_slice(&done.stdout);
        (done.status.code().unwrap(), report.unwrap_or_else(|error| panic!("{error}: {}", said(&done))))
    }
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

fn said(done: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&done.stdout), String::from_utf8_lossy(&done.stderr))
}

fn is_chinese(text: &str) -> bool {
    text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c))
}

const HEAD: &str = "订单编号,总金额,买家实际支付金额,订单状态,订单创建时间,订单付款时间,退款金额\n";

/// Two orders of a known sum, one of them given back in part, and a row whose number Excel has damaged.
fn orders() -> String {
    format!(
        "{HEAD}7001,100.00,60.00,交易成功,2026-05-01 08:00:00,2026-05-01 08:01:00,40.00\n\
         7002,20.50,20.50,交易成功,2026-05-02 08:00:00,2026-05-02 08:01:00,0.00\n\
         1.23457E+18,9.00,9.00,交易成功,2026-05-03 08:00:00,2026-05-03 08:01:00,0.00\n"
    )
}

#[test]
fn the_report_as_json_has_its_documented_shape() {
    let desk = Desk::new();
    let file = desk.file("ExportOrderList.csv", encoding_rs::GB18030.encode(&orders()).0);
    let (status, report) = desk.import_json(&[text(&file)]);
    assert_eq!(status, 0);
    assert_eq!(report.as_object().unwrap().keys().collect::<Vec<_>>(), ["files"]);
    let file_report = &report["files"][0];
    for (key, wanted) in [
        ("path", Value::from(text(&file))),
        ("format", "taobao_order_report".into()),
        ("encoding", "GB18030".into()),
        ("rows", 3.into()),
        ("new", 2.into()),
        ("updated", 0.into()),
        ("unchanged", 0.into()),
        ("skipped", 1.into()),
    ] {
        assert_eq!(file_report[key], wanted, "{key}");
    }
    let totals = file_report["control_totals"].as_array().unwrap();
    let of = |name: &str| totals.iter().find(|total| total["name"] == name).unwrap();
    assert_eq!((of("总金额")["read"].as_str(), of("总金额")["kept"].as_str()), (Some("129.50"), Some("120.50")));
    assert_eq!(of("rows")["skipped"], "1");
    let problem = &file_report["problems"][0];
    assert_eq!((problem["row"].as_u64(), problem["column"].as_str()), (Some(4), Some("订单编号")));
    assert_eq!(problem["code"], "damaged_id");
    assert!(is_chinese(problem["message"].as_str().unwrap()), "{problem}");
    assert_eq!(file_report["paid_meaning"]["verdict"], "net");
    // The same file again: nothing new, nothing changed.
    let (status, again) = desk.import_json(&[text(&file)]);
    let counts = ["new", "updated", "unchanged", "skipped"].map(|key| again["files"][0][key].as_u64().unwrap());
    assert_eq!((status, counts, &again["files"][0]["seen_before"]), (0, [0, 0, 2, 1], &Value::from(true)));
}

#[test]
fn what_was_recognised_and_what_is_wrong_is_told_in_words() {
    let desk = Desk::new();
    let file = desk.file("ExportOrderList.csv", orders());
    let done = desk.import(&[text(&file)]);
    let told = said(&done);
    assert_eq!(done.status.code(), Some(0), "{told}");
    for words in [
        "ExportOrderList.csv",
        "千牛订单报表",
        "3 行：新增 2，更新 0，不变 0，跳过 1",
        "2026-05-01 至 2026-05-02",
        "129.50",
        "第 4 行「订单编号」",
        "1.23457E+18",
        // Whether the paid amounts are net of refunds, and the rows that tell.
        "已扣",
    ] {
        assert!(told.contains(words), "{words} is missing in\n{told}");
    }
}

#[test]
fn messages_are_in_the_users_language() {
    let desk = Desk::new();
    let file = desk.file("空.csv", "");
    let shop = desk.shop();
    let words = ["import", "--shop", text(&shop), text(&file)];
    for (language, chinese) in [
        (&[("LANG", "zh_CN.UTF-8")][..], true),
        (&[("LANG", "en_US.UTF-8")], false),
        (&[("LANG", "en_US.UTF-8"), ("LC_ALL", "zh_CN.UTF-8")], true),
        (&[("LANG", "zh_CN.UTF-8"), ("LC_ALL", "en_GB.UTF-8")], false),
        // A system that says nothing has a Chinese owner.
        (&[], true),
    ] {
        let done = desk.run(language, &words);
        let told = String::from_utf8(done.stdout).unwrap().replace("空.csv", "");
        assert_eq!(is_chinese(&told), chinese, "{language:?}: {told}");
        assert_eq!(done.status.code(), Some(1));
        // Wrong usage is in that language, too, but for the words that were typed.
        let wrong = desk.run(language, &["import", "--nonsense"]);
        assert_eq!(is_chinese(&String::from_utf8_lossy(&wrong.stderr)), chinese, "{language:?}: {}", said(&wrong));
    }
    let named = desk.run(&[("LANG", "zh_CN.UTF-8")], &["--lang", "en", "import", "--shop", text(&shop), text(&file)]);
    assert!(!is_chinese(&said(&named).replace("空.csv", "")), "{}", said(&named));
}

#[test]
fn wrong_usage_ends_with_two_and_failed_work_with_one() {
    let desk = Desk::new();
    let good = desk.file("a.csv", orders());
    let shop = desk.shop();
    for words in [
        &["import", "--shop", text(&shop)][..],
        &["import", text(&good)],
        &["import", "--shop", text(&shop), "--unknown", text(&good)],
    ] {
        let done = desk.run(&[], words);
        assert_eq!(done.status.code(), Some(2), "{words:?}: {}", said(&done));
        assert!(done.stdout.is_empty() && !done.stderr.is_empty(), "{words:?}");
    }
    assert!(!shop.exists(), "wrong usage makes no shop");
    let missing = desk.import(&[text(&good), "没有这个文件.csv"]);
    assert_eq!(missing.status.code(), Some(1));
    assert!(said(&missing).contains("没有这个文件.csv"), "{}", said(&missing));
    assert!(!shop.exists(), "a wrong path makes no shop");
    // One file that cannot be read does not keep the others out, and is told by the status.
    let photo = desk.file("照片.csv", b"\xff\xd8\xff\xe0\0\x10JFIF\0");
    let (status, report) = desk.import_json(&[text(&photo), text(&good)]);
    assert_eq!(status, 1);
    assert_eq!((&report["files"][0]["status"], &report["files"][1]["status"]), (&"refused".into(), &"imported".into()));
    assert_eq!(report["files"][0]["problems"][0]["code"], "picture");
}

#[test]
fn a_folder_without_exports_says_so() {
    let desk = Desk::new();
    let empty = desk.folder.path().join("空文件夹");
    std::fs::create_dir(&empty).unwrap();
    std::fs::write(empty.join("说明.docx"), "x").unwrap();
    let (status, report) = desk.import_json(&[text(&empty)]);
    assert_eq!((status, &report["files"][0]["problems"][0]["code"]), (1, &"nothing_in_folder".into()));
}

const BOOK: &str = "日期,单号,实收,心情\n2026-05-01,A1,12.50,好\n2026-05-02,A2,8,一般\n";

const MAP: &str = r#"
name = "账本"
kind = "orders"
platform = "other"
shop = "线下店"

[columns]
order_no = "单号"
created_at = "日期"
paid = "实收"
"#;

#[test]
fn a_mapping_reads_what_no_format_knows() {
    let desk = Desk::new();
    let book = desk.file("账本.csv", BOOK);
    let (status, unknown) = desk.import_json(&[text(&book)]);
    assert_eq!((status, &unknown["files"][0]["status"]), (1, &"needs_mapping".into()));
    let map = desk.file("map.toml", MAP);
    let (status, report) = desk.import_json(&[text(&book), "--map", text(&map)]);
    let file = &report["files"][0];
    assert_eq!((status, &file["format"], &file["new"]), (0, &"mapping:账本".into(), &2.into()));
    assert_eq!(file["confidence"], Value::Null);
}

#[test]
fn a_mapping_that_cannot_be_used_says_what_to_mend() {
    let desk = Desk::new();
    let book = desk.file("账本.csv", BOOK);
    for (name, map, words) in [
        ("a.toml", "name = [", "读不懂"),
        ("b.toml", &MAP.replace("kind = \"orders\"", "kind = \"nonsense\""), "nonsense"),
        ("c.toml", &MAP.replace("paid =", "pay ="), "pay"),
        ("d.toml", &MAP.replace("\"实收\"", "\"应收\""), "应收"),
        ("e.toml", &MAP.replace("created_at = \"日期\"\n", ""), "created_at"),
    ] {
        let map = desk.file(name, map);
        let done = desk.import(&[text(&book), "--map", text(&map)]);
        let told = said(&done);
        assert_eq!(done.status.code(), Some(1), "{name}: {told}");
        assert!(told.contains(words), "{name}: {told}");
    }
    let gone = desk.import(&[text(&book), "--map", "没有.toml"]);
    assert!(gone.status.code() == Some(1) && said(&gone).contains("没有.toml"), "{}", said(&gone));
}

#[test]
fn a_sample_shop_and_its_exports_give_the_same_figures() {
    let desk = Desk::new();
    let made = desk.folder.path().join("示例.zhanggui");
    let exports = desk.folder.path().join("导出");
    let (made, exports, shop) = (text(&made).to_owned(), text(&exports).to_owned(), desk.shop());
    let demo = desk.run(&[], &["demo", "--orders", "400", "--shop", &made, "--exports", &exports]);
    assert!(demo.status.success(), "{}", said(&demo));
    let imported = desk.import(&[&exports]);
    assert_eq!(imported.status.code(), Some(0), "{}", said(&imported));
    let metrics = |shop: &str, folder: &str| {
        let out = desk.folder.path().join(folder);
        // Files tell nothing of stock and of what people did in the shop, which they began to do in August.
        let period = ["--from", "2024-11-01", "--to", "2026-07-31"];
        let done = desk.run(&[], &[&["report", "--shop", shop, "--out", text(&out), "--json"], &period[..]].concat());
        assert!(done.status.success(), "{}", said(&done));
        serde_json::from_slice::<Value>(&std::fs::read(out.join("metrics.json")).unwrap()).unwrap()
    };
    let (of_shop, of_exports) = (metrics(&made, "a"), metrics(text(&shop), "b"));
    assert!(of_shop.as_array().unwrap().len() > 30);
    for (one, other) in of_shop.as_array().unwrap().iter().zip(of_exports.as_array().unwrap()) {
        if !one["id"].as_str().unwrap().starts_with("stock_") {
            assert_eq!(one, other);
        }
    }
    for shop in [made.as_str(), text(&shop)] {
        let check = desk.run(&[], &["check", "--shop", shop]);
        assert_eq!(check.status.code(), Some(0), "{}", said(&check));
    }
}
