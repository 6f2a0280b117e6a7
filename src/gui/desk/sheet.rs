//! Shipping by a sheet (按表发货): the sheet to fill in, and what a filled one would do, before anything is sent.

use std::collections::HashMap;
use std::path::Path;

use iced::widget::{Column, column, container, row};
use iced::{Element, Length};

use super::{sending, told};
use crate::domain::flow::Step;
use crate::gui::component::{button, card, dialog, field, words};
use crate::gui::ctx::Ctx;
use crate::gui::names;
use crate::gui::theme::{space as gap, text as ink};
use crate::import::shipments;
use crate::import::stocktake::RowProblem;
use crate::locale::{Lang, Said};
use crate::store::{QueueRow, StepRules, Store, Taken, Task};
use crate::table::{Cell, Column as Head, Kind, Table, grouped};

/// Problems shown; beyond that they are counted.
const SHOWN: usize = 200;

/// A filled sheet beside the orders.
#[derive(Debug, Clone)]
pub struct Filled {
    file: String,
    /// What can be sent, in the order of the sheet.
    tasks: Vec<Task>,
    /// Rows that cannot, in the order of the sheet.
    problems: Vec<RowProblem>,
    /// Rows that go out although there is too little stock.
    warned: Vec<RowProblem>,
    blank: usize,
    /// Some row names no courier.
    asks_courier: bool,
    couriers: Vec<String>,
    courier: Option<String>,
    /// Its orders are being sent: none is sent a second time until the answer is there.
    busy: bool,
}

#[derive(Debug, Clone)]
pub enum Message {
    Courier(String),
    Save,
    Close,
}

/// The sheet to fill in.
pub fn table(lang: Lang, rows: &[QueueRow]) -> Table {
    let text = |text: &str| if text.is_empty() { Cell::Empty } else { Cell::Text(text.to_owned()) };
    let columns = vec![
        Head::new("order_no", lang.t("work.sheet_order"), Kind::Id).wide(190.0),
        Head::new("shop", lang.t("orders.shop"), Kind::Text).wide(130.0),
        Head::new("items", lang.t("work.items"), Kind::Text).wide(240.0),
        Head::new("receiver", lang.t("work.sheet_receiver"), Kind::Text).wide(90.0),
        Head::new("region", lang.t("work.region"), Kind::Text).wide(130.0),
        Head::new("message", lang.t("work.message"), Kind::Text).wide(160.0),
        Head::new("memo", lang.t("work.memo"), Kind::Text).wide(160.0),
        Head::new("due_at", lang.t("work.due_at"), Kind::Time).wide(140.0),
        Head::new("courier", lang.t("work.courier"), Kind::Text).wide(110.0),
        Head::new("tracking_no", lang.t("work.tracking"), Kind::Id).wide(170.0),
    ];
    let rows = rows
        .iter()
        .map(|row| {
            vec![
                Cell::Text(row.order_no.clone()),
                Cell::Text(names::shop(lang, &row.shop, row.platform)),
                text(&row.items),
                text(&row.receiver),
                text(&region(lang, row)),
                text(&row.buyer_message),
                text(&row.seller_memo),
                row.due_at.map_or(Cell::Empty, Cell::Time),
                text(&row.courier),
                Cell::Empty,
            ]
        })
        .collect();
    Table { id: "shipments", title: lang.t("work.sheet_name").to_owned(), columns, rows }
}

