//! The charts of a page (图表): what a person changed on each, and their menu: save as picture or data, copy, look at the data.

mod save;
#[cfg(test)]
mod tests;

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::rc::Rc;
use std::sync::Arc;

use iced::widget::{column, container, row};
use iced::{Alignment, Element, Length};

use crate::analytics::metric::Metric;
use crate::chart::layout::{Options, around, layout};
use crate::chart::palette::{Palette, RiseFall};
use crate::chart::scene::Scene;
use crate::chart::spec::{Hit, Spec};
use crate::locale::Said;
use crate::report::{Page, Picture};
use crate::table::Table;

use super::action::{Action, Intent, Toast};
use super::component::{button, card, choice, dialog, icon, words};
use super::ctx::Ctx;
use super::save as files;
use super::theme::icon::Icon;
use super::theme::{button as style, container as box_style, measure, space as gap};
use super::widget::chart::{ChartState, chart};
use super::widget::dropdown::dropdown;
use super::widget::grid::{Column, GridEvent, GridState, TableRows, grid};

/// Under which the folder of saved charts and tables is remembered.
pub const FOLDER: &str = "charts";
/// How many dots a saved picture has for one on the screen.
const SCALE: f32 = 2.0;

/// What can be saved of a chart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    Png,
    /// PNG without a ground.
    Clear,
    Svg,
    Xlsx,
    Csv,
}

impl Form {
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Png | Self::Clear => "png",
            Self::Svg => "svg",
            Self::Xlsx => "xlsx",
            Self::Csv => "csv",
        }
    }
}

/// A chart as it stands on the screen, with its data.
#[derive(Debug, Clone)]
pub struct Subject {
    spec: Spec,
    table: Option<Arc<Table>>,
    options: Options,
    /// File name without ending.
    name: String,
}

#[derive(Debug, Clone)]
pub enum Message {
    /// A mark of the chart with this id was clicked. The page opens the rows behind it.
    Hit(&'static str, Hit),
    Save(Form, Arc<Subject>),
    Picked(Form, Arc<Subject>, Option<PathBuf>),
    Saved(Result<PathBuf, Said>),
    Copy(Arc<Subject>),
    Copied(Result<(), Said>),
    Look(Arc<Subject>),
    Grid(GridEvent),
    Close,
    Metric(&'static str),
}

/// The data of a chart, being looked at.
#[derive(Debug)]
struct Data {
    subject: Arc<Subject>,
    rows: TableRows,
    columns: Vec<Column>,
    grid: GridState,
}

/// The charts of one page.
#[derive(Debug, Default)]
pub struct Charts {
    states: RefCell<BTreeMap<&'static str, Rc<ChartState>>>,
    data: Option<Data>,
}

/// A chart in its card. Everything but the spec may be left out.
#[derive(Debug)]
pub struct Card<'a> {
    pub spec: &'a Spec,
    /// What `看数据` and the data exports show.
    pub table: Option<&'a Table>,
    /// The metrics whose definitions the menu opens.
    pub metrics: &'a [&'static Metric],
    pub height: f32,
    /// Marks can be clicked.
    pub clickable: bool,
}

impl<'a> Card<'a> {
    pub const fn new(spec: &'a Spec) -> Self {
        Self { spec, table: None, metrics: &[], height: measure::CHART, clickable: false }
    }

    #[must_use]
    pub const fn table(mut self, table: &'a Table) -> Self {
        self.table = Some(table);
        self
    }

    #[must_use]
    pub const fn metrics(mut self, metrics: &'a [&'static Metric]) -> Self {
        self.metrics = metrics;
        self
    }

    /// A picture of a report page, with its data.
    pub fn of_report(picture: &'a Picture, page: &'a Page) -> Self {
        let table = page.sheet(picture.sheet).map(|sheet| &sheet.table);
        Self { table, metrics: &picture.metrics, clickable: !picture.drills.is_empty(), ..Self::new(&picture.spec) }
    }

    #[must_use]
    pub const fn height(mut self, height: f32) -> Self {
        self.height = height;
        self
    }

    #[must_use]
    pub const fn clickable(mut self) -> Self {
        self.clickable = true;
        self
    }
}

