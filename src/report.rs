//! Analyses as figures, tables and charts in a language; the window and the command line show the same ones.
//!
//! A page is plain data. Every row and every mark that stands for orders or things of the shop carries a [`Drill`] to them.
//! Amounts become floating yuan here and only for charts.

pub mod bundle;
mod cells;
pub mod customers;
#[cfg(test)]
mod edges;
pub mod leads;
pub mod logistics;
pub mod naming;
pub mod orders;
pub mod overview;
pub mod products;
pub mod sales;
#[cfg(test)]
mod sample;
pub mod stock;
mod words;

use std::sync::Arc;

use crate::analytics::customers::pick::BuyerPick;
use crate::analytics::facts::Facts;
use crate::analytics::filter::{Filter, Slice};
use crate::analytics::logistics::pick::{ParcelPick, ShipPick};
use crate::analytics::metric::{Figure, Metric};
use crate::analytics::orders::pick::HandlePick;
use crate::analytics::pick::Pick;
use crate::chart::spec::{Hit, Spec};
use crate::locale::Lang;
use crate::store::OrderQuery;
use crate::table::Table;

pub use cells::{cell, change, figures_sheet, figures_table, kind_of, number, yuan};
pub use words::Words;

/// One page of the report.
#[derive(Debug, Clone, PartialEq)]
pub struct Page {
    /// Stable English id: `sales`.
    pub id: &'static str,
    pub title: String,
    pub figures: Vec<Figure>,
    pub sheets: Vec<Sheet>,
    pub pictures: Vec<Picture>,
    /// What to mind when reading the page, in whole sentences.
    pub notes: Vec<String>,
    /// Which of them belong to which part; empty for a page that is one.
    pub parts: Vec<PartNotes>,
    /// Where figures lead that are not made of orders or buyers alone, by the id of their metric.
    pub leads: Vec<(&'static str, Drill)>,
}

/// A table and where its rows lead.
#[derive(Debug, Clone, PartialEq)]
pub struct Sheet {
    pub table: Table,
    /// One for each row, or empty when no row leads anywhere.
    pub drills: Vec<Option<Drill>>,
}

/// A chart, what it shows, and where its marks lead.
#[derive(Debug, Clone, PartialEq)]
pub struct Picture {
    pub spec: Spec,
    /// What stands behind 指标口径.
    pub metrics: Vec<&'static Metric>,
    /// Id of the sheet of the same page with the data drawn; empty when the chart has none.
    pub sheet: &'static str,
    /// `drills[series][index]`, as [`Hit`] counts; missing entries lead nowhere.
    pub drills: Vec<Vec<Option<Drill>>>,
}

/// The things behind a row or mark. Ids are those of the store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Drill {
    /// Orders, worked out when opened.
    Orders(Pick),
    OrderIds(Arc<[i64]>),
    Parcels(Arc<[i64]>),
    Refunds(Arc<[i64]>),
    Listings(Arc<[i64]>),
    Skus(Arc<[i64]>),
    /// The stock of own SKUs.
    Stock(Arc<[i64]>),
    Customers(Arc<[i64]>),
    /// Customers, worked out when opened.
    Buyers(BuyerPick),
    /// Parcels, worked out when opened.
    ParcelsBy(ParcelPick),
    /// Orders by how they were shipped, worked out when opened.
    ShipmentsBy(ShipPick),
    /// Orders by how they were handled, worked out when opened.
    Handled(HandlePick),
}

impl Drill {
    /// The list of orders this leads to, under the filter the page was made with; `None` when it leads to something else.
    pub fn orders(&self, facts: &Facts, filter: &Filter) -> Option<OrderQuery> {
        let ids = match self {
            Self::Orders(pick) => pick.order_ids(&Slice::new(facts, filter)),
            Self::OrderIds(ids) => ids.to_vec(),
            Self::ShipmentsBy(pick) => pick.order_ids(&Slice::new(facts, filter)),
            Self::Handled(pick) => pick.order_ids(&Slice::new(facts, filter)),
            _ => return None,
        };
        Some(OrderQuery { ids: Some(ids), ..OrderQuery::default() })
    }
}

