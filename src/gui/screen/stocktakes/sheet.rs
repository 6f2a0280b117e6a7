//! The sheet of a plan (盘点表): what is still to be counted goes out, what was filled in comes back, after a look at what is wrong in it.

use std::path::Path;

use chrono::NaiveDateTime;
use iced::widget::{Column, column, container, row};
use iced::{Element, Length};

use super::told;
use crate::gui::component::{button, card, dialog, field, words};
use crate::gui::ctx::Ctx;
use crate::gui::theme::{space as gap, text as ink};
use crate::import::cell;
use crate::import::stocktake::{self, RowProblem};
use crate::locale::{Lang, Said};
use crate::store::{CountedSheet, LineQuery, LineSet, SheetLine, SheetPreview, StocktakeLine, StocktakeRow, Store};
use crate::table::{Cell, Column as Head, Kind, Table, grouped};

/// Problems shown; beyond that they are counted.
const SHOWN: usize = 200;

/// A filled sheet that waits to be taken.
#[derive(Debug, Clone)]
pub struct Filled {
    sheet: CountedSheet,
    /// Rows that cannot be taken, in the order of the sheet.
    problems: Vec<RowProblem>,
    preview: SheetPreview,
    blank: usize,
    /// When it was counted, as it is typed.
    when: String,
    busy: bool,
}

#[derive(Debug, Clone)]
pub enum Message {
    When(String),
    Save,
    Close,
}

/// What the sheet of a plan holds now: the large differences while they are counted again, else what nobody has counted yet.
pub fn lines(store: &Store, row: &StocktakeRow) -> Result<Vec<StocktakeLine>, Said> {
    let set = if row.due > 0 && row.state != crate::domain::stocktake::StocktakeState::Counting {
        LineSet::Due
    } else if row.counted < row.planned {
        LineSet::Uncounted
    } else {
        LineSet::All
    };
    let query = LineQuery { plan: row.id, set, ..LineQuery::default() };
    store.stocktake_lines(&query).map_err(|error| told(&error))
}

/// The sheet to fill in; only an open plan says what the books do.
pub fn table(lang: Lang, name: &str, blind: bool, lines: &[StocktakeLine]) -> Table {
    let text = |text: &str| if text.is_empty() { Cell::Empty } else { Cell::Text(text.to_owned()) };
    let mut columns = vec![
        Head::new("code", lang.t("stock.sheet_code"), Kind::Id).wide(120.0),
        Head::new("barcode", lang.t("stocktake.barcode"), Kind::Id).wide(130.0),
        Head::new("name", lang.t("catalogue.name"), Kind::Text).wide(180.0),
        Head::new("props", lang.t("catalogue.props"), Kind::Text).wide(160.0),
        Head::new("category", lang.t("catalogue.category"), Kind::Text).wide(120.0),
    ];
    if !blind {
        columns.push(Head::new("book", lang.t("stocktake.book"), Kind::Count).wide(80.0));
    }
    columns.push(Head::new("counted", lang.t("stock.sheet_counted"), Kind::Count).wide(90.0));
    columns.push(Head::new("counted_at", lang.t("stocktake.sheet_when"), Kind::Text).wide(150.0));
    let row = |line: &StocktakeLine| {
        let mut cells = vec![
            Cell::Text(line.code.clone()),
            text(&line.barcode),
            text(&line.name),
            text(&line.props),
            text(&line.category),
        ];
        if !blind {
            cells.push(line.book.map_or(Cell::Empty, Cell::Count));
        }
        cells.extend([Cell::Empty, Cell::Empty]);
        cells
    };
    Table { id: "stocktake", title: name.to_owned(), columns, rows: lines.iter().map(row).collect() }
}

/// Reads a filled sheet and looks what of it can be taken.
pub fn read(store: &Store, plan: i64, path: &Path, now: NaiveDateTime) -> Result<Filled, Said> {
    let read = stocktake::read(path).map_err(|error| error.said())?;
    let rows: Vec<u32> = read.lines.iter().map(|line| line.row).collect();
    let lines = read.lines.into_iter().map(|line| SheetLine { text: line.code, pieces: line.pieces, at: line.at });
    let source = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let sheet = CountedSheet { lines: lines.collect(), at: now, now, source };
    let preview = store.preview_stocktake_sheet(plan, &sheet).map_err(|error| told(&error))?;
    let mut problems = read.problems;
    problems.extend(preview.problems.iter().map(|(line, problem)| {
        use crate::store::StocktakeProblem::Twice;
        // The sheet counts its rows, headings and all.
        let said = match problem {
            Twice { text, first } => {
                let first = rows.get(*first).copied().unwrap_or(0);
                Said::new("stocktake.twice").with("code", text).with("first", first)
            }
            other => other.said(),
        };
        RowProblem { row: rows.get(*line).copied().unwrap_or(0), said }
    }));
    problems.sort_by_key(|problem| problem.row);
    let when = now.format("%Y-%m-%d %H:%M").to_string();
    Ok(Filled { sheet, problems, preview, blank: read.blank, when, busy: false })
}

impl Filled {
    pub fn when(&mut self, when: String) {
        self.when = when;
    }

    /// The moment that was typed, if it is one and not yet to come. The minute that is running counts as now.
    fn moment(&self) -> Option<NaiveDateTime> {
        let at = cell::time(&self.when).ok().flatten()?;
        let now = self.sheet.now;
        let minute = now.format("%Y-%m-%d %H:%M").to_string() == at.format("%Y-%m-%d %H:%M").to_string();
        if minute { Some(now) } else { Some(at).filter(|at| *at <= now) }
    }

    /// The sheet as it is to be taken; `None` while nothing in it can be, or nobody knows when it was counted.
    pub fn take(&mut self) -> Option<CountedSheet> {
        let at = self.moment()?;
        if self.preview.good == 0 || self.busy {
            return None;
        }
        self.busy = true;
        Some(CountedSheet { at, ..self.sheet.clone() })
    }

    /// It could not be taken.
    pub fn refused(&mut self) {
        self.busy = false;
    }

    pub fn view<'a>(&'a self, ctx: &'a Ctx) -> Element<'a, Message> {
        let number = |n: usize| grouped(&n.to_string());
        let summary = ctx.f(
            "stocktake.sheet_summary",
            &[
                ("n", &number(self.preview.good)),
                ("replaced", &number(self.preview.replaced)),
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
            let title = ctx.f("stocktake.sheet_problems", &[("n", &number(self.problems.len()))]);
            content = content
                .push(words::strong(title).style(ink::bad))
                .push(Column::with_children(lines).spacing(gap::XS))
                .push(card::rule());
        }
        let moment = self.moment();
        let when = field::field(
            ctx.t("stocktake.sheet_when"),
            field::input("2026-11-20 18:00", &self.when, Message::When).on_submit(Message::Save),
            Some(ctx.t("stocktake.sheet_when_hint").to_owned()),
            moment.is_none().then(|| ctx.t("stocktake.sheet_when_wrong").to_owned()),
        );
        content = content.push(container(when).width(420));
        let able = self.preview.good > 0 && moment.is_some() && !self.busy;
        let label = ctx.f("stocktake.sheet_take", &[("n", &number(self.preview.good))]);
        let buttons = [
            button::secondary(ctx.t("shell.cancel"), Some(Message::Close)).into(),
            button::primary(label, able.then_some(Message::Save)).into(),
        ];
        let title = ctx.f("stock.sheet_title", &[("file", &self.sheet.source)]);
        dialog::dialog(title, (ctx.t("shell.close"), Message::Close), content, buttons, 680.0)
    }
}
