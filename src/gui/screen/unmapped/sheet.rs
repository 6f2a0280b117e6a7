//! The queue as a sheet to be filled in: one row for each platform code, whatever platforms it sells on.

use std::collections::HashMap;

use crate::gui::mapper::{self, Book, Offer};
use crate::gui::names;
use crate::import::template::{self, Waiting};
use crate::locale::{Lang, Said};
use crate::store::{Sold, Store};

use super::told;

/// The whole queue as xlsx, most paid first.
pub(super) fn make(store: &Store, book: &Book, lang: Lang) -> Result<Vec<u8>, Said> {
    let waiting = waiting(store, book, lang).map_err(|error| told(&error))?;
    template::waiting_sheet(&waiting, lang).map_err(|error| error.said())
}

fn waiting(store: &Store, book: &Book, lang: Lang) -> crate::store::Result<Vec<Waiting>> {
    let matcher = book.open(store)?;
    let rows = store.listing_rows(&store.listings_unmapped()?, &Sold::default())?;
    let mut places: HashMap<String, usize> = HashMap::new();
    let mut all: Vec<Waiting> = Vec::new();
    for row in rows {
        let platform = names::platform(lang, row.platform);
        // A mapping sheet holds for every platform: one code is one row.
        if let Some(known) = places.get(&row.key).and_then(|place| all.get_mut(*place)) {
            known.platforms = format!("{}, {platform}", known.platforms);
            known.orders += row.orders;
            known.qty = known.qty.zip(row.qty).map(|(a, b)| a + b);
            known.paid = known.paid.zip(row.paid).map(|(a, b)| a + b);
            continue;
        }
        places.insert(row.key.clone(), all.len());
        let best = mapper::offers(matcher, &row, 2).into_iter().next();
        all.push(Waiting {
            suggestion: best.as_ref().map(Offer::codes).unwrap_or_default(),
            reason: best.map(|best| mapper::reason(lang, best.reason)).unwrap_or_default(),
            key: row.key,
            platforms: platform,
            title: row.title,
            props: row.props,
            orders: row.orders,
            qty: row.qty,
            paid: row.paid,
        });
    }
    Ok(all)
}
