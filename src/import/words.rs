//! The platforms' words for states (状态词) → the program's own states.
//!
//! Words are compared without blanks and with one kind of comma: one platform writes `买家已付款,等待卖家发货` and
//! `买家已付款，等待卖家发货`. `交易关闭` says nothing about money; whether the order was paid does.

use crate::domain::order::OrderStatus;
use crate::domain::refund::{RefundKind, RefundStatus};

/// What a word says about an order, before it is known whether it was paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Is(OrderStatus),
    /// Closed: with money given back when it had been paid
    Closed,
}

const STATES: &[(&str, State)] = &[
    // 淘宝 / 天猫
    ("等待买家付款", State::Is(OrderStatus::Unpaid)),
    ("买家已付款,等待卖家发货", State::Is(OrderStatus::Paid)),
    ("卖家部分发货", State::Is(OrderStatus::PartShipped)),
    ("卖家已发货,等待买家确认", State::Is(OrderStatus::Shipped)),
    ("买家已签收(货到付款专用)", State::Is(OrderStatus::Finished)),
    ("买家已签收", State::Is(OrderStatus::Finished)),
    ("交易成功", State::Is(OrderStatus::Finished)),
    ("交易关闭", State::Closed),
    ("付款以后用户退款成功,交易自动关闭", State::Is(OrderStatus::ClosedRefunded)),
    ("付款以前,卖家或买家主动关闭交易", State::Is(OrderStatus::ClosedUnpaid)),
    // Names of the same states in the platform's API
    ("wait_buyer_pay", State::Is(OrderStatus::Unpaid)),
    ("wait_seller_send_goods", State::Is(OrderStatus::Paid)),
    ("seller_consigned_part", State::Is(OrderStatus::PartShipped)),
    ("wait_buyer_confirm_goods", State::Is(OrderStatus::Shipped)),
    ("trade_buyer_signed", State::Is(OrderStatus::Finished)),
    ("trade_finished", State::Is(OrderStatus::Finished)),
    ("trade_closed", State::Is(OrderStatus::ClosedRefunded)),
    ("trade_closed_by_taobao", State::Is(OrderStatus::ClosedUnpaid)),
    // 拼多多
    ("待支付", State::Is(OrderStatus::Unpaid)),
    ("待发货", State::Is(OrderStatus::Paid)),
    ("待成团", State::Is(OrderStatus::Paid)),
    ("已发货,待签收", State::Is(OrderStatus::Shipped)),
    ("待收货", State::Is(OrderStatus::Shipped)),
    ("已签收", State::Is(OrderStatus::Finished)),
    ("已收货", State::Is(OrderStatus::Finished)),
    ("已取消", State::Closed),
    ("未发货,退款成功", State::Is(OrderStatus::ClosedRefunded)),
    ("已发货,退款成功", State::Is(OrderStatus::ClosedRefunded)),
    ("已签收,退款成功", State::Is(OrderStatus::ClosedRefunded)),
    ("已收货,退款成功", State::Is(OrderStatus::ClosedRefunded)),
    // 京东
    ("等待付款", State::Is(OrderStatus::Unpaid)),
    ("等待付款确认", State::Is(OrderStatus::Unpaid)),
    ("未付款", State::Is(OrderStatus::Unpaid)),
    ("等待出库", State::Is(OrderStatus::Paid)),
    ("暂停订单", State::Is(OrderStatus::Paid)),
    ("锁定", State::Is(OrderStatus::Paid)),
    ("(锁定)等待出库", State::Is(OrderStatus::Paid)),
    ("等待确认收货", State::Is(OrderStatus::Shipped)),
    ("完成", State::Is(OrderStatus::Finished)),
    ("(删除)等待出库", State::Closed),
    ("(删除)等待确认收货", State::Closed),
    ("(删除)锁定", State::Closed),
    // 抖店
    ("备货中", State::Is(OrderStatus::Paid)),
    ("部分发货", State::Is(OrderStatus::PartShipped)),
    ("已发货", State::Is(OrderStatus::Shipped)),
    ("已完成", State::Is(OrderStatus::Finished)),
    ("已关闭", State::Closed),
    // 快手, 小红书, 视频号
    ("待付款", State::Is(OrderStatus::Unpaid)),
    ("已付款", State::Is(OrderStatus::Paid)),
    ("待配货", State::Is(OrderStatus::Paid)),
    ("待发货(已付款)", State::Is(OrderStatus::Paid)),
    ("已收货,交易成功", State::Is(OrderStatus::Finished)),
    ("已退款", State::Is(OrderStatus::ClosedRefunded)),
    ("退款成功", State::Is(OrderStatus::ClosedRefunded)),
    ("交易取消", State::Closed),
    ("订单取消", State::Closed),
    ("订单关闭", State::Closed),
    ("全部商品售后之后,订单取消", State::Is(OrderStatus::ClosedRefunded)),
    // 聚水潭, 吉客云
    ("已付款待审核", State::Is(OrderStatus::Paid)),
    ("已客审待财审", State::Is(OrderStatus::Paid)),
    ("发货中", State::Is(OrderStatus::Paid)),
    ("异常", State::Is(OrderStatus::Paid)),
    ("取消", State::Closed),
];

