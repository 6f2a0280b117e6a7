//! Orders of the sample shop as drafts (草稿): exactly what the importer reads from the export files of the same seed. What a platform's
//! file does not tell (a buyer's id, a province, the time of shipping) is not told here either.

use super::Demo;
use super::aftersale::Refund;
use super::deal::Deal;
use super::files::{self, douyin, pinduoduo, small, taobao};
use super::purchases::{Purchase, PurchaseLine};
use super::row::{self, Row};
use super::sheet::Put;
use super::shops::{Shelf, Shop};
use super::traffic::{SourceRow, Traffic, TrafficDay};
use crate::domain::draft::{
    Drafts, LineDraft, MappingDraft, OrderDraft, ParcelDraft, ProductDraft, PurchaseDraft, RefundDraft, TrafficDraft,
    TrafficGrain,
};
use crate::domain::money::Money;
use crate::domain::order::OrderStatus;
use crate::domain::platform::Platform;
use crate::domain::refund::RefundStatus;

/// Orders, lines, refunds of one batch of a shop, and its parcels.
pub fn of_deals(shop: &'static Shop, shelf: &Shelf, deals: &[Deal]) -> Drafts {
    let mut drafts = Drafts::default();
    for deal in deals {
        let Some(whole) = row::whole(shop, shelf, deal) else { continue };
        drafts.orders.push(order(&whole));
        for row in row::lines(shop, shelf, deal) {
            drafts.lines.push(line(&row));
            if shop.is_taobao_or_tmall()
                && let Some(refund) = deal.refund_of(row.at)
            {
                drafts.refunds.push(taobao_refund(&row, refund));
            }
        }
        drafts.parcels.extend(parcel(deal));
    }
    drafts
}

/// What the shop's files tell of an order.
fn order(row: &Row<'_>) -> OrderDraft {
    let (deal, shop) = (row.deal, row.shop);
    let tells = Tells::of(shop);
    let text = |told: bool, text: &str| if told { text.to_owned() } else { String::new() };
    OrderDraft {
        order_no: deal.order_no.clone(),
        shop: text(tells.shop, shop.name),
        buyer: buyer(row),
        status: tells.status.then_some(deal.status),
        status_raw: status_raw(row),
        // 拼多多's short layout has one clock, that of payment; without it the day in the order's number stands in.
        created_at: if shop.platform == Platform::Pinduoduo {
            deal.paid_at.or_else(|| deal.created.date().and_hms_opt(0, 0, 0))
        } else {
            Some(deal.created)
        },
        paid_at: deal.paid_at,
        shipped_at: deal.shipped.filter(|_| tells.shipped),
        received_at: deal.received.filter(|_| tells.received),
        goods_amount: tells.goods.then_some(if shop.is_taobao_or_tmall() { deal.goods } else { deal.list }),
        freight: tells.freight.then_some(deal.freight),
        payable: Some(payable(row)),
        paid: deal.paid(),
        refund: order_refund(row),
        settled: settled(row),
        items: Some(deal.pieces()),
        title: taobao::titles(row),
        province: deal.customer.province.filter(|_| tells.province),
        city: text(tells.city, deal.customer.city),
        district: text(tells.city, deal.customer.district),
        receiver: text(tells.receiver, &deal.customer.name),
        phone: text(tells.receiver, &deal.customer.phone),
        address: text(tells.receiver, &deal.address()),
        tracking_no: text(tells.tracking, row.tracking()),
        courier: text(tells.tracking, row.courier()),
        seller_memo: text(tells.memo, deal.seller_memo),
        buyer_message: text(tells.message, deal.buyer_message),
        close_reason: close_reason(row),
        ..OrderDraft::default()
    }
}

/// What the order file of a platform has a column for.
struct Tells {
    shop: bool,
    status: bool,
    shipped: bool,
    received: bool,
    goods: bool,
    freight: bool,
    province: bool,
    city: bool,
    receiver: bool,
    tracking: bool,
    memo: bool,
    message: bool,
}

