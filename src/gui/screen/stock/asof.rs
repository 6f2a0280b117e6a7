//! Where and when (仓库与日期): stock of all warehouses or of one, as it is now or as it was at the end of a day.

use std::fmt;

use chrono::{Datelike, Days, Months, NaiveDate};
use iced::widget::{Column, column, container, row};
use iced::{Alignment, Element};

use crate::gui::component::{choice, field, words};
use crate::gui::ctx::Ctx;
use crate::gui::theme::{button as style, space as gap, text as ink};
use crate::gui::widget::dropdown::dropdown;
use crate::import::cell;
use crate::store::Warehouse;

/// A warehouse to pick.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    pub id: i64,
    pub name: String,
}

impl fmt::Display for Named {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)
    }
}

impl From<&Warehouse> for Named {
    fn from(one: &Warehouse) -> Self {
        Self { id: one.id, name: one.name.clone() }
    }
}

/// What is looked at.
#[derive(Debug, Clone, Default)]
pub struct AsOf {
    /// 0: all warehouses together.
    pub warehouse: i64,
    /// `None`: now.
    pub day: Option<NaiveDate>,
    typed: String,
}

#[derive(Debug, Clone)]
pub enum Message {
    Warehouse(i64),
    Day(Option<NaiveDate>),
    Typed(String),
    Enter,
}

impl AsOf {
    pub fn update(&mut self, message: Message) {
        match message {
            Message::Warehouse(id) => self.warehouse = id,
            Message::Day(day) => {
                self.day = day;
                self.typed.clear();
            }
            Message::Typed(typed) => self.typed = typed,
            Message::Enter => {
                if let Ok(Some(day)) = cell::date(&self.typed) {
                    self.day = Some(day);
                }
            }
        }
    }

    pub fn widen(&mut self) {
        *self = Self::default();
    }

    pub const fn narrowed(&self) -> bool {
        self.warehouse != 0
    }

    pub fn view<'a>(&'a self, ctx: &'a Ctx, today: NaiveDate, warehouses: &'a [Warehouse]) -> Element<'a, Message> {
        let place = (warehouses.len() > 1).then(|| self.place(ctx, warehouses));
        row![place, self.moment(ctx, today)].spacing(gap::S).align_y(Alignment::Center).into()
    }

    fn place<'a>(&'a self, ctx: &'a Ctx, warehouses: &'a [Warehouse]) -> Element<'a, Message> {
        let all = Named { id: 0, name: ctx.t("warehouse.all").to_owned() };
        let options = std::iter::once(all).chain(warehouses.iter().map(Named::from));
        let named = options.clone().find(|one| one.id == self.warehouse).map_or_else(String::new, |one| one.name);
        let entries = options.map(|one| {
            let entry = choice::menu_entry(None, one.name, Some(Message::Warehouse(one.id)));
            if one.id == self.warehouse { entry.style(style::chosen).into() } else { entry.into() }
        });
        dropdown(choice::opens(named), choice::menu(entries, 180.0)).into()
    }

    fn moment<'a>(&'a self, ctx: &'a Ctx, today: NaiveDate) -> Element<'a, Message> {
        let named = self.day.map_or_else(
            || ctx.t("warehouse.now").to_owned(),
            |day| ctx.f("warehouse.as_of", &[("day", &day.to_string())]),
        );
        let back = |days: u64| today.checked_sub_days(Days::new(days)).unwrap_or(today);
        let month = today.with_day(1).unwrap_or(today);
        let ends = [
            ("warehouse.yesterday", back(1)),
            ("warehouse.week_ago", back(7)),
            ("warehouse.month_end", month.pred_opt().unwrap_or(today)),
            (
                "warehouse.month_before_end",
                month.checked_sub_months(Months::new(1)).and_then(|m| m.pred_opt()).unwrap_or(today),
            ),
            ("warehouse.year_end", NaiveDate::from_ymd_opt(today.year() - 1, 12, 31).unwrap_or(today)),
        ];
        let now = choice::menu_entry(None, ctx.t("warehouse.now"), Some(Message::Day(None)));
        let now = if self.day.is_none() { now.style(style::chosen) } else { now };
        let mut entries = Column::new().spacing(1).push(now);
        for (key, day) in ends {
            let label = format!("{}  {day}", ctx.t(key));
            let entry = choice::menu_entry(None, label, Some(Message::Day(Some(day))));
            entries = entries.push(if self.day == Some(day) { entry.style(style::chosen) } else { entry });
        }
        let wrong = match cell::date(&self.typed) {
            Ok(Some(day)) if day > today => Some("warehouse.day_to_come"),
            Ok(_) => None,
            Err(_) => Some("warehouse.day_wrong"),
        };
        let able = wrong.is_none() && !self.typed.trim().is_empty();
        let typed = field::input(ctx.t("warehouse.type_day"), &self.typed, Message::Typed)
            .on_submit_maybe(able.then_some(Message::Enter));
        let note = wrong.map(|key| words::small(ctx.t(key)).style(ink::bad));
        let typed = column![typed, note].spacing(gap::XS);
        let content = column![entries, container(typed).padding([gap::XS, gap::S])].width(220);
        dropdown(choice::opens(named), container(content).padding(gap::XS))
            .closes(move |message| match message {
                Message::Typed(_) => false,
                Message::Enter => able,
                _ => true,
            })
            .into()
    }
}
