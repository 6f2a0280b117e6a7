//! One suggestion in detail (补货详情): what to do, the chart, the working, how the forecast was chosen, and what was decided before. And
//! what stands above the list.

use iced::widget::{column, container, row};
use iced::{Alignment, Element, Length};

use super::super::working;
use super::{Detail, Message, Show, Suggestions, tone};
use crate::analytics::forecast::select::{Selected, Verdict};
use crate::analytics::replenish::{LeadSource, Plan, Row};
use crate::domain::money::Money;
use crate::domain::replenish::{Limit, Outcome, Urgency};
use crate::domain::working::Named;
use crate::gui::charts::Card;
use crate::gui::component::detail::{part, yuan};
use crate::gui::component::{badge, button, card, dialog, state, words};
use crate::gui::ctx::Ctx;
use crate::gui::desk;
use crate::gui::theme::icon::Icon;
use crate::gui::theme::{size, space as gap, text as ink};
use crate::gui::widget::one_line::one_line;
use crate::store::DecisionRow;
use crate::table::{Cell, grouped};

/// Height of the chart in the details.
const CHART: f32 = 170.0;

/// What waits, in all.
pub(super) fn strip<'a>(ctx: &'a Ctx, plan: &Plan) -> Element<'a, Message> {
    let waiting: Vec<&Row> = plan.rows.iter().filter(|row| row.waits()).collect();
    let count = |urgency: Urgency| waiting.iter().filter(|row| row.urgency == urgency).count();
    let pieces: i64 = waiting.iter().filter_map(|row| row.quantity()).sum();
    let money: Money = waiting.iter().filter_map(|row| row.spend()).sum();
    let figure = |key: &'static str, value: String| -> Element<'a, Message> {
        column![words::small(ctx.t(key)), one_line(value).size(size::FIGURE).bold()].into()
    };
    let number = |n: usize| grouped(&n.to_string());
    let figures = row![
        figure("replenish.waiting", number(waiting.len())),
        figure("replenish.waiting_out", number(count(Urgency::Out))),
        figure("replenish.waiting_late", number(count(Urgency::Late))),
        figure("replenish.waiting_pieces", grouped(&pieces.to_string())),
        figure("replenish.waiting_money", yuan(money)),
        plan.ask.rules.budget().map(|budget| figure("replenish.budget", yuan(budget))),
    ]
    .spacing(gap::XL + gap::S);
    let reach = ctx.f("replenish.as_of", &[("day", &Cell::Date(plan.ask.today).shown())]);
    card::card(
        row![container(figures).width(Length::Fill), words::small(reach)].spacing(gap::M).align_y(Alignment::Center),
    )
    .padding([gap::S, gap::L])
    .into()
}

/// Nothing waits.
pub(super) fn nothing(ctx: &Ctx, show: Show) -> Element<'_, Message> {
    let all = button::secondary(ctx.t("replenish.show_all"), Some(Message::Show(Show::All)));
    let (title, hint) = match show {
        Show::All => ("replenish.none", "replenish.none_hint"),
        Show::Waiting | Show::Decided => ("replenish.nothing_waits", "replenish.nothing_waits_hint"),
    };
    let action = (show != Show::All).then(|| all.into());
    state::empty(Icon::CircleCheck, ctx.t(title), ctx.t(hint), action)
}

pub(super) fn view<'a>(list: &'a Suggestions, ctx: &'a Ctx, detail: &'a Detail) -> Element<'a, Message> {
    let Some(row) = list.row(detail.sku_id) else { return state::loading() };
    let chart = list.picture.as_ref().map(|picture| {
        let made = Card::new(&picture.spec).table(&picture.table).height(CHART);
        let head = row![
            one_line(picture.spec.title.as_str()).bold().width(Length::Fill),
            list.charts.menu(ctx, &made).map(Message::Chart)
        ]
        .align_y(Alignment::Center);
        let plot = list.charts.plot(ctx, &picture.spec, CHART, false).map(Message::Chart);
        column![card::rule(), head, plot].spacing(gap::XS)
    });
    let working = match &row.suggestion {
        Ok(found) => {
            let lines = found.working.lines().iter().map(|line| working::Shown {
                id: line.term.id(),
                symbol: line.term.symbol(),
                value: line.value,
                formula: line.formula,
            });
            column![part(ctx.t("replenish.working_paper")), working::view(ctx, lines, row.supply.price.is_some())]
                .spacing(gap::S)
        }
        Err(_) => column![],
    };
    let method = row.forecast.as_ref().ok().map(|found| method(ctx, found));
    column![facts(ctx, row), verbs(ctx, row, detail), chart, working, method, history(ctx, detail)]
        .spacing(gap::M)
        .into()
}

