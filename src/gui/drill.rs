//! From a mark or row of a report to the rows behind it (下钻), worked out off the window's thread.

use std::sync::Arc;

use crate::analytics::filter::{Filter, Slice};
use crate::locale::Said;
use crate::report::Drill;

use super::action::Action;
use super::ctx::Ctx;
use super::route::Open;

/// What a drill opens, as the message `done` makes of it; answer with [`super::action::Intent::Open`].
///
/// `what` says in the user's words which rows are meant ("浙江 · 支付金额"). `filter` is the one the page was made with.
pub fn open<M: Send + 'static>(
    ctx: &Ctx,
    drill: &Drill,
    what: String,
    filter: Filter,
    done: impl FnOnce(Result<Open, Said>) -> M + Send + 'static,
) -> Action<M> {
    let ids = match drill {
        Drill::OrderIds(ids) => Open::Orders { what, ids: Arc::clone(ids) },
        Drill::Parcels(ids) => Open::Parcels { what, ids: Arc::clone(ids) },
        Drill::Refunds(ids) => Open::Refunds { what, ids: Arc::clone(ids) },
        Drill::Listings(ids) => Open::Listings { what, ids: Arc::clone(ids) },
        Drill::Skus(ids) => Open::Skus { what, ids: Arc::clone(ids) },
        Drill::Stock(ids) => Open::Stock { what, ids: Arc::clone(ids) },
        Drill::Customers(ids) => Open::Customers { what, ids: Arc::clone(ids) },
        Drill::Orders(_) | Drill::ShipmentsBy(_) | Drill::Handled(_) => {
            let Some(facts) = ctx.facts().cloned() else { return Action::none() };
            let drill = drill.clone();
            return Action::work(
                move || {
                    let query = drill.orders(&facts, &filter);
                    let ids = query.and_then(|query| query.ids).unwrap_or_default();
                    Ok(Open::Orders { what, ids: ids.into() })
                },
                done,
            );
        }
        Drill::Buyers(pick) => {
            let (Some(facts), pick) = (ctx.facts().cloned(), pick.clone()) else { return Action::none() };
            let work = move || {
                let ids = pick.customer_ids(&Slice::new(&facts, &filter));
                Ok(Open::Customers { what, ids: ids.into() })
            };
            return Action::work(work, done);
        }
        Drill::ParcelsBy(pick) => {
            let (Some(facts), pick) = (ctx.facts().cloned(), pick.clone()) else { return Action::none() };
            let work = move || {
                let ids = pick.parcel_ids(&Slice::new(&facts, &filter));
                Ok(Open::Parcels { what, ids: ids.into() })
            };
            return Action::work(work, done);
        }
    };
    Action::work(move || Ok(ids), done)
}
