//! 物流: which pictures and tables of the report stand where.

use crate::analytics::logistics::parcels::ParcelRules;
use crate::gui::analysis::{Analysed, AnalysisScreen, Part, Tab};
use crate::gui::ctx::Ctx;
use crate::report::{Page, Words, logistics};

/// Cards above the tabs: those of the first part.
const FIGURES: usize = 8;

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
            &[Part::Sheet("logistics_shipping_by_place", 1, 16)],
            &[Part::Sheet("logistics_shipping_by_lane", 1, 16)],
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
    Tab { name: "sales.tab_figures", rows: &[&[Part::Sheet("logistics_figures", 1, 40)]] },
];

/// 物流
#[derive(Debug)]
pub struct Report;

pub type Logistics = AnalysisScreen<Report>;

impl Analysed for Report {
    type Rules = ParcelRules;

    const TABS: &'static [Tab] = TABS;

    fn rules(ctx: &Ctx) -> ParcelRules {
        ctx.parcel_rules()
    }

    fn page(words: &Words<'_>, rules: &ParcelRules) -> Page {
        let mut page = logistics::page(words, *rules);
        page.figures.truncate(FIGURES);
        page
    }
}
