//! The back-test (回测): the last twelve months under the rule beside what really happened, for the whole shop and for each SKU.

use std::cmp::Ordering;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use iced::widget::{column, container, row};
use iced::{Alignment, Element, Length};

use super::ROUTE;
use super::picture::{self, Picture};
use crate::analytics::replay::{Replay, Side};
use crate::analytics::replenish::backtest::{BackTest, Tested};
use crate::domain::money::Money;
use crate::gui::action::{Action, Intent};
use crate::gui::charts::{self, Card, Charts};
use crate::gui::component::detail::yuan;
use crate::gui::component::{button, card, choice, state, words};
use crate::gui::ctx::Ctx;
use crate::gui::record_list::{Asked, Field, Found, Goal, Records, Texts};
use crate::gui::route::{Open, Route};
use crate::gui::theme::icon::Icon;
use crate::gui::theme::{size, space as gap};
use crate::gui::widget::one_line::one_line;
use crate::store::{self, Store};
use crate::table::{Cell, grouped};

/// Heights of the charts above the list and in the details.
const CHART: f32 = 158.0;
const DETAIL_CHART: f32 = 180.0;

/// A back-test as part of a question.
#[derive(Debug, Clone, Default)]
struct Book(Option<Arc<BackTest>>);

impl Hash for Book {
    fn hash<H: Hasher>(&self, state: &mut H) {
        // Whoever asks holds it, so no other can come to lie in its place.
        self.0.as_ref().map(|test| Arc::as_ptr(test).addr()).hash(state);
    }
}

/// Replayed SKUs as a list.
#[derive(Debug)]
pub struct Tests {
    book: Book,
    /// Money in stock, and SKUs out of stock, day by day.
    whole: Option<[Picture; 2]>,
    out: bool,
    one: Option<Picture>,
    charts: Charts,
}

impl Clone for Tests {
    /// Charts remember what was hovered and hidden; a copy begins anew.
    fn clone(&self) -> Self {
        Self {
            book: self.book.clone(),
            whole: self.whole.clone(),
            out: self.out,
            one: self.one.clone(),
            charts: Charts::default(),
        }
    }
}

#[derive(Debug, Hash)]
pub struct Question {
    book: Book,
    text: String,
    sort: &'static str,
    descending: bool,
}

#[derive(Debug, Clone)]
pub enum Message {
    Test(Arc<BackTest>),
    Chart(charts::Message),
    /// The chart of stock-outs in the place of the money.
    Out(bool),
    Sku(i64),
}

fn tied_up(one: &Tested, side: &Side) -> Option<Money> {
    one.cost.map(|_| Replay::tied_up(side, one.replay.days))
}

fn days(side: &Side) -> i64 {
    i64::try_from(side.stock_out_days).unwrap_or(i64::MAX)
}

fn orders(n: u64) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

impl Records for Tests {
    const ROUTE: Route = ROUTE;
    const ID: &'static str = "backtest";
    const NAME: &'static str = "replenish.tab_backtest";
    const TEXTS: Texts = Texts {
        search: "replenish.search",
        only: "replenish.only",
        total: "replenish.total",
        none: "replenish.no_backtest",
        hint: "replenish.no_backtest_hint",
    };
    const SORT: (&'static str, bool) = ("avoided", true);
    const HIDDEN: &'static [&'static str] = &["props", "supplier", "days"];

    type Row = Tested;
    type Query = Question;
    type Detail = i64;
    type Message = Message;

    fn new(_ctx: &Ctx) -> Self {
        Self { book: Book::default(), whole: None, out: false, one: None, charts: Charts::default() }
    }

    fn fields(&self, ctx: &Ctx) -> Vec<Field<Tested>> {
        type F = Field<Tested>;
        vec![
            F::id("code", ctx.t("catalogue.code"), |one| one.code.clone()).width(96.0),
            F::text("name", ctx.t("catalogue.name"), |one| one.name.clone()).width(120.0).grow(),
            F::text("props", ctx.t("catalogue.props"), |one| one.props.clone()).width(110.0),
            F::text("supplier", ctx.t("catalogue.supplier"), |one| one.supplier.clone()).width(110.0),
            F::count("days", ctx.t("replenish.days_replayed"), |one| i64::try_from(one.replay.days).ok()).width(70.0),
            F::count("avoided", ctx.t("replenish.avoided"), |one| Some(one.replay.stock_outs_avoided())).width(112.0),
            F::count("out_rule", ctx.t("replenish.out_rule"), |one| Some(days(&one.replay.rule))).width(100.0),
            F::count("out_real", ctx.t("replenish.out_real"), |one| Some(days(&one.replay.real))).width(100.0),
            F::count("saved", ctx.t("replenish.saved"), |one| Some(one.replay.pieces_saved())).width(80.0),
            F::money("money_rule", ctx.t("replenish.money_rule"), |one| tied_up(one, &one.replay.rule)).width(104.0),
            F::money("money_real", ctx.t("replenish.money_real"), |one| tied_up(one, &one.replay.real)).width(104.0),
            F::count("orders_rule", ctx.t("replenish.orders_rule"), |one| Some(orders(one.replay.orders))).width(84.0),
            F::count("orders_real", ctx.t("replenish.orders_real"), |one| Some(orders(one.deliveries))).width(84.0),
        ]
    }

