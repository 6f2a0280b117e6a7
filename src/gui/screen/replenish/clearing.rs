//! The list of slow stock (清仓): what it ties up, the price that clears it by the owner's date, and how that was worked out.

use std::cmp::Ordering;
use std::sync::Arc;

use iced::widget::{column, row};
use iced::{Element, Length};

use super::working;
use super::{Book, ROUTE};
use crate::analytics::replenish::{Plan, Row};
use crate::domain::clearance::{Advice, Clearance};
use crate::domain::money::Money;
use crate::domain::working::Named;
use crate::gui::action::{Action, Intent};
use crate::gui::component::detail::{part, yuan};
use crate::gui::component::{badge, button, card, choice, state, words};
use crate::gui::ctx::Ctx;
use crate::gui::record_list::{Asked, Field, Found, Goal, Records, Texts};
use crate::gui::route::{Open, Route};
use crate::gui::theme::badge::Tone;
use crate::gui::theme::icon::Icon;
use crate::gui::theme::space as gap;
use crate::gui::widget::grid::Look;
use crate::store::{self, Store, StoreError};
use crate::table::{Cell, Kind, grouped};

/// Slow stock as a list.
#[derive(Debug, Clone)]
pub struct Clearing {
    book: Book,
    advice: Option<Advice>,
}

#[derive(Debug, Hash)]
pub struct Question {
    book: Book,
    advice: Option<Advice>,
    text: String,
    sort: &'static str,
    descending: bool,
}

#[derive(Debug, Clone)]
pub enum Message {
    Plan(Arc<Plan>),
    Advice(Option<Advice>),
    Sku(i64),
    Stock(i64, String),
}

const fn tone(advice: Advice) -> Tone {
    match advice {
        Advice::Keep => Tone::Good,
        Advice::Lower => Tone::Accent,
        Advice::Floor => Tone::Warning,
        Advice::NoSales => Tone::Bad,
    }
}

fn found(row: &Row) -> Option<&Clearance> {
    row.clearance.as_ref()?.as_ref().ok().map(AsRef::as_ref)
}

/// By how much the price falls, as numerator and denominator.
fn discount(row: &Row) -> Cell {
    match (found(row), row.price) {
        (Some(found), Some(price)) if found.advice != Advice::NoSales => {
            Cell::Ratio(price.fen() - found.price.fen(), price.fen())
        }
        _ => Cell::Empty,
    }
}

impl Records for Clearing {
    const ROUTE: Route = ROUTE;
    const ID: &'static str = "clearing";
    const NAME: &'static str = "replenish.tab_clearing";
    const TEXTS: Texts = Texts {
        search: "replenish.search",
        only: "replenish.only",
        total: "replenish.total",
        none: "replenish.no_slow",
        hint: "replenish.no_slow_hint",
    };
    const SORT: (&'static str, bool) = ("ties_up", true);
    const HIDDEN: &'static [&'static str] = &["props", "category", "proceeds"];

    type Row = Row;
    type Query = Question;
    type Detail = (i64, String);
    type Message = Message;

    fn new(_ctx: &Ctx) -> Self {
        Self { book: Book::default(), advice: None }
    }

    fn fields(&self, ctx: &Ctx) -> Vec<Field<Row>> {
        type F = Field<Row>;
        let lang = ctx.lang;
        vec![
            F::id("code", ctx.t("catalogue.code"), |row| row.code.clone()).width(96.0),
            F::text("name", ctx.t("catalogue.name"), |row| row.name.clone()).width(120.0).grow(),
            F::text("props", ctx.t("catalogue.props"), |row| row.props.clone()).width(110.0),
            F::text("category", ctx.t("catalogue.category"), |row| row.category.clone()).width(100.0),
            F::text("mark", ctx.t("stock.mark"), move |row| {
                lang.t(&format!("domain.stock_mark_{}", row.mark.id())).to_owned()
            })
            .width(66.0)
            .look(|_| Look::Badge(Tone::Blue)),
            F::count("sendable", ctx.t("stock.sendable"), |row| row.levels.sendable()).width(76.0),
            F::money("ties_up", ctx.t("replenish.ties_up"), |row| found(row).map(|found| found.ties_up)).width(92.0),
            F::new("per_day", ctx.t("replenish.per_day"), Kind::Number, |row| {
                row.per_day.map_or(Cell::Empty, |pieces| Cell::Each((pieces * 1000.0).round() as i64))
            })
            .width(66.0),
            F::date("cleared", ctx.t("replenish.cleared"), |row| {
                found(row).and_then(|found| found.cleared_at_this_price)
            })
            .width(92.0),
            F::money("price", ctx.t("replenish.price_now"), |row| row.price).width(80.0),
            F::text("advice", ctx.t("replenish.advice"), move |row| match &row.clearance {
                Some(Ok(found)) => lang.t(&format!("replenish.advice_{}", found.advice.id())).to_owned(),
                Some(Err(said)) => lang.say(said),
                None => String::new(),
            })
            .width(96.0)
            .look(|row| found(row).map_or(Look::Muted, |found| Look::Badge(tone(found.advice)))),
            F::money("advised", ctx.t("replenish.advised"), |row| {
                found(row).filter(|found| found.advice != Advice::NoSales).map(|found| found.price)
            })
            .width(84.0)
            .look(|_| Look::Strong),
            F::new("discount", ctx.t("replenish.discount"), Kind::Ratio, discount).width(66.0),
            F::count("left", ctx.t("replenish.left"), |row| found(row).map(|found| found.left)).width(60.0),
            F::money("proceeds", ctx.t("replenish.proceeds"), |row| found(row).map(|found| found.proceeds)).width(92.0),
            F::money("result", ctx.t("replenish.result"), |row| found(row).map(|found| found.result)).width(88.0),
        ]
    }

