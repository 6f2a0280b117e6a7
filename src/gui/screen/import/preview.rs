//! What the files are and what they would change (导入预览), before anything is written.

use std::sync::Arc;

use iced::widget::{Column, column, container, row};
use iced::{Alignment, Element, Length};

use super::mapping::Draft;
use super::{Message, history};
use crate::domain::platform::Platform;
use crate::gui::component::{badge, button, card, choice, field, words};
use crate::gui::ctx::Ctx;
use crate::gui::names;
use crate::gui::theme::badge::Tone;
use crate::gui::theme::{space as gap, text as ink};
use crate::gui::widget::grid::{Column as GridColumn, GridEvent, GridState, Look, TableRows, grid};
use crate::gui::widget::one_line::one_line;
use crate::import::formats;
use crate::import::mapping::Mapping;
use crate::import::paid::Verdict;
use crate::import::problem::{Group, Problems, Severity, severity_key};
use crate::import::report::{FileReport, Status};
use crate::import::run::{Options, Prepared, PreparedFile, Ready, State, What};
use crate::import::totals::ControlTotal;
use crate::locale::Lang;
use crate::table::{Cell, Column as Head, Kind, Table, grouped};

/// A table in a grid.
#[derive(Debug)]
struct Shown {
    rows: TableRows,
    columns: Vec<GridColumn>,
    grid: GridState,
}

impl Shown {
    fn new(ctx: &Ctx, rows: TableRows) -> Self {
        let id = rows.table().id;
        Self { columns: rows.columns(), grid: GridState::new(id, ctx.settings.grids.get(id)), rows }
    }

    fn on(&mut self, event: &GridEvent) {
        if let GridEvent::Sort(_) = event {
            self.rows.sort(self.grid.sort());
            self.grid.reordered();
        }
    }
}

/// Everything that was found, and the table being looked at.
#[derive(Debug)]
pub struct Preview {
    prepared: Prepared,
    reports: Vec<FileReport>,
    left_out: Vec<String>,
    at: usize,
    files: Shown,
    draft: Option<Draft>,
    touched: bool,
    /// What is being typed as the shop's name.
    shop: String,
}

/// A format in the list to choose from.
#[derive(Debug, Clone, PartialEq)]
struct Named {
    id: &'static str,
    name: String,
}

impl std::fmt::Display for Named {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.name)
    }
}

impl Preview {
    pub fn new(ctx: &Ctx, prepared: Prepared, options: &Options) -> Self {
        let reports: Vec<FileReport> = prepared.files.iter().map(|file| file.report().in_language(ctx.lang)).collect();
        let left_out = options.choices.iter().filter(|choice| choice.leave_out).map(|c| c.label.clone()).collect();
        // What needs a decision is looked at first.
        let at =
            reports.iter().position(FileReport::failed).or_else(|| reports.iter().position(|r| r.problem_count > 0));
        let files = Shown::new(ctx, files(ctx, &reports));
        let mut preview =
            Self { prepared, reports, left_out, at: 0, files, draft: None, touched: false, shop: String::new() };
        preview.look(at.unwrap_or_default());
        preview
    }

    pub fn into_prepared(self) -> Prepared {
        self.prepared
    }

    fn file(&self) -> Option<&PreparedFile> {
        self.prepared.files.get(self.at)
    }

    /// The label of the table being looked at.
    pub fn label(&self) -> Option<&str> {
        self.file().map(|file| file.label.as_str())
    }

    /// The mapping that was put together, once nothing is missing.
    pub fn mapping(&self) -> Option<Mapping> {
        match (&self.draft, self.file().map(|file| &file.state)) {
            (Some(draft), Some(State::Unknown(unknown))) => draft.mapping(unknown),
            _ => None,
        }
    }

    /// All problems of the table being looked at; `None` when it has none to list.
    pub fn problems(&self, lang: Lang) -> Option<Table> {
        self.found().map(|problems| problems.table(lang))
    }

    /// What is wrong with rows of the table being looked at.
    fn found(&self) -> Option<&Problems> {
        match self.file().map(|file| &file.state) {
            Some(State::Ready(ready)) if !ready.problems.is_empty() => Some(&ready.problems),
            _ => None,
        }
    }

