//! Counting by a sheet (盘点表): the sheet to fill in, and what a filled one would change, before it is posted.

use std::path::{Path, PathBuf};

use chrono::NaiveDateTime;
use iced::widget::{Column, column, container, row, space};
use iced::{Alignment, Element, Length};

use crate::gui::component::detail::yuan;
use crate::gui::component::{button, card, dialog, field, words};
use crate::gui::ctx::Ctx;
use crate::gui::theme::{space as gap, text as ink};
use crate::gui::widget::one_line::one_line;
use crate::import::stocktake::{self, RowProblem};
use crate::locale::{Lang, Said};
use crate::store::{Count, CountPreview, Difference, StockRow, Store};
use crate::table::{Cell, Column as Head, Kind, Table, grouped};

/// The main warehouse.
const MAIN: i64 = 1;
/// Differences and problems shown; beyond that they are counted.
const SHOWN: usize = 200;

/// A filled sheet beside the books.
#[derive(Debug, Clone)]
pub struct Filled {
    file: String,
    count: Count,
    /// Rows that cannot be posted, in the order of the sheet; they are left out of the count.
    problems: Vec<RowProblem>,
    blank: usize,
    preview: CountPreview,
    /// It is being posted: nothing is posted a second time until the answer is there.
    busy: bool,
}

#[derive(Debug, Clone)]
pub enum Message {
    Reason(String),
    Save,
    Close,
}

/// The sheet to fill in: blind, so that nobody writes down what the books say.
pub fn table(lang: Lang, rows: &[StockRow]) -> Table {
    let text = |text: &str| if text.is_empty() { Cell::Empty } else { Cell::Text(text.to_owned()) };
    Table {
        id: "stocktake",
        title: lang.t("stock.sheet").to_owned(),
        columns: vec![
            Head::new("code", lang.t("stock.sheet_code"), Kind::Id).wide(120.0),
            Head::new("name", lang.t("catalogue.name"), Kind::Text).wide(180.0),
            Head::new("props", lang.t("catalogue.props"), Kind::Text).wide(180.0),
            Head::new("category", lang.t("catalogue.category"), Kind::Text).wide(130.0),
            Head::new("counted", lang.t("stock.sheet_counted"), Kind::Count).wide(90.0),
        ],
        rows: rows
            .iter()
            .map(|row| {
                vec![Cell::Text(row.code.clone()), text(&row.name), text(&row.props), text(&row.category), Cell::Empty]
            })
            .collect(),
    }
}

/// Reads a filled sheet and compares it with the books.
pub fn read(store: &Store, path: &Path, at: NaiveDateTime) -> Result<Filled, Said> {
    let sheet = stocktake::read(path).map_err(|error| error.said())?;
    let lines = sheet.lines.iter().map(|line| (line.code.clone(), line.pieces)).collect();
    let mut count = Count { warehouse: MAIN, counted_at: at, reason: String::new(), lines };
    let mut preview = store.preview_count(&count).map_err(|error| super::told(&error))?;
    let mut problems = sheet.problems;
    let mut wrong = vec![false; count.lines.len()];
    for problem in std::mem::take(&mut preview.problems) {
        let row = sheet.lines.get(problem.line()).map_or(0, |line| line.row);
        problems.push(RowProblem { row, said: problem.said() });
        if let Some(slot) = wrong.get_mut(problem.line()) {
            *slot = true;
        }
    }
    problems.sort_by_key(|problem| problem.row);
    let mut at = 0;
    count.lines.retain(|_| {
        at += 1;
        wrong.get(at - 1) != Some(&true)
    });
    let file = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    Ok(Filled { file, count, problems, blank: sheet.blank, preview, busy: false })
}

impl Filled {
    pub fn reason(&mut self, reason: String) {
        self.count.reason = reason;
    }

    /// Some row can be posted, and none is being posted.
    fn able(&self) -> bool {
        !self.busy && !self.count.lines.is_empty()
    }

