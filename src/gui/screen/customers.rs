//! 客户: which pictures and tables of the report stand where.

use crate::gui::analysis::{Analysed, AnalysisScreen, Part, Tab};
use crate::gui::ctx::Ctx;
use crate::report::customers::{self, CustomerRules};
use crate::report::{Page, Words};

/// Cards above the tabs: those of the first part.
const FIGURES: usize = 7;

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
    Tab { name: "sales.tab_figures", rows: &[&[Part::Sheet("customers_figures", 1, 40)]] },
];

/// 客户
#[derive(Debug)]
pub struct Report;

pub type Customers = AnalysisScreen<Report>;

impl Analysed for Report {
    type Rules = CustomerRules;

    const TABS: &'static [Tab] = TABS;

    fn rules(ctx: &Ctx) -> CustomerRules {
        CustomerRules { rfm: ctx.rfm_cuts(), ..CustomerRules::default() }
    }

    fn page(words: &Words<'_>, rules: &CustomerRules) -> Page {
        let mut page = customers::page(words, *rules);
        page.figures.truncate(FIGURES);
        page
    }
}
