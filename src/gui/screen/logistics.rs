//! 物流: which pictures and tables of the report stand where.

use iced::Element;

use crate::analytics::logistics::parcels::ParcelRules;
use crate::gui::action::Action;
use crate::gui::analysis::{self, Analysis, Part, Tab};
use crate::gui::ctx::Ctx;
use crate::gui::screen::{PageCommand, Screen};
use crate::report::logistics;

/// Cards and sentences above the tabs: those of the first part.
const FIGURES: usize = 8;
const NOTES: usize = 3;

const TABS: &[Tab] = &[
    Tab {
        name: "logistics.tab_shipping",
        rows: &[
            &[Part::Picture("logistics_trend", 1, 260.0)],
            &[Part::Picture("logistics_waits", 1, 260.0), Part::Picture("logistics_stages", 1, 260.0)],
            &[Part::Sheet("logistics_shipping_by_courier", 1, 12)],
            &[Part::Sheet("logistics_trend", 1, 14)],
        ],
    },
    Tab {
        name: "logistics.tab_couriers",
        rows: &[
            &[Part::Picture("logistics_courier_times", 1, 340.0), Part::Picture("logistics_on_time", 1, 340.0)],
            &[Part::Sheet("logistics_couriers", 1, 14)],
        ],
    },
    Tab {
        name: "logistics.tab_places",
        rows: &[
            &[Part::Picture("logistics_places", 1, 440.0)],
            &[Part::Picture("logistics_lanes", 1, 760.0)],
            &[Part::Sheet("logistics_lanes", 1, 20)],
        ],
    },
    Tab {
        name: "logistics.tab_freight",
        rows: &[
            &[Part::Picture("logistics_weight", 1, 260.0)],
            &[
                Part::Picture("logistics_freight_couriers", 1, 340.0),
                Part::Picture("logistics_freight_places", 1, 340.0),
            ],
            &[Part::Sheet("logistics_weight", 1, 10)],
            &[Part::Sheet("logistics_freight_couriers", 1, 12)],
        ],
    },
    Tab {
        name: "logistics.tab_trouble",
        rows: &[
            &[Part::Picture("logistics_stuck_by_courier", 1, 260.0)],
            &[Part::Sheet("logistics_stuck", 1, 16)],
            &[Part::Sheet("logistics_unshipped", 1, 16)],
        ],
    },
];

/// 物流
#[derive(Debug)]
pub struct Logistics(Analysis, ParcelRules);

pub type Message = analysis::Message;

impl Screen for Logistics {
    type Message = Message;

    fn new(_ctx: &Ctx) -> Self {
        Self(Analysis::new(TABS), ParcelRules::default())
    }

    fn enter(&mut self, ctx: &Ctx) -> Action<Message> {
        let rules = ctx.parcel_rules();
        // Other rules for what is late: what is shown is stale.
        let stale = if self.1 == rules { Action::none() } else { self.0.update(ctx, Message::Retry) };
        self.1 = rules;
        stale.and(self.0.enter(ctx, move |words| {
            let mut page = logistics::page(words, rules);
            page.figures.truncate(FIGURES);
            page.notes.truncate(NOTES);
            page
        }))
    }

    fn update(&mut self, ctx: &Ctx, message: Message) -> Action<Message> {
        let answer = self.0.update(ctx, message);
        answer.and(self.enter(ctx))
    }

    fn view<'a>(&'a self, ctx: &'a Ctx) -> Element<'a, Message> {
        self.0.view(ctx)
    }

    fn dialog<'a>(&'a self, ctx: &'a Ctx) -> Option<Element<'a, Message>> {
        self.0.dialog(ctx)
    }

    fn back(&mut self, _ctx: &Ctx) -> Option<Action<Message>> {
        self.0.back()
    }

    fn command(&mut self, ctx: &Ctx, command: PageCommand) -> Action<Message> {
        match command {
            PageCommand::Refresh => self.update(ctx, Message::Retry),
            PageCommand::Find | PageCommand::Export | PageCommand::Accept => Action::none(),
        }
    }
}
