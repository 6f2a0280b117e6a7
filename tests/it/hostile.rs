//! Files that are no exports, or broken ones: each gets a sentence of its own, and nothing panics.

pub mod make;

use std::collections::BTreeMap;

use make::{Member, compound, label, packed_zip, record, repacked, stored_zip, xls, xlsx};
use proptest::prelude::*;
use zhanggui::import::read::{Encoding, Opened, ReadError, Row, open, open_bytes};
use zhanggui::locale::Lang;

const TABLE: &[&[&str]] = &[&["订单编号", "总金额"], &["7001", "12.30"], &["7002", "9.90"]];
const CSV: &str = "订单编号,总金额\r\n7001,12.30\r\n7002,9.90\r\n";

/// Opens a file and reads every table in it to its end.
fn read(content: Vec<u8>) -> Result<Vec<Vec<String>>, ReadError> {
    read_all(&open_bytes("订单.csv", content)?)
}

fn read_all(opened: &Opened) -> Result<Vec<Vec<String>>, ReadError> {
    let mut all = Vec::new();
    for sheet in &opened.sheets {
        let mut rows = sheet.rows()?;
        let mut row = Row::default();
        while rows.next(&mut row)? {
            all.push(row.cells().map(|cell| cell.text.to_owned()).collect());
        }
    }
    Ok(all)
}

fn code(content: Vec<u8>) -> String {
    match read(content) {
        Ok(rows) => format!("{} rows", rows.len()),
        Err(error) => error.code(),
    }
}

fn half(mut file: Vec<u8>) -> Vec<u8> {
    file.truncate(file.len() / 2);
    file
}

/// A csv of one line with ten million columns.
fn ten_million_columns() -> Vec<u8> {
    let mut line = "列,".repeat(10_000_000);
    line.push('\n');
    line.into_bytes()
}

fn zip_bomb() -> Vec<u8> {
    packed_zip(&[("订单.csv", &vec![b'0'; 80 * 1024 * 1024])])
}

fn too_many_members() -> Vec<u8> {
    let names: Vec<String> = (0..1001).map(|n| format!("{n}.csv")).collect();
    packed_zip(&names.iter().map(|name| (name.as_str(), CSV.as_bytes())).collect::<Vec<_>>())
}

#[test]
fn each_wrong_file_gets_its_own_sentence() {
    let noise: Vec<u8> = (0..20_000_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 11) as u8).collect();
    let nested = packed_zip(&[("订单.csv", CSV.as_bytes())]);
    let cases: Vec<(&str, Vec<u8>)> = vec![
        ("empty", Vec::new()),
        ("zero_filled", vec![0; 100_000]),
        ("picture", b"\xff\xd8\xff\xe0\0\x10JFIF\0\x01\x01\0\0\x01".repeat(50)),
        ("pdf", b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n".to_vec()),
        ("login_page", "<html><title>千牛 登录</title><form><input type=\"password\"></form></html>".into()),
        ("web_page", "<!DOCTYPE html><html><body><p>页面不存在</p></body></html>".into()),
        ("json", "{\"success\":false,\"message\":\"请求过于频繁\"}".into()),
        ("archive", b"Rar!\x1a\x07\x01\0\0\0".to_vec()),
        ("document", compound(&[("WordDocument", Vec::new())])),
        ("foreign", b"MZ\x90\0\x03\0\0\0".to_vec()),
        ("shop_file", [&[0; 8][..], b"DUCK", &[0; 100]].concat()),
        ("binary", noise),
        ("password", compound(&[("EncryptionInfo", Vec::new()), ("EncryptedPackage", Vec::new())])),
        ("locked_archive", stored_zip(&[Member { name: b"a.csv", flags: 1, content: CSV.as_bytes() }])),
        ("truncated", half(xlsx(TABLE))),
        ("damaged", repacked(&xlsx(TABLE), |_, xml| xml.replace("<sheetData>", "<sheetData><row r='1'><c r='??'>"))),
        ("nothing_inside", packed_zip(&[])),
        ("nested_archive", packed_zip(&[("inner.zip", &nested)])),
        ("unsafe_name", stored_zip(&[Member { name: b"../../a.csv", flags: 0, content: CSV.as_bytes() }])),
        ("too_many_members", too_many_members()),
        ("bomb", zip_bomb()),
        ("too_wide", ten_million_columns()),
        ("row_too_long", [CSV.as_bytes(), "很长".repeat(1_000_000).as_bytes()].concat()),
        ("too_large", [b"<table>".to_vec(), vec![b' '; 65 * 1024 * 1024]].concat()),
        ("no_sheets", packed_zip(&[("[Content_Types].xml", b"<Types/>")])),
    ];
    let mut sentences: BTreeMap<String, String> = BTreeMap::new();
    for (expected, content) in cases {
        let error = read(content).expect_err(expected);
        assert_eq!(error.code(), expected, "{error:?}");
        for lang in [Lang::Zh, Lang::En] {
            let sentence = lang.say(&error.said());
            assert!(!sentence.contains(['{', '}']) && !sentence.starts_with("read."), "{sentence}");
            if let Some(other) = sentences.insert(sentence.clone(), expected.to_owned()) {
                panic!("{expected} and {other} both say: {sentence}");
            }
        }
    }
}

