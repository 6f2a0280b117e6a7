//! 总览: which pictures and tables of the report stand where.

use crate::domain::alert::Tally;
use crate::gui::analysis::{Analysed, AnalysisScreen, Part, Tab};
use crate::gui::ctx::Ctx;
use crate::report::{Page, Words, overview};

const TABS: &[Tab] = &[Tab {
    name: "overview.title",
    rows: &[
        &[Part::Picture("overview_trend", 7, 240.0), Part::List("overview_attention", 3, 240.0)],
        &[Part::Sheet("overview_day", 1, 12)],
        &[Part::Picture("overview_provinces", 5, 300.0), Part::Picture("overview_movers", 6, 300.0)],
        &[Part::Picture("overview_change", 6, 260.0), Part::Picture("overview_platforms", 5, 260.0)],
    ],
}];

/// 总览
#[derive(Debug)]
pub struct Report;

pub type Overview = AnalysisScreen<Report>;

impl Analysed for Report {
    type Rules = Vec<Tally>;

    const TABS: &'static [Tab] = TABS;

    fn rules(ctx: &Ctx) -> Vec<Tally> {
        ctx.alerts.clone()
    }

    fn page(words: &Words<'_>, alerts: &Vec<Tally>) -> Page {
        overview::page(words, alerts)
    }
}