    fn query(&self, _ctx: &Ctx, asked: &Asked<'_>) -> Question {
        Question {
            book: self.book.clone(),
            advice: self.advice,
            text: asked.text.trim().to_lowercase(),
            sort: asked.sort.column,
            descending: asked.sort.descending,
        }
    }

    fn find(_store: &Store, question: &Question) -> store::Result<Found> {
        let Some(plan) = &question.book.0 else { return Ok(Found::default()) };
        let fits = |row: &&Row| {
            row.clearance.is_some()
                && question.advice.is_none_or(|advice| found(row).is_some_and(|found| found.advice == advice))
                && (question.text.is_empty()
                    || [&row.code, &row.name, &row.props]
                        .iter()
                        .any(|words| words.to_lowercase().contains(&question.text)))
        };
        let mut rows: Vec<&Row> = plan.rows.iter().filter(fits).collect();
        rows.sort_by(|a, b| {
            let order = by(question.sort, a, b);
            let order = if question.descending { order.reverse() } else { order };
            order.then_with(|| a.code.cmp(&b.code))
        });
        let sum = |of: fn(&Clearance) -> Money| -> Cell {
            Cell::Money(rows.iter().filter_map(|row| found(row)).map(of).sum())
        };
        let totals = vec![
            ("ties_up", sum(|found| found.ties_up)),
            ("proceeds", sum(|found| found.proceeds)),
            ("result", sum(|found| found.result)),
            ("left", Cell::Count(rows.iter().filter_map(|row| found(row)).map(|found| found.left).sum())),
        ];
        Ok(Found { ids: rows.iter().map(|row| row.sku_id).collect(), totals })
    }

    fn fetch(_store: &Store, question: &Question, ids: &[i64]) -> store::Result<Vec<Row>> {
        let Some(plan) = &question.book.0 else { return Ok(Vec::new()) };
        Ok(ids.iter().filter_map(|id| plan.row(*id)).cloned().collect())
    }

    fn id(row: &Row) -> i64 {
        row.sku_id
    }

    fn read(store: &Store, id: i64) -> store::Result<(i64, String)> {
        let row = store.stock_of(id)?.ok_or(StoreError::Gone { what: "sku", id })?;
        let name = if row.name.is_empty() { row.code } else { format!("{} {}", row.name, row.props) };
        Ok((id, name.trim().to_owned()))
    }

    fn title(&self, _ctx: &Ctx, detail: &(i64, String)) -> String {
        detail.1.clone()
    }

    fn detail<'a>(&'a self, ctx: &'a Ctx, detail: &'a (i64, String)) -> Element<'a, Message> {
        let row = self.book.0.as_ref().and_then(|plan| plan.row(detail.0));
        match row.and_then(|row| Some((row, row.clearance.as_ref()?))) {
            Some((row, clearance)) => view(ctx, row, clearance.as_ref().map_err(|said| ctx.say(said))),
            None => state::loading(),
        }
    }

    fn goal(_what: Open) -> Option<Goal> {
        None
    }

    fn update(&mut self, _ctx: &Ctx, message: Message) -> Action<Message> {
        match message {
            Message::Plan(plan) => {
                self.book = Book(Some(plan));
                Action::none()
            }
            Message::Advice(advice) => {
                self.advice = advice;
                Action::none()
            }
            Message::Sku(id) => Action::intent(Intent::Open(Open::Sku(id))),
            Message::Stock(id, what) => Action::intent(Intent::Open(Open::Stock { what, ids: Arc::from([id]) })),
        }
    }

    fn filters<'a>(&'a self, ctx: &'a Ctx) -> Option<Element<'a, Message>> {
        let mut options = vec![(None, ctx.t("replenish.show_all").to_owned())];
        let name = |advice: Advice| ctx.t(&format!("replenish.advice_{}", advice.id())).to_owned();
        options.extend(Advice::ALL.map(|advice| (Some(advice), name(advice))));
        Some(choice::chips(options, self.advice, Message::Advice))
    }

    fn narrowed(&self) -> bool {
        self.advice.is_some()
    }

    fn widen(&mut self) {
        self.advice = None;
    }

    fn blank<'a>(&'a self, ctx: &'a Ctx) -> Option<Element<'a, Message>> {
        Some(state::empty(Icon::CircleCheck, ctx.t("replenish.no_slow"), ctx.t("replenish.no_slow_hint"), None))
    }
}

