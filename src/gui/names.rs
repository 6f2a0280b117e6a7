//! What the window calls platforms, states and places (叫法), in the language in force.

use crate::domain::order::OrderStatus;
use crate::domain::platform::Platform;
use crate::domain::refund::{RefundKind, RefundStatus};
use crate::domain::region::Province;
use crate::locale::Lang;

pub fn platform(lang: Lang, platform: Platform) -> String {
    lang.t(&format!("domain.platform_{}", platform.id())).to_owned()
}

/// A shop by its own name, or the platform's where it has none.
pub fn shop(lang: Lang, name: &str, on: Platform) -> String {
    if name.is_empty() { platform(lang, on) } else { name.to_owned() }
}

pub fn order_status(lang: Lang, status: OrderStatus) -> String {
    lang.t(&format!("domain.order_status_{}", status.id())).to_owned()
}

pub fn refund_status(lang: Lang, status: RefundStatus) -> String {
    lang.t(&format!("domain.refund_status_{}", status.id())).to_owned()
}

pub fn refund_kind(lang: Lang, kind: RefundKind) -> String {
    lang.t(&format!("domain.refund_kind_{}", kind.id())).to_owned()
}

/// A province; no words for none.
pub fn province(lang: Lang, province: Option<Province>) -> String {
    let name = province.map_or("", |province| match lang {
        Lang::Zh => province.chinese(),
        Lang::En => province.english(),
    });
    name.to_owned()
}