/// States of an ERP that mean the row is no sale of its own.
const DROPPED: &[&str] = &["取消", "已取消", "被合并", "被拆分", "删除", "已删除", "作废", "已作废"];

/// One kind of comma and bracket, no blanks, lower case.
fn plain(words: &str) -> String {
    words
        .chars()
        .filter(|c| !c.is_whitespace())
        .map(|c| match c {
            '，' | '、' | '；' | ';' => ',',
            '（' => '(',
            '）' => ')',
            c => c.to_ascii_lowercase(),
        })
        .collect()
}

/// The state that the file's words name. `paid`: whether the order was paid, where that is known; a closed order of which it is not
/// known has no state of its own.
pub fn order_status(words: &str, paid: Option<bool>) -> Option<OrderStatus> {
    let words = plain(words);
    match STATES.iter().find(|(known, _)| *known == words) {
        Some((_, State::Is(status))) => Some(*status),
        Some((_, State::Closed)) => {
            paid.map(|paid| if paid { OrderStatus::ClosedRefunded } else { OrderStatus::ClosedUnpaid })
        }
        None => Some(OrderStatus::Unknown),
    }
}

/// Why an order was closed; nothing where the words only say that it was not.
pub fn close_reason(words: &str) -> &str {
    if matches!(plain(words).as_str(), "订单未关闭" | "未关闭") { "" } else { words }
}

/// Whether an ERP's row is cancelled, merged into another order or split into others.
pub fn is_dropped(words: &str) -> bool {
    let words = plain(words);
    DROPPED.contains(&words.as_str())
}

/// The state of a whole order whose lines are in these states.
pub fn combined(statuses: impl IntoIterator<Item = OrderStatus>) -> Option<OrderStatus> {
    use OrderStatus as S;
    let mut all: Vec<S> = statuses.into_iter().collect();
    all.sort_unstable();
    all.dedup();
    // Closed and unreadable lines do not decide while others are alive.
    let alive: Vec<S> =
        all.iter().copied().filter(|s| !matches!(s, S::ClosedUnpaid | S::ClosedRefunded | S::Unknown)).collect();
    match (alive.as_slice(), all.as_slice()) {
        ([], []) => None,
        ([], rest) if rest.contains(&S::ClosedRefunded) => Some(S::ClosedRefunded),
        ([], rest) => rest.first().copied(),
        ([one], _) => Some(*one),
        (alive, _) if alive.contains(&S::Unpaid) => Some(S::Unpaid),
        (alive, _) if alive.contains(&S::PartShipped) || alive.contains(&S::Paid) => Some(S::PartShipped),
        // Shipped and finished: not all has been received.
        _ => Some(S::Shipped),
    }
}

