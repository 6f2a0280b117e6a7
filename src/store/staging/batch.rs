//! Drafts as Arrow columns (列批): how a stretch of rows gets into a temporary table in one stride instead of a million bindings.
//!
//! Each `*_batch` function is also the definition of its temporary table: the table is made from the schema of an empty batch.

use std::sync::Arc;

use chrono::{NaiveDate, NaiveDateTime};
use duckdb::arrow::array::{
    ArrayRef, BooleanArray, Date32Array, Decimal64Array, Int16Array, Int32Array, Int64Array, StringArray,
    TimestampMicrosecondArray,
};
use duckdb::arrow::datatypes::{DataType, Field, Schema};
use duckdb::arrow::record_batch::RecordBatch;

use super::names::{AllNames, Names};
use crate::domain::draft::{
    LineDraft, MappingDraft, OrderDraft, ParcelDraft, ProductDraft, PurchaseDraft, RefundDraft, Source, TrafficDraft,
    platform_sku_key,
};
use crate::domain::money::Money;
use crate::domain::privacy::is_masked;
use crate::store::error::{Result, StoreError};

/// Digits of an amount as the shop file keeps it.
const AMOUNT: (u8, i8) = (18, 2);

/// Columns being gathered. `seq` numbers the rows of the whole file.
pub(super) struct Batch {
    fields: Vec<Field>,
    columns: Vec<ArrayRef>,
}

impl Batch {
    fn new(first_seq: i64, rows: usize) -> Self {
        let mut batch = Self { fields: Vec::new(), columns: Vec::new() };
        batch.column("seq", Arc::new(Int64Array::from_iter_values((0..rows as i64).map(|at| first_seq + at))));
        batch
    }

    fn column(&mut self, name: &str, column: ArrayRef) {
        use duckdb::arrow::array::Array;
        self.fields.push(Field::new(name, column.data_type().clone(), true));
        self.columns.push(column);
    }

    /// Empty text is "not told".
    fn text<'a>(&mut self, name: &str, values: impl Iterator<Item = &'a str>) {
        let told = values.map(|text| (!text.is_empty()).then_some(text));
        self.column(name, Arc::new(told.collect::<StringArray>()));
    }

    fn whole(&mut self, name: &str, values: impl Iterator<Item = Option<i64>>) {
        self.column(name, Arc::new(values.collect::<Int64Array>()));
    }

    fn code(&mut self, name: &str, values: impl Iterator<Item = Option<u8>>) {
        self.column(name, Arc::new(values.map(|code| code.map(i16::from)).collect::<Int16Array>()));
    }

    /// Texts that repeat, by their number in the file's own list of names.
    fn named<'a>(&mut self, name: &str, names: &mut Names, values: impl Iterator<Item = &'a str>) {
        self.column(name, Arc::new(values.map(|text| names.code(text)).collect::<Int32Array>()));
    }

    /// Like [`Batch::named`], but the empty name is a shop too: the platform's default one.
    fn shop<'a>(&mut self, names: &mut Names, values: impl Iterator<Item = &'a str>) {
        self.column("shop", Arc::new(values.map(|text| Some(names.number(text))).collect::<Int32Array>()));
    }

    fn flag(&mut self, name: &str, values: impl Iterator<Item = bool>) {
        self.column(name, Arc::new(values.map(Some).collect::<BooleanArray>()));
    }

    fn money(&mut self, name: &str, values: impl Iterator<Item = Option<Money>>) {
        let fen: Decimal64Array = values.map(|amount| amount.map(Money::fen)).collect();
        let (precision, scale) = AMOUNT;
        self.column(name, Arc::new(fen.with_data_type(DataType::Decimal64(precision, scale))));
    }

    fn time(&mut self, name: &str, values: impl Iterator<Item = Option<NaiveDateTime>>) {
        let micros = values.map(|at| at.map(|at| at.and_utc().timestamp_micros()));
        self.column(name, Arc::new(micros.collect::<TimestampMicrosecondArray>()));
    }

    fn day(&mut self, name: &str, values: impl Iterator<Item = Option<NaiveDate>>) {
        let epoch = NaiveDate::default();
        let days = values.map(|day| day.and_then(|day| i32::try_from((day - epoch).num_days()).ok()));
        self.column(name, Arc::new(days.collect::<Date32Array>()));
    }

    pub fn finish(self) -> Result<RecordBatch> {
        RecordBatch::try_new(Arc::new(Schema::new(self.fields)), self.columns)
            .map_err(|error| StoreError::Engine { doing: "staging", detail: error.to_string() })
    }

    /// The statement that makes the temporary table these columns go into.
    pub fn table(&self, name: &str) -> String {
        let columns: Vec<String> =
            self.fields.iter().map(|field| format!("{} {}", field.name(), sql_type(field.data_type()))).collect();
        format!("CREATE OR REPLACE TEMP TABLE {name}({})", columns.join(", "))
    }
}

