//! One customer, at the right of the list: figures, tastes, and the orders, newest first.

use std::sync::Arc;

use iced::widget::{column, container, row};
use iced::{Alignment, Element, Length};

use super::{Message, group_name, silent, tone};
use crate::analytics::customers::rfm::Group;
use crate::gui::component::detail::{lead, part, sum, yuan};
use crate::gui::component::{badge, button, card, words};
use crate::gui::ctx::Ctx;
use crate::gui::names;
use crate::gui::screen::orders;
use crate::gui::theme::space as gap;
use crate::gui::widget::one_line::one_line;
use crate::store::{CustomerDetail, OrderRow};
use crate::table::{grouped, quotient};

pub(super) fn view<'a>(ctx: &'a Ctx, detail: &'a CustomerDetail, group: Option<Group>) -> Element<'a, Message> {
    let customer = &detail.customer;
    let place = names::province(ctx.lang, customer.province);
    let of = [names::platform(ctx.lang, customer.platform), place];
    let of = of.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ");
    let mut content = column![
        row![words::muted(of), group.map(|group| badge::badge(group_name(ctx.lang, group), tone(group)))]
            .spacing(gap::S)
            .align_y(Alignment::Center),
        card::rule(),
        sum(ctx.t("customer_list.orders"), grouped(&customer.orders.to_string())),
        sum(ctx.t("customer_list.paid"), yuan(customer.paid)),
    ]
    .spacing(gap::S);
    if customer.refund.fen() != 0 {
        content = content.push(sum(ctx.t("orders.refund"), yuan(customer.refund)));
    }
    if let Some(mean) = quotient(customer.paid.fen(), customer.orders.saturating_mul(100), 2) {
        content = content.push(sum(ctx.t("customer_list.per_order"), crate::table::yuan(&grouped(&mean))));
    }
    if let Some(first) = customer.first_paid_at {
        content = content.push(sum(ctx.t("customer_list.first_paid"), first.format("%Y-%m-%d").to_string()));
    }
    if let (Some(last), Some(days)) = (customer.last_paid_at, silent(customer, ctx.today())) {
        let ago = ctx.f("customer_list.ago", &[("n", &grouped(&days.to_string()))]);
        content = content.push(sum(ctx.t("customer_list.last_paid"), format!("{} · {ago}", last.format("%Y-%m-%d"))));
    }
    if !detail.tastes.is_empty() {
        content = content.push(part(ctx.t("customer_list.tastes")));
        for taste in &detail.tastes {
            let pieces = ctx.f("customer_list.pieces", &[("n", &grouped(&taste.pieces.to_string()))]);
            content = content.push(
                row![
                    one_line(taste.category.as_str()).width(Length::Fill),
                    words::muted(pieces),
                    words::body(taste.paid.map_or_else(|| "—".to_owned(), yuan)),
                ]
                .spacing(gap::S),
            );
        }
    }
    let count = grouped(&detail.order_ids.len().to_string());
    let all = Message::Orders(customer.buyer.clone(), Arc::from(detail.order_ids.as_slice()));
    let title = words::card_title(ctx.f("customer_list.orders_of", &[("n", &count)]));
    content = content.push(card::rule()).push(
        row![
            container(title).width(Length::Fill),
            (!detail.order_ids.is_empty()).then(|| button::link(ctx.t("customer_list.all_orders"), Some(all))),
        ]
        .align_y(Alignment::Center),
    );
    content
        .push(iced::widget::Column::with_children(detail.orders.iter().map(|row| order(ctx, row))).spacing(gap::XS))
        .into()
}

/// An order of the customer, which opens it.
fn order<'a>(ctx: &'a Ctx, order: &'a OrderRow) -> Element<'a, Message> {
    let paid = order.paid_at.and(order.paid).map_or_else(|| "—".to_owned(), yuan);
    let at = order.paid_at.or(order.created_at).map(|at| at.format("%Y-%m-%d %H:%M").to_string()).unwrap_or_default();
    let status = order.status.map(|status| badge::badge(names::order_status(ctx.lang, status), orders::tone(status)));
    let right = row![status, words::body(paid)].spacing(gap::S).align_y(Alignment::Center);
    lead(at, right, order.title.as_str(), Message::Order(order.id))
}
