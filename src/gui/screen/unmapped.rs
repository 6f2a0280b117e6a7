//! 未映射 SKU: platform SKUs that sold and that no own SKU stands behind, with what they are probably, to be mapped one by one, several
//! at once, all that are sure at once, or by a sheet.

mod sheet;
#[cfg(test)]
mod tests;

use std::path::PathBuf;

use iced::widget::{column, container, row};
use iced::{Alignment, Element, Length};

use crate::gui::action::{Action, Intent, Toast};
use crate::gui::component::detail::yuan;
use crate::gui::component::{button, card, dialog, state, words};
use crate::gui::ctx::Ctx;
use crate::gui::load::{Load, Ticket};
use crate::gui::mapper::{self, Book, Mapper, Offer};
use crate::gui::names;
use crate::gui::record_list::{self, Asked, Batch, Field, Found, Goal, RecordList, Records, Texts};
use crate::gui::route::{Open, Route};
use crate::gui::screen::{self, product_list};
use crate::gui::theme::badge::Tone;
use crate::gui::theme::icon::Icon;
use crate::gui::theme::{size, space as gap};
use crate::gui::widget::grid::Look;
use crate::gui::widget::one_line::one_line;
use crate::gui::{save, sheets};
use crate::locale::Said;
use crate::store::{self, Link, ListingQuery, ListingRow, ListingSort, Sold, Store, StoreError, UnmappedSum};
use crate::table::{Cell, grouped, percent};

/// 未映射 SKU
pub type Unmapped = RecordList<Queue>;

/// The queue as a list.
#[derive(Debug, Clone)]
pub struct Queue {
    book: Book,
    summary: Load<Summary>,
    /// For the platform SKU whose details are open.
    one: Mapper,
    /// For the chosen ones, in a dialog.
    many: Mapper,
}

/// A platform SKU with what it probably is.
#[derive(Debug, Clone)]
pub struct Waiting {
    listing: ListingRow,
    best: Option<Offer>,
}

/// What the whole queue holds, and what of it can be mapped without a look.
#[derive(Debug, Clone, Default)]
pub struct Summary {
    sum: UnmappedSum,
    sure: Vec<Link>,
}

/// A question for the queue, with the index that its suggestions come from.
#[derive(Debug, Hash)]
pub struct Question {
    query: ListingQuery,
    book: Book,
}

#[derive(Debug, Clone)]
pub enum Message {
    Summary(Ticket, Result<Summary, Said>),
    One(mapper::Message),
    Many(mapper::Message),
    /// Map these to one own SKU.
    MapMany(Vec<i64>),
    Chosen(Result<Vec<ListingRow>, Said>),
    Keep,
    /// Map all that is sure.
    Accept,
    Sheet,
    SheetDone(Result<PathBuf, Said>),
    Filled,
    Import(Vec<PathBuf>),
    Overview,
}

fn told(error: &StoreError) -> Said {
    tracing::warn!(%error, "unmapped queue");
    error.said()
}

fn home(message: mapper::Message) -> screen::Message {
    screen::Message::Unmapped(record_list::Message::Own(Message::One(message)))
}

impl Records for Queue {
    const ROUTE: Route = Route::Unmapped;
    const QUEUE: bool = true;
    const TEXTS: Texts = Texts {
        search: "mapping.queue_search",
        only: "mapping.queue_only",
        total: "mapping.queue_total",
        none: "mapping.queue_none",
        hint: "mapping.queue_hint",
    };
    const SORT: (&'static str, bool) = ("paid", true);
    const HIDDEN: &'static [&'static str] = &["orders", "last_sold_at"];

    type Row = Waiting;
    type Query = Question;
    type Detail = ListingRow;
    type Message = Message;

    fn new(_ctx: &Ctx) -> Self {
        Self {
            book: Book::default(),
            summary: Load::default(),
            one: Mapper::new(home, "mapping-one"),
            many: Mapper::new(home, "mapping-many"),
        }
    }

    fn fields(&self, ctx: &Ctx) -> Vec<Field<Waiting>> {
        type F = Field<Waiting>;
        let lang = ctx.lang;
        vec![
            F::text("platform", ctx.t("mapping.platform"), move |row| names::platform(lang, row.listing.platform))
                .width(80.0),
            F::id("key", ctx.t("mapping.key"), |row| row.listing.key.clone()).width(130.0),
            F::text("title", ctx.t("mapping.title"), |row| row.listing.title.clone()).width(160.0).grow(),
            F::text("props", ctx.t("mapping.listing_props"), |row| row.listing.props.clone()).width(110.0).unsorted(),
            F::count("orders", ctx.t("mapping.orders"), |row| Some(row.listing.orders)).width(64.0),
            F::count("qty", ctx.t("mapping.qty"), |row| row.listing.qty).width(64.0),
            F::money("paid", ctx.t("mapping.paid"), |row| row.listing.paid).width(96.0),
            F::time("last_sold_at", ctx.t("mapping.last_sold_at"), |row| row.listing.last_sold_at),
            F::text("suggestion", ctx.t("mapping.suggestion"), |row| {
                row.best.as_ref().map(Offer::codes).unwrap_or_default()
            })
            .width(120.0)
            .unsorted()
            .look(|row| {
                let sure = row.best.as_ref().is_some_and(|best| best.sure);
                if sure { Look::Toned(Tone::Good) } else { Look::Muted }
            }),
            F::text("reason", ctx.t("mapping.reason"), move |row| {
                row.best.as_ref().map(|best| mapper::reason(lang, best.reason)).unwrap_or_default()
            })
            .width(150.0)
            .unsorted()
            .look(|_| Look::Muted),
        ]
    }

