//! 待发货: every order that is paid and still in the house, the most urgent first. What is late, lacks stock, has got stuck or went out
//! and was never seen again comes up by itself.

mod detail;
#[cfg(test)]
mod tests;

use chrono::{NaiveDateTime, Timelike};
use iced::Element;
use iced::widget::{column, row, space};

use crate::domain::flow::{Stage, Step};
use crate::gui::action::{Action, Intent, Toast};
use crate::gui::component::{button, choice, words};
use crate::gui::ctx::Ctx;
use crate::gui::desk::{self, Desk};
use crate::gui::load::{Load, Ticket};
use crate::gui::names;
use crate::gui::record_list::{self, Asked, Batch, Field, Found, Goal, RecordList, Records, Texts};
use crate::gui::route::{Open, Route};
use crate::gui::screen::orders::bar;
use crate::gui::screen::orders::handling::{self, Handling};
use crate::gui::screen::orders::work::{self, Work};
use crate::gui::theme::badge::Tone;
use crate::gui::theme::icon::Icon;
use crate::gui::theme::space as gap;
use crate::gui::widget::grid::Look;
use crate::locale::{Lang, Said};
use crate::store::{self, OrderDetail, QueueCounts, QueueQuery, QueueRow, QueueView, Store};
use crate::table::Cell;

/// 待发货
pub type Queue = RecordList<QueueRecords>;

/// Less time left than this is urgent.
const URGENT_MINUTES: i64 = 6 * 60;

/// What stands above the list.
#[derive(Debug, Clone)]
pub struct Head {
    counts: QueueCounts,
    told_at: Option<NaiveDateTime>,
}

/// Orders that wait to be shipped, as a list.
#[derive(Debug, Clone)]
pub struct QueueRecords {
    view: QueueView,
    desk: Desk,
    handling: Handling,
    work: Work,
    head: Load<Head>,
}

#[derive(Debug, Clone)]
pub enum Message {
    View(QueueView),
    Head(Ticket, Result<Head, Said>),
    Desk(desk::Message),
    Handling(handling::Message),
    Work(work::Message),
    /// Exports the sheet to fill in.
    Sheet,
    Go(Open),
}

fn own(message: Message) -> crate::gui::screen::Message {
    crate::gui::screen::Message::Queue(record_list::Message::Own(message))
}

impl bar::Hosts for QueueRecords {
    fn desk(message: desk::Message) -> Message {
        Message::Desk(message)
    }

    fn handling(message: handling::Message) -> Message {
        Message::Handling(message)
    }

    fn work(message: work::Message) -> Message {
        Message::Work(message)
    }
}

/// The moment that deadlines are measured against, as of the whole minute: in the sample shop, whose days stand still, the last of its
/// records.
pub(super) fn now(ctx: &Ctx) -> NaiveDateTime {
    let sample = ctx.shop.as_ref().is_some_and(|shop| shop.sample);
    ctx.reach().filter(|_| sample).unwrap_or_else(|| in_steps(ctx.now(), 1))
}

/// The last multiple of so many minutes in its hour. What is asked for at a moment is asked anew as soon as the moment differs by anything,
/// so none of its seconds, nor parts of them, may stay.
fn in_steps(at: NaiveDateTime, minutes: u32) -> NaiveDateTime {
    let minute = at.minute() - at.minute() % minutes;
    at.date().and_hms_opt(at.hour(), minute, 0).unwrap_or(at)
}

pub(super) const fn tone(stage: Stage) -> Tone {
    match stage {
        Stage::Created | Stage::Paid | Stage::Closed => Tone::Neutral,
        Stage::Audited | Stage::Allocated => Tone::Blue,
        Stage::Printed => Tone::Accent,
        Stage::Shipped | Stage::Collected | Stage::Delivered | Stage::Finished => Tone::Good,
    }
}

/// Key of a stage's name.
pub(super) fn stage_key(stage: Stage) -> String {
    format!("work.stage_{}", stage.id())
}

/// `5 小时 12 分`, `超时 2 天 3 小时`
fn left(lang: Lang, minutes: i64) -> String {
    let over = minutes < 0;
    let minutes = minutes.abs();
    let (days, hours, rest) = (minutes / 1440, minutes / 60, minutes % 60);
    if hours < 48 {
        let key = if over { "work.over_hours" } else { "work.left_hours" };
        lang.f(key, &[("h", &hours.to_string()), ("m", &rest.to_string())])
    } else {
        let key = if over { "work.over_days" } else { "work.left_days" };
        lang.f(key, &[("d", &days.to_string()), ("h", &(hours % 24).to_string())])
    }
}