    fn query(&self, _ctx: &Ctx, asked: &Asked<'_>) -> Question {
        Question {
            book: self.book.clone(),
            text: asked.text.trim().to_lowercase(),
            sort: asked.sort.column,
            descending: asked.sort.descending,
        }
    }

    fn find(_store: &Store, question: &Question) -> store::Result<Found> {
        let Some(test) = &question.book.0 else { return Ok(Found::default()) };
        let fits = |one: &&Tested| {
            question.text.is_empty()
                || [&one.code, &one.name, &one.props].iter().any(|words| words.to_lowercase().contains(&question.text))
        };
        let mut rows: Vec<&Tested> = test.rows.iter().filter(fits).collect();
        rows.sort_by(|a, b| {
            let order = by(question.sort, a, b);
            let order = if question.descending { order.reverse() } else { order };
            order.then_with(|| a.code.cmp(&b.code))
        });
        let sum = |of: fn(&Tested) -> i64| Cell::Count(rows.iter().map(|one| of(one)).sum());
        let totals = vec![
            ("avoided", sum(|one| one.replay.stock_outs_avoided())),
            ("out_rule", sum(|one| days(&one.replay.rule))),
            ("out_real", sum(|one| days(&one.replay.real))),
            ("saved", sum(|one| one.replay.pieces_saved())),
            ("orders_rule", sum(|one| orders(one.replay.orders))),
            ("orders_real", sum(|one| orders(one.deliveries))),
        ];
        Ok(Found { ids: rows.iter().map(|one| one.sku_id).collect(), totals })
    }

    fn fetch(_store: &Store, question: &Question, ids: &[i64]) -> store::Result<Vec<Tested>> {
        let Some(test) = &question.book.0 else { return Ok(Vec::new()) };
        Ok(ids.iter().filter_map(|id| test.row(*id)).cloned().collect())
    }

    fn id(one: &Tested) -> i64 {
        one.sku_id
    }

    fn read(_store: &Store, id: i64) -> store::Result<i64> {
        Ok(id)
    }

    fn title(&self, _ctx: &Ctx, id: &i64) -> String {
        self.row(*id).map(|one| format!("{} {}", one.name, one.props).trim().to_owned()).unwrap_or_default()
    }

    fn detail<'a>(&'a self, ctx: &'a Ctx, id: &'a i64) -> Element<'a, Message> {
        let Some(one) = self.row(*id) else { return state::loading() };
        let chart = self.one.as_ref().map(|picture| {
            let made = Card::new(&picture.spec).table(&picture.table).height(DETAIL_CHART);
            let head = row![
                one_line(picture.spec.title.as_str()).bold().width(Length::Fill),
                self.charts.menu(ctx, &made).map(Message::Chart)
            ]
            .align_y(Alignment::Center);
            let plot = self.charts.plot(ctx, &picture.spec, DETAIL_CHART, false).map(Message::Chart);
            column![head, plot].spacing(gap::XS)
        });
        column![
            button::link(ctx.t("stock.see_sku"), Some(Message::Sku(one.sku_id))),
            sides(ctx, &one.replay.rule, &one.replay.real, one),
            card::rule(),
            chart,
        ]
        .spacing(gap::M)
        .into()
    }

    fn arrived(&mut self, ctx: &Ctx, id: &i64) -> Action<Message> {
        self.one = self.row(*id).map(|one| picture::stock(ctx.lang, one));
        Action::none()
    }

    fn turn(&mut self) {
        self.one = None;
    }

    fn goal(_what: Open) -> Option<Goal> {
        None
    }

    fn update(&mut self, ctx: &Ctx, message: Message) -> Action<Message> {
        match message {
            Message::Test(test) => {
                self.whole = Some([picture::money(ctx.lang, &test), picture::out(ctx.lang, &test)]);
                self.book = Book(Some(test));
                Action::none()
            }
            Message::Chart(message) => self.charts.update(ctx, message).map(Message::Chart),
            Message::Out(out) => {
                self.out = out;
                Action::none()
            }
            Message::Sku(id) => Action::intent(Intent::Open(Open::Sku(id))),
        }
    }

    fn above<'a>(&'a self, ctx: &'a Ctx) -> Option<Element<'a, Message>> {
        let test = self.book.0.as_ref().filter(|test| !test.rows.is_empty())?;
        let [money, out] = self.whole.as_ref()?;
        let picture = if self.out { out } else { money };
        let both = [(false, "replenish.choose_money"), (true, "replenish.choose_out")];
        let both = both.map(|(out, key)| (out, ctx.t(key).to_owned()));
        let made = Card::new(&picture.spec).table(&picture.table).height(CHART);
        let chart =
            self.charts.card(ctx, made, Some(choice::segments(both, Some(self.out), Message::Out)), Message::Chart);
        Some(row![container(summary(ctx, test)).width(330), chart].spacing(gap::M).into())
    }

    fn blank<'a>(&'a self, ctx: &'a Ctx) -> Option<Element<'a, Message>> {
        Some(state::empty(Icon::History, ctx.t("replenish.no_backtest"), ctx.t("replenish.no_backtest_hint"), None))
    }

    fn dialog<'a>(&'a self, ctx: &'a Ctx) -> Option<Element<'a, Message>> {
        Some(self.charts.dialog(ctx)?.map(Message::Chart))
    }

    fn back(&mut self) -> bool {
        self.charts.back()
    }
}

