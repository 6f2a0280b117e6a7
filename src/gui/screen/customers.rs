//! 客户: which pictures and tables of the report stand where.

use iced::Element;

use crate::analytics::customers::rfm::CutSettings;
use crate::gui::action::Action;
use crate::gui::analysis::{self, Analysis, Part, Tab};
use crate::gui::ctx::Ctx;
use crate::gui::screen::{PageCommand, Screen};
use crate::report::customers::{self, CustomerRules};

/// Cards and sentences above the tabs: those of the first part.
const FIGURES: usize = 7;
const NOTES: usize = 2;

const TABS: &[Tab] = &[
    Tab {
        name: "customers.tab_buyers",
        rows: &[
            &[Part::Picture("customers_trend", 1, 260.0)],
            &[Part::Picture("customers_kinds", 4, 250.0), Part::Picture("customers_orders", 5, 250.0)],
            &[Part::Sheet("customers_kinds", 1, 4)],
            &[Part::Sheet("customers_trend", 1, 14)],
        ],
    },
    Tab {
        name: "customers.tab_rfm",
        rows: &[
            &[Part::Picture("customers_rfm", 6, 380.0), Part::Picture("customers_rfm_grid", 5, 380.0)],
            &[Part::Sheet("customers_rfm", 1, 9)],
        ],
    },
    Tab {
        name: "customers.tab_retention",
        rows: &[
            &[Part::Picture("customers_retention", 1, 560.0)],
            &[Part::Picture("customers_mean_retention", 1, 220.0)],
            &[Part::Sheet("customers_retention", 1, 25)],
        ],
    },
    Tab {
        name: "customers.tab_coming_back",
        rows: &[
            &[Part::Picture("customers_cycle", 6, 280.0), Part::Picture("customers_gaps", 5, 280.0)],
            &[Part::Sheet("customers_rates", 1, 10)],
        ],
    },
    Tab {
        name: "customers.tab_lifetime",
        rows: &[
            &[Part::Picture("customers_mean_lifetime", 1, 240.0)],
            &[Part::Picture("customers_lifetime", 1, 560.0)],
            &[Part::Sheet("customers_lifetime", 1, 25)],
        ],
    },
    Tab {
        name: "customers.tab_habits",
        rows: &[
            &[Part::Picture("customers_homes", 1, 420.0), Part::Picture("customers_categories", 1, 420.0)],
            &[Part::Picture("customers_prices", 1, 260.0), Part::Picture("customers_hours", 1, 260.0)],
            &[Part::Sheet("customers_homes", 1, 12)],
            &[Part::Sheet("customers_categories", 1, 12)],
        ],
    },
    Tab {
        name: "customers.tab_concentration",
        rows: &[&[Part::Picture("customers_concentration", 1, 320.0)], &[Part::Sheet("customers_concentration", 1, 6)]],
    },
    Tab {
        name: "customers.tab_slipping",
        rows: &[
            &[Part::Picture("customers_standing", 1, 260.0), Part::Picture("customers_silence", 1, 260.0)],
            &[Part::Sheet("customers_slipping", 1, 20)],
        ],
    },
];

/// 客户
#[derive(Debug)]
pub struct Customers(Analysis, CustomerRules);

pub type Message = analysis::Message;

impl Screen for Customers {
    type Message = Message;

    fn new(_ctx: &Ctx) -> Self {
        Self(Analysis::new(TABS), CustomerRules::default())
    }

    fn enter(&mut self, ctx: &Ctx) -> Action<Message> {
        let cuts = ctx.settings.rfm;
        let rfm = CutSettings {
            recent_days: cuts.recency_days,
            orders: cuts.frequency,
            net: cuts.monetary_yuan.map(|yuan| i64::from(yuan) * 100),
        };
        let rules = CustomerRules { rfm, ..CustomerRules::default() };
        // Other lines for the groups: what is shown is stale.
        let stale = if self.1 == rules { Action::none() } else { self.0.update(ctx, Message::Retry) };
        self.1 = rules;
        stale.and(self.0.enter(ctx, move |words| {
            let mut page = customers::page(words, rules);
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
