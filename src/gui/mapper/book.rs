//! The index that suggestions are made from, built off the window's thread when it is first needed and shared from then on.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::{Arc, OnceLock};

use crate::domain::matching::{Asked, Matcher, Reason};
use crate::gui::search;
use crate::store::{self, ListingRow, Store};

/// One own SKU in a mapping, with what a person knows it by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    pub sku_id: i64,
    pub code: String,
    pub name: String,
    pub props: String,
    pub qty: i64,
}

/// A suggestion as it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    pub parts: Vec<Part>,
    pub reason: Reason,
    /// It can be taken without a look.
    pub sure: bool,
}

/// Suggestions and own SKUs of one data version.
#[derive(Clone, Default)]
pub struct Book {
    version: u64,
    cell: Arc<OnceLock<Matcher>>,
}

impl fmt::Debug for Book {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Book").field("version", &self.version).finish_non_exhaustive()
    }
}

impl Hash for Book {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.version.hash(state);
    }
}

impl Book {
    /// A new one when the shop has changed since.
    pub fn renew(&mut self, version: u64) {
        if self.version != version {
            *self = Self { version, cell: Arc::default() };
        }
    }

    /// The index. Takes a moment the first time: never on the window's thread.
    pub fn open(&self, store: &Store) -> store::Result<&Matcher> {
        if let Some(made) = self.cell.get() {
            return Ok(made);
        }
        let made = store.matcher()?;
        Ok(self.cell.get_or_init(|| made))
    }
}

/// At most `most` suggestions for a platform SKU, best first.
pub fn offers(matcher: &Matcher, row: &ListingRow, most: usize) -> Vec<Offer> {
    let asked =
        Asked { platform: row.platform, key: &row.key, sku_code: &row.sku_code, title: &row.title, props: &row.props };
    let part = |(sku_id, qty): &(i64, i64)| {
        let sku = matcher.sku(*sku_id)?;
        let (code, name, props) = (sku.code.clone(), sku.name.clone(), sku.props.clone());
        Some(Part { sku_id: *sku_id, code, name, props, qty: *qty })
    };
    matcher
        .suggest(&asked, most)
        .into_iter()
        .filter_map(|found| {
            let parts: Option<Vec<Part>> = found.parts.iter().map(part).collect();
            Some(Offer { parts: parts?, reason: found.reason, sure: found.sure })
        })
        .collect()
}

/// Own SKUs that answer to every word of the query by code, name, properties or barcode, pinyin too; best first.
pub fn find(matcher: &Matcher, query: &str, most: usize) -> Vec<Part> {
    let words: Vec<&str> = query.split_whitespace().collect();
    if words.is_empty() {
        return Vec::new();
    }
    let mut found: Vec<(u32, usize)> = matcher
        .own()
        .iter()
        .enumerate()
        .filter_map(|(at, sku)| {
            let score = |word: &&str| {
                [&sku.code, &sku.name, &sku.props, &sku.barcode]
                    .into_iter()
                    .filter_map(|text| search::score(text, word))
                    .max()
            };
            let scores: Option<Vec<u32>> = words.iter().map(score).collect();
            Some((scores?.iter().sum(), at))
        })
        .collect();
    found.sort_by_key(|(score, at)| (std::cmp::Reverse(*score), *at));
    found
        .into_iter()
        .take(most)
        .filter_map(|(_, at)| {
            let sku = matcher.own().get(at)?;
            let (code, name, props) = (sku.code.clone(), sku.name.clone(), sku.props.clone());
            Some(Part { sku_id: sku.id, code, name, props, qty: 1 })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::matching::OwnSku;

    #[test]
    fn own_skus_are_found_by_code_words_and_pinyin_together() {
        let own = |id, code: &str, name: &str, props: &str| OwnSku {
            id,
            code: code.to_owned(),
            name: name.to_owned(),
            props: props.to_owned(),
            barcode: String::new(),
        };
        let matcher = Matcher::new(
            vec![
                own(1, "WD01-1", "双面羊毛大衣", "颜色:驼色;尺码:M"),
                own(2, "WD01-2", "双面羊毛大衣", "颜色:黑色;尺码:M"),
                own(3, "AC01-1", "羊毛围巾", "颜色:驼色"),
            ],
            Vec::new(),
        );
        let ids = |query: &str| find(&matcher, query, 8).into_iter().map(|part| part.sku_id).collect::<Vec<_>>();
        assert_eq!(ids("wd01"), [1, 2]);
        assert_eq!(ids("羊毛 驼色"), [3, 1], "a name that begins with the word comes first");
        assert_eq!(ids("dayi heise"), [2]);
        assert_eq!(ids("ymwj"), [3]);
        assert_eq!(ids("  "), Vec::<i64>::new());
        assert_eq!(ids("没有"), Vec::<i64>::new());
    }
}
