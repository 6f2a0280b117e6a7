//! Columns mapped by hand (字段对应), for files of no known format: written in TOML, kept by name, found again by the file's columns.
//!
//! ```toml
//! name = "我的账本"
//! kind = "orders"            # orders lines refunds products parcels mappings purchases shop_traffic ...
//! platform = "other"
//! shop = "线下店"
//! header_row = 2             # left out: found by the names below
//! from = "2026-05-01"        # only for files that tell no day, such as sources of traffic
//! to = "2026-05-31"
//! paid = "net"               # net | gross; left out: asked from the rows
//! order_money = "repeated"   # for lines: each | repeated | told
//!
//! [columns]
//! order_no = "单号"
//! phone = ["手机", "电话"]    # the first that says something counts
//! ```

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::field::Field;
use super::format::{Kind, OrderMoney, Traits};
use super::header::Names;
use super::paid::Verdict;
use crate::domain::draft::TrafficGrain;
use crate::domain::period::Period;
use crate::domain::platform::Platform;
use crate::locale::Said;

/// A mapping as the user makes and keeps it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mapping {
    pub name: String,
    /// Id of a [`Kind`].
    pub kind: String,
    #[serde(default = "other")]
    pub platform: Platform,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub shop: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub header_row: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<NaiveDate>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<NaiveDate>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paid: Option<Verdict>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order_money: Option<Share>,
    /// Marks the header it was made for; files with the same columns are read with it by themselves.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub fingerprint: String,
    /// Field id → header names.
    pub columns: BTreeMap<String, OneOrMore>,
}

/// One header name or several.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum OneOrMore {
    One(String),
    More(Vec<String>),
}

/// What an amount of the order means on the row of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Share {
    Each,
    Repeated,
    Told,
}

const fn other() -> Platform {
    Platform::Other
}

/// Why a mapping cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MappingError {
    #[error("not a mapping: {detail}")]
    Toml { detail: String },
    #[error("unknown kind {kind}")]
    Kind { kind: String },
    #[error("unknown field {field}")]
    Field { field: String },
    #[error("no column {header}")]
    NoColumn { header: String },
    #[error("{field} is not mapped")]
    Missing { field: &'static str },
    #[error("two fields share the column {header}")]
    Shared { header: String },
    #[error("no header in row {row}")]
    NoHeader { row: u32 },
}

impl MappingError {
    pub fn said(&self) -> Said {
        match self {
            Self::Toml { detail } => Said::new("import.mapping_toml").with("detail", detail),
            Self::Kind { kind } => {
                let known = Kind::MAPPABLE.map(Kind::id).join(", ");
                Said::new("import.mapping_kind").with("kind", kind).with("known", known)
            }
            Self::Field { field } => Said::new("import.mapping_field").with("field", field),
            Self::NoColumn { header } => Said::new("import.mapping_no_column").with("header", header),
            Self::Missing { field } => Said::new("import.mapping_missing").with("field", field),
            Self::Shared { header } => Said::new("import.mapping_shared").with("header", header),
            Self::NoHeader { row } => Said::new("import.mapping_no_header").with("row", row),
        }
    }
}

impl OneOrMore {
    fn names(&self) -> &[String] {
        match self {
            Self::One(name) => std::slice::from_ref(name),
            Self::More(names) => names,
        }
    }
}

impl Mapping {
    pub fn from_toml(text: &str) -> Result<Self, MappingError> {
        let mapping: Self =
            toml::from_str(text).map_err(|error| MappingError::Toml { detail: error.message().to_owned() })?;
        mapping.kind()?;
        for id in mapping.columns.keys() {
            Field::from_id(id).ok_or_else(|| MappingError::Field { field: id.clone() })?;
        }
        Ok(mapping)
    }

    pub fn to_toml(&self) -> Result<String, MappingError> {
        toml::to_string_pretty(self).map_err(|error| MappingError::Toml { detail: error.to_string() })
    }

    pub fn kind(&self) -> Result<Kind, MappingError> {
        Kind::from_id(&self.kind).ok_or_else(|| MappingError::Kind { kind: self.kind.clone() })
    }

    pub fn period(&self) -> Option<Period> {
        let from = self.from?;
        Some(Period::new(from, self.to.unwrap_or(from)))
    }

    /// How rows are to be understood.
    pub fn traits(&self) -> Traits {
        let own = matches!(self.kind(), Ok(Kind::Products | Kind::Parcels | Kind::Mappings));
        let order_money = match self.order_money {
            Some(Share::Each) => OrderMoney::PerRow,
            Some(Share::Repeated) => OrderMoney::Repeated,
            Some(Share::Told) | None => OrderMoney::Told,
        };
        let dated_order_no = self.platform == Platform::Pinduoduo;
        Traits { order_money, own, dated_order_no, paid_may_be_net: true, ..Traits::NONE }
    }

