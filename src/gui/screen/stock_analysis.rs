//! 库存分析: which pictures and tables of the report stand where.

use crate::domain::stock::StockRules;
use crate::gui::analysis::{Analysed, AnalysisScreen, Part, Tab};
use crate::gui::ctx::Ctx;
use crate::report::{Page, Words, stock};

/// Cards above the tabs: those of the first row.
const FIGURES: usize = 7;

const TABS: &[Tab] = &[
    Tab {
        name: "stock_analysis.tab_turnover",
        rows: &[
            &[Part::Picture("stock_course", 1, 260.0)],
            &[Part::Picture("stock_turnover", 1, 280.0)],
            &[Part::Sheet("stock_turnover", 1, 14)],
        ],
    },
    Tab {
        name: "stock_analysis.tab_age",
        rows: &[
            &[Part::Picture("stock_ages", 1, 280.0), Part::Picture("stock_cohorts", 1, 280.0)],
            &[Part::Sheet("stock_ages", 1, 8)],
            &[Part::Sheet("stock_cohorts", 1, 14)],
        ],
    },
    Tab {
        name: "stock_analysis.tab_classes",
        rows: &[
            &[Part::Picture("stock_grid", 2, 280.0), Part::Sheet("stock_grid", 3, 12)],
            &[Part::Sheet("stock_classes", 1, 16)],
        ],
    },
    Tab {
        name: "stock_analysis.tab_shortage",
        rows: &[&[Part::Picture("stock_shortage", 1, 340.0)], &[Part::Sheet("stock_shortage", 1, 16)]],
    },
    Tab {
        name: "stock_analysis.tab_dead",
        rows: &[&[Part::Picture("stock_dead", 1, 340.0)], &[Part::Sheet("stock_dead", 1, 16)]],
    },
    Tab {
        name: "stock_analysis.tab_moves",
        rows: &[
            &[Part::Picture("stock_moves", 1, 300.0)],
            &[Part::Sheet("stock_moves", 1, 12)],
            &[Part::Sheet("stock_course", 1, 14)],
        ],
    },
    Tab { name: "sales.tab_figures", rows: &[&[Part::Sheet("stock_figures", 1, 40)]] },
];

/// 库存分析
#[derive(Debug)]
pub struct Report;

pub type StockAnalysis = AnalysisScreen<Report>;

impl Analysed for Report {
    type Rules = StockRules;

    const TABS: &'static [Tab] = TABS;

    fn rules(ctx: &Ctx) -> StockRules {
        ctx.stock_rules()
    }

    fn page(words: &Words<'_>, rules: &StockRules) -> Page {
        let mut page = stock::page(words, *rules);
        page.figures.truncate(FIGURES);
        page
    }
}