#[test]
fn folders_and_files_that_are_not_there() {
    let folder = tempfile::tempdir().unwrap();
    assert!(matches!(open(folder.path()), Err(ReadError::Folder)));
    assert!(matches!(open(&folder.path().join("没有.csv")), Err(ReadError::Missing)));
    #[cfg(unix)]
    assert!(matches!(open(std::path::Path::new("/dev/null")), Err(ReadError::Device)));
    let refused = ReadError::from(std::io::Error::from(std::io::ErrorKind::PermissionDenied));
    assert_eq!(refused.code(), "forbidden");
    // Whoever runs the tests as root may read anything.
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let path = folder.path().join("a.csv");
        std::fs::write(&path, CSV).unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o000)).unwrap();
        match open(&path) {
            Ok(opened) => assert_eq!(opened.name, "a.csv"),
            Err(error) => assert_eq!(error.code(), "forbidden"),
        }
    }
}

#[test]
fn truncated_files_are_found_before_a_row_is_shown() {
    for file in [xlsx(TABLE), packed_zip(&[("订单.csv", CSV.repeat(1000).as_bytes())])] {
        for tenths in 1..10 {
            let cut = file[..file.len() * tenths / 10].to_vec();
            let error = open_bytes("a.xlsx", cut).expect_err("truncated");
            assert_eq!(error.code(), "truncated", "{tenths}");
        }
    }
    let whole = xls(&[label(0, 0, "订单编号"), label(1, 0, "7001")]);
    assert_eq!(code(whole[..whole.len() - 3000].to_vec()), "truncated");
}

#[test]
fn a_changed_byte_inside_an_archive_is_noticed() {
    let mut file = stored_zip(&[Member { name: b"a.csv", flags: 0, content: CSV.as_bytes() }]);
    assert_eq!(code(file.clone()), "3 rows");
    file[45] ^= 1;
    assert_eq!(code(file), "damaged");
}

#[test]
fn one_bad_member_does_not_spoil_the_others() {
    let name = encoding_rs::GB18030.encode("商品报表_20260501.csv").0.into_owned();
    let csv = encoding_rs::GB18030.encode(CSV).0.into_owned();
    let file = stored_zip(&[
        Member { name: b"__MACOSX/._a.csv", flags: 0, content: b"\0\x05\x16\x07" },
        Member { name: b"../b.csv", flags: 0, content: CSV.as_bytes() },
        Member { name: &name, flags: 0, content: &csv },
        Member { name: "说明.pdf".as_bytes(), flags: 0x800, content: b"%PDF-1.7" },
    ]);
    let opened = open_bytes("五月.zip", file).unwrap();
    assert_eq!(opened.sheets.len(), 1);
    assert_eq!(opened.sheets[0].member.as_deref(), Some("商品报表_20260501.csv"));
    assert_eq!(opened.sheets[0].encoding().map(Encoding::name), Some("GB18030"));
    assert_eq!(opened.sheets[0].label(&opened.name), "五月.zip/商品报表_20260501.csv");
    let refused: Vec<_> = opened.refused.iter().map(|r| (r.name.as_str(), r.error.code())).collect();
    assert_eq!(refused, [("../b.csv", "unsafe_name".to_owned()), ("说明.pdf", "pdf".to_owned())]);
    assert_eq!(read_all(&opened).unwrap().len(), 3);
}

#[test]
fn a_workbook_inside_an_archive_is_read() {
    let opened = open_bytes("五月.zip", packed_zip(&[("报表.xlsx", &xlsx(TABLE))])).unwrap();
    assert_eq!(opened.sheets[0].label("五月.zip"), "五月.zip/报表.xlsx/Sheet1");
    assert_eq!(read_all(&opened).unwrap(), TABLE);
}

