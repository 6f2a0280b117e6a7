//! 订单: every order of the period, found, sorted and opened; read-only here.

mod detail;

use iced::widget::{Row, column, container, row};
use iced::{Alignment, Element, Length};

use crate::domain::order::OrderStatus;
use crate::domain::platform::Platform;
use crate::gui::action::{Action, Intent, Toast};
use crate::gui::component::{button, card, field, list, state, words};
use crate::gui::ctx::Ctx;
use crate::gui::load::{Load, Ticket};
use crate::gui::paging::{Paged, Wanted};
use crate::gui::route::Open;
use crate::gui::screen::{PageCommand, Screen};
use crate::gui::theme::badge::Tone;
use crate::gui::theme::icon::Icon;
use crate::gui::theme::space as gap;
use crate::gui::widget::grid::{Cell, Column, GridEvent, GridState, Look, grid};
use crate::locale::{Lang, Said};
use crate::settings::GridLayout;
use crate::store::{OrderDetail, OrderList, OrderQuery, OrderRow, OrderSort, PersonalData};
use crate::table::{self, Kind, grouped};

/// Name of the search field, which Ctrl+F goes to.
const SEARCH: &str = "orders-search";

/// 订单
#[derive(Debug)]
pub struct Orders {
    grid: GridState,
    rows: Paged<OrderRow>,
    columns: Vec<Column>,
    found: Load<OrderList>,
    text: String,
    status: Option<OrderStatus>,
    /// Rows somebody wanted to see: what they are, and their ids.
    only: Option<(String, std::sync::Arc<[i64]>)>,
    lang: Lang,
    detail: Load<OrderDetail>,
    open: Option<i64>,
    revealed: Option<PersonalData>,
}

#[derive(Debug, Clone)]
pub enum Message {
    Found(Ticket, Result<OrderList, Said>),
    Fetched(Wanted, Result<Vec<OrderRow>, Said>),
    Grid(GridEvent),
    Text(String),
    Status(Option<OrderStatus>),
    All,
    Layout(GridLayout),
    Detail(Ticket, Result<Box<OrderDetail>, Said>),
    Close,
    Reveal,
    Revealed(Result<PersonalData, Said>),
    Retry,
}

impl Screen for Orders {
    type Message = Message;

    fn new(ctx: &Ctx) -> Self {
        let grid = GridState::new("orders", ctx.settings.grids.get("orders")).sorted_by("paid_at", true);
        Self {
            grid: grid.hiding(&["shop", "shipped_at", "received_at", "courier", "tracking_no", "items"]),
            rows: rows(ctx.lang),
            columns: columns(ctx),
            found: Load::default(),
            text: String::new(),
            status: None,
            only: None,
            lang: ctx.lang,
            detail: Load::default(),
            open: None,
            revealed: None,
        }
    }

    fn enter(&mut self, ctx: &Ctx) -> Action<Message> {
        if self.lang != ctx.lang {
            self.lang = ctx.lang;
            self.columns = columns(ctx);
            self.rows = rows(ctx.lang);
            self.found.stale();
        }
        self.ask(ctx)
    }

    fn update(&mut self, ctx: &Ctx, message: Message) -> Action<Message> {
        match message {
            Message::Found(ticket, found) => {
                if self.found.answer(ticket, found)
                    && let Some(found) = self.found.value()
                {
                    self.rows.set(found.ids.clone());
                    self.grid.reordered();
                }
                Action::none()
            }
            Message::Fetched(wanted, Ok(fetched)) => {
                self.rows.put(&wanted, fetched);
                Action::none()
            }
            Message::Fetched(_, Err(said)) | Message::Revealed(Err(said)) => Action::toast(Toast::bad(said)),
            Message::Grid(event) => self.on_grid(ctx, event),
            Message::Text(text) => {
                self.text = text;
                self.ask(ctx)
            }
            Message::Status(status) => {
                self.status = status;
                self.ask(ctx)
            }
            Message::All => {
                self.only = None;
                self.ask(ctx)
            }
            Message::Layout(layout) => Action::intent(Intent::GridLayout("orders", layout)),
            Message::Detail(ticket, detail) => {
                self.detail.answer(ticket, detail.map(|detail| *detail));
                Action::none()
            }
            Message::Close => {
                self.close();
                Action::none()
            }
            Message::Reveal => {
                let (Some(store), Some(id)) = (ctx.store().cloned(), self.open) else { return Action::none() };
                Action::work(
                    move || store.reveal(super::import::ACTOR, id).map_err(|error| error.said()),
                    Message::Revealed,
                )
            }
            Message::Revealed(Ok(person)) => {
                self.revealed = Some(person);
                Action::none()
            }
            Message::Retry => {
                self.found.stale();
                self.ask(ctx)
            }
        }
    }

