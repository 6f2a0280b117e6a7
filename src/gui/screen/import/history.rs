//! What was imported before (导入历史), and taking the latest back.

use std::sync::Arc;

use iced::widget::{container, row};
use iced::{Alignment, Element, Length};

use super::Message;
use crate::gui::action::{Action, Intent};
use crate::gui::component::{button, card, state, words};
use crate::gui::ctx::Ctx;
use crate::gui::theme::badge::Tone;
use crate::gui::theme::icon::Icon;
use crate::gui::theme::space as gap;
use crate::gui::widget::grid::{Column, GridEvent, GridState, Look, TableRows, grid};
use crate::store::ImportRecord;
use crate::table::{Cell, Column as Head, Kind, Table};

/// The grid of past imports.
#[derive(Debug)]
pub struct History {
    grid: GridState,
    rows: TableRows,
    columns: Vec<Column>,
}

impl History {
    pub fn new(ctx: &Ctx) -> Self {
        let rows = TableRows::new(Arc::new(table(ctx, &[])));
        let grid = GridState::new("imports", ctx.settings.grids.get("imports"));
        Self { grid, columns: rows.columns(), rows }
    }

    pub fn show(&mut self, ctx: &Ctx, records: &[ImportRecord]) {
        let undone: Vec<bool> = records.iter().map(|record| record.undone_at.is_some()).collect();
        self.rows = TableRows::new(Arc::new(table(ctx, records)))
            .dressed(move |row, _, _| undone.get(row).copied().unwrap_or_default().then_some(Look::Muted));
        self.columns = self.rows.columns();
        self.rows.sort(self.grid.sort());
        self.grid.reordered();
    }

    pub fn on(&mut self, event: GridEvent) -> Action<Message> {
        match event {
            GridEvent::Sort(_) => {
                self.rows.sort(self.grid.sort());
                self.grid.reordered();
                Action::none()
            }
            GridEvent::Layout(layout) => Action::intent(Intent::GridLayout("imports", layout)),
            _ => Action::none(),
        }
    }

    pub fn view<'a>(&'a self, ctx: &'a Ctx, records: &'a [ImportRecord]) -> Element<'a, Message> {
        if records.is_empty() {
            let hint = ctx.t("intake.none_hint");
            return state::empty(Icon::FileInput, ctx.t("intake.none"), hint, None);
        }
        let latest = records.iter().find(|record| record.undoable).map(|record| {
            row![
                words::muted(ctx.f("intake.latest", &[("file", &record.file_name)])),
                button::labelled(Icon::Undo2, ctx.t("intake.undo"), Some(Message::AskUndo(record.id))),
            ]
            .spacing(gap::S)
            .align_y(Alignment::Center)
            .into()
        });
        let table = grid(&self.grid, &self.rows, &self.columns, Message::History);
        container(card::section(ctx.t("intake.history"), "", latest, table).height(Length::Fill))
            .height(Length::Fill)
            .into()
    }
}

fn table(ctx: &Ctx, records: &[ImportRecord]) -> Table {
    let head = |id, key, kind| Head::new(id, ctx.t(key), kind);
    let rows = records
        .iter()
        .map(|record| {
            let sum = record
                .counts
                .iter()
                .fold((0, 0, 0), |sum, (_, c)| (sum.0 + c.new, sum.1 + c.updated, sum.2 + c.unchanged));
            let count = |n: u64| Cell::Count(i64::try_from(n).unwrap_or(i64::MAX));
            let period = record.period.map_or(Cell::Empty, |p| Cell::Text(format!("{} — {}", p.from(), p.to())));
            vec![
                Cell::Time(record.at),
                Cell::Text(record.file_name.clone()),
                Cell::Text(super::preview::format_name(ctx, &record.format)),
                Cell::Text(shop(ctx, record)),
                period,
                count(record.rows),
                count(sum.0),
                count(sum.1),
                count(sum.2),
                count(record.skipped),
                record.undone_at.map_or(Cell::Empty, Cell::Time),
            ]
        })
        .collect();
    Table {
        id: "imports",
        title: ctx.t("intake.history").to_owned(),
        columns: vec![
            head("at", "intake.column_at", Kind::Time).wide(130.0),
            head("file", "intake.column_file", Kind::Text).wide(220.0),
            head("format", "intake.column_format", Kind::Text).wide(120.0),
            head("shop", "intake.column_shop", Kind::Text).wide(130.0),
            head("period", "intake.column_period", Kind::Text).wide(172.0),
            head("rows", "intake.column_rows", Kind::Count).wide(84.0),
            head("new", "intake.column_new", Kind::Count).wide(84.0),
            head("updated", "intake.column_updated", Kind::Count).wide(64.0),
            head("unchanged", "intake.column_unchanged", Kind::Count).wide(64.0),
            head("skipped", "intake.column_skipped", Kind::Count).wide(56.0),
            head("undone", "intake.column_undone", Kind::Time).wide(140.0),
        ],
        rows,
    }
}

fn shop(ctx: &Ctx, record: &ImportRecord) -> String {
    let platform = crate::gui::names::platform(ctx.lang, record.platform);
    if record.shop.is_empty() { platform } else { format!("{platform} · {}", record.shop) }
}

/// The tone of a status badge.
pub(super) const fn tone(failed: bool) -> Tone {
    if failed { Tone::Bad } else { Tone::Good }
}