#[test]
fn a_large_member_is_read_from_outside_of_memory() {
    // Above the 16 MB that are kept in memory.
    let title = "秋冬新款羊毛双面呢大衣女中长款".repeat(20);
    let csv = (0..20_000_i64).fold(String::from("订单编号,宝贝标题\n"), |csv, n| {
        csv + &format!("{},{title}\n", 7_000_000 + n * 7919)
    });
    assert!(csv.len() > 17_000_000);
    let opened = open_bytes("五月.zip", packed_zip(&[("订单.csv", csv.as_bytes())])).unwrap();
    let rows = read_all(&opened).unwrap();
    assert_eq!(rows.len(), 20_001);
    assert_eq!(rows[20_000], [(7_000_000 + 19_999 * 7919).to_string(), title]);
}

#[test]
fn a_bomb_behind_a_workbook_is_not_unpacked() {
    let sheet = vec![b' '; 80 * 1024 * 1024];
    let file =
        packed_zip(&[("[Content_Types].xml", b""), ("xl/workbook.xml", b""), ("xl/worksheets/sheet1.xml", &sheet)]);
    assert_eq!(code(file), "bomb");
}

#[test]
fn a_workbook_that_announces_a_billion_texts_is_refused() {
    let file = repacked(&xlsx(TABLE), |name, xml| {
        if name.ends_with("sharedStrings.xml") {
            xml.replace("uniqueCount=\"", "uniqueCount=\"99999999999")
        } else {
            xml
        }
    });
    assert_eq!(code(file), "damaged");
}

#[test]
fn an_old_workbook_that_announces_four_billion_rows_is_refused() {
    let dimensions = record(0x0200, &[[0; 4], [0xff; 4], [0, 0, 0, 1], [0; 4]].concat()[..14]);
    assert_eq!(code(xls(&[dimensions, label(0, 0, "订单编号")])), "damaged");
}

#[test]
fn sectors_that_run_in_a_circle_end_as_an_error() {
    let mut file = xls(&[label(0, 0, "订单编号")]);
    // The directory's sector is followed by itself.
    file[516..520].copy_from_slice(&1_u32.to_le_bytes());
    assert_eq!(code(file), "damaged");
}

#[test]
fn an_old_workbook_with_a_password_says_so() {
    let file = compound(&[("Workbook", [record(0x0809, &[0, 6, 5, 0]), record(0x002f, &[1, 0, 1, 0])].concat())]);
    assert_eq!(code(file), "password");
}

#[test]
fn a_download_that_stopped_half_way_is_told() {
    let rows = CSV.repeat(30_000);
    let file = [rows.as_bytes(), &vec![0; 200_000]].concat();
    let opened = open_bytes("a.csv", file).unwrap();
    assert_eq!(read_all(&opened).unwrap_err().code(), "zero_filled");
}

#[test]
fn formulas_are_text_and_nothing_else() {
    let rows = read("商品,备注\n=cmd|'/c calc'!A1,@SUM(1)\n+1+1,-2\n".into()).unwrap();
    assert_eq!(rows[1], ["=cmd|'/c calc'!A1", "@SUM(1)"]);
}

/// Beginnings that lead into every reader.
fn beginnings() -> Vec<Vec<u8>> {
    let mut all = vec![
        Vec::new(),
        b"PK\x03\x04".to_vec(),
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec(),
        b"\xff\xfe".to_vec(),
        b"\xef\xbb\xbf".to_vec(),
        b"<html><table><tr><td>".to_vec(),
        b"a,b\n\"".to_vec(),
    ];
    all.push(xlsx(TABLE));
    all.push(xls(&[label(0, 0, "订单编号"), label(1, 0, "7001")]));
    all.push(stored_zip(&[Member { name: b"a.csv", flags: 0, content: CSV.as_bytes() }]));
    all
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn any_bytes_are_rows_or_an_error(which in any::<prop::sample::Index>(), tail in prop::collection::vec(any::<u8>(), 0..600)) {
        let mut file = which.get(&beginnings()).clone();
        file.extend(tail);
        let _ = read(file);
    }

    #[test]
    fn changed_bytes_are_rows_or_an_error(
        which in any::<prop::sample::Index>(),
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..12),
    ) {
        let mut file = which.get(&beginnings()[7..]).clone();
        for (at, byte) in changes {
            let at = at.index(file.len());
            file[at] = byte;
        }
        let _ = read(file);
    }

    #[test]
    fn changed_records_are_rows_or_an_error(changes in prop::collection::vec((0_usize..400, any::<u8>()), 1..8)) {
        // Within the workbook stream itself, past the shell.
        let cells: Vec<Vec<u8>> = (0..10).flat_map(|n| [label(n, 0, "7001"), make::number(n, 1, 1, 46_000.5)]).collect();
        let mut file = xls(&cells);
        for (at, byte) in changes {
            file[1536 + at] = byte;
        }
        let _ = read(file);
    }
}
