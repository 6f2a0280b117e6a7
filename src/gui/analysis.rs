//! An analysis page on the screen (分析页): figures, charts and tables of a [`report::Page`](crate::report::Page), laid out in tabs.
//!
//! Which picture or table stands where is the page's own plain list of [`Tab`]s; everything else (asking, charts, grids, drill-down,
//! definitions) is the same on every analysis page and lives here.

use std::collections::BTreeMap;
use std::hash::Hash;
use std::marker::PhantomData;
use std::path::PathBuf;
use std::sync::Arc;

use iced::widget::{Column as Stack, Row, column, container, row, space};
use iced::{Alignment, Element, Length};

use crate::analytics::filter::{Filter, Slice};
use crate::analytics::metric;
use crate::chart::spec::{Body, Hit};
use crate::domain::period::Step;
use crate::export::{csv, xlsx};
use crate::locale::Said;
use crate::report::{self, Drill, Page, Picture, Sheet, Words, naming};
use crate::table::Table;

use super::action::{Action, Intent, Toast};
use super::charts::{self, Card, Charts, Form};
use super::component::{badge, button, card, choice, figure, icon, state, words};
use super::ctx::Ctx;
use super::drill;
use super::job::Job;
use super::load::{Load, Ticket};
use super::route::{Open, Route};
use super::save;
use super::screen::{PageCommand, Screen};
use super::theme::icon::Icon;
use super::theme::{badge::Tone, size, space as gap};
use super::widget::grid::{Column, GridEvent, GridState, TableRows, grid};
use super::widget::ruler;

/// A tab of a page: rows of parts that stand side by side. A row whose parts the data does not give is left out.
#[derive(Debug, Clone, Copy)]
pub struct Tab {
    /// Locale key of its name.
    pub name: &'static str,
    pub rows: &'static [&'static [Part]],
}