fn facts<'a>(ctx: &'a Ctx, row: &'a Row) -> Element<'a, Message> {
    let dash = || Cell::Empty.shown();
    let pieces = |n: Option<i64>| n.map_or(Cell::Empty, Cell::Count).shown();
    let date = |day: Option<chrono::NaiveDate>| day.map_or(Cell::Empty, Cell::Date).shown();
    let fact = |key: &'a str, value: String| card::fact(ctx.t(key), words::body(value).width(Length::Fill));
    let limit = |by: Limit| ctx.t(&format!("replenish.limit_{}", by.id())).to_owned();
    let urgency = ctx.t(&format!("replenish.urgency_{}", row.urgency.id())).to_owned();
    let mut facts = vec![
        card::fact(ctx.t("replenish.urgency"), badge::badge(urgency, tone(row.urgency))),
        fact("catalogue.code", row.code.clone()),
        fact("catalogue.supplier", if row.supply.supplier.is_empty() { dash() } else { row.supply.supplier.clone() }),
        fact("replenish.lead", lead(ctx, row)),
    ];
    match &row.suggestion {
        Ok(found) => {
            let cost = row.spend().map_or_else(dash, yuan);
            let quantity = match found.outcome {
                Outcome::Order { cut_by } => {
                    let n = grouped(&found.quantity.to_string());
                    let said = ctx.f("replenish.pieces_and_cost", &[("n", &n), ("cost", &cost)]);
                    match cut_by {
                        Some(by) => ctx.f("replenish.outcome_cut", &[("said", &said), ("limit", &limit(by))]),
                        None => said,
                    }
                }
                Outcome::Enough => ctx.t("replenish.outcome_enough").to_owned(),
                Outcome::NoDemand => ctx.t("replenish.outcome_no_demand").to_owned(),
                Outcome::Prevented { by } => ctx.f("replenish.outcome_prevented", &[("limit", &limit(by))]),
            };
            facts.push(card::fact(ctx.t("replenish.quantity"), words::strong(quantity).width(Length::Fill)));
            facts.push(fact("replenish.runs_out", date(found.runs_out)));
            facts.push(fact("replenish.order_by", date(found.order_by)));
        }
        Err(said) => {
            facts.push(card::fact(ctx.t("replenish.quantity"), words::body(ctx.say(said)).width(Length::Fill)));
        }
    }
    if row.drafted > 0 {
        facts.push(fact("replenish.in_draft", pieces(Some(row.drafted))));
    }
    card::facts(facts).into()
}

/// `8.4 ± 2.1 天（12 次到货）`
fn lead(ctx: &Ctx, row: &Row) -> String {
    let (mean, sd) = (format!("{:.1}", row.supply.lead.mean()), format!("{:.1}", row.supply.lead.sd()));
    let days = ctx.f("replenish.lead_days", &[("mean", &mean), ("sd", &sd)]);
    let source = match row.supply.lead_source {
        LeadSource::Receipts(n) => ctx.f("replenish.lead_receipts", &[("n", &n.to_string())]),
        LeadSource::Promised => ctx.t("replenish.lead_promised").to_owned(),
        LeadSource::Assumed => ctx.t("replenish.lead_assumed").to_owned(),
    };
    format!("{days} · {source}")
}

/// What can be done with it.
fn verbs<'a>(ctx: &'a Ctx, row: &'a Row, detail: &'a Detail) -> Element<'a, Message> {
    let id = row.sku_id;
    let quantity = row.quantity().unwrap_or(0);
    let links = row![
        button::link(ctx.t("stock.see_sku"), Some(Message::Sku(id))),
        button::link(ctx.t("replenish.see_stock"), Some(Message::Stock(id, row.code.clone()))),
        row.suggestion.is_ok().then(|| button::link(ctx.t("replenish.season"), Some(Message::Season(id)))),
    ]
    .spacing(gap::M);
    let held = row.decision.as_ref().filter(|_| row.held).map(|decision| {
        let said = ctx.f("replenish.held", &[("what", ctx.t(&format!("replenish.decision_{}", decision.kind.id())))]);
        // What stands in a draft is taken out there.
        let way = match detail.orders.get(&decision.document).filter(|_| decision.kind.orders()) {
            Some(order) => button::link(decision.document.as_str(), Some(Message::Purchase(*order))),
            None => button::link(ctx.t("shell.undo"), Some(Message::Forget(vec![decision.id]))),
        };
        row![words::muted(said).width(Length::Fill), way].spacing(gap::S)
    });
    let able = row.suggestion.is_ok();
    let accept = ctx.f("replenish.accept", &[("n", &grouped(&quantity.to_string()))]);
    let buttons = (!row.held && able).then(|| {
        let accept = (quantity > 0).then(|| button::primary(accept, Some(Message::Accept(vec![id]))));
        let change = button::secondary(ctx.t("replenish.change"), Some(Message::Change(vec![id])));
        let others = (quantity > 0).then(|| {
            row![
                button::ghost(ctx.t("replenish.reject"), Some(Message::Reject(vec![id]))),
                button::ghost(ctx.t("replenish.snooze"), Some(Message::Snooze(vec![id]))),
            ]
        });
        row![accept, change, others].spacing(gap::S).align_y(Alignment::Center).wrap().vertical_spacing(gap::S)
    });
    column![held, buttons, links].spacing(gap::S).into()
}

