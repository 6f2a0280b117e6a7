//! The one timeline of an order (时间线): what files told and what rules and people did with it, each with when, who and why.

use iced::widget::{column, row};
use iced::{Element, Length};

use super::Message;
use crate::domain::flow::Step;
use crate::domain::rule::listed;
use crate::gui::component::detail::{event, yuan};
use crate::gui::component::{icon, words};
use crate::gui::ctx::Ctx;
use crate::gui::desk::{step_key, who};
use crate::gui::names;
use crate::gui::printing;
use crate::gui::screen::orders::work::flag_name;
use crate::gui::theme::icon::Icon;
use crate::gui::theme::space as gap;
use crate::store::{CareEvent, CareKind, Change, ChangePart, HoldRow, StepRow, TimelineEvent, TimelineKind};

/// One thing that happened.
pub(super) fn view<'a>(ctx: &'a Ctx, one: &'a TimelineEvent) -> Element<'a, Message> {
    match &one.what {
        TimelineKind::Step(taken) => step(ctx, one, taken),
        TimelineKind::Handed(change) => handed(ctx, one, change),
        TimelineKind::Held(hold) => {
            let what = ctx.f("rules.at_held", &[("reason", &hold.reason)]);
            done(one, Icon::Ban, what, holder(ctx, hold))
        }
        TimelineKind::Released(hold) => {
            let what = ctx.f("rules.at_released", &[("reason", &hold.reason)]);
            done(one, Icon::CircleCheck, what, who(ctx, &hold.released_by))
        }
        TimelineKind::Care(event) => done(one, Icon::User, cared(ctx, event), who(ctx, &event.actor)),
        TimelineKind::Ticket(ticket) => {
            let what = ctx.f("service.at_opened", &[("no", &ticket.number), ("subject", &ticket.subject)]);
            done(one, Icon::Headphones, what, who(ctx, &ticket.opened_by))
        }
        what => event(told(ctx, what), one.at),
    }
}

/// What somebody did, and under it who and why.
fn done<'a>(one: &TimelineEvent, picture: Icon, what: String, who: String) -> Element<'a, Message> {
    row![
        icon::sized(picture, 12.0, |t| t.accent),
        column![
            row![words::body(what).width(Length::Fill), words::muted(one.at.format("%Y-%m-%d %H:%M").to_string()),]
                .spacing(gap::S),
            words::small(who).width(Length::Fill),
        ]
        .width(Length::Fill),
    ]
    .spacing(gap::S)
    .into()
}

/// A step: what, when, who, and with what.
fn step<'a>(ctx: &'a Ctx, one: &TimelineEvent, step: &'a StepRow) -> Element<'a, Message> {
    let mut what = ctx.t(&format!("work.did_{}", step.step.id())).to_owned();
    if step.undone {
        what = format!("{what} · {}", ctx.t("work.undone_mark"));
    }
    let note = if step.step == Step::KeepMine { "" } else { step.note.as_str() };
    let by = who(ctx, &step.actor);
    let more = [by.as_str(), step.courier.as_str(), step.tracking_no.as_str(), step.document.as_str(), note];
    let more = more.into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" · ");
    done(one, if step.undone { Icon::Undo2 } else { Icon::User }, what, more)
}