/// A part of a row and its share of the width.
#[derive(Debug, Clone, Copy)]
pub enum Part {
    /// The picture with this id, of this height.
    Picture(&'static str, u16, f32),
    /// The table with this id, at most so many rows high before it scrolls.
    Sheet(&'static str, u16, usize),
    /// The table with this id as a list of a line each: what needs attention.
    List(&'static str, u16, f32),
}

impl Part {
    /// The id of what stands there.
    pub const fn id(&self) -> &'static str {
        match self {
            Self::Picture(id, ..) | Self::Sheet(id, ..) | Self::List(id, ..) => id,
        }
    }
}

/// How many figure cards stand in a row.
const CARDS: usize = 7;

#[derive(Debug, Clone)]
pub enum Message {
    Loaded(Ticket, Result<Arc<Page>, Said>),
    /// The work done ahead is done.
    Ahead(Ticket, Result<(), Said>),
    Retry,
    /// There is nothing to analyse yet: to the page that changes it.
    Import,
    Tab(usize),
    /// `None`: the step that fits the period.
    Step(Option<Step>),
    Chart(charts::Message),
    Grid(&'static str, GridEvent),
    /// A line of a list was clicked.
    Line(&'static str, usize),
    Metric(&'static str),
    /// A figure on its card was clicked.
    Figure(&'static str),
    Drilled(Result<Open, Said>),
    /// The table with this id, or the whole page: asks where to.
    Export(Option<&'static str>, Form),
    ExportTo(Option<&'static str>, Form, Option<PathBuf>),
    Exported(Result<PathBuf, Said>),
}

/// What makes an analysis page: its tabs, and the report page shown in them.
pub trait Analysed: std::fmt::Debug + 'static {
    /// What the owner decides and the page depends on.
    type Rules: Hash + Send + 'static;

    const TABS: &'static [Tab];

    fn rules(ctx: &Ctx) -> Self::Rules;

    /// Long work that the page shows the outcome of, done beside it; the page is asked for anew once it is done.
    fn ahead(_ctx: &Ctx) -> Option<Ahead> {
        None
    }

    fn page(words: &Words<'_>, rules: &Self::Rules) -> Page;
}

/// See [`Analysed::ahead`].
pub struct Ahead {
    /// What the work depends on, as a hash: the same is done once.
    pub question: u64,
    pub title: Said,
    pub work: Box<dyn FnOnce(&Job) -> Result<(), Said> + Send>,
}

impl std::fmt::Debug for Ahead {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Ahead").field("question", &self.question).finish_non_exhaustive()
    }
}

/// The page of the window that shows `R`.
#[derive(Debug)]
pub struct AnalysisScreen<R> {
    analysis: Analysis,
    of: PhantomData<R>,
}

impl<R: Analysed> Screen for AnalysisScreen<R> {
    type Message = Message;

    fn new(_ctx: &Ctx) -> Self {
        Self { analysis: Analysis::new(R::TABS), of: PhantomData }
    }

    fn enter(&mut self, ctx: &Ctx) -> Action<Message> {
        self.analysis.enter::<R>(ctx)
    }

    fn update(&mut self, ctx: &Ctx, message: Message) -> Action<Message> {
        let answer = self.analysis.update(ctx, message);
        answer.and(self.enter(ctx))
    }

    fn view<'a>(&'a self, ctx: &'a Ctx) -> Element<'a, Message> {
        self.analysis.view(ctx)
    }

    fn actions<'a>(&'a self, ctx: &'a Ctx) -> Option<Element<'a, Message>> {
        let ready = self.analysis.page().is_some();
        let message = ready.then_some(Message::Export(None, Form::Xlsx));
        Some(button::icon_button(Icon::Download, ctx.t("shell.command_export"), message))
    }

    fn dialog<'a>(&'a self, ctx: &'a Ctx) -> Option<Element<'a, Message>> {
        self.analysis.dialog(ctx)
    }

    fn back(&mut self, _ctx: &Ctx) -> Option<Action<Message>> {
        self.analysis.back()
    }

    fn command(&mut self, ctx: &Ctx, command: PageCommand) -> Action<Message> {
        match command {
            PageCommand::Refresh => self.update(ctx, Message::Retry),
            PageCommand::Export => self.update(ctx, Message::Export(None, Form::Xlsx)),
            PageCommand::Find | PageCommand::Accept => Action::none(),
        }
    }
}

/// A table being shown.
#[derive(Debug)]
struct Shown {
    rows: TableRows,
    columns: Vec<Column>,
    grid: GridState,
}

/// The state of one analysis page.
#[derive(Debug)]
pub struct Analysis {
    tabs: &'static [Tab],
    page: Load<Arc<Page>>,
    charts: Charts,
    shown: BTreeMap<&'static str, Shown>,
    tab: usize,
    step: Option<Step>,
    /// The filter the page was asked with.
    filter: Option<Filter>,
    ahead: Load<()>,
}

impl Analysis {
    pub fn new(tabs: &'static [Tab]) -> Self {
        Self {
            tabs,
            page: Load::default(),
            charts: Charts::default(),
            shown: BTreeMap::new(),
            tab: 0,
            step: None,
            filter: None,
            ahead: Load::default(),
        }
    }

    /// The page, once it is there.
    pub fn page(&self) -> Option<&Arc<Page>> {
        self.page.value()
    }

    /// Asks for the page if anything it depends on has changed.
    fn enter<R: Analysed>(&mut self, ctx: &Ctx) -> Action<Message> {
        let Some(facts) = ctx.facts().cloned() else { return Action::none() };
        if facts.orders.is_empty() {
            return Action::none();
        }
        let filter = ctx.filter(self.step.unwrap_or_else(|| Filter::fitting_step(ctx.period())));
        let ahead = self.go_ahead(R::ahead(ctx));
        let rules = R::rules(ctx);
        let Some(ticket) = self.page.ask(&(ctx.moment(), self.step, &rules)) else { return ahead };
        self.filter = Some(filter.clone());
        let (lang, store) = (ctx.lang, ctx.store().cloned());
        Action::work(
            move || {
                let slice = Slice::new(&facts, &filter);
                let mut page = R::page(&Words::new(&slice, lang), &rules);
                if let Some(store) = store {
                    naming::name(&mut page, &store).map_err(|error| error.said())?;
                }
                Ok(Arc::new(page))
            },
            move |page| Message::Loaded(ticket, page),
        )
        .and(ahead)
    }

    /// Starts the long work, unless it is under way or done.
    fn go_ahead(&mut self, ahead: Option<Ahead>) -> Action<Message> {
        let Some(Ahead { question, title, work }) = ahead else { return Action::none() };
        let Some(ticket) = self.ahead.ask(&question) else { return Action::none() };
        let job = Job::new(title);
        let shown = job.clone();
        let work = move || {
            let done = work(&job);
            job.finish();
            done
        };
        Action::work(work, move |done| Message::Ahead(ticket, done)).with(Intent::Job(shown))
    }

    /// Answers everything. After [`Message::Retry`] and [`Message::Step`] the screen calls [`Analysis::enter`] again.
    fn update(&mut self, ctx: &Ctx, message: Message) -> Action<Message> {
        match message {
            Message::Loaded(ticket, page) => {
                if self.page.answer(ticket, page) {
                    self.show_sheets(ctx);
                }
                Action::none()
            }
            Message::Ahead(ticket, done) => {
                self.ahead.answer(ticket, done);
                Action::none()
            }
            Message::Retry => {
                self.ahead.stale();
                self.page.stale();
                Action::none()
            }
            Message::Figure(id) => {
                let page = self.page.value();
                match metric::find(id).and_then(|found| Some((page?.lead(found)?, found.name(ctx.lang)))) {
                    Some((drill, what)) => self.open(ctx, &drill, what),
                    None => Action::none(),
                }
            }
            Message::Import => Action::intent(Intent::Open(Open::Page(Route::Import))),
            Message::Tab(tab) => {
                self.tab = tab;
                Action::none()
            }
            Message::Step(step) => {
                self.step = step;
                Action::none()
            }
            Message::Chart(charts::Message::Hit(id, hit)) => self.hit(ctx, id, hit),
            Message::Chart(message) => self.charts.update(ctx, message).map(Message::Chart),
            Message::Grid(id, event) => self.on_grid(ctx, id, event),
            Message::Line(id, line) => self.open_row(ctx, id, line),
            Message::Metric(id) => Action::intent(Intent::Metric(id)),
            Message::Drilled(Ok(open)) => Action::intent(Intent::Open(open)),
            Message::Drilled(Err(said)) => Action::toast(Toast::bad(said)),
            Message::Export(what, form) => self.export(ctx, what, form),
            Message::ExportTo(_, _, None) => Action::none(),
            Message::ExportTo(what, form, Some(path)) => self.write(ctx, what, form, path),
            Message::Exported(result) => save::saved(result),
        }
    }

    fn export(&self, ctx: &Ctx, what: Option<&'static str>, form: Form) -> Action<Message> {
        let title = self.page.value().and_then(|page| match what {
            Some(id) => Some(page.sheet(id)?.table.title.clone()),
            None => Some(page.title.clone()),
        });
        let Some(title) = title else { return Action::none() };
        let name = save::name(&title, ctx);
        save::ask(ctx, charts::FOLDER, title, &name, form.extension(), move |path| Message::ExportTo(what, form, path))
    }

    /// Writes one table as it is sorted on the screen, or every figure and table of the page into one workbook.
    fn write(&self, ctx: &Ctx, what: Option<&'static str>, form: Form, path: PathBuf) -> Action<Message> {
        let Some(page) = self.page.value().cloned() else { return Action::none() };
        let (lang, remember) = (ctx.lang, save::remember(ctx, charts::FOLDER, &path));
        let sorted = what.and_then(|id| self.shown.get(id)).map(|shown| shown.rows.shown());
        let work = move || {
            let path = save::with_ending(path, form.extension());
            // Pages with a sheet of all figures have it among their sheets.
            let told = page.sheets.iter().any(|sheet| sheet.table.id.ends_with("_figures"));
            let figures = (what.is_none() && !told)
                .then(|| report::figures_table(lang, "figures", lang.t("sales.tab_figures").to_owned(), &page.figures));
            let tables: Vec<&Table> = match &sorted {
                Some(table) => vec![table],
                None => figures.iter().chain(page.sheets.iter().map(|sheet| &sheet.table)).collect(),
            };
            let written = match (form, tables.first()) {
                (Form::Csv, Some(table)) => csv::write(&path, table),
                _ => xlsx::write(&path, &tables, lang),
            };
            written.map_err(|error| {
                tracing::warn!(%error, "table not saved");
                error.said()
            })?;
            Ok(path)
        };
        Action::work(work, Message::Exported).with(remember)
    }

    /// Makes the grids anew from the page's tables; sort order and widths stay.
    fn show_sheets(&mut self, ctx: &Ctx) {
        let Some(page) = self.page.value() else { return };
        let mut before = std::mem::take(&mut self.shown);
        for sheet in &page.sheets {
            let id = sheet.table.id;
            let mut rows = TableRows::of_report(Arc::new(sheet.table.clone()));
            let columns = rows.columns();
            let grid = match before.remove(id) {
                Some(shown) => shown.grid,
                None => GridState::new(id, ctx.settings.grids.get(id)),
            };
            rows.sort(grid.sort());
            grid.reordered();
            self.shown.insert(id, Shown { rows, columns, grid });
        }
    }

    fn hit(&mut self, ctx: &Ctx, id: &'static str, hit: Hit) -> Action<Message> {
        let found = self.page.value().and_then(|page| {
            let picture = page.picture(id)?;
            Some((picture.drill(hit)?.clone(), what(picture, hit)))
        });
        match found {
            Some((drill, what)) => self.open(ctx, &drill, what),
            None => Action::none(),
        }
    }

    fn on_grid(&mut self, ctx: &Ctx, id: &'static str, event: GridEvent) -> Action<Message> {
        let Some(shown) = self.shown.get_mut(id) else { return Action::none() };
        match event {
            GridEvent::Sort(_) => {
                shown.rows.sort(shown.grid.sort());
                shown.grid.reordered();
                Action::none()
            }
            GridEvent::Open(row) | GridEvent::Link(row, _) => match shown.rows.source_row(row) {
                Some(row) => self.open_row(ctx, id, row),
                None => Action::none(),
            },
            GridEvent::Layout(layout) => Action::intent(Intent::GridLayout(id, layout)),
            GridEvent::Copied(n) => Action::toast(Toast::good(Said::new("shell.rows_copied").with("n", n))),
            GridEvent::Selected | GridEvent::Need(_) | GridEvent::Copy => Action::none(),
        }
    }

    fn open_row(&mut self, ctx: &Ctx, id: &'static str, row: usize) -> Action<Message> {
        let found = self.page.value().and_then(|page| {
            let sheet = page.sheet(id)?;
            let drill = sheet.drills.get(row)?.clone()?;
            let name = sheet.table.rows.get(row).and_then(|cells| cells.first()).map(crate::table::Cell::shown);
            Some((drill, format!("{} · {}", sheet.table.title, name.unwrap_or_default())))
        });
        match found {
            Some((drill, what)) => self.open(ctx, &drill, what),
            None => Action::none(),
        }
    }

    fn open(&self, ctx: &Ctx, drill: &Drill, what: String) -> Action<Message> {
        // A category or product is a part of its orders; the list tells them whole.
        let what = match drill {
            Drill::Orders(pick) if pick.category.is_some() || pick.product.is_some() => {
                ctx.f("shell.whole_orders", &[("what", &what)])
            }
            _ => what,
        };
        match &self.filter {
            Some(filter) => drill::open(ctx, drill, what, filter.clone(), Message::Drilled),
            None => Action::none(),
        }
    }

    /// Esc: closes the data being looked at; `None` when nothing is open.
    fn back(&mut self) -> Option<Action<Message>> {
        self.charts.back().then(Action::none)
    }

    pub fn dialog<'a>(&'a self, ctx: &'a Ctx) -> Option<Element<'a, Message>> {
        Some(self.charts.dialog(ctx)?.map(Message::Chart))
    }

    pub fn view<'a>(&'a self, ctx: &'a Ctx) -> Element<'a, Message> {
        if let Some(waiting) = state::of_facts(ctx, Message::Import) {
            return waiting;
        }
        state::load(ctx, &self.page, Message::Retry, |page| self.ready(ctx, page))
    }

    fn ready<'a>(&'a self, ctx: &'a Ctx, page: &'a Page) -> Element<'a, Message> {
        let mut content = Stack::new().spacing(gap::M);
        if self.tabs.len() > 1 {
            let names = self.tabs.iter().enumerate().map(|(at, tab)| (at, ctx.t(tab.name).to_owned()));
            content = content.push(choice::tabs(names, self.tab, Message::Tab));
        }
        if self.tab == 0 {
            // The first two rows of cards; the table of all figures has the rest.
            let first = page.figures.get(..page.figures.len().min(2 * CARDS)).unwrap_or_default();
            let names = first.iter().map(|one| one.metric.name(ctx.lang));
            let in_a_row = cards_in_a_row(first.len(), cards_that_fit(names));
            for figures in first.chunks(in_a_row) {
                content = content.push(cards(ctx, page, figures, in_a_row));
            }
        }
        let rows = self.tabs.get(self.tab).map_or(&[][..], |tab| tab.rows);
        // The step of all trends is chosen at the first of them.
        let stepped = rows.iter().flat_map(|row| row.iter()).find_map(|part| match part {
            Part::Picture(id, ..) => page.picture(id).filter(|picture| timed(picture)).map(|_| *id),
            _ => None,
        });
        let mut any = self.tab == 0 && !page.figures.is_empty();
        for parts in rows {
            let made: Vec<_> = parts.iter().filter_map(|part| self.part(ctx, page, *part, stepped)).collect();
            if !made.is_empty() {
                any = true;
                content = content.push(Row::with_children(made).spacing(gap::M).align_y(Alignment::Start));
            }
        }
        if !any {
            let nothing = if self.ahead.busy() { state::loading() } else { state::nothing(ctx) };
            content = content.push(container(nothing).height(240.0));
        }
        // What to mind stands where it is found but not in the way.
        let ids: Vec<&str> = rows.iter().flat_map(|row| row.iter()).map(Part::id).collect();
        for note in page.notes_beside(&ids) {
            content = content.push(row![icon::tinted(Icon::Info, |t| t.faint), words::muted(note)].spacing(gap::S));
        }
        card::page(content).into()
    }

    /// By hour, day, week or month; a period of few days offers hours, a long one does not.
    fn steps<'a>(&self, ctx: &'a Ctx) -> Element<'a, Message> {
        let days = ctx.period().days();
        let chosen = self.step.unwrap_or_else(|| Filter::fitting_step(ctx.period()));
        let steps = [
            (Step::Hour, "sales.step_hour", days <= 3),
            (Step::Day, "sales.step_day", true),
            (Step::Week, "sales.step_week", days > 7),
            (Step::Month, "sales.step_month", days > 31),
        ];
        let options =
            steps.into_iter().filter(|(_, _, fits)| *fits).map(|(step, key, _)| (step, ctx.t(key).to_owned()));
        choice::segments(options, Some(chosen), |step| Message::Step(Some(step)))
    }

    fn part<'a>(
        &'a self,
        ctx: &'a Ctx,
        page: &'a Page,
        part: Part,
        stepped: Option<&'static str>,
    ) -> Option<Element<'a, Message>> {
        let (made, share) = match part {
            Part::Picture(id, share, height) => {
                let made = Card::of_report(page.picture(id)?, page).height(height);
                let steps = (stepped == Some(id)).then(|| self.steps(ctx));
                (self.charts.card(ctx, made, steps, Message::Chart), share)
            }
            Part::Sheet(id, share, most) => (self.sheet(ctx, page.sheet(id)?, most)?, share),
            Part::List(id, share, height) => (self.list(ctx, page.sheet(id)?, height), share),
        };
        Some(container(made).width(Length::FillPortion(share)).into())
    }

    fn sheet<'a>(&'a self, ctx: &'a Ctx, sheet: &'a Sheet, most: usize) -> Option<Element<'a, Message>> {
        let id = sheet.table.id;
        let shown = self.shown.get(id)?;
        if sheet.table.rows.is_empty() {
            return None;
        }
        let table = grid(&shown.grid, &shown.rows, &shown.columns, move |event| Message::Grid(id, event))
            .red_up(ctx.red_up())
            .fit(most);
        Some(card::section(sheet.table.title.as_str(), "", Some(sheet_menu(ctx, id)), table).into())
    }

    /// A line for each row: its words, its number, and a way to the rows behind it.
    fn list<'a>(&'a self, ctx: &'a Ctx, sheet: &'a Sheet, height: f32) -> Element<'a, Message> {
        let id = sheet.table.id;
        let lines = sheet.table.rows.iter().enumerate().map(|(at, cells)| {
            let name = cells.first().map(crate::table::Cell::shown).unwrap_or_default();
            let leads = sheet.drills.get(at).is_some_and(Option::is_some);
            let line = row![words::body(name).width(Length::Fill)].align_y(Alignment::Center);
            let line = line.push(cells.get(1).map(|count| badge::badge(count.shown(), Tone::Accent))).spacing(gap::S);
            let line = line.push(leads.then(|| icon::tinted(Icon::ChevronRight, |t| t.faint)));
            let press = iced::widget::button(line)
                .padding([6.0, 0.0])
                .width(Length::Fill)
                .style(super::theme::button::entry)
                .on_press_maybe(leads.then_some(Message::Line(id, at)));
            column![press, card::rule()].into()
        });
        let content: Element<'a, Message> = if sheet.table.rows.is_empty() {
            container(words::muted(ctx.t("shell.nothing_to_do"))).center_x(Length::Fill).padding(gap::L).into()
        } else {
            card::scroll(Stack::with_children(lines)).into()
        };
        card::section(sheet.table.title.as_str(), "", None, container(content).height(height)).into()
    }
}