    fn look(&mut self, at: usize) {
        self.at = at;
        self.shop.clear();
        self.files.grid.set_cursor(Some(at));
        self.draft = match self.file() {
            Some(file) => match &file.state {
                State::Unknown(unknown) => Some(Draft::new(unknown, &file.label)),
                _ => None,
            },
            None => None,
        };
    }

    /// Something was decided here that would be lost with it.
    pub const fn touched(&self) -> bool {
        self.touched
    }

    pub fn update(&mut self, message: Message) {
        self.touched |= matches!(message, Message::MapKind(_) | Message::MapColumn(..) | Message::MapName(_));
        match message {
            Message::Files(GridEvent::Open(row)) => {
                if let Some(at) = self.files.rows.source_row(row) {
                    self.look(at);
                }
            }
            Message::Files(event) => self.files.on(&event),
            Message::MapKind(kind) => {
                if let Some(draft) = &mut self.draft {
                    draft.kind(kind);
                }
            }
            Message::MapColumn(at, field) => {
                if let Some(draft) = &mut self.draft {
                    draft.column(at, field);
                }
            }
            Message::Shop(shop) => self.shop = shop,
            Message::MapName(name) => {
                if let Some(draft) = &mut self.draft {
                    draft.name = name;
                }
            }
            _ => {}
        }
    }