    fn query(&self, _ctx: &Ctx, asked: &Asked<'_>) -> Question {
        let sort = match asked.sort.column {
            "platform" => ListingSort::Platform,
            "key" => ListingSort::Key,
            "title" => ListingSort::Title,
            "orders" => ListingSort::Orders,
            "qty" => ListingSort::Qty,
            "last_sold_at" => ListingSort::LastSold,
            _ => ListingSort::Paid,
        };
        let query = ListingQuery {
            text: asked.text.to_owned(),
            unmapped: true,
            ids: asked.only.map(<[i64]>::to_vec),
            sort,
            descending: asked.sort.descending,
            ..ListingQuery::default()
        };
        Question { query, book: self.book.clone() }
    }

    fn find(store: &Store, question: &Question) -> store::Result<Found> {
        let list = store.listings(&question.query)?;
        let totals = vec![("qty", Cell::Count(list.qty)), ("paid", Cell::Money(list.paid))];
        Ok(Found { ids: list.ids, totals })
    }

    fn fetch(store: &Store, question: &Question, ids: &[i64]) -> store::Result<Vec<Waiting>> {
        let matcher = question.book.open(store)?;
        let rows = store.listing_rows(ids, &Sold::default())?;
        let best = |row: &ListingRow| mapper::offers(matcher, row, 2).into_iter().next();
        Ok(rows.into_iter().map(|listing| Waiting { best: best(&listing), listing }).collect())
    }

    fn id(row: &Waiting) -> i64 {
        row.listing.id
    }

    fn read(store: &Store, id: i64) -> store::Result<ListingRow> {
        let row = store.listing_rows(&[id], &Sold::default())?.pop();
        row.ok_or(StoreError::Gone { what: "listing", id })
    }

    fn title(&self, _ctx: &Ctx, row: &ListingRow) -> String {
        product_list::listing_name(row)
    }

    fn detail<'a>(&'a self, ctx: &'a Ctx, row: &'a ListingRow) -> Element<'a, Message> {
        column![product_list::listing_facts(ctx, row), card::rule(), self.one.view(ctx).map(Message::One)]
            .spacing(gap::M)
            .into()
    }

    fn arrived(&mut self, ctx: &Ctx, row: &ListingRow) -> Action<Message> {
        self.one.show(ctx, &self.book, vec![row.clone()]).map(Message::One)
    }

    fn turn(&mut self) {
        self.one.close();
    }

    fn goal(_what: Open) -> Option<Goal> {
        None
    }

    fn enter(&mut self, ctx: &Ctx) -> Action<Message> {
        self.look(ctx)
    }

    fn update(&mut self, ctx: &Ctx, message: Message) -> Action<Message> {
        match message {
            Message::Summary(ticket, summary) => {
                self.summary.answer(ticket, summary);
                Action::none()
            }
            Message::One(message) => {
                let mapped = self.one.update(ctx, &self.book, message).map(Message::One);
                mapped.and(self.look(ctx))
            }
            Message::Many(message) => {
                let changed = message.changed();
                let mapped = self.many.update(ctx, &self.book, message).map(Message::Many);
                if changed {
                    self.many.close();
                }
                mapped.and(self.look(ctx))
            }
            Message::MapMany(ids) => {
                let Some(store) = ctx.store().cloned() else { return Action::none() };
                Action::work(
                    move || store.listing_rows(&ids, &Sold::default()).map_err(|error| told(&error)),
                    Message::Chosen,
                )
            }
            Message::Chosen(Ok(rows)) => {
                let shown = self.many.show(ctx, &self.book, rows);
                shown.and(self.many.focus()).map(Message::Many)
            }
            Message::Chosen(Err(said)) => Action::toast(Toast::bad(said)),
            Message::Keep => {
                self.many.close();
                Action::none()
            }
            Message::Accept => {
                let (Some(summary), Some(store)) = (self.summary.value(), ctx.store().cloned()) else {
                    return Action::none();
                };
                let said = Said::new("mapping.accepted").with("n", summary.sure.len());
                Mapper::link(store, summary.sure.clone(), said).map(Message::One)
            }
            Message::Sheet => {
                let Some(store) = ctx.store().cloned() else { return Action::none() };
                let (book, lang) = (self.book.clone(), ctx.lang);
                let make = move || sheet::make(&store, &book, lang);
                sheets::keep(ctx, ctx.t("mapping.sheet_name"), make, Message::SheetDone)
            }
            Message::SheetDone(done) => save::saved(done),
            Message::Filled => sheets::choose(ctx, Message::Import),
            Message::Import(paths) if paths.is_empty() => Action::none(),
            Message::Import(paths) => Action::intent(Intent::Open(Open::Files(paths))),
            Message::Overview => Action::intent(Intent::Open(Open::Page(Route::Products))),
        }
    }

    fn above<'a>(&'a self, ctx: &'a Ctx) -> Option<Element<'a, Message>> {
        let summary = self.summary.value().filter(|summary| summary.sum.listings > 0)?;
        Some(strip(ctx, summary))
    }

    fn blank<'a>(&'a self, ctx: &'a Ctx) -> Option<Element<'a, Message>> {
        let see = button::secondary(ctx.t("mapping.see_products"), Some(Message::Overview)).into();
        Some(state::empty(Icon::CircleCheck, ctx.t("mapping.queue_none"), ctx.t("mapping.queue_hint"), Some(see)))
    }

    fn batch(&self, ctx: &Ctx) -> Vec<Batch<Self>> {
        vec![Batch { icon: Icon::Link, label: ctx.t("mapping.map_to").to_owned(), message: Message::MapMany }]
    }

    fn dialog<'a>(&'a self, ctx: &'a Ctx) -> Option<Element<'a, Message>> {
        if let Some(form) = self.one.dialog(ctx) {
            return Some(form.map(Message::One));
        }
        if let Some(form) = self.many.dialog(ctx) {
            return Some(form.map(Message::Many));
        }
        if !self.many.is_open() {
            return None;
        }
        let title = ctx.f("mapping.many_title", &[("n", &grouped(&self.many.targets().to_string()))]);
        let close = (ctx.t("shell.close"), Message::Keep);
        Some(dialog::dialog(title, close, self.many.view(ctx).map(Message::Many), [], 520.0))
    }

    fn back(&mut self) -> bool {
        if self.one.back() || self.many.back() {
            return true;
        }
        let open = self.many.is_open();
        self.many.close();
        open
    }

    fn accept(&mut self, ctx: &Ctx) -> Action<Message> {
        if self.many.is_open() {
            return self.many.accept(ctx).map(Message::Many);
        }
        self.one.accept(ctx).map(Message::One)
    }

    fn count(ctx: &Ctx) -> Option<u64> {
        ctx.facts().map(|facts| facts.unmapped as u64)
    }
}