fn sql_type(kind: &DataType) -> &'static str {
    match kind {
        DataType::Int16 => "SMALLINT",
        DataType::Int32 => "INTEGER",
        DataType::Int64 => "BIGINT",
        DataType::Boolean => "BOOLEAN",
        DataType::Decimal64(..) => "DECIMAL(18,2)",
        DataType::Timestamp(..) => "TIMESTAMP",
        DataType::Date32 => "DATE",
        _ => "VARCHAR",
    }
}

/// A masked value is nobody's key.
fn unmasked(text: &str) -> &str {
    if is_masked(text) { "" } else { text }
}

/// A row that names no shop belongs to the file's.
fn or<'a>(text: &'a str, otherwise: &'a str) -> &'a str {
    if text.is_empty() { otherwise } else { text }
}

pub(super) fn orders(from: i64, rows: &[OrderDraft], source: &Source, names: &mut AllNames) -> Batch {
    let mut b = Batch::new(from, rows.len());
    b.text("order_no", rows.iter().map(|r| r.order_no.as_str()));
    b.shop(&mut names.shop, rows.iter().map(|r| or(&r.shop, &source.shop)));
    b.text("buyer", rows.iter().map(|r| unmasked(&r.buyer)));
    b.code("status", rows.iter().map(|r| r.status.map(crate::domain::order::OrderStatus::code)));
    b.text("status_raw", rows.iter().map(|r| r.status_raw.as_str()));
    b.time("created_at", rows.iter().map(|r| r.created_at));
    b.time("paid_at", rows.iter().map(|r| r.paid_at));
    b.time("shipped_at", rows.iter().map(|r| r.shipped_at));
    b.time("received_at", rows.iter().map(|r| r.received_at));
    b.money("goods_amount", rows.iter().map(|r| r.goods_amount));
    b.money("freight", rows.iter().map(|r| r.freight));
    b.money("payable", rows.iter().map(|r| r.payable));
    b.money("paid", rows.iter().map(|r| r.paid));
    b.money("refund_told", rows.iter().map(|r| r.refund));
    b.money("settled", rows.iter().map(|r| r.settled));
    b.whole("items", rows.iter().map(|r| r.items));
    b.text("title", rows.iter().map(|r| r.title.as_str()));
    b.code("province", rows.iter().map(|r| r.province.map(crate::domain::region::Province::code)));
    b.text("city", rows.iter().map(|r| r.city.as_str()));
    b.text("district", rows.iter().map(|r| r.district.as_str()));
    b.text("receiver", rows.iter().map(|r| r.receiver.as_str()));
    b.text("phone", rows.iter().map(|r| r.phone.as_str()));
    b.text("address", rows.iter().map(|r| r.address.as_str()));
    b.text("tracking_no", rows.iter().map(|r| r.tracking_no.as_str()));
    b.named("courier", &mut names.courier, rows.iter().map(|r| r.courier.as_str()));
    b.text("seller_memo", rows.iter().map(|r| r.seller_memo.as_str()));
    b.text("buyer_message", rows.iter().map(|r| r.buyer_message.as_str()));
    b.text("close_reason", rows.iter().map(|r| r.close_reason.as_str()));
    b.text("linked_order_no", rows.iter().map(|r| r.linked_order_no.as_str()));
    b.flag("implied", rows.iter().map(|_| false));
    b
}

pub(super) fn lines(from: i64, rows: &[LineDraft], names: &mut AllNames) -> Batch {
    let mut b = Batch::new(from, rows.len());
    b.text("line_no", rows.iter().map(|r| or(&r.line_no, &r.order_no)));
    b.text("order_no", rows.iter().map(|r| or(&r.order_no, &r.line_no)));
    b.text("item_id", rows.iter().map(|r| r.item_id.as_str()));
    b.text("platform_sku_id", rows.iter().map(|r| r.sku_id.as_str()));
    b.text("sku_code", rows.iter().map(|r| r.sku_code.as_str()));
    b.text("title", rows.iter().map(|r| r.title.as_str()));
    b.text("props", rows.iter().map(|r| r.props.as_str()));
    b.whole("qty", rows.iter().map(|r| (r.qty != 0).then_some(r.qty)));
    b.money("unit_price", rows.iter().map(|r| r.unit_price));
    b.money("goods_amount", rows.iter().map(|r| r.goods_amount));
    b.money("paid_told", rows.iter().map(|r| r.paid));
    b.money("refund_told", rows.iter().map(|r| r.refund));
    b.code("status", rows.iter().map(|r| r.status.map(crate::domain::order::OrderStatus::code)));
    b.text("refund_status_raw", rows.iter().map(|r| r.refund_status_raw.as_str()));
    b.named("category", &mut names.category, rows.iter().map(|r| r.category.as_str()));
    b.money("unit_cost", rows.iter().map(|r| r.unit_cost));
    b.flag("gift", rows.iter().map(|r| r.gift));
    b.time("shipped_at", rows.iter().map(|r| r.shipped_at));
    b.text("tracking_no", rows.iter().map(|r| r.tracking_no.as_str()));
    b.named("courier", &mut names.courier, rows.iter().map(|r| r.courier.as_str()));
    b
}

