//! 订单分析: which pictures and tables of the report stand where.

#[cfg(test)]
mod tests;

use crate::gui::analysis::{Analysed, AnalysisScreen, Part, Tab};
use crate::gui::ctx::Ctx;
use crate::report::{Page, Words, orders};

/// Cards above the first tab: two even rows.
const FIGURES: usize = 10;

const TABS: &[Tab] = &[
    Tab {
        name: "rules.an_tab_source",
        rows: &[
            &[
                Part::Picture("orders_by_platform", 1, 260.0),
                Part::Picture("orders_by_shop", 1, 260.0),
                Part::Picture("orders_by_kind", 1, 260.0),
            ],
            &[Part::Sheet("orders_by_platform", 1, 10)],
            &[Part::Sheet("orders_by_shop", 1, 12)],
            &[Part::Sheet("orders_by_kind", 1, 8)],
        ],
    },
    Tab {
        name: "rules.an_tab_amount",
        rows: &[
            &[Part::Picture("orders_by_band", 1, 260.0), Part::Picture("orders_by_hour", 1, 260.0)],
            &[Part::Sheet("orders_by_band", 1, 12)],
            &[Part::Sheet("orders_by_hour", 1, 24)],
        ],
    },
    Tab {
        name: "rules.an_tab_place",
        rows: &[&[Part::Picture("orders_by_province", 1, 400.0)], &[Part::Sheet("orders_by_province", 1, 16)]],
    },
    Tab {
        name: "rules.an_tab_times",
        rows: &[
            &[Part::Picture("orders_times_trend", 1, 280.0)],
            &[Part::Picture("orders_stages", 2, 200.0), Part::Sheet("orders_stages", 3, 8)],
            &[Part::Sheet("orders_times_trend", 1, 14)],
        ],
    },
    Tab {
        name: "rules.an_tab_people",
        rows: &[
            &[Part::Picture("orders_by_staff", 1, 280.0), Part::Picture("orders_by_courier", 1, 280.0)],
            &[Part::Sheet("orders_by_staff", 1, 12)],
            &[Part::Sheet("orders_by_courier", 1, 12)],
        ],
    },
    Tab {
        name: "rules.an_tab_after",
        rows: &[
            &[Part::Picture("orders_by_reason", 3, 300.0), Part::Picture("orders_by_refund_kind", 2, 300.0)],
            &[Part::Sheet("orders_by_reason", 1, 12), Part::Sheet("orders_by_refund_kind", 1, 12)],
            &[Part::Picture("orders_after_by_staff", 1, 260.0), Part::Picture("orders_after_by_courier", 1, 260.0)],
            &[Part::Sheet("orders_after_by_staff", 1, 12)],
            &[Part::Sheet("orders_after_by_courier", 1, 12)],
        ],
    },
    Tab { name: "sales.tab_figures", rows: &[&[Part::Sheet("orders_figures", 1, 20)]] },
];

/// 订单分析
#[derive(Debug)]
pub struct Report;

pub type OrderAnalysis = AnalysisScreen<Report>;

impl Analysed for Report {
    type Rules = ();

    const TABS: &'static [Tab] = TABS;

    fn rules(_ctx: &Ctx) {}

    fn page(words: &Words<'_>, (): &()) -> Page {
        let mut page = orders::page(words);
        page.figures.truncate(FIGURES);
        page
    }
}