impl Tells {
    fn of(shop: &Shop) -> Self {
        let all = Self {
            shop: true,
            status: true,
            shipped: true,
            received: true,
            goods: true,
            freight: true,
            province: true,
            city: true,
            receiver: true,
            tracking: true,
            memo: true,
            message: true,
        };
        match shop.platform {
            Platform::Taobao | Platform::Tmall | Platform::Alibaba1688 => all,
            Platform::Pinduoduo => {
                Self { shop: false, province: false, city: false, receiver: false, message: false, ..all }
            }
            Platform::Jd => Self { shop: false, shipped: false, tracking: false, ..all },
            Platform::Douyin => Self { shop: false, goods: false, receiver: false, tracking: false, ..all },
            Platform::Kuaishou => Self { shop: false, goods: false, received: false, ..all },
            Platform::Xiaohongshu => Self { freight: false, ..all },
            Platform::WeixinVideo => Self { shop: false, ..all },
            Platform::Other | Platform::Own => Self {
                status: shop.id == "community",
                received: false,
                goods: false,
                freight: false,
                province: shop.id == "community",
                city: false,
                receiver: false,
                memo: false,
                message: false,
                ..all
            },
        }
    }
}

/// What the buyer owed when ordering, as the platform's file puts it: before the platform's share on 淘宝 and 天猫, after it elsewhere.
fn payable(row: &Row<'_>) -> Money {
    match row.shop.platform {
        Platform::Taobao | Platform::Tmall => row.deal.payable,
        Platform::Other if row.shop.id == "community" => row.deal.payable,
        _ => row.deal.due,
    }
}

/// A column of refunds tells zeros too; where only words tell of a refund, none is no number.
fn order_refund(row: &Row<'_>) -> Option<Money> {
    let refunded = row.deal.refunded();
    let has_column = row.shop.is_taobao_or_tmall() || row.shop.platform == Platform::WeixinVideo;
    (row.deal.paid_at.is_some() && (has_column || refunded > Money::ZERO)).then_some(refunded)
}

fn close_reason(row: &Row<'_>) -> String {
    let told = matches!(row.shop.platform, Platform::Taobao | Platform::Tmall | Platform::Douyin);
    if told { row.deal.close_reason.to_owned() } else { String::new() }
}

/// The text under a header of the shop's order file.
fn told(row: &Row<'_>, header: &str) -> String {
    match files::cell(row, header) {
        Some(Put::Text(text)) => text,
        _ => String::new(),
    }
}

/// The buyer's id, where the platform's file has one that is not masked.
fn buyer(row: &Row<'_>) -> String {
    let key = &row.deal.customer.key;
    match row.shop.platform {
        Platform::Taobao | Platform::Tmall | Platform::Xiaohongshu => key.clone(),
        Platform::Jd if !key.is_empty() => format!("jd_{key}"),
        _ => String::new(),
    }
}

fn settled(row: &Row<'_>) -> Option<Money> {
    let deal = row.deal;
    match row.shop.platform {
        Platform::Taobao | Platform::Tmall => Some(taobao::settled(deal)),
        Platform::Pinduoduo | Platform::Xiaohongshu | Platform::WeixinVideo => {
            Some(if deal.paid_at.is_some() { deal.payable } else { Money::ZERO })
        }
        _ => None,
    }
}

/// The file's own word for the state of the order.
fn status_raw(row: &Row<'_>) -> String {
    // Files of lines have the words of the first line, which are not the order's where it stands differently.
    let of_lines = !row.shop.is_taobao_or_tmall();
    if of_lines && line_status(row).is_some_and(|status| status != row.deal.status) {
        return String::new();
    }
    told(row, if row.shop.id == "community" { "状态" } else { "订单状态" })
}

/// What the shop's files tell of a line.
fn line(row: &Row<'_>) -> LineDraft {
    let (deal, line, offer, shop) = (row.deal, row.line, row.offer, row.shop);
    let text = |told: bool, text: &str| if told { text.to_owned() } else { String::new() };
    let platform = shop.platform;
    let wholesale = shop.id == "wholesale";
    let no_price = matches!(platform, Platform::Pinduoduo | Platform::Xiaohongshu) || shop.id == "community";
    LineDraft {
        line_no: line.line_no.clone(),
        order_no: deal.order_no.clone(),
        item_id: text(!shop.is_erp(), &offer.item_id),
        sku_id: text(matches!(platform, Platform::Pinduoduo | Platform::Xiaohongshu), &offer.sku_id),
        sku_code: offer.code.clone(),
        title: offer.title.clone(),
        props: text(platform != Platform::Jd && !wholesale, &offer.props),
        qty: line.qty,
        unit_price: (!no_price).then_some(line.unit),
        goods_amount: (shop.is_taobao_or_tmall() || shop.id == "community").then_some(line.goods),
        paid: deal.paid_at.map(|_| line_due(row)),
        refund: line_refund(row),
        status: line_status(row),
        refund_status_raw: refund_words(row),
        category: text(wholesale, offer.category.split('>').next().unwrap_or("")),
        unit_cost: if shop.is_erp() { offer.unit_cost } else { None },
        ..LineDraft::default()
    }
}