const REFUND_STATES: &[(&str, RefundStatus)] = &[
    ("买家已经申请退款,等待卖家同意", RefundStatus::WaitSeller),
    ("卖家已经同意退款,等待买家退货", RefundStatus::WaitReturn),
    ("买家已经退货,等待卖家确认收货", RefundStatus::WaitReceipt),
    ("卖家拒绝退款", RefundStatus::Refused),
    ("卖家拒绝确认收货", RefundStatus::Refused),
    ("确认退款,等待返款", RefundStatus::WaitReceipt),
    ("退款关闭", RefundStatus::Closed),
    ("售后关闭", RefundStatus::Closed),
    ("退款成功", RefundStatus::Succeeded),
    ("同意退款,退款成功", RefundStatus::Succeeded),
    ("售后完成", RefundStatus::Succeeded),
    ("售后中", RefundStatus::WaitSeller),
    ("退款中", RefundStatus::WaitSeller),
    ("wait_seller_agree", RefundStatus::WaitSeller),
    ("wait_buyer_return_goods", RefundStatus::WaitReturn),
    ("wait_seller_confirm_goods", RefundStatus::WaitReceipt),
    ("seller_refuse_buyer", RefundStatus::Refused),
    ("closed", RefundStatus::Closed),
    ("success", RefundStatus::Succeeded),
    ("已退款", RefundStatus::Succeeded),
];

/// Words that say no refund was asked for.
const NO_REFUND: &[&str] =
    &["没有申请退款", "无退款申请", "无售后或售后取消", "无售后", "未申请售后", "-", "--", "无", "未发起售后"];

/// The state of a refund; `None` when the words say that there is none, or say nothing.
pub fn refund_status(words: &str) -> Option<RefundStatus> {
    let words = plain(words);
    if words.is_empty() || NO_REFUND.contains(&words.as_str()) {
        return None;
    }
    let known = REFUND_STATES.iter().find(|(known, _)| *known == words).map(|(_, status)| *status);
    // New words of a platform still end in what happened.
    Some(known.unwrap_or_else(|| match words.as_str() {
        w if w.ends_with("退款成功") => RefundStatus::Succeeded,
        w if w.ends_with("关闭") || w.ends_with("取消") => RefundStatus::Closed,
        w if w.starts_with("待商家") || w.starts_with("等待卖家") => RefundStatus::WaitSeller,
        w if w.starts_with("待买家") || w.starts_with("等待买家") => RefundStatus::WaitReturn,
        _ => RefundStatus::Unknown,
    }))
}

/// The kind of a refund, from the words for it (售后类型, 是否需要退货) and for where the goods are (售中或售后, 货物状态).
pub fn refund_kind(kind: &str, needs_return: &str, goods: &str) -> RefundKind {
    let (kind, needs_return, goods) = (plain(kind), plain(needs_return), plain(goods));
    let shipped = match goods.as_str() {
        "" => None,
        w if w.contains("未发货") => Some(false),
        w if w.contains("已发货") || w.contains("已收到货") || w.contains("未收到货") || w.contains("寄") => {
            Some(true)
        }
        _ => None,
    };
    match kind.as_str() {
        w if w.contains("退货") => RefundKind::GoodsAndMoney,
        w if w.contains("换货") => RefundKind::Exchange,
        w if w.contains("补寄") => RefundKind::Reissue,
        w if w.contains("维修") => RefundKind::Repair,
        w if w.contains("未发货") => RefundKind::MoneyBeforeShipping,
        w if w.contains("退款") && shipped == Some(false) => RefundKind::MoneyBeforeShipping,
        w if w.contains("退款") => RefundKind::MoneyAfterShipping,
        _ => match (needs_return.as_str(), shipped) {
            ("是" | "需要退货" | "需要" | "1" | "true", _) => RefundKind::GoodsAndMoney,
            ("否" | "不需要退货" | "无需退货" | "不需要" | "0" | "false", Some(false)) => {
                RefundKind::MoneyBeforeShipping
            }
            ("否" | "不需要退货" | "无需退货" | "不需要" | "0" | "false", _) => {
                RefundKind::MoneyAfterShipping
            }
            _ => RefundKind::Unknown,
        },
    }
}