    pub fn view<'a>(&'a self, ctx: &'a Ctx) -> Element<'a, Message> {
        let most = self.reports.len().min(6);
        let files = grid(&self.files.grid, &self.files.rows, &self.files.columns, Message::Files).fit(most);
        let detail: Element<'a, Message> = match (self.file().map(|file| &file.state), &self.draft) {
            (Some(State::Unknown(unknown)), Some(draft)) => draft.view(ctx, unknown),
            _ => row![
                container(self.trouble(ctx)).width(Length::FillPortion(2)).height(Length::Fill),
                container(self.facts(ctx)).width(Length::FillPortion(1)).height(Length::Fill),
            ]
            .spacing(gap::M)
            .height(Length::Fill)
            .into(),
        };
        column![card::card(files).padding([gap::S, gap::M]), detail, self.foot(ctx)]
            .spacing(gap::M)
            .padding(iced::Padding::ZERO.bottom(gap::M))
            .height(Length::Fill)
            .into()
    }

    /// The problems of the table, the gravest first, or that there are none.
    fn trouble<'a>(&'a self, ctx: &'a Ctx) -> Element<'a, Message> {
        let Some(report) = self.reports.get(self.at) else { return words::muted("").into() };
        let fine = grouped(&report.rows.saturating_sub(report.skipped).to_string());
        let (title, subtitle) = match report.problem_count {
            0 => (ctx.t("intake.no_problems").to_owned(), ctx.f("intake.importable_all", &[("n", &fine)])),
            n => {
                let n = grouped(&n.to_string());
                (ctx.f("intake.problems", &[("n", &n)]), ctx.f("intake.importable", &[("n", &fine)]))
            }
        };
        let refused = matches!(report.status, Status::Refused | Status::Noted);
        let content: Element<'a, Message> = match self.found() {
            _ if refused => {
                let said = report.problems.first().map(|problem| problem.message.clone()).unwrap_or_default();
                words::body(said).into()
            }
            Some(problems) => {
                let groups = problems.groups().into_iter().map(|group| trouble_of(ctx, problems, &group));
                card::scroll(Column::with_children(groups).spacing(gap::M)).into()
            }
            None => words::muted(ctx.t("intake.no_problems_hint")).into(),
        };
        let export =
            self.found().map(|_| button::link(ctx.t("intake.export_problems"), Some(Message::ExportProblems)).into());
        let subtitle = if refused { String::new() } else { subtitle };
        card::section(title, subtitle, export, content).height(Length::Fill).into()
    }

    /// Format, period, control totals, what paid means.
    fn facts<'a>(&'a self, ctx: &'a Ctx) -> Element<'a, Message> {
        let (Some(file), Some(report)) = (self.file(), self.reports.get(self.at)) else {
            return words::muted("").into();
        };
        let mut content = Column::new().spacing(gap::S);
        let known: Vec<Named> = formats::ALL
            .iter()
            .map(|format| Named { id: format.id, name: ctx.t(&format.name_key()).to_owned() })
            .collect();
        let chosen = known.iter().find(|named| named.id == report.format).cloned();
        // A mapping stands under the name it was saved by.
        let other = match &file.state {
            State::Ready(ready) => match &ready.what {
                What::Mapping(mapping) => mapping.name.clone(),
                What::Format { .. } => ctx.t("intake.read_as_hint").to_owned(),
            },
            _ => ctx.t("intake.read_as_hint").to_owned(),
        };
        content = content.push(field::around(
            ctx.t("intake.read_as"),
            field::pick(known, chosen, other, |named: Named| Message::Format(Some(named.id))),
            None,
            None,
        ));
        if matches!(file.state, State::Ready(_)) {
            content = content.push(button::link(ctx.t("intake.by_hand"), Some(Message::ByHand(true))));
        }
        if let State::Ready(ready) = &file.state {
            if let What::Format { why, .. } = &ready.what {
                let args = [("named", why.named.to_string()), ("known", why.known.to_string())];
                let args: Vec<(&str, &str)> = args.iter().map(|(name, value)| (*name, value.as_str())).collect();
                content = content.push(words::small(ctx.f("import.why", &args)));
            }
            content = content.push(self.shop_of(ctx, ready));
            if let Some(period) = ready.period {
                let days = format!("{} — {}", period.from(), period.to());
                content = content.push(card::fact(ctx.t("intake.column_period"), words::body(days)));
            }
            if let Some(before) = &ready.preview.seen_before {
                let at = before.at.format("%Y-%m-%d %H:%M").to_string();
                content = content.push(words::body(ctx.f("intake.seen_before", &[("at", &at)])).style(ink::warning));
            }
            content = content.push(card::rule()).push(control_head(ctx));
            for total in &ready.control_totals {
                content = content.push(control(ctx, total));
            }
            if ready.paid.asked() {
                let verdict = ready.paid.verdict();
                let key = match verdict {
                    Verdict::Net => "import.paid_net",
                    Verdict::Gross => "import.paid_gross",
                    Verdict::Undecided => "import.paid_undecided",
                };
                let args = [
                    ("net", grouped(&ready.paid.net_rows.to_string())),
                    ("gross", grouped(&ready.paid.gross_rows.to_string())),
                    ("open", grouped(&ready.paid.open_rows.to_string())),
                ];
                let args: Vec<(&str, &str)> = args.iter().map(|(name, value)| (*name, value.as_str())).collect();
                content = content.push(card::rule()).push(words::muted(ctx.f(key, &args)));
                let options = [
                    (Verdict::Net, ctx.t("intake.paid_is_net").to_owned()),
                    (Verdict::Gross, ctx.t("intake.paid_is_gross").to_owned()),
                ];
                content = content.push(choice::segments(options, Some(verdict), Message::Paid));
            }
        }
        let out = self.left_out.contains(&file.label);
        content = content.push(choice::check(ctx.t("intake.leave_out"), out, Message::LeaveOut));
        card::section(ctx.t("intake.agrees"), "", None, card::scroll(content)).height(Length::Fill).into()
    }

    /// Whose rows they are, and the way to say so where the file does not.
    fn shop_of<'a>(&'a self, ctx: &'a Ctx, ready: &'a Ready) -> Element<'a, Message> {
        let platform = names::platform(ctx.lang, ready.platform);
        let told = if ready.shop.is_empty() { platform } else { format!("{platform} · {}", ready.shop) };
        let shop = card::fact(ctx.t("intake.column_shop"), one_line(told));
        let open = match &ready.what {
            What::Format { format, .. } => format.traits.taobao_or_tmall,
            What::Mapping(_) => false,
        };
        let either = open.then(|| {
            let options = [Platform::Taobao, Platform::Tmall].map(|one| (one, names::platform(ctx.lang, one)));
            choice::segments(options, Some(ready.platform), Message::Platform)
        });
        // A shop that the rows name stays what they say.
        let nameless = (ready.shop.is_empty() && ready.kind.has_shop())
            .then(|| field::input(ctx.t("intake.shop_hint"), &self.shop, Message::Shop).on_submit(Message::ShopSaid));
        column![shop, either, nameless].spacing(gap::S).into()
    }

    /// The name that was typed for the shop of the table being looked at.
    pub fn shop(&self) -> Option<String> {
        Some(self.shop.trim().to_owned()).filter(|shop| !shop.is_empty())
    }

    fn foot<'a>(&'a self, ctx: &'a Ctx) -> Element<'a, Message> {
        let ready = self.reports.iter().filter(|report| report.status == Status::Ready);
        let rows: u64 = ready.map(|report| report.rows.saturating_sub(report.skipped)).sum();
        let label = ctx.f("intake.commit", &[("n", &grouped(&rows.to_string()))]);
        card::card(
            row![
                container(words::muted(ctx.t("intake.commit_hint"))).width(Length::Fill),
                button::secondary(ctx.t("shell.cancel"), Some(Message::Cancel)),
                button::primary(label, (rows > 0).then_some(Message::Commit)),
            ]
            .spacing(gap::S)
            .align_y(Alignment::Center),
        )
        .padding([gap::S, gap::M])
        .into()
    }
}