/// A line's share of what was paid. 京东 tells only the order's amount: it is split by price and pieces.
fn line_due(row: &Row<'_>) -> Money {
    if row.shop.platform != Platform::Jd {
        return row.line.due;
    }
    let weights: Vec<i64> = row.deal.lines.iter().map(|l| l.unit.fen() * l.qty).collect();
    row.deal.due.split(&weights).get(row.at).copied().unwrap_or_default()
}

fn line_refund(row: &Row<'_>) -> Option<Money> {
    let state = row.deal.refund_of(row.at).map(|r| r.status);
    match (row.shop.platform, state) {
        (Platform::Jd, Some(RefundStatus::Succeeded)) => Some(line_due(row)),
        (_, Some(RefundStatus::Succeeded)) => Some(row.line_refunded()),
        // A column of refunds tells zeros, but what is asked for or refused has not been given back.
        (Platform::WeixinVideo, None) => Some(Money::ZERO),
        _ => None,
    }
}

/// Platforms that tell only the order's state tell the same of each line.
fn line_status(row: &Row<'_>) -> Option<OrderStatus> {
    match row.shop.platform {
        Platform::Taobao | Platform::Tmall | Platform::Douyin => Some(row.line.status),
        _ => Tells::of(row.shop).status.then_some(row.deal.status),
    }
}

fn refund_words(row: &Row<'_>) -> String {
    let state = row.deal.refund_of(row.at).map(|r| r.status);
    match row.shop.platform {
        Platform::Taobao | Platform::Tmall => state.map_or("没有申请退款", taobao::refund_status).to_owned(),
        Platform::Douyin => douyin::after_sale(state).to_owned(),
        Platform::Pinduoduo => pinduoduo::after_sale(row.deal).to_owned(),
        Platform::Kuaishou | Platform::Xiaohongshu | Platform::WeixinVideo => small::after_sale_words(state).to_owned(),
        _ => String::new(),
    }
}

/// A refund as 千牛's refund report tells it: by order and goods, without the number of the line.
fn taobao_refund(row: &Row<'_>, refund: &Refund) -> RefundDraft {
    RefundDraft {
        row: 0,
        refund_no: refund.refund_no.clone(),
        order_no: row.deal.order_no.clone(),
        line_no: String::new(),
        item_id: row.offer.item_id.clone(),
        sku_code: row.offer.code.clone(),
        title: row.offer.title.clone(),
        amount: Money::from_fen(refund.amount),
        kind: refund.kind,
        status: refund.status,
        status_raw: taobao::refund_status(refund.status).to_owned(),
        reason: refund.reason.to_owned(),
        applied_at: Some(refund.applied),
        finished_at: refund.finished,
        paid_at: row.deal.paid_at,
        return_tracking: refund.return_tracking.clone(),
    }
}

/// A parcel as the shop's own sheet tells it.
pub fn parcel(deal: &Deal) -> Option<ParcelDraft> {
    let parcel = deal.parcel.as_ref()?;
    Some(ParcelDraft {
        row: 0,
        tracking_no: parcel.tracking_no.clone(),
        order_no: deal.order_no.clone(),
        courier: parcel.courier_name().to_owned(),
        province: deal.customer.province,
        city: deal.customer.city.to_owned(),
        weight_g: Some(parcel.weight_g),
        freight: Some(parcel.freight),
        shipped_at: Some(parcel.shipped),
        collected_at: parcel.collected,
        signed_at: parcel.signed,
        last_scan_at: parcel.last_scan,
        state_raw: parcel.state_text().to_owned(),
    })
}

/// The shop's own product sheet.
pub fn products(demo: &Demo) -> Drafts {
    let products = demo
        .assortment
        .skus
        .iter()
        .filter_map(|sku| {
            let item = demo.assortment.items.get(sku.item)?;
            Some(ProductDraft {
                own: true,
                sku_code: sku.code.clone(),
                name: item.spec.name.to_owned(),
                category: item.spec.category.to_owned(),
                props: super::assortment::props(sku.colour, sku.size),
                cost: sku.cost,
                price: Some(sku.price),
                weight_g: Some(sku.weight_g),
                supplier: item.spec.supplier.to_owned(),
                barcode: sku.barcode.clone(),
                listed_at: Some(item.listed),
                ..ProductDraft::default()
            })
        })
        .collect();
    Drafts { products, ..Drafts::default() }
}