/// The small menu of a table.
fn sheet_menu<'a>(ctx: &'a Ctx, id: &'static str) -> Element<'a, Message> {
    let entry =
        |picture, key, form| choice::menu_entry(Some(picture), ctx.t(key), Some(Message::Export(Some(id), form)));
    let entries = [
        entry(Icon::FileSpreadsheet, "shell.chart_xlsx", Form::Xlsx).into(),
        entry(Icon::FileText, "shell.chart_csv", Form::Csv).into(),
    ];
    charts::menu_button(choice::menu(entries, 200.0))
}

/// Whether a picture runs over time, so that its step can be chosen.
fn timed(picture: &Picture) -> bool {
    matches!(picture.spec.body, Body::Columns { time: true, .. })
}

/// Seven cards fill a row; eight to twelve look better in two even ones.
fn cards_in_a_row(count: usize, most: usize) -> usize {
    if count <= most { count.max(1) } else { count.div_ceil(count.div_ceil(most)) }
}

/// Width of a page's content in a window of 1280, and what a card needs beside its name.
const CONTENT: f32 = 1048.0;
const AROUND_NAME: f32 = 47.0;

/// How many cards of a row show their names whole: fewer where words are long, as in English.
fn cards_that_fit(names: impl Iterator<Item = String>) -> usize {
    let widest = names.map(|name| ruler::width(&name, size::BODY, false)).fold(0.0, f32::max) + AROUND_NAME;
    let width = |count: usize| (CONTENT - gap::M * (count as f32 - 1.0)) / count as f32;
    (4..=CARDS).rev().find(|count| width(*count) >= widest).unwrap_or(4)
}