/// How far stock may lag behind the shelf (库存滞后), above a list.
pub(super) fn behind<'a, M: 'a>(ctx: &'a Ctx, told_at: NaiveDateTime) -> Option<Element<'a, M>> {
    let words = words::small(lag(ctx.lang, told_at, now(ctx)));
    Some(button::tipped(words, ctx.t("work.lag_hint")).into())
}

/// `库存截至 2026-11-23 09:00，滞后 5 小时`
fn lag(lang: Lang, told_at: NaiveDateTime, now: NaiveDateTime) -> String {
    let minutes = (now - told_at).num_minutes().max(0);
    let (key, name, n) = match minutes {
        0..120 => ("work.lag_minutes", "m", minutes),
        120..2880 => ("work.lag_hours", "h", minutes / 60),
        _ => ("work.lag_days", "d", minutes / 1440),
    };
    let lag = lang.f(key, &[(name, &n.to_string())]);
    lang.f("work.lag", &[("at", &told_at.format("%Y-%m-%d %H:%M").to_string()), ("lag", &lag)])
}

impl Records for QueueRecords {
    const ROUTE: Route = Route::Queue;
    const TEXTS: Texts = Texts {
        search: "work.search",
        only: "work.only",
        total: "work.total",
        none: "work.none",
        hint: "work.none_hint",
    };
    const SORT: (&'static str, bool) = ("left", false);
    const IN_SIGHT: usize = bar::IN_SIGHT;
    const HIDDEN: &'static [&'static str] = &["shop", "paid_at", "due_at", "paid", "pieces", "flag", "memo"];

    type Row = QueueRow;
    type Query = QueueQuery;
    type Detail = OrderDetail;
    type Message = Message;

    fn new(_ctx: &Ctx) -> Self {
        Self {
            view: QueueView::All,
            desk: Desk::new(|message| own(Message::Desk(message))),
            handling: Handling::new(|message| own(Message::Handling(message))),
            work: Work::new(|message| own(Message::Work(message))),
            head: Load::default(),
        }
    }

    fn fields(&self, ctx: &Ctx) -> Vec<Field<QueueRow>> {
        type F = Field<QueueRow>;
        let (lang, now) = (ctx.lang, now(ctx));
        vec![
            F::text("left", ctx.t("work.left"), move |row| {
                let waits = row.stage.waits();
                row.minutes_left(now).filter(|_| waits).map(|minutes| left(lang, minutes)).unwrap_or_default()
            })
            .width(128.0)
            .look(move |row| match row.minutes_left(now) {
                Some(minutes) if minutes < 0 => Look::Badge(Tone::Bad),
                Some(minutes) if minutes < URGENT_MINUTES => Look::Badge(Tone::Warning),
                _ => Look::Plain,
            }),
            F::text("stage", ctx.t("work.stage"), move |row| stage(lang, row)).width(84.0).look(|row| {
                let bad = row.conflict || row.refunding || held(row);
                Look::Badge(if bad { Tone::Warning } else { tone(row.stage) })
            }),
            F::text("shop", ctx.t("orders.shop"), move |row| names::shop(lang, &row.shop, row.platform)).width(120.0),
            F::id("order_no", ctx.t("orders.order_no"), |row| row.order_no.clone()).width(176.0).link(),
            F::text("items", ctx.t("work.items"), |row| row.items.clone()).width(170.0).grow(),
            F::count("pieces", ctx.t("work.pieces"), |row| Some(row.pieces).filter(|n| *n > 0)).width(60.0),
            F::text("stock", ctx.t("work.stock"), move |row| {
                let key = match (row.untracked, row.short) {
                    (true, _) => return String::new(),
                    (_, true) => "work.stock_short",
                    _ => "work.stock_enough",
                };
                if row.stage.waits() { lang.t(key).to_owned() } else { String::new() }
            })
            .width(78.0)
            .look(|row| Look::Badge(if row.short { Tone::Bad } else { Tone::Good })),
            F::text("staff", ctx.t("rules.staff"), |row| row.staff.clone()).width(64.0).unsorted(),
            F::text("flag", ctx.t("rules.flag"), move |row| {
                row.flag.map(|flag| work::flag_name(lang, flag)).unwrap_or_default()
            })
            .width(68.0)
            .unsorted()
            .look(|row| row.flag.map_or(Look::Plain, |flag| Look::Badge(work::flag_tone(flag)))),
            F::text("holds", ctx.t("rules.held"), move |row| crate::domain::rule::listed(lang, row.holds.clone()))
                .width(96.0)
                .unsorted()
                .look(|_| Look::Toned(Tone::Warning)),
            F::text("message", ctx.t("work.message"), |row| row.buyer_message.clone()).width(110.0).unsorted(),
            F::text("memo", ctx.t("work.memo"), |row| row.seller_memo.clone()).width(110.0).unsorted(),
            F::text("province", ctx.t("work.region"), move |row| {
                let province = names::province(lang, row.province);
                let parts = [province.as_str(), row.city.as_str()];
                parts.into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" ")
            })
            .width(110.0),
            F::money("paid", ctx.t("orders.paid"), |row| row.paid).width(90.0),
            F::time("paid_at", ctx.t("orders.paid_at"), |row| row.paid_at),
            F::time("due_at", ctx.t("work.due_at"), |row| row.due_at),
        ]
    }

    fn query(&self, ctx: &Ctx, asked: &Asked<'_>) -> QueueQuery {
        QueueQuery {
            text: asked.text.to_owned(),
            ids: asked.only.map(<[i64]>::to_vec),
            sort: asked.sort.column,
            descending: asked.sort.descending,
            ..self.question(ctx)
        }
    }

    fn find(store: &Store, query: &QueueQuery) -> store::Result<Found> {
        let (ids, pieces, paid) = store.queue(query)?;
        Ok(Found { ids, totals: vec![("pieces", Cell::Count(pieces)), ("paid", Cell::Money(paid))] })
    }

    fn fetch(store: &Store, query: &QueueQuery, ids: &[i64]) -> store::Result<Vec<QueueRow>> {
        store.queue_rows(query, ids)
    }

    fn id(row: &QueueRow) -> i64 {
        row.id
    }

    fn read(store: &Store, id: i64) -> store::Result<OrderDetail> {
        store.order_detail(id)
    }

    fn title(&self, _ctx: &Ctx, detail: &OrderDetail) -> String {
        detail.order.order_no.clone()
    }

    fn detail<'a>(&'a self, ctx: &'a Ctx, detail: &'a OrderDetail) -> Element<'a, Message> {
        detail::view(ctx, detail)
    }

    fn goal(what: Open) -> Option<Goal> {
        match what {
            Open::Queue { what, ids } => Some(Goal::These(what, ids)),
            _ => None,
        }
    }

    fn update(&mut self, ctx: &Ctx, message: Message) -> Action<Message> {
        match message {
            Message::View(view) => {
                self.view = view;
                Action::none()
            }
            Message::Head(ticket, head) => {
                let failed = head.as_ref().err().cloned();
                self.head.answer(ticket, head);
                failed.map_or_else(Action::none, |said| Action::toast(Toast::bad(said)))
            }
            Message::Desk(message) => self.desk.update(ctx, message).map(Message::Desk),
            Message::Handling(message) => self.handling.update(ctx, message).map(Message::Handling),
            Message::Work(message) => self.work.update(ctx, message).map(Message::Work),
            Message::Sheet => {
                let query = self.question(ctx);
                self.desk.update(ctx, desk::Message::Sheet(query)).map(Message::Desk)
            }
            Message::Go(what) => Action::intent(Intent::Open(what)),
        }
    }

    fn enter(&mut self, ctx: &Ctx) -> Action<Message> {
        let people = self.work.enter(ctx).map(Message::Work);
        let Some(store) = ctx.store().cloned() else { return people };
        // Minutes pass, but the counts need not be asked for at every glance.
        let query = QueueQuery { view: QueueView::All, ..self.question(ctx) };
        let Some(ticket) = self.head.ask(&(store.version(), &query)) else { return people };
        let work = move || {
            let failed = |error: store::StoreError| {
                tracing::warn!(%error, "queue");
                error.said()
            };
            let counts = store.queue_counts(&query).map_err(failed)?;
            let told_at = store.stock_told_at().map_err(failed)?;
            Ok(Head { counts, told_at })
        };
        people.and(Action::work(work, move |head| Message::Head(ticket, head)))
    }

    fn above<'a>(&'a self, ctx: &'a Ctx) -> Option<Element<'a, Message>> {
        behind(ctx, self.head.value()?.told_at?)
    }

    fn filters<'a>(&'a self, ctx: &'a Ctx) -> Option<Element<'a, Message>> {
        let counts = self.head.value().map(|head| head.counts);
        let chips = QueueView::ALL.into_iter().enumerate().filter_map(|(at, view)| {
            let name = ctx.t(&format!("work.view_{}", view.id())).to_owned();
            let count = counts.and_then(|counts| counts.0.get(at).copied());
            // What is empty stays out of the way, but for the queue itself and what is chosen.
            if count == Some(0) && view != self.view && view != QueueView::All {
                return None;
            }
            let label = count
                .map_or_else(|| name.clone(), |count| format!("{name} {}", crate::table::grouped(&count.to_string())));
            Some((view, label))
        });
        Some(choice::chips(chips, self.view, Message::View))
    }

    fn narrowed(&self) -> bool {
        self.view != QueueView::All
    }

    fn widen(&mut self) {
        self.view = QueueView::All;
    }

    fn link(&self, row: &QueueRow, column: &'static str) -> Option<Message> {
        (column == "order_no").then_some(Message::Go(Open::Order(row.id)))
    }

    fn batch(&self, ctx: &Ctx) -> Vec<Batch<Self>> {
        let step = |icon, step: Step, message| bar::one(ctx, icon, &desk::step_key(step), message);
        match self.view {
            QueueView::Conflict => vec![
                step(Icon::Check, Step::KeepMine, |ids| Message::Desk(desk::Message::Take(Step::KeepMine, ids))),
                step(Icon::FileInput, Step::TakeTheirs, |ids| {
                    Message::Desk(desk::Message::Take(Step::TakeTheirs, ids))
                }),
            ],
            QueueView::Silent => {
                vec![step(Icon::Ban, Step::Intercept, |ids| Message::Desk(desk::Message::Take(Step::Intercept, ids)))]
            }
            _ => bar::batch(ctx),
        }
    }

    fn dialog<'a>(&'a self, ctx: &'a Ctx) -> Option<Element<'a, Message>> {
        let desk = self.desk.dialog(ctx).map(|dialog| dialog.map(Message::Desk));
        let handling = || self.handling.dialog(ctx).map(|dialog| dialog.map(Message::Handling));
        let work = || self.work.dialog(ctx).map(|dialog| dialog.map(Message::Work));
        desk.or_else(handling).or_else(work)
    }

    fn back(&mut self) -> bool {
        self.desk.back() || self.handling.back() || self.work.close()
    }

    fn accept(&mut self, ctx: &Ctx) -> Action<Message> {
        if self.work.open() {
            return self.work.save(ctx).map(Message::Work);
        }
        self.desk.accept(ctx).map(Message::Desk).and(self.handling.accept(ctx).map(Message::Handling))
    }

    fn actions<'a>(&'a self, ctx: &'a Ctx) -> Option<Element<'a, Message>> {
        let desk = |message| Some(Message::Desk(message));
        let buttons = row![
            button::labelled(Icon::History, ctx.t("work.batches"), desk(desk::Message::Batches)),
            button::labelled(Icon::FileSpreadsheet, ctx.t("work.sheet_template"), Some(Message::Sheet)),
            button::labelled(Icon::FileInput, ctx.t("work.sheet"), desk(desk::Message::Choose)),
        ];
        Some(buttons.spacing(gap::S).into())
    }

    fn blank<'a>(&'a self, ctx: &'a Ctx) -> Option<Element<'a, Message>> {
        let content = column![words::strong(ctx.t("work.none")), words::muted(ctx.t("work.none_hint"))];
        Some(
            iced::widget::container(content.push(space().height(gap::S)).spacing(gap::S))
                .center(iced::Length::Fill)
                .into(),
        )
    }
}

impl QueueRecords {
    /// The queue as the top bar narrows it, as of a few minutes: what is asked for does not change from one second to the next, and the
    /// rows somebody has chosen stay chosen.
    fn question(&self, ctx: &Ctx) -> QueueQuery {
        QueueQuery {
            view: self.view,
            text: String::new(),
            shops: ctx.filters.shops.clone(),
            platforms: ctx.filters.platforms.clone(),
            ids: None,
            now: in_steps(now(ctx), 5),
            hours: ctx.settings.late_hours,
            silent_hours: ctx.settings.silent_hours,
            sort: Self::SORT.0,
            descending: false,
        }
    }
}

fn stage(lang: Lang, row: &QueueRow) -> String {
    if row.conflict {
        return lang.t("work.conflict").to_owned();
    }
    if row.refunding && row.stage.waits() {
        return lang.t("work.refunding").to_owned();
    }
    let key = if held(row) { "rules.held".to_owned() } else { stage_key(row.stage) };
    lang.t(&key).to_owned()
}

/// It would go on, but for a reason somebody or a rule has given.
fn held(row: &QueueRow) -> bool {
    row.stage.waits() && !row.holds.is_empty()
}
