//! 库存分析: which pictures and tables of the report stand where.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use crate::analytics::replenish::Plan;
use crate::domain::stock::StockRules;
use crate::gui::analysis::{Ahead, Analysed, AnalysisScreen, Part, Tab};
use crate::gui::ctx::{Ctx, Shop};
use crate::gui::job::Job;
use crate::locale::Said;
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
    Tab {
        name: "stock_analysis.tab_forecast",
        rows: &[
            &[Part::Picture("stock_forecast_categories", 1, 300.0)],
            &[Part::Sheet("stock_forecast_categories", 1, 14)],
            &[Part::Sheet("stock_forecast", 1, 16)],
        ],
    },
    Tab { name: "sales.tab_figures", rows: &[&[Part::Sheet("stock_figures", 1, 40)]] },
];

/// What the page depends on beside the facts.
#[derive(Debug)]
pub struct Rules {
    base: StockRules,
    /// The forecasts, once they are made.
    plan: Option<Arc<Plan>>,
}

impl Hash for Rules {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (self.base, self.plan.as_ref().map(|plan| plan.stamp)).hash(state);
    }
}

/// 库存分析
#[derive(Debug)]
pub struct Report;

pub type StockAnalysis = AnalysisScreen<Report>;

impl Analysed for Report {
    type Rules = Rules;

    const TABS: &'static [Tab] = TABS;

    fn rules(ctx: &Ctx) -> Rules {
        let kept = |shop: &Shop| shop.desk.kept(shop.store.version(), &ctx.replenish_ask());
        Rules { base: ctx.stock_rules(), plan: ctx.shop.as_ref().and_then(kept) }
    }

    /// Forecasts take seconds where there are many SKUs: the other tabs do not wait for them.
    fn ahead(ctx: &Ctx) -> Option<Ahead> {
        let shop = ctx.shop.as_ref()?;
        let ask = ctx.replenish_ask();
        let mut hasher = DefaultHasher::new();
        (shop.store.version(), &ask).hash(&mut hasher);
        let (store, desk) = (shop.store.clone(), shop.desk.clone());
        let work = move |job: &Job| {
            let job = job.clone();
            let watch = move |done, total| {
                job.progress(done, Some(total));
                !job.cancelled()
            };
            desk.plan(&store, &ask, &watch).map(drop).map_err(|error| error.said())
        };
        let title = Said::new("stock_analysis.job_forecast");
        Some(Ahead { question: hasher.finish(), title, work: Box::new(work) })
    }

    fn page(words: &Words<'_>, rules: &Rules) -> Page {
        let mut page = stock::page(words, rules.base, rules.plan.as_deref());
        page.figures.truncate(FIGURES);
        page
    }
}
