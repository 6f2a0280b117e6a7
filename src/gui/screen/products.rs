//! 商品: which pictures and tables of the report stand where.

use crate::gui::analysis::{Analysed, AnalysisScreen, Part, Tab};
use crate::gui::ctx::Ctx;
use crate::report::products::{self, ProductRules};
use crate::report::{Page, Words};

/// Cards above the tabs: those of the first part.
const FIGURES: usize = 6;

const TABS: &[Tab] = &[
    Tab {
        name: "products.tab_ranking",
        rows: &[
            &[Part::Picture("products_ranking", 6, 420.0), Part::Picture("products_categories", 5, 420.0)],
            &[Part::Sheet("products_ranking", 1, 20)],
            &[Part::Sheet("products_categories", 1, 12)],
        ],
    },
    Tab {
        name: "products.tab_classes",
        rows: &[
            &[Part::Picture("products_pareto", 1, 300.0)],
            &[Part::Picture("products_grid", 2, 220.0), Part::Sheet("products_grid", 3, 12)],
            &[Part::Sheet("products_classes", 1, 20)],
        ],
    },
    Tab {
        name: "products.tab_matrix",
        rows: &[&[Part::Picture("products_matrix", 1, 460.0)], &[Part::Sheet("products_matrix", 1, 20)]],
    },
    Tab {
        name: "products.tab_lives",
        rows: &[
            &[Part::Picture("products_new", 1, 320.0), Part::Picture("products_fading", 1, 320.0)],
            &[Part::Sheet("products_new", 1, 12)],
            &[Part::Sheet("products_fading", 1, 12)],
        ],
    },
    Tab {
        name: "products.tab_prices",
        rows: &[
            &[Part::Picture("products_prices", 1, 280.0)],
            &[Part::Picture("products_price_pieces", 1, 220.0)],
            &[Part::Sheet("products_prices", 1, 10)],
        ],
    },
    Tab {
        name: "products.tab_pairs",
        rows: &[
            &[Part::Picture("products_together", 1, 380.0)],
            &[Part::Picture("products_lift", 1, 260.0)],
            &[Part::Sheet("products_together", 1, 20)],
        ],
    },
    Tab {
        name: "products.tab_variants",
        rows: &[
            &[Part::Picture("products_colours", 1, 380.0), Part::Picture("products_sizes", 1, 380.0)],
            &[Part::Sheet("products_properties", 1, 16)],
            &[Part::Sheet("products_skus", 1, 20)],
        ],
    },
    Tab {
        name: "products.tab_refunds",
        rows: &[
            &[Part::Picture("products_reasons", 6, 320.0), Part::Picture("products_refund_kinds", 5, 320.0)],
            &[Part::Picture("products_refund_rates", 1, 320.0)],
            &[Part::Sheet("products_refund_rates", 1, 16)],
            &[Part::Sheet("products_reasons_by_product", 1, 16)],
        ],
    },
    Tab { name: "sales.tab_figures", rows: &[&[Part::Sheet("products_figures", 1, 40)]] },
];

/// 商品
#[derive(Debug)]
pub struct Report;

pub type Products = AnalysisScreen<Report>;

impl Analysed for Report {
    type Rules = ();

    const TABS: &'static [Tab] = TABS;

    fn rules(_ctx: &Ctx) {}

    fn page(words: &Words<'_>, (): &()) -> Page {
        let mut page = products::page(words, ProductRules::default());
        page.figures.truncate(FIGURES);
        page
    }
}