fn view<'a>(ctx: &'a Ctx, row: &'a Row, found: Result<&'a Arc<Clearance>, String>) -> Element<'a, Message> {
    let links = row![
        button::link(ctx.t("stock.see_sku"), Some(Message::Sku(row.sku_id))),
        button::link(ctx.t("replenish.see_stock"), Some(Message::Stock(row.sku_id, row.code.clone()))),
    ]
    .spacing(gap::M);
    let found = match found {
        Ok(found) => found,
        Err(said) => return column![words::body(said), links].spacing(gap::M).into(),
    };
    let until = found.working.value(crate::domain::clearance::Term::Until);
    let until = until.map(|day| working::shown(ctx, day)).unwrap_or_default();
    let price = yuan(found.price);
    let (n, left) = (grouped(&row.levels.sendable().unwrap_or(0).to_string()), grouped(&found.left.to_string()));
    let sentence = match found.advice {
        Advice::Keep => ctx.f("replenish.say_keep", &[("until", &until)]),
        Advice::Lower => ctx.f("replenish.say_lower", &[("price", &price), ("n", &n), ("until", &until)]),
        Advice::Floor => ctx.f("replenish.say_floor", &[("price", &price), ("left", &left), ("until", &until)]),
        Advice::NoSales => ctx.t("replenish.say_no_sales").to_owned(),
    };
    let advice = ctx.t(&format!("replenish.advice_{}", found.advice.id())).to_owned();
    let lines = found.working.lines().iter().map(|line| working::Shown {
        id: line.term.id(),
        symbol: line.term.symbol(),
        value: line.value,
        formula: line.formula,
    });
    column![
        card::fact(ctx.t("replenish.advice"), badge::badge(advice, tone(found.advice))),
        words::body(sentence).width(Length::Fill),
        links,
        part(ctx.t("replenish.working_paper")),
        working::view(ctx, lines, true),
    ]
    .spacing(gap::M)
    .into()
}

/// The order of two rows by a column; what is not known comes last upwards.
fn by(column: &str, a: &Row, b: &Row) -> Ordering {
    fn of<T: Ord>(a: &Row, b: &Row, value: impl Fn(&Clearance) -> T) -> Ordering {
        match (found(a).map(&value), found(b).map(&value)) {
            (Some(a), Some(b)) => a.cmp(&b),
            (a, b) => a.is_some().cmp(&b.is_some()),
        }
    }
    match column {
        "name" => a.name.cmp(&b.name),
        "props" => a.props.cmp(&b.props),
        "category" => a.category.cmp(&b.category),
        "mark" => a.mark.cmp(&b.mark),
        "sendable" => a.levels.sendable().cmp(&b.levels.sendable()),
        "ties_up" => of(a, b, |found| found.ties_up),
        "per_day" => a.per_day.unwrap_or(-1.0).total_cmp(&b.per_day.unwrap_or(-1.0)),
        "cleared" => of(a, b, |found| found.cleared_at_this_price.unwrap_or(chrono::NaiveDate::MAX)),
        "price" => a.price.cmp(&b.price),
        "advice" => of(a, b, |found| found.advice),
        "advised" => of(a, b, |found| found.price),
        "discount" => {
            // What is left of the price, in parts of a million: the less, the larger the discount.
            let left = |row: &Row| {
                let (found, price) = found(row).zip(row.price)?;
                (i128::from(found.price.fen()) * 1_000_000).checked_div(i128::from(price.fen()))
            };
            match (left(a), left(b)) {
                (Some(a), Some(b)) => b.cmp(&a),
                (a, b) => a.is_some().cmp(&b.is_some()),
            }
        }
        "left" => of(a, b, |found| found.left),
        "proceeds" => of(a, b, |found| found.proceeds),
        "result" => of(a, b, |found| found.result),
        _ => a.code.cmp(&b.code),
    }
}
