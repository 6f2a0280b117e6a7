//! The SQL of the comparison against the rules in Rust that it repeats.

use duckdb::Connection;
use proptest::prelude::*;

use super::derive::split;
use super::sql::{listing_key, masked};
use crate::domain::draft::platform_sku_key;
use crate::domain::money::Money;
use crate::domain::privacy::is_masked;

fn memory() -> Connection {
    Connection::open_in_memory().unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn amounts_split_in_the_database_as_money_splits_them(
        orders in prop::collection::vec((0i64..10_000_000, prop::collection::vec(prop_oneof![Just(0i64), 0i64..5_000_000], 1..6)), 1..12)
    ) {
        let conn = memory();
        conn.execute_batch("CREATE TABLE s(id BIGINT, owner BIGINT, amount BIGINT, weight BIGINT)").unwrap();
        let mut expected = Vec::new();
        for (owner, (amount, weights)) in (0i64..).zip(&orders) {
            for (at, (weight, part)) in (0i64..).zip(weights.iter().zip(Money::from_fen(*amount).split(weights))) {
                let id = owner * 100 + at;
                conn.execute("INSERT INTO s VALUES (?, ?, ?, ?)", [id, owner, *amount, *weight]).unwrap();
                expected.push((id, part.fen()));
            }
        }
        let sql = format!("SELECT id, part FROM ({}) ORDER BY id", split("SELECT * FROM s"));
        let mut statement = conn.prepare(&sql).unwrap();
        let found: Vec<(i64, i64)> =
            statement.query_map([], |r| Ok((r.get(0)?, r.get(1)?))).unwrap().collect::<Result<_, _>>().unwrap();
        prop_assert_eq!(found, expected);
    }
}

#[test]
fn platform_sku_keys_are_the_same_in_the_database() {
    let conn = memory();
    let sql = format!(
        "SELECT coalesce({}, '') FROM (SELECT nullif(?, '') AS c, nullif(?, '') AS i, nullif(?, '') AS p, nullif(?, '') AS t)",
        listing_key("c", "i", "p", "t")
    );
    for bits in 0..16 {
        let told = |bit: u32, text: &'static str| if bits & (1 << bit) == 0 { "" } else { text };
        let (code, item, props, title) = (told(0, "A-1"), told(1, "6800"), told(2, "颜色:红"), told(3, "外套"));
        let key: String = conn.query_row(&sql, [code, item, props, title], |r| r.get(0)).unwrap();
        assert_eq!(key, platform_sku_key(code, item, props, title));
    }
}

#[test]
fn masked_values_are_the_same_in_the_database() {
    let conn = memory();
    let sql = format!("SELECT {} FROM (SELECT ? AS x)", masked("x"));
    for text in ["林*", "##密文", "$$密文", "林晓", "a#b", "13800001234", "*"] {
        let found: bool = conn.query_row(&sql, [text], |r| r.get(0)).unwrap();
        assert_eq!(found, is_masked(text), "{text}");
    }
}