fn cards<'a>(
    ctx: &'a Ctx,
    page: &'a Page,
    figures: &[crate::analytics::metric::Figure],
    in_a_row: usize,
) -> Element<'a, Message> {
    let made = figures.iter().map(|one| {
        let trend = page.pictures.iter().find_map(|picture| match &picture.spec.body {
            Body::Spark { values } if picture.metrics.first().is_some_and(|m| m.id == one.metric.id) => {
                Some(values.iter().map(|value| value.map(|value| value as f32)).collect())
            }
            _ => None,
        });
        let rows = one.now.is_known() && page.lead(one.metric).is_some();
        let rows = rows.then_some(Message::Figure(one.metric.id));
        figure::card(ctx, one, trend.unwrap_or_default(), Message::Metric(one.metric.id), rows)
    });
    let missing = in_a_row.saturating_sub(figures.len());
    let fill = (0..missing).map(|_| space::horizontal().into());
    Row::with_children(made.chain(fill)).spacing(gap::M).into()
}

/// What was clicked, in words: `省份 · 浙江`.
fn what(picture: &Picture, hit: Hit) -> String {
    let name = match &picture.spec.body {
        Body::Columns { categories, .. } | Body::Rows { categories, .. } => categories.get(hit.index).cloned(),
        Body::Donut { slices, .. } | Body::Treemap { slices, .. } => slices.get(hit.index).map(|s| s.name.clone()),
        Body::Funnel { steps, .. } => steps.get(hit.index).map(|s| s.name.clone()),
        Body::Heat { rows, columns, .. } => {
            let row = rows.get(hit.series).cloned().unwrap_or_default();
            Some(format!("{row} {}", columns.get(hit.index).cloned().unwrap_or_default()))
        }
        Body::Scatter { points, .. } => points.get(hit.index).map(|p| p.name.clone()),
        Body::Waterfall { steps, .. } => steps.get(hit.index).map(|s| s.name.clone()),
        Body::Tiles { tiles, .. } => tiles.get(hit.index).map(|t| t.name.clone()),
        Body::Spark { .. } => None,
    };
    match name {
        Some(name) => format!("{} · {name}", picture.spec.title),
        None => picture.spec.title.clone(),
    }
}
