//! What the owner says a platform SKU stands for (对应关系): set in one transaction, and taken back to exactly what was there before.
//!
//! Mappings made here hold for the one platform and come before those of a sheet. They are kept by text, so that they outlive imports.

use chrono::NaiveDateTime;
use duckdb::params;

use super::Store;
use super::error::{Doing, Result, StoreError};
use super::orders::{LIST, joined, platform, text};
use super::parts::PARTS;
use super::read::rows;
use super::stock::follow;
use super::write::{Deed, Tx};
use crate::domain::matching::{Mapped, Matcher, OwnSku};
use crate::domain::money::Money;

/// What one platform SKU is to stand for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    pub listing_id: i64,
    /// Own SKU ids with pieces, the one that its sales go to first. Empty takes the mapping back.
    pub parts: Vec<(i64, i64)>,
}

/// An own SKU made by hand, because no product sheet knows the goods.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NewSku {
    pub code: String,
    pub name: String,
    pub props: String,
    /// Holds for all time; `None` when it is not known.
    pub cost: Option<Money>,
}

/// What a deed put another mapping in the place of: hand it to [`Store::undo_map`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Replaced {
    listings: Vec<i64>,
    before: Vec<Row>,
    /// Ids of the mappings that stand there now.
    made: Vec<i64>,
    /// The own SKU that was made with it.
    sku: Option<i64>,
}

impl Replaced {
    /// How many platform SKUs were mapped.
    pub fn listings(&self) -> usize {
        self.listings.len()
    }
}

/// A row of the mapping table.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Row {
    id: i64,
    platform: i64,
    key: String,
    sku_code: String,
    qty: i64,
    created_import: i64,
    import_id: i64,
    updated_at: NaiveDateTime,
}

const DOING: &str = "mapping";

/// Most pieces of one SKU that a platform SKU can stand for.
const MOST_PIECES: i64 = 99_999;

impl Store {
    /// Sets what platform SKUs stand for, all of them or none.
    pub fn map(&self, actor: &str, links: &[Link]) -> Result<Replaced> {
        let listings: Vec<i64> = links.iter().map(|link| link.listing_id).collect();
        let (subject, detail) = (self.subject(&listings)?, self.detail(links)?);
        self.write(actor, &Deed { what: "map", subject: &subject, detail }, |tx| {
            let replaced = set(tx, links, None)?;
            follow(tx)?;
            Ok(replaced)
        })
    }

    /// Makes an own SKU and maps these platform SKUs to one piece of it.
    pub fn map_to_new(&self, actor: &str, listings: &[i64], sku: &NewSku) -> Result<Replaced> {
        let code = sku.code.trim();
        if code.is_empty() {
            return Err(StoreError::InvalidMapping { detail: "an own SKU without a code".to_owned() });
        }
        if let Some(cost) = sku.cost.filter(|cost| cost.fen() < 0) {
            return Err(StoreError::InvalidMapping { detail: format!("a cost of {cost}") });
        }
        let detail = self.subject(listings)?;
        self.write(actor, &Deed { what: "create_sku", subject: code, detail }, |tx| {
            let id = create(tx, code, sku)?;
            let replaced = set(tx, &links_to(listings, id), Some(id))?;
            follow(tx)?;
            Ok(replaced)
        })
    }