    fn view<'a>(&'a self, ctx: &'a Ctx) -> Element<'a, Message> {
        if let Some(waiting) = state::of_facts(ctx) {
            return waiting;
        }
        let body = state::load(ctx, &self.found, Message::Retry, |found| self.list(ctx, found));
        let mut across = row![container(body).width(Length::Fill).height(Length::Fill)].spacing(gap::M);
        if self.open.is_some() {
            let detail = state::load(ctx, &self.detail, Message::Retry, |detail| {
                detail::view(ctx, detail, self.revealed.as_ref())
            });
            across = across.push(container(detail).width(340).height(Length::Fill));
        }
        column![self.head(ctx), across.height(Length::Fill)].spacing(gap::M).into()
    }

    fn back(&mut self, _ctx: &Ctx) -> Option<Action<Message>> {
        self.open.is_some().then(|| {
            self.close();
            Action::none()
        })
    }

    fn command(&mut self, ctx: &Ctx, command: PageCommand) -> Action<Message> {
        match command {
            PageCommand::Find => Action::task(iced::widget::operation::focus(SEARCH)),
            PageCommand::Refresh => self.update(ctx, Message::Retry),
            PageCommand::Export | PageCommand::Accept => Action::none(),
        }
    }

    fn open(&mut self, ctx: &Ctx, what: Open) -> Action<Message> {
        match what {
            Open::Orders { what, ids } => {
                self.only = Some((what, ids));
                self.status = None;
                self.text.clear();
                self.ask(ctx)
            }
            Open::Order(id) => self.show(ctx, id),
            _ => Action::none(),
        }
    }
}

impl Orders {
    fn query(&self, ctx: &Ctx) -> OrderQuery {
        let sort = self.grid.sort();
        let (by, descending) = sort.map_or((OrderSort::Paid, true), |sort| (sort_by(sort.column), sort.descending));
        let all = OrderQuery {
            text: self.text.clone(),
            statuses: self.status.into_iter().collect(),
            sort: by,
            descending,
            ..OrderQuery::default()
        };
        match &self.only {
            Some((_, ids)) => OrderQuery { ids: Some(ids.to_vec()), ..all },
            None => OrderQuery {
                clock: crate::store::OrderClock::Created,
                period: Some(ctx.period()),
                shops: ctx.filters.shops.clone(),
                platforms: ctx.filters.platforms.clone(),
                categories: ctx.filters.categories.clone(),
                ..all
            },
        }
    }

    fn ask(&mut self, ctx: &Ctx) -> Action<Message> {
        let Some(store) = ctx.store().cloned() else { return Action::none() };
        let query = self.query(ctx);
        let Some(ticket) = self.found.ask(&(store.version(), &query)) else { return Action::none() };
        Action::work(
            move || store.orders(&query).map_err(|error| error.said()),
            move |found| Message::Found(ticket, found),
        )
    }

