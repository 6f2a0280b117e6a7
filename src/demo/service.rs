//! The sample shop's customer service (客户服务): a handful of tickets about its latest orders, a library of replies to begin with, and an
//! order that the owner took down by hand.

use chrono::{NaiveDateTime, TimeDelta};

use super::{Demo, Result};
use crate::domain::money::Money;
use crate::domain::order::OrderStatus;
use crate::domain::platform::Platform;
use crate::domain::refund::RefundStatus;
use crate::domain::ticket::{TicketKind, TicketState};
use crate::store::{
    ManualLine, ManualOrder, OrderQuery, OrderSort, RefundQuery, Reply, Store, StoreError, TicketDraft,
};

const ACTOR: &str = "demo";

/// Category, title, text.
const REPLIES: [(&str, &str, &str); 14] = [
    ("售前", "问尺码", "{买家}您好，您把身高体重告诉我，我帮您看看哪个码合适。介于两个码之间的，喜欢宽松就选大一码。"),
    (
        "售前",
        "问材质保养",
        "{买家}您好，面料成分在详情页和水洗标上都有。羊毛、真丝建议干洗，或冷水轻柔手洗后平铺晾干。",
    ),
    ("售前", "什么时候发货", "{买家}您好，现货 48 小时内发出，一般当天 16 点前付款当天发，您放心下单。"),
    ("发货物流", "已发货", "{买家}您好，订单 {订单号} 已由 {快递} 发出，单号 {单号}，一般 2 到 4 天送到，请留意电话。"),
    ("发货物流", "催发货", "{买家}您好，订单 {订单号} 已经在排队打包，今天一定给您发出，发出后单号会自动更新。"),
    ("发货物流", "物流不动", "{买家}您好，{快递} {单号} 两天没有更新，我已经联系快递去查，有结果马上告诉您。"),
    ("发货物流", "改地址", "{买家}您好，订单 {订单号} 还没发出，新地址已经帮您改好了，请您再核对一遍。"),
    (
        "发货物流",
        "签收没收到",
        "{买家}您好，{单号} 显示已签收，请您问一下家人、门卫或驿站。还是没有的话，我马上让快递核实。",
    ),
    (
        "售后",
        "退货地址",
        "{买家}您好，请在售后页面填退货单号，寄到退货地址，附上写有订单号 {订单号} 的纸条，我们收到当天处理。",
    ),
    ("售后", "换尺码", "{买家}您好，可以换的。您先申请退货，另拍一件合适的尺码，运费险会补运费，新的我们优先发。"),
    ("售后", "质量问题", "{买家}您好，很抱歉给您添麻烦了。请拍两张照片给我看看，确实是质量问题，来回运费我们出。"),
    ("售后", "少件错件", "{买家}您好，实在抱歉。我查一下订单 {订单号} 的验货记录，核实后马上给您补发，不用您出运费。"),
    ("售后", "退款进度", "{买家}您好，订单 {订单号} 的退款已经同意，原路退回，一般 1 到 3 个工作日到账。"),
    ("评价", "感谢好评", "{买家}谢谢您的认可！有什么建议随时告诉我们，下次来记得提老客户。"),
];

/// Fills the ticket page, the library, and the list of orders with one made by hand.
pub fn keep(store: &Store, demo: &Demo) -> Result<()> {
    for (category, title, body) in REPLIES {
        let reply = Reply { id: 0, category: category.to_owned(), title: title.to_owned(), body: body.to_owned() };
        store.save_reply(ACTOR, &reply)?;
    }
    let end = demo.last_moment();
    by_hand(store, end)?;
    tickets(store, end)?;
    Ok(())
}

/// A regular customer ordered by message and gets something on top.
fn by_hand(store: &Store, end: NaiveDateTime) -> Result<(), StoreError> {
    let priced: Vec<(String, String, String, Money)> =
        store.sku_choices()?.into_iter().filter_map(|sku| Some((sku.code, sku.name, sku.props, sku.price?))).collect();
    let cheapest = priced.iter().min_by_key(|(code, .., price)| (*price, code.clone()));
    let (Some(bought), Some(gift)) = (priced.get(priced.len() / 3), cheapest) else { return Ok(()) };
    let line = |sku: &(String, String, String, Money), qty: i64, gift: bool| ManualLine {
        code: sku.0.clone(),
        name: sku.1.clone(),
        props: sku.2.clone(),
        qty,
        unit_price: sku.3,
        gift,
    };
    let order = ManualOrder {
        shop: "微信老客户".to_owned(),
        receiver: "周**".to_owned(),
        phone: "139****0000".to_owned(),
        address: "浙江省 杭州市 余杭区 ****".to_owned(),
        remark: "微信下单，送一件小礼物".to_owned(),
        freight: Money::ZERO,
        paid: true,
        sent: None,
        lines: vec![line(bought, 2, false), line(gift, 1, true)],
    };
    store.make_order(ACTOR, &order, end - TimeDelta::hours(8))?;
    Ok(())
}