/// What a rule or a person changed about who looks after it; a rule says why.
fn handed<'a>(ctx: &'a Ctx, one: &TimelineEvent, change: &'a Change) -> Element<'a, Message> {
    let lang = ctx.lang;
    let what = change.parts.iter().map(|part| match part {
        ChangePart::Handed => {
            let to = [change.staff.as_str(), change.warehouse.as_str(), change.courier.as_str()];
            let to = to.into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" · ");
            let given = if to.is_empty() { String::new() } else { ctx.f("rules.at_given", &[("to", &to)]) };
            let passed = if change.passed { ctx.t("rules.passed") } else { "" };
            match (given.is_empty(), passed.is_empty()) {
                (true, true) => ctx.t("rules.at_nobody").to_owned(),
                (false, false) => format!("{given}{}{passed}", lang.t("rules.comma")),
                _ => format!("{given}{passed}"),
            }
        }
        ChangePart::Flag => match change.flag {
            Some(flag) => ctx.f("rules.do_flag", &[("flag", &flag_name(lang, flag))]),
            None => ctx.t("rules.at_no_flag").to_owned(),
        },
        ChangePart::Tags if change.tags.is_empty() => ctx.t("rules.at_no_tags").to_owned(),
        ChangePart::Tags => ctx.f("rules.do_tags", &[("tags", &listed(lang, change.tags.clone()))]),
        ChangePart::Remark if change.remark.is_empty() => ctx.t("rules.at_no_remark").to_owned(),
        ChangePart::Remark => ctx.f("rules.at_remark", &[("remark", &change.remark)]),
    });
    let what = what.collect::<Vec<_>>().join(lang.t("rules.semicolon"));
    // A flag put on later does not have the rule's reason, but whoever put it there.
    let ruled = change.parts.contains(&ChangePart::Handed) && !change.by_hand;
    let why = match &change.reason {
        Some(reason) if ruled => reason.said(lang),
        _ => who(ctx, &change.actor),
    };
    done(one, if ruled { Icon::ListChecks } else { Icon::User }, what, why)
}

fn holder(ctx: &Ctx, hold: &HoldRow) -> String {
    if hold.rule_id == 0 { who(ctx, &hold.actor) } else { ctx.t("rules.by_rule").to_owned() }
}

fn cared(ctx: &Ctx, event: &CareEvent) -> String {
    match &event.what {
        CareKind::Made => ctx.t("desk.did_make").to_owned(),
        CareKind::Printed(kind) => ctx.f("desk.did_print", &[("what", ctx.t(printing::name(*kind)))]),
        CareKind::Checked { pieces } => ctx.f("desk.did_check", &[("n", &pieces.to_string())]),
        CareKind::Merged => ctx.t("desk.did_merge").to_owned(),
        CareKind::Split { pieces } => ctx.f("desk.did_split", &[("n", &pieces.to_string())]),
        CareKind::Changed(parts) if parts.is_empty() => ctx.t("desk.did_change_back").to_owned(),
        CareKind::Changed(parts) => {
            let parts = listed(ctx.lang, parts.iter().map(|key| ctx.t(key).to_owned()));
            ctx.f("desk.did_change", &[("what", &parts)])
        }
    }
}

/// What files told.
fn told(ctx: &Ctx, what: &TimelineKind) -> String {
    match what {
        TimelineKind::Created => ctx.t("orders.at_created").to_owned(),
        TimelineKind::Paid(Some(amount)) => format!("{} {}", ctx.t("orders.at_paid"), yuan(*amount)),
        TimelineKind::Paid(None) => ctx.t("orders.at_paid").to_owned(),
        TimelineKind::Shipped => ctx.t("orders.at_shipped").to_owned(),
        TimelineKind::Received => ctx.t("orders.at_received").to_owned(),
        TimelineKind::RefundApplied { amount, .. } => ctx.f("orders.at_refund_applied", &[("amount", &yuan(*amount))]),
        TimelineKind::RefundFinished { amount, status, .. } => {
            format!("{} {}", names::refund_status(ctx.lang, *status), yuan(*amount))
        }
        TimelineKind::Collected { .. } => ctx.t("orders.at_collected").to_owned(),
        TimelineKind::Signed { .. } => ctx.t("orders.at_signed").to_owned(),
        TimelineKind::StatusChanged { to, .. } => {
            ctx.f("orders.at_status", &[("status", &names::order_status(ctx.lang, *to))])
        }
        TimelineKind::Step(step) => ctx.t(&step_key(step.step)).to_owned(),
        TimelineKind::Handed(_)
        | TimelineKind::Held(_)
        | TimelineKind::Released(_)
        | TimelineKind::Care(_)
        | TimelineKind::Ticket(_) => String::new(),
    }
}