    fn on_grid(&mut self, ctx: &Ctx, event: GridEvent) -> Action<Message> {
        match event {
            GridEvent::Sort(_) => self.ask(ctx),
            GridEvent::Need(range) => {
                let Some(store) = ctx.store() else { return Action::none() };
                self.rows.want(&range).into_iter().fold(Action::none(), |all, wanted| {
                    let (store, ids) = (store.clone(), wanted.ids.clone());
                    all.and(Action::work(
                        move || store.order_rows(&ids).map_err(|error| error.said()),
                        move |rows| Message::Fetched(wanted, rows),
                    ))
                })
            }
            GridEvent::Open(at) | GridEvent::Link(at, _) => match self.rows.ids().get(at).copied() {
                Some(id) => self.show(ctx, id),
                None => Action::none(),
            },
            GridEvent::Layout(layout) => Action::intent(Intent::GridLayout("orders", layout)),
            GridEvent::Copied(n) => Action::toast(Toast::good(Said::new("shell.rows_copied").with("n", n))),
            GridEvent::Selected | GridEvent::Copy => Action::none(),
        }
    }

    fn show(&mut self, ctx: &Ctx, id: i64) -> Action<Message> {
        let Some(store) = ctx.store().cloned() else { return Action::none() };
        self.open = Some(id);
        self.revealed = None;
        let Some(ticket) = self.detail.ask(&(store.version(), id)) else { return Action::none() };
        Action::work(
            move || store.order_detail(id).map(Box::new).map_err(|error| error.said()),
            move |detail| Message::Detail(ticket, detail),
        )
    }

    fn close(&mut self) {
        self.open = None;
        self.revealed = None;
        self.detail.clear();
    }

    fn head<'a>(&'a self, ctx: &'a Ctx) -> Element<'a, Message> {
        let chip = |status: Option<OrderStatus>, name: &str| -> Element<'a, Message> {
            let on = self.status == status;
            let label = words::body(name.to_owned());
            iced::widget::button(label)
                .padding([3, 10])
                .style(crate::gui::theme::button::segment(on))
                .on_press(Message::Status(status))
                .into()
        };
        let mut chips = vec![chip(None, ctx.t("orders.any"))];
        for status in OrderStatus::ALL {
            if status != OrderStatus::Unknown {
                chips.push(chip(Some(status), ctx.t(&format!("domain.order_status_{}", status.id()))));
            }
        }
        let search = field::input(ctx.t("orders.search"), &self.text, Message::Text).id(SEARCH).width(260);
        let only = self.only.as_ref().map(|(what, ids)| {
            let count = grouped(&ids.len().to_string());
            button::labelled(Icon::X, ctx.f("orders.only", &[("what", what), ("n", &count)]), Some(Message::All))
        });
        column![
            only,
            row![
                container(Row::with_children(chips).spacing(gap::XS)).width(Length::Fill),
                search,
                list::columns(ctx, &self.grid, &self.columns, Message::Layout),
            ]
            .spacing(gap::S)
            .align_y(Alignment::Center),
        ]
        .spacing(gap::S)
        .into()
    }

    fn list<'a>(&'a self, ctx: &'a Ctx, found: &'a OrderList) -> Element<'a, Message> {
        if found.ids.is_empty() {
            return container(state::nothing(ctx)).center(Length::Fill).into();
        }
        let totals = self
            .columns
            .iter()
            .map(|column| match column.id {
                "order_no" => Cell::plain(ctx.f("orders.total", &[("n", &grouped(&found.ids.len().to_string()))])),
                "payable" => Cell::plain(grouped(&found.payable.to_string())),
                "paid" => Cell::plain(grouped(&found.paid.to_string())),
                "refund" => Cell::plain(grouped(&found.refund.to_string())),
                "items" => Cell::plain(grouped(&found.items.to_string())),
                _ => Cell::plain(""),
            })
            .collect();
        let made = grid(&self.grid, &self.rows, &self.columns, Message::Grid).totals(totals).red_up(ctx.red_up());
        card::card(made).padding(1).height(Length::Fill).into()
    }
}

