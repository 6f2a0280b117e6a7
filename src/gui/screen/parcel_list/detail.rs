//! One parcel, at the right of the list: its way with the time each stage took, what is late about it, and its order.

use chrono::NaiveDateTime;
use iced::widget::{column, container, row};
use iced::{Alignment, Element, Length};

use super::{Message, Standing};
use crate::analytics::logistics::stuck::{Stuck, Trouble};
use crate::gui::component::detail::{event, lead, part, sum, yuan};
use crate::gui::component::{badge, card, icon, words};
use crate::gui::ctx::Ctx;
use crate::gui::names;
use crate::gui::screen::orders;
use crate::gui::theme::icon::Icon;
use crate::gui::theme::space as gap;
use crate::store::{ParcelDetail, ParcelRow};
use crate::table::{Cell, grouped};

pub(super) fn view<'a>(
    ctx: &'a Ctx,
    detail: &'a ParcelDetail,
    standing: Option<Standing>,
    stuck: Option<&Stuck>,
) -> Element<'a, Message> {
    let parcel = &detail.parcel;
    let of = [
        parcel.platform.map(|platform| names::platform(ctx.lang, platform)).unwrap_or_default(),
        names::province(ctx.lang, parcel.province),
        parcel.city.clone(),
    ];
    let of = of.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ");
    let mut content = column![
        row![words::muted(of), standing.map(|one| badge::badge(ctx.t(one.key()).to_owned(), one.tone()))]
            .spacing(gap::S)
            .align_y(Alignment::Center),
        card::rule(),
    ]
    .spacing(gap::S);
    for late in late(ctx, parcel, stuck) {
        let words = words::body(late).width(Length::Fill);
        content = content.push(row![icon::tinted(Icon::TriangleAlert, |t| t.amber), words].spacing(gap::S));
    }
    // Scans between collection and delivery are told only by the last one.
    let scan = parcel.last_scan_at.filter(|at| Some(*at) != parcel.signed_at && Some(*at) != parcel.collected_at);
    let mut way = [
        ("orders.at_paid", parcel.paid_at),
        ("orders.at_shipped", parcel.shipped_at),
        ("orders.at_collected", parcel.collected_at),
        ("parcel_list.last_scan_at", scan),
        ("orders.at_signed", parcel.signed_at),
    ]
    .into_iter()
    .filter_map(|(key, at)| Some((key, at?)))
    .collect::<Vec<_>>();
    way.sort_by_key(|(_, at)| *at);
    let mut before: Option<NaiveDateTime> = None;
    for (key, at) in way {
        let took = before.map(|before| format!(" · {}", hours(ctx, (at - before).num_seconds()))).unwrap_or_default();
        content = content.push(event(format!("{}{took}", ctx.t(key)), at));
        before = Some(at);
    }
    if before.is_none() {
        content = content.push(words::muted(ctx.t("parcel_list.no_times")));
    }
    content = content.push(card::rule());
    let weight = parcel.weight_g.map_or(Cell::Empty, Cell::Count).shown();
    content = content
        .push(sum(ctx.t("parcel_list.weight"), weight))
        .push(sum(ctx.t("parcel_list.freight"), parcel.freight.map_or_else(|| "—".to_owned(), yuan)));
    if !parcel.state_raw.is_empty() {
        let told = words::body(parcel.state_raw.as_str()).width(Length::Fill);
        content = content.push(card::fact(ctx.t("parcel_list.state_raw"), told));
    }
    content = content.push(part(ctx.t("parcel_list.order")));
    content = match &detail.order {
        Some(order) => {
            let status =
                order.status.map(|status| badge::badge(names::order_status(ctx.lang, status), orders::tone(status)));
            let paid = order.paid.map_or_else(|| "—".to_owned(), yuan);
            let right = row![status, words::body(paid)].spacing(gap::S).align_y(Alignment::Center);
            content.push(lead(order.order_no.as_str(), right, order.title.as_str(), Message::Order(order.id)))
        }
        None if parcel.order_no.is_empty() => content.push(words::muted(ctx.t("parcel_list.order_unknown"))),
        None => content.push(words::muted(ctx.f("parcel_list.order_gone", &[("no", &parcel.order_no)]))),
    };
    if !detail.source_file.is_empty() {
        let file = words::body(detail.source_file.as_str()).width(Length::Fill);
        content = content.push(card::rule()).push(card::fact(ctx.t("orders.source"), file));
    }
    container(content).into()
}

/// `36.5 小时`
fn hours(ctx: &Ctx, seconds: i64) -> String {
    ctx.f("shell.hours", &[("n", &Cell::Number(seconds * 10 / 36).shown())])
}

/// What is late about a parcel, in whole sentences, by the owner's rules.
fn late(ctx: &Ctx, parcel: &ParcelRow, stuck: Option<&Stuck>) -> Vec<String> {
    let rules = ctx.parcel_rules();
    let mut found = Vec::new();
    if let (Some(paid), Some(shipped)) = (parcel.paid_at, parcel.shipped_at) {
        let waited = (shipped - paid).num_seconds();
        if waited > i64::from(rules.late_hours) * 3600 {
            let limit = grouped(&rules.late_hours.to_string());
            found.push(ctx.f("parcel_list.late_shipped", &[("hours", &hours(ctx, waited)), ("limit", &limit)]));
        }
    }
    match stuck {
        Some(stuck) if stuck.trouble == Trouble::Silent => {
            let limit = grouped(&rules.silent_hours.to_string());
            let silent = hours(ctx, stuck.silent);
            found.push(ctx.f("parcel_list.late_silent", &[("hours", &silent), ("limit", &limit)]));
        }
        Some(stuck) => {
            let usual = hours(ctx, stuck.usual.map_or(0, i64::from));
            let so_far = hours(ctx, stuck.under_way);
            found.push(ctx.f("parcel_list.late_slow", &[("hours", &so_far), ("usual", &usual)]));
        }
        None => {}
    }
    if let (Some(from), Some(signed)) = (parcel.collected_at.or(parcel.shipped_at), parcel.signed_at) {
        let took = (signed - from).num_seconds();
        if took > i64::from(rules.promise_hours) * 3600 {
            let limit = grouped(&rules.promise_hours.to_string());
            found.push(ctx.f("parcel_list.late_signed", &[("hours", &hours(ctx, took)), ("limit", &limit)]));
        }
    }
    found
}