fn region(lang: Lang, row: &QueueRow) -> String {
    let province = names::province(lang, row.province);
    [province.as_str(), row.city.as_str()].into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Reads a filled sheet and looks at every order in it.
pub fn read(store: &Store, path: &Path, rules: StepRules) -> Result<Filled, Said> {
    let sheet = shipments::read(path).map_err(|error| error.said())?;
    let couriers = store.couriers().map_err(|error| told(&error))?;
    let couriers = sending::couriers(couriers.into_iter().map(|courier| courier.name).collect());
    let tasks: Vec<Task> = sheet
        .lines
        .iter()
        .map(|line| Task {
            order_no: line.order_no.clone(),
            tracking_no: line.tracking_no.clone(),
            courier: line.courier.clone(),
            ..Task::default()
        })
        .collect();
    let preview = store.preview_steps(Step::Ship, &tasks, rules).map_err(|error| told(&error))?;
    let row = |nth: usize| sheet.lines.get(nth).map_or(0, |line| line.row);
    let mut problems = sheet.problems.clone();
    problems.extend(preview.refused.iter().map(|one| RowProblem { row: row(one.nth), said: one.why.clone() }));
    problems.sort_by_key(|problem| problem.row);
    let warned =
        preview.done.iter().filter_map(|one| Some(RowProblem { row: row(one.nth), said: one.warning.clone()? }));
    let warned = warned.collect();
    // Where a row names no courier, the one that was decided on for the order goes.
    let ids: Vec<i64> = preview.done.iter().map(|one| one.order_id).collect();
    let decided = store.order_rows(&ids).map_err(|error| told(&error))?;
    let decided: HashMap<i64, String> = decided.into_iter().map(|order| (order.id, order.mark.courier)).collect();
    let task = |one: &Taken| {
        let mut task = tasks.get(one.nth)?.clone();
        if task.courier.trim().is_empty() {
            task.courier = decided.get(&one.order_id).cloned().unwrap_or_default();
        }
        Some(task)
    };
    let tasks: Vec<Task> = preview.done.iter().filter_map(task).collect();
    let file = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let asks_courier = tasks.iter().any(|task| task.courier.is_empty());
    let courier = couriers.first().cloned();
    Ok(Filled { file, tasks, problems, warned, blank: sheet.blank, asks_courier, couriers, courier, busy: false })
}

impl Filled {
    pub fn courier(&mut self, courier: String) {
        self.courier = Some(courier);
    }

    /// Some order can be sent, and none is being sent.
    fn able(&self) -> bool {
        !self.busy && !self.tasks.is_empty()
    }

    /// They could not be sent.
    pub fn refused(&mut self) {
        self.busy = false;
    }

    /// The orders that can be sent; `None` when there are none. Only once until they are refused.
    pub fn tasks(&mut self) -> Option<Vec<Task>> {
        if !self.able() {
            return None;
        }
        self.busy = true;
        let courier = self.courier.clone().unwrap_or_default();
        let named = |task: &Task| {
            let courier = if task.courier.is_empty() { courier.clone() } else { task.courier.clone() };
            Task { courier, ..task.clone() }
        };
        Some(self.tasks.iter().map(named).collect())
    }

    pub fn view<'a>(&'a self, ctx: &'a Ctx) -> Element<'a, Message> {
        let number = |n: usize| grouped(&n.to_string());
        let (n, wrong, blank) = (number(self.tasks.len()), number(self.problems.len()), number(self.blank));
        let summary = ctx.f("work.sheet_summary", &[("n", &n), ("wrong", &wrong), ("blank", &blank)]);
        let mut content = column![words::body(summary)].spacing(gap::M);
        if !self.problems.is_empty() {
            let title = ctx.f("work.sheet_problems", &[("n", &wrong)]);
            content =
                content.push(words::strong(title).style(ink::bad)).push(lines(ctx, &self.problems)).push(card::rule());
        }
        if !self.warned.is_empty() {
            let title = ctx.f("work.sheet_warned", &[("n", &number(self.warned.len()))]);
            content = content
                .push(words::strong(title).style(ink::warning))
                .push(lines(ctx, &self.warned))
                .push(card::rule());
        }
        if self.asks_courier {
            let pick =
                field::pick(self.couriers.clone(), self.courier.clone(), ctx.t("work.courier_pick"), Message::Courier);
            let pick = field::around(ctx.t("work.sheet_courier"), pick, None, None);
            content = content.push(container(pick).width(260));
        }
        let label = ctx.f("work.sheet_post", &[("n", &n)]);
        let buttons = [
            button::secondary(ctx.t("shell.cancel"), Some(Message::Close)).into(),
            button::primary(label, self.able().then_some(Message::Save)).into(),
        ];
        let title = ctx.f("work.sheet_title", &[("file", &self.file)]);
        dialog::dialog(title, (ctx.t("shell.close"), Message::Close), content, buttons, 760.0)
    }
}

fn lines<'a>(ctx: &'a Ctx, problems: &'a [RowProblem]) -> Element<'a, Message> {
    let more = problems.len().saturating_sub(SHOWN);
    let lines = problems.iter().take(SHOWN).map(|problem| {
        let at = ctx.f("work.sheet_row", &[("row", &problem.row.to_string())]);
        row![container(words::strong(at)).width(84), words::body(ctx.say(&problem.said)).width(Length::Fill)]
            .spacing(gap::S)
            .into()
    });
    let more = (more > 0).then(|| words::muted(ctx.f("work.outcome_more", &[("n", &grouped(&more.to_string()))])));
    column![Column::with_children(lines).spacing(gap::XS), more].spacing(gap::S).into()
}