fn columns(ctx: &Ctx) -> Vec<Column> {
    let column = |id, key, kind| Column::new(id, ctx.t(key), kind);
    vec![
        column("platform", "orders.platform", Kind::Text).width(70.0).unsorted(),
        column("shop", "orders.shop", Kind::Text).width(120.0),
        column("order_no", "orders.order_no", Kind::Id).width(170.0),
        column("title", "orders.title", Kind::Text).width(200.0).grow().unsorted(),
        column("payable", "orders.payable", Kind::Money).width(90.0),
        column("paid", "orders.paid", Kind::Money).width(90.0),
        column("refund", "orders.refund", Kind::Money).width(80.0),
        column("items", "orders.items", Kind::Count).width(60.0),
        column("status", "orders.status", Kind::Text).width(90.0),
        column("province", "orders.province", Kind::Text).width(70.0),
        column("created_at", "orders.created_at", Kind::Time).width(130.0),
        column("paid_at", "orders.paid_at", Kind::Time).width(130.0),
        column("shipped_at", "orders.shipped_at", Kind::Time).width(130.0),
        column("received_at", "orders.received_at", Kind::Time).width(130.0),
        column("courier", "orders.courier", Kind::Text).width(90.0).unsorted(),
        column("tracking_no", "orders.tracking_no", Kind::Id).width(150.0).unsorted(),
    ]
}

fn sort_by(column: &str) -> OrderSort {
    match column {
        "shop" => OrderSort::Shop,
        "order_no" => OrderSort::OrderNo,
        "payable" => OrderSort::Payable,
        "paid" => OrderSort::PaidAmount,
        "refund" => OrderSort::Refund,
        "items" => OrderSort::Items,
        "status" => OrderSort::Status,
        "province" => OrderSort::Province,
        "created_at" => OrderSort::Created,
        "shipped_at" => OrderSort::Shipped,
        "received_at" => OrderSort::Received,
        _ => OrderSort::Paid,
    }
}

/// The tone an order's state is shown in.
pub(super) const fn tone(status: OrderStatus) -> Tone {
    match status {
        OrderStatus::Paid | OrderStatus::PartShipped => Tone::Accent,
        OrderStatus::ClosedRefunded => Tone::Warning,
        OrderStatus::Shipped => Tone::Blue,
        OrderStatus::Unpaid | OrderStatus::Finished | OrderStatus::ClosedUnpaid | OrderStatus::Unknown => Tone::Neutral,
    }
}

pub(super) fn platform_name(lang: Lang, platform: Platform) -> String {
    lang.t(&format!("domain.platform_{}", platform.id())).to_owned()
}

fn rows(lang: Lang) -> Paged<OrderRow> {
    Paged::new(
        |row| row.id,
        move |row, column| {
            let money = |amount: Option<crate::domain::money::Money>| {
                Cell::from(&amount.map_or(table::Cell::Empty, table::Cell::Money))
            };
            let time =
                |at: Option<chrono::NaiveDateTime>| Cell::from(&at.map_or(table::Cell::Empty, table::Cell::Time));
            match column {
                0 => Cell::plain(platform_name(lang, row.platform)),
                1 => Cell::plain(row.shop.clone()),
                2 => Cell::new(row.order_no.clone(), Look::Link),
                3 => Cell::plain(row.title.clone()),
                4 => money(row.payable),
                5 => money(row.paid),
                6 => money(Some(row.refund).filter(|refund| refund.fen() != 0)),
                7 => Cell::from(&row.items.map_or(table::Cell::Empty, table::Cell::Count)),
                8 => row.status.map_or_else(Cell::default, |status| {
                    let name = lang.t(&format!("domain.order_status_{}", status.id())).to_owned();
                    Cell::new(name, Look::Badge(tone(status)))
                }),
                9 => Cell::plain(row.province.map_or("", |province| match lang {
                    Lang::Zh => province.chinese(),
                    Lang::En => province.english(),
                })),
                10 => time(row.created_at),
                11 => time(row.paid_at),
                12 => time(row.shipped_at),
                13 => time(row.received_at),
                14 => Cell::plain(row.courier.clone()),
                _ => Cell::plain(row.tracking_no.clone()),
            }
        },
    )
}