/// Rows named under a problem.
const ROWS_NAMED: usize = 8;

/// One kind of problem: what became of the rows, how many they are, what it means, and the first of them.
fn trouble_of<'a>(ctx: &'a Ctx, problems: &Problems, group: &Group) -> Element<'a, Message> {
    let tone = match group.severity {
        Severity::Skipped => Tone::Bad,
        Severity::Ignored => Tone::Warning,
        Severity::Noted => Tone::Neutral,
    };
    let of_group = problems
        .kept()
        .iter()
        .filter(|p| p.code == group.code && p.column == group.column && p.severity == group.severity && p.row > 0);
    let mut rows: Vec<String> = of_group.take(ROWS_NAMED).map(|problem| problem.row.to_string()).collect();
    if group.count > rows.len() as u64 && !rows.is_empty() {
        rows.push("…".to_owned());
    }
    let count = grouped(&group.count.to_string());
    let head = row![
        badge::badge(ctx.t(severity_key(group.severity)), tone),
        words::strong(ctx.f("intake.problem_rows", &[("n", &count)])),
        one_line(group.column.clone()).style(ink::muted).width(Length::Fill),
    ]
    .spacing(gap::S)
    .align_y(Alignment::Center);
    let rows = (!rows.is_empty()).then(|| words::small(ctx.f("intake.problem_where", &[("rows", &rows.join(", "))])));
    column![head, words::body(ctx.say(&group.first.said)), rows].spacing(2).into()
}

/// What stands over the two amounts of each control total.
fn control_head(ctx: &Ctx) -> Element<'_, Message> {
    row![
        words::small(ctx.t("intake.total_name")).width(Length::FillPortion(4)),
        container(words::small(ctx.t("intake.total_file"))).align_right(Length::FillPortion(4)),
        container(words::small(ctx.t("intake.total_kept"))).align_right(Length::FillPortion(4)),
        container(words::small("")).align_right(20),
    ]
    .spacing(gap::XS)
    .into()
}

/// A control total: what the file says or holds, what goes in, whether the two agree, and where the rest went.
fn control<'a>(ctx: &'a Ctx, total: &ControlTotal) -> Element<'a, Message> {
    let name = if total.name == "rows" { ctx.t("intake.total_rows").to_owned() } else { total.name.clone() };
    let stated = total.file.as_ref().unwrap_or(&total.read);
    // What was left out is a difference that is known, but a difference.
    let mark = match (total.agrees, total.left_out()) {
        (false, _) => words::body("✗").style(ink::bad),
        (true, true) => words::body("≠").style(ink::muted),
        (true, false) => words::body("✓").style(ink::good),
    };
    let line = row![
        one_line(name).style(ink::muted).width(Length::FillPortion(4)),
        container(words::body(grouped(stated))).align_right(Length::FillPortion(4)),
        container(words::body(grouped(&total.kept))).align_right(Length::FillPortion(4)),
        container(mark).align_right(20),
    ]
    .spacing(gap::XS);
    let why =
        |there: bool, key: &str, amount: &str| there.then(|| words::small(ctx.f(key, &[("n", &grouped(amount))])));
    column![
        line,
        why(total.repeated_some(), "intake.total_repeated", &total.repeated),
        why(total.left_out(), "intake.total_skipped", &total.skipped),
    ]
    .into()
}