/// Whether a cell says yes.
pub fn is_yes(words: &str) -> bool {
    matches!(plain(words).as_str(), "是" | "1" | "true" | "y" | "yes" | "赠品")
}

#[cfg(test)]
mod tests {
    use super::*;
    use OrderStatus as S;

    #[test]
    fn both_widths_of_the_comma_are_one_word() {
        for words in ["买家已付款,等待卖家发货", "买家已付款，等待卖家发货", " 买家已付款， 等待卖家发货 "]
        {
            assert_eq!(order_status(words, Some(true)), Some(S::Paid), "{words}");
        }
    }

    #[test]
    fn a_closed_order_is_refunded_only_if_it_was_paid() {
        assert_eq!(order_status("交易关闭", Some(false)), Some(S::ClosedUnpaid));
        assert_eq!(order_status("交易关闭", Some(true)), Some(S::ClosedRefunded));
        assert_eq!(order_status("已取消", Some(true)), Some(S::ClosedRefunded));
        assert_eq!(order_status("交易关闭", None), None);
        assert_eq!(order_status("某个新状态", Some(true)), Some(S::Unknown));
    }

    #[test]
    fn an_open_order_has_no_reason_for_being_closed() {
        assert_eq!((close_reason("订单未关闭"), close_reason("买家不想要了")), ("", "买家不想要了"));
    }

    #[test]
    fn every_platform_is_understood() {
        for (words, status) in [
            ("等待买家付款", S::Unpaid),
            ("卖家已发货，等待买家确认", S::Shipped),
            ("交易成功", S::Finished),
            ("已发货，待签收", S::Shipped),
            ("未发货，退款成功", S::ClosedRefunded),
            ("(锁定)等待出库", S::Paid),
            ("（锁定）等待出库", S::Paid),
            ("完成", S::Finished),
            ("备货中", S::Paid),
            ("部分发货", S::PartShipped),
        ] {
            assert_eq!(order_status(words, Some(true)), Some(status), "{words}");
        }
    }

    #[test]
    fn an_order_is_as_far_as_its_lines() {
        assert_eq!(combined([S::Shipped, S::Paid]), Some(S::PartShipped));
        assert_eq!(combined([S::Finished, S::ClosedRefunded]), Some(S::Finished));
        assert_eq!(combined([S::ClosedUnpaid, S::ClosedRefunded]), Some(S::ClosedRefunded));
        assert_eq!(combined([S::Finished, S::Shipped]), Some(S::Shipped));
        assert_eq!(combined([]), None);
    }

    #[test]
    fn refunds_are_told_from_no_refund() {
        assert_eq!(refund_status("没有申请退款"), None);
        assert_eq!(refund_status("无售后或售后取消"), None);
        assert_eq!(refund_status("退款成功"), Some(RefundStatus::Succeeded));
        assert_eq!(refund_status("同意退款,退款成功"), Some(RefundStatus::Succeeded));
        assert_eq!(refund_status("卖家已经同意退款，等待买家退货"), Some(RefundStatus::WaitReturn));
        assert_eq!(refund_status("奇怪的词"), Some(RefundStatus::Unknown));
    }

    #[test]
    fn a_refund_before_shipping_is_its_own_kind() {
        assert_eq!(refund_kind("仅退款", "", "未发货"), RefundKind::MoneyBeforeShipping);
        assert_eq!(refund_kind("仅退款", "", "已发货"), RefundKind::MoneyAfterShipping);
        assert_eq!(refund_kind("退货退款", "", ""), RefundKind::GoodsAndMoney);
        assert_eq!(refund_kind("", "否", "买家未收到货"), RefundKind::MoneyAfterShipping);
        assert_eq!(refund_kind("", "", ""), RefundKind::Unknown);
    }
}