/// What 货品导出 of the 天猫 shop tells: every platform SKU with its item.
pub fn listed_products(shelf: &Shelf) -> Drafts {
    let products = shelf
        .offers
        .iter()
        .map(|offer| ProductDraft {
            sku_code: offer.code.clone(),
            name: offer.title.clone(),
            category: offer.category.to_owned(),
            props: offer.props.clone(),
            price: Some(offer.price),
            item_id: offer.item_id.clone(),
            sku_id: offer.sku_id.clone(),
            ..ProductDraft::default()
        })
        .collect();
    Drafts { products, ..Drafts::default() }
}

/// The mapping sheet: bundles, and the codes of 拼多多.
pub fn mappings(demo: &Demo) -> Drafts {
    let mappings = demo
        .mapping_rows()
        .into_iter()
        .map(|(platform_sku, own_sku, qty)| MappingDraft { row: 0, platform_sku, own_sku, qty })
        .collect();
    Drafts { mappings, ..Drafts::default() }
}

/// What 生意参谋 tells of one shop.
pub fn traffic(traffic: &Traffic) -> Drafts {
    let days = traffic.days.iter().map(|d| day(d, TrafficGrain::Shop));
    let items = traffic.items.iter().map(|d| day(d, TrafficGrain::Item));
    let sources = traffic.sources.iter().map(source);
    Drafts { traffic: days.chain(items).chain(sources).collect(), ..Drafts::default() }
}

fn day(d: &TrafficDay, grain: TrafficGrain) -> TrafficDraft {
    let shop = grain == TrafficGrain::Shop;
    TrafficDraft {
        row: 0,
        grain,
        from: d.date,
        to: d.date,
        subject: d.item_id.clone(),
        subject_name: d.title.clone(),
        visitors: Some(d.visitors),
        page_views: Some(d.page_views),
        cart_buyers: Some(d.cart_buyers),
        favourite_buyers: Some(d.favourite_buyers),
        order_buyers: Some(d.order_buyers),
        order_amount: Some(d.order_amount),
        pay_buyers: Some(d.pay_buyers),
        pay_items: Some(d.pay_items),
        pay_orders: shop.then_some(d.pay_orders),
        pay_amount: Some(d.pay_amount),
        refund_amount: Some(d.refund_amount),
        new_visitors: shop.then_some(d.new_visitors),
        returning_visitors: shop.then_some(d.returning_visitors),
        stay_centis: Some(d.stay_centis),
        bounce_ppm: Some(d.bounce_bp * 100),
        ad_spend: shop.then_some(d.keyword_spend + d.display_spend),
    }
}

fn source(s: &SourceRow) -> TrafficDraft {
    TrafficDraft {
        row: 0,
        grain: TrafficGrain::Source,
        from: s.from,
        to: s.to,
        subject: s.path.join(">"),
        subject_name: String::new(),
        visitors: Some(s.visitors),
        page_views: None,
        cart_buyers: Some(s.cart_buyers),
        favourite_buyers: Some(s.favourite_buyers),
        order_buyers: Some(s.order_buyers),
        order_amount: Some(s.order_amount),
        pay_buyers: Some(s.pay_buyers),
        pay_items: None,
        pay_orders: None,
        pay_amount: Some(s.pay_amount),
        refund_amount: None,
        new_visitors: Some(s.new_visitors),
        returning_visitors: None,
        stay_centis: Some(s.stay_centis),
        bounce_ppm: None,
        ad_spend: None,
    }
}

/// What the shop bought on 1688.
pub fn purchases(demo: &Demo) -> Drafts {
    let purchases = super::purchases::purchases(demo)
        .iter()
        .flat_map(|order| {
            order.lines.iter().enumerate().map(|(at, line)| purchase(order, at, line)).collect::<Vec<_>>()
        })
        .collect();
    Drafts { purchases, ..Drafts::default() }
}

fn purchase(order: &Purchase, at: usize, line: &PurchaseLine) -> PurchaseDraft {
    PurchaseDraft {
        order_no: order.order_no.clone(),
        line_no: format!("{}#{}", order.order_no, at + 1),
        supplier: order.supplier.to_owned(),
        title: line.title.clone(),
        item_id: line.offer_id.clone(),
        sku_code: line.code.clone(),
        unit_price: Some(line.unit),
        qty: line.qty,
        // The order's amounts stand with its first line, so that they add up.
        goods_amount: (at == 0).then_some(order.goods),
        freight: (at == 0).then_some(order.freight),
        discount: (at == 0).then_some(order.adjustment),
        paid: order.paid.filter(|_| at == 0),
        status_raw: order.status.to_owned(),
        created_at: Some(order.created),
        paid_at: order.paid_at,
        ..PurchaseDraft::default()
    }
}