impl Tests {
    fn row(&self, id: i64) -> Option<&Tested> {
        self.book.0.as_ref().and_then(|test| test.row(id))
    }
}

/// A line of the comparison: what, under the rule, as it was.
fn line<'a>(what: String, rule: String, real: String, head: bool) -> Element<'a, Message> {
    let cell = |text: String| {
        let text = if head { words::small(text) } else { words::strong(text) };
        container(text).align_right(92)
    };
    let what = if head { words::small(what) } else { words::body(what) };
    row![what.width(Length::Fill), cell(rule), cell(real)].spacing(gap::S).align_y(Alignment::Center).into()
}

fn number(n: i64) -> String {
    grouped(&n.to_string())
}

/// The whole shop, both sides.
fn summary<'a>(ctx: &'a Ctx, test: &BackTest) -> Element<'a, Message> {
    let t = |key: &str| ctx.t(key).to_owned();
    let tied = |side: &Side| yuan(Replay::tied_up(side, test.days));
    let scope = ctx.f(
        "replenish.backtest_scope",
        &[
            ("from", &Cell::Date(test.first).shown()),
            ("n", &grouped(&test.rows.len().to_string())),
            ("left", &grouped(&test.left_out.to_string())),
        ],
    );
    let avoided = days(&test.real) - days(&test.rule);
    let lines = column![
        words::small(t("replenish.avoided")),
        one_line(number(avoided)).size(size::FIGURE).bold(),
        line(String::new(), t("replenish.by_rule"), t("replenish.as_it_was"), true),
        line(t("replenish.out_days"), number(days(&test.rule)), number(days(&test.real)), false),
        line(t("replenish.lost"), number(test.rule.lost), number(test.real.lost), false),
        line(t("replenish.tied_up"), tied(&test.rule), tied(&test.real), false),
        line(t("replenish.orders_placed"), number(orders(test.orders)), number(orders(test.deliveries)), false),
        words::small(scope),
    ];
    card::card(lines.spacing(2)).padding([gap::M, gap::L]).into()
}

/// One SKU, both sides.
fn sides<'a>(ctx: &'a Ctx, rule: &Side, real: &Side, one: &Tested) -> Element<'a, Message> {
    let t = |key: &str| ctx.t(key).to_owned();
    let tied = |side: &Side| tied_up(one, side).map_or_else(|| Cell::Empty.shown(), yuan);
    column![
        line(String::new(), t("replenish.by_rule"), t("replenish.as_it_was"), true),
        line(t("replenish.out_days"), number(days(rule)), number(days(real)), false),
        line(t("replenish.lost"), number(rule.lost), number(real.lost), false),
        line(t("replenish.sold"), number(rule.sold), number(real.sold), false),
        line(t("replenish.tied_up"), tied(rule), tied(real), false),
        line(t("replenish.orders_placed"), number(orders(one.replay.orders)), number(orders(one.deliveries)), false),
    ]
    .spacing(gap::XS)
    .into()
}

fn by(column: &str, a: &Tested, b: &Tested) -> Ordering {
    match column {
        "name" => a.name.cmp(&b.name),
        "props" => a.props.cmp(&b.props),
        "supplier" => a.supplier.cmp(&b.supplier),
        "days" => a.replay.days.cmp(&b.replay.days),
        "avoided" => a.replay.stock_outs_avoided().cmp(&b.replay.stock_outs_avoided()),
        "out_rule" => a.replay.rule.stock_out_days.cmp(&b.replay.rule.stock_out_days),
        "out_real" => a.replay.real.stock_out_days.cmp(&b.replay.real.stock_out_days),
        "saved" => a.replay.pieces_saved().cmp(&b.replay.pieces_saved()),
        "money_rule" => tied_up(a, &a.replay.rule).cmp(&tied_up(b, &b.replay.rule)),
        "money_real" => tied_up(a, &a.replay.real).cmp(&tied_up(b, &b.replay.real)),
        "orders_rule" => a.replay.orders.cmp(&b.replay.orders),
        "orders_real" => a.deliveries.cmp(&b.deliveries),
        _ => a.code.cmp(&b.code),
    }
}