impl Picture {
    /// Where a mark leads.
    pub fn drill(&self, hit: Hit) -> Option<&Drill> {
        self.drills.get(hit.series)?.get(hit.index)?.as_ref()
    }
}

/// The sentences of one part of a page, and the sheets and pictures they are about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartNotes {
    ids: Vec<&'static str>,
    notes: Vec<String>,
}

impl Page {
    /// A page with nothing on it yet.
    pub fn new(id: &'static str, title: String) -> Self {
        Self {
            id,
            title,
            figures: Vec::new(),
            sheets: Vec::new(),
            pictures: Vec::new(),
            notes: Vec::new(),
            parts: Vec::new(),
            leads: Vec::new(),
        }
    }

    /// The rows behind a figure of this page.
    pub fn lead(&self, metric: &Metric) -> Option<Drill> {
        let own = || self.leads.iter().find(|(id, _)| *id == metric.id).map(|(_, drill)| drill.clone());
        leads::lead(metric).or_else(own)
    }

    /// Parts as one page, in their order. A figure or sentence that several parts have stands once; a figure with its compared value
    /// is preferred to one without.
    pub fn joined(id: &'static str, title: String, parts: impl IntoIterator<Item = Self>) -> Self {
        let mut page = Self::new(id, title);
        for part in parts {
            page.parts.push(PartNotes {
                ids: part
                    .sheets
                    .iter()
                    .map(|sheet| sheet.table.id)
                    .chain(part.pictures.iter().map(|picture| picture.spec.id))
                    .collect(),
                notes: part.notes.clone(),
            });
            for figure in part.figures {
                match page.figures.iter_mut().find(|one| one.metric.id == figure.metric.id) {
                    None => page.figures.push(figure),
                    Some(one) if one.before.is_none() => *one = figure,
                    Some(_) => {}
                }
            }
            for note in part.notes {
                if !page.notes.contains(&note) {
                    page.notes.push(note);
                }
            }
            page.sheets.extend(part.sheets);
            page.pictures.extend(part.pictures);
            page.leads.extend(part.leads);
        }
        page
    }

    /// What to mind beside these pictures and tables: the sentences of the parts they come from, each once. A page that was not
    /// joined from parts has the same everywhere.
    pub fn notes_beside(&self, ids: &[&str]) -> Vec<&str> {
        let beside = |part: &PartNotes| part.ids.iter().any(|id| ids.contains(id));
        // Where nothing stands, the sentences of parts that have nothing to show say why.
        let nothing = !self.parts.iter().any(beside);
        let parts = self.parts.iter().filter(|part| if nothing { part.ids.is_empty() } else { beside(part) });
        let all: Vec<&String> = if self.parts.is_empty() {
            self.notes.iter().collect()
        } else {
            parts.flat_map(|part| &part.notes).collect()
        };
        let mut notes: Vec<&str> = Vec::new();
        for note in all {
            if !notes.contains(&note.as_str()) {
                notes.push(note);
            }
        }
        notes
    }

    pub fn sheet(&self, id: &str) -> Option<&Sheet> {
        self.sheets.iter().find(|sheet| sheet.table.id == id)
    }

    pub fn picture(&self, id: &str) -> Option<&Picture> {
        self.pictures.iter().find(|picture| picture.spec.id == id)
    }
}

/// Every page under one filter.
pub fn pages(facts: &Facts, filter: &Filter, lang: Lang) -> Vec<Page> {
    let slice = Slice::new(facts, filter);
    let words = Words::new(&slice, lang);
    vec![
        overview::page(&words, &[]),
        sales::page(&words),
        customers::page(&words, customers::CustomerRules::default()),
        products::page(&words, products::ProductRules::default()),
        logistics::page(&words, crate::analytics::logistics::parcels::ParcelRules::default()),
        stock::page(&words, crate::domain::stock::StockRules::default(), None),
        orders::page(&words),
    ]
}