    /// Fields and their columns in a file with these names, when all is there that this kind of rows needs.
    /// How many of its columns stand under these names.
    pub fn found_in(&self, names: &Names) -> usize {
        self.columns.values().flat_map(OneOrMore::names).filter(|header| names.find(header).is_some()).count()
    }

    pub fn resolve(&self, names: &Names) -> Result<Vec<(Field, usize)>, MappingError> {
        let kind = self.kind()?;
        let mut pairs: Vec<(Field, usize)> = Vec::new();
        for (id, headers) in &self.columns {
            let field = Field::from_id(id).ok_or_else(|| MappingError::Field { field: id.clone() })?;
            for header in headers.names() {
                let at = names.find(header).ok_or_else(|| MappingError::NoColumn { header: header.clone() })?;
                if pairs.iter().any(|(_, taken)| *taken == at) {
                    return Err(MappingError::Shared { header: header.clone() });
                }
                pairs.push((field, at));
            }
        }
        for group in needed(kind) {
            if !group.iter().any(|field| pairs.iter().any(|(mapped, _)| mapped == field)) {
                return Err(MappingError::Missing { field: group.first().map_or("", |field| field.id()) });
            }
        }
        Ok(pairs)
    }
}

/// The mark by which a file with the same columns is known again.
pub fn fingerprint(names: &Names) -> String {
    let digest = Sha256::digest(names.fingerprint().as_bytes());
    digest.iter().take(12).map(|byte| format!("{byte:02x}")).collect()
}

/// What rows of a kind cannot do without: of each group one.
pub const fn needed(kind: Kind) -> &'static [&'static [Field]] {
    use Field as F;
    match kind {
        Kind::Orders => &[&[F::OrderNo], &[F::CreatedAt, F::PaidAt], &[F::Payable, F::Paid, F::GoodsAmount]],
        Kind::Lines => &[&[F::OrderNo], &[F::CreatedAt, F::PaidAt], &[F::Title, F::SkuCode, F::ItemId]],
        Kind::Refunds => &[&[F::OrderNo], &[F::RefundAmount]],
        Kind::Products => &[&[F::SkuCode]],
        Kind::Parcels => &[&[F::TrackingNo]],
        Kind::Mappings => &[&[F::PlatformSku], &[F::OwnSku]],
        Kind::Purchases => &[&[F::OrderNo], &[F::Qty], &[F::UnitPrice, F::GoodsAmount, F::Paid]],
        Kind::Traffic(TrafficGrain::Item) => &[&[F::ItemId], &[F::Visitors, F::PayAmount]],
        Kind::Traffic(TrafficGrain::Keyword) => &[&[F::Keyword], &[F::Visitors, F::PayAmount]],
        Kind::Traffic(TrafficGrain::Source | TrafficGrain::ItemSource) => &[&[F::Source], &[F::Visitors, F::PayAmount]],
        Kind::Traffic(TrafficGrain::Shop) => &[&[F::Visitors, F::PayAmount]],
        Kind::Noted => &[],
    }
}