pub(super) fn refunds(from: i64, rows: &[RefundDraft], names: &mut AllNames) -> Batch {
    let mut b = Batch::new(from, rows.len());
    b.text("refund_no", rows.iter().map(|r| r.refund_no.as_str()));
    b.text("order_no", rows.iter().map(|r| r.order_no.as_str()));
    b.text("line_no", rows.iter().map(|r| r.line_no.as_str()));
    b.text("item_id", rows.iter().map(|r| r.item_id.as_str()));
    b.text("sku_code", rows.iter().map(|r| r.sku_code.as_str()));
    b.text("title", rows.iter().map(|r| r.title.as_str()));
    b.money("amount", rows.iter().map(|r| Some(r.amount)));
    b.code("kind", rows.iter().map(|r| Some(r.kind.code())));
    b.code("status", rows.iter().map(|r| Some(r.status.code())));
    b.text("status_raw", rows.iter().map(|r| r.status_raw.as_str()));
    b.named("reason", &mut names.reason, rows.iter().map(|r| r.reason.as_str()));
    b.time("applied_at", rows.iter().map(|r| r.applied_at));
    b.time("finished_at", rows.iter().map(|r| r.finished_at));
    b.time("paid_at", rows.iter().map(|r| r.paid_at));
    b.text("return_tracking", rows.iter().map(|r| r.return_tracking.as_str()));
    b
}

/// Own products (`own`): what the shop's product sheet says.
pub(super) fn skus(from: i64, rows: &[&ProductDraft], names: &mut AllNames) -> Batch {
    let mut b = Batch::new(from, rows.len());
    b.text("code", rows.iter().map(|r| r.sku_code.as_str()));
    b.text("name", rows.iter().map(|r| r.name.as_str()));
    b.named("category", &mut names.category, rows.iter().map(|r| r.category.as_str()));
    b.text("props", rows.iter().map(|r| r.props.as_str()));
    b.money("cost", rows.iter().map(|r| r.cost));
    b.money("price", rows.iter().map(|r| r.price));
    b.whole("weight_g", rows.iter().map(|r| r.weight_g));
    b.named("supplier", &mut names.supplier, rows.iter().map(|r| r.supplier.as_str()));
    b.text("barcode", rows.iter().map(|r| r.barcode.as_str()));
    b.day("listed_at", rows.iter().map(|r| r.listed_at));
    b
}

/// Platform products: what a platform's product export says of its SKUs.
pub(super) fn listings(from: i64, rows: &[&ProductDraft], names: &mut AllNames) -> Batch {
    let keys: Vec<String> = rows.iter().map(|r| platform_sku_key(&r.sku_code, &r.item_id, &r.props, &r.name)).collect();
    let mut b = Batch::new(from, rows.len());
    b.text("key", keys.iter().map(String::as_str));
    b.text("item_id", rows.iter().map(|r| r.item_id.as_str()));
    b.text("platform_sku_id", rows.iter().map(|r| r.sku_id.as_str()));
    b.text("sku_code", rows.iter().map(|r| r.sku_code.as_str()));
    b.text("title", rows.iter().map(|r| r.name.as_str()));
    b.text("props", rows.iter().map(|r| r.props.as_str()));
    b.named("category", &mut names.category, rows.iter().map(|r| r.category.as_str()));
    b.money("price", rows.iter().map(|r| r.price));
    b.day("listed_at", rows.iter().map(|r| r.listed_at));
    b.flag("implied", rows.iter().map(|_| false));
    b
}