#[cfg(test)]
mod tests {
    #[test]
    fn notes_stand_beside_what_they_are_about() {
        let facts = sample::facts();
        let words = Slice::new(&facts, &sample::may());
        let page = products::page(&Words::new(&words, Lang::Zh), products::ProductRules::default());
        let refunds = page.notes_beside(&["products_refund_rates"]);
        let tab = products::tab(
            &Words::new(&words, Lang::Zh),
            products::ProductRules::default(),
            products::ProductTab::Refunds,
        );
        assert_eq!(refunds, tab.notes.iter().map(String::as_str).collect::<Vec<_>>());
        assert!(page.notes.len() > refunds.len(), "the other parts have notes of their own");
    }

    use super::*;
    use crate::chart::spec::Body;
    use crate::table::Cell;
    use std::collections::HashSet;

    fn all(lang: Lang) -> Vec<Page> {
        pages(&sample::facts(), &sample::may(), lang)
    }

    #[test]
    fn tables_are_square_and_every_row_and_chart_finds_what_it_names() {
        for page in all(Lang::Zh) {
            for sheet in &page.sheets {
                let (id, width) = (sheet.table.id, sheet.table.columns.len());
                assert!(sheet.table.rows.iter().all(|row| row.len() == width), "{id}");
                assert!(sheet.drills.is_empty() || sheet.drills.len() == sheet.table.rows.len(), "{id}");
                let ids: HashSet<_> = sheet.table.columns.iter().map(|column| column.id).collect();
                assert_eq!(ids.len(), width, "{id} has two columns of one id");
            }
            for picture in &page.pictures {
                assert!(picture.sheet.is_empty() || page.sheet(picture.sheet).is_some(), "{}", picture.spec.id);
            }
        }
    }

    #[test]
    fn no_two_tables_or_charts_of_the_report_share_a_name() {
        let pages = all(Lang::En);
        let sheets: Vec<_> = pages.iter().flat_map(|page| &page.sheets).map(|sheet| sheet.table.id).collect();
        let charts: Vec<_> = pages.iter().flat_map(|page| &page.pictures).map(|picture| picture.spec.id).collect();
        assert_eq!(sheets.iter().collect::<HashSet<_>>().len(), sheets.len());
        assert_eq!(charts.iter().collect::<HashSet<_>>().len(), charts.len());
    }

    #[test]
    fn every_text_of_the_report_is_in_the_readers_language() {
        for lang in [Lang::Zh, Lang::En] {
            for page in all(lang) {
                let titles = page.sheets.iter().flat_map(|sheet| {
                    let cells = sheet.table.rows.iter().flatten().filter_map(|cell| match cell {
                        Cell::Text(text) => Some(text.clone()),
                        _ => None,
                    });
                    sheet.table.columns.iter().map(|column| column.title.clone()).chain(cells)
                });
                let charts = page
                    .pictures
                    .iter()
                    .flat_map(|picture| [picture.spec.title.clone(), picture.spec.subtitle.clone()]);
                for text in titles.chain(charts).chain(page.notes.clone()) {
                    let key = [
                        "customers.",
                        "products.",
                        "logistics.",
                        "sales.",
                        "metric.",
                        "overview.",
                        "rules.",
                        "stock_analysis.",
                    ];
                    assert!(!key.iter().any(|area| text.starts_with(area)), "{text}");
                    assert!(!text.contains('{'), "{text}");
                }
            }
        }
    }

    #[test]
    fn drills_have_the_shape_of_their_chart() {
        for picture in all(Lang::Zh).iter().flat_map(|page| &page.pictures) {
            let (id, drills) = (picture.spec.id, &picture.drills);
            match &picture.spec.body {
                Body::Heat { rows, columns, values, immature, .. } => {
                    assert_eq!(values.len(), rows.len(), "{id}");
                    assert!(values.iter().all(|row| row.len() == columns.len()), "{id}");
                    assert!(immature.is_empty() || immature.len() == rows.len(), "{id}");
                    assert!(drills.is_empty() || drills.iter().all(|row| row.len() == columns.len()), "{id}");
                }
                Body::Columns { categories, series, .. } | Body::Rows { categories, series, .. } => {
                    assert!(series.iter().all(|one| one.values.len() == categories.len()), "{id}");
                    assert!(drills.len() <= series.len(), "{id}");
                    assert!(drills.iter().all(|one| one.is_empty() || one.len() == categories.len()), "{id}");
                }
                _ => {}
            }
        }
    }
}