impl Queue {
    /// Asks what the whole queue holds, if the shop has changed.
    fn look(&mut self, ctx: &Ctx) -> Action<Message> {
        let Some(store) = ctx.store().cloned() else { return Action::none() };
        self.book.renew(store.version());
        let Some(ticket) = self.summary.ask(&store.version()) else { return Action::none() };
        let book = self.book.clone();
        Action::work(
            move || summary(&store, &book).map_err(|error| told(&error)),
            move |summary| Message::Summary(ticket, summary),
        )
    }
}

fn summary(store: &Store, book: &Book) -> store::Result<Summary> {
    let sum = store.unmapped()?;
    let matcher = book.open(store)?;
    let rows = store.listing_rows(&store.listings_unmapped()?, &Sold::default())?;
    let sure = rows.iter().filter_map(|row| {
        let best = mapper::offers(matcher, row, 2).into_iter().next().filter(|best| best.sure)?;
        Some(Link { listing_id: row.id, parts: best.parts.iter().map(|part| (part.sku_id, part.qty)).collect() })
    });
    Ok(Summary { sum, sure: sure.collect() })
}

/// How much waits, and what can be done with all of it.
fn strip<'a>(ctx: &'a Ctx, summary: &Summary) -> Element<'a, Message> {
    let figure = |key: &'static str, value: String| -> Element<'a, Message> {
        column![words::small(ctx.t(key)), one_line(value).size(size::FIGURE).bold()].into()
    };
    let UnmappedSum { listings, paid, all } = summary.sum;
    let share = percent(paid.fen(), all.fen()).unwrap_or_else(|| crate::gui::figures::DASH.to_owned());
    let figures = row![
        figure("mapping.waiting", grouped(&listings.to_string())),
        figure("mapping.waiting_paid", yuan(paid)),
        figure("mapping.waiting_share", share),
    ]
    .spacing(gap::XL + gap::S);
    let sure = (!summary.sure.is_empty()).then(|| {
        let label = ctx.f("mapping.accept", &[("n", &grouped(&summary.sure.len().to_string()))]);
        button::tipped(
            button::primary_labelled(Icon::Check, label, Some(Message::Accept)),
            ctx.t("mapping.accept_hint"),
        )
    });
    let sheet = button::labelled(Icon::Download, ctx.t("mapping.sheet"), Some(Message::Sheet));
    let filled = button::labelled(Icon::FileInput, ctx.t("mapping.filled"), Some(Message::Filled));
    card::card(
        row![container(figures).width(Length::Fill), sure, button::tipped(sheet, ctx.t("mapping.sheet_hint")), filled,]
            .spacing(gap::S)
            .align_y(Alignment::Center),
    )
    .padding([gap::S, gap::L])
    .into()
}
