//! From merge rules to SQL. Only names from `kinds.rs` and numbers of our own are written into statements; whatever a file says
//! stays in the staging tables' cells.

use super::kinds::{Kind, Rank, Rule};

/// What one import knows of itself; becomes numbers in the statements.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Batch {
    /// Platform code of the source.
    pub platform: u8,
    /// The very same file was imported before: its rows can only fill in what is not known.
    pub seen_before: bool,
    /// Id of the platform's default shop, 0 when there is none yet.
    pub default_shop: i64,
}

impl Kind {
    pub fn stage(&self) -> String {
        format!("st_{}", self.base)
    }

    pub fn view(&self) -> String {
        format!("v_{}", self.base)
    }

    /// Staged names with the ids they stand for: stage column and id column.
    fn lookups(&self) -> Vec<(&'static str, &'static str)> {
        self.columns
            .iter()
            .filter_map(|(column, rule)| match rule {
                Rule::FirstId(name) | Rule::LaterId(name) => Some((*name, *column)),
                Rule::Shop => Some(("shop", "shop_id")),
                _ => None,
            })
            .chain((self.base == "traffic").then_some(("shop", "shop_id")))
            .collect()
    }

    /// The stage with ids looked up.
    pub fn view_sql(&self) -> String {
        let mut columns = vec!["s.*".to_owned()];
        let mut joins = String::new();
        for (name, id) in self.lookups() {
            columns.push(format!("x_{name}.id AS {id}"));
            let on = if name == "buyer" { "buyer" } else { "code" };
            joins.push_str(&format!(" LEFT JOIN x_{name} ON x_{name}.{on} = s.{name}"));
            if name == "shop" {
                columns.push("x_shop.name <> '' AS shop_named".to_owned());
            }
        }
        format!(
            "CREATE OR REPLACE TEMP VIEW {} AS SELECT {} FROM {} s{joins}",
            self.view(),
            columns.join(", "),
            self.stage()
        )
    }

    /// The staged row shows an older picture than what is known.
    fn stale(&self, batch: &Batch) -> String {
        let mut signs = Vec::new();
        if batch.seen_before {
            signs.push("true".to_owned());
        }
        if self.implied {
            signs.push("coalesce(s.implied, true)".to_owned());
        }
        if self.rank != Rank::None {
            let behind = format!("coalesce({} < {}, false)", self.rank("s.status"), self.rank("o.status"));
            // What was noted by hand may be closed again, even where it was over.
            let noted = "s.refund_no IN (SELECT refund_no FROM aftersale)";
            signs.push(if self.rank == Rank::Refund { format!("({behind} AND NOT {noted})") } else { behind });
        }
        if signs.is_empty() { "false".to_owned() } else { format!("({})", signs.join(" OR ")) }
    }

    fn rank(&self, status: &str) -> String {
        match self.rank {
            Rank::None => "0".to_owned(),
            Rank::Order => format!("(CASE WHEN {status} = 9 THEN 0 ELSE {status} END)"),
            Rank::Refund => format!("(CASE {status} WHEN 6 THEN 3 WHEN 5 THEN 2 WHEN 9 THEN 0 ELSE 1 END)"),
        }
    }

    /// The merged value of a column, from the known row `o` and the staged row `s`, either of which may be missing.
    pub fn merged(&self, column: &str, rule: Rule, batch: &Batch) -> String {
        let (o, s) = (format!("o.{column}"), format!("s.{column}"));
        let stale = self.stale(batch);
        let later = |o: &str, s: &str| match stale.as_str() {
            "false" => format!("coalesce({s}, {o})"),
            stale => format!("CASE WHEN {stale} THEN coalesce({o}, {s}) ELSE coalesce({s}, {o}) END"),
        };
        match rule {
            Rule::First => format!("coalesce({o}, {s})"),
            Rule::Later => later(&o, &s),
            Rule::Private => format!(
                "CASE WHEN {s} IS NULL OR {o} IS NULL THEN coalesce({o}, {s}) WHEN {ms} AND NOT {mo} THEN {o}
                 WHEN {mo} AND NOT {ms} THEN {s} WHEN {stale} THEN {o} ELSE {s} END",
                ms = masked(&s),
                mo = masked(&o)
            ),
            Rule::Most => format!("greatest({o}, {s})"),
            Rule::FirstId(_) => format!("coalesce(nullif({o}, 0), {s}, 0)"),
            Rule::LaterId(_) => format!("coalesce({}, 0)", later(&format!("nullif({o}, 0)"), &s)),
            Rule::Status => format!("CASE WHEN {} THEN s.status ELSE o.status END", self.takes_status(&stale)),
            Rule::StatusRaw => format!(
                "CASE WHEN {} THEN coalesce(s.status_raw, o.status_raw) ELSE coalesce(o.status_raw, s.status_raw) END",
                self.takes_status(&stale)
            ),
            Rule::KnownCode => {
                format!("coalesce({}, 9)", later(&format!("nullif({o}, 9)"), &format!("nullif({s}, 9)")))
            }
            Rule::Either => format!("(coalesce({o}, false) OR coalesce({s}, false))"),
            Rule::Paid => "CASE WHEN o.paid IS NULL OR (o.paid = 0 AND o.paid_at IS NULL) THEN coalesce(s.paid, o.paid) ELSE o.paid END".to_string(),
            Rule::LinePaid => format!("coalesce(nullif({o}, 0), {s}, {o})"),
            Rule::Shop => format!(
                "CASE WHEN o.shop_id IS NULL OR (o.shop_id = {} AND s.shop_named) THEN coalesce(s.shop_id, o.shop_id)
                 ELSE o.shop_id END",
                batch.default_shop
            ),
        }
    }

