//! 销售: which pictures and tables of the report stand where.

use crate::gui::analysis::{Analysed, AnalysisScreen, Part, Tab};
use crate::gui::ctx::Ctx;
use crate::report::{Page, Words, sales};

const TABS: &[Tab] = &[
    Tab {
        name: "sales.tab_summary",
        rows: &[
            &[Part::Picture("sales_trend", 1, 260.0)],
            &[Part::Picture("sales_change", 7, 260.0), Part::Picture("sales_bridge", 5, 260.0)],
        ],
    },
    Tab {
        name: "sales.tab_trend",
        rows: &[
            &[Part::Picture("sales_orders_trend", 1, 260.0), Part::Picture("sales_visitors_trend", 1, 260.0)],
            &[Part::Picture("sales_refund_rate", 1, 240.0)],
            &[Part::Sheet("sales_trend", 1, 16)],
        ],
    },
    Tab {
        name: "sales.tab_where",
        rows: &[
            &[Part::Picture("sales_by_platform", 1, 260.0), Part::Picture("sales_by_shop", 1, 260.0)],
            &[Part::Picture("sales_by_category", 1, 320.0)],
            &[Part::Sheet("sales_by_platform", 1, 12), Part::Sheet("sales_by_shop", 1, 12)],
            &[Part::Sheet("sales_by_category", 1, 16)],
        ],
    },
    Tab {
        name: "sales.tab_region",
        rows: &[
            &[Part::Picture("sales_province_map", 1, 420.0), Part::Picture("sales_by_province", 1, 420.0)],
            &[Part::Sheet("sales_by_province", 1, 34)],
        ],
    },
    Tab {
        name: "sales.tab_time",
        rows: &[&[Part::Picture("sales_heat", 1, 300.0)], &[Part::Sheet("sales_standouts", 1, 14)]],
    },
    Tab {
        name: "sales.tab_price",
        rows: &[&[Part::Picture("sales_by_band", 1, 300.0)], &[Part::Sheet("sales_by_band", 1, 14)]],
    },
    Tab {
        name: "sales.tab_funnel",
        rows: &[&[Part::Picture("sales_funnel", 1, 280.0)], &[Part::Sheet("sales_funnel", 1, 10)]],
    },
    Tab {
        name: "sales.tab_figures",
        rows: &[
            &[Part::Sheet("sales_figures", 1, 40)],
            &[Part::Sheet("sales_change", 1, 12), Part::Sheet("sales_bridge", 1, 12)],
        ],
    },
];

/// 销售
#[derive(Debug)]
pub struct Report;

pub type Sales = AnalysisScreen<Report>;

impl Analysed for Report {
    type Rules = ();

    const TABS: &'static [Tab] = TABS;

    fn rules(_ctx: &Ctx) {}

    fn page(words: &Words<'_>, (): &()) -> Page {
        sales::page(words)
    }
}
