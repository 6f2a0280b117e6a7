//! What rules look at (订单事实), read in one pass for all orders that are to be judged.

use duckdb::{Connection, Row, ToSql};

use super::waiting;
use crate::domain::money::Money;
use crate::domain::period::Period;
use crate::domain::rule::{Before, OrderFacts, OrderKind};
use crate::domain::stock::Place;
use crate::store::error::Result;
use crate::store::facts::{fen, paid_at};
use crate::store::orders::{Where, money, platform, province, text};
use crate::store::parts::PARTS;
use crate::store::read::rows;

/// Which orders are to be judged.
#[derive(Debug, Clone, Copy)]
pub enum Scope {
    /// Paid, not sent yet, and handed out by nobody.
    Waiting,
    /// Everything paid on these days.
    Days(Period),
}

/// Between the words of a list that travels as one text.
const UNIT: char = '\u{1f}';

/// Orders of the scope with their facts, in the order of their payment.
pub fn read(conn: &Connection, scope: Scope) -> Result<Vec<OrderFacts>> {
    let paid = paid_at();
    let mut wanted = Where::default();
    match scope {
        Scope::Waiting => {
            wanted.and(&waiting(&paid), []);
            wanted.and(
                "NOT EXISTS (FROM assignment a WHERE a.platform = o.platform AND a.order_no = o.order_no
                     AND (a.rule_id <> 0 OR a.by_hand))",
                [],
            );
        }
        Scope::Days(period) => wanted.within(&paid, Some(period)),
    }
    let sql = format!(
        "WITH part AS MATERIALIZED {PARTS},
         w AS MATERIALIZED (SELECT o.*, {paid} AS pay_time FROM orders o {wanted}),
         -- What each buyer of theirs had paid before, by the pay clock.
         prior AS (
             SELECT id, count(*) OVER earlier AS orders, sum(paid) OVER earlier AS paid, max(pay_time) OVER earlier AS last
             FROM (SELECT o.id, o.customer_id, {paid} AS pay_time, coalesce(o.paid, 0) AS paid FROM orders o
                   WHERE o.customer_id IN (SELECT customer_id FROM w WHERE customer_id <> 0) AND {paid} IS NOT NULL)
             WINDOW earlier AS (PARTITION BY customer_id ORDER BY pay_time, id ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)),
         -- Goods go to orders in the order of payment; who comes after the last piece lacks it.
         good AS (SELECT sku_code, sum(qty) AS there FROM movement WHERE place = {good} GROUP BY sku_code),
         want AS (
             SELECT o.id AS order_id, s.code, sum(l.qty * p.qty) AS qty, min({paid}) AS pay_time
             FROM orders o JOIN order_line l ON l.order_id = o.id JOIN part p ON p.listing_id = l.listing_id JOIN sku s ON s.id = p.sku_id
             WHERE {waiting} AND l.qty > 0 GROUP BY o.id, s.code),
         queue AS (SELECT order_id, code, sum(qty) OVER (PARTITION BY code ORDER BY pay_time, order_id) AS upto FROM want),
         lack AS (SELECT q.order_id, bool_or(q.upto > g.there) AS lacking FROM queue q JOIN good g ON g.sku_code = q.code
                  GROUP BY q.order_id),
         goods AS (
             SELECT l.order_id, string_agg(DISTINCT s.code, chr(31)) AS own, string_agg(DISTINCT l.sku_code, chr(31)) AS told,
                 string_agg(DISTINCT c.name, chr(31)) AS categories,
                 string_agg(DISTINCT coalesce(l.title, '') || ' ' || coalesce(l.props, ''), chr(31)) AS words,
                 CAST(sum(l.qty) FILTER (coalesce(p.place, 1) = 1) AS BIGINT) AS pieces, bool_and(l.gift) AS gift
             FROM w JOIN order_line l ON l.order_id = w.id LEFT JOIN part p ON p.listing_id = l.listing_id
             LEFT JOIN sku s ON s.id = p.sku_id LEFT JOIN listing g ON g.id = l.listing_id
             LEFT JOIN category c ON c.id = coalesce(nullif(s.category_id, 0), nullif(g.category_id, 0), l.category_id)
             GROUP BY l.order_id)
         SELECT w.id, w.platform, w.order_no, h.name, w.pay_time, {amount}, coalesce(w.items, g.pieces), w.province, w.buyer_message,
             w.seller_memo, w.customer_id, r.orders, {before}, date_sub('day', r.last, w.pay_time), g.own, g.told, g.categories, g.words,
             k.lacking, coalesce(g.gift, false), EXISTS (FROM manual_order m WHERE m.platform = w.platform AND m.order_no = w.order_no), coalesce(w.linked_order_no, '') <> '',
             coalesce(contains(w.title, '预售'), false) OR coalesce(contains(g.words, '预售'), false)
         FROM w LEFT JOIN shop h ON h.id = w.shop_id LEFT JOIN prior r ON r.id = w.id LEFT JOIN goods g ON g.order_id = w.id
         LEFT JOIN lack k ON k.order_id = w.id
         ORDER BY w.pay_time, w.platform, w.order_no",
        wanted = wanted.sql(),
        good = Place::Good.code(),
        waiting = waiting(&paid),
        amount = fen("w.paid"),
        before = fen("r.paid"),
    );
    let params: Vec<&dyn ToSql> = wanted.params();
    rows(conn, "reading orders to assign", &sql, &params, facts_of)
}

fn facts_of(row: &Row<'_>) -> duckdb::Result<OrderFacts> {
    let list = |at: usize| -> duckdb::Result<Vec<String>> {
        Ok(text(row, at)?.split(UNIT).map(str::trim).filter(|word| !word.is_empty()).map(str::to_owned).collect())
    };
    let mut skus = list(14)?;
    for told in list(15)? {
        if !skus.contains(&told) {
            skus.push(told);
        }
    }
    // Who bought is known; where nothing was bought before, that is known too.
    let before = (row.get::<_, i64>(10)? != 0)
        .then(|| -> duckdb::Result<Before> {
            Ok(Before {
                orders: row.get::<_, Option<i64>>(11)?.unwrap_or_default(),
                paid: Money::from_fen(row.get::<_, Option<i64>>(12)?.unwrap_or_default()),
                days: row.get(13)?,
            })
        })
        .transpose()?;
    let (gift, by_hand, linked, presale) =
        (row.get::<_, bool>(19)?, row.get::<_, bool>(20)?, row.get::<_, bool>(21)?, row.get::<_, bool>(22)?);
    let kind = match () {
        () if by_hand && linked => OrderKind::Reissue,
        () if by_hand => OrderKind::Manual,
        () if gift => OrderKind::Gift,
        () if presale => OrderKind::Presale,
        () => OrderKind::Ordinary,
    };
    Ok(OrderFacts {
        order_id: row.get(0)?,
        platform: platform(row, 1)?,
        order_no: text(row, 2)?,
        shop: text(row, 3)?,
        kind,
        paid_at: row.get(4)?,
        paid: money(row.get(5)?),
        items: row.get(6)?,
        province: province(row, 7)?,
        buyer_message: text(row, 8)?,
        seller_memo: text(row, 9)?,
        before,
        skus,
        categories: list(16)?,
        goods: list(17)?,
        lacking: row.get(18)?,
    })
}