/// The newest order in one of these states, the `nth` of them.
fn order(store: &Store, status: OrderStatus, nth: usize) -> Result<Option<(Platform, String)>, StoreError> {
    let query = OrderQuery {
        statuses: vec![status],
        platforms: vec![Platform::Taobao, Platform::Tmall],
        sort: OrderSort::Created,
        descending: true,
        ..OrderQuery::default()
    };
    let ids: Vec<i64> = store.orders(&query)?.ids.into_iter().skip(nth).take(1).collect();
    Ok(store.order_rows(&ids)?.pop().map(|row| (row.platform, row.order_no)))
}

/// The newest refund that waits for the shop, with its order.
fn refund(store: &Store) -> Result<Option<(String, (Platform, String))>, StoreError> {
    let statuses = vec![RefundStatus::WaitSeller, RefundStatus::WaitReturn, RefundStatus::WaitReceipt];
    let ids = store.refunds(&RefundQuery { statuses, descending: true, ..RefundQuery::default() })?.ids;
    let first: Vec<i64> = ids.into_iter().take(1).collect();
    let row = store.refund_rows(&first)?.pop();
    Ok(row.map(|row| (row.refund_no, (row.platform, row.order_no))))
}

fn tickets(store: &Store, end: NaiveDateTime) -> Result<(), StoreError> {
    let ago = |hours: i64| end - TimeDelta::hours(hours);
    let open = |kind, subject: &str, body: &str, about, who: &str, hours: i64, due: Option<i64>| {
        let draft = TicketDraft {
            kind,
            subject: subject.to_owned(),
            body: body.to_owned(),
            order: about,
            refund_no: String::new(),
            assignee: who.to_owned(),
            due: due.map(|hours| end + TimeDelta::hours(hours)),
        };
        store.open_ticket_at(ACTOR, &draft, Some(ago(hours)))
    };
    if let Some((refund_no, about)) = refund(store)? {
        let draft = TicketDraft {
            kind: TicketKind::Return,
            subject: "尺码偏小，想换大一码".to_owned(),
            body: "买家已申请退货，问能不能直接换。先回复可以，等退货单号。".to_owned(),
            order: Some(about),
            refund_no,
            assignee: "小陈".to_owned(),
            due: Some(end + TimeDelta::hours(20)),
        };
        store.open_ticket_at(ACTOR, &draft, Some(ago(5)))?;
    }
    let (stuck, _) = open(
        TicketKind::Logistics,
        "三天没有物流更新，买家来催",
        "说是出差前要穿，急。",
        order(store, OrderStatus::Shipped, 40)?,
        "小陈",
        20,
        Some(16),
    )?;
    store.note_ticket_at(ACTOR, stuck, "已在快递后台登记，答复 24 小时内回电。", Some(ago(18)))?;
    store.move_tickets(ACTOR, &[stuck], TicketState::Waiting)?;
    let (seam, _) = open(
        TicketKind::Quality,
        "袖口有线头，买家要补偿",
        "有照片，线头约 2 厘米，不影响穿。",
        order(store, OrderStatus::Finished, 12)?,
        "小周",
        70,
        None,
    )?;
    store.note_ticket_at(ACTOR, seam, "补偿 10 元，买家满意。", Some(ago(66)))?;
    store.move_tickets(ACTOR, &[seam], TicketState::Done)?;
    let invoice = order(store, OrderStatus::Finished, 30)?;
    open(TicketKind::Invoice, "要开电子发票", "抬头和税号已发来，金额按实付。", invoice, "", 30, Some(42))?;
    let short = order(store, OrderStatus::Shipped, 3)?;
    open(TicketKind::Complaint, "说少发了一条围巾", "先查验货记录，再决定补发。", short, "小周", 50, Some(-20))?;
    let change = order(store, OrderStatus::Paid, 1)?;
    open(TicketKind::Change, "发货前改地址", "新地址已在聊天里确认，改好再打面单。", change, "小陈", 3, Some(4))?;
    let (question, _) =
        open(TicketKind::Question, "问双面呢大衣会不会起球", "老客户，准备双11 下单两件。", None, "小陈", 100, None)?;
    store.move_tickets(ACTOR, &[question], TicketState::Done)?;
    Ok(())
}