/// Which method was chosen, and how far each strayed in the back-test.
fn method<'a>(ctx: &'a Ctx, found: &'a Selected) -> Element<'a, Message> {
    let share = |share: Option<f64>| {
        share.map_or_else(|| Cell::Empty.shown(), |share| grouped(&format!("{:.1}%", share * 100.0)))
    };
    let mut lines = column![part(ctx.t("replenish.method"))].spacing(gap::XS);
    if found.trials.is_empty() {
        let said = ctx.f("replenish.method_untried", &[("method", &found.winner.named(ctx.lang))]);
        return lines.push(words::muted(said)).into();
    }
    let origins = found.origins.len().to_string();
    lines = lines.push(words::small(ctx.f("replenish.method_hint", &[("n", &origins)])));
    for trial in &found.trials {
        let won = trial.method == found.winner;
        let (value, note) = match trial.verdict {
            Verdict::Tested(score) => (share(score.wape()), share(score.bias())),
            Verdict::GivenUp(_) => (ctx.t("replenish.given_up").to_owned(), String::new()),
            Verdict::Failed => (ctx.t("replenish.failed").to_owned(), String::new()),
        };
        let name = one_line(trial.method.named(ctx.lang)).width(Length::Fill);
        let name = if won { name.bold() } else { name };
        let value = if won { words::strong(value) } else { words::body(value) };
        let note = container(words::small(note)).align_right(56);
        lines =
            lines.push(row![name, container(value).align_right(64), note].spacing(gap::XS).align_y(Alignment::Center));
    }
    lines.into()
}

/// What was decided before, newest first.
fn history<'a>(ctx: &'a Ctx, detail: &'a Detail) -> Option<Element<'a, Message>> {
    if detail.decisions.is_empty() {
        return None;
    }
    let mut lines = column![part(ctx.t("replenish.decisions"))].spacing(gap::S);
    for decision in &detail.decisions {
        let word = ctx.t(&format!("replenish.decision_{}", decision.kind.id())).to_owned();
        let what = ctx.f(
            "replenish.decision_line",
            &[
                ("what", &word),
                ("n", &grouped(&decision.suggested.to_string())),
                ("qty", &grouped(&decision.qty.to_string())),
            ],
        );
        let what = one_line(what).bold().width(Length::Fill);
        let undone = decision.undone.then(|| words::small(ctx.t("stock.reversed")).style(ink::muted));
        let look = (!decision.working.is_empty())
            .then(|| button::link(ctx.t("replenish.look"), Some(Message::Look(Box::new(decision.clone())))));
        let order = detail.orders.get(&decision.document);
        let order = order.map(|id| button::link(decision.document.as_str(), Some(Message::Purchase(*id))));
        let document = if order.is_some() { String::new() } else { decision.document.clone() };
        let more = [Cell::Time(decision.made_at).shown(), who(ctx, &decision.actor), document, decision.reason.clone()];
        let more: Vec<String> = more.into_iter().filter(|text| !text.is_empty()).collect();
        lines = lines.push(
            column![
                row![what, undone, order, look].spacing(gap::S).align_y(Alignment::Center),
                words::small(more.join(" · "))
            ]
            .spacing(2),
        );
    }
    Some(lines.into())
}

fn who(ctx: &Ctx, actor: &str) -> String {
    if actor == crate::gui::ordering::AUTO { ctx.t("replenish.by_itself").to_owned() } else { desk::who(ctx, actor) }
}

/// The working as it was when it was decided.
pub(super) fn look<'a>(ctx: &'a Ctx, decision: &'a DecisionRow) -> Element<'a, Message> {
    let lines = decision.working.iter().map(working::Shown::of_kept);
    let title =
        ctx.f("replenish.look_title", &[("code", &decision.sku_code), ("at", &Cell::Time(decision.made_at).shown())]);
    dialog::dialog(title, (ctx.t("shell.close"), Message::CloseLook), working::view(ctx, lines, true), [], 480.0)
}