    /// Puts back what [`Store::map`] or [`Store::map_to_new`] replaced. An own SKU that was made with it goes again unless
    /// something else names it by now.
    ///
    /// # Errors
    /// [`StoreError::Gone`] when other mappings stand there by now.
    pub fn undo_map(&self, actor: &str, replaced: &Replaced) -> Result<()> {
        let subject = self.subject(&replaced.listings)?;
        let deed = Deed { what: "undo_map", subject: &subject, detail: String::new() };
        self.write(actor, &deed, |tx| {
            let now: Vec<i64> = standing(tx, &replaced.listings)?.into_iter().map(|row| row.id).collect();
            if now != replaced.made {
                return Err(StoreError::Gone { what: "mapping", id: replaced.made.first().copied().unwrap_or(0) });
            }
            remove(tx, &replaced.listings)?;
            for row in &replaced.before {
                tx.conn
                    .execute(
                        "INSERT INTO mapping VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                        params![
                            row.id,
                            row.platform,
                            row.key,
                            row.sku_code,
                            row.qty,
                            row.created_import,
                            row.import_id,
                            row.updated_at
                        ],
                    )
                    .doing(DOING)?;
            }
            if let Some(sku) = replaced.sku {
                let mine = "created_import = 0 AND import_id = 0 AND code NOT IN (SELECT sku_code FROM mapping)";
                let gone = tx.conn.execute(&format!("DELETE FROM sku WHERE id = ? AND {mine}"), [sku]).doing(DOING)?;
                if gone > 0 {
                    tx.conn.execute("DELETE FROM sku_cost WHERE sku_id = ?", [sku]).doing(DOING)?;
                }
            }
            follow(tx)
        })
    }

    /// What suggestions for unmapped platform SKUs are made from: every own SKU, and every platform SKU that stands for some.
    pub fn matcher(&self) -> Result<Matcher> {
        let reader = self.reader()?;
        let own = reader.rows(DOING, "SELECT id, code, name, props, barcode FROM sku ORDER BY code", &[], |row| {
            Ok(OwnSku {
                id: row.get(0)?,
                code: text(row, 1)?,
                name: text(row, 2)?,
                props: text(row, 3)?,
                barcode: text(row, 4)?,
            })
        })?;
        let sql = format!(
            "SELECT l.id, l.platform, l.key, l.title, l.props, p.sku_id, p.qty FROM {PARTS} p JOIN listing l ON l.id = p.listing_id
             WHERE p.sku_id <> 0 ORDER BY l.id, p.place"
        );
        let mut mapped: Vec<(i64, Mapped)> = Vec::new();
        for (id, one, part) in reader.rows(DOING, &sql, &[], |row| {
            let one = Mapped {
                platform: platform(row, 1)?,
                key: text(row, 2)?,
                title: text(row, 3)?,
                props: text(row, 4)?,
                parts: Vec::new(),
            };
            Ok((row.get::<_, i64>(0)?, one, (row.get::<_, i64>(5)?, row.get::<_, i64>(6)?)))
        })? {
            if mapped.last().is_none_or(|(last, _)| *last != id) {
                mapped.push((id, one));
            }
            if let Some((_, last)) = mapped.last_mut() {
                last.parts.push(part);
            }
        }
        Ok(Matcher::new(own, mapped.into_iter().map(|(_, one)| one).collect()))
    }

    /// What the audit calls these platform SKUs: the keys of the first three, and how many there are.
    fn subject(&self, listings: &[i64]) -> Result<String> {
        let ids = joined(listings.iter().copied());
        let sql = format!("SELECT key FROM listing WHERE id IN {LIST} ORDER BY id LIMIT 3");
        let keys = if listings.is_empty() {
            Vec::new()
        } else {
            self.reader()?.rows(DOING, &sql, &[&ids], |row| text(row, 0))?
        };
        let more = if listings.len() > keys.len() { format!("… ({})", listings.len()) } else { String::new() };
        Ok(keys.join(", ") + &more)
    }

    /// What the links stand for, where it is the same for all: `A x 1, B x 2`.
    fn detail(&self, links: &[Link]) -> Result<String> {
        let Some(parts) = links.first().map(|link| &link.parts) else { return Ok(String::new()) };
        if parts.is_empty() || links.iter().any(|link| link.parts != *parts) {
            return Ok(String::new());
        }
        let sql = format!("SELECT id, code FROM sku WHERE id IN {LIST}");
        let ids = joined(parts.iter().map(|(sku, _)| *sku));
        let codes: Vec<(i64, String)> =
            self.reader()?.rows(DOING, &sql, &[&ids], |row| Ok((row.get(0)?, text(row, 1)?)))?;
        let named = parts.iter().filter_map(|(sku, qty)| {
            let (_, code) = codes.iter().find(|(id, _)| id == sku)?;
            Some(format!("{code} x {qty}"))
        });
        Ok(named.collect::<Vec<_>>().join(", "))
    }
}

fn links_to(listings: &[i64], sku: i64) -> Vec<Link> {
    listings.iter().map(|id| Link { listing_id: *id, parts: vec![(sku, 1)] }).collect()
}

/// Refuses what makes no sense.
fn check(links: &[Link]) -> Result<()> {
    let invalid = |detail: String| Err(StoreError::InvalidMapping { detail });
    let mut listings: Vec<i64> = links.iter().map(|link| link.listing_id).collect();
    listings.sort_unstable();
    if listings.windows(2).any(|pair| pair.first() == pair.last()) {
        return invalid("a platform SKU twice".to_owned());
    }
    for link in links {
        if let Some((sku, qty)) = link.parts.iter().find(|(_, qty)| !(1..=MOST_PIECES).contains(qty)) {
            return invalid(format!("{qty} pieces of SKU {sku}"));
        }
        let mut skus: Vec<i64> = link.parts.iter().map(|(sku, _)| *sku).collect();
        skus.sort_unstable();
        if skus.windows(2).any(|pair| pair.first() == pair.last()) {
            return invalid("a SKU twice".to_owned());
        }
    }
    Ok(())
}

/// The first of `ids` that `table` does not have.
fn missing(tx: &Tx<'_>, table: &str, ids: &[i64]) -> Result<Option<i64>> {
    if ids.is_empty() {
        return Ok(None);
    }
    let sql = format!("SELECT id FROM {table} WHERE id IN {LIST}");
    let known: std::collections::HashSet<i64> =
        rows(tx.conn, DOING, &sql, &[&joined(ids.iter().copied())], |row| row.get(0))?.into_iter().collect();
    Ok(ids.iter().find(|id| !known.contains(id)).copied())
}