pub(super) fn parcels(from: i64, rows: &[ParcelDraft], names: &mut AllNames) -> Batch {
    let mut b = Batch::new(from, rows.len());
    b.text("tracking_no", rows.iter().map(|r| r.tracking_no.as_str()));
    b.text("order_no", rows.iter().map(|r| r.order_no.as_str()));
    b.whole("order_id", rows.iter().map(|_| None));
    b.named("courier", &mut names.courier, rows.iter().map(|r| r.courier.as_str()));
    b.code("province", rows.iter().map(|r| r.province.map(crate::domain::region::Province::code)));
    b.text("city", rows.iter().map(|r| r.city.as_str()));
    b.whole("weight_g", rows.iter().map(|r| r.weight_g));
    b.money("freight", rows.iter().map(|r| r.freight));
    b.time("shipped_at", rows.iter().map(|r| r.shipped_at));
    b.time("collected_at", rows.iter().map(|r| r.collected_at));
    b.time("signed_at", rows.iter().map(|r| r.signed_at));
    b.time("last_scan_at", rows.iter().map(|r| r.last_scan_at));
    b.text("state_raw", rows.iter().map(|r| r.state_raw.as_str()));
    b.flag("implied", rows.iter().map(|_| false));
    b
}

pub(super) fn traffic(from: i64, rows: &[TrafficDraft], source: &Source, names: &mut AllNames) -> Batch {
    let mut b = Batch::new(from, rows.len());
    b.shop(&mut names.shop, rows.iter().map(|_| source.shop.as_str()));
    b.code("grain", rows.iter().map(|r| Some(r.grain as u8)));
    b.day("from_day", rows.iter().map(|r| Some(r.from)));
    b.day("to_day", rows.iter().map(|r| Some(r.to)));
    // The shop itself has no subject: an empty text is part of the key here, not something untold.
    b.column("subject", Arc::new(rows.iter().map(|r| Some(r.subject.as_str())).collect::<StringArray>()));
    b.text("subject_name", rows.iter().map(|r| r.subject_name.as_str()));
    b.whole("visitors", rows.iter().map(|r| r.visitors));
    b.whole("page_views", rows.iter().map(|r| r.page_views));
    b.whole("cart_buyers", rows.iter().map(|r| r.cart_buyers));
    b.whole("favourite_buyers", rows.iter().map(|r| r.favourite_buyers));
    b.whole("order_buyers", rows.iter().map(|r| r.order_buyers));
    b.money("order_amount", rows.iter().map(|r| r.order_amount));
    b.whole("pay_buyers", rows.iter().map(|r| r.pay_buyers));
    b.whole("pay_items", rows.iter().map(|r| r.pay_items));
    b.whole("pay_orders", rows.iter().map(|r| r.pay_orders));
    b.money("pay_amount", rows.iter().map(|r| r.pay_amount));
    b.money("refund_amount", rows.iter().map(|r| r.refund_amount));
    b.whole("new_visitors", rows.iter().map(|r| r.new_visitors));
    b.whole("returning_visitors", rows.iter().map(|r| r.returning_visitors));
    b.whole("stay_centis", rows.iter().map(|r| r.stay_centis));
    b.whole("bounce_ppm", rows.iter().map(|r| r.bounce_ppm));
    b.money("ad_spend", rows.iter().map(|r| r.ad_spend));
    b
}

pub(super) fn purchases(from: i64, rows: &[PurchaseDraft], names: &mut AllNames) -> Batch {
    let mut b = Batch::new(from, rows.len());
    b.text("order_no", rows.iter().map(|r| r.order_no.as_str()));
    b.text("line_no", rows.iter().map(|r| or(&r.line_no, &r.order_no)));
    b.named("supplier", &mut names.supplier, rows.iter().map(|r| r.supplier.as_str()));
    b.text("title", rows.iter().map(|r| r.title.as_str()));
    b.text("item_id", rows.iter().map(|r| r.item_id.as_str()));
    b.text("sku_code", rows.iter().map(|r| r.sku_code.as_str()));
    b.money("unit_price", rows.iter().map(|r| r.unit_price));
    b.whole("qty", rows.iter().map(|r| Some(r.qty)));
    b.money("goods_amount", rows.iter().map(|r| r.goods_amount));
    b.money("freight", rows.iter().map(|r| r.freight));
    b.money("discount", rows.iter().map(|r| r.discount));
    b.money("paid", rows.iter().map(|r| r.paid));
    b.text("status_raw", rows.iter().map(|r| r.status_raw.as_str()));
    b.time("created_at", rows.iter().map(|r| r.created_at));
    b.time("paid_at", rows.iter().map(|r| r.paid_at));
    b.text("tracking_no", rows.iter().map(|r| r.tracking_no.as_str()));
    b.named("courier", &mut names.courier, rows.iter().map(|r| r.courier.as_str()));
    b.text("linked_order_no", rows.iter().map(|r| r.linked_order_no.as_str()));
    b
}

pub(super) fn mappings(from: i64, rows: &[MappingDraft]) -> Batch {
    let mut b = Batch::new(from, rows.len());
    b.text("key", rows.iter().map(|r| r.platform_sku.as_str()));
    b.text("sku_code", rows.iter().map(|r| r.own_sku.as_str()));
    b.whole("qty", rows.iter().map(|r| Some(r.qty.max(1))));
    b
}