    /// The count as it is to be posted; `None` when no row can be. Only once until it is refused.
    pub fn count(&mut self) -> Option<Count> {
        let able = self.able();
        self.busy |= able;
        able.then(|| self.count.clone())
    }

    /// It could not be posted.
    pub fn refused(&mut self) {
        self.busy = false;
    }

    pub fn view<'a>(&'a self, ctx: &'a Ctx) -> Element<'a, Message> {
        let number = |n: usize| grouped(&n.to_string());
        let pieces: i64 =
            self.preview.differences.iter().filter(|one| one.book.is_some()).map(Difference::pieces).sum();
        let signed =
            if pieces > 0 { format!("+{}", grouped(&pieces.to_string())) } else { Cell::Count(pieces).shown() };
        let summary = ctx.f(
            "stock.sheet_summary",
            &[
                ("n", &number(self.count.lines.len())),
                ("same", &number(self.preview.same)),
                ("different", &number(self.preview.differences.len())),
                ("pieces", &signed),
                ("blank", &number(self.blank)),
            ],
        );
        let mut content = column![words::body(summary)].spacing(gap::M);
        if !self.problems.is_empty() {
            let lines = self.problems.iter().take(SHOWN).map(|problem| {
                let at = ctx.f("stock.sheet_row", &[("row", &problem.row.to_string())]);
                row![container(words::strong(at)).width(72), words::body(ctx.say(&problem.said)).width(Length::Fill)]
                    .spacing(gap::S)
                    .into()
            });
            let title = ctx.f("stock.sheet_problems", &[("n", &number(self.problems.len()))]);
            content = content
                .push(words::strong(title).style(ink::bad))
                .push(Column::with_children(lines).spacing(gap::XS))
                .push(card::rule());
        }
        if !self.preview.differences.is_empty() {
            content = content.push(words::strong(ctx.t("stock.sheet_differences")));
            let lines = self.preview.differences.iter().take(SHOWN).map(|one| {
                let book = one.book.map_or_else(|| ctx.t("stock.not_counted").to_owned(), |n| Cell::Count(n).shown());
                let pieces = one.pieces();
                let sign = if pieces > 0 { "+" } else { "" };
                let style = if pieces < 0 { ink::bad } else { ink::good };
                let value = one.value().filter(|_| one.book.is_some()).map_or_else(String::new, yuan);
                row![
                    container(one_line(one.code.clone()).bold()).width(120),
                    one_line(one.name.clone()).width(Length::Fill),
                    container(words::muted(format!("{book} → {}", Cell::Count(one.counted).shown()))).width(120),
                    container(words::strong(format!("{sign}{}", Cell::Count(pieces).shown())).style(style))
                        .align_right(72),
                    container(words::muted(value)).align_right(100),
                ]
                .spacing(gap::S)
                .align_y(Alignment::Center)
                .into()
            });
            content = content.push(Column::with_children(lines).spacing(gap::XS));
        }
        let reason = field::field(
            ctx.t("stock.reason"),
            field::input(ctx.t("stock.count_hint"), &self.count.reason, Message::Reason).on_submit(Message::Save),
            None,
            None,
        );
        content = content.push(space().height(gap::XS)).push(reason);
        let label = ctx.f("stock.sheet_post", &[("n", &number(self.count.lines.len()))]);
        let buttons = [
            button::secondary(ctx.t("shell.cancel"), Some(Message::Close)).into(),
            button::primary(label, self.able().then_some(Message::Save)).into(),
        ];
        let title = ctx.f("stock.sheet_title", &[("file", &self.file)]);
        dialog::dialog(title, (ctx.t("shell.close"), Message::Close), content, buttons, 760.0)
    }
}

/// The first of the chosen files.
pub fn chosen(paths: Vec<PathBuf>) -> Option<PathBuf> {
    paths.into_iter().next()
}