/// The mappings of these very platform SKUs, in their order.
fn standing(tx: &Tx<'_>, listings: &[i64]) -> Result<Vec<Row>> {
    if listings.is_empty() {
        return Ok(Vec::new());
    }
    let sql = format!(
        "SELECT m.id, m.platform, m.key, m.sku_code, m.qty, m.created_import, m.import_id, m.updated_at
         FROM mapping m JOIN listing l ON l.platform = m.platform AND l.key = m.key WHERE l.id IN {LIST} ORDER BY m.id"
    );
    rows(tx.conn, DOING, &sql, &[&joined(listings.iter().copied())], |row| {
        Ok(Row {
            id: row.get(0)?,
            platform: row.get(1)?,
            key: row.get(2)?,
            sku_code: row.get(3)?,
            qty: row.get(4)?,
            created_import: row.get(5)?,
            import_id: row.get(6)?,
            updated_at: row.get(7)?,
        })
    })
}

fn remove(tx: &Tx<'_>, listings: &[i64]) -> Result<()> {
    let sql = format!(
        "DELETE FROM mapping USING listing l WHERE l.platform = mapping.platform AND l.key = mapping.key AND l.id IN {LIST}"
    );
    tx.conn.execute(&sql, params![joined(listings.iter().copied())]).doing(DOING)?;
    Ok(())
}

/// Puts `links` in the place of what stands there; ids travel as lists, so that thousands cost no more than a few.
fn set(tx: &Tx<'_>, links: &[Link], sku: Option<i64>) -> Result<Replaced> {
    check(links)?;
    let listings: Vec<i64> = links.iter().map(|link| link.listing_id).collect();
    let parts: Vec<(i64, i64, i64)> =
        links.iter().flat_map(|link| link.parts.iter().map(|(sku, qty)| (link.listing_id, *sku, *qty))).collect();
    if let Some(id) = missing(tx, "listing", &listings)? {
        return Err(StoreError::Gone { what: "listing", id });
    }
    if let Some(id) = missing(tx, "sku", &parts.iter().map(|(_, sku, _)| *sku).collect::<Vec<_>>())? {
        return Err(StoreError::Gone { what: "sku", id });
    }
    let before = standing(tx, &listings)?;
    if !before.is_empty() {
        remove(tx, &listings)?;
    }
    let count = i64::try_from(parts.len()).unwrap_or_default();
    let first = tx.take_numbers("mapping", count)?;
    let made: Vec<i64> = (first..first + count).collect();
    if count > 0 {
        let list = "unnest(CAST(string_split(?, ',') AS BIGINT[]))";
        tx.conn
            .execute(
                &format!(
                    "INSERT INTO mapping
                     SELECT t.id, l.platform, l.key, s.code, t.qty, 0, 0, CAST(? AS TIMESTAMP)
                     FROM (SELECT {list} AS id, {list} AS listing_id, {list} AS sku_id, {list} AS qty) t
                     JOIN listing l ON l.id = t.listing_id JOIN sku s ON s.id = t.sku_id ORDER BY t.id"
                ),
                params![
                    tx.now,
                    joined(made.iter().copied()),
                    joined(parts.iter().map(|(listing, _, _)| *listing)),
                    joined(parts.iter().map(|(_, sku, _)| *sku)),
                    joined(parts.iter().map(|(_, _, qty)| *qty)),
                ],
            )
            .doing(DOING)?;
    }
    Ok(Replaced { listings, before, made, sku })
}

/// A new own SKU; its code must be free.
fn create(tx: &Tx<'_>, code: &str, sku: &NewSku) -> Result<i64> {
    let taken: i64 = tx.conn.query_row("SELECT count(*) FROM sku WHERE code = ?", [code], |r| r.get(0)).doing(DOING)?;
    if taken > 0 {
        return Err(StoreError::SkuExists { code: code.to_owned() });
    }
    let told = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
    let id = tx.take_numbers("sku", 1)?;
    let cost = sku.cost.map(|cost| cost.to_string());
    tx.conn
        .execute(
            "INSERT INTO sku(id, code, name, category_id, props, cost, supplier_id, created_import, import_id, updated_at)
             VALUES (?, ?, ?, 0, ?, CAST(? AS DECIMAL(18,2)), 0, 0, 0, ?)",
            params![id, code, told(&sku.name), told(&sku.props), cost, tx.now],
        )
        .doing(DOING)?;
    if let Some(cost) = cost {
        tx.conn
            .execute("INSERT INTO sku_cost VALUES (?, ?, CAST(? AS DECIMAL(18,2)), 0)", params![id, tx.now, cost])
            .doing(DOING)?;
    }
    Ok(id)
}