    /// The staged status is to be taken.
    fn takes_status(&self, stale: &str) -> String {
        format!("(s.status IS NOT NULL AND (o.status IS NULL OR (s.status <> 9 AND NOT {stale})))")
    }

    /// `merged AS column` for every column.
    pub fn merged_columns(&self, batch: &Batch) -> Vec<String> {
        self.columns.iter().map(|(c, rule)| format!("{} AS {c}", self.merged(c, *rule, batch))).collect()
    }

    /// Something known would become different.
    pub fn differs(&self, batch: &Batch) -> String {
        let each: Vec<String> = self
            .columns
            .iter()
            .map(|(c, rule)| format!("({}) IS DISTINCT FROM o.{c}", self.merged(c, *rule, batch)))
            .collect();
        format!("({})", each.join(" OR "))
    }

    /// How the staged row `s` finds the known row `o`.
    pub fn matches(&self, batch: &Batch) -> String {
        let mut all: Vec<String> = self.key.iter().map(|key| format!("o.{key} = s.{key}")).collect();
        if self.per_platform {
            all.push(format!("o.platform = {}", batch.platform));
        }
        all.join(" AND ")
    }

    /// `seq`, `id` and `state` (0 new, 1 updated, 2 unchanged) of every staged row. New ids are `first_id` + `seq`.
    pub fn resolve_sql(&self, batch: &Batch, first_id: i64) -> String {
        format!(
            "CREATE OR REPLACE TEMP TABLE r_{base} AS SELECT s.seq, coalesce(o.id, {first_id} + s.seq) AS id,
             CAST(CASE WHEN o.id IS NULL THEN 0 WHEN {differs} THEN 1 ELSE 2 END AS TINYINT) AS state
             FROM {view} s LEFT JOIN {base} o ON {matches}",
            base = self.base,
            differs = self.differs(batch),
            view = self.view(),
            matches = self.matches(batch),
        )
    }

    /// Names of the key columns in the stage, where shops are still codes.
    pub fn stage_key(&self) -> Vec<&'static str> {
        self.key.iter().map(|key| if *key == "shop_id" { "shop" } else { *key }).collect()
    }

    /// One row for several staged rows of the same record, by the same rules in the order of the file.
    pub fn collapse_columns(&self) -> Vec<String> {
        let weight = if self.implied { "seq + CASE WHEN implied THEN 0 ELSE 1000000000000 END" } else { "seq" };
        let mut columns = vec!["min(seq) AS seq".to_owned()];
        columns.extend(self.stage_key().into_iter().map(str::to_owned));
        for (column, rule) in self.columns {
            let (name, expression) = match rule {
                Rule::First => (*column, format!("arg_min({column}, seq)")),
                Rule::Later => (*column, format!("arg_max({column}, {weight})")),
                Rule::KnownCode => (*column, format!("arg_max(nullif({column}, 9), {weight})")),
                Rule::Private => {
                    let open = masked(column);
                    (*column, format!("arg_max({column}, seq + CASE WHEN {open} THEN 0 ELSE 1000000000000 END)"))
                }
                Rule::Most => (*column, format!("max({column})")),
                Rule::FirstId(name) => (*name, format!("arg_min({name}, seq)")),
                Rule::LaterId(name) => (*name, format!("arg_max({name}, {weight})")),
                Rule::Status | Rule::StatusRaw => {
                    let rank = self.rank("status");
                    (*column, format!("arg_max({column}, coalesce({rank}, 0) * 1000000000000 + seq)"))
                }
                Rule::Either => (*column, format!("bool_or({column})")),
                Rule::Paid | Rule::LinePaid => {
                    (*column, format!("arg_min({column}, seq + CASE WHEN {column} = 0 THEN 1000000000000 ELSE 0 END)"))
                }
                Rule::Shop => ("shop", "arg_min(shop, seq)".to_owned()),
            };
            columns.push(format!("{expression} AS {name}"));
        }
        if self.implied {
            columns.push("bool_and(implied) AS implied".to_owned());
        }
        if self.base == "order_line" {
            columns.push("arg_max(order_no, seq) AS order_no".to_owned());
        }
        if self.base == "parcel" {
            // Which order the surviving order number belongs to is looked up again.
            columns.push("CAST(NULL AS BIGINT) AS order_id".to_owned());
        }
        columns
    }
}

/// See [`crate::domain::privacy::is_masked`].
pub(super) fn masked(text: &str) -> String {
    format!("(contains({text}, '*') OR starts_with({text}, '##') OR starts_with({text}, '$$'))")
}

/// See [`crate::domain::draft::platform_sku_key`]; `NULL` where nothing is told.
pub(super) fn listing_key(sku_code: &str, item_id: &str, props: &str, title: &str) -> String {
    format!(
        "coalesce({sku_code}, '#' || {item_id} || coalesce('|' || {props}, ''), '~' || {title} || coalesce('|' || {props}, ''))"
    )
}