/// Fields a mapping screen offers for a kind: those that its rows can use.
pub fn offered(kind: Kind) -> Vec<Field> {
    use Field as F;
    const PLACE: [F; 7] = [F::Province, F::City, F::District, F::Receiver, F::Phone, F::Address, F::AddressChanged];
    const ORDER: [F; 18] = [
        F::OrderNo,
        F::Shop,
        F::Buyer,
        F::Status,
        F::CreatedAt,
        F::PaidAt,
        F::ShippedAt,
        F::ReceivedAt,
        F::GoodsAmount,
        F::Freight,
        F::Discount,
        F::Payable,
        F::Paid,
        F::Settled,
        F::TrackingNo,
        F::Courier,
        F::SellerMemo,
        F::BuyerMessage,
    ];
    const FIGURES: [F; 17] = [
        F::Days,
        F::Visitors,
        F::PageViews,
        F::NewVisitors,
        F::ReturningVisitors,
        F::Stay,
        F::Bounce,
        F::CartBuyers,
        F::FavouriteBuyers,
        F::OrderBuyers,
        F::OrderAmount,
        F::PayBuyers,
        F::PayItems,
        F::PayOrders,
        F::PayAmount,
        F::RefundDone,
        F::AdSpend,
    ];
    let with = |some: &[F], more: &[F]| some.iter().chain(more).copied().collect::<Vec<_>>();
    match kind {
        Kind::Orders => with(&with(&ORDER, &PLACE), &[F::Refund, F::Items, F::Title, F::CloseReason]),
        Kind::Lines => with(
            &with(&ORDER, &PLACE),
            &[
                F::LineNo,
                F::ItemId,
                F::SkuId,
                F::SkuCode,
                F::ItemCode,
                F::Title,
                F::Props,
                F::Qty,
                F::UnitPrice,
                F::LineGoods,
                F::LinePaid,
                F::LineRefund,
                F::RefundStatus,
                F::Category,
                F::UnitCost,
                F::TotalCost,
                F::Gift,
            ],
        ),
        Kind::Refunds => vec![
            F::RefundNo,
            F::OrderNo,
            F::LineNo,
            F::RefundAmount,
            F::RefundStatus,
            F::RefundKind,
            F::NeedsReturn,
            F::GoodsState,
            F::RefundReason,
            F::AppliedAt,
            F::RefundedAt,
            F::PaidAt,
            F::ItemId,
            F::SkuCode,
            F::Title,
            F::ReturnTracking,
        ],
        Kind::Products => vec![
            F::SkuCode,
            F::Title,
            F::Category,
            F::Props,
            F::Cost,
            F::Price,
            F::Weight,
            F::Supplier,
            F::Barcode,
            F::ListedAt,
        ],
        Kind::Parcels => vec![
            F::TrackingNo,
            F::OrderNo,
            F::Courier,
            F::Province,
            F::City,
            F::Weight,
            F::ParcelFreight,
            F::ShippedAt,
            F::CollectedAt,
            F::SignedAt,
            F::LastScanAt,
            F::ParcelState,
        ],
        Kind::Mappings => vec![F::PlatformSku, F::OwnSku, F::Qty],
        Kind::Purchases => vec![
            F::OrderNo,
            F::Supplier,
            F::Status,
            F::CreatedAt,
            F::PaidAt,
            F::Title,
            F::ItemId,
            F::SkuCode,
            F::ItemCode,
            F::UnitPrice,
            F::Qty,
            F::GoodsAmount,
            F::Freight,
            F::Discount,
            F::Paid,
            F::TrackingNo,
            F::Courier,
            F::LinkedOrderNo,
        ],
        Kind::Traffic(TrafficGrain::Shop) => FIGURES.to_vec(),
        Kind::Traffic(TrafficGrain::Item) => with(&[F::ItemId, F::Title], &FIGURES),
        Kind::Traffic(TrafficGrain::Keyword) => with(&[F::Keyword], &FIGURES),
        Kind::Traffic(TrafficGrain::Source) => with(&[F::Source], &FIGURES),
        Kind::Traffic(TrafficGrain::ItemSource) => with(&[F::ItemId, F::Source], &FIGURES),
        Kind::Noted => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BOOK: &str = r#"
        name = "我的账本"
        kind = "orders"
        platform = "other"
        [columns]
        order_no = "单号"
        created_at = "日期"
        paid = "实收（元）"
        phone = ["手机", "电话"]
    "#;

    #[test]
    fn a_mapping_finds_its_columns_however_they_are_spelled() {
        let mapping = Mapping::from_toml(BOOK).unwrap();
        let names = Names::new(["电话", "单号 ", "日期", "实收(元)", "手机"]);
        let pairs = mapping.resolve(&names).unwrap();
        assert!(pairs.contains(&(Field::Paid, 3)) && pairs.contains(&(Field::OrderNo, 1)));
        let phones: Vec<_> = pairs.iter().filter(|(field, _)| *field == Field::Phone).map(|(_, at)| *at).collect();
        assert_eq!(phones, [4, 0]);
        assert_eq!(Mapping::from_toml(&mapping.to_toml().unwrap()), Ok(mapping));
    }

    #[test]
    fn what_is_missing_is_named() {
        let mapping = Mapping::from_toml(BOOK).unwrap();
        let missing = mapping.resolve(&Names::new(["单号", "日期", "实收(元)", "手机"]));
        assert_eq!(missing, Err(MappingError::NoColumn { header: "电话".to_owned() }));
        let wrong = Mapping::from_toml(&BOOK.replace("order_no =", "order_number ="));
        assert_eq!(wrong, Err(MappingError::Field { field: "order_number".to_owned() }));
        let mut short = mapping;
        short.columns.remove("created_at");
        let names = Names::new(["单号", "日期", "实收(元)", "手机", "电话"]);
        assert_eq!(short.resolve(&names), Err(MappingError::Missing { field: "created_at" }));
    }

    #[test]
    fn what_a_kind_needs_is_offered() {
        for kind in Kind::MAPPABLE {
            let offered = offered(kind);
            assert!(
                needed(kind).iter().all(|group| group.iter().any(|field| offered.contains(field))),
                "{}",
                kind.id()
            );
        }
    }
}
