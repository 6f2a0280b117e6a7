//! 商品资料: the own SKUs with cost, price and sales, and the platform SKUs with what they stand for. Read-only but for the mapping.

mod listings;
mod skus;
#[cfg(test)]
mod tests;

use std::path::PathBuf;

use iced::widget::{column, container, row};
use iced::{Alignment, Element, Length};

use crate::gui::action::{Action, Intent};
use crate::gui::component::{button, choice};
use crate::gui::ctx::Ctx;
use crate::gui::mapper;
use crate::gui::record_list::{self, RecordList};
use crate::gui::route::{Open, Route};
use crate::gui::screen::{PageCommand, Screen};
use crate::gui::theme::icon::Icon;
use crate::gui::theme::space as gap;
use crate::gui::{save, sheets};
use crate::import::template::Template;
use crate::locale::Said;
use crate::store::Sold;

pub use listings::{Listings, listing_facts, listing_name};
pub use skus::Skus;

/// Which list is looked at.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Tab {
    #[default]
    Skus,
    Listings,
}

/// 商品资料
#[derive(Debug)]
pub struct ProductList {
    tab: Tab,
    skus: RecordList<Skus>,
    listings: RecordList<Listings>,
}

#[derive(Debug, Clone)]
pub enum Message {
    Tab(Tab),
    Skus(record_list::Message<Skus>),
    Listings(record_list::Message<Listings>),
    Template,
    TemplateDone(Result<PathBuf, Said>),
    Choose,
    Import(Vec<PathBuf>),
}

/// The sales that the filters of the top bar leave.
fn sold(ctx: &Ctx) -> Sold {
    Sold { period: Some(ctx.period()), shops: ctx.filters.shops.clone(), platforms: ctx.filters.platforms.clone() }
}

impl Screen for ProductList {
    type Message = Message;

    fn new(ctx: &Ctx) -> Self {
        Self { tab: Tab::Skus, skus: RecordList::new(ctx), listings: RecordList::new(ctx) }
    }

    fn enter(&mut self, ctx: &Ctx) -> Action<Message> {
        match self.tab {
            Tab::Skus => self.skus.enter(ctx).map(Message::Skus),
            Tab::Listings => self.listings.enter(ctx).map(Message::Listings),
        }
    }

    fn update(&mut self, ctx: &Ctx, message: Message) -> Action<Message> {
        match message {
            Message::Tab(tab) => {
                self.tab = tab;
                self.enter(ctx)
            }
            // From the details of a SKU to the platform SKUs behind it.
            Message::Skus(record_list::Message::Own(skus::Message::Behind(what, ids))) => {
                self.open(ctx, Open::Listings { what, ids }).and(self.enter(ctx))
            }
            Message::Listings(record_list::Message::Own(listings::Message::Sku(id))) => {
                self.open(ctx, Open::Sku(id)).and(self.enter(ctx))
            }
            Message::Skus(message) => self.skus.update(ctx, message).map(Message::Skus),
            Message::Listings(message) => self.listings.update(ctx, message).map(Message::Listings),
            Message::Template => {
                let lang = ctx.lang;
                let make = move || Template::Products.xlsx(lang).map_err(|error| error.said());
                sheets::keep(ctx, ctx.t(Template::Products.name_key()), make, Message::TemplateDone)
            }
            Message::TemplateDone(done) => save::saved(done),
            Message::Choose => sheets::choose(ctx, Message::Import),
            Message::Import(paths) if paths.is_empty() => Action::none(),
            Message::Import(paths) => Action::intent(Intent::Open(Open::Files(paths))),
        }
    }

    fn view<'a>(&'a self, ctx: &'a Ctx) -> Element<'a, Message> {
        let tabs = [(Tab::Skus, "catalogue.own"), (Tab::Listings, "catalogue.listings")]
            .map(|(tab, key)| (tab, ctx.t(key).to_owned()));
        let head = row![
            container(choice::segments(tabs, Some(self.tab), Message::Tab)).width(Length::Fill),
            button::tipped(
                button::labelled(Icon::FileSpreadsheet, ctx.t("catalogue.template"), Some(Message::Template)),
                ctx.t("catalogue.template_hint")
            ),
            button::labelled(Icon::FileInput, ctx.t("catalogue.import"), Some(Message::Choose)),
        ]
        .spacing(gap::S)
        .align_y(Alignment::Center);
        let list = match self.tab {
            Tab::Skus => self.skus.view(ctx).map(Message::Skus),
            Tab::Listings => self.listings.view(ctx).map(Message::Listings),
        };
        column![head, container(list).height(Length::Fill)].spacing(gap::M).into()
    }

    fn dialog<'a>(&'a self, ctx: &'a Ctx) -> Option<Element<'a, Message>> {
        match self.tab {
            Tab::Skus => Some(self.skus.dialog(ctx)?.map(Message::Skus)),
            Tab::Listings => Some(self.listings.dialog(ctx)?.map(Message::Listings)),
        }
    }

    fn back(&mut self, ctx: &Ctx) -> Option<Action<Message>> {
        match self.tab {
            Tab::Skus => Some(self.skus.back(ctx)?.map(Message::Skus)),
            Tab::Listings => Some(self.listings.back(ctx)?.map(Message::Listings)),
        }
    }

    fn command(&mut self, ctx: &Ctx, command: PageCommand) -> Action<Message> {
        match self.tab {
            Tab::Skus => self.skus.command(ctx, command).map(Message::Skus),
            Tab::Listings => self.listings.command(ctx, command).map(Message::Listings),
        }
    }

    fn open(&mut self, ctx: &Ctx, what: Open) -> Action<Message> {
        if matches!(what, Open::Listings { .. }) {
            self.tab = Tab::Listings;
            return self.listings.open(ctx, what).map(Message::Listings);
        }
        self.tab = Tab::Skus;
        self.skus.open(ctx, what).map(Message::Skus)
    }
}

/// Takes an undo home to the platform SKUs.
fn home(message: mapper::Message) -> crate::gui::screen::Message {
    let own = record_list::Message::Own(listings::Message::Map(message));
    crate::gui::screen::Message::ProductList(Message::Listings(own))
}

/// The route both lists stand on.
const ROUTE: Route = Route::ProductList;