/// What went in.
pub fn done<'a>(ctx: &'a Ctx, reports: &'a [FileReport]) -> Element<'a, Message> {
    let lines = reports.iter().map(|report| {
        let counts = ctx.f(
            "intake.result",
            &[
                ("new", &grouped(&report.new.to_string())),
                ("updated", &grouped(&report.updated.to_string())),
                ("unchanged", &grouped(&report.unchanged.to_string())),
                ("skipped", &grouped(&report.skipped.to_string())),
            ],
        );
        let said = match report.status {
            Status::Imported | Status::Ready => counts,
            _ => report.problems.first().map(|problem| problem.message.clone()).unwrap_or_default(),
        };
        row![
            one_line(report.label.clone()).width(Length::FillPortion(3)),
            container(badge::badge(status_name(ctx, report.status), history::tone(report.failed()))).width(110),
            one_line(said).style(ink::muted).width(Length::FillPortion(4)),
        ]
        .spacing(gap::M)
        .align_y(Alignment::Center)
        .into()
    });
    let close = button::link(ctx.t("shell.close"), Some(Message::Cancel)).into();
    let lines = container(card::scroll(Column::with_children(lines).spacing(gap::XS))).max_height(260);
    card::section(ctx.t("intake.result_title"), "", Some(close), lines).into()
}

fn status_name(ctx: &Ctx, status: Status) -> String {
    let key = match status {
        Status::Ready => "import.status_ready",
        Status::Imported => "import.status_imported",
        Status::NeedsMapping => "import.status_needs_mapping",
        Status::Noted => "import.status_noted",
        Status::Refused => "import.status_refused",
    };
    ctx.t(key).to_owned()
}

/// The name of a format by its id, as reports keep it.
pub(super) fn format_name(ctx: &Ctx, id: &str) -> String {
    match (id.strip_prefix("mapping:"), formats::by_id(id)) {
        (Some(name), _) => name.to_owned(),
        (None, Some(format)) => ctx.t(&format.name_key()).to_owned(),
        (None, None) if id == "demo" => ctx.t("intake.format_demo").to_owned(),
        (None, None) if id == "manual" => ctx.t("intake.format_manual").to_owned(),
        (None, None) => id.to_owned(),
    }
}

/// The list of tables: what each was taken for and what it would change.
fn files(ctx: &Ctx, reports: &[FileReport]) -> TableRows {
    let head = |id, key, kind| Head::new(id, ctx.t(key), kind);
    let rows = reports
        .iter()
        .map(|report| {
            let ready = matches!(report.status, Status::Ready | Status::Imported);
            let count = |n: u64| if ready { Cell::Count(i64::try_from(n).unwrap_or(i64::MAX)) } else { Cell::Empty };
            let taken = match report.status {
                Status::NeedsMapping | Status::Refused => status_name(ctx, report.status),
                _ => format_name(ctx, &report.format),
            };
            let sure = report.confidence.map_or(Cell::Empty, |percent| Cell::Ratio(i64::from(percent), 100));
            vec![
                Cell::Text(report.label.clone()),
                Cell::Text(taken),
                sure,
                Cell::Text(report.encoding.clone()),
                count(report.rows),
                count(report.new),
                count(report.updated),
                count(report.unchanged),
                Cell::Count(i64::try_from(report.problem_count).unwrap_or(i64::MAX)),
            ]
        })
        .collect();
    let table = Table {
        id: "import_files",
        title: ctx.t("intake.files").to_owned(),
        columns: vec![
            head("file", "intake.column_file", Kind::Text).wide(300.0),
            head("format", "intake.column_format", Kind::Text).wide(170.0),
            head("confidence", "intake.column_confidence", Kind::Ratio).wide(80.0),
            head("encoding", "intake.column_encoding", Kind::Text).wide(90.0),
            head("rows", "intake.column_rows", Kind::Count).wide(80.0),
            head("new", "intake.column_new", Kind::Count).wide(80.0),
            head("updated", "intake.column_updated", Kind::Count).wide(80.0),
            head("unchanged", "intake.column_unchanged", Kind::Count).wide(80.0),
            head("problems", "intake.column_problems", Kind::Count).wide(70.0),
        ],
        rows,
    };
    let failed: Vec<bool> = reports.iter().map(FileReport::failed).collect();
    TableRows::new(Arc::new(table)).dressed(move |row, column, cell| {
        let bad = failed.get(row).copied().unwrap_or_default();
        match (column, cell) {
            (1, _) if bad => Some(Look::Toned(Tone::Bad)),
            (8, Cell::Count(n)) if *n > 0 => Some(Look::Toned(Tone::Bad)),
            (3 | 7, _) => Some(Look::Muted),
            _ => None,
        }
    })
}