/// The colours of charts in the window.
pub fn palette(ctx: &Ctx) -> Palette {
    let base = if ctx.dark() { Palette::dark() } else { Palette::light() };
    base.rising(rise(ctx))
}

const fn rise(ctx: &Ctx) -> RiseFall {
    match ctx.settings.rise {
        crate::settings::Rise::Red => RiseFall::RedUp,
        crate::settings::Rise::Green => RiseFall::GreenUp,
    }
}

impl Charts {
    /// The state of one chart, made when it is first shown.
    pub fn state(&self, id: &'static str) -> Rc<ChartState> {
        Rc::clone(self.states.borrow_mut().entry(id).or_default())
    }

    /// A chart in its card: title, subtitle, `right` (a choice of step, say) and the menu above it. `wrap` makes messages of charts
    /// those of the page.
    pub fn card<'a, M: 'a>(
        &self,
        ctx: &'a Ctx,
        made: Card<'a>,
        right: Option<Element<'a, M>>,
        wrap: fn(Message) -> M,
    ) -> Element<'a, M> {
        let spec = made.spec;
        let head = row![right, self.menu(ctx, &made).map(wrap)].spacing(gap::S).align_y(Alignment::Center);
        let plot = self.plot(ctx, spec, made.height, made.clickable).map(wrap);
        card::section(spec.title.as_str(), spec.subtitle.as_str(), Some(head.into()), plot).into()
    }

    /// A chart without card and menu.
    pub fn plot<'a>(&self, ctx: &'a Ctx, spec: &'a Spec, height: f32, clickable: bool) -> Element<'a, Message> {
        let made = chart(spec, self.state(spec.id), palette(ctx), ctx.lang, height);
        if clickable { made.on_hit(|hit| Message::Hit(spec.id, hit)).into() } else { made.into() }
    }

    /// The small menu of a chart.
    pub fn menu<'a>(&self, ctx: &'a Ctx, made: &Card<'a>) -> Element<'a, Message> {
        let state = self.state(made.spec.id);
        let (spec, table) = (made.spec, made.table);
        let entry = |picture: Icon, key: &'static str, act: fn(Arc<Subject>) -> Message| -> Element<'a, Message> {
            let state = Rc::clone(&state);
            choice::menu_entry_with(picture, ctx.t(key), move || act(Arc::new(Subject::new(ctx, spec, table, &state))))
                .into()
        };
        let mut entries = vec![
            entry(Icon::Image, "shell.chart_png", |subject| Message::Save(Form::Png, subject)),
            entry(Icon::Image, "shell.chart_png_clear", |subject| Message::Save(Form::Clear, subject)),
            entry(Icon::Image, "shell.chart_svg", |subject| Message::Save(Form::Svg, subject)),
            entry(Icon::Copy, "shell.chart_copy", Message::Copy),
        ];
        if table.is_some() {
            entries.push(card::rule().into());
            entries.push(entry(Icon::Table2, "shell.chart_data", Message::Look));
            entries
                .push(entry(Icon::FileSpreadsheet, "shell.chart_xlsx", |subject| Message::Save(Form::Xlsx, subject)));
            entries.push(entry(Icon::FileText, "shell.chart_csv", |subject| Message::Save(Form::Csv, subject)));
        }
        if !made.metrics.is_empty() {
            entries.push(card::rule().into());
            entries.push(choice::menu_title(ctx.t("shell.chart_metric")));
        }
        for metric in made.metrics {
            entries.push(
                choice::menu_entry(Some(Icon::Info), metric.name(ctx.lang), Some(Message::Metric(metric.id))).into(),
            );
        }
        menu_button(choice::menu(entries, 200.0))
    }

    /// Answers everything but [`Message::Hit`], which is the page's own business.
    pub fn update(&mut self, ctx: &Ctx, message: Message) -> Action<Message> {
        match message {
            Message::Hit(..) => Action::none(),
            Message::Save(form, subject) => {
                let (title, name) = (subject.spec.title.clone(), subject.name.clone());
                files::ask(ctx, FOLDER, title, &name, form.extension(), move |path| {
                    Message::Picked(form, Arc::clone(&subject), path)
                })
            }
            Message::Picked(_, _, None) => Action::none(),
            Message::Picked(form, subject, Some(path)) => {
                let (lang, remember) = (ctx.lang, files::remember(ctx, FOLDER, &path));
                Action::work(move || save::write(form, &subject, path, lang), Message::Saved).with(remember)
            }
            Message::Saved(result) => files::saved(result),
            Message::Copied(Err(said)) => Action::toast(Toast::bad(said)),
            Message::Copy(subject) => {
                let clipboard = Arc::clone(&ctx.services.clipboard);
                Action::work(move || clipboard.set_picture(save::pixels(&subject)?), Message::Copied)
            }
            Message::Copied(Ok(())) => Action::toast(Toast::good(Said::new("shell.copied"))),
            Message::Look(subject) => {
                if let Some(table) = &subject.table {
                    let rows = TableRows::of_report(Arc::clone(table));
                    let columns = rows.columns();
                    self.data = Some(Data { rows, columns, grid: GridState::new(table.id, None), subject });
                }
                Action::none()
            }
            Message::Grid(event) => self.on_grid(event),
            Message::Close => {
                self.data = None;
                Action::none()
            }
            Message::Metric(id) => Action::intent(Intent::Metric(id)),
        }
    }

    fn on_grid(&mut self, event: GridEvent) -> Action<Message> {
        let Some(data) = &mut self.data else { return Action::none() };
        match event {
            GridEvent::Sort(_) => {
                data.rows.sort(data.grid.sort());
                Action::none()
            }
            GridEvent::Copied(n) => Action::toast(Toast::good(Said::new("shell.rows_copied").with("n", n))),
            _ => Action::none(),
        }
    }

    /// Esc: closes the data that is being looked at; `false` when there is none.
    pub fn back(&mut self) -> bool {
        self.data.take().is_some()
    }

    /// The data of a chart, over the page.
    pub fn dialog<'a>(&'a self, ctx: &'a Ctx) -> Option<Element<'a, Message>> {
        let data = self.data.as_ref()?;
        let form = |form: Form, key: &'static str| -> Element<'a, Message> {
            button::secondary(ctx.t(key), Some(Message::Save(form, Arc::clone(&data.subject)))).into()
        };
        let table = grid(&data.grid, &data.rows, &data.columns, Message::Grid)
            .selectable(true)
            .red_up(ctx.red_up())
            .height(Length::Fixed(440.0));
        let content = column![
            words::muted(data.subject.spec.subtitle.as_str()),
            container(table).style(box_style::card).padding(1)
        ]
        .spacing(gap::S);
        Some(dialog::dialog(
            data.subject.spec.title.as_str(),
            (ctx.t("shell.close"), Message::Close),
            content,
            [form(Form::Csv, "shell.chart_csv"), form(Form::Xlsx, "shell.chart_xlsx")],
            860.0,
        ))
    }
}

/// The three dots at the right of a card's head that open its menu.
pub fn menu_button<'a, M: Clone + 'a>(menu: Element<'a, M>) -> Element<'a, M> {
    dropdown(icon::icon(Icon::Ellipsis), menu).style(style::ghost).padding([0.0, 6.0]).align_right().into()
}

impl Subject {
    /// A chart with everything a saved file needs.
    fn new(ctx: &Ctx, spec: &Spec, table: Option<&Table>, state: &ChartState) -> Self {
        let (width, height) = state.size();
        let palette = Palette::print().rising(rise(ctx));
        let mut options = Options::picture(width.max(480.0), height.max(160.0), palette, ctx.lang);
        options.hidden = state.hidden();
        options.zoom = state.zoom();
        Self { spec: spec.clone(), table: table.cloned().map(Arc::new), options, name: files::name(&spec.title, ctx) }
    }

    /// The picture laid out: larger than on the screen by what title and footer need, so that the chart shows what it shows there.
    fn scene(&self, clear: bool) -> Scene {
        let mut options = self.options.clone();
        if clear {
            options.palette.background = None;
        }
        (options.width, options.height) = around(&self.spec, options.width, options.height);
        layout(&self.spec, &options)
    }
}
