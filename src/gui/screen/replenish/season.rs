//! How much to order once for what is left of a season (季节备货): nobody can order again, so a piece too few and a piece too many are
//! weighed against each other. Worked out anew with every key.

use std::sync::Arc;

use iced::Element;
use iced::widget::{column, row};

use super::working;
use crate::analytics::forecast::select::Selected;
use crate::analytics::replenish::{Row, Wish};
use crate::domain::money::Money;
use crate::domain::replenish::newsvendor::{SeasonOrder, SeasonPrices, order_for_season};
use crate::domain::working::Named;
use crate::gui::component::{button, dialog, field, words};
use crate::gui::ctx::Ctx;
use crate::gui::theme::{space as gap, text as ink};
use crate::import::cell;
use crate::locale::Said;
use crate::table::grouped;

/// Name of the first field.
pub const FIRST: &str = "replenish-season-first";

/// What a piece brings after the season at first, as a share of its cost in percent.
const SALVAGE: i64 = 30;

/// The form as it stands.
#[derive(Debug, Clone)]
pub struct Season {
    sku_id: i64,
    code: String,
    price: Option<Money>,
    cost: Option<Money>,
    /// Pieces there are and that are coming.
    position: i64,
    forecast: Arc<Selected>,
    days: String,
    salvage: String,
    goodwill: String,
}

#[derive(Debug, Clone)]
pub enum Message {
    Days(String),
    Salvage(String),
    Goodwill(String),
    Save,
    Close,
}

impl Season {
    /// `None` for an SKU that cannot be forecast or of which nobody knows the stock.
    pub fn new(row: &Row) -> Option<Self> {
        let cost = row.cost.or(row.supply.price);
        let salvage = cost.map(|cost| Money::from_fen(cost.fen() * SALVAGE / 100));
        Some(Self {
            sku_id: row.sku_id,
            code: row.code.clone(),
            price: row.price,
            cost,
            position: row.suggestion.as_ref().ok()?.position,
            forecast: Arc::clone(row.forecast.as_ref().ok()?),
            days: "60".to_owned(),
            salvage: salvage.map(|salvage| salvage.to_string()).unwrap_or_default(),
            goodwill: String::new(),
        })
    }

    pub fn update(&mut self, message: Message) {
        match message {
            Message::Days(days) => self.days = days,
            Message::Salvage(salvage) => self.salvage = salvage,
            Message::Goodwill(goodwill) => self.goodwill = goodwill,
            Message::Save | Message::Close => {}
        }
    }

    fn season_days(&self) -> Result<u32, Said> {
        let wrong = || Said::new("replenish.refused_until");
        let days = cell::count(&self.days).ok().flatten().filter(|days| (1..=730).contains(days)).ok_or_else(wrong)?;
        u32::try_from(days).map_err(|_| wrong())
    }

    fn amount(text: &str) -> Result<Money, Said> {
        cell::money(text).map(Option::unwrap_or_default).map_err(|_| Said::new("stock.cost_wrong"))
    }

    /// What to have for the season.
    fn worked_out(&self) -> Result<SeasonOrder, Said> {
        let days = self.season_days()?;
        let price = self.price.ok_or_else(|| Said::new("replenish.no_price"))?;
        let cost = self.cost.ok_or_else(|| Said::new("replenish.no_cost"))?;
        let (salvage, goodwill) = (Self::amount(&self.salvage)?, Self::amount(&self.goodwill)?);
        let plan = self.forecast.plan(days as usize).map_err(|refused| refused.said())?;
        let demand = plan.sum(f64::from(days));
        let sd = plan.sd() * f64::from(days).sqrt();
        let prices = SeasonPrices::new(price, cost, salvage, goodwill).map_err(|refused| refused.said())?;
        order_for_season(demand, sd, prices).map_err(|refused| refused.said())
    }

    /// What is still to be ordered; `None` while there is enough or the numbers make no sense.
    pub fn wish(&self) -> Option<Wish> {
        let qty = self.worked_out().ok()?.quantity - self.position.max(0);
        (qty > 0).then_some(Wish { sku_id: self.sku_id, qty })
    }

    pub fn view<'a>(&'a self, ctx: &'a Ctx) -> Element<'a, Message> {
        let one = |key: &'a str, value: &str, message: fn(String) -> Message| {
            field::field(ctx.t(key), field::input(ctx.t(key), value, message).on_submit(Message::Save), None, None)
        };
        let days = field::input("", &self.days, Message::Days).id(FIRST).on_submit(Message::Save);
        let fields = row![
            field::field(ctx.t("replenish.season_days"), days, None, None),
            one("replenish.season_salvage", &self.salvage, Message::Salvage),
            one("replenish.season_goodwill", &self.goodwill, Message::Goodwill),
        ]
        .spacing(gap::L);
        let number = |n: i64| grouped(&n.to_string());
        let found: Element<'a, Message> = match self.worked_out() {
            Ok(found) => {
                let more = (found.quantity - self.position.max(0)).max(0);
                let said = ctx.f(
                    "replenish.season_said",
                    &[("q", &number(found.quantity)), ("there", &number(self.position)), ("n", &number(more))],
                );
                let lines: Vec<(&str, &str, _, _)> = found
                    .working
                    .lines()
                    .iter()
                    .map(|line| (line.term.id(), line.term.symbol(), line.value, line.formula))
                    .collect();
                let lines =
                    lines.into_iter().map(|(id, symbol, value, formula)| working::Shown { id, symbol, value, formula });
                column![words::strong(said), working::view(ctx, lines, true)].spacing(gap::M).into()
            }
            Err(said) => words::body(ctx.say(&said)).style(ink::bad).into(),
        };
        let content = column![words::muted(ctx.t("replenish.season_hint")), fields, found].spacing(gap::M);
        let wish = self.wish();
        let label = ctx.f("replenish.season_save", &[("n", &number(wish.map_or(0, |wish| wish.qty)))]);
        let buttons = [
            button::secondary(ctx.t("shell.cancel"), Some(Message::Close)).into(),
            button::primary(label, wish.map(|_| Message::Save)).into(),
        ];
        let title = ctx.f("replenish.season_title", &[("code", &self.code)]);
        dialog::dialog(title, (ctx.t("shell.close"), Message::Close), content, buttons, 560.0)
    }
}
